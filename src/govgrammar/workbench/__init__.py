"""The grammar author's tools: see how a document was read, ask why, test, and look at the grammar itself.

Each command of the workbench is a function here that gives data; the command only prints it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from govgrammar.workbench.annotated import coverage_page
    from govgrammar.workbench.conflicts import Conflict, find_conflicts
    from govgrammar.workbench.data import to_data
    from govgrammar.workbench.deciding import Deciding, Decision
    from govgrammar.workbench.describe import GrammarShown, describe_grammar
    from govgrammar.workbench.diff_page import diff_markdown
    from govgrammar.workbench.diffing import GrammarDiff, diff
    from govgrammar.workbench.explaining import NoSuchPlaceError, Why, WhyCell, WhyPlace, why
    from govgrammar.workbench.generating import Generated, generate
    from govgrammar.workbench.inspector import Inspection, inspection
    from govgrammar.workbench.inspector_page import inspect_page
    from govgrammar.workbench.listing import Listing, list_tokens
    from govgrammar.workbench.measuring import Coverage, Covered, coverage
    from govgrammar.workbench.reducing import Reduced, reduce
    from govgrammar.workbench.revisions import grammar_of
    from govgrammar.workbench.samples import Sample, corpus_samples, corpus_sentences
    from govgrammar.workbench.tracing import Trace, trace
    from govgrammar.workbench.trees import ParsedTree, TreeNode, parse_tree, tree_to_data, tree_to_dot, tree_to_sexp
    from govgrammar.workbench.wanted import NotThereError

#: Where each name stands; a module is imported when one of its names is asked for.
_NAMES: Final = {
    "Conflict": "conflicts", "find_conflicts": "conflicts", "to_data": "data", "Deciding": "deciding",
    "Decision": "deciding", "GrammarShown": "describe", "describe_grammar": "describe", "Generated": "generating",
    "generate": "generating", "Listing": "listing", "list_tokens": "listing", "Trace": "tracing", "trace": "tracing",
    "ParsedTree": "trees", "TreeNode": "trees", "parse_tree": "trees", "tree_to_data": "trees", "tree_to_dot": "trees",
    "tree_to_sexp": "trees", "NoSuchPlaceError": "explaining", "Why": "explaining", "WhyCell": "explaining", "WhyPlace": "explaining", "why": "explaining",
    "Coverage": "measuring", "Covered": "measuring", "coverage": "measuring", "coverage_page": "annotated",
    "Sample": "samples", "corpus_samples": "samples", "corpus_sentences": "samples",
    "GrammarDiff": "diffing", "diff": "diffing", "diff_markdown": "diff_page", "grammar_of": "revisions",
    "Inspection": "inspector", "inspection": "inspector", "inspect_page": "inspector_page",
    "NotThereError": "wanted", "Reduced": "reducing", "reduce": "reducing",
}  # fmt: skip

__all__ = [
    "Conflict",
    "Coverage",
    "Covered",
    "Deciding",
    "Decision",
    "Generated",
    "GrammarDiff",
    "GrammarShown",
    "Inspection",
    "Listing",
    "NoSuchPlaceError",
    "NotThereError",
    "ParsedTree",
    "Reduced",
    "Sample",
    "Trace",
    "TreeNode",
    "Why",
    "WhyCell",
    "WhyPlace",
    "corpus_samples",
    "corpus_sentences",
    "coverage",
    "coverage_page",
    "describe_grammar",
    "diff",
    "diff_markdown",
    "find_conflicts",
    "generate",
    "grammar_of",
    "inspect_page",
    "inspection",
    "list_tokens",
    "parse_tree",
    "reduce",
    "to_data",
    "trace",
    "tree_to_data",
    "tree_to_dot",
    "tree_to_sexp",
    "why",
]


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_NAMES[name]}"), name)
