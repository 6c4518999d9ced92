"""Reading a plan needs neither Django nor a database; the migrations are whole."""

import subprocess
import sys

import pytest
from django.core.management import call_command


@pytest.mark.parametrize(
    "module",
    ["goldenthread.reading.reader", "goldenthread.reckoning.findings", "goldenthread.intake.understanding"],
)
def test_reading_a_plan_loads_no_django(module: str) -> None:
    asked = (
        f"import sys, {module}; print(sorted(name for name in sys.modules if name.split('.')[0] == 'django'))"
    )
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
