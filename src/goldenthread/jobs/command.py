"""The command `goldenthread`. Each command answers on standard output and complains on standard error.

It ends with 0 when it did what was asked and with 2 when it could not, with one plain sentence why.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from goldenthread.jobs import (
    backtest,
    backup,
    clockwork,
    data,
    demonstration,
    export,
    outbox,
    people,
    plans,
    stats,
)
from goldenthread.kernel.errors import Refused
from goldenthread.reading.errors import Unreadable


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="goldenthread", description="The system of record for place partnerships."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for part in (plans, data, people, export, backup, outbox, clockwork, demonstration, stats, backtest):
        part.add_to(commands)
    asked = parser.parse_args(arguments)
    try:
        code: int = asked.run(asked)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads our output (head, less) has enough of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Unreadable, Refused) as problem:
        print(problem, file=sys.stderr)
        return 2
    return code
