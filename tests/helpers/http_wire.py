"""HTTP/1.1 messages as they stand on the wire: read whole, never changed."""

import asyncio

_MOST_HEAD = 1 << 16
_MOST_LINE = 1 << 10


class NotWhole(Exception):
    """The other side ended in the middle, or said what is no message."""


async def request(reader: asyncio.StreamReader) -> bytes | None:
    """The next request with its body; None where the client has no more to ask."""
    head = await _head(reader)
    return None if head is None else head + await _body(reader, head)


async def answer(reader: asyncio.StreamReader, asked: bytes) -> bytes:
    """The final answer to a request, with its body; interim answers are passed over."""
    while True:
        head = await _head(reader)
        if head is None:
            raise NotWhole
        status = head.split(b" ", 2)[1]
        if not status.startswith(b"1"):
            break
    if asked.startswith(b"HEAD ") or status in (b"204", b"304"):
        return head
    if field(head, b"content-length") is None and not _is_chunked(head):
        return head + await reader.read(-1)
    return head + await _body(reader, head)


def field(head: bytes, name: bytes) -> bytes | None:
    for line in head.split(b"\r\n")[1:]:
        said, _, value = line.partition(b":")
        if said.strip().lower() == name:
            return value.strip()
    return None


async def _head(reader: asyncio.StreamReader) -> bytes | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise NotWhole from error
        return None
    except asyncio.LimitOverrunError as error:
        raise NotWhole from error
    if len(head) > _MOST_HEAD:
        raise NotWhole
    return head


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    try:
        if _is_chunked(head):
            return await _chunks(reader)
        return await reader.readexactly(int(field(head, b"content-length") or 0))
    except (asyncio.IncompleteReadError, ValueError) as error:
        raise NotWhole from error


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while True:
        line = await reader.readuntil(b"\r\n")
        size = int(line[:_MOST_LINE].split(b";")[0], 16)
        body += line + await reader.readexactly(size + 2)
        if size == 0:
            return body


def _is_chunked(head: bytes) -> bool:
    return (field(head, b"transfer-encoding") or b"").lower() == b"chunked"
