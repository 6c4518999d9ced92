"""The sender is killed at every kind of moment: no message is lost, none is sent twice, and what is in doubt says so.

A fixed seed draws the moments. `SOAK` in the environment asks for more of them.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.test_backup import Installation, a_place_of_its_own
from tests.kernel.outbox.mail_server import MailServer, mail_server

pytestmark = pytest.mark.database

KILLS = int(os.environ.get("SOAK", "0")) or 8
MESSAGES = 6
STEPS = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "content", "taken")

PROGRAM = """
import json, sys
from datetime import timedelta
from goldenthread.jobs.setting import wake
wake()
from django.utils import timezone
from goldenthread.kernel import clock
from goldenthread.kernel.outbox import operations
from goldenthread.kernel.outbox.models import Message
what = sys.argv[1]
if what == "post":
    for number in range(int(sys.argv[2])):
        operations.post(to=f"p{number}@x.example", title="Hello", text="Hello.", purpose="reminder")
elif what == "deliver":
    with clock.standing_at(timezone.now() + timedelta(hours=int(sys.argv[2]))):
        operations.deliver()
print(json.dumps(list(Message.objects.order_by("pk").values_list("message_id", "state"))))
"""


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with a_place_of_its_own(tmp_path) as made:
        made.run("manage", "migrate", "--verbosity=0")
        yield made


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as mail:
        yield mail


def begin(installation: Installation, server: MailServer, *words: str) -> subprocess.Popen[str]:
    surroundings = installation.surroundings | {
        "GOLDENTHREAD_MAIL": "smtp",
        "GOLDENTHREAD_SMTP": f"127.0.0.1:{server.port}",
        "GOLDENTHREAD_SMTP_TLS": "no",
        "GOLDENTHREAD_SMTP_FROM": "together@x.example",
    }
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words], env=surroundings, stdout=subprocess.PIPE, text=True
    )


def run(installation: Installation, server: MailServer, *words: str) -> dict[str, str]:
    """Run to the end. Returns the state of every message by its Message-ID."""
    running = begin(installation, server, *words)
    out, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    return dict(json.loads(out))


def test_killed_at_any_step_none_is_lost_and_none_goes_twice(
    installation: Installation, server: MailServer
) -> None:
    moments = random.Random(20081120)
    killed: list[str] = []
    for kill in range(KILLS):
        run(installation, server, "post", str(MESSAGES))
        step, place = STEPS[kill % len(STEPS)], moments.randrange(1, MESSAGES)
        ready = threading.Event()
        victim: list[int] = []
        seen: Counter[str] = Counter()

        def at_step(
            here: str,
            words: str,
            *,
            step: str = step,
            place: int = 1 if step in ("connect", "EHLO") else place,
            ready: threading.Event = ready,
            victim: list[int] = victim,
            seen: Counter[str] = seen,
        ) -> None:
            seen[here] += 1
            if here == step and seen[here] == place:
                ready.wait(30)
                os.kill(victim[0], signal.SIGKILL)
                killed.append(step)

        server.at_step = at_step
        running = begin(installation, server, "deliver", str(kill))
        victim.append(running.pid)
        ready.set()
        running.communicate(timeout=60)
        assert running.returncode == -signal.SIGKILL, f"not killed at {step}, {place}"
        server.at_step = lambda here, words: None

    states = run(installation, server, "deliver", str(KILLS + 1))

    assert len(states) == KILLS * MESSAGES
    assert killed == [STEPS[kill % len(STEPS)] for kill in range(KILLS)]
    taken = Counter(server.taken)
    assert set(taken.values()) == {1}, "none was sent twice"
    assert {name for name, state in states.items() if state == "sent"} <= taken.keys()
    assert set(states.values()) <= {"sent", "in_doubt"}, (
        "none is lost: each was sent, or says that it is in doubt"
    )
    doubtful = [name for name, state in states.items() if state == "in_doubt"]
    assert len(doubtful) == sum(step != "connect" for step in killed), (
        "only a connection is made before a claim"
    )
    arrived = killed.count("content") + killed.count("taken")
    assert sum(name in taken for name in doubtful) == arrived, "the server had these, and nobody heard of it"


def test_two_senders_at_once_send_each_message_once(installation: Installation, server: MailServer) -> None:
    run(installation, server, "post", "40")
    both = [begin(installation, server, "deliver", "0") for _ in range(2)]
    for running in both:
        running.communicate(timeout=120)
        assert running.returncode == 0
    states = run(installation, server, "deliver", "0")
    assert set(states.values()) == {"sent"}
    assert Counter(server.taken) == Counter(states.keys())
