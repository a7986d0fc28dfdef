"""People in a record: by a label that is no name, on what ground, how consent was given, and which photos show whom."""

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.privacy import Basis
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.services.catalogue import office_folders
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vault import Vault

CLASSIFIED: Final = "classified"
"""Why a photo is put aside: something marked 密 may be in sight (保守国家秘密法)."""

MOST_CARD_BYTES: Final = 64 << 10


def note_person(
    recording: Recording, label: str, basis: Basis, *, consent: str = "", person: str = ""
) -> str:
    """Notes somebody, or again with `person`, its id; returns the id. `consent`: spoken, written, or empty for duty.

    Raises Problem `reason-missing` for a label that is empty.
    """
    if not label.strip():
        raise Problem(Code.REASON_MISSING)
    person = person or uuid.uuid4().hex
    body = {"person": person, "label": label.strip(), "basis": basis.value}
    recording.tap(Kind.PERSON_NOTED, body | ({"consent": consent} if consent else {}), step="")
    return person


def note_shown(recording: Recording, photo: str, persons: Sequence[str]) -> None:
    """Says whom a photo shows; the whole answer each time."""
    recording.tap(Kind.EVIDENCE_SHOWS, {"evidence": photo, "persons": list(dict.fromkeys(persons))}, step="")


def put_aside(recording: Recording, photo: str) -> None:
    """A photo with something 密 in sight leaves every view, report and bundle at once and for good; its file stays, encrypted."""
    recording.tap(Kind.EVIDENCE_QUARANTINED, {"evidence": photo, "reason": CLASSIFIED}, step="")


def put_aside_in(state: Walkthrough) -> tuple[Evidence, ...]:
    """The photos of a record that were put aside."""
    return tuple(photo for photo in state.evidence if photo.quarantined)


def aside_in(vault: Vault) -> Iterator[tuple[str, Evidence]]:
    """Every photo of a vault that was put aside and not destroyed since, with its walkthrough's id."""
    for walkthrough in vault.withdrawals.walkthroughs_with(Kind.EVIDENCE_QUARANTINED):
        state = fold(vault.walkthroughs.events(walkthrough))
        if aside := put_aside_in(state):
            there = {row.id for row in vault.evidence_rows.of(walkthrough)}
            yield from ((walkthrough, photo) for photo in aside if photo.id in there)


def shown_of(state: Walkthrough, person: str) -> tuple[Evidence, ...]:
    """Every photo that shows somebody, removed and put aside ones too."""
    return tuple(photo for photo in state.evidence if person in photo.shows)


def card_text(folder: Path, language: str) -> str:
    """The office's own wording of the card: `office/consent.zh.txt` or `consent.en.txt` in the vault's folder or the program's
    home; empty where there is none.
    """
    name = f"consent.{'en' if language == 'en' else 'zh'}.txt"
    for place in office_folders(folder):
        path = place / name
        if path.is_file() and path.stat().st_size <= MOST_CARD_BYTES:
            return path.read_text(encoding="utf-8-sig", errors="replace")
    return ""
