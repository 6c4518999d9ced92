"""How a figure reads: with its unit, thousands separated; a missing one says why it is missing."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format

from goldenthread.overview.shapes import ObservedFigure, StatedFigure

MINUS = "−"
NO_FIGURE = "no figure yet"
STATUS_WORDS = {
    "predicted": "predicted",
    "projected": "projected",
    "proposed": "proposed",
    "to_be_renegotiated": "to be renegotiated",
    "deferred": "deferred",
    "awaited": "awaited",
    "unexplained": "not explained",
}
"""How firm a figure is. An agreed one needs no word."""
EQUALITY_WORDS = {
    "done": "Done",
    "partly": "Partly done",
    "not_done": "Not done yet",
    "blank": "Left blank",
    "deferred": "Put off",
    "refers": "Refers to another",
    "not_asked": "Not asked for",
}
"""How far the effect on people with protected characteristics has been looked at."""


def number(value: Decimal, decimals: int | None = None) -> str:
    """`value` with thousands separated, to `decimals` places (as many as it has when None)."""
    if decimals is None:
        exponent = value.as_tuple().exponent
        decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,f}"


def with_unit(value: Decimal, unit: str | None, decimals: int | None = None) -> str:
    """A number and its unit: "56.1%", "£1,200", "6.7 tonnes per person", "861 per 100,000"."""
    written = number(value, decimals)
    if not unit:
        return written
    if unit in {"%", "‰"}:
        return f"{written}{unit}"
    if unit == "£":
        return f"{MINUS}£{written[1:]}" if written.startswith(MINUS) else f"£{written}"
    return f"{written} {unit}"


def change(before: Decimal, after: Decimal, unit: str | None = None, decimals: int | None = None) -> str:
    """A change in words: "down 7.1 points", "up 1,200", "no change". Percentages change by points."""
    difference = after - before
    size = number(abs(difference), decimals)
    if not size.strip("0.,"):
        return "no change" if difference == 0 else "almost no change"
    direction = "up" if difference > 0 else "down"
    if unit == "%":
        return f"{direction} {size} {'point' if size == '1' else 'points'}"
    return f"{direction} {with_unit(abs(difference), unit, decimals)}"


def level(figure: StatedFigure) -> str | None:
    """The level that a plan states, without how firm it is; None where it states none."""
    parts = ""
    if figure.numerator is not None and figure.denominator is not None:
        parts = f"{number(figure.numerator)} of {number(figure.denominator)}"
    if figure.value is None:
        return parts or None
    if parts and not figure.unit:
        return parts
    written = with_unit(figure.value, figure.unit, figure.decimals)
    return f"{written} ({parts})" if parts else written


def stated_change(figure: StatedFigure) -> str | None:
    """A change that the plan states on the baseline: "4.2% less than the baseline"."""
    if figure.change_percent is None:
        return None
    if figure.change_percent == 0:
        return "the same as the baseline"
    side = "less" if figure.change_percent < 0 else "more"
    return f"{number(abs(figure.change_percent))}% {side} than the baseline"


def why_missing(figure: StatedFigure) -> str:
    """Why there is no figure: "no figure yet: awaited (TBA by 12 January 2009)"."""
    reasons = [STATUS_WORDS[figure.status]] if figure.status in STATUS_WORDS else []
    if figure.measured_at:
        reasons.append(f"due {figure.measured_at}")
    written = figure.as_written.strip()
    reason = ", ".join(reasons)
    if written and written != figure.measured_at and written.casefold() != reason.casefold():
        reason = f"{reason} ({written})" if reason else f"the plan says “{written}”"
    return f"{NO_FIGURE}: {reason}" if reason else NO_FIGURE


def stated(figure: StatedFigure) -> str:
    """A baseline or target whole: the level, the change it stands for, how firm it is, when measured."""
    shown = level(figure)
    changed = stated_change(figure)
    if shown is None and changed is None:
        return why_missing(figure)
    text = ", ".join(part for part in (shown, changed) if part)
    notes = [STATUS_WORDS[figure.status]] if figure.status in STATUS_WORDS else []
    if figure.measured_at:
        notes.append(f"measured {figure.measured_at}")
    return f"{text} ({', '.join(notes)})" if notes else text


def observed(figure: ObservedFigure) -> str:
    """What was observed in few words: "52.3% (provisional)", or why there is no figure."""
    if figure.value is None:
        return gap_in_words(figure)
    written = with_unit(figure.value, figure.unit, figure.decimals)
    return f"{written} ({figure.status})" if figure.status in {"provisional", "estimated"} else written


def gap_in_words(figure: ObservedFigure) -> str:
    """Why there is no figure: "cannot be computed: nobody was asked"; empty where there is one."""
    if not figure.gap:
        return ""
    words = "cannot be computed" if figure.gap == "cannot_compute" else "no figure"
    return f"{words}: {figure.comment.rstrip('.')}" if figure.comment else words


def known_of(figure: ObservedFigure) -> str:
    """What is known of a figure besides its size, in sentences."""
    parts = [figure.status] if figure.status else []
    if figure.numerator is not None and figure.denominator is not None:
        parts.append(f"{number(figure.numerator)} of {number(figure.denominator)}")
    if figure.derived:
        parts.append("worked out from other measures")
    if figure.received_on:
        came = f"received {date_format(figure.received_on, 'j F Y')}"
        parts.append(f"{came} from {figure.received_from}" if figure.received_from else came)
    elif figure.received_from:
        parts.append(f"from {figure.received_from}")
    if figure.source_named:
        parts.append(f"source: {figure.source_named}")
    if figure.vintage:
        was = (
            with_unit(figure.former, figure.unit, figure.decimals)
            if figure.former is not None
            else "no figure"
        )
        parts.append(f"{was} before the {figure.vintage}")
    if figure.versions > 1:
        why = f" ({figure.reason.rstrip('.')})" if figure.reason else ""
        parts.append(
            f"revised{' ' + counted(figure.versions - 1, 'time') if figure.versions > 2 else ''}{why}"
        )
    if figure.illustrative:
        parts.append("invented for this demonstration")
    if figure.comment and figure.value is not None:
        parts.append(figure.comment.rstrip("."))
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def counted(count: int, one: str, many: str | None = None) -> str:
    """A number of things in words: "no measures", "1 measure", "1,000 measures"."""
    if count == 0:
        return f"no {many or one + 's'}"
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def lines_in_words(lines: tuple[int, int]) -> str:
    """Where something stands in a document: "line 164", "lines 164 to 170"."""
    first, last = lines
    return f"line {first}" if first == last else f"lines {first} to {last}"
