"""A template is filled for a period, and somebody notes that it was sent."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import PurePath

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.operations import period_named
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.rules import check_manage
from goldenthread.press.filling import filled
from goldenthread.press.shapes import CannotFill, Filling
from goldenthread.publishing.models import FilledCopy, OutsideTemplate, Said, Sending, Slot
from goldenthread.publishing.queries import answers, confirmed_version, slots
from goldenthread.publishing.queries.answers import Answer
from goldenthread.publishing.rules import check_confirmed
from goldenthread.reckoning.periods import span

MOST_DIGITS = 17
"""Whole digits of a number that can be kept beside its words."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a partnership's templates: the copies, and for each that could not be filled why."""

    copies: tuple[FilledCopy, ...]
    refused: tuple[tuple[str, str], ...]


@transaction.atomic
def fill(*, by: Viewer, template: OutsideTemplate, period: str) -> FilledCopy:
    """Fill a template for a period ("2009/10 Q2") with what was accepted. Returns the copy.

    Where nothing changed since the copy filled last for that period, that one is returned. Raises Invalid for what
    is no period, Refused until its places were confirmed and where the file cannot be filled.
    """
    partnership_id = template.subject.partnership_id or 0
    check_manage(by, partnership_id)
    if template.subject.withdrawn_at is not None:
        raise Refused("This template is not filled any more.")
    period = period.strip()
    if not period or len(period) > 60:
        raise Invalid({"period": "Say for which period, like 2009/10 Q2."})
    days = span(period)
    if days is not None and days[0] > clock.today():
        raise Invalid({"period": f"{period} has not begun yet."})
    # One filling of a template at a time, so that two do not make the same copy.
    OutsideTemplate.objects.select_for_update().get(pk=template.pk)
    version = check_confirmed(confirmed_version(template))
    partnership = Partnership.objects.select_related("place").get(pk=partnership_id)
    told = answers(slots(version), partnership=partnership, period=period, viewer=by)
    last = (
        FilledCopy.objects.filter(version=version, period__label=period).order_by("-filled_at", "-pk").first()
    )
    said = [_said(slot, answer) for slot, answer in told]
    if last is not None and _same(list(last.said.all()), said):
        return last
    content = _written(bytes(version.content), told)
    event = kernel.record_event(
        "outside_template.filled",
        subject=template.subject,
        by=by,
        changes={"period": [None, period], "version": [None, version.number]},
    )
    copy = FilledCopy.objects.create(
        version=version,
        period=period_named(period),
        file_name=_file_name(version.file_name, period),
        sha256=sha256(content).hexdigest(),
        content=content,
        filled_at=event.at,
        filled_by=by.name,
    )
    for one in said:
        one.copy = copy
    Said.objects.bulk_create(said)
    return copy


def fill_all(*, by: Viewer, partnership_id: int, period_label: str) -> Outcome:
    """Fill every template of a partnership whose places were confirmed, as at the end of a round.

    One that cannot be filled does not hold up the others. Raises Invalid for what is no period, NotAllowed.
    """
    check_manage(by, partnership_id)
    copies: list[FilledCopy] = []
    refused: list[tuple[str, str]] = []
    found = OutsideTemplate.objects.of(partnership_id).filter(subject__withdrawn_at=None)
    for template in found.select_related("subject").order_by("pk"):
        if confirmed_version(template) is None:
            continue
        try:
            copies.append(fill(by=by, template=template, period=period_label))
        except Invalid:
            raise
        except Refused as problem:
            refused.append((template.title, str(problem)))
    return Outcome(tuple(copies), tuple(refused))


@transaction.atomic
def mark_sent(*, by: Viewer, copy: FilledCopy, sent_to: str, sent_on: date | None = None) -> Sending:
    """Note that a filled copy was sent: to whom, and when (today unless said). Raises Invalid."""
    template = copy.version.template
    check_manage(by, template.subject.partnership_id or 0)
    sent_on = sent_on or clock.today()
    wrong = {}
    if not sent_to.strip():
        wrong["sent_to"] = "Say to whom it was sent."
    if sent_on > clock.today():
        wrong["sent_on"] = "This day has not come yet. Note it once it is sent."
    if wrong:
        raise Invalid(wrong)
    event = kernel.record_event(
        "outside_template.sent",
        subject=template.subject,
        by=by,
        changes={"sent_to": [None, sent_to.strip()], "period": [None, copy.period.label]},
    )
    return Sending.objects.create(
        copy=copy, sent_on=sent_on, sent_to=sent_to.strip(), noted_at=event.at, noted_by=by.name
    )


def _written(content: bytes, told: list[tuple[Slot, Answer]]) -> bytes:
    fillings = [
        Filling(
            slot.part,
            slot.at,
            answer.words,
            answer.number,
            answer.percent,
            answer.day,
            slot.mark,
            slot.occurrence,
        )
        for slot, answer in told
        if not answer.left
    ]
    try:
        return filled(content, fillings)
    except CannotFill as problem:
        raise Refused(str(problem)) from None


def _said(slot: Slot, answer: Answer) -> Said:
    fits = answer.number is not None and answer.number.adjusted() < MOST_DIGITS
    return Said(
        slot=slot,
        what=slot.what,
        where=slot.where,
        words=answer.words,
        number=answer.number if fits else None,
        gap=answer.gap,
        left=answer.left,
        period=answer.period[:60],
        came_from=answer.came_from,
        measure=slot.measure,
        observation=answer.observation,
        target=answer.target,
        baseline=answer.baseline,
    )


_SAME = (
    "words",
    "number",
    "gap",
    "left",
    "period",
    "came_from",
    "observation_id",
    "target_id",
    "baseline_id",
)


def _same(before: list[Said], after: list[Said]) -> bool:
    """Whether two copies say the same from the same figures."""

    def of(those: list[Said]) -> dict[int, tuple[object, ...]]:
        return {one.slot_id: (one.what, *(getattr(one, name) for name in _SAME)) for one in those}

    return of(before) == of(after)


def _file_name(name: str, period: str) -> str:
    """What a filled copy is called: the template's own name with the period."""
    path = PurePath(name)
    written = period.replace("/", "-").replace(" ", "-")
    return f"{path.stem[:200]}-{written}{path.suffix}"
