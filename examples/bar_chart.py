"""Stacked bars in groups, as SVG: enough for one chart, and nothing to install.

A drawing program for charts would need a font with Chinese characters; a browser finds one.  Lengths are pixels.
"""

from __future__ import annotations

import math
from typing import Final
from xml.etree import ElementTree as ET

from attrs import frozen

from govgrammar.source import display_width

_FONT: Final = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"
_LEFT, _TOP, _PLOT, _BELOW, _RIGHT = 56.0, 96.0, 340.0, 66.0, 24.0
_GROUP, _BAR, _BETWEEN = 116.0, 44.0, 6.0
_LINE, _SMALL, _NORMAL, _LARGE = 20.0, 12, 13, 18
_LEAST_LABELLED: Final = 13.0
_TICKS: Final = 6
#: Colours below take light text.
_HALF_LIGHT: Final = 140
_DARK, _LIGHT, _GREY, _ALARM = "#222222", "#ffffff", "#d8d8d8", "#b00020"


@frozen
class Series:
    """A part that bars can have: what the legend calls it, and its colour as `#rrggbb`."""

    name: str
    label: str
    colour: str


@frozen
class Bar:
    """A stack: the height of each of its parts, from below, by the series' name; `at_least` where more may belong to it."""

    label: str
    parts: tuple[tuple[str, int], ...]
    at_least: bool = False

    @property
    def height(self) -> int:
        """The sum of what is stated."""
        return sum(value for _, value in self.parts)


@frozen
class Group:
    """Bars side by side above one label; `mark` points to notes below the chart.  Without bars, a gap."""

    label: str
    bars: tuple[Bar, ...] = ()
    mark: str = ""


@frozen
class Chart:
    """All that is drawn."""

    title: str
    subtitle: str
    groups: tuple[Group, ...]
    series: tuple[Series, ...]
    nothing: str
    notes: tuple[str, ...] = ()


