"""Until when one walkthrough and its parts are kept, and why, as `cxo show` tells it."""

from typing import Any

from cxo_desktop.retention_words import consent_words, part_words, tombstone_words, whole_words
from cxo_desktop.services.consents import Consent
from cxo_desktop.services.kept import Kept
from cxo_desktop.services.retention import Dated
from cxo_desktop.services.tombstones import Tombstone
from cxo_desktop.words import _


def kept_facts(held: Kept) -> list[tuple[str, str]]:
    """Rows for people."""
    rows = [(_("Kept until"), whole_words(held.whole, held.days))]
    rows += [("", part_words(each, held.days)) for each in held.parts]
    rows += [(_("Person"), f"{each.person.label} · {consent_words(each)}") for each in held.consents]
    rows += [(_("Erased"), tombstone_words(each)) for each in held.erased]
    return rows


def plain_kept(held: Kept) -> dict[str, Any]:
    """The same as JSON; the keys are documented in docs/cli.md."""
    return {
        "until": _day(held.whole),
        "stays": held.whole.stays.value if held.whole.stays else None,
        "receipt": _receipt(held.whole),
        "days": {what.value: count for what, count in held.days.items()},
        "objects": [_object(each) for each in held.objects],
        "persons": [_person(each) for each in held.consents],
        "erased": [_erased(each) for each in held.erased],
    }


def _object(each: Dated) -> dict[str, Any]:
    return {
        "what": each.what.value,
        "subject": each.subject,
        "bytes": each.bytes,
        "until": _day(each),
        "stays": each.stays.value if each.stays else None,
    }


def _person(each: Consent) -> dict[str, Any]:
    return {
        "id": each.person.id,
        "basis": each.person.basis.value,
        "consent": each.person.consent,
        "noted_at": each.noted.isoformat(),
        "withdrawn_at": each.withdrawn.isoformat() if each.withdrawn else None,
    }


def _erased(each: Tombstone) -> dict[str, Any]:
    return {
        "line": each.line,
        "at": each.at.isoformat(),
        "why": each.why,
        "ground": each.ground,
        "files": each.objects,
        "bytes": each.bytes,
    }


def _day(each: Dated) -> str | None:
    return each.until.isoformat() if each.until else None


def _receipt(each: Dated) -> dict[str, Any] | None:
    ground = each.ground
    if ground is None:
        return None
    return {"digest": ground.digest, "signed_on": ground.signed_on.isoformat(), "revision": ground.revision}
