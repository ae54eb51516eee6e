"""The page's words, numerals and drawings, each by itself."""

import datetime as dt
import itertools
import re
import string
from pathlib import Path

import lxml.etree
import pytest

from pipelines.report.briefing import charts, page, sections, texts
from pipelines.report.briefing.numerals import Numerals
from pipelines.report.briefing.texts import TEXTS, Texts
from schemas.audit import DELIVERY_STATUSES
from schemas.contract import DATASETS
from schemas.issues import CATALOGUE
from schemas.rule import Severity

FOLDER = Path(texts.__file__).parent
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in (*FOLDER.rglob("*.py"), *page.TEMPLATES.glob("*.html")) if path.name != "texts.py")
N_VI, N_EN = Numerals("vi"), Numerals("en")


# -- words


def test_every_text_stands_in_both_languages_with_the_same_places():
    for key, pair in TEXTS.items():
        assert len(pair) == 2 and all(text.strip() for text in pair), key
        places = [{name for _, name, _, _ in string.Formatter().parse(text) if name is not None} for text in pair]
        assert places[0] == places[1] and "" not in places[0], key


def test_no_vietnamese_letter_stands_in_an_english_text():
    assert [key for key, (_, english) in TEXTS.items() if re.search(r"[À-ỹđĐ]", english)] == []


def test_every_text_asked_for_is_there_and_every_text_is_asked_for():
    asked = set(re.findall(r"""(?:\bt|texts)\(\s*["'](\w+)["']""", SOURCES))
    assert asked and asked <= TEXTS.keys()
    quoted = set(re.findall(r"""["'](\w+)["']""", SOURCES))
    from_data = {f"state_{state}" for state in ("held", "carried", "missing")} | set(DELIVERY_STATUSES) | set(DATASETS) | set(Severity)
    assert TEXTS.keys() - quoted - from_data == set()


def test_what_comes_from_data_has_a_text():
    assert {*DELIVERY_STATUSES, *DATASETS, *sections.DIMENSIONS, *sections.PARTS, *map(str, Severity)} <= TEXTS.keys()


def test_a_text_without_its_filling_is_an_error():
    with pytest.raises(KeyError):
        Texts("vi")("coverage", counted=1)
    with pytest.raises(KeyError):
        Texts("vi")("no such text")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_kind_of_finding_has_no_place_left_open_and_no_particular(language):
    for code in CATALOGUE:
        kind = sections.kind_of(code, language)
        assert kind and "{" not in kind and "}" not in kind and kind[0] == kind[0].upper(), code
    assert sections.kind_of("TASK_WITHOUT_PERSON", "vi") == "Nhiệm vụ chưa rõ người phụ trách."
    assert sections.kind_of("BAD_NUMBER", "vi") == "Ô …, cột «…»: «…» không phải là số."


