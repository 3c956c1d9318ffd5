"""`conflicts`: where the LALR parser of a grammar has two ways, each with the shortest tokens that lead there.

The item sets are those of Lark's own analysis; without `strict` it takes a shift silently.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final

from attrs import frozen
from lark.common import ParserConf
from lark.exceptions import LarkError
from lark.load_grammar import load_grammar
from lark.parsers.lalr_analysis import LALR_Analyzer

from govgrammar.grammar import Grammar, GrammarError, build_lark, default_folder, read_grammar
from govgrammar.parser import Handover, Leaf

_START: Final = "document"
_END: Final = "$END"
_ROOT: Final = "$root_"
#: Tokens that are tried to bring an example to its end.
_MOST: Final = 20_000
_NAME: Final = re.compile(r"__\w+")
#: Ways to an item set that are kept; how many rules are reduced before a token is shifted.
_WAYS: Final = 24
_DEEPEST: Final = 32


@frozen
class Conflict:
    """Two ways at one place.

    `kind` is `shift/reduce` or `reduce/reduce`; `items` are the rules that claim it, a dot where they stand; behind the
    tokens `before`, each of the `terminals` can be taken by all of them.  The example goes on with the first; `rest` ends
    it, and is empty where Lark builds no parser, or none of its ways leads to an end.
    """

    kind: str
    terminals: tuple[str, ...]
    items: tuple[str, ...]
    before: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def sentence(self) -> tuple[str, ...]:
        """The example's tokens."""
        at = () if self.terminals[0] == _END else self.terminals[:1]
        return (*self.before, *at, *self.rest)


def find_conflicts(folder: str | Path | None = None) -> tuple[Conflict, ...]:
    """The conflicts of a grammar folder, the shortest examples first; empty for one that `strict` accepts.

    Raises `GrammarError`, which names file, line and cause, where the folder holds no grammar.
    """
    grammar = read_grammar(default_folder() if folder is None else Path(folder))
    analyzer = _analyzed(grammar)
    if analyzer is None:
        build_lark(grammar, start=_START, lexer=Handover)  # raises, and says where
        return ()
    claims = list(_claims(analyzer))
    if not claims:
        return ()
    shortest, written, begun = _Shortest(analyzer), _repeated(analyzer), _begun(grammar)
    found = [_conflict(begun, shortest, written, one) for one in claims]
    return tuple(sorted(found, key=lambda one: (len(one.sentence), one.before, one.items)))


def _analyzed(grammar: Grammar) -> Any:
    """Lark's analysis as far as the lookaheads; `None` where Lark refuses the grammar before."""
    _ = grammar.rules  # raises where a file is not written in Lark's notation
    try:
        loaded, _ = load_grammar(grammar.text, str(grammar.folder), [], global_keep_all_tokens=False)  # type: ignore[no-untyped-call]
        _, rules, _ = loaded.compile([_START], "*")
    except LarkError:
        return None
    analyzer: Any = LALR_Analyzer(ParserConf(rules, {}, [_START]))
    analyzer.compute_lr0_states()
    analyzer.compute_reads_relations()
    analyzer.compute_includes_lookback()
    analyzer.compute_lookaheads()
    return analyzer


def _claims(analyzer: Any) -> Iterator[_Claim]:
    """Item sets with what is claimed there, for each set of rules that could end: the rules that could go on instead."""
    for state in analyzer.lr0_itemsets:
        terminals: dict[tuple[str, ...], list[str]] = {}
        going_on: dict[tuple[str, ...], set[str]] = {}
        for symbol, rules in state.lookaheads.items():
            best = max(rule.options.priority or 0 for rule in rules)
            left = [rule for rule in rules if (rule.options.priority or 0) == best]
            reduced = tuple(sorted(f"{rule.origin.name}: {_words(rule.expansion)} ." for rule in left))
            shifted = {_item(p) for p in state.closure if not p.is_satisfied and p.next == symbol}
            if len(left) > 1 or shifted:
                terminals.setdefault(reduced, []).append(symbol.name)
                going_on.setdefault(reduced, set()).update(shifted)
        for reduced, names in terminals.items():
            kind = "reduce/reduce" if len(reduced) > 1 else "shift/reduce"
            yield _Claim(state, kind, (*reduced, *sorted(going_on[reduced])), sorted(names))


def _item(pointer: Any) -> str:
    """A rule with a dot where it stands."""
    rule, index = pointer.rule, pointer.index
    parts = (f"{rule.origin.name}:", _words(rule.expansion[:index]), ".", _words(rule.expansion[index:]))
    return " ".join(part for part in parts if part)


def _words(symbols: Any) -> str:
    return " ".join(symbol.name for symbol in symbols)


def _repeated(analyzer: Any) -> dict[str, str]:
    """The rules that Lark makes of stars and plusses, as they are written: `__requests_star_0` is `(VALUES)+`."""
    shortest: dict[str, str] = {}
    for origin, rules in analyzer.rules_by_origin.items():
        if origin.name.startswith("__"):
            once = [rule for rule in rules if origin not in rule.expansion]
            shortest[origin.name] = f"({' | '.join(sorted(_words(rule.expansion) for rule in once))})+"
    return shortest


