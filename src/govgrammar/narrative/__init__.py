"""Facts that the narratives of a report state, by a grammar of clauses of its own (`grammars/narrative`).

One clause, one fact; a clause that is not understood in full says nothing.
"""

from govgrammar.narrative.fact import Fact
from govgrammar.narrative.reader import FactReader, read_facts
from govgrammar.narrative.words import Narrator, narrator

__all__ = ["Fact", "FactReader", "Narrator", "narrator", "read_facts"]
