"""docs/cli.md tells of every command, every option and every field of an answer in JSON."""

from pathlib import Path

import pytest

from cxo_desktop.cli import main
from cxo_desktop.report.tables import TABLES
from helpers.commanding import Cxo, one

COMMANDS = (
    "record seal reopen list show export report scheme item verify backup restore doctor passphrase demo"
    " enrol offices tasks courier"
)
GUIDE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def test_every_command_tells_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS.split():
        with pytest.raises(SystemExit) as left:
            main([command, "--help"])
        assert left.value.code == 0
        used = capsys.readouterr().out
        assert f"cxo {command}" in GUIDE
        for option in {word.strip("[],") for word in used.split() if word.strip("[],").startswith("--")}:
            assert option == "--help" or option in GUIDE, (command, option)


def documented(heading: str) -> set[str]:
    """The fields the first table below a heading of docs/cli.md tells of."""
    section = GUIDE.partition(f"### {heading}\n")[2].partition("\n### ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name.strip(" `") for row in rows for name in row.split("·")}


def test_the_json_shapes_are_those_of_the_documentation(
    cxo: Cxo, form: Path, office: Path, tmp_path: Path
) -> None:
    recorded = cxo("record", form / "walk.yaml", "--json").json
    walkthrough = recorded["id"]
    assert set(recorded) == documented("record")
    assert set(cxo("list", "--json").json[0]) == documented("list")
    assert set(cxo("show", walkthrough, "--json").json) == documented("show")
    sealed = cxo("seal", walkthrough, "--office", one(office, "office.json"), "--json").json
    assert set(sealed) == documented("seal")
    verified = cxo("verify", sealed["file"], "--identity", one(office, "*identity*"), "--json").json
    assert set(verified) == documented("verify")
    exported = cxo("export", "--out", tmp_path / "tables", "--json").json
    assert set(exported) == documented("export")
    assert set(exported["rows"]) == set(TABLES)
    assert set(cxo("doctor", "--json").json[0]) == documented("doctor")
    for columns, _ in TABLES.values():
        for column in columns:
            assert f"`{column}`" in GUIDE, column
