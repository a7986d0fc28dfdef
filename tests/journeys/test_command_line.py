"""The whole job without a window: recorded, shown, sealed, verified, reported, exported, backed up and restored by commands."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest

from cxo_core.description import FORMAT, VERSION
from helpers.commanding import Cxo, one
from helpers.documents import ITEM, SCHEME, spoilt
from helpers.recordings import files_in
from helpers.scripts import SCRIPT, example

PASSPHRASE = "一句够长的口令 2026"


def test_a_paper_form_becomes_a_sealed_and_verified_record_by_commands_alone(
    cxo: Cxo, form: Path, office: Path, tmp_path: Path
) -> None:
    recorded = cxo("record", form / "walk.yaml", "--json")
    assert recorded.status == 0 and set(recorded.json) == {"id", "events", "status"}
    walkthrough = recorded.json["id"]
    assert recorded.json["status"] == "finished"

    (line,) = cxo("list", "--json").json
    assert (line["id"], line["events"], line["photos"]) == (walkthrough, recorded.json["events"], 2)
    shown = cxo("show", walkthrough[:8], "--json").json
    assert (shown["format"], shown["version"], shown["id"]) == (FORMAT, VERSION, walkthrough)
    assert shown["clocks"]["queue"] == {"seconds": 1320, "basis": "wall", "entered": "typed"}

    stick = tmp_path / "stick"
    stick.mkdir()
    keys = one(office, "office.json")
    assert [each["wants"] for each in cxo("photos", walkthrough, "--json").json] == ["", "", ""]
    assert [(each["seconds"], each["step"]) for each in shown["voices"]] == [(42.0, "hand_in")]
    sealed = cxo("seal", walkthrough, "--office", keys, "--out", stick, "--json").json
    bundle = Path(sealed["file"])
    assert bundle.parent == stick
    assert sealed["sha256"] == hashlib.sha256(bundle.read_bytes()).hexdigest()
    assert sealed["bytes"] == bundle.stat().st_size
    assert {gap["lack"] for gap in sealed["gaps"]} >= {"all-typed"}

    identity = one(office, "*identity*")
    verified = cxo("verify", bundle, "--identity", identity, "--json")
    assert verified.status == 0 and verified.json["sound"] is True
    assert verified.json["manifest"] == sealed["manifest"]
    assert all(check["passed"] for check in verified.json["checks"])

    report = tmp_path / "report.pdf"
    assert cxo("report", walkthrough, "--out", report, "--language", "en").status == 0
    assert report.read_bytes().startswith(b"%PDF-")

    exported = cxo("export", "--out", tmp_path / "tables", "--json").json
    assert exported["rows"]["walkthroughs"] == 1
    assert files_in(tmp_path / "tables") == sorted(Path(name).name for name in exported["files"])

    assert cxo("reopen", walkthrough, "--reason", "补一张照片").status == 0
    again = cxo("seal", walkthrough, "--finish", "--json")
    assert (again.status, again.json["revision"]) == (0, 2)
    revision = cxo("verify", again.json["file"], "--identity", identity, "--json").json
    assert (revision["sound"], revision["revision"]) == (True, 2)


def test_a_vault_comes_back_from_its_backup_and_the_doctor_finds_it_whole(
    cxo: Cxo, form: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXO_PASSPHRASE", PASSPHRASE)
    recorded = cxo("record", form / "walk.yaml", "--json").json
    file = tmp_path / "vault.cxobackup"
    assert cxo("backup", file).status == 0
    shutil.rmtree(tmp_path / "vault")
    assert cxo("restore", file).status == 0
    assert cxo("show", recorded["id"], "--json").json["chain_head"]
    examined = cxo("doctor", "--json")
    assert {check["check"] for check in examined.json} >= {"chains", "evidence", "database"}
    assert {check["state"] for check in examined.json} <= {"ok", "warn"}
    assert examined.status == 0
    for name in files_in(tmp_path / "vault" / "evidence"):
        (tmp_path / "vault" / "evidence" / name).unlink()
    examined = cxo("doctor", "--json")
    assert examined.status == 1
    assert {check["check"]: check["state"] for check in examined.json}["evidence"] == "fail"
    assert cxo("doctor").out.count("✗") == 1


def test_list_shows_what_fits_and_says_what_to_do_when_nothing_does(cxo: Cxo, form: Path) -> None:
    cxo("record", form / "walk.yaml")
    (form / "half.yaml").write_text(SCRIPT.replace("  - {finish: true}\n", ""), encoding="utf-8")
    cxo("record", form / "half.yaml")
    assert len(cxo("list", "--json").json) == 2
    assert [line["status"] for line in cxo("list", "--status", "finished", "--json").json] == ["finished"]
    assert len(cxo("list", "--text", "健康证明", "--json").json) == 1
    assert len(cxo("list", "--most", "1", "--json").json) == 1
    assert cxo("list").out.count("\n") == 2
    nothing = cxo("list", "--text", "没有这样的话")
    assert (nothing.status, nothing.out) == (
        0,
        "No walkthrough fits. Start one with “cxo record” or in the window.\n",
    )


def test_a_script_with_mistakes_is_told_line_by_line_and_records_nothing(cxo: Cxo, form: Path) -> None:
    text, line = spoilt(example(), "{demand: licence}", "{demand: passport}")
    (form / "walk.yaml").write_text(text, encoding="utf-8")
    for arguments in (("record", form / "walk.yaml"), ("record", "--check", form / "walk.yaml")):
        told = cxo(*arguments)
        assert told.status == 1
        assert told.out.startswith(f"walk.yaml:{line}:")
    (mistake,) = cxo("record", "--check", form / "walk.yaml", "--json").json["mistakes"]
    assert (mistake["line"], mistake["flaw"], mistake["path"]) == (line, "not-one-of", "actions[18].demand")
    assert mistake["sentence"]
    assert cxo("list").status == 2  # there is no vault: nothing was recorded


def test_checking_a_good_script_says_so_and_records_nothing(cxo: Cxo, form: Path, tmp_path: Path) -> None:
    told = cxo("record", "--check", form / "walk.yaml")
    assert (told.status, told.out) == (0, "walk.yaml: no mistakes\n")
    assert not (tmp_path / "vault").exists()


def test_schemes_and_items_are_checked_by_name_and_line(cxo: Cxo, tmp_path: Path) -> None:
    for word, text, old in (("scheme", SCHEME, "stage: apply"), ("item", ITEM, "kind: statutory")):
        path = tmp_path / f"{word}.yaml"
        path.write_text(text, encoding="utf-8")
        assert cxo(word, "check", path).status == 0
        wrong, line = spoilt(text, old, f"{old.split(':')[0]}: nothing")
        path.write_text(wrong, encoding="utf-8")
        told = cxo(word, "check", path)
        assert told.status == 1 and told.out.startswith(f"{word}.yaml:{line}:")


PROBLEMS = [
    (("show", "abc"), "There is no vault here", "这里没有保险库"),
    (("record", "nowhere.yaml"), None, None),
    (("verify", "nowhere.cxo", "--identity", "nowhere.txt"), None, None),
    (("scheme", "check", "nowhere.yaml"), None, None),
    (("restore", "nowhere.cxobackup"), None, None),
]


@pytest.mark.parametrize(("words", "english", "chinese"), PROBLEMS, ids=lambda part: str(part)[:20])
def test_what_is_not_possible_is_a_sentence_in_either_language_and_status_2(
    cxo: Cxo,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    english: str | None,
    chinese: str | None,
) -> None:
    monkeypatch.setenv("CXO_PASSPHRASE", PASSPHRASE)
    said = {}
    for language, title in (("en", english), ("zh_CN", chinese)):
        monkeypatch.setenv("CXO_LANGUAGE", language)
        told = cxo(*words)
        assert (told.status, told.out) == (2, "")
        first, second = told.err.splitlines()
        assert title is None or first == title
        said[language] = second
    assert said["en"].isascii() or "“" in said["en"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in said["zh_CN"])


def test_with_json_a_problem_is_an_object_too(cxo: Cxo, form: Path) -> None:
    cxo("record", form / "walk.yaml")
    told = cxo("show", "zzzz", "--json")
    assert told.status == 2
    assert set(told.json["problem"]) == {"code", "title", "sentence"}
    assert told.json["problem"]["code"] == "walkthrough-not-found"


def test_sealing_says_what_it_needs_and_seals_nothing(
    cxo: Cxo, form: Path, office: Path, tmp_path: Path
) -> None:
    walkthrough = cxo("record", form / "walk.yaml", "--json").json["id"]
    assert cxo("seal", walkthrough, "--json").json["problem"]["code"] == "office-missing"
    keys = one(office, "office.json")
    gone = cxo("seal", walkthrough, "--office", keys, "--out", tmp_path / "gone", "--json")
    assert gone.json["problem"]["code"] == "folder-missing"
    assert cxo("reopen", walkthrough, "--reason", "?").status == 2
    assert cxo("list", "--json").json[0]["status"] == "finished"
    told = cxo("seal", walkthrough, "--office", keys)
    assert told.status == 0 and "Sealed revision 1" in told.out


def test_an_unsound_bundle_is_status_1_and_names_what_fails(
    cxo: Cxo, form: Path, office: Path, tmp_path: Path
) -> None:
    walkthrough = cxo("record", form / "walk.yaml", "--json").json["id"]
    bundle = cxo("seal", walkthrough, "--office", one(office, "office.json"), "--json").json["file"]
    identity = one(office, "*identity*")
    told = cxo("verify", bundle, "--identity", identity, "--device", "00" * 32)
    assert told.status == 1
    assert "✗ Signature of the laptop" in told.out and "NOT sound" in told.out
    stranger = tmp_path / "stranger.txt"
    stranger.write_text(f"{pyrage.x25519.Identity.generate()}\n")
    assert cxo("verify", bundle, "--identity", stranger).status == 2


def test_a_vault_opens_with_the_passphrase_where_there_is_no_keyring(form: Path, tmp_path: Path) -> None:
    """In a process of its own, whose system has no keyring and whose terminal knows no Chinese."""
    told = {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONIOENCODING": "ascii",
        "CXO_LANGUAGE": "zh_CN",
    }
    environment = {**os.environ, **told}

    def run(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        command = [
            sys.executable,
            "-W",
            "error",
            "-m",
            "cxo_desktop.cli",
            *words,
            "--vault",
            str(tmp_path / "v"),
        ]
        return subprocess.run(command, capture_output=True, text=True, env={**environment, **more})

    refused = run("record", str(form / "walk.yaml"))
    assert refused.returncode == 2 and "Traceback" not in refused.stderr
    recorded = run("record", str(form / "walk.yaml"), CXO_PASSPHRASE=PASSPHRASE)
    assert recorded.returncode == 0, recorded.stderr
    listed = run("list", CXO_PASSPHRASE=PASSPHRASE)
    assert (listed.returncode, listed.stdout.count("\n")) == (0, 1)


def test_a_photo_nobody_looked_at_is_checked_by_command_before_sealing(
    cxo: Cxo, form: Path, office: Path, tmp_path: Path
) -> None:
    text = (form / "walk.yaml").read_text("utf-8")
    (form / "walk.yaml").write_text(
        text.replace(", checked: true", "").replace(", masked: [[20, 20, 90, 60]]", ""), encoding="utf-8"
    )
    walkthrough = cxo("record", form / "walk.yaml", "--json").json["id"]
    keys = one(office, "office.json")
    refused = cxo("seal", walkthrough, "--office", keys, "--json")
    assert (refused.status, refused.json["problem"]["code"]) == (2, "not-ready-to-seal")
    first, second, spoken = cxo("photos", walkthrough, "--json").json
    assert (first["wants"], second["wants"], spoken["wants"]) == ("look", "look", "look")
    assert spoken["media_type"] == "audio/wav"
    assert cxo("photos", walkthrough, "--check", first["id"]).status == 2
    assert cxo("photos", walkthrough, "--check", first["id"][:9], "--exception", "履行法定职责").status == 0
    assert cxo("photos", walkthrough, "--check", "all", "--nothing-to-mask").status == 0
    listed = cxo("photos", walkthrough, "--json").json
    assert [(each["checked"], each["basis"]) for each in listed] == [
        ("exception", "履行法定职责"),
        ("nothing-to-mask", ""),
        ("nothing-to-mask", ""),
    ]
    assert cxo("seal", walkthrough, "--json").status == 0
