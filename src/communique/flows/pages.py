"""A saved page as it came in: from a capture to its HTML, for a reader who wants to see it. Nothing of it is trusted."""

from __future__ import annotations

from communique.flows.rooms import Rooms


def saved_page(rooms: Rooms, capture: str) -> str | None:
    """The HTML of a capture, decoded; the page inside where it is MHTML; None when the capture is no page.

    Raises:
        NotFound: no such capture. HoldingsError: its record is damaged.
    """
    from communique import extraction

    with rooms.holdings.catalog.read() as connection:
        source = rooms.source(rooms.holdings.views.original(capture), connection)
    return extraction.page_source(source, rooms.settings.max_page)
