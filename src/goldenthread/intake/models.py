"""Documents as they were sent, and what was understood of them."""

from django.db import models
from django.db.models import Q

from goldenthread.kernel.models import NamedRecord
from goldenthread.partnership.models import Partnership


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


class PublicFile(models.Model):
    """A file of public figures as it was downloaded and sent, packed with gzip (`file_name` ends in .gz).

    `released_on` and `edition` are what its sender says of it. `taken_in_at` is when its figures were taken in last,
    None while it only waits.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="public_files")
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    source = models.CharField(max_length=40)
    edition = models.CharField(max_length=200, blank=True)
    released_on = models.DateField(null=True, blank=True)
    sent_by = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "sha256"], name="public_file_is_kept_once"),
        ]

    @property
    def name(self) -> str:
        """What its sender called it."""
        return self.file_name.removesuffix(".gz")
