"""Names of files: as they are kept, as messages show them, and what they say of the contents."""

from __future__ import annotations

import os
import re
import unicodedata

from communique.model import Fault
from communique.sources.lists import suffixes

_SUFFIX = re.compile(r"\.([A-Za-z][A-Za-z0-9_]{0,9})$")
_JOINERS = frozenset("\u200c\u200d")  # part of the spelling in Persian and Indic scripts


def printable(path: str | os.PathLike[str]) -> str:
    """A path that can be stored as text: verbatim, except that bytes which are no UTF-8 become `\\xNN`."""
    name = os.fspath(path)
    try:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # lone surrogates that no file system gave
        return name.encode("utf-8", "backslashreplace").decode("utf-8")


def shown(name: str) -> str:
    """A name as it stands in a message: control characters, line breaks and direction marks escaped."""
    return "".join(c if _visible(c) else c.encode("unicode_escape").decode("ascii") for c in printable(name))


def _visible(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def suffix_of(name: str) -> str:
    """The end of a file's name without the dot, folded; empty when it does not look like one (`Mr. Smith`, `12.2013`)."""
    found = _SUFFIX.search(name)
    return found.group(1).lower() if found else ""


def claimed_kind(name: str) -> str:
    """The kind that the end of the name stands for (resources/sources/suffixes.txt); empty when none is listed."""
    return suffixes().get(suffix_of(name), "")


def without_gz(name: str) -> str:
    """`rows.jsonl` of `rows.jsonl.gz`."""
    return re.sub(r"\.g(z|zip)$", "", name, flags=re.I)


def dataset_name(name: str) -> str:
    """The name of a data set by its file: without folder, `.gz` and the suffix."""
    bare = without_gz(re.split(r"[/\\]", name)[-1])
    return printable(_SUFFIX.sub("", bare) or bare)


def fault(path: str, why: str, todo: str = "", url: str | None = None) -> Fault:
    """A failure to read one item."""
    return Fault(printable(path), "read", why, todo, url)
