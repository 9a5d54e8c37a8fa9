"""Bytes into text: which encoding, and whether the text was damaged on the way (here or before it was saved)."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.I)
# UTF-8 read as windows-1252 or windows-1251, the two that happen
_MOJIBAKE = re.compile("[ÐÑ][\u0080-\u00bf‚-™]|Ã[\u0080-\u00bf]|â€[œ™“”]|[РС][\u0080-\u00bfЂ-џ‚-™][РС][\u0080-\u00bfЂ-џ‚-™]")
_WINDOWS = {
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "iso-8859-9": "windows-1254",
    "iso-8859-11": "windows-874",
    "tis-620": "windows-874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_SAMPLE = 200_000  # code points looked at
_LOSS = 0.05  # of the characters beyond ASCII may be wrong in a text that still is UTF-8


class Decoded(NamedTuple):
    """A text, the encoding it was read by, and whether characters were lost."""

    text: str
    encoding: str
    damaged: bool


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of some bytes.

    A byte-order mark decides, then valid UTF-8, then the HTTP header (`declared`, a media type or a name), then the
    page's own declaration, then the statistics of the bytes. Bytes that the encoding has not become U+FFFD.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lossy(data[len(mark) :], name)
    wide = _wide(data)
    if wide:
        return _lossy(data, wide)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, declared)
    if data.isascii() and (named := _known(_named(declared) or _meta(data))) and named.startswith(("iso-2022", "hz", "utf-7")):
        return _lossy(data, named)
    return Decoded(text, "utf-8", is_damaged(text))


def _legacy(data: bytes, declared: str | None) -> Decoded:
    """Bytes that are not valid UTF-8."""
    try:
        return Decoded(_SURROGATE.sub("\ufffd", data.decode("utf-8", "surrogatepass")), "utf-8", True)
    except UnicodeDecodeError:
        replaced = data.decode("utf-8", "replace")
    sample = replaced[:_SAMPLE]
    lost = sample.count("\ufffd")
    whole = sum(1 for c in sample if c > "\x7f") - lost
    if whole >= 3 and lost <= max(1, _LOSS * whole):
        return Decoded(replaced, "utf-8", True)
    for name in (_known(_named(declared)), _known(_meta(data))):
        if name and name != "utf-8":
            return _lossy(data, name)
    from resiliparse.parse.encoding import detect_encoding

    return _lossy(data, _known(detect_encoding(data)) or "windows-1252")


def _lossy(data: bytes, name: str) -> Decoded:
    text = data.decode(name, "replace")
    return Decoded(text, name, is_damaged(text))


def is_damaged(text: str) -> bool:
    """Whether a text bears the marks of a wrong decoding: replacement characters, or many pairs that UTF-8 misread leaves."""
    if "\ufffd" in text:
        return True
    sample = text[:20_000]
    return not sample.isascii() and len(_MOJIBAKE.findall(sample)) > max(4, len(sample) // 50)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of the beginning is zero."""
    begin = data[:8]
    if len(begin) == 8 and not any(begin[1::2]) and all(begin[::2]):
        return "utf-16-le"
    if len(begin) == 8 and not any(begin[::2]) and all(begin[1::2]):
        return "utf-16-be"
    head = data[:512]
    if len(head) < 8 or head.count(0) < len(head) // 3:
        return None
    return "utf-16-le" if head[1::2].count(0) > len(head) // 3 else "utf-16-be" if head[::2].count(0) > len(head) // 3 else None


def _named(declared: str | None) -> str | None:
    if not declared:
        return None
    found = _HEADER.search(declared)
    return found.group(1) if found else None if "/" in declared else declared


def _meta(data: bytes) -> str | None:
    found = _META.search(data[:8192])
    return found.group(1).decode("ascii") if found else None


def _known(name: str | None) -> str | None:
    """Python's name of an encoding, as browsers understand it; None when there is no such encoding."""
    if not name:
        return None
    name = _WINDOWS.get(name.lower(), name.lower())
    try:
        info = codecs.lookup(name)
    except LookupError:
        return None
    return name if info._is_text_encoding else None
