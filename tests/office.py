"""Office files for tests, part by part: what the public writers do not write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_MAIN: Final = {
    "docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    "docm": ("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
}


def relations(*kinds_and_targets: tuple[str, str]) -> str:
    """A part that says what another refers to; ids are r1, r2, ..."""
    lines = (
        f'<Relationship Id="r{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds_and_targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def package(kind: str, parts: Mapping[str, str | bytes], main: str | None = None) -> bytes:
    """An archive with these parts, and the two that say which of them is the main one."""
    usual, content = _MAIN[kind]
    name = main or usual
    types = f'<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/{name}" ContentType="{content}"/></Types>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", relations(("officeDocument", name)))
        for part, data in parts.items():
            archive.writestr(part, data)
    return out.getvalue()


def docx(body: str, *, numbering: str = "", styles: str = "", namespace: str = WORD, kind: str = "docx") -> bytes:
    """A Word document with this body."""
    around = f'xmlns:w="{namespace}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    around += ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    return package(
        kind,
        {
            "word/document.xml": f"<w:document {around}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(("numbering", "numbering.xml"), ("styles", "/word/styles.xml")),
            "word/numbering.xml": f"<w:numbering {around}>{numbering}</w:numbering>",
            "word/styles.xml": f"<w:styles {around}>{styles}</w:styles>",
        },
    )


def run(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def cell(text: str = "", properties: str = "") -> str:
    """A cell with one paragraph; a text that begins with a tag is what stands in the cell."""
    inside = text if text.startswith("<") else paragraph(run(text))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row; a text is a plain cell."""
    inside = "".join(text if text.startswith("<w:tc>") else cell(text) for text in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def xlsx(
    sheets: Mapping[str, str], *, strings: str = "", styles: str = "", states: Mapping[str, str] | None = None
) -> bytes:
    """A workbook; each sheet's name, and what stands in it."""
    around = f'xmlns="{_SHEET}" xmlns:r="{_RELATION}"'
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="r{number}" state="{(states or {}).get(name, "visible")}"/>'
        for number, name in enumerate(sheets, 1)
    )
    targets = [("worksheet", f"worksheets/{number}.xml") for number, _ in enumerate(sheets, 1)]
    parts = {f"xl/worksheets/{n}.xml": f"<worksheet {around}>{s}</worksheet>" for n, s in enumerate(sheets.values(), 1)}
    parts |= {
        "xl/workbook.xml": f"<workbook {around}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*targets, ("sharedStrings", "strings.xml"), ("styles", "styles.xml")),
        "xl/strings.xml": f"<sst {around}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {around}>{styles}</styleSheet>",
    }
    return package("xlsx", parts)
