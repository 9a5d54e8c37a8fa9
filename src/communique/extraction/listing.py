"""The items of a listing page: the links that a profile's selector points at, else those that stand in a row of their like."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

from communique.errors import ProfileError
from communique.extraction import facts
from communique.extraction.decode import decode
from communique.extraction.page import Page, parse
from communique.extraction.words import letters
from communique.model import Source
from communique.text import one_line

if TYPE_CHECKING:
    from communique.issuers import Profile

_TITLED = 12  # letters; a shorter link is a button
_LEVELS = 4  # elements around a link by which its like are known
_CHROME = frozenset({"navigation", "footer", "form", "dialog", "cookies", "breadcrumb", "share", "header"})
_NO_PAGES = ("javascript:", "mailto:", "tel:", "#")


def items(source: Source, profile: Profile, listing: str) -> tuple[tuple[str, str], ...]:
    """The items that a saved listing page gives, in its order, each once.

    Args:
        profile: its selector `items` points at the links or at the elements that hold them; without one the largest group of
            links of the same form counts, menus and footers aside.
        listing: the address of the page, against which links are resolved.

    Returns:
        (address, words of the link) of each item.

    Raises:
        ProfileError: when the selector is not valid CSS.
    """
    selector = profile.selectors.get("items")
    found = _selected(source, selector, profile.id) if selector else _alike(parse(source.data, facts.content_type(source)))
    named: dict[str, str] = {}
    for href, words in found:
        if href and not href.lower().startswith(_NO_PAGES) and (address := _joined(listing, href)) and address != listing:
            named.setdefault(address, words)
    return tuple(named.items())


def _joined(base: str, href: str) -> str | None:
    try:
        return urldefrag(urljoin(base, href.strip())).url
    except ValueError:
        return None


def _selected(source: Source, selector: str, who: str) -> list[tuple[str, str]]:
    """The links that a selector matches, or the first link in each element that it matches."""
    from resiliparse.parse.html import CSSParserException, HTMLTree

    document = HTMLTree.parse(decode(source.data, facts.content_type(source)).text).document
    if document is None:
        return []
    try:
        nodes = list(document.query_selector_all(selector))
    except CSSParserException as error:
        raise ProfileError(f"{who}: selectors.items is not a CSS selector: {selector!r}", "Mend the profile.") from error
    links = [node if node.tag == "a" else node.query_selector("a[href]") for node in nodes]
    return [(link.getattr("href") or "", one_line(link.text or "")) for link in links if link is not None]


def _alike(page: Page) -> list[tuple[str, str]]:
    """The links of the group that has the most words."""
    if page.tree is None:
        return []
    zones = {block.element: block.zone for block in page.blocks if block.element is not None}
    groups: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for link in page.tree.iter("a"):
        words = one_line("".join(link.itertext()))
        if link.get("href") and letters(words) >= _TITLED and _zone(link, zones) not in _CHROME:
            groups[_form(link)].append((link.get("href"), words))
    return max(groups.values(), key=lambda group: sum(len(words) for _, words in group), default=[])


def _zone(link: Any, zones: dict[Any, str | None]) -> str | None:
    """The zone that a link's line stands in."""
    inside = next((e for e in link.iter() if e in zones), None)
    holder = inside if inside is not None else next((e for e in link.iterancestors() if e in zones), None)
    return zones.get(holder)


def _form(link: Any) -> tuple[str, ...]:
    """What a link has in common with its like: the elements around it with the first of their classes."""
    around = [link, *link.iterancestors()][: _LEVELS + 1]
    return tuple(f"{e.tag}.{(e.get('class') or '').split(' ')[0]}" for e in around)
