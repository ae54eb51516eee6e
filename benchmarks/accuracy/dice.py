"""Chance by seed, in the few shapes that the generator asks for it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of its own for each name: what one file draws does not move the others."""

    def __init__(self, *names: object) -> None:
        self.names = names
        self.source = random.Random("/".join(str(name) for name in names))

    def child(self, *names: object) -> Dice:
        """Another stream, named under this one."""
        return Dice(*self.names, *names)

    def chance(self, share: float) -> bool:
        """True in `share` (0 to 1) of the throws."""
        return self.source.random() < share

    def pick(self, among: Sequence[T]) -> T:
        """One of them, all alike."""
        return self.source.choice(among)

    def weighted(self, among: Mapping[T, float]) -> T:
        """One of the keys, by weight."""
        return self.source.choices(list(among), list(among.values()))[0]

    def some(self, among: Sequence[T], count: int) -> list[T]:
        """`count` different ones (all, where there are fewer)."""
        return self.source.sample(list(among), min(count, len(among)))

    def shuffled(self, among: Sequence[T]) -> list[T]:
        """All of them in another order."""
        return self.some(among, len(among))

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self.source.randint(low, high)

    def size(self) -> int:
        """A count of dossiers: mostly small, at times tens of thousands."""
        return self.whole(0, int(self.weighted({9: 2, 99: 4, 999: 4, 9_999: 3, 99_999: 1})))

    def date(self, first: dt.date, last: dt.date) -> dt.date:
        """A day between the two, both included."""
        return first + dt.timedelta(days=self.whole(0, max(0, (last - first).days)))
