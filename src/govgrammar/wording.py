"""The form's own words for those of Taiwan and Hong Kong, as the grammar pairs them: a comparison key like `fold`.

Both words of a pair have one length, so that places stay valid.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Final

from attrs import field, frozen

from govgrammar.fold import fold
from govgrammar.form import Form

_TERMINALS: Final = "WORD_"


@lru_cache(maxsize=8)
def wording_of(form: Form) -> Wording:
    """The wording of a form, compiled once."""
    return Wording(form)


@frozen(slots=False)
class Wording:
    """Writes folded text in the form's own words."""

    form: Form = field(repr=False)

    def __call__(self, folded: str) -> str:
        """The text, with each word that the grammar pairs with one of the form's replaced by that."""
        return self._pattern.sub(lambda match: self._words[match.group()], folded)

    @cached_property
    def _words(self) -> dict[str, str]:
        pairs = (spellings for name, spellings in self.form.spellings.items() if name.startswith(_TERMINALS))
        return {fold(other): fold(own) for own, *others in pairs for other in others if len(other) == len(own)}

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """What each of those words begins with."""
        return frozenset(word[0] for word in self._words)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self._words)) or r"(?!)")
