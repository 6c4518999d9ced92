"""The clock: it does what is due, goes on when a piece breaks, and ends with whom it runs beside."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core import mail

from goldenthread.jobs import clockwork
from goldenthread.jobs.command import main
from goldenthread.kernel.outbox.operations import post


@pytest.mark.django_db(transaction=True)
def test_once_sends_what_waits_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    post(to="a@x.example", title="Hello", text="Hello.", purpose="reminder")
    assert main(["clock", "--once"]) == 0
    assert "outbox: 1 sent." in capsys.readouterr().out
    assert len(mail.outbox) == 1
    assert main(["clock", "--once"]) == 0
    assert "outbox: nothing was due" in capsys.readouterr().out
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_piece_that_breaks_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> str:
        raise ZeroDivisionError

    sound = clockwork.all_work()
    monkeypatch.setattr(clockwork, "all_work", lambda: (clockwork.Work("broken", broken), *sound))
    post(to="a@x.example", title="Hello", text="Hello.", purpose="reminder")
    assert main(["clock", "--once"]) == 2
    assert "broken: broke: see the log" in capsys.readouterr().out
    assert len(mail.outbox) == 1


def test_it_ends_with_the_process_that_it_runs_beside() -> None:
    starter = (
        "import subprocess, sys, os;"
        f"clock = subprocess.Popen([sys.executable, '-c', {clockwork.PROGRAM!r}, 'clock', '--every=30', f'--beside={{os.getpid()}}']);"
        "print(clock.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starter], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as beside:
        assert beside.stdin is not None
        assert beside.stdout is not None
        pid = int(beside.stdout.readline())
        time.sleep(2)
        assert is_running(pid)
        beside.kill()
    for _ in range(100):
        if not is_running(pid):
            return
        time.sleep(0.1)
    os.kill(pid, 9)
    pytest.fail("the clock went on alone")


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with Path(f"/proc/{pid}/stat").open() as stat:
        return stat.read().split()[2] != "Z"
