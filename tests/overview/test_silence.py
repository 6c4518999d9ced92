"""Who is silent: who owes, never answers, left; measures nobody leads; how timely figures come; who sees whom."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.kernel import clock
from goldenthread.kernel.errors import NotAllowed, NotFound
from goldenthread.kernel.viewer import CLOCK, COMMAND_LINE, PUBLIC, Viewer
from goldenthread.measures.models import Involvement, Measure
from goldenthread.measures.operations import set_involvements
from goldenthread.overview import queries
from goldenthread.overview.queries.timely import scores
from goldenthread.overview.shapes.silence import SilentPerson
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Organisation, Partnership, Person, Role
from goldenthread.reckoning.timeliness import Timeliness
from goldenthread.returns import operations
from goldenthread.returns.models import Round
from goldenthread.returns.operations import Said, period_dated
from goldenthread.strategy.models import Theme
from tests import factories
from tests.overview.record import give, loaded, measure_coded, on
from tests.returns import asked

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 8, 1)):
        yield


@pytest.fixture
def place() -> Partnership:
    return loaded(measures=2)


@pytest.fixture
def ann(place: Partnership) -> Person:
    return asked.person(place)


def _rounds(of: Partnership) -> list[Round]:
    """Two rounds that are past due, made and opened by the clock."""
    made = [
        operations.make_round(
            by=COMMAND_LINE,
            partnership=of,
            frequency="quarterly",
            period=period_dated(label, first, last),
            opens_on=last,
            due_on=due,
            asks=["measure"],
        )
        for label, first, last, due in (
            ("2008/09 Q4", date(2009, 1, 1), date(2009, 3, 31), date(2009, 4, 21)),
            ("2009/10 Q1", date(2009, 4, 1), date(2009, 6, 30), date(2009, 7, 21)),
        )
    ]
    operations.tick(by=CLOCK)
    return [Round.objects.select_related("subject", "period").get(pk=one.pk) for one in made]


def _answer(asked_in: Round, who: Person) -> None:
    operations.submit(
        by=asked.invited(asked_in, who), asked=asked.first(asked_in), said=Said(nothing_because="Not yet in")
    )


def _people(of: Partnership, viewer: Viewer = COMMAND_LINE, **how: str) -> tuple[SilentPerson, ...]:
    return queries.silent(of.code, viewer=viewer, **how).people


def _council(of: Partnership, name: str = "Town Council") -> Organisation:
    return partnerships.add_organisation(by=COMMAND_LINE, partnership_id=of.pk, name=name)


def _holds(person: Person, of: Partnership, where: Organisation, title: str) -> None:
    post = partnerships.add_post(by=COMMAND_LINE, partnership_id=of.pk, title=title, organisation=where)
    partnerships.hold_post(by=COMMAND_LINE, post=post, person=person)


# Who is silent


def test_who_never_answered_is_told_with_what_they_owe_and_since_when(
    place: Partnership, ann: Person
) -> None:
    asked.led(place, ann)
    first, second = _rounds(place)

    (one,) = _people(place)

    assert (one.name, one.never, one.missed, one.silent, one.last_answer) == ("Ann Lead", True, 2, True, None)
    assert (one.owes, one.since, one.has) == (4, date(2009, 4, 21), 2)
    assert [(owed.round.id, owed.due_on) for owed in one.owed] == [
        (first.pk, date(2009, 4, 21)),
        (first.pk, date(2009, 4, 21)),
        (second.pk, date(2009, 7, 21)),
    ]


def test_who_answered_part_of_the_last_round_owes_the_rest_and_is_not_silent(
    place: Partnership, ann: Person
) -> None:
    asked.led(place, ann)
    _, second = _rounds(place)
    _answer(second, ann)

    (one,) = _people(place)

    assert (one.never, one.missed, one.silent, one.owes) == (False, 0, False, 3)
    assert one.last_answer == clock.now()


def test_a_deputys_answer_counts_and_a_managers_does_not(place: Partnership, ann: Person) -> None:
    asked.led(place, ann)
    first, second = _rounds(place)
    operations.submit(
        by=COMMAND_LINE, asked=asked.first(second), said=Said(nothing_because="Given on the telephone")
    )
    assert [(one.never, one.missed) for one in _people(place)] == [(True, 2)]

    deputy = operations.hand_on(
        by=asked.invited(first, ann), asked=[asked.first(first)], name="Dee", email="dee@council.example"
    )
    _answer(first, deputy)

    told = {one.name: (one.never, one.missed) for one in _people(place)}
    assert told["Ann Lead"] == (False, 1)


def test_who_answers_everything_in_time_is_not_on_the_list(place: Partnership, ann: Person) -> None:
    asked.led(place, ann)
    made = asked.round_of(place)
    with clock.standing_at(on(2009, 7, 10)):
        operations.tick(by=CLOCK)
        for one in made.returns.select_related("round__subject", "round__period", "subject", "series"):
            operations.submit(by=asked.invited(made, ann), asked=one, said=Said(nothing_because="Not yet in"))

    assert _people(place) == ()


def test_a_round_that_is_not_due_makes_nobody_silent(place: Partnership, ann: Person) -> None:
    asked.led(place, ann)
    asked.round_of(place)
    with clock.standing_at(on(2009, 7, 21)):
        operations.tick(by=CLOCK)
        assert _people(place) == ()
    with clock.standing_at(on(2009, 7, 22)):
        assert [(one.never, one.owes) for one in _people(place)] == [(True, 2)]


def test_closing_the_rounds_does_not_end_the_silence(place: Partnership, ann: Person) -> None:
    asked.led(place, ann)
    for made in _rounds(place):
        operations.close_round(by=COMMAND_LINE, asked_in=made)

    assert [(one.never, one.missed, one.owes, one.owed) for one in _people(place)] == [(True, 2, 0, ())]
    assert queries.silent(place.code, viewer=COMMAND_LINE).counts["waiting"] == 0


def test_who_left_and_still_leads_stands_first(place: Partnership, ann: Person) -> None:
    bob = asked.person(place, "Bob Gone")
    asked.led(place, ann)
    _rounds(place)
    set_involvements(
        measure_coded("NI 1", place), Involvement.Part.LEAD_PERSON, [("Bob", bob)], by=COMMAND_LINE
    )
    partnerships.amend_person(by=COMMAND_LINE, person=bob, left_on=date(2009, 7, 31))

    found = _people(place)

    assert [(one.name, one.left_on, one.has) for one in found] == [
        ("Bob Gone", date(2009, 7, 31), 1),
        ("Ann Lead", None, 1),
    ]
    assert [one.name for one in _people(place, why="left")] == ["Bob Gone"]
    assert [one.name for one in _people(place, why="never")] == ["Ann Lead"]
    assert queries.silent(place.code, viewer=COMMAND_LINE).counts == {
        "left": 1,
        "never": 1,
        "missed": 1,
        "waiting": 1,
    }


def test_who_left_and_has_nothing_is_not_silent(place: Partnership, ann: Person) -> None:
    partnerships.amend_person(by=COMMAND_LINE, person=ann, left_on=date(2009, 7, 31))

    assert _people(place) == ()


def test_who_takes_over_has_two_weeks_before_it_counts(place: Partnership, ann: Person) -> None:
    asked.led(place, ann)
    _rounds(place)
    bob = asked.person(place, "Bob Next")
    operations.hand_over(by=COMMAND_LINE, person=ann, successor=bob, reason="A new job")

    assert [(one.name, one.never, one.missed, one.owes) for one in _people(place)] == [
        ("Bob Next", False, 0, 4)
    ]
    with clock.standing_at(on(2009, 8, 15)):
        assert [one.never for one in _people(place)] == [False]
    with clock.standing_at(on(2009, 8, 16)):
        assert [(one.never, one.missed) for one in _people(place)] == [(True, 2)]


# Measures that nobody leads


def test_a_measure_without_a_living_owner_says_why(place: Partnership, ann: Person) -> None:
    council = _council(place)
    clerk = partnerships.add_post(
        by=COMMAND_LINE, partnership_id=place.pk, title="Town clerk", organisation=council
    )
    one, two = asked.led(place, ann)
    assert queries.silent(place.code, viewer=COMMAND_LINE, show="measures").measures == ()
    set_involvements(two, Involvement.Part.LEAD_PERSON, [("Town clerk", clerk)], by=COMMAND_LINE)
    partnerships.amend_person(by=COMMAND_LINE, person=ann, left_on=date(2009, 7, 31))

    shown = queries.silent(place.code, viewer=COMMAND_LINE, show="measures")

    assert [(orphan.id, orphan.why) for orphan in shown.measures] == [
        (one.pk, "Ann Lead left on 31/07/2009"),
        (two.pk, "Nobody holds the post Town clerk"),
    ]
    holding = partnerships.hold_post(by=COMMAND_LINE, post=clerk, person=asked.person(place, "Cat New"))
    assert queries.silent(place.code, viewer=COMMAND_LINE).orphans == 1
    partnerships.leave_post(by=COMMAND_LINE, holding=holding, on=date(2009, 7, 31))
    assert queries.silent(place.code, viewer=COMMAND_LINE).orphans == 2


def test_a_measure_with_no_name_at_all_has_no_owner(place: Partnership) -> None:
    for measure in Measure.objects.of(place.pk):
        set_involvements(measure, Involvement.Part.LEAD_PERSON, [], by=COMMAND_LINE)

    shown = queries.silent(place.code, viewer=COMMAND_LINE, show="measures")

    assert [orphan.why for orphan in shown.measures] == ["No person or post is named"] * 2


# Who sees whom


def test_a_contributor_sees_the_silence_of_their_own_organisation_alone(
    place: Partnership, ann: Person
) -> None:
    bob, cat = asked.person(place, "Bob Police"), asked.person(place, "Cat Council")
    council, police = _council(place), _council(place, "Police")
    _holds(ann, place, council, "Clerk")
    _holds(bob, place, police, "Sergeant")
    _holds(cat, place, council, "Director")
    one = asked.led(place, ann)[0]
    set_involvements(one, Involvement.Part.LEAD_PERSON, [("Bob", bob)], by=COMMAND_LINE)
    _rounds(place)
    viewer = factories.member(place, Role.Kind.CONTRIBUTOR, person=cat).viewer

    shown = queries.silent(place.code, viewer=viewer)

    assert [one.name for one in shown.people] == ["Ann Lead"]
    assert shown.own is not None
    assert [one.title for one in shown.own] == ["Town Council"]
    assert [one.name for one in _people(place)] == ["Ann Lead", "Bob Police"]


def test_who_holds_nothing_belongs_where_what_they_lead_belongs(place: Partnership, ann: Person) -> None:
    council = _council(place)
    for measure in asked.led(place, ann):
        set_involvements(measure, Involvement.Part.LEAD_ORGANISATION, [("Council", council)], by=COMMAND_LINE)
    _rounds(place)
    viewer = factories.member(place, Role.Kind.CONTRIBUTOR, person=ann).viewer

    assert [one.name for one in _people(place, viewer)] == ["Ann Lead"]


def test_who_belongs_nowhere_sees_nobody(place: Partnership, ann: Person) -> None:
    asked.led(place, ann)
    _rounds(place)
    stranger = factories.member(place, Role.Kind.CONTRIBUTOR).viewer

    shown = queries.silent(place.code, viewer=stranger)

    assert (shown.people, shown.own, shown.orphans) == ((), (), 0)


@pytest.mark.parametrize("role", [Role.Kind.BOARD_MEMBER, Role.Kind.AUDITOR, Role.Kind.MINUTE_TAKER])
def test_the_board_and_the_public_are_shown_nobody(place: Partnership, role: Role.Kind) -> None:
    with pytest.raises(NotAllowed):
        queries.silent(place.code, viewer=factories.member(place, role).viewer)
    with pytest.raises((NotAllowed, NotFound)):
        queries.silent(place.code, viewer=PUBLIC)


# How timely


def test_a_theme_and_an_organisation_are_scored_on_what_came_in_time(place: Partnership) -> None:
    council = _council(place)
    one = measure_coded("NI 1", place)
    set_involvements(one, Involvement.Part.LEAD_ORGANISATION, [("Council", council)], by=COMMAND_LINE)
    give(one, "2008/09 Q2", "80", on(2008, 11, 11))  # the last day in time
    give(one, "2008/09 Q3", "81", on(2009, 2, 12))  # a day late
    give(one, "2008/09 Q4", None, on(2009, 4, 2))  # "no figure yet" is none
    give(one, "2008/09 Q4", "82", on(2009, 5, 20), reason="It came")

    found = scores(place.pk, viewer=COMMAND_LINE)

    assert found.organisations[council.pk] == Timeliness(1, 2, 1)
    theme = Theme.objects.of(place.pk).get()
    (other,) = (score for number, score in found.organisations.items() if number != council.pk)
    assert found.themes == {theme.pk: found.whole}
    assert (found.whole, other) == (Timeliness(1, 2, 5), Timeliness(0, 0, 4))


def test_a_correction_does_not_make_a_figure_late(place: Partnership) -> None:
    one = measure_coded("NI 1", place)
    give(one, "2008/09 Q4", "82", on(2009, 5, 1))
    before = scores(place.pk, viewer=COMMAND_LINE)
    give(one, "2008/09 Q4", "83", on(2009, 7, 20), reason="It was wrong")

    assert scores(place.pk, viewer=COMMAND_LINE).whole == before.whole
    assert before.whole.in_time == 1


def test_an_earlier_day_knows_only_what_had_come_by_then(place: Partnership) -> None:
    give(measure_coded("NI 1", place), "2008/09 Q4", "82", on(2009, 5, 1))

    assert scores(place.pk, viewer=COMMAND_LINE).whole.in_time == 1
    assert scores(place.pk, viewer=COMMAND_LINE.at(on(2009, 4, 30))).whole.in_time == 0


def test_the_number_of_queries_does_not_depend_on_how_many_are_silent() -> None:
    counts = []
    for code, measures in (("small", 2), ("large", 9)):
        place = loaded(code, measures)
        for number, measure in enumerate(asked.led(place, asked.person(place))):
            someone = asked.person(place, f"Person {number}")
            set_involvements(
                measure, Involvement.Part.LEAD_PERSON, [(someone.name, someone)], by=COMMAND_LINE
            )
        _rounds(place)
        for show in ("people", "measures", "fresh"):
            with CaptureQueriesContext(
                connection,
            ) as asked_for:
                queries.silent(code, viewer=COMMAND_LINE, show=show)
            counts.append(len(asked_for))

    assert counts[:3] == counts[3:]
