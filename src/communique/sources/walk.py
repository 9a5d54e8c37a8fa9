"""The files that paths stand for: folders, patterns and names, in a fixed order."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.model import Fault
from communique.sources.lists import saved_folders
from communique.sources.naming import claimed_kind, fault
from communique.sources.streams import reason

STDIN = "-"
_PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".mht", ".shtml")
_ARCHIVE = frozenset(("archive.toml", "originals"))  # what is in the folder of an archive
_CLUTTER = frozenset(("__macosx", "thumbs.db", "desktop.ini", "$recycle.bin"))
_SPECIAL = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"))


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read; `named` when the user named it, not a folder or a pattern."""

    path: str
    named: bool


def files(paths: Sequence[str | os.PathLike[str]]) -> Iterator[Found | Fault]:
    """Every file that the paths stand for: names as they come, folders and patterns sorted."""
    named = [os.fspath(path) for path in paths]
    stems = {name for path in named for name in _parts_of(path)}
    for path in named:
        if path == STDIN:
            yield Found(path, named=True)
        elif path.rstrip(os.sep) not in stems:
            yield from _files_of(path)


def _files_of(path: str) -> Iterator[Found | Fault]:
    if not isinstance(_stat(path, follow=False), OSError):
        yield from _one(path, named=True)
        return
    if not glob.has_magic(path) or "\0" in path:
        yield fault(path, "does not exist", "Check the name and the current folder.")
        return
    matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - pathlib takes no absolute patterns
    if not matches:
        yield fault(path, "nothing matches this pattern", "Check the pattern and the current folder.")
    parts = {name for match in matches for name in _parts_of(match)}
    for match in matches:
        if match not in parts and not _clutter(Path(match).name):
            yield from _one(match, named=False)


def _stat(path: str, follow: bool = True) -> os.stat_result | OSError:
    try:
        return Path(path).stat(follow_symlinks=follow)
    except OSError as error:
        return error
    except ValueError:  # a NUL in the name
        return FileNotFoundError()


def _one(path: str, named: bool) -> Iterator[Found | Fault]:
    """A file, or all files of a folder; anything else is a fault and never opened."""
    found = _stat(path)
    if isinstance(found, OSError):
        yield _unseen(path, found)
    elif stat.S_ISDIR(found.st_mode):
        yield from _folder(path, named)
    elif named or claimed_kind(path) != "skip":
        yield special(path, found.st_mode) or Found(path, named)


def _unseen(path: str, error: OSError) -> Fault:
    if not isinstance(error, FileNotFoundError):
        return fault(path, f"cannot be looked at: {reason(error)}", "Check the folder's permissions.")
    if isinstance(_stat(path, follow=False), OSError):
        return gone(path)
    return fault(path, "is a link to something that does not exist", "Mend the link.")


def gone(path: str) -> Fault:
    """The fault of a file that was listed and is no longer there."""
    return fault(path, "was gone when it was to be read", "Add it again if it still exists.")


def special(path: str, mode: int) -> Fault | None:
    """The fault of a path that is no regular file; reading a pipe could wait for ever."""
    if stat.S_ISREG(mode):
        return None
    what = next((name for test, name in _SPECIAL if test(mode)), "no regular file")
    return fault(path, f"is {what}, not a file", "Give its contents on standard input: communique add - < FILE")


def _folder(top: str, named: bool) -> Iterator[Found | Fault]:
    """The files below a folder. Links are followed, each folder is read once, a link to a folder above is a fault."""
    empty = True
    seen: set[tuple[int, int]] = set()
    pending: list[tuple[str, tuple[tuple[int, int], ...]]] = [(top, ())]
    while pending:
        path, above = pending.pop()
        try:
            here, entries = Path(path).stat(), sorted(entry.name for entry in Path(path).iterdir())
        except OSError as error:
            yield fault(path, f"the folder cannot be listed: {reason(error)}", "Check its permissions.")
            continue
        if set(entries) >= _ARCHIVE:  # the one that is written to may well lie in the folder that is added
            if path == top and named:
                yield fault(path, "is an archive of Communiqué", "Add what its `communique export warc` gives.")
                return
            continue
        identity = (here.st_dev, here.st_ino)
        if identity in above:
            yield fault(path, "is a link back to a folder it lies in", "Nothing is lost: that folder is read once.")
        if identity in seen:
            continue
        seen.add(identity)
        deeper = []
        for inner in (str(Path(path, name)) for name in _wanted(entries)):
            if _is_folder(inner):
                deeper.append((inner, (*above, identity)))
                continue
            for found in _one(inner, named=False):
                empty = False
                yield found
        pending.extend(reversed(deeper))
    if empty and named:
        yield fault(top, "the folder holds no document", "Check the name.")


def _is_folder(path: str) -> bool:
    found = _stat(path)
    return not isinstance(found, OSError) and stat.S_ISDIR(found.st_mode)


def _wanted(entries: list[str]) -> Iterator[str]:
    """Without hidden files, clutter, and the folders that browsers save beside a page."""
    parts = {name for entry in entries for name in _parts_of(entry)}
    return (entry for entry in entries if entry not in parts and not _clutter(entry))


def _parts_of(page: str) -> Iterator[str]:
    """The names that the folder of a saved page's parts may have; none for what is no page."""
    stem, dot, suffix = page.rpartition(".")
    if f"{dot}{suffix}".lower() in _PAGES:
        yield from (stem + ending for ending in saved_folders())


def _clutter(name: str) -> bool:
    return (name.startswith(".") and name not in (".", "..")) or name.lower() in _CLUTTER


def within(names: Sequence[str]) -> Iterator[str]:
    """The members of an archive, by their paths in it, that a folder walk would take."""
    parts = {part for name in names for part in _parts_of(name)}
    for name in names:
        folders = name.split("/")
        above = {"/".join(folders[:depth]) for depth in range(1, len(folders))}
        if not above & parts and not any(_clutter(folder) for folder in folders):
            yield name
