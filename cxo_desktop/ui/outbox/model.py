"""The sealed bundles of the vault, one row each, with what they are about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from cxo_core.problems import Problem
from cxo_core.text import Text
from cxo_desktop.measure_words import size_text
from cxo_desktop.ui.dates import day_and_time
from cxo_desktop.words import _, pick

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.storage.bundles import BundleRow

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sealed bundle and the title of its walkthrough's service item."""

    bundle: "BundleRow"
    title: Text


def waiting(vault: "Vault") -> tuple[Waiting, ...]:
    """Every bundle that has no receipt yet, first sealed first. Record lane."""
    from cxo_desktop.storage.bundles import BundleState

    def title(walkthrough: str) -> Text:
        try:
            return vault.walkthroughs.summary(walkthrough).item_title
        except Problem:
            return Text("", "")

    return tuple(
        Waiting(row, title(row.walkthrough_id)) for row in vault.bundles.in_state(BundleState.SEALED)
    )


class OutboxModel(QAbstractTableModel):
    """A short list: what was handed over leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Waiting, ...] = ()

    def show(self, rows: Sequence[Waiting]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def at(self, row: int) -> Waiting | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def every(self) -> tuple[Waiting, ...]:
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.at(index.row()) if index.isValid() else None
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _COLUMNS[index.column()](row)
            case Qt.ItemDataRole.ToolTipRole:
                return row.bundle.sha256
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{_headings()[index.column()]}: {_COLUMNS[index.column()](row)}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _headings()[section] if 0 <= section < len(_COLUMNS) else None
        return None


def _headings() -> Sequence[str]:
    return (_("Sealed at"), _("Service item"), _("Revision"), _("Size"), _("State"))


_COLUMNS: tuple[Callable[[Waiting], str], ...] = (
    lambda row: day_and_time(row.bundle.sealed_at),
    lambda row: pick(row.title),
    lambda row: str(row.bundle.revision),
    lambda row: size_text(row.bundle.bytes),
    lambda row: "✓ " + _("Sealed, on this laptop only"),
)
