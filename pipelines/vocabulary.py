"""The vocabulary: how senders spell the fields, and how near a header path comes to one of them.

Here belongs the comparison of one header path with the synonyms of one dataset. Which column gets which field is for `match`.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.header_words import BRACKETED, JOINTS, NUMBERED, cores, is_slip, respelled, turns_meaning
from pipelines.vietnamese.fold import fold
from schemas.contract import DATASETS
from schemas.field import Type

SEPARATOR = " › "
"""Between the parts of a header path, as shown to people."""
NO_FIELD = "-"
"""What a steward says of a column that is no field."""
EVERY = "*"
"""The scope that holds for every sender, form or dataset."""

ACCEPTED = 0.75
"""A path counts as a field's spelling from here on."""
_UNSTATED_PARENT = 0.86
_TYPED_WRONG = 10
"""Letters from which a slip of the keyboard is forgiven."""
_CONTAINED_SHARE = 0.6
_LONG_ENOUGH = 8
_OF_WHICH = re.compile(r"^trong do( |$)")
"""'Trong đó:' (of which) before a name, or as a level of its own, names nothing."""
_SHARE = re.compile(r"(?:ty le|ti le|tl|phan tram)(?: |$)")
_SQUEEZED = 6
"""Letters from which a name without any space ('DueDate', 'giaTri') may stand for the words of a spelling."""

_fold = lru_cache(maxsize=100_000)(fold)


def folded_header(header: str) -> str:
    """A shown header path as it is compared: its parts folded one by one."""
    return SEPARATOR.join(_fold(part) for part in header.split(SEPARATOR.strip()))


def fingerprint_of(headers: Sequence[str]) -> str:
    """What tells one layout from another: a short hash of the folded header paths from left to right."""
    return hashlib.sha256("\n".join(folded_header(one) for one in headers).encode()).hexdigest()[:12]


def numbered(headers: Sequence[str]) -> list[tuple[str, int]]:
    """Each folded header with the number of its like so far: two columns of one name are told apart by their order."""
    seen: dict[str, int] = defaultdict(int)
    found = []
    for header in map(folded_header, headers):
        seen[header] += 1
        found.append((header, seen[header]))
    return found


