"""What a new walkthrough is to be, as the form holds it, and what is still wrong with it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from cxo_core.roles import Channel
from cxo_core.scheme import Scheme
from cxo_desktop.words import _


@dataclass(frozen=True, slots=True)
class Wish:
    """`first_step`, `last_step`: ids of a part to walk, both empty for the whole flow. `shows_secrets`: None until answered.

    `second`, `second_duty`: a second person who enters into this record, and as what. `task`, `office`: the task that the
    walkthrough answers and the id of the office that asks for it, both empty where nobody asked.
    """

    item: str = ""
    channel: Channel | None = None
    hall: str = ""
    window: str = ""
    is_announced: bool = False
    is_accompanied: bool = True
    companion: str = ""
    second: str = ""
    second_duty: str = "researcher"
    first_step: str = ""
    last_step: str = ""
    shows_secrets: bool | None = None
    task: str = ""
    office: str = ""


def mistakes(wish: Wish, schemes: Mapping[Channel, Scheme]) -> dict[str, str]:
    """A sentence for each field that keeps the walkthrough from beginning, in the order of the form."""
    found: dict[str, str] = {}
    if wish.shows_secrets is None:
        found["shows_secrets"] = _("Look around and answer this first.")
    if not wish.item:
        found["item"] = _("Choose a service item from the list.")
    if wish.channel is None:
        found["channel"] = _("Choose how the walk is done.")
    elif wish.channel not in schemes:
        found["channel"] = _("There is no scheme for this channel.")
    if not wish.hall and wish.channel is not Channel.ONLINE:
        found["hall"] = _("Enter where the walk is done.")
    if wish.is_accompanied and not wish.companion:
        found["companion"] = _("Enter who is accompanied, for instance the applicant's firm.")
    if wish.channel and wish.channel in schemes and not _runs_forward(wish, schemes[wish.channel]):
        found["part"] = _("The last step comes before the first.")
    return found


def part_of(wish: Wish, scheme: Scheme) -> tuple[str, ...]:
    """The ids of the steps to walk; empty for the whole flow."""
    steps = [step.id for step in scheme.steps]
    if not wish.first_step and not wish.last_step:
        return ()
    first = steps.index(wish.first_step) if wish.first_step in steps else 0
    last = steps.index(wish.last_step) if wish.last_step in steps else len(steps) - 1
    part = tuple(steps[first : last + 1])
    return () if len(part) == len(steps) else part


def _runs_forward(wish: Wish, scheme: Scheme) -> bool:
    steps = [step.id for step in scheme.steps]
    if wish.first_step not in steps or wish.last_step not in steps:
        return True
    return steps.index(wish.first_step) <= steps.index(wish.last_step)
