"""`goldenthread people` and `goldenthread account`: who the partnership is, and who may sign in."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from goldenthread.jobs.setting import wake


def add_to(commands: Any) -> None:
    """Add `people` and `account` to the command line."""
    people = commands.add_parser("people", help="load a people-and-groups workbook")
    verbs = people.add_subparsers(dest="verb", required=True, metavar="VERB")
    load = verbs.add_parser("load", help="keep what is new in a workbook, all of it or nothing")
    load.add_argument("file", type=Path, metavar="FILE")
    load.set_defaults(run=_load)
    account = commands.add_parser("account", help="open an account")
    verbs = account.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="open an account for a partnership's manager; asks for a password")
    add.add_argument("email", metavar="E-MAIL")
    add.add_argument("--name", required=True)
    add.add_argument("--partnership", required=True, metavar="CODE")
    add.set_defaults(run=_add_account)


def _load(asked: argparse.Namespace) -> int:
    wake()
    from goldenthread.intake.operations import load_people
    from goldenthread.kernel.viewer import COMMAND_LINE

    people = load_people(path=asked.file, by=COMMAND_LINE)
    print(
        f"{len(people.partnerships)} partnerships, {len(people.organisations)} organisations, {len(people.groups)} groups"
        f" and {len(people.seats)} seats are known."
    )
    return 0


def _add_account(asked: argparse.Namespace) -> int:
    wake()
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.operations import open_account
    from goldenthread.partnership.queries import partnership_coded

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    account = open_account(
        by=COMMAND_LINE,
        email=asked.email,
        name=asked.name,
        password=password,
        partnership=partnership_coded(asked.partnership, viewer=COMMAND_LINE),
    )
    print(f"{account.email} can sign in as manager.")
    return 0
