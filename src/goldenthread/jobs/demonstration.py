"""`goldenthread demo`: the demonstration, loaded through the same readers and operations as any partnership."""

import argparse
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

from goldenthread.jobs.setting import bring_up_to_date, wake

EXAMPLES = Path(__file__).parents[3] / "examples"
PARTNERSHIPS = {
    "hertfordshire": ("hertfordshire/delivery-plan.txt",),
    "hertsmere": ("hertsmere/community-strategy.docx", "hertsmere/action-plan.xlsx"),
}
"""The documents of each demonstration partnership, in the order in which they were agreed."""


def add_to(commands: Any) -> None:
    """Add `demo`, `serve` and `manage` to the command line."""
    demo = commands.add_parser("demo", help="set up the demonstration and serve it")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--no-serve", action="store_true", help="set it up and stop")
    demo.set_defaults(run=_demo)
    serve = commands.add_parser("serve", help="serve the pages on this machine")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=lambda asked: _serve(asked.port))
    manage = commands.add_parser("manage", help="run one of Django's own commands")
    manage.add_argument("words", nargs=argparse.REMAINDER)
    manage.set_defaults(run=_manage)


def _demo(asked: argparse.Namespace) -> int:
    wake()
    bring_up_to_date()
    _load()
    sign_ins = _managers()
    if asked.no_serve:
        print(sign_ins)
        return 0
    print(f"Golden Thread is on http://127.0.0.1:{asked.port} (stop it with Ctrl+C)\n{sign_ins}", flush=True)
    return _serve(asked.port)


def _load() -> None:
    """Load what is not there yet. What was typed in since the first run stays as it is."""
    from goldenthread.intake.operations import accept_draft, load_people, publish_plan, upload_document
    from goldenthread.kernel.errors import NotFound
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.queries import partnership_coded

    try:
        for code in PARTNERSHIPS:
            partnership_coded(code, viewer=COMMAND_LINE)
    except NotFound:
        print("Loading the demonstration from the example documents…", flush=True)
    else:
        return
    load_people(path=EXAMPLES / "people-and-groups.xlsx", by=COMMAND_LINE)
    for code, documents in PARTNERSHIPS.items():
        partnership = partnership_coded(code, viewer=COMMAND_LINE)
        for name in documents:
            draft = upload_document(path=EXAMPLES / name, partnership=partnership, by=COMMAND_LINE)
            accept_draft(draft=draft, by=COMMAND_LINE)
        publish_plan(partnership=partnership, by=COMMAND_LINE)


def _managers() -> str:
    """One sign-in a partnership. Each password is made once and kept for the owner of the data folder alone."""
    from django.conf import settings

    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.operations import open_account
    from goldenthread.partnership.queries import account_with, partnership_coded

    lines = []
    for code in PARTNERSHIPS:
        email = f"manager@{code}.example"
        kept = settings.DATA / f"demonstration-manager-{code}"
        if account_with(email) is None:
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(9))
            partnership = partnership_coded(code, viewer=COMMAND_LINE)
            open_account(
                by=COMMAND_LINE,
                email=email,
                name=f"Manager, {partnership.name}",
                password=kept.read_text(),
                partnership=partnership,
            )
        known = kept.read_text() if kept.exists() else "as you changed it"
        lines.append(f"Manager of {code}: {email}, password {known}")
    return "\n".join([*lines, "The public needs no sign-in."])


def _serve(port: int) -> int:
    program = Path(sys.executable).parent / "granian"
    command = [
        str(program),
        "--interface=wsgi",
        "--host=127.0.0.1",
        f"--port={port}",
        "--blocking-threads=4",
        "--log-level=warning",
        "goldenthread.config.wsgi:application",
    ]
    try:
        return subprocess.run(command, check=False).returncode  # noqa: S603 - a fixed program and no shell
    except KeyboardInterrupt:
        return 0


def _manage(asked: argparse.Namespace) -> int:
    wake()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["goldenthread manage", *asked.words])
    return 0
