"""Full text: the searched text leaves the library row (which every tap rewrites) for a table of its own, with an index."""

import sqlalchemy as sa
from alembic import op

from cxo_desktop.storage.search_words import facets_of, tokens_of

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "search_texts",
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("tokens", sa.String, nullable=False),
        sa.Column("facets", sa.String, nullable=False),
    )
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5("
        "tokens, facets, content='search_texts', content_rowid='position', tokenize='ascii', prefix='1')"
    )
    # A leaf of the index must fit into a page of the database, of which SQLCipher takes 80 bytes: else it takes two.
    op.execute("INSERT INTO search_index(search_index, rank) VALUES ('pgsz', 3900)")
    # At rest, two pieces of an equal size are enough to be merged: the fewer pieces, the quicker a question.
    op.execute("INSERT INTO search_index(search_index, rank) VALUES ('usermerge', 2)")
    connection = op.get_bind()
    kept = connection.exec_driver_sql(
        "SELECT position, search, status, role, channel, item_id, hall FROM library ORDER BY position"
    )
    while rows := kept.fetchmany(500):
        for position, text, status, role, channel, item, hall in rows:
            facets = facets_of({"s": status, "r": role, "c": channel, "i": item, "h": hall})
            connection.exec_driver_sql(
                "INSERT INTO search_texts (position, text, tokens, facets) VALUES (?, ?, ?, ?)",
                (position, text, tokens_of(text), facets),
            )
    op.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")
    op.execute("ALTER TABLE library DROP COLUMN search")
