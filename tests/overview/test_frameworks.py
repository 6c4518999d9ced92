"""Two frameworks at once: a measure hangs in both, shows on both pages, and is counted once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures import operations
from goldenthread.measures.models import Measure, Placement
from goldenthread.overview import queries
from goldenthread.partnership.models import Partnership, Role
from goldenthread.strategy import operations as strategy
from goldenthread.strategy.models import Objective, Strategy, Theme
from tests import factories
from tests.overview import record

pytestmark = pytest.mark.django_db
BEFORE = datetime(2009, 1, 1, 9, tzinfo=UTC)
NOW = datetime(2009, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def place() -> Partnership:
    return record.loaded(measures=3)


@pytest.fixture
def agreement(place: Partnership) -> Theme:
    """A theme of an area agreement beside the community strategy, with one objective."""
    with clock.standing_at(record.LOADED):
        second = strategy.add_strategy(
            by=COMMAND_LINE, partnership=place, title="Area agreement", kind="agreement", draft=False
        )
        theme = strategy.add_theme(by=COMMAND_LINE, strategy=second, title="Stronger communities")
        strategy.add_objective(by=COMMAND_LINE, theme=theme, title="Neighbours help each other")
    return theme


def put(place: Partnership, theme: Theme, code: str = "NI 1", **said: Any) -> Placement:
    with clock.standing_at(NOW):
        return operations.place_under(
            by=COMMAND_LINE, measure=record.measure_coded(code, place), theme=theme, **said
        )


def first_theme(place: Partnership) -> Theme:
    return Theme.objects.of(place.pk).order_by("pk")[0]


def test_a_measure_in_two_frameworks_is_counted_once(place: Partnership, agreement: Theme) -> None:
    put(place, agreement)
    shown = queries.glance(place.code, viewer=COMMAND_LINE)
    assert {card.title: card.measures for card in shown.themes} == {
        "Safer places": 3,
        "Stronger communities": 1,
    }
    assert (sum(shown.counts.values()), shown.tally.measures, shown.outside) == (3, 3, 0)


def test_the_glance_shows_the_themes_of_one_framework(place: Partnership, agreement: Theme) -> None:
    put(place, agreement)
    shown = queries.glance(place.code, viewer=COMMAND_LINE, framework=agreement.strategy_id)
    assert [(card.title, card.measures) for card in shown.themes] == [("Stronger communities", 1)]
    assert (sum(shown.counts.values()), shown.outside, len(shown.frameworks)) == (3, 2, 2)
    unknown = queries.glance(place.code, viewer=COMMAND_LINE, framework=1)
    assert (unknown.framework, len(unknown.themes)) == (None, 2)


def test_it_shows_on_both_pages_and_names_the_other(place: Partnership, agreement: Theme) -> None:
    there = Objective.objects.get(theme=agreement)
    put(place, agreement, objective=there)
    home = first_theme(place)
    (on_second,) = queries.theme(place.code, agreement.pk, viewer=COMMAND_LINE).measures
    assert (on_second.theme.id, [one.id for one in on_second.also]) == (home.pk, [agreement.pk])
    on_first = queries.theme(place.code, home.pk, viewer=COMMAND_LINE)
    assert [[one.title for one in row.also] for row in on_first.measures] == [
        ["Stronger communities"],
        [],
        [],
    ]
    assert [row.code for row in queries.objective(place.code, there.pk, viewer=COMMAND_LINE).measures] == [
        "NI 1"
    ]
    (also,) = queries.measure(place.code, on_second.id, viewer=COMMAND_LINE).also
    assert also.objective is not None
    assert (also.theme.id, also.objective.id) == (agreement.pk, there.pk)
    listed = queries.measure_list(place.code, viewer=COMMAND_LINE, theme=agreement.pk)
    assert [row.code for row in listed.measures] == ["NI 1"]


def test_an_earlier_day_shows_it_where_it_hung_then(place: Partnership, agreement: Theme) -> None:
    placement = put(place, agreement)
    earlier = queries.theme(place.code, agreement.pk, viewer=COMMAND_LINE.at(BEFORE))
    assert earlier.measures == ()
    with clock.standing_at(datetime(2009, 5, 1, tzinfo=UTC)):
        operations.end_placement(by=COMMAND_LINE, placement=placement, reason="The agreement left it out.")
    assert queries.theme(place.code, agreement.pk, viewer=COMMAND_LINE).measures == ()
    between = queries.theme(
        place.code, agreement.pk, viewer=COMMAND_LINE.at(datetime(2009, 4, 1, tzinfo=UTC))
    )
    assert [row.code for row in between.measures] == ["NI 1"]


def test_what_cannot_be_placed_is_refused(place: Partnership, agreement: Theme) -> None:
    put(place, agreement)
    other = record.loaded("southshire", measures=1)
    agreed = Strategy.objects.get(pk=agreement.strategy_id)
    second = strategy.add_theme(by=COMMAND_LINE, strategy=agreed, title="Second")
    for theme, objective, words in (
        (agreement, None, "End that first"),
        (second, None, "End that first"),
        (first_theme(place), None, "hangs in this framework already"),
        (first_theme(other), None, "a theme of this partnership"),
        (agreement, Objective.objects.get(theme=first_theme(place)), "an objective of this theme"),
    ):
        with pytest.raises(Invalid, match=words):
            put(place, theme, objective=objective)
    assert Placement.objects.filter(under__isnull=False).count() == 1


def test_a_framework_that_counts_no_more_takes_nothing(place: Partnership, agreement: Theme) -> None:
    Strategy.objects.filter(pk=agreement.strategy_id).update(superseded_at=NOW)
    with pytest.raises(Invalid, match="one that still counts"):
        put(place, Theme.objects.select_related("subject", "strategy").get(pk=agreement.pk))


def test_taking_out_says_why_and_happens_once(place: Partnership, agreement: Theme) -> None:
    placement = put(place, agreement)
    with pytest.raises(Invalid, match="why it ends"):
        operations.end_placement(by=COMMAND_LINE, placement=placement, reason=" ")
    operations.end_placement(by=COMMAND_LINE, placement=placement, reason="Left out.")
    with pytest.raises(Conflict):
        operations.end_placement(by=COMMAND_LINE, placement=placement, reason="Left out.")
    written = Placement.objects.create(measure=placement.measure, framework="NIS")
    with pytest.raises(Refused, match="own document"):
        operations.end_placement(by=COMMAND_LINE, placement=written, reason="x")
    events = AuditEvent.objects.filter(verb__startswith="measure.plac").order_by("id")
    where = "Area agreement: Stronger communities"
    assert [event.changes["also under"] for event in events] == [[None, where], [where, None]]


def test_a_document_leaves_what_was_placed_by_hand(place: Partnership, agreement: Theme) -> None:
    placement = put(place, agreement)
    operations.set_placements(placement.measure, [("NIS", "Safer")], by=COMMAND_LINE)
    operations.set_placements(placement.measure, [], by=COMMAND_LINE)
    assert [one.pk for one in placement.measure.placements.all()] == [placement.pk]


def test_an_objective_takes_its_measures_along(place: Partnership, agreement: Theme) -> None:
    put(place, agreement)
    objective = Objective.objects.get(theme=first_theme(place))
    there = Objective.objects.get(theme=agreement)
    said = {"objective": objective, "theme": agreement, "there": there}
    assert operations.place_objective(by=COMMAND_LINE, **said) == 2
    assert len(queries.theme(place.code, agreement.pk, viewer=COMMAND_LINE).measures) == 3
    with pytest.raises(Refused, match="No measure of this objective is left"):
        operations.place_objective(by=COMMAND_LINE, **said)


def test_it_is_the_managers(place: Partnership, agreement: Theme) -> None:
    placement = put(place, agreement)
    lead = factories.member(place, Role.Kind.THEME_LEAD).viewer
    for act in (
        lambda: operations.place_under(by=lead, measure=placement.measure, theme=agreement),
        lambda: operations.place_objective(
            by=lead, objective=Objective.objects.get(theme=first_theme(place)), theme=agreement
        ),
        lambda: operations.end_placement(by=lead, placement=placement, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_measure_that_ended_with_its_strategy_is_shown_as_it_was_known_last(place: Partnership) -> None:
    old = Strategy.objects.of(place.pk).select_related("subject").get()
    objective = Objective.objects.of(place.pk).get()
    with clock.standing_at(BEFORE):
        new = strategy.add_strategy(by=COMMAND_LINE, partnership=place, title="Next")
    with clock.standing_at(NOW):
        operations.follow(
            by=COMMAND_LINE,
            old=old,
            new=new,
            fates={objective.pk: ("reached", None, "")},
            themes={},
            reason="It is over.",
        )
    ended = record.measure_coded("NI 1", place)
    shown = queries.measure(place.code, ended.pk, viewer=COMMAND_LINE)
    assert (shown.heading.as_known, shown.objective and shown.objective.id) == (NOW.date(), objective.pk)
    with pytest.raises(NotFound):
        queries.measure(place.code, ended.pk, viewer=COMMAND_LINE.at(datetime(2008, 1, 1, tzinfo=UTC)))


def test_an_effect_on_equality_to_look_at_again_is_late(place: Partnership) -> None:
    theme = first_theme(place)
    with clock.standing_at(NOW):
        strategy.look_at_equality(
            by=COMMAND_LINE, about=theme.subject, state="partly", review_on=date(2009, 4, 1)
        )
    with clock.standing_at(datetime(2009, 4, 1, 9, tzinfo=UTC)):
        assert [one.kind for one in queries.late(place.code, viewer=COMMAND_LINE).lines] == []
    with clock.standing_at(datetime(2009, 4, 3, 9, tzinfo=UTC)):
        (line,) = queries.late(place.code, viewer=COMMAND_LINE).lines
    assert (line.kind, line.what.id, line.days) == ("Effect on equality", theme.pk, 2)


def test_the_forms(place: Partnership, agreement: Theme) -> None:
    client = Client()
    client.force_login(factories.manager(place).account)

    def to(page: str, *ids: int) -> str:
        return reverse(f"web:{page}", args=[place.code, *ids])

    measure = Measure.objects.of(place.pk).get(code="NI 1")
    assert client.post(to("place-measure", measure.pk), {"theme": ""}).status_code == 422
    assert client.post(to("place-measure", measure.pk), {"theme": first_theme(place).pk}).status_code == 422
    assert client.post(to("place-measure", measure.pk), {"theme": agreement.pk}).status_code == 302
    placement = Placement.objects.get(under=agreement)
    page = client.get(to("measure", measure.pk)).content.decode()
    assert "Also under" in page
    assert to("end-placement", placement.pk) in page
    assert "Also under Safer places" in client.get(to("theme", agreement.pk)).content.decode()
    glance = client.get(to("partnership"), {"framework": agreement.strategy_id}).content.decode()
    assert "2 measures hang in no theme of this framework." in glance
    objective = Objective.objects.get(theme=first_theme(place))
    assert client.post(to("place-objective", objective.pk), {"theme": agreement.pk}).status_code == 302
    assert client.post(to("end-placement", placement.pk), {"reason": ""}).status_code == 422
    assert client.post(to("end-placement", placement.pk), {"reason": "Left out."}).status_code == 302
    assert client.get(to("end-placement", placement.pk)).status_code == 404
