"""The forms that others ask for the same figures in, what belongs where in them, and every copy that was filled."""

from django.db import models
from django.db.models import Q

from goldenthread.kernel.models import NamedRecord
from goldenthread.measures.models import Baseline, Measure, Observation, Period, Series, Target


class OutsideTemplate(NamedRecord):
    """A form of somebody else's: who asks for it and what they call it. Its file is in its versions."""

    title = models.CharField(max_length=200)
    asked_by = models.CharField(max_length=200)


class TemplateVersion(models.Model):
    """The file of a template as they sent it, kept to the byte. A new file is a new version, never another content.

    It is filled once somebody confirmed what belongs where (`confirmed_at`). `not_held` are the codes that it asks
    for and we do not hold.
    """

    template = models.ForeignKey(OutsideTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    not_held = models.JSONField(default=list, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["template", "number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_is_numbered_once"),
        ]


class Slot(models.Model):
    """One place of a template and what belongs there.

    `part`, `at`, `mark` and `occurrence` find it in the file (`press.shapes.Filling`); `where` says it in the
    template's own words and `beside` is what stands around it. `what` is empty where it is left as it is. `measure`
    and `series` say whose figures (no series: those of the whole place). `when` is the period seen from the one that
    is filled for, `label` its name where it is always the same.
    """

    class What(models.TextChoices):
        VALUE = "value", "The figure"
        NUMERATOR = "numerator", "How many (the numerator)"
        DENOMINATOR = "denominator", "Out of how many (the denominator)"
        TARGET = "target", "The target"
        BASELINE = "baseline", "The baseline"
        STATUS = "status", "Where it stands (on track, watch, off track)"
        FIRMNESS = "firmness", "How firm it is (provisional, final, estimated)"
        COMMENT = "comment", "The comment"
        OWNER = "owner", "Who leads it"
        ORGANISATION = "organisation", "The lead organisation"
        DATE = "date", "The day the figure was given"
        PERIOD = "period", "The name of the period"
        PARTNERSHIP = "partnership", "The name of the partnership"
        TODAY = "today", "The day of filling"

    class When(models.TextChoices):
        THIS = "this", "This period"
        BEFORE = "before", "The period before"
        SO_FAR = "so_far", "The year so far"
        YEAR = "year", "The whole year"
        YEAR_BEFORE = "year_before", "The year before"
        QUARTER_1 = "Q1", "Quarter 1 of the year"
        QUARTER_2 = "Q2", "Quarter 2 of the year"
        QUARTER_3 = "Q3", "Quarter 3 of the year"
        QUARTER_4 = "Q4", "Quarter 4 of the year"
        NAMED = "named", "A named period"

    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="slots")
    position = models.PositiveIntegerField(default=0)
    part = models.CharField(max_length=200)
    at = models.CharField(max_length=200)
    mark = models.CharField(max_length=200, blank=True)
    occurrence = models.PositiveIntegerField(default=1)
    where = models.TextField()
    shows = models.TextField(blank=True)
    beside = models.TextField(blank=True)
    what = models.CharField(max_length=20, choices=What, blank=True)
    when = models.CharField(max_length=20, choices=When, default=When.THIS)
    label = models.CharField(max_length=60, blank=True)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    doubt = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "part", "at", "mark", "occurrence"], name="slot_is_one_a_place"
            ),
            models.CheckConstraint(
                condition=~Q(when="named") | ~Q(label=""), name="slot_names_its_named_period"
            ),
        ]


class FilledCopy(models.Model):
    """A template filled for a period: the bytes, and what each slot said. It never changes."""

    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="copies")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    filled_at = models.DateTimeField()
    filled_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-filled_at", "-id"]


class Said(models.Model):
    """What one slot of a filled copy said, and where that came from.

    `words` is what people read there, `number` the number in it. `gap`: it says why there is no figure. `left`: the
    place was left as it is, because its period has not come yet or nothing was said. `period` is the one it is about.
    """

    copy = models.ForeignKey(FilledCopy, on_delete=models.PROTECT, related_name="said")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20, choices=Slot.What)
    where = models.TextField()
    words = models.TextField(blank=True)
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    gap = models.BooleanField(default=False)
    left = models.BooleanField(default=False)
    period = models.CharField(max_length=60, blank=True)
    came_from = models.TextField(blank=True)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    observation = models.ForeignKey(
        Observation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    target = models.ForeignKey(Target, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["copy", "slot__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["copy", "slot"], name="slot_says_one_thing_a_copy"),
        ]


class Sending(models.Model):
    """Somebody noted that a filled copy was sent: to whom, on which day."""

    copy = models.ForeignKey(FilledCopy, on_delete=models.PROTECT, related_name="sendings")
    sent_on = models.DateField()
    sent_to = models.CharField(max_length=300)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-noted_at", "-id"]
