"""Indexes that lists and counts are answered from, without a look at every statement, version or change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Replace three indexes by wider ones, and add five of few rows each."""
    op.drop_index("statements_date", "statements")
    op.drop_index("statements_issuer", "statements")
    op.drop_index("versions_statement", "versions")
    newest: list[str | sa.TextClause] = [sa.text("coalesce(date_low, 0) DESC"), "id"]
    newest += ["issuer", "issuer_name", "lang", "country", "kind", "date", "date_high", "tags", "withdrawn"]
    op.create_index("statements_newest", "statements", newest)
    counted: list[str | sa.TextClause] = ["issuer", "lang", sa.text("substr(date, 1, 7)"), sa.text("country DESC"), "date"]
    op.create_index("statements_issuer", "statements", counted, sqlite_where=sa.text("coalesce(withdrawn, 'null') = 'null'"))
    op.create_index("statements_withdrawn", "statements", ["id"], sqlite_where=sa.text("coalesce(withdrawn, 'null') != 'null'"))
    op.create_index("versions_statement", "versions", ["statement", "current", "unread", "read_note"])
    op.create_index("versions_older", "versions", ["current", "unread"], sqlite_where=sa.text("current = 0"))
    noted = ["read_note", "unread", "current", "statement"]
    op.create_index("versions_noted", "versions", noted, sqlite_where=sa.text("read_note IS NOT NULL"))
    op.create_index("readings_experimental", "readings", ["statement", "version"], sqlite_where=sa.text("experimental = 1"))
    later = ["change", "at", "capture", "statement"]
    op.create_index("changes_later", "changes", later, sqlite_where=sa.text("change != 'new'"))
