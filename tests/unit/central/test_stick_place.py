"""What the office writes to a stick lies there whole or not at all, and what went wrong is said so that one can act."""

import errno
from pathlib import Path

import pytest

from cxo_central.stick.place import Stick
from cxo_core.problems import Code, Problem
from helpers.failing_calls import can_fail_calls, while_failing

refusing = pytest.mark.skipif(not can_fail_calls(), reason="no seccomp on this machine")


def answers(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "CXO" / "to-laptops").iterdir())


@refusing
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errno.ENOSPC, Code.STICK_FULL),
        (errno.EROFS, Code.STICK_READ_ONLY),
        (errno.EIO, Code.STICK_GONE),
        (errno.ENODEV, Code.STICK_GONE),
    ],
)
@pytest.mark.parametrize("call", ["fsync", "write"])
def test_a_stick_that_fails_keeps_its_former_answer(
    tmp_path: Path, call: str, error: int, code: Code
) -> None:
    stick = Stick(tmp_path)
    stick.put("a.cxopack", b"before")
    with pytest.raises(Problem) as told:
        while_failing([call], error, lambda: stick.put("a.cxopack", b"after"))
    assert told.value.code is code
    assert answers(tmp_path) == ["a.cxopack"]
    assert (tmp_path / "CXO" / "to-laptops" / "a.cxopack").read_bytes() == b"before"


def test_a_half_file_of_a_pulled_stick_is_written_over(tmp_path: Path) -> None:
    stick = Stick(tmp_path)
    stick.put("a.cxopack", b"x")
    (tmp_path / "CXO" / "to-laptops" / "b.cxopack.part").write_bytes(b"half of something longer")
    stick.put("b.cxopack", b"whole")
    assert answers(tmp_path) == ["a.cxopack", "b.cxopack"]
    assert stick.put("b.cxopack", b"whole").read_bytes() == b"whole"


def test_the_laptops_addressed_are_read_from_the_names(tmp_path: Path) -> None:
    stick = Stick(tmp_path)
    assert stick.addressed() == []
    for name in (f"cxo-{'a' * 16}.cxopack", f"cxo-{'b' * 16}-1234abcd.cxopack", "holiday.cxopack"):
        stick.put(name, b"x")
    assert stick.addressed() == ["a" * 16, "b" * 16]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem) as told:
        Stick(tmp_path / "gone")
    assert told.value.code is Code.FOLDER_MISSING
