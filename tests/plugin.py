"""What concerns every test in the house: which database, a clean environment, and no silent skip.

`--database=postgresql` (or TABARD_TEST_DATABASE) starts a PostgreSQL cluster for the session, shares it between the
processes of pytest-xdist, and stops it. With TABARD_REQUIRE_ALL=1 a skip is a failure, unless it is for data that only
some machines hold (`../shared`).
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate
from django.test import TransactionTestCase

from tests import programs

MAY_BE_ABSENT = "../shared"
KEPT_SETTINGS = {"TABARD_TEST_DATABASE", "TABARD_TEST_SITES", "TABARD_REQUIRE_ALL"}
opened = ExitStack()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default=os.environ.get("TABARD_TEST_DATABASE", "sqlite"),
        help="the database that the suite runs on",
    )
    parser.addoption("--database-tests", action="store_true", help="run only the tests that ask a database")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Before pytest-django reads the settings: a wrapper stands outside every other plugin."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        make_surroundings(early_config.known_args_namespace.database)
    soften_settings()
    spare_the_machine()
    loaded = yield
    make_no_permissions()
    return loaded


def make_surroundings(database: str) -> None:
    """An environment without the developer's own settings, with a folder and a database for this session only."""
    for name in [name for name in os.environ if name.startswith("TABARD_") and name not in KEPT_SETTINGS]:
        del os.environ[name]
    folder = tempfile.mkdtemp(prefix="tabard-tests-")
    opened.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ["TABARD_DATA_FOLDER"] = folder
    os.environ["TABARD_SECRET_KEY"] = "only-for-tests-" * 4
    if database == "postgresql":
        os.environ["TABARD_DATABASE_URL"] = start_postgresql()


def start_postgresql() -> str:
    missing = programs.POSTGRESQL.missing()
    if missing:
        raise pytest.UsageError(missing)
    from tests.servers import postgres_cluster  # noqa: PLC0415  only one run in two needs it

    return opened.enter_context(postgres_cluster()).url("tabard")


def soften_settings() -> None:
    """Static files by plain names (the manifest is made when a site is set up), passwords hashed without delay."""
    from django.conf import settings  # noqa: PLC0415  the surroundings come first

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tabard.settings")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        # in a file, as on a site: SQLite in memory knows no waiting, so that tests with threads would fail at once
        settings.DATABASES["default"]["TEST"] = {"NAME": f"{os.environ['TABARD_DATA_FOLDER']}/test.sqlite3"}


def spare_the_machine() -> None:
    """Garbage is looked for less often than usual: a tenth of the time went into looking through what stays in memory.
    And Hypothesis sets no time limits: a machine may stand still for a moment."""
    gc.set_threshold(100_000, 20, 20)
    usual = hypothesis.settings.get_profile(hypothesis.settings.get_current_profile_name())
    hypothesis.settings.register_profile(
        "house", usual, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("house")


def make_no_permissions() -> None:
    """After each test that empties tables Django would write its permissions again, which nobody here asks for: half a
    second each time."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


@pytest.fixture(autouse=True)
def _guideline(request: pytest.FixtureRequest) -> None:
    """The guideline with which every site begins: a migration's row, which a test that empties tables takes away."""
    if asks_database(request.node):
        request.getfixturevalue("_django_db_helper")
        first = import_module("tabard.voice.guidelines.migrations.0002_first_guideline").FIRST
        sentences = [{"key": key, "text": text} for key, text in first]
        guidelines = apps.get_model("guidelines", "Guideline").objects
        guidelines.get_or_create(number=1, defaults={"sentences": sentences, "adopted_at": datetime.now(UTC)})


def pytest_unconfigure() -> None:
    opened.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.database_tests:
        config.hook.pytest_deselected(items=[item for item in items if not asks_database(item)])
        items[:] = [item for item in items if asks_database(item)]


def asks_database(item: pytest.Item) -> bool:
    """As pytest-django lets it: by mark, by fixture, or as a test case of Django's."""
    if item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
        return True
    return isinstance(item, pytest.Function) and item.cls is not None and issubclass(item.cls, TransactionTestCase)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report, item.nodeid)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report, collector.nodeid)
    return report


def refuse_skip(report: pytest.TestReport | pytest.CollectReport, name: str) -> None:
    """Turn a skip into a failure where all is required."""
    if os.environ.get("TABARD_REQUIRE_ALL") != "1" or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if MAY_BE_ABSENT not in reason:
        report.outcome = "failed"
        report.longrepr = f"{name} was skipped, and TABARD_REQUIRE_ALL=1 allows none. {reason}"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the project, on the machines that hold it."""
    for beside in Path(__file__).resolve().parents[2:]:
        if (beside / "shared/data/SOURCES.md").is_file():
            return beside / "shared/data"
    pytest.skip(f"no {MAY_BE_ABSENT}/data beside the project: real places and posts are not tried here")
