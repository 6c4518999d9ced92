"""A partnership with a round half on its way, made by the same operations as a real one."""

from datetime import date

from goldenthread.kernel.viewer import COMMAND_LINE, Viewer
from goldenthread.measures.models import Involvement, Measure
from goldenthread.measures.operations import amend_measure, set_involvements
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership, Person
from goldenthread.partnership.queries import viewer_invited
from goldenthread.returns import operations
from goldenthread.returns.models import Return, Round
from goldenthread.returns.operations import period_dated

QUARTER = "2009/10 Q1"


def person(of: Partnership, name: str = "Ann Lead") -> Person:
    """Somebody with an e-mail address whom a plan names."""
    return partnerships.add_person(
        by=COMMAND_LINE,
        partnership_id=of.pk,
        name=name,
        email=f"{name.lower().replace(' ', '.')}@council.example",
    )


def led(of: Partnership, *leads: Person, frequency: str = "quarterly") -> list[Measure]:
    """The partnership's measures, counted this often, each led by these people."""
    measures = list(Measure.objects.of(of.pk).order_by("code"))
    for measure in measures:
        amend_measure(by=COMMAND_LINE, measure=measure, frequency=frequency)
        holders = [(lead.name, lead) for lead in leads]
        set_involvements(measure, Involvement.Part.LEAD_PERSON, holders, by=COMMAND_LINE)
    return measures


def round_of(of: Partnership, *kinds: str) -> Round:
    """A round for the first quarter of 2009/10, open from 1 to 21 July 2009."""
    return operations.make_round(
        by=COMMAND_LINE,
        partnership=of,
        frequency="quarterly",
        period=period_dated(QUARTER, date(2009, 4, 1), date(2009, 6, 30)),
        opens_on=date(2009, 7, 1),
        due_on=date(2009, 7, 21),
        asks=kinds or ("measure",),
    )


def invited(asked_in: Round, who: Person) -> Viewer:
    """Who holds the link of this person for this round."""
    return viewer_invited(operations.invite(by=COMMAND_LINE, asked_in=asked_in, person=who))


def first(asked_in: Round) -> Return:
    """The first return of a round, as it is now."""
    return Return.objects.select_related(
        "round__subject", "round__period", "subject", "series__measure__subject", "series__place", "milestone"
    ).filter(round=asked_in)[0]
