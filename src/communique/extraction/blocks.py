"""The lines of a page: a walk over its tree that keeps every visible word, and what the markup says of it."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from communique.extraction.words import letters
from communique.model import Span

# lxml gives no types; an element of its tree
type_Element = Any

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "frameset header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
_BLOCK = _HEADINGS.union(_BLOCK_NAMES.split())
_SKIPPED_NAMES = (
    "script style noscript template head select svg iframe object embed canvas audio video map datalist textarea noframes"
)
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_ROLE_OF_TAG = (
    dict.fromkeys(_BLOCK, "block")
    | dict.fromkeys(_SKIPPED, "skipped")
    | dict.fromkeys(("br", "a", "b", "strong", "button", "time"), "inline")
)
_ZONES = {
    "nav": "navigation",
    "header": "header",
    "footer": "footer",
    "aside": "aside",
    "form": "form",
    "button": "form",
    "figcaption": "caption",
    "figure": "figure",
    "dialog": "dialog",
    "menu": "navigation",
}
_ROLES = {
    "navigation": "navigation",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "form",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "menu": "navigation",
    "menubar": "navigation",
}
_BOLD = frozenset({"b", "strong"})
_KINDS = _HEADINGS | {"li", "blockquote", "caption", "figcaption", "dt", "dd", "pre"}
# Words in class or id that name furniture; the first zone whose words occur counts
_NAMED_ZONES = re.compile(
    r"(?P<hidden>(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-text)?|element-invisible|skip-?links?|d-none)(?:$|[\s_-]))"
    r"|(?P<cookies>cookie|consent|gdpr)"
    r"|(?P<breadcrumb>bread-?_?crumb|(?:^|[\s_-])crumbs?(?:$|[\s_-]))"
    r"|(?P<share>(?:^|[\s_-])(?:share|sharing|social|addthis|addtoany|sharethis|ssba)(?:$|[\s_-]))"
    r"|(?P<navigation>(?:^|[\s_-])(?:nav|navbar|navigation|menu|mainmenu|submenu|topmenu|pager|pagination)(?:$|[\s_-]))"
    r"|(?P<footer>(?:^|[\s_-])(?:footer|copyright|bottom-?bar)(?:$|[\s_-]))"
    r"|(?P<related>(?:^|[\s_-])(?:related|see-?also|more-?news|latest-?news|other-?news|similar)(?:$|[\s_-]))"
    r"|(?P<caption>(?:^|[\s_-])(?:caption|wp-caption-text|copyright-?info|bildunterschrift|bildtext|l[eé]gende|legenda|didascalia"
    r"|pie-?_?(?:de-?_?)?foto"
    r"|(?:image|img|picture|photo|foto|bild|media|video|gallery)[_-]{0,2}"
    r"(?:caption|credits?|description|desc|annotation|legend|copyright|source))(?:$|[\s_-]))",
    re.I,
)
_PICTURES = re.compile(r"(?:image|img|picture|photo|foto|bild|media|video|player)", re.I)
_TEXTUAL = re.compile(r"te?xt|content|article|body|story|news|release|row|col(?:$|[\s_-])", re.I)
_SHOWN = ("img", "picture", "iframe", "video", "audio")
_BESIDE_PICTURE = 250  # code points; no caption is longer
_INERT = frozenset({"navigation", "footer", "form", "dialog", "cookies", "breadcrumb", "share", "hidden"})
_ROW_LIMIT = 1_000  # code points; a longer table row is layout, not data
_PROSE = 400  # code points of prose that no menu has
CELL = "\t"  # between the cells of a row of data


@dataclass(slots=True)
class Block:
    """One line of the page's text."""

    text: str
    kind: str  # p, h1..h6, li, blockquote, row, caption, figcaption, dt, dd, pre
    zone: str | None  # navigation, header, footer, aside, form, caption ...; None for the page proper
    links: int  # code points inside links
    element: type_Element  # the innermost block element
    joined: bool  # only a line break lies between the line before and this one
    bold: list[Span] = field(default_factory=list)  # offsets in text
    _letters: int = -1

    @property
    def letters(self) -> int:
        """How many letters the line has."""
        if self._letters < 0:
            self._letters = letters(self.text)
        return self._letters

    @property
    def link_share(self) -> float:
        """Which part of the line is links."""
        return self.links / max(1, len(self.text))


class Stamp(NamedTuple):
    """A `time` element: where it stands and what it says."""

    block: int  # the line it stands in
    value: str
    published: bool


