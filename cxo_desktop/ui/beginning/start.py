"""Starts the record a form asks for. Runs on the record lane, behind the opening of the vault."""

import uuid
from typing import TYPE_CHECKING, Any

from cxo_core.moment import Clock
from cxo_core.walkthrough import Officer, Walkthrough
from cxo_desktop.ui.beginning.wish import Wish, part_of

if TYPE_CHECKING:
    from cxo_desktop.services.catalogue import Catalogue
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.vaults import Vault

LAST_PLACE = "last_place"
"""The vault remembers the form's last answers under this name."""


def start(
    vault: "Vault", catalogue: "Catalogue", clock: Clock, wish: Wish
) -> "tuple[Recording, Walkthrough]":
    """The open record and its state; durable when this returns. The place is remembered for the next time."""
    from cxo_desktop.services.beginning import Beginning, begin

    assert wish.channel is not None, "a form without a channel has a mistake"
    profile = vault.profile
    scheme = catalogue.scheme_for(wish.channel.role, wish.channel)
    officers: tuple[Officer, ...] = (Officer(profile.id, profile.name),)
    if wish.second:
        officers += (Officer(uuid.uuid4().hex, wish.second, wish.second_duty),)
    recording = begin(
        vault,
        clock,
        Beginning(
            item=catalogue.item(wish.item),
            scheme=scheme,
            hall=wish.hall,
            officers=officers,
            window=wish.window,
            is_announced=wish.is_announced,
            is_accompanied=wish.is_accompanied,
            companion=wish.companion if wish.is_accompanied else "",
            part=part_of(wish, scheme),
            takes_photos=not wish.shows_secrets,
        ),
    )
    vault.settings.put(
        LAST_PLACE,
        {
            "item": wish.item,
            "channel": wish.channel.value,
            "hall": wish.hall,
            "window": wish.window,
            "announced": wish.is_announced,
            "accompanied": wish.is_accompanied,
        },
    )
    return recording, recording.state


def last_answers(vault: "Vault") -> tuple[dict[str, Any] | None, tuple[str, ...]]:
    """What the form was answered with last time, and the halls visited so far. Record lane."""
    return vault.settings.get(LAST_PLACE), vault.library.halls()
