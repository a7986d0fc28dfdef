"""Pictures are decoded by a process of their own, which holds nothing and can be lost at any time."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import decoder_process
from cxo_desktop.imaging.limits import LIMITS, Limits
from cxo_desktop.imaging.photo import take_in
from helpers.draw import encoded, picture, tagged_jpeg
from helpers.draw_heic import heic

_ROOT = Path(__file__).parents[3]
_KILLER = heic(picture((64, 32)), tiff=b"II*\x00" + bytes(12)).replace(
    b"Exif\x00\x00\x00\x00", b"Ex\xd2f\x00\x00\x00\x00", 1
)
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="these bounds are Linux' own")


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    yield
    decoder_process.shared().end()


def _refused(original: bytes, limits: Limits = LIMITS) -> Problem:
    with pytest.raises(Problem) as caught:
        take_in(original, limits=limits)
    return caught.value


def _pid() -> int:
    pid = decoder_process.shared().pid
    assert pid is not None
    return pid


def _run(program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=_ROOT,
        env=os.environ | {"PYTHONPATH": f"{_ROOT}{os.pathsep}{_ROOT / 'tests'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("\n")[:-1]


def test_one_process_takes_many_photos() -> None:
    take_in(tagged_jpeg())
    first = _pid()
    take_in(encoded(picture(), "PNG"))

    assert _pid() == first


def test_decoder_killed_between_two_photos_costs_nothing_but_a_new_one() -> None:
    before = take_in(tagged_jpeg())
    killed = _pid()
    os.kill(killed, signal.SIGKILL)

    assert take_in(tagged_jpeg()) == before
    assert before.report_copy
    assert _pid() != killed


def test_photo_that_kills_its_decoder_is_damaged_and_the_next_one_comes_in() -> None:
    assert _refused(_KILLER).code == Code.PHOTO_BROKEN
    assert take_in(tagged_jpeg()).width == 120


def test_decoder_that_hangs_is_ended_at_its_time_and_the_next_photo_comes_in() -> None:
    take_in(tagged_jpeg())
    hanging = _pid()
    os.kill(hanging, signal.SIGSTOP)

    assert _refused(tagged_jpeg(), Limits(decoder_s=1)).code == Code.PHOTO_BROKEN
    assert take_in(tagged_jpeg()).width == 120
    assert _pid() != hanging


@linux_only
def test_decoder_that_wants_too_much_memory_refuses_and_goes_on() -> None:
    limits = Limits(decoder_bytes=60_000_000)
    decoder = decoder_process.shared("pictures", limits.decoder_bytes)
    take_in(tagged_jpeg(), limits=limits)
    asked = decoder.pid

    assert _refused(encoded(Image.new("RGB", (5000, 5000)), "PNG"), limits).code == Code.PHOTO_BROKEN
    assert take_in(tagged_jpeg(), limits=limits).width == 120
    assert decoder.pid == asked
    decoder.end()


def test_decoder_that_cannot_be_started_is_no_fault_of_the_photo(monkeypatch: pytest.MonkeyPatch) -> None:
    decoder_process.shared().end()
    monkeypatch.setattr(sys, "executable", os.devnull + "/python")

    decoder_process.prepare()
    assert _refused(tagged_jpeg()).code == Code.PHOTO_UNREADABLE


def test_prepared_decoder_is_the_one_that_takes_the_photo() -> None:
    decoder_process.prepare()
    prepared = _pid()
    decoder_process.prepare()
    take_in(tagged_jpeg())

    assert _pid() == prepared


@linux_only
def test_decoder_knows_nothing_of_the_program_but_where_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXO_PASSPHRASE", "correct horse")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/bus")
    decoder_process.prepare()
    process = Path(f"/proc/{_pid()}")
    said = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()

    assert b"correct horse" not in said
    assert b"DBUS" not in said
    take_in(tagged_jpeg())  # by now it is confined
    pipes = [str(each.readlink()) for each in (process / "fd").iterdir()] if os.geteuid() == 0 else []
    assert [
        each for each in pipes if not each.startswith(("pipe:", os.devnull, str(_ROOT / "resources")))
    ] == []


@linux_only
def test_confined_process_opens_no_file_no_connection_and_starts_nothing() -> None:
    program = """
import os, socket, subprocess, threading
from cxo_desktop.imaging.confinement import confine
attempts = {
    "read": lambda: open("pyproject.toml").close(), "write": lambda: open("/tmp/x", "w").close(),
    "list": lambda: os.listdir("."), "remove": lambda: os.unlink("/tmp/x"),
    "connect": lambda: socket.socket().close(), "pair": lambda: socket.socketpair()[0].close(),
    "run": lambda: subprocess.Popen(["true"]), "fork": os.fork, "kill": lambda: os.kill(os.getppid(), 0),
    "memory": lambda: bytearray(300_000_000),
}
said = []
thread = threading.Thread(target=lambda: said.append("thread"))
confine(200_000_000)
for name, attempt in attempts.items():
    try:
        attempt()
    except (PermissionError, MemoryError):
        said.append(name)
thread.start()
thread.join()
os.write(1, "\\n".join([*said, ""]).encode())
"""
    assert _run(program) == [
        *("read", "write", "list", "remove", "connect", "pair", "run", "fork", "kill", "memory"),
        "thread",
    ]


@linux_only
def test_forked_program_gets_a_decoder_of_its_own_and_leaves_the_others_alone() -> None:
    program = """
import os
from cxo_desktop.imaging import decoder_process
from cxo_desktop.imaging.photo import take_in
from helpers.draw import tagged_jpeg
take_in(tagged_jpeg())
mine = decoder_process.shared().pid
if (child := os.fork()) == 0:
    take_in(tagged_jpeg())
    os._exit(decoder_process.shared().pid == mine)
status = os.waitpid(child, 0)[1]
take_in(tagged_jpeg())
print(status, decoder_process.shared().pid == mine)
"""
    assert _run(program) == ["0 True"]


@linux_only
def test_decoder_ends_with_the_program_however_that_ends() -> None:
    program = """
import os
from cxo_desktop.imaging import decoder_process
from cxo_desktop.imaging.photo import take_in
from helpers.draw import tagged_jpeg
take_in(tagged_jpeg())
print(decoder_process.shared().pid, flush=True)
input()
os._exit(0)
"""
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=_ROOT,
        env=os.environ | {"PYTHONPATH": f"{_ROOT}{os.pathsep}{_ROOT / 'tests'}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program_itself:
        assert program_itself.stdout is not None and program_itself.stdin is not None
        decoder = os.pidfd_open(int(program_itself.stdout.readline()))
        program_itself.stdin.write("\n")
    ended, _, _ = select.select([decoder], [], [], 20)
    os.close(decoder)
    assert ended
