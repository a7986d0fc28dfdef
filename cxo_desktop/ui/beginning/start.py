"""Starts the record a form asks for. Runs on the record lane, behind the opening of the vault."""

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxo_core.moment import Clock
from cxo_core.walkthrough import Officer, Walkthrough
from cxo_desktop.ui.beginning.wish import Wish, part_of

if TYPE_CHECKING:
    from cxo_desktop.services.beginning import Beginning
    from cxo_desktop.services.catalogue import Catalogue
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.vaults import Vault

LAST_PLACE = "last_place"
"""The vault remembers the form's last answers under this name."""


def start(
    vault: "Vault", catalogue: "Catalogue", clock: Clock, wish: Wish
) -> "tuple[Recording, Walkthrough]":
    """The open record and its state; durable when this returns. The place is remembered for the next time."""
    from cxo_desktop.services.beginning import begin

    assert wish.channel is not None, "a form without a channel has a mistake"
    asked = _asked(vault, catalogue, clock, wish)
    officers = asked.officers
    if wish.second:
        officers += (Officer(uuid.uuid4().hex, wish.second, wish.second_duty),)
    recording = begin(
        vault,
        clock,
        replace(
            asked,
            hall=wish.hall,
            officers=officers,
            window=wish.window,
            is_announced=wish.is_announced,
            is_accompanied=wish.is_accompanied,
            companion=wish.companion if wish.is_accompanied else "",
            part=part_of(wish, asked.scheme),
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


def _asked(vault: "Vault", catalogue: "Catalogue", clock: Clock, wish: Wish) -> "Beginning":
    """Item, scheme, who records and what it answers: as the office's task says, else as the form does."""
    from cxo_desktop.services import tasks
    from cxo_desktop.services.beginning import Beginning

    if wish.task:
        today = clock.now().wall.astimezone().date()
        return tasks.start(vault, catalogue, tasks.task_on_hand(vault, wish.task, today, office=wish.office))
    assert wish.channel is not None
    profile = vault.profile
    return Beginning(
        item=catalogue.item(wish.item),
        scheme=catalogue.scheme_for(wish.channel.role, wish.channel),
        hall=wish.hall,
        officers=(Officer(profile.id, profile.name),),
    )


def last_answers(vault: "Vault") -> tuple[dict[str, Any] | None, tuple[str, ...]]:
    """What the form was answered with last time, and the halls to propose: those offices name, then those visited.

    Record lane.
    """
    from cxo_desktop.services.packs import halls_told

    told = [hall.name for hall in halls_told(vault)]
    return vault.settings.get(LAST_PLACE), tuple(dict.fromkeys((*told, *vault.library.halls())))
