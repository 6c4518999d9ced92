"""Figures from a file: what is kept of each row, what is refused, and that neither queries nor memory grow with it."""

import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Invalid, NotAllowed
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC
from goldenthread.measures.models import LockedPeriod, Observation, Period, Release, Series
from goldenthread.measures.operations import (
    amend_measure,
    observe,
    period_named,
    take_in,
    taking_in,
)
from goldenthread.measures.rules import FileTold, TakenIn, Told
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership, Role
from goldenthread.partnership.queries import viewer_for
from tests import factories
from tests.overview.record import give, loaded, measure_coded, on, whole

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FILE = FileTold("figures.csv", "a" * 64, publisher="Office of Counting", released_on=date(2009, 5, 1))
OTHER = FileTold("figures 2.csv", "b" * 64, publisher="Office of Counting")


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 6, 1)):
        yield


@pytest.fixture
def place() -> Partnership:
    return loaded(measures=3)


@pytest.fixture
def series(place: Partnership) -> Series:
    return whole(measure_coded("NI 1", place))


def load(of: Partnership, *rows: Told, file: FileTold = FILE, day: int = 1, **how: Any) -> TakenIn:
    with clock.standing_at(on(2009, 6, day)):
        return take_in(by=how.pop("by", COMMAND_LINE), partnership_id=of.pk, file=file, rows=rows, **how)


def told(
    series: Series, value: str | None = "50", period: str = "2008/09", row: int = 2, **more: Any
) -> Told:
    return Told(row, series.pk, period, None if value is None else Decimal(value), **more)


def counts(outcome: TakenIn) -> tuple[int, int, int, int]:
    return (outcome.count("new"), outcome.count("revised"), outcome.count("same"), outcome.refused_rows)


def in_force() -> list[tuple[str, Decimal | None]]:
    rows = Observation.objects.filter(superseded_at=None).order_by("period__label", "series_id")
    return list(rows.values_list("period__label", "value"))


