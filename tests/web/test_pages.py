"""What the pages show, and that a long plan costs no more questions to the database than a short one."""

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.intake.operations import accept_draft, publish_plan
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.models import Visibility
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Measure
from goldenthread.overview.queries import findings_summary, measure
from goldenthread.overview.queries.reckoned import reckoned
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership
from goldenthread.reading.plan import Value
from goldenthread.strategy.models import Objective, Theme
from goldenthread.strategy.operations import record_equality_impact
from goldenthread.web.figures import stated
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Partnership:
    partnership = factories.partnership()
    factories.loaded(partnership)
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    return partnership


def words(client: Client, address: str) -> str:
    """What a page says, without its tags."""
    answer = client.get(address)
    assert answer.status_code == 200
    main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


PAGES = (
    "front",
    "glance",
    "theme",
    "objective",
    "measures",
    "measure",
    "thread",
    "rug",
    "mine",
    "history",
    "findings",
    "governance",
    "review",
)


def queries(page: str, measures: int) -> int:
    partnership = factories.partnership(f"size{measures}")
    factories.loaded(partnership, measures)
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    draft = factories.draft(partnership, COMMAND_LINE, factories.plan(measures), name="second.txt")
    base = f"/{partnership.code}/"
    address = {
        "front": "/",
        "glance": base,
        "theme": f"{base}themes/{Theme.objects.of(partnership.pk).get().pk}/",
        "objective": f"{base}objectives/{Objective.objects.of(partnership.pk).get().pk}/",
        "measure": f"{base}measures/{Measure.objects.of(partnership.pk).first().pk}/",
        "thread": f"{base}measures/{Measure.objects.of(partnership.pk).first().pk}/thread/",
        "measures": f"{base}measures/",
        "rug": f"{base}rug/",
        "mine": f"{base}mine/",
        "history": f"{base}history/{Measure.objects.of(partnership.pk).first().pk}/",
        "findings": f"{base}findings/",
        "governance": f"{base}governance/",
        "review": f"{base}intake/{draft.pk}/",
    }[page]
    client = Client()
    client.force_login(factories.manager(partnership).account)
    reckoned.clear()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_queries_is_the_same_for_2_4_and_30_measures(page: str) -> None:
    assert len({queries(page, measures) for measures in (2, 4, 30)}) == 1


def test_the_front_page_names_the_public_partnerships_and_no_other(place: Partnership) -> None:
    factories.partnership("hiddenshire")
    said = words(Client(), "/")
    assert "Northshire Together" in said
    assert "Hiddenshire" not in said


def test_the_glance_says_in_a_paragraph_what_there_is(place: Partnership) -> None:
    said = words(Client(), "/northshire/")
    assert (
        "Northshire Together has 1 theme, 3 measures and 3 actions. 3 of the 3 measures have a figure to start from,"
        " 3 have a target and 3 have a lead. Nobody has given a result yet. Nothing in the plan contradicts itself."
    ) in said


def test_a_measure_shows_its_figures_people_and_faults(place: Partnership) -> None:
    record = Measure.objects.order_by("pk").first()
    said = words(Client(), f"/northshire/measures/{record.pk}/")
    for part in (
        "NI 1 Households helped in way 1",
        "Safety lead 1",
        "County Council",
        "Fire Service, Police",
        "Safety Board, quarterly",
        "Visit homes in area 1.",
        "Too few visitors in area 1.",
        "from 80% in 2007/08 to 85% by 2008/09",
    ):
        assert part in said


def test_the_parts_of_a_fraction_and_a_change_read_as_the_plan_wrote_them() -> None:
    partnership = factories.partnership()
    written = Value(
        (4, 4),
        "14% (14/97), 9.1% less",
        value=Decimal(14),
        unit="%",
        numerator=Decimal(14),
        denominator=Decimal(97),
        change_percent=Decimal("-9.1"),
    )
    planned = factories.plan(1)
    planned = replace(planned, measures=(replace(planned.measures[0], baselines=(written,)),))
    draft = factories.draft(partnership, COMMAND_LINE, planned)
    accept_draft(draft=draft, by=COMMAND_LINE)
    shown = measure(partnership.code, Measure.objects.get().pk, viewer=COMMAND_LINE)
    assert stated(shown.series[0].baselines[0]) == "14% (14 of 97), 9.1% less than the baseline"


def test_the_thread_runs_from_the_vision_to_the_risks(place: Partnership) -> None:
    record = Measure.objects.order_by("pk").first()
    page = Client().get(f"/northshire/measures/{record.pk}/thread/").content.decode()
    assert re.findall(r'class="knot"><h2><span class="kind">([^<]+)', page)[:10] == [
        "Vision",
        "Strategy",
        "Theme",
        "Objective",
        "Promise",
        "Measure",
        "Led by",
        "Actions",
        "Risks",
        "Equality",
    ]


