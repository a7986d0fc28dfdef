"""Delivery: the offices a vault knows, how far each bundle has got, the sync log, and what offices ask for."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "offices",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("document", sa.String, nullable=False),
        sa.Column("addresses", sa.String, nullable=False),
        sa.Column("certificate", sa.String, nullable=False),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("device", sa.String, nullable=False),
        sa.Column("officer", sa.String, nullable=False),
        sa.Column("hall", sa.String, nullable=False),
        sa.Column("is_current", sa.Boolean, nullable=False),
        sa.Column("pack_version", sa.Integer),
        sa.Column("pack_etag", sa.String, nullable=False),
        sa.Column("pack_bytes", sa.Integer, nullable=False),
        sa.Column("token_at", sa.String),
        sa.Column("seen_at", sa.String),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try", sa.String),
        sa.Column("problem", sa.String),
    )
    op.create_table(
        "sync_log",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("office", sa.String, nullable=False),
        sa.Column("walkthrough", sa.String),
        sa.Column("revision", sa.Integer),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("details", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "matters",
        sa.Column("office", sa.String, sa.ForeignKey("offices.id"), primary_key=True),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content", sa.String, nullable=False),
        sa.Column("removed_at", sa.String),
        sa.Column("seen_at", sa.String, nullable=False),
    )
    op.create_table(
        "tasks",
        sa.Column("office", sa.String, sa.ForeignKey("offices.id"), primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("walkthrough", sa.String),
        sa.Column("changed_at", sa.String, nullable=False),
    )
    for column in (
        sa.Column("office", sa.String, nullable=False, server_default=""),
        sa.Column("upload", sa.String),
        sa.Column("sent_bytes", sa.Integer, nullable=False, server_default="0"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_try", sa.String),
        sa.Column("problem", sa.String),
        sa.Column("receipt", sa.LargeBinary),
        sa.Column("delivered_at", sa.String),
    ):
        op.add_column("bundles", column)
    op.create_index("bundles_by_delivery", "bundles", ["delivered_at", "number", "revision"])
    op.create_index("bundles_by_sha256", "bundles", ["sha256"])
    _move_the_office()


def _move_the_office() -> None:
    """The one office a vault knew as a setting becomes a row; what was sealed so far was sealed to it."""
    connection = op.get_bind()
    kept = connection.exec_driver_sql("SELECT value FROM settings WHERE name = 'office'").fetchone()
    if kept is None:
        return
    document = json.loads(kept[0])
    office = json.loads(document)
    name = hashlib.sha256(bytes.fromhex(office["receipt_key"])).hexdigest()[:16]
    connection.exec_driver_sql(
        "INSERT INTO offices (id, name, document, addresses, certificate, standing, device, officer, hall,"
        " is_current, pack_etag, pack_bytes, attempts) VALUES (?, ?, ?, '[]', '', 'known', '', '', '', 1, '', 0, 0)",
        (name, office["name"], document),
    )
    connection.exec_driver_sql("UPDATE bundles SET office = ?", (name,))
    connection.exec_driver_sql("DELETE FROM settings WHERE name = 'office'")
