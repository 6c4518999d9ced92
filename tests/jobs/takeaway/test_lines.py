"""A value goes out as exact text and comes back as it was, or is named as damaged."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.jobs.takeaway.lines import Damaged, line_of, plain, read_value, row_of
from goldenthread.measures.models import Measure, Observation

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), json_values, max_size=5))
def test_a_row_is_one_line_and_comes_back(row: dict[str, Any]) -> None:
    line = line_of(row)
    assert line.count(b"\n") == 1
    assert row_of(line, list(row)) == row


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**17), max_value=10**17))
def test_a_decimal_is_exact(number: Decimal) -> None:
    field = Observation._meta.get_field("value")
    back = read_value(field, plain(number), vendor="postgresql")
    assert (back, str(back)) == (number, format(number + 0 if number else abs(number), "f"))


@given(st.datetimes(timezones=st.integers(-840, 840).map(lambda east: timezone(timedelta(minutes=east)))))
def test_a_moment_is_exact(moment: Any) -> None:
    try:
        said = plain(moment)
    except OverflowError:  # the first and last hours that there are
        return
    assert read_value(Observation._meta.get_field("known_from"), said, vendor="sqlite") == moment


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("-0.000000"), "0.000000"),
        (Decimal("1E+3"), "1000"),
        (Decimal("56.10"), "56.10"),
        (datetime(2009, 7, 1, 1, 0, tzinfo=timezone(timedelta(hours=1))), "2009-07-01T00:00:00.000000+00:00"),
        (date(1, 1, 1), "0001-01-01"),
        ("", ""),
        (None, None),
        (False, False),
    ],
)
def test_a_plain_value_is_the_same_text_on_every_database(value: Any, expected: Any) -> None:
    assert plain(value) == expected


def test_a_value_of_a_kind_that_no_table_had_yet_is_not_guessed_at() -> None:
    with pytest.raises(TypeError, match="timedelta"):
        plain(timedelta(1))


def test_fields_keep_their_order_and_what_is_inside_json_is_sorted() -> None:
    assert (
        line_of({"b": {"z": [1], "a": "é"}, "a": None}) == '{"b": {"a": "é", "z": [1]}, "a": null}\n'.encode()
    )


def test_what_only_json_can_hold_is_not_lost() -> None:
    half = {"text": "\ud83d"}
    assert row_of(line_of(half), ["text"]) == half


@pytest.mark.parametrize(
    ("name", "value", "vendor"),
    [
        ("value", 1.5, "sqlite"),
        ("value", "1.5", "sqlite"),
        ("value", "NaN", "sqlite"),
        ("value", "1234567890.123456", "sqlite"),
        ("value", f"1{'0' * 18}.000000", "postgresql"),
        ("known_from", "2009-07-01T00:00:00", "sqlite"),
        ("known_from", None, "sqlite"),
        ("received_on", "2009-7-1", "sqlite"),
        ("received_on", "2009-02-30", "sqlite"),
        ("illustrative", 1, "sqlite"),
        ("decimals", True, "sqlite"),
        ("decimals", 2**63, "sqlite"),
        ("series", "1", "sqlite"),
        ("comment", 1, "sqlite"),
        ("comment", None, "sqlite"),
        ("comment", "\0", "postgresql"),
        ("gap", "x" * 21, "sqlite"),
    ],
)
def test_a_value_that_is_not_what_its_field_holds_is_damaged(name: str, value: Any, vendor: str) -> None:
    with pytest.raises(Damaged, match=f"“{name}”"):
        read_value(Observation._meta.get_field(name), value, vendor=vendor)


def test_nul_in_a_json_field_is_damaged_where_postgresql_cannot_keep_it() -> None:
    field = Measure._meta.get_field("remarks")
    assert read_value(field, ["\0"], vendor="sqlite") == ["\0"]
    with pytest.raises(Damaged, match="NUL"):
        read_value(field, ["\0"], vendor="postgresql")
