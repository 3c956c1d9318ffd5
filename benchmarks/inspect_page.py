"""How long a click takes in the inspector's page of a report of 10,000 lines: `python benchmarks/inspect_page.py`.

Two documents: one report with a long narrative, and many reports in one text.  Headless Chromium opens each page; in the
page, `performance.now()` measures a click on a cell, on a marked passage and on a finding, each up to the first task
behind the next frame (a click on the title does nothing and shows what the frame alone costs on this machine): by then the browser has laid out and painted what changed.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import govgrammar
from govgrammar.workbench import inspect_page

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import browser, missing, run  # noqa: E402 -- the tests' own

LINES: Final = 10_000
LIMIT: Final = 100.0
TIMES: Final = 15
SENTENCE: Final = "2023年,本机关认真办理每一件申请,主动公开规章3件,不断提高答复的质量。\n"

#: Clicks the elements of a selector, spread over the page, and gives the milliseconds of each click.
MEASURE: Final = """
const [selector, times, done] = arguments;
(async () => {
  const found = [...document.querySelectorAll(selector)], taken = [];
  const painted = () => new Promise((go) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = go;
    channel.port2.postMessage(0);
  });
  const frame = () => new Promise(requestAnimationFrame);
  for (let n = 0; n < times && found.length; n += 1) {
    const node = found[Math.floor(n * found.length / times)];
    await frame(); await frame();
    const begin = performance.now();
    node.click();
    const handled = performance.now() - begin;
    await frame(); await painted();
    taken.push([handled, performance.now() - begin]);
  }
  done(taken);
})();
"""


def documents() -> dict[str, str]:
    """The texts by name."""
    text = (ROOT / "corpus" / "reports" / "paragraphs-2021" / "source.txt").read_text(encoding="utf-8")
    middle = text.index("\n", len(text) // 40) + 1
    return {
        "one long report": text[:middle] + SENTENCE * LINES + text[middle:],
        "many reports": (text + "\n\n") * (LINES // len(text.splitlines()) + 1),
    }


def measure(driver: Any, selector: str) -> list[list[float]]:
    """Milliseconds of clicks: handled, and painted."""
    found: list[list[float]] = driver.execute_async_script(MEASURE, selector, TIMES)
    return found


def main() -> int:
    """Print the table; 1 where a median is beyond the limit."""
    lacking = missing()
    if lacking:
        print(lacking)
        return 2
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder, browser(Path(folder) / "profile") as driver:
        for name, text in documents().items():
            begin = time.perf_counter()
            page = inspect_page(govgrammar.parse(text), lang="zh")
            made = time.perf_counter() - begin
            place = Path(folder) / "page.html"
            place.write_text(page, encoding="utf-8")
            begin = time.perf_counter()
            driver.get(place.as_uri())
            opened = time.perf_counter() - begin
            lines = len(text.splitlines())
            print(
                f"{name}: {lines} lines, page {len(page) / 1e6:.1f} MB, made in {made:.1f} s, opened in {opened:.1f} s"
            )
            time.sleep(2)  # the rest of the page is built while nobody does anything
            for what, selector in (
                ("title", "h1"),
                ("cell", "td[data-c]"),
                ("passage", ".source .p"),
                ("finding", ".item"),
            ):
                taken = measure(driver, selector)
                if taken:
                    handled, painted = (statistics.median(column) for column in zip(*taken, strict=True))
                    slowest = max(slowest, painted)
                    worst = max(one[1] for one in taken)
                    print(
                        f"  click on a {what:8} handled {handled:6.1f} ms, painted {painted:6.1f} ms, slowest {worst:6.1f} ms"
                    )
            print(f"  elements {run(driver, 'return document.getElementsByTagName(arguments[0]).length', '*')}")
    print(f"limit {LIMIT:.0f} ms: {'held' if slowest <= LIMIT else 'exceeded'}")
    return int(slowest > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
