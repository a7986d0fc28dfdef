"""cxo retention, purge, erasures and about: what they answer, and that only a purge without --dry-run erases."""

import io
import json
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest

from cxo_core.kinds import Kind
from cxo_core.problems import Code
from cxo_desktop.cli import main
from cxo_desktop.services.about_export import export_clear, export_encrypted
from cxo_desktop.services.about_person import find
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleRow
from helpers.delivered import CAPTION, NOTE, answered, sealed
from helpers.own_office import OwnOffice
from helpers.problems_raised import raises
from helpers.recordings import MovingClock, begun, files_in, photographed

LABEL = "3 号窗的工作人员"
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXO_LANGUAGE", "en")


@pytest.fixture
def row(vault: Vault, tmp_path: Path) -> BundleRow:
    """Delivered a hundred days ago; today another one was."""
    office = OwnOffice.trusted(vault, tmp_path)
    delivered = answered(vault, office, sealed(vault, office), NOW - timedelta(days=100))
    answered(vault, office, sealed(vault, office, photos=0), NOW)
    return delivered


@pytest.fixture
def recording(vault: Vault) -> Recording:
    """A record with somebody in it, whom one of two photos shows."""
    made = begun(vault, MovingClock())
    shown = photographed(made, vault, 0, caption="取号机")
    photographed(made, vault, 1, caption="大厅")
    made.tap(Kind.PERSON_NOTED, {"person": "p1", "label": LABEL, "basis": "duty"})
    made.tap(Kind.EVIDENCE_SHOWS, {"evidence": shown, "persons": ["p1"]})
    made.tap(Kind.NOTE_WRITTEN, {"note_id": "n9", "text": "３ 号窗的工作人员很耐心"})
    vault.walkthroughs.save_draft(made.id, "note", f"问{LABEL}")
    return made


Cxo = Callable[..., tuple[int, Any]]


@pytest.fixture
def cxo(vault: Vault, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cxo:
    def run(*words: str) -> tuple[int, Any]:
        vault.close()
        capsys.readouterr()
        status = main([*words, "--vault", str(tmp_path / "vault")])
        told = capsys.readouterr().out
        return status, json.loads(told) if "--json" in words else told

    return run


def test_a_dry_run_lists_what_the_purge_then_erases(cxo: Cxo, row: BundleRow, tmp_path: Path) -> None:
    before = files_in(tmp_path / "vault" / "evidence")
    _, seen = cxo("purge", "--dry-run", "--json")
    assert seen["erased"] == []
    assert {each["what"] for each in seen["due"]} == {"unmasked", "photo", "bundle"}
    assert all(each["certain"] and each["receipt"] for each in seen["due"])
    assert files_in(tmp_path / "vault" / "evidence") == before
    _, done = cxo("purge", "--json")
    assert sorted(each["sha256"] for each in done["erased"]) == sorted(each["sha256"] for each in seen["due"])
    assert done["due"] == files_in(tmp_path / "vault" / "evidence") == []
    _, log = cxo("erasures", "--json")
    assert sorted(each["sha256"] for each in log) == sorted(each["sha256"] for each in seen["due"])
    assert cxo("purge")[1].endswith("0 objects are erased for good.\n")
    assert "Unmasked picture · its time was over" in cxo("erasures")[1]


def test_periods_are_told_and_can_be_chosen(cxo: Cxo, row: BundleRow) -> None:
    _, told = cxo("retention", row.walkthrough_id[:12], "--set", "photo=365", "--json")
    assert told["rules"]["photo"] == {"days": 365, "law": "个人信息保护法 19, 47"}
    days = {each["what"]: each["until"] for each in told["objects"]}
    assert days["photo"] == (NOW + timedelta(days=265)).date().isoformat()
    assert days["walkthrough"] == days["photo"]
    assert "stays: no receipt yet" not in cxo("retention")[1]


def test_a_person_is_found_by_label_in_entries_drafts_and_photos(vault: Vault, recording: Recording) -> None:
    about = find(vault, " 3 号窗 ")
    assert [person.label for _, person in about.persons] == [LABEL]
    assert {each.kind for each in about.mentions} == {Kind.PERSON_NOTED, Kind.NOTE_WRITTEN, None}
    assert [each.photo.caption for each in about.photos] == ["取号机"]
    assert find(vault, "大厅").photos[0].photo.caption == "大厅"
    assert {each.kind for each in find(vault, "王强").mentions} == {Kind.STARTED}
    assert find(vault, " ").walkthroughs == find(vault, "没有的人").walkthroughs == ()


def test_everything_about_a_person_is_handed_over_encrypted(
    vault: Vault, recording: Recording, tmp_path: Path
) -> None:
    about = find(vault, LABEL)
    identity = pyrage.x25519.Identity.generate()
    file = export_encrypted(vault, about, tmp_path / "about.age", recipient=str(identity.to_public()))
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(file.read_bytes(), [identity]))) as archive:
        names = archive.getnames()
        member = archive.extractfile("about.json")
        assert member is not None
        told = json.loads(member.read())
    photo = recording.state.photos[0]
    assert names == ["about.json", f"photos/{photo.id}.jpg"]
    assert told["persons"][0]["label"] == LABEL
    assert told["photos"][0]["file"] == names[1]
    with raises(Code.PASSPHRASE_TOO_SHORT):
        export_encrypted(vault, about, tmp_path / "short.age", passphrase="short")
    with raises(Code.RECIPIENT_UNREADABLE):
        export_encrypted(vault, about, tmp_path / "x.age", recipient="age1nobody")
    assert sorted(path.name for path in tmp_path.glob("*.age")) == ["about.age"]


def test_in_clear_only_where_somebody_asked_for_it(
    vault: Vault, recording: Recording, tmp_path: Path
) -> None:
    folder = export_clear(vault, find(vault, LABEL), tmp_path / "clear")
    assert files_in(folder) == ["about.json", f"photos/{recording.state.photos[0].id}.jpg"]
    with raises(Code.FOLDER_TAKEN):
        export_clear(vault, find(vault, LABEL), folder)


def test_by_command_too(
    cxo: Cxo, recording: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, found = cxo("about", "find", LABEL, "--json")
    assert (len(found["mentions"]), len(found["photos"])) == (3, 1)
    assert "3 entries and 1 photos in 1 walkthroughs." in cxo("about", "find", LABEL)[1]
    assert cxo("about", "export", LABEL, "--out", str(tmp_path / "a.age"))[0] == 2
    monkeypatch.setenv("CXO_EXPORT_PASSPHRASE", "four words of their own")
    assert cxo("about", "export", LABEL, "--out", str(tmp_path / "a.age"))[0] == 0
    opened = pyrage.passphrase.decrypt((tmp_path / "a.age").read_bytes(), "four words of their own")
    assert LABEL.encode() in opened
    assert "anybody can read it" in cxo("about", "export", LABEL, "--clear", "--out", str(tmp_path / "c"))[1]


def test_the_words_of_a_delivered_walk_are_found_while_it_is_here(cxo: Cxo, row: BundleRow) -> None:
    assert len(cxo("about", "find", NOTE, "--json")[1]["mentions"]) == 2
    assert len(cxo("about", "find", CAPTION, "--json")[1]["photos"]) == 1
