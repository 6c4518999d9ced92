"""The demonstration: loaded once and whole, its passwords kept, its port its own."""

import socket
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from goldenthread.intake import operations
from goldenthread.jobs.command import main
from goldenthread.measures.models import Measure
from goldenthread.partnership.models import Account, Partnership


@pytest.fixture(autouse=True)
def data_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


@pytest.mark.django_db
def test_a_second_run_loads_nothing_again_and_keeps_what_was_typed_in(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["demo", "--no-serve"]) == 0
    first = capsys.readouterr().out
    assert Measure.objects.count() == 46
    Measure.objects.filter(code="NI 186").update(title="Typed in by hand")
    loaded = set(Measure.objects.values_list("pk", "code", "title"))

    assert main(["demo", "--no-serve"]) == 0

    second = capsys.readouterr().out
    assert first == "Loading the demonstration from the example documents…\n" + second
    assert set(Measure.objects.values_list("pk", "code", "title")) == loaded
    assert Measure.objects.filter(title="Typed in by hand").count() == 1


@pytest.mark.django_db
def test_a_first_run_that_breaks_off_leaves_nothing_half_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(**_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(operations, "publish_plan", break_off)
        with pytest.raises(KeyboardInterrupt):
            main(["demo", "--no-serve"])
    assert Partnership.objects.count() == 0

    assert main(["demo", "--no-serve"]) == 0
    assert Measure.objects.count() == 46


@pytest.mark.django_db
def test_a_password_that_was_changed_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["demo", "--no-serve"])
    account = Account.objects.get(email="manager@hertsmere.example")
    account.set_password("another password by hand")
    account.save()
    capsys.readouterr()

    main(["demo", "--no-serve"])

    printed = capsys.readouterr().out
    assert "manager@hertsmere.example, password as you changed it" in printed
    kept = (settings.DATA / "demonstration-manager-hertfordshire").read_text()
    assert f"manager@hertfordshire.example, password {kept}" in printed


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_that_is_taken_is_refused_before_anything_else(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the server itself does
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert main([command, f"--port={port}"]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"Something already answers on http://127.0.0.1:{port}. Stop it, or choose")
