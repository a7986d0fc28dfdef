"""The encrypted stream: what comes back is what went in, or nothing does."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_desktop.storage import sealed_stream
from cxo_desktop.storage.sealed_stream import (
    CHUNK_BYTES,
    HEADER_BYTES,
    TAG_BYTES,
    Broken,
    StreamReader,
    StreamWriter,
)

KEY = b"k" * 32
SIZES = (0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7)


def sealed(content: bytes, *, piece: int = 100_000, about: bytes = b"a") -> bytes:
    file = io.BytesIO()
    writer = StreamWriter(file, KEY, about=about)
    for at in range(0, len(content), piece):
        writer.write(content[at : at + piece])
    writer.close()
    return file.getvalue()


def opened(whole: bytes, *, key: bytes = KEY, about: bytes = b"a") -> bytes:
    return io.BufferedReader(StreamReader(io.BytesIO(whole), key, about=about)).read()


def content_of(size: int) -> bytes:
    return (b"0123456789abcdef" * (size // 16 + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
def test_any_length_comes_back_as_it_was(size: int) -> None:
    whole = sealed(content_of(size))
    assert opened(whole) == content_of(size)
    chunks = max(1, -(-size // CHUNK_BYTES))
    assert len(whole) == HEADER_BYTES + size + chunks * TAG_BYTES


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_stream, "CHUNK_BYTES", 64)
    monkeypatch.setattr(sealed_stream, "_SEALED_CHUNK", 64 + TAG_BYTES)


@pytest.mark.usefixtures("small_chunks")
class TestInSmallChunks:
    """The same code with chunks of 64 bytes, so that a few hundred bytes have many."""

    def test_every_flipped_bit_is_noticed(self) -> None:
        whole = sealed(content_of(200), piece=50)
        for bit in range(len(whole) * 8):
            changed = bytearray(whole)
            changed[bit // 8] ^= 1 << bit % 8
            with pytest.raises(Broken):
                opened(bytes(changed))

    def test_cut_anywhere_it_does_not_open(self) -> None:
        whole = sealed(content_of(200))
        for length in range(len(whole)):
            with pytest.raises(Broken):
                opened(whole[:length])

    def test_longer_by_anything_it_does_not_open(self) -> None:
        whole = sealed(content_of(128))
        for more in (b"\0", b"\0" * 80, whole[HEADER_BYTES : HEADER_BYTES + 80]):
            with pytest.raises(Broken):
                opened(whole + more)

    def test_chunks_cannot_change_places(self) -> None:
        whole = sealed(content_of(300))
        chunk = 64 + TAG_BYTES
        head, first, second, rest = (
            whole[:HEADER_BYTES],
            whole[HEADER_BYTES : HEADER_BYTES + chunk],
            whole[HEADER_BYTES + chunk : HEADER_BYTES + 2 * chunk],
            whole[HEADER_BYTES + 2 * chunk :],
        )
        for forged in (head + second + first + rest, head + first + first + rest, head + first + rest):
            with pytest.raises(Broken):
                opened(forged)

    @given(
        st.binary(max_size=400),
        st.lists(st.tuples(st.integers(0, 420), st.integers(0, 150)), max_size=8),
        st.integers(1, 90),
    )
    def test_reading_from_anywhere_is_like_reading_a_plain_file(
        self, content: bytes, reads: list[tuple[int, int]], piece: int
    ) -> None:
        plain = io.BytesIO(content)
        ours = io.BufferedReader(StreamReader(io.BytesIO(sealed(content, piece=piece)), KEY, about=b"a"))
        for offset, length in reads:
            assert ours.seek(offset) == plain.seek(offset)
            assert ours.read(length) == plain.read(length)

    def test_a_stream_given_up_halfway_is_never_whole(self) -> None:
        file = io.BytesIO()
        writer = StreamWriter(file, KEY, about=b"a")
        writer.write(content_of(500))
        writer.abandon()
        with pytest.raises(Broken):
            opened(file.getvalue())


def test_another_key_or_another_name_opens_nothing() -> None:
    whole = sealed(b"content")
    with pytest.raises(Broken):
        opened(whole, key=b"x" * 32)
    with pytest.raises(Broken):
        opened(whole, about=b"b")


def test_the_same_content_never_looks_the_same() -> None:
    assert sealed(b"content") != sealed(b"content")
