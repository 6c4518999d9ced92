"""What every test may use."""

import os
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

# Tests never touch the data of the person who runs them. Django has read its settings by now, before this file:
# what is set in the environment holds for the programs that tests start.
os.environ["GOLDENTHREAD_DATA"] = tempfile.mkdtemp(prefix="goldenthread-test-")
settings.DATA = Path(os.environ["GOLDENTHREAD_DATA"])
settings.SECOND_FACTOR_REQUIRED = False  # tests of it ask for it
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"  # Playwright runs a loop of its own in the same thread

pytest_plugins = ["tests.browser", "tests.demonstration"]

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the partnership documents; a test that needs it is skipped where it is absent."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("the partnership documents (../shared/seeds) are not on this machine")
    return folder


@pytest.fixture(scope="session")
def seed_plan(seeds: Path) -> Path:
    """The county's delivery plan of 2008."""
    return next(seeds.glob("004_*.txt"))


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """A test that undoes its records leaves nothing reckoned from them to the next."""
    from goldenthread.overview.queries.reckoned import reckoned

    reckoned.clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, and what uses the database so that the run on PostgreSQL finds it."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("django_db") or "db" in fixtures or "transactional_db" in fixtures:
            item.add_marker(pytest.mark.database)
