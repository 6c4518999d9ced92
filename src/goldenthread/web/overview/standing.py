"""How where a measure stands is said: the status, the figure, what it is held against, and how it moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldenthread.overview.shapes import Assessment, MeasureRow, PartnershipHeading, StatedFigure
from goldenthread.web import addresses
from goldenthread.web.figures import level, stated_change, why_missing, with_unit
from goldenthread.web.frame import Cell, Column, Row, Table
from goldenthread.web.marks import STATUS_WORDS


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many measures have a status, in words, and where their list is."""

    key: str
    words: str
    href: str


def status_counts(
    counts: Mapping[str, int], heading: PartnershipHeading, **narrowed: str
) -> list[StatusCount]:
    """The counts by status, the worst first, each a link to its list."""
    return [
        StatusCount(key, words, addresses.of(heading, "measures", status=key, **narrowed))
        for key, words in in_words(counts)
    ]


def in_words(counts: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """The counts by status as pairs of status and words: ("off-track", "5 off track")."""
    return tuple((key, f"{number:,} {STATUS_WORDS[key].lower()}") for key, number in counts.items())


def counts_cell(counts: Mapping[str, int]) -> Cell:
    """The counts as a cell of a table."""
    return Cell(counts=in_words(counts)) if counts else Cell("No measure", faint=True)


def latest(place: Assessment) -> str:
    """The latest figure with its period: "52.3% in 2009/10 (provisional)"; or that there is none."""
    when = f" in {place.period}" if place.period else ""
    if place.value is None:
        words = "cannot be computed" if place.gap == "cannot_compute" else "no figure"
        return f"{words}{when}" if place.gap else "no figure yet"
    marks = [place.soft] if place.soft in {"provisional", "estimated"} else []
    marks += ["not complete"] if place.not_in else []
    said = f" ({', '.join(marks)})" if marks else ""
    return f"{with_unit(place.value, place.unit, place.decimals)}{when}{said}"


def target(place: Assessment) -> str:
    """What the figure is held against: "50% for 2009/10"; empty where there is none."""
    if place.target is None:
        return ""
    written = with_unit(place.target, place.unit, place.target_decimals)
    return f"{written} for {place.target_period}" if place.target_period else written


def forecast(place: Assessment) -> str:
    """The forecast, called what it is; or why there is none."""
    if place.forecast is None:
        return place.forecast_reason
    written = with_unit(place.forecast, place.unit, max(place.decimals, place.target_decimals))
    status = STATUS_WORDS[place.forecast_status].lower() if place.forecast_status else ""
    end = f" at the end of {place.forecast_period}" if place.forecast_period else ""
    return f"{written}{end}{f', {status}' if status else ''}. {place.forecast_reason}"


def message(places: Sequence[Assessment], status: str) -> str:
    """What a chart of this measure says: "52.3% in 2009/10, off track against 50%"; empty where nothing was observed."""
    known = [place for place in places if place.value is not None]
    if not known:
        return ""
    if len(places) > 1:
        return f"{STATUS_WORDS[status].lower()} in {_where(places, status)}"
    place = known[0]
    said = latest(place)
    if place.status in {"on-track", "watch", "off-track", "finished"} and place.target is not None:
        against = with_unit(place.target, place.unit, place.target_decimals)
        word = (
            "held against"
            if place.status in {"watch", "finished"}
            else f"{STATUS_WORDS[place.status].lower()} against"
        )
        return f"{said}, {word} a target of {against}"
    return f"{said}, {STATUS_WORDS[place.status].lower()}" if place.status == "too-early" else said


def _where(places: Sequence[Assessment], status: str) -> str:
    there = [place.place for place in places if place.status == status]
    return there[0] if len(there) == 1 else f"{len(there)} of {len(places)} places"


def measure_table(
    rows: Sequence[MeasureRow], heading: PartnershipHeading, caption: str, *, theme: int | None = None
) -> Table | None:
    """Measures with how they stand: one row each. `theme` is the one whose page it is on: the others are named."""
    if not rows:
        return None
    columns = (
        Column("Measure"),
        Column("Status"),
        Column("Latest", True),
        Column("Target", True),
        Column("Direction"),
        Column("Lead"),
    )
    return Table(
        caption, columns, tuple(measure_row(row, heading, theme) for row in rows), caption_hidden=True
    )


def measure_row(row: MeasureRow, heading: PartnershipHeading, theme: int | None = None) -> Row:
    title = f"{row.code} {row.title}".strip()
    lead = ", ".join(row.lead_organisations)
    worst = _worst(row)
    several = len(row.places) > 1
    return Row(
        Cell(
            title,
            addresses.of(heading, "measure", row.id),
            note=_note(row, theme),
        ),
        (
            Cell(
                STATUS_WORDS[row.status],
                status=row.status,
                note=f"in {_where(row.places, row.status)}" if several else "",
            ),
            _latest_cell(row, worst),
            _target_cell(row, worst),
            Cell(worst.direction) if worst and worst.direction else Cell("Not known yet", faint=True),
            Cell(lead) if lead else Cell("No lead organisation", faint=True),
        ),
    )


def _note(row: MeasureRow, theme: int | None) -> str:
    """Who keeps it, and where else it hangs."""
    home = theme or row.theme.id
    others = [one.title for one in (row.theme, *row.also) if one.id != home] if row.also else []
    kept = [f"Kept by {row.kept_by}"] if row.kept_by else []
    return ". ".join([*kept, *([f"Also under {', '.join(others)}"] if others else [])])


def _worst(row: MeasureRow) -> Assessment | None:
    return next((place for place in row.places if place.status == row.status), None)


def _latest_cell(row: MeasureRow, worst: Assessment | None) -> Cell:
    """The latest figure of the place that gives the status; before the first one, where it starts from."""
    if worst is not None and (worst.value is not None or worst.gap):
        totals = [place.not_in[:1].upper() + place.not_in[1:] for place in row.places if place.not_in]
        note = "; ".join((["invented"] if worst.illustrative else []) + totals)
        return Cell(latest(worst)[:1].upper() + latest(worst)[1:], note=note)
    return _stated_cell(
        [(one.place.title, one.baselines[-1]) for one in row.series if one.baselines], "Baseline"
    )


def _target_cell(row: MeasureRow, worst: Assessment | None) -> Cell:
    if worst is not None and worst.target is not None:
        return Cell(target(worst))
    if row.kept_by:
        return Cell("No target", faint=True)
    return _stated_cell([(one.place.title, one.targets[-1]) for one in row.series if one.targets], "")


def _stated_cell(figures: list[tuple[str, StatedFigure]], kind: str) -> Cell:
    """The last figure that the plan states for each place, in few words."""
    if not figures:
        return Cell("No figure" if kind else "No target", faint=True)
    said = (
        [f"{place}: {_short(figure)}" for place, figure in figures]
        if len(figures) > 1
        else [_short(figures[0][1])]
    )
    words = "; ".join(said)
    return Cell(f"{kind} {words}" if kind else f"{words[:1].upper()}{words[1:]}")


def _short(figure: StatedFigure) -> str:
    words = level(figure) or stated_change(figure) or why_missing(figure)
    return f"{words}, {figure.period}" if figure.period else words
