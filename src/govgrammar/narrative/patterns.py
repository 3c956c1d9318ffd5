"""Patterns that find the grammar's words: in squeezed text the longest of them, in text as it stands any of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from govgrammar.fold import variants


def longest_of(words: Iterable[str]) -> str:
    """A pattern that takes the longest of the words that begin at a place."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branches(tree)


def _branches(tree: dict[str, Any]) -> str:
    """A tree of words as a pattern that takes the longest of them."""
    ends = "" in tree
    parts = [re.escape(character) + _branches(below) for character, below in tree.items() if character]
    if not parts:
        return "" if ends else "(?!)"
    joined = parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})"
    return f"{joined}?" if ends else joined


def first_of(pattern: str) -> str:
    """The characters with which a pattern can begin: its first, or those of the class that it begins with."""
    if pattern[0] != "[":
        return pattern[0]
    members = pattern[1 : pattern.index("]")]
    spans = re.sub(r"(.)-(.)", lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), members)
    return "".join(dict.fromkeys(spans))


def loose(terminals: Mapping[str, tuple[Sequence[str], Sequence[str]]]) -> re.Pattern[str]:
    """What finds the words and patterns of terminals in unfolded text; of several, each is a group of its name.

    Python's `re` skips quickly to what begins with one of several characters, where nothing but these stands in front.
    """
    begun = {name: _begun(words) for name, (words, _) in terminals.items()}
    written = [pattern for _, patterns in terminals.values() for pattern in patterns]
    firsts = [re.escape(first) for words in begun.values() for first, _ in words]
    several = len(terminals) > 1
    before = "(?<={})" if several and not written else "{}"
    groups = []
    for name, (_, patterns) in terminals.items():
        pattern = "|".join([*(before.format(re.escape(first)) + rest for first, rest in begun[name]), *patterns])
        groups.append(f"(?P<{name}>{pattern})" if several else pattern)
    joined = "|".join(groups)
    if written:
        firsts += [
            pattern[1 : pattern.index("]")] if pattern[0] == "[" else re.escape(pattern[0]) for pattern in written
        ]
        tried = "" if any(one.startswith("^") for one in firsts) else f"(?=[{''.join(dict.fromkeys(firsts))}])"
        joined = f"{tried}(?:{joined})"
    elif several:
        joined = f"[{''.join(dict.fromkeys(firsts))}](?:{joined})"
    return re.compile(joined)


def _begun(words: Iterable[str]) -> list[tuple[str, str]]:
    """Each character with which a word can begin, in either script, and a pattern for what stands behind it, however spaced."""
    found: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        rest = "".join(rf"\s*[{re.escape(variants(character))}]" for character in word[1:])
        for first in variants(word[0]):
            found.setdefault(first, []).append(rest)
    return [(first, rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})") for first, rests in found.items()]
