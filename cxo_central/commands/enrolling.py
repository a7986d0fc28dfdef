"""`cxo-central enrol`: an enrolment file for one officer, and its QR picture."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from cxo_central import house_words, setting_words
from cxo_central.commands import DONE, office_command
from cxo_central.commands.writing import write_out
from cxo_central.settings import wrong
from cxo_central.words import say
from cxo_core.moment import wall_text
from cxo_core.protocol.enrolment import MAX_BYTES, SUFFIX, EnrolmentFile

if TYPE_CHECKING:
    from cxo_central.commands import Commands

MOST_IN_QR = 2953
"""What a QR code of the largest size holds at its lowest error correction, in bytes (ISO/IEC 18004, version 40-L)."""


def add(commands: "Commands") -> None:
    enrol = office_command(commands, "enrol", house_words.ENROL, _enrol)
    enrol.add_argument("--officer", required=True, metavar="NAME", help=say(house_words.ENROL_OFFICER))
    enrol.add_argument("--hall", required=True, metavar="NAME", help=say(house_words.ENROL_HALL))
    enrol.add_argument("--days", type=int, default=14, choices=range(1, 91), metavar="N")
    enrol.add_argument("--out", type=Path, metavar="FILE", help=say(house_words.ENROL_OUT))
    enrol.add_argument("--qr", choices=("png", "svg", "none"), default="png")


def _enrol(asked: argparse.Namespace) -> int:
    from cxo_central.enrolling import offer
    from cxo_central.house import House
    from cxo_central.serving.certificate import fingerprint, trusted_certificate

    with House.open(asked.folder) as house:
        certificate = trusted_certificate(house.settings)
        enrolment = offer(
            house,
            officer=_named(asked.officer, "--officer"),
            hall=_named(asked.hall, "--hall"),
            days=asked.days,
            certificate=certificate,
        )
    content = enrolment.to_bytes()
    if len(content) > MAX_BYTES:
        raise wrong("tls_trust", setting_words.CERTIFICATE_SIZE)
    out = asked.out or Path(f"cxo-{enrolment.expires_at:%Y%m%d}-{os.urandom(4).hex()}{SUFFIX}")
    # Whoever reads either file can enrol.
    write_out(out, [content])
    until = wall_text(enrolment.expires_at.astimezone())[:16].replace("T", " ")
    print(say(house_words.ENROLLED, file=out, officer=enrolment.officer, until=until))
    _tell_trust(enrolment, fingerprint(certificate) if certificate else "")
    if asked.qr != "none":
        _draw(content, out.with_suffix(f".{asked.qr}"))
    return DONE


def _tell_trust(enrolment: EnrolmentFile, certificate_sha256: str) -> None:
    if not enrolment.addresses:
        print(say(house_words.NO_ADDRESS))
        return
    print(say(house_words.ENROLLED_ADDRESSES, addresses=", ".join(enrolment.addresses)))
    if certificate_sha256:
        print(say(house_words.ENROLLED_CERTIFICATE, sha256=certificate_sha256))


def _draw(content: bytes, picture: Path) -> None:
    """The whole enrolment file as one QR code, or the sentence that it does not fit into one."""
    import io

    import segno

    if len(content) > MOST_IN_QR:
        print(say(house_words.QR_TOO_LARGE, size=len(content), most=MOST_IN_QR))
        return
    drawn = io.BytesIO()
    code = segno.make_qr(content, error="l", boost_error=False, mode="byte")
    code.save(drawn, kind=picture.suffix[1:], scale=5, border=4)
    write_out(picture, [drawn.getvalue()])
    print(say(house_words.QR_DRAWN, file=picture))


def _named(text: str, setting: str) -> str:
    if not text.strip() or len(text) > 200:
        raise wrong(setting, setting_words.LENGTH, most=200)
    return text.strip()
