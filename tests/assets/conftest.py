"""One refreshed home for all tests that only read."""

from __future__ import annotations

import pytest

from tests.assets import small_inbox


@pytest.fixture(scope="session")
def small_home(tmp_path_factory):
    """A home whose small inbox was refreshed, without Dagster."""
    from pipelines.home import Home
    from pipelines.refresh import refresh
    from pipelines.settings import Settings

    home = Home(tmp_path_factory.mktemp("small") / "home").create()
    small_inbox.write(home.inbox)
    result = refresh(Settings(home=home.root), small_inbox.DAY)
    assert result.publication is not None
    assert result.publication.published, result.publication.failed
    assert set(result.intake.statuses.values()) <= {"accepted", "accepted_with_issues"}
    return home


@pytest.fixture
def tonghop():
    """Runs the command line in this process; gives click's result."""
    from click.testing import CliRunner

    from assets.cli import main

    def run(*words: object):
        return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)

    return run
