"""From a folder of one organ's reports to a chart of its requests, year by year.

    python examples/year_on_year.py examples/data/yunxi-water -o chart.svg

Each year has two bars: what came in, and what became of it.  The form says that both are equal; a chart shows at a glance where
they are not.  A cell without a number is not drawn as zero: the sum says "at least", and a note names the cell.  What does not
follow from the year before, `govgrammar.compare` finds; a year without a report stays a gap.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, cast

from attrs import frozen

import govgrammar
from bar_chart import Bar, Chart, Group, Series, svg
from govgrammar import AnnualReport, Cell, MissingExtraError
from govgrammar.blocks import Row, RowGroup
from govgrammar.diagnostics import Language
from govgrammar.form import load_form

_TABLE: Final = "requests"
_TOTAL: Final = "total"
#: The parts of the two bars, from below: rows of the form, or groups of rows.
_CAME_IN: Final = ("carried_in", "new_requests")
_BECAME: Final = (
    "carried_out",
    "outcomes.other",
    "outcomes.not_processed",
    "outcomes.unable_to_provide",
    "outcomes.denied",
    "outcomes.partially_granted",
    "outcomes.granted",
)
_COLOURS: Final = ("#b9b9b9", "#4477aa", "#8a8a8a", "#66ccee", "#aa3377", "#ccbb44", "#ee6677", "#88cc66", "#228833")
_MOST_NAMED: Final = 3
_SHORT: Final = {"zh": ("收到", "办理"), "en": ("in", "out")}
_WORDS: Final = {
    "zh": {
        "title": "{organ}: 政府信息公开申请逐年情况",
        "subtitle": "单位: 件; 左柱为收到的申请, 右柱为其去向",
        "nothing": "无报告",
        "open": "{year} 年下列各格不是数字,未计入: {cells}",
        "colon": "{mark} {year} 年: {text}",
    },
    "en": {
        "title": "{organ}: requests for information by year",
        "subtitle": "number of requests; left: what came in, right: what became of it",
        "nothing": "no report",
        "open": "{year}: no number, and not counted: {cells}",
        "colon": "{mark} {year}: {text}",
    },
}
_USAGE: Final = 2


class UsageError(Exception):
    """The folder does not hold what a chart needs; the message says what to do, in Chinese and English."""


@frozen
class Amount:
    """What is stated of a part of a bar, and the cells that say no number."""

    stated: int
    unstated: tuple[Cell, ...]


def main(argv: Sequence[str] | None = None) -> int:
    """Write the chart; 2 and a message where the folder does not allow one."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("-o", "--output", type=Path, default=Path("chart.svg"))
    arguments.add_argument("--organ", help="whose reports, where the folder holds those of several")
    arguments.add_argument("--lang", choices=("zh", "en"), default="zh")
    chosen = arguments.parse_args(argv)
    try:
        organ, reports = reports_by_year(read_folder(chosen.folder), chosen.organ)
    except UsageError as error:
        print(error, file=sys.stderr)
        return _USAGE
    drawn = svg(chart_of(organ, reports, cast("Language", chosen.lang)))
    chosen.output.write_text(drawn, encoding="utf-8", newline="\n")
    print(f"{chosen.output}: {', '.join(map(str, reports))}", file=sys.stderr)
    return 0


