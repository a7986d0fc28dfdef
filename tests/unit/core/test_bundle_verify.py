"""Whatever happens to a bundle on its way, verifying names it; and what is sound can be taken out."""

import io
import tracemalloc
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage.x25519 import Identity

from cxo_core.bundle.seal import seal
from cxo_core.bundle.verify import Subject, verify
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from helpers.bundle_samples import SEED, drawn_png, started, walk
from helpers.forged_bundles import (
    HONEST,
    OFFICE,
    UNREADABLE,
    archived,
    contents,
    encrypted,
    honest,
    relisted,
    verified,
)

SEALED = encrypted(HONEST).getvalue()


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    report = verified(honest())
    assert report.is_sound
    assert [check.subject for check in report.checks] == list(Subject)


def test_another_offices_key_does_not_open_it() -> None:
    with pytest.raises(Problem) as raised:
        verify(encrypted(HONEST), [Identity.generate()])
    assert raised.value.code is Code.BUNDLE_NOT_FOR_THIS_KEY


def test_without_any_key_it_does_not_open() -> None:
    with pytest.raises(Problem) as raised:
        verify(encrypted(HONEST), [])
    assert raised.value.code is Code.BUNDLE_NOT_FOR_THIS_KEY


@pytest.mark.parametrize(
    "content", [b"", b"hello", drawn_png(3), HONEST], ids=["empty", "text", "photo", "zip"]
)
def test_another_file_is_not_a_bundle(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.cxo").write_bytes(content)
    with pytest.raises(Problem) as raised:
        verify(tmp_path / "a.cxo", [OFFICE])
    assert raised.value.code is Code.BUNDLE_NOT_A_BUNDLE


@pytest.mark.parametrize(
    "clear", [b"a letter to the office", b"PK\5\6" + bytes(18)], ids=["letter", "empty zip"]
)
def test_another_file_encrypted_to_the_office_is_not_a_bundle(clear: bytes) -> None:
    with pytest.raises(Problem) as raised:
        verify(encrypted(clear), [OFFICE])
    assert raised.value.code is Code.BUNDLE_NOT_A_BUNDLE


def test_a_file_that_is_not_there_is_a_named_problem(tmp_path: Path) -> None:
    for path in (tmp_path / "none.cxo", tmp_path):
        with pytest.raises(Problem) as raised:
            verify(path, [OFFICE])
        assert raised.value.code is Code.BUNDLE_UNREADABLE


def test_a_stick_pulled_out_half_way_is_a_named_problem() -> None:
    class Pulled:
        def __init__(self) -> None:
            self.pieces = [SEALED[:9_000]]

        def read(self, n: int) -> bytes:
            if self.pieces:
                return self.pieces.pop()
            raise OSError(5, "Input/output error")

    with pytest.raises(Problem) as raised:
        verify(Pulled(), [OFFICE])  # type: ignore[arg-type]
    assert raised.value.code is Code.BUNDLE_UNREADABLE


def test_an_age_header_without_end_is_not_followed() -> None:
    endless = b"age-encryption.org/v1\n" + b"-> X25519 abc\nabc\n" * 100_000

    class Counted:
        given = 0

        def read(self, n: int) -> bytes:
            self.given += n
            return endless[:n]

    file = Counted()
    with pytest.raises(Problem) as raised:
        verify(file, [OFFICE])  # type: ignore[arg-type]
    assert raised.value.code is Code.BUNDLE_DAMAGED
    assert file.given <= 1 << 16


@given(at=st.integers(0, len(SEALED) - 1), bit=st.integers(0, 7))
def test_any_flipped_bit_of_the_file_is_noticed(at: int, bit: int) -> None:
    spoiled = bytearray(SEALED)
    spoiled[at] ^= 1 << bit
    with pytest.raises(Problem) as raised:
        verify(io.BytesIO(bytes(spoiled)), [OFFICE])
    assert raised.value.code in UNREADABLE


@given(length=st.integers(0, len(SEALED) - 1))
def test_any_cut_of_the_file_is_noticed(length: int) -> None:
    with pytest.raises(Problem) as raised:
        verify(io.BytesIO(SEALED[:length]), [OFFICE])
    assert raised.value.code in {Code.BUNDLE_DAMAGED, Code.BUNDLE_NOT_A_BUNDLE}


@given(more=st.binary(min_size=1, max_size=100))
def test_anything_after_the_end_of_the_file_is_noticed(more: bytes) -> None:
    with pytest.raises(Problem) as raised:
        verify(io.BytesIO(SEALED + more), [OFFICE])
    assert raised.value.code is Code.BUNDLE_DAMAGED


def test_what_is_taken_out_is_what_was_sealed() -> None:
    taken: dict[str, bytes] = {}

    def take(listed: object, piece: bytes) -> None:
        name = listed.name  # type: ignore[attr-defined]
        taken[name] = taken.get(name, b"") + piece

    log = walk()
    assert verify(encrypted(HONEST), [OFFICE], take=take).is_sound
    assert taken == contents(log)


def test_whoever_takes_may_stop(tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def take(listed: object, piece: bytes) -> None:
        raise Enough

    content = bytes(range(256)) * 40_000
    log = started().photo("e-1", content).add(Kind.FINISHED)
    (tmp_path / "a.cxo").write_bytes(pyrage.encrypt(archived(honest(log)), [OFFICE.to_public()]))
    with pytest.raises(Enough):
        verify(tmp_path / "a.cxo", [OFFICE], take=take)


def test_large_photos_pass_through_little_memory(tmp_path: Path) -> None:
    content = bytes(range(256)) * (24 << 12)
    log = started().photo("e-1", content, "video/mp4").add(Kind.FINISHED)
    files = log.contents()
    del log.photos["e-1"]
    tracemalloc.start()
    try:
        seal(tmp_path / "a.cxo", contents=files, signing_seed=SEED, recipients=[str(OFFICE.to_public())])
        assert verify(tmp_path / "a.cxo", [OFFICE]).is_sound
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(content) == 24 << 20
    assert peak < 6 << 20


@pytest.mark.parametrize("name", ["events.jsonl", "walkthrough.json"])
def test_text_that_swells_when_it_is_unpacked_takes_little_memory(name: str) -> None:
    members = relisted(walk(), lambda listed: listed.update({name: bytes(64 << 20)}))
    bundle = encrypted(archived(members))
    assert len(bundle.getvalue()) < 1 << 18
    del members
    tracemalloc.start()
    try:
        assert not verify(bundle, [OFFICE]).is_sound
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 << 20
