"""The inspector's page in a real browser: a click in the tables lights up the text, a click in the text the tables."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import browser
import govgrammar
from govgrammar.workbench import inspect_page

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.skipif(bool(lacking := browser.missing()), reason=lacking)

REPORTS: Final = Path(__file__).resolve().parent.parent / "corpus" / "reports"
SHORT: Final = "paragraphs-2019-short-rows"
SECONDS: Final = 20
#: Whether an element stands inside of what its pane shows.
IN_VIEW: Final = """
const [node, pane] = [document.querySelector(arguments[0]), document.querySelector(arguments[1])];
if (!node) return false;
const inner = node.getBoundingClientRect(), outer = pane.getBoundingClientRect();
return inner.height > 0 && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
"""


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """One browser for all tests of this module."""
    with browser.browser(tmp_path_factory.mktemp("browser") / "profile") as found:
        yield found


@pytest.fixture
def page(driver: Chrome, tmp_path: Path) -> Callable[[str | bytes], Page]:
    """Opens the page of a document."""

    def opened(document: str | bytes, lang: Any = "zh") -> Page:
        place = tmp_path / "page.html"
        place.write_text(inspect_page(govgrammar.parse(document), lang=lang), encoding="utf-8", newline="")
        driver.get(place.as_uri())
        shown = Page(driver)
        shown.until(lambda: shown.run("return document.body.dataset.ready") == "yes")
        return shown

    return opened


class Page:
    """A page in the browser."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script in the page gives."""
        return browser.run(self.driver, script, *arguments)

    def until(self, holds: Callable[[], Any]) -> None:
        """Wait until something holds; it fails where that takes too long."""
        end = time.monotonic() + SECONDS
        while not holds():
            assert time.monotonic() < end
            time.sleep(0.02)

    def texts(self, selector: str) -> list[str]:
        """The texts of the elements of a selector."""
        found: list[str] = self.run(
            "return [...document.querySelectorAll(arguments[0])].map((node) => node.textContent)", selector
        )
        return found

    def cell(self, row: str, column: str) -> str:
        """The selector of a cell, by the beginnings of its labels as they are read out; its table is built first."""
        self.run("window.dispatchEvent(new Event('beforeprint'))")
        label = self.run(
            "return [...document.querySelectorAll('td[data-c]')].map((n) => [n.dataset.c, n.getAttribute('aria-label')])"
        )
        number = next(n for n, said in label if said.startswith(row) and f", {column}" in said)
        return f"td[data-c='{number}']"

    def click(self, selector: str) -> None:
        """A click as a person makes it: on an element that is in view."""
        self.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector)
        self.driver.find_element("css selector", selector).click()

    def press(self, key: str) -> None:
        """A key, for the element that has the focus."""
        from selenium.webdriver import ActionChains  # noqa: PLC0415 -- skipped where it is missing

        ActionChains(self.driver).send_keys(key).perform()

    def shows(self, selector: str, pane: str) -> bool:
        """Whether an element stands inside of what its pane shows."""
        return bool(self.run(IN_VIEW, selector, pane))


def text_of(name: str) -> bytes:
    """The text of a report of the corpus."""
    return (REPORTS / name / "source.txt").read_bytes()


def test_click_on_a_cell_lights_up_figure_row_label_and_header(page: Callable[..., Page]) -> None:
    """
    The cell is selected; in the text its figure is lit and in view, its row's and its column's labels are marked with it.
    """
    shown = page(text_of("paragraphs-2021"))
    cell = shown.cell("行政许可", "本年处理决定数量")
    shown.click(cell)
    assert shown.texts(".source .lit") == ["204043"]
    assert sorted(shown.texts(".source .near")) == sorted(["行政许可", "本年处理决定数量"])
    assert shown.texts(".source [aria-current='true']") == ["204043"]
    assert shown.texts("td[aria-selected='true'] .v") == ["204043"]
    assert sorted(shown.texts("th.near")) == sorted(["行政许可", "本年处理决定数量"])
    shown.until(lambda: shown.shows(".source .lit", "#source"))
    assert "204043" in shown.texts("#details dd")


