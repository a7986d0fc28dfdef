"""The real program, driven as a stranger drives it: a screen, a keyboard and the accessibility bus, and nothing of its code."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parents[2]
TREE = Path(__file__).with_name("accessible_tree.py")
SYSTEM_PYTHON = "/usr/bin/python3"
PATIENCE_S = 20.0
LOOK_S = 0.03
NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}

T = TypeVar("T")
Node = dict[str, Any]


def missing() -> str:
    """What this machine lacks to be looked at from outside, in words; empty where it lacks nothing."""
    if not sys.platform.startswith("linux"):
        return "a screen of one's own and the accessibility bus are driven on Linux only"
    programs = ("Xvfb", "dbus-daemon", "openbox", "xdotool", "gnome-keyring-daemon")
    lacking = [program for program in programs if shutil.which(program) is None]
    bindings = [
        SYSTEM_PYTHON,
        "-c",
        "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi",
    ]
    if not Path(SYSTEM_PYTHON).exists() or subprocess.run(bindings, capture_output=True).returncode:
        lacking.append("python3-gi with gir1.2-atspi-2.0")
    if not Path("/usr/libexec/at-spi-bus-launcher").exists():
        lacking.append("at-spi2-core")
    return f"missing on this machine: {', '.join(lacking)}" if lacking else ""


def until(look: Callable[[], T], what: str, *, patience_s: float = PATIENCE_S) -> T:
    """Looks again until there is something to see; says what was waited for when there never is."""
    last = time.monotonic() + patience_s
    while True:
        if found := look():
            return found
        if time.monotonic() > last:
            raise AssertionError(f"waited {patience_s:.0f} s in vain: {what}")
        time.sleep(LOOK_S)


class Screen:
    """An X screen with a window manager, a session bus and the accessibility bus; everything on it ends with it."""

    def __init__(self, folder: Path, width: int = 1280, height: int = 800) -> None:
        self._started: list[subprocess.Popen[bytes]] = []
        self.folder = folder
        runtime = folder / "run"
        runtime.mkdir(mode=0o700, parents=True)
        (folder / "home").mkdir()
        kept = ("PATH", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ} | {
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(runtime),
            "PYTHONUTF8": "1",
        }
        screen = ["-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
        self.environment["DISPLAY"] = f":{self._told(['Xvfb', '-displayfd', '{fd}', *screen])}"
        bus = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address={fd}"]
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._told(bus)
        self._manager = self._start(["openbox"])
        until(self._is_managed, "the window manager")
        self._start(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"])
        self._eye = self._start([SYSTEM_PYTHON, "-W", "ignore", str(TREE)], talks=True)

    def ask(self, pid: int, do: str, **question: Any) -> Any:
        """What the accessibility bus says of the program with that process number; None while it is gone."""
        assert self._eye.stdin and self._eye.stdout
        self._eye.stdin.write(json.dumps({"pid": pid, "do": do, **question}).encode() + b"\n")
        self._eye.stdin.flush()
        told = json.loads(self._eye.stdout.readline())
        return told.get("answer")

    def keys(self, *keys: str) -> None:
        """Presses keys, one after the other, as the keyboard of whatever has the focus."""
        self._xdotool("key", "--delay", "8", *keys)

    def type(self, text: str) -> None:
        """Characters that no key of the keyboard carries need time to be put on one."""
        self._xdotool("type", "--delay", "8" if text.isascii() else "90", "--", text)

    def resize(self, title: str, width: int, height: int) -> None:
        self._xdotool("search", "--name", title, "windowsize", "--sync", str(width), str(height))

    def picture(self, file: Path) -> None:
        """What stands on the screen, where ImageMagick can take it."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", str(file)], env=self.environment, check=False)

    @contextmanager
    def keyring(self, home: Path, password: str | None) -> Iterator[Mapping[str, str]]:
        """A real Secret Service on this screen's bus; gives the environment of a program that uses it.

        Locked without a password, as after a login by fingerprint.
        """
        home.mkdir(exist_ok=True)
        environment = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
        command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
        daemon = subprocess.Popen(
            [*command, *(["--unlock"] if password is not None else ["--start"])],
            env=self.environment | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert daemon.stdin
        daemon.stdin.write((password or "").encode())
        daemon.stdin.close()
        try:
            until(self._has_secrets, "the keyring on the bus")
            yield environment
        finally:
            daemon.terminate()
            daemon.wait(10)

    def close(self) -> None:
        for started in reversed(self._started):
            if started.poll() is None:
                started.terminate()
        for started in self._started:
            try:
                started.wait(5)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()
            for pipe in (started.stdin, started.stdout):
                if pipe is not None:
                    pipe.close()

    def _is_managed(self) -> bool:
        """On a machine that is busy a window manager may give up on a screen that is only just there: it is begun again."""
        if self._manager.poll() is not None:
            self._manager = self._start(["openbox"])
        asked = subprocess.run(["xdotool", "get_desktop"], env=self.environment, capture_output=True)
        return asked.returncode == 0

    def lock_keyring(self) -> None:
        """As the desktop does when its keyring is closed by hand."""
        to, service = "org.freedesktop.secrets", "org.freedesktop.Secret.Service"
        everything = "array:objpath:/org/freedesktop/secrets/collection/login"
        self._sent(f"--dest={to}", "/org/freedesktop/secrets", f"{service}.Lock", everything)

    def _has_secrets(self) -> bool:
        bus = "org.freedesktop.DBus"
        asked = (
            f"--dest={bus}",
            "/org/freedesktop/DBus",
            f"{bus}.NameHasOwner",
            "string:org.freedesktop.secrets",
        )
        return "true" in self._sent(*asked)

    def _sent(self, *words: str) -> str:
        command = ["dbus-send", "--session", "--print-reply", *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True).stdout

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def _start(self, command: Sequence[str], *, talks: bool = False) -> "subprocess.Popen[bytes]":
        pipe = subprocess.PIPE if talks else subprocess.DEVNULL
        started = subprocess.Popen(
            command, env=self.environment, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
        )
        self._started.append(started)
        return started

    def _told(self, command: Sequence[str]) -> str:
        """Starts a server that tells its address on a pipe of its own."""
        ear, mouth = os.pipe()
        filled = [word.format(fd=mouth) for word in command]
        self._started.append(
            subprocess.Popen(
                filled,
                env=self.environment,
                pass_fds=[mouth],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        os.close(mouth)
        with os.fdopen(ear, encoding="ascii") as said:
            return said.readline().strip()


class Program:
    """One run of the window. Widgets are named by `id` (object name), `name` or `part` (accessible name) and `role`."""

    def __init__(
        self, screen: Screen, home: Path, *, language: str = "zh", environment: Mapping[str, str] = NO_KEYRING
    ) -> None:
        self._screen = screen
        self._said = home.with_name(f"{home.name}.said").open("ab+")
        looks = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONFAULTHANDLER": "1"}
        self.environment = screen.environment | looks | {"CXO_HOME": str(home), "CXO_LANGUAGE": language}
        self.environment |= environment
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cxo_desktop.app"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=self._said,
        )
        self.keys = screen.keys
        self.type = screen.type

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def said(self) -> str:
        """What it wrote on its terminal: nothing, where all is well."""
        self._said.seek(0)
        return self._said.read().decode()

    def all(self, **wanted: str) -> list[Node]:
        """Every widget on the screen that fits."""
        self._look_alive()
        return self._screen.ask(self.pid, "find", wanted=wanted) or []

    def see(self, *, patience_s: float = PATIENCE_S, **wanted: str) -> Node:
        """The first widget that fits, as soon as it is on the screen."""
        return until(lambda: self.all(**wanted), f"{wanted} on the screen", patience_s=patience_s)[0]

    def gone(self, **wanted: str) -> None:
        until(lambda: not self.all(**wanted), f"{wanted} away from the screen")

    def tree(self) -> list[Node]:
        return self._screen.ask(self.pid, "tree") or []

    def focused(self) -> Node:
        """The widget that has the keyboard."""
        return self._screen.ask(self.pid, "focused") or {"id": "", "name": "", "role": "", "states": []}

    def focus_is(self, name: str) -> Node:
        """Waits until the widget with that object name has the keyboard."""
        try:
            return until(lambda: node if (node := self.focused())["id"].endswith(f".{name}") else None, name)
        except AssertionError as error:
            raise AssertionError(f"the keyboard is at {self.focused()['id']}, not at {name}") from error

    def press(self, name: str, action: str | None = None) -> None:
        """Does what a press on the widget does, as soon as it can be pressed."""
        until(
            lambda: [node for node in self.all(id=name) if "enabled" in node["states"]],
            f"{name} to be pressed",
        )
        assert self._screen.ask(self.pid, "press", wanted={"id": name}, action=action), (
            f"{name} has no action"
        )

    def write(self, name: str, text: str) -> None:
        """Puts text into a field through the bus, as dictation does."""
        self.see(id=name)
        assert self._screen.ask(self.pid, "write", wanted={"id": name}, text=text), f"{name} takes no text"

    def fill(self, name: str, text: str) -> None:
        """Types into the field that has the keyboard and reads it back, for a borrowed key may have been too slow."""
        self.focus_is(name)
        for _attempt in range(4):
            self.type(text)
            try:
                until(lambda: self.see(id=name)["text"] == text, f"{text} in {name}", patience_s=2)
                return
            except AssertionError:
                self.keys("ctrl+a")
        raise AssertionError(f"{name} holds {self.see(id=name)['text']!r} instead of {text!r}")

    def focus(self, name: str) -> None:
        self.see(id=name)
        assert self._screen.ask(self.pid, "focus", wanted={"id": name}), f"{name} takes no keyboard"

    def kill(self) -> None:
        """As a power cut does."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def quit(self) -> int:
        """Ctrl+Q, and waits until it is over; how it ended."""
        self.keys("ctrl+q")
        return self.ended()

    def ended(self) -> int:
        until(lambda: self._process.poll() is not None, "the end of the program")
        return self._process.returncode

    def end(self) -> None:
        if self._process.poll() is None:
            self.kill()
        self._said.close()

    def _look_alive(self) -> None:
        if self._process.poll() is not None:
            raise AssertionError(f"the program ended by itself ({self._process.returncode}): {self.said}")
