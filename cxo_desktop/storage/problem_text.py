"""A Problem as it is kept in a row: its code and its details as texts."""

import json
from collections.abc import Mapping
from typing import Any

from cxo_core.problems import Code, Problem


def problem_text(problem: Problem | None) -> str | None:
    """What `problem_from` reads; details become texts."""
    if problem is None:
        return None
    details = {name: str(value) for name, value in sorted(problem.details.items())}
    return json.dumps({"code": problem.code.value, "details": details}, ensure_ascii=False)


def problem_from(text: str | None) -> Problem | None:
    """What `problem_text` wrote."""
    if text is None:
        return None
    kept = json.loads(text)
    return problem_named(kept["code"], kept["details"])


def problem_named(code: str, details: Mapping[str, Any]) -> Problem:
    """A Problem somebody else told of. A code that only a later program knows is `office-answers-strangely`, `said` it."""
    texts = {name: str(value) for name, value in details.items() if name not in ("code", "self")}
    try:
        return Problem(Code(code), **texts)
    except ValueError:
        return Problem(Code.OFFICE_ANSWERS_STRANGELY, **{**texts, "said": code})
