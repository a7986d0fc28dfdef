"""A phone without a browser: asks a session, or its server, what the page asks."""

import base64
from typing import Any

from cxo_desktop.handover.envelope import NONCE_BYTES, Envelope

NOW_MS = 1_795_000_000_000


class Phone:
    """`ask` gives what the laptop said, None where it said nothing."""

    def __init__(self, fragment: str, answer: Any, *, name: str = "phone-a", clock_ms: int = NOW_MS) -> None:
        self.envelope = Envelope(base64.urlsafe_b64decode(fragment + "="))
        self._answer = answer
        self._name = name
        self._clock_ms = clock_ms
        self.last = b""

    def ask(self, say: str, content: bytes = b"", **said: Any) -> dict[str, Any] | None:
        self.last = self.envelope.seal_question({"say": say, "phone": self._name, **said}, content)
        answer = self._answer(self.last)
        if answer is None:
            return None
        opened = self.envelope.open_answer(answer, self.last[:NONCE_BYTES])
        assert opened is not None, "an answer that cannot be read"
        return opened.said

    def hello(self, zone: int = 480) -> dict[str, Any] | None:
        return self.ask("hello", clock=self._clock_ms, zone=zone)

    def piece(
        self, photo: str, content: bytes, *, at: int = 0, of: int | None = None, **said: Any
    ) -> dict[str, Any] | None:
        told = {"name": f"{photo}.jpg", "chosen": self._clock_ms, **said}
        size = len(content) if of is None else of
        return self.ask("piece", content, photo=photo, bytes=size, at=at, **told)

    def states(self, *photos: str) -> dict[str, str]:
        said = self.ask("ask", photos=list(photos))
        assert said is not None
        return {photo: told["state"] for photo, told in said["photos"].items()}
