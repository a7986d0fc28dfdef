"""What an enrolment file will make this laptop trust, put so that an officer can compare it with what the office says."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cxo_core.bundle.office import OfficeKeys
from cxo_core.problems import Code, Problem
from cxo_core.protocol.enrolment import EnrolmentFile
from cxo_core.signing import key_id
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.offices import OfficeRow


class Relation(StrEnum):
    """How the office in the file stands to those the vault knows."""

    NEW = "new"
    AGAIN = "again"
    OTHER_KEY = "other-key"


@dataclass(frozen=True, slots=True)
class Trust:
    """`office`: the short name of `receipt_key`, which signs its answers; `seals_to`: the age recipients to seal to.

    `certificate`: SHA-256 of the TLS certificate, empty where the machine's own authorities vouch for the office.
    `is_clear_text`: an address without TLS. `other`: for `OTHER_KEY`, the office of that name whose keys differ: bundles
    sealed to it stay addressed to it. `differs`: for `AGAIN`, what is other than before: name, addresses, certificate, keys.
    """

    office: str
    name: str
    addresses: tuple[str, ...]
    receipt_key: str
    seals_to: tuple[str, ...]
    certificate: str
    officer: str
    hall: str
    expires_at: datetime
    is_expired: bool
    is_clear_text: bool
    relation: Relation
    other: OfficeRow | None
    differs: tuple[str, ...]


def trust_of(vault: Vault, enrolment: EnrolmentFile, now: datetime) -> Trust:
    """Raises Problem `enrolment-unreadable` where the certificate is none."""
    keys = enrolment.office
    office = key_id(keys.receipt_key)
    known = vault.offices.by_id(office)
    namesakes = [each for each in vault.offices.every() if each.id != office and _is_same(each, enrolment)]
    relation = Relation.AGAIN if known else Relation.OTHER_KEY if namesakes else Relation.NEW
    return Trust(
        office=office,
        name=keys.name,
        addresses=enrolment.addresses,
        receipt_key=keys.receipt_key,
        seals_to=keys.recipients,
        certificate=certificate_fingerprint(enrolment.certificate),
        officer=enrolment.officer,
        hall=enrolment.hall,
        expires_at=enrolment.expires_at,
        is_expired=enrolment.expires_at < now,
        is_clear_text=any(address.startswith("http://") for address in enrolment.addresses),
        relation=relation,
        other=namesakes[0] if relation is Relation.OTHER_KEY else None,
        differs=_differs(known, keys, enrolment) if known else (),
    )


def certificate_fingerprint(pem: str) -> str:
    """SHA-256 of a certificate, 64 hexadecimal digits as the office shows them; empty for none.

    Raises Problem `enrolment-unreadable` where the text is no certificate.
    """
    if not pem.strip():
        return ""
    import ssl

    try:
        content = ssl.PEM_cert_to_DER_cert(pem.strip())
    except ValueError as error:
        raise Problem(Code.ENROLMENT_UNREADABLE, field="certificate") from error
    return hashlib.sha256(content).hexdigest()


def _is_same(known: OfficeRow, enrolment: EnrolmentFile) -> bool:
    """It goes by the same name or answers at the same place, so somebody may take one for the other."""
    return known.name == enrolment.office.name or bool(set(known.addresses) & set(enrolment.addresses))


def _differs(known: OfficeRow, keys: OfficeKeys, enrolment: EnrolmentFile) -> tuple[str, ...]:
    told = {
        "name": known.name != keys.name,
        "keys": set(known.keys.recipients) != set(keys.recipients),
        "addresses": bool(known.addresses) and known.addresses != enrolment.addresses,
        "certificate": bool(known.certificate) and known.certificate.strip() != enrolment.certificate.strip(),
    }
    return tuple(name for name, is_other in told.items() if is_other)
