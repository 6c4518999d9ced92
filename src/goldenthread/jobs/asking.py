"""The demonstration's round: the figures of a quarter are asked for, and half of them have come. All of it is invented."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goldenthread.partnership.models import Partnership
    from goldenthread.returns.models import Round

PERIOD = "2009/10 Q4"
HOLD = {
    "Accessibility lead": "Priya Raman (invented)",
    "Detective chief inspector for acquisitive crime": "Tom Bassey (invented)",
    "Jobcentre partnership lead": "Wanda Nowak (invented)",
}
"""Who holds the posts that are asked."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came in for a measure and place, and how far it is: "accepted", "checked", "submitted" or "sent back"."""

    code: str
    place: str
    value: str
    what_happened: str
    until: str = "submitted"
    firmness: str = "final"
    explanation: str = ""
    nothing_because: str = ""
    to_change: str = ""


CAME = (
    Came("NI 178", "Hertfordshire", "84.0", "Two new bus lanes opened in January.", "accepted"),
    Came("NI 175", "Hertfordshire", "23.8", "A new evening bus runs to the hospital.", "accepted"),
    Came("NI 66", "Hertfordshire", "95.2", "All reviews but four were on time.", "accepted"),
    Came("NI 16", "Hertfordshire", "15402", "Fewer burglaries after the winter patrols.", "checked"),
    Came("NI 16", "Hertsmere", "1597", "Car crime fell most.", "checked"),
    Came("NI 87", "Hertfordshire", "5.1", "The snow kept some pupils at home.", "submitted", "provisional"),
    Came("NI 56", "West Herts", "14.1", "The school weighing is done.", "submitted"),
    Came(
        "NI 60",
        "Hertfordshire",
        "0.79",
        "More assessments were finished in time.",
        "sent back",
        to_change="Is this 79%? The figures before are per cent.",
    ),
    Came("NI 51", "Hertfordshire", "", "", nothing_because="The health trust counts until the end of May."),
    Came(
        "NI 193",
        "Hertfordshire",
        "51.2",
        "A second plant took waste from February on.",
        explanation="The new plant burns what went to landfill before. It will stay like this.",
    ),
)


def load_round(partnership: "Partnership") -> None:
    """Ask for the figures of a quarter and its milestones; answer half of it, as invented people would."""
    from goldenthread.kernel import clock
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.reckoning.periods import span
    from goldenthread.returns import operations

    _people(partnership)
    dates = span(PERIOD)
    assert dates is not None
    today = clock.today()
    made = operations.make_round(
        by=COMMAND_LINE,
        partnership=partnership,
        frequency="quarterly",
        period=operations.period_dated(PERIOD, *dates),
        opens_on=today - timedelta(days=14),
        due_on=today + timedelta(days=6),
        asks=["measure", "milestone"],
        title=f"Fourth quarter, {PERIOD[:7]}",
    )
    operations.set_schedule(
        by=COMMAND_LINE, partnership=partnership, frequency="yearly", asks=["measure"], due_after=42
    )
    operations.tick(by=COMMAND_LINE, partnership=partnership)
    for came in CAME:
        _answer(made, came)


def write_to_people() -> None:
    """Write to everybody who is asked, as the clock would have done when people could last be written to."""
    from django.utils import timezone

    from goldenthread.kernel import clock
    from goldenthread.kernel.outbox.operations import deliver
    from goldenthread.kernel.viewer import CLOCK
    from goldenthread.returns.operations import chase
    from goldenthread.returns.working_days import Quiet

    moment = timezone.localtime()
    while not Quiet().is_over(moment):
        moment -= timedelta(hours=1)
    with clock.standing_at(moment):
        chase(by=CLOCK)
        deliver()


def _people(partnership: "Partnership") -> None:
    """Addresses for everybody who is asked, and holders for the posts. They end in .example: nobody lives there."""
    from django.utils.text import slugify

    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.models import Person, Post
    from goldenthread.partnership.operations import add_person, amend_person, hold_post

    for title, name in HOLD.items():
        person = add_person(by=COMMAND_LINE, partnership_id=partnership.pk, name=name)
        hold_post(by=COMMAND_LINE, post=Post.objects.of(partnership.pk).get(title=title), person=person)
    for person in Person.objects.of(partnership.pk).select_related("subject"):
        address = f"{slugify(person.name.removesuffix(' (invented)'))[:60]}@{partnership.code}.example"
        amend_person(by=COMMAND_LINE, person=person, email=address)


def _answer(made: "Round", came: Came) -> None:
    from goldenthread.kernel.viewer import COMMAND_LINE, Grant, Viewer
    from goldenthread.returns import operations
    from goldenthread.returns.queries import returns_of

    asked = returns_of(made).get(
        series__measure__code=came.code, series__place__name=came.place, series__breakdown=""
    )
    who = asked.contributor or asked.deputy
    contributor = replace(
        COMMAND_LINE, name=who.name if who else "An invented colleague", person_id=who.pk if who else None
    )
    operations.submit(
        by=contributor,
        asked=asked,
        said=operations.Said(
            value=Decimal(came.value) if came.value else None,
            status=came.firmness if came.value else "",
            what_happened=came.what_happened,
            explanation=came.explanation,
            nothing_because=came.nothing_because,
        ),
    )
    partnership_id = asked.subject.partnership_id or 0
    lead = Viewer("Theme lead (invented)", grants=frozenset({Grant("theme_lead", partnership_id)}))
    manager = replace(COMMAND_LINE, name="Manager (invented)")
    if came.until == "sent back":
        operations.send_back(by=manager, asked=asked, to_change=came.to_change)
    if came.until == "checked":
        operations.sign_off(by=lead, asked=asked)
    if came.until == "accepted":
        operations.sign_off(by=manager, asked=asked)


def tell_stories(partnership: "Partnership") -> None:
    """Two themes tell what happened in the quarter: one story is signed off, one is still being written."""
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.returns import operations
    from goldenthread.returns.queries import rounds, themes_asked

    made = rounds(partnership.pk, viewer=COMMAND_LINE).get(period__label=PERIOD)
    first, second, *_ = themes_asked(made)
    story = operations.begin_story(by=COMMAND_LINE, asked_in=made, theme=first)
    operations.submit_story(by=COMMAND_LINE, story=story)
    operations.accept_story(by=replace(COMMAND_LINE, name="Manager (invented)"), story=story)
    operations.begin_story(by=COMMAND_LINE, asked_in=made, theme=second)
