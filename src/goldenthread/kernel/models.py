"""One row for every named record, and one row for everything that was ever done to it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from goldenthread.kernel.viewer import Viewer


class Visibility(models.TextChoices):
    PRIVATE = "private", "Private to the manager"
    PARTNERSHIP = "partnership", "Seen inside the partnership"
    PUBLIC = "public", "Seen by everyone"


def visible_to(viewer: Viewer, *, prefix: str = "") -> Q:
    """The condition under which a viewer sees a subject; `prefix` leads from the filtered model to it.

    The only place where tenancy and visibility are decided.
    """
    if viewer.everywhere:
        return Q()
    seen = Q(**{f"{prefix}visibility": Visibility.PUBLIC})
    if viewer.partnership_ids:
        seen |= Q(
            **{
                f"{prefix}visibility": Visibility.PARTNERSHIP,
                f"{prefix}partnership_id__in": sorted(viewer.partnership_ids),
            }
        )
    if viewer.managed_ids:
        seen |= Q(**{f"{prefix}partnership_id__in": sorted(viewer.managed_ids)})
    return seen


class SubjectQuerySet(models.QuerySet["Subject"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(visible_to(viewer), withdrawn_at=None)


class Subject(models.Model):
    """What anything can hang on: one row for every named record.

    `partnership_id` is the subject id of the partnership that it belongs to and never changes; it is None
    only for kinds that may be shared.
    """

    kind = models.CharField(max_length=40)
    title = models.TextField()
    partnership_id = models.BigIntegerField(null=True, db_index=True)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.PARTNERSHIP)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["partnership_id", "kind"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="subject_visibility_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NamedRecordQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Only what this viewer may see and what is not withdrawn. Every room's query starts here."""
        return self.filter(visible_to(viewer, prefix="subject__"), subject__withdrawn_at=None)

    def of(self, partnership_id: int) -> Self:
        """Only the records of one partnership."""
        return self.filter(subject__partnership_id=partnership_id)


class NamedRecord(models.Model):
    """A record with a name: its subject is its primary key, made by `kernel.operations` with it."""

    subject = models.OneToOneField(
        Subject, on_delete=models.PROTECT, primary_key=True, related_name="%(class)s"
    )

    objects = NamedRecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.subject.title


class AuditEvent(models.Model):
    """Something that was done: who, when, to what, from what to what and why. Append-only.

    The actor is kept as id and printed name, without a foreign key, so that the kernel needs no room and the
    name stays as it was. `changes` maps a field to [before, after].
    """

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="audit_events")
    partnership_id = models.BigIntegerField(null=True, db_index=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.verb} {self.subject_id}"
