"""`cxo people …`: noted, shown, withdrawn, put aside, and the papers that are printed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxo_desktop.cli import main
from cxo_desktop.services.vaults import Vault
from helpers.printed import Printed
from helpers.recordings import MovingClock, begun, photographed, vault_in

Cxo = Callable[..., Any]


@pytest.fixture
def walk(tmp_path: Path) -> tuple[Path, str, str]:
    """A closed vault with one record and one photo."""
    with vault_in(tmp_path) as vault:
        recording = begun(vault, MovingClock())
        photo = photographed(recording, vault)
        return vault.folder.root, recording.id, photo


@pytest.fixture
def cxo(walk: tuple[Path, str, str], capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> Cxo:
    monkeypatch.setenv("CXO_LANGUAGE", "en")

    def run(*words: str) -> Any:
        assert main(["people", *words, "--vault", str(walk[0]), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def reopened(folder: Path) -> Vault:
    from cxo_desktop.services.vaults import open_vault

    return open_vault(folder)


def test_somebody_is_noted_shown_and_withdraws(cxo: Cxo, walk: tuple[Path, str, str]) -> None:
    folder, record, photo = walk
    person = cxo("note", record, "window 3", "--basis", "consent", "--consent", "spoken")["person"]
    cxo("shows", record, photo[:8], person)
    (told,) = cxo("list", record)["persons"]
    assert told == {
        "id": person,
        "label": "window 3",
        "basis": "consent",
        "consent": "spoken",
        "withdrawn": False,
        "photos": [photo],
    }
    assert cxo("withdraw", record, "window 3")["photos"] == [photo]
    assert cxo("withdraw", record, "window 3", "--remove") == {"person": person, "photos": [], "offices": []}
    assert cxo("withdrawals") == {"withdrawals": []}
    with reopened(folder) as vault:
        assert vault.evidence_rows.of(record) == ()


def test_a_photo_put_aside_is_told_of_by_number_and_time_alone(cxo: Cxo, walk: tuple[Path, str, str]) -> None:
    _, record, photo = walk
    assert cxo("quarantine", "list") == {"quarantine": []}
    cxo("quarantine", "put", record, photo)
    (told,) = cxo("quarantine", "list")["quarantine"]
    assert (told["walkthrough"], told["photo"]) == (record, photo) and set(told) == {
        "walkthrough",
        "photo",
        "at",
    }
    cxo("quarantine", "destroy", record, photo)
    assert cxo("quarantine", "list") == {"quarantine": []}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_card_is_printed_with_what_was_typed_and_nothing_more(
    cxo: Cxo, tmp_path: Path, language: str
) -> None:
    out = tmp_path / "card.pdf"
    cxo("card", str(out), "--office", "市审批局体验办", "--contact", "0000-1234", "--language", language)
    words = Printed(out.read_bytes()).text
    assert "市审批局体验办" in words and "0000-1234" in words and "____" in words
    assert "李敏" not in words


def test_the_wording_of_the_office_wins(cxo: Cxo, walk: tuple[Path, str, str], tmp_path: Path) -> None:
    (walk[0] / "office").mkdir()
    (walk[0] / "office" / "consent.en.txt").write_text(
        "Our own words.\n\nAnd more of them.", encoding="utf-8"
    )
    cxo("card", str(tmp_path / "card.pdf"), "--language", "en")
    words = Printed((tmp_path / "card.pdf").read_bytes()).text
    assert "Our own words." in words and "Template" not in words and "Signature" in words


def test_every_version_of_the_assessment_stays(cxo: Cxo, walk: tuple[Path, str, str], tmp_path: Path) -> None:
    assert cxo("assess")["version"] is None
    answers = tmp_path / "answers.json"
    for purpose in ("improve the service", "improve it again"):
        answers.write_text(json.dumps({"purpose": purpose}), encoding="utf-8")
        cxo("assess", "--answers", str(answers), "--out", str(tmp_path / "form.pdf"), "--language", "en")
    words = Printed((tmp_path / "form.pdf").read_bytes()).text
    assert "improve it again" in words and "Safeguards" in words and "Version 2" in words
    with reopened(walk[0]) as vault:
        assert [each.answers["purpose"] for each in vault.assessments.every()] == [
            "improve it again",
            "improve the service",
        ]
