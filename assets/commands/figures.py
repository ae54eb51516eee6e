"""The headline on a terminal, in Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assets.terminal import number, show_table

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from pipelines.report.headline import Figure, Headline


def read_headline(current: Path, on: dt.date | None = None) -> Headline | None:
    """The headline of a reporting date of a published file, of its latest one where none is given."""
    from pipelines.report.headline import headline
    from pipelines.warehouse import attached

    with attached(current) as connection:
        return headline(connection, on)


def show_headline(told: Headline) -> None:
    """Figures by block, target and gap, coverage, who is missing, how many findings."""
    from pipelines.report.headline import BLOCKS, METRICS

    rows = []
    for metric, title in METRICS.items():
        figures = {block: told.of(metric, block) for block in BLOCKS}
        first = figures["national"]
        if first is None or metric == "agencies_reported":
            continue
        rows.append(
            (
                title,
                *(_value(figure) for figure in figures.values()),
                number(first.target, None, "%" if first.unit == "%" else "") if first.target is not None else "",
                number(first.gap, 2, "điểm %") if first.gap is not None else "",
                f"{first.agencies_counted} cơ quan ({number(first.coverage_pct, 1)} %)",
            )
        )
    titles = ("Chỉ số", "Cả nước", "Trung ương", "Địa phương", "Mục tiêu", "Chênh lệch", "Độ bao phủ")
    show_table(titles, rows, title=f"Số liệu tính đến ngày {told.as_of:%d/%m/%Y}", right=(1, 2, 3, 4, 5))
    click.echo("Nhiệm vụ cả nước đếm mỗi nhiệm vụ một lần; theo khối đếm ở từng cơ quan nên không cộng lại.")
    sent = told.of("agencies_reported")
    if sent is not None:
        carried = f", {sent.agencies_carried} lấy số liệu cũ" if sent.agencies_carried else ""
        click.echo(f"Cơ quan đã gửi báo cáo trong ngày: {sent.agencies_reported}/{sent.agencies_expected}{carried}.")
    for code, name in told.silent:
        click.echo(f"  Chưa gửi: {name} ({code})")
    for code, name, datasets in told.missing:
        if datasets:
            click.echo(f"  Thiếu {', '.join(DATASETS_VI.get(one, one) for one in datasets)}: {name} ({code})")
    found = told.issues
    counts = ", ".join(f"{number(found.get(name, 0))} {title}" for name, title in SEVERITIES_VI.items())
    click.echo(f"Phát hiện khi đọc: {counts}.")


DATASETS_VI = {"tasks": "nhiệm vụ", "dossiers": "hồ sơ", "dossier_counts": "số lượng hồ sơ", "indicators": "chỉ tiêu"}
"""Datasets as a sentence names them."""
SEVERITIES_VI = {"error": "lỗi", "warning": "cảnh báo", "info": "ghi nhận"}


def _value(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return number(figure.value, 2, "%") if figure.unit == "%" else number(figure.value)
