"""Alembic's entry: runs the migrations on the connection that the catalog hands over."""

from __future__ import annotations

from alembic import context

from communique.holdings.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