@dataclass(slots=True)
class Lines:
    """What the walk found."""

    blocks: list[Block]
    stamps: list[Stamp]
    deepest: int = 0


class _Walk:
    """The state of one walk. Text is gathered piece by piece, white space folded, so that the offsets of bold words hold."""

    def __init__(self, trusted: frozenset[type_Element]) -> None:
        self.found = Lines([], [])
        self.trusted = trusted  # elements whose class says furniture, and which hold the page's prose
        self.zones: list[str | None] = [None]
        self.opened: list[type_Element | None] = [None]  # the element that opened each zone
        self.prose: dict[type_Element, int] = {}  # letters of unlinked text in each element that opened a zone by its class
        self.kinds: list[str] = ["p"]
        self.elements: list[type_Element] = []
        self.link = self.strong = self.row = 0
        self.breaks = 2
        self.clear()

    def clear(self) -> None:
        self.pieces: list[str] = []
        self.length = self.linked = 0
        self.space = False
        self.bold: list[list[int]] = []
        self.cell = False

    def text(self, raw: str) -> None:
        words = raw.split()
        if not words:
            self.space = True
            return
        lead = bool(self.pieces) and (self.space or raw[0].isspace())
        if self.cell and self.pieces:
            self.pieces.append(CELL)
            self.length += len(CELL)
            lead = False
        self.cell = False
        piece = (" " if lead else "") + " ".join(words)
        self.pieces.append(piece)
        start, self.length = self.length + lead, self.length + len(piece)
        self.space = raw[-1].isspace()
        if self.link:
            self.linked += len(piece)
        if self.strong:
            if self.bold and self.bold[-1][1] >= start - 1:
                self.bold[-1][1] = self.length
            else:
                self.bold.append([start, self.length])

    def flush(self) -> None:
        if self.pieces:
            element = self.elements[-1] if self.elements else None
            blocks = self.found.blocks
            joined = self.breaks == 1 and bool(blocks) and blocks[-1].element is element
            kind = "row" if self.row == 2 else self.kinds[-1]
            if self.opened[-1] is not None:
                self.prose[self.opened[-1]] = self.prose.get(self.opened[-1], 0) + (
                    self.length - self.linked if self.length > 60 else 0
                )
            blocks.append(
                Block("".join(self.pieces), kind, self.zones[-1], self.linked, element, joined, [(a, b) for a, b in self.bold])
            )
            self.breaks = 0
            self.clear()
        self.space = False

    def verbatim(self, raw: str) -> None:
        """The text of a `pre`: its own line breaks count."""
        for number, line in enumerate(raw.split("\n")):
            if number:
                self.flush()
                self.breaks += 1
            self.text(line)


def _zone(element: type_Element, tag: str, current: str | None) -> str | None:
    """The zone that an element opens, or the one it stands in."""
    if current in _INERT:
        return current
    if tag in _ZONES:
        if tag == "figure" and next(element.iter("table"), None) is not None:
            return current  # a table of data with its caption
        inside_article = tag == "header" and any(a.tag in ("article", "main") for a in element.iterancestors())
        return current if inside_article else _ZONES[tag]
    attributes = element.attrib
    if not attributes:
        return current
    role = attributes.get("role")
    if role in _ROLES:
        return _ROLES[role]
    if "hidden" in attributes or (
        "none" in attributes.get("style", "") and re.search(r"display\s*:\s*none", attributes["style"], re.I)
    ):
        return "hidden"
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    if len(names) > 1 and tag not in ("body", "html"):
        return _zone_named(names) or ("figure" if _holds_picture(element, names) else current)
    return current


def _holds_picture(element: type_Element, names: str) -> bool:
    """Whether an element is the frame of a picture or film, by its class and by holding one and hardly a word beside it."""
    if not _PICTURES.search(names) or _TEXTUAL.search(names) or next(element.iter(*_SHOWN), None) is None:
        return False
    return sum(map(len, element.itertext())) <= 4 * _BESIDE_PICTURE and len(_spoken(element)) <= _BESIDE_PICTURE


def _spoken(element: type_Element) -> str:
    """All the words of an element."""
    return " ".join("".join(element.itertext()).split())


@functools.lru_cache(maxsize=8192)
def _zone_named(names: str) -> str | None:
    """The zone that classes and ids speak of."""
    found = _NAMED_ZONES.search(names)
    return found.lastgroup if found else None


