"""`tonghop docs`: what is generated from the schemas."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("docs"), show_default=True, help="The folder to write to."
)
def docs(output: Path) -> None:
    """Write contract.sql, dictionary.md, er.md and tables.md from the schemas."""
    from schemas import contract, diagram, dictionary, questions

    output.mkdir(parents=True, exist_ok=True)
    for name, text in (
        ("contract.sql", contract.ddl()),
        ("dictionary.md", dictionary.markdown()),
        ("er.md", diagram.markdown()),
        ("tables.md", questions.markdown()),
    ):
        (output / name).write_text(text, encoding="utf-8")
        click.echo(f"{output / name}")
