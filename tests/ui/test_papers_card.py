"""The settings' card about people: the assessment is kept and printed, the consent card too, photos put aside are told of."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from cxo_core.problems import Problem
from cxo_desktop.services.consent import put_aside
from cxo_desktop.services.vaults import Vault
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.people.papers_card import PapersCard, standing_of
from helpers.printed import Printed
from helpers.recordings import MovingClock, begun, photographed
from helpers.screen import find


@pytest.fixture
def card(qtbot: QtBot, vault: Vault) -> Iterator[PapersCard]:
    problems: list[Problem] = []
    bugs: list[BaseException] = []
    lanes = Lanes(on_problem=problems.append, on_bug=bugs.append)
    made = PapersCard(vault, lanes)
    qtbot.addWidget(made)
    made.look()
    qtbot.waitUntil(lambda: made.findChild(QComboBox, "papersQuestion").count() == 7)  # type: ignore[union-attr]
    yield made
    lanes.close()
    assert bugs == [] and problems == []


def words(card: PapersCard, name: str) -> str:
    found = find(card, name)
    assert isinstance(found, QLabel)
    return found.text()


def test_answers_are_kept_as_versions(card: PapersCard, qtbot: QtBot, vault: Vault) -> None:
    answer, keep, question = (
        find(card, "papersAnswer"),
        find(card, "papersKeep"),
        find(card, "papersQuestion"),
    )
    assert isinstance(answer, QPlainTextEdit) and isinstance(keep, QPushButton)
    assert isinstance(question, QComboBox)
    answer.setPlainText("improve the service")
    question.setCurrentIndex(2)
    assert answer.toPlainText() == ""
    answer.setPlainText("nothing less will do")
    keep.click()
    qtbot.waitUntil(lambda: "Version 1" in words(card, "papersKept"))
    kept = standing_of(vault).assessed
    assert kept is not None
    assert (kept.answers["purpose"], kept.answers["necessity"]) == (
        "improve the service",
        "nothing less will do",
    )


def test_photos_put_aside_are_told_by_number_and_time_and_destroyed_when_asked_twice(
    card: PapersCard, qtbot: QtBot, vault: Vault
) -> None:
    recording = begun(vault, MovingClock())
    put_aside(recording, photographed(recording, vault, caption="机密会议纪要"))
    card.look()
    qtbot.waitUntil(lambda: "1 photo" in words(card, "papersAside"))
    assert "机密" not in words(card, "papersAside")
    destroy = find(card, "papersDestroyAside")
    assert isinstance(destroy, QPushButton)
    destroy.click()
    assert vault.evidence_rows.of(recording.id)
    destroy.click()
    qtbot.waitUntil(lambda: not vault.evidence_rows.of(recording.id))


def test_a_paper_is_written_where_it_is_wanted(card: PapersCard, qtbot: QtBot, tmp_path: Path) -> None:
    from cxo_desktop.report.consent_card import CardFacts, render_card

    out = tmp_path / "card.pdf"
    card.write(out, lambda: render_card(CardFacts(MovingClock().now().wall), language="zh_CN"))
    qtbot.waitUntil(out.exists)
    qtbot.waitUntil(lambda: out.stat().st_size > 1000)
    assert "同意" in Printed(out.read_bytes()).text


def test_the_consent_card_is_offered_as_two_a5_cards_on_one_sheet_too(
    card: PapersCard, qtbot: QtBot, tmp_path: Path
) -> None:
    pages = {}
    for name in ("papersCard", "papersCardA5"):
        button = find(card, name)
        assert isinstance(button, QPushButton)
        button.click()
        [dialog] = card.findChildren(QFileDialog)
        out = tmp_path / f"{name}.pdf"
        dialog.fileSelected.emit(str(out))
        qtbot.waitUntil(lambda out=out: out.exists() and out.stat().st_size > 1000)
        pages[name] = Printed(out.read_bytes()).text
        dialog.close()
        dialog.setParent(None)
    assert "Copy for the office" in pages["papersCardA5"] and "Copy for" not in pages["papersCard"]
