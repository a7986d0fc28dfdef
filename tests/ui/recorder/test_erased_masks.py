"""A mask whose unmasked picture was erased, struck at the window: it is refused at once, in one sentence, and nothing waits."""

from collections.abc import Callable
from pathlib import Path

from cxo_core.kinds import Kind
from cxo_core.privacy import Checked
from cxo_desktop.services.vaults import Vault
from helpers.at_the_recorder import AtTheRecorder
from helpers.delivered import CAPTION
from helpers.own_office import OwnOffice
from helpers.purged import last, returned
from helpers.screen import said

Open = Callable[..., AtTheRecorder]


def test_striking_the_mask_is_refused_in_a_sentence_and_recording_goes_on(
    at_recorder: Open, vault: Vault, tmp_path: Path
) -> None:
    recording = returned(vault, OwnOffice.trusted(vault, tmp_path))
    at = at_recorder(recording)
    at.page.pen.strike(last(recording, Kind.EVIDENCE_REDACTED), "遮错了")
    at.settle()
    assert said(at.page, "recorderBannerTitle") == "What is under this mask was erased"
    sentence = said(at.page, "recorderBannerSentence")
    assert CAPTION in sentence and "2027-06-01" in sentence and "photograph it again" in sentence
    assert at.page.live.waiting == () and at.page.live.stopped_by is None
    before = len(at.state.entries)
    at.page.pen.event(Kind.CALLED, at.clock.now())
    at.settle()
    assert len(at.state.entries) == before + 1
    (photo,) = at.state.photos
    assert photo.checked is Checked.MASKED
