"""A mask that was taken back: whatever was dated meanwhile, no purge takes the picture that the record shows."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cxo_core.kinds import Kind
from cxo_core.privacy import Checked
from cxo_core.walkthrough import Evidence
from cxo_desktop.services.erasing import carry_out, plan
from cxo_desktop.services.masking import Masking
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.retention import RULES, What
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.evidence_rows import EvidenceKind
from helpers.delivered import ANSWERED, MASK, answered, hear
from helpers.own_office import OwnOffice
from helpers.recordings import MovingClock, begun, photographed

NOW = datetime(2027, 6, 1, 8, 0, tzinfo=UTC)
TakingBack = Callable[[Recording, Masking], object]

WAYS: dict[str, TakingBack] = {
    "undone beside the photo": lambda recording, masking: masking.undo(),
    "undone in the recorder": lambda recording, masking: recording.undo(),
    "struck in the timeline": lambda recording, masking: recording.strike(
        recording.state.of_kind(Kind.EVIDENCE_REDACTED)[-1].seq, reason="遮错了"
    ),
    "edited away": lambda recording, masking: masking.edit(shown(recording), []),
}


@pytest.fixture
def office(vault: Vault, tmp_path: Path) -> OwnOffice:
    return OwnOffice.trusted(vault, tmp_path)


@pytest.fixture(params=WAYS)
def recording(request: pytest.FixtureRequest, vault: Vault) -> Recording:
    """A photo was masked, and the mask taken back in one of the ways there are."""
    made = begun(vault, MovingClock())
    made.tap(Kind.ARRIVED)
    photographed(made, vault)
    came = shown(made)
    masking = Masking(vault, made)
    masking.edit(came, [MASK])
    assert shown(made).sha256 != came.sha256
    WAYS[request.param](made, masking)
    assert shown(made).sha256 == came.sha256
    return made


def shown(recording: Recording) -> Evidence:
    (photo,) = recording.state.photos
    return photo


def deliver(vault: Vault, recording: Recording, office: OwnOffice) -> None:
    Masking(vault, recording).check(shown(recording), Checked.NOTHING_TO_MASK)
    recording.tap(Kind.FINISHED)
    answered(vault, office, Sealing(vault).seal(recording, office.keys))


def purge(vault: Vault, today: date) -> set[What]:
    hear(vault, today)
    return {each.what for each in carry_out(vault, plan(vault, today), NOW)}


def is_whole(vault: Vault, recording: Recording) -> bool:
    photographs = Photographs(vault, recording.id)
    copies = (EvidenceKind.WORKING, EvidenceKind.THUMBNAIL, EvidenceKind.REPORT)
    return all(photographs.read(shown(recording), kind) for kind in copies)


def day(days: int) -> date:
    return ANSWERED.date() + timedelta(days=days)


def test_while_it_is_recorded_nothing_goes(vault: Vault, recording: Recording) -> None:
    assert purge(vault, date(2099, 1, 1)) == set()
    assert is_whole(vault, recording)


def test_delivered_only_the_masked_one_goes_before_its_time(
    vault: Vault, recording: Recording, office: OwnOffice
) -> None:
    deliver(vault, recording, office)
    assert purge(vault, day(RULES[What.PHOTO].usual)) == {What.UNMASKED}
    assert is_whole(vault, recording)
    rows = vault.evidence_rows.of(recording.id)
    assert {row.of for row in rows} == {shown(recording).sha256}
    assert purge(vault, day(RULES[What.PHOTO].usual + 1)) == {What.PHOTO, What.BUNDLE}


def test_a_day_left_over_from_the_mask_never_shortens(
    vault: Vault, recording: Recording, office: OwnOffice
) -> None:
    deliver(vault, recording, office)
    rows = vault.evidence_rows.of(recording.id)
    vault.evidence_rows.set_expiry({row.name: ANSWERED.date() for row in rows})
    assert purge(vault, day(RULES[What.PHOTO].usual)) == {What.UNMASKED}
    assert is_whole(vault, recording)
