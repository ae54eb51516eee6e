"""Texts in the encodings of the fonts before Unicode: TCVN3 (.VnTime), VNI and Windows-1258. What a letter is there is a fact of those fonts."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from benchmarks.accuracy.model import Cell, Sheet

_TCVN3 = (
    "à:b5 ả:b6 ã:b7 á:b8 ạ:b9 ă:a8 ằ:bb ẳ:bc ẵ:bd ắ:be ặ:c6 â:a9 ầ:c7 ẩ:c8 ẫ:c9 ấ:ca ậ:cb đ:ae è:cc ẻ:ce ẽ:cf é:d0 "
    "ẹ:d1 ê:aa ề:d2 ể:d3 ễ:d4 ế:d5 ệ:d6 ì:d7 ỉ:d8 ĩ:dc í:dd ị:de ò:df ỏ:e1 õ:e2 ó:e3 ọ:e4 ô:ab ồ:e5 ổ:e6 ỗ:e7 ố:e8 "
    "ộ:e9 ơ:ac ờ:ea ở:eb ỡ:ec ớ:ed ợ:ee ù:ef ủ:f1 ũ:f2 ú:f3 ụ:f4 ư:ad ừ:f5 ử:f6 ữ:f7 ứ:f8 ự:f9 ỳ:fa ỷ:fb ỹ:fc ý:fd "
    "ỵ:fe Ă:a1 Â:a2 Ê:a3 Ô:a4 Ơ:a5 Ư:a6 Đ:a7 "
)
TCVN3 = {pair.split(":")[0]: int(pair.split(":")[1], 16) for pair in _TCVN3.split()}
"""Letter -> byte. Capitals with a tone have none: a font of capitals draws them from the small letters' bytes."""
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VNI_TONE = dict(zip(_TONES, "øùõûï", strict=True))
_VNI_CIRCUMFLEX = dict(zip(_TONES, "àáãåä", strict=True))
_VNI_BREVE = dict(zip(_TONES, "èéüúë", strict=True))
_VNI_WHOLE = {"đ": "ñ", "Đ": "Ñ", "ơ": "ô", "Ơ": "Ô", "ư": "ö", "Ư": "Ö", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}


def windows_1258(text: str) -> bytes:
    """Base letters, and tones as marks of their own."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in marks if mark in _TONES), "")
        out.append(unicodedata.normalize("NFC", marks.replace(tone, "")) + tone if tone else letter)
    return "".join(out).encode("cp1258", "replace")


def tcvn3(text: str) -> bytes:
    """One byte a letter; toned capitals as small letters, as the bytes have them."""
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        byte = TCVN3.get(letter) or TCVN3.get(letter.lower())
        out += bytes([byte]) if byte else letter.encode("cp1252", "replace") if ord(letter) < 128 else letter.encode("ascii", "replace")
    return bytes(out)


def vni(text: str) -> bytes:
    """A base letter and a mark of its own, in bytes of cp1252."""
    out: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        if letter in _VNI_WHOLE or ord(letter) < 128:
            out.append(_VNI_WHOLE.get(letter, letter))
            continue
        marks = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in marks if mark in _TONES), "")
        base, shape = marks[0], marks[1:].replace(tone, "") if tone else marks[1:]
        if shape == "\u0302":
            mark = _VNI_CIRCUMFLEX.get(tone, "â")
        elif shape == "\u0306":
            mark = _VNI_BREVE.get(tone, "ê")
        elif shape == "\u031b":
            base, mark = _VNI_WHOLE[unicodedata.normalize("NFC", base + shape)], _VNI_TONE.get(tone, "")
        else:
            mark = _VNI_TONE.get(tone, "")
        out.append(base + (mark.upper() if base.isupper() else mark))
    return "".join(out).encode("cp1252", "replace")


def damaged(sheet: Sheet, encoding: str) -> Sheet:
    """The sheet with its texts as a program shows the old letters in a font of today; cells with letters that the encoding lacks stay."""
    to_bytes = {"tcvn3": tcvn3, "vni": vni}[encoding]

    def spoilt(cell: Cell) -> Cell:
        if not isinstance(cell.value, str):
            return cell
        content = to_bytes(cell.value)
        return cell if content.count(b"?") != cell.value.count("?") else replace(cell, value=content.decode("cp1252", "replace"))

    return replace(sheet, rows=[[spoilt(cell) for cell in row] for row in sheet.rows])