def _is_data_row(element: type_Element) -> bool:
    """Whether a table row is a row of data: several cells, each short and of one piece."""
    cells = [c for c in element if c.tag in ("td", "th")]
    if len(cells) < 2 or len("".join(element.itertext())) > _ROW_LIMIT * 2:
        return False
    texts = [" ".join("".join(c.itertext()).split()) for c in cells]
    told = sum(1 for c, t in zip(cells, texts) if t and not _is_link(c, t))
    if sum(map(len, texts)) > _ROW_LIMIT or told < 2:
        return False
    return all(
        sum(1 for d in c.iterdescendants() if d.tag in _BLOCK or d.tag == "br") <= 2 and c.find(".//table") is None for c in cells
    )


def _is_link(cell: type_Element, text: str) -> bool:
    """Whether all the words of a cell are links: a button beside a heading is no column."""
    return sum(len("".join(a.itertext()).strip()) for a in cell.iter("a")) >= len(text)


def walk(root: type_Element) -> Lines:
    """The lines of a tree in reading order. Scripts, styles, lists of choices and media are left out.

    Where an element that its class calls a menu holds the prose of the page, the class lies, and the walk is done again.
    """
    trusted: frozenset[type_Element] = frozenset()
    for _ in range(3):
        state = _walked(root, trusted)
        total = sum(len(b.text) - b.links for b in state.found.blocks if len(b.text) > 60)
        lying = {e for e, amount in state.prose.items() if amount > max(_PROSE, 0.4 * total)}
        if not lying:
            break
        trusted |= lying
    return state.found


def _walked(root: type_Element, trusted: frozenset[type_Element]) -> _Walk:
    from lxml.etree import iterwalk

    state = _Walk(trusted)
    events = iterwalk(root, events=("start", "end"))
    depth = deepest = 0
    for event, element in events:
        tag = element.tag
        role = _ROLE_OF_TAG.get(tag)
        if event == "start":
            depth += 1
            if depth > deepest:
                deepest = depth
            if role == "skipped":
                events.skip_subtree()
                continue
            if role is not None:
                _open(state, element, tag)
            words = element.text
        else:
            depth -= 1
            if role is not None and role != "skipped":
                _close(state, element, tag)
            words = element.tail
        if words:
            if state.kinds[-1] == "pre":
                state.verbatim(words)
            else:
                state.text(words)
    state.flush()
    state.found.deepest = deepest
    return state


def _open(state: _Walk, element: type_Element, tag: str) -> None:
    if tag in _BLOCK:
        if state.row == 2:
            if tag in ("td", "th"):
                state.cell = True
            state.space = True
            return
        state.flush()
        state.breaks = 2
        state.elements.append(element)
        zone = state.zones[-1] if element in state.trusted else _zone(element, tag, state.zones[-1])
        state.opened.append(element if zone is not None and zone != state.zones[-1] else state.opened[-1])
        state.zones.append(zone)
        if kind := _kind(element, tag):
            state.kinds.append(kind)
        if tag == "tr" and _is_data_row(element):
            state.row = 2
            state.cell = False
    elif tag == "br":
        if state.row == 2:
            state.space = True
            return
        state.flush()
        state.breaks += 1
    elif tag == "a":
        state.link += 1
    elif tag in _BOLD:
        state.strong += 1
    elif tag == "button":
        state.flush()
        state.zones.append("form")
        state.opened.append(None)
    elif tag == "time" and element.get("datetime"):
        published = element.get("pubdate") is not None or "ublish" in f"{element.get('itemprop')} {element.get('class')}"
        state.found.stamps.append(Stamp(len(state.found.blocks), element.get("datetime"), published))


def _kind(element: type_Element, tag: str) -> str | None:
    """The kind of lines that an element opens: its tag, or the heading that its role makes it."""
    if tag in _KINDS:
        return tag
    if element.attrib and element.get("role") == "heading":
        level = element.get("aria-level", "2")
        return f"h{level}" if level in "123456" and len(level) == 1 else "h2"
    return None


def _close(state: _Walk, element: type_Element, tag: str) -> None:
    if tag in _BLOCK:
        if state.row == 2:
            if tag != "tr":
                return
            state.flush()
            state.row = 0
        state.flush()
        state.breaks = 2
        state.elements.pop()
        state.zones.pop()
        state.opened.pop()
        if _kind(element, tag):
            state.kinds.pop()
    elif tag == "a":
        state.link -= 1
    elif tag in _BOLD:
        state.strong -= 1
    elif tag == "button":
        state.flush()
        state.zones.pop()
        state.opened.pop()
