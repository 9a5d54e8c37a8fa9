"""Claims: what was read of each version, and the queue of those that wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every version waits to be read."""
    op.add_column("versions", sa.Column("unread", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("versions", sa.Column("read_note", sa.Text()))
    op.create_index("versions_unread", "versions", ["unread"], sqlite_where=sa.text("unread > 0"))
    op.create_table(
        "readings",
        sa.Column("version", sa.String(12), primary_key=True),
        sa.Column("statement", sa.String(12), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("experimental", sa.Boolean(), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
    )
    op.create_index("readings_statement", "readings", ["statement"])
    op.create_table(
        "claims",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("version", sa.String(12), nullable=False),
        sa.Column("statement", sa.String(12), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("attribution", sa.String()),
        sa.Column("sentence", sa.Integer(), nullable=False),
        sa.Column("parent", sa.String(12)),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("holder", sa.JSON()),
        sa.Column("holder_text", sa.Text()),
        sa.Column("chain", sa.JSON(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("responds_to", sa.JSON(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("source", sa.JSON()),
        sa.Column("cue", sa.JSON()),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float()),
        sa.Column("was", sa.String(12)),
        sa.Column("correction", sa.String(12)),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("machine", sa.JSON()),
        sa.Column("made_by", sa.Text(), nullable=False),
    )
    op.create_index("claims_version", "claims", ["version", "ordinal"])
    op.create_index("claims_statement", "claims", ["statement"])
    op.create_index("claims_act", "claims", ["act"])
    op.create_table(
        "claim_actors",
        sa.Column("claim", sa.String(12), primary_key=True),
        sa.Column("role", sa.String(), primary_key=True),
        sa.Column("actor", sa.Text(), primary_key=True),
        sa.Column("own", sa.Boolean(), nullable=False),
    )
    op.create_index("claim_actors_actor", "claim_actors", ["actor", "role"])
