"""Many figures from one file: checked row by row, kept in portions, so that memory and queries do not grow with it."""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import NotAllowed, Refused
from goldenthread.kernel.models import Subject
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import LockedPeriod, Observation, Period, Release
from goldenthread.measures.operations.checking import Answered
from goldenthread.measures.operations.keeping import insert
from goldenthread.measures.operations.screening import Unanswered, answered_in, looked_at
from goldenthread.measures.queries.checked import (
    Screen,
    screens_of,
)
from goldenthread.measures.queries.portions import (
    Before,
    SeriesFacts,
    in_force_among,
    series_facts,
    told_before,
)
from goldenthread.measures.queries.rights import own_ids
from goldenthread.measures.rules import Given, check_day_received, check_firmness, worked_out
from goldenthread.measures.rules.figures import check_fits
from goldenthread.measures.rules.told import (
    MOST_LISTED,
    Change,
    FileTold,
    Refusal,
    TakenIn,
    Tally,
    Told,
    Waiting,
    note_refusal,
)
from goldenthread.partnership.rules import Right, check, holders_in_words, may
from goldenthread.reckoning.checks import Check
from goldenthread.reckoning.periods import span

PORTION: Final = 2_000
"""How many rows are held at once. Each portion takes the same number of queries, whatever is in it."""


def take_in(
    *,
    by: Viewer,
    partnership_id: int,
    file: FileTold,
    rows: Iterable[Told],
    reason: str = "",
    revision: str = "",
    explanation: str = "",
    trial: bool = False,
) -> TakenIn:
    """Give the figures of a file, those rows that are right; the others are refused by row and stop nobody.

    A figure that differs from the one in force supersedes it, for `reason`; what says the same changes nothing, and
    so does a row that the same file gave before, whatever became of its figure since. Where `status` is blank it
    stays as it was. A `trial` says what would happen and keeps nothing. All that is kept is kept in one transaction,
    with one audit event for each measure.

    Each row is checked as a figure given by hand is (`queries.checks_of`). An error refuses it. A warning lets it wait
    until the same file comes with an `explanation` for those, a revised figure until it comes with a kind of
    `revision` and a `reason`; on the command line nobody is asked.
    Raises NotAllowed to somebody who may give no figure of the partnership at all, Refused, and whatever `rows` raises.
    """
    if not by.everywhere:
        check(by, Right.CONTRIBUTE, partnership_id, scopes=_scopes(by, partnership_id), own=True)
    check_day_received(file.released_on, today=clock.today())
    is_asked = not by.everywhere
    with clock.standing_at(clock.now()), transaction.atomic():
        # Whoever is asked why a figure is less firm says so by answering.
        answered = Answered(explanation.strip(), revision, reason.strip(), is_asked, no_longer_final=is_asked)
        load = _Load(by, partnership_id, file, answered)
        with _no_search_for_cycles():
            for portion in portions_of(rows):
                load.take(portion)
        load.finish()
        if trial:
            transaction.set_rollback(True)
    return load.outcome(trial=trial)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Rows become hundreds of thousands of tuples and no cycles: looking for some takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def portions_of(rows: Iterable[Told], size: int = PORTION) -> Iterator[list[Told]]:
    """The rows in lists of at most `size`."""
    waiting = iter(rows)
    while portion := list(islice(waiting, size)):
        yield portion


def _scopes(by: Viewer, partnership_id: int) -> set[int | None]:
    return {grant.scope_id for grant in by.grants if grant.partnership_id == partnership_id}


