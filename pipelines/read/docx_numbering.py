"""The numbers that a text document's program puts before paragraphs by itself: they are in no text, and a column 'STT' is often made of them."""

from __future__ import annotations

import re

from lxml import etree

from pipelines.read.safe_xml import attribute, local_name

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """Counts paragraphs of lists as they pass by."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        """List -> level -> (form of the number, text around it, first number)."""
        self._counts: dict[str, dict[int, int]] = {}
        shapes: dict[str, dict[int, tuple[str, str, int]]] = {}
        for element in root if root is not None else ():
            if local_name(element) == "abstractNum":
                shapes[attribute(element, "abstractNumId") or ""] = dict(_level(one) for one in element if local_name(one) == "lvl")
            elif local_name(element) == "num":
                shape = next((attribute(one, "val") for one in element if local_name(one) == "abstractNumId"), None)
                self._levels[attribute(element, "numId") or ""] = shapes.get(shape or "", {})

    def pass_by(self, paragraph: etree._Element) -> str:
        """The number before this paragraph; '' where it has none. Every paragraph must pass, in order, and once."""
        number = next((one for properties in paragraph if local_name(properties) == "pPr" for one in properties if local_name(one) == "numPr"), None)
        if number is None:
            return ""
        given = {local_name(one): attribute(one, "val") or "" for one in number}
        levels = self._levels.get(given.get("numId", ""), {})
        level = int(given["ilvl"]) if given.get("ilvl", "").isdigit() else 0
        if level not in levels or levels[level][0] in ("bullet", "none"):
            return ""
        counts = self._counts.setdefault(given["numId"], {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]

        def written(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            form, _, first = levels.get(at, ("decimal", "", 1))
            return _number(counts.get(at, first), form)

        return _PLACE.sub(written, levels[level][1]).strip()


def _level(element: etree._Element) -> tuple[int, tuple[str, str, int]]:
    given = {local_name(one): attribute(one, "val") or "" for one in element}
    start = given.get("start", "1")
    at = attribute(element, "ilvl") or "0"
    return int(at) if at.isdigit() else 0, (given.get("numFmt", "decimal"), given.get("lvlText", ""), int(start) if start.isdigit() else 1)


def _number(value: int, form: str) -> str:
    if form in ("lowerRoman", "upperRoman") and 0 < value < 40:
        text, rest = "", value
        for worth, letters in _ROMAN:
            text, rest = text + letters * (rest // worth), rest % worth
        return text.upper() if form == "upperRoman" else text
    if form in ("lowerLetter", "upperLetter") and 0 < value <= 26:
        return chr((65 if form == "upperLetter" else 97) + value - 1)
    return f"{value:02}" if form == "decimalZero" else str(value)
