"""Formulas: understood or refused with the place, ordered, and worked out on columns."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.reckoning.columns import State
from goldenthread.reckoning.derived import Derived, Values, evaluate, evaluate_all
from goldenthread.reckoning.formula import (
    DEEPEST,
    LONGEST,
    Apply,
    Circle,
    FormulaError,
    Name,
    Node,
    Number,
    order,
    parse,
)

A, B, C = Name("A"), Name("B"), Name("C")


@pytest.mark.parametrize(
    ("text", "root", "names"),
    [
        ("A", A, ("A",)),
        ("[NI  154]", Name("NI 154"), ("NI 154",)),
        ("[Wærd (1) + 2]", Name("Wærd (1) + 2"), ("Wærd (1) + 2",)),
        ("A + B - C", Apply("-", (Apply("+", (A, B)), C)), ("A", "B", "C")),
        ("A / B * 100", Apply("*", (Apply("/", (A, B)), Number(Decimal(100)))), ("A", "B")),
        ("A + B * C", Apply("+", (A, Apply("*", (B, C)))), ("A", "B", "C")),
        ("(A + B) * C", Apply("*", (Apply("+", (A, B)), C)), ("A", "B", "C")),
        (
            "A ÷ B × C − 1.5",
            Apply("-", (Apply("*", (Apply("/", (A, B)), C)), Number(Decimal("1.5")))),
            ("A", "B", "C"),
        ),
        ("-A - -B", Apply("-", (Apply("-", (A,)), Apply("-", (B,)))), ("A", "B")),
        ("-A * B", Apply("*", (Apply("-", (A,)), B)), ("A", "B")),
        ("sum(A, B + 1, A)", Apply("sum", (A, Apply("+", (B, Number(Decimal(1)))), A)), ("A", "B")),
        ("max(A, min(B, .5))", Apply("max", (A, Apply("min", (B, Number(Decimal("0.5")))))), ("A", "B")),
        ("[sum] + sum", Apply("+", (Name("sum"), Name("sum"))), ("sum",)),
    ],
)
def test_a_formula_is_understood(text: str, root: Node, names: tuple[str, ...]) -> None:
    found = parse(text)

    assert (found.text, found.root, found.names) == (text, root, names)


@pytest.mark.parametrize(
    ("text", "position", "what"),
    [
        ("", 1, "A number, a measure or a bracket is expected here, not the end."),
        ("A +", 4, "A number, a measure or a bracket is expected here, not the end."),
        ("A * / B", 5, "A number, a measure or a bracket is expected here, not “/”."),
        ("min(A,,B)", 7, "A number, a measure or a bracket is expected here, not “,”."),
        ("sum()", 5, "A number, a measure or a bracket is expected here, not “)”."),
        ("A B", 3, "“B” is not expected here."),
        ("A)", 2, "“)” is not expected here."),
        ("A, B", 2, "“,” is not expected here."),
        ("(A B)", 4, "“B” is not expected here."),
        ("A / 1.5.2", 8, "“.2” is not expected here."),
        ("(A", 1, "This bracket is not closed."),
        ("2 * sum(A, B", 8, "This bracket is not closed."),
        ("2 * [A", 5, "This square bracket is not closed."),
        ("[ ] + A", 1, "There is no measure between these square brackets."),
        ("A]", 2, "“]” means nothing in a formula."),
        ("A ** 2", 4, "A number, a measure or a bracket is expected here, not “*”."),
        ("A $ 2", 3, "“$” means nothing in a formula."),
        ("__import__", 1, "“_” means nothing in a formula."),
        ("A.real", 2, "“.” means nothing in a formula."),
        ("mean(A)", 1, "There is no “mean”. There are sum, min and max."),
        ("sum[(]A)", 4, "“(” is not expected here."),
        ("1 + 2", 1, "A formula names at least one measure, such as [NI 154]."),
        ("A" + "+A" * 300, LONGEST + 1, "A formula has 500 characters at most."),
        ("(" * 21 + "A" + ")" * 21, DEEPEST + 1, "More than 20 brackets or signs are open here."),
        ("-" * 21 + "A", DEEPEST + 1, "More than 20 brackets or signs are open here."),
    ],
)
def test_a_formula_that_cannot_be_read_says_where_and_what(text: str, position: int, what: str) -> None:
    with pytest.raises(FormulaError) as found:
        parse(text)

    assert (found.value.position, found.value.what) == (position, what)
    assert str(found.value) == f"Character {position}: {what}"


def test_the_longest_and_deepest_that_are_allowed_are_worked_out() -> None:
    long, deep = "A" + "+A" * 249, "(" * DEEPEST + "A" + ")" * DEEPEST

    assert len(long) == 499
    assert worked(long, A="1") == Fraction(250)
    assert worked(deep, A="1") == Fraction(1)


def test_signs_side_by_side_may_be_many_more_than_may_be_open() -> None:
    assert worked("+".join(["(A)"] * 50) + "-A" * 50, A="3") == 0


def test_derived_measures_come_after_those_that_they_need() -> None:
    formulas = {
        "rate": parse("total / [people]"),
        "total": parse("part + other"),
        "part": parse("x - y"),
        "own": parse("x"),
    }

    found = order(formulas)

    assert sorted(found) == sorted(formulas)
    assert found.index("part") < found.index("total") < found.index("rate")


@pytest.mark.parametrize(
    ("formulas", "chains", "words"),
    [
        ({"A": "A + 1"}, {("A", "A")}, "A needs A."),
        ({"A": "B", "B": "A * C", "C": "x"}, {("A", "B", "A"), ("B", "A", "B")}, " needs "),
        (
            {"A": "B", "B": "C", "C": "A", "D": "A"},
            {("A", "B", "C", "A"), ("B", "C", "A", "B"), ("C", "A", "B", "C")},
            "needs",
        ),
    ],
)
def test_formulas_that_go_round_in_a_circle_are_named(
    formulas: dict[str, str], chains: set[tuple[str, ...]], words: str
) -> None:
    with pytest.raises(Circle, match=words) as found:
        order({code: parse(text) for code, text in formulas.items()})

    assert found.value.names in chains


def columns(rows: Mapping[str, list[Fraction | State]]) -> dict[str, Values]:
    """Inputs by name; what is no number stands as its state, beside a value that must not be looked at."""
    return {
        name: Values(
            np.array([999.0 if isinstance(each, State) else float(each) for each in cells]),
            np.array([each if isinstance(each, State) else State.NUMBER for each in cells], np.uint8),
        )
        for name, cells in rows.items()
    }


def worked(text: str, **inputs: str) -> object:
    """One row: the figure, or the sentence that says why there is none."""
    states = {"missing": State.MISSING, "cannot": State.CANNOT_COMPUTE}
    cells = {name: [states.get(each) or Fraction(each)] for name, each in inputs.items()}
    found = evaluate(parse(text), columns(cells))
    return found.why(0) or Fraction(found.value[0]).limit_denominator(10**4)


@pytest.mark.parametrize(
    ("text", "inputs", "expected"),
    [
        ("A / B * 100", {"A": "1", "B": "8"}, Fraction(25, 2)),
        ("A / B * 100", {"A": "0", "B": "8"}, Fraction(0)),
        ("A / B * 100", {"A": "1", "B": "0"}, "It would be divided by zero."),
        ("A / B * 100", {"A": "0", "B": "0"}, "It would be divided by zero."),
        ("A / (B - B)", {"A": "1", "B": "7"}, "It would be divided by zero."),
        ("A / (0.1 + 0.2 - B)", {"A": "1", "B": "0.3"}, "It would be divided by zero."),
        ("1 / (A + B - 300000.3)", {"A": "100000.1", "B": "200000.2"}, "It would be divided by zero."),
        ("A + B - 0.3", {"A": "0.1", "B": "0.2"}, Fraction(0)),
        ("A - 1000000000", {"A": "1000000000.01"}, Fraction(1, 100)),
        ("A / B * 100", {"A": "missing", "B": "8"}, "There is no figure for A."),
        ("A / B * 100", {"A": "missing", "B": "missing"}, "There is no figure for A and B."),
        ("A / B * 100", {"A": "missing", "B": "0"}, "There is no figure for A."),
        ("A / B * 100", {"A": "missing", "B": "cannot"}, "There is no figure for A."),
        ("A / B * 100", {"A": "1", "B": "cannot"}, "B cannot be computed."),
        ("A / B + C", {"A": "1", "B": "0", "C": "cannot"}, "C cannot be computed."),
        ("sum(A, B, C)", {"A": "1", "B": "2", "C": "-4"}, Fraction(-1)),
        ("sum(A, B, C)", {"A": "1", "B": "2", "C": "missing"}, "There is no figure for C."),
        ("0 * A", {"A": "missing"}, "There is no figure for A."),
        ("max(A, B)", {"A": "1", "B": "missing"}, "There is no figure for B."),
        ("max(A - B, 0)", {"A": "1", "B": "3"}, Fraction(0)),
        ("min(A, B, 2)", {"A": "3", "B": "4"}, Fraction(2)),
        ("-A + 1", {"A": "3"}, Fraction(-2)),
        ("A * A * A * A", {"A": "1e100"}, "The figure is too large to compute."),
    ],
)
def test_a_formula_worked_out(text: str, inputs: dict[str, str], expected: object) -> None:
    assert worked(text, **inputs) == expected


def test_every_row_has_its_own_state_and_its_own_missing_names() -> None:
    found = evaluate(
        parse("A / B"),
        columns(
            {"A": [Fraction(6), State.MISSING, Fraction(1)], "B": [Fraction(2), Fraction(0), Fraction(0)]}
        ),
    )

    assert found.state.tolist() == [State.NUMBER, State.MISSING, State.CANNOT_COMPUTE]
    assert found.value.tolist() == [3.0, 0.0, 0.0]
    assert [found.missing_names(row) for row in range(3)] == [(), ("A",), ()]
    assert [found.why(row) for row in range(3)] == [
        "",
        "There is no figure for A.",
        "It would be divided by zero.",
    ]


def test_a_derived_measure_feeds_another() -> None:
    formulas = {"percent": parse("100 * [half]"), "half": parse("A / B")}

    found = evaluate_all(
        formulas, columns({"A": [Fraction(1), Fraction(1)], "B": [Fraction(2), Fraction(0)]})
    )

    assert sorted(found) == ["half", "percent"]
    assert found["percent"].value.tolist() == [50.0, 0.0]
    assert (found["percent"].why(1), found["half"].why(1)) == (
        "half cannot be computed.",
        "It would be divided by zero.",
    )


def test_derived_measures_in_a_circle_are_not_worked_out() -> None:
    with pytest.raises(Circle):
        evaluate_all({"A": parse("B"), "B": parse("A")}, {})


def test_a_name_that_is_not_given_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        evaluate(parse("A + B"), columns({"A": [Fraction(1)]}))


cells = st.one_of(
    st.integers(-30, 30).map(lambda number: Fraction(number, 10)),
    st.sampled_from([State.MISSING, State.CANNOT_COMPUTE]),
)
leaves = st.sampled_from(["A", "[B 2]", "0", "2", "0.3"])
texts = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda part: f"({part[0]} {part[1]} {part[2]})"),
        st.tuples(st.sampled_from(["sum", "min", "max"]), inner, inner).map(
            lambda part: f"{part[0]}({part[1]}, {part[2]})"
        ),
        inner.map(lambda part: f"-{part}"),
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(texts, st.lists(st.tuples(cells, cells), min_size=1, max_size=8))
def test_a_formula_on_columns_gives_what_exact_fractions_give_row_by_row(
    text: str, rows: list[tuple[Fraction | State, Fraction | State]]
) -> None:
    formula = parse(f"{text} + A + [B 2]")

    found = evaluate(formula, columns({"A": [a for a, _ in rows], "B 2": [b for _, b in rows]}))

    for number, (a, b) in enumerate(rows):
        check_row(found, number, formula.root, {"A": a, "B 2": b})


def check_row(found: Derived, row: int, root: Node, inputs: dict[str, Fraction | State]) -> None:
    missing = {name for name, cell in inputs.items() if cell is State.MISSING}
    assert set(found.missing_names(row)) == missing
    if missing:
        assert found.state[row] == State.MISSING
    elif any(isinstance(cell, State) for cell in inputs.values()):
        assert found.state[row] == State.CANNOT_COMPUTE
    else:
        try:
            exact = slowly(root, inputs)  # type: ignore[arg-type]
        except ZeroDivisionError:
            assert (found.state[row], found.why(row)) == (
                State.CANNOT_COMPUTE,
                "It would be divided by zero.",
            )
        else:
            assert found.state[row] == State.NUMBER
            assert found.value[row] == pytest.approx(float(exact), rel=1e-9, abs=1e-9)


def slowly(node: Node, inputs: dict[str, Fraction]) -> Fraction:
    if isinstance(node, Number):
        return Fraction(node.value)
    if isinstance(node, Name):
        return inputs[node.code]
    parts = [slowly(part, inputs) for part in node.parts]
    if node.what == "-":
        return -parts[0] if len(parts) == 1 else parts[0] - parts[1]
    if node.what in ("min", "max"):
        return min(parts) if node.what == "min" else max(parts)
    if node.what in ("+", "sum"):
        return sum(parts, Fraction(0))
    return parts[0] * parts[1] if node.what == "*" else parts[0] / parts[1]
