"""What a page is: a statement, or a listing, an error, something else - each with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from communique.extraction import repeats
from communique.extraction.blocks import Block
from communique.extraction.body import weight
from communique.extraction.datestrings import find as find_dates
from communique.extraction.furniture import is_phrase
from communique.extraction.page import Page
from communique.extraction.words import refusals, squeezed
from communique.model import PageType

SHORT = 200  # letters of a body below which the rest of the page must speak for it
_SPOKEN = 20  # letters of a sentence; without one the whole page is looked at
_CHROME = frozenset({"navigation", "footer", "form", "dialog", "cookies", "breadcrumb", "share"})
_HOME_PATH = re.compile(r"^/?(?:index\.\w{2,5}|default\.aspx?|home(?:\.\w+)?|[a-z]{2}(?:-[a-z]{2})?)?/?$", re.I)


def judge(
    page: Page, body: Sequence[int], title: str | None, url: str | None, status: int | None = None
) -> tuple[PageType, str | None]:
    """The type of a page and, unless it is a statement, the reason.

    Args:
        body: the numbers of the main text's lines.
        url: the address it was asked for under.
        status: the HTTP status it came with, when known.
    """
    text = "\n".join(page.blocks[i].text for i in body)
    amount = sum(page.blocks[i].letters for i in body)
    if status is not None and status >= 400:
        return "error", f"HTTP status {status}"
    if refused := _refusal(page, text, title, amount):
        return refused
    if home := _home(page, url, amount):
        return "other", home
    if listing := _listing(page, body, amount):
        if _site_name_only(page):
            return "other", f"a home page: its title is the site's name, and it holds {listing}"
        return "listing", listing
    if amount == 0:
        return "other", "no text besides the site's furniture"
    if amount <= SHORT and all(_only_a_date(page.blocks[i].text) for i in body):
        return "other", "no text besides a date"
    return "statement", None


def _refusal(page: Page, text: str, title: str | None, amount: int) -> tuple[PageType, str] | None:
    """Error pages, challenges and log-in pages: short, and they say so."""
    heads = " \n ".join(
        t
        for t in (
            title,
            page.head_title,
            *(b.text for b in page.blocks if b.kind in ("h1", "h2") and b.zone not in ("navigation", "footer")),
        )
        if t
    )
    if amount < 1_500 and (
        found := refusals("error").search(heads) or (refusals("error").search(text) if amount < 600 else None)
    ):
        return "error", f"it says {found.group().strip()!r}"
    whole = page.text if len(page.text) < 2_000 else heads
    if amount < 1_000 and (found := refusals("challenge").search(whole)):
        return "error", f"a challenge page: {found.group()!r}"
    if page.has_password and amount < 800 and refusals("login").search(page.text):
        return "other", "a log-in page: it asks for a password"
    if amount < 2 * SHORT and _asks_for_name(page) and any(refusals("login").match(h) for h in (title, page.head_title) if h):
        return "other", "a log-in page: its title says so, and it asks for a name"
    return None


def _asks_for_name(page: Page) -> bool:
    """Whether a page has a field for a user's name or address and hardly anything else."""
    fields = page.tree.iter("input") if page.tree is not None else ()
    return len(page.blocks) <= 2 * _SPOKEN and any(
        f.get("type") == "email" or re.search(r"user|login|email", f.get("name") or "", re.I) for f in fields
    )


def _home(page: Page, url: str | None, amount: int) -> str | None:
    """A home page that answers under an item's address, or the home page itself."""
    asked = _path(url)
    named = [p for p in (_path(page.canonical), _path(page.meta("og:url"))) if p is not None]
    if asked and not _HOME_PATH.match(asked) and any(_HOME_PATH.match(p) for p in named):
        return "the home page answers under this address: its canonical link is the site's root"
    classes = next(
        (
            b.element.getroottree().find("body").get("class")
            for b in page.blocks[:1]
            if page.tree is not None and page.tree.find("body") is not None
        ),
        None,
    )
    if re.search(r"(?:^|\s)(?:home|front|is-front|page-home|homepage|front-page)(?:\s|$)", classes or "") and amount < 4_000:
        return "the page calls itself the home page"
    return None


def _site_name_only(page: Page) -> bool:
    """Whether the head's title is no more than the name that stands at the top of the page."""
    name = squeezed(page.head_title or "")
    return bool(name) and any(squeezed(b.text) == name for b in page.blocks[:6] if b.links or b.kind == "h1")


def _path(url: str | None) -> str | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _listing(page: Page, body: Sequence[int], amount: int) -> str | None:
    """A page that lists others: its main part is links, or teasers that each begin with one."""
    blocks = page.blocks
    chosen = [blocks[i] for i in body]
    linked = [b for b in chosen if b.link_share > 0.7 and b.letters >= 12]
    plain = sum(b.letters for b in chosen if b.link_share <= 0.7)
    if len(linked) >= 4 and sum(b.letters for b in linked) > plain:
        return f"{len(linked)} of the {len(chosen)} lines of its main part are links"
    items = [b for b in _section(page, body) if b.link_share > 0.5 and b.letters >= 20]
    longest = max((b.letters for b in chosen if b.link_share <= 0.5), default=0)
    if (len(items) >= 5 and amount < 2 * SHORT and longest < SHORT) or (len(items) >= 3 and amount < _SPOKEN):
        return f"{len(items)} links and only {amount} letters of text"
    if teasers := _teasers(page, body):
        return teasers
    if repeated := repeats.listing(page, body):
        return repeated
    headed = [b for b in chosen if b.kind in ("h2", "h3", "h4") and b.link_share > 0.7]
    if len(headed) >= 4 and longest < 500:
        return f"{len(headed)} headings of its main part are links"
    return None


def _only_a_date(text: str) -> bool:
    """A date in a line of its own, perhaps with a place before it."""
    return len(text) <= 40 and any(c.isdigit() for c in text) and len(find_dates(text)) == 1


def _section(page: Page, body: Sequence[int]) -> list[Block]:
    """The lines from the beginning of the main part to the next heading behind it: "Latest news" is another part."""
    spoken = any(weight(page.blocks[i]) >= _SPOKEN for i in body)
    first, last = (body[0], body[-1]) if spoken else (0, -1)
    found = []
    for number, block in enumerate(page.blocks):
        if number < first or block.zone in _CHROME:
            continue
        ends = (block.kind in ("h1", "h2", "h3") and block.link_share < 0.5) or block.zone in ("aside", "related")
        if number > last >= 0 and (ends or is_phrase(block.text)):
            break
        found.append(block)
    return found


def _teasers(page: Page, body: Sequence[int]) -> str | None:
    """Titles of other pages between the lines of the main part, or a date in a line of its own again and again."""
    if len(body) < 4:
        return None
    inside = page.blocks[body[0] : body[-1] + 1]
    titles = [b for b in inside if b.link_share > 0.7 and b.letters >= 12 and b.zone not in _CHROME]
    texts = [page.blocks[i] for i in body if page.blocks[i].link_share <= 0.7]
    longest = max((b.letters for b in texts), default=0)
    if len(titles) >= 4 and len(titles) >= 0.4 * len(texts) and longest < 800:
        return f"{len(titles)} titles of other pages between the lines of its main part"
    dates = [b for b in inside if _only_a_date(b.text)]
    if len(dates) >= 4 and longest < 500:
        return f"{len(dates)} dates in lines of their own"
    return None
