"""The first catalog."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_table(
        "warcs",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("known", sa.Integer(), nullable=False),
    )
    op.create_table(
        "captures",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("statement", sa.String(12), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("url_evidence", sa.String()),
        sa.Column("accessioned", sa.String(), nullable=False),
        sa.Column("captured", sa.String()),
        sa.Column("ordinal", sa.String()),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("location", sa.Text()),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("warc", sa.String(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("accession", sa.Integer()),
        sa.Column("record_type", sa.String(), nullable=False),
        sa.Column("record_id", sa.String()),
        sa.Column("payload_header", sa.String()),
        sa.Column("dataset", sa.Text()),
        sa.Column("original_id", sa.Text()),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("page_type", sa.String()),
        sa.Column("content", sa.String()),
        sa.Column("version", sa.String(12)),
        sa.Column("made_by", sa.Text()),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("statement", sa.String(12), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("date", sa.String()),
        sa.Column("date_evidence", sa.JSON()),
        sa.Column("lang", sa.String()),
        sa.Column("issuer", sa.Text()),
        sa.Column("country", sa.String()),
        sa.Column("kind", sa.String()),
        sa.Column("number", sa.String()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.String(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("page_text", sa.Text()),
        sa.Column("page_text_digest", sa.String()),
        sa.Column("furniture", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("unknown", sa.JSON(), nullable=False),
        sa.Column("encoding", sa.String()),
        sa.Column("damaged", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("dataset", sa.Text()),
        sa.Column("original_id", sa.Text()),
        sa.Column("version", sa.String(12), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("date", sa.String()),
        sa.Column("date_low", sa.Integer()),
        sa.Column("date_high", sa.Integer()),
        sa.Column("lang", sa.String()),
        sa.Column("issuer", sa.Text()),
        sa.Column("issuer_name", sa.Text()),
        sa.Column("country", sa.String()),
        sa.Column("kind", sa.String()),
        sa.Column("number", sa.String()),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("withdrawn", sa.JSON()),
    )
    op.create_table(
        "changes",
        sa.Column("capture", sa.String(12), primary_key=True),
        sa.Column("statement", sa.String(12), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("edit", sa.String()),
        sa.Column("similarity", sa.Float()),
        sa.Column("from_version", sa.String(12)),
        sa.Column("to_version", sa.String(12)),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("announced", sa.Boolean()),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("statement", sa.String(12), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("undoes", sa.String(12)),
    )
    op.create_table(
        "links",
        sa.Column("a", sa.String(12), primary_key=True),
        sa.Column("b", sa.String(12), primary_key=True),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("evidence", sa.Text(), nullable=False),
    )
    op.create_table(
        "faults",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("todo", sa.Text(), nullable=False),
        sa.Column("traceback", sa.Text()),
        sa.Column("capture", sa.String(12)),
        sa.Column("context", sa.JSON()),
        sa.Column("state", sa.String(), nullable=False),
    )
    op.create_index("captures_digest", "captures", ["digest"])
    op.create_index("captures_record", "captures", ["record_id"])
    op.create_index("captures_statement", "captures", ["statement"])
    op.create_index("captures_url", "captures", ["url"])
    op.create_index("versions_outbox", "versions", ["due"], sqlite_where=sa.text("due > 0"))
    op.create_index("versions_statement", "versions", ["statement"])
    op.create_index("versions_text", "versions", ["text_digest"])
    op.create_index("statements_date", "statements", ["date_low", "id"])
    op.create_index("statements_issuer", "statements", ["issuer"])
    op.create_index("statements_original", "statements", ["original_id"])
    op.create_index("statements_url", "statements", ["url"])
    op.create_index("changes_statement", "changes", ["statement"])
    op.create_index("decisions_statement", "decisions", ["statement"])
    op.create_index("faults_state", "faults", ["state"])
