"""Agencies by name and by code, on a day: who is meant by a piece of text.

Here belongs exact matching over official names, aliases, generated spellings and dated codes. Never a guess between near names:
what is not known is None.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipelines.registers.tables import valid_on
from pipelines.vietnamese.fold import clean, fold

_TOKEN = re.compile(r"[^\W_]+")
_PREFIXES = {
    "province": ("tinh", "t", "ubnd tinh", "ubnd t", "ubnd", "uy ban nhan dan tinh", "uy ban nhan dan t", "uy ban nhan dan"),
    "city": ("thanh pho", "tp", "ubnd thanh pho", "ubnd tp", "ubnd", "uy ban nhan dan thanh pho", "uy ban nhan dan tp", "uy ban nhan dan"),
}
_LED = frozenset({"ubnd", "uy", "tinh", "tp", "thanh", "t"})
"""First words that say a province is meant; a provincial name without them is bare."""
_BELOW = frozenset({"phường", "xã", "huyện", "quận", "trấn", "khu"})
"""Words before a bare name that make it a ward or the like: many wards carry the names of dissolved provinces."""
_BELOW_FOLDED = frozenset({"phuong", "xa", "huyen", "quan", "tran", "khu"})
_NOT_BELOW = frozenset({"dia", "co"})
"""In text without marks, 'dia phuong' and 'co quan' before a name are no ward and no district."""
_LEADER = frozenset({"tich", "gia", "san", "tncs", "tuong", "bac", "lang"})
"""Words before 'Hồ Chí Minh' that mean the person: Chủ tịch, Học viện ... quốc gia, Đoàn TNCS, tư tưởng, Bác, Lăng."""
_SYMBOL_KINDS = re.compile(r"(?:^|[\W\d_])(?:tb|qd|tt|nq|nd|ct|cv|kh|ttr|hd|ttlt)[-–]$")
_VOWELS = frozenset("aeiouy")
_UNIT = re.compile(r"([GH]\d{2})((?:\.\d{1,3}){0,3})")
_OLD_UNIT = re.compile(r"((?:\d{2,3}\.){1,3})([GH]\d{2})")


@dataclass(frozen=True, slots=True)
class AgencyHit:
    """An agency that a text names. `agency_code` is the body that answers on that day.

    `legacy` says that the text used a body or spelling no longer in force; `named_code` is the body as named. `unit_code` is the unit
    below the agency, where a code named one.
    """

    agency_code: str
    legacy: bool
    matched_text: str
    named_code: str = ""
    unit_code: str | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """One body of the register."""

    agency_code: str
    name_vi: str
    name_en: str
    kind: str
    block: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    successor_code: str | None

    def valid(self, on: dt.date) -> bool:
        """Whether the body existed that day."""
        return valid_on(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Alias:
    """One spelling of an agency. `whole`: only as the whole text, since within a line it may mean something else (MST is also a tax number)."""

    text: str
    agency_code: str
    whole: bool = False
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    legacy: bool = False


@dataclass(frozen=True, slots=True)
class DatedCode:
    """One code of one system for one agency, for a time."""

    system: str
    code: str
    agency_code: str
    valid_from: dt.date | None
    valid_to: dt.date | None


@dataclass(slots=True)
class _Name:
    """What stands behind one folded spelling."""

    entries: list[Alias]
    acronym: bool
    bare: bool
    marks: set[tuple[str, ...]]


class Agencies:
    """Look-ups over the register of agencies. Names are matched folded: case, marks and tone placement do not matter, save as said below."""

    def __init__(self, agencies: Iterable[Agency], aliases: Iterable[Alias], codes: Iterable[DatedCode]) -> None:
        self._agencies = {agency.agency_code: agency for agency in agencies}
        self._by_fold_code = {fold(code).replace(" ", ""): code for code in self._agencies}
        self._codes: dict[tuple[str, str], list[DatedCode]] = {}
        for code in codes:
            self._codes.setdefault((code.system, code.code), []).append(code)
        self._names: dict[tuple[str, ...], _Name] = {}
        listed = list(aliases)
        # A spelling whose use the register restricts must not be generated again without the restriction.
        restricted = {fold(alias.text) for alias in listed}
        for alias in listed:
            self._enter(fold(alias.text), alias)
            key = fold(alias.text)
            if self._agencies[alias.agency_code].block == "provincial" and key.split()[:1] not in (["ubnd"], ["uy"]):
                # Whatever HN may mean alone, UBND HN is the city.
                led = replace(alias, text=f"UBND {alias.text}", whole=False)
                for lead in ("ubnd", "uy ban nhan dan"):
                    self._enter(f"{lead} {key}", led)
        for agency in self._agencies.values():
            for key, spelling in _generated(agency):
                if key not in restricted or agency.block == "provincial":
                    self._enter(key, Alias(spelling, agency.agency_code))
        self._longest = max((len(key) for key in self._names), default=0)

    def _enter(self, key: str, alias: Alias) -> None:
        words = tuple(key.split())
        if not words:
            return
        name = self._names.get(words)
        if name is None:
            compact = alias.text.replace(".", "").replace("&", "").replace("-", "")
            acronym = len(words) == 1 and compact.isupper()
            bare = self._agencies[alias.agency_code].block == "provincial" and words[0] not in _LED and not acronym
            name = self._names[words] = _Name([], acronym, bare, set())
        if alias not in name.entries:
            name.entries.append(alias)
        if name.bare:
            name.marks.add(_marks(alias.text))

    def get(self, agency_code: str) -> Agency | None:
        """The body of that code, whether or not it still exists."""
        return self._agencies.get(agency_code)

    def valid(self, on: dt.date, *kinds: str) -> list[Agency]:
        """The bodies that exist on that day, of those kinds or of all, in register order."""
        return [agency for agency in self._agencies.values() if agency.valid(on) and (not kinds or agency.kind in kinds)]

    def answering(self, agency_code: str, on: dt.date) -> tuple[str, bool]:
        """(the body that answers for `agency_code` on that day, whether another had to take its place)."""
        current, legacy = self._agencies[agency_code], False
        while current.valid_to is not None and on > current.valid_to and current.successor_code:
            current, legacy = self._agencies[current.successor_code], True
        return current.agency_code, legacy

    def of_name(self, text: str, on: dt.date) -> AgencyHit | None:
        """The agency that the whole text names, or None. Acronyms of up to three letters count only in capitals."""
        shown = clean(text)
        name = self._names.get(tuple(fold(shown).split()))
        if name is None:
            return None
        if name.acronym and len(fold(shown)) <= 3 and shown.strip(" .,;:()-") != shown.strip(" .,;:()-").upper():
            return None
        return self._hit(name.entries, shown, on)

    def in_line(self, text: str, on: dt.date) -> list[AgencyHit]:
        """The agencies named inside a longer line, in the order in which they stand; longest names first, no overlaps.

        An acronym counts in capitals only (unless no word could look like it), and not inside a document's symbol, such as
        01/2020/TT-VPCP, except the reporter's own BC-. A bare province name counts only with its right marks or none (Nam Định is not
        'năm định'), and not after phường, xã and the like. Give file and folder names one by one, not a whole path.
        """
        shown = clean(text)
        spans: list[tuple[int, int]] = []
        words: list[str] = []
        for found in _TOKEN.finditer(shown):
            for word in fold(found[0]).split():
                words.append(word)
                spans.append(found.span())
        candidates = []
        for start in range(len(words)):
            for end in range(min(len(words), start + self._longest), start, -1):
                name = self._names.get(tuple(words[start:end]))
                if name is not None:
                    candidates.append((start, end, name))
        taken: list[tuple[int, int, AgencyHit]] = []
        for start, end, name in sorted(candidates, key=lambda each: (each[0] - each[1], each[0])):
            if any(start < other_end and other_start < end for other_start, other_end, _ in taken):
                continue
            original = shown[spans[start][0] : spans[end - 1][1]]
            if not self._stands(name, original, shown, spans[start][0], spans[end - 1][1], words[:start]):
                continue
            hit = self._hit([entry for entry in name.entries if not entry.whole], original, on)
            if hit is not None:
                taken.append((start, end, hit))
        return [hit for _, _, hit in sorted(taken, key=lambda each: each[0])]

    def of_code(self, text: str, on: dt.date) -> AgencyHit | None:
        """The agency of a code: the register's own in any case, Gxx or Hxx with units below (H01.13, 000.00.13.H01), or a dated GSO code.

        Of a number of one or two digits the leading zero may be lost. A code that had ended by that day gives its last holder's successor, as legacy.
        """
        shown = clean(text)
        own = self._by_fold_code.get(fold(shown).replace(" ", "")) if re.fullmatch(r"[^\W_]+", shown) else None
        upper = shown.upper()
        if own is not None and not _UNIT.fullmatch(upper):
            return self._coded(own, False, shown, on)
        unit = _unit_of(upper)
        if unit is not None:
            body, below = unit
            return self._dated("id_code", body, shown, on, f"{body}{below}" if below else None)
        if re.fullmatch(r"\d{1,2}", shown):
            return self._dated("gso", shown.zfill(2), shown, on, None)
        return None

    def _dated(self, system: str, code: str, shown: str, on: dt.date, unit_code: str | None) -> AgencyHit | None:
        held = self._codes.get((system, code), [])
        for row in held:
            if valid_on(row.valid_from, row.valid_to, on):
                return self._coded(row.agency_code, False, shown, on, unit_code)
        ended = [row for row in held if row.valid_to is not None and row.valid_to < on]
        if not ended:
            return None
        last = max(ended, key=lambda row: row.valid_to or dt.date.min)
        return self._coded(last.agency_code, True, shown, on, unit_code)

    def _coded(self, agency_code: str, ended: bool, shown: str, on: dt.date, unit_code: str | None = None) -> AgencyHit:
        answering, legacy = self.answering(agency_code, on)
        return AgencyHit(answering, legacy or ended, shown, agency_code, unit_code)

    def _hit(self, entries: list[Alias], shown: str, on: dt.date) -> AgencyHit | None:
        hits: dict[str, AgencyHit] = {}
        for entry in entries:
            if valid_on(entry.valid_from, entry.valid_to, on):
                answering, passed = self.answering(entry.agency_code, on)
                legacy = entry.legacy or passed
                known = hits.get(answering)
                # One spelling may stand in the register twice; the one in force wins over the one marked legacy.
                if known is None or (known.legacy and not legacy):
                    hits[answering] = AgencyHit(answering, legacy, shown, entry.agency_code)
        return next(iter(hits.values())) if len(hits) == 1 else None

    def _stands(self, name: _Name, original: str, line: str, start: int, end: int, before: list[str]) -> bool:
        if name.acronym:
            any_case = len(original) >= 4 and not _VOWELS & set(fold(original))
            return (original == original.upper() or any_case) and not _in_symbol(line, start, end)
        if not name.bare:
            return True
        if _below(before, line[:start]):
            return False
        if fold(original) == "ho chi minh" and before and before[-1] in _LEADER:
            return False
        marks = _marks(original)
        return marks in name.marks or not any(_has_marks(word) for word in marks)


def _generated(agency: Agency) -> Iterable[tuple[str, str]]:
    """(folded, as written) spellings that every body has without being listed."""
    if agency.block == "provincial":
        bare = fold(agency.name_en)
        yield bare, agency.name_en
        yield fold(agency.name_vi), agency.name_vi
        for prefix in _PREFIXES[agency.kind]:
            yield f"{prefix} {bare}", agency.name_vi
        return
    official = fold(agency.name_vi)
    yield official, agency.name_vi
    # 'Bộ Khoa học & Công nghệ', 'Bộ Khoa học - Công nghệ'
    yield official.replace(" va ", " "), agency.name_vi
    english = fold(agency.name_en.split("(")[0])
    for spelling in {english, english.replace(" and ", " "), f"the {english}"}:
        yield spelling, agency.name_en
    yield fold(agency.agency_code).replace(" ", ""), agency.agency_code


def _below(before: list[str], line: str) -> bool:
    """Whether the word before a name makes it a ward, a commune or a district: phường, but not (địa) phương."""
    if not before or before[-1] not in _BELOW_FOLDED:
        return False
    word = _TOKEN.findall(line)[-1].lower()
    if word.isascii():
        return before[-2:-1] == [] or before[-2] not in _NOT_BELOW
    return _marks(word) in {_marks(known) for known in _BELOW}


def _marks(text: str) -> tuple[str, ...]:
    """Each word as its letters, then its marks in a fixed order: equal for hoà and hòa, unequal for Huế and Huệ."""
    words = []
    for word in _TOKEN.findall(clean(text).lower()):
        letters = unicodedata.normalize("NFD", word)
        base = "".join(letter for letter in letters if not unicodedata.combining(letter))
        words.append(base + "|" + "".join(sorted(letter for letter in letters if unicodedata.combining(letter))))
    return tuple(words)


def _has_marks(word: str) -> bool:
    return not word.endswith("|") or "đ" in word


def _in_symbol(line: str, start: int, end: int) -> bool:
    """Whether an acronym at [start, end) is part of a document's symbol: II.06a/VPCP/KSTT, 01/2020/TT-VPCP, 56-TB-VPCP; not of 123/BC-BYT."""
    before = fold(line[max(0, start - 4) : start - 1]) if start else ""
    if start and line[start - 1] in "-–" and before.split()[-1:] == ["bc"]:
        return False
    if _SYMBOL_KINDS.search(_plain(line[max(0, start - 6) : start])):
        return True
    left, right = start, end
    while left > 0 and not line[left - 1].isspace() and line[left - 1] not in ",;()":
        left -= 1
    while right < len(line) and not line[right].isspace() and line[right] not in ",;()":
        right += 1
    run = line[left:right]
    return "/" in run and (any(letter.isdigit() for letter in run) or "KSTT" in run)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _unit_of(code: str) -> tuple[str, str] | None:
    """(Gxx or Hxx, '.nn' parts below it); the older form 000.nn.mm.Gxx counts its groups from the right."""
    new = _UNIT.fullmatch(code)
    if new:
        return new[1], new[2]
    old = _OLD_UNIT.fullmatch(code)
    if not old:
        return None
    groups = [group for group in old[1].split(".") if group]
    while groups and not groups[0].strip("0"):
        groups.pop(0)
    return old[2], "".join(f".{group}" for group in reversed(groups))
