"""The rules, one a fault. Each is a function from a measure, or the plan, to the findings that it raises."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, takewhile

from goldenthread.reckoning.findings.facts import (
    FigureFacts,
    Finding,
    Kind,
    Lines,
    MeasureFacts,
    MeasureReference,
    PassageFacts,
    PlanFacts,
    Severity,
)
from goldenthread.reckoning.findings.figures import change_gives, changed, fraction_gives
from goldenthread.reckoning.findings.polarity import Polarity, polarity
from goldenthread.reckoning.findings.texts import conflicting_figure, open_words
from goldenthread.reckoning.findings.totals import in_pounds, unequal_sums
from goldenthread.reckoning.findings.words import fold_place, known_as, number, who
from goldenthread.reckoning.periods import span
from goldenthread.reckoning.wording import listed

_SEVERITY = {
    Kind.MISSING_BASELINE: Severity.WARNING,
    Kind.MISSING_TARGET: Severity.WARNING,
    Kind.MISSING_LEAD: Severity.WARNING,
    Kind.BLANK_EQUALITY: Severity.WARNING,
    Kind.BLANK_RISK: Severity.WARNING,
    Kind.TO_FOLLOW: Severity.WARNING,
    Kind.UNDECIDED: Severity.NOTE,
    Kind.DOUBLED: Severity.ERROR,
    Kind.TARGET_EASIER_THAN_BASELINE: Severity.ERROR,
    Kind.PERCENT_MISMATCH: Severity.ERROR,
    Kind.FRACTION_MISMATCH: Severity.ERROR,
    Kind.PARTS_NOT_TOTAL: Severity.ERROR,
    Kind.DATE_CONFLICT: Severity.ERROR,
    Kind.TEXT_CONFLICT: Severity.ERROR,
    Kind.SECOND_FIGURE: Severity.WARNING,
    Kind.NO_TITLE: Severity.ERROR,
}

_TOTAL = re.compile(r"\b(?:total|overall|all)\b", re.IGNORECASE)

Raised = Iterator[tuple[Kind, str, Lines]]


def findings(plan: PlanFacts) -> list[Finding]:
    """Everything that is wrong with a plan: first the plan's own faults, then measure by measure in its order."""
    found = [*_of_plan(plan)]
    people_asked = any(measure.lead_people or measure.lead_person_asked for measure in plan.measures)
    for position, measure in enumerate(plan.measures):
        reference = MeasureReference(measure.code, measure.title, measure.lines, position)
        raised = [finding for rule in _RULES for finding in rule(measure)]
        raised += _missing_lead(measure, people_asked=people_asked)
        found += [Finding(kind, _SEVERITY[kind], reference, text, lines) for kind, text, lines in raised]
    return found


# The plan as a whole ------------------------------------------------------------------------------------


def _of_plan(plan: PlanFacts) -> Iterator[Finding]:
    for theme in plan.themes:
        if theme.to_follow:
            text = (
                f"The plan promises the story of {theme.name} and it is not there. Readers cannot tell what this theme"
                " does or how it is run. The theme's lead could write it."
            )
            yield Finding(Kind.TO_FOLLOW, _SEVERITY[Kind.TO_FOLLOW], None, text, theme.lines)
    for gap in plan.gaps:
        kind = Kind(gap.kind)
        text = f"{gap.text} Nobody can tell what it is for. Whoever wrote this part of the plan could name it or take it out."
        yield Finding(kind, _SEVERITY[kind], None, text, gap.lines)
    yield from _equality_not_asked(plan.measures)
    yield from _doubled(plan.measures)


def _equality_not_asked(measures: Sequence[MeasureFacts]) -> Iterator[Finding]:
    """Once for each template that does not ask: a run of measures one after another stands on one."""
    for not_asked, run in groupby(measures, key=lambda measure: measure.equality.state == "not_asked"):
        members = list(run)
        if not not_asked:
            continue
        span_of_run = (members[0].lines[0], members[-1].lines[1])
        names = (
            known_as(members[0])
            if len(members) == 1
            else f"{len(members)} measures, from {known_as(members[0])} to {known_as(members[-1])},"
        )
        text = (
            f"The template of {names} does not ask about equality. The duty to look at the effect on people with"
            " protected characteristics holds all the same. The partnership's manager could add the question."
        )
        yield Finding(Kind.BLANK_EQUALITY, Severity.NOTE, None, text, span_of_run)


