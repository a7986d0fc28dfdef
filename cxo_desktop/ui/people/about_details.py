"""Everything about one hit: the whole text or the small picture, where it stands, until when it is kept, and what can be done."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cxo_core.walkthrough import Status
from cxo_desktop.ui.dates import day_and_time
from cxo_desktop.ui.people.about_hits import Hit, Sort
from cxo_desktop.ui.people.sure_button import SureButton
from cxo_desktop.ui.terms import state_words
from cxo_desktop.ui.theme import SPACE_M, SPACE_S, scaled_to_text
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.labels import label, section, small
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.scrolling import ScrollDown
from cxo_desktop.words import _, pick


class AboutDetails(ScrollDown):
    """`there_asked` gives the hit to go to, `withdrawal_asked` the one whose consent is taken back."""

    there_asked = Signal(object)
    withdrawal_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("aboutDetails", _("About the chosen place"))
        self._hit: Hit | None = None
        self._title = section("aboutTitleOfChosen", "")
        self._where = small("aboutWhere")
        self._picture = named(QLabel(), "aboutPicture", _("The photo, small"))
        self._text = label("aboutSaid")
        self._kept = small("aboutKept")
        self._there = button("aboutGo", _("Go there"), self._go, tone="primary", picture="forward")
        self._withdraw = SureButton(
            "aboutWithdraw",
            _("Consent taken back…"),
            _("Really? It cannot be undone"),
            self._take_back,
        )
        self._means = small(
            "aboutWithdrawMeans",
            _(
                "Sealed files with this person's photos are destroyed here at once, and each office is asked to destroy its own."
                " Photos in the record must then be masked or destroyed."
            ),
        )
        inside = named(QWidget(), "aboutDetailsInside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_M, 0, SPACE_S, 0)
        column.setSpacing(SPACE_S)
        acts = FlowLayout(gap=SPACE_S)
        acts.addWidget(self._there)
        acts.addWidget(self._withdraw)
        for each in (self._title, self._where, self._picture, self._text, self._kept):
            column.addWidget(each)
        column.addLayout(acts)
        column.addWidget(self._means)
        column.addStretch()
        self.setWidget(inside)
        self.setMinimumWidth(scaled_to_text(280))

    def show_hit(self, hit: Hit | None) -> None:
        self._hit = hit
        self.setVisible(hit is not None)
        if hit is None:
            return
        self._withdraw.calm()
        self._title.setText(hit.words)
        where = f"{pick(hit.title)} · {state_words(hit.status)}\n{day_and_time(hit.at)}"
        self._where.setText(where)
        self._text.setText(hit.text)
        self._text.setVisible(bool(hit.text))
        self._kept.setText(kept_words(hit))
        self._kept.setVisible(bool(self._kept.text()))
        self._withdraw.setVisible(hit.may_be_taken_back)
        self._means.setVisible(hit.may_be_taken_back)
        self._there.setText(there_words(hit))
        self._there.setAccessibleName(f"{there_words(hit)}: {pick(hit.title)}")
        self.show_picture(None)
        self.verticalScrollBar().setValue(0)

    def show_picture(self, pixmap: QPixmap | None) -> None:
        """The small picture of the photo, once it is there."""
        is_there = pixmap is not None and not pixmap.isNull()
        self._picture.setVisible(is_there)
        if pixmap is not None and is_there:
            self._picture.setPixmap(pixmap)

    def _go(self) -> None:
        if self._hit is not None:
            self.there_asked.emit(self._hit)

    def _take_back(self) -> None:
        if self._hit is not None:
            self.withdrawal_asked.emit(self._hit)


def kept_words(hit: Hit) -> str:
    """Until when a photo is kept; a text stays as long as its record."""
    if hit.sort is not Sort.PHOTO or hit.photo is None:
        return ""
    if hit.is_erased:
        return _("The picture itself is erased; the record only says that there was one.")
    if hit.until is None:
        return _("Kept without end: it was not delivered yet.")
    return _("Kept until {day}.").format(day=hit.until.isoformat())


def there_words(hit: Hit) -> str:
    """Where the button leads."""
    if hit.is_aside:
        return _("Photos put aside: Settings")
    if hit.photo is not None and not hit.photo.removed:
        return _("Go to the photo")
    return _("Show the report") if hit.status == Status.SEALED else _("Go to the entry")
