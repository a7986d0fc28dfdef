"""The files a phone may fetch, and nothing beside them: named here one by one, read once, the same for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cxo_desktop.paths import resources

_HTML, _SCRIPT, _STYLE = (
    "text/html; charset=utf-8",
    "text/javascript; charset=utf-8",
    "text/css; charset=utf-8",
)

_FILES = {
    "/": ("page.html", _HTML),
    "/page.js": ("page.js", _SCRIPT),
    "/sending.js": ("sending.js", _SCRIPT),
    "/talk.js": ("talk.js", _SCRIPT),
    "/words.js": ("words.js", _SCRIPT),
    "/page.css": ("page.css", _STYLE),
    "/noble-ciphers/chacha.js": ("noble-ciphers/chacha.js", _SCRIPT),
    "/noble-ciphers/_arx.js": ("noble-ciphers/_arx.js", _SCRIPT),
    "/noble-ciphers/_poly1305.js": ("noble-ciphers/_poly1305.js", _SCRIPT),
    "/noble-ciphers/utils.js": ("noble-ciphers/utils.js", _SCRIPT),
}

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

HEADERS = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
)
"""On every answer. Nothing from elsewhere is loaded, nothing is kept, and the address is told to nobody."""


@dataclass(frozen=True, slots=True)
class Page:
    media_type: str
    content: bytes = field(repr=False)


def pages() -> Mapping[str, Page]:
    """Every file by its path."""
    folder = resources() / "handover"
    return MappingProxyType(
        {path: Page(kind, (folder / name).read_bytes()) for path, (name, kind) in _FILES.items()}
    )
