"""The real office behind a real socket in a thread of this process, and a listener that only says one thing."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket
from typing import Any

import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@contextmanager
def served(
    app: Any, *, certificate: Path | None = None, key: Path | None = None, http: Any = "auto"
) -> Iterator[str]:
    """The application answering on this machine; its address."""
    listening = socket(AF_INET, SOCK_STREAM)
    listening.bind(("127.0.0.1", 0))
    listening.listen(64)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        http=http,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    running.start()
    try:
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        running.join(10)
        listening.close()


@contextmanager
def saying(answer: bytes, *, context: ssl.SSLContext | None = None) -> Iterator[tuple[str, list[bytes]]]:
    """A listener that gives this answer to every connection; its address, and what it was sent."""
    listening, heard = socket(AF_INET, SOCK_STREAM), list[bytes]()
    listening.bind(("127.0.0.1", 0))
    listening.listen(8)

    def listen() -> None:
        while True:
            try:
                taken, _ = listening.accept()
            except OSError:
                return
            with taken:
                try:
                    spoken = context.wrap_socket(taken, server_side=True) if context else taken
                    with spoken:
                        heard.append(spoken.recv(65536))
                        spoken.sendall(answer)
                except OSError:
                    continue

    running = threading.Thread(target=listen, daemon=True)
    running.start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{listening.getsockname()[1]}", heard
    finally:
        listening.shutdown(2)
        listening.close()
        running.join(10)


def certificate(folder: Path, name: str, *, valid: timedelta = timedelta(days=1)) -> tuple[Path, Path]:
    """A self-signed certificate and its key; a negative `valid` gives one that is over."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begins = datetime.now(UTC) - timedelta(days=30)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(datetime.now(UTC) + valid)
        .sign(key, hashes.SHA256())
    )
    files = folder / f"{name}.pem", folder / f"{name}.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files
