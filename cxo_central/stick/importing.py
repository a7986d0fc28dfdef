"""`cxo-central import`: everything on the sticks is taken in, and one packet for each laptop concerned is written back."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxo_central.house import House
from cxo_central.packing import Packing
from cxo_central.stick.place import Stick
from cxo_central.stick.taking import Fate, Kind, Taken, kind_of, take_bundle, take_request, take_withdrawal
from cxo_central.storage.audit import COMMAND, note_alone
from cxo_central.storage.devices import Device, DeviceStore
from cxo_core.problems import Code, Problem
from cxo_core.protocol.packet import REQUEST_SUFFIX, SUFFIX, Packet

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

_FOR: Final = re.compile(r"cxo-[0-9a-f]{16}-([0-9a-f]{8})" + re.escape(REQUEST_SUFFIX))


@dataclass(frozen=True, slots=True)
class Written:
    """A packet that lies on the stick now. `file`: its name."""

    file: str
    device: str
    officer: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One stick. `problem`: why it could not be read, or why not every packet could be written.

    `unaddressed`: receipts that no packet holds, because an office that opens no bundle cannot know whose they are.
    """

    folder: Path
    taken: tuple[Taken, ...] = ()
    written: tuple[Written, ...] = ()
    problem: Problem | None = None
    unaddressed: int = 0

    @property
    def is_well(self) -> bool:
        """Everything was taken, and everybody concerned has an answer."""
        is_refused = any(each.fate in (Fate.REFUSED, Fate.FAILED) for each in self.taken)
        return self.problem is None and not is_refused and not self.unaddressed


def import_from(
    house: House,
    paths: Sequence[Path],
    *,
    laptops: Iterable[str] = (),
    identities: "Sequence[Identity] | None" = None,
    watch: Callable[[Taken | Written], None] = lambda each: None,
) -> list[Visit]:
    """Takes in files, folders and sticks. `laptops`: whom to write to also where nothing of theirs lies there.

    `identities`: what opens requests and withdrawals where the office keeps its own elsewhere; bundles stay unopened there.
    One bad file or stick never stops the rest; a bundle stays on the stick, since its laptop removes it when it has
    verified the receipt. Raises only what says that this office itself cannot work.
    """
    wanted: dict[Path, list[Path]] = {}
    visits: list[Visit] = []
    sticks: dict[Path, Stick] = {}
    for path in paths:
        try:
            stick = Stick.of(path)
            requests = [each for each in stick.requests() if _is_for(house, each)]
            files = [*requests, *stick.withdrawals(), *stick.bundles()] if path.is_dir() else [path]
        except Problem as problem:
            visits.append(Visit(path, problem=problem))
            continue
        stick = sticks.setdefault(stick.folder, stick)
        known = wanted.setdefault(stick.folder, [])
        known += [file for file in files if file not in known]
    packing = Packing(house)
    for folder, files in wanted.items():
        visits.append(
            _Visiting(house, packing, sticks[folder], identities or house.identities, watch).visit(
                files, tuple(laptops)
            )
        )
    return visits


class _Visiting:
    def __init__(
        self,
        house: House,
        packing: Packing,
        stick: Stick,
        identities: "Sequence[Identity] | None",
        watch: Callable[[Taken | Written], None],
    ) -> None:
        self._house = house
        self._packing = packing
        self._stick = stick
        self._identities = identities
        self._watch = watch

    def visit(self, files: Sequence[Path], laptops: Sequence[str]) -> Visit:
        """Requests first: whose laptop is approved now may have bundles here too."""
        taken: list[Taken] = []
        for file in sorted(files, key=_turn):
            taken.append(self._take(file))
            self._watch(taken[-1])
        written: list[Written] = []
        problem = None
        try:
            concerned = [*(each.device for each in taken), *self._stick.addressed(), *laptops]
            for device in dict.fromkeys(concerned):
                if known := DeviceStore(self._house.engine).by_id(device):
                    problem = self._answer(known, self._packet(known, taken)) or problem
                    written.append(Written(packet_name(self._house, device), device, known.officer))
                    self._watch(written[-1])
        except Problem as failure:
            problem = failure
        nobodys = sum(1 for each in taken if each.receipt and not each.device)
        unaddressed = 0 if written else nobodys
        return Visit(self._stick.folder, tuple(taken), tuple(written), problem, unaddressed)

    def _take(self, file: Path) -> Taken:
        match kind_of(file):
            case Kind.REQUEST:
                return take_request(self._house, file, self._identities)
            case Kind.WITHDRAWAL:
                return take_withdrawal(self._house, file, self._identities)
            case Kind.BUNDLE:
                return take_bundle(self._house, file)

    def _packet(self, laptop: Device, taken: Sequence[Taken]) -> Packet:
        """All this stick brought for the laptop, and the pack. One that was revoked learns what became of its bundles."""
        ours = [each for each in taken if each.device == laptop.id]
        approvals = [each.approval for each in ours if each.approval]
        receipts = [each.receipt for each in taken if each.receipt and each.device in ("", laptop.id)]
        return Packet(
            device=laptop.id,
            made_at=self._house.now(),
            pack=None if laptop.is_revoked else self._packing.pack(laptop).content,
            approval=approvals[-1] if approvals and not laptop.is_revoked else None,
            receipts=tuple(dict.fromkeys(receipts)),
            refusals=tuple(each.refusal for each in ours if each.refusal),
            withdrawals=tuple(each.withdrawal for each in ours if each.withdrawal),
        )

    def _answer(self, laptop: Device, packet: Packet) -> Problem | None:
        """On a stick too full for the pack the receipts are written alone; then says so."""
        try:
            self._put(laptop, packet)
        except Problem as problem:
            if problem.code is not Code.STICK_FULL or packet.pack is None:
                raise
            self._put(laptop, replace(packet, pack=None))
            return problem
        return None

    def _put(self, laptop: Device, packet: Packet) -> None:
        content = packet.sealed(self._house.receipt_seed, laptop.recipient)
        self._stick.put(packet_name(self._house, laptop.id), content)
        note_alone(self._house.engine, COMMAND, "packet.write", laptop.id)


def packet_name(house: House, device: str) -> str:
    """It names laptop and office, so that two offices can answer on one stick."""
    return f"cxo-{device}-{house.id[:8]}{SUFFIX}"


def check_laptops(house: House, laptops: Iterable[str]) -> None:
    """Raises Problem `bundle-device-unknown` for one that never was enrolled."""
    for device in laptops:
        if DeviceStore(house.engine).by_id(device) is None:
            raise Problem(Code.BUNDLE_DEVICE_UNKNOWN, device=device)


def everybody(house: House) -> tuple[str, ...]:
    """Every laptop that is enrolled now."""
    return tuple(each.id for each in DeviceStore(house.engine).every() if not each.is_revoked)


def _is_for(house: House, request: Path) -> bool:
    """A request says in its name which office it is for; one that says nothing is tried."""
    said = _FOR.fullmatch(request.name)
    return said is None or house.id.startswith(said[1])


_TURNS: Final = (Kind.REQUEST, Kind.WITHDRAWAL, Kind.BUNDLE)
"""In this order: who is approved now may have sent the rest, and what was taken back is not taken in first."""


def _turn(file: Path) -> int:
    return _TURNS.index(kind_of(file))
