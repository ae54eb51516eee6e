"""Who: the sender of a delivery and the agency that a table speaks of, from folder, title, sheet and file name. Two that disagree are held."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.vietnamese.damage import repaired_name
from pipelines.vietnamese.fold import fold, light

if TYPE_CHECKING:
    from pipelines.registers import AgencyHit, Registers

_NOT_OURS = re.compile(
    r"^(kinh gui|noi nhan|don vi nhan|co quan nhan|noi gui den|ban hanh|theo |can cu|thuc hien |cong hoa xa hoi|doc lap|bieu so|"
    r"bieu mau|mau so|so\s*:|so \d|"
    r"v/v|ve viec|phu luc|luu|tm\.|kt\.|nguoi lap|huong dan)"
)
_PLACE_DATE = re.compile(r",\s*ngay\b")
_STATED = re.compile(
    r"^-?\s*(?:ten )?(?:don vi|co quan|noi)(?:,? (?:don vi|co quan))?(?: (?:bao cao|gui bao cao|gui|lap bao cao|thuc hien bao cao))?\s*[:：]\s*(.+)$|"
    r"^(?:bo|bo, nganh|tinh/thanh pho|tinh|dia phuong|agency|unit|ten_?don_?vi|ten_?co_?quan|don_?vi_?bao_?cao|co_?quan_?bao_?cao|ten_?dv|"
    r"agency_?name|don_?vi|co_?quan|nguoi_?gui|noi_?gui)\s*[:=]\s*(.+)$"
)
_STATED_CODE = re.compile(r"^-?\s*(?:ma[ _]?(?:don[ _]?vi|co[ _]?quan|dinh[ _]?danh|tinh|tp|dv)|agency[ _]?code|org[ _]?code)\s*[:=]\s*([\w.]+)\W*$")


@dataclass(frozen=True, slots=True)
class Claim:
    """One agency named somewhere. `evidence`: folder, stated, title, mention, sheet or file_name."""

    agency_code: str
    evidence: str
    text: str
    legacy: bool = False


@dataclass(frozen=True)
class Who:
    """Sender and agency as far as they can be told. `conflict` names the codes where two claims disagree; then nothing is chosen."""

    reported_by: str | None
    agency_code: str | None
    evidence: str | None
    conflict: tuple[str, ...] = ()
    legacy: tuple[Claim, ...] = ()


def folder_claim(path: str, register: Registers, on: dt.date) -> Claim | None:
    """The sender that a folder of the delivery's path names by agency code or whole name; the outermost such folder."""
    for folder in path.split("/")[:-1]:
        hit = _agency(repaired_name(folder), register, on)
        if hit:
            return Claim(hit.agency_code, "folder", folder, hit.legacy)
    return None


def find_who(
    folder: Claim | None,
    titles: Iterable[str],
    sheet: str,
    file_name: str,
    register: Registers,
    on: dt.date,
    around: Iterable[str] = (),
    *,
    is_one_of_many: bool = False,
) -> Who:
    """Weighs the claims: what a title states ('Đơn vị báo cáo: ...') or heads, then the sheet's name, the file's name, the folder.

    `around` are titles near the table (of the table above it, of a cover sheet), heard where its own make no claim.
    A folder names the sender. A title that names another agency than the folder is a conflict: which is wrong cannot be known.
    `is_one_of_many`: the file has sheets named by several agencies, as who puts reports together makes it; a sheet then speaks of its agency.
    """
    stated, heads, mentions = _title_claims(titles, register, on)
    if not (stated or heads or mentions):
        stated, heads, mentions = _title_claims(around, register, on)
    named = _file_claims(file_name, register, on)
    sheets = _sheet_claims(sheet, register, on)
    claims = stated or heads or ([] if folder else mentions)
    codes = list(dict.fromkeys(claim.agency_code for claim in claims))
    if folder and folder.agency_code in codes:
        codes = [folder.agency_code]
    if not codes and len({claim.agency_code for claim in sheets}) == 1:
        claims, codes = sheets, [sheets[0].agency_code]
    if not codes and len({claim.agency_code for claim in named}) == 1:
        claims, codes = named, [named[0].agency_code]
    if folder:
        if is_one_of_many and len({claim.agency_code for claim in sheets}) == 1 and codes == [sheets[0].agency_code]:
            return Who(folder.agency_code, codes[0], "sheet", (), _legacy([folder, *sheets]))
        if codes and codes != [folder.agency_code]:
            return Who(folder.agency_code, None, None, tuple(sorted({folder.agency_code, *codes})))
        return Who(folder.agency_code, folder.agency_code, "folder", (), _legacy([folder, *claims]))
    if len(codes) == 1:
        chosen = next(claim for claim in claims if claim.agency_code == codes[0])
        rivals = {claim.agency_code for claim in named} - {codes[0]}
        if rivals and chosen.evidence in ("mention", "sheet"):
            return Who(None, None, None, tuple(sorted({codes[0], *rivals})))
        return Who(codes[0], codes[0], chosen.evidence, (), _legacy([chosen]))
    return Who(None, None, None, tuple(sorted(codes)) if len(codes) > 1 else ())


