"""Vietnamese written in the encodings from before Unicode, as an office's program wrote it: the other way round than what is tested."""

from __future__ import annotations

import unicodedata

from pipelines.vietnamese.legacy import TCVN3, VISCII, VNI

TONES = "\u0300\u0301\u0303\u0309\u0323"
PLAIN = "aăâeêioôơuưy"
LETTERS = "".join(dict.fromkeys(unicodedata.normalize("NFC", vowel + tone) for vowel in PLAIN for tone in ("", *TONES))) + "đ"
LETTERS += LETTERS.upper()

_TO_TCVN3 = {letter: code for code, letter in TCVN3.items()}
_TO_VNI: dict[str, str] = {}
for _code, _letter in VNI.items():
    _TO_VNI.setdefault(_letter, _code)
_TO_VISCII = {letter: code for code, letter in enumerate(VISCII)}


def tcvn3(text: str) -> bytes:
    """TCVN3: a capital with a tone is written by the small letter's code."""
    return "".join(_TO_TCVN3.get(char) or _TO_TCVN3.get(char.lower(), char) for char in text).encode("cp1252")


def vni(text: str) -> bytes:
    return "".join(_TO_VNI.get(char, char) for char in text).encode("cp1252")


def viscii(text: str) -> bytes:
    return bytes(_TO_VISCII[char] for char in text)


def cp1258(text: str) -> bytes:
    """Windows-1258: the letter, then its tone as a mark of its own."""
    written = ""
    for char in text:
        apart = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in apart if mark in TONES)
        written += unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in TONES)) + tone
    return written.encode("cp1258")


ENCODERS = {"tcvn3": tcvn3, "vni": vni, "viscii": viscii, "cp1258": cp1258}


def shown(content: bytes) -> str:
    """The bytes as a program on Windows-1252 shows them; the five codes without a character stay control characters."""
    return "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in content)
