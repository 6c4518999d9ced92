"""The pages that take public figures in: sent, looked at, matched once, taken in."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.intake.models import PublicFile
from goldenthread.kernel import clock
from goldenthread.measures.models import Feed, Observation
from goldenthread.partnership.models import Partnership, Place
from tests import factories
from tests.overview.record import give, loaded, measure_coded, on

pytestmark = pytest.mark.django_db
PAGE = "/northshire/public-figures/"
HERE = "E07000098"
HEADINGS = "Indicator ID,Indicator Name,Area Code,Sex,Age,Time period,Value,Recent Trend\n"


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 7, 6)):
        yield


@pytest.fixture
def place() -> Partnership:
    made = loaded(measures=2)
    Place.objects.filter(pk=made.place_id).update(code=HERE)
    return made


@pytest.fixture
def manager(place: Partnership) -> Client:
    client = Client()
    client.force_login(factories.manager(place).account)
    return client


def send(
    client: Client, *rows: str, name: str = "indicators.csv", headings: str = HEADINGS, **said: str
) -> str:
    """Send a download. Returns the address of its page, or what the page answers."""
    content = (headings + "".join(f"{row}\n" for row in rows)).encode()
    answer = client.post(PAGE, {"file": SimpleUploadedFile(name, content), **said})
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


def test_from_the_file_to_the_record(manager: Client) -> None:
    page = send(
        manager,
        f"NI 9,Overweight,{HERE},Persons,All,2007/08,56.1,",
        edition="Spring",
        released_on="2009-05-05",
    )
    text = manager.get(page).content.decode()
    assert "OHID Fingertips: 1 indicator, of which none fills a measure of yours." in text
    measure = measure_coded("NI 1", Partnership.objects.get())
    answer = manager.post(page, {"decision": "match", "measure_0": str(measure.pk)}, follow=True)
    text = answer.content.decode()
    assert "1 measure will be filled from this source." in text
    assert "Take in 1 figure" in text
    assert "New: 1 figure" in text
    assert Observation.objects.count() == 0
    answer = manager.post(page, {"decision": "take"}, follow=True)
    text = answer.content.decode()
    assert "Taken in: 1 new figure." in text
    assert "Spring, 5 May 2009" in text
    assert Observation.objects.get().source_named == (
        "OHID Fingertips, indicators.csv, Spring, published on 05/05/2009"
    )
    assert "Nothing in this file is new. It changes nothing." in manager.get(page).content.decode()


def test_an_earlier_figure_that_is_different_asks_why_before_anything_of_it_is_taken(
    manager: Client, place: Partnership
) -> None:
    measure = measure_coded("NI 1", place)
    give(measure, "2007/08", "55", on(2009, 5, 1))
    page = send(manager, f"NI 1,Overweight,{HERE},,,2007/08,56.1,")
    text = manager.get(page).content.decode()
    assert "What we ask first" in text
    assert "2007/08 has a figure already: 55.0%. You replace it by 56.1%." in text
    answer = manager.post(page, {"decision": "take"})
    assert answer.status_code == 422
    assert Observation.objects.count() == 1
    manager.post(page, {"decision": "take", "revision": "late_data", "reason": "Late returns"})
    assert [(one.revision, one.reason) for one in Observation.objects.order_by("pk")] == [
        ("", ""),
        ("late_data", "Late returns"),
    ]


def test_one_measure_cannot_be_filled_twice(manager: Client, place: Partnership) -> None:
    page = send(manager, f"1,A,{HERE},,,2008,5,", f"2,B,{HERE},,,2008,6,")
    measure = str(measure_coded("NI 1", place).pk)
    answer = manager.post(page, {"decision": "match", "measure_0": measure, "measure_1": measure})
    assert answer.status_code == 422
    assert "You chose this measure for another indicator too." in answer.content.decode()
    assert Feed.objects.count() == 0


def test_which_sex_and_age_is_the_whole_is_asked(manager: Client, place: Partnership) -> None:
    page = send(manager, f"1,A,{HERE},Male,All ages,2008,5,", f"1,A,{HERE},Female,All ages,2008,6,")
    assert "A: for whom?" in manager.get(page).content.decode()
    measure = str(measure_coded("NI 1", place).pk)
    manager.post(
        page,
        {"decision": "match", "measure_0": measure, "group_0": "Female|All ages", "parts_0": "on"},
    )
    assert [(one.sex, one.age, one.with_parts) for one in Feed.objects.all()] == [
        ("Female", "All ages", True)
    ]


def test_a_source_can_be_stopped(manager: Client, place: Partnership) -> None:
    page = send(manager, f"NI 1,A,{HERE},,,2008,5,")
    manager.post(page, {"decision": "take"})
    feed = Feed.objects.get()
    assert "NI 1: " in manager.get(PAGE).content.decode()
    answer = manager.post(f"{PAGE}filled/{feed.pk}/end/", follow=True)
    assert "is no longer filled from this source." in answer.content.decode()
    assert manager.post(f"{PAGE}filled/{feed.pk}/end/").status_code == 404


@pytest.mark.parametrize(
    ("headings", "name", "said"),
    [
        ("a,b\n", "x.csv", "has no column with official codes of places"),
        ("\x00\x01", "x.bin", "neither a CSV nor an Excel workbook"),
    ],
)
def test_what_is_no_public_file_is_refused_and_not_kept(
    manager: Client, headings: str, name: str, said: str
) -> None:
    assert said in send(manager, headings=headings, name=name)
    assert PublicFile.objects.count() == 0


def test_no_file_and_an_impossible_day_are_said(manager: Client) -> None:
    assert "Choose the file that you downloaded." in manager.post(PAGE, {}).content.decode()
    assert "This day has not come yet." in send(manager, f"NI 1,A,{HERE},,,2008,5,", released_on="2009-07-07")


def test_a_file_over_the_limit_is_refused(manager: Client, settings: pytest.MonkeyPatch) -> None:
    settings.UPLOAD_LIMIT = 100  # type: ignore[attr-defined]
    assert "This file is larger than" in send(manager, *[f"NI 1,A,{HERE},,,2008,5,"] * 3)


def test_another_partnerships_file_is_not_there(manager: Client, place: Partnership) -> None:
    page = send(manager, f"NI 1,A,{HERE},,,2008,5,")
    other = factories.partnership("southshire")
    client = Client()
    client.force_login(factories.manager(other).account)
    assert client.get(page.replace("northshire", "southshire")).status_code == 404


def test_queries_do_not_grow_with_the_file(manager: Client, place: Partnership) -> None:
    def asked(count: int) -> int:
        page = send(
            manager,
            *(f"NI 1,A,{HERE},,,{1900 + number},{number % 90},\n".strip() for number in range(count)),
            name=f"{count}.csv",
        )
        with CaptureQueriesContext(connection) as queries:
            manager.get(page)
        return len(queries)

    assert asked(3) == asked(90)


def test_a_file_about_other_places_says_so(manager: Client, place: Partnership) -> None:
    page = send(manager, "NI 1,A,E07000099,,,2008,5,")
    assert "None of its figures is about a place of yours." in manager.get(page).content.decode()


def test_many_indicators_are_folded_away_and_those_of_a_known_title_are_not(
    manager: Client, place: Partnership
) -> None:
    title = measure_coded("NI 1", place).title
    rows = [f"{number},Indicator {number},{HERE},,,2008,5," for number in range(9)]
    form = manager.get(send(manager, f"x,{title},{HERE},,,2008,5,", *rows)).context["form"]
    assert [field.label for field in form.likely] == [title]
    assert [field.label for field in form.others] == [f"Indicator {number}" for number in range(9)]
