"""`goldenthread backup` and `goldenthread restore`: the installation whole, into one file and back."""

import argparse
import re
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from goldenthread.jobs.export import check_free
from goldenthread.jobs.setting import bring_up_to_date, wake
from goldenthread.kernel.errors import Refused

if TYPE_CHECKING:
    from goldenthread.jobs.installation import Backup

_NAMES: Final = re.compile(
    r"database\.(sqlite3|dump)|secret-key|settings\.json|data/(?!.*(^|/)\.\.?(/|$))[^/\\][^\\]*"
)
"""The files of a backup; those of the data folder by their place in it."""


def add_to(commands: Any) -> None:
    """Add `backup` and `restore` to the command line."""
    backup = commands.add_parser("backup", help="write the whole installation into one file")
    backup.add_argument("--to", type=Path, required=True, metavar="FILE")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="put a backup back; stop the site first")
    restore.add_argument("backup", type=Path, metavar="FILE")
    restore.add_argument(
        "--replace",
        action="store_true",
        help="even where there is something already: that is backed up beside the data folder first",
    )
    restore.set_defaults(run=_restore)


def _backup(asked: argparse.Namespace) -> int:
    wake()
    from django.conf import settings

    from goldenthread.jobs.installation import write_backup

    check_free(asked.to)
    if asked.to.absolute().resolve().is_relative_to(settings.DATA.resolve()):
        raise Refused(
            f"Choose a place outside the data folder “{settings.DATA}”: "
            "a backup must not be lost with what it is a backup of."
        )
    size = write_backup(asked.to)
    print(
        f"The installation is in {asked.to} ({size / 1024 / 1024:.1f} MB). "
        "It holds personal data and the secret key: keep it safe, and on another machine."
    )
    return 0


def _restore(asked: argparse.Namespace) -> int:
    wake()
    from django.conf import settings

    from goldenthread.jobs import installation
    from goldenthread.jobs.takeaway.parcel import check_files, opened
    from goldenthread.kernel.outbox import operations

    with opened(asked.backup) as parcel, tempfile.TemporaryDirectory(dir=settings.DATA.parent) as aside:
        backup = installation.manifest_of(parcel)
        check_files(parcel, backup.files, _NAMES)
        installation.check_fits(backup)
        for file in backup.files:
            target = Path(aside) / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            with parcel.open(file.path) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out)
        _make_room(replace=asked.replace)
        installation.put_back(Path(aside))
    bring_up_to_date()
    doubtful = operations.doubt_what_waits(
        reason="It waited when the backup was made, and may have been sent since."
    )
    if doubtful:
        many = "1 message" if doubtful == 1 else f"{doubtful} messages"
        it = "it" if doubtful == 1 else "them"
        print(f"{many} may have been sent since: look at {it} with goldenthread outbox --state in_doubt")
    print(f"The installation is as it was on {_in_words(backup)}.")
    for name, value in installation.settings_that_differ(backup).items():
        print(f"In the backup {name} was {value!r}: set it again if it should be so.")
    return 0


def _make_room(*, replace: bool) -> None:
    """Raises Refused where there is something already; with `replace`, keep that beside the data folder."""
    from django.conf import settings
    from django.db import DatabaseError

    from goldenthread.jobs.databases import set_aside
    from goldenthread.jobs.installation import write_backup
    from goldenthread.jobs.takeaway.restoring import what_is_here

    try:
        here = what_is_here()
    except DatabaseError:
        here = "a database that cannot be read"
    if not here:
        return
    if not replace:
        raise Refused(
            f"This installation is not empty: it has {here}. Nothing was changed. "
            "Restore with --replace to put the backup in its place; what is here is kept aside first."
        )
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    kept = settings.DATA.with_name(f"{settings.DATA.name}-before-{stamp}.zip")
    try:
        write_backup(kept)
    except Refused:
        kept = kept.with_suffix("")
        if not set_aside(kept):
            raise
    print(f"What was here is kept in {kept}.")


def _in_words(backup: "Backup") -> str:
    made = datetime.fromisoformat(backup.made_at)
    return f"{made.day} {made:%B %Y at %H:%M} UTC"
