"""An API asked whatever its OpenAPI document allows and forbids; every answer that the document does not describe."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

schemathesis.serializer.alias(["application/offset+octet-stream"], "application/octet-stream")

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def operations(schema: Any) -> list[Any]:
    """Every operation of the document."""
    return [found.ok() for found in schema.get_all_operations()]


def disagreements(operation: Any, tokens: Sequence[str], *, examples: int, seed: int) -> Iterator[str]:
    """Asks one operation so often with sound and so often with spoilt data, each with every token ("" is none)."""
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        told: dict[str, None] = {}
        _asked(operation, mode, tokens, examples, seed, lambda said, told=told: told.setdefault(said))
        yield from told


def _asked(
    operation: Any,
    mode: GenerationMode,
    tokens: Sequence[str],
    examples: int,
    seed: int,
    tell: Callable[[str], object],
) -> None:
    @seeded(seed)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        for token in tokens:
            try:
                case.call_and_validate(
                    headers={"Authorization": f"Bearer {token}"} if token else {}, checks=_CHECKS
                )
            except FailureGroup as group:
                for failure in group.exceptions:
                    tell(
                        f"{operation.label}: {type(failure).__name__}: {' '.join(str(failure).split())[:300]}"
                    )

    with suppress(Unsatisfiable):  # nothing can be spoilt where nothing is asked for
        ask()
