"""Files that are one document each."""

from __future__ import annotations

from collections.abc import Iterator

from communique.model import Fault, Source
from communique.sources.captures import MEDIA_TYPES
from communique.sources.feed import Feed, Intake
from communique.sources.jsonl import LARGER
from communique.sources.naming import fault
from communique.sources.origin import Origin, of_message, of_mhtml, of_page


def html(feed: Feed, intake: Intake) -> Iterator[Source | Fault]:
    """A saved page."""
    return _document(feed, intake, "html")


def mhtml(feed: Feed, intake: Intake) -> Iterator[Source | Fault]:
    """A page saved with its parts in one file."""
    return _document(feed, intake, "mhtml")


def pdf(feed: Feed, intake: Intake) -> Iterator[Source | Fault]:
    """A PDF file."""
    return _document(feed, intake, "pdf")


def docx(feed: Feed, intake: Intake) -> Iterator[Source | Fault]:
    """A Word document."""
    return _document(feed, intake, "docx")


def eml(feed: Feed, intake: Intake) -> Iterator[Source | Fault]:
    """An e-mail message."""
    return _document(feed, intake, "eml")


def text(feed: Feed, intake: Intake) -> Iterator[Source | Fault]:
    """Plain text."""
    return _document(feed, intake, "text")


def markdown(feed: Feed, intake: Intake) -> Iterator[Source | Fault]:
    """Markdown."""
    return _document(feed, intake, "markdown")


def _document(feed: Feed, intake: Intake, kind: str) -> Iterator[Source | Fault]:
    limit = intake.settings.max_item
    data = feed.buffer.read(limit + 1) if feed.size is None or feed.size <= limit else None
    if feed.damage:
        yield fault(feed.path, f"{feed.damage.why} (at byte {feed.damage.offset})", feed.damage.todo or "Fetch the file anew.")
    elif data is None or len(data) > limit:
        yield fault(feed.path, f"has more than the {limit} bytes allowed for one item", LARGER)
    else:
        yield _source(feed.path, data, kind, intake)


def _source(path: str, data: bytes, kind: str, intake: Intake) -> Source:
    origin = _ORIGINS[kind](data) if kind in _ORIGINS else Origin()
    asserted = intake.asserted
    return Source(
        path=path,
        data=data,
        media_type=MEDIA_TYPES[kind],
        url=asserted.url or origin.url,
        url_evidence="asserted" if asserted.url else origin.evidence,
        captured=origin.captured,
        asserted=asserted,
    )


_ORIGINS = {"html": of_page, "mhtml": of_mhtml, "eml": of_message}
