"""Which installation is meant: the settings, with the home that somebody named before the environment's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.settings import Settings


def settings_at(home: Path | str | None) -> Settings:
    """The settings; `home` goes before TONGHOP_HOME. Raises pydantic's ValidationError, which names the setting that is wrong."""
    from pipelines.settings import Settings

    given: dict[str, Any] = {"home": Path(home)} if home else {}
    return Settings(**given)