@dataclass(frozen=True, slots=True)
class WideHeading:
    """What a heading of a wide table means. Headings of one `layout` mean it only beside each other; '' is a registered name, code or alias.

    `unit` is that of the figures under it, null for the register's own; a total is the sum of the layout's other columns.
    """

    indicator_code: str
    unit: str | None = None
    layout: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Synonym:
    """One spelling of one field: folded parts from the outermost parent to the leaf, and how specific its scope is (0 global .. 7)."""

    field: str
    path: tuple[str, ...]
    scope: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A field that a header path may mean; `how` is exact, synonym, remembered or fuzzy."""

    field: str
    confidence: float
    how: str


@dataclass
class _Book:
    """The synonyms of one dataset for one sender."""

    by_leaf: dict[str, list[Synonym]]
    under_parent: dict[str, set[str]]
    phrases: list[str]
    joined: dict[str, list[Synonym]] = field(default_factory=dict)
    """Whole paths as one text: 'tiep nhan tong so'."""
    squeezed: dict[str, list[Synonym]] = field(default_factory=dict)
    """Leaves without their spaces: 'duedate'."""
    cores: dict[frozenset[str], list[Synonym]] = field(default_factory=dict)
    """Leaves as the words that tell: {'san', 'pham'}."""
    joined_cores: dict[frozenset[str], list[Synonym]] = field(default_factory=dict)
    """Whole paths as the words that tell."""
    words: frozenset[str] = frozenset()
    """All words of all leaves."""
    dataset: str = ""
    no_share: frozenset[str] = frozenset()
    """Fields that are counts or days."""
    cache: dict[tuple[str, ...], tuple[Candidate, ...]] = field(default_factory=dict)


class Vocabulary:
    """All synonyms, looked up by dataset and sender. Build it once a run; it remembers the paths that it has judged."""

    def __init__(
        self,
        rows: Iterable[tuple[str, str, str, str, tuple[str, ...]]],
        maps: Iterable[tuple[str, str, str, str, int, str]] = (),
        wide: Mapping[str, WideHeading] | None = None,
        form_of: Callable[[str, Iterable[str], str], str] | None = None,
    ) -> None:
        """`rows` are (sender, form, dataset, field, folded path); `maps` what stewards confirmed: (sender, dataset, fingerprint, header, nth, field).

        `wide` are the headings of indicator columns, folded. `form_of` names the form of a table by its dataset, titles and sheet.

        A map's header is told from its like by `nth` (1 for the first); a field of '-' says that the column is no field.
        """
        self.wide: Mapping[str, WideHeading] = wide or {}
        self._maps: dict[tuple[str, str], dict[str, dict[tuple[str, int], str]]] = defaultdict(lambda: defaultdict(dict))
        for sender, dataset, mark, header, nth, name in maps:
            self._maps[sender, dataset][mark][folded_header(header), nth] = name
        self.mapped_senders: frozenset[str] = frozenset(sender for sender, _ in self._maps)
        self._rows = [(sender, form, dataset, name, tuple(path)) for sender, form, dataset, name, path in rows if path]
        self._form, self._form_of = EVERY, form_of
        self._of_forms: dict[str, Vocabulary] = {}
        self._forms = frozenset(form for _, form, *_ in self._rows) - {EVERY}
        self._books: dict[tuple[str, str], _Book] = {}
        self.leaves: frozenset[str] = frozenset(path[-1] for *_, path in self._rows)
        self.parents: frozenset[str] = frozenset(part for *_, path in self._rows for part in path[:-1])
        joined = frozenset(" ".join(path) for *_, path in self._rows if len(path) > 1)
        squeezed = frozenset(squeezed for one in self.leaves if len(squeezed := one.replace(" ", "")) >= _SQUEEZED)
        self.words: frozenset[str] = self.leaves | self.parents | joined | squeezed
        self._senders = {sender for sender, *_ in self._rows}

    def is_header_word(self, text: str) -> bool:
        """Whether a cell, alone, reads like a header cell: a leaf or a parent of some field, with or without a note in brackets."""
        if len(text) > 200:
            return False
        folded = _fold(text)
        return folded in self.words or ("(" in text and _fold(BRACKETED.sub(" ", text)) in self.words)

    def is_like_header_word(self, text: str) -> bool:
        """The same for names shortened, numbered, or with words that add nothing; slower, so for rows that already look like a header."""
        return len(text) <= 120 and any(
            other in self.words or any(words in self._book(dataset, None).cores for words in cores(other, dataset))
            for dataset in DATASETS
            for other in (*respelled(text, dataset), _fold(BRACKETED.sub(" ", text)))
        )

    @property
    def knows_forms(self) -> bool:
        """Whether any spelling holds for one form only; where none does, nobody need ask which form a table is."""
        return bool(self._forms)

    def of_form(self, dataset: str, titles: Iterable[str], sheet: str) -> Vocabulary:
        """The vocabulary of the form that a table of `dataset` with these titles is: with the spellings that hold for that form alone."""
        form = self._form_of(dataset, titles, sheet) if self._form_of and self._forms else EVERY
        if form not in self._forms:
            return self
        view = self._of_forms.get(form)
        if view is None:
            view = self._of_forms[form] = copy.copy(self)
            view._form, view._books = form, {}
        return view

    def wide_heading(self, text: str) -> WideHeading | None:
        """The indicator that one heading may name, with or without a note in brackets."""
        if len(text) > 300:
            return None
        return self.wide.get(_fold(text)) or (self.wide.get(_fold(BRACKETED.sub(" ", text))) if "(" in text else None)

    def candidates(self, dataset: str, sender: str | None, path: tuple[str, ...]) -> tuple[Candidate, ...]:
        """Fields of `dataset` that the header `path` (as written, parents first) may mean, best first, only from ACCEPTED on."""
        book = self._book(dataset, sender)
        found = book.cache.get(path)
        if found is None:
            found = book.cache[path] = self._judge(book, path)
        return found

    def may_name(self, dataset: str, sender: str | None, paths: Iterable[tuple[str, ...]]) -> bool:
        """Whether at least two of the paths may mean a field of `dataset`: without two no reading is worth planning."""
        named = 0
        for path in paths:
            named += bool(self.candidates(dataset, sender, path))
            if named == 2:
                return True
        return False

    def confirmed(self, dataset: str, sender: str | None, headers: Sequence[str]) -> tuple[str, tuple[str | None, ...]] | None:
        """(fingerprint, the field of each header) where a steward confirmed this header row of the sender's; null where none did.

        `headers` are the shown header paths from left to right; the field of one that was left open is null, of one that is no field '-'.
        """
        known = self._maps.get((sender or "", dataset))
        if not known:
            return None
        mark = fingerprint_of(headers)
        named = known.get(mark)
        if named is None:
            return None
        return mark, tuple(named.get(key) for key in numbered(headers))

    def _book(self, dataset: str, sender: str | None) -> _Book:
        who = sender if sender in self._senders else EVERY
        book = self._books.get((dataset, who))
        if book is None:
            book = self._books[(dataset, who)] = self._make_book(dataset, who)
        return book

    def _make_book(self, dataset: str, who: str) -> _Book:
        legal = {one.name for one in DATASETS[dataset].matchable}
        by_leaf: dict[str, list[Synonym]] = defaultdict(list)
        under: dict[str, set[str]] = defaultdict(set)
        ladder: dict[tuple[str, ...], list[Synonym]] = defaultdict(list)
        for sender, form, of, name, path in self._rows:
            if of not in (dataset, EVERY) or sender not in (who, EVERY) or form not in (self._form, EVERY) or name not in legal:
                continue
            ladder[path].append(Synonym(name, path, 4 * (sender != EVERY) + 2 * (form != EVERY) + (of != EVERY)))
        for path, synonyms in ladder.items():
            # Of one spelling the nearest scope speaks alone: sender and form, sender, form, dataset, all.
            nearest = max(one.scope for one in synonyms)
            by_leaf[path[-1]] += [one for one in synonyms if one.scope == nearest]
            for part in path[:-1]:
                under[part] |= {one.field for one in synonyms if one.scope == nearest}
        no_share = frozenset(one.name for one in DATASETS[dataset].matchable if one.type in (Type.INTEGER, Type.DATE, Type.MOMENT))
        phrases = sorted((leaf for leaf in by_leaf if len(leaf) >= _LONG_ENOUGH), key=len, reverse=True)
        joined: dict[str, list[Synonym]] = defaultdict(list)
        squeezed: dict[str, list[Synonym]] = defaultdict(list)
        telling: dict[frozenset[str], list[Synonym]] = defaultdict(list)
        under_one_name: dict[frozenset[str], list[Synonym]] = defaultdict(list)
        for leaf, synonyms in by_leaf.items():
            for synonym in synonyms:
                if len(synonym.path) > 1:
                    joined[" ".join(synonym.path)].append(synonym)
            if len(tight := leaf.replace(" ", "")) >= _SQUEEZED:
                squeezed[tight] += synonyms
            for telling_words in cores(leaf, dataset):
                telling[telling_words] += synonyms
        words = frozenset(word for leaf in by_leaf for word in leaf.split())
        for whole, synonyms in joined.items():
            for telling_words in cores(whole, dataset):
                under_one_name[telling_words] += synonyms
        return _Book(dict(by_leaf), dict(under), phrases, dict(joined), dict(squeezed), dict(telling), dict(under_one_name), words, dataset, no_share)

    def _judge(self, book: _Book, path: tuple[str, ...]) -> tuple[Candidate, ...]:
        parts = tuple(part for part in (_OF_WHICH.sub("", _fold(one)) for one in path) if part)
        if not parts:
            return ()
        best: dict[str, Candidate] = {}
        # A share is no count and no day, whatever else its header says: 'Toàn trình (%)', 'Tỷ lệ › Đúng hạn', 'Hoàn thành (%)'.
        barred = book.no_share if any("%" in one for one in path) or any(_SHARE.match(part) for part in parts) else frozenset()

        def offer(name: str, confidence: float, how: str) -> None:
            if confidence >= ACCEPTED and name not in barred and (name not in best or best[name].confidence < confidence):
                best[name] = Candidate(name, round(confidence, 4), how)

        for leaf, worth in self._leaf_readings(path[-1]):
            if not leaf:
                continue
            for synonym in book.by_leaf.get(leaf, ()):
                confidence = self._agreement(book, synonym, (*parts[:-1], leaf)) * worth + 0.001 * synonym.scope
                offer(synonym.field, confidence, "exact" if confidence >= 0.99 else "synonym")
        if not best and len(parts) > 1:
            # A leaf that only its parent explains: 'Hồ sơ trực tuyến toàn trình' over 'Số lượng'.
            for synonym in book.by_leaf.get(" ".join(parts[-2:]), ()):
                offer(synonym.field, 0.9, "synonym")
            if parts[-1] in _BARE_LEAVES:
                for synonym in book.by_leaf.get(parts[-2], ()):
                    offer(synonym.field, self._agreement(book, synonym, parts[:-1]) * 0.9, "synonym")
        if not best:
            self._otherwise(book, path, parts, offer)
        if not best:
            self._near(book, parts, offer)
        return tuple(sorted(best.values(), key=lambda one: (-one.confidence, one.field)))

    def _otherwise(self, book: _Book, path: tuple[str, ...], parts: tuple[str, ...], offer: Callable[[str, float, str], None]) -> None:
        """The same words written another way: group and column in one cell, numbered, shortened, or without spaces as programs name them."""
        for synonym in book.joined.get(parts[-1], ()):
            offer(synonym.field, 0.95 * self._under(book, synonym, parts[:-1]), "synonym")
        split = tuple(part for part in JOINTS.split(NUMBERED.sub("", path[-1])) if _fold(part))
        if len(split) > 1 and len(path) + len(split) <= 6:
            for one in self._judge(book, (*path[:-1], *split)):
                offer(one.field, one.confidence * 0.97, "synonym")
            return
        others = respelled(path[-1], book.dataset)
        for other in others:
            for synonym in book.by_leaf.get(other, ()):
                offer(synonym.field, 0.95 * self._agreement(book, synonym, (*parts[:-1], other)), "synonym")
            for synonym in book.joined.get(other, ()):
                offer(synonym.field, 0.93 * self._under(book, synonym, parts[:-1]), "synonym")
        if " " not in parts[-1]:
            for synonym in book.squeezed.get(parts[-1], ()):
                offer(synonym.field, 0.95 * self._agreement(book, synonym, (*parts[:-1], synonym.path[-1])), "synonym")
        for other in (parts[-1], *others, _fold(BRACKETED.sub(" ", path[-1]))):
            for words in cores(other, book.dataset):
                for synonym in book.cores.get(words, ()):
                    offer(synonym.field, 0.92 * self._agreement(book, synonym, (*parts[:-1], synonym.path[-1])), "synonym")
                for synonym in book.joined_cores.get(words, ()):
                    offer(synonym.field, 0.9 * self._under(book, synonym, parts[:-1]), "synonym")

    @staticmethod
    def _under(book: _Book, synonym: Synonym, given: tuple[str, ...]) -> float:
        """What parents above a column that names its own group say: one that belongs to other fields only speaks against it."""
        return 0.5 if any(part in book.under_parent and synonym.field not in book.under_parent[part] for part in given) else 1.0

    @staticmethod
    def _leaf_readings(leaf: str) -> Iterable[tuple[str, float]]:
        """The leaf as it stands, and without what stands in brackets (units, formats, column numbers)."""
        yield _OF_WHICH.sub("", _fold(leaf)), 1.0
        if "(" in leaf:
            bare = _OF_WHICH.sub("", _fold(BRACKETED.sub(" ", leaf)))
            if bare:
                yield bare, 0.95
                if "%" in leaf:
                    yield f"ty le {bare}", 0.95
                    yield f"% {bare}", 0.95

    @staticmethod
    def _agreement(book: _Book, synonym: Synonym, parts: tuple[str, ...]) -> float:
        """How well `parts` carry the synonym's parents, in order. A parent that belongs to other fields speaks against a bare leaf."""
        wanted, given = synonym.path[:-1], parts[:-1]
        if not wanted:
            if not given:
                return 1.0
            foreign = any(part in book.under_parent and synonym.field not in book.under_parent[part] for part in given)
            # A name that only one field has says enough by itself; of counts the group is half the name.
            alone = book.dataset != "dossier_counts" and len({one.field for one in book.by_leaf.get(parts[-1], ())}) == 1
            return 0.5 if foreign and not alone else _UNSTATED_PARENT
        at = 0
        for parent in wanted:
            while at < len(given) and not _carries(given[at], parent):
                at += 1
            if at == len(given):
                return 0.0
            at += 1
        return 1.0 if len(given) == len(wanted) else 0.97

    @staticmethod
    def _near(book: _Book, parts: tuple[str, ...], offer: Callable[[str, float, str], None]) -> None:
        """Spellings with a slip of the keyboard in one word, or that hold a known spelling as most of their words. Never for short ones."""
        leaf = parts[-1]
        if len(leaf) < _LONG_ENOUGH:
            return
        names = [(phrase, 0.86) for phrase in _slips(book, leaf)]
        if not names:
            padded = f" {leaf} "
            contained = [phrase for phrase in book.phrases if f" {phrase} " in padded and len(phrase) >= _CONTAINED_SHARE * len(leaf)]
            contained = [phrase for phrase in contained if not turns_meaning(padded.replace(f" {phrase} ", " ", 1))]
            names = [(phrase, 0.72 + 0.15 * len(phrase) / len(leaf)) for phrase in contained[:3]]
        rate = "%" in leaf or "ty le" in leaf
        for phrase, confidence in names:
            if rate != ("%" in phrase or "ty le" in phrase):
                continue
            for synonym in book.by_leaf[phrase]:
                agreement = Vocabulary._agreement(book, synonym, (*parts[:-1], phrase))
                offer(synonym.field, confidence * agreement, "fuzzy")


_BARE_LEAVES = frozenset({"so luong", "tong so", "so ho so", "ho so", "gia tri", "so lieu", "noi dung", "ngay", "so"})
"""Leaves that say nothing beyond their parent."""


def _slips(book: _Book, leaf: str) -> list[str]:
    """Spellings that differ from `leaf` in one word by one letter, where that word is no word of any spelling."""
    words = leaf.split()
    odd = [at for at, word in enumerate(words) if word not in book.words and len(word) > 2]
    if len(odd) != 1 or len(words) < 2 or len(leaf) < _TYPED_WRONG:
        return []
    (at,) = odd
    found = []
    for phrase in book.phrases:
        others = phrase.split()
        if len(others) == len(words) and others[:at] == words[:at] and others[at + 1 :] == words[at + 1 :] and is_slip(words[at], others[at]):
            found.append(phrase)
    return found


def _carries(given: str, parent: str) -> bool:
    return given == parent or f" {parent} " in f" {given} "
