"""How commands answer: sentences for people, JSON for programs."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any
from unicodedata import east_asian_width


def say(sentence: str) -> None:
    print(sentence)


def answer(value: Any) -> None:
    """One JSON value on standard output, Chinese as it is."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def columns(rows: Iterable[Sequence[str]]) -> None:
    """Rows in aligned columns; Chinese characters count two places."""
    lines = [tuple(row) for row in rows]
    if not lines:
        return
    widths = [max(_places(row[place]) for row in lines) for place in range(len(lines[0]))]
    for row in lines:
        padded = (cell + " " * (width - _places(cell)) for cell, width in zip(row, widths, strict=True))
        print("  ".join(padded).rstrip())


def _places(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
