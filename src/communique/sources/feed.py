"""One item before anything is known of it: its name and its bytes, plain or out of gzip."""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from communique.model import Asserted
from communique.settings import Settings
from communique.sources.gunzip import Gunzip
from communique.sources.naming import without_gz
from communique.sources.streams import HEAD, Damage, Meter, Tap

_IN_MEMORY = 16_000_000  # bytes; what must be sought in and is larger goes to a temporary file


@dataclass(frozen=True, slots=True)
class Intake:
    """What holds for everything that is added in one go."""

    settings: Settings
    asserted: Asserted = field(default_factory=Asserted)
    dataset: str | None = None
    mapping: tuple[tuple[str, str], ...] = ()  # column of the file, our name


class Feed:
    """The bytes of one item, to be read once.

    `path` names it in messages, `name` is the file's own; `named` is false for what was merely found in a folder or an
    archive; `level` counts the ZIP archives around it, `meter` what may still come out of them; `size` is None when unknown.
    """

    def __init__(
        self, path: str, name: str, tap: Tap, *, named: bool, level: int = 0, size: int | None = None, meter: Meter | None = None
    ) -> None:
        self.path, self.name, self.named, self.level, self.size, self.meter = path, name, named, level, size, meter
        self._tap = tap
        self._copy: tempfile.SpooledTemporaryFile[bytes] | None = None
        self.gunzip: Gunzip | None = None
        self.buffer: io.BufferedReader[Tap | Gunzip] = io.BufferedReader(tap, HEAD)

    def head(self) -> bytes:
        """The first bytes, which stay to be read."""
        return self.buffer.peek(HEAD)

    def unpack(self, limit: int) -> None:
        """From here on the bytes are those inside gzip."""
        self._tap.unread(self.head())
        self.gunzip = Gunzip(self._tap, limit)
        self.buffer = io.BufferedReader(self.gunzip, HEAD)
        self.name, self.size = without_gz(self.name), None

    def seekable(self, limit: int | None) -> BinaryIO | None:
        """The same bytes where one can go back and forth; None when there are more than `limit`.

        A file of the disk is taken as it is; anything else is copied, to a temporary file when it is large.
        """
        if self.gunzip is None and self.level == 0 and self._tap.rewind(0):
            return self._tap.stream
        self._copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - until close()
        left = sys.maxsize if limit is None else limit
        while left >= 0 and (piece := self.buffer.read(min(HEAD, left + 1))):
            self._copy.write(piece)
            left -= len(piece)
        self._copy.seek(0)
        return cast(BinaryIO, self._copy) if left >= 0 else None

    def close(self) -> None:
        """Drop what was copied."""
        if self._copy:
            self._copy.close()

    @property
    def damage(self) -> Damage | None:
        """Why the bytes ended before the item did."""
        return self.gunzip.damage if self.gunzip else self._tap.damage
