"""`make bench`: builds partnerships of 1, 10 and 1,000 measures x 12 periods x 2 figures and times their pages.

On SQLite in a temporary folder; on PostgreSQL where DATABASE_URL names an empty database, for example by
`.venv/bin/python -m tests.postgresql .venv/bin/python -m benchmarks`. `benchmarks.build` and `benchmarks.pages` do
the two halves apart, `benchmarks.status` times the reckoning.
"""

import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.build import build
from benchmarks.pages import measure
from benchmarks.timing import HEAD, RUNS, timed

SIZES = (1, 10, 1000)
SEED = Path(__file__).parents[2] / "shared/seeds"


def main() -> None:
    read_seed_cold()
    folder = tempfile.mkdtemp(prefix="goldenthread-bench-")
    os.environ["GOLDENTHREAD_DATA"] = folder
    from goldenthread.jobs.setting import bring_up_to_date, wake

    wake()
    bring_up_to_date()
    from django.conf import settings
    from django.db import connection

    settings.ALLOWED_HOSTS.append("testserver")
    settings.SECOND_FACTOR_REQUIRED = False
    print(f"\npages on {connection.vendor}, {RUNS} runs")
    for size in SIZES:
        started = time.perf_counter()
        build(size)
        seconds = time.perf_counter() - started
        print(f"\n{size} measures x 12 periods x 2 figures, built in {seconds:.1f} s\n{HEAD}")
        measure(size)
    if connection.vendor == "sqlite":
        raw_engine(Path(folder) / "goldenthread.sqlite3")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of this process: {peak:.0f} MB")


def read_seed_cold() -> None:
    """The county's real plan through the command line, each time a new process."""
    plans = sorted(SEED.glob("004_*.txt")) if SEED.is_dir() else []
    if not plans:
        print("the county's plan is not beside the project, so reading it cold was not measured")
        return
    command = [str(Path(sys.executable).parent / "goldenthread"), "plan", "read", str(plans[0]), "--json"]
    seconds = sorted(
        timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)) for _ in range(5)
    )
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"plan read, cold: median {seconds[2]:.2f} s of 5 (min {seconds[0]:.2f}, max {seconds[4]:.2f}), {memory:.0f} MB"
    )


def raw_engine(database: Path) -> None:
    """The figures of the same 50 measures by plain SQL, to set a theme page against."""
    connection = sqlite3.connect(database)
    statement = """
        select m.code, m.title, p.label, t.value from measures_target t
        join measures_series s on s.id = t.series_id join measures_measure m on m.subject_id = s.measure_id
        left join measures_period p on p.id = t.period_id
        where t.superseded_at is null and m.subject_id in (
            select subject_id from measures_measure order by subject_id desc limit 50)
    """
    times = [timed(lambda: connection.execute(statement).fetchall()) * 1000 for _ in range(RUNS)]
    print(f"\nplain sqlite3, targets of 50 measures: median {statistics.median(times):.2f} ms")


if __name__ == "__main__":
    main()
