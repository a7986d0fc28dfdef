"""HEIC and HEIF pictures, which few programs open: decoded once, by a process of its own, and kept as JPEG.

The decoder is large, written in C++, and one wrong byte in a file can end the process it runs in. So it never runs
in the one that holds the record: if it crashes, hangs or asks for too much memory, that is a damaged photo and
nothing else. Costs about 0.2 s per picture beside the decoding.
"""

import json
import os
import struct
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import jpeg
from cxo_desktop.imaging.clean import Clean
from cxo_desktop.imaging.heic_decoder import LENGTHS, REFUSED
from cxo_desktop.imaging.limits import Limits

_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from cxo_desktop.imaging.heic_decoder import main; sys.exit(main())"


def to_jpeg(original: bytes, limits: Limits) -> Clean:
    """The picture as a JPEG of high quality, upright (the container says how, not EXIF), with its colour profile.

    Depth maps, second pictures, films and metadata stay behind. Raises a Problem: PHOTO_BROKEN,
    PHOTO_TOO_MANY_PIXELS, PHOTO_TOO_NARROW; PHOTO_UNREADABLE where the decoder cannot be started.
    """
    answer = _decoded(original, limits)
    head = struct.calcsize(LENGTHS)
    if len(answer) < head:
        raise Problem(Code.PHOTO_BROKEN)
    picture, block = struct.unpack_from(LENGTHS, answer)
    if len(answer) != head + picture + block:
        raise Problem(Code.PHOTO_BROKEN)
    return replace(jpeg.strip(answer[head : head + picture], limits), exif=answer[head + picture :] or None)


def _decoded(original: bytes, limits: Limits) -> bytes:
    try:
        finished = subprocess.run(
            [*_command(), json.dumps(asdict(limits))],
            input=original,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if not name.startswith("CXO_")},
            timeout=limits.decoder_s,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise Problem(Code.PHOTO_BROKEN) from error
    except OSError as error:
        raise Problem(Code.PHOTO_UNREADABLE, reason=error.strerror or type(error).__name__) from error
    if finished.returncode == REFUSED:
        said = json.loads(finished.stdout)
        raise Problem(Code(said["code"]), **said["details"])
    if finished.returncode != 0:
        raise Problem(Code.PHOTO_BROKEN)
    return finished.stdout


def _command() -> list[str]:
    """The packaged program brings a decoder beside it; elsewhere Python runs the module that does it."""
    if getattr(sys, "frozen", False):
        return [str(Path(sys.executable).with_name("cxo-decode" + Path(sys.executable).suffix))]
    return [sys.executable, "-I", "-c", _START, str(Path(__file__).resolve().parents[2])]
