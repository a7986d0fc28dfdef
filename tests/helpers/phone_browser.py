"""Headless Chromium standing in for a phone, driven by the DevTools protocol over a pipe: no driver, no websocket."""

import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PATIENCE_S = 20.0


def missing() -> str:
    """Why there is no phone to test with; empty where there is one."""
    if any(map(shutil.which, _NAMES)):
        return ""
    return "no Chromium here (Debian: chromium), so no page is opened as a phone would"


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are out of the way of the numbers Chromium reads and writes at."""
    ends = os.pipe()
    moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return moved[0], moved[1]


class PhoneBrowser:
    """One page of a browser with a home of its own. `says` are what its console complained of."""

    def __init__(
        self, home: Path, *, language: str = "zh-CN", meanwhile: Callable[[], object] = lambda: None
    ) -> None:
        self._meanwhile = meanwhile
        program = next(filter(None, map(shutil.which, _NAMES)))
        (asked, self._write), (self._read, answered) = _pipe(), _pipe()
        command = [
            *(program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
            *("--no-first-run", "--disable-extensions", "--disable-background-networking", "--mute-audio"),
            *("--disable-component-update", "--disable-sync", "--hide-scrollbars", "--no-proxy-server"),
            *("--window-size=390,844", "--remote-debugging-pipe", f"--user-data-dir={home}"),
            *(f"--lang={language}", f"--accept-lang={language}", "about:blank"),
        ]
        environment = {**os.environ, "HOME": str(home), "LANGUAGE": language.replace("-", "_")}
        self._process = subprocess.Popen(
            command,
            preexec_fn=lambda: (os.dup2(asked, 3), os.dup2(answered, 4)),  # where Chromium looks for them
            pass_fds=(3, 4),
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(asked)
        os.close(answered)
        self.says: list[str] = []
        self._held = b""
        self._number = 0
        self._target = self._page = ""

    def open(self, url: str) -> None:
        """In a tab of its own; the one before is closed."""
        before, self._page = self._target, ""
        self._target = self._send("Target.createTarget", url="about:blank")["targetId"]
        if before:
            self._send("Target.closeTarget", targetId=before)
        self._page = self._send("Target.attachToTarget", targetId=self._target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "DOM", "Log", "Network"):
            self._send(f"{domain}.enable")
        self._send("Page.navigate", url=url)

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression on the page."""
        said = self._send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in said, said["exceptionDetails"]
        return said["result"].get("value")

    def until(self, script: str, is_so: Callable[[Any], bool] = bool) -> Any:
        """Waits for an expression to hold; between two looks the browser has the processor."""
        end = time.monotonic() + _PATIENCE_S
        while not is_so(
            value := self.run(f"(() => {{ try {{ return {script} }} catch {{ return null }} }})()")
        ):
            assert time.monotonic() < end, f"{script} is still {value!r}; the console says {self.says}"
            self._meanwhile()
            self.run("new Promise((done) => setTimeout(done, 20))")
        self._meanwhile()
        return value

    def choose(self, element: str, files: Sequence[Path]) -> None:
        """Gives files to a file field, as the phone's own picker would."""
        root = self._send("DOM.getDocument")["root"]["nodeId"]
        node = self._send("DOM.querySelector", nodeId=root, selector=f"#{element}")["nodeId"]
        self._send("DOM.setFileInputFiles", nodeId=node, files=[str(each) for each in files])

    def offline(self, is_offline: bool, *, upload_bytes_s: int = -1) -> None:
        """Takes the network away or gives it back; `upload_bytes_s`: as slow as a crowded hotspot."""
        self._send(
            "Network.emulateNetworkConditions",
            offline=is_offline,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=upload_bytes_s,
        )

    def picture(self) -> bytes:
        """What is on the screen, as PNG."""
        import base64

        return base64.b64decode(self._send("Page.captureScreenshot", format="png")["data"])

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._write)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._read)

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._page:
            message["sessionId"] = self._page
        os.write(self._write, json.dumps(message).encode() + b"\0")
        for said in self._messages():
            if said.get("id") == self._number:
                assert "error" not in said, said["error"]
                return dict(said["result"])
            self._note(said)
        raise AssertionError("the browser ended")

    def _messages(self) -> Iterator[dict[str, Any]]:
        end = time.monotonic() + _PATIENCE_S
        while True:
            while b"\0" in self._held:
                one, self._held = self._held.split(b"\0", 1)
                yield json.loads(one)
            ready, _, _ = select.select([self._read], [], [], max(0.0, end - time.monotonic()))
            assert ready, "the browser does not answer"
            more = os.read(self._read, 1 << 20)
            if not more:
                return
            self._held += more

    def _note(self, said: dict[str, Any]) -> None:
        match said.get("method"):
            case "Log.entryAdded":
                self.says.append(str(said["params"]["entry"]["text"]))
            case "Runtime.exceptionThrown":
                self.says.append(str(said["params"]["exceptionDetails"]))
