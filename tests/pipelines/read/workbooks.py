# ruff: noqa: E501 - part XML reads better unbroken
"""Workbooks for the tests of the read stage: made with openpyxl, or part by part where openpyxl is too polite to make what people send."""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
# Cell styles by number: 0 general, 1 builtin 9 (0%), 2 dates, 3 custom '0,0 %', 4 custom with a quoted sign, 5 duration, 6 date and time, 7 builtin 10.
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="0.0\\ %"/><numFmt numFmtId="165" formatCode="0.0&quot;%&quot;"/></numFmts>
<cellStyleXfs count="2"><xf numFmtId="9"/><xf numFmtId="9"/></cellStyleXfs>
<cellXfs count="8"><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="46"/><xf numFmtId="22"/><xf numFmtId="10"/></cellXfs></styleSheet>"""


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def package(
    *sheets: str, workbook_type: str = XLSX_TYPE, styles: str = STYLES, shared: str | None = None, parts: dict[str, str] | None = None
) -> bytes:
    """A minimal workbook whose sheets S1, S2, ... have exactly the XML given."""
    names = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="rId{number}"/>' for number in range(1, len(sheets) + 1))
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>' for number in range(1, len(sheets) + 1)
    )
    relations += f'<Relationship Id="rId90" Type="{_OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId91" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    content = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="{workbook_type}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
        "xl/styles.xml": styles,
        **{f"xl/worksheets/sheet{number}.xml": xml for number, xml in enumerate(sheets, start=1)},
        **({"xl/sharedStrings.xml": shared} if shared else {}),
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return out.getvalue()


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def edited(content: bytes, path: str, pattern: str, replacement: str) -> bytes:
    """A package with one part changed by a regular expression, which must match."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == path:
                text, count = re.subn(pattern, replacement, part.decode())
                assert count, f"{pattern} does not stand in {path}"
                part = text.encode()
            target.writestr(info.filename, part)
    return out.getvalue()
