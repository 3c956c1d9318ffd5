"""The registry of diagnostic codes: one table, and nothing else says what a code means.

`GG` + stage (01 source, 02 cells, 03 grammar, 04 transform, 05 checks) + two digits.
"""

from __future__ import annotations

from typing import Final

from govgrammar.diagnostics import Code, Severity

_registry: dict[str, Code] = {}


def _code(code: str, slug: str, severity: Severity, zh: str, en: str) -> Code:
    _registry[code] = made = Code(code, slug, severity, zh, en)
    return made


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# ---- 01 source ----
EMPTY_TEXT: Final = _code(
    "GG0101", "empty-text", _E, "文本为空,没有可读的内容", "the text is empty: there is nothing to read"
)
NOT_TEXT: Final = _code(
    "GG0102",
    "not-text",
    _E,
    "这是{kind}文件,不能直接读取;{way_out}",
    "this is a {kind} file, which is not read; {way_out_en}",
)
UNDECODABLE: Final = _code(
    "GG0103",
    "undecodable",
    _W,
    "按 {encoding} 解码时有 {count} 处字节无法识别,已用 U+FFFD 标出",
    "{count} places do not decode as {encoding} and are marked U+FFFD",
)
STRANGE_CHARACTERS: Final = _code(
    "GG0104",
    "strange-characters",
    _N,
    "文本含 {count} 个控制字符或残缺字符(如此处的 U+{first}),已原样保留",
    "the text holds {count} control characters or halves of characters (U+{first} here); they are kept as they are",
)
LIMIT_EXCEEDED: Final = _code(
    "GG0105",
    "limit-exceeded",
    _E,
    "{what}({name})达到 {found},超过上限 {limit};只读了前面的部分",
    "{what_en} ({name}): {found}, more than the limit of {limit}; only the first part was read",
)
DAMAGED_FILE: Final = _code(
    "GG0106",
    "damaged-file",
    _E,
    "{kind} 文件损坏或不完整({detail});只读了能读的部分,请重新下载或另存后再读",
    "the {kind} file is damaged or incomplete ({detail}); what could be read was read: download it again, or save it anew",
)
NO_TEXT_LAYER: Final = _code(
    "GG0107",
    "no-text-layer",
    _E,
    "PDF 的第 {pages} 页没有文字,多半是扫描件;请先做文字识别(OCR)再读",
    "page {pages} of the PDF has no text, so it is probably a scan; run text recognition (OCR) on it first",
)
TRACKED_CHANGES: Final = _code(
    "GG0110",
    "tracked-changes",
    _N,
    "文件中有 {count} 处修订标记,按接受全部修订后的内容读取",
    "the file has {count} tracked changes; it is read as if all of them were accepted",
)

# ---- 02 cells ----
NOT_A_NUMBER: Final = _code(
    "GG0201",
    "not-a-number",
    _W,
    "“{label}”一行的“{raw}”不是数字,按文字保留",
    "row {row}: '{raw}' is not a number and is kept as text",
)
TOO_FEW_CELLS: Final = _code(
    "GG0202",
    "too-few-cells",
    _W,
    "“{label}”一行只有 {found} 格,表有 {expected} 列;凡不能确定归属的数据均列为待定",
    "row {row} has {found} of {expected} cells; figures whose column the document does not determine are ambiguous",
)
CELLS_INFERRED: Final = _code(
    "GG0203",
    "cells-inferred",
    _N,
    "“{label}”一行缺格,由勾稽关系推定:{cells};排除了其余 {rivals} 种排法",
    "row {row} lacks cells; the form's identities place {cells} and rule out {rivals} other placements",
)
TOO_MANY_CELLS: Final = _code(
    "GG0204",
    "too-many-cells",
    _W,
    "“{label}”一行有 {found} 格,多于表的 {expected} 列;各格均列为待定",
    "row {row} has {found} cells for {expected} columns; all are ambiguous",
)
IDENTITY_BROKEN: Final = _code(
    "GG0205",
    "identity-broken",
    _W,
    "表中完整的数据本身不满足勾稽关系({identity}),因此缺格的行不作推定",
    "the complete part of the table contradicts an identity ({identity}), so nothing is inferred for its short rows",
)
SEARCH_LIMIT: Final = _code(
    "GG0206",
    "search-limit",
    _W,
    "缺格太多,在 {limit} 步之内无法穷尽各种排法;有关各格列为待定",
    "too many cells are missing: {limit} steps do not exhaust the placements; the cells are ambiguous",
)
NOT_A_COUNT: Final = _code(
    "GG0207",
    "not-a-count",
    _W,
    "“{label}”一行的“{raw}”不是件数,按文字保留",
    "row {row}: '{raw}' is no count and is kept as text",
)
CELLS_GLUED: Final = _code(
    "GG0208",
    "cells-glued",
    _W,
    "“{label}”一行的各格连在一起(“{raw}”),无法分开,均列为待定",
    "the cells of row {row} are run together ('{raw}') and cannot be told apart; all are ambiguous",
)
LINES_REMOVED: Final = _code(
    "GG0209",
    "lines-removed",
    _W,
    "表中没有两格相同,重复的行很可能已被删去;缺格的行不作推定",
    "no two cells of the table are alike: repeated lines were probably removed, so nothing is inferred for short rows",
)
CELLS_MERGED: Final = _code(
    "GG0210",
    "cells-merged",
    _W,
    "“{label}”一行的“{raw}”占了合并的几格({column} 在内),不能确定属于哪一格,列为待定",
    "row {row}: '{raw}' stands in merged cells, {column} among them; which of them it belongs to is open",
)

