"""The vault's own keys, kept wrapped under the vault key inside the encrypted database."""

import os
from collections.abc import Callable

from cxo_desktop.storage.database import Database, Run
from cxo_desktop.storage.keys import KEY_BYTES, VaultKey, unwrap, wrap

GET = "SELECT wrapped FROM secrets WHERE name = ?"
PUT = "INSERT INTO secrets (name, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING"
REPLACE = "INSERT OR REPLACE INTO secrets (name, wrapped) VALUES (?, ?)"
DROP = "DELETE FROM secrets WHERE name = ?"
GET_DATA_KEY = "SELECT wrapped FROM data_keys WHERE number = (SELECT number FROM walkthroughs WHERE id = ?)"
RENEW_DATA_KEY = (
    "UPDATE data_keys SET wrapped = ? WHERE number = (SELECT number FROM walkthroughs WHERE id = ?)"
)
PUT_DATA_KEY = "INSERT INTO data_keys (number, wrapped) VALUES (?, ?)"


class Secrets:
    """Keys by name, made when first asked for or given to keep, and the data key of each walkthrough."""

    def __init__(self, database: Database, key: VaultKey) -> None:
        self._database = database
        self._wrapping = key.subkey("wrapping")

    def named(self, name: str) -> bytes:
        """The 32 bytes kept under `name`, the same for the whole life of the vault."""
        return self.made_once(name, lambda: os.urandom(KEY_BYTES))

    def made_once(self, name: str, make: Callable[[], bytes]) -> bytes:
        """What is kept under `name`; made when first asked for, and the same from then on."""
        found = self._database.row(GET, (name,))
        if found is None:
            fresh = wrap(make(), under=self._wrapping, about=_named(name))
            with self._database.transaction() as run:
                run(PUT, (name, fresh))
                found = run(GET, (name,)).fetchone()
        return unwrap(found[0], under=self._wrapping, about=_named(name))

    def keep(self, name: str, secret: bytes) -> None:
        """Keeps a secret that came from elsewhere, in place of an earlier one; durable on return."""
        with self._database.transaction() as run:
            run(REPLACE, (name, wrap(secret, under=self._wrapping, about=_named(name))))

    def kept(self, name: str) -> bytes | None:
        """What `keep` was given last, or None."""
        found = self._database.row(GET, (name,))
        return unwrap(found[0], under=self._wrapping, about=_named(name)) if found else None

    def drop(self, name: str) -> None:
        """Forgets a secret for good."""
        with self._database.transaction() as run:
            run(DROP, (name,))

    def data_key(self, walkthrough_id: str) -> bytes | None:
        """The 32 bytes that a walkthrough's evidence is encrypted with; None where there is no such walkthrough."""
        found = self._database.row(GET_DATA_KEY, (walkthrough_id,))
        return unwrap(found[0], under=self._wrapping, about=_of(walkthrough_id)) if found else None

    def give_data_key(self, run: Run, number: int, walkthrough_id: str) -> None:
        """A fresh data key for a new walkthrough, in its first transaction."""
        secret = os.urandom(KEY_BYTES)
        run(PUT_DATA_KEY, (number, wrap(secret, under=self._wrapping, about=_of(walkthrough_id))))

    def renew_data_key(self, run: Run, walkthrough_id: str) -> None:
        """Destroys a walkthrough's data key and gives it another: whatever the old one encrypted is noise from then on."""
        fresh = wrap(os.urandom(KEY_BYTES), under=self._wrapping, about=_of(walkthrough_id))
        run(RENEW_DATA_KEY, (fresh, walkthrough_id))

    def __repr__(self) -> str:
        return "<Secrets>"


def _named(name: str) -> bytes:
    return f"cxo secret {name}".encode()


def _of(walkthrough_id: str) -> bytes:
    return f"cxo data key {walkthrough_id}".encode()
