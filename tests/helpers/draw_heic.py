"""Tiny HEIC pictures without an encoder: every block of 32 × 32 pixels is written out uncompressed (HEVC I_PCM).

Each block is a slice of its own, so that the arithmetic coder always stands at its start. Syntax: ITU-T H.265 7.3
and 9.3.4; container: ISO/IEC 23008-12.
"""

import struct

from PIL import Image

_BLOCK = 32


class _Bits:
    """Bits in the order of writing."""

    def __init__(self) -> None:
        self._bits: list[int] = []

    def put(self, value: int, width: int) -> None:
        self._bits += [value >> place & 1 for place in reversed(range(width))]

    def golomb(self, value: int) -> None:
        width = (value + 1).bit_length()
        self.put(value + 1, 2 * width - 1)

    def align(self, *, stop: bool = False) -> None:
        if stop:
            self.put(1, 1)
        self.put(0, -len(self._bits) % 8)

    def raw(self, content: bytes) -> None:
        for byte in content:
            self.put(byte, 8)

    def content(self) -> bytes:
        return bytes(
            int("".join(map(str, self._bits[at : at + 8])), 2) for at in range(0, len(self._bits), 8)
        )


def heic(image: Image.Image, *, tiff: bytes | None = None, quarter_turns: int = 0) -> bytes:
    """The picture as HEIC; sides must be multiples of 32. `quarter_turns` (anticlockwise) is asked of the reader."""
    width, height = image.size
    parameters = [
        _nal(32, _video_parameters()),
        _nal(33, _sequence(width, height)),
        _nal(34, _picture_parameters()),
    ]
    slices = [_nal(19, each) for each in _slices(image.convert("YCbCr"))]
    coded = b"".join(struct.pack(">I", len(each)) + each for each in slices)
    properties = [
        _configuration(parameters),
        _full(b"ispe", 0, 0, struct.pack(">II", width, height)),
        _FULL_RANGE,
    ]
    if quarter_turns:
        properties.append(_box(b"irot", bytes([quarter_turns])))
    items = [(1, b"hvc1", coded)]
    if tiff is not None:
        items.append((2, b"Exif", struct.pack(">I", 0) + tiff))
    return _container(items, properties)


def _nal(kind: int, payload: bytes) -> bytes:
    """With the bytes that keep start codes out (7.4.2)."""
    escaped = bytearray()
    for byte in payload:
        if byte <= 3 and escaped[-2:] == b"\x00\x00":
            escaped.append(3)
        escaped.append(byte)
    return bytes((kind << 1, 1)) + bytes(escaped)


def _profile_tier_level(bits: _Bits) -> None:
    bits.put(0, 3)
    bits.put(3, 5)  # Main Still Picture
    bits.put(0b0111 << 28, 32)
    bits.put(0b1001, 4)
    bits.put(0, 44)
    bits.put(93, 8)


def _video_parameters() -> bytes:
    bits = _Bits()
    bits.put(0, 4)
    bits.put(3, 2)
    bits.put(0, 6)
    bits.put(0, 3)
    bits.put(1, 1)
    bits.put(0xFFFF, 16)
    _profile_tier_level(bits)
    bits.put(1, 1)
    for value in (0, 0, 0):
        bits.golomb(value)
    bits.put(0, 6)
    bits.golomb(0)
    bits.put(0, 2)
    bits.align(stop=True)
    return bits.content()


def _sequence(width: int, height: int) -> bytes:
    bits = _Bits()
    bits.put(0, 4)
    bits.put(0, 3)
    bits.put(1, 1)
    _profile_tier_level(bits)
    for value in (0, 1, width, height):  # id, 4:2:0, size
        bits.golomb(value)
    bits.put(0, 1)
    for value in (0, 0, 0):  # eight bits each, picture order count
        bits.golomb(value)
    bits.put(1, 1)
    for value in (0, 0, 0):
        bits.golomb(value)
    for value in (2, 0, 0, 3, 0, 0):  # blocks of 32 only, transforms from 4 to 32
        bits.golomb(value)
    bits.put(0, 3)  # no scaling lists, asymmetric partitions, sample adaptive offset
    bits.put(1, 1)  # pcm
    bits.put(7, 4)
    bits.put(7, 4)
    bits.golomb(2)
    bits.golomb(0)
    bits.put(1, 1)  # no loop filter over pcm
    bits.golomb(0)
    bits.put(0, 5)
    bits.align(stop=True)
    return bits.content()


def _picture_parameters() -> bytes:
    bits = _Bits()
    bits.golomb(0)
    bits.golomb(0)
    bits.put(0, 7)
    for _ in range(3):
        bits.golomb(0)  # reference counts, initial quantiser 26
    bits.put(0, 3)
    bits.golomb(0)
    bits.golomb(0)
    bits.put(0, 6)
    bits.put(0, 1)  # loop filter across slices
    bits.put(1, 1)  # deblocking control
    bits.put(0, 1)
    bits.put(1, 1)  # no deblocking
    bits.put(0, 2)
    bits.golomb(0)
    bits.put(0, 2)
    bits.align(stop=True)
    return bits.content()


