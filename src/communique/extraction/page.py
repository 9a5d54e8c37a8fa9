"""An HTML page taken apart: its lines, its whole text, and what its head says of it."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from communique.extraction import blocks as walking
from communique.extraction.blocks import Block, Stamp
from communique.extraction.decode import decode
from communique.text import clean, one_line

TOO_DEEP = 1_000  # nested elements; beyond this the libraries below recurse until they crash
_CUT_OFF = 250  # libxml2 gives up at 256 unless told otherwise
_LONG_TAG = re.compile(
    r"<([A-Za-z][\w:-]*)\s[^<>]{50000,}>"
)  # embedded files and nonsense; the parser's time is quadratic in attributes
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.I)
_SINGLEFILE = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)", re.I)
_TAG = re.compile(r"<(script|style|template|noscript)\b.*?</\1\s*>|<!--.*?-->|<[^<>]{0,4000}>", re.I | re.S)


@dataclass(slots=True)
class Page:
    """A page as far as its markup says; spans index `text`."""

    blocks: list[Block]
    starts: list[int]  # where each line begins in `text`
    text: str
    tree: Any  # the lxml tree; None for a page nested too deeply to be handed on
    encoding: str
    damaged: bool
    head_title: str | None = None
    metas: dict[str, list[str]] = field(default_factory=dict)  # folded name or property -> contents
    items: list[tuple[str, str]] = field(default_factory=list)  # schema.org property and value, from attributes and JSON-LD
    stamps: list[Stamp] = field(default_factory=list)
    lang: str | None = None
    canonical: str | None = None
    saved_from: str | None = None
    has_password: bool = False
    notes: tuple[str, ...] = ()

    def meta(self, *names: str) -> str | None:
        """The first content of the first of these names that has one."""
        return next((values[0] for name in names if (values := self.metas.get(name))), None)


def parse(data: bytes, declared: str | None = None) -> Page:
    """A page from its bytes. Nothing is fetched; scripts are not run."""
    from lxml.etree import ParserError

    decoded = decode(data, declared)
    source = decoded.text
    if not source.isascii() or _CONTROL.search(source):
        source = unicodedata.normalize("NFC", _INVALID.sub("", source))
    if not source.strip():
        return Page([], [], "", None, decoded.encoding, decoded.damaged)
    try:
        tree = _tree(_repaired(source), huge=False)
        lines = walking.walk(tree)
        if lines.deepest >= _CUT_OFF:  # the parser stops there, so that what follows would be lost
            tree = _tree(_repaired(source), huge=True)
            lines = walking.walk(tree)
    except ParserError:  # nothing but comments or white space
        return Page([], [], "", None, decoded.encoding, decoded.damaged)
    found = lines.blocks
    notes: tuple[str, ...] = ()
    if lines.deepest > TOO_DEEP:
        tree, notes = None, (f"the page nests {lines.deepest} elements deep; its text was taken line by line",)
        found = _stripped(source)
    _clean(found)
    page = Page(found, [], "", tree, decoded.encoding, decoded.damaged, stamps=lines.stamps, notes=notes)
    page.text, page.starts = _joined(found)
    if tree is not None:
        _read_head(page, tree)
    page.saved_from = next((m.group(1) for p in (_SINGLEFILE, _SAVED_FROM) if (m := p.search(source[:4096]))), None)
    return page


def _clean(found: list[Block]) -> None:
    """The lines as they are stored. Nearly always they are clean already, so that all are looked at together."""
    whole = "\n".join(b.text for b in found)
    if not _UNCLEAN.search(whole) and unicodedata.is_normalized("NFC", whole):
        return
    for block in found:
        cleaned = clean(block.text)
        if cleaned != block.text:
            block.text, block.bold = cleaned, [] if len(cleaned) != len(block.text) else block.bold


def _tree(source: str, *, huge: bool) -> Any:
    from lxml.etree import ElementDefaultClassLookup
    from lxml.html import HtmlElement, HTMLParser, document_fromstring

    parser = HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=huge
    )
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))  # the usual one asks Python for each element
    return document_fromstring(source.encode("utf-8"), parser=parser)


def _repaired(source: str) -> str:
    """The source without what breaks libxml2: an `<html/>` that closes itself, tags as long as files."""
    if len(source) > 50_000 and max(map(len, source.split("<"))) > 50_000:
        source = _LONG_TAG.sub(r"<\1>", source)
    head = source[:4096]
    return re.sub(r"(<html[^<>]*?)/>", r"\1>", head, count=1, flags=re.I) + source[4096:] if "/>" in head else source


def _joined(found: list[Block]) -> tuple[str, list[int]]:
    starts, at = [], 0
    for block in found:
        starts.append(at)
        at += len(block.text) + 1
    return "\n".join(b.text for b in found), starts


def _stripped(source: str) -> list[Block]:
    """The words between the tags, where no tree is to be had."""
    import html

    lines = (one_line(html.unescape(line)) for line in _TAG.sub("\n", source).split("\n"))
    return [Block(line, "p", None, 0, None, False) for line in lines if line]


def _read_head(page: Page, tree: Any) -> None:
    """Metadata: `title`, `meta`, `link`, JSON-LD, and schema.org attributes."""
    page.lang = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or None
    for element in tree.iter("title", "meta", "link", "script", "input"):
        tag = element.tag
        if tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
            content = element.get("content")
            if name and content and content.strip():
                page.metas.setdefault(name.strip().lower(), []).append(one_line(content))
        elif tag == "title":
            if page.head_title is None and not _inside_svg(element):
                page.head_title = one_line(element.text_content()) or None
        elif tag == "link":
            if page.canonical is None and "canonical" in (element.get("rel") or "").lower().split():
                page.canonical = element.get("href")
        elif tag == "script":
            if "ld+json" in (element.get("type") or "") and element.text:
                page.items.extend(_json_ld(element.text))
        elif (element.get("type") or "").lower() == "password":
            page.has_password = True


def _inside_svg(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "svg"


def _json_ld(raw: str) -> list[tuple[str, str]]:
    """The plain properties of the JSON-LD objects that describe an article."""
    try:
        data = json.loads(raw.strip().removesuffix(";"), strict=False)
    except (ValueError, RecursionError):
        return []
    found: list[tuple[str, str]] = []
    queue: list[Any] = [data]
    while queue and len(found) < 200:
        node = queue.pop(0)
        if isinstance(node, list):
            queue.extend(node[:50])
        elif isinstance(node, dict):
            kind = str(node.get("@type", ""))
            wanted = re.search(r"Article|Posting|Report|WebPage|CreativeWork|SpecialAnnouncement|Statement", kind)
            if wanted:
                found.extend(
                    (f"{kind}.{key}", one_line(value)) for key, value in node.items() if isinstance(value, str) and value.strip()
                )
            queue.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)
    return found
