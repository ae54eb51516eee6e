"""How a header or a text is dressed by whoever typed it: capitals, line breaks, hints in parentheses, odd spaces, marks lost. The words stay."""

from __future__ import annotations

import re
import unicodedata

from benchmarks.accuracy.agencies import plain
from benchmarks.accuracy.dice import Dice

HINTS = {
    "due_text": ("(ngày/tháng/năm)", "(theo văn bản giao)"), "assigned_on": ("(dd/mm/yyyy)", "(ngày/tháng/năm)"), "completed_on": ("(dd/mm/yyyy)",
    "(nếu có)"),
    "received_at": ("(dd/mm/yyyy hh:mm)",), "due_at": ("(ngày/tháng/năm)",), "evidence": ("(số, ngày văn bản)", "(nếu có)"), "blocker": ("(nếu có)",),
    "proposal": ("(nếu có)",), "lead_text": ("(ghi rõ tên đơn vị)",), "responsible_person": ("(ghi rõ họ tên)",), "title": ("(ghi đầy đủ)",),
    "received_total": ("(hồ sơ)",), "done_total": ("(hồ sơ)",), "open_total": ("(hồ sơ)",), "online_full": ("(hồ sơ)",),
}  # fmt: skip


class Fashion:
    """What one table's typist does to all headers alike."""

    def __init__(self, dice: Dice) -> None:
        self.capitals = dice.chance(0.12)
        self.no_marks = dice.chance(0.04)
        self.decomposed = dice.chance(0.03)
        self.breaks = dice.weighted({0.0: 5, 0.3: 3, 0.8: 1})
        self.hints = dice.chance(0.2)
        self.stars = dice.chance(0.08)


def header(text: str, field: str | None, fashion: Fashion, dice: Dice) -> str:
    """`text` as it stands in the header row."""
    if fashion.hints and field in HINTS and "(" not in text and dice.chance(0.5):
        text = f"{text} {dice.pick(HINTS[field])}"
    if fashion.capitals and not re.search(r"[a-z][A-Z]", text):
        text = text.upper()
    if fashion.no_marks:
        text = plain(text)
    spaces = [match.start() for match in re.finditer(" ", text)]
    if spaces and dice.chance(fashion.breaks):
        spot = dice.pick(spaces)
        text = f"{text[:spot]}\n{text[spot + 1 :]}"
    elif spaces and dice.chance(0.05):
        text = text.replace(" ", dice.pick(("  ", "\u00a0", " \u200b")), 1)
    if fashion.stars and dice.chance(0.3):
        text += dice.pick((" (*)", "*", " :", ":", " (1)"))
    if dice.chance(0.04):
        text = dice.pick((f" {text}", f"{text} ", f"{text}\n"))
    return unicodedata.normalize("NFD", text) if fashion.decomposed else text


def key(text: str, style: str) -> str:
    """A header's words as a key of json or a tag of xml, in the style of one programmer."""
    words = re.findall(r"[A-Za-z0-9]+", plain(text.replace("%", " phan tram ")))
    if style == "vietnamese":
        return text
    if style == "snake":
        return "_".join(word.lower() for word in words)
    if style == "upper":
        return "_".join(word.upper() for word in words)
    joined = "".join(word[:1].upper() + word[1:].lower() for word in words)
    return joined if style == "pascal" else joined[:1].lower() + joined[1:]


def prose(text: str, dice: Dice) -> str:
    """A text cell as it was typed or pasted: at times with odd spaces, line breaks, decomposed letters, a quote in front."""
    if dice.chance(0.92):
        return text
    how = dice.pick(("edge", "double", "nbsp", "break", "decomposed"))
    if how == "edge":
        return f" {text} "
    if how == "decomposed":
        return unicodedata.normalize("NFD", text)
    return text.replace(" ", {"double": "  ", "nbsp": "\u00a0", "break": "\n"}[how], 1)
