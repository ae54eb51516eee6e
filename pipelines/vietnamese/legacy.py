"""The encodings from before Unicode, letter by letter: TCVN3 (ABC), VNI, VISCII, Windows-1258, and UTF-8 that was read as Windows-1252.

Here text is converted as told; which encoding a text is in is for `damage` and for `pipelines.read.decode`.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

_CP1252 = [bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in range(256)]
_CP1258 = [bytes([code]).decode("cp1258", errors="ignore") or chr(code) for code in range(256)]

_TCVN3_CODES = (
    "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ¨ă©âªê«ô¬ơ\u00adư®đµà¶ả·ã¸á¹ạ»ằ¼ẳ½ẵ¾ắÆặÇầÈẩÉẫÊấËậÌèÎẻÏẽÐéÑẹÒềÓểÔễÕếÖệ×ìØỉÜĩÝíÞị"
    "ßòáỏâõãóäọåồæổçỗèốéộêờëởìỡíớîợïùñủòũóúôụõừö\u1eed÷ữøứùựúỳûỷüỹýýþỵ"
)
TCVN3 = dict(zip(_TCVN3_CODES[::2], _TCVN3_CODES[1::2], strict=True))
"""TCVN3 as Windows-1252 shows it, letter by letter. Capitals with a tone have no code: fonts named .Vn...H draw them from the small letters'."""

_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni() -> dict[str, str]:
    """Base letter and mark, or a code of its own, to the letter. A mark after a capital may be written in either case."""
    small = dict(_VNI_LETTERS)
    for base, letter in {**{vowel: vowel for vowel in "aeouy"}, "ô": "ơ", "ö": "ư"}.items():
        small |= {base + mark: letter + tone for mark, tone in _VNI_TONES.items()}
    for base in "aeo":
        small |= {base + mark: base + "\u0302" + tone for mark, tone in _VNI_CIRCUMFLEX.items()}
    small |= {"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVE.items()}
    small.pop("yï")  # ỵ has a code of its own
    codes = {}
    for code, letter in small.items():
        codes[code] = unicodedata.normalize("NFC", letter)
        capital = codes[code].upper()
        codes[code.upper()] = codes[code[0].upper() + code[1:]] = capital
    return codes


VNI = _vni()
"""VNI as Windows-1252 shows it: one or two characters to a letter."""
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))

_VISCII_HIGH = "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
_VISCII_LOW = {2: "Ẳ", 5: "Ẵ", 6: "Ẫ", 20: "Ỷ", 25: "Ỹ", 30: "Ỵ"}
VISCII = [_VISCII_LOW.get(code, chr(code)) for code in range(128)] + list(_VISCII_HIGH)
"""VISCII (RFC 1456) by byte; six of its capitals stand on control characters."""

_BYTE_OF = {char: code for code, char in enumerate(_CP1258)} | {char: code for code, char in enumerate(_CP1252)}
"""The byte that a program on Windows-1252, or on Windows-1258, showed as a character."""
_TO_BYTES = {ord(char): chr(code) for char, code in _BYTE_OF.items() if ord(char) != code}

_BYTE_TABLES = {
    "cp1258": "".join(_CP1258),
    "tcvn3": "".join(TCVN3.get(char, char) for char in _CP1252),
    "vni": "".join(_CP1252),
    "viscii": "".join(VISCII),
}
BYTE_ENCODINGS = tuple(_BYTE_TABLES)
"""The encodings of one byte a character that `from_bytes` knows."""

_TCVN3_MAP = {ord(code): letter for code, letter in TCVN3.items()}
_TCVN3_WORD = re.compile(f"[A-Za-z{''.join(TCVN3)}]+")
_VNI_WORD = re.compile(f"(?:{_VNI_CODE.pattern}|[A-Za-z])+")

_PLAIN_CAPITALS = "A-ZĂÂÊÔƠƯĐ"
_TONED_SMALL = "".join(letter for letter in TCVN3.values() if not set(_VNI_TONES.values()).isdisjoint(unicodedata.normalize("NFD", letter)))
_CAPITAL_WORD = re.compile(rf"(?<!\w)(?=(?:\w*?[{_PLAIN_CAPITALS}]){{2}})[{_PLAIN_CAPITALS}{_TONED_SMALL}]+(?!\w)")
_CODED_CAPITALS = re.compile(rf"[{_PLAIN_CAPITALS}][ĂÂÊÔƠƯ]|[ĂÂÊÔƠƯ][{_PLAIN_CAPITALS}]")
_SMALL_LETTER = re.compile(rf"[^\W\d_{_PLAIN_CAPITALS}{_TONED_SMALL}]")
_SEGMENT = re.compile(r'[^\r\n\t;,|"]+')


def from_bytes(content: bytes, encoding: str) -> str:
    """The text of bytes in one of BYTE_ENCODINGS; NFC where marks are written apart. Never fails: a code without a letter is the character it was."""
    text = codecs.charmap_decode(content, "strict", _BYTE_TABLES[encoding])[0]
    if encoding == "cp1258":
        return unicodedata.normalize("NFC", text)
    if encoding == "vni":
        return vni_text(text)
    return _SEGMENT.sub(lambda found: _raised(found[0]), text) if encoding == "tcvn3" else text


def tcvn3_text(text: str) -> str:
    """TCVN3 that stands in a Unicode text as Windows-1252 characters, as Vietnamese. Other characters stay.

    A capital with a tone came as the small letter's code. It is a capital again inside a word in capitals ('NHIÖM'), and beside such words where
    nothing is small ('Bé C¤NG AN'); a lone one ('ñy ban') cannot be known and stays small.
    """
    return _raised(text.translate(_TCVN3_MAP))


def vni_text(text: str) -> str:
    """VNI that stands in a Unicode text as Windows-1252 characters, as Vietnamese. Other characters stay."""
    return _VNI_CODE.sub(lambda found: VNI[found[0]], text)


def tcvn3_word(word: str) -> str | None:
    """A word of TCVN3 as Vietnamese; None where it has a letter that TCVN3 has no code for."""
    return word.translate(_TCVN3_MAP) if _TCVN3_WORD.fullmatch(word) else None


def vni_word(word: str) -> str | None:
    """A word of VNI as Vietnamese; None where a mark stands on no base letter, or a letter has no place in VNI."""
    return vni_text(word) if _VNI_WORD.fullmatch(word) else None


def utf8_text(text: str) -> str | None:
    """The text that was in UTF-8 and read as Windows-1252 or Windows-1258, once or twice ('Bá»™ CÃ´ng an'); None where it was not."""
    mended = _utf8_once(text)
    return mended and (_utf8_once(mended) or mended)


def _utf8_once(text: str) -> str | None:
    try:
        mended = text.translate(_TO_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    return mended if mended != text else None


def _raised(text: str) -> str:
    raised = _CAPITAL_WORD.sub(lambda found: found[0].upper(), text)
    is_capitals = (raised != text or _CODED_CAPITALS.search(text)) and not _SMALL_LETTER.search(text)
    return text.upper() if is_capitals else raised