class TestKept:
    def test_every_column_of_a_row_and_where_it_comes_from(self, place: Partnership, series: Series) -> None:
        load(
            place,
            told(
                series, None, numerator=Decimal(1), denominator=Decimal(8), lower=Decimal("9.5"), upper=Decimal("15.25"),
                status="final", comment="As published", source="Office of Counting, table 3", row=7,
            ),
        )  # fmt: skip
        row = Observation.objects.select_related("release", "period").get()
        assert (row.value, row.numerator, row.denominator) == (Decimal("12.5"), Decimal(1), Decimal(8))
        assert (row.lower, row.upper, row.decimals) == (Decimal("9.5"), Decimal("15.25"), 1)
        assert (row.status, row.comment, row.source_named) == (
            "final",
            "As published",
            "Office of Counting, table 3",
        )
        assert (row.period.label, row.period.start, row.row) == ("2008/09", date(2008, 4, 1), 7)
        assert (row.known_from, row.received_on, row.received_from) == (
            on(2009, 6, 1),
            date(2009, 6, 1),
            "Office of Counting",
        )
        release = row.release
        assert release is not None
        assert (release.file_name, release.sha256, release.released_on, release.taken_in_by) == (
            "figures.csv",
            "a" * 64,
            date(2009, 5, 1),
            "the command line",
        )

    def test_it_keeps_what_observe_would_keep(self, place: Partnership, series: Series) -> None:
        """One row by each way, from the same words: every column but where it came from is alike."""
        other = whole(measure_coded("NI 2", place))
        given: dict[str, Any] = {
            "numerator": Decimal(2),
            "denominator": Decimal(7),
            "comment": "Two of seven",
        }
        observe(
            by=COMMAND_LINE,
            series=other,
            period=period_named("2008/09"),
            received_on=date(2009, 6, 1),
            **given,
        )
        load(place, told(series, None, **given))
        alike = (
            "value", "gap", "decimals", "numerator", "denominator", "lower", "upper", "status", "comment", "source_named",
            "received_on", "reason", "illustrative", "known_from", "superseded_at", "supersedes_id", "period_id",
        )  # fmt: skip
        one, two = (Observation.objects.filter(series=at).values_list(*alike).get() for at in (series, other))
        assert one == two

    def test_another_figure_supersedes_and_both_stay(self, place: Partnership, series: Series) -> None:
        load(place, told(series))
        outcome = load(place, told(series, "51"), file=OTHER, day=2, reason="The survey was counted again")
        assert counts(outcome) == (0, 1, 0, 0)
        assert outcome.revised == ((2, series.pk, "2008/09", "50%", "51%"),)
        first, second = Observation.objects.order_by("pk")
        assert (first.value, first.superseded_at, second.value, second.supersedes_id) == (
            Decimal(50),
            on(2009, 6, 2),
            Decimal(51),
            first.pk,
        )
        assert second.reason == "The survey was counted again"

    def test_the_same_figure_in_a_later_file_changes_nothing(
        self, place: Partnership, series: Series
    ) -> None:
        load(place, told(series))
        assert counts(load(place, told(series), file=OTHER, day=2)) == (0, 0, 1, 0)
        assert (Observation.objects.count(), Release.objects.count()) == (1, 1)

    def test_the_same_file_twice_changes_nothing_even_after_a_correction(
        self, place: Partnership, series: Series
    ) -> None:
        load(place, told(series))
        give(series.measure, "2008/09", "52", on(2009, 6, 2), reason="A typing error in the file")
        events = AuditEvent.objects.count()
        assert counts(load(place, told(series), day=3)) == (0, 0, 1, 0)
        assert in_force() == [("2008/09", Decimal(52))]
        assert AuditEvent.objects.count() == events

    def test_what_was_left_out_the_first_time_comes_in_the_second(
        self, place: Partnership, series: Series
    ) -> None:
        load(place, told(series))
        assert counts(load(place, told(series), told(series, "8", "2007/08", 3), day=2)) == (1, 0, 1, 0)
        assert Release.objects.count() == 1

    def test_zero_and_none_are_two(self, place: Partnership, series: Series) -> None:
        load(
            place,
            told(series, "0", "2006/07"),
            told(series, None, "2007/08", gap="missing", comment="Suppressed: too few to publish"),
        )
        rows = Observation.objects.order_by("period__label").values_list("value", "gap", "comment")
        assert list(rows) == [(Decimal(0), "", ""), (None, "missing", "Suppressed: too few to publish")]

    def test_a_blank_status_leaves_it_as_it_was(self, place: Partnership, series: Series) -> None:
        load(place, told(series, status="final"))
        load(place, told(series, "51"), file=OTHER, day=2)
        assert Observation.objects.get(superseded_at=None).status == "final"

    def test_one_event_a_measure_and_none_for_a_measure_without_news(
        self, place: Partnership, series: Series
    ) -> None:
        other = whole(measure_coded("NI 2", place))
        load(
            place,
            *(told(series, str(year - 1980), f"{year}/{year % 100 + 1:02d}") for year in range(2000, 2006)),
        )
        load(place, told(series, "20", "2000/01"), told(other), file=OTHER, day=2)
        events = AuditEvent.objects.filter(verb="measure.figures_loaded").order_by("pk")
        assert [(event.subject_id, event.changes) for event in events] == [
            (series.measure_id, {"figures from figures.csv": [None, "6 new, 0 revised"]}),
            (other.measure_id, {"figures from figures 2.csv": [None, "1 new, 0 revised"]}),
        ]

    def test_a_trial_says_the_same_and_keeps_nothing(self, place: Partnership, series: Series) -> None:
        give(series.measure, "2007/08", "40", on(2009, 5, 1))
        rows = (told(series), told(series, "41", "2007/08", 3), told(series, None, "2006/07", 4))
        tried = load(place, *rows, trial=True)
        assert tried.release_id is None
        assert (Observation.objects.count(), Release.objects.count()) == (1, 0)
        assert not Period.objects.filter(label="2006/07").exists()
        done = load(place, *rows)
        assert (tried.new, tried.revised, tried.refused, counts(tried)) == (
            done.new,
            done.revised,
            done.refused,
            counts(done),
        )

    def test_a_failure_halfway_keeps_nothing(
        self, place: Partnership, series: Series, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(taking_in, "PORTION", 1)

        def rows() -> Iterator[Told]:
            yield told(series)
            yield told(series, "1", "2007/08")
            raise OSError("the disk is gone")

        with pytest.raises(OSError, match="the disk is gone"):
            take_in(by=COMMAND_LINE, partnership_id=place.pk, file=FILE, rows=rows())
        assert (Observation.objects.count(), Release.objects.count()) == (0, 0)


class TestRefused:
    @pytest.mark.parametrize(
        ("row", "why"),
        [
            ({"value": None}, "Give the figure, or say why there is none."),
            ({"value": None, "gap": "missing"}, "Say why there is no figure."),
            ({"numerator": Decimal(1)}, "Give both parts, or none."),
            ({"numerator": Decimal(1), "denominator": Decimal(4)}, "The two parts make 25.00, not 50. Which is right?"),
            ({"value": "1.2345678"}, "This number is too long: at most 18 digits and 6 decimals."),
            ({"upper": Decimal("1E20")}, "This number is too long: at most 18 digits and 6 decimals."),
            ({"status": "certain"}, "Choose one from the list, or leave it open."),
            ({"period": "2031/32"}, "2031/32 has not begun yet."),
        ],
    )  # fmt: skip
    def test_a_row_is_refused_by_its_number_and_stops_no_other(
        self, place: Partnership, series: Series, row: dict[str, Any], why: str
    ) -> None:
        outcome = load(
            place, told(series, **{"value": "50", "row": 12, **row}), told(series, "3", "2006/07", 13)
        )
        assert {sentence: (refusal.rows, refusal.first) for sentence, refusal in outcome.refused.items()} == {
            why: (1, [12])
        }
        assert in_force() == [("2006/07", Decimal(3))]

    def test_a_final_figure_is_not_made_less_firm_unasked(self, place: Partnership, series: Series) -> None:
        load(place, told(series, status="final"))
        again = told(series, "51", status="provisional")
        assert load(place, again, file=OTHER, day=2).refused_rows == 1
        manager = factories.manager(place).viewer
        assert load(place, again, file=OTHER, day=3, by=manager).waiting_rows == 1
        answers = {
            "revision": "correction",
            "reason": "Counted twice",
            "explanation": "It was sent too early.",
        }
        assert counts(load(place, again, file=OTHER, day=3, by=manager, **answers)) == (0, 1, 0, 0)

    def test_two_figures_for_one_period_in_one_file(
        self, place: Partnership, series: Series, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whether they stand in one portion or in two."""
        rows = (told(series, "1", row=2), told(series, "1", row=3), told(series, "2", row=4))
        why = "Row 2 of the same file gives another figure for the same place and period: 1%."
        for size in (taking_in.PORTION, 1):
            monkeypatch.setattr(taking_in, "PORTION", size)
            outcome = load(place, *rows, trial=True)
            assert (counts(outcome), outcome.refused[why].first) == ((1, 0, 1, 1), [4])

    def test_a_closed_period_a_derived_measure_and_what_is_not_ours(
        self, place: Partnership, series: Series
    ) -> None:
        LockedPeriod.objects.create(
            partnership=place, period=period_named("2007/08"), locked_at=on(2009, 5, 1)
        )
        derived = whole(measure_coded("NI 3", place))
        amend_measure(by=COMMAND_LINE, measure=measure_coded("NI 3", place), formula="[NI 1] * 2")
        theirs = whole(measure_coded("NI 1", loaded("southshire", measures=1)))
        outcome = load(
            place,
            told(series, period="2007/08", row=2),
            told(derived, row=3),
            told(theirs, row=4),
            told(series, row=5),
        )
        assert {sentence: refusal.first for sentence, refusal in outcome.refused.items()} == {
            "The figures for 2007/08 are closed: the round for it is over. Ask the partnership manager to open it again.": [2],
            "This measure is worked out from others. Give the figures of those.": [3],
            "There is no such series in this partnership.": [4],
        }  # fmt: skip
        assert Observation.objects.get().series_id == series.pk

    def test_nobody_without_a_right(self, place: Partnership, series: Series) -> None:
        account = partnerships.open_account(
            by=COMMAND_LINE, email="b@x.example", name="B", password=factories.PASSWORD, partnership=place,
            role=Role.Kind.BOARD_MEMBER,
        )  # fmt: skip
        for viewer in (PUBLIC, viewer_for(account)):
            with pytest.raises(NotAllowed):
                load(place, told(series), by=viewer)
        assert not Observation.objects.exists()

    def test_a_contributor_only_what_is_theirs(self, place: Partnership, series: Series) -> None:
        account = partnerships.open_account(
            by=COMMAND_LINE, email="c@x.example", name="C", password=factories.PASSWORD, partnership=place,
            role=Role.Kind.CONTRIBUTOR,
        )  # fmt: skip
        outcome = load(place, told(series), by=viewer_for(account))
        assert [sentence[:5] for sentence in outcome.refused] == ["Only "]
        assert not Observation.objects.exists()

    def test_a_release_of_tomorrow(self, place: Partnership, series: Series) -> None:
        with pytest.raises(Invalid, match="This day has not come yet"):
            load(place, told(series), file=FileTold("x.csv", "c" * 64, released_on=date(2010, 1, 1)))


def many(series: Series, count: int) -> Iterator[Told]:
    first = date(1000, 1, 1)
    for number in range(count):
        yield Told(
            number + 2,
            series.pk,
            str((first + timedelta(days=365 * number)).year + number % 2),
            Decimal(number % 100),
        )


def test_queries_are_the_same_for_every_portion(
    place: Partnership, series: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten rows or three hundred in a portion; two portions ask twice."""

    def asked(count: int, sha: str, size: int) -> int:
        monkeypatch.setattr(taking_in, "PORTION", size)
        with CaptureQueriesContext(connection) as queries:
            load(place, *many(series, count), file=FileTold("x.csv", sha * 64), trial=True)
        return len(queries)

    small, large = asked(10, "d", 300), asked(300, "e", 300)
    assert small == large
    each = asked(20, "f", 10) - small
    assert asked(40, "1", 10) == small + 3 * each


def test_memory_does_not_grow_with_the_file(place: Partnership, series: Series) -> None:
    """Four times the rows, all refused or the same, in nearly the same memory."""
    period = period_named("2008/09")

    def peak(count: int) -> int:
        rows = (Told(number, series.pk, period.label, Decimal(50)) for number in range(count))
        tracemalloc.start()
        take_in(by=COMMAND_LINE, partnership_id=place.pk, file=FILE, rows=rows, trial=True)
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    peak(10)
    assert peak(16_000) < 1.25 * peak(4_000)


class TestChecked:
    """The checks of item 4 hold for a file as they do for a figure given by hand."""

    def test_an_error_refuses_its_row_alone(self, place: Partnership, series: Series) -> None:
        taken = load(place, told(series, "140"), told(series, "40", "2007/08", row=3))
        assert taken.count("new") == 1
        assert {sentence: one.first for sentence, one in taken.refused.items()} == {
            "140% is above the highest that this measure can be, 100%.": [2]
        }

    def test_a_part_above_its_whole_is_refused(self, place: Partnership, series: Series) -> None:
        row = told(series, None)._replace(numerator=Decimal(30), denominator=Decimal(20))
        taken = load(place, row)
        assert (taken.count("new"), taken.refused_rows) == (0, 1)

    def test_a_person_is_asked_about_an_unusual_figure_and_answers_for_all(
        self, place: Partnership, series: Series
    ) -> None:
        by = factories.manager(place).viewer
        load(
            place,
            *(told(series, value, f"200{at}/0{at + 1}") for at, value in enumerate(("50", "51", "50", "52"))),
        )
        strange = told(series, "80", "2004/05")
        waits = load(place, strange, by=by, file=OTHER, day=2)
        assert (waits.count("new"), waits.waiting_rows) == (0, 1)
        assert [(one.row, one.period) for one in waits.waiting] == [(2, "2004/05")]
        assert waits.waiting[0].sentence.startswith(
            "From 2003/04 to 2004/05 this goes up by 28.0 points. The largest change so far was 2.0 points"
        )
        kept = load(place, strange, by=by, file=OTHER, day=2, explanation="A new way of asking.")
        assert (kept.count("new"), kept.waiting_rows) == (1, 0)
        row = Observation.objects.get(period__label="2004/05")
        assert row.explanation == "A new way of asking."
        assert row.asked

    def test_a_person_says_of_what_kind_a_revision_is(self, place: Partnership, series: Series) -> None:
        by = factories.manager(place).viewer
        load(place, told(series, "50"))
        waits = load(place, told(series, "51"), by=by, file=OTHER, day=2)
        assert (waits.count("revised"), waits.waiting_rows) == (0, 1)
        kept = load(
            place, told(series, "51"), by=by, file=OTHER, day=2, revision="late_data", reason="Late returns"
        )
        assert kept.count("revised") == 1
        row = Observation.objects.get(value=51)
        assert (row.revision, row.reason) == ("late_data", "Late returns")

    def test_nobody_is_asked_on_the_command_line(self, place: Partnership, series: Series) -> None:
        load(
            place,
            *(told(series, value, f"200{at}/0{at + 1}") for at, value in enumerate(("50", "51", "50", "52"))),
        )
        taken = load(place, told(series, "80", "2004/05"), file=OTHER, day=2)
        assert (taken.count("new"), taken.waiting_rows) == (1, 0)
