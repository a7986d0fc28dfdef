"""Everything about one bundle: how far it is, what stands in its way and what to do, its receipt, every attempt."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from cxo_desktop import problem_words
from cxo_desktop.ui.enrolling.facts import grouped
from cxo_desktop.ui.outbox.log_words import log_text
from cxo_desktop.ui.outbox.model import about_words, title_words
from cxo_desktop.ui.outbox.outgoing import Held
from cxo_desktop.ui.outbox.standing import Stand, Standing
from cxo_desktop.ui.outbox.wishes import Wish, wish_details, wish_digest, wish_receipt, wish_sentence
from cxo_desktop.ui.theme import SPACE_M, SPACE_S, scaled_to_text
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import copyable, label, section, small
from cxo_desktop.ui.widgets.naming import named, restyle
from cxo_desktop.ui.widgets.scrolling import ScrollDown
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.storage.sync_log import LogLine

_TONES = {Stand.DELIVERED: "good", Stand.REFUSED: "problem", Stand.UNPROVEN: "problem"}


class DetailsPanel(ScrollDown):
    """Shows one bundle; `retry_asked` wants it, and what is marked with it, tried again at once."""

    retry_asked = Signal()

    def __init__(self) -> None:
        super().__init__("outboxDetails", _("About the chosen bundle"))
        self._held: Held | None = None
        self._lines: Sequence[LogLine] = ()
        self._far: Standing | None = None
        self._title = section("outboxTitleOfChosen", "")
        self._about = small("outboxAbout")
        self._state = label("outboxState")
        self._sentence = label("outboxSentence")
        self._receipt = label("outboxReceipt")
        self._digest = copyable("outboxDigest", _("SHA-256 of the file"))
        self._log = named(QPlainTextEdit(), "outboxLog", _("What was tried"))
        self._log.setReadOnly(True)
        self._log.setTabChangesFocus(True)
        self._log.setMinimumHeight(scaled_to_text(96))
        self._log.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._retry = button("outboxRetry", _("Try this one now"), self.retry_asked.emit, picture="refresh")
        self._copy = button("outboxCopyDetails", _("Copy details"), self._copy_details, picture="copy")
        inside = named(QWidget(), "outboxDetailsInside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_M, 0, SPACE_S, 0)
        column.setSpacing(SPACE_S)
        acts = FlowLayout(gap=SPACE_S)
        acts.addWidget(self._retry)
        acts.addWidget(self._copy)
        for each in (self._title, self._about, self._state, self._sentence, self._receipt):
            column.addWidget(each)
        column.addLayout(acts)
        self._digest_label = small("outboxDigestLabel", _("SHA-256 of the file"))
        column.addWidget(self._digest_label)
        column.addWidget(self._digest)
        column.addWidget(small("outboxLogLabel", _("What was tried, the newest first")))
        column.addWidget(self._log, 1)
        self.setWidget(inside)
        self.setMinimumWidth(scaled_to_text(280))

    def show_bundle(self, held: Held, far: Standing) -> None:
        """Another bundle or wish, or the same one further on."""
        is_other = self._held is None or self._held.place != held.place
        self._held, self._far = held, far
        self._title.setText(title_words(held))
        about = about_words(held)
        self._about.setText(f"{about}\n{held.office}" if held.office else about)
        self._state.setText(far.told)
        restyle(self._state, tone=_TONES.get(far.stand, ""))
        sentence = sentence_of(held, far)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        receipt = receipt_words(held)
        self._receipt.setText(receipt)
        self._receipt.setVisible(bool(receipt))
        is_wish = isinstance(held, Wish)
        self._digest_label.setText(
            _("SHA-256 of the signed withdrawal") if is_wish else _("SHA-256 of the file")
        )
        self._digest.setText(wish_digest(held) if isinstance(held, Wish) else held.bundle.sha256)
        self._digest.setCursorPosition(0)
        if is_other:
            self._copy.setText(_("Copy details"))
            self.show_log(())

    def offer_retry(self, count: int) -> None:
        """How many it would be for; none hides it."""
        self._retry.setVisible(count > 0)
        several = _("Try these {count} now").format(count=count)
        self._retry.setText(several if count > 1 else _("Try this one now"))

    def show_log(self, lines: "Sequence[LogLine]") -> None:
        self._lines = tuple(lines)
        text = log_text(self._lines) or _("Nothing was tried yet.")
        if text != self._log.toPlainText():
            self._log.setPlainText(text)

    @property
    def text(self) -> str:
        """What “copy details” takes: no title, place or person, so that it can be handed to anybody."""
        if self._held is None or self._far is None:
            return ""
        if isinstance(self._held, Wish):
            told = (wish_details(self._held), self._far.told, log_text(self._lines))
            return "\n".join(part for part in told if part)
        bundle = self._held.bundle
        parts = [
            f"{bundle.walkthrough_id} r{bundle.revision}",
            f"sha256 {bundle.sha256}, {bundle.bytes} B",
            f"manifest {bundle.manifest_digest}",
            self._far.told,
            str(bundle.problem or ""),
            receipt_words(self._held),
            log_text(self._lines),
        ]
        return "\n".join(part for part in parts if part)

    def _copy_details(self) -> None:
        QApplication.clipboard().setText(self.text, QClipboard.Mode.Clipboard)
        self._copy.setText(_("Copied"))


def sentence_of(held: Held, far: Standing) -> str:
    """What stands in the way and what to do about it; empty where nothing does."""
    if isinstance(held, Wish):
        return wish_sentence(held)
    if far.stand is Stand.UNPROVEN:
        return _(
            "This bundle counts as delivered, but the receipt kept for it was not signed by the office's key."
            " Keep it, and ask the office."
        )
    if held.bundle.is_erased and not held.is_delivered:
        return _("Consent was withdrawn before the office had it, so it was destroyed and never goes out.")
    if held.bundle.problem is not None and not held.is_delivered:
        return problem_words.sentence(held.bundle.problem)
    if far.stand is Stand.SEALED and not held.can_be_sent:
        return _(
            "This laptop is not enrolled with the office. Save the bundle to a stick, or enrol in Settings."
        )
    return ""


def receipt_words(held: Held) -> str:
    """Who confirmed it, when, and for which bytes."""
    if isinstance(held, Wish):
        return wish_receipt(held)
    receipt = held.receipt
    if receipt is None:
        return ""
    said = _("Receipt of {office} ({key}), {when}").format(
        office=held.office or receipt.office,
        key=receipt.office,
        when=f"{receipt.received_at.astimezone():%Y-%m-%d %H:%M:%S}",
    )
    looked = (
        _("The office opened the bundle and found it whole.")
        if receipt.is_opened
        else _("The office has the file; its contents are opened elsewhere.")
    )
    return f"{said}\n{looked}\nSHA-256 {grouped(receipt.sha256, 8)}"
