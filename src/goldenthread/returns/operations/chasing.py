"""Writing to people about what they are asked for: one mail a day at most, and every step kept."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.kernel import clock
from goldenthread.kernel.outbox.operations import post
from goldenthread.kernel.outbox.slots import Slot
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Person
from goldenthread.partnership.operations import invite_to
from goldenthread.returns.chasing import Digest as Planned
from goldenthread.returns.chasing import Item, Rung, due_day, plan
from goldenthread.returns.letters import Line, Part, text_of, title_of
from goldenthread.returns.models import Chase, Digest, Return, Round
from goldenthread.returns.operations.rounds import link_ends
from goldenthread.returns.queries.chasing import Waiting, waiting, written_on
from goldenthread.returns.rules import UNANSWERED, name_of

SHORTEST_LINK: Final = timedelta(days=30)
"""For how long a link opens its page at least, counted from the mail that it stands in."""

_TOLD_AS: Final = {
    Rung.ASKED: "",
    Rung.DEPUTY: "deputy",
    Rung.ORGANISATION: "organisation",
    Rung.THEME_LEAD: "theme lead",
}


def chase(*, by: Viewer) -> int:
    """Write to whoever is to be written to at this moment. Returns to how many.

    Safe to call again at any time and beside another clock: nobody gets a second mail on a day.
    """
    now = timezone.localtime(clock.now())
    found = waiting()
    digests = plan(found.items, found.policies, now=now, written_today=written_on(now.date()))
    return sum(_write(digest, found, now, by=by) for digest in digests)


def _write(digest: Planned, found: Waiting, now: datetime, *, by: Viewer) -> bool:
    """Write one mail down with the steps that it takes. False where somebody answered, or another clock was faster."""
    numbers = {step.item.id for step in digest.steps} | {item.id for item in digest.owed}
    try:
        with transaction.atomic():
            still = Return.objects.select_for_update().filter(pk__in=numbers, state__in=UNANSWERED)
            if set(still.values_list("pk", flat=True)) != numbers:
                return False
            _post(digest, found, now, by=by)
    except IntegrityError:
        if digest.reader.address in written_on(now.date()):
            return False
        raise
    return True


def _post(digest: Planned, found: Waiting, now: datetime, *, by: Viewer) -> None:
    letter = _Letter(found, now.date())
    for item in digest.owed:
        letter.add(item, Rung.ASKED, digest.reader.address, by=by)
    # Two steps up the ladder at once are one line.
    late = {step.item.id: step.item for step in digest.steps if step.rung is not Rung.ASKED}
    for item in late.values():
        letter.add(item, _standing_on(item, digest.reader.address), digest.reader.address, by=by)
    partnerships = letter.partnership_ids
    message = post(
        to=digest.reader.address,
        name=digest.reader.name,
        title=title_of(letter.parts(), now.date()),
        text=text_of(digest.reader.name, letter.parts(), now.date()),
        links=letter.links,
        purpose=_purpose(digest),
        partnership_id=partnerships[0] if len(partnerships) == 1 else None,
        about=letter.rounds[0].subject if len(letter.rounds) == 1 else None,
        person_id=digest.reader.person_id,
        account_id=digest.reader.account_id,
        expires_at=min(_evening(now, found, one) for one in partnerships),
    )
    kept = Digest.objects.create(address=digest.reader.address, day=now.date(), message=message)
    Chase.objects.bulk_create(
        Chase(asked_id=step.item.id, digest=kept, turn=step.item.turn, rung=step.rung, step=step.name)
        for step in digest.steps
    )


def _standing_on(item: Item, address: str) -> Rung:
    """The rung that an address stands on: a step may have gone up to it from a rung with nobody."""
    return next(rung for rung, readers in item.readers.items() if address in {one.address for one in readers})


def _purpose(digest: Planned) -> str:
    if all(step.rung is not Rung.ASKED for step in digest.steps):
        return "others are late"
    return "asking for answers" if any(step.name == "asked" for step in digest.steps) else "reminder"


def _evening(now: datetime, found: Waiting, partnership_id: int) -> datetime:
    """When quiet hours begin: a mail that has not gone by then goes on another day."""
    return timezone.make_aware(datetime.combine(now.date(), found.policies[partnership_id].quiet.begins))


@dataclass(slots=True)
class _Letter:
    """A mail as it is put together: a part for each round and for what its reader is to it, with its link."""

    found: Waiting
    today: date
    rounds: list[Round] = field(default_factory=list)
    links: list[Slot] = field(default_factory=list)
    partnership_ids: list[int] = field(default_factory=list)
    _lines: defaultdict[tuple[int, Rung], list[Line]] = field(default_factory=lambda: defaultdict(list))
    _places: dict[tuple[int, Rung], int] = field(default_factory=dict)

    def add(self, item: Item, rung: Rung, address: str, *, by: Viewer) -> None:
        """One more line, and the link of its part where this is the first."""
        asked = self.found.returns[item.id]
        key = (asked.round_id, rung)
        if key not in self._places:
            self._places[key] = self._link(asked.round, item, rung, address, by=by)
        if asked.round not in self.rounds:
            self.rounds.append(asked.round)
        if item.partnership_id not in self.partnership_ids:
            self.partnership_ids.append(item.partnership_id)
        who = item.readers.get(Rung.ASKED, ())
        self._lines[key].append(
            Line(
                what=name_of(asked),
                due_on=due_day(item, self.today),
                who=", ".join(reader.name for reader in who),
                to_change=asked.to_change if rung is Rung.ASKED else "",
            )
        )

    def _link(self, asked_in: Round, item: Item, rung: Rung, address: str, *, by: Viewer) -> int:
        """The place of the link among those of the mail, 0 for none."""
        if rung is Rung.ORGANISATION:
            return 0
        if rung is Rung.THEME_LEAD:
            self.links.append(("round", asked_in.pk))
            return len(self.links)
        reader = next(one for one in item.readers[rung] if one.address == address)
        person = Person.objects.get(pk=reader.person_id)
        ends = max(link_ends(asked_in), clock.now() + SHORTEST_LINK)
        invitation = invite_to(by=by, about=asked_in.subject, person=person, expires_at=ends)
        self.links.append(("answer", invitation.pk))
        return len(self.links)

    def parts(self) -> list[Part]:
        """The parts of the mail, in the order in which they were begun."""
        titled = {one.pk: one for one in self.rounds}
        return [
            Part(
                partnership=self.found.partnerships[titled[round_id].subject.partnership_id or 0].name,
                round=titled[round_id].title,
                lines=tuple(lines),
                link=self._places[round_id, rung],
                told_as=_TOLD_AS[rung],
            )
            for (round_id, rung), lines in self._lines.items()
        ]
