"""Who sends what, in which layout, in which folder and under which file name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from . import text_csv, text_json, xlsx_counts, xlsx_dossiers, xlsx_indicators, xlsx_tasks  # noqa: F401  they register their layouts
from .agencies import DOSSIERS_ONLY, DOSSIERS_TOO, WITHOUT_FULL_PROCESS, WITHOUT_TASK_CODES, Agency
from .layouts import LAYOUTS, Layout

THREE_IN_ONE = ("BDTTG", "H37", "VTV")
UNDATED = ("H61", "indicators")
"""Neither the name nor the content of this file gives a date."""
DECOMPOSED = ("H57", "tasks")
"""Written on a system that decomposes letters (Unicode NFD)."""
COMMON_FOLDER = "gui-chung"
_BY_FILE_NAME = ("BYT", "H05", "H29", "BGDDT")
"""In the common folder, and named in every file name."""
_BY_TITLE = ("BTP", "H41", "BCT", "H56")
"""In the common folder, and named in the content only."""
_OWN_FOLDER = {"H49": "Tỉnh Quảng Ninh", "BKHCN": "Bộ Khoa học và Công nghệ", "H15": "dak lak - bao cao ngay"}
"""Folders that are no codes; what is in them is named as in the common folder."""

_TURNS = {
    "tasks": (
        "tasks_letter",
        "tasks_two_header_rows",
        "tasks_semicolons",
        "tasks_shifted",
        "tasks_plain_keys",
        "tasks_capitals",
        "tasks_bare",
        "tasks_with_instructions",
        "tasks_commas",
        "tasks_camel_keys",
    ),
    "dossier_counts": (
        "counts_form",
        "counts_total_first",
        "counts_sections",
        "counts_semicolons",
        "counts_form",
        "counts_flat_shifted",
        "counts_capitals",
        "counts_nested_keys",
    ),
    "indicators": (
        "indicators_letter",
        "indicators_semicolons",
        "indicators_two_header_rows",
        "indicators_commas",
        "indicators_plain_keys",
        "indicators_by_name",
        "indicators_letter",
    ),
    "dossiers": ("dossiers_portal", "dossiers_commas", "dossiers_true_dates", "dossiers_semicolons", "dossiers_camel_keys"),
}
_CHOSEN = {
    DECOMPOSED: "tasks_semicolons",
    UNDATED: "indicators_by_name",
    (WITHOUT_FULL_PROCESS, "dossier_counts"): "counts_form_unextended",
    **{(code, "tasks"): "tasks_without_code" for code in WITHOUT_TASK_CODES},
}
_SUBJECTS = {
    "tasks": ("nhiem_vu", "BC nhiệm vụ NQ57", "PHU LUC 1 nhiem vu"),
    "dossier_counts": ("II.06a", "ket_qua_TTHC", "Biểu 06a"),
    "indicators": ("chi_tieu", "Chỉ tiêu NQ57", "PHU LUC 2 chi tieu"),
    "dossiers": ("ho_so", "DanhSachHoSo", "So theo doi ho so"),
    "all": ("BC tong hop NQ57",),
}


@dataclass(frozen=True)
class Sending:
    """One file to be written."""

    agency: Agency
    dataset: str
    layout: Layout
    path: str
    number: int
    """Of the letter that all files of the agency go with."""
    decomposed: bool = False


def sendings(reporting: tuple[Agency, ...], day: date) -> list[Sending]:
    """Every file of the day, agency by agency."""
    files: list[Sending] = []
    turn = dict.fromkeys(_TURNS, 0)
    for position, agency in enumerate(reporting):
        for dataset in _datasets(agency):
            chosen = _layout(agency, dataset, turn)
            path = f"{_folder(agency)}/{_file_name(agency, dataset, chosen, day, position)}"
            files.append(Sending(agency, dataset, chosen, path, position + 101, (agency.code, dataset) == DECOMPOSED))
    return files


def _datasets(agency: Agency) -> tuple[str, ...]:
    if agency.code in THREE_IN_ONE:
        return ("all",)
    if agency.code in DOSSIERS_ONLY:
        return ("tasks", "dossiers", "indicators")
    return ("tasks", "dossier_counts", "indicators", *(("dossiers",) if agency.code in DOSSIERS_TOO else ()))


def _layout(agency: Agency, dataset: str, turn: dict[str, int]) -> Layout:
    """The layout chosen for the agency, else the next in turn that lets a reader know who sent it."""
    if dataset == "all":
        return LAYOUTS["three_in_one"]
    if (agency.code, dataset) in _CHOSEN:
        return LAYOUTS[_CHOSEN[agency.code, dataset]]
    while True:
        chosen = LAYOUTS[_TURNS[dataset][turn[dataset] % len(_TURNS[dataset])]]
        turn[dataset] += 1
        if chosen.names_agency or not (agency.code in _BY_TITLE or agency.code in _OWN_FOLDER):
            return chosen


def _folder(agency: Agency) -> str:
    if agency.code in _BY_FILE_NAME or agency.code in _BY_TITLE:
        return COMMON_FOLDER
    return _OWN_FOLDER.get(agency.code, agency.code)


def _file_name(agency: Agency, dataset: str, chosen: Layout, day: date, position: int) -> str:
    subject = _SUBJECTS[dataset][position % len(_SUBJECTS[dataset])]
    if agency.code in _BY_FILE_NAME:
        stem = f"{agency.in_file_name}_{subject}_{day:%d%m%Y}" if agency.is_central else f"BC_57_{agency.in_file_name}_{subject}_{day:%d%m%Y}"
    elif agency.code in _BY_TITLE:
        stem = f"{subject} kem theo BC so {position + 101}"
    elif (agency.code, dataset) == UNDATED:
        stem = f"{subject} (final)"
    elif not chosen.dated:
        stem = f"{subject}_{day:%Y%m%d}" if position % 2 else f"{subject} {day:%d.%m.%Y}"
    else:
        stem = (f"{subject}_{day:%Y%m%d}", subject, f"{subject} {day:%d-%m-%Y}", f"{subject} (1)")[position % 4]
    if agency.code in _BY_TITLE and not chosen.dated:
        stem += f" ngay {day:%d.%m.%Y}"
    return stem + chosen.suffix
