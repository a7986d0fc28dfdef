"""Several officers on one laptop: each vault has its own passphrase, and the keyring of their common user opens none."""

import json
from pathlib import Path

import keyring
import pytest

from cxo_core.problems import Code
from cxo_desktop.cli import main
from cxo_desktop.paths import default_vault, home
from cxo_desktop.services import officers
from cxo_desktop.services.officers import OwnVault
from cxo_desktop.services.vaults import create, open_vault
from helpers.memory_keyring import MemoryKeyring
from helpers.problems_raised import raises

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

FIRST, SECOND = "four words are enough", "another four words"


@pytest.fixture
def two() -> tuple[Path, Path]:
    """Two officers: the first at the usual place."""
    create(default_vault(), FIRST, "李敏").close()
    other = officers.place_for_another()
    create(other, SECOND, "王强").close()
    officers.enter("窗口二", other)
    return default_vault(), other


def test_one_officer_needs_no_list_and_is_opened_by_the_keyring() -> None:
    assert officers.everyone() == ()
    create(default_vault(), FIRST, "李敏").close()
    assert officers.everyone() == (OwnVault("", default_vault()),)
    open_vault(default_vault()).close()
    assert not (home() / "officers.json").exists()


def test_with_two_each_opens_by_its_own_passphrase_only(
    two: tuple[Path, Path], memory_keyring: MemoryKeyring
) -> None:
    first, second = two
    assert memory_keyring.secrets == {}
    for folder, own, other in ((first, FIRST, SECOND), (second, SECOND, FIRST)):
        with raises(Code.PASSPHRASE_NEEDED):
            open_vault(folder)
        with raises(Code.PASSPHRASE_WRONG):
            open_vault(folder, other)
        open_vault(folder, own).close()
    assert memory_keyring.secrets == {}


def test_the_list_tells_labels_and_numbers_and_no_name(two: tuple[Path, Path]) -> None:
    told = (home() / "officers.json").read_text("utf-8")
    assert json.loads(told)["officers"] == [
        {"label": "", "folder": "vault"},
        {"label": "窗口二", "folder": "vault-2"},
    ]
    assert "李敏" not in told
    assert "王强" not in told
    officers.name(two[0], "Early shift")
    assert [each.label for each in officers.everyone()] == ["Early shift", "窗口二"]
    assert officers.place_for_another().name == "vault-3"


def test_a_vault_that_only_the_keyring_opens_stays_with_it(memory_keyring: MemoryKeyring) -> None:
    create(default_vault(), None, "李敏").close()
    other = officers.place_for_another()
    create(other, SECOND, "王强").close()
    officers.enter("", other)
    assert len(memory_keyring.secrets) == 1
    open_vault(default_vault()).close()
    with raises(Code.PASSPHRASE_NEEDED):
        open_vault(other)


def test_a_vault_elsewhere_is_not_one_of_them(two: tuple[Path, Path], tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    create(elsewhere, SECOND, "赵").close()
    open_vault(elsewhere).close()
    assert keyring.get_keyring() is not None


@pytest.mark.parametrize("content", [b"", b"[]", b'{"officers": [{}]}', b"\xff\xff"])
def test_a_list_that_cannot_be_read_keeps_nobody_out(content: bytes) -> None:
    create(default_vault(), FIRST, "李敏").close()
    (home() / "officers.json").write_bytes(content)
    assert officers.everyone() == (OwnVault("", default_vault()),)
    open_vault(default_vault()).close()


def test_the_command_lists_them_and_who_is_open(
    two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with open_vault(two[1], SECOND):
        assert main(["officers", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"label": "", "folder": str(two[0]), "in_use": False},
        {"label": "窗口二", "folder": str(two[1]), "in_use": True},
    ]
    assert main(["officers"]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("Officer 1  ")
