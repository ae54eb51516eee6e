"""Text that is Unicode in form and an old encoding in content: 'Bé C«ng an' (TCVN3), 'Boä Coâng an' (VNI), 'Bá»™ CÃ´ng an' (UTF-8 read as cp1252).

Words that are Vietnamese only when converted are the evidence. A text alone is converted where they are many; a short one where its sheet or its
font says so. What stays uncertain is named and left as written. Where texts come from is for `digest.repair`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.vietnamese.legacy import tcvn3_text, tcvn3_word, utf8_text, vni_text, vni_word
from pipelines.vietnamese.syllable import is_syllable

TCVN3, VNI, UTF8 = "tcvn3", "vni", "utf8"
TITLES = {TCVN3: "TCVN3 (ABC)", VNI: "VNI", UTF8: "UTF-8", "viscii": "VISCII", "cp1258": "Windows-1258"}
"""The encodings as people call them."""
CAPITALS = "tcvn3_capitals"
"""The class of fonts that draw small letters of TCVN3 as capitals (.VnTimeH)."""

SIGNS = (
    "[\u0080-\u009f\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df"
    "\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]"
)
"""Characters of which every damaged sheet has some, and a clean one next to none. A class for the regular expressions of Python and of polars."""
VIETNAMESE_ONLY = "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef9]"
"""Letters and marks that no old encoding shows: a text that has one is Unicode."""

_SIGN = re.compile(SIGNS)
_VIETNAMESE_ONLY = re.compile(VIETNAMESE_ONLY)
_PARTS = re.compile("[\\x00-\\x40\\x5b-\\x60\\x7b-\\x7f\u00a0\u2000-\u2015\u2018-\u201f\u2022\u2026]+")
_TYPESET = "«»®™°²³¹º½¼¾"
_OPENING, _CLOSING = "«", "»®™°²³¹º½¼¾"
_PLAIN_WORD = re.compile("[A-Za-z][a-z]+")
_LETTER = re.compile(r"[^\W\d_]")
_SHOWN_UTF8 = re.compile("[ÂÃĂÄÅÆÌáâï][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
_THREE_BYTES = re.compile("á[º»]|â€")
_LOST_BLANK = re.compile("(?<=[ÃĂ]) ")
_MICRO = re.compile("µ[mglsAVFHWKJ]?")
_PLACES = frozenset({"đắk", "lắk", "kạn", "đăk", "lăk"})
_COMMON = frozenset({
    "lê", "tô", "không", "công", "có", "ông", "thái", "trí", "chí", "tú", "mã",
    "hóa", "hòa", "lâm", "xã", "tân", "tín", "kê", "tây", "bình", "các", "cúc",
})  # fmt: skip
"""Words that are Vietnamese as they stand and in everyday use, while what they would be converted to ('lờ', 'xó', 'cú') hardly is."""
_LONGEST_ABBREVIATION = 5
_WORDS_OF_A_VOTE = 3
"""Longer than two letters, or in a font of that encoding: 'på' and 'å' are of some other language."""
_WORDS_ALONE = 3


@lru_cache(maxsize=1 << 16)
def is_clean_word(word: str) -> bool:
    """Whether every letter run of a word is a Vietnamese syllable, and symbols stand only where typesetting puts them."""
    if _MICRO.fullmatch(word):
        return True
    parts = [part for part in _PARTS.split(word) if part]
    return bool(parts) and all(_is_word(part.lstrip(_OPENING).rstrip(_CLOSING)) for part in parts)


@dataclass(frozen=True)
class Verdict:
    """What becomes of the texts of a sheet, each with the class of its font: (encoding, mended text), or doubtful. The others stay as they are."""

    mended: dict[tuple[str, str | None], tuple[str, str]] = field(default_factory=dict)
    doubtful: frozenset[tuple[str, str | None]] = frozenset()


def looks_damaged(texts: Iterable[str]) -> bool:
    """Whether any of the texts has a word that only an old encoding makes Vietnamese: what must hold before a sheet is judged as a whole."""
    for text in texts:
        if not _SIGN.search(text):
            continue
        if _SHOWN_UTF8.search(text) and _as_utf8(text):
            return True
        if any(_gains(word, encoding) and len(word) > 2 for word in _words(text) for encoding in (TCVN3, VNI)):
            return True
    return False


def judge(texts: Iterable[tuple[str, str | None]]) -> Verdict:
    """The verdict on all different texts of a sheet, with the class of each one's font where it is an old one (TCVN3, CAPITALS, VNI)."""
    known: dict[str, _Weight] = {}
    pairs = []
    for text, font in texts:
        if not text.isascii():
            pairs.append((text, font))
            known.setdefault(text, _Weight(text))
    sheet = _Sheet([(known[text], font) for text, font in pairs])
    mended: dict[tuple[str, str | None], tuple[str, str]] = {}
    doubtful: set[tuple[str, str | None]] = set()
    for text, font in pairs:
        encoding, certain = sheet.decide(known[text], font)
        if encoding is None:
            continue
        if not certain:
            doubtful.add((text, font))
            continue
        if (new := known[text].converted(encoding, font)) != text:
            mended[text, font] = encoding, new
    return Verdict(mended, frozenset(doubtful))


