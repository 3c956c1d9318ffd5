"""Whether every clean report is read exactly in every layout: `python benchmarks/layouts.py --reports 200`.

Generated reports of both editions and of mixtures are written in every layout that keeps blanks, each as it is and changed:
traditional characters, full width, the line ends of Windows, no-break spaces, a page's furniture around it.  Printed for
each pair is the share of cells that are read as written, blanks included, and how many numbers were wrong.  A blank at a
row's end that a layout cannot tell from padding or spacing is counted apart, as undecided.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings

import govgrammar
from govgrammar.export.render import Draft, write
from govgrammar.form import load_form
from govgrammar.layouts.registry import LAYOUTS
from govgrammar.model.cell import CellKey
from govgrammar.strategies import full_width, reports, traditional, with_crlf, with_nbsp

_ABOVE: Final = "首页 > 政府信息公开 > 年报\n简体 繁体\n长者模式\n"
_BELOW: Final = "关闭窗口\n扫一扫在手机打开当前页\n"
#: Layouts whose separators are plain characters, which full width would turn into others.
_PLAIN_SEPARATORS: Final = {"csv", "tabs", "aligned", "markdown"}
_NOT_TEXT: Final = {"html"}
_ALL: Final = 100.0


def with_furniture(text: str) -> str:
    """A text with a page's furniture around it."""
    return f"{_ABOVE}{text}{_BELOW}"


_CHANGES: Final[dict[str, Callable[[str], str]]] = {
    "as it is": str,
    "traditional": traditional,
    "full width": full_width,
    "CRLF": with_crlf,
    "NBSP": with_nbsp,
    "furniture": with_furniture,
}


def count(draft: Draft, text: str, counts: Counter[str]) -> None:
    """Count a text's cells against what was written."""
    money = load_form().columns_of_money
    report = govgrammar.parse(text).report
    read = {} if report is None else {cell.key: cell for cell in report.cells()}
    for key, written in draft.cells.items():
        cell = read.get(key)
        expected = _expected(key, written, money)
        found = None if cell is None else (cell.state, cell.value)
        counts["cells"] += 1
        counts["exact"] += found == expected
        counts["undecided"] += cell is not None and cell.state == "ambiguous" and expected[1] in cell.candidates
        counts["wrong"] += cell is not None and cell.state == "number" and found != expected


def _expected(key: CellKey, written: str, money: frozenset[str]) -> tuple[str, int | Decimal | None]:
    if written in {"", "/"}:
        return ("not_applicable" if written else "blank"), None
    return "number", Decimal(written) if key.column in money else int(written)


def main(argv: list[str] | None = None) -> int:
    """Print the table; 1 where a cell is neither exact nor undecided."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    warnings.simplefilter("ignore")
    totals: dict[tuple[str, str], Counter[str]] = {}

    @seed(options.seed)
    @settings(
        max_examples=options.reports,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(reports())
    def measure(draft: Draft) -> None:
        for name, layout in LAYOUTS.items():
            if not layout.keeps_blanks or name in _NOT_TEXT:
                continue
            text = write(draft, layout)
            for change, changed in _CHANGES.items():
                if change != "full width" or name not in _PLAIN_SEPARATORS:
                    count(draft, changed(text), totals.setdefault((name, change), Counter()))

    measure()
    missed = 0
    for (name, change), counts in totals.items():
        share = _ALL * counts["exact"] / counts["cells"]
        missed += counts["cells"] - counts["exact"] - counts["undecided"] + counts["wrong"]
        figures = f"undecided {counts['undecided']}, wrong {counts['wrong']}, of {counts['cells']}"
        print(f"{name:24}{change:14}{share:8.3f} %   {figures}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
