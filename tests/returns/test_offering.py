"""Figures that somebody gives unasked: nothing that is not signed off counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Invalid, NotAllowed, Refused
from goldenthread.kernel.viewer import COMMAND_LINE, Viewer
from goldenthread.measures.models import Measure, Observation, Series
from goldenthread.measures.operations import Typed
from goldenthread.partnership.models import Partnership, Person
from goldenthread.returns import operations
from goldenthread.returns.models import Answer, Return, Round
from tests import factories
from tests.overview.record import give, loaded, measure_coded, on, whole
from tests.returns import asked

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PERIOD = "2008/09 Q4"


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 7, 6)):
        yield


@pytest.fixture
def place() -> Partnership:
    return loaded(measures=2)


@pytest.fixture
def ann(place: Partnership) -> Person:
    person = asked.person(place)
    asked.led(place, person)
    return person


@pytest.fixture
def contributor(place: Partnership, ann: Person) -> Viewer:
    return factories.member(place, "contributor", person=ann).viewer


@pytest.fixture
def series(place: Partnership) -> Series:
    return whole(measure_coded("NI 1", place))


def _give(by: Viewer, series: Series, **said: object) -> bool:
    period = operations.period_dated(PERIOD, date(2009, 1, 1), date(2009, 3, 31))
    return operations.give_figure(by=by, series=series, period=period, **said)


def _counts() -> list[Decimal | None]:
    return [one.value for one in Observation.objects.filter(superseded_at=None)]


def test_what_a_contributor_gives_waits_to_be_signed_off(
    place: Partnership, contributor: Viewer, series: Series
) -> None:
    assert not _give(contributor, series, value=Decimal(81), comment="More came.")
    assert _counts() == []
    one = Return.objects.get()
    assert (one.state, one.round.title, one.contributor_id) == (
        "submitted",
        "Sent unasked for 2008/09 Q4",
        contributor.person_id,
    )
    operations.sign_off(by=factories.manager(place).viewer, asked=one)
    figure = Observation.objects.get()
    assert (figure.value, figure.comment, figure.received_from) == (
        Decimal(81),
        "More came.",
        contributor.name,
    )


def test_what_a_manager_gives_counts_at_once(place: Partnership, series: Series) -> None:
    assert _give(factories.manager(place).viewer, series, value=Decimal(81))
    assert _counts() == [Decimal(81)]
    assert not Return.objects.exists()


@pytest.mark.parametrize(
    ("theme_lead", "manager", "who_counts"),
    [
        (True, True, {"manager"}),
        (True, False, {"manager", "theme_lead"}),
        (False, True, {"manager"}),
        (False, False, {"manager", "theme_lead", "contributor"}),
    ],
)
def test_whose_figures_count_at_once_follows_the_steps(
    place: Partnership, ann: Person, series: Series, theme_lead: bool, manager: bool, who_counts: set[str]
) -> None:
    operations.arrange(by=COMMAND_LINE, partnership=place, theme_lead_signs=theme_lead, manager_signs=manager)
    people = {
        "manager": factories.manager(place).viewer,
        "theme_lead": factories.member(place, "theme_lead").viewer,
        "contributor": factories.member(place, "contributor", person=ann).viewer,
    }
    found = {who for who, viewer in people.items() if operations.may_accept(viewer, series.measure)}
    assert found == who_counts


def test_it_goes_into_the_round_that_asks_for_it(
    place: Partnership, contributor: Viewer, series: Series
) -> None:
    made = asked.round_of(place)
    operations.give_figure(by=contributor, series=series, period=made.period, value=Decimal(81))
    assert [one.asked.round for one in Answer.objects.all()] == [made]


def test_a_second_figure_for_what_was_accepted_waits_of_its_own(
    place: Partnership, contributor: Viewer, series: Series
) -> None:
    _give(contributor, series, value=Decimal(81))
    operations.sign_off(by=COMMAND_LINE, asked=Return.objects.get())
    with pytest.raises(Invalid, match="Say why yours replaces it"):
        _give(contributor, series, value=Decimal(82))
    assert not _give(contributor, series, value=Decimal(82), reason="Counted again.", revision="correction")
    assert _counts() == [Decimal(81)]
    assert Round.objects.count() == 2
    with clock.standing_at(on(2009, 7, 7)):
        operations.sign_off(by=COMMAND_LINE, asked=Return.objects.order_by("pk")[1])
    assert _counts() == [Decimal(82)]
    assert Observation.objects.get(superseded_at=None).reason == "Counted again."


def test_the_checks_ask_whoever_sends_it_as_they_ask_whoever_signs_off(
    contributor: Viewer, series: Series
) -> None:
    _give(contributor, series, value=Decimal(81), status="final")
    operations.sign_off(by=COMMAND_LINE, asked=Return.objects.get())
    said = {"value": Decimal("0.8"), "status": "provisional", "reason": "Counted again."}
    with pytest.raises(Invalid) as told:
        _give(contributor, series, **said)
    assert list(told.value.fields) == ["explanation", "revision"]
    assert told.value.fields["explanation"].startswith("0.8% is far from")
    with pytest.raises(Invalid) as told:
        _give(contributor, series, **said | {"value": Decimal(120), "explanation": "It is so."})
    assert list(told.value.fields) == ["value"]
    _give(contributor, series, **said, revision="late_data", explanation="A new hospital.")
    sent = Answer.objects.latest("pk")
    assert (sent.revision, sent.explanation) == ("late_data", "Counted again. A new hospital.")
    with clock.standing_at(on(2009, 7, 7)):
        operations.sign_off(by=COMMAND_LINE, asked=sent.asked)
    kept = Observation.objects.get(superseded_at=None)
    assert (kept.value, kept.revision, kept.explanation) == (Decimal("0.8"), "late_data", sent.explanation)


def test_cannot_be_computed_stays_what_it_is(contributor: Viewer, series: Series) -> None:
    _give(contributor, series, gap="cannot_compute", comment="Nobody was asked.")
    operations.sign_off(by=COMMAND_LINE, asked=Return.objects.get())
    figure = Observation.objects.get()
    assert (figure.gap, figure.comment) == ("cannot_compute", "Nobody was asked.")
    with pytest.raises(Invalid):
        _give(contributor, series, gap="missing", comment=" ")


def test_from_whom_and_when_it_came_is_kept(contributor: Viewer, series: Series) -> None:
    _give(contributor, series, value=Decimal(3), received_on=date(2009, 5, 1), received_from="The police")
    operations.sign_off(by=COMMAND_LINE, asked=Return.objects.get())
    figure = Observation.objects.get()
    assert (figure.received_on, figure.received_from) == (date(2009, 5, 1), "The police")


def test_a_closed_period_takes_nothing_unasked(
    place: Partnership, contributor: Viewer, series: Series
) -> None:
    made = asked.round_of(place)
    operations.close_round(by=COMMAND_LINE, asked_in=made)
    with pytest.raises(Refused, match="closed"):
        operations.give_figure(by=contributor, series=series, period=made.period, value=Decimal(1))


def test_nobody_offers_what_they_do_not_lead(contributor: Viewer, series: Series) -> None:
    with pytest.raises(NotAllowed):
        _give(replace(contributor, person_id=None), series, value=Decimal(1))
    later = operations.period_dated("2010/11", date(2010, 4, 1), date(2011, 3, 31))
    with pytest.raises(Invalid, match="has not begun yet"):
        operations.give_figure(by=contributor, series=series, period=later, value=Decimal(1))


def test_what_was_signed_off_is_taken_back_by_who_signs_off(
    place: Partnership, contributor: Viewer, series: Series
) -> None:
    with pytest.raises(NotAllowed):
        operations.check_accepts(contributor, series.measure)
    operations.check_accepts(factories.manager(place).viewer, series.measure)


def test_several_at_once_each_go_their_way(place: Partnership, ann: Person) -> None:
    first, second = Measure.objects.of(place.pk).order_by("code").select_related("subject", "theme")
    elsewhere = factories.theme(place, "Elsewhere")
    Measure.objects.filter(pk=second.pk).update(theme=elsewhere)
    operations.arrange(by=COMMAND_LINE, partnership=place, manager_signs=False)
    lead = factories.member(place, "theme_lead", scope=first.theme.subject).viewer
    both = replace(
        lead,
        person_id=ann.pk,
        grants=lead.grants | {replace(next(iter(lead.grants)), role="contributor", scope_id=None)},
    )
    give(first, "2008/09 Q3", "79", on(2009, 5, 1))
    typed = [Typed(whole(first), Decimal(80)), Typed(whole(second), Decimal(81))]

    tried = operations.give_figures(by=both, period=PERIOD, typed=typed, trial=True)
    assert (len(tried.changed), tried.wrong, Answer.objects.count()) == (2, {}, 0)
    given = operations.give_figures(by=both, period=PERIOD, typed=typed)

    assert len(given.changed) == 2
    assert _counts() == [Decimal(79), Decimal(80)]
    assert [one.value for one in Answer.objects.all()] == [Decimal(81)]
    assert operations.give_figures(by=both, period=PERIOD, typed=[]).changed == ()
