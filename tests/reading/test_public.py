"""Downloads of public figures: known by their headings, every row a figure or a reason why there is none."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.public import PublicFigure, contents_of, open_public
from goldenthread.reading.public.figures import number, period_label
from tests.conftest import SHARED

FINGERTIPS = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend\n"
)


def written(folder: Path, text: str, name: str = "data.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def shared(name: str) -> Path:
    """A file of the real data, where it is on this machine."""
    path = SHARED / name
    if not path.exists():
        pytest.skip("the real open data (../shared/data) is not on this machine")
    return path


def figures(path: Path) -> list[PublicFigure]:
    return list(open_public(path).figures())


class TestFingertips:
    def test_a_row_is_a_figure_with_its_parts_limits_and_people(self, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            FINGERTIPS
            + '90366,"Life expectancy\n",E12000006,East,E07000098,Hertsmere,District,Female,All ages,,,'
            "2015 - 17,84.1234567891,83.1,85.1,,,300,4000,,No change\n",
        )
        assert open_public(path).source == "fingertips"
        assert figures(path) == [
            PublicFigure(
                3, "90366", "E07000098", "2015 to 2017", Decimal("84.123457"), "", Decimal(300), Decimal(4000),
                Decimal("83.1"), Decimal("85.1"), "Female", "All ages",
            )
        ]  # fmt: skip

    def test_a_blank_value_says_what_the_publisher_noted(self, tmp_path: Path) -> None:
        rows = "1,A,,,E07000098,H,D,Persons,All,,,2015/16,,,,,,,,Value suppressed for disclosure control,\n"
        (one,) = figures(written(tmp_path, FINGERTIPS + rows))
        assert (one.value, one.note, one.wrong) == (None, "Value suppressed for disclosure control", "")

    def test_a_row_of_a_category_is_told_apart(self, tmp_path: Path) -> None:
        rows = (
            "1,A,,,E07000098,H,D,Persons,All,Decile,Most deprived,2015,5,,,,,,,,\n"
            "1,A,,,E07000098,H,D,Persons,All,,,2015,4,,,,,,,,\n"
        )
        assert [one.category for one in figures(written(tmp_path, FINGERTIPS + rows))] == [
            "Most deprived",
            "",
        ]

    def test_the_real_download(self) -> None:
        path = shared("data/04-health-indicators/fingertips-standard-download-sample60.csv")
        contents = contents_of(open_public(path))
        (indicator,) = contents.indicators.values()
        assert (contents.figures, indicator.code, indicator.title) == (
            60,
            "93356",
            "Campylobacter incidence rate/100,000",
        )
        assert len(contents.places) == 39


class TestDeprivation:
    def test_each_domain_and_measure_is_an_indicator(self, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            "lad19cd,lad19nm,index_domain,average_score,rank_average_score,year\n"
            "E07000098,Hertsmere,Income Deprivation,0.1,3,2019\n",
        )
        assert [(one.indicator, one.period, one.value) for one in figures(path)] == [
            ("income deprivation average score", "2019", Decimal("0.1")),
            ("income deprivation rank average score", "2019", Decimal(3)),
        ]

    def test_small_areas_have_the_edition_in_the_name_of_the_file(self, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            "LSOA code (2011),LSOA name (2011),Local Authority District code (2019),"
            "Index of Multiple Deprivation (IMD) Score,Income Score (rate)\n"
            "E01023576,Hertsmere 001A,E07000098,12.5,0.08\n",
            "File_7_-_All_IoD2019_Scores.csv",
        )
        assert open_public(path).source == "deprivation"
        assert [(one.indicator, one.area, one.district, one.period) for one in figures(path)] == [
            ("index of multiple deprivation score", "E01023576", "", "2019"),
            ("income score", "E01023576", "", "2019"),
        ]

    @pytest.mark.parametrize(
        ("file", "count", "year"), [("IoD2019-lad.csv", 19020, "2019"), ("IoD2025-lad.csv", 17760, "2025")]
    )
    def test_the_real_tables(self, file: str, count: int, year: str) -> None:
        found = figures(shared(f"data/03-deprivation/{file}"))
        assert (len(found), {one.period for one in found}) == (count, {year})


class TestPolice:
    CRIMES = (
        "Crime ID,Month,Reported by,LSOA code,LSOA name,Crime type\n"
        "a,2021-01,Force,E01023576,Hertsmere 001A,Burglary\n"
        "b,2021-01,Force,E01023577,Hertsmere 001B,Burglary\n"
        ",2021-01,Force,,,Burglary\n"
        "c,2021-02,Force,E01023576,Hertsmere 001A,Robbery\n"
    )

    def test_crimes_are_counted_by_place_month_and_kind(self, tmp_path: Path) -> None:
        found = {
            (one.indicator, one.area, one.district, one.period): one.value
            for one in figures(written(tmp_path, self.CRIMES))
        }
        assert found == {
            ("burglary", "E01023576", "", "Jan 2021"): 1,
            ("burglary", "E01023577", "", "Jan 2021"): 1,
            ("burglary", "", "Hertsmere", "Jan 2021"): 2,
            ("all crimes", "E01023576", "", "Jan 2021"): 1,
            ("all crimes", "E01023577", "", "Jan 2021"): 1,
            ("all crimes", "", "Hertsmere", "Jan 2021"): 2,
            ("robbery", "E01023576", "", "Feb 2021"): 1,
            ("robbery", "", "Hertsmere", "Feb 2021"): 1,
            ("all crimes", "E01023576", "", "Feb 2021"): 1,
            ("all crimes", "", "Hertsmere", "Feb 2021"): 1,
        }

    def test_the_real_streets_add_up_to_their_crimes(self) -> None:
        path = shared("data/05-crime/hertsmere-street-2021-01_10.csv")
        found = [one for one in figures(path) if one.district and one.indicator == "all crimes"]
        assert sum(one.value or 0 for one in found) == 8532


class TestStatistics:
    def test_a_table_with_lines_above_its_headings(self, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            "Subnational indicators\nReleased 2022\n\nAREACD,AREANM,Indicator,Period,Value,MAD\n"
            "E07000098,Hertsmere,Median pay,2021-22,[x],0.2\n",
        )
        (one,) = figures(path)
        assert open_public(path).source == "ons"
        assert (one.indicator, one.period, one.value, one.note) == (
            "median pay",
            "2021/22",
            None,
            "The file says “[x]”.",
        )

    def test_the_form_of_a_dataset_with_pairs_of_codes_and_words(self, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            "v4_2,Lower limit,Upper limit,yyyy-yy,Time,administrative-geography,Geography,wellbeing,MeasureOfWellbeing\n"
            "7.5,7.4,7.6,2019-20,2019-20,E07000098,Hertsmere,happiness,Happiness\n",
        )
        (one,) = figures(path)
        assert (one.indicator, one.area, one.period, one.value, one.lower, one.upper) == (
            "happiness",
            "E07000098",
            "2019/20",
            Decimal("7.5"),
            Decimal("7.4"),
            Decimal("7.6"),
        )

    def test_a_workbook_sheet_by_sheet(self, tmp_path: Path) -> None:
        book = Workbook()
        first, second = book.active, book.create_sheet("Rates")
        assert first is not None
        first.append(["About this workbook"])
        for row in (
            ["Table 1"],
            ["Area code", "Indicator", "Year", "Value"],
            ["E07000098", "Homes", 2021, 4.5],
        ):
            second.append(row)
        book.save(tmp_path / "rates.xlsx")
        (one,) = figures(tmp_path / "rates.xlsx")
        assert (one.row, one.indicator, one.period, one.value) == (3, "homes", "2021", Decimal("4.5"))

    def test_every_real_row_of_the_indicators(self) -> None:
        found = figures(shared("data/06-lg-performance/ons-subnational-herts.csv"))
        assert (len(found), sum(one.wrong != "" for one in found)) == (321, 0)

    @pytest.mark.parametrize(
        ("first", "last", "period"),
        [
            ("2024-01-01", "2024-12-31", "2024"),
            ("2024-04-01", "2025-03-31", "2024/25"),
            ("1999-04-01", "2000-03-31", "1999/00"),
            ("2024-01-01", "2024-06-30", "2024-01-01 to 2024-06-30"),
            ("abcd-04-01", "efgh-03-31", "abcd-04-01 to efgh-03-31"),
        ],
    )
    def test_a_period_told_by_its_days(self, tmp_path: Path, first: str, last: str, period: str) -> None:
        path = written(
            tmp_path, f"area_code,indicator,date_from,date_to,value\nE07000098,A,{first},{last},5\n"
        )
        assert [one.period for one in figures(path)] == [period]

    def test_a_windows_file_with_semicolons(self, tmp_path: Path) -> None:
        path = written(tmp_path, "Area Code;Indicator;Year;Value\nE07000098;Côte;2021;4\n", encoding="cp1252")
        assert [one.indicator for one in figures(path)] == ["c te"]


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "This file is empty. Download it again."),
            (b"\x00\x01\x02", "neither a CSV nor an Excel workbook"),
            (b"PK\x03\x04 half a workbook", "damaged"),
            (b"a,b\n1,2\n", "has no column with official codes of places"),
            (b"Area Code,Value\nnowhere,2\n", "has no column with official codes of places"),
        ],
    )
    def test_with_a_sentence(self, tmp_path: Path, content: bytes, said: str) -> None:
        path = tmp_path / "data.csv"
        path.write_bytes(content)
        with pytest.raises(Unreadable, match=said):
            open_public(path)

    def test_a_word_where_a_number_belongs_is_said_of_its_row(self, tmp_path: Path) -> None:
        path = written(
            tmp_path, "Area Code,Indicator,Year,Value\nE07000098,A,2021,4\nE07000098,A,2022,about 5\n"
        )
        assert [one.wrong for one in figures(path)] == ["", "“about 5” is not a number."]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2015", "2015"),
        ("2015.0", "2015"),
        ("2015/16", "2015/16"),
        ("2015-16", "2015/16"),
        ("2015 - 17", "2015 to 2017"),
        ("2015/16 - 17/18", "2015/16 to 2017/18"),
        ("2021 Q1", "2020/21 Q4"),
        ("2021 Q2", "2021/22 Q1"),
        ("2021Q4", "2021/22 Q3"),
        ("2021-03", "Mar 2021"),
        ("2021-13", "2021-13"),
        ("Jan-21", "Jan 2021"),
        ("Year ending March 2022", "2021/22"),
        ("year ending 31 December 2022", "2022"),
        ("Wave 3", "Wave 3"),
    ],
)
def test_periods(text: str, label: str) -> None:
    assert period_label(text) == label


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("1,234.5", Decimal("1234.5")),
        ("0", Decimal(0)),
        ("-3", Decimal(-3)),
        ("1e3", Decimal(1000)),
    ],
)
def test_numbers(text: str, value: Decimal | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["NaN", "Infinity", "about 5", "5%"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        number(text)
