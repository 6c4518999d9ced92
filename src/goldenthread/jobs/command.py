"""The command `goldenthread`. Each command answers on standard output and complains on standard error.

It ends with 0 when it did what was asked and with 2 when it could not, with one plain sentence why.
"""

import argparse
import sys
from collections.abc import Sequence

from goldenthread.jobs import demonstration, people, plans
from goldenthread.kernel.errors import Refused
from goldenthread.reading.errors import Unreadable


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="goldenthread", description="The system of record for place partnerships."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for part in (plans, people, demonstration):
        part.add_to(commands)
    asked = parser.parse_args(arguments)
    try:
        code: int = asked.run(asked)
    except (Unreadable, Refused) as problem:
        print(problem, file=sys.stderr)
        return 2
    return code
