"""The addresses of this laptop a phone beside it could reach, likeliest first."""

from dataclasses import dataclass

from PySide6.QtNetwork import QAbstractSocket, QHostAddress, QNetworkInterface

from cxo_desktop.words import _

_KINDS = (
    QNetworkInterface.InterfaceType.Wifi,
    QNetworkInterface.InterfaceType.Ethernet,
    QNetworkInterface.InterfaceType.Virtual,
    QNetworkInterface.InterfaceType.Unknown,
)


@dataclass(frozen=True, slots=True)
class Address:
    """`words` name it for a person, `interface` is what the system calls the card."""

    ip: str
    interface: str
    words: str


def addresses() -> tuple[Address, ...]:
    """IPv4 addresses of cards that are up, without the laptop's own loop and without those given for want of a network."""
    found = []
    for card in QNetworkInterface.allInterfaces():
        flags, up = card.flags(), QNetworkInterface.InterfaceFlag
        if (
            not (flags & up.IsUp and flags & up.IsRunning)
            or flags & up.IsLoopBack
            or flags & up.IsPointToPoint
        ):
            continue
        rank = _KINDS.index(card.type()) if card.type() in _KINDS else len(_KINDS)
        for entry in card.addressEntries():
            if _is_reachable(entry.ip()):
                ip = entry.ip().toString()
                found.append((rank, Address(ip, card.name(), f"{_name(card)} · {ip}")))
    return tuple(address for _rank, address in sorted(found, key=lambda each: (each[0], each[1].ip)))


def _is_reachable(ip: QHostAddress) -> bool:
    is_v4 = ip.protocol() == QAbstractSocket.NetworkLayerProtocol.IPv4Protocol
    return is_v4 and not ip.isLoopback() and not ip.isLinkLocal() and not ip.isMulticast()


def _name(card: QNetworkInterface) -> str:
    match card.type():
        case QNetworkInterface.InterfaceType.Wifi:
            return _("Wireless {card}").format(card=card.humanReadableName())
        case QNetworkInterface.InterfaceType.Ethernet:
            return _("Wired {card}").format(card=card.humanReadableName())
        case _:
            return card.humanReadableName()
