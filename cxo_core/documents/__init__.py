"""Schemes and service items as people write them: YAML read safely, every mistake told with its line and cause."""

from cxo_core.documents.checking import check_item, check_scheme, read_item, read_scheme
from cxo_core.documents.mistake import Flaw, Mistake
from cxo_core.documents.reading import MOST_BYTES, text_of

__all__ = [
    "MOST_BYTES",
    "Flaw",
    "Mistake",
    "check_item",
    "check_scheme",
    "read_item",
    "read_scheme",
    "text_of",
]
