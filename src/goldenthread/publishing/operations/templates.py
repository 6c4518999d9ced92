"""A template arrives, the reader proposes what belongs where, and somebody confirms it."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.models import Visibility
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.rules import check_manage
from goldenthread.publishing.models import OutsideTemplate, Slot, TemplateVersion
from goldenthread.publishing.queries.known import eyes_of, known_measures
from goldenthread.publishing.rules import Chosen, check_chosen
from goldenthread.reading.files import DEFAULT_LIMIT, office_content
from goldenthread.reading.outside.proposing import layout_of, not_held, place_of, propose
from goldenthread.reading.outside.shapes import Layout, Proposal, What
from goldenthread.reading.rendering import FileKind

LONGEST = 2_000
"""Letters of a text beside a slot that are kept."""


def add_template(
    *,
    by: Viewer,
    partnership: Partnership,
    title: str,
    asked_by: str,
    path: Path,
    name: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> TemplateVersion:
    """Keep somebody's template and propose what belongs where in it. Returns its first version.

    Raises Unreadable, and then keeps nothing; Invalid without a title or who asks for it.
    """
    check_manage(by, partnership.pk)
    title, asked_by = _said(title=title, asked_by=asked_by)
    content = office_content(path, limit=limit)
    layout = layout_of(content)
    with transaction.atomic():
        template = kernel.create(
            OutsideTemplate,
            by=by,
            partnership_id=partnership.pk,
            visibility=Visibility.PARTNERSHIP,
            title=title,
            asked_by=asked_by,
        )
        return _keep(template, partnership, content, layout, name or path.name, by)


def add_version(
    *, by: Viewer, template: OutsideTemplate, path: Path, name: str | None = None, limit: int = DEFAULT_LIMIT
) -> TemplateVersion:
    """Keep a new file of a template beside the ones before. The same file again changes nothing.

    What was chosen for a place of the file before holds for the place with the same words. Raises Unreadable.
    """
    check_manage(by, _owner(template))
    content = office_content(path, limit=limit)
    layout = layout_of(content)
    with transaction.atomic():
        # One writer of a template at a time, so that versions are numbered one after the other.
        OutsideTemplate.objects.select_for_update().get(pk=template.pk)
        newest = template.versions.order_by("-number").first()
        if newest is not None and newest.sha256 == sha256(content).hexdigest():
            return newest
        partnership = Partnership.objects.select_related("place").get(pk=_owner(template))
        return _keep(template, partnership, content, layout, name or path.name, by, newest)


def amend_template(
    *, by: Viewer, template: OutsideTemplate, title: str, asked_by: str, as_of: int | None = None
) -> None:
    """Change what a template is called and who asks for it. Raises Invalid."""
    check_manage(by, _owner(template))
    title, asked_by = _said(title=title, asked_by=asked_by)
    kernel.amend(template, by=by, as_of=as_of, title=title, asked_by=asked_by)


def withdraw_template(*, by: Viewer, template: OutsideTemplate, reason: str) -> None:
    """Fill a template no more: nobody asks for it now. What was filled is kept. Raises Invalid without a reason."""
    check_manage(by, _owner(template))
    if not reason.strip():
        raise Invalid({"reason": "Say in a few words why."})
    kernel.withdraw(template.subject, by=by, reason=reason.strip())


@transaction.atomic
def set_slots(*, by: Viewer, version: TemplateVersion, chosen: Mapping[int, Chosen]) -> int:
    """Say what belongs in places of a template, by the number of the slot. Returns how many changed.

    Raises Invalid with the fields "what_12", "of_12" and "when_12", and then keeps nothing.
    """
    check_manage(by, _owner(version.template))
    wrong: dict[str, str] = {}
    changes: dict[str, list[str]] = {}
    there = {
        slot.pk: slot for slot in version.slots.select_related("measure", "series__place").order_by("pk")
    }
    for number, choice in chosen.items():
        slot = there.get(number)
        if slot is None:
            wrong[f"what_{number}"] = "This place is not in the template."
            continue
        try:
            check_chosen(choice)
        except Invalid as problem:
            wrong |= {f"{field}_{number}": sentence for field, sentence in problem.fields.items()}
            continue
        before = _in_words(slot)
        _set(slot, choice)
        if _in_words(slot) != before:
            slot.save(update_fields=["what", "measure", "series", "when", "label", "doubt"])
            changes[slot.where] = [before, _in_words(slot)]
    if wrong:
        raise Invalid(wrong)
    if changes:
        kernel.record_event(
            "outside_template.places_set", subject=version.template.subject, by=by, changes=changes
        )
    return len(changes)


@transaction.atomic
def confirm(*, by: Viewer, version: TemplateVersion) -> None:
    """From now on the template is filled as its slots say. Raises Invalid where nothing would be filled."""
    check_manage(by, _owner(version.template))
    if not version.slots.exclude(what="").exists():
        raise Invalid({"": "Nothing would be filled. Say for at least one place what belongs there."})
    if version.confirmed_at is None:
        event = kernel.record_event(
            "outside_template.confirmed",
            subject=version.template.subject,
            by=by,
            changes={"version": [None, version.number]},
        )
        version.confirmed_at = event.at
        version.save(update_fields=["confirmed_at"])


@transaction.atomic
def add_slot(
    *, by: Viewer, version: TemplateVersion, grid: str, row: int, column: int, chosen: Chosen
) -> Slot:
    """Point at one more cell of a template: of a sheet ("Sheet “Return”") or a table ("Table 2"), from 1.

    Raises Invalid where there is none, a formula stands there, or it is a slot already.
    """
    check_manage(by, _owner(version.template))
    check_chosen(chosen)
    found = place_of(layout_of(bytes(version.content)), grid, row, column)
    if found is None:
        raise Invalid({"cell": "There is no such cell in the template."})
    part, at, shows, fixed = found
    if fixed:
        raise Invalid({"cell": "A formula of theirs stands in this cell, which works itself out."})
    if version.slots.filter(part=part, at=at).exists():
        raise Invalid({"cell": "This cell is in the list already. Change it there."})
    where = (
        f"{grid}, cell {at}" if version.kind == FileKind.EXCEL.value else f"{grid}, row {row}, cell {column}"
    )
    slot = Slot(
        version=version,
        position=version.slots.count(),
        part=part,
        at=at,
        where=where,
        shows=shows[:LONGEST],
    )
    _set(slot, chosen)
    slot.save()
    kernel.record_event(
        "outside_template.places_set",
        subject=version.template.subject,
        by=by,
        changes={where: ["", _in_words(slot)]},
    )
    return slot


def _keep(
    template: OutsideTemplate,
    partnership: Partnership,
    content: bytes,
    layout: Layout,
    name: str,
    by: Viewer,
    before: TemplateVersion | None = None,
) -> TemplateVersion:
    """Keep a file with a slot for each place that waits."""
    known = known_measures(partnership, viewer=eyes_of(partnership.pk, by))
    number = before.number + 1 if before else 1
    event = kernel.record_event(
        "outside_template.version_added",
        subject=template.subject,
        by=by,
        changes={"version": [None, number], "file_name": [None, name]},
    )
    version = TemplateVersion.objects.create(
        template=template,
        number=number,
        file_name=name[:300],
        kind=layout.kind.value,
        sha256=sha256(content).hexdigest(),
        content=content,
        not_held=list(not_held(layout, known)),
        uploaded_at=event.at,
        uploaded_by=by.name,
    )
    decided = {_place(slot): slot for slot in before.slots.all()} if before else {}
    slots = [_slot(version, position, one) for position, one in enumerate(propose(layout, known))]
    for slot in slots:
        earlier = decided.get(_place(slot))
        if earlier is not None:
            for field in ("what", "measure_id", "series_id", "when", "label", "doubt"):
                setattr(slot, field, getattr(earlier, field))
    Slot.objects.bulk_create(slots)
    return version


def _place(slot: Slot) -> tuple[str, str, int]:
    return slot.where, slot.mark, slot.occurrence


def _slot(version: TemplateVersion, position: int, proposal: Proposal) -> Slot:
    what = str(proposal.what or "")
    if proposal.what is What.DATE and proposal.measure is None:
        what = Slot.What.TODAY
    return Slot(
        version=version,
        position=position,
        part=proposal.part,
        at=proposal.at,
        mark=proposal.mark,
        occurrence=proposal.occurrence,
        where=proposal.where[:LONGEST],
        shows=proposal.shows[:LONGEST],
        beside=proposal.beside[:LONGEST],
        what=what,
        when=str(proposal.when),
        label=proposal.label,
        measure_id=proposal.measure,
        series_id=proposal.series,
        doubt=proposal.doubt,
    )


def _set(slot: Slot, chosen: Chosen) -> None:
    slot.what = chosen.what
    slot.measure = chosen.measure
    slot.series = chosen.series
    slot.when = chosen.when
    slot.label = chosen.label.strip() if chosen.when == Slot.When.NAMED else ""
    slot.doubt = ""


def _in_words(slot: Slot) -> str:
    """What a slot is about, as the audit writes it."""
    if not slot.what:
        return "left as it is"
    of = f" of {slot.measure.code or slot.measure.title}" if slot.measure else ""
    part = f", {slot.series.place.name} {slot.series.category}".rstrip() if slot.series else ""
    when = slot.label or Slot.When(slot.when).label.lower()
    return f"{Slot.What(slot.what).label}{of}{part}, {when}"


def _said(**words: str) -> tuple[str, str]:
    """Words without ends. Raises Invalid for those that say nothing."""
    sentences = {"title": "Give the template a name.", "asked_by": "Say who asks for it."}
    missing = {name: sentences[name] for name, text in words.items() if not text.strip()}
    if missing:
        raise Invalid(missing)
    return words["title"].strip(), words["asked_by"].strip()


def _owner(template: OutsideTemplate) -> int:
    return template.subject.partnership_id or 0
