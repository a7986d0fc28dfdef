"""The office's files in a folder: whole or not there, and never outside the folder."""

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cxo_central.storage.files import make_files, put
from cxo_core.problems import Code, Problem

NAME = "0123456789abcdef0123456789abcdef"


def content(folder: Path) -> bytes:
    with make_files(str(folder)).open(NAME) as file:
        return file.read(1 << 20)


def put_at_once(folder: Path, pieces: list[bytes]) -> bytes:
    """What lies there after all these were written in one call."""
    with make_files(str(folder)).begin(NAME) as arriving:
        arriving.write(*pieces)
        assert arriving.finish() == sum(map(len, pieces))
    return content(folder)


def test_what_was_put_is_read_and_listed(tmp_path: Path) -> None:
    files = make_files(str(tmp_path / "files"))
    assert put(files, NAME, (b"ab", b"", b"cd")) == 4
    assert content(tmp_path / "files") == b"abcd"
    assert list(files.names()) == [NAME]


def test_a_file_given_up_half_way_leaves_nothing(tmp_path: Path) -> None:
    files = make_files(str(tmp_path))

    def give_up() -> None:
        with files.begin(NAME) as arriving:
            arriving.write(b"half")
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        give_up()
    assert list(files.names()) == []


def test_a_name_is_used_once(tmp_path: Path) -> None:
    files = make_files(str(tmp_path))
    put(files, NAME, (b"first",))
    with pytest.raises(Problem):
        put(files, NAME, (b"second",))
    assert content(tmp_path) == b"first"


@pytest.mark.parametrize("name", ["", "..", "../../etc", "a/b/c/d", "x" * 65, "näme", "con\0", "-abc"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        make_files(str(tmp_path)).begin(name)


def test_what_is_not_there_is_a_problem_to_read_and_none_to_remove(tmp_path: Path) -> None:
    files = make_files(str(tmp_path))
    with pytest.raises(Problem) as problem, files.open(NAME):
        pass
    assert problem.value.code is Code.OFFICE_FILES_FAILING
    files.remove(NAME)


def test_files_older_than_a_time_are_found(tmp_path: Path) -> None:
    files = make_files(str(tmp_path))
    put(files, NAME, (b"old",))
    put(files, "f" * 32, (b"new",))
    now = datetime.now(UTC)
    long_ago = (now - timedelta(days=2)).timestamp()
    os.utime(tmp_path / NAME[:2] / NAME, (long_ago, long_ago))
    assert list(files.names(before=now - timedelta(days=1))) == [NAME]


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = make_files(str(tmp_path))
    put(files, "f" * 32, (b"before",))

    def full(descriptor: int, pieces: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "writev", full)
    with pytest.raises(Problem) as problem:
        put(files, NAME, (b"too much",))
    monkeypatch.undo()
    assert problem.value.code is Code.DISK_FULL
    assert list(files.names()) == ["f" * 32]


def test_a_write_that_takes_only_a_part_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = [os.urandom(size) for size in (0, 3, 500, 1, 0, 700)]
    several = os.writev
    monkeypatch.setattr(os, "writev", lambda descriptor, some: several(descriptor, [b"".join(some)[:504]]))
    assert put_at_once(tmp_path / "files", pieces) == b"".join(pieces)
    monkeypatch.delattr(os, "writev")
    assert put_at_once(tmp_path / "others", pieces) == b"".join(pieces)


def test_any_number_of_pieces_is_written_at_once(tmp_path: Path) -> None:
    pieces = [number.to_bytes(2) for number in range(5000)]
    assert put_at_once(tmp_path / "files", pieces) == b"".join(pieces)


def test_a_store_that_cannot_be_written_is_not_ready(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(Problem) as problem:
        make_files(str(tmp_path / "files")).check()
    assert problem.value.code is Code.OFFICE_FILES_FAILING


def test_a_ready_store_keeps_nothing_of_the_check(tmp_path: Path) -> None:
    files = make_files(str(tmp_path))
    files.check()
    assert list(files.names()) == []
