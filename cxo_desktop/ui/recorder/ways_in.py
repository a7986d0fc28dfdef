"""The ways pictures come in beside files: from a phone, from the camera, from a watched folder. Each built at its first use."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxo_core.moment import Clock
from cxo_core.walkthrough import Status
from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.recorder.inline_bar import InlineBar
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.ui.recorder.look import Look
from cxo_desktop.ui.recorder.parts import Parts
from cxo_desktop.ui.recorder.pictures import Picture
from cxo_desktop.ui.recorder.telling import why_not
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault
    from cxo_desktop.ui.camera.cameras import Cameras
    from cxo_desktop.ui.camera.panel import CameraPanel
    from cxo_desktop.ui.camera.watching import WatchPanel
    from cxo_desktop.ui.handover.addresses import Address
    from cxo_desktop.ui.handover.panel import HandoverPanel
    from cxo_desktop.ui.voice.panel import VoicePanel
    from cxo_desktop.ui.voice.sound import Microphones

NETWORK, CAMERA = "handover_network", "camera"
"""What the vault remembers: the network a phone joins, the camera used last."""


class WaysIn(QWidget):
    """Panels below the recorder. They stay while the walk goes on, and end when it is finished."""

    def __init__(
        self, parts: Parts, live: LiveRecord, vault: "Vault", lanes: Lanes, clock: Clock, home: QWidget
    ) -> None:
        super().__init__()
        named(self, "waysIn", _("Ways to get pictures in"))
        self._parts = parts
        self._live = live
        self._vault = vault
        self._lanes = lanes
        self._clock = clock
        self._home = home
        self._cameras: Cameras | None = None
        self._microphones: Microphones | None = None
        self._addresses: Callable[[], Sequence[Address]] | None = None
        self._phone: HandoverPanel | None = None
        self._camera: CameraPanel | None = None
        self._watch: WatchPanel | None = None
        self._voice: VoicePanel | None = None
        self._remembered: dict[str, str] = {}
        self._look: Look | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self.hide()
        lanes.record.submit(self._recall, self._remembered.update, owner=self)

    def use(
        self,
        *,
        cameras: "Cameras | None" = None,
        microphones: "Microphones | None" = None,
        addresses: "Callable[[], Sequence[Address]] | None" = None,
    ) -> None:
        """Other cameras, microphones and addresses than those of this machine."""
        self._cameras = cameras or self._cameras
        self._microphones = microphones or self._microphones
        self._addresses = addresses or self._addresses

    def show_look(self, seen: Look) -> None:
        """A walk that is finished or sealed takes no more pictures."""
        self._look = seen
        if self._voice is not None:
            self._voice.show_look(seen)
        if seen.state.status in (Status.FINISHED, Status.SEALED):
            self.end()

    def end(self) -> None:
        for panel in self._panels():
            if panel is not None:
                panel.put_away()

    def leave(self) -> None:
        """Nobody looks at the camera's picture or sees that the microphone is on now, so both are switched off. Phone and folder
        go on beside the walk.
        """
        for panel in (self._camera, self._voice):
            if panel is not None:
                panel.put_away()

    def voice(self) -> None:
        """Starts a voice note at the current step, or ends the one that is being spoken."""
        details, seen = self._parts.details, self._look
        if self._takes_none():
            details.say("", _("Nobody is recorded here: papers or screens marked 密 are in sight."))
            return
        if seen is None or not seen.is_recording:
            details.say("", why_not(seen.state.status) if seen else "")
            return
        if self._voice is None:
            from cxo_desktop.ui.voice.panel import VoicePanel

            self._voice = VoicePanel(
                self._every_microphone(),
                self._live,
                self._vault,
                self._lanes.record,
                lambda words: details.say("", words),
            )
            self._column.addWidget(self._voice)
            self._voice.opened.connect(self.show)
            self._voice.closed.connect(self._hide_empty)
        self._voice.toggle()

    def phone(self) -> None:
        """Opens the phone's panel."""
        if self._takes_none():
            return
        if self._phone is None:
            from cxo_desktop.ui.handover.addresses import addresses
            from cxo_desktop.ui.handover.line import PhoneLine
            from cxo_desktop.ui.handover.panel import HandoverPanel

            line = PhoneLine(self._clock, self.take, self)
            self._phone = HandoverPanel(line, self._addresses or addresses, self._remembered.get(NETWORK, ""))
            self._phone.network_named.connect(lambda network: self._remember(NETWORK, network))
            self._add(self._phone)
        self._phone.ask()

    def camera(self) -> None:
        """Opens the camera; while it is open, takes a photo."""
        if self._takes_none():
            return
        if self._camera is None:
            from cxo_desktop.ui.camera.panel import CameraPanel

            self._camera = CameraPanel(self._every_camera(), self._clock, self.take)
            self._camera.camera_chosen.connect(lambda camera: self._remember(CAMERA, camera))
            self._add(self._camera)
        self._camera.ask(self._remembered.get(CAMERA, ""))

    def folder(self) -> None:
        """Asks which folder to watch."""
        if not self._takes_none():
            self._watching().ask()

    def watch(self, folder: Path) -> None:
        """Watches this folder from now on."""
        if not self._takes_none():
            self._watching().watch(folder)

    def _watching(self) -> "WatchPanel":
        if self._watch is None:
            from cxo_desktop.ui.camera.watching import WatchPanel

            self._watch = WatchPanel(self._lanes.work, self._began, self.take)
            self._add(self._watch)
        return self._watch

    def take(self, pictures: Sequence[Picture]) -> bool:
        """Into the record, where it is being recorded and photos are taken at all."""
        if self._look is None or not self._look.is_recording or self._takes_none():
            return False
        self._parts.intake.take(pictures)
        return True

    def _began(self) -> datetime:
        """When the walk began: what is older on a card is not of this walk."""
        started = self._look.state.started if self._look else None
        return started.wall if started else self._clock.now().wall

    def _takes_none(self) -> bool:
        return self._look is None or self._look.state.locked.get("photos", True) is False

    def _every_camera(self) -> "Cameras":
        if self._cameras is None:
            from cxo_desktop.ui.camera.system_cameras import SystemCameras

            self._cameras = SystemCameras(self)
        return self._cameras

    def _every_microphone(self) -> "Microphones":
        if self._microphones is None:
            from cxo_desktop.ui.voice.system_sound import SystemMicrophones

            self._microphones = SystemMicrophones(self)
        return self._microphones

    def _panels(self) -> "tuple[InlineBar | None, ...]":
        return (self._phone, self._camera, self._watch, self._voice)

    def _add(self, panel: InlineBar) -> None:
        self._column.addWidget(panel)
        panel.opened.connect(self.show)
        panel.closed.connect(self._give_back)

    def _hide_empty(self) -> None:
        if all(panel is None or panel.isHidden() for panel in self._panels()):
            self.hide()

    def _give_back(self) -> None:
        self._hide_empty()
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)

    def _recall(self) -> dict[str, str]:
        kept = {name: self._vault.settings.get(name, "") for name in (NETWORK, CAMERA)}
        return {name: value for name, value in kept.items() if isinstance(value, str)}

    def _remember(self, name: str, value: str) -> None:
        if self._remembered.get(name, "") != value:
            self._remembered[name] = value
            self._lanes.record.submit(lambda: self._vault.settings.put(name, value), owner=self)
