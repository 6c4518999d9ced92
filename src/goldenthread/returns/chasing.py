"""Who is written to today about which returns: a plan, made of plain data. Pure: no Django, no clock, no words.

An item is asked of somebody when its round opens, and of them again some days before it is due, on the day, and some
days after. When it is late, others are told one after the other: the deputy, the lead organisation, the theme lead.
All that one address is to hear goes into one mail, and no address gets a second one on the same day.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Final

from goldenthread.returns.working_days import Quiet

GRACE: Final = timedelta(days=7)
"""How long somebody has for an item that was sent back, or asked for again, after the round was due."""


class Rung(IntEnum):
    """Who hears of an item, from the one who is asked up."""

    ASKED = 0
    DEPUTY = 1
    ORGANISATION = 2
    THEME_LEAD = 3


@dataclass(frozen=True, slots=True)
class Policy:
    """How a partnership chases. Days count from the due day: `before` it, `after` it, and when each rung is told."""

    before: tuple[int, ...] = (7, 2)
    after: tuple[int, ...] = (3, 7, 14)
    deputy_after: int = 3
    organisation_after: int = 7
    theme_lead_after: int = 14
    quiet: Quiet = field(default_factory=Quiet)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can be written to. `address` is in small letters: it tells one reader from another."""

    address: str
    name: str
    person_id: int | None = None
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A return that somebody is waited for.

    `turn` counts the answers that were sent for it: each begins anew. `since` is the day on which the turn's first mail
    went, None for none yet. `readers` has who can be written to on each rung; `taken` the steps that were taken
    (turn, step, address).
    """

    id: int
    partnership_id: int
    opened_on: date
    due_on: date
    readers: dict[Rung, tuple[Reader, ...]]
    turn: int = 0
    since: date | None = None
    taken: frozenset[tuple[int, str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to tell one reader about one item. `name` says which: "asked", "before 7", "due", "deputy"…"""

    item: Item
    rung: Rung
    name: str
    reader: Reader


@dataclass(frozen=True, slots=True)
class Digest:
    """One mail: the steps that it takes, and whatever else its reader is asked for (`owed`)."""

    reader: Reader
    steps: tuple[Step, ...]
    owed: tuple[Item, ...]


def due_day(item: Item, today: date) -> date:
    """When an item is due: with its round, or, where it is asked for again, some days after that."""
    if item.turn == 0:
        return item.due_on
    return max(item.due_on, (item.since or today) + GRACE)


def steps_due(item: Item, policy: Policy, today: date) -> list[Step]:
    """The steps of an item whose day has come and that were not taken."""
    due = due_day(item, today)
    found: list[Step] = []
    for name, rung, day in _ladder(item, policy, due, today):
        if day <= today:
            found += [
                Step(item, rung, name, reader)
                for reader in _readers(item, rung)
                if (item.turn, name, reader.address) not in item.taken
            ]
    return found


def _ladder(item: Item, policy: Policy, due: date, today: date) -> list[tuple[str, Rung, date]]:
    """Every step that an item can have: its name, its rung and its day."""
    begins = item.opened_on if item.turn == 0 else item.since or today
    steps = [("asked", Rung.ASKED, begins)]
    steps += [(f"before {days}", Rung.ASKED, due - timedelta(days=days)) for days in policy.before]
    steps.append(("due", Rung.ASKED, due))
    steps += [(f"after {days}", Rung.ASKED, due + timedelta(days=days)) for days in policy.after]
    steps.append(("deputy", Rung.DEPUTY, due + timedelta(days=policy.deputy_after)))
    steps.append(("organisation", Rung.ORGANISATION, due + timedelta(days=policy.organisation_after)))
    steps.append(("theme lead", Rung.THEME_LEAD, due + timedelta(days=policy.theme_lead_after)))
    return [(name, rung, max(day, begins)) for name, rung, day in steps]


def _readers(item: Item, rung: Rung) -> tuple[Reader, ...]:
    """Whom a step tells: its own rung, or, where nobody there can be written to, the next one up that has somebody.

    Only who is asked is asked: nobody else gets the reminders instead.
    """
    if rung is Rung.ASKED:
        return item.readers.get(rung, ())
    return next((item.readers[up] for up in Rung if up >= rung and item.readers.get(up)), ())


def plan(
    items: Iterable[Item],
    policies: dict[int, Policy],
    *,
    now: datetime,
    written_today: frozenset[str] = frozenset(),
) -> list[Digest]:
    """The mails that go out at this moment (in local time), by address.

    `written_today` are the addresses that had their mail of the day. Whoever is asked by several partnerships is
    written to only where none of them has its quiet hours or a day off.
    """
    today = now.date()
    steps: defaultdict[str, list[Step]] = defaultdict(list)
    owed: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        for reader in item.readers.get(Rung.ASKED, ()):
            if item.opened_on <= today:
                owed[reader.address].append(item)
        for step in steps_due(item, policies[item.partnership_id], today):
            steps[step.reader.address].append(step)
    digests = []
    for address in sorted(steps.keys() - written_today):
        told = {step.item.partnership_id for step in steps[address]}
        told |= {item.partnership_id for item in owed[address]}
        if all(policies[partnership_id].quiet.is_over(now) for partnership_id in told):
            digests.append(Digest(steps[address][0].reader, tuple(steps[address]), tuple(owed[address])))
    return digests
