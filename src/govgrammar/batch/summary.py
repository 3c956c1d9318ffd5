"""What became of a batch: what read well, partly, not; what was found most; and what to look at first."""

from __future__ import annotations

import csv
import heapq
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

from attrs import asdict, frozen

from govgrammar.codes import CODES
from govgrammar.diagnostics import Language
from govgrammar.export.words import cut, one_line, pad
from govgrammar.source import display_width

#: Documents of the review list.
_MOST: Final = 1_000
_SHOWN: Final = 10
_WIDTH: Final = 60
Status = Literal["ok", "partial", "failed"]
_STATUS: Final[dict[str, dict[Language, str]]] = {
    "ok": {"zh": "完整读出", "en": "read well"},
    "partial": {"zh": "部分读出", "en": "read partly"},
    "failed": {"zh": "未能读出", "en": "not read"},
}
_WORDS: Final[dict[str, dict[Language, str]]] = {
    "documents": {"zh": "{documents} 个文件,{reports} 份报告,{rows} 行", "en": "{documents} documents, {reports} reports, {rows} rows"},
    "codes": {"zh": "最常见的问题(文件数)", "en": "found most, by documents"},
    "rules": {"zh": "最常不成立的规则(处数)", "en": "rules that fail most, by places"},
    "review": {"zh": "请先核对(共 {count} 个,列于 {file})", "en": "look at these first ({count} in all, listed in {file})"},
    "counts": {"zh": "错误 {errors},警告 {warnings},待定 {ambiguous}", "en": "errors {errors}, warnings {warnings}, ambiguous {ambiguous}"},
    "corrected": {"zh": "人工更正 {count} 格", "en": "{count} cells corrected by a person"},
    "unused": {"zh": "更正未用上:没有 {name}", "en": "correction not used: there is no {name}"},
}  # fmt: skip


@frozen(order=True)
class Review:
    """A document that somebody should look at; the worst is the least."""

    source: str
    status: str
    errors: int
    warnings: int
    ambiguous: int
    codes: str

    @property
    def rank(self) -> tuple[bool, int, int, int, str]:
        """Worst first: what was not read, then errors, open cells, warnings."""
        return (self.status != "failed", -self.errors, -self.ambiguous, -self.warnings, self.source)


@frozen
class Summary:
    """A batch as a whole.  `review` is the worst documents first, a thousand at most; `to_review` counts all."""

    documents: int
    reports: int
    rows: int
    status: dict[str, int]
    codes: dict[str, int]
    rules: dict[str, int]
    to_review: int
    review: tuple[Review, ...]
    corrected: int
    unused: tuple[str, ...]

    def to_json(self) -> str:
        """All but the review list, which has a file of its own."""
        data = asdict(self)
        del data["review"]
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

    def review_csv(self) -> str:
        """The review list as CSV."""
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\n")
        names = ("source", "status", "errors", "warnings", "ambiguous", "codes")
        writer.writerow(names)
        writer.writerows([getattr(one, name) for name in names] for one in self.review)
        return buffer.getvalue()


def summed_up(abouts: Iterable[bytes], corrections: Iterable[str]) -> Summary:
    """The summary of all shards; `corrections` names every cell that a person corrects."""
    status, codes, rules = Counter[str](), Counter[str](), Counter[str]()
    counts: Counter[str] = Counter()
    used: set[str] = set()
    review: list[Review] = []
    for about in abouts:
        data: dict[str, Any] = json.loads(about)
        status.update(data["status"])
        codes.update(data["codes"])
        rules.update(data["rules"])
        own = [Review(*entry) for entry in data["review"]]
        counts.update({"reports": data["reports"], "rows": data["rows"], "review": len(own)})
        used |= {f"{source} {key}" for source, key in data["used"]}
        review = heapq.nsmallest(_MOST, (*review, *own), key=lambda one: one.rank)
    wanted = dict.fromkeys(corrections)
    return Summary(
        status.total(),
        counts["reports"],
        counts["rows"],
        {name: status[name] for name in _STATUS},
        dict(sorted(codes.items(), key=lambda item: (-item[1], item[0]))),
        dict(sorted(rules.items(), key=lambda item: (-item[1], item[0]))),
        counts["review"],
        tuple(review),
        len(used),
        tuple(name for name in wanted if name not in used),
    )


def summary_lines(summary: Summary, lang: Language, review_file: str) -> Iterator[str]:
    """The summary for people."""

    def said(word: str, **arguments: object) -> str:
        return _WORDS[word][lang].format(**arguments)

    yield said("documents", documents=summary.documents, reports=summary.reports, rows=summary.rows)
    widest = max(display_width(words[lang]) for words in _STATUS.values())
    for name, count in summary.status.items():
        share = f"{count / summary.documents:.1%}" if summary.documents else ""
        yield f"  {pad(_STATUS[name][lang], widest)}  {count:>8}  {share:>6}"
    for name, counted in (("codes", summary.codes), ("rules", summary.rules)):
        if counted:
            yield said(name)
        for key, count in list(counted.items())[:_SHOWN]:
            yield f"  {count:>8}  {key}{f'  {CODES[key].slug}' if key in CODES else ''}"
    if summary.review:
        yield said("review", count=summary.to_review, file=review_file)
        shown = summary.review[:_SHOWN]
        names = [cut(one_line(one.source), _WIDTH) for one in shown]
        width = max(map(display_width, names))
        for name, one in zip(names, shown, strict=True):
            counts = said("counts", errors=one.errors, warnings=one.warnings, ambiguous=one.ambiguous)
            yield f"  {pad(name, width)}  {pad(_STATUS[one.status][lang], widest)}  {counts}"
    if summary.corrected:
        yield said("corrected", count=summary.corrected)
    yield from (said("unused", name=one_line(name)) for name in summary.unused)
