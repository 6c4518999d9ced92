"""How the partnership knows whether it gets there."""

from django.db import models
from django.db.models import Q

from goldenthread.kernel.models import NamedRecord
from goldenthread.partnership.models import Group, Organisation, Person, Place, Post
from goldenthread.strategy.models import Commitment, FromDocument, Objective, Theme


class Measure(FromDocument, NamedRecord):
    """What is counted, for which objective. Its identity is its code and place; without a code, its title.

    `target_periods` lists the labels of the periods that the plan asks a target for, so that a blank can show
    as a blank. `monitoring` is what the plan says about watching it, whole; `remarks` what its table says beside
    its cells, as [text, first line, last line]; `risks_asked` and
    `lead_person_asked` whether its template asks for risks and for a lead person.
    """

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="measures")
    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="measures"
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="measures"
    )
    code = models.CharField(max_length=40, blank=True)
    title = models.TextField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    designated = models.BooleanField(null=True, blank=True)
    target_periods = models.JSONField(default=list, blank=True)
    monitoring = models.TextField(blank=True)
    remarks = models.JSONField(default=list, blank=True)
    risks_asked = models.BooleanField(default=False)
    lead_person_asked = models.BooleanField(default=False)
    block = models.PositiveIntegerField(default=0)
    doubt = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["code"])]


class Placement(models.Model):
    """Where a measure hangs in a framework, as the plan writes it: a measure often hangs in two at once."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="placements")
    framework = models.CharField(max_length=300)
    theme = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]


class Involvement(models.Model):
    """Who leads a measure and who helps: a person, a post or an organisation; and how the plan writes the name."""

    class Part(models.TextChoices):
        LEAD_PERSON = "lead_person", "Lead"
        LEAD_ORGANISATION = "lead_organisation", "Lead organisation"
        KEY_PARTNER = "key_partner", "Partner"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="involvements")
    part = models.CharField(max_length=20, choices=Part)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    as_written = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(person__isnull=False, post=None, organisation=None)
                    | Q(person=None, post__isnull=False, organisation=None)
                    | Q(person=None, post=None, organisation__isnull=False)
                ),
                name="involvement_is_of_one",
            ),
        ]


class MonitoringRoute(models.Model):
    """A body that looks at a measure, and how often. `group` where it is one of the partnership's own."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="monitoring_routes")
    body = models.TextField()
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    frequency = models.CharField(max_length=100, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]


class Series(models.Model):
    """A measure for one place. Figures hang on it."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="series")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="series")

    class Meta:
        verbose_name_plural = "series"
        constraints = [models.UniqueConstraint(fields=["measure", "place"], name="series_is_of_one_place")]


class Period(models.Model):
    """A stretch of time with a name. `start` and `end` are None where the label gives no dates."""

    label = models.CharField(max_length=60, unique=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["start", "label"]

    def __str__(self) -> str:
        return self.label


class Figure(FromDocument):
    """A figure as a plan states it. Append-only: a change is a new row that supersedes the old one.

    `value` is the level in `unit`; None where the plan has only words, a date or a change. `decimals` is how
    many the plan wrote, so that 56.00 shows as 56.00.
    """

    class Status(models.TextChoices):
        AGREED = "agreed", "agreed"
        PREDICTED = "predicted", "predicted"
        PROJECTED = "projected", "projected"
        PROPOSED = "proposed", "proposed"
        TO_BE_RENEGOTIATED = "to_be_renegotiated", "to be renegotiated"
        DEFERRED = "deferred", "deferred"
        AWAITED = "awaited", "awaited"
        UNEXPLAINED = "unexplained", "unexplained"

    period = models.ForeignKey(Period, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_as_written = models.CharField(max_length=200, blank=True)
    measured_at = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(max_length=60, blank=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    change_percent = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    status = models.CharField(max_length=20, choices=Status, blank=True)
    as_written = models.TextField()
    doubt = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class Baseline(Figure):
    """Where a series started from."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="baselines")


class Target(Figure):
    """What was promised for a series and a period."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="targets")
