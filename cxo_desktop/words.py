"""The words people read: one gettext catalogue for window, PDF and command line.

Sentences are written in English in the code; Chinese is the first language people see.
"""

import gettext
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cxo_core.text import Text
from cxo_desktop.paths import resources

LANGUAGES = ("zh_CN", "en")

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"
_spoken: ContextVar[tuple[str, gettext.NullTranslations] | None] = ContextVar("spoken", default=None)


def use_language(tag: str) -> None:
    """Chooses `zh_CN` or `en` for every sentence from now on; anything else means Chinese."""
    global _catalogue, _language
    _language, _catalogue = _known(tag)


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Another language inside the block and in this thread only: a report may speak English while the window does not."""
    before = _spoken.set(_known(tag))
    try:
        yield
    finally:
        _spoken.reset(before)


def _known(tag: str) -> tuple[str, gettext.NullTranslations]:
    tag = tag if tag in LANGUAGES else "zh_CN"
    if tag == "en":
        return tag, gettext.NullTranslations()
    return tag, gettext.translation("cxo", resources() / "locale", languages=[tag])


def _in_use() -> tuple[str, gettext.NullTranslations]:
    return _spoken.get() or (_language, _catalogue)


def language() -> str:
    """The language in use, `zh_CN` or `en`."""
    return _in_use()[0]


def system_language() -> str:
    """English only where the system says so; Chinese everywhere else."""
    tag = os.environ.get("CXO_LANGUAGE") or locale.getlocale()[0] or ""
    return "en" if tag.lower().startswith("en") else "zh_CN"


def _(sentence: str) -> str:
    return _in_use()[1].gettext(sentence)


def N_(sentence: str) -> str:
    """Marks a sentence for the catalogue where it is defined; `_` translates it where it is shown."""
    return sentence


def ngettext(one: str, many: str, count: int) -> str:
    return _in_use()[1].ngettext(one, many, count)


def pick(text: Text) -> str:
    """A bilingual text of a scheme or service item, in the language in use."""
    return text.in_language(language())
