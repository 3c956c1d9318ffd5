"""What people are told of a rule that holds, and of one that cannot be assessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from govgrammar.diagnostics import Language

#: Why a rule cannot be assessed: machine word to what people read.
REASONS: Final[dict[str, dict[str, str]]] = {
    "blank": {
        "zh": "结果取决于空格或“/”所代表的数",
        "en": "the outcome depends on what blanks or slashes stand for",
    },
    "absent": {
        "zh": "结果取决于原文缺少的格",
        "en": "the outcome depends on cells that the document has not",
    },
    "ambiguous": {
        "zh": "结果取决于原文不能确定的格",
        "en": "the outcome depends on cells that the document does not determine",
    },
    "text": {
        "zh": "格中是文字,不是数字",
        "en": "a cell holds words, not a number",
    },
    "unexpected": {
        "zh": "表中有表式以外的行或列,不知是否计入",
        "en": "the table has rows or columns that the form has not, and nobody says whether they are counted in",
    },
    "missing_table": {"zh": "没有可读的表格", "en": "there is no table that could be read"},
    "missing_value": {
        "zh": "文中没有说明{needs}",
        "en": "the document does not say {needs}",
    },
    "missing_context": {
        "zh": "报告本身看不出,请在 context 中给出 {needs}",
        "en": "the report alone does not tell; give {needs} in the context",
    },
    "missing_report": {
        "zh": "缺少用来比较的报告,请在 context 中给出 {needs}",
        "en": "the report to compare with is missing; give {needs} in the context",
    },
    "edition": {
        "zh": "表式不同,没有可比的格",
        "en": "the editions of the form differ and have no cells that can be compared",
    },
    "year_gap": {
        "zh": "两份报告不是相邻的年度",
        "en": "the two reports are not of one year and the year after it",
    },
    "too_short": {"zh": "文字太短,无法比较", "en": "the text is too short to compare"},
    "may_be_part": {
        "zh": "同一段落另有相符的数字,这里说的可能只是其中一部分",
        "en": "another figure of its paragraph agrees, and this one may speak of a part only",
    },
    "not_understood": {
        "zh": "文中提到了,但没有读懂",
        "en": "a narrative speaks of it, in a clause that could not be read",
    },
    "other_publisher": {
        "zh": "发布机构与报告机关不是同类机关,可能由上级机关代为发布",
        "en": "the publisher is another kind of body than the organ, and may publish on its behalf",
    },
}
_HOLDS: Final = {"zh": "{rule} 成立", "en": "{rule} holds"}
_SIDES: Final = {"zh": "({left} 与 {right})", "en": " ({left} and {right})"}
_IF_ZERO: Final = {
    "zh": ",但以空格和“/”均为 0 为前提",
    "en": ", but only if blanks and slashes are zero",
}
_OPEN: Final = {"zh": "{rule} 无法判断:{why}", "en": "{rule} cannot be assessed: {why}"}


def outcome_message(
    rule: str, values: Mapping[str, Any], reason: str | None, lang: Language, *, assuming_zero: bool
) -> str:
    """The message of a rule that holds (`reason` is `None`), or of one that cannot be assessed."""
    if reason is not None:
        named = {**values, "needs": values.get(f"needs_{lang}", values.get("needs", "?"))}
        return _OPEN[lang].format(rule=rule, why=REASONS[reason][lang].format_map(named))
    sides = _SIDES[lang].format_map(values) if values.get("left") is not None else ""
    return _HOLDS[lang].format(rule=rule) + sides + (_IF_ZERO[lang] if assuming_zero else "")


#: What is wrong with a heading or a date.
FAULTS: Final[dict[str, dict[str, str]]] = {
    "missing": {"zh": "缺失", "en": "is missing"},
    "order": {"zh": "次序不对", "en": "is out of order"},
    "number": {"zh": "序号与表式不符", "en": "has not the form's number"},
    "early": {"zh": "报告期尚未结束", "en": "before the period it covers had ended"},
    "repeated": {"zh": "重复出现", "en": "stands again"},
    "unmentioned": {"zh": "没有提到{missing}", "en": "does not mention: {missing}"},
    "long": {"zh": "有 {count} 字,超过 {limit} 字", "en": "has {count} characters, more than {limit}"},
    "late": {"zh": "已过公布期限", "en": "after the time limit"},
}
