"""MHTML (RFC 2557): a page saved with all its parts in one file. The root part is the page."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace

from communique.model import Source
from communique.times import parse_time


def root(source: Source) -> Source | None:
    """The page inside, with its address and time of capture where the source does not know them; None when there is no page."""
    message = email.message_from_bytes(source.data, policy=email.policy.default)
    wanted = (message.get_param("start") or "") if message.get_content_maintype() == "multipart" else ""
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    chosen = next((p for p in parts if wanted and p.get("Content-ID") == wanted), parts[0] if parts else None)
    if chosen is None:
        return None
    data = chosen.get_payload(decode=True)
    if not isinstance(data, bytes):
        return None
    address = message.get("Snapshot-Content-Location") or chosen.get("Content-Location")
    charset = chosen.get_content_charset()
    return replace(
        source,
        data=data,
        media_type="text/html",
        url=source.url or (str(address) if address else None),
        captured=source.captured or parse_time(str(message.get("Date") or "")),
        http_headers=(("Content-Type", f"text/html; charset={charset}"),) if charset else (),
    )
