"""A real server on a real database, for what only shows while it runs: many at once, and the power going."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.jobs.test_backup import Installation
from tests.postgresql import free_port

ROOT = Path(__file__).parents[2]
TOKEN = "k" * 32
"""Our own CSRF token: the cookie and the form only have to say the same."""

ASK = """
import json, sys
from goldenthread.jobs.setting import wake
wake()
from datetime import timedelta
from goldenthread.kernel import clock
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Involvement, Measure
from goldenthread.measures.operations import amend_measure, set_involvements
from goldenthread.partnership.operations import add_person
from goldenthread.partnership.queries import link_of
from goldenthread.reckoning.periods import last_quarter, span
from goldenthread.returns import operations
from goldenthread.returns.queries import returns_of
from tests import factories
place = factories.partnership("northshire")
factories.loaded(place, int(sys.argv[1]))
people = []
for number, measure in enumerate(Measure.objects.of(place.pk).select_related("subject").order_by("pk")):
    person = add_person(by=COMMAND_LINE, partnership_id=place.pk, name=f"Lead {number}", email=f"p{number}@x.example")
    people.append(person)
    amend_measure(by=COMMAND_LINE, measure=measure, frequency="quarterly", unit="answers")
    set_involvements(measure, Involvement.Part.LEAD_PERSON, [(person.name, person)], by=COMMAND_LINE)
label, today = last_quarter(clock.today()), clock.today()
made = operations.make_round(
    by=COMMAND_LINE, partnership=place, frequency="quarterly", period=operations.period_dated(label, *span(label)),
    opens_on=today, due_on=today + timedelta(days=1), asks=["measure"],
)
asked = {one.contributor_id: one.pk for one in returns_of(made)}
links = {}
for person in people:
    links[asked[person.pk]] = link_of(operations.invite(by=COMMAND_LINE, asked_in=made, person=person))
account = factories.manager(place).account
print(json.dumps({"links": links, "email": account.email}))
"""

TELL = """
import json
from goldenthread.jobs.setting import wake
wake()
from goldenthread.intake.models import Document, Draft
from goldenthread.kernel.models import AuditEvent
from goldenthread.returns.models import Answer, Return
told = {}
for one in Return.objects.order_by("pk"):
    answers = list(Answer.objects.filter(asked=one).order_by("number"))
    told[one.pk] = {
        "state": one.state,
        "numbers": [answer.number for answer in answers],
        "values": [int(answer.value) for answer in answers],
        "last_at": answers[-1].given_at.isoformat() if answers else None,
        "submitted_at": one.submitted_at.isoformat() if one.submitted_at else None,
    }
print(json.dumps({
    "returns": told,
    "events": AuditEvent.objects.filter(verb="round.answer_submitted").count(),
    "documents": [[d.sha256, len(bytes(d.content)), Draft.objects.filter(document=d).count()] for d in Document.objects.all()],
}))
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the server answered: its status, where it led and what it said. Status 0: it did not answer."""

    status: int
    location: str = ""
    text: str = ""
    cookies: str = ""


def program(installation: Installation, text: str, *words: str) -> dict[str, object]:
    """Run a small program on the installation's data; returns the JSON that it prints last."""
    done = subprocess.run(
        [sys.executable, "-c", text, *words],
        env=installation.surroundings,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


class Server:
    """A server that can be killed and started again on the same data."""

    def __init__(self, installation: Installation) -> None:
        self.installation, self.port = installation, free_port()
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._running = subprocess.Popen(
            [
                str(Path(sys.executable).parent / "granian"),
                "--interface=wsgi",
                "--host=127.0.0.1",
                f"--port={self.port}",
                "--blocking-threads=8",
                "--log-level=critical",
                "goldenthread.config.wsgi:application",
            ],
            env=self.installation.surroundings | {"GOLDENTHREAD_DEVELOPMENT": "yes"},
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(1200):  # a busy machine takes its time
            if self.get("/health/").status == 200:
                return
            time.sleep(0.05)
        raise AssertionError("The server does not answer.")

    def kill(self) -> None:
        """As when the power goes: every process of it at once."""
        assert self._running is not None
        os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait()

    def get(self, path: str) -> Answered:
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: dict[str, str], cookies: str = "") -> Answered:
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **fields}).encode()
        return self._ask("POST", path, body, self._headers("application/x-www-form-urlencoded", cookies))

    def upload(self, path: str, name: str, content: bytes, cookies: str) -> Answered:
        edge = b"edge-of-a-part"
        body = (
            b'--%b\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n%b\r\n'
            b'--%b\r\nContent-Disposition: form-data; name="document"; filename="%b"\r\n'
            b"Content-Type: text/plain\r\n\r\n%b\r\n--%b--\r\n"
        ) % (edge, TOKEN.encode(), edge, name.encode(), content, edge)
        kind = f"multipart/form-data; boundary={edge.decode()}"
        return self._ask("POST", path, body, self._headers(kind, cookies))

    def _headers(self, kind: str, cookies: str) -> dict[str, str]:
        return {"Content-Type": kind, "Cookie": "; ".join(filter(None, (f"csrftoken={TOKEN}", cookies)))}

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answered:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            cookies = "; ".join(
                value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"
            )
            return Answered(answer.status, answer.getheader("Location", ""), text, cookies)
        except (OSError, http.client.HTTPException):
            return Answered(0)
        finally:
            connection.close()


@contextmanager
def serving(installation: Installation) -> Iterator[Server]:
    server = Server(installation)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def seen(text: str, number: str) -> str:
    """The last answer that the page of a link knows of."""
    match = re.search(rf'name="seen_{number}" value="(\d+)"', text)
    return match[1] if match else "0"
