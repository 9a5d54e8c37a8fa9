"""E-mail messages (RFC 5322): how one is told from other text, when and by whom it was sent."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from communique.ids import host_of
from communique.times import rfc3339

MEDIA_TYPE = "message/rfc822"
_FIELD = re.compile(r"([!-9;-~]+)[ \t]*:")
_USUAL = frozenset(("date", "to", "cc", "subject", "received", "message-id", "mime-version"))
_DELIVERED = frozenset(("to", "cc", "received", "delivered-to", "return-path"))  # a page saved as MHTML went to nobody
_ADDRESS = re.compile(r"\A[^<>]*<\s*([^<>\s@,]+@[^<>\s@,]+)\s*>\s*\Z|\A\s*([^<>\s@,]+@[^<>\s@,]+)\s*(?:\([^()]*\)\s*)?\Z")


def is_message(head: str, *, named: bool = False) -> bool:
    """Whether a text begins as an e-mail message does, and not as a page that a browser saved as MHTML.

    Args:
        head: the beginning, all header fields if possible.
        named: the file's name says that it is one; then one of the usual fields is enough.
    """
    names, related = set[str](), False
    for line in head.lstrip("\ufeff").splitlines():
        if not line.strip():
            break
        if line[0] not in " \t":
            found = _FIELD.match(line)
            if found is None:
                return False
            names.add(found.group(1).lower())
        related = related or "multipart/related" in line.lower()
    if named:
        return bool(names & (_USUAL | {"from"}))
    if "snapshot-content-location" in names or (related and not names & _DELIVERED):
        return False
    return "from" in names and len(names & _USUAL) > 1


def fields(data: bytes) -> Message:
    """The header fields of a message, as written."""
    return BytesHeaderParser().parsebytes(re.split(rb"\r?\n\r?\n", data.removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0] + b"\n\n")


def sent(message: Message) -> str | None:
    """When it was sent, by its Date field, RFC 3339 in UTC; None when that is missing or no time."""
    try:
        return rfc3339(parsedate_to_datetime(str(message.get("Date") or "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def sent_day(message: Message) -> str | None:
    """The day on which it was sent where it was sent, `YYYY-MM-DD`."""
    try:
        return parsedate_to_datetime(str(message.get("Date") or "")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def sender(message: Message) -> str | None:
    """The address in its From field, that in angle brackets where there are any; None unless there is just one."""
    found = _ADDRESS.search(str(message.get("From") or ""))
    return found.group(1) or found.group(2) if found else None


def sender_host(message: Message) -> str | None:
    """The host of the sender's address, folded. Anyone may write any address there: it is evidence, not proof."""
    address = sender(message)
    return host_of(f"mailto://{address.rpartition('@')[2]}") if address else None
