"""The encoding of a text file, from its bytes, and the file as UTF-8. What stands in the cells may still be damaged: see `vietnamese.damage`."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from pipelines.grid import Unreadable
from pipelines.vietnamese.damage import is_clean_word
from pipelines.vietnamese.legacy import BYTE_ENCODINGS, from_bytes
from pipelines.vietnamese.syllable import is_syllable

_STEP = 1 << 22
_MOST_WORDS = 5000
_FEWEST_HITS = 3
_LEAST_SHARE = 0.75
_LEAST_LEAD = 0.15
_FEWEST_AHEAD = 2
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# VISCII has six capitals on control characters, which no other encoding of text uses.
_WORD = re.compile(rb"[A-Za-z\x02\x05\x06\x14\x19\x1e\x80-\xff]*[\x80-\xff][A-Za-z\x02\x05\x06\x14\x19\x1e\x80-\xff]*")


_PLAIN_WORD = re.compile(rb"(?<![A-Za-z0-9\x80-\xff])[A-Z]?[a-z]{2,}(?![A-Za-z0-9\x80-\xff])")
_PLAIN_BYTES = 1 << 20


@dataclass(frozen=True)
class Decoded:
    """A text and the encoding that it came in: utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be, utf-32, cp1258, tcvn3, vni, viscii."""

    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    """The text of a file without its byte order mark, line ends as they are. Raises Unreadable as `encoding_of` does."""
    encoding = encoding_of(content)
    return Decoded(_text(content, encoding), encoding)


def in_utf8(content: bytes) -> tuple[bytes, str]:
    """The file as UTF-8 and the encoding that it came in. A file in UTF-8 is given back itself, with its mark. Raises as `encoding_of`."""
    encoding = encoding_of(content)
    if encoding in ("utf-8", "utf-8-sig"):
        return content, encoding
    return _text(content, encoding).encode("utf-8"), encoding


def is_guess(encoding: str | None) -> bool:
    """Whether an encoding was told by what the words look like, and not by a mark or by the form of the bytes."""
    return encoding in BYTE_ENCODINGS


def encoding_of(content: bytes) -> str:
    """The encoding of a text: by its mark, by the NULs of UTF-16, by the form of UTF-8, else by which encoding gives Vietnamese syllables.

    Raises Unreadable (UNSUPPORTED_ENCODING) where a mark lies, or where too few words are Vietnamese in the best of the old encodings, or as many in
    two: nothing is guessed.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _proven(content, encoding)
    if utf16 := _utf16_without_mark(content[:4096]):
        return _proven(content, utf16)
    damaged_at = _utf8_damage(content)
    return "utf-8" if damaged_at is None else _legacy(content, damaged_at)


def _text(content: bytes, encoding: str) -> str:
    if encoding in BYTE_ENCODINGS:
        return from_bytes(content, encoding)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("UNSUPPORTED_ENCODING", f"{encoding}: {error.reason} at byte {error.start}") from error


def _proven(content: bytes, encoding: str) -> str:
    if encoding == "utf-8-sig":
        damaged_at = _utf8_damage(content)
        if damaged_at is not None:
            raise Unreadable("UNSUPPORTED_ENCODING", f"marked as UTF-8, but not UTF-8 at byte {damaged_at}")
    else:
        _text(content, encoding)
    return encoding


def _utf16_without_mark(sample: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a NUL in every second byte, always on the same side."""
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) >= 4 and sample[offset::2].count(0) > len(sample) * 0.2 and sample[1 - offset :: 2].count(0) == 0:
            return encoding
    return None


def _utf8_damage(content: bytes) -> int | None:
    """Where the bytes stop being UTF-8; None where they are. A large file is not held as text for it."""
    if content.isascii():
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    for start in range(0, len(content), _STEP):
        block = content[start : start + _STEP]
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(block, final=start + _STEP >= len(content))
        except UnicodeDecodeError as error:
            return done - pending + error.start
        done += len(block)
    return None


def _legacy(content: bytes, damaged_at: int) -> str:
    """The old encoding in which the words are Vietnamese. A lone character says nothing: in another encoding it is a quotation mark."""
    words: set[bytes] = set()
    for found in _WORD.finditer(content):
        if len(found[0]) > 1:
            words.add(found[0])
        if len(words) >= _MOST_WORDS:
            break
    hits = {encoding: sum(_is_vietnamese(word, encoding) for word in words) for encoding in BYTE_ENCODINGS}
    best, second = sorted(hits, key=lambda one: hits[one], reverse=True)[:2]
    enough = max(_FEWEST_HITS, _LEAST_SHARE * len(words))
    plain = {word.decode() for word in _PLAIN_WORD.findall(content[:_PLAIN_BYTES])}
    native = sum(map(is_syllable, plain))
    is_foreign = len(plain) - native > native + hits[best]
    is_ahead = hits[best] - hits[second] >= max(_FEWEST_AHEAD, _LEAST_LEAD * len(words))
    if hits[best] >= enough and is_ahead and not is_foreign:
        return best
    told = ", ".join(f"{encoding} {hits[encoding]}" for encoding in BYTE_ENCODINGS)
    raise Unreadable("UNSUPPORTED_ENCODING", f"not UTF-8 at byte {damaged_at}; of {len(words)} words, Vietnamese in {told}")


def _is_vietnamese(word: bytes, encoding: str) -> bool:
    text = from_bytes(word, encoding)
    letters = "".join(filter(str.isalpha, text))
    # TCVN3 has no capitals with a tone; elsewhere a capital stands first, or all are.
    is_written_so = encoding == "tcvn3" or letters.isupper() or letters[1:].islower() or not letters[1:]
    return is_written_so and is_clean_word(text)
