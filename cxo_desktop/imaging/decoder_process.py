"""The decoder as the program sees it: started when it is needed, asked, ended when it is late, started again.

It gets the picture's bytes through a pipe and nothing else: no key, no file name, no environment of ours.
"""

import atexit
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import messages, windows_job
from cxo_desktop.imaging.limits import LIMITS, Limits
from cxo_desktop.imaging.messages import Message

_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from cxo_desktop.imaging.decoder import main; sys.exit(main())"
_KEPT_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR")
_FRUGAL = {"MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_PIPE_BYTES = 1 << 20
_MOST_ANSWERED = 400_000_000
_SET_PIPE_SIZE = 1031  # F_SETPIPE_SZ, Linux

_every: "weakref.WeakSet[Decoder]" = weakref.WeakSet()


@dataclass(slots=True)
class _Running:
    process: "subprocess.Popen[bytes]"
    job: int | None
    is_late: bool = False
    has_answered: bool = False

    def exchange(self, request: Message, within_s: float, heard: Callable[[Message], None] | None) -> Message:
        """The last answer. Raises EOFError, OSError or ValueError when the decoder dies, is late or talks nonsense."""
        assert self.process.stdin is not None and self.process.stdout is not None
        watch = threading.Timer(within_s, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            messages.send(self.process.stdin, request)
            while True:
                answer = messages.receive(self.process.stdout, _MOST_ANSWERED)
                match answer.head.get("said"):
                    case "done":
                        return answer
                    case "refused":
                        raise Problem(Code(answer.head["code"]), **answer.head["details"])
                self.has_answered = True
                if heard is not None:
                    heard(answer)
        finally:
            watch.cancel()

    def _give_up(self) -> None:
        self.is_late = True
        self.process.kill()

    def end(self) -> None:
        self.process.kill()
        self.let_go()
        self.process.wait()
        windows_job.release(self.job)

    def let_go(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be written has no reader
                    pass


@dataclass(eq=False)
class Decoder:
    """One process, for one picture at a time; callers on other threads wait for their turn."""

    task: str = "pictures"
    memory_bytes: int = LIMITS.decoder_bytes
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _running: _Running | None = None

    def __post_init__(self) -> None:
        _every.add(self)

    @property
    def pid(self) -> int | None:
        """The number of the running process; None where there is none."""
        running = self._running
        return running.process.pid if running is not None and running.process.poll() is None else None

    def prepare(self) -> None:
        """Starts the process unless it runs, and returns at once: it gets ready by itself (about 0.2 s)."""
        if self._lock.acquire(blocking=False):
            try:
                self._started()
            except Problem:
                pass  # is said with the first picture
            finally:
                self._lock.release()

    def ask(
        self, request: Message, *, within_s: float, heard: Callable[[Message], None] | None = None
    ) -> Message:
        """The last answer to a request; `heard` gets those that come before it.

        A decoder that was already at work may have died of what came before, so the picture gets a second chance in a
        fresh one. Raises what the decoder refuses with; PHOTO_BROKEN when it dies of this picture, takes longer than
        `within_s` seconds or answers nonsense; PHOTO_UNREADABLE where it cannot be started.
        """
        with self._lock:
            while True:
                was_running = self.pid is not None
                running = self._started()
                running.has_answered = False
                try:
                    return running.exchange(request, within_s, heard)
                except (EOFError, OSError, ValueError, KeyError, TypeError) as error:
                    self._stop()
                    if not was_running or running.is_late or running.has_answered:
                        raise Problem(Code.PHOTO_BROKEN) from error

    def end(self) -> None:
        """Ends the process; the next picture starts another."""
        with self._lock:
            self._stop()

    def forget(self) -> None:
        """In a forked child: the process belongs to the parent."""
        running, self._running, self._lock = self._running, None, threading.Lock()
        if running is not None:
            running.let_go()
            running.process.returncode = 0

    def _started(self) -> _Running:
        if self.pid is None:
            self._stop()
            self._running = _start(self.task, self.memory_bytes)
        assert self._running is not None
        return self._running

    def _stop(self) -> None:
        if self._running is not None:
            self._running.end()
            self._running = None


def shared(task: str = "pictures", memory_bytes: int = LIMITS.decoder_bytes) -> Decoder:
    """The one decoder of this program for a task."""
    return _decoder(task, memory_bytes)


@cache
def _decoder(task: str, memory_bytes: int) -> Decoder:
    return Decoder(task, memory_bytes)


def prepare() -> None:
    """To be called when photos may come soon: the first one then does not pay for the start. Returns in milliseconds."""
    shared().prepare()


def ask(
    request: Message, limits: Limits, heard: Callable[[Message], None] | None = None, task: str = "pictures"
) -> Message:
    """`Decoder.ask` on the shared decoder, within the time and memory of `limits`."""
    return shared(task, limits.decoder_bytes).ask(request, within_s=limits.decoder_s, heard=heard)


def _start(task: str, memory_bytes: int) -> _Running:
    environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    try:
        process = subprocess.Popen(
            [*_command(), str(memory_bytes), task],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment | _FRUGAL,
            cwd=Path(sys.executable).parent,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise Problem(Code.PHOTO_UNREADABLE, reason=error.strerror or type(error).__name__) from error
    _widen(process)
    return _Running(process, windows_job.bind(process, memory_bytes))


def _command() -> list[str]:
    """The packaged program brings a decoder beside it; elsewhere Python runs the module that does it."""
    if getattr(sys, "frozen", False):
        return [str(Path(sys.executable).with_name("cxo-decode" + Path(sys.executable).suffix))]
    return [sys.executable, "-I", "-c", _START, str(Path(__file__).resolve().parents[2])]


def _widen(process: "subprocess.Popen[bytes]") -> None:
    """Larger pipes where Linux allows it: fewer changes between the two processes for each photo."""
    if sys.platform == "linux":
        import fcntl

        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            try:
                fcntl.fcntl(pipe.fileno(), _SET_PIPE_SIZE, _PIPE_BYTES)
            except OSError:  # this user has many wide pipes already
                pass


def _end_all() -> None:
    for decoder in tuple(_every):
        decoder.end()


def _forget_all() -> None:
    for decoder in tuple(_every):
        decoder.forget()


atexit.register(_end_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
