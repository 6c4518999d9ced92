"""How a figure stands to its target: every edge, in numbers and in words."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.rule import BY_KEY, Mark, Polarity, Rule, Rules
from goldenthread.reckoning.status import STATUS_OF_MARK
from tests.reckoning import slow

MET, NEAR, MISSED = Mark


def mark_of(rule: Rule, value: str, target: str = "0") -> Mark:
    found = Rules.of([rule]).mark(np.array([float(Decimal(value))]), np.array([float(Decimal(target))]))
    return Mark(found[0])


def of(polarity: str, tolerance: str | None = None, kind: str = "", low: str = "", high: str = "") -> Rule:
    return Rule(
        polarity,
        None if tolerance is None else Decimal(tolerance),
        kind,
        Decimal(low) if low else None,
        Decimal(high) if high else None,
    )


@pytest.mark.parametrize(
    ("rule", "target", "value", "expected"),
    [
        # 5% of the target's size where nobody set another tolerance
        (of("higher"), "85", "90", MET),
        (of("higher"), "85", "85", MET),
        (of("higher"), "85", "84.999999", NEAR),
        (of("higher"), "85", "80.75", NEAR),
        (of("higher"), "85", "80.749999", MISSED),
        (of("lower"), "40", "40", MET),
        (of("lower"), "40", "40.000001", NEAR),
        (of("lower"), "40", "42", NEAR),
        (of("lower"), "40", "42.000001", MISSED),
        (of("lower"), "40", "0", MET),
        # a tolerance in the measure's own unit
        (of("higher", "2", "unit"), "85", "83", NEAR),
        (of("higher", "2", "unit"), "85", "82.999999", MISSED),
        (of("lower", "2", "unit"), "85", "87", NEAR),
        # 0.7 and 0.1 have no exact binary form: 0.7 + 0.1 must still meet 0.8
        (of("lower", "0.1", "unit"), "0.7", "0.8", NEAR),
        (of("higher", "0.1", "unit"), "0.3", "0.2", NEAR),
        (of("higher", "10", "share"), "0.3", "0.27", NEAR),
        # no tolerance at all
        (of("higher", "0", "share"), "85", "85", MET),
        (of("higher", "0", "share"), "85", "84.999999", MISSED),
        (of("lower", "0", "unit"), "85", "85.000001", MISSED),
        # zero is a number; a share of nothing is nothing, a tolerance in units is not
        (of("higher"), "0", "0", MET),
        (of("higher"), "0", "-0.000001", MISSED),
        (of("lower"), "0", "0", MET),
        (of("lower"), "0", "0.000001", MISSED),
        (of("lower", "3", "unit"), "0", "3", NEAR),
        (of("lower", "3", "unit"), "0", "4", MISSED),
        # negative targets: the share is of their size
        (of("higher"), "-100", "-100", MET),
        (of("higher"), "-100", "-105", NEAR),
        (of("higher"), "-100", "-105.000001", MISSED),
        (of("lower"), "-100", "-95", NEAR),
        (of("lower"), "-100", "-94.999999", MISSED),
        (of("higher", "200", "share"), "10", "-10", NEAR),
        # within a range: both ends belong to it, the tolerance is of the end that is passed
        (of("range", low="10", high="20"), "", "10", MET),
        (of("range", low="10", high="20"), "", "20", MET),
        (of("range", low="10", high="20"), "", "9.5", NEAR),
        (of("range", low="10", high="20"), "", "9.499999", MISSED),
        (of("range", low="10", high="20"), "", "21", NEAR),
        (of("range", low="10", high="20"), "", "21.000001", MISSED),
        (of("range", low="10", high="10"), "", "10", MET),
        (of("range", "1", "unit", low="0", high="20"), "", "-1", NEAR),
        (of("range", low="0", high="20"), "", "-0.000001", MISSED),
        (of("range", low="10"), "", "1000000", MET),
        (of("range", low="10"), "", "9", MISSED),
        (of("range", high="20"), "", "-1000000", MET),
        (of("range", high="20"), "", "21.5", MISSED),
        # large and small together
        (of("higher", "0", "unit"), "900000000", "899999999.99", MISSED),
    ],
)
def test_a_figure_against_its_target(rule: Rule, target: str, value: str, expected: Mark) -> None:
    assert mark_of(rule, value, target or "0") is expected


cents = st.integers(-20_000, 20_000).map(lambda number: Decimal(number) / 100)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["higher", "lower", "range"]),
            st.none() | st.decimals(0, 100, places=1),
            st.sampled_from(["unit", "share"]),
            st.tuples(cents, cents).map(sorted),
            cents,
            cents | st.none(),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_many_figures_are_marked_as_exact_fractions_are(rows: list[tuple]) -> None:  # type: ignore[type-arg]
    rules = [Rule(way, tolerance, kind, *ends) for way, tolerance, kind, ends, _, _ in rows]
    targets = [target for *_, target, _ in rows]
    values = [
        _value(rule, target, value) for rule, target, (*_, value) in zip(rules, targets, rows, strict=True)
    ]

    found = Rules.of(rules).mark(np.array(values, np.float64), np.array(targets, np.float64))

    assert [Mark(mark) for mark in found] == [
        {code: mark for mark, code in zip(Mark, STATUS_OF_MARK, strict=True)}[
            slow.mark(Fraction(value), Fraction(target), rule)
        ]
        for value, target, rule in zip(values, targets, rules, strict=True)
    ]


def _value(rule: Rule, target: Decimal, value: Decimal | None) -> Decimal:
    """The value given; None stands for the very edge of the tolerance."""
    if value is not None:
        return value
    if rule.polarity == "range":
        return (rule.range_high or Decimal(0)) + rule.distance(rule.range_high or Decimal(0))
    return target - rule.distance(target) if rule.polarity == "higher" else target + rule.distance(target)


@pytest.mark.parametrize(
    ("rule", "target", "words"),
    [
        (of("higher"), "85", "On track at 85% or more; watch down to 80.75%; off track below."),
        (of("lower", "2", "unit"), "7.5", "On track at 7.5% or less; watch up to 9.5%; off track above."),
        (of("higher", "0", "unit"), "85", "On track at 85% or more; off track below."),
        (of("lower"), "0", "On track at 0% or less; off track above."),
        (of("higher"), "-100", "On track at -100% or more; watch down to -105%; off track below."),
        (
            of("higher"),
            "",
            "On track at the target or more; watch below it by 5% of the target at most; off track further below.",
        ),
        (
            of("lower", "2.5", "unit"),
            "",
            "On track at the target or less; watch above it by 2.5% at most; off track further above.",
        ),
        (of("lower", "0", "share"), "", "On track at the target or less; off track above."),
        (
            of("range", low="10", high="20"),
            "",
            "On track from 10% to 20%; watch down to 9.5% and up to 21%; off track beyond.",
        ),
        (of("range", low="0", high="20"), "", "On track from 0% to 20%; watch up to 21%; off track beyond."),
        (of("range", "0", "unit", low="1", high="2"), "", "On track from 1% to 2%; off track outside."),
        (of("range", low="10"), "85", "On track at 10% or more; watch down to 9.5%; off track below."),
        (of("range", high="20"), "", "On track at 20% or less; watch up to 21%; off track above."),
        (
            of("range"),
            "85",
            "Within a range is better, but nobody has said which range, so it is not judged.",
        ),
        (of("none"), "85", "Neither a higher nor a lower figure is better, so it is not judged."),
        (of(""), "85", "Nobody has said whether a higher or a lower figure is better, so it is not judged."),
    ],
)
def test_a_rule_in_words(rule: Rule, target: str, words: str) -> None:
    assert rule.in_words("%", 0, Decimal(target) if target else None) == words


@given(
    st.sampled_from(["higher", "lower"]),
    st.none() | st.decimals(0, 50, places=2),
    st.sampled_from(["unit", "share"]),
    st.decimals(-1000, 1000, places=2),
)
def test_the_edge_in_the_sentence_is_the_edge_of_watch(
    polarity: str, tolerance: Decimal | None, kind: str, target: Decimal
) -> None:
    rule = Rule(polarity, tolerance, kind)
    words = rule.in_words("", 0, target).replace(",", "")
    if "watch" not in words:
        assert rule.distance(target) == 0
        return
    edge = Decimal(words.split(" to ")[1].split(";")[0])
    beyond = edge - Decimal("0.0001") if polarity == "higher" else edge + Decimal("0.0001")

    assert mark_of(rule, str(edge), str(target)) is Mark.NEAR
    assert mark_of(rule, str(beyond), str(target)) is Mark.MISSED


@pytest.mark.parametrize(
    "wrong",
    [
        {"polarity": "upwards"},
        {"tolerance": Decimal(-1), "tolerance_kind": "unit"},
        {"tolerance": Decimal(1), "tolerance_kind": ""},
    ],
)
def test_a_rule_that_means_nothing_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"olarity|olerance"):
        Rule(**wrong)  # type: ignore[arg-type]


def test_polarities_keep_the_words_of_the_record() -> None:
    assert {key: polarity.name for key, polarity in BY_KEY.items()} == {
        "": "UNKNOWN",
        "higher": "HIGHER",
        "lower": "LOWER",
        "range": "RANGE",
        "none": "NONE",
    }
    assert Rules.of([of("range"), of("range", low="1"), of("higher"), of("none")]).can_judge.tolist() == [
        False,
        True,
        True,
        False,
    ]
    assert Polarity.UNKNOWN.key == ""
