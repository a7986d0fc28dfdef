"""The record: walkthroughs, their events, their row in the library, evidence, drafts, bundles, settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _walkthrough(*, is_key: bool = False, is_unique: bool = False) -> "sa.Column[int]":
    return sa.Column(
        "number",
        sa.Integer,
        sa.ForeignKey("walkthroughs.number"),
        primary_key=is_key,
        autoincrement=False,
        unique=is_unique or None,
        nullable=False,
    )


def upgrade() -> None:
    op.create_table(
        "walkthroughs",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "data_keys",
        _walkthrough(is_key=True),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("recorded", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("line", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "library",
        sa.Column("position", sa.Integer, primary_key=True),
        _walkthrough(is_unique=True),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("item_id", sa.String, nullable=False),
        sa.Column("item_zh", sa.String, nullable=False),
        sa.Column("item_en", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("hall", sa.String, nullable=False),
        sa.Column("window", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("started", sa.String, nullable=False),
        sa.Column("updated", sa.String, nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("chain_head", sa.String, nullable=False),
        sa.Column("step", sa.String),
        sa.Column("visits", sa.Integer, nullable=False),
        sa.Column("findings", sa.Integer, nullable=False),
        sa.Column("photos", sa.Integer, nullable=False),
        sa.Column("officers", sa.String, nullable=False),
        sa.Column("search", sa.String, nullable=False),
    )
    for name, column in (
        ("library_by_status", "status"),
        ("library_by_role", "role"),
        ("library_by_channel", "channel"),
        ("library_by_item", "item_id"),
        ("library_by_hall", "hall"),
    ):
        op.create_index(name, "library", [column])
    op.create_table(
        "drafts",
        _walkthrough(is_key=True),
        sa.Column("slot", sa.String, primary_key=True),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("saved", sa.String, nullable=False),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, primary_key=True),
        _walkthrough(),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
    )
    op.create_index("evidence_by_walkthrough", "evidence", ["number"])
    op.create_table(
        "bundles",
        _walkthrough(is_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("manifest_digest", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("sealed_at", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
    )
    op.create_index("bundles_by_state", "bundles", ["state", "sealed_at"])
    op.create_table(
        "settings",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
