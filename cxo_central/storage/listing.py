"""Pages of what came in, newest first: one look at an index each, the first page and the ten-thousandth alike."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Select, Table, func, select

from cxo_central.storage.engine import reading
from cxo_central.storage.tables import bundles, quarantine
from cxo_core.problems import Code, Problem

MOST_ROWS = 200
UNDECIDED = "undecided"
"""As a filter of verdicts: no decision yet."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A bundle the office has a receipt for. What only an opened bundle tells is None where it stayed sealed.

    Times are ISO 8601 texts, `bytes` the size of the sealed file, `verdict` None before a decision.
    """

    number: int
    walkthrough: str | None
    revision: int | None
    item: str | None
    item_title: str | None
    role: str | None
    channel: str | None
    hall: str | None
    task: str | None
    device: str | None
    sealed_at: str | None
    received_at: str
    arrived_by: str
    verdict: str | None
    events: int | None
    photos: int | None
    findings: int | None
    bytes: int
    is_opened: bool
    sha256: str
    manifest_digest: str | None
    withdrawn_at: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A file in quarantine, with the Problem it was refused for: `code`, and `details` as texts."""

    number: int
    sha256: str
    bytes: int
    device: str | None
    walkthrough: str | None
    revision: int | None
    arrived_by: str
    received_at: str
    code: str
    details: dict[str, str]


@dataclass(frozen=True, slots=True)
class Only:
    """Which bundles are wanted; empty texts: any. `verdict` may be `undecided`."""

    verdict: str = ""
    hall: str = ""
    item: str = ""
    device: str = ""
    walkthrough: str = ""


COLUMNS = tuple(Listed.__dataclass_fields__)
_LISTED = [bundles.c[name] for name in COLUMNS]
_REFUSED = [quarantine.c[name] for name in Refused.__dataclass_fields__]


def bundle_page(
    engine: Engine, *, only: Only | None = None, after: str = "", limit: int = 50
) -> tuple[tuple[Listed, ...], str]:
    """At most `limit` bundles behind the cursor `after`, and the cursor of the page behind these, empty at the end.

    Raises Problem `request-malformed` for a cursor this office never gave out, or a limit beyond `MOST_ROWS`.
    """
    rows, further = _page(engine, narrowed(select(*_LISTED), only or Only()), bundles, after, limit)
    return tuple(Listed(*row) for row in rows), further


def quarantine_page(engine: Engine, *, after: str = "", limit: int = 50) -> tuple[tuple[Refused, ...], str]:
    """As `bundle_page`."""
    rows, further = _page(engine, select(*_REFUSED), quarantine, after, limit)
    return tuple(_refused(row) for row in rows), further


def bundle(engine: Engine, walkthrough: str, revision: int) -> Listed:
    """Raises Problem `matter-not-found`."""
    asked = select(*_LISTED).where(bundles.c.walkthrough == walkthrough, bundles.c.revision == revision)
    with reading(engine) as connection:
        row = connection.execute(asked).one_or_none()
    if row is None:
        raise Problem(Code.MATTER_NOT_FOUND, kind="bundle", id=f"{walkthrough}.{revision}")
    return Listed(*row)


def refused(engine: Engine, number: int) -> Refused:
    """Raises Problem `matter-not-found`."""
    with reading(engine) as connection:
        row = connection.execute(select(*_REFUSED).where(quarantine.c.number == number)).one_or_none()
    if row is None:
        raise Problem(Code.MATTER_NOT_FOUND, kind="quarantine", id=str(number))
    return _refused(row)


def narrowed(asked: Select[Any], only: Only) -> Select[Any]:
    """The question, for the wanted bundles only."""
    wanted = {name: value for name in Only.__dataclass_fields__ if (value := getattr(only, name))}
    verdict = wanted.pop("verdict", "")
    asked = asked.where(*(bundles.c[name] == value for name, value in wanted.items()))
    if not verdict:
        return asked
    if wanted:  # an index of three verdicts is no help beside another one, and the database does not know
        return asked.where(func.coalesce(bundles.c.verdict, UNDECIDED) == verdict)
    return asked.where(bundles.c.verdict.is_(None) if verdict == UNDECIDED else bundles.c.verdict == verdict)


def _page(
    engine: Engine, asked: Select[Any], table: Table, after: str, limit: int
) -> tuple[Sequence[Any], str]:
    if not 1 <= limit <= MOST_ROWS:
        raise Problem(Code.REQUEST_MALFORMED, field="limit")
    if after:
        asked = asked.where(table.c.number < _number(table, after))
    with reading(engine) as connection:
        found = connection.execute(asked.order_by(table.c.number.desc()).limit(limit + 1)).all()
    shown = found[:limit]
    return shown, _cursor(table, shown[-1][0]) if len(found) > limit else ""


def _cursor(table: Table, number: int) -> str:
    return base64.urlsafe_b64encode(f"{table.name}:{number}".encode()).decode().rstrip("=")


def _number(table: Table, cursor: str) -> int:
    try:
        said = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        name, _, digits = said.partition(":")
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise Problem(Code.REQUEST_MALFORMED, field="after") from error
    if name != table.name or not (digits.isascii() and digits.isdecimal()) or len(digits) > 18:
        raise Problem(Code.REQUEST_MALFORMED, field="after")
    return int(digits)


def _refused(row: Sequence[Any]) -> Refused:
    plain = dict(zip(Refused.__dataclass_fields__, row, strict=True))
    return Refused(**plain | {"details": json.loads(plain["details"])})
