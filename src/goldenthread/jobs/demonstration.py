"""`goldenthread demo`: the demonstration, loaded through the same readers and operations as any partnership."""

import argparse
import os
import secrets
import socket
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldenthread.jobs.asking import load_round, tell_stories, write_to_people
from goldenthread.jobs.clockwork import start_beside
from goldenthread.jobs.delivering import load_delivery
from goldenthread.jobs.illustration import change_a_target, load_results, restate_the_past, standing_on
from goldenthread.jobs.outside import load_templates
from goldenthread.jobs.quiet import load_silence
from goldenthread.jobs.setting import bring_up_to_date, wake
from goldenthread.kernel.errors import Refused

if TYPE_CHECKING:
    from goldenthread.kernel.models import Subject
    from goldenthread.partnership.models import Partnership, Person

EXAMPLES = Path(__file__).parents[3] / "examples"
PARTNERSHIPS = {
    "hertfordshire": ("hertfordshire/delivery-plan.txt",),
    "hertsmere": ("hertsmere/community-strategy.docx", "hertsmere/action-plan.xlsx"),
}
"""The documents of each demonstration partnership, in the order in which they were agreed."""
BEGAN = {"hertfordshire": date(2008, 11, 20), "hertsmere": date(2025, 6, 2)}
"""When each plan was taken in."""
YEARS = {"hertfordshire": "2009/10", "hertsmere": "2026/27"}
"""The year that each partnership reports on: the county is in the second year of its agreement."""


@dataclass(frozen=True, slots=True)
class Demonstrator:
    """Somebody who can sign in to the demonstration: for a whole partnership, for one theme, or by a post."""

    called: str
    address: str
    partnership: str
    role: str
    theme: str = ""
    post: str = ""


PEOPLE = (
    Demonstrator("Manager", "manager", "hertfordshire", "manager"),
    Demonstrator("Theme lead", "theme-lead", "hertfordshire", "theme_lead", theme="Safer"),
    Demonstrator("Contributor", "contributor", "hertfordshire", "contributor", post="Climate change lead"),
    Demonstrator("Board member", "board-member", "hertfordshire", "board_member"),
    Demonstrator("Minute-taker", "minute-taker", "hertfordshire", "minute_taker"),
    Demonstrator("Auditor", "auditor", "hertfordshire", "auditor"),
    Demonstrator("Manager", "manager", "hertsmere", "manager"),
)


def add_to(commands: Any) -> None:
    """Add `demo`, `serve` and `manage` to the command line."""
    demo = commands.add_parser("demo", help="set up the demonstration and serve it")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--no-serve", action="store_true", help="set it up and stop")
    demo.set_defaults(run=_demo)
    serve = commands.add_parser("serve", help="serve the pages on this machine")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--no-clock", action="store_true", help="start no clock beside it: you run your own")
    serve.set_defaults(run=lambda asked: _serve(asked.port, clock=not asked.no_clock))
    manage = commands.add_parser("manage", help="run one of Django's own commands")
    manage.add_argument("words", nargs=argparse.REMAINDER)
    manage.set_defaults(run=_manage)


def _demo(asked: argparse.Namespace) -> int:
    if not asked.no_serve:
        check_port_is_free(asked.port)
    # Its passwords are printed for whoever tries it out; a second factor would only stand in the way.
    os.environ.setdefault("GOLDENTHREAD_SECOND_FACTOR", "no")
    # Its mails go where its visitors can read them, and nowhere else.
    os.environ.setdefault("GOLDENTHREAD_MAIL", "mailbox")
    os.environ.setdefault("GOLDENTHREAD_ADDRESS", f"http://127.0.0.1:{asked.port}")
    wake()
    bring_up_to_date()
    if _load():
        write_to_people()
    sign_ins = _sign_ins()
    if asked.no_serve:
        print(sign_ins)
        return 0
    print(
        f"Golden Thread is on http://127.0.0.1:{asked.port} (stop it with Ctrl+C)\n{sign_ins}"
        f"\nIts mails are on http://127.0.0.1:{asked.port}/mailbox/",
        flush=True,
    )
    return _serve(asked.port)


