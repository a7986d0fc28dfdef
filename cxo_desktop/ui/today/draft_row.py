"""One walkthrough that is not sealed yet, with the button that goes on with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cxo_core.summary import Summary
from cxo_core.walkthrough import Status
from cxo_desktop.ui.dates import day_and_time
from cxo_desktop.ui.terms import channel_words, role_words, state_words
from cxo_desktop.ui.theme import SPACE_M, SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import badge, section, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, ngettext, pick


class DraftRow(QFrame):
    """Says what it is, where, how far, and since when."""

    asked = Signal(str)

    def __init__(self, summary: Summary) -> None:
        super().__init__()
        told = pick(summary.item_title)
        named(self, f"draft.{summary.id}", told)
        self.setProperty("look", "card")
        is_finished = summary.status == Status.FINISHED
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(section(f"draft.{summary.id}.title", told))
        words.addWidget(small(f"draft.{summary.id}.place", _place(summary)))
        words.addWidget(small(f"draft.{summary.id}.so_far", _so_far(summary)))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        row.setSpacing(SPACE_M)
        row.addLayout(words, 1)
        row.addWidget(
            badge(f"draft.{summary.id}.state", state_words(summary.status)), 0, Qt.AlignmentFlag.AlignVCenter
        )
        go_on = _("Finish and seal") if is_finished else _("Continue")
        row.addWidget(
            button(
                f"draft.{summary.id}.continue",
                go_on,
                lambda: self.asked.emit(summary.id),
                picture="seal" if is_finished else "play",
                spoken=f"{go_on}: {told}",
            )
        )


def _place(summary: Summary) -> str:
    parts = (role_words(summary.role), channel_words(summary.channel), summary.hall, summary.window)
    return " · ".join(part for part in parts if part)


def _so_far(summary: Summary) -> str:
    findings = ngettext("{count} finding", "{count} findings", summary.findings).format(
        count=summary.findings
    )
    photos = ngettext("{count} photo", "{count} photos", summary.photos).format(count=summary.photos)
    last = _("last entry {when}").format(when=day_and_time(summary.updated))
    return f"{last} · {findings} · {photos}"
