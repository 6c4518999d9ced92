"""The writes that every room's operations are made of: name, rename, show, withdraw; each with its audit event."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model

from goldenthread.kernel import clock, search
from goldenthread.kernel.errors import Conflict, Refused
from goldenthread.kernel.kinds import kind_of
from goldenthread.kernel.models import AuditEvent, KeptForm, NamedRecord, Subject, Visibility
from goldenthread.kernel.viewer import Viewer

Record = TypeVar("Record", bound=NamedRecord)

_encoder = DjangoJSONEncoder()


@transaction.atomic
def create(
    model: type[Record],
    *,
    by: Viewer,
    partnership_id: int | None,
    visibility: str = Visibility.PARTNERSHIP,
    reason: str = "",
    basis: Subject | None = None,
    **fields: Any,
) -> Record:
    """Make a named record, its subject and its audit event; `basis` is the decision behind it.

    Raises ValueError if the kind must belong to a partnership and `partnership_id` is None.
    """
    kind = kind_of(model)
    if partnership_id is None and not (kind.may_be_shared or kind.is_tenant):
        raise ValueError(f"A {kind.label} must belong to a partnership.")
    subject = Subject.objects.create(
        kind=kind.name,
        title=fields[kind.title_field],
        partnership_id=partnership_id,
        visibility=visibility,
        created_at=clock.now(),
    )
    if kind.is_tenant:
        subject.partnership_id = subject.pk
        subject.save(update_fields=["partnership_id"])
    record: Record = model._default_manager.create(subject=subject, **fields)  # type: ignore[assignment]
    search.index(subject, record, kind)
    record_event(
        f"{kind.name}.created",
        subject=subject,
        by=by,
        reason=reason,
        basis=basis,
        # Files and whole plans are kept in the record itself and never change there.
        changes={
            name: [None, value] for name, value in fields.items() if not isinstance(value, bytes | dict)
        },
    )
    return record


@transaction.atomic
def amend(
    record: Record,
    *,
    by: Viewer,
    reason: str = "",
    basis: Subject | None = None,
    as_of: int | None = None,
    **fields: Any,
) -> dict[str, list[Any]]:
    """Change fields of a named record, its subject's title with them. Returns what changed, {} if nothing did.

    `as_of` is the version that the change was made from (`queries.version`). Raises Conflict where somebody
    changed one of the same fields since; changes of other fields stand beside each other.
    """
    kind = kind_of(type(record))
    if as_of is not None:
        check_unchanged(record, as_of, fields)
    changes = {
        name: [getattr(record, name), value]
        for name, value in fields.items()
        if getattr(record, name) != value
    }
    if not changes:
        return {}
    for name, (_, value) in changes.items():
        setattr(record, name, value)
    record.save(update_fields=list(changes))
    if kind.title_field in changes:
        record.subject.title = fields[kind.title_field]
        record.subject.save(update_fields=["title"])
    if changes.keys() & {kind.title_field, *kind.words}:
        search.index(record.subject, record, kind)
    record_event(
        f"{kind.name}.amended", subject=record.subject, by=by, reason=reason, changes=changes, basis=basis
    )
    return changes


def check_unchanged(record: NamedRecord, as_of: int, fields: Mapping[str, Any]) -> None:
    """Raises Conflict where somebody changed one of these since the version that the change was made from."""
    later = AuditEvent.objects.filter(subject=record.subject, id__gt=as_of).order_by("id")
    meanwhile: dict[str, str] = {}
    who = ""
    for event in later:
        for name, (_, after) in event.changes.items():
            if name in fields and _plain(fields[name]) != after:
                lines = after if isinstance(after, list) else [after]
                meanwhile[name] = "\n".join("" if one is None else str(one) for one in lines)
                who = event.actor_name
    if meanwhile:
        raise Conflict(
            f"{who} changed the same while you were writing. Nothing of yours is lost: compare, and send again.",
            meanwhile,
        )


@transaction.atomic
def withdraw(subject: Subject, *, by: Viewer, reason: str) -> None:
    """Take a record out of every page without deleting it."""
    subject.withdrawn_at = clock.now()
    subject.save(update_fields=["withdrawn_at"])
    record_event(f"{subject.kind}.withdrawn", subject=subject, by=by, reason=reason)


@transaction.atomic
def show_to(
    visibility: Visibility, subjects: Iterable[Subject], *, by: Viewer, about: Subject, reason: str = ""
) -> int:
    """Set who sees these subjects. Returns how many changed; one audit event on `about` names them all."""
    changed = [subject for subject in subjects if subject.visibility != visibility]
    if not changed:
        return 0
    before = {subject.pk: subject.visibility for subject in changed}
    Subject.objects.filter(pk__in=before).update(visibility=visibility)
    record_event(
        "visibility.changed",
        subject=about,
        by=by,
        reason=reason,
        changes={str(pk): [was, visibility] for pk, was in before.items()},
    )
    return len(changed)


def record_event(
    verb: str,
    *,
    subject: Subject,
    by: Viewer,
    reason: str = "",
    changes: Mapping[str, list[Any]] | None = None,
    basis: Subject | None = None,
) -> AuditEvent:
    """Write down what was done. Call it inside the transaction that does it.

    Raises Refused to somebody who looks at an earlier moment: the past is not changed.
    """
    if by.as_known is not None:
        raise Refused("You are looking at an earlier day. Go back to today to change anything.")
    return AuditEvent.objects.create(
        at=clock.now(),
        actor_id=by.account_id,
        actor_name=by.name,
        verb=verb,
        subject=subject,
        partnership_id=subject.partnership_id,
        reason=reason,
        changes={name: [_plain(value) for value in pair] for name, pair in (changes or {}).items()},
        basis=basis,
    )


def record_events(
    verb: str, told: Iterable[tuple[Subject, Mapping[str, list[Any]]]], *, by: Viewer, reason: str = ""
) -> None:
    """Write down what was done to many subjects at once: one query. As `record_event` otherwise."""
    if by.as_known is not None:
        raise Refused("You are looking at an earlier day. Go back to today to change anything.")
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=clock.now(),
            actor_id=by.account_id,
            actor_name=by.name,
            verb=verb,
            subject=subject,
            partnership_id=subject.partnership_id,
            reason=reason,
            changes={name: [_plain(value) for value in pair] for name, pair in changes.items()},
        )
        for subject, changes in told
    )


def _plain(value: Any) -> Any:
    """A value as JSON can hold it: records by their number, decimals and dates as text."""
    if isinstance(value, Model):
        return value.pk
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return _encoder.default(value)


def keep_form(address: str, content: Mapping[str, Any], *, by: Viewer) -> None:
    """Keep what an account typed into the form of that address until it is sent. It is nobody else's to see."""
    if by.account_id is not None:
        KeptForm.objects.update_or_create(
            account_id=by.account_id,
            address=address,
            defaults={"content": dict(content), "kept_at": clock.now()},
        )


def forget_form(address: str, *, by: Viewer) -> None:
    """The form of that address was sent, or its author starts again."""
    if by.account_id is not None:
        KeptForm.objects.filter(account_id=by.account_id, address=address).delete()


def keep_rows(rows: Sequence[Model]) -> None:
    """Keep rows of one model as an export has them, keys and history and all. Only for an empty installation:
    what was done to them is in the events that come along, so none is added."""
    if rows:
        type(rows[0])._base_manager.bulk_create(rows)
