"""Makes the pictures of README and guide: `python screenshots.py FOLDER [PHOTOGRAPHS]`. Needs no display."""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from keeping import SOON, erase, look_for_somebody, name_somebody, show_erased  # noqa: E402
from laptop import shown_laptop, take_up  # noqa: E402
from locked import show_locked  # noqa: E402
from masks import draw_on  # noqa: E402
from people import show_people  # noqa: E402
from phone import show_code  # noqa: E402
from spoken import show_recovery_key, show_speaking  # noqa: E402

from cxo_core.roles import Role  # noqa: E402
from cxo_desktop.clock import SystemClock  # noqa: E402
from cxo_desktop.services.demonstrating import demonstrate, walk_half  # noqa: E402
from cxo_desktop.ui.pictures import LARGE, PAGES, Dress, Studio  # noqa: E402
from cxo_desktop.ui.shell.places import Place  # noqa: E402

DRESSES = (Dress(), Dress(theme="dark"), Dress(language="en"))


def main(target: Path, photos: Path | None = None) -> None:
    with tempfile.TemporaryDirectory(prefix="cxo-pictures-") as place:
        os.environ["CXO_HOME"] = f"{place}/home"
        folder = Path(place) / "demo"
        clock = SystemClock()
        shown, vault = demonstrate(folder, photos=photos, role=Role.APPLICANT, clock=clock)
        with vault:
            half = walk_half(vault, folder, photos=photos, clock=clock)
            studio = Studio(vault, recorded=half, reported=shown.walkthrough)
            taken = studio.take(target, PAGES, DRESSES)
            taken += studio.take(target, (Place.RECORDER,), (Dress(language="en", theme="dark", size=LARGE),))
            names = {Place.RECORDER: "handover"}
            taken += studio.take(target, (Place.RECORDER,), DRESSES, names=names, prepare=show_code)
            names = {Place.RECORDER: "people"}
            taken += studio.take(target, (Place.RECORDER,), DRESSES, names=names, prepare=show_people)
            names = {Place.RECORDER: "voice"}
            taken += studio.take(target, (Place.RECORDER,), DRESSES, names=names, prepare=show_speaking)
            names = {Place.TODAY: "recovery"}
            taken += studio.take(target, (Place.TODAY,), DRESSES, names=names, prepare=show_recovery_key)
            names = {Place.TODAY: "locked"}
            taken += studio.take(target, (Place.TODAY,), DRESSES, names=names, prepare=show_locked)
            drawn = draw_on(vault, half, clock)
            studio = Studio(vault, recorded=half, reported=shown.walkthrough)
            taken += studio.take(target, (Place.MASKING,), DRESSES, prepare=drawn)
            name_somebody(vault, half, clock)
            studio = Studio(vault, recorded=half, reported=shown.walkthrough)
            taken += studio.take(target, (Place.PERSON,), DRESSES, prepare=look_for_somebody)
        laptop = shown_laptop(Path(place), clock)
        with laptop.vault:
            studio = Studio(
                laptop.vault,
                recorded=laptop.delivered,
                reported=laptop.delivered,
                enrolment=laptop.enrolment,
                catalogue=laptop.catalogue,
                at=clock.now().wall,
            )
            taken += studio.take(target, (Place.TODAY, Place.OUTBOX, Place.ENROLMENT), DRESSES)
            take_up(laptop, clock)
            studio = Studio(
                laptop.vault, recorded=laptop.taken_up, reported=laptop.delivered, at=clock.now().wall
            )
            taken += studio.take(target, (Place.RECORDER,), DRESSES, names={Place.RECORDER: "returned"})
            later = clock.now().wall + SOON
            studio = Studio(laptop.vault, recorded=laptop.taken_up, reported=laptop.delivered, at=later)
            taken += studio.take(target, (Place.RETENTION,), DRESSES)
            erase(laptop, clock.now().wall)
            names = {Place.LIBRARY: "erased"}
            taken += studio.take(target, (Place.LIBRARY,), DRESSES, names=names, prepare=show_erased)
    print(f"{len(taken)} pictures in {target}")


if __name__ == "__main__":
    main(*(Path(each) for each in sys.argv[1:3]))