def svg(chart: Chart) -> str:
    """The chart as an SVG document."""
    legend = max(display_width(series.label) for series in chart.series) * _NORMAL * 0.55 + 40
    plot = _GROUP * len(chart.groups)
    notes = [line for note in chart.notes for line in wrapped(note, int((plot + legend) / (_SMALL * 0.56)))]
    width, height = _LEFT + plot + legend + _RIGHT, _TOP + _PLOT + _BELOW + _LINE * (len(notes) + 1)
    root = ET.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=f"{width:g}",
        height=f"{height:g}",
    )
    root.set("font-family", _FONT)
    root.set("role", "img")
    ET.SubElement(root, "title").text = _printable(chart.title)
    ET.SubElement(root, "rect", width="100%", height="100%", fill=_LIGHT)
    _text(root, _LEFT, 34, chart.title, size=_LARGE, weight="bold")
    _text(root, _LEFT, 58, chart.subtitle)
    _axis(root, chart, plot)
    for number, group in enumerate(chart.groups):
        _group(root, chart, group, _LEFT + _GROUP * number)
    for number, series in enumerate(reversed(chart.series)):
        _legend(root, series, _LEFT + plot + 16, _TOP + 8 + _LINE * 1.2 * number)
    for number, line in enumerate(notes):
        _text(root, _LEFT, _TOP + _PLOT + _BELOW + _LINE * number + 8, line, size=_SMALL)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of so many columns at most, a Chinese character taking two; broken at spaces, else anywhere."""
    lines = [""]
    for word in _words(text):
        if lines[-1] and display_width(lines[-1] + word.rstrip()) > width:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line.rstrip() for line in lines]


def _words(text: str) -> list[str]:
    words = [""]
    for character in text:
        if words[-1].endswith(" ") or display_width(character) > 1 or (words[-1] and display_width(words[-1][-1]) > 1):
            words.append("")
        words[-1] += character
    return words


def tick_step(highest: int) -> int:
    """The distance between two lines of the axis: 1, 2 or 5 times a power of ten, for six lines at most."""
    rough = max(1.0, highest / _TICKS)
    power = 10 ** math.floor(math.log10(rough))
    return int(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough))


def _top(chart: Chart) -> tuple[int, int]:
    """The value at the upper end of the axis, and the distance between its lines."""
    highest = max((bar.height for group in chart.groups for bar in group.bars), default=0)
    step = tick_step(highest)
    return max(step, -(-highest // step) * step), step


def _axis(root: ET.Element, chart: Chart, plot: float) -> None:
    top, step = _top(chart)
    for value in range(0, top + 1, step):
        y = _TOP + _PLOT * (1 - value / top)
        line = {"x1": f"{_LEFT:g}", "x2": f"{_LEFT + plot:g}", "y1": f"{y:g}", "y2": f"{y:g}"}
        ET.SubElement(root, "line", line, stroke=_GREY)
        _text(root, _LEFT - 8, y + 4, f"{value:,}", size=_SMALL, anchor="end")


def _group(root: ET.Element, chart: Chart, group: Group, left: float) -> None:
    centre, below = left + _GROUP / 2, _TOP + _PLOT
    label = _text(root, centre, below + 40, group.label, weight="bold", anchor="middle")
    if group.mark:
        ET.SubElement(label, "tspan", {"fill": _ALARM, "font-size": f"{_SMALL}"}).text = f" {group.mark}"
    if not group.bars:
        _text(root, centre, below - 12, chart.nothing, size=_SMALL, anchor="middle")
    width = len(group.bars) * (_BAR + _BETWEEN) - _BETWEEN
    for number, bar in enumerate(group.bars):
        _bar(root, chart, bar, centre - width / 2 + number * (_BAR + _BETWEEN), group.label)


def _bar(root: ET.Element, chart: Chart, bar: Bar, left: float, where: str) -> None:
    series = {one.name: one for one in chart.series}
    top, _ = _top(chart)
    y = _TOP + _PLOT
    for name, value in bar.parts:
        height = _PLOT * value / top
        y -= height
        box = {"x": f"{left:g}", "y": f"{y:.2f}", "width": f"{_BAR:g}", "height": f"{height:.2f}"}
        piece = ET.SubElement(root, "rect", box, fill=series[name].colour)
        ET.SubElement(piece, "title").text = _printable(f"{where} {series[name].label}: {value}")
        if height >= _LEAST_LABELLED:
            colour = _LIGHT if _is_dark(series[name].colour) else _DARK
            _text(root, left + _BAR / 2, y + height / 2 + 4, f"{value:,}", size=_SMALL, anchor="middle", colour=colour)
    total = f"≥{bar.height:,}" if bar.at_least else f"{bar.height:,}"
    _text(root, left + _BAR / 2, y - 6, total, weight="bold", anchor="middle")
    _text(root, left + _BAR / 2, _TOP + _PLOT + 18, bar.label, size=_SMALL, anchor="middle")


def _legend(root: ET.Element, series: Series, left: float, y: float) -> None:
    ET.SubElement(root, "rect", x=f"{left:g}", y=f"{y:g}", width="14", height="14", fill=series.colour)
    _text(root, left + 22, y + 12, series.label)


def _is_dark(colour: str) -> bool:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < _HALF_LIGHT


def _text(
    root: ET.Element,
    x: float,
    y: float,
    text: str,
    *,
    size: int = _NORMAL,
    weight: str = "normal",
    anchor: str = "start",
    colour: str = _DARK,
) -> ET.Element:
    place = {"x": f"{x:g}", "y": f"{y:g}", "font-size": f"{size}", "font-weight": weight, "text-anchor": anchor}
    element = ET.SubElement(root, "text", place, fill=colour)
    element.text = _printable(text)
    return element


def _printable(text: str) -> str:
    """Text without what XML cannot hold."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
