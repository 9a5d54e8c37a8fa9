"""Which lines of a page are the statement.

trafilatura (in its precise mode) says where the main text is; the lines themselves come from our own walk, so that no
word is cut at an inner tag and every other line can be named as furniture. Where the two disagree, the page decides:
gaps inside the body are filled from the element that holds most of it, lines of menus and footers are let go.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from communique.extraction import furniture
from communique.extraction.blocks import Block
from communique.extraction.page import Page
from communique.model import Span

_LONG = 30  # code points of a stretch that may be looked for anywhere on the page
_PIECE = 30  # code points that a piece of a torn stretch is looked for by
_NEAR = 400  # ... within which a shorter one must follow
_SENTENCE = 80  # letters; so long a line is prose, also without a full stop
_ENOUGH = 500  # code points; a shorter result is always compared
_DISCARDED_NAMES = (
    "aside button dialog footer iframe link menu meta nav noscript object script select style svg template textarea title"
)
_DISCARDED = tuple(_DISCARDED_NAMES.split())
_UNCLEAN_NAMES = (
    "aside audio button fencedframe fieldset figure footer iframe input label link nav noindex noscript "
    "object option select source svg time"
)
_UNCLEAN = tuple(_UNCLEAN_NAMES.split())
_REST = 12  # weight of a sentence that the body may end with
_LEAD = 60  # letters of a paragraph that introduces a text
_OF_TEXT_NAMES = "p li ul ol dl dt dd tr td th tbody table blockquote h1 h2 h3 h4 h5 h6 pre"
_OF_TEXT = frozenset(_OF_TEXT_NAMES.split())
_RIGHTS = re.compile(
    r"^\s*(?:©|\(c\)\s|copyright\b|all rights reserved)|©.{0,20}\d{4}|^(?=.{0,90}$).*\b(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d\W*$",
    re.I,
)
_NO_STOPS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # scripts that do without full stops
_ENDED = re.compile(r"[.!?…։؟۔।:;。！？；：][\"'”’»)\]]*\s*$")
_COVERED = 0.5  # of a line must lie in the main text
_INERT = frozenset({"navigation", "footer", "form", "dialog", "cookies", "breadcrumb", "share", "related", "caption", "figure"})


class Body(NamedTuple):
    """The lines of the main text by their numbers, and how they were found."""

    lines: list[int]
    how: str


def find(page: Page, pointed: Sequence[str] = ()) -> Body:
    """The main text of a page: trafilatura's, laid over the page's own lines and mended there.

    Args:
        pointed: the texts that a profile's selector points at; when they stand on the page, they are the main text.
    """
    if pointed:
        lines = _aligned(page.blocks, ["".join(line.split()) for text in pointed for line in text.split("\n") if line.strip()])
        if lines:
            return Body(lines, "profile")
    segments = _trafilatura(page) if page.tree is not None else []
    lines = _aligned(page.blocks, segments)
    how = "trafilatura"
    if sum(len(page.blocks[i].text) for i in lines) < 100:
        densest = _densest(page.blocks)
        if sum(len(page.blocks[i].text) for i in densest) > 2 * sum(len(page.blocks[i].text) for i in lines):
            lines, how = densest, "densest element"
    return Body(_mended(page.blocks, lines), how)


def _trafilatura(page: Page) -> list[str]:
    """The texts of trafilatura's precise mode in their order, without white space.

    Its comparison with two other algorithms takes as long as all the rest; it is left out where it could change nothing:
    where the first result holds half of the page's sentences and is made of clean paragraphs.
    """
    prose = sum(len(b.text) - b.links for b in page.blocks if len(b.text) >= 60 and b.link_share < 0.5)
    tree = _lighter(page.tree)
    body = _body(tree, fast=True)
    if body is None or not _stands(body, prose):
        body = _body(tree, fast=False)
    if body is None:
        return []
    raw = (piece for element in body.iter() for piece in (element.text, element.tail) if piece)
    return [squeezed for piece in raw if (squeezed := "".join(piece.split()))]


def _lighter(tree: Any) -> Any:
    """A copy without what trafilatura would throw away in any case, but only after it has looked at all of it."""
    from copy import copy

    from lxml.etree import strip_elements

    lighter = copy(tree)
    strip_elements(lighter, *_DISCARDED, with_tail=False)
    return lighter


def _body(tree: Any, *, fast: bool) -> Any:
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction
    from trafilatura.settings import Extractor

    options = Extractor(
        output_format="txt", fast=fast, precision=True, comments=False, formatting=False, links=False, images=False, tables=True
    )
    try:
        document = bare_extraction(tree, options=options)
    except (LxmlError, RecursionError):  # trees that libxml2 let through and its callers cannot walk
        return None
    return getattr(document, "body", None)


def _stands(body: Any, prose: int) -> bool:
    """Whether neither readability nor justext would be preferred to this result (see trafilatura.external)."""
    amount = sum(len(t) for t in body.itertext())
    if amount < _ENOUGH or 2 * amount < prose:
        return False
    paragraphs = sum(1 for _ in body.iter("p"))
    if not paragraphs or sum(1 for _ in body.iter("table")) > paragraphs:
        return False
    return next(body.iter(*_UNCLEAN), None) is None


def _aligned(blocks: list[Block], segments: Iterable[str]) -> list[int]:
    """The lines that these stretches of text cover."""
    squeezed = ["".join(b.text.split()) for b in blocks]
    starts, at = [], 0
    for each in squeezed:
        starts.append(at)
        at += len(each)
    whole = "".join(squeezed)
    covered: Counter[int] = Counter()
    for start, end in _places(whole, segments):
        number = bisect.bisect_right(starts, start) - 1
        while number < len(blocks) and starts[number] < end:
            covered[number] += min(end, starts[number] + len(squeezed[number])) - max(start, starts[number])
            number += 1
    return sorted(n for n, times in covered.items() if times >= _COVERED * len(squeezed[n]) and squeezed[n])


def _places(whole: str, segments: Iterable[str]) -> Iterator[Span]:
    """Where stretches of text stand: each after the one before it, else, when it is long enough, anywhere.

    A stretch out of which something was taken stands there in pieces; each is found by itself.
    """
    position = 0
    waiting: list[str] = []
    for segment in segments:
        start = _place(whole, segment, position)
        if start is not None:
            yield from _before(whole, waiting, position, start)
            waiting = []
            position = start + len(segment)
            yield start, position
            continue
        if len(segment) < _LONG:
            waiting.append(segment)
        while len(segment) >= _LONG:
            start = _place(whole, segment[:_PIECE], position)
            length = _PIECE if start is None else _common(whole, start, segment)
            if start is not None and length >= _PIECE:
                position = start + length
                yield start, position
            segment = segment[length:]


def _before(whole: str, waiting: Sequence[str], low: int, high: int) -> Iterator[Span]:
    """Where short stretches stand that nothing anchored until the one behind them was found."""
    for segment in reversed(waiting):
        at = whole.rfind(segment, max(low, high - _NEAR), high)
        if at >= 0:
            yield at, at + len(segment)
            high = at


def _place(whole: str, segment: str, position: int) -> int | None:
    """Where one stretch stands; None when it does not, or when it is too short to be looked for so far away."""
    at = whole.find(segment, position)
    if at >= 0 and (len(segment) >= _LONG or at - position <= _NEAR):
        return at
    if len(segment) < _LONG:
        return None
    at = whole.find(segment)
    return at if at >= 0 else None


def _common(whole: str, start: int, segment: str) -> int:
    """How far a stretch goes on as the page does from there."""
    low, high = 0, len(segment)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if whole.startswith(segment[:middle], start) else (low, middle - 1)
    return low


def _densest(blocks: list[Block]) -> list[int]:
    """The lines of the element that holds most plain text in its own paragraphs."""
    weights: Counter[Any] = Counter()
    for block in blocks:
        if block.zone in _INERT or block.element is None or block.link_share > 0.5:
            continue
        parent = block.element.getparent() if block.kind in ("p", "li", "blockquote") and not block.joined else block.element
        weights[parent if parent is not None else block.element] += len(block.text) - block.links
    if not weights:
        return [i for i, b in enumerate(blocks) if b.zone not in _INERT and b.link_share < 0.5]
    best = weights.most_common(1)[0][0]
    return [i for i, b in enumerate(blocks) if b.zone not in _INERT and b.link_share < 0.8 and _within(b.element, best)]


def _within(element: Any, ancestor: Any) -> bool:
    return element is ancestor or any(a is ancestor for a in element.iterancestors())


def _mended(blocks: list[Block], lines: list[int]) -> list[int]:
    """The lines without those of menus and the junk at their ends, and with those that were left out between them."""
    kept = [i for i in lines if blocks[i].zone not in _INERT]
    if sum(len(blocks[i].text) for i in kept) < 0.5 * sum(len(blocks[i].text) for i in lines):
        kept = list(lines)
    kept = _core(blocks, kept)
    inside = set(kept)
    for before, after in pairwise(kept):
        inside.update(i for i in range(before + 1, after) if _fills(blocks[i], blocks[before], blocks[after]))
    return sorted({*inside, *_rest(blocks, kept)}) if kept else []


def _rest(blocks: list[Block], kept: list[int]) -> Iterator[int]:
    """Sentences right behind the body in its own element that were let go for the company they keep."""
    frame = _frame(blocks[kept[-1]].element) if blocks[kept[-1]].element is not None else None
    for i in range(kept[-1] + 1, len(blocks)):
        block = blocks[i]
        if (
            frame is None
            or block.zone is not None
            or block.link_share > 0.2
            or weight(block) < _REST
            or not _plainly_in(block.element, frame)
        ):
            return
        yield i


def _plainly_in(element: Any, frame: Any) -> bool:
    """Whether an element stands in another with nothing between them that has a name of its own."""
    while element is not None and element is not frame:
        if element.get("class") or element.get("id"):
            return False
        element = element.getparent()
    return element is frame


def _core(blocks: list[Block], lines: list[int]) -> list[int]:
    """The stretch of the lines that weighs most, when sentences weigh for and links, buttons and notices of rights against."""
    best, best_from, best_to = 0.0, 0, len(lines)
    total, start = 0.0, 0
    for n, i in enumerate(lines):
        if total < 0:
            total, start = 0.0, n
        total += weight(blocks[i])
        if total >= best:
            best, best_from, best_to = total, start, n + 1
    return lines[best_from:best_to]


def weight(block: Block) -> float:
    """How much a line speaks for being the statement: the letters of a sentence; less than nothing for what is furniture."""
    text = block.text
    if block.link_share > 0.5:
        return -20.0 - block.links
    if _RIGHTS.search(text) and block.kind[0] != "h":
        return -60.0 - len(text)
    if furniture.is_phrase(text) or block.zone in _INERT:
        return -40.0
    if text.count("|") >= 2 or (
        text.rstrip().endswith(("/", "»", ">")) and text.count("/") + text.count("»") + text.count(">") >= 2
    ):
        return -30.0
    amount = block.letters
    if amount >= _SENTENCE or (amount >= 12 and _ENDED.search(text)) or (amount >= 60 and _NO_STOPS.search(text)):
        return float(amount)
    return 1.0


def _fills(block: Block, before: Block, after: Block) -> bool:
    """Whether a line left out between two lines of the body belongs there: it stands in the same element as one of them."""
    if (
        block.zone is not None
        or block.element is None
        or block.link_share > 0.5
        or furniture.is_phrase(block.text)
        or _RIGHTS.search(block.text)
    ):
        return False
    frame = _frame(block.element)
    return any(
        near.element is not None and (block.element is near.element or frame is _frame(near.element)) for near in (before, after)
    )


def _frame(element: Any) -> Any:
    """The element that a paragraph, list item or table row stands in."""
    parent = element
    while parent is not None and parent.tag in _OF_TEXT:
        parent = parent.getparent()
    return parent


def lead(blocks: list[Block], title: int, first: int) -> list[int]:
    """The paragraphs between a title and the body that introduce it: whole sentences, no captions."""
    return [
        i
        for i in range(title + 1, first)
        if blocks[i].zone is None
        and blocks[i].letters >= _LEAD
        and _ENDED.search(blocks[i].text)
        and blocks[i].link_share < 0.3
        and not _RIGHTS.search(blocks[i].text)
    ]
