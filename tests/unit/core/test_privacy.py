"""What a photo still needs before it may leave, and who in it agreed to what."""

import hashlib
from typing import Any

import pytest

from cxo_core.description import describe
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.privacy import Checked, Want, unchecked
from cxo_core.walkthrough import Evidence, Walkthrough
from helpers.bundle_samples import Log, drawn_png, started

MASK = {"do": "mask", "kind": "solid", "box": [0, 0, 10, 10]}
PICTURE = drawn_png(7)
SHA256 = hashlib.sha256(PICTURE).hexdigest()


def with_photo() -> Log:
    return started().photo("e1", PICTURE)


def edited(log: Log, *edits: Any, sha256: str = "ab" * 32) -> Log:
    told = {"media_type": "image/jpeg", "bytes": 9, "sha256": sha256, "width": 4, "height": 3}
    return log.add(Kind.EVIDENCE_REDACTED, evidence="e1", edits=list(edits), **told)


def checked(log: Log, outcome: str, sha256: str = SHA256, **more: str) -> Log:
    return log.add(Kind.EVIDENCE_CHECKED, evidence="e1", sha256=sha256, outcome=outcome, **more)


def state(log: Log) -> Walkthrough:
    return fold(log.events)


def photo(log: Log) -> Evidence:
    return state(log).evidence[0]


def want(log: Log) -> Want | None:
    return next((each for _, each in unchecked(state(log))), None)


def test_a_photo_nobody_looked_at_may_not_leave() -> None:
    assert want(with_photo()) is Want.LOOK


def test_a_photo_with_nothing_to_mask_may_leave() -> None:
    assert want(checked(with_photo(), "nothing-to-mask")) is None


def test_a_masked_photo_may_leave_and_is_another_file() -> None:
    log = edited(with_photo(), MASK)
    assert want(log) is None
    assert photo(log).sha256 == "ab" * 32 and photo(log).base_sha256 == SHA256
    assert photo(log).checked is Checked.MASKED


def test_undoing_a_mask_brings_the_photo_back_and_the_question_too() -> None:
    log = edited(with_photo(), MASK)
    log.add(Kind.UNDONE, target=len(log.events))
    assert photo(log).sha256 == SHA256 and want(log) is Want.LOOK


def test_cropping_alone_masks_nothing() -> None:
    assert want(edited(with_photo(), {"do": "crop", "box": [0, 0, 9, 9]})) is Want.LOOK


def test_an_edit_nobody_knows_is_taken_and_masks_nothing() -> None:
    for unknown in ({"edit": "mask"}, {"do": "veil"}, "mask"):
        log = edited(with_photo(), unknown)
        assert photo(log).edits == (unknown,) and want(log) is Want.LOOK


def test_editing_a_photo_asks_to_look_at_it_again() -> None:
    log = checked(with_photo(), "nothing-to-mask")
    assert want(edited(log, {"do": "turn", "quarters": 1})) is Want.LOOK


def test_the_first_copy_stays_known_through_many_edits() -> None:
    log = edited(edited(with_photo(), MASK), MASK, MASK, sha256="cd" * 32)
    assert photo(log).base_sha256 == SHA256 and photo(log).sha256 == "cd" * 32


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"outcome": "masked"}, "not-masked"),
        ({"outcome": "fine"}, "no-such-outcome"),
        ({"outcome": "nothing-to-mask", "sha256": "00" * 32}, "looked-at-another"),
    ],
)
def test_what_nobody_saw_or_did_is_no_check(body: dict[str, str], why: str) -> None:
    log = with_photo().add(Kind.EVIDENCE_CHECKED, **({"evidence": "e1", "sha256": SHA256} | body))
    assert [each.why for each in state(log).anomalies] == [why] and want(log) is Want.LOOK


def test_a_sensitive_photo_needs_a_mask_or_separate_consent_of_everybody_in_it() -> None:
    log = checked(with_photo(), "nothing-to-mask")
    log.add(Kind.EVIDENCE_FLAGGED, evidence="e1", sensitive=["identity"])
    assert want(log) is Want.MASK_OR_SEPARATE_CONSENT
    log.add(Kind.PERSON_NOTED, person="p1", label="申请人", basis="consent", consent="spoken")
    log.add(Kind.EVIDENCE_SHOWS, evidence="e1", persons=["p1"])
    assert want(log) is Want.MASK_OR_SEPARATE_CONSENT
    log.add(Kind.PERSON_NOTED, person="p1", label="申请人", basis="separate-consent", consent="written")
    assert want(log) is None
    assert want(edited(log, MASK)) is None


def test_an_exception_counts_with_its_legal_basis_only() -> None:
    flagged = with_photo().add(Kind.EVIDENCE_FLAGGED, evidence="e1", sensitive=["medical"])
    assert want(checked(flagged, "exception")) is Want.MASK_OR_SEPARATE_CONSENT
    assert want(checked(flagged, "exception", basis="个人信息保护法第十三条第三项")) is None


def test_whoever_takes_consent_back_is_masked_or_the_photo_goes() -> None:
    log = checked(with_photo(), "exception", basis="同意")
    log.add(Kind.PERSON_NOTED, person="p1", label="申请人", basis="consent", consent="written")
    log.add(Kind.EVIDENCE_SHOWS, evidence="e1", persons=["p1"])
    assert want(log) is None
    log.add(Kind.CONSENT_WITHDRAWN, person="p1")
    assert want(log) is Want.MASK_OR_REMOVE_WITHDRAWN
    assert want(edited(log, MASK)) is None
    log.add(Kind.EVIDENCE_REMOVED, evidence="e1", reason="撤回同意")
    assert want(log) is None and state(log).photos == ()


def test_consent_taken_back_stays_so_until_it_is_given_anew() -> None:
    log = with_photo().add(Kind.PERSON_NOTED, person="p1", label="申请人", basis="consent", consent="spoken")
    log.add(Kind.CONSENT_WITHDRAWN, person="p1")
    log.add(Kind.PERSON_NOTED, person="p1", label="申请人（二号窗）", basis="consent")
    assert state(log).persons[0].is_withdrawn
    log.add(Kind.PERSON_NOTED, person="p1", label="申请人", basis="consent", consent="written")
    assert not state(log).persons[0].is_withdrawn


def test_what_may_be_classified_leaves_the_record_and_stays_in_its_history() -> None:
    log = with_photo().add(Kind.EVIDENCE_QUARANTINED, evidence="e1", reason="屏幕上有密级标志")
    assert state(log).photos == () and state(log).evidence[0].quarantined
    assert unchecked(state(log)) == ()


def test_a_record_that_uses_none_of_this_is_described_as_before() -> None:
    told = describe(state(with_photo()))
    assert "persons" not in told and set(told["evidence"][0]).isdisjoint({"checked", "edits", "shows"})


def test_a_mask_from_before_the_withdrawal_is_looked_at_again() -> None:
    log = edited(with_photo(), MASK)
    log.add(Kind.PERSON_NOTED, person="p1", label="申请人", basis="consent", consent="written")
    log.add(Kind.EVIDENCE_SHOWS, evidence="e1", persons=["p1"]).add(Kind.CONSENT_WITHDRAWN, person="p1")
    assert want(log) is Want.MASK_OR_REMOVE_WITHDRAWN
    assert want(checked(log, "nothing-to-mask", sha256="ab" * 32)) is None
