"""cxo demo: the whole main job once, on real photographs or drawn ones."""

import argparse
from importlib.util import find_spec
from pathlib import Path

from cxo_core.roles import Role
from cxo_desktop.clock import SystemClock
from cxo_desktop.commands.output import say
from cxo_desktop.services.demonstrating import Demonstration, demonstrate, walk_half
from cxo_desktop.services.vaults import Vault
from cxo_desktop.words import _, ngettext


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help=_("records a whole walkthrough for show"))
    demo.add_argument("--out", type=Path, required=True, metavar="DIR")
    demo.add_argument(
        "--photos", type=Path, metavar="DIR", help=_("a folder of photographs (default: drawn ones)")
    )
    demo.add_argument("--role", choices=[role.value for role in Role], default=Role.APPLICANT.value)
    demo.add_argument("--no-pictures", action="store_true", help=_("no screenshots of the window"))
    demo.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace) -> int:
    role = Role(arguments.role)
    shown, vault = demonstrate(arguments.out, photos=arguments.photos, role=role, clock=SystemClock())
    with vault:
        say(
            ngettext(
                "Recorded {count} entry and {photos} photos.",
                "Recorded {count} entries and {photos} photos.",
                shown.events,
            ).format(count=shown.events, photos=shown.photos)
        )
        for path in (shown.log, shown.bundle, shown.identity, *shown.reports, *shown.tables):
            say(f"  {path}")
        if not arguments.no_pictures:
            for path in _pictures(vault, shown, arguments.photos):
                say(f"  {path}")
    if not shown.verified.is_sound:
        say(_("The bundle is NOT sound. Do not rely on it."))
        return 1
    say(_("The bundle was read back with the office's key and is sound."))
    return 0


def _pictures(vault: Vault, shown: Demonstration, photos: Path | None) -> list[Path]:
    """The window over the demo's vault, in the middle of a second walk. Needs PySide6, no display."""
    if find_spec("PySide6") is None:
        say(_("No pictures of the window: PySide6 is not installed here."))
        return []
    from cxo_desktop.app import take_pictures

    half = walk_half(vault, shown.folder, photos=photos, clock=SystemClock())
    return take_pictures(vault, shown.folder / "screenshots", recorded=half, reported=shown.walkthrough)
