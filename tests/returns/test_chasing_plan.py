"""The plan of who is written to: never twice a day, never in quiet hours, and nothing late is forgotten."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.returns.chasing import Digest, Item, Policy, Reader, Rung, plan, steps_due
from goldenthread.returns.working_days import COUNTRIES, Quiet, is_working_day

OPENED, DUE = date(2009, 7, 1), date(2009, 7, 21)
ANN, BEN, ORG, LEAD = (Reader(f"{name}@x.example", name) for name in ("ann", "ben", "org", "lead"))
EVERYBODY = {Rung.ASKED: (ANN,), Rung.DEPUTY: (BEN,), Rung.ORGANISATION: (ORG,), Rung.THEME_LEAD: (LEAD,)}


def item(**more: Any) -> Item:
    said = {"id": 1, "partnership_id": 1, "opened_on": OPENED, "due_on": DUE, "readers": EVERYBODY}
    return Item(**(said | more))


def told(one: Item, day: date, policy: Policy = Policy()) -> list[tuple[str, str]]:  # noqa: B008
    return [(step.name, step.reader.name) for step in steps_due(one, policy, day)]


def after(one: Item, digests: list[Digest], day: date) -> Item:
    """The item once these mails have gone."""
    steps = {
        (step.item.turn, step.name, step.reader.address)
        for digest in digests
        for step in digest.steps
        if step.item.id == one.id
    }
    return replace(one, taken=one.taken | steps, since=one.since or (day if steps else None))


class Days:
    """A walk through time, hour by hour, with whoever is written to."""

    def __init__(self, items: list[Item], policies: dict[int, Policy]) -> None:
        self.items, self.policies = items, policies
        self.sent: list[tuple[datetime, Digest]] = []
        self.answered: set[int] = set()

    def walk(
        self,
        first: date,
        days: int,
        answers: dict[int, date] | None = None,
        hours: tuple[int, ...] = tuple(range(24)),
        moves: Collection[tuple[int, date, Reader]] = (),
    ) -> None:
        """`answers` come in the morning of a day; `moves` hand items over to somebody else at noon."""
        for day in (first + timedelta(days=n) for n in range(days)):
            self.answered |= {pk for pk, on in (answers or {}).items() if on == day}
            written: set[str] = set()
            for hour in hours:
                now = datetime.combine(day, time(hour, 30))
                if hour == 12:
                    for pk, _, reader in (move for move in moves if move[1] == day):
                        self.hand_over(pk, reader)
                waiting = [one for one in self.items if one.id not in self.answered]
                found = plan(waiting, self.policies, now=now, written_today=frozenset(written))
                self.sent += [(now, digest) for digest in found]
                written |= {digest.reader.address for digest in found}
                self.items = [after(one, found, day) for one in self.items]

    def hand_over(self, pk: int, reader: Reader) -> None:
        self.items = [
            replace(one, readers=one.readers | {Rung.ASKED: (reader,)}) if one.id == pk else one
            for one in self.items
        ]


class TestSteps:
    def test_what_is_not_open_is_asked_of_nobody(self) -> None:
        assert told(item(), OPENED - timedelta(days=1)) == []

    def test_the_day_it_opens_it_is_asked(self) -> None:
        assert told(item(), OPENED) == [("asked", "ann")]

    def test_each_rung_in_its_turn_over_the_days(self) -> None:
        walk = Days([item()], {1: Policy()})
        walk.walk(OPENED, 60)
        heard = [
            (now.date(), step.name, step.reader.name) for now, digest in walk.sent for step in digest.steps
        ]
        assert heard == [
            (date(2009, 7, 1), "asked", "ann"),
            (date(2009, 7, 14), "before 7", "ann"),
            (date(2009, 7, 20), "before 2", "ann"),  # the 19th is a Sunday
            (date(2009, 7, 21), "due", "ann"),
            (date(2009, 7, 24), "after 3", "ann"),
            (date(2009, 7, 24), "deputy", "ben"),
            (date(2009, 7, 28), "after 7", "ann"),
            (date(2009, 7, 28), "organisation", "org"),
            (date(2009, 8, 4), "after 14", "ann"),
            (date(2009, 8, 4), "theme lead", "lead"),
        ]

    def test_a_clock_that_stood_still_sends_one_mail_for_all_that_it_missed(self) -> None:
        found = plan([item()], {1: Policy()}, now=datetime(2009, 8, 20, 10))
        assert Counter(digest.reader.name for digest in found) == Counter(["ann", "ben", "lead", "org"])
        assert [step.name for digest in found for step in digest.steps if digest.reader == ANN] == [
            "asked", "before 7", "before 2", "due", "after 3", "after 7", "after 14",
        ]  # fmt: skip
        walk = Days([after(item(), found, date(2009, 8, 20))], {1: Policy()})
        walk.walk(date(2009, 8, 20), 30)
        assert walk.sent == []

    def test_a_rung_with_nobody_goes_to_the_next_one_up(self) -> None:
        late = DUE + timedelta(days=3)
        alone = item(readers={Rung.THEME_LEAD: (LEAD,)})
        assert told(alone, late) == [("deputy", "lead")]
        assert told(item(readers={Rung.ASKED: (ANN,)}), late)[-1] == ("after 3", "ann")

    def test_who_takes_over_hears_of_it(self) -> None:
        asked = after(item(), plan([item()], {1: Policy()}, now=datetime(2009, 7, 1, 10)), OPENED)
        assert told(asked, OPENED) == []
        assert told(replace(asked, readers=EVERYBODY | {Rung.ASKED: (BEN,)}), OPENED) == [("asked", "ben")]

    def test_what_was_sent_back_begins_anew_and_has_a_week(self) -> None:
        back = item(turn=1, taken=frozenset({(0, "asked", ANN.address)}))
        late = DUE + timedelta(days=10)
        assert told(back, late) == [("asked", "ann"), ("before 7", "ann")]
        again = after(back, plan([back], {1: Policy()}, now=datetime.combine(late, time(10))), late)
        assert told(again, late + timedelta(days=4)) == []
        assert told(again, late + timedelta(days=5)) == [("before 2", "ann")]
        assert ("deputy", "ben") in told(again, late + timedelta(days=10))


def test_two_items_of_two_partnerships_are_one_mail() -> None:
    both = [item(), item(id=2, partnership_id=2)]
    found = plan(both, {1: Policy(), 2: Policy()}, now=datetime(2009, 7, 1, 10))
    assert [(digest.reader, len(digest.steps), len(digest.owed)) for digest in found] == [(ANN, 2, 2)]


def test_a_day_off_in_one_of_two_countries_holds_the_mail_back() -> None:
    scottish = Policy(quiet=Quiet("SCT"))
    both = [item(), item(id=2, partnership_id=2)]
    day_off = datetime(2009, 8, 3, 10)  # Scotland's summer bank holiday
    assert "ann" not in {one.reader.name for one in plan(both, {1: Policy(), 2: scottish}, now=day_off)}
    assert "ann" in {one.reader.name for one in plan(both, {1: Policy(), 2: Policy()}, now=day_off)}


def test_what_else_is_owed_stands_in_the_mail_but_makes_none() -> None:
    old = item(taken=frozenset({(0, "asked", ANN.address)}))
    new = item(id=2, opened_on=date(2009, 7, 2))
    assert plan([old], {1: Policy()}, now=datetime(2009, 7, 2, 10)) == []
    (found,) = plan([old, new], {1: Policy()}, now=datetime(2009, 7, 2, 10))
    assert [step.item.id for step in found.steps] == [2]
    assert [one.id for one in found.owed] == [1, 2]


def test_what_comes_up_after_the_mail_of_the_day_waits_for_the_next() -> None:
    walk = Days([item(), item(id=2, readers={Rung.ASKED: (BEN,)})], {1: Policy()})
    walk.walk(OPENED, 3, moves=[(2, OPENED, ANN)])
    heard = [(now, digest.reader.name, [step.item.id for step in digest.steps]) for now, digest in walk.sent]
    assert heard == [
        (datetime(2009, 7, 1, 8, 30), "ann", [1]),
        (datetime(2009, 7, 1, 8, 30), "ben", [2]),
        (datetime(2009, 7, 2, 8, 30), "ann", [2]),
    ]


addresses = st.sampled_from([Reader(f"{name}@x.example", name) for name in "abcd"])
rungs = st.fixed_dictionaries(
    {}, optional={rung: st.tuples(addresses) for rung in (Rung.ASKED, Rung.DEPUTY, Rung.ORGANISATION)}
).map(lambda some: some | {Rung.THEME_LEAD: (LEAD,)})
policies = st.builds(
    Policy,
    st.lists(st.integers(1, 20), max_size=3, unique=True).map(tuple),
    st.lists(st.integers(1, 20), max_size=3, unique=True).map(tuple),
    st.integers(1, 10),
    st.integers(1, 20),
    st.integers(1, 30),
    st.builds(
        Quiet, st.sampled_from(sorted(COUNTRIES)), st.times(time(15), time(22)), st.times(time(5), time(10))
    ),
)
items = st.lists(
    st.builds(
        lambda partnership_id, opens, lasts, readers: item(
            partnership_id=partnership_id,
            opened_on=OPENED + timedelta(days=opens),
            due_on=OPENED + timedelta(days=opens + lasts),
            readers=readers,
        ),
        st.integers(1, 3),
        st.integers(0, 15),
        st.integers(0, 20),
        rungs,
    ),
    min_size=1,
    max_size=5,
).map(lambda found: [replace(one, id=number) for number, one in enumerate(found)])


@settings(max_examples=100, deadline=None)
@given(
    items,
    st.fixed_dictionaries({1: policies, 2: policies, 3: policies}),
    st.dictionaries(
        st.integers(0, 4), st.integers(0, 60).map(lambda days: OPENED + timedelta(days=days)), max_size=3
    ),
    st.lists(
        st.tuples(
            st.integers(0, 4), st.integers(0, 10).map(lambda days: OPENED + timedelta(days=days)), addresses
        ),
        min_size=4,
        max_size=20,
    ),
)
def test_whatever_is_asked(
    found: list[Item],
    how: dict[int, Policy],
    answers: dict[int, date],
    moves: list[tuple[int, date, Reader]],
) -> None:
    walk = Days(found, how)
    walk.walk(OPENED, 90, answers, hours=(4, 9, 12, 14, 16, 21), moves=moves)

    days = Counter((now.date(), digest.reader.address) for now, digest in walk.sent)
    assert set(days.values()) <= {1}, "never two mails a day to an address"
    for now, digest in walk.sent:
        for step in digest.steps:
            quiet = how[step.item.partnership_id].quiet
            assert is_working_day(now.date(), quiet.country), "none on a day off"
            assert quiet.ends <= now.time() < quiet.begins, "none in quiet hours"
            answered = answers.get(step.item.id)
            assert answered is None or now.date() < answered, "nothing that is answered is chased"
        assert not {one.id for one in digest.owed} & {pk for pk, on in answers.items() if on <= now.date()}
    escalated = {step.item.id for _, digest in walk.sent for step in digest.steps if step.rung > Rung.ASKED}
    late = {one.id for one in found if one.id not in answers}
    assert late <= escalated, "whatever stays late is told to somebody else"
    steps = Counter(
        (step.item.id, step.item.turn, step.name, step.reader.address)
        for _, digest in walk.sent
        for step in digest.steps
    )
    assert set(steps.values()) <= {1}, "no step is taken twice"
