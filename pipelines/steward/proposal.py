"""What a held table proposes: its columns, the fields that each may be, and how its cells look. Personal cells are never shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.archive import Archive
from pipelines.digest import locate
from pipelines.grid import column_letter
from pipelines.intake import sent_of
from pipelines.parse.people import MASK
from pipelines.read import read
from pipelines.steward.decisions import StewardRefused, decided
from pipelines.vietnamese.fold import fold
from pipelines.vocabulary import NO_FIELD, SEPARATOR, fingerprint_of, folded_header
from schemas.field import Origin

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.ledger import Delivery, Ledger
    from pipelines.locate.tables import Table
    from pipelines.registers import Registers
    from pipelines.vocabulary import Vocabulary
    from schemas.dataset import Dataset

SAMPLES = 3
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """One column. `candidates` are the fields that it may be, best first; `doubtful` says that this column holds the table.

    `samples` are its first cells: of a personal column masked, of one that may be anything only their shape (Xxx 99/99/9999).
    """

    letter: str
    number: int
    header: str
    field: str | None
    how: str | None
    confidence: float | None
    candidates: tuple[str, ...]
    doubtful: bool
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """A held table as the program reads it. `missing` are required fields that no column names; `free` fields that no column has yet."""

    table_id: str
    sheet: str
    dataset: str
    fingerprint: str
    columns: tuple[ProposedColumn, ...]
    missing: tuple[str, ...]
    free: tuple[str, ...]


def propose(
    home: Home, ledger: Ledger, registers: Registers, vocabulary: Vocabulary, delivery: Delivery, table_id: str, sender: str | None = None
) -> Proposal:
    """The proposal of one table of a delivery, read again from its archived bytes. Raises StewardRefused where it has no such table now."""
    sent = sent_of(delivery, decided(ledger.decisions()).of(delivery.delivery_id))
    document = read(Archive(home.archive).path(delivery.sha256).read_bytes(), delivery.file_name)
    number, found = 0, dict[str, "Table"]()
    for _, tables in locate(document, sent, registers, vocabulary):
        if not tables:
            number += 1
        for table in tables:
            number += 1
            found[f"{delivery.delivery_id}-t{number}"] = table
    if table_id not in found:
        raise StewardRefused(f"by today's rules {delivery.delivery_id} has no table {table_id}; its tables: {', '.join(found) or 'none'}")
    return _proposal(table_id, found[table_id], vocabulary, sender)


def _proposal(table_id: str, table: Table, vocabulary: Vocabulary, sender: str | None) -> Proposal:
    plan, dataset = table.plan, table.plan.dataset
    doubts = {doubt.column: doubt.fields for doubt in plan.doubts}
    personal = {one.name for one in dataset.of(Origin.PERSONAL)}
    columns = []
    for one in plan.columns:
        near = [candidate.field for candidate in vocabulary.candidates(dataset.name, sender, tuple(one.header.split(SEPARATOR)))]
        candidates = tuple(dict.fromkeys([*doubts.get(one.column, ()), *near]))
        cells = [text for text in table.text[f"c{one.column}"].drop_nulls().to_list() if text.strip()][:SAMPLES]
        known = {*candidates, *([one.field] if one.field else [])}
        columns.append(
            ProposedColumn(
                column_letter(one.column),
                one.column,
                one.header,
                one.field,
                one.how,
                one.confidence,
                candidates,
                one.column in doubts,
                tuple(_shown(text, known, personal) for text in cells),
            )
        )
    taken = set(plan.fields)
    free = tuple(one.name for one in dataset.matchable if one.name not in taken)
    mark = fingerprint_of([one.header for one in plan.columns])
    return Proposal(table_id, table.grid.sheet, dataset.name, mark, tuple(columns), plan.missing_anchor, free)


def _shown(text: str, fields: set[str], personal: set[str]) -> str:
    if fields & personal:
        return MASK
    shown = text if fields else _DIGIT.sub("9", _LETTER.sub("x", text))
    return shown if len(shown) <= 40 else shown[:39] + "…"


def column_of(proposal: Proposal, text: str) -> ProposedColumn:
    """The column that a steward names: by its letter, its number, or its header. Raises StewardRefused where none or several are meant."""
    wanted = text.strip()
    for found in (
        [one for one in proposal.columns if one.letter == wanted.upper() or str(one.number) == wanted],
        [one for one in proposal.columns if folded_header(one.header) == folded_header(wanted)],
        [one for one in proposal.columns if folded_header(one.header).split(SEPARATOR)[-1] == folded_header(wanted)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise StewardRefused(f"{text!r} names {len(found)} columns; give the letter: {', '.join(one.letter for one in found)}")
    raise StewardRefused(f"the table has no column {text!r}; it has {', '.join(one.letter for one in proposal.columns)}")


def field_of(dataset: Dataset, text: str) -> str:
    """The field that a steward names, by name or Vietnamese title; '-' is none. Raises StewardRefused."""
    wanted = text.strip()
    if wanted == NO_FIELD:
        return NO_FIELD
    named = [one.name for one in dataset.matchable if one.name == wanted] or [
        one.name for one in dataset.matchable if fold(one.title_vi) == fold(wanted)
    ]
    if len(named) != 1:
        raise StewardRefused(f"{dataset.name} has no field {text!r}; it has {', '.join(one.name for one in dataset.matchable)}")
    return named[0]
