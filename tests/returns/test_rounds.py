"""Rounds: made by the clock, answered, sent back, signed off, closed and opened again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.delivery import operations as delivery
from goldenthread.delivery.models import Action, Milestone, Progress, Risk
from goldenthread.kernel import clock
from goldenthread.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.viewer import CLOCK, COMMAND_LINE, Viewer
from goldenthread.measures.models import Observation
from goldenthread.measures.operations import add_target, amend_measure, observe, undo_observation
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership, Person
from goldenthread.partnership.queries import invitation_behind, link_of, viewer_invited
from goldenthread.reckoning.periods import label_of, periods_between, span
from goldenthread.returns import operations
from goldenthread.returns.models import Answer, Draft, Return, Round, Schedule
from goldenthread.returns.operations import Said
from goldenthread.returns.queries import answers, arrangements_of, asked_of, backgrounds, draft_of, returns_of
from goldenthread.returns.rules import MOVES, Standing, can_move, diagram, name_of, next_step, standing
from tests import factories
from tests.conftest import ROOT
from tests.overview.record import loaded, on
from tests.returns import asked

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 7, 6)):
        yield


@pytest.fixture
def place() -> Partnership:
    return loaded(measures=2)


@pytest.fixture
def ann(place: Partnership) -> Person:
    return asked.person(place)


@pytest.fixture
def made(place: Partnership, ann: Person) -> Round:
    asked.led(place, ann)
    return asked.round_of(place)


def _figures(made: Round) -> list[Decimal | None]:
    found = Observation.objects.filter(period=made.period, superseded_at=None).order_by("series")
    return [one.value for one in found]


# Made by the clock


@pytest.mark.parametrize(
    ("frequency", "labels"),
    [
        ("monthly", ["Mar 2009", "Apr 2009", "May 2009", "Jun 2009", "Jul 2009"]),
        ("quarterly", ["2009/10 Q1", "2009/10 Q2"]),
        ("half_yearly", ["2009/10 H1"]),
        ("yearly", ["2009/10"]),
        ("school_year", []),
    ],
)
def test_a_schedule_makes_a_round_for_every_period_that_has_begun(
    place: Partnership, frequency: str, labels: list[str]
) -> None:
    operations.set_schedule(
        by=COMMAND_LINE, partnership=place, frequency=frequency, asks=["measure"], since=date(2009, 3, 1)
    )

    operations.tick(by=CLOCK)
    operations.tick(by=CLOCK)

    found = Round.objects.of(place.pk).order_by("period__start")
    assert [one.period.label for one in found] == labels


def test_the_days_of_a_scheduled_round_follow_from_the_last_day_of_its_period(place: Partnership) -> None:
    operations.set_schedule(
        by=COMMAND_LINE,
        partnership=place,
        frequency="quarterly",
        asks=["measure"],
        opens_after=-7,
        due_after=20,
        since=date(2009, 4, 1),
    )

    opened = operations.tick(by=CLOCK)

    first, second = Round.objects.of(place.pk).order_by("opens_on")
    assert [one.pk for one in opened] == [first.pk]
    assert (first.opens_on, first.due_on) == (date(2009, 6, 23), date(2009, 7, 20))
    assert (second.opens_on, second.opened_at) == (date(2009, 9, 23), None)


def test_the_waves_of_a_survey_are_periods_of_their_own(place: Partnership, ann: Person) -> None:
    asked.led(place, ann, frequency="survey")
    operations.set_schedule(
        by=COMMAND_LINE,
        partnership=place,
        frequency="survey",
        asks=["measure"],
        waves=[
            ("Residents' survey 1", date(2009, 2, 1), date(2009, 3, 15)),
            ("Residents' survey 2", date(2010, 2, 1), date(2010, 3, 15)),
        ],
    )

    operations.tick(by=CLOCK)

    made = Round.objects.of(place.pk).get()
    assert (made.period.label, made.period.start, made.period.end) == (
        "Residents' survey 1",
        date(2009, 2, 1),
        date(2009, 3, 15),
    )
    assert returns_of(made).count() == 2


def test_a_new_schedule_asks_for_nothing_before_today_and_ends_the_one_before(place: Partnership) -> None:
    first = operations.set_schedule(
        by=COMMAND_LINE, partnership=place, frequency="quarterly", asks=["measure"]
    )
    second = operations.set_schedule(
        by=COMMAND_LINE, partnership=place, frequency="quarterly", asks=["measure", "risk"], due_after=30
    )

    assert first.since == second.since == date(2009, 7, 1)
    assert list(Schedule.objects.filter(ended_at=None)) == [second]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"frequency": "daily"}, "frequency"),
        ({"layer": "upper"}, "layer"),
        ({"asks": []}, "asks"),
        ({"asks": ["weather"]}, "asks"),
        ({"opens_after": 5, "due_after": 4}, "due_after"),
        ({"due_after": 400}, "due_after"),
        ({"frequency": "survey"}, "waves"),
        ({"waves": [("A", date(2009, 1, 1), date(2009, 2, 1))]}, "waves"),
        ({"frequency": "survey", "waves": [("A", date(2009, 2, 1), date(2009, 1, 1))]}, "waves"),
    ],
)
def test_a_schedule_says_what_is_wrong_with_it(
    place: Partnership, wrong: dict[str, object], field: str
) -> None:
    right = {"frequency": "quarterly", "asks": ["measure"]}
    with pytest.raises(Invalid) as problem:
        operations.set_schedule(by=COMMAND_LINE, partnership=place, **(right | wrong))  # type: ignore[arg-type]
    assert list(problem.value.fields) == [field]


def test_what_came_after_a_round_was_made_is_asked_when_it_opens(place: Partnership, ann: Person) -> None:
    measures = asked.led(place, ann)
    amend_measure(by=COMMAND_LINE, measure=measures[1], frequency="yearly")
    made = asked.round_of(place)
    assert returns_of(made).count() == 1

    amend_measure(by=COMMAND_LINE, measure=measures[1], frequency="quarterly")
    assert operations.tick(by=CLOCK) == [made]

    assert returns_of(made).count() == 2
    assert operations.tick(by=CLOCK) == []


def test_periods_between_agree_with_going_day_by_day() -> None:
    first, last = date(2007, 11, 5), date(2010, 2, 28)
    for frequency in ("monthly", "quarterly", "half_yearly", "yearly", "school_year"):
        slow: list[str] = []
        day = first
        while day <= last:
            label = label_of(frequency, day)
            dates = span(label)
            assert dates is not None
            assert dates[0] <= day <= dates[1]
            if dates[0] == day:
                slow.append(label)
            day = date.fromordinal(day.toordinal() + 1)
        assert periods_between(frequency, first, last) == slow


# What is asked


def test_a_round_asks_each_lead_for_the_figures_counted_as_often(
    place: Partnership, ann: Person, made: Round
) -> None:
    found = list(returns_of(made))

    assert [one.subject.title for one in found] == [
        "Households helped in way 1",
        "Households helped in way 2",
    ]
    assert {one.contributor for one in found} == {ann}
    assert {one.organisation.name for one in found if one.organisation} == {"County Council"}
    assert {standing(one, clock.today()) for one in found} == {Standing.DUE}


def test_a_round_asks_for_actions_milestones_and_risks_too(place: Partnership, ann: Person) -> None:
    action = Action.objects.of(place.pk).order_by("pk")[0]
    delivery.amend_action(by=COMMAND_LINE, action=action, owner_person=ann)
    delivery.set_milestones(
        by=COMMAND_LINE,
        action=action,
        milestones=[(None, "Half way", date(2009, 6, 1)), (None, "There", date(2010, 6, 1))],
    )

    made = asked.round_of(place, "action", "milestone", "risk")

    found = [(one.kind, name_of(one), one.contributor) for one in returns_of(made)]
    assert found == [
        ("action", "Visit homes in area 1.", ann),
        ("action", "Visit homes in area 2.", None),
        ("milestone", "Visit homes in area 1.: Half way", ann),
        ("risk", "Too few visitors in area 1.", None),
        ("risk", "Too few visitors in area 2.", None),
    ]


def test_who_left_is_not_asked_and_the_next_lead_is(place: Partnership, ann: Person) -> None:
    ben = asked.person(place, "Ben Second")
    cat = asked.person(place, "Cat Third")
    asked.led(place, ann, ben, cat)
    partnerships.amend_person(by=COMMAND_LINE, person=ann, left_on=date(2009, 6, 1))

    found = asked.first(asked.round_of(place))

    assert (found.contributor, found.deputy) == (ben, cat)


# Answering


def test_an_answer_is_kept_and_counts_only_once_it_is_accepted(
    place: Partnership, ann: Person, made: Round
) -> None:
    theirs = asked.invited(made, ann)
    one = asked.first(made)

    operations.submit(by=theirs, asked=one, said=Said(value=Decimal("81.5"), what_happened="More came."))

    one.refresh_from_db()
    assert (one.state, one.submitted_by) == ("submitted", "Ann Lead")
    assert _figures(made) == []

    operations.sign_off(by=factories.manager(place).viewer, asked=one)

    one.refresh_from_db()
    assert (one.state, one.submitted_by, one.accepted_by) == (
        "accepted",
        "Ann Lead",
        "Manager of Northshire Together",
    )
    figure = Observation.objects.get(period=made.period)
    assert (figure.value, figure.comment, figure.received_from) == (Decimal("81.5"), "More came.", "Ann Lead")


def test_the_two_parts_of_a_figure_are_divided(place: Partnership, ann: Person, made: Round) -> None:
    one = asked.first(made)
    said = Said(numerator=Decimal(30), denominator=Decimal(40))
    operations.submit(by=asked.invited(made, ann), asked=one, said=said)
    operations.sign_off(by=COMMAND_LINE, asked=one)
    assert _figures(made) == [Decimal(75)]


def test_nothing_to_report_is_an_answer(place: Partnership, ann: Person, made: Round) -> None:
    one = asked.first(made)
    operations.submit(
        by=asked.invited(made, ann), asked=one, said=Said(nothing_because="The survey is late.")
    )
    operations.sign_off(by=COMMAND_LINE, asked=one)

    figure = Observation.objects.get(period=made.period)
    assert (figure.value, figure.gap, figure.comment) == (None, "missing", "The survey is late.")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said(), "value"),
        (Said(numerator=Decimal(1)), "denominator"),
        (Said(value=Decimal(1), nothing_because="Late."), "nothing_because"),
        (Said(value=Decimal(10) ** 19), "value"),
        (Said(value=Decimal(50), numerator=Decimal(1), denominator=Decimal(4)), "value"),
    ],
)
def test_a_wrong_answer_is_refused_by_field(ann: Person, made: Round, said: Said, field: str) -> None:
    one = asked.first(made)
    with pytest.raises(Invalid) as problem:
        operations.submit(by=asked.invited(made, ann), asked=one, said=said)
    assert list(problem.value.fields) == [field]
    assert not Answer.objects.exists()


def test_the_same_answer_twice_is_one(ann: Person, made: Round) -> None:
    one, theirs = asked.first(made), asked.invited(made, ann)
    first = operations.submit(by=theirs, asked=one, said=Said(value=Decimal(80)))
    assert operations.submit(by=theirs, asked=one, said=Said(value=Decimal(80))) == first
    assert operations.submit(by=theirs, asked=one, said=Said(value=Decimal(81))).number == 2


def test_two_who_answer_the_same_are_told_and_neither_text_is_lost(
    place: Partnership, ann: Person, made: Round
) -> None:
    one, theirs = asked.first(made), asked.invited(made, ann)
    manager = factories.manager(place).viewer
    operations.submit(by=manager, asked=one, said=Said(value=Decimal(80)), seen=0)
    operations.keep_draft(by=theirs, asked=one, content={"value": "82"})

    with pytest.raises(Conflict) as problem:
        operations.submit(by=theirs, asked=one, said=Said(value=Decimal(82)), seen=0)

    assert problem.value.fields == {"value": "80"}
    assert draft_of([one], viewer=theirs)[one.pk].content == {"value": "82"}
    operations.submit(by=theirs, asked=one, said=Said(value=Decimal(82)), seen=1)
    assert [answer.value for answer in Answer.objects.all()] == [Decimal(80), Decimal(82)]
    assert not Draft.objects.exists()


def test_a_draft_is_there_with_the_link_and_signed_in(place: Partnership, ann: Person, made: Round) -> None:
    one = asked.first(made)
    operations.keep_draft(by=asked.invited(made, ann), asked=one, content={"value": "8"})
    signed_in = factories.member(place, "contributor", person=ann).viewer
    assert draft_of([one], viewer=signed_in)[one.pk].content == {"value": "8"}
    operations.forget_draft(by=signed_in, asked=one)
    assert draft_of([one], viewer=signed_in) == {}


def test_nobody_answers_for_another(place: Partnership, ann: Person, made: Round) -> None:
    ben = asked.person(place, "Ben Other")
    one = asked.first(made)
    for stranger in (
        Viewer(name="the public"),
        replace(asked.invited(made, ann), person_id=ben.pk),
        factories.manager(factories.partnership("other")).viewer,
    ):
        with pytest.raises(NotAllowed):
            operations.submit(by=stranger, asked=one, said=Said(value=Decimal(80)))
        with pytest.raises(NotAllowed):
            operations.keep_draft(by=stranger, asked=one, content={})
        with pytest.raises(NotAllowed):
            operations.sign_off(by=stranger, asked=_submitted(one))
        with pytest.raises(NotAllowed):
            operations.close_round(by=stranger, asked_in=made)
    with pytest.raises(Invalid):
        operations.invite(by=COMMAND_LINE, asked_in=made, person=ben)


def _submitted(one: Return) -> Return:
    operations.submit(by=COMMAND_LINE, asked=one, said=Said(value=Decimal(80)))
    return one


def test_who_is_asked_may_hand_it_on(place: Partnership, ann: Person, made: Round) -> None:
    theirs = asked.invited(made, ann)
    mine = list(asked_of(made, viewer=theirs))

    ben = operations.hand_on(by=theirs, asked=mine[:1], name="Ben Deputy", email="ben@council.example")

    deputy = asked.invited(made, ben)
    assert list(asked_of(made, viewer=deputy)) == mine[:1]
    operations.submit(by=deputy, asked=mine[0], said=Said(value=Decimal(80)))
    with pytest.raises(NotAllowed):
        operations.submit(by=deputy, asked=mine[1], said=Said(value=Decimal(80)))
    again = operations.hand_on(by=theirs, asked=mine[1:], name="", email="BEN@council.example")
    assert again == ben


@pytest.mark.parametrize(
    ("name", "email", "field"),
    [("Ben", "", "email"), ("", "new@council.example", "name"), ("", "ann.lead@council.example", "email")],
)
def test_handing_on_says_what_is_missing(ann: Person, made: Round, name: str, email: str, field: str) -> None:
    theirs = asked.invited(made, ann)
    with pytest.raises(Invalid) as problem:
        operations.hand_on(by=theirs, asked=list(asked_of(made, viewer=theirs)), name=name, email=email)
    assert list(problem.value.fields) == [field]


# Signing off


def test_every_step_of_the_chain_signs_in_its_turn(place: Partnership, made: Round) -> None:
    one = _submitted(asked.first(made))
    assert one.theme is not None
    lead = factories.member(place, "theme_lead", scope=one.theme.subject).viewer
    manager = factories.manager(place).viewer

    one = operations.sign_off(by=lead, asked=one)
    assert (one.state, one.checked_by) == ("submitted", lead.name)
    with pytest.raises(NotAllowed):
        operations.sign_off(by=lead, asked=one)
    one = operations.sign_off(by=manager, asked=one)
    assert (one.state, one.checked_by, one.accepted_by) == ("accepted", lead.name, manager.name)


@pytest.mark.parametrize(("theme_lead", "manager"), list(product([True, False], repeat=2)))
def test_steps_are_optional(place: Partnership, made: Round, theme_lead: bool, manager: bool) -> None:
    operations.arrange(by=COMMAND_LINE, partnership=place, theme_lead_signs=theme_lead, manager_signs=manager)
    one = asked.first(made)
    waits_for = next_step(one, arrangements_of(place.pk))
    assert waits_for == ("theme lead" if theme_lead else "manager" if manager else "")

    one = _submitted(one)
    if theme_lead or manager:
        assert _figures(made) == []
        assert one.theme is not None
        signer = factories.member(place, "theme_lead", scope=one.theme.subject) if theme_lead else None
        one = operations.sign_off(by=signer.viewer if signer else COMMAND_LINE, asked=one)
    one.refresh_from_db()
    assert one.state == ("submitted" if theme_lead and manager else "accepted")
    assert _figures(made) == ([] if theme_lead and manager else [Decimal(80)])


def test_a_return_is_sent_back_with_what_to_change_and_comes_again(ann: Person, made: Round) -> None:
    theirs, one = asked.invited(made, ann), _submitted(asked.first(made))
    with pytest.raises(Invalid):
        operations.send_back(by=COMMAND_LINE, asked=one, to_change=" ")

    one = operations.send_back(by=COMMAND_LINE, asked=one, to_change="Is this per year?")
    assert (one.state, one.to_change) == ("sent_back", "Is this per year?")
    with pytest.raises(Refused):
        operations.sign_off(by=COMMAND_LINE, asked=one)

    operations.submit(by=theirs, asked=one, said=Said(value=Decimal(20)))
    one.refresh_from_db()
    assert (one.state, one.to_change) == ("submitted", "")


def test_an_accepted_figure_counts_until_the_next_is_accepted(made: Round) -> None:
    one = _submitted(asked.first(made))
    operations.sign_off(by=COMMAND_LINE, asked=one)
    with pytest.raises(Refused):
        operations.submit(by=COMMAND_LINE, asked=one, said=Said(value=Decimal(70)))
    operations.send_back(by=COMMAND_LINE, asked=one, to_change="Count again.")
    operations.submit(by=COMMAND_LINE, asked=one, said=Said(value=Decimal(70), explanation="Counted twice."))
    assert _figures(made) == [Decimal(80)]
    with clock.standing_at(on(2009, 7, 7)):
        operations.sign_off(by=COMMAND_LINE, asked=one)
    assert _figures(made) == [Decimal(70)]
    assert Observation.objects.filter(period=made.period).count() == 2


def test_nobody_signs_what_they_have_not_seen(made: Round) -> None:
    one = _submitted(asked.first(made))
    operations.submit(by=COMMAND_LINE, asked=one, said=Said(value=Decimal(82)))
    for act in (
        lambda: operations.sign_off(by=COMMAND_LINE, asked=one, seen=1),
        lambda: operations.send_back(by=COMMAND_LINE, asked=one, to_change="No.", seen=1),
    ):
        with pytest.raises(Refused, match="another answer meanwhile"):
            act()


def test_many_are_signed_off_at_once_and_what_cannot_be_is_said(made: Round) -> None:
    first, second = returns_of(made)
    signed = operations.sign_off_many(by=COMMAND_LINE, returns=[_submitted(first), second])
    assert signed.done == (first.pk,)
    assert signed.refused == {second.pk: "Nothing was sent for this yet."}


@pytest.mark.parametrize("kind", ["action", "milestone", "risk"])
def test_accepting_writes_into_the_record(place: Partnership, ann: Person, kind: str) -> None:
    action = Action.objects.of(place.pk).order_by("pk")[0]
    delivery.set_milestones(by=COMMAND_LINE, action=action, milestones=[(None, "Half way", date(2009, 6, 1))])
    one = asked.first(asked.round_of(place, kind))
    also = {
        "action": {"percent": 40, "state": "under_way"},
        "milestone": {"reached_on": "2009-06-03"},
        "risk": {"likelihood_now": 2, "impact_now": 3},
    }[kind]
    operations.submit(by=COMMAND_LINE, asked=one, said=Said(what_happened="We began.", also=also))
    operations.sign_off(by=COMMAND_LINE, asked=one)

    found = {
        "action": lambda: [(p.text, p.percent) for p in Progress.objects.all()],
        "milestone": lambda: list(Milestone.objects.values_list("reached_on", flat=True)),
        "risk": lambda: [Risk.objects.values_list("likelihood_now", "impact_now").order_by("pk")[0]],
    }[kind]()
    wanted = {"action": [("We began.", 40)], "milestone": [date(2009, 6, 3)], "risk": [(2, 3)]}[kind]
    assert found == wanted


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        ("action", Said(), "what_happened"),
        ("action", Said(what_happened="Yes.", also={"percent": 101}), "percent"),
        ("milestone", Said(), "reached_on"),
        ("risk", Said(), "what_happened"),
        ("risk", Said(also={"likelihood_now": 2}), "likelihood_now"),
        ("risk", Said(also={"likelihood_now": 2, "impact_now": 6}), "likelihood_now"),
    ],
)
def test_what_is_asked_beside_figures_is_checked(
    place: Partnership, kind: str, said: Said, field: str
) -> None:
    action = Action.objects.of(place.pk).order_by("pk")[0]
    delivery.set_milestones(by=COMMAND_LINE, action=action, milestones=[(None, "Half way", date(2009, 6, 1))])
    one = asked.first(asked.round_of(place, kind))
    with pytest.raises(Invalid) as problem:
        operations.submit(by=COMMAND_LINE, asked=one, said=said)
    assert list(problem.value.fields) == [field]


# The table of moves


def test_every_move_that_is_not_in_the_table_is_refused(made: Round) -> None:
    act = {
        Standing.SUBMITTED: lambda one: operations.submit(
            by=COMMAND_LINE, asked=one, said=Said(value=Decimal(9))
        ),
        Standing.SENT_BACK: lambda one: operations.send_back(by=COMMAND_LINE, asked=one, to_change="No."),
        Standing.ACCEPTED: lambda one: operations.sign_off(by=COMMAND_LINE, asked=one),
        Standing.WITHDRAWN: lambda one: operations.withdraw_return(by=COMMAND_LINE, asked=one, reason="No."),
        Standing.DUE: lambda one: operations.ask_again(by=COMMAND_LINE, asked=one, reason="Yes."),
    }
    days = {Standing.NOT_DUE: on(2009, 6, 30), Standing.OVERDUE: on(2009, 7, 22)}
    for before, after in product(Standing, act):
        one = _brought_to(before, made)
        with clock.standing_at(days.get(before, on(2009, 7, 21))):
            if can_move(before, after):
                act[after](one)
                one.refresh_from_db()
                assert one.state == {Standing.DUE: "asked"}.get(after, after.name.lower()), (before, after)
            else:
                with pytest.raises(Refused):
                    act[after](one)


def _brought_to(state: Standing, made: Round) -> Return:
    """A return in this state, made anew by the operations that lead there."""
    Answer.objects.all().delete()
    Observation.objects.all().delete()
    Return.objects.all().delete()
    operations.ask_for_the_rest(asked_in=made)
    one = asked.first(made)
    if state in (Standing.SUBMITTED, Standing.SENT_BACK, Standing.ACCEPTED):
        _submitted(one)
    if state is Standing.SENT_BACK:
        operations.send_back(by=COMMAND_LINE, asked=one, to_change="No.")
    if state is Standing.ACCEPTED:
        operations.sign_off(by=COMMAND_LINE, asked=one)
    if state is Standing.WITHDRAWN:
        operations.withdraw_return(by=COMMAND_LINE, asked=one, reason="No.")
    return asked.first(made)


def test_every_state_can_be_left_or_is_the_end() -> None:
    assert {state for state in Standing if not any(move.before is state for move in MOVES)} == set()


# Closing


def test_a_closed_round_locks_its_period_and_opening_it_again_needs_a_reason(
    place: Partnership, made: Round
) -> None:
    first, second = returns_of(made)
    operations.sign_off(by=COMMAND_LINE, asked=_submitted(first))
    figure = Observation.objects.get(period=made.period)
    operations.close_round(by=COMMAND_LINE, asked_in=made)
    made.refresh_from_db()

    for refused in (
        lambda: operations.submit(by=COMMAND_LINE, asked=second, said=Said(value=Decimal(80))),
        lambda: operations.keep_draft(by=COMMAND_LINE, asked=asked.first(made), content={}),
        lambda: observe(by=COMMAND_LINE, series=second.series, period=made.period, value=Decimal(1)),
        lambda: undo_observation(by=COMMAND_LINE, observation=figure, reason="Wrong."),
        lambda: operations.close_round(by=COMMAND_LINE, asked_in=made),
        lambda: operations.amend_round(by=COMMAND_LINE, asked_in=made, title="New"),
    ):
        with pytest.raises(Refused, match="closed"):
            refused()
    with pytest.raises(Invalid):
        operations.reopen_round(by=COMMAND_LINE, asked_in=made, reason=" ")

    operations.reopen_round(by=COMMAND_LINE, asked_in=made, reason="A late figure came.")

    assert AuditEvent.objects.filter(subject=made.subject, reason="A late figure came.").count() == 1
    operations.submit(by=COMMAND_LINE, asked=second, said=Said(value=Decimal(80)))
    with pytest.raises(Refused, match="is open"):
        operations.reopen_round(by=COMMAND_LINE, asked_in=made, reason="Again.")


def test_a_period_is_locked_once_its_last_round_is_closed(place: Partnership, made: Round) -> None:
    other = asked.round_of(place)
    one = asked.first(made)
    assert one.series is not None
    operations.close_round(by=COMMAND_LINE, asked_in=made)
    observe(by=COMMAND_LINE, series=one.series, period=made.period, value=Decimal(1))
    operations.close_round(by=COMMAND_LINE, asked_in=other)
    with pytest.raises(Refused):
        observe(by=COMMAND_LINE, series=one.series, period=made.period, value=Decimal(2), reason="More.")


def test_a_round_is_not_closed_over_what_waits_to_be_signed_off(made: Round) -> None:
    _submitted(asked.first(made))
    with pytest.raises(Refused, match="1 return waits"):
        operations.close_round(by=COMMAND_LINE, asked_in=made)


# The link


def test_a_link_opens_what_it_is_for_until_it_ends_or_is_taken_back(ann: Person, made: Round) -> None:
    invitation = operations.invite(by=COMMAND_LINE, asked_in=made, person=ann)
    link = link_of(invitation)
    assert invitation_behind(link) == invitation
    assert operations.invite(by=COMMAND_LINE, asked_in=made, person=ann) == invitation
    assert viewer_invited(invitation).person_id == ann.pk

    with clock.standing_at(on(2010, 7, 6)), pytest.raises(Refused, match="This link ended on 19/09/2009"):
        invitation_behind(link)
    partnerships.revoke(by=COMMAND_LINE, invitation=invitation)
    with pytest.raises(NotFound):
        invitation_behind(link)
    assert link_of(operations.invite(by=COMMAND_LINE, asked_in=made, person=ann)) != link


def test_a_link_cannot_be_guessed_or_made_from_the_database_alone(ann: Person, made: Round) -> None:
    invitation = operations.invite(by=COMMAND_LINE, asked_in=made, person=ann)
    link = link_of(invitation)
    unsigned = f"{invitation.pk}.{invitation.secret}"
    for wrong in ("", "1", unsigned, f"{unsigned}~", link[:-1], link + "x", link.replace(".", "1.", 1)):
        with pytest.raises(NotFound):
            invitation_behind(wrong)


# Read


def test_what_stands_beside_a_figure_is_read_in_two_queries(made: Round) -> None:
    found = list(returns_of(made))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        behind = backgrounds(found, made.period)
    assert len(queries) == 2
    assert set(behind) == {one.pk for one in found}
    with CaptureQueriesContext(connection) as queries:
        assert answers(found) == {}
    assert len(queries) == 1


def test_a_quarter_shows_the_target_of_its_year_until_it_has_its_own(place: Partnership, ann: Person) -> None:
    asked.led(place, ann)
    made = operations.make_round(
        by=COMMAND_LINE,
        partnership=place,
        frequency="quarterly",
        period=operations.period_dated("2008/09 Q2", date(2008, 7, 1), date(2008, 9, 30)),
        opens_on=date(2009, 7, 1),
        due_on=date(2009, 7, 21),
        asks=["measure"],
    )
    one = asked.first(made)
    assert one.series is not None
    year = backgrounds([one], made.period)[one.pk].target
    assert year is not None
    assert (year.value, str(year.period)) == (Decimal(85), "2008/09")
    own = add_target(by=COMMAND_LINE, series=one.series, period=made.period, value=Decimal(70))
    assert backgrounds([one], made.period)[one.pk].target == own


# Checks


def test_an_answer_is_checked_and_an_unusual_one_wants_a_sentence(
    place: Partnership, ann: Person, made: Round
) -> None:
    theirs, one = asked.invited(made, ann), asked.first(made)
    with pytest.raises(Invalid) as problem:
        operations.submit(by=theirs, asked=one, said=Said(value=Decimal("0.82")))
    assert list(problem.value.fields) == ["explanation"]

    explained = Said(value=Decimal("0.82"), explanation="It has really fallen.")
    answer = operations.submit(by=theirs, asked=one, said=explained)
    assert answer.questions == problem.value.fields["explanation"]
    with pytest.raises(Invalid) as problem:
        operations.submit(by=theirs, asked=one, said=Said(value=Decimal(150), explanation="Yes."))
    assert list(problem.value.fields) == ["value"]


def test_a_figure_that_replaces_one_says_of_what_kind_the_change_is(
    place: Partnership, ann: Person, made: Round
) -> None:
    theirs, one = asked.invited(made, ann), asked.first(made)
    assert one.series is not None
    with clock.standing_at(on(2009, 7, 5)):
        observe(by=COMMAND_LINE, series=one.series, period=made.period, value=Decimal(80))
    with pytest.raises(Invalid) as problem:
        operations.submit(by=theirs, asked=one, said=Said(value=Decimal(81)))
    assert list(problem.value.fields) == ["revision"]
    said = Said(value=Decimal(81), revision="late_data", explanation="Two schools were late.")
    operations.submit(by=theirs, asked=one, said=said)
    operations.sign_off(by=COMMAND_LINE, asked=one)
    figure = Observation.objects.get(period=made.period, superseded_at=None)
    assert (figure.value, figure.revision, figure.reason) == (
        Decimal(81),
        "late_data",
        "Two schools were late.",
    )


def test_the_documents_draw_the_table_of_moves_as_it_is() -> None:
    text = (ROOT / "docs/methods/returns.md").read_text(encoding="utf-8")
    drawn = text.split("<!-- made from returns.rules.MOVES -->\n")[1].split("\n<!-- end -->")[0]
    assert drawn == diagram()
