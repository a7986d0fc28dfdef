"""Consent taken back: what laptops asked to have erased, and which bundles the office holds no longer for that."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("bundles", sa.Column("withdrawn_at", sa.String(32)))
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("device", sa.String(16), nullable=False),
        sa.Column("walkthrough", sa.String(64), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("arrived_by", sa.String(8), nullable=False),
        sa.Column("received_at", sa.String(32), nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("receipt", sa.LargeBinary),
    )
    op.create_index("withdrawals_by_walkthrough", "withdrawals", ["walkthrough"])