def _doubled(measures: Sequence[MeasureFacts]) -> Iterator[Finding]:
    first: dict[tuple[str, str], MeasureFacts] = {}
    for position, measure in enumerate(measures):
        key = (_identity(measure), fold_place(measure.place or ""))
        earlier = first.setdefault(key, measure)
        if earlier is measure:
            continue
        known = min(earlier.lines[0], measure.lines[0]) > 0
        where = f": first on line {earlier.lines[0]}, again on line {measure.lines[0]}" if known else ""
        text = f"{known_as(measure)} stands twice in the plan{where}. Two people may report two figures for it. {who(earlier)} could say which one stays."
        reference = MeasureReference(measure.code, measure.title, measure.lines, position)
        yield Finding(Kind.DOUBLED, _SEVERITY[Kind.DOUBLED], reference, text, measure.lines)


def _identity(measure: MeasureFacts) -> str:
    return measure.code or " ".join(re.findall(r"\w+", measure.title.lower()))


# What is missing ----------------------------------------------------------------------------------------


def _missing_baseline(measure: MeasureFacts) -> Raised:
    if any(figure.value is not None for figure in measure.baselines):
        return
    written = listed(sorted({figure.as_written for figure in measure.baselines}))
    says = f"has no baseline figure, only “{written}”" if written else "has no baseline"
    text = (
        f"{known_as(measure)} {says}. Without a starting point nobody can say whether things got better."
        f" {who(measure)} could give the figure."
    )
    yield Kind.MISSING_BASELINE, text, _lines_of(measure.baselines, measure)


def _missing_target(measure: MeasureFacts) -> Raised:
    in_words = [
        figure
        for figure in measure.targets
        if figure.value is None
        and figure.change_percent is None
        and _alone_in_period(figure, measure.targets)
    ]
    periods = [*measure.blank_targets, *(figure.period for figure in in_words if figure.period)]
    has_some = any(
        figure.value is not None or figure.change_percent is not None for figure in measure.targets
    )
    if not periods and has_some:
        return
    when = f" for {listed(sorted(dict.fromkeys(periods)))}" if periods else ""
    text = (
        f"{known_as(measure)} has no target{when}. Without one nobody can say whether it is on track."
        f" {who(measure)} could propose it to the board."
    )
    yield Kind.MISSING_TARGET, text, _lines_of(measure.targets or measure.baselines, measure)


def _alone_in_period(figure: FigureFacts, targets: Sequence[FigureFacts]) -> bool:
    return not any(
        other.period == figure.period and (other.value is not None or other.change_percent is not None)
        for other in targets
    )


def _missing_lead(measure: MeasureFacts, *, people_asked: bool) -> Raised:
    no_person = not measure.lead_people and (people_asked or not measure.lead_organisations)
    no_organisation = not measure.lead_organisations
    if not no_person and not no_organisation:
        return
    missing = (
        "nobody to lead it"
        if no_person and no_organisation
        else ("no lead person" if no_person else "no lead organisation")
    )
    settle = (
        f"{listed(measure.lead_organisations)} could name one."
        if measure.lead_organisations
        else "The theme's lead could name one."
    )
    text = f"{known_as(measure)} has {missing}. When it goes wrong, nobody knows whom to ask. {settle}"
    yield Kind.MISSING_LEAD, text, measure.lines


def _blank_equality(measure: MeasureFacts) -> Raised:
    if measure.equality.state == "blank":
        text = (
            f"The equality section of {known_as(measure)} holds only the template's question. Nobody can tell whom this"
            f" helps or harms. {who(measure)} could answer it."
        )
        yield Kind.BLANK_EQUALITY, text, measure.lines


def _blank_risk(measure: MeasureFacts) -> Raised:
    if measure.risks_asked and not measure.risks:
        text = (
            f"The risk section of {known_as(measure)} holds only the template's question. What could stop it, and what is"
            f" done about that, is not known. {who(measure)} could answer it."
        )
        yield Kind.BLANK_RISK, text, measure.lines


def _undecided(measure: MeasureFacts) -> Raised:
    figures = [*measure.baselines, *measure.targets]
    places: list[tuple[str, Lines, bool]] = [(figure.as_written, figure.lines, True) for figure in figures]
    places += [(measure.title, measure.lines, True), (measure.monitoring_text, measure.lines, False)]
    passages: list[PassageFacts] = [*measure.remarks, *measure.actions]
    places += [(passage.text, passage.lines, False) for passage in passages]
    found = [
        (words, lines) for text, lines, in_cell in places if (words := open_words(text, in_cell=in_cell))
    ]
    if not found:
        return
    quoted = listed([f"“{words}”" for words in dict.fromkeys(words for words, _ in found)])
    text = (
        f"{known_as(measure)} leaves its figures open: the plan says {quoted}. Until that is settled there is nothing to"
        f" be held to. {who(measure)} could say by when it will be."
    )
    yield Kind.UNDECIDED, text, found[0][1]


# What contradicts itself --------------------------------------------------------------------------------


