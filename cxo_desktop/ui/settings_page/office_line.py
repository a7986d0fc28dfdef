"""One central office in the settings: its name, how this laptop stands with it, and the choice to seal to it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cxo_desktop.ui.dates import day_and_time
from cxo_desktop.ui.enrolling.facts import grouped
from cxo_desktop.ui.theme import SPACE_M, SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import badge, label, section, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.storage.offices import OfficeRow


class OfficeLine(QFrame):
    """`chosen` gives the id of the office to seal to from now on."""

    chosen = Signal(str)

    def __init__(self, office: "OfficeRow") -> None:
        super().__init__()
        name = f"office.{office.id}"
        named(self, name, office.name)
        words = QVBoxLayout()
        words.setSpacing(0)
        mark, standing, advice = standing_words(office)
        words.addWidget(section(f"{name}.name", office.name))
        words.addWidget(small(f"{name}.about", about_words(office)))
        if advice:
            told = label(f"{name}.advice", advice, tone="warning")
            words.addWidget(told)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, SPACE_S, 0, SPACE_S)
        row.setSpacing(SPACE_M)
        row.addLayout(words, 1)
        row.addWidget(badge(f"{name}.standing", f"{mark} {standing}"), 0, Qt.AlignmentFlag.AlignVCenter)
        if not office.is_current:
            choose = _("Seal to this one")
            row.addWidget(
                button(
                    f"{name}.choose",
                    choose,
                    lambda: self.chosen.emit(office.id),
                    spoken=f"{choose}: {office.name}",
                )
            )


def standing_words(office: "OfficeRow") -> tuple[str, str, str]:
    """A mark, how the laptop stands with the office, and what to do about it where there is something to do."""
    match office.standing.value:
        case "enrolled":
            return ("✓", _("enrolled"), "")
        case "asked":
            return (
                "…",
                _("asked"),
                _("The request is on a stick. Read the stick again when the office has answered."),
            )
        case "revoked":
            return (
                "⚠",
                _("revoked"),
                _(
                    "This office no longer takes anything from this laptop. Your work is all here; ask the office for a new enrolment file."
                ),
            )
    return ("○", _("keys only"), _("Walkthroughs can be sealed to it. To send them, enrol with it."))


def about_words(office: "OfficeRow") -> str:
    """Its number, where it answers, whom it knows here, and when it answered last."""
    parts = [grouped(office.id), *office.addresses, office.officer, office.hall]
    if office.seen_at is not None:
        parts.append(_("last answered {when}").format(when=day_and_time(office.seen_at)))
    if office.pack_version is not None:
        parts.append(_("office pack {version}").format(version=office.pack_version))
    return " · ".join(part for part in parts if part)
