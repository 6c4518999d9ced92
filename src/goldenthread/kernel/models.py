"""One row for every named record, and one row for everything that was ever done to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from goldenthread.kernel.kinds import all_kinds
from goldenthread.kernel.outbox.models import Message
from goldenthread.kernel.viewer import Viewer

Record = TypeVar("Record", bound=models.Model)

__all__ = [
    "AuditEvent",
    "KeptForm",
    "Message",
    "NamedRecord",
    "Subject",
    "Visibility",
    "as_then",
    "visible_to",
]


class Visibility(models.TextChoices):
    PRIVATE = "private", "Private to the manager"
    PARTNERSHIP = "partnership", "Seen inside the partnership"
    PUBLIC = "public", "Seen by everyone"


def visible_to(viewer: Viewer, *, prefix: str = "") -> Q:
    """The condition under which a viewer sees a subject; `prefix` leads from the filtered model to it.

    The only place where tenancy, visibility and the moment that is looked at are decided.
    """
    return _shown_to(viewer, prefix) & _there_at(viewer.as_known, prefix)


def _shown_to(viewer: Viewer, prefix: str) -> Q:
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
    if viewer.private_ids:
        seen |= Q(**{f"{prefix}partnership_id__in": sorted(viewer.private_ids)})
    return seen


def _there_at(moment: datetime | None, prefix: str) -> Q:
    """What is not withdrawn; at an earlier moment, what was there already and not withdrawn yet."""
    if moment is None:
        return Q(**{f"{prefix}withdrawn_at": None})
    return Q(**{f"{prefix}created_at__lte": moment}) & (
        Q(**{f"{prefix}withdrawn_at": None}) | Q(**{f"{prefix}withdrawn_at__gt": moment})
    )


class QuerySetOfThen(models.QuerySet[Record]):
    """Records as they were at the moment that the viewer looks at: their words, days and states, not only their number.

    What is read as columns, links between records, and lists that hang on a record are as they are today.
    """

    _moment: datetime | None = None

    def _seen_by(self, viewer: Viewer, prefix: str) -> Self:
        found = self.filter(visible_to(viewer, prefix=prefix))
        found._moment = viewer.as_known
        return found

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._moment = self._moment
        return clone

    def _fetch_all(self) -> None:
        is_fresh = self._result_cache is None
        super()._fetch_all()
        if is_fresh and self._moment is not None:
            as_then(self._result_cache or (), self._moment)


class SubjectQuerySet(QuerySetOfThen["Subject"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self._seen_by(viewer, "")


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


class NamedRecordQuerySet(QuerySetOfThen[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Only what this viewer may see and what is not withdrawn. Every room's query starts here."""
        return self._seen_by(viewer, "subject__")

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
    name stays as it was. `changes` maps a field to [before, after]; `basis` is the decision behind it.
    """

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="audit_events")
    partnership_id = models.BigIntegerField(null=True, db_index=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    basis = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.verb} {self.subject_id}"


def as_then(found: Iterable[Any], moment: datetime) -> None:
    """Give records, and those that were read with them, what they said at a moment: what later changes had before.

    One query. Values that are no models are left alone.
    """
    here: dict[int, list[models.Model]] = defaultdict(list)
    for record in _with_related(found):
        here[record.pk].append(record)
    if not here:
        return
    later = AuditEvent.objects.filter(subject__in=list(here), at__gt=moment, verb__endswith=".amended")
    titled = {f"{kind.name}.amended": kind.title_field for kind in all_kinds()}
    for subject_id, verb, changes in later.order_by("-id").values_list("subject_id", "verb", "changes"):
        for record in here[subject_id]:
            is_subject = isinstance(record, Subject)
            for name, (before, _) in changes.items():
                if is_subject and name == titled.get(verb):
                    record.title = before  # type: ignore[attr-defined]
                elif not is_subject:
                    _say_again(record, name, before)


def _with_related(found: Iterable[Any]) -> list[models.Model]:
    """The records among these, and the ones that came along with them."""
    seen: dict[int, models.Model] = {}
    waiting = [one for one in found if isinstance(one, models.Model)]
    while waiting:
        record = waiting.pop()
        if id(record) in seen:
            continue
        seen[id(record)] = record
        waiting += [one for one in record._state.fields_cache.values() if isinstance(one, models.Model)]
    return [one for one in seen.values() if isinstance(one, NamedRecord | Subject)]


def _say_again(record: models.Model, name: str, before: Any) -> None:
    """Set a field of words, a day, a number or a state to what the audit has of it. Links stay as they are."""
    field = next((one for one in record._meta.concrete_fields if one.name == name), None)
    if field is None or field.is_relation:
        return
    setattr(record, name, "" if before is None and not field.null else field.to_python(before))


class KeptForm(models.Model):
    """What an account typed into a form and has not sent yet. `address` is the form's; gone once it is sent."""

    account_id = models.BigIntegerField()
    address = models.CharField(max_length=300)
    content = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account_id", "address"], name="form_is_kept_once"),
        ]

    def __str__(self) -> str:
        return self.address
