"""A thief has the vault's folder, a bundle or the stick, and no key: sizes and times is all there is to read."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cxo_core.kinds import Kind
from cxo_desktop.services.courier import export_to
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.vaults import Vault, create
from helpers.delivered import answered, sealed
from helpers.own_office import OwnOffice
from helpers.recordings import MovingClock, begun, jpeg

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "security" / "stolen.py"
PASSPHRASE = "harbour violin seventeen"
TYPED = "正在输入的半句话"
WITNESS = "穿红衣服的申请人"
FILE = "身份证正面.jpg"


@pytest.fixture(scope="module")
def thief() -> ModuleType:
    told = importlib.util.spec_from_file_location("stolen", SCRIPT)
    assert told is not None and told.loader is not None
    module = importlib.util.module_from_spec(told)
    sys.modules["stolen"] = module
    told.loader.exec_module(module)
    return module


@pytest.fixture
def office() -> OwnOffice:
    return OwnOffice("市审批局体验办")


@pytest.fixture
def vault(tmp_path: Path, office: OwnOffice) -> Iterator[Vault]:
    """One walkthrough delivered, one sealed, one being recorded with a text half typed."""
    with create(tmp_path / "vault", PASSPHRASE, "李敏") as opened:
        office.enrol(opened)
        answered(opened, office, sealed(opened, office, photos=2))
        sealed(opened, office)
        recording = begun(opened, MovingClock(), window="十七号综合窗口")
        recording.tap(Kind.NOTE_WRITTEN, {"note_id": "n1", "text": "群众说从来没有人告诉过他"})
        recording.tap(
            Kind.PERSON_NOTED, {"person": "p1", "label": WITNESS, "basis": "consent", "consent": "spoken"}
        )
        photographs = Photographs(opened, recording.id)
        prepared = photographs.take_in(jpeg(7, (640, 480)), name=FILE)
        recording.attach({**prepared.said, "caption": "柜台上的通知"}, prepared.files)
        photographs.finish(prepared)
        opened.walkthroughs.save_draft(recording.id, "note", TYPED)
        yield opened


def texts_of(vault: Vault) -> list[str]:
    """Every text in every record, whoever wrote it, and what the vault knows beside."""
    found = {PASSPHRASE, TYPED, WITNESS, FILE, "李敏", vault.profile.name}
    for walkthrough in vault.walkthroughs.every():
        found.add(walkthrough)
        for line in vault.walkthroughs.lines(walkthrough):
            found.update(_strings(json.loads(line)))
    for office in vault.offices.every():
        found |= {office.name, office.id, *office.addresses}
    return sorted(text for text in found if len(text.encode()) >= 5)


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _strings(each)
        case list():
            for each in value:
                yield from _strings(each)


def secrets_of(vault: Vault) -> list[bytes]:
    """Keys, tokens, and pieces of every picture."""
    found = [vault.device_key(), vault._key.reveal(), vault.laptop_identity().encode()]
    for office in vault.offices.every():
        found.append((vault.token_of(office.id) or "no token").encode())
    for walkthrough, row in vault.evidence_rows.every():
        key = vault.walkthroughs.key_of(walkthrough)
        content = vault.evidence.read(row.name, key)
        found += [key, content[:12], content[len(content) // 2 :][:12], row.sha256.encode()]
    return found


def test_a_stolen_vault_folder_holds_nothing_to_read(vault: Vault, thief: ModuleType, tmp_path: Path) -> None:
    words, secrets = texts_of(vault), secrets_of(vault)
    assert {"柜台上的通知", "十七号综合窗口", "市政务服务中心"} <= set(words)
    shutil.copytree(vault.folder.root, tmp_path / "while open")
    assert (tmp_path / "while open" / "vault.db-wal").stat().st_size > 100_000
    vault.close()
    for folder in (tmp_path / "while open", vault.folder.root):
        assert thief.readable(folder, words, secrets) == []


def test_all_a_thief_can_tell_is_how_many_files_how_large_and_when(vault: Vault, thief: ModuleType) -> None:
    header = vault.folder.header.read_text("utf-8")
    assert set(json.loads(header)) == {"format", "vault", "check", "passphrase", "recovery"}
    evidence = len(list(vault.evidence.names()))
    vault.close()
    seen = thief.visible(vault.folder.root)
    places = sorted(Path(each.path).parent.as_posix() for each in seen)
    assert places == [".", ".", "."] + ["bundles"] * 2 + ["evidence"] * evidence
    assert (vault.folder.root / "lock").read_bytes() == b""


def test_a_stolen_stick_and_a_stolen_bundle_hold_nothing_to_read(
    vault: Vault, office: OwnOffice, thief: ModuleType, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    export_to(vault, stick, MovingClock())
    office.packet(vault, stick)
    words, secrets = texts_of(vault), secrets_of(vault)
    assert len(thief.visible(stick)) >= 2
    assert thief.readable(stick, words, secrets) == []
    for bundle in vault.folder.bundles.iterdir():
        assert thief.readable(bundle, words, secrets) == []


def test_what_lies_open_is_found(thief: ModuleType, tmp_path: Path) -> None:
    """The walk is worth something: it finds a text in any coding, a picture, a database, a telling name, a soft cipher."""
    name = "0" * 32
    for number, encoding in enumerate(("utf-8", "utf-16-le", "utf-16-be", "gbk")):
        (tmp_path / f"{number:032x}").write_bytes(
            os.urandom(5000) + WITNESS.encode(encoding) + os.urandom(5000)
        )
    assert len(thief.readable(tmp_path, [WITNESS])) == 4
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    (tmp_path / name).write_bytes(jpeg(1))
    (tmp_path / "vault.db").write_bytes(b"SQLite format 3\0" + os.urandom(9000))
    (tmp_path / f"{1:032x}").write_bytes(bytes(byte ^ 0x5A for byte in b"some words again and again " * 200))
    (tmp_path / FILE).write_bytes(os.urandom(50))
    found = {each.path for each in thief.readable(tmp_path)}
    assert found == {name, "vault.db", f"{1:032x}", FILE}


def test_anybody_can_run_it(vault: Vault, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("\n".join(texts_of(vault)), "utf-8")
    vault.close()
    ran = subprocess.run(
        [sys.executable, str(SCRIPT), str(vault.folder.root), "--words", str(words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert "Nothing is readable." in ran.stdout
