"""Protects against a full disk: a clear message, exit 1, nothing torn, everything acknowledged kept, and the next run goes on."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import communique
from communique.errors import DiskFull, HoldingsError, disk_error
from invented import SENTENCES, Cli, page, rows

Write = Callable[[str, bytes | str], Path]


def _noise(count: int) -> bytes:
    """Rows with a column of which nothing can be compressed away."""
    chance = random.Random(3)
    lines = []
    for number in range(count):
        row = {"id": f"row-{number}", "title": f"Statement {number}", "text": f"Item {number}. {SENTENCES[number % 6]}"}
        lines.append(json.dumps({**row, "noise": chance.randbytes(10_000).hex()}))
    return ("\n".join(lines) + "\n").encode()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder that holds 3 MB and no more."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "communique-test", str(folder)]
    if subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode:
        pytest.skip("no small file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def _more_room(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=64m", str(folder)], check=True)


def test_a_full_disk_stops_the_run_and_the_next_one_completes_it(small_disk: Path, cli: Cli, write: Write) -> None:
    archive = small_disk / "a.archive"
    file = write("rows.jsonl", _noise(400))
    ran = cli.apart("add", file, "--json", archive=archive, code=1)
    assert "No space left on device" in ran.err or "no room left" in ran.err
    assert "Make room, then run the same command again" in ran.err
    assert "Traceback" not in ran.err
    acknowledged = [r["statement"] for r in ran.records]
    _more_room(small_disk)
    found = {s.id for s in communique.open(archive).every()}
    assert set(acknowledged) <= found
    again = cli.apart("add", file, "--json", archive=archive)
    assert len(again.records) == 400
    opened = communique.open(archive)
    assert opened.status()["statements"] == opened.status()["captures"] == 400
    assert list(opened.verify()) == []


def test_what_needs_room_says_so_and_leaves_nothing_behind(small_disk: Path, cli: Cli, write: Write) -> None:
    archive = small_disk / "a.archive"
    cli("add", write("a.html", page(url="https://mfa.karvelia.example/1")), archive=archive)
    ballast = small_disk / "ballast"
    size = shutil.disk_usage(small_disk).free
    ballast.write_bytes(b"\0" * (size - size % 4096))
    for words in (
        ["add", write("b.jsonl", _noise(50))],
        ["export", "jsonl", "-o", small_disk / "out.jsonl"],
        ["copy", small_disk / "copy.archive"],
        ["rebuild"],
        ["tag", "https://mfa.karvelia.example/1", "merrow"],
    ):
        ran = cli.apart(*words, archive=archive, code=1)
        assert "Make room" in ran.err, (words, ran.err)
        assert "Traceback" not in ran.err
    assert not (small_disk / "out.jsonl").exists()
    assert not (small_disk / "copy.archive").exists()
    ballast.unlink()
    cli("add", "b.jsonl", archive=archive)
    cli("tag", "https://mfa.karvelia.example/1", "merrow", archive=archive)
    assert cli("verify", archive=archive).code == 0
    assert cli("status", "--json", archive=archive).record["statements"] == 51


LIMITS = [("the catalog", 300_000, rows(150)), ("an original", 2_500_000, None)]


@pytest.mark.parametrize(("limit", "data"), [case[1:] for case in LIMITS], ids=[case[0] for case in LIMITS])
def test_a_file_that_may_not_grow_stops_the_run(limit: int, data: bytes | None, cli: Cli, write: Write) -> None:
    communique.open(cli.archive, create=True).status()
    kept = write("kept.html", page("Kept"))
    file = write("data.jsonl", data) if data else write("data.pdf", b"%PDF-1.4\n" + random.Random(3).randbytes(3_000_000))

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    cli.apart("add", kept)
    ran = cli.apart("add", file, preexec_fn=small, code=1)
    assert "Make room" in ran.err or "Check the disk, its room" in ran.err, ran.err
    assert "Traceback" not in ran.err
    assert communique.open(cli.archive).status()["statements"] >= 1
    cli("add", file, code=None)
    cli("add", kept)
    assert cli("verify").code == 0


@pytest.mark.parametrize(
    ("number", "kind"), [(28, DiskFull), (122, DiskFull), (27, DiskFull), (13, HoldingsError), (5, HoldingsError)]
)
def test_what_the_system_says_of_a_file_is_told_with_its_name(number: int, kind: type[HoldingsError]) -> None:
    found = disk_error("export: out", OSError(number, os.strerror(number), "/disk/out.partial"), "Do something.")
    assert type(found) is kind
    assert "export: out: /disk/out.partial: " in str(found)
    assert ("Make room" in str(found)) == (kind is DiskFull)