def _legacy(claims: list[Claim]) -> tuple[Claim, ...]:
    return tuple(claim for claim in claims if claim.legacy)


def _agency(text: str, register: Registers, on: dt.date) -> AgencyHit | None:
    return (
        register.agency_of_code(text, on)
        if re.fullmatch(r"[0-9.]*[A-Za-z]+[0-9.]*", text.strip()) and register.agency_of_code(text, on)
        else register.agency_of_name(text, on)
    )


def _title_claims(titles: Iterable[str], register: Registers, on: dt.date) -> tuple[list[Claim], list[Claim], list[Claim]]:
    stated: list[Claim] = []
    heads: list[Claim] = []
    mentions: list[Claim] = []
    for line in titles:
        plain = light(line)
        if len(plain) > 300 or _NOT_OURS.match(plain) or _PLACE_DATE.search(plain):
            continue
        coded = _STATED_CODE.match(plain)
        if coded:
            by_code = register.agency_of_code(coded[1].upper(), on)
            stated += [Claim(by_code.agency_code, "stated", line, by_code.legacy)] if by_code else []
            continue
        said = _STATED.match(plain)
        if said:
            tail = line[line.index(":") + 1 :] if ":" in line else line.split("=", 1)[-1]
            hit = _agency(tail.strip(" .;"), register, on)
            hits = [hit] if hit else register.find_agencies_in(tail, on)
            stated += [Claim(found.agency_code, "stated", line, found.legacy) for found in hits[:1]]
            continue
        hit = register.agency_of_name(line, on)
        if hit:
            heads.append(Claim(hit.agency_code, "title", line, hit.legacy))
            continue
        mentions += [Claim(found.agency_code, "mention", line, found.legacy) for found in register.find_agencies_in(line, on)]
    return stated, heads, mentions


def _file_claims(file_name: str, register: Registers, on: dt.date) -> list[Claim]:
    stem = repaired_name(file_name).rsplit(".", 1)[0]
    spaced = re.sub(r"[_\-.()+\[\]]+", " ", stem)
    spaced = re.sub(r"(?<=[a-zà-ỹđ])(?=[A-ZĐÀ-Ỹ])", " ", spaced)
    hits = register.find_agencies_in(spaced, on)
    if not hits:
        tokens = [token for token in re.split(r"[\s_\-()+\[\]]+", stem) if token]
        found = [hit for token in tokens if re.fullmatch(r"[A-ZĐ]{3,}|[GH]\d{2}(\.\d+)*", token) and (hit := _agency(token, register, on))]
        hits = found
    return [Claim(hit.agency_code, "file_name", file_name, hit.legacy) for hit in hits]


def _sheet_claims(sheet: str, register: Registers, on: dt.date) -> list[Claim]:
    if not fold(sheet) or sheet.startswith("$"):
        return []
    hit = _agency(repaired_name(sheet), register, on)
    return [Claim(hit.agency_code, "sheet", sheet, hit.legacy)] if hit else []


def are_many(sheets: Iterable[str], register: Registers, on: dt.date) -> bool:
    """Whether the sheets of a file are named by several agencies."""
    return len({claim.agency_code for sheet in sheets for claim in _sheet_claims(sheet, register, on)}) > 1
