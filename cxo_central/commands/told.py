"""How commands answer in JSON, Chinese as it is."""

import json

from cxo_core.problems import Problem


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def told(problem: Problem) -> dict[str, object]:
    """How a Problem stands in it."""
    return {
        "code": problem.code.value,
        "details": {name: str(value) for name, value in problem.details.items()},
    }
