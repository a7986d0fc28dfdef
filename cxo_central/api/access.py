"""Who asks: the laptop or the admin whose token came along. Nothing is answered to anybody else."""

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import HTTPConnection, Request

from cxo_central.api.attempts import Attempts
from cxo_central.house import House
from cxo_central.storage.admins import AdminStore
from cxo_central.storage.devices import Device, DeviceStore
from cxo_core.problems import Code, Problem

Who = TypeVar("Who")

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="cxo"'}
"""The header that belongs to every 401."""

_BEARER = "bearer "


def house_of(request: HTTPConnection) -> House:
    """The house `make_app` put into the application's state."""
    house: House = request.app.state.house
    return house


def device_of(request: Request) -> Device:
    """A dependency, and a plain function to call in a worker thread. The laptop's id is kept for the log.

    Raises Problem `token-unknown`, `device-revoked`, or `office-busy` after too many unknown tokens.
    """
    device = _known(request, DeviceStore(house_of(request).engine).by_token)
    request.state.device = device.id
    return device


def admin_of(request: Request) -> str:
    """The admin's name, as `device_of`."""
    name = _known(request, AdminStore(house_of(request).engine).by_token)
    request.state.admin = name
    return name


def token_of(request: HTTPConnection) -> str:
    """The token as it came. Raises Problem `token-unknown` where none did."""
    said = request.headers.get("authorization", "")
    if said[: len(_BEARER)].lower() != _BEARER or not said[len(_BEARER) :].strip():
        raise Problem(Code.TOKEN_UNKNOWN)
    return said[len(_BEARER) :].strip()


def address_of(request: HTTPConnection) -> str:
    return request.client.host if request.client else ""


def attempts_of(request: HTTPConnection, name: str, *, allowed: int, seconds: float) -> Attempts:
    """The count of wrong tries under this name, one for each application."""
    state = request.app.state
    if not hasattr(state, name):
        setattr(state, name, Attempts(allowed=allowed, seconds=seconds))
    attempts: Attempts = getattr(state, name)
    return attempts


def _known(request: Request, find: Callable[[str], Who]) -> Who:
    """A sound token is never kept waiting by wrong ones: only another wrong one is."""
    try:
        return find(token_of(request))
    except Problem as problem:
        if problem.code is Code.TOKEN_UNKNOWN:
            address = address_of(request)
            wrong = attempts_of(request, "wrong_tokens", allowed=120, seconds=60)
            wrong.ask(address)
            wrong.was_wrong(address)
        raise
