"""Which folders go wherever the laptop goes."""

import os
import sys
from pathlib import Path

import pytest

from cxo_desktop.storage.own_disk import is_own_disk

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="devices as Linux tells of them")


@pytest.fixture
def numbered(tmp_path: Path) -> str:
    number = tmp_path.stat().st_dev
    if os.major(number) == 0:
        pytest.skip("this folder lies on no device of its own")
    return f"{os.major(number)}:{os.minor(number)}"


def disk(root: Path, numbered: str, way: str, removable: str) -> Path:
    """The tree of devices as the kernel shows it, with this folder's device on a disk that is reached by `way`."""
    partition = root / "devices" / way / "block" / "sdb" / "sdb1"
    partition.mkdir(parents=True)
    (partition.parent / "removable").write_text(f"{removable}\n")
    named = root / "dev" / "block"
    named.mkdir(parents=True)
    (named / numbered).symlink_to(partition)
    return named


def test_the_disk_this_runs_on_is_the_laptops_own(tmp_path: Path) -> None:
    assert is_own_disk(tmp_path)


def test_a_stick_and_a_disk_on_the_usb_cable_are_not(tmp_path: Path, numbered: str) -> None:
    stick = disk(tmp_path / "a", numbered, "pci0/usb2/2-1/host6", "1")
    assert not is_own_disk(tmp_path, stick)
    cable = disk(tmp_path / "b", numbered, "pci0/usb2/2-1/host6", "0")
    assert not is_own_disk(tmp_path, cable)
    card = disk(tmp_path / "c", numbered, "pci0/mmc_host/mmc0", "1")
    assert not is_own_disk(tmp_path, card)


def test_a_disk_inside_and_what_nothing_is_known_of_are(tmp_path: Path, numbered: str) -> None:
    assert is_own_disk(tmp_path, disk(tmp_path / "a", numbered, "pci0/ata1/host0", "0"))
    assert is_own_disk(tmp_path, tmp_path / "nowhere")
    assert is_own_disk(tmp_path / "missing")
