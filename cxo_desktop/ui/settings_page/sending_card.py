"""How sealed walkthroughs are sent: whether, how fast at most, and in which network."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from cxo_desktop.ui.jobs import Lanes
from cxo_desktop.ui.sending.automatic import AutomaticSync
from cxo_desktop.ui.sending.situation import Situation
from cxo_desktop.ui.widgets.card import Card
from cxo_desktop.ui.widgets.chips import ChipChoice, Option
from cxo_desktop.ui.widgets.field import Field
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.vaults import Vault

LIMITS_KIB = (64, 128, 256, 512, 1024, 2048, 5120)
"""The limits to choose from, in KiB per second."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    limit_kib: int | None
    is_bound: bool
    is_unknown: bool = False


class SendingCard(Card):
    """Each choice takes effect with the next round."""

    def __init__(self, vault: "Vault", lanes: Lanes, sync: AutomaticSync) -> None:
        super().__init__(
            "settingsSending",
            _("Sending"),
            _("Sealed walkthroughs are sent by themselves whenever the office can be reached."),
        )
        self._vault = vault
        self._lanes = lanes
        self._sync = sync
        self._paused = ChipChoice(
            "settingsPaused",
            _("Send by itself"),
            (Option("no", _("Yes")), Option("yes", _("No, it is paused"))),
        )
        self._paused.chosen.connect(lambda paused: sync.pause() if paused == "yes" else sync.resume())
        self._limit = QComboBox()
        self._limit.addItem(_("as fast as the network goes"), 0)
        for limit in LIMITS_KIB:
            words = f"{limit} KiB/s" if limit < 1024 else f"{limit // 1024} MiB/s"
            self._limit.addItem(words, limit)
        self._limit.activated.connect(lambda _at: self._keep_limit())
        self._where = ChipChoice(
            "settingsNetworks",
            _("In which network"),
            (Option("any", _("In any")), Option("here", _("Only in this one"))),
        )
        self._where.chosen.connect(self._keep_where)
        self._where_field = Field("settingsNetworks", _("In which network"), self._where)
        for field in (
            Field("settingsPaused", _("Send by itself"), self._paused),
            Field("settingsLimit", _("How fast at most"), self._limit),
            self._where_field,
        ):
            self.body.addWidget(field)
        sync.changed.connect(self._show_situation)
        self._show_situation(sync.seen)

    def look(self) -> None:
        self._lanes.record.submit(lambda: _chosen(self._vault), self._show, owner=self)

    def _show(self, chosen: _Chosen) -> None:
        at = self._limit.findData(chosen.limit_kib or 0)
        if at < 0:
            self._limit.addItem(f"{chosen.limit_kib} KiB/s", chosen.limit_kib)
            at = self._limit.count() - 1
        self._limit.setCurrentIndex(at)
        self._where.choose("here" if chosen.is_bound else "any")
        self._where_field.set_mistake(
            _("This network cannot be told from others, so it cannot be chosen.") if chosen.is_unknown else ""
        )

    def _show_situation(self, seen: Situation) -> None:
        self._paused.choose("yes" if seen.is_paused else "no")

    def _keep_limit(self) -> None:
        limit = int(self._limit.currentData()) or None

        def call() -> None:
            from cxo_desktop.services.sync_settings import set_limit_kib

            set_limit_kib(self._vault, limit)

        self._lanes.record.submit(call, owner=self)

    def _keep_where(self, where: str) -> None:
        self._lanes.record.submit(lambda: _bind(self._vault, where == "here"), self._show_bound, owner=self)

    def _show_bound(self, chosen: _Chosen) -> None:
        self._show(chosen)
        self._sync.look()


def _chosen(vault: "Vault") -> _Chosen:
    """Record lane."""
    from cxo_desktop.services.sync_settings import limit_kib, networks

    return _Chosen(limit_kib(vault), bool(networks(vault)))


def _bind(vault: "Vault", is_here: bool) -> _Chosen:
    """Record lane; the system is asked which network this is."""
    from cxo_desktop.services.sync_settings import limit_kib, send_anywhere, send_only_here, where_it_is

    if not is_here:
        send_anywhere(vault)
        return _Chosen(limit_kib(vault), False)
    is_known = send_only_here(vault, where_it_is)
    return _Chosen(limit_kib(vault), is_known, is_unknown=not is_known)
