"""What a document would change, on plain data."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.intake.difference import difference
from goldenthread.intake.wanted import Items, measure_keys, plain_number, wanted
from goldenthread.reading.plan import Plan, PlannedMeasure, Value, ValueStatus
from tests.factories import plan

KEY = ("a strategy",)


def asked(planned: Plan) -> Items:
    return wanted(planned, strategy_key=KEY, strategy_title="The plan")


def kinds(planned: Plan, there: Items) -> list[tuple[str, bool]]:
    return [(change.item.kind, change.is_new) for change in difference(asked(planned), there).changes]


def with_measure(planned: Plan, number: int, **fields: object) -> Plan:
    measures = list(planned.measures)
    measures[number] = replace(measures[number], **fields)  # type: ignore[arg-type]
    return replace(planned, measures=tuple(measures))


def test_everything_is_new_to_an_empty_partnership() -> None:
    result = difference(asked(plan(1)), {})

    assert all(change.is_new for change in result.changes)
    assert [change.item.kind for change in result.changes] == [
        "strategy",
        "theme",
        "objective",
        "commitment",
        "measure",
        "baseline",
        "target",
        "action",
        "equality",
        "risk",
    ]


def test_the_same_plan_again_changes_nothing() -> None:
    result = difference(asked(plan()), asked(plan()))

    assert result.is_empty
    assert result.unchanged == len(asked(plan()))
    assert result.not_mentioned == ()


def test_a_second_strategy_is_its_own_and_a_plan_without_one_joins_the_newest() -> None:
    renamed = replace(plan(1), strategy=replace(plan(1).strategy, title="A fairer county"))  # type: ignore[type-var]

    assert [change.item.kind for change in difference(asked(renamed), asked(plan(1))).changes] == [
        "strategy",
        "theme",
    ]
    assert next(iter(asked(replace(plan(1), strategy=None))))[0] == "theme"


def test_a_changed_objective_amends_the_measure() -> None:
    amended = with_measure(plan(1), 0, long_term_objective="Nobody is hurt at home")

    assert kinds(amended, asked(plan(1))) == [
        ("objective", True),
        ("commitment", True),
        ("measure", False),
        ("action", False),
    ]


def test_a_changed_figure_is_an_amendment_of_that_figure_alone() -> None:
    value = plan(1).measures[0].targets[0]
    amended = with_measure(plan(1), 0, targets=(replace(value, value=Decimal(90), as_written="90%"),))

    result = difference(asked(amended), asked(plan(1)))

    assert [(change.item.kind, change.fields) for change in result.changes] == [
        ("target", {"value": ("85", "90"), "as_written": ("85%", "90%")})
    ]


def test_what_a_document_leaves_out_is_left_alone_and_named() -> None:
    result = difference(asked(plan(1)), asked(plan(2)))

    assert result.is_empty
    assert {item.kind for item in result.not_mentioned} == {
        "measure",
        "baseline",
        "target",
        "action",
        "equality",
        "risk",
    }


def test_a_blank_does_not_take_out_what_is_there() -> None:
    silent = with_measure(plan(1), 0, lead_people=(), monitoring_text="")

    assert difference(asked(silent), asked(plan(1))).is_empty


def test_a_theme_is_one_however_its_name_is_written() -> None:
    one = replace(plan(1), themes=(replace(plan(1).themes[0], name="Safer & fairer places (SFP)"),))
    other = replace(one, themes=(replace(one.themes[0], name="Safer and fairer places"),))

    assert [
        change.item.kind for change in difference(asked(other), asked(one)).changes if change.is_new
    ] == []


def twice(first: str, second: str) -> Plan:
    """A plan that has NI 1 twice, under two objectives."""
    measure = plan(1).measures[0]
    return replace(
        plan(1),
        measures=(
            replace(measure, long_term_objective=first),
            replace(measure, long_term_objective=second, baselines=(), targets=()),
        ),
    )


def test_one_code_twice_in_a_document_is_two_measures() -> None:
    assert [key for kind, key in asked(twice("Peace", "Order")) if kind == "measure"] == [
        ("NI 1", "", "peace"),
        ("NI 1", "", "order"),
    ]


def test_a_measure_that_a_second_one_joins_is_known_by_its_objective() -> None:
    alone = with_measure(plan(1), 0, long_term_objective="Peace")

    result = difference(asked(twice("Peace", "Order")), asked(alone))

    assert [change.item.key for change in result.changes if change.item.kind == "measure"] == [
        ("NI 1", "", "order")
    ]
    assert [change.item.kind for change in result.changes if not change.is_new] == ["risk"]


def test_a_measure_whose_twin_is_gone_is_still_the_same() -> None:
    alone = with_measure(plan(1), 0, long_term_objective="Peace")

    assert difference(asked(alone), asked(twice("Peace", "Order"))).is_empty


def test_the_same_twice_even_by_objective_stays_apart() -> None:
    assert measure_keys([("NI 1", "T", None, "O")] * 3) == [
        ("NI 1", "", "o"),
        ("NI 1", "", "o", "again", 2),
        ("NI 1", "", "o", "again", 3),
    ]


def test_without_a_code_the_title_says_which_it_is() -> None:
    assert measure_keys([(None, "Waste & recycling", "Hertsmere", None), (None, "Waste", None, None)]) == [
        ("waste recycling", "hertsmere"),
        ("waste", ""),
    ]


numbers = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=4)
values = st.builds(
    Value,
    lines=st.just((1, 1)),
    as_written=st.text(min_size=1, max_size=8),
    place=st.none() | st.sampled_from(["North", "South"]),
    period=st.none() | st.sampled_from(["2008/09", "2009/10"]),
    value=st.none() | numbers,
    unit=st.none() | st.just("%"),
    status=st.none() | st.sampled_from(ValueStatus),
)
measures = st.builds(
    PlannedMeasure,
    title=st.sampled_from(["Waste", "Crime", "Homes"]),
    lines=st.just((1, 9)),
    theme=st.sampled_from(["Safe", "Safe & well", "Well"]),
    code=st.none() | st.sampled_from(["NI 1", "NI 2"]),
    place=st.none() | st.just("Hertsmere"),
    long_term_objective=st.none() | st.sampled_from(["Peace", "Order"]),
    baselines=st.lists(values, max_size=3).map(tuple),
    targets=st.lists(values, max_size=3).map(tuple),
)
plans = st.builds(Plan, measures=st.lists(measures, max_size=5).map(tuple))


@given(plans)
def test_any_plan_asked_twice_changes_nothing_the_second_time(planned: Plan) -> None:
    assert difference(asked(planned), asked(planned)).is_empty


@given(plans)
def test_no_measure_or_figure_is_lost_on_the_way(planned: Plan) -> None:
    found = [kind for kind, _ in asked(planned)]

    assert found.count("measure") == len(planned.measures)
    assert found.count("target") == sum(len(measure.targets) for measure in planned.measures)


@given(numbers)
def test_a_plain_number_is_the_same_number(number: Decimal) -> None:
    assert Decimal(plain_number(number) or "") == number


def test_no_number_stays_none_and_zero_stays_zero() -> None:
    assert (plain_number(None), plain_number(Decimal("0.00"))) == (None, "0")
