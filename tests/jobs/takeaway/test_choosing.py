"""What goes along with a partnership, and what of others stays at home."""

from pathlib import Path
from typing import Any

import pytest

from goldenthread.jobs.command import main
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.models import Subject, Visibility
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Adoption
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership, Person
from tests import factories
from tests.jobs.exports import contents, csv_of, exported, lines
from tests.jobs.whole import adopt, foreign_series, whole, wiped


@pytest.mark.django_db
def test_another_partnerships_records_stay_at_home(tmp_path: Path) -> None:
    whole()
    alone = exported(tmp_path / "alone")
    of = whole_neighbour()
    assert contents(exported(tmp_path / "beside")) == contents(alone)

    theirs = lines(exported(tmp_path / "theirs", of.code), "kernel_subject")
    assert "Northshire Together" not in {subject["title"] for subject in theirs}


def whole_neighbour() -> Partnership:
    of = factories.partnership("southerlyshire")
    factories.loaded(of, 1)
    factories.manager(of)
    return of


@pytest.mark.django_db
def test_of_an_adopted_measure_goes_what_its_adopter_may_see_and_no_more(tmp_path: Path) -> None:
    of = factories.partnership()
    factories.loaded(of, 1)
    series = foreign_series("elsewhere", visibility=Visibility.PUBLIC)
    adopt(of, series)

    folder = exported(tmp_path / "out")

    measure = next(row for row in lines(folder, "measures_measure") if row["subject_id"] == series.measure_id)
    assert (measure["code"], measure["definition"], measure["objective_id"]) == (
        "NI 15",
        "Burglaries that are counted",
        None,
    )
    observed = [row for row in lines(folder, "measures_observation") if row["series_id"] == series.pk]
    assert [row["value"] for row in observed] == ["0.000000", "-0.500000", None, None]
    assert [row["received_from"] for row in observed] == [""] * 4
    assert [row["why"] for row in lines(folder, "measures_seriesbreak")] == ["Counted anew"]
    assert [
        row["as_written"] for row in lines(folder, "measures_target") if row["series_id"] == series.pk
    ] == ["Ours"]
    everything = b"".join(contents(folder).values())
    assert b"secret" not in everything
    assert b"manager@elsewhere.example" not in everything
    assert b"A named person" not in everything
    [adopted] = csv_of(folder, "adopted-measures")
    # The steward is not published, so its name is not for the adopter's people to read either.
    assert (adopted["measure"], adopted["kept by"]) == ("NI 15", "Not shown")


@pytest.mark.django_db
def test_a_steward_that_everyone_knows_is_named(tmp_path: Path) -> None:
    of = factories.partnership()
    factories.loaded(of, 1)
    series = foreign_series("elsewhere", visibility=Visibility.PUBLIC)
    adopt(of, series)
    Subject.objects.filter(kind="partnership").update(visibility=Visibility.PUBLIC)

    [adopted] = csv_of(exported(tmp_path / "out"), "adopted-measures")

    assert adopted["kept by"] == "Elsewhere Together"


@pytest.mark.django_db
def test_a_measure_that_its_adopter_may_no_longer_see_goes_without_words_and_figures(tmp_path: Path) -> None:
    of = factories.partnership()
    factories.loaded(of, 1)
    for code in ("elsewhere", "somewhere-else"):
        series = foreign_series(code, visibility=Visibility.PARTNERSHIP)
        adopt(of, series)

    folder = exported(tmp_path / "out")

    everything = b"".join(contents(folder).values())
    assert b"Burglaries" not in everything
    assert lines(folder, "measures_observation") == []
    assert {row["title"] for row in csv_of(folder, "adopted-measures")} == {"Not shown"}
    wiped()
    assert main(["import", str(folder)]) == 0
    assert contents(exported(tmp_path / "again")) == contents(folder)
    assert Adoption.objects.count() == 2


@pytest.mark.django_db
def test_what_an_adopter_says_of_our_series_stays_with_the_adopter(tmp_path: Path) -> None:
    series = foreign_series("elsewhere", visibility=Visibility.PUBLIC)
    of = factories.partnership()
    factories.loaded(of, 1)
    adopt(of, series)

    folder = exported(tmp_path / "out", "elsewhere")

    assert lines(folder, "measures_adoption") == []
    assert [row["as_written"] for row in lines(folder, "measures_target")] == ["Their secret target"]


@pytest.mark.django_db
def test_a_persons_account_at_another_partnership_is_not_told(tmp_path: Path) -> None:
    of, other = factories.partnership(), factories.partnership("southerlyshire")
    person = kernel.create(Person, by=COMMAND_LINE, partnership_id=other.pk, name="Known elsewhere only")
    account = factories.member(of, "auditor").account
    account.person = person
    account.save()

    folder = exported(tmp_path / "out")

    assert [row["person_id"] for row in lines(folder, "partnership_account")] == [None]
    assert b"Known elsewhere only" not in b"".join(contents(folder).values())


@pytest.mark.django_db
def test_shared_places_go_as_far_as_they_are_used(tmp_path: Path) -> None:
    of = whole()
    partnerships.add_official_place(by=COMMAND_LINE, code="E99", name="Far away", kind="county")
    partnerships.add_official_place(
        by=COMMAND_LINE, code="E98", name="No figure is about it", kind="district", within=of.place
    )

    names = {row["name"] for row in lines(exported(tmp_path / "out"), "partnership_place")}

    assert names == {"Northshire", "Old", "Inside", "Nowhere Estate", "Elsewhere", "No figure is about it"}


@pytest.mark.django_db
def test_the_queries_do_not_grow_with_the_rows(tmp_path: Path, django_assert_max_num_queries: Any) -> None:
    asked = []
    for number, size in ((1, 1), (2, 12)):
        of = factories.partnership(f"size-{number}")
        factories.loaded(of, size)
        with django_assert_max_num_queries(1000) as captured:
            exported(tmp_path / str(size), of.code)
        asked.append(len(captured))
    assert asked[0] == asked[1]
