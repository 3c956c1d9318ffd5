"""What a check found: a diagnostic that also says which rule, how it came out, and what was compared."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from govgrammar.checks.words import outcome_message
from govgrammar.diagnostics import Diagnostic, Language
from govgrammar.model.cell import Cell, CellStore, Number
from govgrammar.source import Span


class CheckStatus(StrEnum):
    """How a rule came out for one place of a report."""

    FAIL = "fail"
    PASS = "pass"  # noqa: S105  a status, no password
    NOT_ASSESSABLE = "not_assessable"


#: What is known of a finding from the start, what makes the rest, and out of what.
_Origin = tuple[Mapping[str, Any], Callable[[Any], Mapping[str, Any]], Any]


class _MadeLater:
    """A base of `Finding`: attributes that are made when somebody first asks for one of them.

    Whoever asks sees no difference: what is made never changes, and two threads that ask at once get the same.
    """

    __slots__ = ("_origin",)
    _origin: _Origin

    def __getstate__(self) -> dict[str, Any]:
        self._make()
        return dict(self.__dict__)

    def _make(self) -> None:
        origin: _Origin | None = getattr(self, "_origin", None)
        if origin is not None:
            known, make, given = origin
            for name, value in {**make(given), **known}.items():
                self.__dict__.setdefault(name, value)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if not name.startswith("_"):
                origin = getattr(self, "_origin", None)
                if origin is not None:
                    try:
                        return origin[0][name]
                    except KeyError:
                        self._make()
                if name in self.__dict__:
                    return self.__dict__[name]
            msg = f"{type(self).__name__!r} object has no attribute {name!r}"
            raise AttributeError(msg)


#: Sets the slot of a frozen instance.
_set_origin: Final[Callable[[Finding, _Origin], None]] = vars(_MadeLater)["_origin"].__set__


@frozen(kw_only=True, slots=False)
class Finding(_MadeLater, Diagnostic):
    """One outcome of one rule.

    `left` and `right` are the two sides as far as the document states them, `delta` is left less right.  `assuming_zero`
    marks a pass that holds only if blanks, slashes and missing cells are zero.  `reason` says why a rule is not assessable,
    in a word of `words.REASONS`.  `span`, `spans` and the places of narrative facts in `extra_spans` index the text of the
    report that was checked.

    A report has many findings, and most are never looked at: where they stand is found out when somebody asks.
    """

    rule: str
    status: CheckStatus
    left: Number | None = None
    right: Number | None = None
    delta: Number | None = None
    assuming_zero: bool = False
    reason: str | None = None
    evidence: tuple[tuple[CellStore, tuple[int, ...]], ...] = field(default=(), repr=False, eq=False)
    extra_spans: tuple[Span, ...] = ()

    @classmethod
    def later(cls, known: Mapping[str, Any], make: Callable[[Any], Mapping[str, Any]], given: Any) -> Finding:
        """A finding of which some attributes are known, and the others are what `make` makes of `given`."""
        made = cls.__new__(cls)
        _set_origin(made, (known, make, given))
        return made

    @classmethod
    def numbered(
        cls, known: Mapping[str, Any], make: Callable[[int], Mapping[str, Any]], count: int
    ) -> tuple[Finding, ...]:
        """So many findings at once, each made of its number."""
        made = tuple(map(cls.__new__, repeat(cls, count)))
        deque(map(_set_origin, made, zip(repeat(known), repeat(make), range(count), strict=False)), maxlen=0)
        return made

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that were compared: those of the report that was checked, then those of other reports."""
        return tuple(Cell(store, index) for store, indices in self.evidence for index in indices)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every place in the text of the report that was checked: its cells, and what was read elsewhere in it."""
        own = self.evidence[0] if self.evidence else None
        cells = (Cell(own[0], index) for index in own[1]) if own else ()
        return (*(cell.span for cell in cells), *self.extra_spans)

    def message(self, lang: Language = "zh") -> str:
        """What was found, or that the rule holds, or why it cannot be assessed."""
        values: dict[str, Any] = {"left": self.left, "right": self.right, "delta": self.delta, **self.arguments}
        if self.status is CheckStatus.FAIL:
            return (self.kind.zh if lang == "zh" else self.kind.en).format_map(values)
        return outcome_message(self.rule, values, self.reason, lang, assuming_zero=self.assuming_zero)
