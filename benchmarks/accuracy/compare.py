"""When a loaded value says what the truth says."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from benchmarks.accuracy.columns import folded
from benchmarks.accuracy.model import OneOf

LOOSE = ("group_name", "section")
"""Fields that may keep the number in front of the words."""


def clean(value: Any) -> str:
    """A text as a reader sees it."""
    text = unicodedata.normalize("NFC", str(value)).replace("\u200b", "")
    return re.sub(r"\s+", " ", text).strip().lstrip("'").strip()


def is_same(name: str, truth: Any, loaded: Any) -> bool:
    """Whether the loaded value says what the truth says."""
    if isinstance(truth, OneOf):
        return any(is_same(name, one, loaded) for one in truth.values)
    if truth is None or loaded is None:
        return truth is None and loaded is None
    if truth == "present":
        return True
    if isinstance(truth, bool):
        return truth == loaded
    if isinstance(truth, int | float):
        return isinstance(loaded, int | float) and abs(loaded - truth) <= 1e-6 * max(1.0, abs(truth))
    if isinstance(truth, dt.datetime):
        return isinstance(loaded, dt.datetime) and loaded.replace(second=0, microsecond=0) == truth.replace(second=0, microsecond=0)
    if isinstance(truth, dt.date):
        return loaded == truth
    if name in LOOSE:
        return folded(str(truth)) in folded(str(loaded))
    if name == "unit":
        return clean(loaded).casefold().replace("phần trăm", "%") == clean(truth).casefold()
    return clean(truth) == clean(loaded)
