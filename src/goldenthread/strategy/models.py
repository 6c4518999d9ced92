"""Why the partnership does what it does."""

from django.db import models

from goldenthread.kernel.models import NamedRecord, Subject
from goldenthread.partnership.models import Decision


class FromDocument(models.Model):
    """Where a record was read: the subject of the document, and its lines there."""

    source = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source_from = models.PositiveIntegerField(null=True, blank=True)
    source_to = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


class Strategy(FromDocument, NamedRecord):
    """What the partnership set out to do, over which years. `principles` is a list of sentences.

    Several may be in force at once: a community strategy and an area agreement. A draft is not in force;
    `in_force_from` is when a draft was put into force, None for what was in force from the start.
    `superseded_at` is when the next one took its place: it is kept, and is what an earlier day shows.
    """

    class Kind(models.TextChoices):
        STRATEGY = "strategy", "Strategy"
        AGREEMENT = "agreement", "Area agreement"
        FRAMEWORK = "framework", "National framework"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        AGREED = "agreed", "Agreed"
        CLOSED = "closed", "Closed"

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.STRATEGY)
    state = models.CharField(max_length=20, choices=State, default=State.AGREED)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300)
    years = models.CharField(max_length=60, blank=True)
    vision = models.TextField(blank=True)
    principles = models.JSONField(default=list, blank=True)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    in_force_from = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)


class Theme(FromDocument, NamedRecord):
    """A group of objectives, with its story. `to_follow`: the plan promises a story that is not there."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="themes")
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    arrangements = models.TextField(blank=True)
    innovation = models.TextField(blank=True)
    to_follow = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)


class Objective(FromDocument, NamedRecord):
    """What should be different in the long term."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="objectives")
    title = models.TextField()
    position = models.PositiveIntegerField(default=0)


class Outcome(models.Model):
    """What became of an objective when the next strategy began."""

    class Fate(models.TextChoices):
        CARRIED_ON = "carried_on", "Carried on"
        CHANGED = "changed", "Carried on in other words"
        MERGED = "merged", "Merged into another"
        REACHED = "reached", "Reached"
        DROPPED = "dropped", "Dropped"

    objective = models.OneToOneField(Objective, on_delete=models.PROTECT, related_name="outcome")
    fate = models.CharField(max_length=20, choices=Fate)
    becomes = models.ForeignKey(
        Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="continues"
    )
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(fate__in=["carried_on", "changed", "merged"], becomes__isnull=False)
                    | models.Q(fate__in=["reached", "dropped"], becomes=None)
                ),
                name="outcome_names_what_the_objective_becomes",
            ),
        ]


class Commitment(FromDocument, NamedRecord):
    """What is promised for now: the short-term action or priority, under an objective or straight under a theme."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="commitments")
    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    title = models.TextField()
    position = models.PositiveIntegerField(default=0)


class Evidence(FromDocument, NamedRecord):
    """A statement about the place with its figure and source, that objectives rest on."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="evidence")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    text = models.TextField()
    value = models.CharField(max_length=100, blank=True)
    source_named = models.CharField(max_length=300, blank=True)
    dated = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)


class EqualityImpact(FromDocument):
    """What is known of the effect of something on people with protected characteristics (Equality Act 2010).

    Not done yet is a state, not a blank.
    """

    class State(models.TextChoices):
        DONE = "done", "Done"
        PARTLY = "partly", "Partly done"
        NOT_DONE = "not_done", "Not done yet"
        BLANK = "blank", "Left blank"
        DEFERRED = "deferred", "Put off"
        REFERS = "refers", "Refers to another"
        NOT_ASKED = "not_asked", "Not asked for"

    class Depth(models.TextChoices):
        SCREENING = "screening", "Screening"
        FULL = "full", "Full assessment"

    about = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="equality_impact")
    state = models.CharField(max_length=20, choices=State)
    depth = models.CharField(max_length=20, choices=Depth, blank=True)
    text = models.TextField(blank=True)
    done_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)


class EqualityEffect(models.Model):
    """The effect on people with one protected characteristic: nine of them in section 4 of the Equality Act 2010."""

    class Characteristic(models.TextChoices):
        AGE = "age", "Age"
        DISABILITY = "disability", "Disability"
        GENDER_REASSIGNMENT = "gender_reassignment", "Gender reassignment"
        MARRIAGE = "marriage", "Marriage and civil partnership"
        PREGNANCY = "pregnancy", "Pregnancy and maternity"
        RACE = "race", "Race"
        RELIGION = "religion", "Religion or belief"
        SEX = "sex", "Sex"
        SEXUAL_ORIENTATION = "sexual_orientation", "Sexual orientation"

    class Effect(models.TextChoices):
        BETTER = "better", "Better for them"
        NONE = "none", "No difference"
        WORSE = "worse", "Worse for them"
        MIXED = "mixed", "Better for some, worse for others"
        NOT_KNOWN = "not_known", "Not known yet"

    impact = models.ForeignKey(EqualityImpact, on_delete=models.PROTECT, related_name="effects")
    characteristic = models.CharField(max_length=20, choices=Characteristic)
    effect = models.CharField(max_length=20, choices=Effect, default=Effect.NOT_KNOWN)
    evidence = models.TextField(blank=True)
    mitigation = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["impact", "characteristic"], name="characteristic_is_looked_at_once"
            ),
        ]
