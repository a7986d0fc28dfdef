"""`cxo-central` as somebody types it."""

import json
import re
from pathlib import Path

import pytest

from cxo_central import words
from cxo_central.cli import main
from cxo_central.office import Office
from cxo_core.bundle.seal import seal
from cxo_core.bundle.verify import Subject, verify
from cxo_core.problems import Code, Problem
from cxo_core.signing import new_seed, public_key
from helpers.bundle_samples import SEED, walk


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("CXO_LANGUAGE", "en")
    return Office.make(tmp_path / "office", "City office")


@pytest.fixture
def bundle(tmp_path: Path, office: Office) -> Path:
    target = tmp_path / "walk.cxo"
    seal(target, contents=walk().contents(), signing_seed=SEED, recipients=office.keys.recipients)
    return target


def test_init_makes_an_office_that_keys_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CXO_LANGUAGE", "en")
    assert main(["init", str(tmp_path / "new"), "--name", "City office"]) == 0
    assert "office.json" in capsys.readouterr().out
    assert main(["keys", str(tmp_path / "new")]) == 0
    assert Office.open(tmp_path / "new").keys.recipients[0] in capsys.readouterr().out
    assert main(["keys", str(tmp_path / "new"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "City office"


def test_init_twice_says_so_and_changes_nothing(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(office.folder)]) == 2
    assert "there already" in capsys.readouterr().err
    assert Office.open(office.folder).keys == office.keys


def test_a_sound_bundle_verifies(office: Office, bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(bundle), "--office", str(office.folder)]) == 0
    assert "The bundle is sound" in capsys.readouterr().out
    identity = office.folder / "office-identity.txt"
    assert main(["verify", str(bundle), "--identity", str(identity), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sound"] is True
    assert [check["subject"] for check in told["checks"]] == list(Subject)


def test_the_laptop_it_must_come_from_can_be_given(
    office: Office, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["verify", str(bundle), "--office", str(office.folder), "--device"]
    assert main([*asked, public_key(SEED).upper()]) == 0
    assert main([*asked, public_key(new_seed())]) == 1
    assert "not by the one it was expected from" in capsys.readouterr().out


def test_a_bundle_for_another_office_is_named(
    tmp_path: Path, office: Office, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Office.make(tmp_path / "other", "Other")
    assert main(["verify", str(bundle), "--office", str(other.folder), "--json"]) == 2
    answer = capsys.readouterr()
    assert json.loads(answer.out)["problem"]["code"] == "bundle-not-for-this-key"
    assert "another office" in answer.err


def test_chinese_is_the_first_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CXO_LANGUAGE", "zh_CN")
    assert main(["init", str(tmp_path / "new")]) == 0
    assert "体验办" in capsys.readouterr().out


def test_every_subject_and_problem_is_said_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(words.SUBJECTS) == {subject.value for subject in Subject}
    core = Path(verify.__code__.co_filename).parent
    sources = [
        *core.glob("*.py"),
        core.parent / "event.py",
        core.parent / "chain.py",
        *Path(main.__code__.co_filename).parent.glob("*.py"),
    ]
    raised = {
        name
        for source in sources
        for name in re.findall(r"Problem\(\s*Code\.(\w+)", source.read_text("utf-8"))
    }
    only_sealing = {
        "BUNDLE_TOO_LARGE",
        "DISK_FULL",
        "DISK_FAILING",
        "EVIDENCE_DAMAGED",
        "RECIPIENT_UNREADABLE",
    }
    assert {Code[name] for name in raised - only_sealing} <= set(words.PROBLEMS)
    for chinese, english in words.PROBLEMS.values():
        assert chinese != english
        assert english.isascii() or set("“”") & set(english)
    monkeypatch.setenv("CXO_LANGUAGE", "en")
    assert words.explain(Problem(Code.CHAIN_BROKEN, seq=7)).startswith("Entry 7 ")
    assert words.explain(Problem(Code.BUNDLE_DAMAGED)).count("…") == 1
    assert words.explain(Problem(Code.PHOTO_EMPTY)) == "photo-empty"
