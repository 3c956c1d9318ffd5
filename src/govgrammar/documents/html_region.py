"""Which part of a page is the report."""

from __future__ import annotations

from govgrammar.classify import Classifier
from govgrammar.documents.html_items import Elements, Item, Para


def region(items: list[Item], elements: Elements, classify: Classifier) -> list[Item]:
    """The items of the report."""
    return [item for item in items if not isinstance(item, Para) or item.seen]