def _target_easier(measure: MeasureFacts) -> Raised:
    easier: dict[str, list[FigureFacts]] = {}
    for target in measure.targets:
        baseline = _baseline_for(target, measure)
        if baseline is None or target.value is None or baseline.value is None or target.unit != baseline.unit:
            continue
        way = polarity(measure.title, target.unit)
        if way is None:
            continue
        worse = target.value > baseline.value if way is Polarity.LOWER else target.value < baseline.value
        if worse and target.status != "unexplained":
            easier.setdefault(fold_place(target.place or ""), []).append(target)
    for targets in easier.values():
        baseline, way = _baseline_for(targets[0], measure), polarity(measure.title, targets[0].unit)
        assert baseline is not None
        assert way is not None
        at = f" for {targets[0].place}" if targets[0].place else ""
        aims = listed([f"{number(target)} in {target.period}" for target in targets])
        text = (
            f"{known_as(measure)} would count as reached while things get worse{at}: it starts at {number(baseline)} and aims"
            f" for {aims}, and {way.value}. {who(measure)} could say whether the target or the baseline is wrong."
        )
        yield Kind.TARGET_EASIER_THAN_BASELINE, text, (targets[0].lines[0], targets[-1].lines[1])


def _percent_mismatch(measure: MeasureFacts) -> Raised:
    for target in measure.targets:
        baseline = _baseline_for(target, measure)
        if (
            target.change_percent is None
            or target.value is None
            or baseline is None
            or baseline.value is None
        ):
            continue
        if not _may_be_compared(target, baseline) or _some_start_gives(target, measure):
            continue
        gives = round(changed(baseline.value, target.change_percent), max(1, -_exponent(target)))
        change = f"{abs(target.change_percent)}% {'off' if target.change_percent < 0 else 'on top of'}"
        text = (
            f"The target of {known_as(measure)} for {target.period} contradicts itself: {change} {number(baseline)}"
            f" is {gives.normalize():,f}, not {number(target)}. The two would be judged differently."
            f" {who(measure)} could say which one was agreed."
        )
        yield Kind.PERCENT_MISMATCH, text, target.lines


def _may_be_compared(target: FigureFacts, start: FigureFacts) -> bool:
    """Whether two figures are of one sort: a target without a unit may leave out its baseline's where it is as large."""
    if target.unit == start.unit:
        return True
    if target.unit is not None or start.unit == "%" or target.value is None or start.value is None:
        return False
    return start.value / 2 <= target.value <= start.value * 2


def _some_start_gives(target: FigureFacts, measure: MeasureFacts) -> bool:
    """Whether the change gives the figure from any year that it may be counted from: a baseline or the target before."""
    place = fold_place(target.place or "")
    before = list(takewhile(lambda figure: figure is not target, measure.targets))
    earlier = [f for f in before if f.period != target.period and fold_place(f.place or "") == place]
    starts = [*measure.baselines, *earlier[-1:]]
    return any(
        change_gives(start.value, target.change_percent, target.value)
        for start in starts
        if start.value is not None
        and target.change_percent is not None
        and target.value is not None
        and _may_be_compared(target, start)
        and fold_place(start.place or "") == place
    )


def _fraction_mismatch(measure: MeasureFacts) -> Raised:
    for figure in [*measure.baselines, *measure.targets]:
        if (
            figure.numerator is None
            or figure.denominator is None
            or figure.value is None
            or figure.unit != "%"
        ):
            continue
        gives = fraction_gives(figure.numerator, figure.denominator, figure.value)
        if gives:
            continue
        share = (
            "nothing that can be worked out"
            if gives is None
            else f"{round(figure.numerator * 100 / figure.denominator, 1)}%"
        )
        text = (
            f"In {known_as(measure)}, {figure.numerator} out of {figure.denominator} is {share}, not {number(figure)}."
            f" One of the three numbers is wrong, so nobody can build on them. {who(measure)} could say which."
        )
        yield Kind.FRACTION_MISMATCH, text, figure.lines


def _parts_not_total(measure: MeasureFacts) -> Raised:
    for figures in (measure.baselines, measure.targets):
        for (_, period), members in groupby(figures, key=lambda figure: (figure.lines, figure.period)):
            cell = [figure for figure in members if figure.value is not None and figure.unit is None]
            named = [figure for figure in cell if _TOTAL.search(figure.place or "")]
            totals = named or [figure for figure in cell if figure.place is None]
            parts = [figure for figure in cell if figure.place and figure not in totals]
            if len(totals) != 1 or len(parts) < 2:
                continue
            total, added = totals[0], sum(figure.value for figure in parts if figure.value is not None)
            if total.value is None or added == total.value:
                continue
            all_parts_are_there = bool(named) or _TOTAL.search(total.as_written) is not None
            if all_parts_are_there or added > total.value:
                when = f" for {period}" if period else ""
                text = (
                    f"The parts of {known_as(measure)}{when} add up to {added:,}, and the total beside them is"
                    f" {number(total)}. Nobody can tell how large the whole is. {who(measure)} could say which figure is wrong."
                )
                yield Kind.PARTS_NOT_TOTAL, text, total.lines


