"""What the office cannot take: each with its Problem, kept in quarantine once, and never an error of the server."""

import dataclasses
import json
import random
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from pyrage.x25519 import Recipient

from cxo_central.storage.devices import DeviceStore
from cxo_core.canonical import canonical
from cxo_core.kinds import Kind
from cxo_core.problems import Code
from cxo_core.signing import new_seed
from helpers.bundle_samples import Log, second_revision, started, walk
from helpers.central_office import CentralOffice, Sealed, SpeakingLaptop, is_problem
from helpers.forged_bundles import Forged, archived, contents, honest, manifest_of, member, relisted, signed
from helpers.hostile_bundles import KINDS, hostile
from helpers.office_house import open_house


def as_sent(office: CentralOffice, content: list[Forged] | bytes) -> Sealed:
    """A forged archive, encrypted to the office; announced as the sample walkthrough."""
    clear = content if isinstance(content, bytes) else archived(content)
    recipient = Recipient.from_str(office.house.keys.recipients[0])
    manifest = manifest_of(walk(), contents(walk()))
    return Sealed(pyrage.encrypt(clear, [recipient]), manifest.walkthrough, 1, manifest.digest())


def in_quarantine(office: CentralOffice) -> tuple[str, dict[str, str]]:
    """Code and details of the only file there, which is stored whole."""
    (row,) = office.rows("quarantine")
    stored = sum(part.bytes for part in office.rows("parts") if part.owner == row.owner)
    assert stored == row.bytes
    return row.code, json.loads(row.details)


def _without(name: str) -> Callable[[], list[Forged]]:
    return lambda: [each for each in honest() if each.header.name != name]


def _changed(name: str, content: bytes) -> Callable[[], list[Forged]]:
    def forge() -> list[Forged]:
        return [member(name, content) if each.header.name == name else each for each in honest()]

    return forge


def _manifest(**changes: object) -> Callable[[], list[Forged]]:
    def forge() -> list[Forged]:
        said = json.loads(manifest_of(walk(), contents(walk())).to_bytes())
        return [*signed(canonical({**said, **changes})), *honest()[2:]]

    return forge


def _cut_events(listed: dict[str, bytes]) -> None:
    listed["events.jsonl"] = b"".join(listed["events.jsonl"].splitlines(keepends=True)[:-1])


def _retold(listed: dict[str, bytes]) -> None:
    listed["walkthrough.json"] = listed["walkthrough.json"].replace("市政务".encode(), "县政务".encode())


def _reworded(listed: dict[str, bytes]) -> None:
    listed["events.jsonl"] = listed["events.jsonl"].replace(b"A032", b"A033")


