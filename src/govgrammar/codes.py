"""The registry of diagnostic codes: one table, and nothing else says what a code means.

`GG` + stage (01 source, 02 cells, 03 grammar, 04 transform, 05 checks, 06 accepted findings) + two digits.
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
TIMED_OUT: Final = _code(
    "GG0108",
    "timed-out",
    _E,
    "读取超过 {seconds} 秒,已中止;可单独读取此文件,或放宽时限",
    "reading took longer than {seconds} seconds and was ended; read this document alone, or allow it more time",
)
WORKER_DIED: Final = _code(
    "GG0109",
    "worker-died",
    _E,
    "读取此文件的进程一再中断,多半因内存不足;请单独读取此文件",
    "the process that reads this document died again and again, probably for want of memory; read this document alone",
)
TRACKED_CHANGES: Final = _code(
    "GG0110",
    "tracked-changes",
    _N,
    "文件中有 {count} 处修订标记,按接受全部修订后的内容读取",
    "the file has {count} tracked changes; it is read as if all of them were accepted",
)
UNREADABLE: Final = _code("GG0111", "unreadable", _E, "无法读取:{reason}", "cannot be read: {reason_en}")
READER_FAILED: Final = _code(
    "GG0112",
    "reader-failed",
    _E,
    "读取程序出错({error}),不是文件的问题;请把此文件发给 govgrammar 的维护者",
    "the reader itself failed ({error}), which is no fault of the document; send it to the maintainers of govgrammar",
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

# ---- 05 checks: one code for each rule; the message is that of a failure ----
BALANCE_BROKEN: Final = _code(
    "GG0501",
    "balance-broken",
    _E,
    "“{label}”一列不平衡:新收与结转合计 {left},办理结果总计与结转下年度合计 {right},相差 {delta}",
    "column {column}: new requests and those carried in are {left}, outcomes and those carried out {right} ({delta:+})",
)
ROW_SUM_BROKEN: Final = _code(
    "GG0502",
    "row-sum-broken",
    _E,
    "“{label}”一行总计为 {left},各列之和为 {right},相差 {delta}",
    "row {row}: the total is {left}, its columns add up to {right} ({delta:+})",
)
RESULT_SUM_BROKEN: Final = _code(
    "GG0503",
    "result-sum-broken",
    _E,
    "“{label}”一列办理结果总计为 {left},各项结果之和为 {right},相差 {delta}",
    "column {column}: the total of outcomes is {left}, the outcomes add up to {right} ({delta:+})",
)
REQUEST_IMPOSSIBLE: Final = _code(
    "GG0504",
    "request-impossible",
    _E,
    "申请情况表“{label}”一行的“{raw}”不是非负整数",
    "row {row}, column {column}: '{raw}' is no whole number from 0 on",
)
CARRIED_OUT_EXCEEDS: Final = _code(
    "GG0505",
    "carried-out-exceeds",
    _E,
    "“{label}”一列结转下年度 {left} 件,多于新收与上年结转之和 {right}",
    "column {column}: {left} carried out, but only {right} were new or carried in",
)
REQUESTS_SHAPE: Final = _code(
    "GG0506",
    "requests-shape",
    _E,
    "申请情况表的“{label}”一行不合表式:缺行、缺格,或有表式以外的行列",
    "the row {row} of the table of requests is not the form's: missing, short, or not in the form",
)
MANY_BLANKS: Final = _code(
    "GG0507",
    "many-blanks",
    _W,
    "申请情况表有 {count} 格空白或为“/”,多于 {limit} 格",
    "{count} cells of the table of requests are blank or hold a slash, more than {limit}",
)
RECONSIDERATION_SUM_BROKEN: Final = _code(
    "GG0508",
    "reconsideration-sum-broken",
    _E,
    "行政复议总计为 {left},各种结果之和为 {right},相差 {delta}",
    "reconsiderations: the total is {left}, the outcomes add up to {right} ({delta:+})",
)
DIRECT_SUM_BROKEN: Final = _code(
    "GG0509",
    "direct-sum-broken",
    _E,
    "未经复议直接起诉总计为 {left},各种结果之和为 {right},相差 {delta}",
    "suits without reconsideration: the total is {left}, the outcomes add up to {right} ({delta:+})",
)
LATER_SUM_BROKEN: Final = _code(
    "GG0510",
    "later-sum-broken",
    _E,
    "复议后起诉总计为 {left},各种结果之和为 {right},相差 {delta}",
    "suits after reconsideration: the total is {left}, the outcomes add up to {right} ({delta:+})",
)
REMEDIES_SHAPE: Final = _code(
    "GG0511",
    "remedies-shape",
    _E,
    "复议诉讼表“{label}”不合表式:缺格,或有表式以外的行列",
    "the row {row} of the table of remedies is not the form's: short, or not in the form",
)
SUITS_WITHOUT_RECONSIDERATION: Final = _code(
    "GG0512",
    "suits-without-reconsideration",
    _N,
    "有复议后起诉的案件,而本年和上年都没有行政复议",
    "there are suits after reconsideration, but no reconsideration in this year or the last",
)
REMEDIES_OUTNUMBER: Final = _code(
    "GG0513",
    "remedies-outnumber",
    _N,
    "复议和诉讼共 {left} 件,多于办理的申请 {right} 件",
    "{left} reviews and suits, more than the {right} requests handled",
)
DISCLOSURE_IMPOSSIBLE: Final = _code(
    "GG0514",
    "disclosure-impossible",
    _E,
    "主动公开表“{label}”一行的“{raw}”不是非负数",
    "row {row}, column {column}: '{raw}' is not a figure from 0 on",
)
RULES_WITHOUT_POWER: Final = _code(
    "GG0515",
    "rules-without-power",
    _W,
    "该机关没有规章制定权,而规章一行填了 {found}",
    "the organ cannot make government rules, but the row gives {found} ({column})",
)
CHARGES_UNIT: Final = _code(
    "GG0516",
    "charges-unit",
    _W,
    "收费金额 {found}{unit} 的单位可疑:表式以{printed}计",
    "charges of {found} {unit}: the form counts in {printed}, and this was probably meant in another unit",
)
CHANGE_DOUBTFUL: Final = _code(
    "GG0517",
    "change-doubtful",
    _W,
    "“{label}”的本年增减填 {stated}(上一年 {prior} 项):与处理决定数量相同,或减得比原有的多",
    "row {row}: the change of {stated} (of {prior}) repeats the decisions, or takes away more than there was",
)
DISCLOSED_DOUBTFUL: Final = _code(
    "GG0518",
    "disclosed-doubtful",
    _W,
    "“{label}”新公开 {left} 件,多于{column}一列的 {right} 件",
    "row {row}: {left} newly disclosed, more than {right} in the column {column}",
)
IN_FORCE_TOO_FEW: Final = _code(
    "GG0519",
    "in-force-too-few",
    _W,
    "“{label}”本年制发 {left} 件,多于现行有效与废止之和 {right}",
    "row {row}: {left} issued, but only {right} in force or repealed",
)
CARRY_BROKEN: Final = _code(
    "GG0521",
    "carry-broken",
    _W,
    "“{label}”一列上年结转 {left} 件,上年报告结转下年度为 {right} 件,相差 {delta}",
    "column {column}: {left} carried in, but last year's report carried out {right} ({delta:+})",
)
IN_FORCE_BROKEN: Final = _code(
    "GG0522",
    "in-force-broken",
    _W,
    "“{label}”现行有效与废止之和为 {left} 件,上年现行有效加本年制发为 {right} 件,相差 {delta}",
    "row {row}: in force and repealed are {left}, last year's in force and those issued {right} ({delta:+})",
)
ITEMS_BROKEN: Final = _code(
    "GG0523",
    "items-broken",
    _W,
    "“{label}”上一年项目数量为 {left},按上年报告应为 {right},相差 {delta}",
    "row {row}: {left} items of the year before, by last year's report {right} ({delta:+})",
)
PENDING_VANISHED: Final = _code(
    "GG0524",
    "pending-vanished",
    _N,
    "“{label}”上年尚未审结 {left} 件,本年总计只有 {right} 件",
    "row {row}: {left} were pending last year, but this year's total is {right}",
)
FIGURE_JUMPS: Final = _code(
    "GG0525",
    "figure-jumps",
    _N,
    "{label}:本年 {left},上年 {right},相差五倍以上",
    "{cell}: {left} this year, {right} last year, a jump by more than five times",
)
TEXT_REPEATED: Final = _code(
    "GG0526",
    "text-repeated",
    _W,
    "文字有 {percent}% 与上年报告相同,共 {count} 段",
    "{percent} % of the narratives stand in last year's report, in {count} passages",
)
YEAR_MISSING: Final = _code(
    "GG0527",
    "year-missing",
    _N,
    "本报告是 {this} 年度,所比较的报告是 {last} 年度,不相邻",
    "this report is on {this}, the other on {last}: not the year before",
)
ORGAN_CHANGED: Final = _code(
    "GG0528",
    "organ-changed",
    _W,
    "机关名称不同:本年“{this}”,上年“{last}”",
    "the organ is '{this}' here and '{last}' in last year's report",
)
HEADINGS_OFF: Final = _code(
    "GG0531",
    "headings-off",
    _W,
    "“{label}”一节{fault}",
    "the section {section} ({label}) {fault_en}",
)
NUMBERING_SHIFTED: Final = _code(
    "GG0532",
    "numbering-shifted",
    _W,
    "“{found}”的编号错位:应是另一部分或另一级的编号",
    "'{found}' has the number of another section, or of another level",
)
TABLE_NOT_GIVEN: Final = _code(
    "GG0533",
    "table-not-given",
    _E,
    "“{label}”一节没有表格",
    "the section {section} ({label}) has no table",
)
PROBLEMS_EMPTY: Final = _code(
    "GG0534",
    "problems-empty",
    _W,
    "问题及改进情况缺失或只有 {count} 个字,少于 {limit} 个字",
    "the section on problems and improvements has {count} characters, fewer than {limit}",
)
EDITION_UNEXPECTED: Final = _code(
    "GG0535",
    "edition-unexpected",
    _W,
    "所用表式为 {editions},与报告年度 {year} 不符或前后不一",
    "the tables follow {editions}: not one edition, or not that of the year {year}",
)
PUBLISHED_OFF_TIME: Final = _code(
    "GG0536",
    "published-off-time",
    _W,
    "{year} 年度报告的日期是 {date}:{fault}",
    "the report on {year} is dated {date}: {fault_en}",
)
TITLE_CONTRADICTS: Final = _code(
    "GG0537",
    "title-contradicts",
    _W,
    "标题与发布信息不一致:“{one}”与“{other}”",
    "title and metadata contradict each other: '{one}' and '{other}'",
)
PARTS_BROKEN: Final = _code(
    "GG0541",
    "parts-broken",
    _N,
    "{label}:汇总为 {left},{count} 个部分之和为 {right},相差 {delta}",
    "{table}/{row}/{column}: the whole is {left}, its {count} parts add up to {right} ({delta:+})",
)
TEXT_COPIED: Final = _code(
    "GG0542",
    "text-copied",
    _W,
    "文字有 {percent}% 与“{other}”的报告相同,共 {count} 段",
    "{percent} % of the narratives stand in the report of '{other}', in {count} passages",
)

# ---- narratives against tables ----
NARRATIVE_RECEIVED: Final = _code(
    "GG0561",
    "narrative-received",
    _W,
    "文中“{found}”,表中“{label}”为 {right}",
    "the narrative says '{found}', the table has {right} in {label}",
)
NARRATIVE_CARRY: Final = _code(
    "GG0562",
    "narrative-carry",
    _W,
    "文中“{found}”,表中“{label}”为 {right}",
    "the narrative says '{found}', the table has {right} in {label}",
)
NARRATIVE_PROCESSED: Final = _code(
    "GG0563",
    "narrative-processed",
    _W,
    "文中“{found}”,表中“{label}”为 {right}",
    "the narrative says '{found}', the table has {right} in {label}",
)
NARRATIVE_OUTCOME: Final = _code(
    "GG0564",
    "narrative-outcome",
    _W,
    "文中“{found}”,表中“{label}”为 {right}",
    "the narrative says '{found}', the table has {right} in {label}",
)
NARRATIVE_REVIEW: Final = _code(
    "GG0565",
    "narrative-review",
    _W,
    "文中“{found}”,表中“{label}”为 {right}",
    "the narrative says '{found}', the table has {right} in {label}",
)
NARRATIVE_LITIGATION: Final = _code(
    "GG0566",
    "narrative-litigation",
    _W,
    "文中“{found}”,表中“{label}”为 {right}",
    "the narrative says '{found}', the table has {right} in {label}",
)
NARRATIVE_DECISIONS: Final = _code(
    "GG0567",
    "narrative-decisions",
    _W,
    "文中“{found}”,表中“{label}”为 {right}",
    "the narrative says '{found}', the table has {right} in {label}",
)
NARRATIVE_DOCUMENTS: Final = _code(
    "GG0568",
    "narrative-documents",
    _W,
    "文中“{found}”,表中“{label}”为 {right}",
    "the narrative says '{found}', the table has {right} in {label}",
)
NARRATIVE_CONTRADICTS: Final = _code(
    "GG0569",
    "narrative-contradicts",
    _W,
    "文中“{found}”,表中“{label}”却为 {right}",
    "the narrative says '{found}', but the table has {right} in {label}",
)
NARRATIVE_YEAR: Final = _code(
    "GG0570",
    "narrative-year",
    _W,
    "{year} 年度报告的文字所说的却是另一时期:“{found}”",
    "the report on {year} speaks of another time: '{found}'",
)
FEE_NOT_STATED: Final = _code(
    "GG0571",
    "fee-not-stated",
    _W,
    "“{label}”没有说明信息处理费的收取情况",
    "section {section} does not say what information-handling fees were charged",
)
FEE_NOTICE_NOT_STATED: Final = _code(
    "GG0572",
    "fee-notice-not-stated",
    _W,
    "表中“{label}”为 {left},文中却没有说发出过收费通知",
    "the table has {left} requests whose fee was not paid, but the narrative states no fee notice",
)
ASPECTS_MISSING: Final = _code(
    "GG0573",
    "aspects-missing",
    _N,
    "“{label}”{fault}",
    "section {section} {fault_en}",
)

# ---- 06 accepted findings ----
ACCEPTANCE_UNUSED: Final = _code(
    "GG0601",
    "acceptance-unused",
    _N,
    "这一条已不对应任何问题({rule}):数据已改,或问题已不存在;请删去",
    "this entry matches nothing any more ({rule}): the figures changed, or the finding is gone; remove it",
)
ACCEPTANCE_MALFORMED: Final = _code(
    "GG0602",
    "acceptance-malformed",
    _E,
    "这里写法有误,不起作用:{fault}",
    "this cannot be used as an accepted finding: {fault_en}",
)

#: Every code, in order.
CODES: Final[dict[str, Code]] = dict(_registry)
