"""Evidence files: whole or not at all, under names that tell nothing."""

import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxo_core.problems import Code
from cxo_desktop.storage.evidence import EvidenceStore
from helpers.ordinary_person import ordinary_person
from helpers.problems_raised import raises

KEY, OTHER = b"k" * 32, b"o" * 32
PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 20


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path)


def test_what_is_written_is_read_back_with_its_digest(store: EvidenceStore, tmp_path: Path) -> None:
    file = store.write(PHOTO, KEY)
    assert (file.bytes, file.sha256) == (len(PHOTO), hashlib.sha256(PHOTO).hexdigest())
    assert store.read(file.name, KEY) == PHOTO
    assert store.sha256(file.name, KEY) == file.sha256
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_stream_is_taken_as_well_as_bytes(store: EvidenceStore) -> None:
    large = os.urandom(2_500_000)
    file = store.write(io.BytesIO(large), KEY)
    assert store.read(file.name, KEY) == large


def test_name_and_content_of_the_file_tell_nothing(store: EvidenceStore) -> None:
    first, second = store.write(PHOTO, KEY), store.write(PHOTO, KEY)
    assert first.name != second.name
    on_disk = store.path(first.name).read_bytes()
    assert PHOTO[:16] not in on_disk
    assert store.path(second.name).read_bytes()[40:] != on_disk[40:]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 8 * 5_000))
def test_any_flipped_bit_is_noticed(store: EvidenceStore, where: int) -> None:
    file = store.write(PHOTO, KEY)
    path = store.path(file.name)
    content = bytearray(path.read_bytes())
    bit = where % (len(content) * 8)
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)
    with raises(Code.EVIDENCE_DAMAGED):
        store.read(file.name, KEY)


def test_a_file_put_under_the_name_of_another_is_noticed(store: EvidenceStore) -> None:
    first, second = store.write(b"the ticket", KEY), store.write(b"the window", KEY)
    store.path(first.name).replace(store.path(second.name))
    with raises(Code.EVIDENCE_DAMAGED) as caught:
        store.read(second.name, KEY)
    assert caught.details == {"name": second.name}


def test_a_cut_or_emptied_file_is_damaged(store: EvidenceStore) -> None:
    file = store.write(PHOTO, KEY)
    for length in (0, 10, 100):
        os.truncate(store.path(file.name), length)
        with raises(Code.EVIDENCE_DAMAGED):
            store.read(file.name, KEY)


def test_a_file_that_is_gone_is_missing(store: EvidenceStore) -> None:
    with raises(Code.EVIDENCE_MISSING) as caught:
        store.read("0" * 32, KEY)
    assert caught.details == {"name": "0" * 32}


def test_the_key_of_another_walkthrough_opens_nothing(store: EvidenceStore) -> None:
    file = store.write(PHOTO, KEY)
    with raises(Code.EVIDENCE_DAMAGED):
        store.read(file.name, OTHER)


def test_a_source_that_fails_leaves_nothing_behind(store: EvidenceStore, tmp_path: Path) -> None:
    class Unplugged(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with raises(Code.DISK_FAILING):
        store.write(Unplugged(), KEY)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written_says_so(store: EvidenceStore, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with ordinary_person(), raises(Code.FOLDER_READ_ONLY):
            store.write(PHOTO, KEY)
    finally:
        tmp_path.chmod(0o700)


def test_orphans_are_files_no_row_names_and_files_cut_short_and_nothing_else(
    store: EvidenceStore, tmp_path: Path
) -> None:
    known, orphan = store.write(b"known", KEY), store.write(b"orphan", KEY)
    (tmp_path / f"{'a' * 32}.part").write_bytes(b"half")
    (tmp_path / "read me.txt").write_text("somebody else's")
    assert set(store.orphans({known.name})) == {orphan.name, f"{'a' * 32}.part"}
    store.discard(*store.orphans({known.name}))
    assert {path.name for path in tmp_path.iterdir()} == {known.name, "read me.txt"}
