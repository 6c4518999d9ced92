"""How the partnership knows whether it gets there."""

from django.db import models
from django.db.models import F, Q, Value

from goldenthread.kernel.models import NamedRecord
from goldenthread.partnership.models import (
    Decision,
    Group,
    Organisation,
    Partnership,
    Person,
    Place,
    Post,
)
from goldenthread.strategy.models import Commitment, FromDocument, Objective, Theme


class Measure(FromDocument, NamedRecord):
    """What is counted, for which objective. Its identity is its code and place; without a code, its title.

    `target_periods` lists the labels of the periods that the plan asks a target for, so that a blank can show
    as a blank. `monitoring` is what the plan says about watching it, whole; `remarks` what its table says beside
    its cells, as [text, first line, last line]; `risks_asked` and
    `lead_person_asked` whether its template asks for risks and for a lead person.

    The definition sheet: what is counted and how. Blank is "not stated", never a default: an unknown polarity or
    frequency is said to be unknown. `tolerance` is how far from the target still counts as watch (None: the rule
    of the house); `formula` makes it a derived measure, computed from others and never typed in.

    How its figures are checked, None where nothing is stated and the kind of number decides: `lowest` and `highest`,
    the `largest_change` that is usual from one period to the next, in its own unit, whether they come in
    `whole_numbers`, and whether the `parts_add_up` to the total.
    """

    class DataType(models.TextChoices):
        COUNT = "count", "A count"
        PERCENTAGE = "percentage", "A percentage"
        RATE = "rate", "A rate"
        AVERAGE = "average", "An average"
        MONEY = "money", "Money"
        SCORE = "score", "A score"

    class Polarity(models.TextChoices):
        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"
        RANGE = "range", "Within a range is better"
        NONE = "none", "Neither is better"

    class Counts(models.TextChoices):
        POPULATION = "population", "How people in the place are doing"
        PERFORMANCE = "performance", "How well a service works"

    class Frequency(models.TextChoices):
        MONTHLY = "monthly", "Every month"
        QUARTERLY = "quarterly", "Every quarter"
        HALF_YEARLY = "half_yearly", "Every half year"
        YEARLY = "yearly", "Every year"
        SCHOOL_YEAR = "school_year", "Every school year"
        SURVEY = "survey", "With every wave of a survey"

    class ToleranceKind(models.TextChoices):
        UNIT = "unit", "In the measure's own unit"
        SHARE = "share", "As a percentage of the target"

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
    definition = models.TextField(blank=True)
    numerator_means = models.TextField(blank=True)
    denominator_means = models.TextField(blank=True)
    caveats = models.TextField(blank=True)
    unit = models.CharField(max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField(null=True, blank=True)
    data_type = models.CharField(max_length=20, choices=DataType, blank=True)
    polarity = models.CharField(max_length=20, choices=Polarity, blank=True)
    counts = models.CharField(max_length=20, choices=Counts, blank=True)
    frequency = models.CharField(max_length=20, choices=Frequency, blank=True)
    data_source = models.CharField(max_length=300, blank=True)
    tolerance = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    tolerance_kind = models.CharField(max_length=20, choices=ToleranceKind, blank=True)
    range_low = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    range_high = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    lowest = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    highest = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    largest_change = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    whole_numbers = models.BooleanField(null=True, blank=True)
    parts_add_up = models.BooleanField(null=True, blank=True)
    formula = models.CharField(max_length=500, blank=True)
    catalogue_entry = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [models.Index(fields=["code"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(range_low=None) | Q(range_high=None) | Q(range_high__gte=F("range_low")),
                name="measure_range_is_in_order",
            ),
            models.CheckConstraint(
                condition=Q(lowest=None) | Q(highest=None) | Q(highest__gte=F("lowest")),
                name="measure_limits_are_in_order",
            ),
        ]


class Placement(models.Model):
    """Where a measure hangs in a framework, as the plan writes it: a measure often hangs in two at once.

    `under` is that framework's theme where it is a record of ours too, and `objective` the one it serves there. It
    counts from `placed_at` (None: from the start) until `ended_at`, so that an earlier day shows what hung where.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="placements")
    framework = models.CharField(max_length=300)
    theme = models.CharField(max_length=300, blank=True)
    under = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="placements"
    )
    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="placements"
    )
    position = models.PositiveIntegerField(default=0)
    placed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "under"], condition=Q(ended_at=None), name="measure_is_placed_once_a_theme"
            ),
            models.CheckConstraint(
                condition=Q(objective=None) | Q(under__isnull=False),
                name="placement_for_an_objective_has_its_theme",
            ),
        ]


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
    """A measure for one place, or for one part of it ("sex", "women"). Figures hang on it."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="series")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="series")
    breakdown = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "place", "breakdown", "category"], name="series_is_of_one_place"
            ),
            models.CheckConstraint(
                condition=Q(breakdown="", category="") | (~Q(breakdown="") & ~Q(category="")),
                name="series_names_its_breakdown_and_category",
            ),
        ]


class SeriesBreak(models.Model):
    """From this day on, the figures of a series are not comparable with those before; and why."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="breaks")
    on = models.DateField()
    why = models.TextField()
    known_from = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.UniqueConstraint(fields=["series", "on"], name="series_breaks_once_a_day")]


class Adoption(models.Model):
    """A partnership's use of another's series: read-only, with a theme, targets and a comment of its own."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="adoptions")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="adoptions")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="adoptions")
    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="adoptions"
    )
    comment = models.TextField(blank=True)
    adopted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "series"], condition=Q(ended_at=None), name="series_is_adopted_once"
            ),
        ]


