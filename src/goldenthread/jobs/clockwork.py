"""`goldenthread clock`: what is done at its time without anybody (decision 17).

Every piece of work finds out by itself what is due, so it is safe to do twice, at once and after a stop.
"""

import argparse
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from goldenthread.jobs.setting import wake

log = logging.getLogger("goldenthread.clock")

PAUSE: Final = 60
"""Seconds between two rounds of work."""


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work of the clock: `do` returns in a few words what it did, empty where nothing was due."""

    name: str
    do: Callable[[], str]


def add_to(commands: Any) -> None:
    """Add `clock` to the command line."""
    clock = commands.add_parser(
        "clock",
        help="do what is due at its time: make and open rounds, remind people, send mail",
        description="Runs until it is stopped. Safe beside another clock.",
    )
    clock.add_argument("--once", action="store_true", help="do all that is due now, and stop")
    clock.add_argument(
        "--every", type=_seconds, default=PAUSE, metavar="SECONDS", help="the pause between rounds of work"
    )
    clock.add_argument("--beside", type=int, metavar="PROCESS", help="stop when this process is gone")
    clock.set_defaults(run=_clock)


def _seconds(words: str) -> int:
    seconds = int(words)
    if seconds < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return seconds


def all_work() -> tuple[Work, ...]:
    """Everything that the clock does, in this order: rounds open, people are told of them, mail goes out."""
    return (Work("rounds", _rounds), Work("chase", _chase), Work("outbox", _outbox))


def _rounds() -> str:
    from goldenthread.kernel.viewer import CLOCK
    from goldenthread.returns.operations import tick

    opened = tick(by=CLOCK)
    return f"{len(opened)} opened" if opened else ""


def _chase() -> str:
    from goldenthread.kernel.viewer import CLOCK
    from goldenthread.returns.operations import chase

    written = chase(by=CLOCK)
    return f"{written} written to" if written else ""


def _outbox() -> str:
    from goldenthread.jobs.outbox import said
    from goldenthread.kernel.outbox.operations import Delivered, deliver

    done = deliver()
    return "" if done == Delivered() else said(done)


def run_due() -> dict[str, str]:
    """Do all that is due. One piece that breaks does not hold up the others. Returns what was done, by its name."""
    from django.db import close_old_connections

    told = {}
    for work in all_work():
        close_old_connections()
        try:
            told[work.name] = work.do()
        except Exception:
            log.exception("clock work broke", extra={"work": work.name})
            told[work.name] = "broke: see the log"
        if told[work.name]:
            log.info("clock", extra={"work": work.name, "did": told[work.name]})
    close_old_connections()
    return told


def _clock(asked: argparse.Namespace) -> int:
    wake()
    if asked.once:
        told = run_due()
        print("\n".join(f"{name}: {did or 'nothing was due'}" for name, did in told.items()))
        return 2 if any(did.startswith("broke") for did in told.values()) else 0
    _stop_quietly()
    while True:
        run_due()
        for _ in range(asked.every):
            if asked.beside is not None and os.getppid() != asked.beside:
                return 0
            time.sleep(1)


def _stop_quietly() -> None:
    """Stop at once when asked to: whatever is half done is done at the next start."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: sys.exit(0))


def start_beside() -> None:
    """Start a clock beside this process, which ends with it."""
    subprocess.Popen(  # noqa: S603 - our own program and no shell
        [sys.executable, "-c", PROGRAM, "clock", "--every=15", f"--beside={os.getpid()}"]
    )


PROGRAM: Final = "from goldenthread.jobs.command import main; raise SystemExit(main())"
