"""Bytes to be read once, front to back. Nothing here raises while reading: a stream that breaks ends, and says why."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD = 1 << 16  # bytes that are looked at to tell what something is
EXPANSION = 200  # text shrinks to a fifth or a twentieth; far less than that is a bomb
READ_ERRORS = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True)
class Damage:
    """Where a stream broke, and why."""

    offset: int  # bytes into the file
    why: str
    todo: str = ""
    fatal: bool = False  # nothing behind it can be read
    false: bool = False  # what came out last may be wrong


class Meter:
    """How much may still come out of an archive, counted over all its members."""

    def __init__(self, packed: int, limit: int) -> None:
        self.left = max(limit, EXPANSION * packed)

    def spend(self, size: int) -> bool:
        """Whether so much more was allowed."""
        self.left -= size
        return self.left >= 0


class Tap(io.RawIOBase):
    """Any stream, read to the full: where it breaks it ends, and `damage` says why."""

    def __init__(self, stream: BinaryIO, meter: Meter | None = None) -> None:
        self.stream, self._meter = stream, meter
        self._again = b""
        self.offset = 0
        self.damage: Damage | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer, unless the stream ends or breaks before."""
        view = memoryview(buffer).cast("B")
        done = 0
        while done < len(view) and self.damage is None:
            piece = self._piece(len(view) - done)
            if not piece:
                break
            view[done : done + len(piece)] = piece
            done += len(piece)
        return done

    def _piece(self, size: int) -> bytes:
        if self._again:
            piece, self._again = self._again[:size], self._again[size:]
            self.offset += len(piece)
            return piece
        try:
            piece = self.stream.read(size)
        except READ_ERRORS as error:
            self.damage = Damage(self.offset, f"cannot be read on: {reason(error)}", fatal=True)
            return b""
        if self._meter and not self._meter.spend(len(piece)):
            self.damage = Damage(self.offset, "the archive unpacks to far more than its size: a zip bomb", BOMB_TODO, fatal=True)
            return b""
        self.offset += len(piece)
        return piece

    def rewind(self, offset: int) -> bool:
        """Go back to an offset, where the stream can."""
        try:
            self.stream.seek(offset)
        except (OSError, ValueError):
            return False
        self.offset, self._again = offset, b""
        return True

    def unread(self, data: bytes) -> None:
        """Give the bytes that were read last once more."""
        self.offset, self._again = self.offset - len(data), data + self._again


BOMB_TODO = "If it is sound, unpack it first and add what is in it."


def reason(error: BaseException) -> str:
    """Why reading failed, without the error's numbers and file names."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).rpartition(": ")[2] or type(error).__name__
