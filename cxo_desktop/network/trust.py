"""Whose TLS certificate counts: the one in the enrolment file alone, or else what this machine trusts."""

import ssl
from typing import Final

from cxo_core.problems import Code, Problem

_NO_CHECK_TIME: Final = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME (openssl/x509_vfy.h), which the ssl module does not name."""


def context_for(certificate: str) -> ssl.SSLContext | bool:
    """A context that completes a handshake with the holder of this PEM certificate and with nobody else.

    The name and the dates in it do not matter then: the officer trusted this very certificate, and a laptop's clock
    may be wrong. True where there is none: the machine's own authorities vouch. Raises Problem `enrolment-unreadable`.
    """
    if not certificate:
        return True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    try:
        context.load_verify_locations(cadata=certificate)
    except (ssl.SSLError, ValueError) as error:
        raise Problem(Code.ENROLMENT_UNREADABLE, field="certificate") from error
    context.verify_flags |= ssl.VerifyFlags(ssl.VERIFY_X509_PARTIAL_CHAIN | _NO_CHECK_TIME)
    return context


def nobody() -> ssl.SSLContext:
    """For an address without TLS: nobody is vouched for, and the machine's authorities, which are many, need not be read."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def is_about_trust(error: BaseException) -> bool:
    """Whether a connection failed because the other side could not prove who it is."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
