"""gzip, of one member or many, unpacked as it is read."""

from __future__ import annotations

import io
import zlib
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from communique.sources.streams import BOMB_TODO, EXPANSION, Damage, Tap, reason

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAGIC = b"\x1f\x8b"
MEMBER = 31  # zlib's window bits for a gzip member
_START = b"\x1f\x8b\x08"
_CHUNK = 1 << 14
_SCAN = 1 << 20


class Inflater(Protocol):
    """What zlib.decompressobj() gives; its class cannot be named."""

    @property
    def eof(self) -> bool:
        """Whether the data are complete."""

    @property
    def unused_data(self) -> bytes:
        """What follows the end."""

    @property
    def unconsumed_tail(self) -> bytes:
        """What is still to be fed, because enough came out."""

    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes:
        """Unpack on."""

    def copy(self) -> Inflater:
        """The same state once more."""


def inflate(unpack: Inflater, data: bytes, size: int) -> tuple[bytes, str | None]:
    """At most `size` bytes of the data unpacked, and what broke; then what came out before the break, however long."""
    before = unpack.copy()
    try:
        return unpack.decompress(data, size), None
    except zlib.error as error:
        return _salvage(before, data), reason(error)


def _salvage(unpack: Inflater, data: bytes) -> bytes:
    """zlib throws away what a failing call had unpacked: byte by byte, only the last one is lost."""
    out = []
    for i in range(len(data)):
        try:
            out.append(unpack.decompress(data[i : i + 1]))
        except zlib.error:
            break
    return b"".join(out)


class Gunzip(io.RawIOBase):
    """The unpacked bytes. It ends where the file is damaged (`damage` says how); `resume` goes on behind that.

    A trailing checksum that does not fit is damage too: of a member whose bytes have all been given.
    """

    def __init__(self, tap: Tap, limit: int) -> None:
        self._tap, self._limit = tap, limit
        self._input = b""
        self._ready = b""
        self._unpack: Inflater | None = None
        self._member = 0
        self._starts: deque[tuple[int, int]] = deque()  # (unpacked bytes before it, offset in the file) of members
        self._out = 0
        self._damage: Damage | None = None

    @property
    def damage(self) -> Damage | None:
        """Why it ended before the file did."""
        return self._tap.damage or self._damage

    @property
    def _offset(self) -> int:
        return self._tap.offset - len(self._input)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer, unless the data end or break before."""
        view = memoryview(buffer).cast("B")
        done = 0
        while done < len(view):
            if not self._ready:
                self._ready = self._next(len(view) - done)
            piece, self._ready = self._ready[: len(view) - done], self._ready[len(view) - done :]
            if not piece:
                break
            view[done : done + len(piece)] = piece
            done += len(piece)
        return done

    def place(self, position: int) -> str:
        """Where an unpacked position lies in the file: the member's offset, `+N` for bytes into it. Ask in rising order."""
        while len(self._starts) > 1 and self._starts[1][0] <= position:
            self._starts.popleft()
        start, offset = self._starts[0] if self._starts else (0, 0)
        return str(offset) if position == start else f"{offset}+{position - start}"

    def _next(self, size: int) -> bytes:
        while self.damage is None:
            if self._unpack is None and not self._begin():
                return b""
            unpack = self._unpack
            if unpack is None:
                return b""
            if not self._input:
                self._input = self._tap.read(_CHUNK) or b""
            fed, ended = self._input, not self._input
            out, broken = inflate(unpack, fed, size)
            self._input = fed if broken else unpack.unused_data if unpack.eof else unpack.unconsumed_tail
            self._out += len(out)
            if broken:
                self._break(self._member, f"the gzip data are damaged ({broken})", false=True)
            elif unpack.eof:
                self._unpack = None
            elif ended and not out:
                self._break(self._member, "the gzip data break off")
            if self._out > max(self._limit, EXPANSION * self._tap.offset):
                self._break(0, "unpacks to far more than its size: a gzip bomb", fatal=True)
            if out:
                return out
        return b""

    def _begin(self) -> bool:
        """Begin the next member; false at the end. Zeros behind the last one are padding."""
        while len(self._input) < 2 and (more := self._tap.read(_CHUNK)):
            self._input = (self._input + more).lstrip(b"\0")
        self._input = self._input.lstrip(b"\0")
        if not self._input or self.damage:
            return False
        if not self._input.startswith(MAGIC):
            self._break(self._offset, "what follows is no gzip data")
            return False
        self._member = self._offset
        self._starts.append((self._out, self._member))
        self._unpack = zlib.decompressobj(MEMBER)
        return True

    def _break(self, offset: int, why: str, fatal: bool = False, false: bool = False) -> None:
        if self._damage is None:
            self._damage = Damage(offset, why, BOMB_TODO if fatal else "", fatal, false)

    def resume(self, accept: Callable[[bytes], bool]) -> bool:
        """Go on at the next member whose first unpacked bytes are accepted; false when there is none."""
        damage = self.damage
        if damage is None or damage.fatal:
            return False
        if self._tap.rewind(damage.offset + 1):
            self._input = b""
        while True:
            more = self._tap.read(_SCAN) or b""
            window = self._input + more
            at = window.find(_START, max(0, damage.offset + 1 - self._tap.offset + len(window)))
            while at >= 0 and not _begins(window[at : at + 4096], accept):
                at = window.find(_START, at + 1)
            if at >= 0:
                self._input, self._damage, self._unpack = window[at:], None, None
                return True
            if not more:
                return False
            self._input = window[-4096:]


def _begins(data: bytes, accept: Callable[[bytes], bool]) -> bool:
    try:
        return accept(zlib.decompressobj(MEMBER).decompress(data, 4096))
    except zlib.error:
        return False