def test_findings_can_be_narrowed_and_an_unknown_choice_shows_none(place: Partnership) -> None:
    assert "3 to settle" in words(Client(), "/northshire/findings/?kind=blank_equality")
    assert "No finding fits this choice." in words(Client(), "/northshire/findings/?kind=nonsense")
    assert "6 to settle" in words(Client(), "/northshire/findings/?page=junk")


def test_a_fault_that_is_mended_disappears_at_once(place: Partnership) -> None:
    record = Measure.objects.select_related("subject").order_by("pk").first()
    before = findings_summary(place.pk, viewer=COMMAND_LINE).by_kind["blank_equality"]
    record_equality_impact(by=COMMAND_LINE, about=record.subject, state="done", text="All were asked.")
    assert findings_summary(place.pk, viewer=COMMAND_LINE).by_kind["blank_equality"] == before - 1


def test_the_history_is_for_the_partnership_alone(place: Partnership) -> None:
    record = Measure.objects.select_related("subject").order_by("pk").first()
    kernel.amend(record, by=COMMAND_LINE, reason="The board asked for it.", title="Homes made safe")
    address = f"/northshire/measures/{record.pk}/"
    inside = Client()
    inside.force_login(factories.manager(place).account)
    assert "The board asked for it." in words(inside, address)
    assert "The board asked for it." not in words(Client(), address)


def test_a_page_beyond_the_last_gives_the_last(place: Partnership) -> None:
    theme = Theme.objects.get()
    assert "NI 3 Households helped" in words(Client(), f"/northshire/themes/{theme.pk}/?page=999")


def test_who_decides_shows_groups_under_the_one_they_report_to(place: Partnership) -> None:
    made = {
        name: partnerships.add_group(
            by=COMMAND_LINE,
            partnership_id=place.pk,
            name=name,
            kind="board",
            meets="four times a year",
            terms_of_reference="Watches over the plan.",
        )
        for name in ("Main Board", "Safety Board")
    }
    kernel.amend(made["Safety Board"], by=COMMAND_LINE, reports_to=made["Main Board"])
    publish_plan(partnership=place, by=COMMAND_LINE)
    said = words(Client(), "/northshire/governance/")
    assert "2 groups" in said
    assert said.index("Main Board") < said.index("Safety Board")


def test_an_empty_partnership_teaches_what_belongs_there() -> None:
    partnership = factories.partnership("emptyshire")
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    manager = Client()
    manager.force_login(factories.manager(partnership).account)
    assert "No plan has been loaded yet" in words(Client(), "/emptyshire/")
    assert "Load a plan" not in words(Client(), "/emptyshire/")
    assert "Load a plan" in words(manager, "/emptyshire/")
    assert "Nothing was found" not in words(Client(), "/emptyshire/findings/")


def test_what_a_plan_says_is_never_markup(place: Partnership) -> None:
    record = Measure.objects.select_related("subject").order_by("pk").first()
    kernel.amend(record, by=COMMAND_LINE, title="<script>alert(1)</script>")
    for page in (f"measures/{record.pk}/", f"measures/{record.pk}/thread/", "findings/"):
        content = Client().get(f"/northshire/{page}").content.decode()
        assert "<script>alert" not in content
        assert "&lt;script&gt;alert" in content


@pytest.mark.parametrize(
    "address",
    [
        "/northshire/measures/99999999999999999999999/",
        "/northshire/themes/0/",
        "/northshire/findings/?page=99999999999999999999&severity=%00&kind=%F0%9F",
        "/northshire/themes/1/?page=-1",
        "/NORTHSHIRE/",
        "/northshire",
    ],
)
def test_a_strange_address_breaks_nothing(place: Partnership, address: str) -> None:
    assert Client().get(address).status_code in {200, 301, 404}


def test_only_the_manager_is_led_to_change_who_decides(place: Partnership) -> None:
    group = partnerships.add_group(by=COMMAND_LINE, partnership_id=place.pk, name="Board", kind="board")
    kernel.show_to(Visibility.PUBLIC, [group.subject], by=COMMAND_LINE, about=place.subject)
    manager = Client()
    manager.force_login(factories.manager(place).account)
    ways = ["groups/add/", f"groups/{group.pk}/", f"groups/{group.pk}/seat/"]
    shown = [
        [
            f'href="/northshire/{way}"' in client.get("/northshire/governance/").content.decode()
            for way in ways
        ]
        for client in (manager, Client())
    ]
    assert shown == [[True] * 3, [False] * 3]
