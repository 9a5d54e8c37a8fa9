"""Protects those who work at the same time: one writer, any number of deciders and readers, and copies that are consistent."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import communique
from communique.errors import ArchiveBusy, UsageError
from invented import Cli, page, rows

Write = Callable[[str, bytes | str], Path]
URL = "https://mfa.karvelia.example/news/1"


@pytest.fixture
def adding(cli: Cli, write: Write) -> Iterator[subprocess.Popen[bytes]]:
    """An archive with one page, and a process that adds rows from its standard input for as long as that stays open."""
    cli("add", write("a.html", page(url=URL)))
    with cli.process("add", "-", "--dataset", "stream", "--json", stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(rows(40))
        process.stdin.flush()
        deadline = time.monotonic() + 60
        while not _busy(cli.archive):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield process
        process.kill()


def _busy(folder: Path) -> bool:
    from communique.holdings import is_free

    return not is_free(folder / ".ingest.lock")


def _end(process: subprocess.Popen[bytes], more: bytes = b"") -> bytes:
    out, err = process.communicate(more, timeout=120)
    assert process.returncode == 0, err
    return out


def test_a_second_writer_is_told_at_once_who_the_first_is(adding: subprocess.Popen[bytes], cli: Cli, write: Write) -> None:
    for words in (["add", write("b.html", page())], ["rebuild"], ["faults", "--retry"]):
        ran = cli(*words, code=1)
        assert f"is being written by process {adding.pid} on " in ran.err
        assert '("add", since ' in ran.err
    with pytest.raises(ArchiveBusy):
        communique.open(cli.archive).add(write("b.html", page()))
    _end(adding)
    cli("add", "b.html")
    assert cli("verify").code == 0


def test_deciding_goes_on_while_another_adds_and_is_found_afterwards(adding: subprocess.Popen[bytes], cli: Cli) -> None:
    cli.apart("tag", URL, "urgent", "--by", "Ana")
    cli.apart("edit", URL, "--title", "Decided meanwhile")
    assert cli("show", URL, "--json").record["tags"] == ["urgent"]  # at once
    found = cli("search", "tag:urgent", "--json").records[0]
    assert found["total"] == 1 or any("not in the index yet" in note["message"] for note in found["notes"])
    _end(adding, rows(1500, start=40))
    assert cli("search", "tag:urgent", "--json").records[0]["total"] == 1
    assert cli("search", 'title:"decided meanwhile"', "--json").records[0]["total"] == 1
    assert cli("status", "--json").record["waiting_for_index"] == 0
    assert cli("verify").code == 0
    assert len((cli.archive / "decisions.jsonl").read_text().splitlines()) == 2


def test_readers_are_not_disturbed_by_a_writer(adding: subprocess.Popen[bytes], cli: Cli) -> None:
    for words in (["list"], ["show", URL], ["history", URL], ["search", "Osten"], ["status"], ["export", "jsonl"], ["verify"]):
        cli(*words)
    _end(adding)


def test_a_copy_made_while_another_adds_is_whole(adding: subprocess.Popen[bytes], cli: Cli, tmp_path: Path) -> None:
    assert adding.stdin is not None
    adding.stdin.write(rows(1200, start=40))
    adding.stdin.flush()
    cli.apart("tag", URL, "early")
    cli.apart("copy", tmp_path / "copy.archive")
    _end(adding, rows(10, start=5000))
    copied = tmp_path / "copy.archive"
    assert cli("verify", archive=copied).code == 0
    assert cli("search", "tag:early", "--json", archive=copied).records[0]["total"] == 1
    assert cli("list", "--json", archive=copied).records
    cli("add", "a.html", archive=copied)
    cli("rebuild", archive=copied)
    assert cli("verify", archive=copied).code == 0
    assert not list(tmp_path.glob("*.partial"))


def test_a_copy_says_the_same_and_can_be_written(world_archive: Path, cli: Cli, write: Write, tmp_path: Path) -> None:
    one = cli("list", "--json", archive=world_archive).records[0]["statement"]
    cli("tag", one, "copied", archive=world_archive)
    ran = cli("copy", tmp_path / "deep/copy.archive", "--json", archive=world_archive)
    assert ran.record == {"copy": str(tmp_path / "deep/copy.archive")}
    copied = tmp_path / "deep/copy.archive"
    assert cli("export", "jsonl", archive=copied).out == cli("export", "jsonl", archive=world_archive).out
    for name in ("decisions.jsonl", "originals/manifest.txt", "archive.toml"):
        assert (copied / name).read_bytes() == (world_archive / name).read_bytes()
    assert sorted(f.name for f in (copied / "issuers").iterdir()) == sorted(f.name for f in (world_archive / "issuers").iterdir())
    cli("add", write("new.html", page("Only in the copy")), archive=copied)
    assert cli("verify", archive=copied).code == 0
    assert cli("verify", archive=world_archive).code == 0
    assert (
        cli("status", "--json", archive=world_archive).record["statements"] + 1
        == cli("status", "--json", archive=copied).record["statements"]
    )


def test_a_copy_takes_decisions_that_the_catalog_has_not_seen(archive: communique.Archive, write: Write, tmp_path: Path) -> None:
    import sqlite3

    archive.add(write("a.html", page(url=URL)))
    archive.tag([URL], "durable")
    catalog = sqlite3.connect(archive.folder / "catalog.sqlite")
    catalog.executescript("DELETE FROM decisions; UPDATE statements SET tags = '[]'")
    catalog.close()
    copied = communique.open(archive.copy(tmp_path / "copy.archive"))
    assert copied.show(URL).tags == ("durable",)
    assert list(copied.verify()) == []


def test_a_copy_is_only_made_where_there_is_nothing(archive: communique.Archive, write: Write, tmp_path: Path) -> None:
    write("full/notes.txt", "mine")
    for target in (tmp_path / "full", tmp_path / "full/notes.txt", archive.folder):
        with pytest.raises(UsageError, match="exists and is not empty"):
            archive.copy(target)
    (tmp_path / "empty").mkdir()
    archive.copy(tmp_path / "empty")
    assert (tmp_path / "empty/catalog.sqlite").exists()


def test_an_empty_archive_can_be_looked_at_copied_and_rebuilt(cli: Cli, tmp_path: Path) -> None:
    communique.open(cli.archive, create=True)
    for words in (
        ["list"],
        ["status"],
        ["search", "x"],
        ["verify"],
        ["export", "jsonl"],
        ["export", "warc"],
        ["rebuild"],
        ["copy", tmp_path / "c"],
        ["faults"],
    ):
        cli(*words)
    assert cli("verify", archive=tmp_path / "c").code == 0


def test_a_writer_that_was_killed_blocks_nobody(adding: subprocess.Popen[bytes], cli: Cli, write: Write) -> None:
    os.kill(adding.pid, signal.SIGKILL)
    adding.wait()
    cli("add", write("b.html", page("After the kill")))
    assert cli("verify").code == 0


def test_of_several_that_begin_an_archive_at_once_one_writes_and_the_others_are_told(cli: Cli, write: Write) -> None:
    file = write("rows.jsonl", rows(30))
    started = [cli.process("add", file) for _ in range(3)]
    ended = [(process.communicate(timeout=60)[1], process.returncode) for process in started]
    assert any(code == 0 for _, code in ended)
    for said, code in ended:
        assert b"Traceback" not in said
        assert code == 0 or b"is being written by" in said
    assert cli("status", "--json").record["captures"] == 30
    assert cli("verify").code == 0


@pytest.mark.parametrize("moment", ["_carry_faults", "drain_rest"])
def test_what_is_decided_while_everything_is_rebuilt_is_found_afterwards(
    moment: str, archive: communique.Archive, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from communique.flows import rebuild

    archive.add(write("a.html", page(url=URL)))
    real = getattr(rebuild, moment)

    def meanwhile(*words: object) -> None:
        communique.open(archive.folder).tag([URL], "meanwhile")
        real(*words)

    monkeypatch.setattr(rebuild, moment, meanwhile)
    archive.rebuild()
    assert archive.show(URL).tags == ("meanwhile",)
    assert archive.search("tag:meanwhile").total == 1
    assert archive.status()["waiting_for_index"] == 0
    assert list(archive.verify()) == []
