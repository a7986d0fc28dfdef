"""Which network a laptop is in, read from what Linux tells of its routes and neighbours."""

from pathlib import Path

import pytest

from cxo_desktop.network.where import _linux

ROUTES = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
NEIGHBOURS = "IP address       HW type     Flags       HW address            Mask     Device\n"
WLAN = "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
CABLE = "eth0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
LOCAL = "eth0\t0000000A\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
WLAN_ROUTER = "192.168.1.1      0x1         0x2         aa:bb:cc:00:11:22     *        wlan0\n"
OTHER_ROUTER = "192.168.1.1      0x1         0x2         aa:bb:cc:99:99:99     *        wlan0\n"
CABLE_ROUTER = "10.0.0.1         0x1         0x2         de:ad:be:ef:00:01     *        eth0\n"
SILENT_ROUTER = "10.0.0.1         0x1         0x0         00:00:00:00:00:00     *        eth0\n"


@pytest.fixture
def told(tmp_path: Path):  # type: ignore[no-untyped-def]
    def tell(routes: str, neighbours: str) -> str | None:
        (tmp_path / "route").write_text(ROUTES + routes)
        (tmp_path / "arp").write_text(NEIGHBOURS + neighbours)
        return _linux(tmp_path)

    return tell


def test_the_same_router_is_the_same_network_and_another_is_not(told) -> None:  # type: ignore[no-untyped-def]
    home = told(WLAN, WLAN_ROUTER + CABLE_ROUTER)
    assert home is not None
    assert len(home) == 16
    assert told(WLAN, CABLE_ROUTER + WLAN_ROUTER.upper().replace("WLAN0", "wlan0")) == home
    assert told(WLAN, OTHER_ROUTER) != home
    assert "aabbcc" not in home


def test_the_route_with_the_lowest_metric_says_where(told) -> None:  # type: ignore[no-untyped-def]
    both = told(WLAN + LOCAL + CABLE, WLAN_ROUTER + CABLE_ROUTER)
    assert both == told(CABLE, CABLE_ROUTER)


@pytest.mark.parametrize(
    ("routes", "neighbours"),
    [("", WLAN_ROUTER), (LOCAL, CABLE_ROUTER), (CABLE, SILENT_ROUTER), (CABLE, ""), ("broken\n", "lines\n")],
    ids=["no route", "no router", "a router that is silent", "nobody near", "nonsense"],
)
def test_where_it_cannot_be_known_nothing_is_claimed(told, routes: str, neighbours: str) -> None:  # type: ignore[no-untyped-def]
    assert told(routes, neighbours) is None


def test_a_system_that_does_not_tell(tmp_path: Path) -> None:
    assert _linux(tmp_path) is None
