"""The keyring of a person who is logged in, for a process a bench starts: it knows what `BENCH_KEYRING` tells it."""

import json
import os

from helpers.memory_keyring import MemoryKeyring


class KnownKey(MemoryKeyring):
    """Found by keyring itself through `PYTHON_KEYRING_BACKEND`, at the moment the program asks for its key."""

    def __init__(self) -> None:
        super().__init__()
        kept = json.loads(os.environ["BENCH_KEYRING"])
        self.secrets.update({(service, name): secret for service, name, secret in kept})
