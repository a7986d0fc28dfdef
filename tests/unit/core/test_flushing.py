"""A folder's entries reach the disk, or it is said that they did not."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from cxo_core.flushing import flush_folder, flush_folder_of_stick
from helpers.failing_calls import can_fail_calls, while_failing

refusing = pytest.mark.skipif(not can_fail_calls(), reason="no seccomp on this machine")


@refusing
@pytest.mark.parametrize("flush", [flush_folder, flush_folder_of_stick])
def test_a_disk_that_fails_is_said(flush: Callable[[Path], None], tmp_path: Path) -> None:
    flush(tmp_path)
    with pytest.raises(OSError) as raised:
        while_failing(["fsync"], errno.EIO, lambda: flush(tmp_path))
    assert raised.value.errno == errno.EIO


@refusing
def test_only_a_stick_may_be_unable_to_flush_a_folder(tmp_path: Path) -> None:
    while_failing(["fsync"], errno.EINVAL, lambda: flush_folder_of_stick(tmp_path))
    with pytest.raises(OSError) as raised:
        while_failing(["fsync"], errno.EINVAL, lambda: flush_folder(tmp_path))
    assert raised.value.errno == errno.EINVAL
