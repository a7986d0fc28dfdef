"""A whole walkthrough for show: vault, record, bundle, report and export, made by the same services as a real one."""

import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxo_core.bundle.identities import read_identities
from cxo_core.bundle.office import OfficeKeys
from cxo_core.bundle.verify import Report, verify
from cxo_core.documents.reading import text_of
from cxo_core.documents.scripts import read_script
from cxo_core.moment import Clock
from cxo_core.problems import Code, Problem
from cxo_core.roles import Role
from cxo_core.signing import public_key
from cxo_desktop.paths import resources
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.services.exporting import export
from cxo_desktop.services.offices import trust_office
from cxo_desktop.services.reporting import report_to
from cxo_desktop.services.scripting import play
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault, create
from cxo_desktop.storage import system_keyring
from cxo_desktop.storage.failures import known

_MARK = "cxo-demo.txt"
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"})


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What a demo left behind: everything is in `folder`."""

    folder: Path
    walkthrough: str
    events: int
    photos: int
    bundle: Path
    identity: Path
    reports: tuple[Path, ...]
    tables: tuple[Path, ...]
    log: Path
    verified: Report


def demonstrate(
    folder: Path, *, photos: Path | None, role: Role, clock: Clock
) -> tuple[Demonstration, Vault]:
    """Records, seals, verifies, reports and exports one walkthrough into `folder`; the vault is handed over open.

    A folder that an earlier demo made is replaced; any other that is not empty raises Problem `folder-taken`.
    `photos` names a folder of photographs; without one they are drawn.
    """
    _make_room(folder)
    pictures = folder / "photos"
    script = _with_pictures(_script(role), _pictures(photos) if photos else _draw(pictures))
    vault = create(folder / "vault", secrets.token_urlsafe(24), script["officers"][0]["name"])
    try:
        system_keyring.forget(vault.id)
        return _record(folder, script, vault, photos or pictures, clock), vault
    except BaseException:
        vault.close()
        raise


def _record(
    folder: Path, script: Mapping[str, Any], vault: Vault, photos: Path, clock: Clock
) -> Demonstration:
    recording = play(script, vault=vault, catalogue=Catalogue(), clock=clock, folder=photos)
    identity = _office(folder)
    sealing = Sealing(vault)
    row = sealing.seal(recording, trust_office(vault, folder / "office.json"))
    bundle = sealing.copy_to(row, folder)
    log = folder / "events.jsonl"
    log.write_bytes(b"".join(line + b"\n" for line in vault.walkthroughs.lines(recording.id)))
    reports = tuple(folder / f"report-{language}.pdf" for language in ("zh_CN", "en"))
    for path, language in zip(reports, ("zh_CN", "en"), strict=True):
        report_to(vault, recording.id, path, language=language)
    state = recording.state
    return Demonstration(
        folder=folder,
        walkthrough=state.id,
        events=len(state.entries),
        photos=len(state.photos),
        bundle=bundle,
        identity=identity,
        reports=reports,
        tables=export(vault, folder / "export").files,
        log=log,
        verified=verify(bundle, read_identities(identity)),
    )


def walk_half(vault: Vault, folder: Path, *, photos: Path | None, clock: Clock) -> str:
    """A second walkthrough in the demo's vault, left in the middle of its work at the window; its id."""
    pictures = photos or folder / "photos"
    script = _with_pictures(_script(Role.APPLICANT), _pictures(pictures))
    actions = script["actions"]
    until = next(place for place, action in enumerate(actions) if action.get("leave") == "returned")
    half = script | {"actions": actions[:until]}
    return play(half, vault=vault, catalogue=Catalogue(), clock=clock, folder=pictures).id


def _make_room(folder: Path) -> None:
    with known(folder):
        if folder.exists() and any(folder.iterdir()):
            if not (folder / _MARK).is_file():
                raise Problem(Code.FOLDER_TAKEN, path=str(folder))
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARK).write_text(
            "Made by `cxo demo`. The next demo replaces this folder.\n由 `cxo demo` 生成，下次演示会替换本文件夹。\n",
            encoding="utf-8",
        )


def _script(role: Role) -> dict[str, Any]:
    path = resources() / "demo" / f"{role.value}.yaml"
    return read_script(text_of(path.read_bytes()), path.name)


def _pictures(folder: Path) -> list[str]:
    with known(folder):
        found = sorted(path.name for path in folder.iterdir() if path.suffix.lower() in _PICTURES)
    if not found:
        raise Problem(Code.PHOTO_UNREADABLE, file=str(folder))
    return found


def _draw(folder: Path) -> list[str]:
    from cxo_desktop.imaging.drawn import Scene, photograph

    folder.mkdir()
    names = []
    for place, scene in enumerate((*Scene, *Scene)):
        name = f"{place + 1:02}-{scene}.jpg"
        (folder / name).write_bytes(photograph(scene, seed=place, size=(2016, 1512)))
        names.append(name)
    return names


def _with_pictures(script: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The script with a real file for each numbered photo; photos it has no picture for are left out of it."""
    return script | {"actions": list(_filled(script["actions"], iter(names)))}


def _filled(actions: Sequence[Mapping[str, Any]], names: Iterator[str]) -> Iterator[Mapping[str, Any]]:
    gone: set[str] = set()
    for action in actions:
        if "photo" in action:
            name = next(names, None)
            if name is None:
                gone.add(str(action.get("as")))
                continue
            yield {**action, "photo": name}
        elif "finding" in action:
            kept = [label for label in action["finding"].get("photos", ()) if str(label) not in gone]
            yield {**action, "finding": {**action["finding"], "photos": kept}}
        else:
            yield action


def _office(folder: Path) -> Path:
    """Keys of an office that exists only for this demo."""
    from pyrage import x25519

    secret = x25519.Identity.generate()
    keys = OfficeKeys(
        "演示体验办 Demo office", (str(secret.to_public()),), public_key(secrets.token_bytes(32))
    )
    (folder / "office.json").write_bytes(keys.to_bytes())
    identity = folder / "office-identity.txt"
    identity.touch(mode=0o600)
    identity.write_text(f"# The demo office's secret key. 演示体验办的私钥。\n{secret}\n", encoding="utf-8")
    return identity
