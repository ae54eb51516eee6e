"""Which installation is meant: the settings, with the home that somebody named before the environment's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.settings import Settings


def settings_at(home: Path | str | None) -> Settings:
    """The settings, with the journal written as they say; `home` goes before TONGHOP_HOME.

    Raises pydantic's ValidationError, which names the setting that is wrong.
    """
    from pipelines.journal import listen
    from pipelines.settings import Settings

    given: dict[str, Any] = {"home": Path(home)} if home else {}
    settings = Settings(**given)
    listen(settings.log)
    return settings
