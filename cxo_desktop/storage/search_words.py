"""How a text becomes tokens and a question becomes a full-text query, so that two Chinese characters are enough.

FTS5's trigram tokenizer needs three characters, but most Chinese words have two. So a run of Chinese is cut into
overlapping pairs (政务大厅 → 政务 务大 大厅 厅; the last character stands alone) and a question is a phrase of such pairs:
exact substrings, and one character alone is the prefix of a pair. Other words are looked for by their beginning.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

_CHINESE: Final = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts written without spaces between words, as Unicode blocks."""

_RUNS: Final = re.compile(f"([{_CHINESE}]+)|([^\\W_{_CHINESE}]+)")


def tokens_of(text: str) -> str:
    """The tokens of a text, separated by spaces, in order."""
    return " ".join(
        token for run, is_chinese in _runs(text) for token in (_pairs(run) if is_chinese else (run,))
    )


def question(text: str) -> str:
    """The FTS5 query that finds every text holding each word and each run of Chinese; empty when nothing is asked."""
    return " AND ".join(_asked(run, is_chinese) for run, is_chinese in _runs(text))


def facet(name: str, value: str) -> str:
    """A filter value as a token no text can contain by chance: ASCII letters and digits only."""
    return f"{name}{value.encode().hex()}"


def facets_of(values: Mapping[str, str]) -> str:
    return " ".join(facet(name, value) for name, value in values.items())


def narrowed(asked: str, chosen: Iterable[Iterable[str]]) -> str:
    """A query for texts that answer `asked` and carry one token out of each group of facets."""
    parts = [f"tokens : ({asked})"] if asked else []
    parts += [f"facets : ({' OR '.join(group)})" for group in chosen]
    return " AND ".join(parts)


def _runs(text: str) -> Iterable[tuple[str, bool]]:
    normal = unicodedata.normalize("NFKC", text).casefold()
    return ((match.group(), match.lastindex == 1) for match in _RUNS.finditer(normal))


def _pairs(run: str) -> Iterable[str]:
    return (run[at : at + 2] for at in range(len(run)))


def _asked(run: str, is_chinese: bool) -> str:
    if not is_chinese or len(run) == 1:
        return f'"{run}" *'
    return '"' + " ".join(run[at : at + 2] for at in range(len(run) - 1)) + '"'
