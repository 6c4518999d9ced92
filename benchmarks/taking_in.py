"""How long 50,000 public figures take to come in, beside reading the file and writing the rows alone.

    python -m benchmarks.taking_in [ROWS]

On the installation that GOLDENTHREAD_DATA and DATABASE_URL name, which must be empty. Times are CPU and wall seconds of
one load each; "raw" is the fastest reader there is here for such a file, and the same rows through the database's bulk
path.
"""

import csv
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from goldenthread.jobs.setting import bring_up_to_date, wake

wake()
bring_up_to_date()

from django.db import transaction  # noqa: E402
from openpyxl import Workbook  # noqa: E402
from python_calamine import CalamineWorkbook  # noqa: E402

from goldenthread.intake.operations import keep_public_file, take_public_file  # noqa: E402
from goldenthread.kernel.viewer import COMMAND_LINE  # noqa: E402
from goldenthread.measures.models import Measure, Observation  # noqa: E402
from goldenthread.measures.operations.keeping import insert  # noqa: E402
from goldenthread.measures.operations.taking_in import COLUMNS  # noqa: E402
from goldenthread.partnership.models import Partnership  # noqa: E402
from goldenthread.partnership.operations import add_official_place  # noqa: E402
from tests import factories  # noqa: E402

HEADINGS = (
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type", "Sex", "Age",
    "Category Type", "Category", "Time period", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit",
    "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Count", "Denominator", "Value note", "Recent Trend",
    "Compared to England value or percentiles", "Compared to Region value or percentiles", "Time period Sortable",
    "New data", "Compared to goal",
)  # fmt: skip
MEASURES, PERIODS = 100, 10


def main(rows: int = 50_000) -> None:
    """Build a partnership of 100 measures and its wards, then load a CSV and a workbook of as many figures."""
    partnership = factories.partnership()
    factories.loaded(partnership, MEASURES)
    Measure.objects.update(unit="%", decimals=1)
    wards = rows // MEASURES // PERIODS
    for number in range(wards):
        add_official_place(
            by=COMMAND_LINE,
            code=f"E05{number:06d}",
            name=f"Ward {number}",
            kind="ward",
            within=partnership.place,
        )
    table = [
        _row(f"NI {measure}", f"E05{ward:06d}", f"{2000 + period}", 10 + (measure + ward + period) % 60)
        for measure in range(1, MEASURES + 1)
        for ward in range(wards)
        for period in range(PERIODS)
    ]
    with TemporaryDirectory() as folder:
        for path, raw in (
            (_csv(Path(folder), table), _read_csv),
            (_workbook(Path(folder), table), _read_workbook),
        ):
            _compare(path, raw, partnership, len(table))
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _row(indicator: str, area: str, period: str, value: int) -> tuple[str, ...]:
    told = {
        "Indicator ID": indicator, "Indicator Name": f"Indicator {indicator}", "Area Code": area, "Area Name": area,
        "Area Type": "Ward", "Sex": "Persons", "Age": "All ages", "Time period": period, "Value": f"{value}.25",
        "Lower CI 95.0 limit": f"{value - 1}.5", "Upper CI 95.0 limit": f"{value + 1}.5", "Count": "41",
        "Denominator": "400", "Time period Sortable": f"{period}0000",
    }  # fmt: skip
    return tuple(told.get(heading, "") for heading in HEADINGS)


def _compare(path: Path, read: Callable[[Path], int], partnership: Partnership, count: int) -> None:
    file = keep_public_file(by=COMMAND_LINE, partnership=partnership, path=path)
    began, clock = time.process_time(), time.perf_counter()
    fetched = take_public_file(by=COMMAND_LINE, file=file, path=path)
    ours, wall = time.process_time() - began, time.perf_counter() - clock
    assert fetched.taken.count("new") == count, fetched.all_refused
    rows = list(Observation.objects.values_list(*COLUMNS))
    Observation.objects.all()._raw_delete("default")
    began = time.process_time()
    assert read(path) > count
    reading = time.process_time() - began
    began, written = time.process_time(), time.perf_counter()
    with transaction.atomic():
        insert(COLUMNS, rows)
    writing, wall_raw = time.process_time() - began, time.perf_counter() - written
    Observation.objects.all()._raw_delete("default")
    print(
        f"{path.suffix[1:]:5} {count:,} rows: {ours:.2f} s CPU ({wall:.2f} wall); raw: reading {reading:.2f}, writing"
        f" {writing:.2f} ({wall_raw:.2f} wall); ratio {ours / (reading + writing):.1f} CPU,"
        f" {wall / (reading + wall_raw):.1f} wall"
    )


def _csv(folder: Path, table: Sequence[Sequence[str]]) -> Path:
    path = folder / "indicators.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADINGS, *table])
    return path


def _read_csv(path: Path) -> int:
    with path.open(newline="", encoding="utf-8") as file:
        return sum(1 for _ in csv.reader(file))


def _workbook(folder: Path, table: Sequence[Sequence[str]]) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Indicators")
    for row in (HEADINGS, *table):
        sheet.append(list(row))
    book.save(folder / "indicators.xlsx")
    return folder / "indicators.xlsx"


def _read_workbook(path: Path) -> int:
    return len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
