"""What the stories told from outside have in common: a program that surely ends, and what it left on the disk."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cxo_core.roles import Channel, Role
from cxo_core.walkthrough import Officer
from cxo_desktop.clock import SystemClock
from cxo_desktop.services.beginning import Beginning, begin
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.services.vaults import open_vault
from helpers.outside import NO_KEYRING, ROOT, Program, Screen

PASSPHRASE = "four words nobody joins"
OPENED = NO_KEYRING | {"CXO_PASSPHRASE": PASSPHRASE}


@contextmanager
def running(screen: Screen, home: Path, **said: Any) -> Iterator[Program]:
    """The program while the block lasts; gone for certain afterwards."""
    program = Program(screen, home, **said)
    try:
        yield program
    except BaseException:
        screen.picture(home.with_name("as-it-failed.png"))
        raise
    finally:
        program.end()


def answered(home: Path, *words: str) -> Any:
    """What the command line says about the vault, as JSON; the window has to be closed."""
    told = subprocess.run(
        [sys.executable, "-m", "cxo_desktop.cli", *words, "--json"],
        cwd=ROOT,
        env={**os.environ, **OPENED, "CXO_HOME": str(home)},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def shown(home: Path) -> Any:
    """The only walkthrough as it stands on the disk."""
    (one,) = answered(home, "list")
    return answered(home, "show", one["id"])


def kinds(walkthrough: Mapping[str, Any]) -> list[str]:
    return [entry["kind"] for entry in walkthrough["timeline"]]


def begin_in_the_hall(home: Path) -> None:
    """A walkthrough of a licence's renewal that was begun and not yet walked."""
    with open_vault(home / "vault", PASSPHRASE) as vault:
        catalogue = Catalogue()
        begin(
            vault,
            SystemClock(),
            Beginning(
                item=catalogue.item("food-licence-renewal"),
                scheme=catalogue.scheme_for(Role.APPLICANT, Channel.HALL),
                hall="市政务服务中心",
                window="3",
                officers=(Officer(vault.profile.id, vault.profile.name),),
            ),
        )


def saved(program: Program) -> None:
    """Waits for “saved 14:03:22”, the program's word that everything pressed is on the disk."""
    program.see(id="saved", part="● 已保存")


def pressed(program: Program, key: str, words: str) -> None:
    """A key of the walk, until its entry stands in the timeline and is called saved."""
    program.keys(key)
    program.see(role="list item", part=f", {words}, ")
    saved(program)


def choose_file(program: Program, file: Path) -> None:
    """The file dialog, by keyboard."""
    program.focus_is("fileNameEdit")
    program.type(str(file))
    program.keys("Return")
    program.gone(id="fileNameEdit")


def seconds_on(program: Program, clock: str) -> int:
    """What a clock of the recorder shows."""
    minutes, seconds = re.findall(r"(\d+):(\d\d) [▶■]$", program.see(id=f"clock.{clock}")["name"])[0]
    return int(minutes) * 60 + int(seconds)
