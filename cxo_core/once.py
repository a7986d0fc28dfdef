"""Pure functions of a walkthrough whose result is kept with it: a frozen state is asked the same thing many times."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from cxo_core.walkthrough import Walkthrough

Answer = TypeVar("Answer")


def once(function: Callable[[Walkthrough], Answer]) -> Callable[[Walkthrough], Answer]:
    """Works the answer out at the first question and keeps it as long as the walkthrough itself."""
    name = f"_{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def kept(walkthrough: Walkthrough) -> Answer:
        answers = walkthrough.__dict__
        if name not in answers:
            answers[name] = function(walkthrough)
        answer: Answer = answers[name]
        return answer

    return kept
