"""Protects the way out: exports are complete, the same in every format, whole or not there, and can be added again."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import communique
from invented import Cli, rows

Write = Callable[[str, bytes | str], Path]


def test_csv_and_parquet_hold_what_jsonl_holds(built_world: Path, cli: Cli, tmp_path: Path) -> None:
    import pyarrow.parquet

    for what in ("statements", "versions", "changes", "captures"):
        wanted = cli("export", "jsonl", "--what", what, archive=built_world).records
        cli("export", "parquet", "--what", what, "-o", tmp_path / f"{what}.parquet", archive=built_world)
        tables = {
            "csv": list(csv.DictReader(io.StringIO(cli("export", "csv", "--what", what, archive=built_world).text, newline=""))),
            "parquet": pyarrow.parquet.read_table(tmp_path / f"{what}.parquet").to_pylist(),
        }
        for name, table in tables.items():
            assert len(table) == len(wanted) > 0
            for row, record in zip(table, wanted):
                assert set(record) <= set(row), (name, set(record) - set(row))
                for field, value in record.items():
                    if isinstance(value, str):
                        assert row[field] == value
                    elif value is None:
                        assert not row[field]
                    else:
                        assert json.loads(row[field]) == value


def test_an_export_appears_only_when_it_is_whole(
    built_world: Path, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("the one before")
    from communique.access import export

    def broken(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setitem(export.WRITERS, "jsonl", broken)
        assert "No space left" in cli("export", "jsonl", "-o", target, archive=built_world, code=1).err
    assert target.read_text() == "the one before"
    assert [f.name for f in tmp_path.iterdir() if "out" in f.name] == ["out.jsonl"]
    ran = cli("export", "jsonl", "-o", target, archive=built_world)
    assert ran.out == b""
    assert f"{len(target.read_text().splitlines())} statements exported to {target}" in ran.err
    assert "No such file" in cli("export", "jsonl", "-o", tmp_path / "no/folder/out", archive=built_world, code=1).err


def test_a_warc_export_added_to_a_new_archive_gives_the_same_statements(built_world: Path, cli: Cli, tmp_path: Path) -> None:
    cli("export", "warc", "-o", tmp_path / "all.warc.gz", archive=built_world)
    (tmp_path / "issuers").mkdir()
    communique.open(cli.archive, create=True)
    import shutil

    shutil.copytree(built_world / "issuers", cli.archive / "issuers")
    cli("add", "all.warc.gz")
    skip = ("captures", "versions")

    def told(archive: Path) -> dict[str, object]:
        found = {}
        for one in cli("list", "--limit", "1000", "--json", archive=archive).records:
            found[one["statement"]] = ({k: v for k, v in one.items() if k not in skip}, [v["version"] for v in one["versions"]])
        return found

    assert told(cli.archive) == told(built_world)
    assert cli("verify").code == 0
    cli("rebuild")
    assert told(cli.archive) == told(built_world)
    again = cli("add", "all.warc.gz", "--json")
    assert {r["change"] for r in again.records} <= {"same", "refused", "missing", "gone", "moved"}


def test_warcio_reads_every_record_of_a_warc_export(built_world: Path, cli: Cli) -> None:
    from warcio.archiveiterator import ArchiveIterator

    data = cli("export", "warc", archive=built_world).out
    kinds = []
    for record in ArchiveIterator(io.BytesIO(data), check_digests=False):
        record.content_stream().read()
        kinds.append(record.rec_type)
    assert (
        kinds.count("response") + kinds.count("resource") + kinds.count("revisit")
        == cli("status", "--json", archive=built_world).record["captures"]
    )
    assert gzip.decompress(data).startswith(b"WARC/1.1")


def test_without_pyarrow_parquet_says_how_to_get_it(cli: Cli, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("add", write("rows.jsonl", rows(1)))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    ran = cli("export", "parquet", "-o", "out.parquet", code=1)
    assert 'pip install "communique[parquet]"' in ran.err
    assert not Path("out.parquet").exists()
