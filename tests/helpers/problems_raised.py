"""`with raises(Code.X) as caught:` — the block must end in that Problem."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from cxo_core.problems import Code, Problem


@dataclass
class Caught:
    details: dict[str, object] = field(default_factory=dict)


@contextmanager
def raises(*codes: Code) -> Iterator[Caught]:
    caught = Caught()
    with pytest.raises(Problem) as found:
        yield caught
    assert found.value.code in codes
    caught.details = found.value.details
