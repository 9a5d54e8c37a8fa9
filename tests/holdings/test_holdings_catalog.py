"""Protects the catalog: migrations make exactly the tables the code uses, transactions are whole, and errors say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, select, text

import communique.holdings as room
from communique.errors import ArchiveTooNew, DiskFull, HoldingsError
from communique.holdings.catalog import HEAD, Catalog
from communique.holdings.schema import meta, metadata


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    made = Catalog(tmp_path / "catalog.sqlite", busy_seconds=0.2)
    made.create_or_migrate()
    return made


@pytest.mark.filterwarnings(  # of indexes by expressions, which are compared by their SQL below
    "ignore:Skipped unsupported reflection of expression-based index",
    "ignore:autogenerate skipping metadata-specified expression",
)
def test_the_migrations_make_the_tables_that_the_code_uses(catalog: Catalog) -> None:
    with catalog.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        indexes = dict(
            connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")).all()
        )
    made = Catalog(catalog.path.with_name("made.sqlite"))
    with made.write() as connection:
        metadata.create_all(connection)
        assert indexes == dict(
            connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")).all()
        )


def test_the_newest_migration_is_the_one_that_the_code_knows(catalog: Catalog) -> None:
    scripts = ScriptDirectory(str(Path(room.__file__).parent / "migrations"))
    assert scripts.get_heads() == [HEAD]
    assert catalog.revision() == HEAD


@pytest.mark.parametrize("revision", ["0001", "0002", "0003"])
def test_an_older_catalog_is_brought_up_to_date_and_keeps_its_rows(tmp_path: Path, catalog: Catalog, revision: str) -> None:
    older = Catalog(tmp_path / "older.sqlite")
    config = Config()
    config.set_main_option("script_location", str(Path(room.__file__).parent / "migrations"))
    row = "'s', 'k', 'v', '2024', 20240101, 20241231, '[]', 'null'"
    with older.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        names = "id, key, version, date, date_low, date_high, tags, withdrawn"
        connection.execute(text(f"INSERT INTO statements ({names}) VALUES ({row})"))
    assert older.revision() == revision
    older.create_or_migrate()
    assert older.revision() == HEAD
    indexes = text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
    with older.read() as connection, catalog.read() as newest:
        assert connection.execute(indexes).all() == newest.execute(indexes).all()
        by_index = "SELECT id FROM statements INDEXED BY statements_newest ORDER BY coalesce(date_low, 0) DESC, id"
        assert connection.execute(text(by_index)).scalars().all() == ["s"]
    assert older.problems() == []


def test_a_catalog_is_made_once(catalog: Catalog) -> None:
    with catalog.write() as connection:
        connection.execute(insert(meta).values(key="k", value="v"))
    catalog.create_or_migrate()
    with catalog.read() as connection:
        assert connection.execute(select(meta.c.value)).scalars().all() == ["v"]
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_any_sqlite_tool_reads_its_texts(catalog: Catalog) -> None:
    with catalog.write() as connection:
        connection.execute(insert(meta).values(key="k", value="мост 桥"))
    other = sqlite3.connect(catalog.path)
    assert other.execute("SELECT value FROM meta").fetchone() == ("мост 桥",)
    other.close()


def test_a_transaction_is_whole_or_nothing(catalog: Catalog) -> None:
    def failing() -> None:
        with catalog.write() as connection:
            connection.execute(insert(meta).values(key="k", value="v"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    with catalog.read() as connection:
        assert connection.execute(select(meta)).all() == []


def test_a_reader_sees_one_moment_and_blocks_no_writer(catalog: Catalog) -> None:
    with catalog.read() as reader:
        assert reader.execute(select(meta)).all() == []
        with catalog.write() as connection:
            connection.execute(insert(meta).values(key="k", value="v"))
        assert reader.execute(select(meta)).all() == []
    with catalog.read() as reader:
        assert len(reader.execute(select(meta)).all()) == 1


def test_a_second_transaction_waits_and_then_says_why_it_gave_up(catalog: Catalog) -> None:
    with catalog.write(), pytest.raises(HoldingsError, match=r"another process kept writing for 0\.2 seconds"), catalog.write():
        pass


BROKEN = [
    ("no database", b"<html>" * 1000, HoldingsError, "the catalog cannot be used: file is not a database"),
    ("cut", None, HoldingsError, "the catalog cannot be used"),
]


@pytest.mark.parametrize(("data", "kind", "why"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_damaged_file_says_that_it_can_be_made_anew(catalog: Catalog, data: bytes | None, kind: type, why: str) -> None:
    catalog.settle()
    catalog.path.write_bytes(data or catalog.path.read_bytes()[:6000])
    with pytest.raises(kind, match=why) as raised:
        Catalog(catalog.path).create_or_migrate()
    assert "communique rebuild" in raised.value.todo


def test_a_newer_catalog_is_refused_and_not_touched(catalog: Catalog) -> None:
    with catalog.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ArchiveTooNew, match="of version 9999"):
        catalog.create_or_migrate()
    assert catalog.revision() == "9999"


def test_a_missing_or_empty_file_has_no_version(tmp_path: Path) -> None:
    assert Catalog(tmp_path / "none.sqlite").revision() is None
    assert not (tmp_path / "none.sqlite").exists()
    (tmp_path / "empty.sqlite").touch()
    assert Catalog(tmp_path / "empty.sqlite").revision() is None


def test_a_backup_is_the_catalog_at_one_moment(catalog: Catalog, tmp_path: Path) -> None:
    with catalog.write() as connection:
        connection.execute(insert(meta).values(key="k", value="v"))
    catalog.backup(tmp_path / "copy.sqlite")
    with Catalog(tmp_path / "copy.sqlite").read() as connection:
        assert len(connection.execute(select(meta)).all()) == 1


def test_a_settled_catalog_is_one_file(catalog: Catalog) -> None:
    with catalog.write() as connection:
        connection.execute(insert(meta).values(key="k", value="v"))
    catalog.settle()
    assert [f.name for f in catalog.path.parent.iterdir()] == ["catalog.sqlite"]
    assert catalog.problems() == []


SAID = [
    (sqlite3.OperationalError("database or disk is full"), DiskFull, "Make room"),
    (sqlite3.OperationalError("database is locked"), HoldingsError, "Run the same command again"),
    (sqlite3.OperationalError("disk I/O error"), HoldingsError, "Check the disk"),
    (sqlite3.OperationalError("attempt to write a readonly database"), HoldingsError, "permissions"),
    (sqlite3.DatabaseError("database disk image is malformed"), HoldingsError, "communique rebuild"),
]


@pytest.mark.parametrize(("error", "kind", "todo"), SAID, ids=[str(case[0]) for case in SAID])
def test_what_sqlite_says_is_told_with_what_to_do(catalog: Catalog, error: Exception, kind: type, todo: str) -> None:
    with pytest.raises(kind) as raised, catalog.read():
        raise error
    assert todo in str(raised.value)
    assert str(catalog.path) in str(raised.value)


@pytest.mark.parametrize(("keep_open", "most"), [(False, 32_000), (True, 4_000)], ids=["one that works alone", "one of many"])
def test_a_connection_holds_as_much_of_the_file_as_there_is_room_for(catalog: Catalog, keep_open: bool, most: int) -> None:
    with Catalog(catalog.path, keep_open=keep_open).read() as connection:
        assert connection.execute(text("PRAGMA cache_size")).scalar() == -most


def test_an_answer_that_nobody_reads_to_its_end_gives_its_connection_back(catalog: Catalog) -> None:
    kept = Catalog(catalog.path, keep_open=True)

    def streamed() -> Iterator[int]:
        with kept.read() as connection:
            yield from connection.execute(text("SELECT 1 UNION SELECT 2")).scalars()

    answers = [streamed() for _ in range(20)]
    assert [next(one) for one in answers] == [1] * 20
    assert kept.engine.pool.checkedout() == 20  # type: ignore[attr-defined]
    answers.clear()
    assert kept.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert kept.engine.pool.checkedin() == 10  # type: ignore[attr-defined]
