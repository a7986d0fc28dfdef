"""The window as somebody sees it who has only the accessibility bus. Run by the system's Python, which has the bindings.

One JSON question per line on standard input, one JSON answer per line on standard output; nothing of the program is imported.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib

STATES = {
    name.lower(): getattr(Atspi.StateType, name)
    for name in (
        "CHECKED",
        "EDITABLE",
        "ENABLED",
        "FOCUSABLE",
        "FOCUSED",
        "MULTI_LINE",
        "PRESSED",
        "READ_ONLY",
        "SELECTED",
        "SENSITIVE",
        "SHOWING",
        "VISIBLE",
    )
}


CELLS = ("list item", "table cell", "tree item")
"""A list keeps telling which of its rows is the current one after the keyboard has left it."""


def children(node: Any) -> Iterator[Any]:
    for at in range(node.get_child_count()):
        child = node.get_child_at_index(at)
        if child is not None:
            yield child


def walk(node: Any, depth: int = 0) -> Iterator[tuple[Any, int, Any]]:
    """Every widget that is on the screen with its states, parents first; what is hidden is left out with all it holds."""
    try:
        states = node.get_state_set()
        if depth > 1 and not states.contains(Atspi.StateType.SHOWING):
            return
        yield node, depth, states
        for child in children(node):
            yield from walk(child, depth + 1)
    except GLib.Error:
        return


def seen(node: Any, depth: int = 0) -> dict[str, Any]:
    states = node.get_state_set()
    told: dict[str, Any] = {
        "id": node.get_accessible_id() or "",
        "name": node.get_name() or "",
        "description": node.get_description() or "",
        "role": node.get_role_name(),
        "states": sorted(name for name, state in STATES.items() if states.contains(state)),
        "depth": depth,
    }
    box = node.get_component_iface()
    if box is not None:
        place = box.get_extents(Atspi.CoordType.SCREEN)
        told["box"] = [place.x, place.y, place.width, place.height]
    text = node.get_text_iface()
    if text is not None:
        told["text"] = Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text))
    value = node.get_value_iface()
    if value is not None:
        told["value"] = Atspi.Value.get_current_value(value)
    action = node.get_action_iface()
    if action is not None:
        told["actions"] = [
            Atspi.Action.get_action_name(action, at) for at in range(Atspi.Action.get_n_actions(action))
        ]
    return told


class Window:
    """The program with one process number, asked again each time: widgets come and go."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def root(self) -> Any:
        desktop = Atspi.get_desktop(0)
        for each in children(desktop):
            if each.get_process_id() == self._pid:
                return each
        return None

    def nodes(self) -> Iterator[tuple[Any, int, Any]]:
        root = self.root()
        if root is not None:
            root.clear_cache()
            yield from walk(root)

    def matching(self, wanted: dict[str, Any]) -> Iterator[Any]:
        for node, depth, _states in self.nodes():
            if depth and fits(node, wanted):
                yield node


def fits(node: Any, wanted: dict[str, Any]) -> bool:
    """`id` is an object name, `name` the whole accessible name, `part` a part of it, `role` the role's name."""
    if "id" in wanted and not (f".{node.get_accessible_id()}".endswith(f".{wanted['id']}")):
        return False
    if "role" in wanted and node.get_role_name() != wanted["role"]:
        return False
    if "name" in wanted and node.get_name() != wanted["name"]:
        return False
    return "part" not in wanted or wanted["part"] in (node.get_name() or "")


def press(node: Any, action: str | None) -> bool:
    """The action of that name, or the first."""
    found = node.get_action_iface()
    if found is None:
        return False
    names = [
        Atspi.Action.get_action_name(found, at).lower() for at in range(Atspi.Action.get_n_actions(found))
    ]
    if action is not None and action.lower() not in names:
        return False
    return bool(names) and bool(Atspi.Action.do_action(found, names.index(action.lower()) if action else 0))


def write(node: Any, text: str) -> bool:
    found = node.get_editable_text_iface()
    return found is not None and bool(Atspi.EditableText.set_text_contents(found, text))


def answer(question: dict[str, Any]) -> Any:
    window = Window(question["pid"])
    match question["do"]:
        case "there":
            return window.root() is not None
        case "find":
            return [seen(node) for node in window.matching(question["wanted"])]
        case "tree":
            return [seen(node, depth) for node, depth, _states in window.nodes() if depth]
        case "focused":
            holders = [
                node
                for node, depth, states in window.nodes()
                if depth > 1
                and states.contains(Atspi.StateType.FOCUSED)
                and node.get_role_name() not in CELLS
                and not node.get_accessible_id().endswith("qt_scrollarea_viewport")
            ]
            return seen(holders[-1]) if holders else None
        case "press":
            return any(press(node, question.get("action")) for node in window.matching(question["wanted"]))
        case "write":
            return any(write(node, question["text"]) for node in window.matching(question["wanted"]))
        case "focus":
            return any(
                node.get_component_iface() is not None
                and Atspi.Component.grab_focus(node.get_component_iface())
                for node in window.matching(question["wanted"])
            )
        case other:
            raise ValueError(other)


def main() -> None:
    Atspi.set_timeout(2000, 5000)
    for line in sys.stdin:
        question = json.loads(line)
        try:
            told = {"answer": answer(question)}
        except GLib.Error as error:
            told = {"gone": str(error)}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
