"""The words of a time become one form each, and words that are none stay words."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reading.periods import find_periods, normalise

ONE_FORM = [
    ("08/09", "2008/09"),
    ("2008/09", "2008/09"),
    ("2008/9", "2008/09"),
    ("2008-09", "2008/09"),
    ("2008–09", "2008/09"),
    ("2008/2009", "2008/09"),
    ("2008 - 2009", "2008/09"),
    ("06.07", "2006/07"),
    ("(06.07)", "2006/07"),
    ("99/00", "1999/00"),
    ("(06)", "2006"),
    ("'07", "2007"),
    ("97", "1997"),
    ("2006", "2006"),
    ("07/08 Q3", "2007/08 Q3"),
    ("Q3 07/08", "2007/08 Q3"),
    ("Quarter 2 2009/10", "2009/10 Q2"),
    ("2007/08, Q1", "2007/08 Q1"),
    ("Feb 08", "Feb 2008"),
    ("February 2008", "Feb 2008"),
    ("Sept 07", "Sep 2007"),
    ("September ’07", "Sep 2007"),
    ("12 January 09", "12 Jan 2009"),
    ("31st March 2008", "31 Mar 2008"),
    ("summer 2007", "summer 2007"),
    ("Summer 07", "summer 2007"),
    ("Feb", "Feb"),
    ("year 1", "Year 1"),
    ("July 2006 – June 2007", "Jul 2006 to Jun 2007"),
    ("Apr-Sep 2008", "Apr to Sep 2008"),
    ("2005-07", "2005 to 2007"),
    ("2008-2011", "2008 to 2011"),
]


@pytest.mark.parametrize(("written", "label"), ONE_FORM)
def test_each_way_to_write_a_time_has_one_form(written: str, label: str) -> None:
    assert normalise(written) == label


@pytest.mark.parametrize(
    "written",
    [
        "",
        "tbc",
        "24%",
        "861/100,000",
        "14/97",
        "12-15",
        "1,000",
        "06/09",
        "East",
        "may",
        "march",
        "3.5",
        "29% (06)",
    ],
)
def test_what_is_no_time_is_none(written: str) -> None:
    assert normalise(written) is None


def test_the_times_of_a_text_come_from_left_to_right() -> None:
    found = find_periods("29% (05/06) 28% (06/07 & 07/08), next in Feb 08")
    assert [time.label for time in found] == ["2005/06", "2006/07", "2007/08", "Feb 2008"]


def test_a_dotted_year_counts_only_where_it_stands_apart() -> None:
    assert find_periods("rose by 06.07") == []
    assert [time.label for time in find_periods("06.07", dotted=True)] == ["2006/07"]


@given(
    st.integers(1970, 2068),
    st.sampled_from(["{0}/{1:02d}", "{0}-{1:02d}", "{0}/{2}", "{3:02d}/{1:02d}", "{0}–{1:02d}"]),
)
def test_every_financial_year_reads_back(first: int, form: str) -> None:
    written = form.format(first, (first + 1) % 100, first + 1, first % 100)
    assert normalise(written) == f"{first}/{(first + 1) % 100:02d}"


@given(st.text(alphabet="0123456789/.-–() 'QJanFebsumer&,%", max_size=80))
def test_any_text_is_read_without_overlaps(text: str) -> None:
    found = find_periods(text, dotted=True)
    for before, after in itertools.pairwise(found):
        assert before.start < before.end <= after.start < after.end <= len(text)


@given(st.text(max_size=200))
def test_a_normal_form_is_its_own_normal_form(text: str) -> None:
    label = normalise(text)
    assert label is None or normalise(label) == label
