"""The effect of events that each speak of one thing kept by its id: a paper, a photo, a person."""

from collections.abc import Callable, Mapping
from typing import Any

from cxo_core.entry import Entry
from cxo_core.kinds import Kind

Rule = Callable[[Any, Entry], tuple[Any, str | None]]
"""From the thing as it was (None: not known yet) and the entry to the thing as it is, or a code word for why not."""


def keeping(
    place: str, name: str, rules: Mapping[Kind, Rule]
) -> dict[Kind, Callable[[Any, Entry], str | None]]:
    """One effect for all these kinds: `place` is where the fold keeps the things, `name` the body's field with the id."""

    def effect(fold: Any, entry: Entry) -> str | None:
        things = getattr(fold, place)
        thing, why = rules[entry.kind](things.get(entry.body[name]), entry)
        if thing is not None:
            things[thing.id] = thing
        return why

    return dict.fromkeys(rules, effect)
