"""A plan as the list of records that it asks for, on plain data: the same shape as what is already there.

An item's key says which record it is, across loads; its fields are what the document says of it. The keys:
themes, objectives and commitments by their folded titles; a measure by its code and place, without a code by its
title, and by its objective too where these meet twice in one document; a figure by its measure, place and period.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from goldenthread.reading.cleaning import fold
from goldenthread.reading.plan import Plan, PlannedMeasure, Value
from goldenthread.reading.rendering import Lines

Key = tuple[Any, ...]

KINDS = (
    "strategy",
    "theme",
    "objective",
    "commitment",
    "evidence",
    "measure",
    "baseline",
    "target",
    "action",
    "equality",
    "risk",
)
"""In the order in which they hang on each other."""


@dataclass(frozen=True, slots=True)
class Item:
    """One record that is there or that a document asks for."""

    kind: str
    key: Key
    label: str
    fields: dict[str, Any] = field(default_factory=dict)
    lines: Lines | None = None

    @property
    def identity(self) -> tuple[str, Key]:
        return self.kind, self.key


Items = dict[tuple[str, Key], Item]


def wanted(plan: Plan, *, strategy_key: Key | None, strategy_title: str) -> Items:
    """The records that a plan asks for, those above before those below.

    `strategy_key` is the strategy that a plan without one belongs to; None makes one named `strategy_title`.
    """
    items = _Asking(plan, strategy_key, strategy_title).items
    return dict(sorted(items.items(), key=lambda entry: KINDS.index(entry[1].kind)))


def title_key(title: str) -> str:
    """A title as it identifies a record: without case, marks, "and" and initials."""
    return fold(title)


def measure_keys(measures: Iterable[tuple[str | None, str, str | None, str | None]]) -> list[Key]:
    """The key of each measure of (code, title, place, objective); the objective counts only where the rest meets twice."""
    plain = [(code or title_key(title), title_key(place or "")) for code, title, place, _ in measures]
    meets = Counter(plain)
    keys: list[Key] = []
    for base, (_, _, _, objective) in zip(plain, measures, strict=True):
        key: Key = base if meets[base] == 1 else (*base, title_key(objective or ""))
        again = sum(other[: len(key)] == key for other in keys)
        keys.append((*key, "again", again + 1) if again else key)
    return keys


class _Asking:
    """Goes through a plan once, from the strategy down to the figures."""

    def __init__(self, plan: Plan, strategy_key: Key | None, strategy_title: str) -> None:
        self.items: Items = {}
        self.plan = plan
        keeps = strategy_key if plan.strategy is None else None
        self.strategy = keeps or self._strategy(strategy_title)
        for theme in plan.themes:
            self._theme(
                theme.name,
                theme.lines,
                summary=theme.summary,
                arrangements=theme.arrangements,
                innovation=theme.innovation,
                to_follow=theme.to_follow,
            )
        self._evidence()
        measures = [(m.code, m.title, m.place, m.long_term_objective) for m in plan.measures]
        for measure, key in zip(plan.measures, measure_keys(measures), strict=True):
            self._measure(measure, key)
        self._actions()

    def _add(self, kind: str, key: Key, label: str, lines: Lines | None, **fields: Any) -> Key:
        self.items.setdefault((kind, key), Item(kind, key, label, fields, lines))
        return key

    def _strategy(self, title: str) -> Key:
        strategy = self.plan.strategy
        if strategy is None:
            years = sorted({value.period for m in self.plan.measures for value in m.targets if value.period})
            span = f"{years[0]} to {years[-1]}" if len(years) > 1 else "".join(years)
            return self._add("strategy", (title_key(title),), title, None, title=title, years=span)
        return self._add(
            "strategy",
            (title_key(strategy.title),),
            strategy.title,
            None,
            title=strategy.title,
            years=strategy.years or "",
            vision=strategy.vision or "",
            principles=list(strategy.principles),
        )

    def _theme(self, name: str | None, lines: Lines | None, **story: Any) -> Key:
        title = name or "Not under a theme"
        fields = {"strategy": self.strategy, "title": title, "position": self._position("theme"), **story}
        return self._add("theme", (title_key(title),), title, lines, **fields)

    def _objective(self, theme: Key, title: str | None, lines: Lines) -> Key | None:
        if not title:
            return None
        key = (*theme, title_key(title))
        return self._add(
            "objective", key, title, lines, theme=theme, title=title, position=self._position("objective")
        )

    def _commitment(self, theme: Key, objective: Key | None, title: str | None, lines: Lines) -> Key | None:
        if not title:
            return None
        key = (*(objective or theme), title_key(title))
        fields = {
            "theme": theme,
            "objective": objective,
            "title": title,
            "position": self._position("commitment"),
        }
        return self._add("commitment", key, title, lines, **fields)

    def _evidence(self) -> None:
        if self.plan.strategy is None:
            return
        for statement in self.plan.strategy.evidence:
            self._add(
                "evidence",
                (title_key(statement.text),),
                statement.text,
                statement.lines,
                strategy=self.strategy,
                text=statement.text,
                value=statement.value or "",
                source_named=statement.source or "",
                position=self._position("evidence"),
            )

    def _measure(self, measure: PlannedMeasure, key: Key) -> None:
        theme = self._theme(measure.theme, None)
        objective = self._objective(theme, measure.long_term_objective, measure.lines)
        commitment = self._commitment(theme, objective, measure.short_term_action, measure.lines)
        periods = dict.fromkeys([*measure.blank_targets, *(v.period for v in measure.targets if v.period)])
        self._add(
            "measure",
            key,
            " ".join(filter(None, (measure.code, measure.title))),
            measure.lines,
            theme=theme,
            objective=objective,
            commitment=commitment,
            code=measure.code or "",
            title=measure.title,
            place=measure.place,
            designated=measure.designated,
            target_periods=sorted(periods),
            monitoring=measure.monitoring_text,
            doubt=measure.doubt or "",
            block=measure.block,
            risks_asked=measure.risks_asked,
            lead_person_asked=measure.lead_person_asked,
            remarks=[[remark.text, *remark.lines] for remark in measure.remarks],
            position=self._position("measure"),
            placements=[[placement.framework, placement.theme] for placement in measure.frameworks],
            lead_people=list(measure.lead_people),
            lead_organisations=list(measure.lead_organisations),
            key_partners=list(measure.key_partners),
            routes=[[route.body, route.frequency or ""] for route in measure.monitoring],
        )
        self._figures("baseline", key, measure, measure.baselines)
        self._figures("target", key, measure, measure.targets)
        for passage in measure.actions:
            self._action(theme, objective, key, passage.text, passage.lines)
        self._hanging(measure, key)

    def _figures(self, kind: str, measure_key: Key, measure: PlannedMeasure, values: Iterable[Value]) -> None:
        seen: Counter[Key] = Counter()
        for position, value in enumerate(values):
            base = (measure_key, title_key(value.place or measure.place or ""), value.period or "")
            seen[base] += 1
            label = " ".join(filter(None, (measure.code or measure.title, kind, value.place, value.period)))
            fields = figure_fields(value, position)
            self._add(kind, (*base, seen[base]), label, value.lines, measure=measure_key, **fields)

    def _action(
        self, theme: Key, objective: Key | None, measure: Key | None, text: str, lines: Lines, **words: str
    ) -> None:
        fields: dict[str, Any] = {"theme": theme, "objective": objective, "measure": measure, "title": text}
        fields |= {"position": self._position("action"), **words}
        self._add("action", (measure or theme, title_key(text)), text, lines, **fields)

    def _hanging(self, measure: PlannedMeasure, key: Key) -> None:
        if measure.equality.state != "not_asked":
            fields = {"measure": key, "state": measure.equality.state.value, "text": measure.equality.text}
            label = f"Equality impact of {measure.code or measure.title}"
            self._add("equality", (key,), label, measure.equality.lines or measure.lines, **fields)
        for passage in measure.risks:
            risk = self._add(
                "risk", (title_key(passage.text),), passage.text, passage.lines, title=passage.text, about=[]
            )
            about = self.items["risk", risk].fields["about"]
            if key not in about:
                about.append(key)

    def _actions(self) -> None:
        for row in self.plan.actions:
            theme = self._theme(row.theme, None)
            if self.plan.strategy is not None and not (row.lead or row.due or row.status or row.progress):
                self._commitment(theme, None, row.text, row.lines)
                continue
            self._action(
                theme,
                self._objective(theme, row.objective, row.lines),
                None,
                row.text,
                row.lines,
                lead=row.lead or "",
                due=row.due or "",
                status=row.status or "",
                progress=row.progress or "",
                doubt=row.doubt or "",
            )

    def _position(self, kind: str) -> int:
        return sum(found == kind for found, _ in self.items)


def figure_fields(value: Value, position: int) -> dict[str, Any]:
    """What a figure says, as it is kept: numbers as plain decimal strings, so that equal figures compare equal."""
    exponent = value.value.as_tuple().exponent if value.value is not None else 0
    return {
        "place": value.place,
        "period": value.period,
        "measured_at": value.measured_at or "",
        "value": plain_number(value.value),
        "decimals": max(0, -exponent) if isinstance(exponent, int) else 0,
        "unit": value.unit or "",
        "numerator": plain_number(value.numerator),
        "denominator": plain_number(value.denominator),
        "change_percent": plain_number(value.change_percent),
        "status": value.status.value if value.status else "",
        "as_written": value.as_written,
        "doubt": value.doubt or "",
        "position": position,
    }


def plain_number(number: Any) -> str | None:
    """A decimal without the zeros at its end, None for no number."""
    if number is None:
        return None
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
