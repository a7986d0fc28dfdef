"""A bundle that cannot be taken stands apart with its reason, stops no other, and goes again when a person says so."""

import pytest

from cxo_core.problems import Code
from cxo_desktop.storage.bundles import BundleState
from helpers.office_line import Desk


def test_one_refused_bundle_does_not_block_the_others_and_can_be_tried_again(at: Desk) -> None:
    first, bad, last = at.seal(), at.seal(), at.seal()
    file = at.vault.folder.bundles / bad.name
    whole = file.read_bytes()
    file.unlink()
    done = at.syncing().drain()
    assert (done.delivered, done.refused, done.waiting, done.problem) == (2, 1, 0, None)
    assert at.is_delivered(first)
    assert at.is_delivered(last)
    refused = at.now(bad)
    assert refused.problem is not None
    assert (refused.state, refused.problem.code) == (BundleState.REFUSED, Code.BUNDLE_GONE)
    at.clock.wait(days=1)
    assert at.syncing().drain().delivered == 0
    file.write_bytes(whole)
    syncing = at.syncing()
    syncing.retry_now(at.now(bad))
    assert syncing.drain().delivered == 1
    assert at.is_delivered(bad)


def test_what_the_office_refuses_is_kept_there_and_sent_anew_when_a_person_says_so(at: Desk) -> None:
    row = at.seal()
    file = at.vault.folder.bundles / row.name
    whole, size = file.read_bytes(), row.bytes
    spoilt = bytes(size)
    with_spoilt_file(at, row.walkthrough_id, spoilt)
    done = at.syncing().drain()
    assert (done.delivered, done.refused) == (0, 1)
    (kept,) = at.held("quarantine")
    assert at.now(row).problem.code.value == kept.code  # type: ignore[union-attr]
    at.line.clear()
    assert at.syncing().drain().refused == 0
    assert at.line.count("POST") == 0
    at.syncing().retry_now(at.now(row))
    assert at.syncing().drain().refused == 1
    assert at.line.count("POST /api/v1/bundles") == 1
    assert len(whole) == size


def with_spoilt_file(at: Desk, walkthrough: str, content: bytes) -> None:
    """As if these very bytes had been sealed: the digest fits, the content is no bundle."""
    import hashlib

    row = at.vault.bundles.of(walkthrough)[0]
    (at.vault.folder.bundles / row.name).write_bytes(content)
    with at.vault._database.transaction() as run:
        run("UPDATE bundles SET sha256 = ? WHERE name = ?", (hashlib.sha256(content).hexdigest(), row.name))


def test_a_file_damaged_on_this_laptop_is_shown_and_not_sent_for_ever(at: Desk) -> None:
    row = at.seal(60)
    file = at.vault.folder.bundles / row.name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    done = at.syncing().drain()
    assert (done.refused, done.problem) == (1, None)
    problem = at.now(row).problem
    assert problem is not None
    assert problem.code is Code.BUNDLE_DAMAGED


def test_what_fails_in_the_vault_itself_is_no_refusal(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from cxo_desktop.storage import bundles

    row = at.seal()
    monkeypatch.setattr(bundles, "PROGRESS", "SELECT 1 / (SELECT 0 FROM nothing)")
    with pytest.raises(Exception, match="nothing"):
        at.syncing().drain()
    monkeypatch.undo()
    assert at.syncing().drain().delivered == 1
    assert at.is_delivered(row)
