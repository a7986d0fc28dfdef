"""What an enrolment file makes the laptop trust, as lines to compare with what the office says. Pure."""

from typing import TYPE_CHECKING, NamedTuple

from cxo_desktop.words import N_, _

if TYPE_CHECKING:
    from cxo_desktop.services.trusting import Trust

_PARTS = {
    "name": N_("name"),
    "keys": N_("keys"),
    "addresses": N_("addresses"),
    "certificate": N_("certificate"),
}


class Fact(NamedTuple):
    """`name` is the line's for programs; `is_to_compare`: a number to compare sign by sign."""

    name: str
    words: str
    value: str
    is_to_compare: bool = False


def facts(trust: "Trust") -> tuple[Fact, ...]:
    """Everything an officer can compare before saying yes, the office first."""
    until = f"{trust.expires_at.astimezone():%Y-%m-%d %H:%M}"
    if trust.is_expired:
        until = _("{time}, over already").format(time=until)
    addresses = "\n".join(trust.addresses) or _("none: this office works by stick only")
    found = [
        Fact("office", _("Central office"), trust.name),
        Fact("addresses", _("Addresses"), addresses),
        Fact("officer", _("Officer"), trust.officer or _("not named")),
        Fact("hall", _("Hall or place"), trust.hall or _("not named")),
        Fact("until", _("Valid until"), until),
        Fact("number", _("Number of the office"), grouped(trust.office), True),
        Fact("key", _("Key of its receipts"), grouped(trust.receipt_key), True),
    ]
    if trust.certificate:
        found.append(Fact("certificate", _("Certificate (SHA-256)"), grouped(trust.certificate), True))
    return tuple(found)


def warnings(trust: "Trust") -> tuple[str, ...]:
    """What to stop at before saying yes."""
    found = []
    if trust.is_expired:
        found.append(_("This file is no longer valid. Ask the office for a new one."))
    if trust.relation.value == "other-key":
        found.append(
            _(
                "An office of this name or address is known here already, with another key. Ask the office before going on."
            )
        )
    if trust.differs:
        parts = "、".join(_(_PARTS[each]) for each in trust.differs)
        found.append(_("This laptop knows the office already; what changes: {parts}.").format(parts=parts))
    if trust.is_clear_text:
        found.append(
            _(
                "One of the addresses is without TLS: bundles stay encrypted, but who talks to whom can be seen."
            )
        )
    return tuple(found)


def grouped(digits: str, size: int = 4) -> str:
    """A long number in groups, as people read it to each other."""
    return " ".join(digits[at : at + size] for at in range(0, len(digits), size))
