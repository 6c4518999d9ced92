"""A small mail server for tests: it keeps what it took, and does what a test asks at any point of the talk."""

import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class MailServer:
    """`taken` are the Message-IDs of what it answered 250 to, in order; `connections` how often somebody came.

    `at_step` is called with the name of each step before it is answered: "connect", "EHLO", "MAIL", "RCPT", "DATA",
    "content" (the whole message is here) and "taken" (it is answered for). It may return an answer of its own, or
    False to cut the line.
    """

    port: int = 0
    taken: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    connections: int = 0
    at_step: Callable[[str, str], str | bool | None] = lambda step, words: None


class Cut(Exception):
    """The line is cut."""


class _Talk(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        mail: MailServer = self.server.mail
        mail.connections += 1
        try:
            self._step("connect", "", "220 here")
            while line := self.rfile.readline():
                words = line.decode().strip()
                verb = words.split(" ")[0].upper().split(":")[0]
                if verb == "QUIT":
                    return
                if verb != "DATA":
                    self._step(verb, words, "250 fine")
                elif self._step("DATA", words, "354 go on").startswith("354"):
                    self._content(mail)
        except (Cut, OSError):
            return

    def _content(self, mail: MailServer) -> None:
        lines: list[str] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line.decode())
        content = "".join(lines)
        answer = mail.at_step("content", content)
        if answer is False:
            raise Cut
        if isinstance(answer, str):
            self._say(answer)
            return
        found = re.search(r"^Message-ID: (\S+)", content, re.MULTILINE | re.IGNORECASE)
        assert found
        mail.taken.append(found[1])
        mail.contents.append(content)
        if mail.at_step("taken", content) is False:
            raise Cut
        self._say("250 taken")

    def _step(self, step: str, words: str, usual: str) -> str:
        answer = self.server.mail.at_step(step, words)
        if answer is False:
            raise Cut
        said = answer if isinstance(answer, str) else usual
        self._say(said)
        return said

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A mail server that listens on a free port."""
    mail = MailServer()
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.mail = mail  # type: ignore[attr-defined]
        mail.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield mail
        finally:
            server.shutdown()
            thread.join()