FORGED: dict[str, tuple[Callable[[], list[Forged] | bytes], Code]] = {
    "another file": (lambda: b"a letter to the office", Code.BUNDLE_NOT_A_BUNDLE),
    "signature by nobody": (_changed("manifest.sig", bytes(64)), Code.BUNDLE_SIGNATURE_WRONG),
    "later format": (_manifest(format_version=2), Code.BUNDLE_UNKNOWN_VERSION),
    "format nobody can say": (_manifest(format_version="\0"), Code.BUNDLE_UNKNOWN_VERSION),
    "revision beyond counting": (_manifest(revision=2**40, previous="0" * 64), Code.BUNDLE_DAMAGED),
    "photo missing": (_without("evidence/e-9c21.png"), Code.BUNDLE_MEMBER_MISSING),
    "photo exchanged": (_changed("evidence/e-9c21.png", b"another"), Code.BUNDLE_MEMBER_DAMAGED),
    "event reworded": (lambda: relisted(walk(), _reworded), Code.CHAIN_BROKEN),
    "last event cut": (lambda: relisted(walk(), _cut_events), Code.BUNDLE_HEAD_DIFFERS),
    "summary retold": (lambda: relisted(walk(), _retold), Code.BUNDLE_WALKTHROUGH_DIFFERS),
    "another device": (
        lambda: [*signed(manifest_of(walk(), contents(walk())), new_seed()), *honest()[2:]],
        Code.BUNDLE_SIGNATURE_WRONG,
    ),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_bundle_is_refused_and_kept(
    office: CentralOffice, laptop: SpeakingLaptop, what: str
) -> None:
    forge, code = FORGED[what]
    sent = as_sent(office, forge())
    answer = laptop.deliver(sent)
    assert is_problem(answer, 422, code.value), answer.text
    assert in_quarantine(office) == (code.value, answer.json()["details"])
    assert office.counts() == {"uploads": 0, "parts": 1, "bundles": 0, "quarantine": 1, "files": 1}
    asked = laptop.ask("GET", f"/api/v1/receipts/{sent.sha256}")
    assert (asked.status_code, asked.json()) == (422, answer.json())


def test_a_bundle_for_another_office_is_refused(
    office: CentralOffice, laptop: SpeakingLaptop, tmp_path: Path
) -> None:
    other = CentralOffice(open_house(tmp_path / "other"))
    sent = other.laptop().sealed(tmp_path)
    assert is_problem(laptop.deliver(sent), 422, "bundle-not-for-this-key")
    assert in_quarantine(office)[0] == "bundle-not-for-this-key"


def test_a_laptop_hands_in_only_what_it_signed(
    office: CentralOffice, laptop: SpeakingLaptop, tmp_path: Path
) -> None:
    other, nobody = office.laptop(new_seed()), office.stranger()
    assert is_problem(laptop.deliver(other.sealed(tmp_path)), 422, "bundle-device-unexpected")
    answer = laptop.deliver(nobody.sealed(tmp_path))
    assert is_problem(answer, 422, "bundle-device-unknown")
    assert answer.json()["details"] == {"device": nobody.id}


def test_a_bundle_that_is_not_what_it_was_announced_as_is_refused(
    laptop: SpeakingLaptop, tmp_path: Path
) -> None:
    sent = dataclasses.replace(laptop.sealed(tmp_path), walkthrough="w-another")
    answer = laptop.deliver(sent)
    assert is_problem(answer, 422, "bundle-identity-differs")
    assert answer.json()["details"] == {"field": "walkthrough"}


def test_the_same_refused_file_again_is_kept_once(
    office: CentralOffice, laptop: SpeakingLaptop, tmp_path: Path
) -> None:
    sent = as_sent(office, FORGED["event reworded"][0]())
    first, again = laptop.deliver(sent), laptop.deliver(sent)
    assert first.json() == again.json()
    assert office.counts() == {"uploads": 0, "parts": 1, "bundles": 0, "quarantine": 1, "files": 1}


def test_what_was_refused_for_an_unknown_device_is_taken_once_it_is_known(
    office: CentralOffice, laptop: SpeakingLaptop, tmp_path: Path
) -> None:
    late = office.stranger()
    sent = late.sealed(tmp_path)
    assert laptop.deliver(sent).status_code == 422
    assert office.laptop(late.seed).deliver(sent).status_code == 201
    assert office.counts() == {"uploads": 0, "parts": 1, "bundles": 1, "quarantine": 0, "files": 1}


def test_other_content_under_one_identity_is_a_conflict(
    office: CentralOffice, laptop: SpeakingLaptop, tmp_path: Path
) -> None:
    first, other = laptop.sealed(tmp_path), laptop.sealed(tmp_path, _walk_with_another_photo())
    assert (first.walkthrough, first.revision) == (other.walkthrough, other.revision)
    laptop.deliver(first)
    answer = laptop.deliver(other)
    assert is_problem(answer, 409, "bundle-conflicts")
    assert answer.json()["details"] == {"walkthrough": first.walkthrough, "revision": "1"}
    assert in_quarantine(office)[0] == "bundle-conflicts"
    assert is_problem(laptop.ask("GET", f"/api/v1/receipts/{other.sha256}"), 409, "bundle-conflicts")
    assert laptop.ask("GET", f"/api/v1/receipts/{first.sha256}").status_code == 200


@pytest.mark.parametrize("is_later_first", [False, True], ids=["in order", "later first"])
def test_a_revision_follows_from_the_one_that_is_here(
    laptop: SpeakingLaptop, tmp_path: Path, is_later_first: bool
) -> None:
    first = laptop.sealed(tmp_path)
    after = _second(laptop, tmp_path, first.manifest_digest)
    for each in (after, first) if is_later_first else (first, after):
        assert laptop.deliver(each).status_code == 201


@pytest.mark.parametrize("is_later_first", [False, True], ids=["in order", "later first"])
def test_a_revision_of_another_record_is_a_conflict(
    laptop: SpeakingLaptop, tmp_path: Path, is_later_first: bool
) -> None:
    first = laptop.sealed(tmp_path)
    torn = _second(laptop, tmp_path, "0" * 64)
    one, other = (torn, first) if is_later_first else (first, torn)
    assert laptop.deliver(one).status_code == 201
    assert is_problem(laptop.deliver(other), 409, "bundle-conflicts")


def test_a_revoked_laptop_is_told_so(office: CentralOffice, laptop: SpeakingLaptop, tmp_path: Path) -> None:
    place, sent = laptop.upload(b"x"), laptop.sealed(tmp_path)
    DeviceStore(office.house.engine).revoke(laptop.id, at=office.house.now())
    assert is_problem(laptop.hand_in(place, sent), 403, "device-revoked")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_hostile_is_ever_an_error_of_the_server(
    office: CentralOffice, laptop: SpeakingLaptop, kind: str
) -> None:
    made = hostile(random.Random(kind), office.house.keys.recipients[0], kind)
    sent = Sealed(made.content, "w-1", 1, "0" * 64)
    answer = laptop.deliver(sent)
    assert 400 <= answer.status_code < 500, answer.text
    assert office.counts()["bundles"] == 0
    assert office.counts()["quarantine"] == 1


@pytest.mark.expects_warning
def test_an_office_that_lost_its_files_says_so_and_keeps_the_upload(
    office: CentralOffice, laptop: SpeakingLaptop, tmp_path: Path
) -> None:
    sent = laptop.sealed(tmp_path)
    place = laptop.upload(sent.content)
    (name,) = office.house.files.names()
    office.house.files.remove(name)
    assert is_problem(laptop.hand_in(place, sent), 503, "office-files-failing")
    assert office.counts()["quarantine"] == 0
    assert laptop.offset(place) == len(sent.content)


def _walk_with_another_photo() -> Log:
    log = started().photo("e-other", b"another picture")
    return log.add(Kind.FINISHED).add(Kind.SEALED, revision=1)


def _second(laptop: SpeakingLaptop, folder: Path, previous: str) -> Sealed:
    log = second_revision(walk(), previous)
    return laptop.sealed(folder, log, revision=2, previous=previous)
