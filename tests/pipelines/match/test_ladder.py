"""The ladder of spellings: sender and form, then sender, then form, then dataset, then all; of one spelling the nearest speaks alone."""

from __future__ import annotations

from functools import partial

import pytest

from pipelines.digest import Sent, Terms, digest
from pipelines.match.form import find_form
from pipelines.vocabulary import Vocabulary
from tests.pipelines.sent_files import AFTERNOON, LATEST, TASK_HEAD, mapped, reader, registers, task_row, xlsx

SHIPPED = list(registers().synonyms.select("sender", "form", "dataset", "field", "path").iter_rows())
FORM = "NV"
BOOK = xlsx([["BÁO CÁO"], [*TASK_HEAD, "Ô lạ"], [*task_row(1, "NV-1"), "chữ"]])


def spelled(*rows: tuple[str, str, str, str]) -> Vocabulary:
    own = [(sender, form, dataset, field, ["o la"]) for sender, form, dataset, field in rows]
    return Vocabulary([*SHIPPED, *own], form_of=partial(find_form, forms=registers().forms))


def field_of(vocabulary: Vocabulary, folder: str) -> str | None:
    path = f"{folder}/a.xlsx"
    return mapped(digest(BOOK, Sent("00000001-abc", path, "a.xlsx", AFTERNOON), reader(), vocabulary, Terms(latest_on=LATEST)))["Ô lạ"]


@pytest.fixture(scope="module")
def ladder() -> Vocabulary:
    return spelled(
        ("BTP", FORM, "tasks", "evidence"),
        ("BTP", "*", "tasks", "note"),
        ("BYT", "*", "tasks", "product"),
        ("*", "*", "tasks", "proposal"),
    )


@pytest.mark.parametrize(("folder", "field"), [("BTP", "evidence"), ("BYT", "product"), ("BCT", "proposal")])
def test_the_nearest_scope_speaks(ladder, folder: str, field: str) -> None:
    assert field_of(ladder, folder) == field


def test_a_spelling_of_another_form_is_not_heard() -> None:
    assert field_of(spelled(("BTP", "II.06a", "*", "note")), "BTP") is None
    assert field_of(spelled(("*", FORM, "*", "note"), ("*", "*", "tasks", "product")), "BTP") == "note"


def test_a_title_tells_the_form_before_the_columns_do() -> None:
    vocabulary = spelled(("*", "II.06b", "dossier_counts", "note"), ("*", "II.06a", "dossier_counts", "open_overdue"))
    view = vocabulary.of_form("dossier_counts", ["TỔNG HỢP TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"], "Sheet1")
    assert [one.field for one in view.candidates("dossier_counts", None, ("Ô lạ",))] == ["note"]
    main = vocabulary.of_form("dossier_counts", [], "Sheet1")
    assert [one.field for one in main.candidates("dossier_counts", None, ("Ô lạ",))] == ["open_overdue"]
    assert vocabulary.candidates("dossier_counts", None, ("Ô lạ",)) == ()
