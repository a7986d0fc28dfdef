"""Bundles of every released format version verify for ever."""

import hashlib
import json
from pathlib import Path

import pytest

from cxo_core.bundle.identities import read_identities
from cxo_core.bundle.verify import verify
from cxo_core.event import Event
from cxo_core.kinds import Kind
from cxo_core.signing import public_key
from helpers.bundle_samples import SEED

FOLDER = Path(__file__).parents[2] / "data" / "bundles"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_golden_bundle_is_sound_and_tells_what_it_always_told(name: str) -> None:
    report = verify(
        FOLDER / name, read_identities(FOLDER / "office-identity.txt"), device_key=public_key(SEED)
    )
    assert report.problems == ()
    assert report.is_sound
    assert {
        "walkthrough": report.manifest.walkthrough,
        "revision": report.manifest.revision,
        "previous": report.manifest.previous,
        "manifest_digest": report.manifest_digest,
        "file_sha256": hashlib.sha256((FOLDER / name).read_bytes()).hexdigest(),
        "events": report.manifest.events,
        "evidence": sorted(report.manifest.evidence),
    } == EXPECTED[name]


def test_every_golden_bundle_is_expected() -> None:
    assert {path.name for path in FOLDER.glob("*.cxo")} == set(EXPECTED)


def test_the_golden_bundles_hold_every_kind_of_event_of_version_1() -> None:
    kinds: set[Kind] = set()
    identities = read_identities(FOLDER / "office-identity.txt")
    for name in EXPECTED:
        text = bytearray()
        verify(
            FOLDER / name,
            identities,
            take=lambda member, piece, text=text: text.extend(
                piece if member.name == "events.jsonl" else b""
            ),  # type: ignore[misc]
        )
        kinds |= {Event.from_line(line).kind for line in bytes(text).splitlines()}
    assert kinds == set(Kind)
