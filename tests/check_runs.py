"""Reports that check, compare and rollup are tried on, and how they are run."""

import json
from pathlib import Path
from typing import Any

import html5lib
import jsonschema
import pytest

from govgrammar.cli.main import main
from govgrammar.schema import shipped_checks_schema
from sarif_schema import SARIF_SCHEMA

REPORTS = Path(__file__).parents[1] / "corpus" / "reports"
CLEAN = (REPORTS / "rows-padded-2021" / "source.txt").read_bytes()
#: A report of seven errors, in paragraphs.
WRONG = (REPORTS / "paragraphs-totals-off" / "source.txt").read_bytes()
#: A report of 2019 with lost cells.
SHORT = (REPORTS / "paragraphs-2019-short-rows" / "source.txt").read_bytes()
#: A report with warnings and without errors.
WARNED = (REPORTS / "pipes-lost-headings" / "source.txt").read_bytes()
#: The codes of the reader, which say of a piece of a report what it lacks.
READER = "GG01,GG02,GG03,GG04"
#: One row on one line: the total of a row is off, behind Chinese characters.
ROW = """甲市乙局2022年政府信息公开工作年度报告
三、收到和处理政府信息公开申请情况
(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)|申请人情况
自然人|法人或其他组织|总计
商业企业|科研机构|社会公益组织|法律服务机构|其他
一、本年新收政府信息公开申请数量|3|0|0|0|0|1|5
二、上年结转政府信息公开申请数量|0|0|0|0|0|0|0
"""


def write(folder: Path, **files: str | bytes) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_txt", ".txt").replace("_pdf", ".pdf")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    data = json.loads(run(capsys, *arguments, "--format", "json")[1])
    jsonschema.validate(data, json.loads(shipped_checks_schema()))
    return data


def as_sarif(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    data = json.loads(run(capsys, *arguments, "--format", "sarif")[1])
    jsonschema.validate(data, SARIF_SCHEMA)
    return data


class Page:
    """A page, parsed by the rules of HTML: anything that is no valid HTML raises."""

    def __init__(self, text: str) -> None:
        self.text = text
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        self.elements = list(tree.iter())
        self.ids = [e.get("id") for e in self.elements if e.get("id")]
        self.links = [e.get("href") for e in self.elements if e.get("href")]

    def find(self, name: str, css: str) -> list[Any]:
        """The elements of a name and a class."""
        return [e for e in self.elements if e.tag == name and css in (e.get("class") or "").split()]

    def all_text(self) -> str:
        """What a person reads on it."""
        return " ".join(part for e in self.elements for part in (e.text, e.tail) if part and e.tag != "style")
