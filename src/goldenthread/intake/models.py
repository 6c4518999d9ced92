"""Documents as they were sent, and what was understood of them."""

from django.db import models
from django.db.models import Q

from goldenthread.kernel.models import NamedRecord


class Document(NamedRecord):
    """A file as it was sent, kept to the byte, with its text rendering (one line a line)."""

    file_name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField()
    rendering = models.TextField()
    notes = models.JSONField(default=list, blank=True)
    sure = models.BooleanField(default=True)


class Draft(NamedRecord):
    """What was understood of a document, until it is accepted or discarded.

    `understood` is the plan as it was read and never changes; `edited` is the plan as the manager has it now.
    """

    class State(models.TextChoices):
        OPEN = "open", "Waiting for review"
        ACCEPTED = "accepted", "Accepted"
        DISCARDED = "discarded", "Discarded"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="drafts")
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    understood = models.JSONField()
    edited = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="draft_is_closed_when_it_is_not_open",
            ),
        ]
