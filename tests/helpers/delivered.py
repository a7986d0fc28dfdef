"""Walkthroughs that are recorded, sealed and answered by an office, for stories about what may be erased afterwards."""

from datetime import UTC, date, datetime

from cxo_core.kinds import Kind
from cxo_core.privacy import Checked
from cxo_desktop.imaging.edits import Box, Mask
from cxo_desktop.services.masking import Masking
from cxo_desktop.services.office_time import hear_office
from cxo_desktop.services.receipts import take_receipt
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleRow
from helpers.own_office import OwnOffice
from helpers.recordings import MovingClock, begun, photographed

NOTE = "窗口说要先去二楼盖章"
CAPTION = "二楼盖章窗口的告示"
MASK = Mask(Box(20, 20, 80, 60))
ANSWERED = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)


def sealed(vault: Vault, office: OwnOffice, *, photos: int = 1, masked: bool = True) -> BundleRow:
    """A short walk with a note and photos, of which the first is masked; sealed to the office."""
    clock = MovingClock()
    recording = begun(vault, clock)
    recording.tap(Kind.ARRIVED)
    recording.tap(Kind.NOTE_WRITTEN, {"note_id": "n1", "text": NOTE})
    for number in range(photos):
        clock.wait(seconds=30)
        photographed(recording, vault, number, caption=CAPTION)
    _look(vault, recording, masked=masked)
    clock.wait(minutes=5)
    recording.tap(Kind.FINISHED)
    return Sealing(vault).seal(recording, office.keys)


def answered(vault: Vault, office: OwnOffice, row: BundleRow, at: datetime = ANSWERED) -> BundleRow:
    """The office signs for it at this time."""
    return take_receipt(vault, row, office.receipt(row, received_at=at), office.keys, at=at)


def hear(vault: Vault, today: date) -> None:
    """An office says that it is noon of this day."""
    hear_office(vault, datetime(today.year, today.month, today.day, 12, tzinfo=UTC))


def _look(vault: Vault, recording: Recording, *, masked: bool) -> None:
    masking = Masking(vault, recording)
    for number, photo in enumerate(recording.state.photos):
        if masked and number == 0:
            masking.edit(photo, [MASK])
        else:
            masking.check(photo, Checked.NOTHING_TO_MASK)
