"""The words of the mails: what is asked, by when, and what a reader may do about it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.returns.letters import MOST_LINES, Line, Part, text_of, title_of

TODAY = date(2009, 7, 20)


def asked(*days: int, partnership: str = "Northshire", link: int = 1) -> Part:
    lines = tuple(Line(f"Figure {n}", TODAY + timedelta(days=day)) for n, day in enumerate(days))
    return Part(partnership, "First quarter", lines, link=link)


def late(told_as: str, link: int = 1, who: str = "Ann") -> Part:
    line = Line("Figure 1", TODAY - timedelta(days=3), who=who)
    return Part("Northshire", "First quarter", (line,), link=link, told_as=told_as)


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        ([asked(1)], "Northshire asks you for 1 answer by 21 July 2009"),
        ([asked(1, 5)], "Northshire asks you for 2 answers by 21 July 2009"),
        ([asked(0, 5)], "Due today: 2 answers for Northshire"),
        ([asked(-1, 5)], "Overdue: 1 answer for Northshire"),
        (
            [asked(1), asked(2, partnership="Southshire")],
            "2 partnerships ask you for 2 answers by 21 July 2009",
        ),
        ([late("deputy")], "Not answered yet: 1 answer for Northshire"),
        ([late("deputy"), asked(1)], "Northshire asks you for 1 answer by 21 July 2009"),
    ],
)
def test_the_subject_says_what_and_by_when(parts: list[Part], title: str) -> None:
    assert title_of(parts, TODAY) == title


def test_who_is_asked_reads_all_that_they_need() -> None:
    line = Line("Re-offending", TODAY - timedelta(days=1), to_change="Is this\n45%?")
    text = text_of("Ann", [Part("Northshire", "First quarter", (line,), link=1)], TODAY)
    assert text == (
        "Hello Ann,\n\n"
        "Northshire asks you for 1 answer: First quarter. 1 answer is overdue.\n\n"
        "- Re-offending: was due on 19 July 2009\n"
        "  It came back to you: Is this 45%?\n\n"
        "Answer here:\n[[1]]\n\n"
        "It takes a few minutes, and you need no account. What you type is kept as you go.\n"
        "There is nothing to report yet? Say so on the page, and why. That is a real answer too.\n"
        "Somebody else has the answer? Choose “Hand it on” on the page.\n\n"
        "The link is for you alone. Please do not pass it on.\n\n"
        "You may have answered while this mail was on its way. Then you need do nothing.\n"
        "Replies to this mail reach nobody.\n"
    )


@pytest.mark.parametrize(
    ("told_as", "said", "link"),
    [
        ("deputy", "You are the deputy for these", True),
        ("organisation", "Your organisation leads on these", False),
        ("theme lead", "reminders have not helped", True),
    ],
)
def test_who_is_told_reads_who_was_asked(told_as: str, said: str, link: bool) -> None:
    text = text_of("", [late(told_as)], TODAY)
    assert text.startswith("Hello,\n")
    assert said in text
    assert "- Figure 1: was due on 17 July 2009; asked: Ann" in text
    assert ("[[1]]" in text) is link
    assert "you need no account" not in text
    assert "asked: nobody who can be written to" in text_of("", [late(told_as, who="")], TODAY)


@given(st.lists(st.integers(-30, 30), min_size=1, max_size=60))
def test_a_long_list_is_counted_and_never_cut_silently(days: list[int]) -> None:
    text = text_of("Ann", [asked(*days)], TODAY)
    listed = text.count("\n- Figure")
    assert listed == min(len(days), MOST_LINES)
    rest = len(days) - listed
    assert (f"- and {rest} more" in text) is (rest > 0)
    overdue = sum(day < 0 for day in days)
    assert ("overdue" in text) is (overdue > 0)
