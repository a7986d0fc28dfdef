"""One question, one answer: time-outs that grow with the size, answers read up to a limit, failures as Problems."""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx2

from cxo_core.problems import Code, Problem
from cxo_desktop.network.trust import is_about_trust
from cxo_desktop.storage.problem_text import problem_named

CONNECT_S: Final = 10.0
PATIENCE_S: Final = 30.0
SLOWEST: Final = 16 * 1024
"""Bytes per second below which a connection counts as broken."""
SMALL: Final = 256 * 1024
"""The most an ordinary answer may have, in bytes."""
PROBLEM_JSON: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, read whole. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def problem(self) -> Problem | None:
        """What `application/problem+json` (RFC 9457) tells, or None where the answer is none."""
        if not self.headers.get("content-type", "").startswith(PROBLEM_JSON):
            return None
        try:
            told = json.loads(self.content)
            code, details = told["code"], told.get("details") or {}
            if not isinstance(code, str) or not isinstance(details, dict) or len(details) > 20:
                return None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        return problem_named(code[:64], {str(name)[:40]: str(value)[:500] for name, value in details.items()})

    @property
    def is_busy(self) -> bool:
        return self.status >= 500 or self.status == 429

    def failure(self) -> Problem:
        """The Problem of an answer that was not the one hoped for.

        Whatever keeps the office from answering now is `office-busy`, with the code it `said`; what does not speak as
        the office does is `office-answers-strangely`.
        """
        told = self.problem
        if self.is_busy:
            said = {"said": told.code.value} if told else {}
            return Problem(Code.OFFICE_BUSY, status=self.status, **said, **self._wait())
        return told or strange(f"status {self.status}")

    def json(self) -> dict[str, Any]:
        """The object in it. Raises Problem `office-answers-strangely`."""
        try:
            value = json.loads(self.content)
        except (ValueError, RecursionError) as error:
            raise strange("json") from error
        if not isinstance(value, dict):
            raise strange("json")
        return value

    def _wait(self) -> dict[str, int]:
        asked = self.headers.get("retry-after", "")
        return {"wait_s": min(int(asked), 3600)} if asked.isdecimal() and len(asked) < 9 else {}


def strange(why: str) -> Problem:
    return Problem(Code.OFFICE_ANSWERS_STRANGELY, why=why)


class Wire:
    """A client that follows no redirect and keeps no cookie; `headers` go with every question."""

    def __init__(
        self,
        client: httpx2.Client,
        headers: Mapping[str, str],
        *,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._headers = {"Accept-Encoding": "identity", **headers}
        self._now_s = now_s

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | Iterable[bytes] | None = None,
        waits_for: int = 0,
        most: int = SMALL,
    ) -> Answer:
        """Sends a question and reads the answer, at most `most` bytes of it.

        `waits_for`: how many bytes the other side has to take in or look through before it can answer.
        Raises Problem `office-unreachable`, `certificate-changed` or `office-answers-strangely`.
        """
        patience = PATIENCE_S + waits_for / SLOWEST
        timeout = httpx2.Timeout(patience, connect=CONNECT_S, write=PATIENCE_S)
        try:
            request = self._client.build_request(
                method, url, headers={**self._headers, **(headers or {})}, content=content, timeout=timeout
            )
            request.headers.pop("Cookie", None)
            response = self._client.send(request, stream=True, follow_redirects=False)
            try:
                body = self._read(response, most, self._now_s() + patience + most / SLOWEST)
            finally:
                response.close()
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise _unreached(error) from error
        lowered = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, lowered, body)

    def _read(self, response: httpx2.Response, most: int, until_s: float) -> bytes:
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise strange("encoding")
        body = bytearray()
        for block in response.iter_raw():
            body += block
            if len(body) > most:
                raise strange("size")
            if self._now_s() > until_s:
                raise Problem(Code.OFFICE_UNREACHABLE, why="slow")
        return bytes(body)


def _unreached(error: Exception) -> Problem:
    """No more than the kind of failure is told: the text of an error may hold addresses."""
    if is_about_trust(error):
        return Problem(Code.CERTIFICATE_CHANGED)
    if isinstance(error, httpx2.RemoteProtocolError | httpx2.DecodingError):
        why = "protocol"
    else:
        why = type(error).__name__
    return Problem(Code.OFFICE_UNREACHABLE, why=why)
