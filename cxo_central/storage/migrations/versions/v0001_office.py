"""The office as it was first: who may send, what came in, what was refused, what it tells, and who did what."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "admins",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("token_sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("revoked_at", sa.String(32)),
    )
    op.create_table(
        "enrolments",
        sa.Column("code_sha256", sa.String(64), primary_key=True),
        sa.Column("officer", sa.Text, nullable=False),
        sa.Column("hall", sa.Text, nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.Column("used_at", sa.String(32)),
        sa.Column("device", sa.String(16)),
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("public_key", sa.String(64), nullable=False, unique=True),
        sa.Column("recipient", sa.String(100), nullable=False),
        sa.Column("officer", sa.Text, nullable=False),
        sa.Column("hall", sa.Text, nullable=False),
        sa.Column("enrolled_at", sa.String(32), nullable=False),
        sa.Column("token_sha256", sa.String(64), unique=True),
        sa.Column("former_token_sha256", sa.String(64), unique=True),
        sa.Column("revoked_at", sa.String(32)),
        sa.Column("quota_bytes", sa.BigInteger),
    )
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("device", sa.String(16), nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("offset", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
    )
    op.create_index("uploads_by_device", "uploads", ["device"])
    op.create_index("uploads_by_expiry", "uploads", ["expires_at"])
    op.create_table(
        "parts",
        sa.Column("owner", sa.String(32), primary_key=True),
        sa.Column("start", sa.BigInteger, primary_key=True),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("name", sa.String(64), nullable=False, unique=True),
    )
    op.create_table(
        "bundles",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("walkthrough", sa.String(64)),
        sa.Column("revision", sa.Integer),
        sa.Column("manifest_digest", sa.String(64)),
        sa.Column("previous", sa.String(64)),
        sa.Column("sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("device", sa.String(16)),
        sa.Column("owner", sa.String(32), nullable=False, unique=True),
        sa.Column("is_opened", sa.Boolean, nullable=False),
        sa.Column("arrived_by", sa.String(8), nullable=False),
        sa.Column("received_at", sa.String(32), nullable=False),
        sa.Column("sealed_at", sa.String(32)),
        sa.Column("item", sa.Text),
        sa.Column("item_title", sa.Text),
        sa.Column("role", sa.String(32)),
        sa.Column("channel", sa.String(32)),
        sa.Column("hall", sa.Text),
        sa.Column("events", sa.Integer),
        sa.Column("photos", sa.Integer),
        sa.Column("findings", sa.Integer),
        sa.Column("task", sa.String(64)),
        sa.Column("verdict", sa.String(16)),
        sa.Column("receipt", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("walkthrough", "revision", name="bundles_by_identity"),
    )
    op.create_index("bundles_by_device", "bundles", ["device", "number"])
    op.create_index("bundles_by_verdict", "bundles", ["verdict", "number"])
    op.create_index("bundles_by_hall", "bundles", ["hall", "number"])
    op.create_index("bundles_by_item", "bundles", ["item", "number"])
    op.create_table(
        "quarantine",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("device", sa.String(16)),
        sa.Column("owner", sa.String(32), nullable=False, unique=True),
        sa.Column("walkthrough", sa.String(64)),
        sa.Column("revision", sa.Integer),
        sa.Column("arrived_by", sa.String(8), nullable=False),
        sa.Column("received_at", sa.String(32), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("details", sa.Text, nullable=False),
    )
    op.create_index("quarantine_by_sha256", "quarantine", ["sha256"])
    op.create_table(
        "changes",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_table(
        "matters",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("device", sa.String(16)),
        sa.Column("change", sa.BigInteger, sa.ForeignKey("changes.number"), nullable=False),
        sa.Column("removed_at", sa.String(32)),
    )
    op.create_index("matters_by_change", "matters", ["change"])
    op.create_index("matters_by_device", "matters", ["device"])
    op.create_table(
        "audiences",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("officer", sa.String(200), primary_key=True),
        sa.Column("hall", sa.String(200), primary_key=True),
        sa.Column("change", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["kind", "id"], ["matters.kind", "matters.id"]),
    )
    op.create_index("audiences_by_laptop", "audiences", ["device", "officer", "hall", "change"])
    op.create_table(
        "audit",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(64), nullable=False),
    )
