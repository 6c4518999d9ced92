"""The page of the search: what it finds for whom, where it leads, and what it says where it finds nothing."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.intake.operations import publish_plan
from goldenthread.jobs.command import main
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.kinds import all_kinds
from goldenthread.kernel.models import Subject, Visibility
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC
from goldenthread.measures.models import Measure, Series
from goldenthread.measures.operations import adopt
from goldenthread.overview.queries import search
from goldenthread.overview.queries.reckoned import reckoned
from goldenthread.overview.shapes import Named
from goldenthread.overview.shapes_search import Hanging, SearchPage
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership
from goldenthread.strategy.models import Theme
from goldenthread.web.addresses import LISTS, PAGES
from goldenthread.web.search.pages import KINDS
from tests import factories
from tests.jobs.exports import exported
from tests.jobs.whole import wiped
from tests.kernel.test_search import HOSTILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Partnership:
    partnership = factories.partnership()
    factories.loaded(partnership)
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    return partnership


def main_of(client: Client, words: str, **more: object) -> str:
    answer = client.get("/northshire/search/", {"words": words, **more})
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1].split("</main>")[0]


def said(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def titles(shown: SearchPage) -> list[tuple[str, str]]:
    return [(hit.kind, "".join(part for part, _ in hit.title)) for hit in shown.hits]


def test_a_measure_is_found_by_its_code_and_its_words(place: Partnership, client: Client) -> None:
    measure = Measure.objects.of(place.pk).get(code="NI 2")
    for typed in ("NI 2", "ni2", "NI2"):
        shown = search("northshire", typed, viewer=PUBLIC, kind="measure")
        assert titles(shown) == [("measure", "NI 2 Households helped in way 2")]
    html = main_of(client, "ni2 household", kind="measure")
    assert f'href="/northshire/measures/{measure.pk}/"' in html
    assert "<mark>NI 2</mark> <mark>Households</mark> helped in way 2" in html
    assert f'Theme: <a href="/northshire/themes/{measure.theme_id}/"' in html


def test_what_has_no_page_leads_to_what_it_hangs_on(place: Partnership, client: Client) -> None:
    shown = search("northshire", "too few visitors area 2", viewer=PUBLIC)
    assert [(hit.kind, hit.under and hit.under.kind) for hit in shown.hits] == [("risk", "measure")]
    assert shown.hits[0].under is not None
    html = main_of(client, "too few visitors area 2")
    assert (
        f'<h3><span class="kind">Risk</span> <a href="/northshire/measures/{shown.hits[0].under.subject.id}/"'
        in html
    )


def test_the_kinds_narrow_what_is_found(place: Partnership, client: Client) -> None:
    everything = search("northshire", "household", viewer=PUBLIC)
    assert everything.counts == {"commitment": 1, "measure": 3}
    assert everything.page.total == 4
    only = search("northshire", "household", viewer=PUBLIC, kind="commitment")
    assert titles(only) == [("commitment", "Help every household that asks")]
    assert (only.page.total, only.counts) == (1, everything.counts)
    assert "Measure (3)" in said(main_of(client, "household", kind="commitment"))


def test_nobody_finds_what_they_may_not_see(place: Partnership) -> None:
    other = factories.partnership("southmoor")
    factories.loaded(other)
    factories.draft(place, COMMAND_LINE, name="secret household.txt")
    manager, stranger = factories.manager(place).viewer, factories.manager(other).viewer
    auditor = factories.member(place, "board_member").viewer
    assert titles(search("northshire", "secret", viewer=PUBLIC)) == []
    assert titles(search("northshire", "secret", viewer=stranger)) == []
    assert sorted(titles(search("northshire", "secret", viewer=manager))) == [
        ("document", "secret household.txt"),
        ("draft", "secret household.txt"),
    ]
    assert titles(search("northshire", "secret", viewer=auditor)) == [("document", "secret household.txt")]
    found = search("southmoor", "household", viewer=stranger).hits
    owned = Subject.objects.filter(pk__in=[hit.id for hit in found]).values_list("partnership_id", flat=True)
    assert set(owned) == {other.pk}


def test_what_was_withdrawn_is_not_found(place: Partnership) -> None:
    measure = Measure.objects.of(place.pk).get(code="NI 2")
    kernel.withdraw(measure.subject, by=COMMAND_LINE, reason="Twice in the plan.")
    assert titles(search("northshire", "NI2", viewer=PUBLIC, kind="measure")) == []


def test_shared_places_are_found_only_where_they_are_used(place: Partnership) -> None:
    partnerships.add_official_place(by=COMMAND_LINE, code="E99", name="Farland", kind="county")
    partnerships.add_official_place(
        by=COMMAND_LINE, code="E98", name="Northbrook", kind="district", within=place.place
    )
    assert titles(search("northshire", "farland", viewer=PUBLIC)) == []
    assert titles(search("northshire", "northbrook", viewer=PUBLIC)) == [("place", "E98 Northbrook")]


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_is_typed_breaks_the_page(place: Partnership, client: Client, typed: str) -> None:
    try:
        typed.encode()
    except UnicodeEncodeError:
        pytest.skip("no address can have it")
    html = main_of(client, typed, page="999999999999", kind="<b>")
    assert "<h1" in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "What are you looking for?"),
        ("the of", "“the of” is nothing that the search can look for"),
        ("🔥", "“🔥” is nothing that the search can look for"),
        ("zebra", "Nothing here has “zebra”"),
    ],
)
def test_it_says_what_to_try_where_it_finds_nothing(
    place: Partnership, client: Client, typed: str, sentence: str
) -> None:
    assert sentence in said(main_of(client, typed))


def test_titles_are_never_taken_as_tags(place: Partnership, client: Client) -> None:
    measure = Measure.objects.of(place.pk).get(code="NI 2")
    kernel.amend(measure, by=COMMAND_LINE, title="<script>alert(1)</script> zebra")
    html = main_of(client, "zebra")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>zebra</mark>" in html


def test_a_long_answer_has_pages(client: Client) -> None:
    partnership = factories.partnership()
    factories.loaded(partnership, 60)
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    shown = [search("northshire", "household", viewer=PUBLIC, kind="measure", page=n) for n in (1, 2, 3)]
    assert [len(one.hits) for one in shown] == [50, 10, 0]
    assert len({hit.id for one in shown for hit in one.hits}) == 60
    html = main_of(client, "household", kind="measure", page=2)
    assert 'start="51"' in html
    assert "words=household&amp;kind=measure&amp;page=1" in html
    assert "Nothing more is here" in main_of(client, "household", kind="measure", page=3)


def test_a_long_answer_asks_the_database_no_more_often() -> None:
    asked = []
    for size in (1, 60):
        partnership = factories.partnership(f"size{size}")
        factories.loaded(partnership, size)
        publish_plan(partnership=partnership, by=COMMAND_LINE)
        reckoned.clear()
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(f"/size{size}/search/?words=house").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8


def test_what_a_hit_hangs_on_is_named_only_to_those_who_may_see_it(place: Partnership) -> None:
    measure = Measure.objects.of(place.pk).select_related("theme__subject").get(code="NI 2")
    kernel.show_to(Visibility.PARTNERSHIP, [measure.theme.subject], by=COMMAND_LINE, about=place.subject)
    manager = factories.manager(place).viewer
    unders = [
        search("northshire", "NI2", viewer=viewer, kind="measure").hits[0].under
        for viewer in (PUBLIC, manager)
    ]
    assert unders == [None, Hanging("theme", Named(measure.theme_id, "Safer places"))]


def test_an_adopted_measure_is_found_where_it_is_used(place: Partnership) -> None:
    district = factories.partnership("southmoor")
    factories.loaded(district)
    series = Series.objects.select_related("measure").get(
        measure__code="NI 2", measure__theme__in=Theme.objects.of(place.pk)
    )
    kernel.amend(series.measure, by=COMMAND_LINE, title="Burglaries")
    kernel.show_to(Visibility.PUBLIC, [district.subject], by=COMMAND_LINE, about=district.subject)
    assert titles(search("southmoor", "burglary", viewer=PUBLIC)) == []
    adopt(by=COMMAND_LINE, partnership=district, series=series, theme=Theme.objects.of(district.pk).get())
    assert titles(search("southmoor", "burglary", viewer=PUBLIC)) == [("measure", "NI 2 Burglaries")]


def test_an_earlier_day_finds_only_what_was_there(place: Partnership, client: Client) -> None:
    yesterday = clock.now() - timedelta(days=1)
    for record in (place, place.place):
        Subject.objects.filter(pk=record.pk).update(created_at=yesterday - timedelta(days=1))
    assert search("northshire", "household", viewer=PUBLIC).page.total == 4
    assert titles(search("northshire", "household", viewer=PUBLIC.at(yesterday))) == []
    assert ("partnership", "Northshire Together") in titles(
        search("northshire", "northshire", viewer=PUBLIC.at(yesterday))
    )
    html = main_of(client, "household", **{"as-known": f"{yesterday:%Y-%m-%d}"})
    assert "The search looks in today’s words of the records that were there" in said(html)
    assert f'name="as-known" value="{yesterday:%Y-%m-%d}"' in html


def test_an_imported_partnership_is_found(place: Partnership, tmp_path: Path) -> None:
    before = search("northshire", "household", viewer=PUBLIC)
    folder = exported(tmp_path / "out")
    wiped()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_search")
    assert main(["import", str(folder)]) == 0
    assert search("northshire", "household", viewer=PUBLIC) == before
    assert len(before.hits) == 4


def test_every_kind_has_a_word_and_every_page_a_route() -> None:
    assert {kind.name for kind in all_kinds()} == set(KINDS)
    for page in set(LISTS.values()):
        assert reverse(f"web:{page}", args=["a"])


def test_the_box_on_top_leads_to_the_search(place: Partnership, client: Client) -> None:
    top = client.get("/northshire/").content.decode().split("<main")[0]
    assert 'action="/northshire/search/" role="search"' in top
    assert "look-for" not in client.get("/northshire/search/").content.decode()


def test_every_kind_with_a_page_is_known() -> None:
    assert set(PAGES) | set(LISTS) <= {kind.name for kind in all_kinds()}