def repaired_name(text: str) -> str:
    """A file's, folder's or sheet's name, mended where all its words become Vietnamese in one old encoding only and some were not before."""
    if text.isascii():
        return text
    weight = _Weight(text)
    if weight.is_utf8_surely:
        return weight.converted(UTF8, None)
    encoding = weight.best
    return weight.converted(encoding, None) if encoding and weight.is_telling and not weight.misses[encoding] else text


class _Weight:
    """How many words of a text are Vietnamese as it stands and in each old encoding.

    Words in pure ASCII are the same in all of them, and tell whether the text is Vietnamese at all: 'Slut på minne' is not.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_unicode = _VIETNAMESE_ONLY.search(text) is not None
        self.utf8 = _as_utf8(text) if _SHOWN_UTF8.search(text) else None
        words = _words(text)
        self.words = len(words)
        self.clean = sum(map(is_clean_word, words))
        self.clean_misses = sum(not is_clean_word(word) and not _is_abbreviation(word) for word in words)
        self.hits: dict[str, int] = {}
        self.misses: dict[str, int] = {}
        self.gained: dict[str, set[str]] = {}
        for encoding in (TCVN3, VNI):
            self.hits[encoding] = self.misses[encoding] = 0
            self.gained[encoding] = set()
            for word in words:
                new = _converted_word(word, encoding)
                if new is not None and _is_word(new):
                    self.hits[encoding] += 1
                    if not is_clean_word(word):
                        self.gained[encoding].add(word)
                elif new is None or not _is_abbreviation(new):
                    self.misses[encoding] += 1
        plain = [word for word in _PARTS.split(text) if _PLAIN_WORD.fullmatch(word)]
        native = sum(map(is_syllable, plain))
        self.foreign = len(plain) - native
        self.native = native + max(self.hits.values())
        self.is_foreign = self.foreign > self.native
        self.best = self._best()
        self.is_common = self.words > 0 and all(word.lower() in _COMMON for word in words)
        self.is_clean = self.is_unicode or (self.clean > 0 and not self.clean_misses and all(self.misses.values()))

    def _best(self) -> str | None:
        """The one old encoding in which most words are Vietnamese, and more than are as it stands; null where there is none or are two."""
        fitting = [one for one in (TCVN3, VNI) if self.hits[one] > self.clean and self.hits[one] >= 4 * self.misses[one]]
        if self.is_unicode or self.is_foreign or not fitting or (len(fitting) == 2 and self.hits[TCVN3] == self.hits[VNI]):
            return None
        return max(fitting, key=lambda one: self.hits[one])

    @property
    def is_utf8_surely(self) -> bool:
        """Whether the text is UTF-8 read as something else by its own evidence: more Vietnamese when mended, or a form that nothing else has."""
        if self.utf8 is None:
            return False
        words = _words(self.utf8)
        hits = sum(map(is_clean_word, words))
        if 2 * hits < len(words):
            return False
        return hits > self.clean or (_THREE_BYTES.search(self.text) is not None and hits >= self.clean)

    @property
    def is_telling(self) -> bool:
        """Whether the best encoding gives at least a word that no symbol beside a letter makes, among words that are Vietnamese for the most part."""
        is_native = self.native > 1 and 2 * self.foreign <= self.native
        return self.best is not None and is_native and any(len(word) > 2 for word in self.gained[self.best])

    def converted(self, encoding: str, font: str | None) -> str:
        """The text out of one encoding, in capitals where its font drew it so."""
        if encoding == UTF8:
            return (self.utf8 or self.text).removeprefix("\ufeff")
        if encoding == VNI:
            return vni_text(self.text)
        return tcvn3_text(self.text).upper() if font == CAPITALS else tcvn3_text(self.text)


class _Sheet:
    """The vote of a sheet's texts, and by it the decision on each."""

    def __init__(self, texts: list[tuple[_Weight, str | None]]) -> None:
        self._utf8_words = sum(weight.words for weight, _ in texts if weight.is_utf8_surely)
        others = [(weight, font) for weight, font in texts if not weight.is_utf8_surely]
        clean = sum(weight.is_clean or weight.is_foreign for weight, _ in others)
        self._lead: str | None = None
        self._present: set[str] = set()
        self._by_font: dict[str, bool] = {}
        for encoding in (TCVN3, VNI):
            damaged = [(weight, font) for weight, font in others if weight.best == encoding]
            telling = {word for weight, font in damaged for word in weight.gained[encoding] if len(word) > 2 or _is_of(font, encoding)}
            if len(telling) < _WORDS_OF_A_VOTE:
                continue
            self._present.add(encoding)
            drawn = sum(_is_of(font, encoding) for _, font in damaged)
            self._by_font[encoding] = 5 * drawn >= 4 * len(damaged)
            if len(damaged) >= 4 * clean and len(damaged) >= 4 * sum(weight.best not in (None, encoding) for weight, _ in others):
                self._lead = encoding

    def decide(self, weight: _Weight, font: str | None) -> tuple[str | None, bool]:
        """The encoding that a text is damaged by, and whether that is certain; null where it is clean or nothing is known against it."""
        if weight.utf8 is not None and (weight.is_utf8_surely or self._utf8_words >= _WORDS_OF_A_VOTE):
            return UTF8, True
        if weight.is_unicode:
            return self._inside_unicode(weight)
        if weight.best is not None:
            return self._damaged(weight, weight.best, font)
        if weight.is_foreign:
            if self._lead is None or not weight.gained[self._lead]:
                return None, True
            return self._lead, not weight.clean and not weight.misses[self._lead]
        if weight.is_common and not (_is_of(font, TCVN3) or _is_of(font, VNI)):
            return None, True
        for encoding in (TCVN3, VNI):
            is_possible = weight.words > 0 and not weight.misses[encoding] and weight.clean_misses + weight.clean > 0
            if _is_of(font, encoding) and is_possible:
                return encoding, True
            if encoding == self._lead and is_possible:
                # Words in both readings (Bé): the sheet decides, unless its damaged cells have a font that this one has not.
                return encoding, not self._by_font[encoding]
            if encoding == self._lead and weight.hits[encoding] > weight.clean:
                return encoding, weight.hits[encoding] >= weight.misses[encoding]
            if encoding in self._present and not weight.is_clean and weight.gained[encoding] | self._both(weight, encoding):
                return encoding, False
        # Among damaged texts, one that is Vietnamese in no reading (a foreign name) may be damaged as they are.
        return (self._lead, False) if self._lead and weight.clean_misses else (None, True)

    def _damaged(self, weight: _Weight, encoding: str, font: str | None) -> tuple[str | None, bool]:
        gain = weight.hits[encoding] - weight.clean
        alone = weight.hits[encoding] >= _WORDS_ALONE and min(gain, len(weight.gained[encoding])) >= 2 and 2 * weight.foreign <= weight.native
        if alone or encoding == self._lead or _is_of(font, encoding):
            return encoding, True
        return (encoding, False) if encoding in self._present or weight.is_telling else (None, True)

    def _inside_unicode(self, weight: _Weight) -> tuple[str | None, bool]:
        """A text that is Unicode in part: never changed, but told where several words of it are damaged."""
        for encoding in (TCVN3, VNI):
            if len(weight.gained[encoding]) > 1:
                return encoding, False
        return None, True

    @staticmethod
    def _both(weight: _Weight, encoding: str) -> set[str]:
        return {weight.text} if weight.words and not weight.misses[encoding] else set()


