"""How `version_3/` was made, once, with the program as it was then. Kept to be read; the stored vault is what counts.

Needs the schema at revision 0003 and writes it by plain SQL, so that later stores have no part in it: two walkthroughs,
and of a photo of the first the working copy, the thumbnail and the report copy.
"""

import json
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
from cxo_desktop.storage.search_words import facets_of, tokens_of
from helpers.tapping import Hand

PASSPHRASE = "kept for the years to come"


def make(root: Path) -> None:
    folder, key, vault = VaultFolder(root), VaultKey.fresh(), "00000000-0000-4000-8000-000000000003"
    folder.make()
    Header(vault, key.check()).with_passphrase(key, PASSPHRASE).write(folder.header)
    connection = connect(folder.database, key.subkey("database"), create=True)
    upgrade(connection, "0003")
    for number, note in ((1, "材料已在网上提交，窗口仍要复印件"), (2, "等候区没有叫号屏")):
        walkthrough_id, data_key = f"walk-{number}", bytes([number]) * 32
        hand = Hand(walkthrough=walkthrough_id)
        for kind in (Kind.ARRIVED, Kind.TICKET_TAKEN, Kind.CALLED, Kind.SERVICE_STARTED):
            hand.wait(seconds=90)
            hand.tap(kind)
        hand.tap(Kind.NOTE_WRITTEN, note_id="n1", text=note)
        summary = summary_of(Fold(hand.events).state())
        about = f"cxo data key {walkthrough_id}".encode()
        position = (round(summary.started.timestamp() * 1000) << 20) | number
        connection.execute("INSERT INTO walkthroughs (number, id) VALUES (?, ?)", (number, walkthrough_id))
        connection.execute(
            "INSERT INTO data_keys VALUES (?, ?)",
            (number, wrap(data_key, under=key.subkey("wrapping"), about=about)),
        )
        connection.execute(
            "INSERT INTO library VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                position,
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
            ),
        )
        facets = {"s": summary.status, "r": summary.role, "c": summary.channel}
        facets |= {"i": summary.item_id, "h": summary.hall}
        connection.execute(
            "INSERT INTO search_texts (position, text, tokens, facets) VALUES (?, ?, ?, ?)",
            (position, summary.search, tokens_of(summary.search), facets_of(facets)),
        )
        for event in hand.events:
            place = (number << 24) + event.seq
            connection.execute(
                "INSERT INTO events VALUES (?,?,?,?,?)",
                (place, event.kind, wall_text(event.recorded.wall), event.digest, event.to_line()),
            )
    connection.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")
    evidence = EvidenceStore(folder.evidence)
    for kind in ("working", "thumbnail", "report"):
        file = evidence.write(f"{kind} copy of a photo".encode(), bytes([1]) * 32)
        connection.execute(
            "INSERT INTO evidence (id, kind, number, name, sha256, bytes, media_type) VALUES (?,?,1,?,?,?,'image/jpeg')",
            ("photo-1", kind, file.name, file.sha256, file.bytes),
        )
    connection.execute(
        "INSERT INTO settings VALUES ('profile', ?)",
        (json.dumps({"id": "o1", "name": "李敏"}, ensure_ascii=False),),
    )
    connection.execute(
        "INSERT INTO secrets VALUES ('device', ?)",
        (wrap(b"d" * 32, under=key.subkey("wrapping"), about=b"cxo secret device"),),
    )
    connection.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
