"""Protects everything that was acknowledged: killed at any moment, the next run finds each document exactly once, and no record torn."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from crashing import POINTS

import communique
from communique.holdings.warc import walk
from invented import Cli, page, rows

Write = Callable[[str, bytes | str], Path]
ROWS, PAGES = 60, 6


@pytest.fixture
def files(write: Write) -> list[Path]:
    """Sixty rows and six pages."""
    pages = [
        write(f"page{n}.html", page(f"Statement {n}", (f"Number {n} of the ministry.", *page_text), date=f"{n + 1} March 2024"))
        for n, page_text in _pages()
    ]
    return [write("rows.jsonl", rows(ROWS)), *pages]


def _pages():
    from invented import SENTENCES

    return [(n, SENTENCES[: n % 3 + 3]) for n in range(PAGES)]


def whole(archive: communique.Archive, documents: int) -> None:
    """Each document is there exactly once, nothing is damaged, nothing torn, everything can be found."""
    assert list(archive.verify()) == []
    assert archive.status()["statements"] == documents
    assert archive.status()["captures"] == documents
    assert archive.status()["waiting_for_index"] == 0
    ids = [s.original_id for s in archive.every() if s.original_id]
    assert len(ids) == len(set(ids))
    for file in (archive.folder / "originals").glob("*/*.warc.gz"):
        end = 0
        for placed in walk(file, file.name):
            assert placed.offset == end
            end = placed.end
        assert end == file.stat().st_size
        lines = file.with_name(file.name.replace(".warc.gz", ".cdxj"))
        offsets = archive._holdings.originals.listed(f"{file.parent.name}/{file.name}")
        captures = [p for p in walk(file, file.name) if p.record.type in ("resource", "response", "revisit")]
        assert offsets == {(p.offset, p.length) for p in captures}
        assert len(lines.read_text().splitlines()) == len(captures)


MOMENTS = [
    *((point, 1) for point in POINTS),
    ("in a record", 61),
    ("synced, not in the catalog", 4),
    ("in the CDXJ", 3),
    ("committed, not acknowledged", 2),
]


@pytest.mark.parametrize(("point", "number"), MOMENTS, ids=str)
def test_killed_there_the_next_run_finds_each_document_once(point: str, number: int, files: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "a.archive"
    folder.mkdir()
    (folder / "originals").mkdir()
    (folder / "archive.toml").write_text("format = 1\n[settings]\nmax_warc = 12000\nworkers = 1\n")
    command = [sys.executable, str(Path(__file__).with_name("crashing.py")), str(folder), point, str(number), *map(str, files)]
    ran = subprocess.run(command, stdout=subprocess.PIPE, check=False, timeout=60)
    assert ran.returncode == 137, "the moment never came"
    archive = communique.open(folder)
    acknowledged = set(ran.stdout.decode().split("\n")) - {""}
    known = {s.original_id for s in archive.every()}
    assert {f"row-{int(path.rpartition(':')[2]) - 1}" for path in acknowledged if "rows.jsonl:" in path} <= known
    assert archive.search("Osten").total <= len(known)  # readers are not disturbed
    archive.add(files)
    whole(archive, ROWS + PAGES)
    assert archive.search("Karvelia OR Tamrania OR ministry OR sides OR families OR mercenaries OR parties").total == ROWS + PAGES


def test_killed_again_and_again_at_any_moment_everything_is_there_once(cli: Cli, write: Write) -> None:
    files = [write("rows.jsonl", rows(250)), *(write(f"{n}.html", page(f"Statement {n}")) for n in range(10))]
    chance = random.Random(14)
    for _ in range(4):
        with cli.process("add", *files, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                process.wait(chance.uniform(0.8, 3.0))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
    cli.apart("add", *files)
    whole(communique.open(cli.archive), 260)


def test_stopped_with_ctrl_c_the_next_run_goes_on(cli: Cli, write: Write) -> None:
    file = write("rows.jsonl", rows(6000))

    def heeding() -> None:
        """Ctrl-C is ignored by what a shell starts in the background, and by all that this starts."""
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with cli.process("add", file, "--json", stdout=subprocess.PIPE, preexec_fn=heeding) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        rest, said = process.communicate(timeout=60)
    assert process.returncode == 1, said
    assert b"stopped: everything reported so far is kept" in said
    assert b"Traceback" not in said
    assert time.monotonic() - begun < 30
    archive = communique.open(cli.archive)
    reported = 1 + rest.count(b"\n")
    kept = archive.status()["statements"]
    assert reported <= kept < 6000
    assert list(archive.verify()) == []
    again = cli.apart("add", file, "--json")
    changes = [record["change"] for record in again.records]
    assert changes.count("new") == 6000 - kept
    assert changes.count("same") == kept
    whole(archive, 6000)


def test_what_a_broken_pipe_stopped_is_kept(cli: Cli, write: Write) -> None:
    file = write("rows.jsonl", rows(1800))
    with cli.process("add", file, "--json") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read()
        process.wait(60)
    assert b"Traceback" not in said
    assert b"Exception" not in said
    cli.apart("add", file)
    whole(communique.open(cli.archive), 1800)
