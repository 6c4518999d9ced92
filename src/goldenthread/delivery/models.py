"""What the partnership does, and what could stop it."""

from django.db import models

from goldenthread.kernel.models import NamedRecord, Subject
from goldenthread.measures.models import Measure
from goldenthread.strategy.models import FromDocument, Objective, Theme


class Action(FromDocument, NamedRecord):
    """Something that somebody said they would do, as a plan states it.

    `lead`, `due`, `status` and `progress` are the plan's own words.
    """

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="actions")
    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    title = models.TextField()
    lead = models.TextField(blank=True)
    due = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=100, blank=True)
    progress = models.TextField(blank=True)
    doubt = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)


class Risk(FromDocument, NamedRecord):
    """What could stop it, hanging on one or several subjects: plans often share one risk section."""

    title = models.TextField()
    about = models.ManyToManyField(Subject, related_name="risks")
