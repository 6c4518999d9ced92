"""Settings that make no sense stop the start with a hint; what is safe is the default."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.conftest import ROOT


def start(folder: Path, script: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of their own, with nothing but this environment."""
    return subprocess.run(
        [sys.executable, "-c", f"import goldenthread.config.settings as settings\n{script}"],
        env={"PATH": os.environ["PATH"], "GOLDENTHREAD_DATA": str(folder / "data")} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("GOLDENTHREAD_UPLOAD_LIMIT", "10 MB", "must be a whole number above 0, not '10 MB'"),
        ("GOLDENTHREAD_UPLOAD_LIMIT", "0", "must be a whole number above 0, not '0'"),
        ("GOLDENTHREAD_DEBUG", "true", "GOLDENTHREAD_DEBUG must be yes or no, not 'true'"),
        ("GOLDENTHREAD_HTTPS", "1", "GOLDENTHREAD_HTTPS must be yes or no, not '1'"),
        ("GOLDENTHREAD_PROXIES", "one", "GOLDENTHREAD_PROXIES must be a whole number, not 'one'"),
        ("GOLDENTHREAD_POOL", "many", "GOLDENTHREAD_POOL must be a whole number above 0, not 'many'"),
        ("GOLDENTHREAD_SECOND_FACTOR", "on", "GOLDENTHREAD_SECOND_FACTOR must be yes or no, not 'on'"),
        ("GOLDENTHREAD_LOG", "xml", "GOLDENTHREAD_LOG must be json or plain, not 'xml'"),
        (
            "GOLDENTHREAD_OIDC_SERVER",
            "https://sign-in.example",
            "Set GOLDENTHREAD_OIDC_CLIENT, GOLDENTHREAD_OIDC_SECRET, GOLDENTHREAD_OIDC_NAME too",
        ),
        ("GOLDENTHREAD_MAIL", "post", "GOLDENTHREAD_MAIL must be smtp, log or mailbox, not 'post'"),
        ("GOLDENTHREAD_MAIL", "smtp", "Set GOLDENTHREAD_SMTP in the environment"),
        ("GOLDENTHREAD_SMTP", "mail.example", "GOLDENTHREAD_SMTP must be like mail.example:587"),
        ("GOLDENTHREAD_SMTP", "mail.example:587", "Set GOLDENTHREAD_SMTP_FROM in the environment"),
        ("GOLDENTHREAD_ADDRESS", "together.example", "GOLDENTHREAD_ADDRESS must be an address like https://"),
        ("DATABASE_URL", "mysql://127.0.0.1/plans", "DATABASE_URL must name a SQLite or PostgreSQL database"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_start(
    tmp_path: Path, name: str, value: str, hint: str
) -> None:
    started = start(tmp_path, **{name: value})
    assert started.returncode == 1
    assert hint in started.stderr


@pytest.mark.parametrize(
    ("surroundings", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"GOLDENTHREAD_HOSTS": "together.example,www.example"}, "http://together.example"),
        (
            {"GOLDENTHREAD_HOSTS": ".together.example", "GOLDENTHREAD_HTTPS": "yes"},
            "https://together.example",
        ),
        ({"GOLDENTHREAD_HOSTS": "*"}, "http://127.0.0.1:8000"),
        ({"GOLDENTHREAD_ADDRESS": "https://x.example/"}, "https://x.example"),
    ],
)
def test_the_links_in_mails_begin_where_people_reach_the_site(
    tmp_path: Path, surroundings: dict[str, str], address: str
) -> None:
    assert start(tmp_path, "print(settings.ADDRESS)", **surroundings).stdout.strip() == address


def test_the_secret_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = start(tmp_path, "print(settings.SECRET_KEY)")
    second = start(tmp_path, "print(settings.SECRET_KEY)")
    assert len(first.stdout.strip()) >= 50
    assert first.stdout == second.stdout
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data/secret-key").stat().st_mode) == 0o600


def test_a_secret_key_that_is_given_is_used_and_not_kept(tmp_path: Path) -> None:
    started = start(tmp_path, "print(settings.SECRET_KEY)", GOLDENTHREAD_SECRET_KEY="given")
    assert started.stdout.strip() == "given"
    assert not (tmp_path / "data/secret-key").exists()


def test_https_makes_every_cookie_and_address_secure(tmp_path: Path) -> None:
    asked = "print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT)"
    assert start(tmp_path, asked, GOLDENTHREAD_HTTPS="yes").stdout.strip() == "True True True"
    assert start(tmp_path, asked).stdout.strip() == "False False False"


def test_what_stands_in_the_databases_address_holds_beside_the_pool(tmp_path: Path) -> None:
    script = "print(settings.DATABASES['default']['OPTIONS'])"
    address = "postgresql://name@127.0.0.1/goldenthread?sslmode=require"
    started = start(tmp_path, script, DATABASE_URL=address, GOLDENTHREAD_POOL="3")
    assert started.stdout.strip() == "{'sslmode': 'require', 'pool': {'min_size': 1, 'max_size': 3}}"


def test_a_proxy_is_believed_only_where_it_is_named(tmp_path: Path) -> None:
    asked = "print(settings.SECURE_PROXY_SSL_HEADER, settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    assert start(tmp_path, asked).stdout.strip() == "None 0"
    told = start(tmp_path, asked, GOLDENTHREAD_PROXIES="2").stdout.strip()
    assert told == "('HTTP_X_FORWARDED_PROTO', 'https') 2"


def test_only_the_organisations_own_server_may_take_over_the_sign_in_form(tmp_path: Path) -> None:
    asked = "print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    oidc = {
        "SERVER": "https://sign-in.example/northshire",
        "CLIENT": "a",
        "SECRET": "b",
        "NAME": "Northshire",
    }
    given = {f"GOLDENTHREAD_OIDC_{name}": value for name, value in oidc.items()}
    assert start(tmp_path, asked, **given).stdout.strip() == """["'self'", 'https://sign-in.example']"""
    assert start(tmp_path, asked).stdout.strip() == """["'self'"]"""
    elsewhere = given | {"GOLDENTHREAD_OIDC_PAGE": "https://page.example/sign-in"}
    assert start(tmp_path, asked, **elsewhere).stdout.strip() == """["'self'", 'https://page.example']"""
    plain = given | {"GOLDENTHREAD_OIDC_SERVER": "http://sign-in.example", "GOLDENTHREAD_HTTPS": "yes"}
    assert "must be an address like https://" in start(tmp_path, asked, **plain).stderr
    given["GOLDENTHREAD_OIDC_SERVER"] = "sign-in.example"
    assert "must be an address like https://" in start(tmp_path, asked, **given).stderr


def test_sqlite_keeps_every_acknowledged_change_and_lets_readers_in(tmp_path: Path) -> None:
    script = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "goldenthread.config.settings"
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    print([cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")])
"""
    started = start(tmp_path, script)
    assert started.stdout.strip() == "['wal', 2]", started.stderr  # 2 is FULL


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for() -> None:
    asked = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgresql") else "sqlite"
    assert connection.vendor == asked
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_every_setting_is_written_down() -> None:
    """docs/settings.md names each setting that the source reads, and no other."""
    assert names_in(ROOT / "src/goldenthread/config/settings.py") == names_in(ROOT / "docs/settings.md")


def names_in(file: Path) -> set[str]:
    return set(re.findall(r"\b(?:GOLDENTHREAD_[A-Z_]+|DATABASE_URL)\b", file.read_text()))
