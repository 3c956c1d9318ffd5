"""Ways in which a report stands on a page: plainly, in a whole site, as word processors and old tools write it."""

import html
import re

FRAME = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>2018年度某地政府信息公开工作年度报告</title></head><body>
<ul id="menu"><li><a href="/">首页</a></li><li><a href="#1">一、总体情况</a></li><li><a href="#6">六、其他需要报告的事项</a></li></ul>
<div class="place">当前位置: <a href="/">首页</a> &gt; <a href="/n">年度报告</a></div>
<div class="main"><div id="zoom">
{}
</div><div><a href="/1">某局2017年度政府信息公开工作年度报告</a> <a href="/2">某局2016年度政府信息公开工作年度报告</a></div></div>
<footer>主办: 某地人民政府 电话: 0999-7654321</footer></body></html>
"""


def plain(markup: str) -> str:
    """The page as it is written."""
    return markup


def in_frame(markup: str) -> str:
    """The report inside a whole page with navigation, links to other reports and a footer."""
    return FRAME.format(markup)


def as_a_word_processor(markup: str) -> str:
    """Each cell's text split over spans, in a paragraph of its own; a blank one holds a space that does not break."""

    def cell(match: re.Match[str]) -> str:
        text = html.unescape(match[2])
        spans = "".join(
            f'<span lang="EN-US" style="font-size:10.5pt;mso-fareast-font-family:宋体">{html.escape(part)}<o:p></o:p></span>'
            for part in (text[: len(text) // 2], text[len(text) // 2 :])
            if part
        )
        blank = "<![if !supportEmptyParas]>&nbsp;<![endif]><o:p></o:p>"
        return f'<td{match[1]} style="border:none"><p class="MsoNormal" align="center">{spans or blank}</p></td>'

    return re.sub(r"<td([^>]*)>([^<]*)</td>", cell, markup)


def with_header_cells(markup: str) -> str:
    """Header cells instead of plain ones, a head and a body, upper case, and no closing tags inside the table."""
    made = re.sub("</t[dr]>", "", markup.replace("<table>", '<TABLE BORDER=1 cellspacing="0"><TBODY>'))
    return made.replace("<tr>", "<TR>").replace("<td", "<th")


def with_windows_line_ends(markup: str) -> str:
    """Lines that end as on Windows, and white space around every cell's text."""
    return re.sub(r"(<td[^>]*>)", r"\1\n\t ", markup).replace("</td>", " \n</td>").replace("\n", "\r\n")


WAYS = [plain, in_frame, as_a_word_processor, with_header_cells, with_windows_line_ends]
