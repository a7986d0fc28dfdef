"""What the page about one person shows before anybody was looked for, and where nothing was found."""

from cxo_desktop.ui.widgets.empty_state import EmptyState
from cxo_desktop.words import _


def nobody_asked() -> EmptyState:
    return EmptyState(
        "aboutEmpty",
        _("Whom is it about?"),
        _(
            "Type the label under which somebody stands in the record, or any words. Every walkthrough in this vault is looked"
            " through: entries, findings, captions, unfinished texts, and the photos that show this person."
        ),
        drawing="person",
    )


def nothing_found() -> EmptyState:
    return EmptyState(
        "aboutNothing",
        _("Nothing found"),
        _(
            "No walkthrough in this vault holds these words. Try fewer of them, or the label used in the record."
        ),
        drawing="search",
    )
