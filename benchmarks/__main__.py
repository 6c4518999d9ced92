"""`make bench`: builds partnerships of 1, 10 and 1,000 measures x 12 periods and times their pages.

On SQLite in a temporary folder; on PostgreSQL where DATABASE_URL names an empty database, for example by
`.venv/bin/python -m tests.postgresql .venv/bin/python -m benchmarks`. Times are of the whole request through
Django's test client, in milliseconds: minimum, median and maximum of 30 after 3 to warm up.
"""

import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RUNS, WARM_UP = 30, 3
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
    print(f"\npages on {connection.vendor}, {RUNS} runs")
    for size in SIZES:
        started = time.perf_counter()
        addresses = build(size)
        print(
            f"\n{size} measures x 12 periods, built in {time.perf_counter() - started:.1f} s through the load"
        )
        print(f"{'page':<12} {'first':>8} {'min':>8} {'median':>8} {'max':>8} {'queries':>8}")
        for name, address in addresses.items():
            print(row(name, address))
    if connection.vendor == "sqlite":
        raw_engine(Path(folder) / "goldenthread.sqlite3")
    print(
        f"\npeak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


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


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def build(size: int) -> dict[str, str]:
    """A published partnership with so many measures, and the address of each of its pages."""
    from django.urls import reverse

    from benchmarks.plans import draft_of, plan_of
    from goldenthread.intake.operations import accept_draft, publish_plan
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.measures.models import Measure
    from goldenthread.partnership import operations as partnerships

    code = f"size-{size}"
    place = partnerships.add_official_place(
        by=COMMAND_LINE, code=f"X{size}", name=f"Place {size}", kind="county"
    )
    partnership = partnerships.found_partnership(
        by=COMMAND_LINE, code=code, name=f"Place {size}", place=place
    )
    accept_draft(draft=draft_of(partnership, plan_of(size)), by=COMMAND_LINE)
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    measure = Measure.objects.of(partnership.pk).order_by("pk").first()
    pages = {"glance": (), "findings": (), "governance": ()}
    addresses = {
        name: reverse(f"web:{'partnership' if name == 'glance' else name}", args=[code]) for name in pages
    }
    for name, subject in (
        ("theme", measure.theme_id),
        ("objective", measure.objective_id),
        ("measure", measure.pk),
        ("thread", measure.pk),
    ):
        addresses[name] = reverse(f"web:{name}", args=[code, subject])
    return {"front": reverse("web:front"), **addresses}


def row(name: str, address: str) -> str:
    """The times and queries of one page."""
    from goldenthread.overview.queries.reckoned import reckoned
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    reckoned.clear()
    first = timed(lambda: client.get(address)) * 1000
    for _ in range(WARM_UP):
        client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    asked = len(queries)  # before the next request empties the log
    assert response.status_code == 200, (address, response.status_code)
    times = [timed(lambda: client.get(address)) * 1000 for _ in range(RUNS)]
    figures = (first, min(times), statistics.median(times), max(times))
    return f"{name:<12} " + " ".join(f"{figure:8.1f}" for figure in figures) + f" {asked:8d}"


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