class Period(models.Model):
    """A stretch of time with a name. `start` and `end` are None where the label gives no dates."""

    label = models.CharField(max_length=60, unique=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["start", "label"]

    def __str__(self) -> str:
        return self.label


class LockedPeriod(models.Model):
    """A period whose figures a partnership has closed: none is given, changed or taken back until it is opened."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="locked_periods")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "period"], name="period_is_locked_once"),
        ]


class Known(models.Model):
    """A row that is never overwritten: known from a moment until another supersedes it.

    That is how "what did we know on 24 September?" always has an answer.
    """

    known_from = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        abstract = True


class Vintage(models.Model):
    """A source's past as it tells it from some release on: the figures that it restated hang on it.

    `method` is what changed in how they are counted. The figures before stay, each superseded by the restated one.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="vintages")
    title = models.CharField(max_length=100)
    source = models.CharField(max_length=300, blank=True)
    released_on = models.DateField(null=True, blank=True)
    method = models.TextField()
    known_from = models.DateTimeField()

    class Meta:
        ordering = ["known_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "title"], name="vintage_has_a_title_of_its_own"),
        ]


class Figure(Known, FromDocument):
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
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class Baseline(Figure):
    """Where a series started from."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="baselines")
    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class Target(Figure):
    """What was promised for a series and a period: by its steward, or by a partnership that adopted it."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="targets")
    adoption = models.ForeignKey(
        Adoption, on_delete=models.PROTECT, null=True, blank=True, related_name="targets"
    )


class Release(models.Model):
    """One file of figures that was taken in: its name and the sum of its bytes, who published it and when.

    `publisher` and `dataset` are what the file or its sender calls them, `edition` the name of that release and
    `released_on` its day. The same file is one release however often it is sent.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="releases")
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    publisher = models.CharField(max_length=200, blank=True)
    dataset = models.CharField(max_length=300, blank=True)
    edition = models.CharField(max_length=200, blank=True)
    released_on = models.DateField(null=True, blank=True)
    taken_in_at = models.DateTimeField()
    taken_in_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "sha256"], name="release_is_of_one_file"),
        ]

    def __str__(self) -> str:
        return self.file_name


class Feed(models.Model):
    """The public figures that fill a measure: whose, which of their indicators, and which part of it is the whole.

    `sex` and `age` are the file's own words for the rows that are the measure's whole figure ("Persons", "18+ yrs"),
    blank where the file has none; `with_parts` says that the rows of women, men and so on are taken in too.
    A person confirmed it once; it holds until it is ended.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="feeds")
    source = models.CharField(max_length=40)
    indicator = models.CharField(max_length=300)
    title = models.TextField(blank=True)
    sex = models.CharField(max_length=60, blank=True)
    age = models.CharField(max_length=60, blank=True)
    with_parts = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "source"], condition=Q(ended_at=None), name="measure_has_one_feed_a_source"
            ),
        ]


class Observation(Known):
    """What was observed for a series in a period. Append-only: a correction supersedes.

    A number, no value yet and cannot be computed are three: `gap` says which of the last two it is where `value`
    is None, and `comment` why. `received_on` and `received_from` say when the figure reached the partnership and
    from whom; `reason` why it replaces the one before, and `revision` of what kind that reason is; `asked` what the
    checks asked of it, a line each, and `explanation` what was answered; `illustrative` that it is invented;
    `release` and `row` the file that it was taken from and its row there.
    """

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", "provisional"
        FINAL = "final", "final"
        ESTIMATED = "estimated", "estimated"

    class Gap(models.TextChoices):
        MISSING = "missing", "no figure"
        CANNOT_COMPUTE = "cannot_compute", "cannot be computed"

    class Revision(models.TextChoices):
        CORRECTION = "correction", "A correction: the figure before was wrong"
        LATE_DATA = "late_data", "Late data: more has come in since"
        NEW_METHOD = "new_method", "A new method: it is counted in another way now"

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="observations")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    gap = models.CharField(max_length=20, choices=Gap, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    lower = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    status = models.CharField(max_length=20, choices=Status, blank=True)
    comment = models.TextField(blank=True)
    source_named = models.CharField(max_length=300, blank=True)
    received_on = models.DateField(null=True, blank=True)
    received_from = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    revision = models.CharField(max_length=20, choices=Revision, blank=True, default="", db_default=Value(""))
    asked = models.TextField(blank=True, default="", db_default=Value(""))
    explanation = models.TextField(blank=True, default="", db_default=Value(""))
    illustrative = models.BooleanField(default=False)
    vintage = models.ForeignKey(
        Vintage, on_delete=models.PROTECT, null=True, blank=True, related_name="observations"
    )
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, blank=True, related_name="observations"
    )
    row = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "period"],
                condition=Q(superseded_at=None),
                name="observation_in_force_is_one_a_period",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, gap="") | (Q(value=None) & ~Q(gap="")),
                name="observation_is_a_number_or_says_why_not",
            ),
        ]
        indexes = [models.Index(fields=["series", "period"])]
