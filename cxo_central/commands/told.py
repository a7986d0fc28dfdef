"""How a Problem stands in JSON that a command prints."""

from cxo_core.problems import Problem


def told(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code.value,
        "details": {name: str(value) for name, value in problem.details.items()},
    }
