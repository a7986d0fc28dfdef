"""What a recorder that died had acknowledged, and whether the vault it left behind has all of it and nothing else."""

import hashlib
from dataclasses import dataclass, field

from cxo_core.bundle.verify import verify
from cxo_core.chain import check_chain
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.summarising import summary_of
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.services.browsing import walkthroughs
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.evidence_rows import EvidenceKind
from helpers.recordings import files_in

HALF_DONE = 1
"""So many events may be in the record that nobody was told of: the one whose answer the kill swallowed."""


@dataclass
class Acknowledged:
    """Reads the recorder's lines (`helpers.officer_at_work`) over all its lives."""

    heads: dict[str, list[str]] = field(default_factory=dict)
    drafts: dict[tuple[str, str], str] = field(default_factory=dict)
    copies: set[str] = field(default_factory=set)
    begun: str = ""
    """What was announced last and not acknowledged, empty when nothing was on its way."""

    def hear(self, line: str) -> None:
        if line.startswith("? "):
            self.begun = line[2:]
            return
        assert line != "dead", "the recorder ended by itself"
        match line.split(" ", 3):
            case ["event", walkthrough, seq, head]:
                heads = self.heads.setdefault(walkthrough, [])
                assert int(seq) == len(heads) + 1, line
                heads.append(head)
                self.begun = "" if self.begun.startswith(("event", "begin")) else self.begun
            case ["draft", walkthrough, slot, text]:
                self.drafts[walkthrough, slot] = text
                self.begun = ""
            case ["note", walkthrough, slot]:
                self.drafts.pop((walkthrough, slot), None)
                self.begun = ""
            case ["copy", evidence]:
                self.copies.add(evidence)

    def check(self, vault: Vault, *, wholly: bool = False) -> None:
        """Everything acknowledged is there, at most one thing more, and every part of the vault agrees with every other.

        Records nobody worked on are read again only `wholly`; else the library must still show them as they were.
        """
        lines = {line.id: line for line in walkthroughs(vault)}
        new = lines.keys() - self.heads.keys()
        assert self.heads.keys() <= lines.keys(), "an acknowledged walkthrough is gone"
        assert len(new) <= (self.begun == "begin"), "a walkthrough nobody began"
        at_work = {*list(self.heads)[-1:], *new}
        for walkthrough, line in lines.items():
            if wholly or walkthrough in at_work:
                self._check_record(vault, walkthrough)
            else:
                heads = self.heads[walkthrough]
                assert (line.last_seq, line.chain_head) == (len(heads), heads[-1])
        self._check_drafts(vault)
        assert vault.orphans() == () and vault.orphan_bundles() == ()
        assert not [name for name in files_in(vault.folder.root) if name.endswith((".part", ".new"))]
        assert not wholly or vault.database_complaints() == []
        self.begun = ""

    def _check_record(self, vault: Vault, walkthrough: str) -> None:
        events = list(vault.walkthroughs.events(walkthrough))
        heads = [event.digest for event in events]
        known = self.heads.setdefault(walkthrough, [])
        assert heads[: len(known)] == known, "an acknowledged event is gone"
        check_chain(events)
        state = fold(events)
        assert vault.walkthroughs.summary(walkthrough) == summary_of(state)
        self._check_evidence(vault, state)
        self._check_bundles(vault, state)
        if len(heads) > len(known):
            assert len(heads) - len(known) <= HALF_DONE
            assert self.begun.startswith(("event", "note", "begin")), "an event nobody made"
            self._take_over(walkthrough, heads)

    def _take_over(self, walkthrough: str, heads: list[str]) -> None:
        """What turned out to be durable counts as acknowledged from now on."""
        self.heads[walkthrough] = heads
        if self.begun.startswith("note"):
            _, walkthrough, slot = self.begun.split(" ")
            self.drafts.pop((walkthrough, slot), None)

    def _check_evidence(self, vault: Vault, state: Walkthrough) -> None:
        attached = {
            entry.body["evidence"]: entry.body["sha256"]
            for entry in state.entries
            if entry.kind is Kind.EVIDENCE_ATTACHED
        }
        key = vault.walkthroughs.key_of(state.id)
        rows = vault.evidence_rows.of(state.id)
        kinds = {(row.id, row.kind) for row in rows}
        for evidence in attached:
            assert {(evidence, EvidenceKind.WORKING), (evidence, EvidenceKind.THUMBNAIL)} <= kinds
            assert evidence not in self.copies or (evidence, EvidenceKind.REPORT) in kinds
        for row in rows:
            assert row.id in attached, "a file of no event"
            content = vault.evidence.read(row.name, key)
            assert (hashlib.sha256(content).hexdigest(), len(content)) == (row.sha256, row.bytes)
            assert row.kind is not EvidenceKind.WORKING or row.sha256 == attached[row.id]

    def _check_bundles(self, vault: Vault, state: Walkthrough) -> None:
        rows = vault.bundles.of(state.id)
        sealed = [entry.body["revision"] for entry in state.entries if entry.kind is Kind.SEALED]
        assert [row.revision for row in rows] == sealed, "half sealed"
        for row in rows:
            content = (vault.folder.bundles / row.name).read_bytes()
            assert hashlib.sha256(content).hexdigest() == row.sha256

    def _check_drafts(self, vault: Vault) -> None:
        kept = {
            (walkthrough, draft.slot): draft.text
            for walkthrough in self.heads
            for draft in vault.drafts.of(walkthrough)
        }
        if self.begun.startswith("draft "):
            _, walkthrough, slot, text = self.begun.split(" ", 3)
            if kept.get((walkthrough, slot)) == text:
                self.drafts[walkthrough, slot] = text
        assert kept == self.drafts, "a draft is gone, or a ghost of one is left"


def verified(vault: Vault, identity: object, seen: set[str]) -> None:
    """Every bundle not seen before verifies with the office's identity alone."""
    for row in vault.bundles.every():
        if row.name not in seen:
            report = verify(vault.folder.bundles / row.name, [identity])  # type: ignore[list-item]
            assert report.is_sound, report.problems
            seen.add(row.name)
