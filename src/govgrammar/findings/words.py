"""What people are told around the findings, in Chinese and English."""

from __future__ import annotations

from collections import Counter
from typing import Final

from govgrammar.checks.finding import CheckStatus
from govgrammar.checks.words import REASONS
from govgrammar.diagnostics import Language, Severity
from govgrammar.export.csv import plain_number
from govgrammar.export.words import one_line
from govgrammar.model.cell import Cell

#: Phrases by name: Chinese, English.
_PHRASES: Final[dict[str, tuple[str, str]]] = {
    # what is compared
    "left": ("左边", "left"),
    "right": ("右边", "right"),
    "delta": ("相差", "difference"),
    "line": ("第 {line} 行", "line {line}"),
    "page": ("第 {page} 页", "page {page}"),
    "in the file": ("文件中的位置: {where}", "in the file: {where}"),
    "more": ("另有 {count} 处", "and {count} more"),
    "blank": ("(空白)", "(blank)"),
    "absent": ("(缺)", "(absent)"),
    "ambiguous": ("{values} ?", "{values} ?"),
    "or": (" 或 ", " or "),
    "accepted": ("已确认:{reason}", "accepted: {reason}"),
    # counts
    "error": ("错误", "errors"),
    "warning": ("警告", "warnings"),
    "note": ("提示", "notes"),
    "accepted_count": ("已确认", "accepted"),
    "documents": ("{count} 个文件", "documents: {count}"),
    "unread": ("{count} 个无法读取", "unreadable: {count}"),
    "found": ("发现 {counts}", "{counts}"),
    "none_found": ("未发现问题", "nothing found"),
    "rules": (
        "规则:{passed} 条通过,{failed} 条不通过,{open} 条无法判断",
        "rules: {passed} passed, {failed} failed, {open} could not be assessed",
    ),
    # what is wrong with a file of accepted findings
    "toml": ("不是有效的 TOML:{detail}", "not valid TOML: {detail}"),
    "no_list": ("应由若干 [[accept]] 组成", "it has to be a list of [[accept]]"),
    "unknown_key": ("没有这一项:{detail}", "there is no such key: {detail}"),
    "unknown_rule": ("没有这条规则或代码:{detail}", "there is no such rule or code: {detail}"),
    "no_reason": ("缺少 reason(理由)", "it lacks a reason"),
    "no_document": ("缺少 document(文件名)", "it has to name its document"),
    "document_twice": ("单个文件旁的清单不写 document", "a file beside a document names no document"),
    "no_values": ("{detail} 应为数字或文字", "{detail} has to hold numbers or words"),
}


def phrase(name: str, lang: Language | str) -> str:
    """A phrase in one language; some have places to fill."""
    return _PHRASES[name][0 if lang == "zh" else 1]


def said(cell: Cell, lang: Language) -> str:
    """What a cell says, as people read it; never a zero for a blank."""
    if cell.value is not None:
        unit = f" {cell.unit}" if cell.unit else ""
        return f"{plain_number(cell.value)}{unit}"
    if cell.state == "ambiguous":
        blank = phrase("blank", lang)
        values = phrase("or", lang).join(blank if v is None else plain_number(v) for v in cell.candidates)
        return phrase("ambiguous", lang).format(values=values)
    if cell.state in {"blank", "absent"}:
        return phrase(cell.state, lang)
    return one_line(cell.raw) or phrase("blank", lang)


def counted(counts: Counter[Severity], lang: Language) -> str:
    """How many errors, warnings and notes, those that there are."""
    parts = [f"{counts[s]} {_plural(s, counts[s], lang)}" for s in Severity if counts[s]]
    return phrase("found", lang).format(counts=", ".join(parts)) if parts else phrase("none_found", lang)


def _plural(severity: Severity, count: int, lang: Language) -> str:
    word = phrase(severity.value, lang)
    return word.removesuffix("s") if lang == "en" and count == 1 else word


def rules_line(statuses: Counter[CheckStatus], reasons: Counter[str], lang: Language) -> str:
    """How many rules passed, failed, could not be assessed, and why not."""
    line = phrase("rules", lang).format(
        passed=statuses[CheckStatus.PASS],
        failed=statuses[CheckStatus.FAIL],
        open=statuses[CheckStatus.NOT_ASSESSABLE],
    )
    why = "; ".join(f"{short_reason(word, lang)} {count}" for word, count in sorted(reasons.items()))
    return f"{line} ({why})" if why else line


#: Why rules could not be assessed, in few words.
_SHORT: Final[dict[str, tuple[str, str]]] = {
    "blank": ("空格", "blanks"),
    "absent": ("缺格", "absent cells"),
    "ambiguous": ("待定的格", "ambiguous cells"),
    "text": ("格中是文字", "words in cells"),
    "unexpected": ("表式以外的行列", "rows or columns not in the form"),
    "missing_table": ("没有表格", "no table"),
    "missing_value": ("文中没有说明", "not said"),
    "missing_context": ("缺少背景信息", "needs context"),
    "missing_report": ("缺少对照的报告", "needs another report"),
    "edition": ("表式不同", "other edition"),
    "year_gap": ("年度不相邻", "years apart"),
    "too_short": ("文字太短", "text too short"),
    "other_publisher": ("由其他机关发布", "other publisher"),
}


def short_reason(word: str, lang: Language) -> str:
    """A reason in few words; one that is not known here as it is."""
    short = _SHORT.get(word)
    if short is None:
        return REASONS[word][lang] if word in REASONS else word
    return short[0 if lang == "zh" else 1]
