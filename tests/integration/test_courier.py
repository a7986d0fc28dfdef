"""Bundles go out on a stick and answers come back; a stick that is full, read-only or pulled out leaves nothing half-true."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.bundle.names import MAX_ARCHIVE_BYTES
from cxo_core.bundle.verify import verify
from cxo_core.problems import Code
from cxo_core.protocol.packet import Refusal
from cxo_desktop.services.courier import Copying, copy_name, export_to, import_from
from cxo_desktop.services.offices import device_of
from cxo_desktop.services.stick import FAT32_MOST_BYTES
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleRow, BundleState
from helpers.laptops import sealed_walk
from helpers.memory_keyring import MemoryKeyring
from helpers.own_office import NOON, OwnOffice, a_task, stranger_seed, told
from helpers.problems_raised import raises
from helpers.recordings import MovingClock, files_in, vault_in


@pytest.fixture(scope="module")
def office() -> OwnOffice:
    return OwnOffice()


@pytest.fixture
def vault(vault: Vault, office: OwnOffice) -> Vault:
    office.enrol(vault)
    return vault


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def sealed(vault: Vault, office: OwnOffice, count: int = 1, photos: tuple[int, ...] = ()) -> list[BundleRow]:
    clock = MovingClock()
    return [sealed_walk(vault, clock.wait(hours=1), office.keys, photos) for _ in range(count)]


def on_stick(stick: Path) -> list[str]:
    return [path.removeprefix("CXO/to-office/") for path in files_in(stick) if "/to-office/" in path]


def states(vault: Vault) -> set[BundleState]:
    return {row.state for row in vault.bundles.every()}


def now(vault: Vault, row: BundleRow) -> BundleRow:
    found = vault.bundles.one(row.walkthrough_id, row.revision)
    assert found is not None
    return found


def test_every_bundle_without_a_receipt_goes_out_whole(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    rows = sealed(vault, office, 3)
    vault.bundles.mark(rows[0], BundleState.DELIVERED)
    exported = export_to(vault, stick, clock)
    assert [row.sha256 for row in exported.copied] == [row.sha256 for row in rows[1:]]
    assert on_stick(stick) == sorted(copy_name(row) for row in rows[1:])
    for row in rows[1:]:
        assert verify(stick / "CXO" / "to-office" / copy_name(row), [office.identity]).is_sound
    assert {line.what for line in vault.sync_log.of(rows[1].walkthrough_id, 1)} == {"stick"}
    assert states(vault) == {BundleState.SEALED, BundleState.DELIVERED}, "a copy is no delivery"


def test_what_lies_there_already_is_not_copied_again(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    first, second = sealed(vault, office, 2)
    export_to(vault, stick, clock)
    place = stick / "CXO" / "to-office" / copy_name(first)
    whole = place.read_bytes()
    place.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    again = export_to(vault, stick, clock)
    assert (again.copied, again.present) == ((first,), (second,))
    assert verify(place, [office.identity]).is_sound


def test_names_suit_any_stick_and_say_nothing(vault: Vault, office: OwnOffice) -> None:
    (row,) = sealed(vault, office)
    name = copy_name(row)
    assert name.isascii() and not set(name) & set('"*/:<>?\\|+,;=[] ') and len(name) < 64
    assert row.walkthrough_id[:12] in name and row.sha256[:8] in name


def test_the_largest_bundle_there_can_be_fits_on_fat32() -> None:
    chunks = MAX_ARCHIVE_BYTES // (64 << 10) + 1
    age_overhead = chunks * 16 + (1 << 16)
    assert MAX_ARCHIVE_BYTES + age_overhead <= FAT32_MOST_BYTES


def test_the_copying_is_told_and_can_be_stopped(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    rows = sealed(vault, office, 3)
    seen: list[Copying] = []
    stopped = export_to(vault, stick, clock, watch=seen.append, is_stopped=lambda: seen[-1].place == 2)
    assert stopped.is_stopped and stopped.copied == (rows[0],)
    assert on_stick(stick) == [copy_name(rows[0])]
    seen.clear()
    export_to(vault, stick, clock, watch=seen.append)
    total = rows[1].bytes + rows[2].bytes
    assert (seen[-1].copied, seen[-1].total, seen[-1].count) == (total, total, 2)
    assert [each.copied for each in seen] == sorted(each.copied for each in seen)


def test_a_bundle_that_is_damaged_or_gone_in_the_vault_stops_no_other(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    damaged, lost, good = sealed(vault, office, 3)
    (vault.folder.bundles / damaged.name).write_bytes(b"\0" * damaged.bytes)
    (vault.folder.bundles / lost.name).unlink()
    exported = export_to(vault, stick, clock)
    assert exported.copied == (good,) and on_stick(stick) == [copy_name(good)]
    assert [each.problem.code for each in exported.failed] == [Code.BUNDLE_DAMAGED, Code.BUNDLE_GONE]


def test_a_missing_stick_says_so(vault: Vault, clock: MovingClock, tmp_path: Path) -> None:
    for deed in (export_to, import_from):
        with raises(Code.FOLDER_MISSING):
            deed(vault, tmp_path / "nowhere", clock)


def test_the_folder_itself_may_be_named_too(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    sealed(vault, office)
    export_to(vault, stick, clock)
    assert export_to(vault, stick / "CXO", clock).present and not (stick / "CXO" / "CXO").exists()


def test_two_laptops_on_one_stick_never_touch_each_others_files(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path, tmp_path: Path
) -> None:
    ours = sealed(vault, office, 2)
    with vault_in(tmp_path / "second") as second:
        office.enrol(second)
        theirs = sealed(second, office, 2)
        export_to(vault, stick, clock)
        export_to(second, stick, clock)
        part = stick / "CXO" / "to-office" / "cxo-somebodyelse-r1-00000000.cxo.part"
        part.write_bytes(b"half")
        office.packet(vault, stick, receipts=[office.receipt(row) for row in (*ours, *theirs)])
        packet = office.packet(second, stick, receipts=[office.receipt(theirs[0])])
        before = packet.read_bytes()
        imported = import_from(vault, stick, clock)
        assert set(imported.delivered) == {now(vault, row) for row in ours}
        assert sorted(on_stick(stick)) == sorted([*(copy_name(row) for row in theirs), part.name])
        assert packet.read_bytes() == before and states(second) == {BundleState.SEALED}
        assert [row.sha256 for row in import_from(second, stick, clock).removed] == [theirs[0].sha256]
        assert device_of(vault) != device_of(second)


def test_receipts_make_delivered_and_take_the_copies_off_the_stick(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    first, second = sealed(vault, office, 2)
    export_to(vault, stick, clock)
    receipt = office.receipt(first)
    office.packet(vault, stick, receipts=[receipt], pack=office.pack(vault, 3, told(a_task())))
    imported = import_from(vault, stick, clock)
    assert [row.sha256 for row in imported.delivered] == [first.sha256]
    assert (now(vault, first).state, now(vault, first).receipt) == (BundleState.DELIVERED, receipt)
    assert now(vault, second).state is BundleState.SEALED
    assert on_stick(stick) == [copy_name(second)]
    assert imported.news[0].pack is not None and [each.id for each in imported.news[0].pack.news] == ["t-1"]


def test_the_same_packet_twice_changes_nothing_more(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    first, second = sealed(vault, office, 2)
    refusal = Refusal(second.sha256, "bundle-damaged", {"where": "events.jsonl"})
    office.packet(
        vault,
        stick,
        receipts=[office.receipt(first)],
        refusals=[refusal],
        pack=office.pack(vault, 3, told(a_task())),
    )
    import_from(vault, stick, clock)
    before = (
        vault.bundles.every(),
        vault.offices.every(),
        vault.matters.of(office.id),
        vault.sync_log.latest(),
    )
    again = import_from(vault, stick, clock)
    assert again.is_empty and again.news
    now_kept = (
        vault.bundles.every(),
        vault.offices.every(),
        vault.matters.of(office.id),
        vault.sync_log.latest(),
    )
    assert now_kept == before


def test_a_refused_bundle_says_why_and_an_old_packet_does_not_refuse_it_again(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    (row,) = sealed(vault, office)
    refusal = Refusal(row.sha256, "bundle-damaged", {"where": "events.jsonl"})
    office.packet(vault, stick, refusals=[refusal])
    (refused,) = import_from(vault, stick, clock).refused
    assert refused.problem is not None and refused.problem.code is Code.BUNDLE_DAMAGED
    kept = now(vault, row)
    assert kept.state is BundleState.REFUSED and kept.problem is not None
    assert kept.problem.details == {"where": "events.jsonl"}
    assert export_to(vault, stick, clock).copied == (), "it waits for a person"
    vault.bundles.retry(kept)
    assert import_from(vault, stick, clock).refused == ()
    assert export_to(vault, stick, clock).copied == (now(vault, row),)
    office.packet(vault, stick, refusals=[refusal], made_at=NOON + timedelta(hours=1))
    assert len(import_from(vault, stick, clock).refused) == 1


def test_a_code_of_a_later_program_is_told_as_it_is(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    (row,) = sealed(vault, office)
    office.packet(vault, stick, refusals=[Refusal(row.sha256, "bundle-from-the-future", {})])
    (refused,) = import_from(vault, stick, clock).refused
    assert refused.problem is not None and refused.problem.details == {"why": "bundle-from-the-future"}


def test_an_older_pack_on_a_stick_is_harmless(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    (row,) = sealed(vault, office)
    office.packet(vault, stick, pack=office.pack(vault, 8, told(a_task())))
    import_from(vault, stick, clock)
    before = vault.matters.of(office.id)
    older = office.pack(vault, 2, told(a_task("t-old")))
    office.packet(vault, stick, pack=older, receipts=[office.receipt(row)])
    imported = import_from(vault, stick, clock)
    assert vault.matters.of(office.id) == before and imported.news[0].problems == ()
    assert len(imported.delivered) == 1, "a receipt is true however old it is"


def test_no_word_counts_but_that_of_the_office_a_bundle_is_sealed_to(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    other = OwnOffice("区体验办")
    other.enrol(vault)
    (row,) = sealed(vault, office)
    other.packet(
        vault,
        stick,
        receipts=[other.receipt(row), office.receipt(row, seed=stranger_seed())],
        refusals=[Refusal(row.sha256, "bundle-damaged", {})],
    )
    imported = import_from(vault, stick, clock)
    assert (imported.delivered, imported.refused) == ((), ()) and now(vault, row) == row
    assert [each.code for each in imported.news[0].problems] == [Code.DOCUMENT_NOT_SIGNED]


def test_a_receipt_for_another_file_delivers_nothing(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    (row,) = sealed(vault, office)
    others = [
        office.receipt(row, sha256="ab" * 32, is_opened=False),
        office.receipt(row, sha256="ab" * 32, manifest_digest="cd" * 32),
        office.receipt(row, sha256="ab" * 32, walkthrough="f" * 32),
    ]
    office.packet(vault, stick, receipts=others)
    assert import_from(vault, stick, clock).delivered == () and now(vault, row) == row
    office.packet(vault, stick, receipts=[office.receipt(row, sha256="ab" * 32)])
    assert len(import_from(vault, stick, clock).delivered) == 1, "the same content sealed once more"


def test_packets_that_are_foreign_or_broken_change_nothing(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    (row,) = sealed(vault, office)
    device = device_of(vault)
    office.packet(
        vault, stick, receipts=[office.receipt(row)], seed=stranger_seed(), name=f"cxo-{device}-a.cxopack"
    )
    whole = office.packet(vault, stick, receipts=[office.receipt(row)], name=f"cxo-{device}-b.cxopack")
    whole.write_bytes(whole.read_bytes()[:-1])
    for name in (f"cxo-{device}.cxopack.part", "cxo-ffffffffffffffff.cxopack", "notes.txt"):
        (whole.parent / name).write_bytes(b"?")
    imported = import_from(vault, stick, clock)
    assert [each.problem.code for each in imported.unread] == [Code.PACK_NOT_SOUND] * 2
    assert not imported.news and now(vault, row) == row


def test_packets_of_two_offices_lie_side_by_side(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    other = OwnOffice("区体验办")
    other.enrol(vault)
    (ours,), (theirs,) = sealed(vault, office), sealed(vault, other)
    device = device_of(vault)
    office.packet(vault, stick, receipts=[office.receipt(ours)], name=f"cxo-{device}-{office.id[:8]}.cxopack")
    other.packet(vault, stick, receipts=[other.receipt(theirs)], name=f"cxo-{device}-{other.id[:8]}.cxopack")
    assert {row.office for row in import_from(vault, stick, clock).delivered} == {office.id, other.id}


def test_nothing_readable_is_ever_on_the_stick(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path
) -> None:
    sealed(vault, office)
    export_to(vault, stick, clock)
    office.packet(vault, stick, pack=office.pack(vault, 1, told(a_task())))
    for name in files_in(stick):
        content = (stick / name).read_bytes()
        assert content.startswith(b"age-encryption.org/v1\n")
        for word in ("市政务服务中心", "李敏", "t-1", "one-time"):
            assert word.encode() not in content


def test_links_on_a_stick_never_lead_to_a_file_of_the_laptop(
    vault: Vault, office: OwnOffice, clock: MovingClock, stick: Path, tmp_path: Path
) -> None:
    (row,) = sealed(vault, office)
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    folder = stick / "CXO" / "to-office"
    folder.mkdir(parents=True)
    for name in (copy_name(row), f"{copy_name(row)}.part"):
        (folder / name).symlink_to(mine)
    export_to(vault, stick, clock)
    assert mine.read_text() == "mine" and not (folder / copy_name(row)).is_symlink()
    (folder / copy_name(row)).unlink()
    folder.rmdir()
    folder.symlink_to(tmp_path / "stick", target_is_directory=True)
    with raises(Code.STICK_GONE):
        export_to(vault, stick, clock)
    assert files_in(stick) == []


def test_an_empty_stick_has_nothing_for_this_laptop(vault: Vault, clock: MovingClock, stick: Path) -> None:
    imported = import_from(vault, stick, clock)
    assert imported.is_empty and not imported.news and files_in(stick) == []


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory, office: OwnOffice) -> Iterator[tuple[Vault, Path]]:
    """A vault with a bundle that waits, and a packet that would deliver it."""
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    folder = tmp_path_factory.mktemp("waiting")
    with vault_in(folder) as vault:
        office.enrol(vault)
        (row,) = sealed(vault, office)
        pack = office.pack(vault, 3, told(a_task()))
        approval = office.approval(device_of(vault), token="b" * 32, at=NOON + timedelta(days=1))
        yield (
            vault,
            office.packet(vault, folder, receipts=[office.receipt(row)], pack=pack, approval=approval),
        )
    keyring.set_keyring(before)


@given(place=st.integers(0, 1 << 16), bits=st.integers(1, 255), is_cut=st.booleans())
def test_any_changed_byte_of_a_packet_leaves_everything_as_it_was(
    waiting: tuple[Vault, Path], place: int, bits: int, is_cut: bool
) -> None:
    vault, packet = waiting
    whole = packet.read_bytes()
    broken = bytearray(whole)
    broken[place % len(whole)] ^= bits
    packet.write_bytes(whole[: place % len(whole)] if is_cut else bytes(broken))
    before = (vault.bundles.every(), vault.offices.every(), vault.token_of(vault.offices.every()[0].id))
    try:
        imported = import_from(vault, packet.parents[2], MovingClock())
    finally:
        packet.write_bytes(whole)
    assert [each.problem.code for each in imported.unread] == [Code.PACK_NOT_SOUND] and not imported.news
    assert (vault.bundles.every(), vault.offices.every(), vault.token_of(before[1][0].id)) == before
