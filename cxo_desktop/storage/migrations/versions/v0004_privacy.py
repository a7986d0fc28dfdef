"""Privacy: several renditions of one photo, a date on each file, what was erased and why, consent taken back after sealing."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "evidence_anew",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("of", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, sa.ForeignKey("walkthroughs.number"), nullable=False),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("expires_on", sa.String),
    )
    op.execute(
        "INSERT INTO evidence_anew (id, kind, of, number, name, sha256, bytes, media_type)"
        " SELECT id, kind, coalesce((SELECT sha256 FROM evidence AS working WHERE working.id = evidence.id"
        " AND working.kind = 'working'), ''), number, name, sha256, bytes, media_type FROM evidence ORDER BY rowid"
    )
    op.drop_table("evidence")
    op.rename_table("evidence_anew", "evidence")
    op.create_index("evidence_by_walkthrough", "evidence", ["number"])
    op.create_index("evidence_by_expiry", "evidence", ["expires_on"])
    op.create_table(
        "erasures",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("walkthrough", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("ground", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("office", sa.String, nullable=False),
        sa.Column("walkthrough", sa.String, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("receipt", sa.LargeBinary),
        sa.Column("confirmed_at", sa.String),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try", sa.String),
        sa.Column("problem", sa.String),
    )
    op.create_table(
        "assessments",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("document", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
