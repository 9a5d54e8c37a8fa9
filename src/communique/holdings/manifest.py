"""The manifest: a chain of digests over the originals that can be time-stamped outside.

One line for each WARC that was closed, and for each session that let the open one grow. A line is
`NUMBER TIME open|closed BYTES SHA256 FILE CHAIN`: the SHA-256 of the first BYTES bytes of FILE, and the SHA-256 of the line
before's CHAIN and this line's other words. Whoever kept one CHAIN can prove every byte before it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from communique.errors import HoldingsError
from communique.holdings.layout import Layout
from communique.times import now

_BLOCK = 1 << 20
_NUMBERS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the manifest."""

    number: int
    at: str
    closed: bool
    size: int  # bytes covered from the beginning of the file
    sha256: str  # hex
    file: str
    chain: str  # hex

    def words(self) -> str:
        """The line without its chain."""
        return f"{self.number} {self.at} {'closed' if self.closed else 'open'} {self.size} {self.sha256} {self.file}"

    def follows(self, previous: str) -> bool:
        """Whether the chain is the one that follows from the line before."""
        return chained(previous, self.words()) == self.chain


def chained(previous: str, words: str) -> str:
    """The chain value: SHA-256 over the previous one, a space, and the line's words."""
    return hashlib.sha256(f"{previous} {words}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Manifest:
    """Reads and appends `originals/manifest.txt`."""

    layout: Layout

    def lines(self) -> Iterator[Line]:
        """The lines in order; a torn last line (no newline) is left out.

        Raises:
            HoldingsError: a line that is none of ours.
        """
        for number, raw in enumerate(self._raw(), 1):
            line = _parse(raw)
            if line is None:
                raise HoldingsError(f"{self.layout.manifest}: line {number} is damaged", "Restore manifest.txt from a copy.")
            yield line

    def _raw(self) -> list[str]:
        """The whole lines, read or not."""
        if not self.layout.manifest.exists():
            return []
        return self.layout.manifest.read_text("utf-8", "replace").split("\n")[:-1]

    def covered(self) -> dict[str, int]:
        """How many bytes of each file some line vouches for; damaged lines are passed over."""
        found: dict[str, int] = {}
        for line in map(_parse, self._raw()):
            if line is not None:
                found[line.file] = max(line.size, found.get(line.file, 0))
        return found

    def is_closed(self, name: str) -> bool:
        """Whether the file has its closing line."""
        return any(line.closed and line.file == name for line in self.lines())

    def add(self, name: str, size: int, *, closed: bool) -> None:
        """Append a line for the first `size` bytes of a file, durably; a torn last line is cut off first."""
        lines = list(self.lines())
        if lines and (lines[-1].file, lines[-1].size, lines[-1].closed) == (name, size, closed):
            return
        previous = lines[-1].chain if lines else ""
        sha = next(prefix_digests(self.layout.originals / name, [size]))
        line = Line(len(lines) + 1, now(), closed, size, sha, name, "")
        whole = "".join(f"{one.words()} {one.chain}\n" for one in lines).encode()
        with self.layout.manifest.open("ab") as out:
            out.truncate(len(whole))
            out.write(f"{line.words()} {chained(previous, line.words())}\n".encode())
            out.flush()
            os.fsync(out.fileno())


def _parse(raw: str) -> Line | None:
    words = raw.split(" ")
    if len(words) != 7 or words[2] not in ("open", "closed") or not _NUMBERS.fullmatch(words[0] + words[3]):
        return None
    return Line(int(words[0]), words[1], words[2] == "closed", int(words[3]), words[4], words[5], words[6])


def prefix_digests(file: Path, sizes: list[int]) -> Iterator[str]:
    """SHA-256 (hex) of the first n bytes of a file for each n of an ascending list, in one pass; "" beyond its end."""
    hashed, read = hashlib.sha256(), 0
    with file.open("rb") as stream:
        for size in sizes:
            while read < size:
                block = stream.read(min(_BLOCK, size - read))
                if not block:
                    break
                hashed.update(block)
                read += len(block)
            yield hashed.hexdigest() if read == size else ""
