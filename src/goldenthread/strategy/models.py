"""Why the partnership does what it does."""

from django.db import models

from goldenthread.kernel.models import NamedRecord, Subject


class FromDocument(models.Model):
    """Where a record was read: the subject of the document, and its lines there."""

    source = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source_from = models.PositiveIntegerField(null=True, blank=True)
    source_to = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


class Strategy(FromDocument, NamedRecord):
    """What the partnership set out to do, over which years. `principles` is a list of sentences."""

    title = models.CharField(max_length=300)
    years = models.CharField(max_length=60, blank=True)
    vision = models.TextField(blank=True)
    principles = models.JSONField(default=list, blank=True)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )


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
    text = models.TextField()
    value = models.CharField(max_length=100, blank=True)
    source_named = models.CharField(max_length=300, blank=True)
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

    about = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="equality_impact")
    state = models.CharField(max_length=20, choices=State)
    text = models.TextField(blank=True)
