"""The stick at the outbox: what waits goes onto it, what the office answered comes back, and it can be stopped."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from cxo_desktop.app import Program
from helpers.at_the_outbox import at_the_outbox
from helpers.held_executor import HeldExecutor
from helpers.office_line import Desk as Laptop
from helpers.screen import find, press, said

AtWork = Callable[..., Program]


def test_a_stick_takes_what_waits_and_brings_back_what_the_office_answered(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot, tmp_path: Path
) -> None:
    from cxo_central.stick.importing import import_from

    rows = [laptop.seal(), laptop.seal()]
    _tell_recipient(laptop)
    stick = tmp_path / "stick"
    stick.mkdir()
    program = at_work()
    page = at_the_outbox(program, qtbot, 2)
    program.desk.office.stick.save_to(stick)
    qtbot.waitUntil(lambda: find(page, "outboxBanner").isVisible())
    assert said(page, "outboxBannerTitle") == "2 bundles saved"
    qtbot.waitUntil(lambda: not find(page, "outboxStickProgress").isVisible())
    import_from(laptop.house, [stick])
    program.desk.office.stick.read_from(stick)
    qtbot.waitUntil(lambda: said(page, "outboxBannerTitle") == "2 receipts read")
    qtbot.waitUntil(lambda: find(page, "outboxEmpty").isVisible())
    assert [laptop.copies(row) for row in rows] == [1, 1]


def _tell_recipient(laptop: Laptop) -> None:
    """The office knows to whom it encrypts what goes onto a stick, as after a real enrolment."""
    from pyrage.x25519 import Identity
    from sqlalchemy import update

    from cxo_central.storage.engine import writing
    from cxo_central.storage.tables import devices

    recipient = str(Identity.from_str(laptop.vault.laptop_identity()).to_public())
    with writing(laptop.house.engine) as connection:
        connection.execute(update(devices).values(recipient=recipient))


def test_a_copy_to_a_stick_shows_how_far_it_is_and_stops_when_asked(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot, tmp_path: Path
) -> None:
    laptop.seal()
    held = HeldExecutor()
    program = at_work(executor=lambda lane: held if lane == "work" else None)
    page = at_the_outbox(program, qtbot, 1)
    program.desk.office.stick.save_to(tmp_path)
    assert find(page, "outboxStickProgress", QProgressBar).isVisible()
    assert not find(page, "outboxCopy").isEnabled()
    press(page, "outboxStickStop")
    held.release_all()
    qtbot.waitUntil(lambda: said(page, "outboxBannerTitle").startswith("Stopped."))
    assert list((tmp_path / "CXO" / "to-office").glob("*.cxo")) == []
    assert find(page, "outboxCopy").isEnabled()


def test_a_stick_without_anything_for_this_laptop_is_said(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot, tmp_path: Path
) -> None:
    program = at_work()
    page = at_the_outbox(program, qtbot, 0)
    program.desk.office.stick.read_from(tmp_path)
    qtbot.waitUntil(lambda: find(page, "outboxBanner").isVisible())
    assert said(page, "outboxBannerTitle") == "There is nothing for this laptop on the stick"
    program.desk.office.stick.read_from(tmp_path / "pulled out")
    qtbot.waitUntil(lambda: find(page, "outboxBannerCopy").isVisible())
