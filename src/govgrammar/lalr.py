"""Runs a parse table of Lark's that was made beforehand: the same tree that Lark builds, without building Lark's parser.

A table lists for each state what to do at a token: shift and go to a state, or reduce a rule.  Rules and their options
follow Lark: a name with an underscore in front, and the helpers that `*` and `+` stand for, have no node of their own; a
rule with a question mark has none where it has one child; `->` gives a node another name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from attrs import define, field
from lark import Token, Tree

_END: Final = "$END"
_REDUCE: Final = 1


class _Rule(NamedTuple):
    """A rule: the nonterminal that it makes, the name of its node, and how many symbols it takes.

    `inlined` are those whose children stand in place of a node, `dropped` tokens that no tree holds.
    """

    origin: str
    name: str
    size: int
    inlined: list[int]
    dropped: list[int]
    single: bool


@define(eq=False)
class Table:
    """A parse table.  Its rows are unpacked when a text first comes to their state."""

    tokens: list[str]
    packed: list[list[list[int]]]
    rules: list[_Rule]
    start: int
    end: int
    _rows: dict[int, dict[str, int]] = field(factory=dict)

    def parse(self, leaves: Iterable[Token]) -> Tree[Any] | None:
        """The tree of a sequence of tokens; `None` where the table does not take it."""
        states = [self.start]
        values: list[Any] = []
        for leaf in leaves:
            if not self._feed(leaf.type, leaf, states, values):
                return None
        if not self._feed(_END, None, states, values):
            return None
        tree: Tree[Any] = values[-1]
        return tree

    def _feed(self, terminal: str, leaf: Token | None, states: list[int], values: list[Any]) -> bool:
        """Reduce what ends before a token, and shift it."""
        while True:
            action = self._row(states[-1]).get(terminal)
            if action is None:
                return False
            if action >= 0:
                states.append(action)
                values.append(leaf)
                return True
            rule = self.rules[-action - 1]
            children = _children(rule, values[len(values) - rule.size :])
            del states[len(states) - rule.size :], values[len(values) - rule.size :]
            values.append(children[0] if rule.single and len(children) == 1 else Tree(rule.name, children))
            states.append(self._row(states[-1])[rule.origin])
            if terminal == _END and states[-1] == self.end:
                return True

    def _row(self, state: int) -> dict[str, int]:
        row = self._rows.get(state)
        if row is None:
            row = {self.tokens[token]: action for action, *tokens in self.packed[state] for token in tokens}
            self._rows[state] = row
        return row


def _children(rule: _Rule, values: Sequence[Any]) -> list[Any]:
    if not rule.inlined and not rule.dropped:
        return list(values)
    children: list[Any] = []
    for place, value in enumerate(values):
        if place in rule.inlined:
            if children:
                children += value.children
            else:
                children = value.children  # as it is: rules for many items begin with those before them
        elif place not in rule.dropped:
            children.append(value)
    return children


def read_table(data: dict[str, Any]) -> Table:
    """The table that `pack_table` wrote."""
    rules = [_Rule(*rule) for rule in data["rules"]]
    rows = data["rows"]
    return Table(data["tokens"], [rows[number] for number in data["states"]], rules, data["start"], data["end"])


def pack_table(saved: dict[str, Any], start: str) -> dict[str, Any]:
    """A table as plain data, from what `Lark.save` writes.  States that do the same share a row."""
    memo, parser = saved["memo"], saved["data"]["parser"]["parser"]
    order = {number: place for place, number in enumerate(sorted(parser["states"]))}
    numbers = {rule["@"]: place for place, rule in enumerate(saved["data"]["rules"])}
    rows: dict[str, int] = {}
    found: list[list[list[int]]] = []
    states: list[int] = []
    for number in sorted(parser["states"]):
        actions: dict[int, list[int]] = {}
        for token, (kind, argument) in sorted(parser["states"][number].items()):
            action = -numbers[argument["@"]] - 1 if kind == _REDUCE else order[argument]
            actions.setdefault(action, []).append(token)
        row = [[action, *tokens] for action, tokens in sorted(actions.items())]
        if str(row) not in rows:
            rows[str(row)] = len(found)
            found.append(row)
        states.append(rows[str(row)])
    return {
        "tokens": [parser["tokens"][number] for number in sorted(parser["tokens"])],
        "rules": [_pack_rule(memo[rule["@"]]) for rule in saved["data"]["rules"]],
        "start": order[parser["start_states"][start]],
        "end": order[parser["end_states"][start]],
        "rows": found,
        "states": states,
    }


def _pack_rule(rule: dict[str, Any]) -> list[Any]:
    origin, symbols, options = rule["origin"]["name"], rule["expansion"], rule["options"]
    nodes = [symbol["__type__"] == "NonTerminal" for symbol in symbols]
    inlined = [n for n, symbol in enumerate(symbols) if nodes[n] and symbol["name"].startswith("_")]
    dropped = [n for n, s in enumerate(symbols) if not nodes[n] and s["filter_out"] and not options["keep_all_tokens"]]
    single = bool(options["expand1"] and not rule["alias"])
    return [origin, rule["alias"] or origin, len(symbols), inlined, dropped, single]
