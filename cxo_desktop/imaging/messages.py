"""What the program and its decoder say to each other: a head as JSON, then any number of byte strings.

On the wire: length of the head and number of byte strings (big-endian, 32 bits each), the length of each of them
(64 bits), the head, the byte strings. Neither side believes the other's lengths beyond what it can use.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

_COUNTS = struct.Struct(">II")
_LENGTH = struct.Struct(">Q")
_MOST_HEAD = 4_000_000
_MOST_CONTENTS = 4


@dataclass(frozen=True, slots=True)
class Message:
    head: Mapping[str, Any]
    contents: list[bytes] = field(default_factory=list)


def send(out: IO[bytes], message: Message) -> None:
    """Writes a message whole; raises OSError where nobody listens any more."""
    head = json.dumps(message.head).encode()
    lengths = b"".join(_LENGTH.pack(len(content)) for content in message.contents)
    _write(out, _COUNTS.pack(len(head), len(message.contents)) + lengths + head)
    for content in message.contents:
        _write(out, content)
    out.flush()


def receive(source: IO[bytes], most_bytes: int) -> Message:
    """The next message, with at most `most_bytes` behind its head. Raises EOFError at the end, ValueError for nonsense."""
    head_length, count = _COUNTS.unpack(_read(source, _COUNTS.size))
    if head_length > _MOST_HEAD or count > _MOST_CONTENTS:
        raise ValueError("a message longer than any that is sent")
    lengths = [_LENGTH.unpack(_read(source, _LENGTH.size))[0] for _ in range(count)]
    if sum(lengths) > most_bytes:
        raise ValueError("more bytes than a picture can have")
    head = json.loads(_read(source, head_length))
    if not isinstance(head, dict):
        raise ValueError("a message without a head")
    return Message(head, [_read(source, length) for length in lengths])


def _write(out: IO[bytes], content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[out.write(rest) :]


def _read(source: IO[bytes], length: int) -> bytes:
    content = source.read(length)
    if len(content) < length:
        raise EOFError
    return content
