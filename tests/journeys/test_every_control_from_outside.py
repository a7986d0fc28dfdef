"""Every page on the accessibility bus: each control has a name for people and one for programs, and Tab gets everywhere."""

from pathlib import Path

from helpers.outside import Node, Program, Screen, until
from helpers.outside_visit import OPENED, begin_in_the_hall, pressed, running

CONTROLS = (
    "push button",
    "check box",
    "radio button",
    "combo box",
    "text",
    "password text",
    "list",
    "table",
    "slider",
)
"""Roles of what can be worked. A list's rows are worked through their list."""

PAGES = {
    "ctrl+1": "todayStart",
    "ctrl+n": "showsSecrets.no",
    "ctrl+2": "stepTitle",
    "ctrl+3": "sealingSeal",
    "ctrl+4": "librarySearch",
    "ctrl+5": "outboxEmptyAction",
    "ctrl+6": "settingsOfficeChoose",
}


def nameless(nodes: list[Node]) -> list[str]:
    """Controls without a name: Qt puts the class where there is no object name."""
    controls = [node for node in nodes if node["role"] in CONTROLS]
    own = {node["id"]: node["id"].rsplit(".", 1)[-1] for node in controls}
    return [
        node["id"]
        for node in controls
        if not node["name"] or not own[node["id"]] or own[node["id"]][0] == "Q"
    ]


def stops(program: Program) -> list[str]:
    """Where Tab stops on its way round, by object name."""
    found: list[str] = []
    here = program.focused()["id"]
    while here not in found:
        found.append(here)
        program.keys("Tab")
        here = until(
            lambda here=here: where if (where := program.focused()["id"]) not in ("", here) else "",
            f"Tab to leave {here}",
        )
    return found


def out_of_reach(program: Program, way: list[str]) -> list[str]:
    """What can hold the keyboard and is not on the way of Tab. A group that hands the keyboard on is its part."""
    can_hold = [
        node["id"]
        for node in program.tree()
        if {"focusable", "enabled"} <= set(node["states"]) and node["role"] != "list item"
    ]
    parts = [each for each in can_hold if not any(other.startswith(f"{each}.") for other in can_hold)]
    return [each for each in parts if each not in way]


def test_every_control_of_every_page_is_named_and_no_button_is_out_of_reach(
    screen: Screen, home: Path, vault: Path
) -> None:
    begin_in_the_hall(home)
    with running(screen, home, environment=OPENED) as program:
        program.see(id="stepBegin")
        pressed(program, "alt+Down", "进入环节")
        for key, sign in PAGES.items():
            program.keys(key)
            program.see(id=sign)
            assert nameless(program.tree()) == [], key
        program.keys("ctrl+3")
        program.see(id="sealingSeal")
        assert out_of_reach(program, stops(program)) == []
        program.keys("ctrl+2")
        program.see(id="stepTitle")
        program.keys("F2")
        program.focus_is("detail.number")
        program.keys("ctrl+m")
        program.focus_is("material.application_form")
        way = stops(program)
        assert out_of_reach(program, way) == []
        order = [name.rsplit(".", 1)[-1] for name in way]
        walked = [
            "ticket_taken",
            "number",
            "ahead",
            "extra",
            "application_form",
            "outcome",
            "note",
            "timeline",
        ]
        turned = order[order.index("recorderBack") :] + order[: order.index("recorderBack")]
        assert [name for name in turned if name in walked] == walked
