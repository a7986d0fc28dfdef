"""A process that speaks into a new vault until it is killed: tells the walkthrough, then a line for each second it kept."""

import sys
from pathlib import Path

import keyring

from cxo_core.kinds import Kind
from cxo_desktop.services.vaults import create
from cxo_desktop.services.voices import VoiceNote
from helpers.memory_keyring import MemoryKeyring
from helpers.recordings import MovingClock, begun
from helpers.sounds import pcm

keyring.set_keyring(MemoryKeyring())
clock = MovingClock()
with create(Path(sys.argv[1]), "a passphrase of a test", "李敏") as vault:
    recording = begun(vault, clock)
    recording.tap(Kind.STEP_ENTERED, {"step": "queue"}, step="queue")
    print(recording.id, flush=True)
    note = VoiceNote(vault, recording.id, step="queue", by="o2", began=clock.now())
    while True:
        note.hear(pcm(1_000))
        note.keep()
        print("kept", flush=True)
