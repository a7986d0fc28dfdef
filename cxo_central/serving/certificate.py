"""The office's own TLS certificate, made once. Laptops are told to trust exactly this one, so no authority is needed."""

import ipaddress
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cxo_central import setting_words as words
from cxo_central.office import write_new
from cxo_central.settings import CentralSettings, wrong
from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from cryptography.x509 import GeneralName

CERTIFICATE = "tls-certificate.pem"
KEY = "tls-key.pem"
"""The key and its certificate in one file, so that the two can never be of different makings."""
YEARS = 10


def certificate_files(settings: CentralSettings) -> tuple[Path, Path] | None:
    """Certificate and key to serve with, the office's own made where it is missing; None where a proxy does TLS.

    Raises Problem `office-setting-wrong` naming the file that cannot be used, or `folder-read-only`.
    """
    if settings.tls == "off":
        return None
    if settings.tls == "given":
        certificate, key = Path(settings.tls_certificate), Path(settings.tls_key)
    else:
        certificate = key = settings.folder / KEY
        if not (key.exists() and (settings.folder / CERTIFICATE).exists()):
            _make(settings)
    _check(certificate, key)
    return certificate, key


def trusted_certificate(settings: CentralSettings) -> str:
    """The PEM an enrolment file tells laptops to trust; empty where their own authorities vouch for the office.

    Raises Problem `office-setting-wrong` or `folder-read-only`.
    """
    if settings.tls_trust:
        return _pem(Path(settings.tls_trust), "tls_trust")
    if settings.tls != "own" or not any(each.startswith("https:") for each in settings.addresses):
        return ""
    certificate_files(settings)
    return _pem(settings.folder / CERTIFICATE, CERTIFICATE)


def fingerprint(pem: str) -> str:
    """SHA-256 of the certificate itself, 64 hexadecimal digits."""
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256

    return x509.load_pem_x509_certificate(pem.encode()).fingerprint(SHA256()).hex()


def _make(settings: CentralSettings) -> None:
    """Of several processes that start at once the first one's stands."""
    key, certificate = settings.folder / KEY, settings.folder / CERTIFICATE
    try:
        if not key.exists():
            _put_in_place(key, _pair(settings), 0o600)
        pair = _pem(key, KEY)
        _put_in_place(certificate, pair[pair.index("-----BEGIN CERTIFICATE") :], 0o644)
    except (OSError, ValueError) as error:
        raise Problem(Code.FOLDER_READ_ONLY, path=str(settings.folder)) from error


def _put_in_place(path: Path, content: str, mode: int) -> None:
    """Whole from the first moment anybody sees it; what stands there already stays."""
    fresh = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
    write_new(fresh, content, mode)
    try:
        with suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink()


def _pair(settings: CentralSettings) -> str:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID

    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "CXO office")])
    begins = datetime.now(UTC) - timedelta(days=1)
    identifier = x509.SubjectKeyIdentifier.from_public_key(private.public_key())
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=365 * YEARS + 3))
        .add_extension(x509.SubjectAlternativeName(_names(settings)), critical=False)
        # A certificate that vouches for itself, and for nothing below it, is what OpenSSL's strict rules accept.
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(identifier, critical=False)
        .sign(private, hashes.SHA256())
    )
    secret = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return secret.decode() + made.public_bytes(serialization.Encoding.PEM).decode()


def _names(settings: CentralSettings) -> "list[GeneralName]":
    from cryptography import x509

    hosts = [urlsplit(each).hostname or "" for each in settings.addresses]
    hosts += [settings.listen[0], socket.gethostname(), "localhost", "127.0.0.1", "::1"]
    names: list[GeneralName] = []
    for host in dict.fromkeys(hosts):
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            names.append(x509.DNSName(_ascii(host)))
        else:
            if not address.is_unspecified:
                names.append(x509.IPAddress(address))
    return names


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode() if host else "localhost"
    except UnicodeError:
        return "localhost"


def _check(certificate: Path, key: Path) -> None:
    """Loads both as the server will."""
    import ssl

    for path, setting in ((certificate, "tls_certificate"), (key, "tls_key")):
        if not (path.is_file() and os.access(path, os.R_OK)):
            raise wrong(setting, words.UNREADABLE, path=path)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (ssl.SSLError, ValueError, OSError) as error:
        raise wrong("tls_certificate", words.NOT_A_PAIR, certificate=certificate, key=key) from error


def _pem(path: Path, setting: str) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(setting, words.UNREADABLE, path=path) from error
