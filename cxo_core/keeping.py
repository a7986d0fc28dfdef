"""The effect of events that each speak of one thing kept by its id: a paper, a photo, a person."""

from collections.abc import Callable, Mapping
from typing import Any

from cxo_core.entry import Entry
from cxo_core.kinds import Kind

Rule = Callable[[Any, Entry], tuple[Any, str | None]]
"""From the thing as it was (None: it begins) and the entry to the thing as it is, or None and a code word for why not."""


def keeping(
    place: str, name: str, rules: Mapping[Kind, Rule], *, begins: Kind, missing: str
) -> dict[Kind, Callable[[Any, Entry], str | None]]:
    """One effect for all these kinds: `place` is where the fold keeps the things, `name` the body's field with the id.

    Only the rule of the kind that `begins` a thing is asked of one that is not known; any other event is then `missing`.
    """

    def effect(fold: Any, entry: Entry) -> str | None:
        things = getattr(fold, place)
        known = things.get(entry.body[name])
        if known is None and entry.kind is not begins:
            return missing
        thing, why = rules[entry.kind](known, entry)
        if thing is not None:
            things[thing.id] = thing
        return why

    return dict.fromkeys(rules, effect)