def _parts_not_total_in_text(measure: MeasureFacts) -> Raised:
    for uneven in unequal_sums(measure.actions):
        text = (
            f"In the actions of {known_as(measure)} the parts add up to {in_pounds(uneven.added)}, and the total named"
            f" with them is {in_pounds(uneven.total)}. Nobody can tell how much there is to spend. {who(measure)} could"
            f" say which figure is wrong."
        )
        yield Kind.PARTS_NOT_TOTAL, text, uneven.lines


def _date_conflict(measure: MeasureFacts) -> Raised:
    outside = [
        figure
        for figure in measure.targets
        if figure.measured_at and not _could_be_in(figure.measured_at, figure.period)
    ]
    if not outside:
        return
    pairs = listed([f"{figure.measured_at} stands under {figure.period}" for figure in outside])
    text = (
        f"A date of {known_as(measure)} lies outside its year: {pairs}. Its result would be looked for in the wrong year."
        f" {who(measure)} could say which is meant."
    )
    yield Kind.DATE_CONFLICT, text, (outside[0].lines[0], outside[-1].lines[1])


def _could_be_in(measured_at: str, period: str | None) -> bool:
    """Whether a date falls in a year or, for what schools count, in the school year of the same name."""
    at, year = span(measured_at), span(period or "")
    if at is None or year is None:
        return True
    end_of_school_year = (
        year[1].replace(month=8, day=31) if re.fullmatch(r"\d{4}/\d{2}", period or "") else year[1]
    )
    return at[0] <= end_of_school_year and at[1] >= year[0]


def _text_conflict(measure: MeasureFacts) -> Raised:
    figures = [(figure, False) for figure in measure.baselines]
    figures += [(figure, True) for figure in measure.targets]
    for figure, aimed_at in figures:
        if figure.value is None or figure.period is None or figure.status == "unexplained":
            continue
        for passage in [*measure.actions, *measure.remarks]:
            other = conflicting_figure(passage.text, figure, measure.title, aimed_at=aimed_at)
            if other is None:
                continue
            text = (
                f"The plan gives two figures for {known_as(measure)} in {figure.period}: {number(figure)} in its table and"
                f" {other} in its text. Progress would be judged by whichever one somebody picks."
                f" {who(measure)} could say which one holds."
            )
            yield Kind.TEXT_CONFLICT, text, passage.lines
            return


def _second_figure(measure: MeasureFacts) -> Raised:
    for figure in [*measure.baselines, *measure.targets]:
        if figure.status == "unexplained":
            text = (
                f"In {known_as(measure)} a second figure, {number(figure)}, stands in “{figure.as_written}” and nothing says what it is."
                f" It may be a newer result or a slip. {who(measure)} could say."
            )
            yield Kind.SECOND_FIGURE, text, figure.lines


# Shared -------------------------------------------------------------------------------------------------


def _baseline_for(target: FigureFacts, measure: MeasureFacts) -> FigureFacts | None:
    """The latest explained baseline for the same place: by its date where all have one, else the last written."""
    same = [
        figure
        for figure in measure.baselines
        if figure.value is not None
        and figure.status != "unexplained"
        and fold_place(figure.place or "") == fold_place(target.place or "")
    ]
    ends = [dates[1] for figure in same if (dates := span(figure.period or ""))]
    if same and len(ends) == len(same):
        latest = max(ends)
        return [figure for figure, end in zip(same, ends, strict=True) if end == latest][-1]
    return same[-1] if same else None


def _lines_of(figures: Sequence[FigureFacts], measure: MeasureFacts) -> Lines:
    return (figures[0].lines[0], figures[-1].lines[1]) if figures else measure.lines


def _exponent(figure: FigureFacts) -> int:
    exponent = figure.value.as_tuple().exponent if figure.value is not None else 0
    return exponent if isinstance(exponent, int) else 0


_RULES: tuple[Callable[[MeasureFacts], Raised], ...] = (
    _missing_baseline,
    _missing_target,
    _blank_equality,
    _blank_risk,
    _undecided,
    _target_easier,
    _percent_mismatch,
    _fraction_mismatch,
    _parts_not_total,
    _parts_not_total_in_text,
    _date_conflict,
    _text_conflict,
    _second_figure,
)