@dataclass(slots=True)
class _Load:
    """One file on its way in: what is asked once, and what became of its rows so far."""

    by: Viewer
    partnership_id: int
    file: FileTold
    answered: Answered
    now: datetime = field(default_factory=clock.now)
    today: date = field(default_factory=clock.today)
    release: Release | None = None
    was_known: bool = False
    locked: set[int] = field(default_factory=set)
    periods: dict[str, Period] = field(default_factory=dict)
    tallies: dict[int, Tally] = field(default_factory=dict)
    subjects: dict[int, Subject] = field(default_factory=dict)
    new: list[Change] = field(default_factory=list)
    revised: list[Change] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    waiting_rows: int = 0
    screens: dict[int, Screen] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.release = Release.objects.filter(
            partnership=self.partnership_id, sha256=self.file.sha256
        ).first()
        self.was_known = self.release is not None
        self.locked = set(
            LockedPeriod.objects.filter(partnership=self.partnership_id).values_list("period_id", flat=True)
        )

    def take(self, portion: Sequence[Told]) -> None:
        """Check the rows of one portion and keep those that are new: the same queries whatever is in it."""
        facts = series_facts({told.series_id for told in portion}, partnership_id=self.partnership_id)
        own = own_ids(self.by, {one.measure_id for one in facts.values()}) if facts else set()
        may_give = {
            one.measure_id: may(
                self.by,
                Right.CONTRIBUTE,
                self.partnership_id,
                scopes=(one.theme_id,),
                own=one.measure_id in own,
            )
            for one in facts.values()
        }
        self._know_periods({told.period for told in portion})
        known = {period.pk for period in self.periods.values()}
        before = in_force_among(facts, known)
        repeated: Collection[tuple[int, int]] = ()
        if self.was_known and self.release is not None:
            repeated = told_before(self.release.pk, facts, until=self.now)
        self.screens |= screens_of(facts.keys() - self.screens.keys())
        checks = looked_at(portion, self.periods, self.screens, before, is_asked=self.answered.is_asked)
        kept: dict[tuple[int, int], tuple[Any, ...]] = {}
        replaced: list[int] = []
        for told in portion:
            try:
                one = self._series(told, facts, may_give)
                self._take_row(told, one, before, repeated, kept, replaced, checks)
            except Unanswered as asked:
                self._wait(told, str(asked))
            except Refused as problem:
                note_refusal(self.refused, str(problem), told.row)
        if replaced:
            Observation.objects.filter(pk__in=replaced).update(superseded_at=self.now)
        insert(COLUMNS, kept.values())

    def _series(
        self, told: Told, facts: Mapping[int, SeriesFacts], may_give: Mapping[int, bool]
    ) -> SeriesFacts:
        """The series of a row. Raises Refused where it is none to give figures to."""
        one = facts.get(told.series_id)
        if one is None:
            raise Refused("There is no such series in this partnership.")
        if not may_give[one.measure_id]:
            raise NotAllowed(f"Only {holders_in_words(Right.CONTRIBUTE)} may give this figure.")
        if one.formula:
            raise Refused("This measure is worked out from others. Give the figures of those.")
        return one

    def _take_row(
        self,
        told: Told,
        one: SeriesFacts,
        before: dict[tuple[int, int], Before],
        repeated: Collection[tuple[int, int]],
        kept: dict[tuple[int, int], tuple[Any, ...]],
        replaced: list[int],
        checks: Mapping[tuple[int, int], Sequence[Check]],
    ) -> None:
        period = self.periods[told.period]
        key = (told.series_id, period.id)
        if period.id in self.locked:
            raise Refused(
                f"The figures for {period} are closed: the round for it is over. Ask the partnership manager to open it again."
            )
        if period.start is not None and period.start > self.today:
            raise Refused(f"{period} has not begun yet.")
        tally = self._tally(one)
        if key in repeated:
            tally.same += 1
            return
        standing = before.get(key)
        said = self._said(told, one, standing)
        if standing is not None and standing.said == said:
            tally.same += 1
            return
        if standing is not None and self._is_of_this_load(standing):
            raise Refused(
                f"Row {standing.row} of the same file gives another figure for the same place and period: {standing.in_words(one.unit)}."
            )
        if standing is not None and self.now <= standing.known_from:
            raise Refused(f"The figure before was known only on {standing.known_from:%d/%m/%Y}.")
        found = checks.get(key)
        asked = answered_in(found, self.answered) if found else ""
        kept[key] = self._row(told, said, period, standing, asked)
        after = Before(None, said, self._release().id, told.row, self.now)
        before[key] = after
        if standing is None:
            tally.new += 1
            listed = self.new
        else:
            tally.revised += 1
            listed = self.revised
            if standing.id is not None:
                replaced.append(standing.id)
        if len(listed) < MOST_LISTED:
            was = standing.in_words(one.unit) if standing else ""
            listed.append(Change(told.row, told.series_id, told.period, was, after.in_words(one.unit)))

    def _said(self, told: Told, one: SeriesFacts, standing: Before | None) -> tuple[Any, ...]:
        """What would be kept of a row, in the order of `portions.SAID`. Raises Invalid."""
        given = Given(told.value, told.gap, told.numerator, told.denominator, told.comment)
        worked = worked_out(given, unit=one.unit, decimals=one.decimals)
        if told.lower is not None or told.upper is not None:
            check_fits(lower=told.lower, upper=told.upper)
        status = told.status
        was = standing.status if standing else ""
        if not status and worked.value is not None:
            status = was
        check_firmness(was, status, no_longer_final=self.answered.no_longer_final)
        shown = worked.decimals if one.decimals is not None or told.decimals is None else told.decimals
        return (
            worked.value,
            worked.gap,
            shown,
            told.numerator,
            told.denominator,
            told.lower,
            told.upper,
            status,
            worked.comment,
        )

    def _wait(self, told: Told, sentence: str) -> None:
        self.waiting_rows += 1
        if len(self.waiting) < MOST_LISTED:
            self.waiting.append(Waiting(told.row, told.series_id, told.period, sentence))

    def _row(
        self, told: Told, said: tuple[Any, ...], period: Period, standing: Before | None, asked: str
    ) -> tuple[Any, ...]:
        release = self._release()
        return (
            told.series_id,
            period.id,
            *said,
            told.source[:300],
            self.today,
            release.publisher,
            (self.answered.reason or f"Another figure in {release.file_name}") if standing else "",
            self.answered.revision if standing else "",
            asked,
            self.answered.explanation if asked else "",
            False,
            release.id,
            told.row,
            self.now,
            None,
            standing.id if standing else None,
        )

    def _is_of_this_load(self, standing: Before) -> bool:
        return (
            self.release is not None
            and standing.release_id == self.release.pk
            and standing.known_from == self.now
        )

    def _release(self) -> Release:
        """The file's own row, made with the first figure that is kept of it."""
        if self.release is None:
            self.release = Release.objects.create(
                partnership_id=self.partnership_id,
                file_name=self.file.file_name[:300],
                sha256=self.file.sha256,
                publisher=self.file.publisher[:200],
                dataset=self.file.dataset[:300],
                edition=self.file.edition[:200],
                released_on=self.file.released_on,
                taken_in_at=self.now,
                taken_in_by=self.by.name,
            )
        return self.release

    def _know_periods(self, labels: set[str]) -> None:
        """Two queries at most: those that are there, and those that are new."""
        missing = labels - self.periods.keys()
        if not missing:
            return
        found = {period.label: period for period in Period.objects.filter(label__in=missing)}
        new = sorted(missing - found.keys())
        if new:
            dates = {label: span(label) or (None, None) for label in new}
            Period.objects.bulk_create(
                (Period(label=label, start=dates[label][0], end=dates[label][1]) for label in new),
                ignore_conflicts=True,
            )
            found |= {period.label: period for period in Period.objects.filter(label__in=new)}
        self.periods |= found

    def _tally(self, one: SeriesFacts) -> Tally:
        self.subjects.setdefault(one.measure_id, one.subject)
        return self.tallies.setdefault(one.measure_id, Tally())

    def finish(self) -> None:
        """Write down once for each measure what came in."""
        kernel.record_events(
            "measure.figures_loaded",
            [
                (
                    self.subjects[pk],
                    {
                        f"figures from {self.file.file_name}": [
                            None,
                            f"{tally.new} new, {tally.revised} revised",
                        ]
                    },
                )
                for pk, tally in self.tallies.items()
                if tally.new or tally.revised
            ],
            by=self.by,
            reason=self.answered.reason,
        )

    def outcome(self, *, trial: bool) -> TakenIn:
        return TakenIn(
            release_id=None if trial or self.release is None else self.release.pk,
            tallies=self.tallies,
            new=tuple(self.new),
            revised=tuple(self.revised),
            refused=self.refused,
            waiting=tuple(self.waiting),
            waiting_rows=self.waiting_rows,
        )


COLUMNS: Final = (
    "series_id", "period_id", "value", "gap", "decimals", "numerator", "denominator", "lower", "upper", "status",
    "comment", "source_named", "received_on", "received_from", "reason", "revision", "asked", "explanation", "illustrative", "release_id", "row",
    "known_from", "superseded_at", "supersedes_id",
)  # fmt: skip
"""The columns of a row as `_row` gives them."""
