"""The laptop of these pictures: a vault with walkthroughs on every leg of the way to the office."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from office import OFFICER, ShownOffice

from cxo_core.documents.reading import text_of
from cxo_core.documents.scripts import read_script
from cxo_core.moment import Clock
from cxo_desktop.paths import resources
from cxo_desktop.services.answering import reopen, returned
from cxo_desktop.services.catalogue import Catalogue
from cxo_desktop.services.packs import told_by
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.scripting import play
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.tasks import claim, task_on_hand
from cxo_desktop.services.vaults import Vault, create
from cxo_desktop.storage import system_keyring
from cxo_desktop.storage.bundles import BundleRow


@dataclass(frozen=True)
class ShownLaptop:
    """`taken_up` is the walkthrough that was returned and lies open again; `delivered` one that the office has."""

    vault: Vault
    catalogue: Catalogue
    enrolment: Path
    taken_up: str
    delivered: str


def shown_laptop(folder: Path, clock: Clock) -> ShownLaptop:
    """Delivered, on its way, refused and returned: one walkthrough of each kind."""
    vault = create(folder / "laptop", "a passphrase of these pictures", OFFICER)
    system_keyring.forget(vault.id)
    office = ShownOffice(clock)
    office.enrol(vault)
    catalogue = Catalogue()
    catalogue.hear(told_by(vault))

    def sealed() -> BundleRow:
        recording = play(_script(), vault=vault, catalogue=catalogue, clock=clock, folder=folder)
        return Sealing(vault).seal(recording, office.keys)

    sent_back, whole, broken, refused, _waiting = (sealed() for _ in range(5))
    office.receive(vault, sent_back)
    office.receive(vault, whole)
    office.keep_waiting(vault, broken, 0.43)
    office.refuse(vault, refused)
    finding = Recording(vault, clock, sent_back.walkthrough_id).state.findings[0]
    office.tell(vault, sent_back, finding.id)
    claim(vault, task_on_hand(vault, "t-2", clock.now().wall.date()), clock)
    return ShownLaptop(
        vault,
        catalogue,
        ShownOffice(clock, "区政务服务局体验办").enrolment(folder),
        sent_back.walkthrough_id,
        whole.walkthrough_id,
    )


def take_up(laptop: ShownLaptop, clock: Clock) -> None:
    """The officer begins the revision that answers the comments, at the commented step."""
    from cxo_core.kinds import Kind

    (sent_back,) = returned(laptop.vault)
    recording = Recording(laptop.vault, clock, sent_back.walkthrough)
    reopen(laptop.vault, recording, sent_back)
    recording.tap(Kind.STEP_ENTERED, {"step": sent_back.first_step})


def _script() -> dict[str, Any]:
    path = resources() / "demo" / "applicant.yaml"
    script = read_script(text_of(path.read_bytes()), path.name)
    return script | {"actions": list(_without_photos(script["actions"]))}


def _without_photos(actions: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for action in actions:
        if "finding" in action:
            yield {**action, "finding": {**action["finding"], "photos": []}}
        elif "photo" not in action:
            yield action
