"""Which rules and alternatives of a grammar a document makes use of.

A rule of the parser is hit where the parser takes something by it.  The rules of the form's own sequence (editions, blocks,
columns, sums) take nothing: they say what a whole table is.  Such a rule is hit by a document that has all that one of its
alternatives names; where it belongs to one edition, by a document with a block of that edition.  A cell that opens a table
whose heading is lost is hit where that happens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Final

from attrs import frozen
from lark import Tree

from govgrammar.form import Form
from govgrammar.grammar import Grammar, build_lark
from govgrammar.parser import Handover, Leaf
from govgrammar.workbench.stages import Stages
from govgrammar.workbench.written import WrittenGrammar, WrittenRule

_START: Final = "document"
_OPENING: Final = "__opening"
#: A rule, or with the number of an alternative that.
RuleHit = tuple[str, int]


class Reductions:
    """A Lark parser that says which alternatives, as written, it takes something by."""

    def __init__(self, grammar: Grammar, written: WrittenGrammar, start: str = _START) -> None:
        self._found: dict[RuleHit, list[int]] = {}
        self._lark = build_lark(grammar, start=start, lexer=Handover)
        parser = self._lark.parser.parser.parser
        helpers = _helpers(parser.callbacks)
        parser.callbacks = {
            rule: self._counted(_alternative(rule, written, helpers), callback)
            for rule, callback in parser.callbacks.items()
        }

    def of(self, types: tuple[str, ...]) -> dict[RuleHit, list[int]]:
        """For each alternative of the rules, the first tokens of what it takes.  Raises what Lark raises."""
        self._found = {}
        self._lark.parse(Leaf(terminal, terminal, n) for n, terminal in enumerate(types))
        return self._found

    def _counted(self, hit: RuleHit | None, callback: Callable[[Any], Any]) -> Callable[[Any], Any]:
        if hit is None:
            return callback

        def taken(children: list[Any]) -> Any:
            self._found.setdefault(hit, []).append(_first_token(children))
            return callback(children)

        return taken


def _first_token(children: list[Any]) -> int:
    pending = list(reversed(children))
    while pending:
        node = pending.pop()
        if isinstance(node, Leaf):
            return node.number
        if isinstance(node, Tree):
            pending.extend(reversed(node.children))
    return 0


def _helpers(rules: Mapping[Any, Any]) -> dict[str, frozenset[str]]:
    """What stands in the rules that Lark makes of stars and plusses."""
    inner: dict[str, set[str]] = {}
    for rule in rules:
        if rule.origin.name.startswith("__"):
            inner.setdefault(rule.origin.name, set()).update(symbol.name for symbol in rule.expansion)
    return {name: frozenset(found - {name}) for name, found in inner.items()}


def _alternative(rule: Any, written: WrittenGrammar, helpers: Mapping[str, frozenset[str]]) -> RuleHit | None:
    """The alternative, as written, of which Lark made a rule: the one with least beside what the rule names, in its order."""
    name = str(rule.origin.name)
    if name not in written.rules:
        return None
    parts = [helpers.get(symbol.name, frozenset({symbol.name})) for symbol in rule.expansion]
    alternatives = enumerate(written.rules[name].alternatives)
    fitting = [(len(a.names), n) for n, a in alternatives if _in_order(parts, a.names)]
    return (name, min(fitting)[1]) if fitting else None


def _in_order(parts: Sequence[frozenset[str]], names: Sequence[str]) -> bool:
    """Whether each part names something of an alternative, behind what the part before it names."""
    place = 0
    for part in parts:
        found = next((n for n in range(place, len(names)) if names[n] in part), None)
        if found is None:
            return False
        place = found + 1
        while len(part) > 1 and place < len(names) and names[place] in part:
            place += 1
    return True


def reached(written: WrittenGrammar, rule: str) -> frozenset[str]:
    """The rules that a rule names, those included that those name."""
    seen: set[str] = set()
    pending = [rule]
    while pending:
        name = pending.pop()
        if name in written.rules and name not in seen:
            seen.add(name)
            pending.extend(chain.from_iterable(a.names for a in written.rules[name].alternatives))
    return frozenset(seen)


def complete(rules: Iterable[WrittenRule], known: Mapping[str, int]) -> Iterator[tuple[RuleHit, int]]:
    """Alternatives of rules that take nothing themselves, where all that they name is known, with the first place.

    `known` are rules of the parser and terminals, with a place of each.
    """
    places, pending = dict(known), list(rules)
    while True:
        left = []
        for rule in pending:
            whole = [(n, a.names) for n, a in enumerate(rule.alternatives) if a.names and places.keys() >= set(a.names)]
            hits = [((rule.name, n), places[names[0]]) for n, names in whole]
            if hits:
                places[rule.name] = min(place for _, place in hits)
                yield from hits
            else:
                left.append(rule)
        if len(left) == len(pending):
            return
        pending = left


@frozen(eq=False, slots=False)
class FormRules:
    """The rules of the form's own sequence, and what a document has of them."""

    written: WrittenGrammar
    form: Form

    @cached_property
    def _own(self) -> tuple[WrittenRule, ...]:
        """The rules that the parser does not know."""
        by_parser = reached(self.written, _START)
        return tuple(rule for name, rule in self.written.rules.items() if name not in by_parser)

    @cached_property
    def _edition_of(self) -> dict[str, str]:
        """Rules that one edition alone names."""
        named = {edition.name: reached(self.written, edition.name.replace("-", "_")) for edition in self.form.editions}
        counts = Counter(chain.from_iterable(named.values()))
        return {rule: edition for edition, rules in named.items() for rule in rules if counts[rule] == 1}

    def of_document(self, stages: Stages, known: Mapping[str, int]) -> Iterator[tuple[RuleHit, int]]:
        """Alternatives that a document has; `known` are rules of the parser and terminals that stand in it, with a place."""
        editions = {block.edition for report in stages.reports for _, block, rows in report.blocks() if rows}
        rules = [rule for rule in self._own if not rule.name.endswith(_OPENING)]
        yield from complete((r for r in rules if self._edition_of.get(r.name) in {None, *editions}), known)
        yield from self._openings(stages)

    def _openings(self, stages: Stages) -> Iterator[tuple[RuleHit, int]]:
        """For each heading that is lost, the cell that told so: the first that only this table has."""
        for number, token in enumerate(stages.tokens):
            rule = self.written.rules.get(f"{self.form.sections.get(token.type, '')}{_OPENING}")
            if not token.supplied or rule is None:
                continue
            told = [a.names[0] for a in rule.alternatives]
            opening = next((t for t in stages.tokens[number + 1 :] if t.type in told), None)
            if opening is not None:
                yield (rule.name, told.index(opening.type)), opening.start