def _load() -> bool:
    """Load the demonstration once, whole or not at all. What was typed in since the first run stays as it is.

    Returns whether it was loaded now.
    """
    from django.db import transaction

    from goldenthread.intake.operations import accept_draft, load_people, publish_plan, upload_document
    from goldenthread.kernel.errors import NotFound
    from goldenthread.kernel.queries import to_publish
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.operations import report_on
    from goldenthread.partnership.queries import partnership_coded

    try:
        for code in PARTNERSHIPS:
            partnership_coded(code, viewer=COMMAND_LINE)
    except NotFound:
        print("Loading the demonstration from the example documents…", flush=True)
    else:
        return False
    with transaction.atomic():
        with standing_on(BEGAN["hertfordshire"]):
            load_people(path=EXAMPLES / "people-and-groups.xlsx", by=COMMAND_LINE)
        for code, documents in PARTNERSHIPS.items():
            partnership = partnership_coded(code, viewer=COMMAND_LINE)
            with standing_on(BEGAN[code]):
                for name in documents:
                    draft = upload_document(path=EXAMPLES / name, partnership=partnership, by=COMMAND_LINE)
                    accept_draft(draft=draft, by=COMMAND_LINE)
                report_on(by=COMMAND_LINE, partnership=partnership, year=YEARS[code], illustrative=True)
        county = partnership_coded("hertfordshire", viewer=COMMAND_LINE)
        load_results(county, EXAMPLES / "hertfordshire")
        change_a_target(county)
        restate_the_past(county)
        load_delivery(county, EXAMPLES / "hertfordshire")
        load_round(county)
        load_silence(county)
        load_templates(county, EXAMPLES / "hertfordshire")
        for code in PARTNERSHIPS:
            partnership = partnership_coded(code, viewer=COMMAND_LINE)
            # What the board asked of its members stays inside, as the form for publishing proposes.
            chosen = to_publish(partnership.pk).exclude(kind="action_point").values_list("pk", flat=True)
            publish_plan(partnership=partnership, by=COMMAND_LINE, chosen=list(chosen))
        tell_stories(county)
    return True


def _sign_ins() -> str:
    """The demonstration's people. Each password is made once and kept for the owner of the data folder alone."""
    from django.conf import settings

    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.operations import open_account
    from goldenthread.partnership.queries import account_with, partnership_coded

    lines = []
    for who in PEOPLE:
        email = f"{who.address}@{who.partnership}.example"
        kept = settings.DATA / f"demonstration-{who.address}-{who.partnership}"
        account = account_with(email)
        if account is None:
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(9))
            partnership = partnership_coded(who.partnership, viewer=COMMAND_LINE)
            account = open_account(
                by=COMMAND_LINE,
                email=email,
                name=f"{who.called}, {partnership.name}",
                password=kept.read_text(),
                partnership=partnership,
                role=who.role,
                scope=_theme(partnership, who.theme),
                person=_holder(partnership, who.post),
            )
        is_still = kept.exists() and account.check_password(kept.read_text())
        known = kept.read_text() if is_still else "as you changed it"
        lines.append(f"{who.called} of {who.partnership}: {email}, password {known}")
    return "\n".join([*lines, "The public needs no sign-in."])


def _theme(partnership: "Partnership", title: str) -> "Subject | None":
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.strategy.queries import themes

    return themes(partnership.pk, viewer=COMMAND_LINE).get(title__startswith=title).subject if title else None


def _holder(partnership: "Partnership", post: str) -> "Person | None":
    """An invented person who holds this post."""
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.partnership.models import Post
    from goldenthread.partnership.operations import add_person, hold_post

    if not post:
        return None
    person = add_person(by=COMMAND_LINE, partnership_id=partnership.pk, name=f"{post} (invented)")
    hold_post(by=COMMAND_LINE, post=Post.objects.of(partnership.pk).get(title=post), person=person)
    return person


def check_port_is_free(port: int) -> None:
    """Refuse a port that something listens on: the server would share it, and visitors would get either."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # closed connections hold nobody up
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            raise Refused(
                f"Something already answers on http://127.0.0.1:{port}. Stop it, or choose another port: "
                f"make demo PORT={port + 1}."
            ) from problem


def _serve(port: int, *, clock: bool = True) -> int:
    """Become the server, so that whatever stops this command stops the server; the clock runs beside it."""
    check_port_is_free(port)
    if "GOLDENTHREAD_HOSTS" not in os.environ:
        os.environ.setdefault("GOLDENTHREAD_ADDRESS", f"http://127.0.0.1:{port}")
    if clock:
        start_beside()
    program = str(Path(sys.executable).parent / "granian")
    command = [
        program,
        "--interface=wsgi",
        "--host=127.0.0.1",
        f"--port={port}",
        "--blocking-threads=4",
        "--log-level=warning",
        "goldenthread.config.wsgi:application",
    ]
    os.execv(program, command)  # noqa: S606 - a fixed program and no shell


def _manage(asked: argparse.Namespace) -> int:
    wake()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["goldenthread manage", *asked.words])
    return 0
