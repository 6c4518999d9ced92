"""A source restates its past: new figures beside the old ones, a break where they meet, targets flagged."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Invalid, NotAllowed, Refused
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Baseline, Measure, Observation, Series, SeriesBreak, Target, Vintage
from goldenthread.measures.operations import (
    RestatedFigure,
    amend_measure,
    amend_target,
    confirm_target,
    load_vintage,
    lock_period,
    observe,
    period_named,
    state_figure,
    undo_observation,
)
from goldenthread.measures.queries import figure_facts, flagged_targets, formers, vintages
from goldenthread.partnership.models import Partnership, Role
from tests import factories
from tests.overview.record import LOADED, give, loaded, measure_coded, on, whole
from tests.web.sending import as_shown

pytestmark = [pytest.mark.django_db, pytest.mark.database]
METHOD = "Aviation is counted too."


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2010, 6, 1)):
        yield


@pytest.fixture
def place() -> Partnership:
    return loaded(measures=1)


@pytest.fixture
def measure(place: Partnership) -> Measure:
    found = measure_coded("NI 1", place)
    for period, value in (("2005/06", "70"), ("2006/07", "72"), ("2007/08", "74"), ("2008/09", "76")):
        give(found, period, value, on(2009, 6, 1))
    return found


@pytest.fixture
def series(measure: Measure) -> Series:
    return whole(measure)


def _restate(measure: Measure, figures: dict[str, str], baseline: str = "", **said: object) -> Vintage:
    series = whole(measure)
    told = {"title": "2010 release", "method": METHOD, "source": "The ministry"} | said
    return load_vintage(
        by=COMMAND_LINE,
        measure=measure,
        figures=[RestatedFigure(series, period_named(p), Decimal(v)) for p, v in figures.items()],
        baselines=[RestatedFigure(series, period_named("2007/08"), Decimal(baseline))] if baseline else [],
        **told,  # type: ignore[arg-type]
    )


def _now(series: Series) -> dict[str, Decimal | None]:
    rows = Observation.objects.filter(series=series, superseded_at=None).select_related("period")
    return {str(row.period): row.value for row in rows.order_by("period__start")}


def test_the_restated_figures_stand_beside_the_old_ones(measure: Measure, series: Series) -> None:
    vintage = _restate(measure, {"2007/08": "80", "2008/09": "82.5"})

    assert _now(series) == {
        "2005/06": Decimal(70),
        "2006/07": Decimal(72),
        "2007/08": Decimal(80),
        "2008/09": Decimal("82.5"),
    }
    assert Observation.objects.filter(series=series).count() == 6
    before = formers(measure.pk, viewer=COMMAND_LINE)
    assert {(one.value, one.vintage) for one in before.values()} == {
        (Decimal(74), "2010 release"),
        (Decimal(76), "2010 release"),
    }
    assert [one.pk for one in vintages([measure.pk], viewer=COMMAND_LINE)] == [vintage.pk]


def test_a_break_is_marked_where_the_old_and_the_restated_meet(measure: Measure, series: Series) -> None:
    _restate(measure, {"2006/07": "80", "2007/08": "82"})
    breaks = SeriesBreak.objects.filter(series=series)
    assert [(one.on, one.why) for one in breaks] == [
        (date(2006, 4, 1), f"2010 release: {METHOD}"),
        (date(2008, 4, 1), f"2010 release: {METHOD}"),
    ]


def test_a_past_that_is_restated_whole_has_no_break(measure: Measure, series: Series) -> None:
    _restate(measure, {"2005/06": "80", "2006/07": "81", "2007/08": "82", "2008/09": "83"})
    assert not SeriesBreak.objects.filter(series=series).exists()


def test_a_closed_period_can_be_restated_and_not_simply_changed(
    place: Partnership, measure: Measure, series: Series
) -> None:
    period = period_named("2008/09")
    lock_period(partnership_id=place.pk, period=period)
    with pytest.raises(Refused):
        observe(by=COMMAND_LINE, series=series, period=period, value=Decimal(1), reason="No.")
    _restate(measure, {"2008/09": "82"})
    assert _now(series)["2008/09"] == Decimal(82)


def test_what_was_known_before_is_known_then(measure: Measure, series: Series) -> None:
    _restate(measure, {"2008/09": "82"}, baseline="90")
    then = COMMAND_LINE.at(on(2010, 5, 1))
    assert list(vintages([measure.pk], viewer=then)) == []
    assert formers(measure.pk, viewer=then) == {}
    assert flagged_targets([measure.pk], viewer=then) == []


def test_a_restated_figure_that_is_taken_back_says_what_was_before(measure: Measure, series: Series) -> None:
    _restate(measure, {"2008/09": "82"})
    restated = Observation.objects.get(series=series, period__label="2008/09", superseded_at=None)
    with clock.standing_at(on(2010, 6, 2)):
        undo_observation(by=COMMAND_LINE, observation=restated, reason="The release was withdrawn.")
    assert _now(series)["2008/09"] == Decimal(76)
    assert formers(measure.pk, viewer=COMMAND_LINE) == {}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"method": ""}, "method"),
        ({"figures": {}}, "figures"),
        ({"figures": {"2099/00": "1"}}, "figures"),
    ],
)
def test_a_vintage_says_what_is_wrong_with_it(
    measure: Measure, series: Series, wrong: dict[str, object], field: str
) -> None:
    figures = wrong.pop("figures", {"2008/09": "82"})
    with pytest.raises(Invalid) as problem:
        _restate(measure, figures, **wrong)  # type: ignore[arg-type]
    assert list(problem.value.fields) == [field]
    assert not Vintage.objects.exists()


def test_a_release_is_loaded_once_and_not_for_what_is_worked_out(measure: Measure) -> None:
    _restate(measure, {"2008/09": "82"})
    with pytest.raises(Invalid, match="There is a vintage"):
        _restate(measure, {"2007/08": "82"}, title="2010 RELEASE")
    Measure.objects.filter(pk=measure.pk).update(formula="NI 2 * 2")
    with pytest.raises(Refused, match="worked out from others"):
        load_vintage(
            by=COMMAND_LINE,
            measure=Measure.objects.select_related("subject").get(pk=measure.pk),
            title="Another",
            method=METHOD,
            figures=[],
        )


def test_only_who_keeps_the_measure_restates_it(place: Partnership, measure: Measure) -> None:
    contributor = factories.member(place, Role.Kind.CONTRIBUTOR).viewer
    with pytest.raises(NotAllowed):
        load_vintage(by=contributor, measure=measure, title="A", method="B", figures=[])


# Targets


def test_a_target_on_the_old_baseline_is_flagged_with_both_readings(measure: Measure) -> None:
    # The plan's baseline is 80 and its target 85: a change of 6.25%
    _restate(measure, {"2008/09": "82"}, baseline="90")
    (one,) = flagged_targets([measure.pk], viewer=COMMAND_LINE)
    assert (one.before, one.after, one.level, one.change, one.kept_change, one.moved_level) == (
        Decimal(80),
        Decimal(90),
        Decimal(85),
        Decimal("6.2"),
        Decimal("-5.6"),
        Decimal(96),
    )
    assert (one.vintage, one.why_not) == ("2010 release", "")


def test_a_second_restatement_is_read_against_what_the_target_was_agreed_on(measure: Measure) -> None:
    _restate(measure, {"2008/09": "82"}, baseline="90")
    with clock.standing_at(on(2011, 6, 1)):
        _restate(measure, {"2008/09": "83"}, baseline="95", title="2011 release")
        (one,) = flagged_targets([measure.pk], viewer=COMMAND_LINE)
    assert (one.before, one.after, one.vintage) == (Decimal(80), Decimal(95), "2011 release")


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("0", "90", "A baseline of zero"),
        ("80", "0", "A baseline of zero"),
        (None, "90", "no baseline before"),
    ],
)
def test_what_cannot_be_computed_says_why(
    measure: Measure, series: Series, before: str | None, after: str, why: str
) -> None:
    if before is None:
        Baseline.objects.filter(series=series).update(known_from=on(2010, 1, 1))
        Target.objects.filter(series=series).update(known_from=LOADED)
    else:
        Baseline.objects.filter(series=series).update(value=Decimal(before))
    _restate(measure, {"2008/09": "82"}, baseline=after)
    (one,) = flagged_targets([measure.pk], viewer=COMMAND_LINE)
    assert why in one.why_not
    assert one.moved_level is None


def test_the_flag_goes_once_somebody_decides(measure: Measure, series: Series) -> None:
    _restate(measure, {"2008/09": "82"}, baseline="90")
    target = Target.objects.get(series=series, superseded_at=None)
    with pytest.raises(Invalid):
        confirm_target(by=COMMAND_LINE, target=target, reason=" ")
    with clock.standing_at(on(2010, 7, 1)):
        confirm_target(by=COMMAND_LINE, target=target, reason="The number was meant.")
        assert flagged_targets([measure.pk], viewer=COMMAND_LINE) == []
    assert [one.value for one in Target.objects.filter(series=series).order_by("pk")] == [
        Decimal(85),
        Decimal(85),
    ]


def test_a_target_that_is_amended_after_is_not_flagged(measure: Measure, series: Series) -> None:
    _restate(measure, {"2008/09": "82"}, baseline="90")
    target = Target.objects.get(series=series, superseded_at=None)
    with clock.standing_at(on(2010, 7, 1)):
        amend_target(by=COMMAND_LINE, target=target, value=Decimal(96), reason="The change was meant.")
        assert flagged_targets([measure.pk], viewer=COMMAND_LINE) == []


def test_a_baseline_that_is_only_amended_flags_nothing(measure: Measure, series: Series) -> None:
    before = Baseline.objects.get(series=series)
    state_figure(
        Baseline,
        by=COMMAND_LINE,
        series=series,
        supersedes=before,
        period=before.period,
        value=Decimal(90),
        as_written="90",
    )
    assert flagged_targets([measure.pk], viewer=COMMAND_LINE) == []


# Pages


@pytest.fixture
def manager(place: Partnership) -> Client:
    client = Client()
    client.force_login(factories.manager(place).account)
    return client


def test_restated_figures_are_pasted_in_and_shown(manager: Client, measure: Measure, series: Series) -> None:
    address = f"/northshire/measures/{measure.pk}/restate/"
    sent = as_shown(
        manager,
        address,
        title="2010 release",
        method=METHOD,
        figures="2007/08\t80\n2008/09: 82.5\n",
        baseline="2007/08 90",
    )
    text = manager.post(address, sent, follow=True).content.decode()
    for words in (
        "Restated by its source",
        "The broken line is what was known before the 2010 release.",
        "cannot be compared with those before",
        "As agreed: 85%, a change of 6.2%.",
        "the same change would be 96%.",
        "Decide which one counts",
        'class="former"',
        "76.0% before the 2010 release",
    ):
        assert words in text, words
    assert _now(series)["2008/09"] == Decimal("82.5")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"figures": "soon"}, "“soon” is not a period and a figure"),
        ({"figures": "2008/09 82\n2008/09 83"}, "2008/09 is there twice."),
        ({"figures": "2008/09 82", "baseline": "ninety"}, "“ninety” is not a period and a figure"),
        ({"figures": "2008/09 82", "title": ""}, "Give the release a name"),
    ],
)
def test_a_line_that_is_wrong_is_named(
    manager: Client, measure: Measure, typed: dict[str, str], sentence: str
) -> None:
    address = f"/northshire/measures/{measure.pk}/restate/"
    told = {"title": "2010 release", "method": METHOD} | typed
    answer = manager.post(address, as_shown(manager, address, **told))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(("reading", "value"), [("kept", "85"), ("moved", "96")])
def test_a_manager_decides_what_a_target_means(
    manager: Client, measure: Measure, series: Series, reading: str, value: str
) -> None:
    _restate(measure, {"2008/09": "82"}, baseline="90")
    target = Target.objects.get(series=series, superseded_at=None)
    address = f"/northshire/targets/{target.pk}/confirm/"
    with clock.standing_at(on(2010, 7, 1)):
        shown = as_shown(manager, address, reading=reading, reason="The board said so.")
        text = manager.post(address, shown, follow=True).content.decode()
    assert "Decide which one counts" not in text
    assert Target.objects.get(series=series, superseded_at=None).value == Decimal(value)


def test_a_measure_page_asks_no_more_for_more_vintages(manager: Client, measure: Measure) -> None:
    amend_measure(by=COMMAND_LINE, measure=measure, definition="One.")
    address = f"/northshire/measures/{measure.pk}/"
    _restate(measure, {"2008/09": "82"}, baseline="90")
    manager.get(address)
    with CaptureQueriesContext(connection) as few:
        manager.get(address)
    for year in (2011, 2012, 2013):
        with clock.standing_at(on(year, 6, 1)):
            _restate(measure, {"2008/09": str(year - 1930)}, baseline=str(year - 1920), title=f"{year}")
    with clock.standing_at(on(2014, 6, 1)):
        manager.get(address)
        with CaptureQueriesContext(connection) as more:
            manager.get(address)
    assert len(more) == len(few)


def test_what_the_plan_says_is_held_against_the_baseline_that_it_was_agreed_on(
    place: Partnership, measure: Measure
) -> None:
    facts = list(figure_facts(Baseline, place.pk, viewer=COMMAND_LINE))
    _restate(measure, {"2008/09": "82"}, baseline="90")
    assert list(figure_facts(Baseline, place.pk, viewer=COMMAND_LINE)) == facts
    then = COMMAND_LINE.at(on(2010, 5, 1))
    assert list(figure_facts(Baseline, place.pk, viewer=then)) == facts


@pytest.mark.parametrize(
    ("restated", "path"),
    [
        ({"2008/09": "82"}, 1),
        ({"2005/06": "80", "2008/09": "82"}, 2),
        ({"2005/06": "80", "2006/07": "81"}, 1),
    ],
)
def test_what_was_known_before_is_drawn_in_runs(
    manager: Client, measure: Measure, restated: dict[str, str], path: int
) -> None:
    _restate(measure, restated)
    text = manager.get(f"/northshire/measures/{measure.pk}/").content.decode()
    drawn = text.split('class="former" d="')[1].split('"')[0]
    assert drawn.count("M") == path
    assert drawn.count("h0") == sum(
        len(run) == 1 for run in ([list(restated)] if path == 1 else [["a"], ["b"]])
    )
