"""What a slot needs, and which period it is about."""

from typing import Final, NamedTuple

from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.measures.models import Measure, Series
from goldenthread.publishing.models import Slot, TemplateVersion
from goldenthread.reckoning.periods import label_of, preceding, span

ABOUT_ALL: Final = frozenset({Slot.What.PERIOD, Slot.What.PARTNERSHIP, Slot.What.TODAY})
"""What belongs to no measure."""
OF_A_FIGURE: Final = frozenset(
    {
        Slot.What.VALUE,
        Slot.What.NUMERATOR,
        Slot.What.DENOMINATOR,
        Slot.What.STATUS,
        Slot.What.FIRMNESS,
        Slot.What.COMMENT,
        Slot.What.DATE,
    }
)
"""What is about the figure of a period, which may not have come yet."""

WHATS: Final = [(str(what), str(what.label)) for what in Slot.What]
WHENS: Final = [(str(when), str(when.label)) for when in Slot.When if when != Slot.When.NAMED]


class Chosen(NamedTuple):
    """What somebody says belongs in a slot; an empty `what` leaves it as it is."""

    what: str
    measure: Measure | None = None
    series: Series | None = None
    when: str = Slot.When.THIS
    label: str = ""


def check_chosen(chosen: Chosen) -> None:
    """Raises Invalid where a slot says too little to be filled."""
    if not chosen.what:
        return
    if chosen.what not in Slot.What.values:
        raise Invalid({"what": "Choose one from the list."})
    if chosen.what not in ABOUT_ALL and chosen.measure is None:
        raise Invalid({"of": "Say which measure, by its code or title."})
    if (
        chosen.series is not None
        and chosen.measure is not None
        and chosen.series.measure_id != chosen.measure.pk
    ):
        raise Invalid({"of": "This place or part belongs to another measure."})
    if chosen.when not in Slot.When.values:
        raise Invalid(
            {"when": "Say “This period”, another one from the list, or a period such as 2009/10 Q2."}
        )
    if chosen.when == Slot.When.NAMED and not chosen.label.strip():
        raise Invalid({"when": "Name the period."})


def check_confirmed(version: TemplateVersion | None) -> TemplateVersion:
    """Raises Refused until somebody said what belongs where in a template."""
    if version is None:
        raise Refused(
            "Nobody has confirmed yet what belongs where in this template. Look through its places first."
        )
    return version


def period_of(when: str, label: str, filled_for: str) -> str | None:
    """The label of the period that a slot is about; None where there is none (the one before a survey's wave)."""
    if when == Slot.When.NAMED:
        return label
    if when in {Slot.When.THIS, Slot.When.SO_FAR}:
        return filled_for
    if when == Slot.When.BEFORE:
        return preceding(filled_for)
    year = year_of(filled_for)
    if year is None:
        return None
    if when == Slot.When.YEAR:
        return year
    if when == Slot.When.YEAR_BEFORE:
        return preceding(year)
    return f"{year} {when}" if "/" in year and not year.startswith("School") else None


def year_of(label: str) -> str | None:
    """The year that a period lies in: a year is its own. None for a label without days."""
    days = span(label)
    if days is None:
        return None
    if (days[1] - days[0]).days >= 364:
        return label
    return label_of("yearly", days[0])


def has_come(label: str, filled_for: str) -> bool:
    """Whether a period has begun by the end of the one that is filled for; one without days always has."""
    days, until = span(label), span(filled_for)
    return days is None or until is None or days[0] <= until[1]


def is_over(label: str, filled_for: str) -> bool:
    """Whether a period is over by the end of the one that is filled for."""
    days, until = span(label), span(filled_for)
    return days is None or until is None or days[1] <= until[1]
