"""What the inspector says, in Chinese and English; labels of the form come from the grammar."""

from __future__ import annotations

from typing import Final

from govgrammar.diagnostics import Language

#: Phrases by name: Chinese, English.
_PHRASES: Final[dict[str, tuple[str, str]]] = {
    # the frame
    "inspector": ("检视", "Inspector"),
    "source": ("原文", "Source text"),
    "tables": ("表格", "Tables"),
    "findings": ("问题", "Findings"),
    "document": ("概况", "Document"),
    "details": ("详情", "Details"),
    "extracted": ("从 {kind} 文件提取的文字", "text extracted from {kind}"),
    "search": ("在原文中查找", "Find in the text"),
    "hits": ("第 {n} / {count} 处", "{n} of {count}"),
    "no_hits": ("没有找到", "not found"),
    "theme": ("深色 / 浅色", "Dark / light"),
    "help": ("键盘与图例", "Keyboard and legend"),
    "close": ("关闭", "Close"),
    "previous": ("上一个问题", "Previous finding"),
    "next": ("下一个问题", "Next finding"),
    "filters": ("筛选单元格", "Filter the cells"),
    "all": ("全部", "All"),
    "no_script": ("此页需要启用 JavaScript 才能显示。", "This page needs JavaScript."),
    "hint": (
        "点选右侧的单元格,或左侧有标记的文字。",
        "Choose a cell on the right, or a marked passage on the left.",
    ),
    "clean": ("没有发现问题。", "Nothing was found."),
    "no_report": ("这个文件里没有读到年度报告。", "No annual report was found in this file."),
    "no_table": ("文中没有这张表", "the document has no such table"),
    # what a cell can be filtered by
    "blank": ("空白", "blank"),
    "ambiguous": ("不能确定", "ambiguous"),
    "inferred": ("推定", "inferred"),
    "unexpected": ("表式所无", "unexpected"),
    "absent": ("缺格", "absent"),
    "not_applicable": ("不适用", "not applicable"),
    "text": ("非数字", "not a number"),
    "number": ("数字", "number"),
    # what a span can be
    "kind_heading": ("章节标题", "heading"),
    "kind_label": ("行名", "row label"),
    "kind_header": ("表头", "header cell"),
    "kind_value": ("填写的内容", "value"),
    "kind_metadata": ("元数据", "metadata"),
    "kind_plain": ("报告信息", "report value"),
    "kind_fact": ("叙述中的事实", "fact of the narrative"),
    "kind_figure": ("叙述中的数字", "figure of a fact"),
    "kind_stray": ("无处归属", "stray"),
    "kind_finding": ("有问题之处", "finding"),
    "kind_hidden": ("看不见的字符", "hidden character"),
    # details
    "state": ("状态", "State"),
    "value": ("数值", "Value"),
    "raw": ("原样", "As written"),
    "unit": ("单位", "Unit"),
    "placement": ("归列", "Placement"),
    "read": ("按版面", "read: the layout says the column"),
    "placed": ("按勾稽关系推定", "inferred: the form's identities leave one column"),
    "candidates": ("可能的值", "Candidates"),
    "place": ("位置", "Place"),
    "at": ("第 {line} 行第 {column} 字", "line {line}, column {column}"),
    "origin": ("在文件中", "In the file"),
    "row_by": ("行名由此识别", "Row label taken by"),
    "column_by": ("表头由此识别", "Header taken by"),
    "taken_by": ("由此识别", "Taken by"),
    "no_row": ("文中没有这一行的行名", "the document has no label of this row"),
    "no_column": ("文中没有这一列的表头,或表头不能确定列", "no header of this column, or one that decides nothing"),
    "cell": ("标识", "Identifier"),
    "cells": ("涉及的单元格", "Cells"),
    "belongs": ("所属单元格", "Cells of it"),
    "one_of": ("再次点选可换到同一处的下一格", "choose it again for the next cell that is read from here"),
    "rule": ("规则", "Rule"),
    "why": ("这条规则", "About this rule"),
    "basis": ("依据", "Source"),
    "left": ("左边", "Left"),
    "right": ("右边", "Right"),
    "delta": ("相差", "Difference"),
    "reader": ("读取时发现", "Found while reading"),
    "severity_error": ("错误", "Error"),
    "severity_warning": ("警告", "Warning"),
    "severity_note": ("提示", "Note"),
    "origin_html": ("标记第 {start}-{end} 个字符", "characters {start}-{end} of the markup"),
    "origin_text": ("第 {start}-{end} 个字符", "characters {start}-{end}"),
    "origin_pdf": ("第 {page} 页,距左上角 {box} 点", "page {page}, {box} points from the upper left corner"),
    "origin_more": (",另有 {count} 处", ", and {count} more places"),
    # the document
    "values": ("报告信息", "Report"),
    "sections": ("章节", "Sections"),
    "facts": ("叙述中的事实", "Facts of the narrative"),
    "missing": ("文中未载明", "not said"),
    "title": ("标题", "title"),
    "report_year": ("年度", "year"),
    "organ": ("机关", "organ"),
    "ok": ("读取无误", "ok"),
    "partial": ("部分可用", "partial"),
    "failed": ("未能读出", "failed"),
    # the keyboard
    "key_arrows": ("在单元格之间移动", "move between cells"),
    "key_enter": ("跳到原文;在原文中则跳到单元格", "jump to the source, and from there to the cell"),
    "key_next": ("下一个 / 上一个问题", "next / previous finding"),
    "key_filter": ("换一种筛选;再点筛选按钮到下一格", "next filter; press a filter again for its next cell"),
    "key_search": ("查找,回车到下一处", "find; Enter goes on"),
    "key_tabs": ("表格、问题、概况", "tables, findings, document"),
    "key_help": ("打开此说明", "open this help"),
    "key_escape": ("取消选择", "clear the selection"),
}


def words(lang: Language) -> dict[str, str]:
    """The phrases in one language."""
    return {name: phrase[0 if lang == "zh" else 1] for name, phrase in _PHRASES.items()}
