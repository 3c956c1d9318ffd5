"""The form's own words for those of Taiwan and Hong Kong, as the grammar pairs them: a comparison key like `fold`.

Both words of a pair have one length, so that places stay valid.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from govgrammar.fold import fold
from govgrammar.form import Form

_TERMINALS: Final = "WORD_"


def usual(folded: str, form: Form) -> str:
    """Folded text in the form's own words."""
    pattern, words = _compiled(
        tuple(spellings for name, spellings in form.spellings.items() if name.startswith(_TERMINALS))
    )
    return pattern.sub(lambda match: words[match.group()], folded)


@lru_cache(maxsize=8)
def _compiled(pairs: tuple[tuple[str, ...], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    words = {fold(other): fold(own) for own, *others in pairs for other in others if len(other) == len(own)}
    return re.compile("|".join(map(re.escape, words)) or r"(?!)"), words
