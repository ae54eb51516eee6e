"""Options that several commands share, and the settings that come of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from assets.installation import settings_at

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document instead of tables.")


def home_option(command: Command) -> Command:
    """--home of a command; it goes before the one of `tonghop`."""
    return click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Where everything lies; TONGHOP_HOME, else ./var.")(command)


def date_option(what: str) -> Callable[[Command], Command]:
    """--date, as YYYY-MM-DD or DD/MM/YYYY."""
    return click.option("--date", "on", type=Day(), metavar="DATE", help=what)


def who_option(command: Command) -> Command:
    """--who of a steward's command."""
    return click.option("--who", metavar="NAME", help="Who decides; the login name where none is given.")(command)


def why_option(name: str = "--why", default: str | None = None) -> Callable[[Command], Command]:
    """The reason of a steward's decision; it stands in the ledger and in `tonghop status`."""
    what = "Why; it stands in the ledger and in tonghop status."
    # A default of None would count as given: click tells it from none at all.
    given: dict[str, Any] = {"required": True} if default is None else {"default": default}
    return click.option(name, "why", metavar="TEXT", help=what, **given)


def refresh_option(command: Command) -> Command:
    """--no-refresh of a steward's command."""
    return click.option(
        "--no-refresh", "refresh", is_flag=True, flag_value=False, default=True, help="Only decide; the next refresh does what follows."
    )(command)


class Day(click.ParamType):
    """A day as YYYY-MM-DD or, as Vietnam writes it, DD/MM/YYYY."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The day. Fails with what was wrong."""
        if isinstance(value, dt.date):
            return value
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return dt.datetime.strptime(value, form).date()
            except ValueError:
                continue
        raise click.ClickException(f"{value!r} is no day; write 2025-10-28 or 28/10/2025")


def settings_of(home: Path | None) -> Settings:
    """The settings, with the home that the command, else `tonghop`, was given."""
    return settings_at(home or click.get_current_context().find_object(Path))


def home_of(settings: Settings) -> Home:
    """The home of the settings; nothing is made."""
    from pipelines.home import Home

    return Home(settings.home)


def published(home: Home) -> Path:
    """The published file. Ends the command where there is none yet."""
    if not home.current.exists():
        raise click.ClickException(f"nothing is published in {home.root} yet; run: tonghop refresh")
    return home.current
