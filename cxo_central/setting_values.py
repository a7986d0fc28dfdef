"""How one setting is read: from the text of an environment variable, or from what TOML makes of a line."""

import ipaddress
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from cxo_central import setting_words as words
from cxo_central.words import say

Reader = Callable[[Any], Any]
"""Takes a text or a TOML value. Raises ValueError with half a sentence that says what is wanted."""

_SIZES = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40}
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 2000:
        raise ValueError(say(words.TEXT))
    return value.strip()


def texts(value: Any) -> tuple[str, ...]:
    """Several texts: a TOML array, or separated by spaces or commas."""
    several = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(several, list):
        raise ValueError(say(words.TEXTS))
    return tuple(text(each) for each in several)


def truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    if word not in (*_YES, *_NO):
        raise ValueError(say(words.TRUTH))
    return word in _YES


def count(least: int, most: int) -> Reader:
    def read(value: Any) -> int:
        try:
            number = int(value) if isinstance(value, str) else value
        except ValueError:
            number = None
        if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
            raise ValueError(say(words.COUNT, least=least, most=most))
        return number

    return read


def size(value: Any) -> int:
    """Bytes: a whole number, or a text such as `20 GiB`."""
    number, unit = value, 1
    if isinstance(value, str):
        amount = value.strip()
        for name, each in _SIZES.items():
            if amount.endswith(name):
                amount, unit = amount[: -len(name)].strip(), each
        number = int(amount) if amount.isdigit() and len(amount) < 20 else None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number * unit < 2**53:
        raise ValueError(say(words.SIZE))
    return number * unit


def address(value: Any) -> str:
    """An address laptops can call, without a path's end: `https://office.example:8443`."""
    said = text(value).rstrip("/")
    parts = urlsplit(said)
    try:
        is_sound = parts.scheme in ("https", "http") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_sound = False
    if not is_sound or parts.query or parts.fragment or len(said) > 300:
        raise ValueError(say(words.ADDRESS))
    return said


def addresses(value: Any) -> tuple[str, ...]:
    several = tuple(address(each) for each in texts(value))
    if len(several) > 8:
        raise ValueError(say(words.ADDRESSES))
    return several


def listen(value: Any) -> tuple[str, int]:
    """`HOST:PORT`; an IPv6 address stands in brackets. Port 0 asks the system for a free one."""
    parts = urlsplit(f"//{text(value)}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or port is None or parts.path or parts.username:
        raise ValueError(say(words.LISTEN))
    return host, port


def networks(value: Any) -> tuple[str, ...]:
    several = texts(value)
    try:
        return tuple(str(ipaddress.ip_network(each, strict=False)) for each in several)
    except ValueError as error:
        raise ValueError(say(words.NETWORKS)) from error


def one_of(*choices: str) -> Reader:
    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(say(words.ONE_OF, choices=", ".join(choices)))
        return str(value)

    return read
