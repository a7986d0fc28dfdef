"""Cheap promises about the whole tree: what no single package can keep by itself."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-bench.lock", "requirements-extras.lock")
PACKAGES = ("cxo_core", "cxo_desktop", "cxo_central")
BUILT = {"build", "dist", "demo-out", "__pycache__"}
LONGEST_FILE = 300
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helper", "helpers", "manager", "misc", "common", "controller"}
# The job lane, the crash hook and the border of each command line: everywhere else a surprise must surface.
MAY_CATCH_EVERYTHING = {"cxo_desktop/ui/jobs.py", "cxo_desktop/cli.py", "cxo_central/cli.py"}


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def committed_text() -> Iterator[tuple[str, str]]:
    """Every text file of the tree, by its place in it."""
    for path in sorted(ROOT.rglob("*")):
        place = path.relative_to(ROOT)
        hidden = any(part.startswith(".") and part not in {".ci", ".gitignore"} for part in place.parts)
        if hidden or BUILT & set(place.parts) or not path.is_file():
            continue
        if path.stat().st_size < 1_000_000:
            try:
                yield place.as_posix(), path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_of_the_packages_is_longer_than_300_lines() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): path.read_bytes().count(b"\n") for path in modules()}
    assert {place: lines for place, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_every_module_opens_with_one_line_that_says_what_it_is() -> None:
    silent = [path.relative_to(ROOT).as_posix() for path in modules() if not ast.get_docstring(parse(path))]
    assert silent == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in modules() if path.stem in NAMES_THAT_SAY_NOTHING] == []


def test_only_the_borders_swallow_every_error() -> None:
    swallowed = [
        f"{place}:{node.lineno}"
        for place, tree in ((path.relative_to(ROOT).as_posix(), parse(path)) for path in modules())
        if place not in MAY_CATCH_EVERYTHING and "crash" not in place
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and catches_everything(node) and not passes_on(node)
    ]
    assert swallowed == []


def test_no_unfinished_mark_is_left() -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    assert [
        path.relative_to(ROOT).as_posix() for path in modules() if mark.search(path.read_text("utf-8"))
    ] == []


def test_no_path_of_a_developers_machine_is_committed() -> None:
    foreign = re.compile(r"(?<![\w.$}/])/(home/(?!officer\b)\w+|Users/\w+|work|root|opt/(pypi|wheels))/")
    found = [place for place, text in committed_text() if place != here() and foreign.search(text)]
    assert found == []


@pytest.mark.parametrize("name", LOCKS)
def test_the_locks_pin_every_package_by_hash_and_name_no_host(name: str) -> None:
    lock = (ROOT / name).read_text("utf-8")
    assert not re.search(r"https?:|file:|--(index|extra|find|trusted)", lock)
    pins = re.split(r"\n(?=\w)", lock.strip())
    assert [pin.split()[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_no_set_up_file_names_a_host() -> None:
    set_up = re.compile(r"^(Makefile|\.ci/|packaging/|pyproject\.toml|requirements)")
    allowed = r"127\.0\.0\.1|localhost|10\.|[\w.-]*\bexample\b|(www\.)?(freedesktop|apache|w3|debian)\.org"
    address = re.compile(f"https?://(?!{allowed})")
    assert [place for place, text in committed_text() if set_up.match(place) and address.search(text)] == []


def test_the_plaintext_keyring_is_never_installed() -> None:
    for name in (*LOCKS, "pyproject.toml"):
        assert "keyrings" not in (ROOT / name).read_text("utf-8")


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def here() -> str:
    return Path(__file__).resolve().relative_to(ROOT).as_posix()


def catches_everything(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or any(
        isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"}
        for name in ast.walk(handler.type)
    )


def passes_on(handler: ast.ExceptHandler) -> bool:
    """It only cleans up and raises again, or it is an executor that hands the error to its future."""
    match handler.body[-1]:
        case ast.Raise(exc=None):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="set_exception"))):
            return True
    return False
