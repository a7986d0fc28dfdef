"""Exporting: every record as rows that join, in CSV files and one workbook that say the same."""

import csv
import gc
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cxo_core.event import Event
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_core.summarising import summary_of
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.report.tables import TABLES
from cxo_desktop.report.workbook import Workbook
from cxo_desktop.services.browsing import walkthroughs
from cxo_desktop.services.exporting import Export, export
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.library import LibraryQuery, Order
from helpers.recordings import files_in
from helpers.records import a_hall_walk
from helpers.tapping import Hand

Rows = list[dict[str, str]]


def keep(vault: Vault, events: tuple[Event, ...] | list[Event]) -> Walkthrough:
    walk = fold(events)
    vault.walkthroughs.append(walk.id, list(events), summary_of(walk))
    return walk


def tables(folder: Path) -> dict[str, Rows]:
    found = {}
    for name in TABLES:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            found[name] = list(csv.DictReader(file))
    return found


@pytest.fixture
def exported(vault: Vault, tmp_path: Path) -> tuple[list[Walkthrough], dict[str, Rows], Export]:
    """Two whole walks and an empty one."""
    walks = [keep(vault, a_hall_walk(walkthrough="a" * 32).events)]
    walks.append(keep(vault, a_hall_walk(walkthrough="b" * 32, photos=3).events))
    walks.append(keep(vault, Hand(walkthrough="c" * 32).events))
    told = export(vault, tmp_path / "out")
    return walks, tables(tmp_path / "out"), told


def test_there_is_one_row_for_each_thing_the_records_hold(
    exported: tuple[list[Walkthrough], dict[str, Rows], Export],
) -> None:
    walks, rows, told = exported
    expected = {
        "walkthroughs": len(walks),
        "steps": sum(len(walk.steps) for walk in walks),
        "events": sum(len(walk.entries) for walk in walks),
        "materials": sum(len(walk.materials) for walk in walks),
        "readings": sum(len(walk.readings) for walk in walks),
        "findings": sum(len(walk.findings) for walk in walks),
        "evidence": sum(len(walk.photos) for walk in walks),
    }
    assert dict(told.rows) == expected
    assert {name: len(found) for name, found in rows.items()} == expected
    assert all(expected.values())


def test_every_row_joins_a_walkthrough_and_a_step_it_names(
    exported: tuple[list[Walkthrough], dict[str, Rows], Export],
) -> None:
    walks, rows, _ = exported
    known = {row["walkthrough"] for row in rows["walkthroughs"]}
    assert known == {walk.id for walk in walks}
    steps = {(row["walkthrough"], row["step"]) for row in rows["steps"]}
    for name, found in rows.items():
        for row in found:
            assert row["walkthrough"] in known
            if name in ("readings", "findings", "evidence") and row["step"]:
                assert (row["walkthrough"], row["step"]) in steps
    photos = {row["evidence"] for row in rows["evidence"]}
    for row in rows["findings"]:
        assert set(row["evidence"].split()) <= photos
    sequences = {(row["walkthrough"], row["seq"]) for row in rows["events"]}
    assert {(row["walkthrough"], row["seq"]) for row in rows["readings"]} <= sequences


def test_the_key_of_every_table_names_one_row(
    exported: tuple[list[Walkthrough], dict[str, Rows], Export],
) -> None:
    _, rows, _ = exported
    keys = {
        "walkthroughs": ("walkthrough",),
        "steps": ("walkthrough", "step"),
        "events": ("walkthrough", "seq"),
        "materials": ("walkthrough", "material"),
        "readings": ("walkthrough", "step", "indicator"),
        "findings": ("walkthrough", "finding"),
        "evidence": ("walkthrough", "evidence"),
    }
    for name, key in keys.items():
        counted = Counter(tuple(row[column] for column in key) for row in rows[name])
        assert set(counted.values()) == {1}, name


def test_the_figures_are_those_of_the_record(
    exported: tuple[list[Walkthrough], dict[str, Rows], Export],
) -> None:
    (walk, *_), rows, _ = exported
    first = next(row for row in rows["walkthroughs"] if row["walkthrough"] == walk.id)
    assert (first["visits"], first["photos"], first["findings"]) == ("3", "8", "3")
    assert (first["extra_rate_percent"], first["materials_extra"]) == ("25", "1")
    assert (first["first_time_right"], first["missing_notices"]) == ("False", "1")
    assert first["codes_confirmed"] == "109"
    assert first["chain_head"] == walk.chain_head
    empty = next(row for row in rows["walkthroughs"] if row["walkthrough"] == "c" * 32)
    assert (empty["queue_seconds"], empty["first_time_right"], empty["extra_rate_percent"]) == ("", "", "")
    standing = Counter(row["standing"] for row in rows["events"] if row["walkthrough"] == walk.id)
    assert standing["struck"] == standing["undone"] == 1
    assert {row["entered"] for row in rows["events"]} == {"live", "typed", "recalled"}


def sheet_rows(path: Path, name: str) -> list[list[Any]]:
    book = load_workbook(path)
    try:
        return [list(row) for row in book[name].iter_rows(values_only=True, max_col=len(TABLES[name][0]))]
    finally:
        book.close()


def as_csv(value: Any) -> str:
    return "" if value is None else str(value)


def test_the_workbook_opens_and_says_exactly_what_the_csv_files_say(
    exported: tuple[list[Walkthrough], dict[str, Rows], Export], tmp_path: Path
) -> None:
    path = tmp_path / "out" / "walkthroughs.xlsx"
    assert path in exported[2].files
    for name, (columns, _) in TABLES.items():
        head, *rows = sheet_rows(path, name)
        assert tuple(head) == columns
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert [[as_csv(cell) for cell in row] for row in rows] == list(csv.reader(file))[1:]


