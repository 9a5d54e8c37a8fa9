"""A page whose main part is the same thing again and again: a title that leads elsewhere, perhaps a date, a few lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from communique.extraction.blocks import Block
from communique.extraction.datestrings import find as find_dates
from communique.extraction.page import Page

LEAST = 3  # items of a listing
_TITLE = 12  # letters of a link that is a title
_BEFORE = 40  # code points before it: a date, a section
_MORE = 25  # code points of a link that leads on
_TEASER = 1_200  # letters of an item; a longer one is a text of its own
_SHARE, _SHARE_OF_TITLES = 0.75, 0.4  # of the items that lead elsewhere
_OF_BODY = 0.7  # of the main text that must stand in them
_CUT = re.compile(r"(?:…|\.\.\.)\W*$")
_AROUND = 12  # lines before and after the main text that are looked at, too: it may be one teaser of several
_CHROME = frozenset({"navigation", "footer", "form", "dialog", "cookies", "breadcrumb", "share", "header"})
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class _Item(NamedTuple):
    """One of several elements beside each other, of one name and class."""

    element: Any
    blocks: list[int]


def listing(page: Page, body: Sequence[int]) -> str | None:
    """Why the main part of a page is a listing of teasers; None when it is not."""
    chosen = set(body)
    amount = sum(page.blocks[i].letters for i in body)
    if not amount or page.tree is None or not _may_repeat(page.blocks[max(0, body[0] - _AROUND) : body[-1] + 1 + _AROUND]):
        return None
    for items in _groups(page, body):
        inside = sum(page.blocks[i].letters for item in items for i in item.blocks if i in chosen)
        told = [item for item in items if sum(page.blocks[i].letters for i in item.blocks) >= _TITLE and not _inert(item, page)]
        spread = sum(1 for item in told if not chosen.isdisjoint(item.blocks))
        if inside < _OF_BODY * amount or len(told) < LEAST or (spread < LEAST and not _all_headed(told, page.blocks)):
            continue
        if max(sum(page.blocks[i].letters for i in item.blocks) for item in told) > _TEASER:
            continue
        titled = sum(1 for item in told if _begins_with_a_title(item, page.blocks))
        leading = sum(1 for item in told if _leads_on(item, page.blocks))
        if (titled >= LEAST and titled >= _SHARE_OF_TITLES * len(told)) or (leading >= LEAST and leading >= _SHARE * len(told)):
            return f"{len(told)} teasers, each with a link to its own page or a date"
    return None


def _may_repeat(blocks: Sequence[Block]) -> bool:
    """Whether there are enough links, or headings, for a listing; nearly all statements are told by this alone."""
    links = sum(1 for block in blocks if block.links and block.zone not in _CHROME)
    return links >= LEAST or sum(1 for block in blocks if block.kind in _HEADS and block.zone not in _CHROME) >= LEAST


def _inert(item: _Item, page: Page) -> bool:
    """Whether an item is a menu, a footer or the like."""
    return all(page.blocks[n].zone in _CHROME for n in item.blocks)


def _all_headed(items: Sequence[_Item], blocks: Sequence[Block]) -> bool:
    """Whether each item has one heading, all of one level: cards beside each other, and not the parts of a page."""
    heads = [[blocks[n].kind for n in item.blocks if blocks[n].kind in _HEADS] for item in items]
    return all(len(kinds) == 1 for kinds in heads) and len({kinds[0] for kinds in heads}) == 1


def _groups(page: Page, body: Sequence[int]) -> Iterator[list[_Item]]:
    """Elements of one name and class beside those that the main text stands in, from the inside out."""
    start = page.blocks[body[len(body) // 2]].element
    while start is not None and (parent := start.getparent()) is not None and parent.tag != "html":
        name, kind = start.tag, start.get("class")
        children: dict[Any, list[int]] = {child: [] for child in parent if child.tag == name and _same(child.get("class"), kind)}
        if len(children) >= LEAST:
            for number, block in enumerate(page.blocks):
                at = block.element
                while at is not None and at not in children:
                    at = at.getparent()
                if at is not None:
                    children[at].append(number)
            yield [_Item(child, numbers) for child, numbers in children.items() if numbers]
        start = parent


def _same(a: str | None, b: str | None) -> bool:
    """Whether two classes are one but for numbers and the words that tell the first from the last."""
    return (a or "").split()[:1] == (b or "").split()[:1]


def _begins_with_a_title(item: _Item, blocks: Sequence[Block]) -> bool:
    """Whether an item's first words, after a date or so, are a link as long as a title, or all of it is a link."""
    if item.element.tag == "a" or item.element.get("onclick"):
        return True
    before = ""
    for number in item.blocks[:3]:
        block = blocks[number]
        if block.links >= _TITLE and _linked_first(block, _BEFORE - len(before)):
            return True
        before += block.text
        if len(before) > _BEFORE:
            return False
    return False


def _linked_first(block: Block, room: int) -> bool:
    """Whether a line begins with a link, or with a few words before one."""
    if block.link_share > 0.7:
        return True
    element = block.element
    link = next(element.iter("a"), None) if element is not None else None
    if link is None:
        return False
    words = " ".join("".join(link.itertext()).split())
    at = block.text.find(words) if words else -1
    return 0 <= at <= room and len(words) >= _TITLE


def _leads_on(item: _Item, blocks: Sequence[Block]) -> bool:
    """Whether an item ends with a short link, breaks off, or is a heading over a date."""
    if _begins_with_a_title(item, blocks):
        return True
    links = [a for a in item.element.iter("a") if a.get("href") and not a.get("href", "").startswith("#")]
    last = blocks[item.blocks[-1]]
    if links:
        words = " ".join("".join(links[-1].itertext()).split())
        if sum(c.isalpha() for c in words) >= 3 and len(words) <= _MORE and last.text.endswith(words):
            return True
        if any(_CUT.search(blocks[n].text) for n in item.blocks):
            return True
    lines = [blocks[n] for n in item.blocks]
    return any(b.kind in _HEADS for b in lines) and any(len(b.text) <= _BEFORE and find_dates(b.text) for b in lines)
