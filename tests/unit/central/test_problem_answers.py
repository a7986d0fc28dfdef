"""Whatever the server can raise has a status, words in both languages, and never tells what is nobody's business."""

import json
import re
from pathlib import Path

import pytest

import cxo_central
import cxo_core
from cxo_central.api.problems import STATUS, answer
from cxo_central.words import PROBLEMS
from cxo_core.problems import Code, Problem

_SERVING = {"api", "receiving", "storage", "enrolling.py", "house.py", "packing.py", "settings.py"}


def raisable() -> set[Code]:
    """Every code that stands in a module of the server, or in the core, which it calls."""
    office, core = (Path(str(package.__file__)).parent for package in (cxo_central, cxo_core))
    files = [*core.rglob("*.py"), *(file for each in _SERVING for file in _python_files(office / each))]
    texts = (file.read_text(encoding="utf-8") for file in files if file.name != "problems.py")
    return {Code[name] for text in texts for name in re.findall(r"\bCode\.([A-Z_]+)", text)}


def _python_files(place: Path) -> list[Path]:
    return list(place.rglob("*.py")) if place.is_dir() else [place]


def test_every_code_the_server_can_raise_has_a_status() -> None:
    assert not raisable() - STATUS.keys()


@pytest.mark.parametrize("code", STATUS, ids=lambda code: code.value)
def test_every_code_with_a_status_has_words(code: Code) -> None:
    chinese, english = PROBLEMS[code]
    assert re.search(r"[\u4e00-\u9fff]", chinese) and chinese.endswith("。")
    assert english.endswith(".") and not re.search(r"[\u4e00-\u9fff]", english)
    named = re.compile(r"\{(\w+)\}")
    assert set(named.findall(chinese)) == set(named.findall(english))


def test_an_answer_is_a_problem_document() -> None:
    given = answer(Problem(Code.UPLOAD_OFFSET_DIFFERS, offset=7))
    assert given.status_code == 409
    assert given.headers["content-type"] == "application/problem+json"
    assert json.loads(given.body) == {
        "type": "urn:cxo:problem:upload-offset-differs",
        "title": "Conflict",
        "status": 409,
        "code": "upload-offset-differs",
        "details": {"offset": "7"},
    }


def test_a_401_says_how_to_ask() -> None:
    assert answer(Problem(Code.TOKEN_UNKNOWN)).headers["www-authenticate"].startswith("Bearer")


def test_being_busy_says_how_long() -> None:
    assert answer(Problem(Code.OFFICE_BUSY, wait_s=7)).headers["retry-after"] == "7"


@pytest.mark.expects_warning
def test_what_fails_inside_the_office_is_logged_and_not_told(caplog: pytest.LogCaptureFixture) -> None:
    given = answer(Problem(Code.OFFICE_FILES_FAILING, cause="/srv/office/files: permission denied"))
    assert given.status_code == 503
    assert "srv" not in bytes(given.body).decode()
    assert "permission denied" in caplog.text


@pytest.mark.parametrize("text", ["\ud800", "a\0b", "x" * 10_000], ids=["half a pair", "zero", "long"])
def test_what_came_from_outside_can_be_told(text: str) -> None:
    told = json.loads(answer(Problem(Code.BUNDLE_UNKNOWN_VERSION, version=text)).body)
    assert len(told["details"]["version"]) <= 500
    assert "\0" not in told["details"]["version"]