@pytest.mark.parametrize(
    ("name_vi", "name_en", "vi", "en"),
    [
        ("Ủy ban nhân dân tỉnh Cà Mau", "Cà Mau", "Cà Mau", "Cà Mau"),
        ("Ủy ban nhân dân Thành phố Hồ Chí Minh", "Hồ Chí Minh", "TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("Bộ Y tế", None, "Bộ Y tế", "Bộ Y tế"),
        ("Thanh tra Chính phủ", "Government Inspectorate", "Thanh tra Chính phủ", "Government Inspectorate"),
    ],
)
def test_agencies_are_called_shortly(name_vi, name_en, vi, en):
    assert sections.Voice(Texts("vi"), N_VI).name(name_vi, name_en) == vi
    assert sections.Voice(Texts("en"), N_EN).name(name_vi, name_en) == en


@pytest.mark.parametrize(
    ("metric", "difference", "wanted"),
    [
        ("tasks_open_overdue", 1.0, "worse"),
        ("tasks_open_overdue", -24.0, "better"),
        ("dossiers_online_full_rate", 0.47, "better"),
        ("dossiers_online_full_rate", -0.004, "same"),
        ("agencies_reported", -1.0, "worse"),
        ("tasks_done", 0.0, "same"),
        ("tasks_done", None, "same"),
    ],
)
def test_tone(metric, difference, wanted):
    assert sections.tone(metric, difference) == wanted


# -- numerals


@pytest.mark.parametrize(
    ("value", "places", "vi", "en"),
    [
        (1234, 0, "1.234", "1,234"),
        (8412536.0, 0, "8.412.536", "8,412,536"),
        (39.981035, 2, "39,98", "39.98"),
        (0.125, 2, "0,13", "0.13"),  # half up, not half to even
        (2.675, 2, "2,68", "2.68"),  # as written, not as the nearest binary fraction
        (-24, 0, "−24", "−24"),
        (-1234.5, 1, "−1.234,5", "−1,234.5"),
        (-0.001, 2, "0,00", "0.00"),
        (0, 0, "0", "0"),
        (None, 2, "—", "—"),
    ],
)
def test_numbers(value, places, vi, en):
    assert N_VI.number(value, places) == vi
    assert N_EN.number(value, places) == en


@pytest.mark.parametrize(
    ("value", "places", "wanted"),
    [(3, 0, "+3"), (-24, 0, "−24"), (0, 0, "0"), (0.47, 2, "+0,47"), (-0.001, 2, "0,00"), (0.004, 2, "0,00"), (None, 2, "—")],
)
def test_differences_carry_their_sign_unless_they_are_nothing(value, places, wanted):
    assert N_VI.signed(value, places) == wanted


def test_percents_and_dates():
    day = dt.date(2025, 10, 5)
    assert N_VI.percent(39.981035) == "39,98\u00a0%" and N_EN.percent(39.981035) == "39.98%"
    assert N_VI.percent(80.0, 0) == "80\u00a0%" and N_VI.percent(None) == "—"
    assert N_VI.date(day) == "05/10/2025" and N_EN.date(day).split() == ["5", "Oct", "2025"]
    assert N_VI.long_date(day) == "Chủ Nhật, 05/10/2025" and N_EN.long_date(day).startswith("Sunday, ")
    assert N_VI.moment(dt.datetime(2025, 10, 5, 4, 7)) == "04:07 05/10/2025"
    assert N_VI.short_date(day) == "05/10" and N_EN.short_date(day) == "5 Oct"
    assert N_VI.date(None) == N_VI.moment(None) == "—"


# -- drawings


def drawn(markup: object) -> lxml.etree._Element:
    return lxml.etree.fromstring(str(markup))


def draw_lines(*lines: charts.Line, top: float | None = 100.0, target: float | None = None) -> lxml.etree._Element:
    told = {"value_text": str, "axis_text": str, "day_text": lambda day: f"{day:%d/%m}"}
    return drawn(charts.lines(lines, "label", top=top, target=target, target_name="80", **told))


def days_from(first: dt.date, values: list[float | None]) -> tuple[tuple[dt.date, float | None], ...]:
    return tuple((first + dt.timedelta(days=i), value) for i, value in enumerate(values))


FIRST = dt.date(2025, 10, 1)


def test_parts_of_a_bar_stand_end_to_end():
    svg = drawn(charts.stacked([("a", 25.0), ("b", 0.0), ("c", 75.0)], "x"))
    assert [(each.get("class"), each.get("x"), each.get("width")) for each in svg.findall("rect")] == [
        ("a", "0.000%", "25.000%"),
        ("c", "25.000%", "75.000%"),
    ]
    assert [each.get("x1") for each in svg.findall("line")] == ["25.000%"]


def test_a_gauge_hatches_what_lacks_and_nothing_where_the_target_is_reached():
    short, reached, unknown = (drawn(charts.gauge(value, 80.0, "x")) for value in (39.98, 80.0, None))
    (gap,) = [each for each in short if each.get("class") == "gap"]
    assert (gap.get("x"), gap.get("width")) == ("39.980%", "40.020%")
    assert "gap" not in [each.get("class") for each in reached]
    assert [each.get("class") for each in unknown] == ["track", "target"]
    assert drawn(charts.gauge(250.0, None, "x")).findall("rect")[-1].get("width") == "100.000%", "never beyond the track"


def test_a_day_without_a_value_interrupts_its_line():
    svg = draw_lines(charts.Line("n", "national", days_from(FIRST, [1.0, None, 3.0, 4.0])))
    assert len(svg.findall("circle")) == 3
    assert len([each for each in svg.findall("line") if each.get("class") == "national"]) == 1


def test_days_stand_at_their_true_distances():
    points = ((FIRST, 1.0), (FIRST + dt.timedelta(days=1), 1.0), (FIRST + dt.timedelta(days=10), 1.0))
    x = [float(each.get("cx")) for each in draw_lines(charts.Line("n", "national", points)).findall("circle")]
    assert (x[1] - x[0]) * 9 == pytest.approx(x[2] - x[1], rel=0.01)


def test_a_single_day_is_points_and_labels_keep_apart():
    lines = [
        charts.Line(name, style, ((FIRST, value),)) for name, style, value in (("a", "national", 50.0), ("b", "central", 50.5), ("c", "x", 50.2))
    ]
    svg = draw_lines(*lines, target=80.0)
    assert len(svg.findall("circle")) == 3
    assert [each.get("class") for each in svg.findall("line")].count("target") == 1
    heights = sorted(float(each.get("y")) for each in svg.findall("text") if (each.get("class") or "").startswith("end"))
    assert all(low - high >= 28 for high, low in itertools.pairwise(heights))
    assert heights[0] >= 0 and heights[-1] <= 196


@pytest.mark.parametrize("values", [[0.0, 0.0, 0.0], [100.0, 100.0, 100.0]])
def test_labels_of_equal_lines_stay_within_the_drawing(values):
    svg = draw_lines(*(charts.Line(str(i), "x", ((FIRST, value),)) for i, value in enumerate(values)))
    heights = [float(each.get("y")) for each in svg.findall("text") if (each.get("class") or "").startswith("end")]
    assert len(set(heights)) == 3 and min(heights) >= 10 and max(heights) <= 196


def test_many_days_are_named_few_times_and_the_last_always():
    svg = draw_lines(charts.Line("n", "national", days_from(FIRST, [float(i % 50) for i in range(200)])))
    named = [each.text for each in svg.findall("text") if each.get("text-anchor") == "middle"]
    assert 3 <= len(named) <= 5 and named[0] == "01/10" and named[-1] == f"{FIRST + dt.timedelta(days=199):%d/%m}"


@pytest.mark.parametrize(
    ("largest", "top"), [(0, "4.0"), (3, "4.0"), (4, "4.0"), (5, "8.0"), (51, "80.0"), (75, "80.0"), (81, "200.0"), (955, "2000.0")]
)
def test_the_axis_of_counts_ends_in_even_steps_above_the_largest(largest, top):
    svg = draw_lines(charts.Line("n", "national", ((FIRST, float(largest)),)), top=None)
    axis = [each.text for each in svg.findall("text") if each.get("text-anchor") == "end"]
    assert axis[-1] == top and len(axis) == 5
    assert all(float(step).is_integer() for step in axis)


def test_nothing_to_draw_is_no_drawing():
    told = {"value_text": str, "axis_text": str, "day_text": str}
    for lines in ([], [charts.Line("n", "x", ((FIRST, None),))]):
        assert str(charts.lines(lines, "x", top=None, target=None, target_name="", **told)) == ""


def test_names_in_drawings_are_escaped():
    svg = draw_lines(charts.Line("<b>&'\"", "national", ((FIRST, 1.0),)))
    assert "<b>&'\"" in "".join(svg.itertext())
    assert drawn(charts.stacked([("a", 1.0)], '"><script>')).get("aria-label") == '"><script>'
    assert "".join(drawn(charts.legend([("a", "<i>")])).itertext()) == "<i>"


# -- looks


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_text_colours_stand_out_from_the_paper():
    css = (page.TEMPLATES / "briefing.css").read_text(encoding="utf-8")
    named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))
    used = {named[name] for name in re.findall(r"(?<!-)\b(?:color|fill): var\(--([\w-]+)\)", css)}
    used |= set(re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", css))
    assert len(used) >= 5
    for colour in used:
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5, f"{colour} on white is hard to read"


def test_the_style_sheet_knows_paper_and_phones():
    css = (page.TEMPLATES / "briefing.css").read_text(encoding="utf-8")
    assert "size: A4" in css and "@media print" in css and "@media (max-width: 30rem)" in css
    assert css.count("{") == css.count("}")
