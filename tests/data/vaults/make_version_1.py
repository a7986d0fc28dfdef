"""How `version_1/` was made, once, with the program as it was then. Kept to be read; the stored vault is what counts.

Needs the schema at revision 0001 and writes it by plain SQL, so that later stores have no part in it.
"""

import sys
from pathlib import Path

from cxo_core.fold import Fold
from cxo_core.kinds import Kind
from cxo_core.moment import wall_text
from cxo_core.summarising import summary_of
from cxo_desktop.storage.database import connect
from cxo_desktop.storage.evidence import EvidenceStore
from cxo_desktop.storage.folder import VaultFolder
from cxo_desktop.storage.header import Header
from cxo_desktop.storage.keys import VaultKey, wrap
from cxo_desktop.storage.migrating import upgrade
from helpers.tapping import Hand

PASSPHRASE = "kept for the years to come"


def make(root: Path) -> None:
    folder, key, vault = VaultFolder(root), VaultKey.fresh(), "00000000-0000-4000-8000-000000000001"
    folder.make()
    Header(vault, key.check()).with_passphrase(key, PASSPHRASE).write(folder.header)
    connection = connect(folder.database, key.subkey("database"), create=True)
    upgrade(connection, "0001")
    for number, note in ((1, "窗口排队很长，工作人员耐心"), (2, "要求额外提供健康证明 A032")):
        walkthrough_id, data_key = f"walk-{number}", bytes([number]) * 32
        hand = Hand(walkthrough=walkthrough_id)
        for kind in (Kind.ARRIVED, Kind.TICKET_TAKEN, Kind.CALLED, Kind.SERVICE_STARTED):
            hand.wait(seconds=90)
            hand.tap(kind)
        hand.tap(Kind.NOTE_WRITTEN, note_id="n1", text=note)
        summary = summary_of(Fold(hand.events).state())
        wrapped = wrap(
            data_key, under=key.subkey("wrapping"), about=f"cxo data key {walkthrough_id}".encode()
        )
        connection.execute("INSERT INTO walkthroughs (number, id) VALUES (?, ?)", (number, walkthrough_id))
        connection.execute("INSERT INTO data_keys VALUES (?, ?)", (number, wrapped))
        connection.execute(
            "INSERT INTO library VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                (round(summary.started.timestamp() * 1000) << 20) | number,
                number,
                walkthrough_id,
                summary.item_id,
                summary.item_title.zh,
                summary.item_title.en,
                summary.role,
                summary.channel,
                summary.hall,
                summary.window,
                summary.status,
                summary.revision,
                wall_text(summary.started),
                wall_text(summary.updated),
                summary.last_seq,
                summary.chain_head,
                summary.step,
                summary.visits,
                summary.findings,
                summary.photos,
                summary.officers,
                summary.search,
            ),
        )
        for event in hand.events:
            connection.execute(
                "INSERT INTO events VALUES (?,?,?,?,?)",
                (
                    (number << 24) + event.seq,
                    event.kind,
                    wall_text(event.recorded.wall),
                    event.digest,
                    event.to_line(),
                ),
            )
        file = EvidenceStore(folder.evidence).write(f"photo of {walkthrough_id}".encode(), data_key)
        connection.execute(
            "INSERT INTO evidence (id, kind, number, name, sha256, bytes, media_type) VALUES (?,?,?,?,?,?,?)",
            (f"e{number}", "working", number, file.name, file.sha256, file.bytes, "image/jpeg"),
        )
    connection.execute(
        "INSERT INTO drafts VALUES (1, 'note', '还没写完', '2026-03-02T09:30:00.000+08:00')",
    )
    connection.execute("""INSERT INTO settings VALUES ('profile', '{"id": "o1", "name": "李敏"}')""")
    connection.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
