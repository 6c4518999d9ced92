"""How a request is timed: the first after a write, then many warm ones."""

import statistics
import time
from collections.abc import Callable

RUNS, WARM_UP = 30, 3
HEAD = f"{'page':<28} {'first':>8} {'min':>8} {'median':>8} {'95%':>8} {'max':>8} {'queries':>8} {'KB':>8}"


def timed(work: Callable[[], object]) -> float:
    """How many seconds it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def row(name: str, address: str, runs: int = RUNS, email: str = "") -> str:
    """The milliseconds, queries and size of one page, for the public or for whoever has this address."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from goldenthread.overview.queries.reckoned import reckoned

    client = Client()
    if email:
        from goldenthread.partnership.queries import account_with

        client.force_login(account_with(email))
    reckoned.clear()
    first = timed(lambda: client.get(address)) * 1000
    for _ in range(WARM_UP):
        client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    asked = len(queries)  # before the next request empties the log
    assert answer.status_code == 200, (address, answer.status_code)
    times = sorted(timed(lambda: client.get(address)) * 1000 for _ in range(runs))
    late = times[int(len(times) * 0.95)]
    figures = (first, times[0], statistics.median(times), late, times[-1])
    written = " ".join(f"{figure:8.1f}" for figure in figures)
    return f"{name:<28} {written} {asked:8d} {len(answer.content) / 1024:8.0f}"
