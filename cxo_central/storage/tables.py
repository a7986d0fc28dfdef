"""The office's tables, the same for SQLite and PostgreSQL. Times are ISO 8601 text in UTC, so they sort as they stand.

Whoever changes them adds a migration; a test demands that the migrations end exactly here.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

_NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A growing number: SQLite counts only in its own INTEGER."""

admins = Table(
    "admins",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("made_at", String(32), nullable=False),
    Column("revoked_at", String(32)),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("code_sha256", String(64), primary_key=True),
    Column("officer", Text, nullable=False),
    Column("hall", Text, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("used_at", String(32)),
    Column("device", String(16)),
)

devices = Table(
    "devices",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("public_key", String(64), nullable=False, unique=True),
    Column("recipient", String(100), nullable=False),
    Column("officer", Text, nullable=False),
    Column("hall", Text, nullable=False),
    Column("enrolled_at", String(32), nullable=False),
    Column("token_sha256", String(64), unique=True),
    Column("former_token_sha256", String(64), unique=True),
    Column("revoked_at", String(32)),
    Column("quota_bytes", BigInteger),
)
"""`former_token_sha256`: the token before the last rotation, good until the new one was first used."""

uploads = Table(
    "uploads",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("device", String(16), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Index("uploads_by_device", "device"),
    Index("uploads_by_expiry", "expires_at"),
)
"""Files that are still coming in, or are whole and not yet answered for. `offset`: how many bytes are durable."""

parts = Table(
    "parts",
    metadata,
    Column("owner", String(32), primary_key=True),
    Column("start", BigInteger, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("name", String(64), nullable=False, unique=True),
)
"""The stored pieces of one file in order: `owner` is the id of its upload, also when it has become a bundle."""

bundles = Table(
    "bundles",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("walkthrough", String(64)),
    Column("revision", Integer),
    Column("manifest_digest", String(64)),
    Column("previous", String(64)),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("bytes", BigInteger, nullable=False),
    Column("device", String(16)),
    Column("owner", String(32), nullable=False, unique=True),
    Column("is_opened", Boolean, nullable=False),
    Column("arrived_by", String(8), nullable=False),
    Column("received_at", String(32), nullable=False),
    Column("sealed_at", String(32)),
    Column("item", Text),
    Column("item_title", Text),
    Column("role", String(32)),
    Column("channel", String(32)),
    Column("hall", Text),
    Column("events", Integer),
    Column("photos", Integer),
    Column("findings", Integer),
    Column("task", String(64)),
    Column("verdict", String(16)),
    Column("receipt", LargeBinary, nullable=False),
    Column("withdrawn_at", String(32)),
    UniqueConstraint("walkthrough", "revision", name="bundles_by_identity"),
    Index("bundles_by_device", "device", "number"),
    Index("bundles_by_verdict", "verdict", "number"),
    Index("bundles_by_hall", "hall", "number"),
    Index("bundles_by_item", "item", "number"),
)
"""Every bundle the office answered for with a receipt. What only an opened bundle tells is null where it stayed sealed.
`withdrawn_at`: since when its file is destroyed, because somebody in it took consent back."""

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("device", String(16), nullable=False),
    Column("walkthrough", String(64), nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("arrived_by", String(8), nullable=False),
    Column("received_at", String(32), nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("receipt", LargeBinary),
    Index("withdrawals_by_walkthrough", "walkthrough"),
)
"""Consent taken back: the signed document of the laptop, and the office's receipt once everything is destroyed."""

quarantine = Table(
    "quarantine",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("sha256", String(64), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("device", String(16)),
    Column("owner", String(32), nullable=False, unique=True),
    Column("walkthrough", String(64)),
    Column("revision", Integer),
    Column("arrived_by", String(8), nullable=False),
    Column("received_at", String(32), nullable=False),
    Column("code", String(64), nullable=False),
    Column("details", Text, nullable=False),
    Index("quarantine_by_sha256", "sha256"),
)
"""Files the office could not take, kept with the Problem: `code`, and `details` as a JSON object of texts."""

matters = Table(
    "matters",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("device", String(16)),
    Column("change", BigInteger, ForeignKey("changes.number"), nullable=False),
    Column("removed_at", String(32)),
    Index("matters_by_change", "change"),
    Index("matters_by_device", "device"),
)
"""Everything an office pack tells (`cxo_core.protocol.matters`). `device`: the only laptop it concerns, or null for all."""

audiences = Table(
    "audiences",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("device", String(16), primary_key=True),
    Column("officer", String(200), primary_key=True),
    Column("hall", String(200), primary_key=True),
    Column("change", BigInteger, nullable=False),
    ForeignKeyConstraint(["kind", "id"], ["matters.kind", "matters.id"]),
    Index("audiences_by_laptop", "device", "officer", "hall", "change"),
)
"""Whom each matter is or ever was for, empty texts meaning all. So a pack can name what its laptop holds no longer, and
`change`, the last of the matter, tells in one look whether a laptop has news."""

changes = Table(
    "changes",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
)
"""One row for each change of the matters. A pack's version is the highest number that concerns its laptop."""

audit = Table(
    "audit",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("who", String(120), nullable=False),
    Column("what", String(40), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("outcome", String(64), nullable=False),
)
"""Every read and write of the office's holdings. `who`: `device:<id>`, `admin:<name>` or `command`; never a person's name."""
