"""What was erased, as a list of its own: when, why, and the receipt it had been delivered with. Never what was in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView

from cxo_core.problems import Problem
from cxo_core.text import Text
from cxo_desktop.measure_words import size_text
from cxo_desktop.retention_words import why_words
from cxo_desktop.ui.dates import day_and_time
from cxo_desktop.ui.library.rows import table_of_rows
from cxo_desktop.words import _, ngettext, pick

if TYPE_CHECKING:
    from cxo_desktop.services.tombstones import Tombstone
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.storage.library import LibraryQuery

MOST = 2_000
"""Erasings beyond this are found with the command, which lists the whole log."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """`title`: of the service item, empty where nothing tells it any more; `is_here`: the record itself is still in the vault."""

    tomb: "Tombstone"
    title: Text
    is_here: bool


def removed(vault: "Vault", query: "LibraryQuery") -> tuple[RemovedRow, ...]:
    """Work lane. What fits the words and days asked for; the days are those of the erasing."""
    from cxo_desktop.services.tombstones import tombstones

    found = tombstones(vault, MOST)
    items = dict(vault.library.items())
    of_whole = {each.walkthrough: each.item for each in found if each.is_whole}
    rows = (_row(vault, each, of_whole.get(each.walkthrough, ""), items) for each in found)
    return tuple(row for row in rows if fits(row, query))


def fits(row: RemovedRow, query: "LibraryQuery") -> bool:
    tomb = row.tomb
    if query.started_from is not None and tomb.at < query.started_from:
        return False
    if query.started_before is not None and tomb.at >= query.started_before:
        return False
    told = f"{row.title.zh} {row.title.en} {tomb.item} {tomb.walkthrough} {why_words(tomb.why)} {tomb.started or ''}"
    return all(word in told.casefold() for word in query.text.casefold().split())


def _row(vault: "Vault", tomb: "Tombstone", item: str, items: dict[str, Text]) -> RemovedRow:
    if item:
        return RemovedRow(tomb, items.get(item, Text(item, item)), is_here=False)
    try:
        return RemovedRow(tomb, vault.walkthroughs.summary(tomb.walkthrough).item_title, is_here=True)
    except Problem:
        return RemovedRow(tomb, Text("", ""), is_here=False)


class RemovedModel(QAbstractTableModel):
    """One line for each erasing."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[RemovedRow] = ()

    def show(self, rows: Iterable[RemovedRow]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def at(self, row: int) -> RemovedRow | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.at(index.row()) if index.isValid() else None
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return _COLUMNS[index.column()](row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{headings()[index.column()]}: {_COLUMNS[index.column()](row)}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return headings()[section] if 0 <= section < len(_COLUMNS) else None
        return None


def headings() -> Sequence[str]:
    return (_("Erased"), _("Service item"), _("What"), _("Because"), _("Receipt"))


def _title(row: RemovedRow) -> str:
    title = pick(row.title) or _("Walkthrough")
    started = row.tomb.started
    return _("{title}, {day}").format(title=title, day=started.isoformat()) if started else title


def _what(row: RemovedRow) -> str:
    count, size = row.tomb.objects, size_text(row.tomb.bytes)
    if row.tomb.is_whole:
        words = ngettext("Record and {count} file", "Record and {count} files", count)
    else:
        words = ngettext("{count} file, {size}", "{count} files, {size}", count)
    return words.format(count=count, size=size)


def _receipt(row: RemovedRow) -> str:
    if row.tomb.receipts:
        last = row.tomb.receipts[-1]
        return _("{day}, {office}").format(office=last.office, day=f"{last.at.astimezone():%Y-%m-%d}")
    words = row.tomb.ground.split()
    return words[-1] if words[:1] == ["receipt"] else "–"


_COLUMNS: tuple[Callable[[RemovedRow], str], ...] = (
    lambda row: day_and_time(row.tomb.at),
    _title,
    _what,
    lambda row: why_words(row.tomb.why),
    _receipt,
)


def removed_table(
    model: RemovedModel, chosen: Callable[[QModelIndex], object], asked: Callable[[], object]
) -> QTableView:
    """`chosen` hears which line is looked at, `asked` that more about it is wanted."""
    widths = (158, 260, 170, 170, 240)
    table = table_of_rows("libraryRemovedTable", _("What was erased"), model, widths=widths, stretched=(1,))
    table.activated.connect(lambda _index: asked())
    table.selectionModel().currentRowChanged.connect(lambda index, _before: chosen(index))
    return table
