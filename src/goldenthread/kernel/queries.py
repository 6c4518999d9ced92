"""Named reads that every room shares."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import CharField, QuerySet, TextField

from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.kinds import all_kinds, kind_of
from goldenthread.kernel.models import AuditEvent, KeptForm, NamedRecord, Subject, Visibility
from goldenthread.kernel.viewer import Viewer

Record = TypeVar("Record", bound=NamedRecord)


def one(
    model: type[Record],
    subject_id: int,
    *,
    viewer: Viewer,
    related: tuple[str, ...] = (),
    partnership_id: int | None = None,
) -> Record:
    """The record of this subject with its related records, of that partnership where one is given.

    Raises NotFound if there is none or the viewer may not know of it.
    """
    visible: QuerySet[Record] = model._default_manager.visible_to(viewer)
    if partnership_id is not None:
        visible = visible.filter(subject__partnership_id=partnership_id)
    found = visible.select_related("subject", *related).filter(pk=subject_id).first()
    if found is None:
        raise NotFound(f"There is no {kind_of(model).label} here that you can see.")
    return found


def subject(subject_id: int, *, viewer: Viewer, partnership_id: int | None = None) -> Subject:
    """The subject of this number, whatever its kind, of that partnership where one is given.

    Raises NotFound if there is none or the viewer may not know of it.
    """
    found = Subject.objects.visible_to(viewer).filter(pk=subject_id).first()
    if found is None or partnership_id not in (None, found.partnership_id):
        raise NotFound("There is no such record here that you can see.")
    return found


def visible_ids(subject_ids: Iterable[int | None], *, viewer: Viewer) -> set[int]:
    """Those of these subjects that the viewer may know of."""
    wanted = [subject_id for subject_id in subject_ids if subject_id is not None]
    return set(Subject.objects.visible_to(viewer).filter(pk__in=wanted).values_list("pk", flat=True))


def to_publish(partnership_id: int) -> QuerySet[Subject]:
    """What the public does not see yet of a partnership, and may once its manager publishes it."""
    kinds = [kind.name for kind in all_kinds() if not kind.stays_inside]
    return Subject.objects.filter(
        partnership_id=partnership_id, visibility=Visibility.PARTNERSHIP, withdrawn_at=None, kind__in=kinds
    ).order_by("pk")


def history(subject_id: int, *, viewer: Viewer) -> QuerySet[AuditEvent]:
    """What was done to a subject, newest first. Only those inside its partnership may read it."""
    inside = Subject.objects.visible_to(viewer)
    if not viewer.everywhere:
        inside = inside.filter(partnership_id__in=viewer.partnership_ids)
    found = AuditEvent.objects.filter(subject__in=inside, subject_id=subject_id).select_related("basis")
    return found.filter(at__lte=viewer.as_known) if viewer.as_known else found


def words_before(event: AuditEvent) -> dict[str, str]:
    """What the words that an amendment changed were before it; {} for what is no amendment, or changed more than words.

    Days, choices and links to other records are changed again by hand: what they hang on may have moved on.
    """
    name, _, done = event.verb.partition(".")
    kind = next((kind for kind in all_kinds() if kind.name == name), None)
    if kind is None or done != "amended":
        return {}
    words = {
        field.name
        for field in kind.model._meta.get_fields()
        if isinstance(field, CharField | TextField) and not field.choices
    }
    if not event.changes or not event.changes.keys() <= words:
        return {}
    return {name: before or "" for name, (before, _) in event.changes.items()}


def amendment(event_id: int, *, subject_id: int, viewer: Viewer) -> AuditEvent:
    """One thing that was done to a record. Raises NotFound."""
    found = history(subject_id, viewer=viewer).filter(pk=event_id).first()
    if found is None:
        raise NotFound("There is no such change here that you can see.")
    return found


def version(subject_id: int) -> int:
    """The number of the last thing that was done to a subject: what a form that changes it was made from."""
    last = AuditEvent.objects.filter(subject_id=subject_id).order_by("-id").values_list("id", flat=True)
    return last.first() or 0


def latest_event(partnership_id: int) -> int:
    """The number of the last thing that was done in a partnership, 0 if nothing was."""
    last = (
        AuditEvent.objects.filter(partnership_id=partnership_id).order_by("-id").values_list("id", flat=True)
    )
    return last.first() or 0


def events_since(subject_id: int, version: int) -> QuerySet[AuditEvent]:
    """What was done to a subject after that version of it."""
    return AuditEvent.objects.filter(subject_id=subject_id, id__gt=version)


def kept_form(address: str, *, viewer: Viewer) -> KeptForm | None:
    """What this account typed into the form of that address and has not sent."""
    if viewer.account_id is None:
        return None
    return KeptForm.objects.filter(account_id=viewer.account_id, address=address).first()