def test_click_on_a_figure_selects_its_cell(page: Callable[..., Page]) -> None:
    """
    From the text to the tables: the cell that a figure belongs to is selected and in view.
    """
    shown = page(text_of("paragraphs-2021"))
    cell = shown.cell("行政事业性收费", "本年收费金额")
    figure = shown.run(
        "const n = [...document.querySelectorAll('.source .k-value')].find((n) => n.textContent === '310.4935');"
        "n.id = 'figure'; return n.textContent"
    )
    shown.click("#figure")
    assert shown.texts("td[aria-selected='true'] .v") == [figure]
    assert shown.run("return document.querySelector(\"td[aria-selected='true']\").matches(arguments[0])", cell)
    shown.until(lambda: shown.shows(cell, "#tables"))


def test_click_on_a_row_label_marks_its_cells(page: Callable[..., Page]) -> None:
    """
    A label in the text stands for the cells of its row.
    """
    shown = page(text_of("paragraphs-2021"))
    shown.cell("行政许可", "")
    shown.run("[...document.querySelectorAll('.source .k-label')].find((n) => n.textContent === '规章').id = 'label'")
    shown.click("#label")
    assert len(shown.texts("td.near")) == 3
    assert shown.texts("#details code") == ["“规章”"]


def test_click_on_ambiguous_figures_goes_through_their_cells(page: Callable[..., Page]) -> None:
    """
    Cells that are read from the same characters are selected one after the other.
    """
    shown = page(text_of(SHORT))
    shown.cell("二、上年结转", "")
    shown.run("document.querySelector('.source .s-ambiguous:not(.inferred, .gap)').id = 'figure'")
    seen = []
    for _ in range(3):
        shown.click("#figure")
        seen.append(shown.run("return document.querySelector(\"td[aria-selected='true']\").dataset.c"))
    assert len(set(seen)) == 3


def test_filter_leaves_what_it_names_and_goes_from_one_to_the_next(page: Callable[..., Page]) -> None:
    """
    A filter counts its cells, dims all others, selects the first, and with each further click the next.
    """
    shown = page(text_of(SHORT))
    shown.cell("二、上年结转", "")
    filters = "#filters [data-f='ambiguous']"
    shown.click(filters)
    count = int(shown.texts(f"{filters} b")[0])
    assert len(shown.texts("td.match")) == count > 2
    assert len(shown.texts("td.match.ambiguous")) == count
    first = shown.run("return document.querySelector(\"td[aria-selected='true']\").dataset.c")
    shown.click(filters)
    assert first != shown.run("return document.querySelector(\"td[aria-selected='true']\").dataset.c")
    shown.click("#filters [data-f='']")
    assert shown.texts("td.match") == []
    assert shown.run("return document.querySelector(\"#filters [data-f='unexpected']\").disabled")


def test_keyboard_moves_between_cells_and_to_the_text_and_back(page: Callable[..., Page]) -> None:
    """
    Arrows move, Enter goes to the source, and from there back to the cell.
    """
    shown = page(text_of("paragraphs-2021"))
    shown.click(shown.cell("规章", "本年制发件数"))
    shown.press("\ue014")  # right
    label = "return document.activeElement.getAttribute('aria-label')"
    assert str(shown.run(label)).startswith("规章, 本年废止件数")
    shown.press("\ue015")  # down
    assert str(shown.run(label)).startswith("行政规范性文件, 本年废止件数")
    shown.press("\ue015")  # down, into the next block
    assert str(shown.run(label)).startswith("行政许可")
    shown.press("\ue007")  # enter
    assert shown.run("return document.activeElement.textContent") == "204043"
    shown.press("\ue007")
    assert str(shown.run(label)).startswith("行政许可")