def read_folder(folder: Path) -> list[tuple[Path, AnnualReport]]:
    """Every report in the files of a folder.  What cannot be read is named on standard error."""
    if not folder.is_dir():
        message = f"{folder}: no folder; name one that holds reports  没有这个文件夹"
        raise UsageError(message)
    found = []
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        try:
            result = govgrammar.parse(path)
        except (OSError, MissingExtraError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            continue
        if not result.reports:
            print(f"{path}: {'; '.join(d.message('zh') for d in result.errors)}", file=sys.stderr)
        found += [(path, report) for report in result.reports]
    return found


def reports_by_year(
    found: Iterable[tuple[Path, AnnualReport]], organ: str | None
) -> tuple[str, dict[int, AnnualReport]]:
    """The organ and its reports by year, in order.  Raises `UsageError` where they are those of several, or none."""
    years: dict[str, dict[int, tuple[Path, AnnualReport]]] = {}
    for path, report in found:
        if report.organ is None or report.report_year is None:
            print(f"{path}: says neither of whom nor of which year it is  没有机关名称或年度", file=sys.stderr)
            continue
        other = years.setdefault(report.organ, {}).setdefault(report.report_year, (path, report))
        if other[1] is not report and organ in {None, report.organ}:
            message = (
                f"{other[0]}, {path}: two reports of {report.report_year}; keep the one that counts  同一年度有两份报告"
            )
            raise UsageError(message)
    chosen = organ or (next(iter(years)) if len(years) == 1 else None)
    if chosen not in years:
        message = f"reports of: {', '.join(years) or 'nobody'}; name one with --organ  请用 --organ 指定机关"
        raise UsageError(message)
    return chosen, {year: report for year, (_, report) in sorted(years[chosen].items())}


def amount(report: AnnualReport, part: str) -> Amount:
    """The total of a row of the form, or of all rows of a group: as far as the report states it."""
    rows = (part, f"{part}.", f"{part}_unspecified")
    cells = [
        cell
        for cell in report.cells()
        if cell.table == _TABLE and cell.column == _TOTAL and (cell.row in rows or cell.row.startswith(rows[1]))
    ]
    return Amount(
        sum(int(cell.value) for cell in cells if cell.value is not None),
        tuple(cell for cell in cells if cell.value is None),
    )


def chart_of(organ: str, reports: Mapping[int, AnnualReport], lang: Language) -> Chart:
    """The chart of an organ's reports, every year from the first to the last."""
    words = _WORDS[lang]
    groups, notes = [], []
    for year in range(min(reports), max(reports) + 1):
        if year not in reports:
            groups.append(Group(str(year)))
            continue
        report = reports[year]
        bars, unstated = _bars(report, lang)
        if unstated:
            notes.append(words["open"].format(year=year, cells=_named(unstated, lang)))
        messages = _breaks(report, reports.get(year - 1), lang)
        mark = "*" * (1 + sum(bool(group.mark) for group in groups)) if messages else ""
        notes += [words["colon"].format(mark=mark, year=year, text=text) for text in messages]
        groups.append(Group(str(year), bars, mark))
    title = words["title"].format(organ=organ)
    return Chart(title, words["subtitle"], tuple(groups), _series(lang), words["nothing"], tuple(notes))


def _bars(report: AnnualReport, lang: Language) -> tuple[tuple[Bar, ...], list[Cell]]:
    bars, unstated = [], []
    for label, parts in zip(_SHORT[lang], (_CAME_IN, _BECAME), strict=True):
        amounts = {part: amount(report, part) for part in parts}
        missing = [cell for one in amounts.values() for cell in one.unstated]
        unstated += missing
        bars.append(Bar(label, tuple((part, one.stated) for part, one in amounts.items()), at_least=bool(missing)))
    return tuple(bars), unstated


def _breaks(this: AnnualReport, last: AnnualReport | None, lang: Language) -> list[str]:
    """What of the table of requests does not follow from the year before."""
    if last is None:
        return []
    found = govgrammar.compare(this, last)
    return [f.message(lang) for f in found if f.status == "fail" and any(cell.table == _TABLE for cell in f.cells)]


def _named(cells: Sequence[Cell], lang: Language) -> str:
    shown = [_labels(lang).get(cell.row, cell.row) for cell in cells[:_MOST_NAMED]]
    return ", ".join(shown) + (", …" if len(cells) > _MOST_NAMED else "")


def _labels(lang: Language) -> dict[str, str]:
    """What the form calls each of its rows and groups of rows; in English, their identifiers."""
    form = load_form()
    members: list[Row | RowGroup] = [
        member for edition in form.editions for block in edition.table(_TABLE).blocks for member in block.members
    ]
    labels = {}
    while members:
        member = members.pop(0)
        english = member.name.rpartition(".")[2].replace("_", " ")
        labels[member.name] = form.spelling(member.terminal) if lang == "zh" else english
        members += member.members if isinstance(member, RowGroup) else ()
    return labels


def _series(lang: Language) -> tuple[Series, ...]:
    names = (*_CAME_IN, *_BECAME)
    labels = _labels(lang)
    return tuple(map(Series, names, [labels[name] for name in names], _COLOURS))


if __name__ == "__main__":
    sys.exit(main())
