"""Whether the corpus notices when a grammar file is wrong: `python benchmarks/mutants.py`, `--every 10` for a sample.

A mutant is the grammar with one thing changed: a spelling of a label left out, one glyph of it replaced, or two rows or
columns exchanged in an edition's own sequence.  It is killed where the grammar is refused, or where a case of the corpus
reads otherwise than expected.  The survivors are printed: each asks for a case, or stands for a spelling that another covers.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from attrs import frozen
from lark import Token

import govgrammar
from govgrammar.api import engine
from govgrammar.grammar import Grammar, GrammarError, GrammarFile, default_folder, read_grammar
from govgrammar.workbench.corpus import Case, load_corpus
from govgrammar.workbench.sections import write_section

ROOT: Final = Path(__file__).resolve().parent.parent
TARGET: Final = 0.9
#: What no document writes.
NOBODY: Final = "\ue000"
#: Cases that are read with arguments of their own say nothing about labels.
_OWN_ARGUMENTS: Final = {"bytes", "characters", "steps", "skip"}


@frozen
class Mutant:
    """One file of the grammar with one thing changed; `kind` is dropped, glyph or exchanged."""

    kind: str
    name: str
    file: str
    text: str


def mutants(grammar: Grammar) -> Iterator[Mutant]:
    """Every mutant, file by file."""
    for file in grammar.files:
        alone = Grammar(grammar.folder, (file,))
        for terminal, spellings in alone.terminals.items():
            for number, spelling in enumerate(spellings):
                yield _dropped(file, terminal, spellings, number)
                if spelling.type == "STRING":
                    yield _with_another_glyph(file, terminal, spelling)
        yield from _exchanged(file, alone)


def _dropped(file: GrammarFile, terminal: str, spellings: Sequence[Token], number: int) -> Mutant:
    """Without one spelling, or, where it is the only one, with what no document writes in its stead."""
    spelling = spellings[number]
    begin, end, instead = _place(spelling), _end(spelling), ""
    if len(spellings) == 1:
        instead = f'"{NOBODY}"'
    elif number:
        begin = file.text.rindex("|", _end(spellings[number - 1]), begin)
    else:
        end = file.text.index("|", end) + 1
    return Mutant("dropped", f"{terminal} {spelling}", file.name, f"{file.text[:begin]}{instead}{file.text[end:]}")


def _with_another_glyph(file: GrammarFile, terminal: str, spelling: Token) -> Mutant:
    """One glyph in the middle of a spelling replaced."""
    glyphs = [place for place, glyph in enumerate(spelling) if glyph.isalnum()] or [1]
    place = _place(spelling) + glyphs[len(glyphs) // 2]
    return Mutant("glyph", f"{terminal} {spelling}", file.name, f"{file.text[:place]}{NOBODY}{file.text[place + 1 :]}")


def _exchanged(file: GrammarFile, alone: Grammar) -> Iterator[Mutant]:
    """Two neighbours exchanged in each rule that is a sequence of the form's own: rows, columns, groups."""
    for rule, alternatives in alone.rules.items():
        members = alternatives[0]
        if len(alternatives) > 1 or "VALUES" in members or "__" not in rule:
            continue
        line = next((line for line in file.text.splitlines() if line.startswith(f"{rule}:")), "")
        for first, second in pairwise(members):
            if first.isupper() or second.isupper():
                continue
            changed = line.replace(f" {first} {second}", f" {second} {first}", 1)
            yield Mutant("exchanged", f"{rule}: {first} {second}", file.name, file.text.replace(line, changed, 1))


def _place(token: Token) -> int:
    assert token.start_pos is not None
    return token.start_pos


def _end(token: Token) -> int:
    assert token.end_pos is not None
    return token.end_pos


def killer(mutant: Mutant, grammar: Grammar, cases: Sequence[Case]) -> str | None:
    """What notices a mutant: the name of the first case that reads otherwise, or that the grammar is refused."""
    with tempfile.TemporaryDirectory() as folder:
        for file in grammar.files:
            text = mutant.text if file.name == mutant.file else file.text
            (Path(folder) / file.name).write_text(text, encoding="utf-8", newline="")
        try:
            return next((case.name for case in cases if _reads_otherwise(case, Path(folder))), None)
        except (GrammarError, LookupError) as error:
            return f"refused: {error!r}"


def _reads_otherwise(case: Case, folder: Path) -> bool:
    result = govgrammar.parse(case.text, grammar=folder)
    fragment = "fragment" in case.attributes
    sections = ((name, said) for name, said in case.expected.items() if name != "tree")
    if any(tuple(write_section(name, result, fragment=fragment)) != said for name, said in sections):
        return True
    return "tree" in case.expected and _tokens(case.text, folder) != _tokens(case.text, default_folder())


def _tokens(text: str, folder: Path) -> list[str]:
    """What a case's tree is made of: a section of its own is written with the grammar that ships."""
    return [token.type for token in engine(folder).lexer.read(text)[1]]


def main() -> int:
    """Print how many mutants are killed, and which are not; with `--check` the status is 1 below the target."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--every", type=int, default=1, help="try one of so many mutants (default: 1, all)")
    arguments.add_argument("--check", action="store_true", help="exit with 1 where too few are killed")
    chosen = arguments.parse_args()
    grammar = read_grammar(default_folder())
    cases = [case for case in load_corpus(ROOT / "corpus") if not _OWN_ARGUMENTS & case.attributes.keys()]
    sound = [case for case in cases if not _reads_otherwise(case, grammar.folder)]
    if len(sound) < len(cases):
        print(f"{len(cases) - len(sound)} cases fail without any mutation and are left out", file=sys.stderr)
    tried, killed = Counter[str](), Counter[str]()
    for mutant in list(mutants(grammar))[:: chosen.every]:
        by = killer(mutant, grammar, sound)
        tried[mutant.kind] += 1
        killed[mutant.kind] += by is not None
        if by is None:
            print(f"survives: {mutant.file}: {mutant.kind} {mutant.name}", flush=True)
    for kind, count in tried.items():
        print(f"{kind}: {killed[kind]} of {count} killed")
    share = killed.total() / max(1, tried.total())
    print(f"{killed.total()} of {tried.total()} killed: {share:.1%}{'' if share >= TARGET else '   MISSED'}")
    return 1 if chosen.check and share < TARGET else 0


if __name__ == "__main__":
    sys.exit(main())
