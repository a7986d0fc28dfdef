"""A table of whole rows as the library shows them: gone through by the arrow keys, one chosen at a time."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from cxo_desktop.ui.theme import scaled_to_text
from cxo_desktop.ui.widgets.naming import named


def table_of_rows(
    name: str, spoken: str, model: QAbstractItemModel, *, widths: Sequence[int], stretched: Iterable[int]
) -> QTableView:
    """`widths` are those at 100 % text; the `stretched` columns share what room is left."""
    table = named(QTableView(), name, spoken)
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setCornerButtonEnabled(False)
    rows = table.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(scaled_to_text(38))
    columns = table.horizontalHeader()
    columns.setHighlightSections(False)
    columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column, width in enumerate(widths):
        table.setColumnWidth(column, scaled_to_text(width))
    for column in stretched:
        columns.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    columns.setMinimumSectionSize(scaled_to_text(64))
    return table
