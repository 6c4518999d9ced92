"""A sum of money in running text against the list of its parts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reading.plan import Passage
from goldenthread.reckoning.findings.totals import UnequalSum, in_pounds, unequal_sums


def passages(*texts: str) -> list[Passage]:
    return [Passage(text, (line, line)) for line, text in enumerate(texts, start=1)]


def test_parts_that_do_not_add_up_to_the_sum_before_them_are_told() -> None:
    plan = passages(
        "£90m will be spent on colleges.",
        "The breakdown is as follows:",
        "Quill £57m",
        "Tamsey £40m",
        "And so on.",
    )

    assert list(unequal_sums(plan)) == [UnequalSum(Decimal(90_000_000), Decimal(97_000_000), (1, 4))]


def test_the_introducing_sentence_may_name_the_total_itself() -> None:
    plan = passages("It spent £5m.", "The £1,200 is made up of:", "Hall £700;", "Park £400")

    assert list(unequal_sums(plan)) == [UnequalSum(Decimal(1200), Decimal(1100), (2, 4))]


@pytest.mark.parametrize(
    "texts",
    [
        ("£97m will be spent.", "Broken down as follows:", "Quill £57m", "Tamsey £40m"),
        ("£2.4m will be spent.", "This is split as follows:", "Quill £1.24 million", "Tamsey £1,120k"),
        ("£90m will be spent, £20m of it on Tamsey.", "Breakdown:", "Quill £57m", "Tamsey £40m"),
        ("£90m will be spent.", "The breakdown is as follows:", "Quill £57m", "the rest later"),
        ("£90m will be spent.", "Among the gains:", "Quill £57m", "Tamsey £40m"),
        ("A new college opens.", "Breakdown:", "Quill £57m", "Tamsey £40m"),
        ("Breakdown:", "Quill £57m", "Tamsey £40m", "£90m"),
        ("£120m will be spent.", "Breakdown:", "Quill £57m", "Tamsey £40m", "Orlingford: not yet known"),
        ("£97m will be spent.", "Breakdown:", "Quill £57m", "Tamsey £40m", "Total £97m"),
        (
            "£90m will be spent.",
            "Breakdown:",
            "Quill £57m",
            "Tamsey got £40m and will ask for more next year",
        ),
    ],
    ids=[
        "equal",
        "rounded",
        "two totals",
        "one part",
        "no breakdown",
        "no total",
        "nothing before",
        "a part unknown",
        "total listed",
        "told, not listed",
    ],
)
def test_nothing_is_said_where_the_sums_agree_or_nobody_can_tell(texts: tuple[str, ...]) -> None:
    assert list(unequal_sums(passages(*texts))) == []


@given(st.lists(st.integers(1, 500), min_size=2, max_size=6), st.integers(-20, 20))
def test_whole_pounds_agree_only_within_their_rounding(parts: list[int], off: int) -> None:
    total = sum(parts) + off
    plan = passages(f"£{max(total, 0)} in all.", "Made up as follows:", *(f"Part £{part}" for part in parts))

    agrees = 2 * abs(max(total, 0) - sum(parts)) <= len(parts) + 1

    assert (list(unequal_sums(plan)) == []) is agrees


@pytest.mark.parametrize(
    ("amount", "words"),
    [("247000000", "£247 million"), ("30680000", "£30.68 million"), ("91000", "£91,000"), ("12.5", "£12.50")],
)
def test_a_sum_in_words(amount: str, words: str) -> None:
    assert in_pounds(Decimal(amount)) == words
