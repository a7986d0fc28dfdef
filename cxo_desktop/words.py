"""The words people read: one gettext catalogue for window, PDF and command line.

Sentences are written in English in the code; Chinese is the first language people see.
"""

import gettext
import locale
import os

from cxo_core.text import Text
from cxo_desktop.paths import resources

LANGUAGES = ("zh_CN", "en")

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use_language(tag: str) -> None:
    """Chooses `zh_CN` or `en` for every sentence from now on; anything else means Chinese."""
    global _catalogue, _language
    _language = tag if tag in LANGUAGES else "zh_CN"
    _catalogue = (
        gettext.translation("cxo", resources() / "locale", languages=[_language])
        if _language != "en"
        else gettext.NullTranslations()
    )


def language() -> str:
    """The language in use, `zh_CN` or `en`."""
    return _language


def system_language() -> str:
    """English only where the system says so; Chinese everywhere else."""
    tag = os.environ.get("CXO_LANGUAGE") or locale.getlocale()[0] or ""
    return "en" if tag.lower().startswith("en") else "zh_CN"


def _(sentence: str) -> str:
    return _catalogue.gettext(sentence)


def N_(sentence: str) -> str:
    """Marks a sentence for the catalogue where it is defined; `_` translates it where it is shown."""
    return sentence


def ngettext(one: str, many: str, count: int) -> str:
    return _catalogue.ngettext(one, many, count)


def pick(text: Text) -> str:
    """A bilingual text of a scheme or service item, in the language in use."""
    return text.in_language(_language)
