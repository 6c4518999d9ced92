"""The arithmetic behind the findings, against a slow and obvious second way."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.findings.figures import change_gives, changed, fraction_gives, half_step
from goldenthread.reckoning.findings.polarity import Polarity, polarity
from goldenthread.reckoning.periods import span


def written(places: int, most: int = 10_000) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most * 10**places).map(lambda number: Decimal(number).scaleb(-places))


baselines = written(1)
changes = st.integers(-999, 999).map(lambda number: Decimal(number).scaleb(-1))


def slowly_gives(baseline: Decimal, change: Decimal, value: Decimal) -> bool:
    """Every change that is written so, in steps of a hundredth of it: does one give a value that is written so?"""
    low, high = Fraction(value) - Fraction(1, 20), Fraction(value) + Fraction(1, 20)
    outcomes = [
        Fraction(baseline) * (100 + Fraction(change) + Fraction(step, 2000)) / 100
        for step in range(-100, 101)
    ]
    return min(outcomes) <= high and low <= max(outcomes)


@given(baselines, changes, written(1))
def test_a_change_gives_a_value_as_the_slow_way_says(
    baseline: Decimal, change: Decimal, value: Decimal
) -> None:
    assert change_gives(baseline, change, value) == slowly_gives(baseline, change, value)


@given(baselines, changes)
def test_the_rounded_outcome_of_a_change_is_always_accepted(baseline: Decimal, change: Decimal) -> None:
    assert change_gives(baseline, change, round(changed(baseline, change), 1))


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 2))
def test_a_rounded_percentage_is_always_accepted(part: int, whole: int, places: int) -> None:
    percent = round(Decimal(part) * 100 / Decimal(whole), places)

    assert fraction_gives(Decimal(part), Decimal(whole), percent) is True


def test_no_denominator_no_answer() -> None:
    assert fraction_gives(Decimal(1), Decimal(0), Decimal(50)) is None


@pytest.mark.parametrize(
    ("number", "half"), [("6.2", "0.05"), ("15381", "0.5"), ("56.00", "0.005"), ("0", "0.5")]
)
def test_what_a_number_was_rounded_to(number: str, half: str) -> None:
    assert half_step(Decimal(number)) == Decimal(half)


@pytest.mark.parametrize(
    ("title", "way"),
    [
        ("Percentage of household waste recycled or composted", Polarity.HIGHER),
        ("Residual household waste per household", Polarity.LOWER),
        ("Serious acquisitive crime rate", Polarity.LOWER),
        ("Young offenders engagement in education, training or employment", Polarity.HIGHER),
        ("Secondary school persistent absence rate", Polarity.LOWER),
        ("People who find it difficult to travel to hospital", Polarity.LOWER),
        ("Bus services running on time", Polarity.HIGHER),
        ("Reduce the % of people on out of work benefits", Polarity.LOWER),
        ("Increase the proportion qualified to level 2", Polarity.HIGHER),
        ("Per capita reduction in CO2 emissions", Polarity.LOWER),
        ("Proportion of children in poverty", Polarity.LOWER),
        ("Stopping smoking", Polarity.HIGHER),
        ("Net additional homes provided", Polarity.HIGHER),
        ("Services for disabled children", None),
        ("Achievement gap between pupils on free school meals and their peers", Polarity.LOWER),
        ("Young people who are not in education, employment or training", Polarity.LOWER),
        ("Young people who are not in work, school or training", Polarity.LOWER),
        ("Emergency readmissions within 28 days", Polarity.LOWER),
        ("Satisfaction with how anti-social behaviour is dealt with", Polarity.HIGHER),
        ("Empty homes brought back into use", Polarity.HIGHER),
        ("Offences brought to justice", Polarity.HIGHER),
        ("Take up of school lunches", Polarity.HIGHER),
        ("Rate of proven re-offending", Polarity.LOWER),
        ("Improved street cleanliness (litter and graffiti)", None),
        ("Understanding of local concerns about crime", None),
        ("Building resilience to violent extremism", None),
        ("End of life care", None),
        ("Percentage of non-decent homes", None),
        ("People with no qualifications", None),
        ("Pupils not achieving level 4", None),
        ("Households whose homelessness was prevented", None),
        ("Serious crime detection rate", None),
        ("Percentage change in emissions", None),
        ("Sentenced to custody after receiving a conviction", None),
    ],
)
def test_which_way_a_measure_should_go(title: str, way: Polarity | None) -> None:
    assert polarity(title) is way


def test_a_percentage_of_a_reduction_says_nothing_and_what_is_left_does() -> None:
    assert polarity("Per capita reduction in CO2 emissions", "%") is None
    assert polarity("Per capita reduction in CO2 emissions", "tonnes") is Polarity.LOWER


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2008/09", date(2008, 4, 1), date(2009, 3, 31)),
        ("2007/08 Q3", date(2007, 10, 1), date(2007, 12, 31)),
        ("2007/08 Q4", date(2008, 1, 1), date(2008, 3, 31)),
        ("2006", date(2006, 1, 1), date(2006, 12, 31)),
        ("Feb 2008", date(2008, 2, 1), date(2008, 2, 29)),
        ("12 Jan 2009", date(2009, 1, 12), date(2009, 1, 12)),
        ("summer 2007", date(2007, 6, 1), date(2007, 8, 31)),
        ("winter 2007", date(2007, 12, 1), date(2008, 2, 29)),
    ],
)
def test_the_days_of_a_period(label: str, first: date, last: date) -> None:
    assert span(label) == (first, last)


@pytest.mark.parametrize("label", ["", "Year 1", "Feb", "31 Feb 2008", "Foo 2008", "2008/09 Q5"])
def test_a_label_without_days(label: str) -> None:
    assert span(label) is None


@given(st.integers(1990, 2060))
def test_the_quarters_of_a_year_follow_each_other_and_fill_it(year: int) -> None:
    label = f"{year}/{(year + 1) % 100:02d}"
    quarters = [span(f"{label} Q{number}") for number in (1, 2, 3, 4)]
    days = [one for quarter in quarters if quarter for one in quarter]

    assert (days[0], days[-1]) == span(label)
    assert [days[i + 1] - days[i] for i in (1, 3, 5)] == [timedelta(days=1)] * 3
