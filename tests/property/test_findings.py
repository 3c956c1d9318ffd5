"""Whatever a document says, its findings can be shown: every format, both languages, every kind of outcome."""

import io
import json
from pathlib import Path
from typing import cast

import html5lib
import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

import govgrammar
from govgrammar.checks import RULES, Context, check
from govgrammar.cli.check_writers import Setting
from govgrammar.cli.check_writers import _Json as JsonWriter
from govgrammar.cli.output import FileOut
from govgrammar.codes import CODES
from govgrammar.diagnostics import Language
from govgrammar.findings.accept import entries_text, read_accept_file, with_accepted
from govgrammar.findings.checked import Checked, Document, Outcome, checked
from govgrammar.findings.github import github_lines
from govgrammar.findings.html import html_page
from govgrammar.findings.sarif import SarifLog
from govgrammar.findings.tally import Tally
from govgrammar.findings.text import text_lines
from govgrammar.form import load_form
from govgrammar.schema import shipped_checks_schema
from govgrammar.strategies import damaged, texts
from sarif_schema import SARIF_SCHEMA

REPORTS = sorted((Path(__file__).resolve().parents[2] / "corpus" / "reports").glob("*/source.txt"))
CORPUS = st.sampled_from([path.read_bytes().decode("utf-8") for path in REPORTS])
SCHEMA = json.loads(shipped_checks_schema())
RULES_AND_CODES = frozenset({*(rule.id for rule in RULES), *CODES})


def checked_text(text: str, last: str) -> Checked:
    """A text with everything that is found in it, compared with another as last year's, as a part, and as another's."""
    result, other = govgrammar.parse(text), govgrammar.parse(last)
    documents = [Document("last", other, "last_year")]
    context = Context(last_year=other, children=(other, other), others=(other,))
    found = (f for report in result.reports for f in check(report, context=context))
    outcomes = [*map(Outcome, result.diagnostics), *map(Outcome, found)]
    return checked(Document("a,:%\n<b>", result), load_form(), outcomes, documents)


@settings(max_examples=12)
@given(damaged() | damaged(CORPUS) | texts(), damaged() | CORPUS, st.sampled_from(["zh", "en"]))
def test_every_finding_can_be_shown(text: str, last: str, lang: str) -> None:
    """
    Text, JSON, SARIF, annotations and pages of any document are made, valid, and complete.
    """
    one, language = checked_text(text, last), cast("Language", lang)
    lines = ["".join(piece.text for piece in line) for line in text_lines(one, one.outcomes, language)]
    assert all("\n" not in line for line in lines)
    assert len(list(github_lines(one, one.outcomes, language))) == len(one.outcomes)
    log = SarifLog("1", language)
    log.add(one, one.outcomes)
    jsonschema.validate(log.data(), SARIF_SCHEMA)
    page = html_page(one, {rule.id: rule for rule in RULES}, language, version="1")
    html5lib.HTMLParser(strict=True).parse(page)


@settings(max_examples=8)
@given(damaged() | damaged(CORPUS), damaged() | CORPUS)
def test_data_follow_the_schema(text: str, last: str) -> None:
    """
    JSON of any document is what the schema says.
    """
    one, stream, tally = checked_text(text, last), io.BytesIO(), Tally()
    writer = JsonWriter(Setting(out=FileOut(stream), rules=RULES, lang="zh", names=()))
    writer.write(one, one.outcomes)
    tally.add(one)
    writer.end(tally)
    data = json.loads(stream.getvalue())
    jsonschema.validate(data, SCHEMA)
    assert len(data["documents"][0]["findings"]) == len(one.outcomes)


@settings(max_examples=12)
@given(damaged() | damaged(CORPUS), damaged() | CORPUS)
def test_what_is_written_as_accepted_is_accepted(text: str, last: str) -> None:
    """
    The entries for a document's errors and warnings leave none that counts, and none of the entries is stale or malformed.
    """
    one = checked_text(text, last)
    file = read_accept_file(entries_text(one, "理由"), "a.accept.toml", RULES_AND_CODES)
    assert file.faults == ()
    after = with_accepted(one, (file,), RULES_AND_CODES)
    assert [o.rule for o in after.outcomes if o.counts and o.found.severity != "note"] == []
    assert [o.rule for o in after.outcomes if o.elsewhere is not None] == []
