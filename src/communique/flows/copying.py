"""Copy: a consistent archive elsewhere, made while others read and write."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

from communique.errors import HoldingsError, UsageError, disk_error
from communique.flows.queues import drain
from communique.flows.rooms import Rooms
from communique.flows.workers import Workers
from communique.holdings import Holdings, Layout, Manifest
from communique.model import Progress

_BLOCK = 1 << 20


def copy_to(rooms: Rooms, target: Path, progress: Progress | None = None) -> None:
    """Copy what the catalog knows at this moment; the search index is made anew in the copy.

    Raises:
        UsageError: the target exists and is not an empty folder. DiskFull, HoldingsError: nothing is left at the target.
    """
    if target.exists() and (target.is_file() or any(target.iterdir())):
        raise UsageError(f"copy: {target} exists and is not empty", "Name a new folder.")
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        _fill(rooms, partial, progress)
        if target.exists():
            target.rmdir()
        partial.replace(target)
    except OSError as error:
        raise disk_error(f"copy: {target}", error, "Nothing was changed; mend the cause and copy again.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _fill(rooms: Rooms, folder: Path, progress: Progress | None) -> None:
    here, there = rooms.holdings.layout, Layout(folder)
    there.originals.mkdir(parents=True)
    rooms.holdings.catalog.backup(there.catalog)  # first: everything it knows is on the disk already
    copied = Holdings(there, rooms.settings, rooms.issuers)
    known = copied.views.known_originals()
    for name, size in known.items():
        _copy_bytes(here.originals / name, there.originals / name, size)
    lines = []
    for line in Manifest(here).lines():
        if line.size > known.get(line.file, 0):
            break
        lines.append(f"{line.words()} {line.chain}\n")
    there.manifest.write_text("".join(lines), "utf-8")
    for name, size in known.items():
        if not _copy_cdxj(here, there, name, size):
            copied.originals.mend_cdxj(name)
    if here.decisions.exists():
        whole = here.decisions.read_bytes()
        there.decisions.write_bytes(whole[: whole.rfind(b"\n") + 1])
        copied.decisions.catch_up()  # what was decided after the catalog was copied
    if here.issuers.is_dir():
        shutil.copytree(here.issuers, there.issuers)
    if here.names.is_file():
        shutil.copy2(here.names, there.names)
    shutil.copy2(here.settings, there.settings)
    copied.outbox.everything()
    with copied.locked("copy"), Workers(rooms.settings.worker_count()) as workers:
        drain(replace(rooms, holdings=copied), workers, progress)


def _copy_bytes(source: Path, target: Path, size: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as stream, target.open("wb") as out:
        left = size
        while left:
            block = stream.read(min(_BLOCK, left))
            if not block:
                raise HoldingsError(f"{source}: {left} bytes fewer than the catalog knows", 'Run "communique verify".')
            out.write(block)
            left -= len(block)
        out.flush()
        os.fsync(out.fileno())


def _copy_cdxj(here: Layout, there: Layout, name: str, size: int) -> bool:
    """The CDXJ lines of the records that were copied; False when there are none to be had."""
    beside = name.replace(".warc.gz", ".cdxj")
    try:
        lines = (here.originals / beside).read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if int(json.loads(line.split(" ", 2)[2])["offset"]) < size]
    except (FileNotFoundError, ValueError, IndexError, KeyError):
        return False
    (there.originals / beside).write_text("".join(kept), "utf-8")
    return True
