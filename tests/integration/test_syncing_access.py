"""The laptop's access to the office: revoked, changed, repeated, enrolled again; nobody is locked out and nothing is told."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from cxo_core.problems import Code, Problem
from cxo_desktop.storage.bundles import BundleState
from cxo_desktop.storage.offices import Standing
from helpers.office_line import (
    ADDRESS,
    PORTAL,
    Desk,
    Killed,
    cut,
    enrol_here,
    kill,
    says,
    where,
)


def test_a_revoked_laptop_keeps_everything_and_says_so(at: Desk) -> None:
    from datetime import UTC, datetime

    from cxo_central.storage.devices import DeviceStore

    row = at.seal()
    DeviceStore(at.house.engine).revoke(at.office.device, at=datetime.now(UTC))
    done = at.syncing().drain()
    assert done.problem is not None
    assert done.problem.code is Code.DEVICE_REVOKED
    assert at.office.standing is Standing.REVOKED
    assert at.now(row).state is BundleState.SEALED
    assert (at.vault.folder.bundles / row.name).is_file()
    at.line.clear()
    at.syncing().drain()
    assert at.line.asked == []


def test_an_unknown_token_ends_the_round_without_a_step_on_the_ladder(at: Desk) -> None:
    row = at.seal()
    at.vault.keep_token(at.house.id, "no-such-token-at-the-office")
    done = at.syncing().drain()
    assert done.problem is not None
    assert done.problem.code is Code.TOKEN_UNKNOWN
    assert at.now(row) == row


def test_an_old_token_is_changed_and_lost_answers_lock_nobody_out(at: Desk) -> None:
    for trouble in (None, kill, cut):
        at.vault.offices.change(at.house.id, token_at=at.clock.now().wall - timedelta(days=31))
        at.line.clear()
        if trouble is not None:
            at.line.after[1] = trouble
        try:
            at.syncing().drain()
        except Killed:
            pass
        assert at.line.asked[1] == "POST /api/v1/token"
        row = at.seal()
        at.line.clear()
        at.syncing().drain()
        assert at.is_delivered(row)
        at.syncing().drain()
        at.clock.wait(days=1)
    assert all(TOKEN not in str(line) for line in at.vault.sync_log.latest() for TOKEN in at.line.tokens)


@pytest.mark.parametrize("when", ["before the new token is used", "after"])
def test_a_line_that_repeats_the_change_of_a_token_locks_nobody_out(at: Desk, when: str) -> None:
    before = at.vault.token_of(at.house.id)
    assert before
    at.vault.offices.change(at.house.id, token_at=at.clock.now().wall - timedelta(days=31))
    at.syncing().drain()
    if when == "after":
        at.syncing().drain()
    with suppress(Problem):
        at.connect(at.office, before).rotate_token()
    row = at.seal()
    assert at.syncing().drain().problem is None
    assert at.is_delivered(row)
    assert not at.vault.has_former_token(at.house.id)


def test_a_portal_is_not_the_office_that_knows_the_new_token(at: Desk) -> None:
    """The change was repeated on the way, so the token the laptop heard of is not the one that holds."""
    before = at.vault.token_of(at.house.id)
    assert before
    at.vault.offices.change(at.house.id, token_at=at.clock.now().wall - timedelta(days=31))
    at.syncing().drain()
    at.connect(at.office, before).rotate_token()
    at.line.always = where("receipts", PORTAL)
    problem = at.syncing().drain(is_asked=True).problem
    assert problem is not None and problem.code is Code.OFFICE_ANSWERS_STRANGELY
    assert at.vault.has_former_token(at.house.id)
    at.line.clear()
    row = at.seal()
    assert at.syncing().drain(is_asked=True).problem is None
    assert at.is_delivered(row)


def test_an_office_that_is_enrolled_again_goes_on_with_what_waited(at: Desk) -> None:
    row = at.seal()
    at.vault.offices.put(replace(at.office, standing=Standing.KNOWN))
    assert at.syncing().drain().waiting == 1
    enrol_here(at.vault, at.house, "another-token-of-this-laptop")
    at.syncing().drain()
    assert at.is_delivered(row)


def test_the_log_names_no_person_and_shows_no_token(at: Desk) -> None:
    at.seal()
    at.line.always = where("uploads", says(502))
    at.syncing().drain()
    at.line.clear()
    at.syncing().drain(is_asked=True)
    told = " ".join(str(line) for line in at.vault.sync_log.latest())
    assert "李敏" not in told
    assert "the-token" not in told
    assert ADDRESS not in told
    assert at.outcomes() == ["office-busy", "done", "done"]