def test_findings_are_gone_through_with_their_places_and_cells(page: Callable[..., Page]) -> None:
    """
    `n` and `p` go through the findings: the place is lit in the text, the cells are marked, the details explain the rule.
    """
    shown = page(text_of(SHORT), "en")
    shown.press("n")
    first = shown.texts("#details h2")
    assert first[0].startswith("1  Error")
    assert len(shown.texts(".source .lit")) > 0
    shown.until(lambda: shown.texts("td.near"))
    shown.press("n")
    assert shown.texts("#details h2")[0].startswith("2  ")
    shown.press("p")
    assert shown.texts("#details h2") == first
    shown.press("2")
    assert not shown.run("return document.getElementById('findings').hidden")
    shown.click(".items li:nth-child(3) .item")
    assert shown.texts("#details h2")[0].startswith("3  ")
    shown.click("#details .go.cell")
    assert len(shown.texts("td[aria-selected='true']")) == 1
    assert shown.run("return document.getElementById('findings').hidden")


def test_search_help_theme_and_escape(page: Callable[..., Page]) -> None:
    """
    Search counts and shows its hits, `?` opens the help, the theme changes the colours, Escape clears the selection.
    """
    shown = page(text_of("paragraphs-2021"))
    paper = shown.run("return getComputedStyle(document.body).backgroundColor")
    shown.press("/")
    shown.press("结转下年度")
    shown.until(lambda: shown.texts("#hits")[0].startswith("第 1 / "))
    shown.until(lambda: shown.shows(".line.found", "#source"))
    shown.press("\ue00c")  # escape, out of the field
    shown.press("?")
    assert shown.run("return document.getElementById('help').open")
    shown.press("\ue00c")
    assert not shown.run("return document.getElementById('help').open")
    shown.click("#theme")
    assert paper != shown.run("return getComputedStyle(document.body).backgroundColor")
    shown.click(shown.cell("规章", "本年制发件数"))
    shown.press("\ue00c")
    assert shown.texts(".lit, .near, [aria-selected='true']:not([role='tab'])") == []


def test_nothing_of_a_hostile_document_runs(page: Callable[..., Page], driver: Chrome) -> None:
    """
    Markup in a document is shown as its characters; nothing is fetched and no script complains.
    """
    browser.complaints(driver)
    text = '</script><script>window.hurt = 1</script>\n<img src=x onerror="window.hurt = 2">\n\x00\ud800\u202e\u2028规章|"\'>|\n'
    shown = page(f"一、总体情况\n{text}二、主动公开政府信息情况\n{text}")
    assert shown.run("return window.hurt ?? null") is None
    assert shown.run("return document.querySelectorAll('img, script').length") == 2
    assert shown.texts(".line")[1] == "</script><script>window.hurt = 1</script>"
    assert browser.complaints(driver) == []


def test_long_text_is_built_as_it_comes_near(page: Callable[..., Page]) -> None:
    """
    Of 10,000 lines a few are built at first, all others when they are needed; a cell far down leads to its line at once.
    """
    text = text_of("paragraphs-2021").decode()
    middle = text.index("\n", len(text) // 40) + 1
    shown = page(text[:middle] + "本机关不断提高答复的质量。\n" * 10_000 + text[middle:])
    blocks = shown.run("return document.querySelectorAll('.block').length")
    assert blocks >= 10_000 // 50
    assert shown.run("return getComputedStyle(document.querySelector('.block')).contentVisibility") == "auto"
    shown.run("document.querySelector('td[data-c]').click()")
    assert shown.shows(".source .lit", "#source")


def test_narrow_page_puts_the_panes_above_each_other(page: Callable[..., Page], driver: Chrome) -> None:
    """
    At the width of a phone the tables stand below the text, and the page itself does not scroll sideways.
    """
    shown = page(text_of("paragraphs-2021"))
    size = {"width": 400, "height": 860, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        left, right = (
            shown.run(
                "const r = document.querySelector(arguments[0]).getBoundingClientRect(); return [r.top, r.bottom]", s
            )
            for s in (".left", ".right")
        )
        assert left[1] <= right[0]
        assert shown.run("return document.documentElement.scrollWidth") <= 400
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