def test_numbers_stay_numbers_and_texts_that_look_like_numbers_stay_texts(
    exported: tuple[list[Walkthrough], dict[str, Rows], Export], tmp_path: Path
) -> None:
    head, row, *_ = sheet_rows(tmp_path / "out" / "walkthroughs.xlsx", "walkthroughs")
    told = dict(zip(head, row, strict=True))
    assert told["visits"] == 3 and told["announced"] is False
    assert told["window"] == "3"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_of_a_record_becomes_a_formula(vault: Vault, tmp_path: Path, start: str) -> None:
    hand = Hand(hall=f'{start}HYPERLINK("http://evil.example","点我")')
    hand.tap(
        Kind.FINDING_NOTED,
        finding="f1",
        kind="problem",
        fact=f"{start}1+1",
        grade="document",
        **{"class": "policy"},
    )
    hand.tap(Kind.MATERIAL_DEMANDED, material=f"{start}x", title=f"{start}cmd|' /C calc'!A0")
    keep(vault, hand.events)
    export(vault, tmp_path / "out")
    for path in (tmp_path / "out").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert not [cell for row in csv.reader(file) for cell in row if cell.startswith(start)]
    book = load_workbook(tmp_path / "out" / "walkthroughs.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    book.close()


def test_texts_no_sheet_can_hold_are_whole_in_the_csv_and_cut_in_the_sheet(
    vault: Vault, tmp_path: Path
) -> None:
    hand = Hand()
    long = "排队" * 20_000
    strange = "一\x00二\x0b三\ufffe四<&>\"'五\n六 𠮷"
    for number, text in enumerate((long, strange)):
        hand.tap(
            Kind.FINDING_NOTED,
            finding=f"f{number}",
            kind="problem",
            fact=text,
            grade="document",
            **{"class": "policy"},
        )
    keep(vault, hand.events)
    export(vault, tmp_path / "out")
    assert [row["fact"] for row in tables(tmp_path / "out")["findings"]] == [long, strange]
    head, *rows = sheet_rows(tmp_path / "out" / "walkthroughs.xlsx", "findings")
    facts = [row[head.index("fact")] for row in rows]
    assert facts == [long[:32_767], "一二三四<&>\"'五\n六 𠮷"]


def test_an_empty_vault_gives_empty_tables(vault: Vault, tmp_path: Path) -> None:
    told = export(vault, tmp_path / "out")
    assert set(told.rows.values()) == {0}
    assert all(rows == [] for rows in tables(tmp_path / "out").values())
    assert sheet_rows(tmp_path / "out" / "walkthroughs.xlsx", "events") == [list(TABLES["events"][0])]


def test_exporting_again_replaces_the_files_and_leaves_no_parts(vault: Vault, tmp_path: Path) -> None:
    keep(vault, Hand(walkthrough="d" * 32).events)
    export(vault, tmp_path / "out")
    first = (tmp_path / "out" / "walkthroughs.xlsx").read_bytes()
    told = export(vault, tmp_path / "out")
    assert (tmp_path / "out" / "walkthroughs.xlsx").read_bytes() == first
    assert files_in(tmp_path / "out") == sorted(path.name for path in told.files)


def test_a_folder_that_is_a_file_is_said_to_be_no_folder(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("在这里写了别的东西")
    for place in (tmp_path / "out", tmp_path / "out" / "tables"):
        with pytest.raises(Problem) as problem:
            export(vault, place)
        assert problem.value.code is Code.FOLDER_MISSING
    assert (tmp_path / "out").read_text() == "在这里写了别的东西"


def test_an_export_that_is_stopped_leaves_what_was_there_before(tmp_path: Path) -> None:
    walk = a_hall_walk().walk()
    with Workbook(tmp_path / "out") as book:
        book.add(walk)
        book.finish()
    before = {name: (tmp_path / "out" / name).read_bytes() for name in files_in(tmp_path / "out")}

    def stopped() -> Iterator[Walkthrough]:
        yield walk
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Workbook(tmp_path / "out") as book:
        any(map(book.add, stopped()))
    assert {name: (tmp_path / "out" / name).read_bytes() for name in files_in(tmp_path / "out")} == before


def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path) -> None:
    hand = Hand()
    for kind in (Kind.ARRIVED, Kind.TICKET_TAKEN, Kind.CALLED, Kind.SERVICE_STARTED, Kind.LEFT):
        hand.wait(minutes=3).tap(kind)
    walk = hand.walk()
    held: dict[int, int] = {}
    with Workbook(tmp_path) as book:
        for number in range(1, 2_001):
            book.add(replace(walk, id=f"{number:032x}"))
            if number in (200, 2_000):
                gc.collect()
                held[number] = sys.getallocatedblocks()
        book.finish()
    assert held[2_000] - held[200] < 1_800  # less than one object for each record more
    with (tmp_path / "events.csv").open(encoding="utf-8-sig") as file:
        assert sum(1 for _ in file) == 2_000 * 6 + 1


def test_records_come_oldest_first_and_page_by_page(vault: Vault) -> None:
    hand = Hand()
    for number in range(120):
        hand = Hand(hand.wall, walkthrough=f"{number:032x}").wait(minutes=1)
        keep(vault, hand.events)
    found = [line.id for line in walkthroughs(vault, LibraryQuery(order=Order.OLDEST))]
    assert found == [f"{number:032x}" for number in range(120)]
    assert [line.id for line in walkthroughs(vault)] == found[::-1]
