"""The laptop's commands as a person types them, and what they answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cxo_desktop.cli import main


@dataclass(frozen=True)
class Said:
    """What a command answered: its exit status and both streams."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Cxo = Callable[..., Said]
"""Runs a command; `--vault` is added for those that take one."""


def commands_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> Cxo:
    """With the vault in this folder."""

    def run(*words: str | Path, vault: str | None = "vault") -> Said:
        arguments = [str(word) for word in words]
        if vault and words[0] not in ("verify", "scheme", "item"):
            arguments += ["--vault", str(folder / vault)]
        capsys.readouterr()
        status = main(arguments)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Said(status, out, err)

    return run


def one(folder: Path, pattern: str) -> Path:
    """The only file of this name below a folder."""
    (found,) = folder.rglob(pattern)
    return found
