"""Whose keys a laptop seals to: those of the office it was told of, until a sound file tells it otherwise."""

from pathlib import Path

import pytest

from cxo_core.problems import Code
from cxo_desktop.services.offices import office_needed, trust_office, trusted_office
from cxo_desktop.services.vaults import Vault
from helpers.problems_raised import raises
from helpers.recordings import an_office

OFFICE, _ = an_office()


def test_the_office_is_told_once_and_kept(vault: Vault, tmp_path: Path) -> None:
    assert trusted_office(vault) is None
    with raises(Code.OFFICE_MISSING):
        office_needed(vault)
    file = tmp_path / "office.json"
    file.write_bytes(OFFICE.to_bytes())
    assert trust_office(vault, file) == office_needed(vault) == OFFICE


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b'{"format": "cxo.office"}'])
def test_a_file_that_is_no_office_changes_nothing(vault: Vault, tmp_path: Path, content: bytes) -> None:
    good, bad = tmp_path / "office.json", tmp_path / "bad.json"
    good.write_bytes(OFFICE.to_bytes())
    bad.write_bytes(content)
    trust_office(vault, good)
    with raises(Code.OFFICE_UNREADABLE):
        trust_office(vault, bad)
    assert trusted_office(vault) == OFFICE
