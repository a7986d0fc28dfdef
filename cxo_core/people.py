"""What each event does to a person of the record: noted with a ground, or consent taken back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cxo_core.entry import Entry
from cxo_core.kinds import Kind
from cxo_core.privacy import Basis, Person

Outcome = tuple[Person | None, str | None]


def _noted(known: Person | None, entry: Entry) -> Outcome:
    """Noting somebody again changes label, ground and consent; a consent taken back stays so until it is given anew."""
    body = entry.body
    try:
        basis = Basis(body["basis"])
    except ValueError:
        return None, "no-such-basis"
    consent = body.get("consent", "")
    withdrawn = known.withdrawn if known and not consent else None
    return Person(body["person"], body["label"], basis, consent, entry.seq, withdrawn), None


def _withdrawn(known: Person, entry: Entry) -> Outcome:
    return replace(known, withdrawn=entry.seq), None


PEOPLE: dict[Kind, Callable[[Any, Entry], Outcome]] = {
    Kind.PERSON_NOTED: _noted,
    Kind.CONSENT_WITHDRAWN: _withdrawn,
}
