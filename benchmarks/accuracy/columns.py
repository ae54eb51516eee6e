"""Columns under headers of an office's own words: picked so that a careful reader can tell any two of a table apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar

from benchmarks.accuracy import dress
from benchmarks.accuracy.agencies import plain
from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.dress import Fashion
from benchmarks.accuracy.model import Column
from benchmarks.accuracy.words_unseen import UNSEEN

Groups = Mapping[str, tuple[str, tuple[str, ...]]]
IS_UNSEEN: ContextVar[bool] = ContextVar("is_unseen", default=False)
"""Whether headers come from the vocabulary that nobody taught."""
KEY_STYLES = ("camel", "snake", "pascal", "upper", "vietnamese")


def folded(text: str) -> str:
    """Words alone, without marks or case: two headers alike by this are alike to a reader."""
    return " ".join(re.findall(r"[a-z0-9%#]+", plain(text).lower()))


class Headers:
    """Hands out a table's headers, none twice. `usual`: the share of columns that bear their plain name."""

    def __init__(self, dice: Dice, usual: float = 0.35) -> None:
        self.dice = dice
        self.fashion = Fashion(dice)
        self.key_style = dice.pick(KEY_STYLES)
        self.usual = usual
        self.used: set[str] = set()
        self.heads: dict[str, str] = {}

    def word(self, words: Sequence[str], *, never: Iterable[str] = ()) -> str:
        """One of the words that no other column of the table bears."""
        barred = self.used | {folded(text) for text in never}
        free = [text for text in words if folded(text) not in barred] or list(words)
        text = free[0] if self.dice.chance(self.usual) else self.dice.pick(free)
        self.used.add(folded(text))
        return text

    def column(self, field: str | None, words: Sequence[str], *, groups: Sequence[str] = (), never: Iterable[str] = ()) -> Column:
        """A column under `groups` with one of `words` as its leaf."""
        if IS_UNSEEN.get() and not groups:
            words = UNSEEN.get(field or "", tuple(words))
        text = self.word(words, never=never) if not groups else self._leaf(words)
        for group in groups:
            self.heads.setdefault(group, dress.header(group, None, self.fashion, self.dice))
        path = (*(self.heads[group] for group in groups), dress.header(text, field, self.fashion, self.dice))
        key_words = " ".join((*groups, text)) if groups and len(text) < 18 else text
        return Column(field, path, dress.key(key_words, self.key_style))

    def _leaf(self, words: Sequence[str]) -> str:
        return words[0] if self.dice.chance(self.usual) else self.dice.pick(words)


def grouped(columns: list[Column], groups: Groups, dice: Dice, fashion: Fashion) -> list[Column]:
    """The same columns, moved together under the group headers that an office put above them."""
    out: list[Column] = []
    place = {field: name for name, (_, fields) in groups.items() for field in fields}
    heads = {name: dress.header(text, None, fashion, dice) for name, (text, _) in groups.items()}
    done: set[str] = set()
    for column in columns:
        name = place.get(column.field or "")
        if name is None:
            out.append(column)
        elif name not in done:
            done.add(name)
            members = [one for one in columns if place.get(one.field or "") == name]
            out += members if len(members) < 2 else [Column(one.field, (heads[name], *one.path), one.key) for one in members]
    return out
