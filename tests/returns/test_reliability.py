"""The power goes, and everybody answers in the last minutes: nothing that was acknowledged is lost, nothing is doubled.

A fixed seed draws the moments. `SOAK` in the environment asks for more of them.
"""

import os
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.jobs.test_backup import Installation, a_place_of_its_own
from tests.returns.server import ASK, TELL, Server, program, seen, serving

pytestmark = pytest.mark.database

KILLS = int(os.environ.get("SOAK", "0")) or 20
WRITERS = 4


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with a_place_of_its_own(tmp_path) as made:
        made.surroundings["GOLDENTHREAD_SECOND_FACTOR"] = "no"
        made.run("manage", "migrate", "--verbosity=0")
        yield made


def _sign_in(server: Server, email: str) -> str:
    answer = server.post("/sign-in/", {"login": email, "password": factories.PASSWORD})
    assert answer.status == 302, answer.text
    return answer.cookies


class Writer(threading.Thread):
    """Somebody who sends one figure after the other by their link, and writes down what was acknowledged."""

    def __init__(self, server: Server, number: str, link: str, start: int) -> None:
        super().__init__()
        self.server, self.number, self.path, self.next = server, number, f"/return/{link}/", start
        self.acknowledged: list[int] = []
        self.refused: list[str] = []

    def run(self) -> None:
        page = self.server.get(self.path)
        while page.status == 200:
            fields = {
                f"value_{self.number}": str(self.next),
                f"seen_{self.number}": seen(page.text, self.number),
            }
            answer = self.server.post(self.path, fields)
            if answer.status == 302:
                self.acknowledged.append(self.next)
            elif answer.status:
                self.refused.append(answer.text)
            self.next += 1
            page = self.server.get(self.path)


class Uploader(threading.Thread):
    """Somebody who sends one document after the other."""

    def __init__(self, server: Server, cookies: str, start: int) -> None:
        super().__init__()
        self.server, self.cookies, self.next = server, cookies, start
        self.acknowledged: list[str] = []

    def run(self) -> None:
        while True:
            content = b"Plan %d\n" % self.next + b"Objective: fewer fires\n" * 2000
            answer = self.server.upload("/northshire/intake/", f"plan-{self.next}.txt", content, self.cookies)
            self.next += 1
            if answer.status == 0:
                return
            if answer.status == 302 and "/sign-in/" not in answer.location:
                self.acknowledged.append(sha256(content).hexdigest())


def test_killing_the_server_loses_nothing_that_was_acknowledged(installation: Installation) -> None:
    asked: dict[str, Any] = program(installation, ASK, str(WRITERS))
    links: dict[str, str] = asked["links"]
    moments = random.Random(20261124)
    acknowledged: dict[str, list[int]] = {number: [] for number in links}
    uploaded: list[str] = []
    start = dict.fromkeys(links, 1)
    documents = 1
    cookies = ""
    server = Server(installation)
    for _ in range(KILLS):
        server.start()
        cookies = cookies or _sign_in(server, str(asked["email"]))
        writers = [Writer(server, number, link, start[number]) for number, link in links.items()]
        sender = Uploader(server, cookies, documents)
        for thread in (*writers, sender):
            thread.start()
        time.sleep(moments.uniform(0.02, 0.6))
        server.kill()
        for thread in (*writers, sender):
            thread.join()
        for writer in writers:
            assert writer.refused == []
            acknowledged[writer.number] += writer.acknowledged
            start[writer.number] = writer.next
        uploaded += sender.acknowledged
        documents = sender.next

    told: dict[str, Any] = program(installation, TELL)
    answers = 0
    for number, one in told["returns"].items():
        values = one["values"]
        answers += len(values)
        assert one["numbers"] == list(range(1, len(values) + 1)), "a number is missing or doubled"
        assert set(acknowledged[number]) <= set(values), "an acknowledged answer is lost"
        assert len(set(values)) == len(values), "an answer is there twice"
        assert one["state"] == ("submitted" if values else "asked")
        assert one["submitted_at"] == one["last_at"], "a return is half written"
    assert told["events"] == answers
    assert sum(map(len, acknowledged.values())) > KILLS, "hardly anything was sent: the test proves nothing"
    there = {digest: drafts for digest, _, drafts in told["documents"] if drafts}
    assert set(uploaded) <= set(there), "an acknowledged document is lost"
    assert all(drafts == 1 for _, _, drafts in told["documents"] if drafts)


def test_two_hundred_answer_in_the_last_minutes_twenty_at_a_time(installation: Installation) -> None:
    asked: dict[str, Any] = program(installation, ASK, "200")
    links: dict[str, str] = asked["links"]

    def send(item: tuple[str, str]) -> int:
        number, link = item
        fields = {f"value_{number}": str(int(number) % 90 + 1), f"seen_{number}": "0"}
        return server.post(f"/return/{link}/", fields).status

    with serving(installation) as server, ThreadPoolExecutor(20) as crowd:
        statuses = list(crowd.map(send, links.items()))

    assert statuses == [302] * 200
    told: dict[str, Any] = program(installation, TELL)
    assert {number: one["values"] for number, one in told["returns"].items()} == {
        number: [int(number) % 90 + 1] for number in links
    }
    assert told["events"] == 200


def test_twenty_who_answer_the_same_at_once_are_told_and_one_comes_in_first(
    installation: Installation,
) -> None:
    asked: dict[str, Any] = program(installation, ASK, "1")
    ((number, link),) = asked["links"].items()

    def send(value: int) -> tuple[int, str]:
        fields = {f"value_{number}": str(value), f"seen_{number}": "0"}
        answer = server.post(f"/return/{link}/", fields)
        return answer.status, answer.text

    with serving(installation) as server, ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(send, range(1, 21)))

    assert sorted(status for status, _ in answers) == [302] + [409] * 19
    for value, (status, text) in enumerate(answers, start=1):
        if status == 409:
            assert "Nothing of yours is lost" in text
            assert f'name="value_{number}" value="{value}"' in text
    told: dict[str, Any] = program(installation, TELL)
    assert told["returns"][number]["numbers"] == [1]
