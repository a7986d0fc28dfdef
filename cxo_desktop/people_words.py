"""On what ground somebody is recorded, and how consent was given, in words."""

from typing import Final

from cxo_core.privacy import Basis
from cxo_desktop.words import N_

BASES: Final = {
    Basis.DUTY: N_("Official duty"),
    Basis.CONSENT: N_("Consent"),
    Basis.SEPARATE_CONSENT: N_("Separate consent"),
}
CONSENTS: Final = {"spoken": N_("spoken"), "written": N_("written")}
