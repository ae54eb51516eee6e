"""The register of tasks as an index: which registered tasks a row without a code may be."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.vietnamese.fold import fold

if TYPE_CHECKING:
    from pipelines.registers import Registers

_SAME_NUMBER = 85.0
"""Likeness of titles, 0 to 100, from which document and number settle that a task is meant."""
_TIE = 92.0
"""Titles as alike as this are near; several near ones are a tie."""
_ALONE = 96.0
"""From here on one near title, with no other near, is the task."""


class TaskIndex:
    """Registered tasks by folded title, and by document and number."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._titles: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        self._numbers: dict[tuple[str, str], tuple[str, str]] = {}
        for code, document, number, title in registers.tasks.select("task_code", "source_document", "number", "title").iter_rows():
            self._titles[fold(title)].append((code, document))
            if document and number:
                self._numbers[(document, str(number))] = (code, fold(title))
        self.like = lru_cache(maxsize=50_000)(self._like)

    def _like(self, document: str | None, number: str | None, title: str) -> tuple[str, ...]:
        """Codes of the tasks that a row may be: one where it is settled, several where it is a near tie, none where it is not registered."""
        source = self._registers.document_of(document) if document else None
        key = fold(title)
        same = self._titles.get(key, [])
        named = [code for code, of in same if source is None or of is None or of == source]
        if named:
            return tuple(dict.fromkeys(named))
        from rapidfuzz import fuzz, process

        if source and number:
            registered = self._numbers.get((source, number.strip(" .")))
            if registered and fuzz.ratio(key, registered[1]) >= _SAME_NUMBER:
                return (registered[0],)
        near = process.extract(key, list(self._titles), scorer=fuzz.ratio, score_cutoff=_TIE, limit=4)
        codes = [code for text, _, _ in near for code, of in self._titles[text] if source is None or of is None or of == source]
        if len(codes) == 1 and near[0][1] < _ALONE:
            return ()
        return tuple(dict.fromkeys(codes))
