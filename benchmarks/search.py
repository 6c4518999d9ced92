"""`.venv/bin/python -m benchmarks.search`: the search in a partnership of 1,000 measures x 12 periods.

It builds the partnership through the load, says how much of that went into the index, and times the page for words
that few, many and all records have. On PostgreSQL: `.venv/bin/python -m tests.postgresql .venv/bin/python -m benchmarks.search`.
"""

import os
import sys
import tempfile
import time
from typing import Any
from unittest.mock import patch

from benchmarks.__main__ import row

QUESTIONS = {
    "one code": "NI 154",
    "one action": "action 2 of measure 154",
    "every measure": "household",
    "every action": "action",
    "a beginning": "h",
    "nothing": "zebra",
    "hostile": '") OR "' * 1500,
}


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    os.environ["GOLDENTHREAD_DATA"] = tempfile.mkdtemp(prefix="goldenthread-bench-")
    from goldenthread.jobs.setting import bring_up_to_date, wake

    wake()
    bring_up_to_date()
    from django.conf import settings
    from django.db import connection

    from goldenthread.kernel import search

    settings.ALLOWED_HOSTS.append("testserver")
    print(f"search on {connection.vendor}, {size} measures x 12 periods")
    indexing = 0.0
    index = search.index

    def timed_index(*record: Any) -> None:
        nonlocal indexing
        started = time.perf_counter()
        index(*record)
        indexing += time.perf_counter() - started

    with patch.object(search, "index", timed_index):
        print(f"loaded in {load('bench', size):.1f} s, of which the index took {indexing:.1f} s")
    started = time.perf_counter()
    count = search.rebuild()
    print(f"the index of {count:,} records made anew in {time.perf_counter() - started:.1f} s")
    print(f"{'words':<12} {'first':>8} {'min':>8} {'median':>8} {'max':>8} {'queries':>8}")
    for name, words in QUESTIONS.items():
        print(row(name, address("bench", words)))


def load(code: str, size: int) -> float:
    """Load and publish a partnership of that size. Returns the seconds of the load."""
    from benchmarks.plans import draft_of, plan_of
    from goldenthread.intake.operations import accept_draft, publish_plan
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership import operations as partnerships

    place = partnerships.add_official_place(by=COMMAND_LINE, code=code, name=code, kind="county")
    partnership = partnerships.found_partnership(by=COMMAND_LINE, code=code, name=code, place=place)
    draft = draft_of(partnership, plan_of(size))
    started = time.perf_counter()
    accept_draft(draft=draft, by=COMMAND_LINE)
    seconds = time.perf_counter() - started
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    return seconds


def address(code: str, words: str) -> str:
    from urllib.parse import urlencode

    from django.urls import reverse

    return f"{reverse('web:search', args=[code])}?{urlencode({'words': words})}"


if __name__ == "__main__":
    main()
