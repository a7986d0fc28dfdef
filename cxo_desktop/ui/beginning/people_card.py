"""Who comes along: accompanied or alone, announced or not, and a second person who enters into the record."""

from PySide6.QtWidgets import QLineEdit

from cxo_desktop.kind_words import duty_name
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.chips import ChipChoice, Option
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.ui.widgets.secret import secret
from cxo_desktop.words import _


class PeopleCard(Card):
    """Part of the form; `fields` by the name of the wish's field."""

    def __init__(self) -> None:
        super().__init__("beginPeople", _("People"))
        self.announced = ChipChoice(
            "announced",
            _("Does the place know?"),
            (Option("no", _("Not announced")), Option("yes", _("Announced"))),
        )
        self.accompanied = ChipChoice(
            "accompanied",
            _("Who walks?"),
            (Option("yes", _("I accompany somebody")), Option("no", _("I walk by myself"))),
        )
        self.companion = secret(QLineEdit())
        self.second = QLineEdit()
        self.second_duty = ChipChoice(
            "secondDuty",
            _("Duty of the second person"),
            tuple(Option(duty, duty_name(duty)) for duty in ("officer", "researcher")),
        )
        self.announced.choose("no")
        self.accompanied.choose("yes")
        self.second_duty.choose("researcher")
        self.companion_field = Field(
            "companion",
            _("Who is accompanied"),
            self.companion,
            _("The applicant or firm, never a clerk's name."),
        )
        second = Field("second", _("Second person who records (optional)"), self.second)
        self._duty = Field("secondDuty", _("Duty of the second person"), self.second_duty)
        for each in (
            Field("accompanied", _("Who walks?"), self.accompanied),
            self.companion_field,
            Field("announced", _("Does the place know?"), self.announced),
            second,
            self._duty,
        ):
            self.body.addWidget(each)
        self._duty.hide()
        self.accompanied.chosen.connect(lambda answer: self.companion_field.setVisible(answer == "yes"))
        self.second.textChanged.connect(lambda name: self._duty.setVisible(bool(name.strip())))
