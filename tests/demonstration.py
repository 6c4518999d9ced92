"""The demonstration as its visitors meet it: `goldenthread demo` itself, on a free port, with data of its own."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.postgresql import free_port

PATIENCE = 60
"""Seconds that the set-up may take on a slow machine before we call it broken."""


@dataclass(frozen=True)
class Demonstration:
    """A running site. `sign_ins` holds the e-mail address and password of each partnership's manager; `others`
    those of the county's other people, by what they are called: "Theme lead", "Contributor"…"""

    address: str
    sign_ins: dict[str, tuple[str, str]]
    others: dict[str, tuple[str, str]]

    def open(self, page: Page, path: str) -> int:
        """Open a page of the site. Returns the HTTP status."""
        answer = page.goto(self.address + path)
        assert answer is not None
        return answer.status

    def sign_in(self, page: Page, partnership: str) -> None:
        """Sign in as a partnership's manager, as a person would."""
        self._sign_in(page, *self.sign_ins[partnership])

    def sign_in_as(self, page: Page, called: str) -> None:
        """Sign in as one of the county's other people."""
        self._sign_in(page, *self.others[called])

    def _sign_in(self, page: Page, email: str, password: str) -> None:
        self.open(page, "/sign-in/")
        page.locator("input[type=email]").fill(email)
        page.locator("input[type=password]").fill(password)
        page.locator("main form button").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """One demonstration for the whole run: what a test writes there, the next one sees."""
    folder = tmp_path_factory.mktemp("demonstration")
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    surroundings |= {"GOLDENTHREAD_DATA": str(folder), "GOLDENTHREAD_DEVELOPMENT": "no"}
    port = free_port()
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [Path(sys.executable).parent / "goldenthread", "demo", f"--port={port}"],
            env=surroundings,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, process, log)
        found = re.findall(r"^([\w -]+) of (\S+): (\S+), password (\S+)$", log.read_text(), re.MULTILINE)
        yield Demonstration(
            address,
            {code: (email, password) for called, code, email, password in found if called == "Manager"},
            {called: (email, password) for called, _, email, password in found if called != "Manager"},
        )
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=20)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the site answers."""
    for _ in range(PATIENCE * 5):
        if process.poll() is not None:
            pytest.fail(f"`goldenthread demo` stopped:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"`goldenthread demo` does not answer:\n{log.read_text()}")
