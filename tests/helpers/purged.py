"""Records that were delivered, of which a purge took what it may, and that the office sent back."""

from datetime import UTC, date, datetime, timedelta

from cxo_core.kinds import Kind
from cxo_core.walkthrough import Evidence
from cxo_desktop.imaging.edits import Edit
from cxo_desktop.services.erasing import carry_out, plan
from cxo_desktop.services.masking import Masking
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.retention import RULES, What
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleRow
from helpers.delivered import ANSWERED, CAPTION, MASK, answered, hear
from helpers.own_office import OwnOffice
from helpers.recordings import MovingClock, begun, photographed

PURGED = datetime(2027, 6, 1, 8, tzinfo=UTC)


def shown(recording: Recording) -> Evidence:
    (photo,) = recording.state.photos
    return photo


def last(recording: Recording, kind: Kind) -> int:
    """The number of the last entry of a kind that counts."""
    return recording.state.of_kind(kind)[-1].seq


def delivered(vault: Vault, recording: Recording, office: OwnOffice) -> BundleRow:
    recording.tap(Kind.FINISHED)
    return answered(vault, office, Sealing(vault).seal(recording, office.keys))


def purged(vault: Vault, what: What) -> set[What]:
    """Everything that is due on the day after the last one of this kind."""
    today: date = ANSWERED.date() + timedelta(days=RULES[what].usual + 1)
    hear(vault, today)
    return {each.what for each in carry_out(vault, plan(vault, today), PURGED)}


def returned(vault: Vault, office: OwnOffice, edits: tuple[Edit, ...] = (MASK,)) -> Recording:
    """Masked, delivered, the picture under the masks erased, and opened again because the office asks for more."""
    recording = begun(vault, MovingClock())
    recording.tap(Kind.ARRIVED)
    photographed(recording, vault, caption=CAPTION)
    Masking(vault, recording).edit(shown(recording), edits)
    delivered(vault, recording, office)
    assert purged(vault, What.UNMASKED) == {What.UNMASKED}
    Sealing(vault).reopen(recording, "请再遮盖")
    return recording
