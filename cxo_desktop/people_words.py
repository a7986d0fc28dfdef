"""On what ground somebody is recorded, and how consent was given, in words."""

import re
from typing import Final

from cxo_core.privacy import Basis
from cxo_desktop.words import N_

BASES: Final = {
    Basis.DUTY: N_("Official duty"),
    Basis.CONSENT: N_("Consent"),
    Basis.SEPARATE_CONSENT: N_("Separate consent"),
}
CONSENTS: Final = {"spoken": N_("spoken"), "written": N_("written")}

_LONG_NUMBER: Final = re.compile(r"\d[\d\s-]{9,}[\dXx]")


def looks_identifying(label: str) -> bool:
    """Whether a label holds a number as long as that of an identity card or a telephone. It is only ever a warning."""
    return bool(_LONG_NUMBER.search(label))
