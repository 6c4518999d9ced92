"""Status: where a measure stands against its target now, and the reason in words. `docs/methods/status.md` has the rules."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from goldenthread.reckoning.choosing import Basis, Compared
from goldenthread.reckoning.columns import NO_ROW, Codes, Flags, Observations, State, at, first_that_holds
from goldenthread.reckoning.rule import Mark, Polarity, Rules


class Status(IntEnum):
    """A status as a code for a column. What was judged comes first, worst first; then what could not be."""

    OFF_TRACK = 0
    WATCH = 1
    ON_TRACK = 2
    FINISHED = 3
    NO_FIGURE = 4
    CANNOT_COMPUTE = 5
    TOO_EARLY = 6

    @property
    def key(self) -> str:
        """The name that pages and files use."""
        return self.name.lower().replace("_", "-")

    @property
    def words(self) -> str:
        """What people read."""
        return _STATUS_WORDS[self]


_STATUS_WORDS = {
    Status.OFF_TRACK: "off track",
    Status.WATCH: "watch",
    Status.ON_TRACK: "on track",
    Status.FINISHED: "finished",
    Status.NO_FIGURE: "no figure",
    Status.CANNOT_COMPUTE: "cannot be computed",
    Status.TOO_EARLY: "too early to say",
}


class Reason(IntEnum):
    """Why a status is what it is, as a code for a column."""

    TARGET = 0
    PART_OF_YEAR = 1
    INTERIM = 2
    RANGE = 3
    FINISHED_MET = 4
    FINISHED_MISSED = 5
    SOFT = 6
    NEVER = 7
    MISSING = 8
    FIGURE_CANNOT = 9
    WHOLE_MISSING = 10
    NOT_DUE = 11
    COUNT_SO_FAR = 12
    LATER_TARGET = 13
    NO_TARGET = 14
    NO_POLARITY = 15
    NEITHER_BETTER = 16
    NO_RANGE = 17

    @property
    def words(self) -> str:
        """The reason as a sentence."""
        return _REASON_WORDS[self]


_REASON_WORDS = {
    Reason.TARGET: "The latest figure is held against the target for its period.",
    Reason.PART_OF_YEAR: "The latest figure covers a part of the target's period, and is held against the whole target.",
    Reason.INTERIM: "The target is for a later period, so the latest figure is held against a straight line from the baseline to it.",
    Reason.RANGE: "The latest figure is held against the range.",
    Reason.FINISHED_MET: "The last target's period is over, and its figure meets the target.",
    Reason.FINISHED_MISSED: "The last target's period is over, and its figure misses the target.",
    Reason.SOFT: "The last target's period is over, but its figure may still change.",
    Reason.NEVER: "Nobody has given a figure yet.",
    Reason.MISSING: "The latest period has no figure.",
    Reason.FIGURE_CANNOT: "The latest figure cannot be computed.",
    Reason.WHOLE_MISSING: "The target's period is over, and only a part of it has been counted.",
    Reason.NOT_DUE: "The first figure is not due yet.",
    Reason.COUNT_SO_FAR: "Only a part of the target's period has been counted so far. Counts are not scaled up.",
    Reason.LATER_TARGET: "The target is for a later period, and there is no earlier baseline to draw a line from.",
    Reason.NO_TARGET: "There is a figure, but no target to hold it against.",
    Reason.NO_POLARITY: "Nobody has said whether a higher or a lower figure is better.",
    Reason.NEITHER_BETTER: "Neither a higher nor a lower figure is better.",
    Reason.NO_RANGE: "Within a range is better, but nobody has said which range.",
}


@dataclass(frozen=True, slots=True)
class Assessed:
    """A `Status` and a `Reason` per series."""

    status: Codes
    reason: Codes


_MARKED = (Reason.TARGET, Reason.PART_OF_YEAR, Reason.INTERIM, Reason.RANGE, Reason.SOFT)
_UNMARKED = {
    Reason.FINISHED_MET: Status.FINISHED,
    Reason.FINISHED_MISSED: Status.OFF_TRACK,
    Reason.NEVER: Status.NO_FIGURE,
    Reason.MISSING: Status.NO_FIGURE,
    Reason.WHOLE_MISSING: Status.NO_FIGURE,
    Reason.FIGURE_CANNOT: Status.CANNOT_COMPUTE,
    Reason.NOT_DUE: Status.TOO_EARLY,
    Reason.COUNT_SO_FAR: Status.TOO_EARLY,
    Reason.LATER_TARGET: Status.TOO_EARLY,
    Reason.NO_TARGET: Status.CANNOT_COMPUTE,
    Reason.NO_POLARITY: Status.CANNOT_COMPUTE,
    Reason.NEITHER_BETTER: Status.CANNOT_COMPUTE,
    Reason.NO_RANGE: Status.CANNOT_COMPUTE,
}
_OF_MARK = {Mark.MET: Status.ON_TRACK, Mark.NEAR: Status.WATCH, Mark.MISSED: Status.OFF_TRACK}
STATUS_OF_MARK = np.array([_OF_MARK[mark] for mark in Mark], np.uint8)
"""The status by mark, for a figure that is neither the last nor of a part."""
STATUS_OF = np.array(
    [[_OF_MARK[mark] if reason in _MARKED else _UNMARKED[reason] for mark in Mark] for reason in Reason],
    np.uint8,
)
"""The status by reason and mark: a whole table, so that no reason can be without a status."""


def assess(observations: Observations, compared: Compared, rules: Rules) -> Assessed:
    """The status of each series, from the observation that counts and what it is held against.

    The first of these that holds gives the reason: there is no figure; it cannot be computed; there is no rule;
    there is nothing to hold it against; the count is of a part only; the last target's period is over. Else the
    figure is held against its target. Reason and mark together give the status.
    """
    row, basis = compared.row, compared.basis
    state, soft = at(observations.state, row), at(observations.soft, row)
    mark = rules.mark(at(observations.value, row), compared.value)
    part = rules.adds_up & ~compared.whole & ~_settled(rules, mark)
    ends = compared.over & compared.last & compared.reached & (compared.whole | ~rules.adds_up)
    reason = first_that_holds(
        [
            ((row == NO_ROW) & ~compared.due, Reason.NOT_DUE),
            (row == NO_ROW, Reason.NEVER),
            (state == State.MISSING, Reason.MISSING),
            (state == State.CANNOT_COMPUTE, Reason.FIGURE_CANNOT),
            (rules.polarity == Polarity.UNKNOWN, Reason.NO_POLARITY),
            (rules.polarity == Polarity.NONE, Reason.NEITHER_BETTER),
            ((rules.polarity == Polarity.RANGE) & ~rules.has_range, Reason.NO_RANGE),
            (basis == Basis.RANGE, Reason.RANGE),
            (basis == Basis.NOTHING, Reason.NO_TARGET),
            (basis == Basis.LATER, Reason.LATER_TARGET),
            (basis == Basis.INTERIM, Reason.INTERIM),
            (part & compared.over, Reason.WHOLE_MISSING),
            (part, Reason.COUNT_SO_FAR),
            (ends & soft, Reason.SOFT),
            (ends & (mark == Mark.MET), Reason.FINISHED_MET),
            (ends, Reason.FINISHED_MISSED),
            (~compared.whole, Reason.PART_OF_YEAR),
        ],
        otherwise=Reason.TARGET,
    )
    return Assessed(STATUS_OF[reason, mark], reason)


def _settled(rules: Rules, mark: Codes) -> Flags:
    """Where a part of a count already says how the whole will stand: enough is reached, or too much has happened."""
    met: Flags = mark == Mark.MET
    met ^= rules.polarity == Polarity.LOWER
    return met
