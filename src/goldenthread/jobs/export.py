"""`goldenthread export` and `goldenthread import`: one partnership, taken away whole and put back."""

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Any

from goldenthread.jobs.setting import bring_up_to_date, wake
from goldenthread.kernel.errors import Refused


def add_to(commands: Any) -> None:
    """Add `export` and `import` to the command line."""
    export = commands.add_parser("export", help="write one partnership whole, to take it away")
    export.add_argument("partnership", metavar="CODE")
    export.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FOLDER_OR_ZIP",
        help="a new folder, or a new file that ends in .zip",
    )
    export.set_defaults(run=_export)
    restore = commands.add_parser("import", help="put an exported partnership into an empty installation")
    restore.add_argument("parcel", type=Path, metavar="FOLDER_OR_ZIP")
    restore.set_defaults(run=_import)


def _export(asked: argparse.Namespace) -> int:
    wake()
    from goldenthread.jobs.takeaway.parcel import MANIFEST, digest, pack
    from goldenthread.jobs.takeaway.writing import write_export
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.queries import partnership_coded

    target: Path = asked.to
    check_free(target)
    partnership = partnership_coded(asked.partnership, viewer=COMMAND_LINE)
    # Written aside first, so that an export that breaks off leaves nothing that looks whole.
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as aside:
        folder = Path(aside) / "export"
        folder.mkdir(mode=0o700)
        manifest = write_export(partnership, folder)
        with (folder / MANIFEST).open("rb") as file:
            _, sha256 = digest(file)
        if target.suffix.lower() == ".zip":
            packed = Path(aside) / "export.zip"
            pack(folder, packed)
            packed.replace(target)
        else:
            if target.exists():
                target.rmdir()
            shutil.move(folder, target)
    print(
        f"{manifest.partnership.name}: {sum(manifest.counts.values())} rows in {len(manifest.files) + 1} files."
        f"\nThe SHA-256 of its manifest is {sha256}\nIt holds personal data: keep it as you keep that."
    )
    return 0


def _import(asked: argparse.Namespace) -> int:
    wake()
    from goldenthread.jobs.takeaway.parcel import checked, opened
    from goldenthread.jobs.takeaway.restoring import check_empty, restore_export
    from goldenthread.kernel.outbox.operations import doubt_what_waits

    bring_up_to_date()
    check_empty()
    with opened(asked.parcel) as parcel:
        manifest = checked(parcel)
        restore_export(parcel, manifest)
    doubt_what_waits(reason="It waited when the export was made, and may have been sent since from there.")
    print(
        f"{manifest.partnership.name} is here: {sum(manifest.counts.values())} rows. "
        "No passwords came along: give each account a new one."
    )
    return 0


def check_free(target: Path) -> None:
    """Raises Refused where something stands already, or where there is no folder to write into."""
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise Refused(f"There is something at “{target}” already. Choose a new name; nothing was written.")
    if not target.absolute().parent.is_dir():
        raise Refused(f"There is no folder “{target.absolute().parent}”. Make it first.")
