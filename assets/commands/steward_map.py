"""`tonghop map`: the columns of held tables, and what stewards confirmed of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.commands.options import as_json, home_of, home_option, refresh_option, settings_of, who_option, why_option
from assets.commands.steward import carried_out
from assets.terminal import printable, say_json, show_table

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.ledger import Ledger
    from pipelines.registers import Registers


@click.group("map")
def column_map() -> None:
    """Answer tables that wait because of their columns; look after what was answered."""


@contextmanager
def _opened(home: Path | None) -> Iterator[tuple[Home, Ledger, Registers]]:
    from pipelines.ledger import Ledger
    from pipelines.refresh import fields_by_dataset
    from pipelines.registers import load_last_good

    settings = settings_of(home)
    where = home_of(settings)
    if settings.ledger_url is None and not where.ledger.exists():
        raise click.ClickException(f"{where.root} has no ledger yet; run: tonghop refresh")
    registers, _ = load_last_good(where.root / "config-good", settings.config_dir, where.config, fields_by_dataset())
    with Ledger.open(settings.ledger_url or where.ledger, create=False) as ledger:
        yield where, ledger, registers


@column_map.command("list")
@home_option
@as_json
def list_maps(home: Path | None, as_json: bool) -> None:
    """Tables that wait because of their columns, and the headers that were confirmed."""
    from pipelines.steward.column_maps import read_maps
    from pipelines.steward.deliveries import held_tables

    with _opened(home) as (where, ledger, _):
        held, maps = held_tables(ledger), read_maps(where.config)
    if as_json:
        waiting = [
            {"table_id": one.table_id, "path": one.delivery.path, "dataset": one.dataset, "sender": one.sender, "code": one.hold_code} for one in held
        ]
        say_json({"held": waiting, "confirmed": [asdict(one) for one in maps]})
        return
    if held:
        show_table(
            ("Bảng chờ xác nhận", "Tệp", "Nơi gửi", "Loại", "Lý do", "Số dòng"),
            [(one.table_id, one.delivery.path, one.sender, one.dataset, one.hold_code, one.rows) for one in held],
            right=(5,),
        )
        click.echo("Xem đề xuất: tonghop map show BẢNG")
    else:
        click.echo("Không có bảng nào chờ xác nhận cột.")
    if maps:
        rows = [(one.fingerprint, one.sender, one.dataset, one.header, one.field, one.who, one.when, one.why) for one in maps]
        show_table(("Dấu tiêu đề", "Nơi gửi", "Loại", "Cột", "Trường", "Người", "Ngày", "Lý do"), rows)


@column_map.command("show")
@click.argument("table")
@home_option
@as_json
def show(table: str, home: Path | None, as_json: bool) -> None:
    """What the held TABLE proposes: its columns, the fields that each may be, how its cells look. TABLE: its id, or as in 12/t1."""
    from pipelines.steward.confirm import proposal_of

    with _opened(home) as (where, ledger, registers):
        held, proposal = proposal_of(where, ledger, registers, table)
    if as_json:
        say_json({"path": held.delivery.path, "sender": held.sender, "code": held.hold_code, **asdict(proposal)})
        return
    click.echo(f"{proposal.table_id}  {printable(held.delivery.path)}  trang «{printable(proposal.sheet)}»  {proposal.dataset}  ({held.hold_code})")
    rows = [
        (
            "?" if one.doubtful else "",
            one.letter,
            one.header,
            one.field or "–",
            one.how,
            ", ".join(one.candidates),
            " | ".join(one.samples),
        )
        for one in proposal.columns
    ]
    show_table(("", "Cột", "Tiêu đề", "Đang hiểu là", "Căn cứ", "Có thể là", "Ô đầu"), rows)
    if proposal.missing:
        click.echo(f"Thiếu cột bắt buộc: {', '.join(proposal.missing)}")
    click.echo(f"Trường còn trống: {', '.join(proposal.free)}")
    click.echo(f"Trả lời: tonghop map confirm {proposal.table_id} CỘT=TRƯỜNG ... --why LÝ_DO   (CỘT=- nếu không phải trường nào)")


@column_map.command("confirm")
@click.argument("table")
@click.argument("columns", nargs=-1, required=True, metavar="COLUMN=FIELD...")
@home_option
@why_option(default="xác nhận theo tiêu đề của tệp")
@who_option
@refresh_option
def confirm(table: str, columns: tuple[str, ...], home: Path | None, why: str, who: str | None, refresh: bool) -> None:
    """Say which columns of the held TABLE are which fields; it is read again, and the same header of that sender is known from now on.

    COLUMN is a letter, a number or the header; FIELD a field's name, or - for none.

    \b
    tonghop map confirm 12/t1 C=title D=due_text --why "đã hỏi cán bộ báo cáo"
    """
    from pipelines.steward.confirm import confirm as decide

    named = {}
    for given in columns:
        column, equals, field = given.rpartition("=")
        if not equals or not column.strip() or not field.strip():
            raise click.ClickException(f"{given!r} is no COLUMN=FIELD; write C=title")
        named[column] = field
    carried_out(home, lambda run: decide(run.home, run.ledger, run.registers, table, named, why=why, who=who), refresh)


@column_map.command("forget")
@click.argument("fingerprint")
@home_option
@why_option(default="không còn dùng")
@who_option
@refresh_option
def forget(fingerprint: str, home: Path | None, why: str, who: str | None, refresh: bool) -> None:
    """Forget a confirmed header; what was read by it is read again, and waits again where it is in doubt."""
    from pipelines.steward.confirm import forget as decide

    carried_out(home, lambda run: decide(run.home, run.ledger, fingerprint, why=why, who=who), refresh)
