"""The doctor finds what is wrong with a vault or its machine, and every finding comes with what to do."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter

import keyring
import pytest
from keyring.backends import fail

from cxo_core.kinds import Kind
from cxo_core.moment import wall_text
from cxo_desktop import words
from cxo_desktop.check_words import WORDS, check_sentence, check_title
from cxo_desktop.checks import Check, CheckCode, CheckState
from cxo_desktop.services.backing_up import LAST_BACKUP, backup
from cxo_desktop.services.doctoring import examine, look_over
from cxo_desktop.services.vaults import Vault, create, open_vault
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.swap_space import open_swap
from helpers.tapping import MORNING
from helpers.vault_walks import keep, photograph, record

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

PASSPHRASE = "four words are enough"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with create(tmp_path / "vault", PASSPHRASE, "李敏") as opened:
        hand = record(opened.walkthroughs)
        photograph(opened.walkthroughs, opened.evidence, hand, b"a photo")
        yield opened


def looked(vault: Vault) -> dict[CheckCode, Check]:
    return {check.code: check for check in look_over(vault)}


def test_a_healthy_vault_has_nothing_to_complain_of_but_the_machine(vault: Vault, tmp_path: Path) -> None:
    backup(vault, tmp_path / "backup", PASSPHRASE)
    vault.close()
    checks = examine(vault.folder.root)
    machine = {CheckCode.SPACE, CheckCode.SWAP}
    assert {check.code for check in checks} == set(CheckCode)
    assert {check.state for check in checks if check.code not in machine} == {CheckState.OK}


def test_every_look_says_what_it_is_about_and_what_to_do_in_both_languages(vault: Vault) -> None:
    for language in words.LANGUAGES:
        words.use_language(language)
        for check in look_over(vault):
            assert check_title(check)
            assert check_sentence(check)
    english = {sentence for each in WORDS.values() for sentence in each}
    words.use_language("zh_CN")
    assert [sentence for sentence in english if words._(sentence) == sentence] == []


@pytest.mark.parametrize("code", CheckCode)
def test_a_translation_names_the_same_fields(code: CheckCode) -> None:
    for sentence in WORDS[code]:
        words.use_language("zh_CN")
        assert fields_of(words._(sentence)) == fields_of(sentence)


def fields_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_a_changed_event_is_found_and_named(vault: Vault) -> None:
    with vault._database.transaction() as run:
        run("UPDATE events SET line = replace(line, 'arrived', 'guided ') WHERE kind = 'arrived'")
        run(
            "UPDATE events SET line = CAST(replace(line, 'guided ', 'guided') AS BLOB) WHERE kind = 'arrived'"
        )
    check = looked(vault)[CheckCode.CHAINS]
    assert check.state is CheckState.FAIL
    assert check.details == {"count": 1, "damaged": 1, "walkthrough": "w1", "seq": 2}
    assert "w1" in check_sentence(check)


def test_an_event_taken_off_the_end_is_found(vault: Vault) -> None:
    with vault._database.transaction() as run:
        run("DELETE FROM events WHERE place = (SELECT max(place) FROM events)")
    assert looked(vault)[CheckCode.CHAINS].state is CheckState.FAIL


def test_missing_and_damaged_evidence_are_counted_and_named(vault: Vault) -> None:
    hand = record(vault.walkthroughs, "w2")
    gone = photograph(vault.walkthroughs, vault.evidence, hand, b"gone")
    changed = photograph(vault.walkthroughs, vault.evidence, hand, b"changed")
    vault.evidence.path(gone.name).unlink()
    os.truncate(vault.evidence.path(changed.name), 60)
    vault.evidence.write(b"of no record", b"k" * 32)
    found = looked(vault)
    assert found[CheckCode.EVIDENCE].state is CheckState.FAIL
    assert found[CheckCode.EVIDENCE].details == {
        "count": 3,
        "missing": 1,
        "damaged": 1,
        "name": gone.name,
        "walkthrough": "w2",
    }
    assert (found[CheckCode.ORPHANS].state, found[CheckCode.ORPHANS].details) == (
        CheckState.WARN,
        {"count": 1},
    )


def test_a_bundle_that_is_gone_or_changed_is_found(vault: Vault) -> None:
    hand = record(vault.walkthroughs, "w2")
    for revision, name in ((1, "gone.cxo"), (2, "changed.cxo")):
        hand.tap(Kind.FINISHED)
        keep(vault.walkthroughs, hand, bundle=BundleRow("w2", revision, "m", "f" * 64, 3, name, MORNING))
    (vault.folder.bundles / "changed.cxo").write_bytes(b"abc")
    check = looked(vault)[CheckCode.BUNDLES]
    assert check.state is CheckState.FAIL
    assert check.details == {"count": 2, "missing": 1, "damaged": 1, "name": "gone.cxo"}


def test_a_forged_page_is_found(vault: Vault) -> None:
    vault.close()
    path = vault.folder.database
    content = bytearray(path.read_bytes())
    content[-2_000] ^= 1
    path.write_bytes(content)
    found = {check.code: check for check in examine(vault.folder.root)}
    assert found[CheckCode.DATABASE].state is CheckState.FAIL


def test_a_vault_that_does_not_open_is_still_looked_at_from_outside(vault: Vault) -> None:
    found = {check.code: check for check in examine(vault.folder.root)}
    assert found[CheckCode.OPENING].state is CheckState.FAIL
    assert found[CheckCode.OPENING].details["problem"] == "vault-in-use"
    assert CheckCode.SPACE in found
    assert CheckCode.CHAINS not in found


def test_a_folder_that_is_no_vault_is_said_to_be_none(tmp_path: Path) -> None:
    checks = examine(tmp_path / "nothing")
    assert checks[0].details["problem"] == "vault-missing"


def test_a_folder_others_may_read_is_said(vault: Vault) -> None:
    vault.folder.root.chmod(0o755)
    check = looked(vault)[CheckCode.PERMISSIONS]
    assert check.state is CheckState.WARN
    assert check.details["mode"] == "755"


def test_a_clock_behind_the_last_record_is_said(vault: Vault) -> None:
    assert looked(vault)[CheckCode.CLOCK].state is CheckState.OK
    record(vault.walkthroughs, "tomorrow", start=datetime.now(UTC) + timedelta(days=1))
    check = looked(vault)[CheckCode.CLOCK]
    assert check.state is CheckState.WARN
    assert check.details["last"] > check.details["now"]  # type: ignore[operator]


def test_without_a_keyring_the_passphrase_is_the_only_way_in_and_said(vault: Vault) -> None:
    assert looked(vault)[CheckCode.KEYRING].state is CheckState.OK
    keyring.set_keyring(fail.Keyring())
    check = looked(vault)[CheckCode.KEYRING]
    assert (check.state, check.details) == (CheckState.WARN, {"state": "absent"})


def test_a_vault_only_the_keyring_opens_asks_for_a_second_way_in(tmp_path: Path) -> None:
    with create(tmp_path / "vault", None, "李敏") as vault:
        assert looked(vault)[CheckCode.SECOND_WAY_IN].state is CheckState.WARN
        vault.make_recovery_key()
        assert looked(vault)[CheckCode.SECOND_WAY_IN].state is CheckState.OK


def test_a_backup_is_asked_for_when_there_is_none_or_an_old_one(vault: Vault, tmp_path: Path) -> None:
    assert looked(vault)[CheckCode.BACKUP] == Check(CheckCode.BACKUP, CheckState.WARN)
    backup(vault, tmp_path / "backup", PASSPHRASE)
    assert looked(vault)[CheckCode.BACKUP] == Check(CheckCode.BACKUP, CheckState.OK, {"days": 0})
    vault.settings.put(LAST_BACKUP, wall_text(datetime.now(UTC) - timedelta(days=30)))
    assert looked(vault)[CheckCode.BACKUP] == Check(CheckCode.BACKUP, CheckState.WARN, {"days": 30})


def test_swap_is_safe_only_in_compressed_memory_or_behind_encryption(tmp_path: Path) -> None:
    swaps, blocks = tmp_path / "swaps", tmp_path / "block"
    lines = ["Filename Type Size Used Priority"]
    lines += [
        "/dev/zram0 partition 1 0 1",
        "/dev/dm-1 partition 1 0 1",
        "/dev/dm-2 partition 1 0 1",
        "/swap.img file 1 0 1",
    ]
    swaps.write_text("\n".join(lines) + "\n")
    for name, uuid in (("dm-1", "CRYPT-PLAIN-swap"), ("dm-2", "LVM-abc")):
        (blocks / name / "dm").mkdir(parents=True)
        (blocks / name / "dm" / "uuid").write_text(uuid)
    assert open_swap(swaps, blocks) == ("/dev/dm-2", "/swap.img")
    assert open_swap(tmp_path / "nothing", blocks) == ()


def test_examining_changes_nothing(vault: Vault) -> None:
    vault.close()
    examine(vault.folder.root)
    with open_vault(vault.folder.root) as again:
        assert len(list(again.walkthroughs.events("w1"))) == 5
