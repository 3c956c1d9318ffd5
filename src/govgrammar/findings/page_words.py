"""What the pages say, in Chinese and English."""

from __future__ import annotations

from typing import Final

from govgrammar.diagnostics import Language

#: Phrases by name: Chinese, English.
_PHRASES: Final[dict[str, tuple[str, str]]] = {
    "html_lang": ("zh-Hans", "en"),
    "report_title": ("检查结果", "Check"),
    "index_title": ("检查结果汇总", "Checks of {count} reports"),
    "no_title": ("(没有标题)", "(no title)"),
    "no_report": ("这个文件里没有读到年度报告。", "No annual report was found in this file."),
    "skip": ("跳到问题", "Skip to the findings"),
    "file": ("文件", "File"),
    "organ": ("报告机关", "Organ"),
    "year": ("年度", "Year"),
    "compared_with": ("对照", "Compared with"),
    "not_said": ("文中未载明", "not said"),
    "to_index": ("返回汇总", "All reports"),
    "findings": ("发现的问题", "Findings"),
    "accepted": ("已确认的问题", "Accepted findings"),
    "tables": ("表格", "Tables"),
    "text": ("原文", "Text of the document"),
    "open": ("无法判断的规则", "Rules that could not be assessed"),
    "passed": ("通过的规则", "Rules that hold"),
    "clean": ("没有发现问题。", "Nothing was found."),
    "severity_error": ("错误", "Error"),
    "severity_warning": ("警告", "Warning"),
    "severity_note": ("提示", "Note"),
    "errors": ("错误", "Errors"),
    "warnings": ("警告", "Warnings"),
    "notes": ("提示", "Notes"),
    "not_assessable": ("无法判断", "Not assessable"),
    "accepted_short": ("已确认", "Accepted"),
    "passed_short": ("通过", "Hold"),
    "accepted_because": ("确认理由", "Accepted because"),
    "left": ("左边", "Left"),
    "right": ("右边", "Right"),
    "delta": ("相差", "Difference"),
    "cells": ("涉及的单元格", "Cells"),
    "cell": ("单元格", "Cell"),
    "value": ("填写", "Value"),
    "where": ("位置", "Place"),
    "line": ("第 {line} 行", "line {line}"),
    "more": ("另有 {count} 格", "and {count} more cells"),
    "passages": ("涉及的文字", "Passages"),
    "why": ("这条规则", "About this rule"),
    "source": ("依据", "Source"),
    "reader": ("读取时发现", "Found while reading"),
    "legend": ("图例", "Legend"),
    "legend_fail": ("有问题的格,数字为问题编号", "a cell with a finding; the number leads to it"),
    "legend_blank": ("空白:有此格而未填写", "blank: the cell is there and empty"),
    "legend_absent": ("文中没有此格", "the document lacks the cell"),
    "legend_ambiguous": ("原文不能确定,列出可能的值", "not determined; what it can be"),
    "legend_inferred": ("缺格,由勾稽关系推定", "placed by the form's identities"),
    "legend_text": ("不是数字,按原文", "words instead of a number, as written"),
    "legend_not_applicable": ("原文写明不适用", "the document says that nothing applies"),
    "table_scroll": ("{table}(可左右滚动)", "{table} (scrolls sideways)"),
    "assumed": ("以空格和“/”均为 0 为前提", "only if blanks and slashes are zero"),
    "reports": ("各份报告", "Reports"),
    "unread": ("无法读取", "Unreadable"),
    "failed_to_read": ("不是报告", "No report"),
    "footer": (
        "由 govgrammar {version} 生成。所有数字均为原文所载,未作改动。",
        "Made by govgrammar {version}. Every figure is as the document has it; none was changed.",
    ),
    "or": (" 或 ", " or "),
    "blank_word": ("空白", "blank"),
}


class PageWords:
    """The phrases in one language, as `words.name` and `words.name_of(...)` for a template."""

    def __init__(self, lang: Language) -> None:
        self._place = 0 if lang == "zh" else 1

    def __getitem__(self, name: str) -> str:
        return _PHRASES[name][self._place]