def _is_of(font: str | None, encoding: str) -> bool:
    return font == encoding or (font == CAPITALS and encoding == TCVN3)


def _words(text: str) -> list[str]:
    """The words of a text that are not pure ASCII. A lone symbol is none; several may be ('§·' is 'Đã' in TCVN3)."""
    if text.isascii():
        return []
    return [word for word in _PARTS.split(text) if not word.isascii() and (len(word) > 1 or _LETTER.search(word)) and word not in _TYPESET]


def _as_utf8(text: str) -> str | None:
    mended = utf8_text(text)
    if mended is None and _LOST_BLANK.search(text):
        # à ends in the byte of a no-break space, which many programs have since made a plain one.
        mended = utf8_text(_LOST_BLANK.sub("\u00a0", text))
        if mended is not None and not all(map(is_clean_word, _words(mended))):
            return None
    return mended


@lru_cache(maxsize=1 << 16)
def _converted_word(word: str, encoding: str) -> str | None:
    if _MICRO.fullmatch(word):
        return None
    return tcvn3_word(word) if encoding == TCVN3 else vni_word(word)


def _gains(word: str, encoding: str) -> bool:
    """Whether a word is Vietnamese only when converted."""
    new = _converted_word(word, encoding)
    return new is not None and new != word and _is_word(new) and not is_clean_word(word)


def _is_word(word: str) -> bool:
    return is_syllable(word) or word.lower() in _PLACES


def _is_abbreviation(word: str) -> bool:
    """NĐ, QĐ, BCĐTW: capitals that spell no word and count neither way."""
    return word.isupper() and len(word) <= _LONGEST_ABBREVIATION and "Đ" in word
