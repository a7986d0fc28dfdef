"""The process that decodes one HEIC picture: bytes in on standard input, a JPEG out on standard output.

Its answer is `LENGTHS` (JPEG, EXIF), then the two. It may write no file, dump no core and use only so much memory
and time. What it cannot decode it refuses with `REFUSED` and the problem as JSON; or it dies, which means the same.
"""

import json
import struct
import sys

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import exif
from cxo_desktop.imaging.clean import ICC_BYTES, check_shape
from cxo_desktop.imaging.limits import Limits

LENGTHS = ">QQ"
REFUSED = 3
_QUALITY = 90
_DECODER_ERRORS = (OSError, ValueError, SyntaxError, RuntimeError, EOFError, IndexError, OverflowError)


def main() -> int:
    """Exit status: 0 decoded, REFUSED refused."""
    limits = Limits(**json.loads(sys.argv[1]))
    _tie_hands(limits)
    try:
        picture, block = convert(sys.stdin.buffer.read(), limits)
    except Problem as problem:
        sys.stdout.write(json.dumps({"code": problem.code, "details": problem.details}))
        return REFUSED
    sys.stdout.buffer.write(struct.pack(LENGTHS, len(picture), len(block)) + picture + block)
    return 0


def convert(original: bytes, limits: Limits) -> tuple[bytes, bytes]:
    """JPEG and TIFF block (empty where there is none). Raises PHOTO_BROKEN, PHOTO_TOO_MANY_PIXELS, PHOTO_TOO_NARROW."""
    import pi_heif

    from cxo_desktop.imaging import colour, pixels

    try:
        heif = pi_heif.open_heif(original)
        check_shape(*heif.size, pixels=limits.heic_pixels, limits=limits)
        image = heif.to_pillow()
    except _DECODER_ERRORS as error:
        raise Problem(Code.PHOTO_BROKEN) from error
    block: bytes = image.info.get("exif") or b""
    icc: bytes = image.info.get("icc_profile") or b""
    image = colour.plain(image)
    if image.mode == "RGBA":
        image = colour.to_srgb(image, None)
    profile = icc if 0 < len(icc) <= ICC_BYTES else None
    return pixels.as_jpeg(image, _QUALITY, profile), block.removeprefix(exif.PREFIX)


def _tie_hands(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit of the one who waits remains
        return
    for kind, bound in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, limits.decoder_s),
        (resource.RLIMIT_AS, limits.decoder_bytes),
    ):
        _, most = resource.getrlimit(kind)
        resource.setrlimit(kind, (bound if most == resource.RLIM_INFINITY else min(bound, most), most))


if __name__ == "__main__":
    sys.exit(main())