class _Shortest:
    """The shortest tokens that lead to each item set, by several ways: not each way can go on with every lookahead."""

    def __init__(self, analyzer: Any) -> None:
        self.yields = _yields(analyzer)
        self.ways = self._ways(analyzer)

    def before(self, state: Any, terminals: list[str]) -> tuple[tuple[str, ...], str]:
        """The tokens before a conflict and the terminal that all of its items can take there."""
        for tokens, stack in self.ways[state]:
            for terminal in terminals:
                symbol = next(s for s in state.lookaheads if s.name == terminal)
                if all(_goes_on(_reduced(stack, rule), symbol) for rule in state.lookaheads[symbol]):
                    return tokens, terminal
        return self.ways[state][0][0], terminals[0]

    def _ways(self, analyzer: Any) -> dict[Any, list[tuple[tuple[str, ...], tuple[Any, ...]]]]:
        start = next(iter(analyzer.lr0_start_states.values()))
        found: dict[Any, list[tuple[tuple[str, ...], tuple[Any, ...]]]] = {}
        order = count()
        pending: list[tuple[int, int, tuple[str, ...], tuple[Any, ...]]] = [(0, next(order), (), (start,))]
        while pending:
            _, _, tokens, stack = heapq.heappop(pending)
            ways = found.setdefault(stack[-1], [])
            if len(ways) >= _WAYS:
                continue
            ways.append((tokens, stack))
            for symbol, after in sorted(stack[-1].transitions.items(), key=lambda pair: pair[0].name):
                written = (symbol.name,) if symbol.is_term else self.yields.get(symbol)
                if written is not None and len(found.get(after, ())) < _WAYS:
                    longer = (*tokens, *written)
                    heapq.heappush(pending, (len(longer), next(order), longer, (*stack, after)))
        return found


def _reduced(stack: tuple[Any, ...], rule: Any) -> tuple[Any, ...]:
    """The item sets after a rule is taken."""
    rest = stack[: len(stack) - len(rule.expansion)]
    after = rest[-1].transitions.get(rule.origin)
    return (*rest, after) if after is not None else ()


def _goes_on(stack: tuple[Any, ...], symbol: Any, depth: int = 0) -> bool:
    """Whether the next token can be shifted from here, after what is reduced before it."""
    if not stack or depth > _DEEPEST:
        return False
    top = stack[-1]
    if symbol in top.transitions:
        return True
    if symbol.name == _END and any(p.is_satisfied and p.rule.origin.name.startswith(_ROOT) for p in top.closure):
        return True
    return any(_goes_on(_reduced(stack, rule), symbol, depth + 1) for rule in top.lookaheads.get(symbol, ()))


def _yields(analyzer: Any) -> dict[Any, tuple[str, ...]]:
    """The shortest tokens of each rule."""
    found: dict[Any, tuple[str, ...]] = {}
    changed = True
    while changed:
        changed = False
        for origin, rules in analyzer.rules_by_origin.items():
            for rule in rules:
                parts = [(s.name,) if s.is_term else found.get(s) for s in rule.expansion]
                known = [part for part in parts if part is not None]
                if len(known) < len(parts):
                    continue
                tokens = tuple(token for part in known for token in part)
                if origin not in found or len(tokens) < len(found[origin]):
                    found[origin], changed = tokens, True
    return found


@frozen
class _Claim:
    """An item set in which several items claim the same terminals."""

    state: Any
    kind: str
    items: tuple[str, ...]
    terminals: list[str]


def _conflict(begun: Any, shortest: _Shortest, written: dict[str, str], claim: _Claim) -> Conflict:
    before, chosen = shortest.before(claim.state, claim.terminals)
    rest = () if chosen == _END else _rest(begun, (*before, chosen))
    shown = tuple(_NAME.sub(lambda name: written.get(name.group(), name.group()), item) for item in claim.items)
    return Conflict(claim.kind, tuple(dict.fromkeys((chosen, *claim.terminals))), shown, before, rest)


def _begun(grammar: Grammar) -> Any:
    """Lark's parser before the first token, `None` where Lark builds none."""
    try:
        return build_lark(grammar, start=_START, lexer=Handover).parse_interactive(start=_START)
    except (GrammarError, LarkError):
        return None


def _rest(begun: Any, tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The fewest tokens that end the sentence, as Lark's parser goes on."""
    if begun is None:
        return ()
    parser = begun.copy()
    try:
        for token in tokens:
            parser.feed_token(Leaf(token, token))
    except LarkError:
        return ()
    pending: list[tuple[tuple[str, ...], Any]] = [((), parser)]
    for tried, (rest, reached) in enumerate(pending):
        accepts = sorted(reached.accepts())
        if _END in accepts:
            return rest
        if tried > _MOST:
            break
        for terminal in accepts:
            after = reached.copy()
            after.feed_token(Leaf(terminal, terminal))
            pending.append(((*rest, terminal), after))
    return ()
