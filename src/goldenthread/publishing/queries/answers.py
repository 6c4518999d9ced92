"""What each slot of a template says for a period, and where that comes from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format

from goldenthread.kernel import clock
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Baseline, Measure, Observation, Series, Target
from goldenthread.overview.queries.parts import adds_up
from goldenthread.partnership.models import Partnership
from goldenthread.publishing.models import Slot
from goldenthread.publishing.queries.facts import Facts, Figure, facts_of, when_of
from goldenthread.publishing.queries.known import eyes_of
from goldenthread.publishing.rules import OF_A_FIGURE, has_come, is_over, period_of, year_of
from goldenthread.reckoning.periods import label_of, periods_between, span
from goldenthread.reckoning.status import Status
from goldenthread.reckoning.wording import listed, number

LENGTHS = ("monthly", "quarterly", "half_yearly")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one slot says: `words` for people, and the `number` or `day` in them. `left`: the place stays as it is.

    `gap`: the words say why there is no figure. `came_from` says where it is from, in a sentence's part.
    """

    words: str = ""
    number: Decimal | None = None
    percent: bool = False
    day: date | None = None
    gap: bool = False
    left: bool = False
    period: str = ""
    came_from: str = ""
    observation: Observation | None = None
    target: Target | None = None
    baseline: Baseline | None = None


def answers(
    slots: Iterable[Slot], *, partnership: Partnership, period: str, viewer: Viewer
) -> list[tuple[Slot, Answer]]:
    """What each slot says for a period; those that are left as they are by choice are left out. A few queries."""
    asked = [slot for slot in slots if slot.what]
    ids = {slot.measure_id for slot in asked if slot.measure_id is not None}
    facts = facts_of(partnership, ids, viewer=eyes_of(partnership.pk, viewer))
    teller = _Teller(partnership, period, facts)
    return [(slot, _in_its_text(slot, teller.answer(slot))) for slot in asked]


def _in_its_text(slot: Slot, answer: Answer) -> Answer:
    """What a mark in a running text says goes on: it ends no sentence."""
    return replace(answer, words=answer.words.rstrip(".")) if slot.mark and answer.gap else answer


@dataclass(frozen=True, slots=True)
class _Teller:
    """Answers slots for one period."""

    partnership: Partnership
    period: str
    facts: Facts

    def answer(self, slot: Slot) -> Answer:
        """What a slot says."""
        if slot.what == Slot.What.PARTNERSHIP:
            return Answer(self.partnership.name, came_from="the partnership's own name")
        if slot.what == Slot.What.TODAY:
            return Answer(_day(clock.today()), day=clock.today(), came_from="the day of filling")
        about = period_of(slot.when, slot.label, self.period)
        if about is None:
            return _gap(f"No figure: “{self.period}” has no such period beside it.", "")
        if slot.what == Slot.What.PERIOD:
            return Answer(about, period=about, came_from="the period that it was filled for")
        measure = slot.measure
        series = slot.series or self.facts.whole.get(slot.measure_id or 0)
        if measure is None or (series is None and slot.what not in {Slot.What.OWNER, Slot.What.ORGANISATION}):
            return _gap("No figure: this measure is not in the plan any more.", about)
        if slot.what in OF_A_FIGURE:
            assert series is not None
            return self._of_a_figure(slot, measure, series, about)
        return self._of_a_measure(slot, measure, series, about)

    def _of_a_measure(self, slot: Slot, measure: Measure, series: Series | None, about: str) -> Answer:
        if slot.what == Slot.What.OWNER:
            return _names(
                self.facts.leads.get(measure.pk, []), "Nobody is named.", "who leads it in the plan"
            )
        if slot.what == Slot.What.ORGANISATION:
            named = self.facts.organisations.get(measure.pk, [])
            return _names(named, "No organisation is named.", "the lead organisation in the plan")
        assert series is not None
        if slot.what == Slot.What.TARGET:
            target = self.facts.targets.get((series.pk, when_of(about)))
            year = year_of(about)
            if target is None and year is not None:
                target = self.facts.targets.get((series.pk, when_of(year)))
            if target is None:
                return _gap(f"No target is set for {about}.", about)
            return replace(_stated(target, measure, slot, "target"), target=target)
        baseline = self.facts.baselines.get(series.pk)
        if baseline is None:
            return _gap("No baseline is set.", about)
        return replace(_stated(baseline, measure, slot, "baseline"), baseline=baseline)

    def _of_a_figure(self, slot: Slot, measure: Measure, series: Series, about: str) -> Answer:
        if not has_come(about, self.period):
            return self._left(slot, "Not due yet", about)
        is_part = year_of(about) != about and measure.frequency != Measure.Frequency.YEARLY
        if slot.when == Slot.When.SO_FAR and slot.what == Slot.What.VALUE and is_part:
            return self._so_far(slot, measure, series, about)
        figure, about = self._figure(measure, series, about)
        if figure is None:
            if not is_over(about, self.period):
                return self._left(slot, "Not due yet", about)
            if slot.what == Slot.What.COMMENT:
                return self._left(slot, "No comment", about)
            return _gap(f"No figure: none was accepted for {about}.", about)
        said = self._said(slot, measure, series, figure)
        return replace(
            said,
            period=figure.period,
            observation=figure.observation,
            came_from=said.came_from or _origin(figure),
        )

    def _figure(self, measure: Measure, series: Series, about: str) -> tuple[Figure | None, str]:
        """The figure of a period, or for what is counted once a year that of its year; and which period that is."""
        found = self.facts.figures.get((series.pk, when_of(about)))
        year = year_of(about)
        if found is None and year is not None and measure.frequency == Measure.Frequency.YEARLY:
            return self.facts.figures.get((series.pk, when_of(year))), year
        return found, about

    def _said(self, slot: Slot, measure: Measure, series: Series, figure: Figure) -> Answer:
        if slot.what == Slot.What.COMMENT:
            return Answer(figure.comment) if figure.comment else self._left(slot, "No comment", figure.period)
        if slot.what == Slot.What.DATE:
            return (
                Answer(_day(figure.known_on), day=figure.known_on) if figure.known_on else Answer(left=True)
            )
        if figure.value is None:
            words = "Cannot be computed" if figure.gap == Observation.Gap.CANNOT_COMPUTE else "No figure"
            because = f": {figure.comment.rstrip('.')}" if figure.comment else ""
            return _gap(f"{words}{because}.", figure.period)
        if slot.what == Slot.What.FIRMNESS:
            return Answer(figure.status or "not said")
        if slot.what == Slot.What.STATUS:
            return self._status(series, figure)
        if slot.what == Slot.What.VALUE:
            return _number(figure.value, self._unit(measure, series), figure.decimals, slot)
        part = figure.numerator if slot.what == Slot.What.NUMERATOR else figure.denominator
        if part is None:
            return _gap("No figure: only the result was given, not its parts.", figure.period)
        return _number(part, "", 0, slot)

    def _unit(self, measure: Measure, series: Series) -> str:
        """The unit of a series' figures: its measure's own, or the one that the plan states its figures in."""
        return measure.unit or self.facts.units.get(series.pk, "")

    def _status(self, series: Series, figure: Figure) -> Answer:
        stands = self.facts.standing.get(series.pk)
        if stands is None or when_of(stands.period) != when_of(figure.period):
            return _gap(f"Not judged for {figure.period}: another figure is the latest.", figure.period)
        words = Status[stands.status.upper().replace("-", "_")].words
        return Answer(f"{words[:1].upper()}{words[1:]}", came_from=stands.rule or stands.reason)

    def _so_far(self, slot: Slot, measure: Measure, series: Series, about: str) -> Answer:
        """The sum of a year's periods so far: of what adds up, and only where none is missing."""
        if not adds_up(measure):
            return _gap(
                "Cannot be computed: the figures of parts of a year cannot be added up for this measure.",
                about,
            )
        labels = _parts_of_year(about)
        figures = [self.facts.figures.get((series.pk, when_of(label))) for label in labels]
        missing = [
            label
            for label, figure in zip(labels, figures, strict=True)
            if figure is None or figure.value is None
        ]
        if missing or not labels:
            return _gap(f"Cannot be computed: no figure for {listed(missing) or about}.", about)
        values = [figure.value for figure in figures if figure is not None and figure.value is not None]
        decimals = max(figure.decimals for figure in figures if figure is not None)
        said = _number(sum(values, Decimal(0)), self._unit(measure, series), decimals, slot)
        return replace(said, period=about, came_from=f"the sum of {listed(labels)}")

    def _left(self, slot: Slot, words: str, about: str) -> Answer:
        """A blank stays blank. A mark in a text would look forgotten, so it says why."""
        return Answer(words.lower() if slot.mark else "", left=not slot.mark, period=about, came_from=words)


