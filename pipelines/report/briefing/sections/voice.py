"""How things are said in one language: agencies' names, values, differences and whether a difference is good news."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.report.briefing.figures import Headline
from pipelines.report.briefing.numerals import Numerals
from pipelines.report.briefing.texts import Texts

AGENCY_BLOCKS = ("central", "provincial")


@dataclass(frozen=True, slots=True)
class Voice:
    """The words and numerals of one language, and how an agency is called in it."""

    texts: Texts
    numerals: Numerals

    def name(self, name_vi: str, name_en: str | None) -> str:
        """An agency's name for a table. A province's people's committee is called by its province."""
        if self.texts.language == "en" and name_en:
            return name_en
        name = name_vi.removeprefix("Ủy ban nhân dân ").removeprefix("tỉnh ")
        return name.replace("Thành phố ", "TP. ", 1) if name.startswith("Thành phố ") else name

    def value(self, metric: Headline) -> str:
        """A headline figure as it is printed: rates in percent, counts whole."""
        return self.numerals.percent(metric.value) if is_rate(metric.metric) else self.numerals.number(metric.value)

    def difference(self, metric: str, difference: float | None) -> str:
        """A difference of two values of a metric: points for a rate."""
        if difference is None:
            return self.numerals.number(None)
        if is_rate(metric):
            return self.texts("points", value=self.numerals.signed(difference, 2))
        return self.numerals.signed(difference)


def is_rate(metric: str) -> bool:
    """Whether a metric is told in percent."""
    return metric.endswith(("_rate", "_pct"))


def tone(metric: str, difference: float | None) -> str:
    """Whether a difference is good or bad news: 'better', 'worse' or 'same'. Less overdue is better; of all else more is."""
    if not difference or abs(difference) < 0.005:
        return "same"
    return "better" if (difference > 0) != metric.endswith("overdue") else "worse"


@dataclass(frozen=True, slots=True)
class Change:
    """A difference against the date before, with its tone."""

    text: str
    tone: str


def change_of(metric: str, difference: float | None, voice: Voice) -> Change:
    """A metric's difference in words, with its tone."""
    how = tone(metric, difference)
    if difference is not None and how == "same":
        return Change(voice.texts("unchanged"), how)
    # more tasks in all are neither good nor bad news
    return Change(voice.difference(metric, difference), "same" if metric == "tasks_total" else how)