# ---- 03 grammar ----
NO_REPORT: Final = _code(
    "GG0301",
    "no-report",
    _E,
    "未找到政府信息公开工作年度报告:没有“{expected}”一类的标题,也没有报告的表格",
    "no report here: neither a heading such as '{expected}' nor a table of the form",
)
SECTION_MISSING: Final = _code(
    "GG0302", "section-missing", _E, "缺少“{label}”一节", "the section {section} ({label}) is missing"
)
TABLE_MISSING: Final = _code(
    "GG0303",
    "table-missing",
    _E,
    "“{label}”一节没有表格数据",
    "the section {section} ({label}) has no table that could be read",
)
ROWS_MISSING: Final = _code(
    "GG0304",
    "rows-missing",
    _W,
    "表中缺少 {count} 行:{label}",
    "the table lacks {count} of the form's rows: {row}",
)
ROW_REPEATED: Final = _code(
    "GG0305", "row-repeated", _N, "“{label}”一行重复出现,数据相同", "the row {row} stands twice with the same figures"
)
ROW_CONTRADICTS: Final = _code(
    "GG0306",
    "row-contradicts",
    _W,
    "“{label}”一行出现两次而数据不同,不同之处列为待定",
    "the row {row} stands twice with different figures; where they differ they are ambiguous",
)
ROW_UNEXPECTED: Final = _code(
    "GG0307",
    "row-unexpected",
    _W,
    "表式中没有“{found}”这一行,已保留为 {row}",
    "the form has no row '{found}'; kept as {row}",
)
COLUMN_UNEXPECTED: Final = _code(
    "GG0308",
    "column-unexpected",
    _W,
    "表式中没有“{found}”这一列,已保留为 {column}",
    "the form has no column '{found}'; kept as {column}",
)
STRAY: Final = _code(
    "GG0309",
    "stray-values",
    _W,
    "此处的数据“{found}”不属于任何一行;这里应为{expected}",
    "the figures '{found}' belong to no row; expected here: {expected_en}",
)
HEADING_LOST: Final = _code(
    "GG0310",
    "heading-lost",
    _W,
    "表格从此处开始,但缺少标题“{label}”",
    "a table begins here without its heading ({section}: {label})",
)
HEADER_CUT: Final = _code(
    "GG0311",
    "header-cut",
    _N,
    "表头缺字(“{found}”),各列按表式的顺序认定",
    "the header is cut ('{found}'); its columns are taken in the form's order",
)
HEADER_LOST: Final = _code(
    "GG0312",
    "header-lost",
    _W,
    "“{label}”一行之上没有可用的表头;列数相符的,按表式的顺序认定",
    "no usable header above the row {row}; where the width agrees, the form's order is taken",
)
SECTION_REPEATED: Final = _code(
    "GG0313",
    "section-repeated",
    _N,
    "“{label}”一节又一次出现,已并入前文",
    "the section {section} ({label}) stands again; it was added to the first",
)
SEVERAL_REPORTS: Final = _code(
    "GG0314",
    "several-reports",
    _W,
    "文本含有 {count} 份报告,第 {number} 份从此处开始",
    "the text holds {count} reports; number {number} begins here",
)
ROW_ORDER: Final = _code(
    "GG0315",
    "row-order",
    _N,
    "“{label}”一行不在表式规定的位置",
    "the row {row} is not where the form has it",
)
HEADER_UNDECIDED: Final = _code(
    "GG0316",
    "header-undecided",
    _W,
    "“{label}”一行之上的表头不能确定各列的归属,本行各格列为待定",
    "the header above the row {row} does not tell its columns; its cells are ambiguous",
)
LABEL_DAMAGED: Final = _code(
    "GG0317",
    "label-damaged",
    _W,
    "“{found}”有 {count} 处缺字或错字,表中只有“{label}”与之相近,按此认定",
    "'{found}' is taken for '{label}', the only label near it; glyphs lost or wrong: {count}",
)

# ---- 04 transform ----
EDITIONS_MIXED: Final = _code(
    "GG0401",
    "editions-mixed",
    _N,
    "各表所用表式不同:{editions};按表分别读取",
    "the tables follow different editions of the form ({editions}); each is read by its own",
)
NAME_UNKNOWN: Final = _code(
    "GG0402",
    "name-unknown",
    _N,
    "文中没有说明{what}",
    "the document does not say {what_en}",
)

#: Every code, in order.
CODES: Final[dict[str, Code]] = dict(_registry)