def _parts_of_year(label: str) -> list[str]:
    """The periods of a year up to one of them: the quarters up to "2009/10 Q2"."""
    days, year = span(label), span(year_of(label) or "")
    if days is None or year is None:
        return []
    length = next((one for one in LENGTHS if label_of(one, days[0]) == label), None)
    return periods_between(length, year[0], days[0]) if length else []


def _stated(figure: Target | Baseline, measure: Measure, slot: Slot, kind: str) -> Answer:
    """A target or baseline: its number, or the words that the plan has."""
    period = figure.period.label if figure.period is not None else ""
    origin = f"the {kind}{f' for {period}' if period else ''} in the plan"
    if figure.value is None:
        words = figure.as_written.strip() or f"No {kind} is set."
        return Answer(words, gap=True, period=period, came_from=origin)
    said = _number(figure.value, figure.unit or measure.unit, figure.decimals, slot)
    return replace(said, period=period, came_from=origin)


def _number(value: Decimal, unit: str, decimals: int, slot: Slot) -> Answer:
    """A number, with its unit unless that stands beside it already."""
    exact = value.normalize()
    written = number(exact, "" if _is_beside(unit, slot) else unit, decimals)
    return Answer(written, number=exact, percent=unit == "%")


def _is_beside(unit: str, slot: Slot) -> bool:
    beside = slot.beside.casefold()
    if unit == "%":
        return "%" in beside or "per cent" in beside or "percentage" in beside
    return unit.casefold() in beside if unit else True


def _names(named: list[str], nobody: str, came_from: str) -> Answer:
    if not named:
        return _gap(nobody, "")
    return Answer("; ".join(named), came_from=came_from)


def _gap(words: str, period: str) -> Answer:
    return Answer(words, gap=True, period=period, came_from="nothing that was accepted")


def _origin(figure: Figure) -> str:
    """Where a figure came from: "the figure for 2009/10 Q2, received 3 October 2009 from Ann Lee, provisional"."""
    parts = [f"the figure for {figure.period}"]
    row = figure.observation
    if row is None:
        parts.append("worked out from other measures")
    else:
        parts.append(f"received {_day(figure.known_on)}" if figure.known_on else "")
        if row.received_from:
            parts[-1] += f" from {row.received_from}"
        parts.append(f"source: {row.source_named}" if row.source_named else "")
        parts.append("revised" if row.supersedes_id is not None else "")
        parts.append("invented for demonstration" if row.illustrative else "")
    parts.append(figure.status)
    return ", ".join(part for part in parts if part)


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
