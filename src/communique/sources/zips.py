"""ZIP archives: their members as feeds. Names that lead out of the archive, links and locked members are refused."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from communique.model import Fault
from communique.sources.feed import Feed, Intake
from communique.sources.naming import claimed_kind, fault, printable, shown
from communique.sources.streams import Meter, Tap, reason
from communique.sources.walk import within

_LEVELS = 2  # an archive, and archives in it
_DRIVE = re.compile(r"[A-Za-z]:")
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error, RuntimeError)


def members(feed: Feed, intake: Intake) -> Iterator[Feed | Fault]:
    """The documents of a ZIP archive, sorted by name.

    Clutter, parts of saved pages and what is clearly no document are passed over. Of a WACZ only the web archives count.
    """
    limit = intake.settings.max_item
    if feed.level >= _LEVELS:
        yield fault(feed.path, "an archive inside an archive inside an archive is not opened", "Unpack it first.")
        return
    file = feed.seekable(limit if feed.level else None)
    if file is None:
        yield fault(feed.path, f"an inner archive of more than {limit} bytes is not opened", "Unpack it first.")
        return
    try:
        archive = zipfile.ZipFile(file)
        infos = sorted(archive.infolist(), key=lambda info: info.filename)
    except _BROKEN as error:
        yield fault(feed.path, f"the ZIP archive is damaged: {reason(error)}", "Fetch or pack it anew.")
        return
    with archive:
        yield from _members(feed, archive, infos, feed.meter or Meter(_size(file), limit))


def _members(feed: Feed, archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], meter: Meter) -> Iterator[Feed | Fault]:
    empty = True
    wanted = set(within([info.filename for info in infos if not info.is_dir()]))
    wacz = "datapackage.json" in archive.NameToInfo and any(re.match(r"archive/.+\.warc(\.gz)?$", name) for name in wanted)
    for info in infos:
        name = info.filename
        path = f"{feed.path}!{printable(name)}"
        refused = _leading_out(name)
        if refused is None and (name not in wanted or (wacz and not name.startswith("archive/"))):
            continue
        refused = refused or _refused(info)
        if refused:
            empty = False
            yield fault(path, refused, "Unpack it with a tool you trust, and add what is in it.")
            continue
        if claimed_kind(name) == "skip":
            continue
        empty = False
        try:
            stream = archive.open(info)
        except _BROKEN as error:
            yield fault(path, f"the member cannot be unpacked: {reason(error)}", "Fetch or pack the archive anew.")
            continue
        with stream:
            tap = Tap(cast(BinaryIO, stream), meter)
            base = name.rpartition("/")[2]
            yield Feed(path, base, tap, named=False, level=feed.level + 1, size=info.file_size, meter=meter)
        if meter.left < 0:
            yield fault(
                feed.path, "the archive unpacks to far more than its size: the rest of it is not read", "Is it a zip bomb?"
            )
            return
    if empty:
        yield fault(feed.path, "the archive holds no document", "Check what is in it.")


def _leading_out(name: str) -> str | None:
    """What is wrong with a name by which unpacking would write elsewhere."""
    parts = name.replace("\\", "/").split("/")
    outside = ".." in parts or parts[0] == "" or _DRIVE.match(name)
    return f"the member's name leads out of the archive: {shown(name)}" if outside else None


def _refused(info: zipfile.ZipInfo) -> str | None:
    """Why a member is not even opened."""
    if stat.S_ISLNK(info.external_attr >> 16):
        return "the member is a link"
    if info.flag_bits & _ENCRYPTED:
        return "the member is encrypted"
    return None


def _size(file: BinaryIO) -> int:
    here = file.tell()
    size = file.seek(0, 2)
    file.seek(here)
    return size


def count(path: str) -> int | None:
    """How many documents an archive has; None when it holds data sets, web archives or cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = within([info.filename for info in archive.infolist() if not info.is_dir()])
    except _BROKEN:
        return None
    kinds = [claimed_kind(name) for name in names]
    if any(kind in ("jsonl", "csv", "tsv", "parquet", "zip", "gzip", "warc", "arc") for kind in kinds):
        return None
    return sum(kind != "skip" for kind in kinds)
