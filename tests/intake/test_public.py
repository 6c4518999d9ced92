"""Public figures: which measures and places they fill, what is new in them, and the rounds that they answer."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.catalogue.successions import code_now, replaced_codes
from goldenthread.intake.models import PublicFile
from goldenthread.intake.operations import Fetched, keep_public_file, take_public_file
from goldenthread.intake.public.matching import Match
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid, NotAllowed
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC
from goldenthread.measures.models import Feed, Measure, Observation, Release, Series
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership, Place
from goldenthread.reading.errors import Unreadable
from goldenthread.returns.models import Answer, Return
from goldenthread.returns.operations import sign_off
from tests import factories
from tests.overview.record import give, loaded, measure_coded, on, whole
from tests.returns import asked

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HEADINGS = "Indicator ID,Indicator Name,Area Code,Area Name,Sex,Age,Category Type,Category,Time period,Value,Count,Denominator,Value note,Recent Trend\n"
HERE = "E07000240"


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 7, 6)):
        yield


@pytest.fixture
def place() -> Partnership:
    made = loaded(measures=2)
    Place.objects.filter(pk=made.place_id).update(code=HERE, name="St Albans")
    return made


def row(
    code: str = "93088",
    area: str = HERE,
    sex: str = "Persons",
    period: str = "2008/09",
    value: str = "56.1",
    **more: str,
) -> str:
    told = {"age": "18+ yrs", "count": "", "denominator": "", "note": "", "category": ""} | more
    return (
        f"{code},Overweight,{area},Somewhere,{sex},{told['age']},{told['category'] and 'Decile'},{told['category']},"
        f"{period},{value},{told['count']},{told['denominator']},{told['note']},\n"
    )


def file(of: Partnership, folder: Path, *rows: str, name: str = "indicators.csv", **said: Any) -> PublicFile:
    path = folder / name
    path.write_text(HEADINGS + "".join(rows), encoding="utf-8")
    return keep_public_file(by=COMMAND_LINE, partnership=of, path=path, **said)


def fill(
    of: Partnership, measure: str = "NI 1", indicator: str = "93088", sex: str = "Persons", **more: Any
) -> Match:
    return Match(indicator, "", measure_coded(measure, of), sex, more.pop("age", "18+ yrs"), **more)


def take(kept: PublicFile, *also: Match, day: int = 6, **said: Any) -> Fetched:
    with clock.standing_at(on(2009, 7, day)):
        return take_public_file(by=said.pop("by", COMMAND_LINE), file=kept, also=also, **said)


def counts(fetched: Fetched) -> tuple[int, int, int]:
    return fetched.taken.count("new"), fetched.taken.count("revised"), fetched.taken.count("same")


class TestMatched:
    def test_by_the_code_of_the_catalogue_without_asking(self, place: Partnership, tmp_path: Path) -> None:
        kernel.amend(
            measure_coded("NI 1", place), by=COMMAND_LINE, catalogue_entry="fingertips-public-health/93088"
        )
        fetched = take(file(place, tmp_path, row()))
        assert counts(fetched) == (1, 0, 0)
        assert [(one.measure.code, one.indicator, one.sex, one.age) for one in Feed.objects.all()] == [
            ("NI 1", "93088", "Persons", "18+ yrs")
        ]

    def test_by_the_measures_own_code(self, place: Partnership, tmp_path: Path) -> None:
        assert counts(take(file(place, tmp_path, row(code="NI 1")))) == (1, 0, 0)

    def test_a_code_that_several_measures_bear_is_left_to_a_person(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        Measure.objects.update(code="NI 1")
        (one,) = take(file(place, tmp_path, row(code="NI 1"))).matched
        assert (one.matches, one.suggested, one.unclear) == ((), None, True)

    def test_a_title_is_only_proposed(self, place: Partnership, tmp_path: Path) -> None:
        kernel.amend(measure_coded("NI 1", place), by=COMMAND_LINE, title="OVERWEIGHT")
        fetched = take(file(place, tmp_path, row()))
        (one,) = fetched.matched
        assert (one.matches, one.suggested, counts(fetched)) == ((), measure_coded("NI 1", place), (0, 0, 0))

    def test_what_was_confirmed_once_holds_for_the_next_release(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        take(file(place, tmp_path, row()), fill(place))
        later = file(place, tmp_path, row(), row(period="2007/08", value="55"), name="later.csv")
        assert counts(take(later, day=7)) == (1, 0, 1)

    def test_a_measure_that_is_filled_is_not_filled_by_a_code_too(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        take(file(place, tmp_path, row()), fill(place))
        fetched = take(
            file(place, tmp_path, row(code="NI 1", value="70", period="2007/08"), name="other.csv")
        )
        assert (counts(fetched), [one.matches for one in fetched.matched]) == ((0, 0, 0), [()])

    def test_another_indicator_takes_the_place_of_the_one_before(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        take(file(place, tmp_path, row()), fill(place))
        take(
            file(place, tmp_path, row(code="90366", period="2007/08"), name="other.csv"),
            fill(place, indicator="90366"),
        )
        take(
            file(place, tmp_path, row(code="90366", period="2006/07"), name="third.csv"),
            fill(place, indicator="90366"),
        )
        assert [(one.indicator, one.ended_at is None) for one in Feed.objects.order_by("pk")] == [
            ("93088", False),
            ("90366", True),
        ]

    def test_one_indicator_fills_a_measure_of_men_and_one_of_women(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        kept = file(place, tmp_path, row(sex="Male", value="10"), row(sex="Female", value="20"))
        take(kept, fill(place, sex="Male"), fill(place, "NI 2", sex="Female"))
        rows = Observation.objects.order_by("value").values_list(
            "series__measure__code", "value", "series__breakdown"
        )
        assert list(rows) == [("NI 1", Decimal(10), ""), ("NI 2", Decimal(20), "")]

    def test_men_and_women_with_nobody_together_are_left_to_a_person(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        kept = file(place, tmp_path, row(code="NI 1", sex="Male"), row(code="NI 1", sex="Female"))
        (one,) = take(kept).matched
        assert (one.unclear, one.matches) == (True, ())

    def test_the_parts_come_too_where_that_is_wanted(self, place: Partnership, tmp_path: Path) -> None:
        kept = file(
            place, tmp_path, row(), row(sex="Female", value="50"), row(sex="Male", value="62", age="65+ yrs")
        )
        fetched = take(kept, fill(place, with_parts=True))
        found = Observation.objects.order_by("pk").values_list(
            "series__breakdown", "series__category", "value"
        )
        assert list(found) == [("", "", Decimal("56.1")), ("sex", "women", Decimal(50))]
        assert fetched.aside == 1

    def test_rows_of_a_category_are_not_the_whole(self, place: Partnership, tmp_path: Path) -> None:
        kept = file(place, tmp_path, row(category="Most deprived decile", value="70"), row())
        fetched = take(kept, fill(place))
        assert (counts(fetched), fetched.aside, Observation.objects.get().value) == (
            (1, 0, 0),
            1,
            Decimal("56.1"),
        )


class TestPlaces:
    def test_a_code_that_was_replaced_is_followed(self, place: Partnership, tmp_path: Path) -> None:
        fetched = take(file(place, tmp_path, row(area="E07000100")), fill(place))
        assert counts(fetched) == (1, 0, 0)
        assert fetched.places.followed == (
            "E07000100 is taken as St Albans (E07000240): the same place under another code.",
        )

    def test_so_is_the_new_code_of_a_place_that_we_know_by_its_old_one(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        Place.objects.filter(pk=place.place_id).update(code="E07000100")
        assert counts(take(file(place, tmp_path, row()), fill(place))) == (1, 0, 0)

    def test_the_figure_of_a_part_is_not_that_of_the_whole(self, place: Partnership, tmp_path: Path) -> None:
        Place.objects.filter(pk=place.place_id).update(code="E06000060", name="Buckinghamshire")
        fetched = take(file(place, tmp_path, row(area="E07000004")), fill(place))
        assert counts(fetched) == (0, 0, 0)
        (sentence,) = fetched.places.merged
        assert sentence.startswith("E07000004 (Aylesbury Vale) is a part of Buckinghamshire (E06000060) now.")

    def test_a_succession_that_the_record_knows_is_followed(self, place: Partnership, tmp_path: Path) -> None:
        old = partnerships.add_official_place(by=COMMAND_LINE, code="E05004752", name="Heath", kind="ward")
        new = partnerships.add_official_place(
            by=COMMAND_LINE, code="E05012184", name="Heath", kind="ward", within=place.place
        )
        partnerships.succeed_place(by=COMMAND_LINE, old=old, new=new, on=date(2009, 5, 1))
        take(file(place, tmp_path, row(area="E05004752")), fill(place))
        assert Observation.objects.get().series.place == new

    def test_a_place_inside_ours_begins_a_series_and_others_are_counted(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        ward = partnerships.add_official_place(
            by=COMMAND_LINE, code="E05000001", name="North ward", kind="ward", within=place.place
        )
        fetched = take(file(place, tmp_path, row(area="E05000001"), row(area="E92000001")), fill(place))
        assert (counts(fetched), fetched.elsewhere) == ((1, 0, 0), 1)
        assert Observation.objects.get().series.place == ward

    def test_every_replaced_code_leads_to_one_in_use(self) -> None:
        known = replaced_codes()
        assert len(known) == 54
        assert not {now.code for now in known.values()} & known.keys()
        assert (code_now("E07000097"), code_now("E07000004"), code_now("E07000098")) == (
            "E07000242",
            "E07000004",
            "E07000098",
        )


class TestKept:
    def test_the_source_is_the_file_its_release_and_its_day(self, place: Partnership, tmp_path: Path) -> None:
        kept = file(place, tmp_path, row(), edition="May 2009", released_on=date(2009, 5, 5))
        take(kept, fill(place))
        one = Observation.objects.get()
        assert one.source_named == "OHID Fingertips, indicators.csv, May 2009, published on 05/05/2009"
        release = Release.objects.get()
        assert (one.release, one.row) == (release, 2)
        assert (release.publisher, release.edition, release.released_on, release.sha256) == (
            "OHID Fingertips",
            "May 2009",
            date(2009, 5, 5),
            kept.sha256,
        )

    def test_the_same_file_twice_changes_nothing(self, place: Partnership, tmp_path: Path) -> None:
        first = file(place, tmp_path, row())
        take(first, fill(place))
        again = file(place, tmp_path, row(), name="copy.csv")
        assert again == first
        assert counts(take(again, day=7)) == (0, 0, 1)
        assert (PublicFile.objects.count(), Observation.objects.count(), Release.objects.count()) == (1, 1, 1)

    def test_a_revised_figure_supersedes_and_says_what_it_was(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        take(file(place, tmp_path, row()), fill(place))
        fetched = take(file(place, tmp_path, row(value="57.0"), name="later.csv"), day=7)
        (change,) = fetched.taken.revised
        assert (counts(fetched), change.before, change.after) == ((0, 1, 0), "56.1%", "57%")
        assert Observation.objects.filter(superseded_at__isnull=False).get().value == Decimal("56.1")

    def test_a_trial_keeps_nothing(self, place: Partnership, tmp_path: Path) -> None:
        kept = file(place, tmp_path, row())
        fetched = take(kept, fill(place), trial=True)
        assert counts(fetched) == (1, 0, 0)
        assert (Observation.objects.count(), Feed.objects.count(), Release.objects.count()) == (0, 0, 0)
        kept.refresh_from_db()
        assert kept.taken_in_at is None

    def test_parts_are_kept_where_they_make_the_figure(self, place: Partnership, tmp_path: Path) -> None:
        kept = file(
            place,
            tmp_path,
            row(value="50", count="5", denominator="10"),
            row(period="2007/08", value="50", count="7", denominator="10"),
        )
        take(kept, fill(place))
        rows = Observation.objects.order_by("pk").values_list("numerator", "denominator", "value")
        assert list(rows) == [(Decimal(5), Decimal(10), Decimal(50)), (None, None, Decimal(50))]

    def test_no_figure_is_a_gap_with_its_reason(self, place: Partnership, tmp_path: Path) -> None:
        take(file(place, tmp_path, row(value="", note="Suppressed")), fill(place))
        one = Observation.objects.get()
        assert (one.value, one.gap, one.comment) == (None, "missing", "Suppressed")

    def test_a_row_without_sense_is_named_and_the_others_go_in(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        fetched = take(
            file(
                place, tmp_path, row(value="many"), row(period="2007/08"), row(period="2006/07", value="140")
            ),
            fill(place),
        )
        assert counts(fetched) == (1, 0, 0)
        assert [(sentence, refusal.first) for sentence, refusal in fetched.all_refused] == [
            ("140% is above the highest that this measure can be, 100%.", [4]),
            ("“many” is not a number.", [2]),
        ]

    def test_only_a_manager_may(self, place: Partnership, tmp_path: Path) -> None:
        kept = file(place, tmp_path, row())
        for viewer in (PUBLIC, factories.member(place, "contributor").viewer):
            with pytest.raises(NotAllowed, match="manager"):
                take(kept, by=viewer)
        with pytest.raises(NotAllowed):
            keep_public_file(by=PUBLIC, partnership=place, path=tmp_path / "indicators.csv")

    def test_a_file_beyond_the_limit_is_refused(self, place: Partnership, tmp_path: Path) -> None:
        with pytest.raises(Unreadable, match="too large: at most 0 MB"):
            file(place, tmp_path, row(), limit=10)

    def test_a_release_of_tomorrow_is_refused(self, place: Partnership, tmp_path: Path) -> None:
        with pytest.raises(Invalid):
            file(place, tmp_path, row(), released_on=date(2009, 7, 7))


class TestRounds:
    def test_a_figure_that_a_round_waits_for_answers_it_and_is_signed_off(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        asked.led(place, asked.person(place))
        made = asked.round_of(place)
        kept = file(
            place, tmp_path, row(period="2009/10 Q1", value="80.5"), row(period="2008/09 Q4", value="79")
        )
        fetched = take(kept, fill(place))
        assert [one.round for one in fetched.answered] == [made]
        assert counts(fetched) == (1, 0, 0)
        answer = Answer.objects.get()
        assert (answer.value, answer.source_named) == (Decimal("80.5"), "OHID Fingertips, indicators.csv")
        assert not Observation.objects.filter(value=Decimal("80.5")).exists()
        one = Return.objects.get(pk=answer.asked_id)
        assert one.state == "submitted"
        sign_off(by=factories.manager(place).viewer, asked=one)
        figure = Observation.objects.get(value=Decimal("80.5"))
        assert (figure.source_named, figure.received_from) == (
            "OHID Fingertips, indicators.csv",
            "OHID Fingertips",
        )

    def test_an_impossible_figure_answers_nothing_and_is_refused(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        asked.led(place, asked.person(place))
        asked.round_of(place)
        rows = row(period="2009/10 Q1", value="140"), row(period="2009/10 Q1", value="80")
        fetched = take(file(place, tmp_path, *rows), fill(place))
        assert (fetched.answered, fetched.waiting, Answer.objects.count()) == ((), (), 0)
        assert [(sentence, refusal.first) for sentence, refusal in fetched.all_refused] == [
            ("Row 2 of the same file gives another figure for the same place and period.", [3]),
            ("140% is above the highest that this measure can be, 100%.", [2]),
        ]

    def test_an_unusual_figure_waits_until_somebody_says_why(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        measure = measure_coded("NI 1", place)
        for quarter, value in enumerate(("80", "81", "80", "81"), 1):
            give(measure, f"2008/09 Q{quarter}", value, on(2009, 5, 1))
        asked.led(place, asked.person(place))
        asked.round_of(place)
        manager = factories.manager(place).viewer
        kept = file(place, tmp_path, row(period="2009/10 Q1", value="40"))
        waits = take(kept, fill(place), by=manager)
        assert (waits.answered, [one.row for one in waits.waiting]) == ((), [2])
        done = take(kept, by=manager, explanation="Half of the surgeries were closed")
        assert (len(done.answered), done.waiting) == (1, ())
        assert Answer.objects.get().explanation == "Half of the surgeries were closed"

    def test_a_trial_asks_the_same_queries_however_many_answers_there_are(self, tmp_path: Path) -> None:
        def queries(code: str, measures: int) -> int:
            made = loaded(code, measures=measures)
            Place.objects.filter(pk=made.place_id).update(code=f"E070001{measures:02d}")
            asked.led(made, asked.person(made))
            asked.round_of(made)
            rows = (
                row(code=f"NI {number}", area=f"E070001{measures:02d}", period="2009/10 Q1")
                for number in range(1, measures + 1)
            )
            kept = file(made, tmp_path, *rows, name=f"{code}.csv")
            with CaptureQueriesContext(connection) as seen:
                assert len(take(kept, trial=True).answered) == measures
            assert Answer.objects.count() == 0
            return len(seen)

        assert queries("southshire", 2) == queries("westshire", 9)

    def test_a_figure_that_was_taken_in_before_is_not_asked_for(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        asked.led(place, asked.person(place))
        take(file(place, tmp_path, row(period="2009/10 Q1", value="80.5")), fill(place))
        give(measure_coded("NI 2", place), "2009/10 Q1", "70", on(2009, 7, 6))
        made = asked.round_of(place)
        assert [one.subject.measure.code for one in Return.objects.filter(round=made)] == ["NI 2"]

    def test_what_somebody_sent_already_is_left_and_the_figure_goes_into_the_record(
        self, place: Partnership, tmp_path: Path
    ) -> None:
        asked.led(place, asked.person(place))
        made = asked.round_of(place)
        Return.objects.filter(round=made).update(state="submitted", submitted_at=on(2009, 7, 2))
        fetched = take(file(place, tmp_path, row(period="2009/10 Q1", value="80.5")), fill(place))
        assert (fetched.answered, counts(fetched)) == ((), (1, 0, 0))


def test_crimes_of_a_district_are_counted_together(place: Partnership, tmp_path: Path) -> None:
    path = tmp_path / "street.csv"
    path.write_text(
        "Crime ID,Month,LSOA code,LSOA name,Crime type\n"
        "a,2009-01,E01023576,St Albans 001A,Burglary\nb,2009-01,E01023577,St Albans 001B,Burglary\n"
    )
    measure = measure_coded("NI 1", place)
    kernel.amend(measure, by=COMMAND_LINE, unit="crimes")
    kept = keep_public_file(by=COMMAND_LINE, partnership=place, path=path)
    take(kept, Match("burglary", "", measure, "", ""))
    assert [(str(one.period), one.value) for one in Observation.objects.all()] == [("Jan 2009", Decimal(2))]


def test_a_second_measure_of_one_title_stays_free(place: Partnership) -> None:
    """The records that these tests stand on: two measures, each with its one series."""
    assert [one.code for one in Measure.objects.of(place.pk).order_by("code")] == ["NI 1", "NI 2"]
    assert Series.objects.count() == 2
    assert whole(measure_coded("NI 1", place)).place_id == place.place_id