def _slices(image: Image.Image) -> list[bytes]:
    width, height = image.size
    across, down = width // _BLOCK, height // _BLOCK
    luma, blue, red = image.split()
    blue, red = (plane.resize((width // 2, height // 2), Image.Resampling.BOX) for plane in (blue, red))
    found = []
    for number in range(across * down):
        left, top = number % across * _BLOCK, number // across * _BLOCK
        area = (left, top, left + _BLOCK, top + _BLOCK)
        half = tuple(side // 2 for side in area)
        samples = luma.crop(area).tobytes() + blue.crop(half).tobytes() + red.crop(half).tobytes()
        found.append(_slice(number, (across * down - 1).bit_length(), samples))
    return found


def _slice(number: int, address_width: int, samples: bytes) -> bytes:
    bits = _Bits()
    bits.put(number == 0, 1)
    bits.put(0, 1)
    bits.golomb(0)
    if number:
        bits.put(number, address_width)
    bits.golomb(2)  # intra
    bits.golomb(0)  # quantiser delta
    bits.align(stop=True)
    bits.raw(_terminated(low=0, span=510 - 240))  # one likely bin (not split), then "pcm"
    bits.raw(samples)
    bits.raw(_terminated(low=0, span=510))  # end of slice
    return bits.content()


def _terminated(*, low: int, span: int) -> bytes:
    """A terminating bin of 1 and the flush of the arithmetic coder, filled up to whole bytes (9.3.4.5)."""
    low = (low + span - 2) << 7
    bits = _Bits()
    for place in reversed(range(9, 16)):  # the very first bit of the coder is never written
        bits.put(low >> place & 1, 1)
    bits.put(low >> 7 & 3 | 1, 2)
    bits.align()
    return bits.content()


def _configuration(parameters: list[bytes]) -> bytes:
    """hvcC (ISO/IEC 14496-15 8.3.3.1)."""
    head = bytes((1, 3)) + struct.pack(">I", 0x70000000) + b"\x90\x00\x00\x00\x00\x00" + bytes((93,))
    head += bytes((0xF0, 0x00, 0xFC, 0xFD, 0xF8, 0xF8, 0, 0, 0x0F, len(parameters)))
    arrays = [bytes((0x80 | nal[0] >> 1,)) + struct.pack(">HH", 1, len(nal)) + nal for nal in parameters]
    return _box(b"hvcC", head + b"".join(arrays))


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, name) + content


_FULL_RANGE = _box(b"colr", b"nclx" + struct.pack(">HHHB", 1, 13, 6, 0x80))  # as JPEG: BT.601, 0 to 255


def _full(name: bytes, version: int, flags: int, content: bytes) -> bytes:
    return _box(name, struct.pack(">I", version << 24 | flags) + content)


def _container(items: list[tuple[int, bytes, bytes]], properties: list[bytes]) -> bytes:
    first = _box(b"ftyp", b"heic" + bytes(4) + b"mif1heic")
    length = len(_meta(items, properties, 0))
    start = len(first) + length + 8
    return (
        first + _meta(items, properties, start) + _box(b"mdat", b"".join(content for _, _, content in items))
    )


def _meta(items: list[tuple[int, bytes, bytes]], properties: list[bytes], start: int) -> bytes:
    handler = _full(b"hdlr", 0, 0, bytes(4) + b"pict" + bytes(12) + b"\x00")
    primary = _full(b"pitm", 0, 0, struct.pack(">H", 1))
    places = struct.pack(">BBH", 0x44, 0, len(items))
    for number, _, content in items:
        places += struct.pack(">HHHII", number, 0, 1, start, len(content))
        start += len(content)
    entries = b"".join(
        _full(b"infe", 2, 0, struct.pack(">HH4s", number, 0, kind) + b"\x00") for number, kind, _ in items
    )
    boxes = handler + primary + _full(b"iloc", 0, 0, places)
    boxes += _full(b"iinf", 0, 0, struct.pack(">H", len(items)) + entries)
    if len(items) > 1:
        boxes += _full(b"iref", 0, 0, _box(b"cdsc", struct.pack(">HHH", 2, 1, 1)))
    uses = b"".join(bytes((0x80 | number,)) for number in range(1, len(properties) + 1))
    links = _full(b"ipma", 0, 0, struct.pack(">IHB", 1, 1, len(properties)) + uses)
    boxes += _box(b"iprp", _box(b"ipco", b"".join(properties)) + links)
    return _full(b"meta", 0, 0, boxes)
