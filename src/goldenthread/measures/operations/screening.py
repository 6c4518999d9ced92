"""The checks of many figures from one file: a quick look at each row, and the whole check of those that need one."""

from collections.abc import Iterable, Mapping, Sequence

from goldenthread.kernel.errors import Invalid
from goldenthread.measures.models import Period
from goldenthread.measures.operations.checking import Answered
from goldenthread.measures.queries.checked import (
    Screen,
    ToCheck,
    checks_of_many,
    series_with_measures,
    unanswered,
)
from goldenthread.measures.queries.portions import Before
from goldenthread.measures.rules import Given, Told, multiplier
from goldenthread.reckoning.checks import Check, Level

Key = tuple[int, int]
"""A series and a period."""


class Unanswered(Exception):
    """A row that waits for an answer to what the checks ask."""


def looked_at(
    rows: Sequence[Told],
    periods: Mapping[str, Period],
    screens: Mapping[int, Screen],
    before: Mapping[Key, Before],
    *,
    is_asked: bool,
) -> dict[Key, tuple[Check, ...]]:
    """What is to be asked of the rows, by series and period: a constant number of queries.

    A figure that stands already is asked nothing. Where nobody is left to ask, and for a series that begins with this
    file and has nothing to compare with, only figures outside the limits are looked at.
    """
    wanted: dict[Key, Told] = {}
    for told in rows:
        period, screen = periods[told.period], screens.get(told.series_id)
        standing = before.get((told.series_id, period.id))
        is_same = standing is not None and told.value is not None and standing.said[0] == told.value
        if screen is None or is_same:
            continue
        if not _is_within(screen, told) or (is_asked and screen.has_figures):
            wanted[told.series_id, period.id] = told
    if not wanted:
        return {}
    series = {one.pk: one for one in series_with_measures({number for number, _ in wanted})}
    return checks_of_many(
        [
            ToCheck(
                series[told.series_id],
                periods[told.period],
                Given(told.value, told.gap, told.numerator, told.denominator, told.comment),
                told.status or None,
            )
            for told in wanted.values()
        ]
    )


def answered_in(checks: Iterable[Check], answered: Answered) -> str:
    """What the checks ask of a row, a line each. Raises Invalid for an error, Unanswered where nobody answered it."""
    found = tuple(checks)
    errors = unanswered(one for one in found if one.level is Level.ERROR)
    if errors:
        raise Invalid(errors)
    if not answered.is_asked:
        return ""
    wrong = unanswered(
        found, explanation=answered.explanation, revision=answered.revision, reason=answered.reason
    )
    if wrong:
        raise Unanswered(" ".join(wrong.values()))
    return "\n".join(one.sentence for one in found if one.code != "revised")


def _is_within(screen: Screen, told: Told) -> bool:
    """Whether no error can be found in a row: a quick look, since almost every row is right."""
    value, top, bottom, limits = told.value, told.numerator, told.denominator, screen.limits
    if top is not None and bottom:
        if limits.share and top > bottom:
            return False
        value = top * multiplier(limits.unit) / bottom
    if value is None:
        return True
    return limits.allow(value) and not (limits.whole and value != value.to_integral_value())
