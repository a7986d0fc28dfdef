"""The backup's archive as a stream: whatever went in comes out, however it is cut, and any tar reads it."""

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_central.safekeeping import tar


class Listed:
    """Keeps every member."""

    def __init__(self) -> None:
        self.members: list[tuple[str, bytes]] = []

    def begin(self, name: str, size: int) -> None:
        self.members.append((name, b""))

    def take(self, piece: bytes) -> None:
        name, held = self.members[-1]
        self.members[-1] = (name, held + piece)

    def end(self) -> None:
        assert self.members


def archive(members: list[tuple[str, bytes]]) -> bytes:
    made = (b"".join(tar.member(name, len(content), (content,))) for name, content in members)
    return b"".join([*made, tar.end()])


MEMBERS = st.lists(
    st.tuples(st.from_regex(r"[a-z]{1,8}/[a-z0-9]{1,20}", fullmatch=True), st.binary(max_size=1500))
)


@given(MEMBERS, st.integers(1, 3000))
def test_what_went_in_comes_out_however_the_stream_is_cut(
    members: list[tuple[str, bytes]], step: int
) -> None:
    content, found = archive(members), Listed()
    reading = tar.TarReading(found)
    for start in range(0, len(content), step):
        reading.write(content[start : start + step])
    reading.close()
    assert found.members == members


def test_any_tar_reads_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(archive([("rows/a", b"1"), ("files/b", b"22" * 500)]))) as opened:
        assert [(each.name, each.size, each.mode) for each in opened] == [
            ("rows/a", 1, 0o600),
            ("files/b", 1000, 0o600),
        ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x" * 512,
        archive([("a/b", b"1")])[:-1024],
        archive([("a/b", b"1")])[:600],
        archive([]) + archive([("a/b", b"1")]),
    ],
)
def test_what_is_no_whole_archive_is_refused(content: bytes) -> None:
    reading = tar.TarReading(Listed())
    with pytest.raises(ValueError):  # noqa: PT012 - it may be known before the end
        reading.write(content)
        reading.close()


def test_a_link_is_refused() -> None:
    info = tarfile.TarInfo("a")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with pytest.raises(ValueError):
        tar.TarReading(Listed()).write(info.tobuf())


def test_a_member_of_another_size_than_promised_is_refused() -> None:
    with pytest.raises(ValueError):
        list(tar.member("a", 3, (b"1",)))
