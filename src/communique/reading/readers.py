"""The readers there are, by name."""

from __future__ import annotations

import functools

from communique.errors import UsageError
from communique.reading.reader import Reader

DEFAULT = "encoder"
NAMES = ("encoder", "none")
EXPERIMENTAL = frozenset({"uk", "ru", "es", "fr", "ar", "fa", "tr", "az", "zh"})


@functools.cache
def _encoder() -> Reader:
    from communique.reading.encoder import Encoder

    return Encoder()


def reader(name: str | None, lang: str | None) -> Reader | None:
    """The reader of that name for a language; None when it does not read it, or for `none`.

    Raises:
        UsageError: an unknown name.
    """
    if name not in (None, *NAMES):
        raise UsageError(f"read: no reader {name!r}", f"Readers are {', '.join(NAMES)}.")
    if name == "none":
        return None
    found = _encoder()
    return found if (lang or "").split("-")[0] in found.languages else None
