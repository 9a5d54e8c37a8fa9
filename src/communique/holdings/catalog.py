"""The catalog file: opening, migrating, transactions. What is special about SQLite stays in this module."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, DisconnectionError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool

from communique.errors import ArchiveTooNew, DiskFull, HoldingsError

Stamp = tuple[tuple[int, int, int] | None, ...]
_CACHE, _CACHE_KEPT = 32_000, 4_000  # KiB of the file that a connection holds: of one that works alone, and of one of many
HEAD = "0004"  # the newest migration; a test holds it against migrations/versions


class Catalog:
    """One SQLite file in WAL mode: readers are never blocked, writers wait `busy_seconds` for each other."""

    def __init__(self, path: Path, busy_seconds: float = 5.0, keep_open: bool = False) -> None:
        self.path = path
        self.busy_seconds = busy_seconds
        self.keep_open = keep_open

    @cached_property
    def engine(self) -> Engine:
        """The engine; connections are opened and closed with each transaction, unless they are to be kept."""
        url = URL.create("sqlite", database=str(self.path))  # no text: a path may hold any character
        # a stream that a web server sends is read by one thread after the other, never by two at once
        options = {"timeout": self.busy_seconds, "isolation_level": None, "check_same_thread": False}
        kept: dict[str, Any] = {"poolclass": NullPool}
        if self.keep_open:
            kept = {"poolclass": QueuePool, "pool_size": 10, "max_overflow": -1}
        engine = create_engine(url, connect_args=options, **kept)
        if self.keep_open:
            event.listen(engine, "connect", self._remember)
            event.listen(engine, "checkout", self._still_there)
        event.listen(engine, "connect", _prepare_kept if self.keep_open else _prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def _remember(self, connection: Any, record: Any) -> None:
        record.info["file"] = self._file()

    def _still_there(self, connection: Any, record: Any, _proxy: Any) -> None:
        """A kept connection to a file that a rebuild has replaced is given up."""
        if record.info.get("file") != self._file():
            raise DisconnectionError("the catalog was replaced")

    def _file(self) -> int | None:
        return self.path.stat().st_ino if self.path.exists() else None

    def create_or_migrate(self) -> None:
        """Bring the file to the newest schema, creating it when it is missing.

        Raises:
            ArchiveTooNew: a newer program wrote it.
            HoldingsError: it is no catalog of ours, or damaged.
        """
        found = self.revision()
        if found == HEAD:
            return
        if found is not None and found > HEAD:
            raise ArchiveTooNew(
                f"{self.path}: its catalog is of version {found}, this program knows {HEAD}", "Install a newer communique."
            )
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        with self.write() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def revision(self) -> str | None:
        """The schema version of the file; None when it is missing or empty.

        Raises:
            HoldingsError: it is no SQLite file, or damaged.
        """
        if not self.path.exists():
            return None
        with self.read() as connection:
            tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
            if "alembic_version" in tables:
                return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            if tables:
                raise HoldingsError(f"{self.path}: not a catalog of Communiqué", "Name another --archive.")
            return None

    def stamp(self) -> Stamp:
        """Changes with every commit: size and time of the file and of its log."""
        found: list[tuple[int, int, int] | None] = []
        for path in (self.path, self.path.with_name(f"{self.path.name}-wal")):
            try:
                status = path.stat()
                found.append((status.st_ino, status.st_size, status.st_mtime_ns))
            except OSError:
                found.append(None)
        return tuple(found)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the catalog as it is now."""
        with self._errors(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction; committed at the end, rolled back on any error."""
        with self._errors(), self.engine.connect().execution_options(communique_write=True) as connection, connection.begin():
            yield connection

    def backup(self, target: Path) -> None:
        """A consistent copy of the file while others read and write (SQLite's backup API)."""
        with self._errors():
            source, copy = sqlite3.connect(self.path), sqlite3.connect(target)
            try:
                source.backup(copy)  # in one step: smaller ones begin anew with each commit of a writer
            finally:
                copy.close()
                source.close()

    def settle(self) -> None:
        """Write the WAL back into the file and leave no side files, so that the file can be moved."""
        with self._errors(), self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            driver.execute("PRAGMA journal_mode = DELETE")

    def problems(self) -> list[str]:
        """What SQLite's own integrity check says; empty when all is well."""
        with self.read() as connection:
            found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
        return [] if found == ["ok"] else found

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, sqlite3.DatabaseError) as error:
            raise self._named(error) from error

    def _named(self, error: DatabaseError | sqlite3.DatabaseError) -> HoldingsError:
        said = str(getattr(error, "orig", None) or error)
        if "disk is full" in said or ("disk I/O error" in said and self._no_room()):
            return DiskFull(f"{self.path}: no room left", "Make room, then run the same command again.")
        if isinstance(error, OperationalError | sqlite3.OperationalError) and "locked" in said:
            return HoldingsError(
                f"{self.path}: another process kept writing for {self.busy_seconds:g} seconds", "Run the same command again."
            )
        if "disk I/O error" in said or "unable to open" in said or "readonly" in said:
            todo = "Check the disk, its room and the permissions, then run the same command again."
            return HoldingsError(f"{self.path}: cannot be read or written: {said}", todo)
        return HoldingsError(f"{self.path}: the catalog cannot be used: {said}", 'Run "communique rebuild" to make it anew.')

    def _no_room(self) -> bool:
        """Whether the disk is full: SQLite says "I/O error" when there is no room for its side files."""
        return shutil.disk_usage(self.path.parent).free < 1_000_000


def _prepare(connection: Any, _record: Any) -> None:
    """WAL with NORMAL sync: a transaction lost with the power is read forward again from the originals."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")


def _prepare_kept(connection: Any, record: Any) -> None:
    """A server has a connection a request at work, each with a cache of its own; the system keeps the file in memory anyway."""
    _prepare(connection, record)
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KEPT}")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("communique_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
