"""The title of a page: its own heading, checked against what its head says; never the name of the site or of a section."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from communique.extraction.blocks import Block
from communique.extraction.body import weight
from communique.extraction.datestrings import find as find_dates
from communique.extraction.issuer import is_body
from communique.extraction.kind import names_a_kind
from communique.extraction.page import Page
from communique.extraction.words import folded, sections, squeezed
from communique.text import one_line

LONGEST = 400  # code points; a longer heading is a paragraph
_SEPARATOR = re.compile(r"\s+(?:[|»«›‹·•/:]|::|--?|[–—]|\|\|)\s+|\s*[|»›]\s*|\s+::\s+")
_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_TITLE_CLASS = re.compile(r"title|headline|heading|(?:^|[-_ ])(?:baslik|titre|titulo|zagolovok|zag|ttl|tit|h1)(?:$|[-_ ])", re.I)
_NOT_TITLE_CLASS = re.compile(r"sub-?title|subheading|site-?title|site-?name|logo|widget|block-title|section-title|modal", re.I)
_SENTENCE = re.compile(r"[.;:,]\s*$")
_SHORTEST = 12  # letters of a title that the head alone gives; a shorter one may be an abbreviation of the site
_FAIR = 2.2  # points of a heading that stands where a title does, without a word of the head for it
_AHEAD = 3  # lines of the body among which its title may stand


@dataclass(frozen=True, slots=True)
class Title:
    """A title, where it was read, and the lines of the page that show it."""

    text: str
    evidence: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str
    lines: tuple[int, ...]
    block: Block


def find(page: Page, body: Sequence[int], site_names: Collection[str] = ()) -> Title | None:
    """The title of a page, or None when nothing on it is one.

    Args:
        body: the numbers of the main text's lines.
        site_names: names of the issuer and its site, which are never titles.
    """
    names = {
        squeezed(n)
        for n in (*site_names, *page.metas.get("og:site_name", []), *page.metas.get("application-name", []))
        if squeezed(n)
    }
    parts = _head_parts(page, names)
    headings = _headings(page.blocks)
    first = next((i for i in body if weight(page.blocks[i]) > 20), body[0] if body else len(page.blocks))
    names |= _site_lines(page, parts, first) | {squeezed(n) for n in _pieces(page) if is_body(n)}
    parts = [p for p in parts if p not in names]
    best, score = None, 0.0
    for heading in headings:
        points = _score(heading, parts, names, first, headings, page.blocks)
        if points > score:
            best, score = heading, points
    if best is not None and score >= 3:
        evidence = best.block.kind if best.block.kind != "p" else "its own line on the page"
        return _completed(Title(_bare(best, parts), evidence, best.lines), page, body)
    said = _from_head(page, names, parts)
    if (said is None or len(squeezed(said.text)) < _SHORTEST) and (general := _general(headings, first)):
        return general
    if said is not None and best is not None and _shown_instead(best, said, score, first, page.blocks):
        return Title(best.text, best.block.kind, best.lines)
    if said is not None:
        return _completed(Title(said.text, said.evidence, lines_showing(page.blocks, said.text, first)), page, body)
    if best is not None:
        return Title(best.text, best.block.kind, best.lines)
    return _first_line(page, body)


def _shown_instead(best: _Heading, said: Title, score: float, first: int, blocks: Sequence[Block]) -> bool:
    """Whether a heading above the text is the title, where the head gives but an abbreviation, or what the page does not show."""
    if score < _FAIR or best.block.kind == "p" or len(squeezed(best.text)) < _SHORTEST or best.lines[-1] >= first:
        return False
    wanted = squeezed(said.text)
    if len(wanted) < _SHORTEST:
        return True
    shown = (squeezed(b.text) for b in blocks)
    return not any(wanted in text or (len(text) > 3 and wanted.startswith(text)) for text in shown)


def _bare(heading: _Heading, parts: list[str]) -> str:
    """A heading's title without a kicker that an element of its own sets before it, where the head has it without."""
    undated = _undated(heading.text, parts)
    element = heading.block.element
    led = undated == heading.text and element is not None and len(element) > 0 and not (element.text or "").strip()
    kicker = one_line("".join(element[0].itertext())) if led else ""
    rest = squeezed(heading.text[len(kicker) :])
    whole = squeezed(heading.text)
    if squeezed(kicker) and heading.text.startswith(kicker) and len(rest) >= _SHORTEST and rest in parts and whole not in parts:
        return one_line(heading.text[len(kicker) :].strip(" -–—|:,."))
    return undated


def _undated(text: str, parts: list[str]) -> str:
    """A heading without the date at one of its ends, where the head has the title without it."""
    found = find_dates(text)
    for date in found[:1] + found[-1:]:
        for rest in (
            text[date.end :] if not text[: date.start].strip() else "",
            text[: date.start] if not text[date.end :].strip() else "",
        ):
            if squeezed(rest) and squeezed(rest) in parts:
                return one_line(rest.strip(" -–—|:,."))
    return text


def _general(headings: Sequence[_Heading], first: int) -> Title | None:
    """A heading right above the text that says no more than what it is: "Statement"."""
    for heading in headings:
        if 0 < first - heading.lines[-1] <= _AHEAD and heading.block.kind != "p" and names_a_kind(heading.text):
            return Title(heading.text, heading.block.kind, heading.lines)
    return None


def _head_parts(page: Page, names: set[str]) -> list[str]:
    """The pieces of the head's titles that may be the title, squeezed; whole ones first."""
    whole = [
        t
        for t in (
            page.head_title,
            page.meta("og:title", "twitter:title", "dc.title", "dcterms.title", "title"),
            *_headlines(page),
        )
        if t
    ]
    found = []
    for text in whole:
        found.append(squeezed(text))
        found.extend(squeezed(p) for p in _SEPARATOR.split(text))
    return [f for f in dict.fromkeys(found) if f and f not in names]


def _headlines(page: Page) -> list[str]:
    return [value for key, value in page.items if key.endswith(".headline")]


def _headings(blocks: Sequence[Block]) -> list[_Heading]:
    """Headings, lines whose class says that they are titles, and short bold lines; one that is broken over lines is one."""
    found: list[_Heading] = []
    number = 0
    while number < len(blocks):
        block = blocks[number]
        end = number + 1
        if (block.kind[0] == "h" and block.kind[1:].isdigit()) or _looks_titled(block):
            whole = block.kind != "p" or _named_title(block)
            while (
                end < len(blocks)
                and blocks[end].element is block.element
                and end - number < 8
                and (whole or _is_bold(blocks[end]))
            ):
                end += 1
            text = one_line(" ".join(b.text for b in blocks[number:end]))
            if 2 <= len(text) <= LONGEST:
                found.append(_Heading(text, tuple(range(number, end)), block))
        number = end
    return found


def _looks_titled(block: Block) -> bool:
    if block.kind not in ("p", "dt") or len(block.text) > LONGEST or block.element is None:
        return False
    return _named_title(block) or _is_bold(block)


def _named_title(block: Block) -> bool:
    """Whether its element's class says that it is a title."""
    names = f"{block.element.get('class') or ''} {block.element.get('id') or ''} {block.element.get('itemprop') or ''}"
    return bool(_TITLE_CLASS.search(names)) and not _NOT_TITLE_CLASS.search(names)


def _is_bold(block: Block) -> bool:
    """Whether all of a line is bold."""
    return bool(block.bold) and sum(b - a for a, b in block.bold) >= 0.9 * len(block.text)


def is_section(text: str) -> bool:
    """Whether a heading only names a part of a site."""
    return folded(text) in sections()


def _score(
    heading: _Heading, parts: list[str], names: set[str], first: int, all_of: list[_Heading], blocks: Sequence[Block]
) -> float:
    """How much speaks for a heading. Three points are enough."""
    block, at = heading.block, heading.lines[0]
    plain = squeezed(heading.text)
    if (
        not plain
        or plain in names
        or is_section(heading.text)
        or block.zone in ("navigation", "footer", "dialog", "cookies", "breadcrumb", "form", "share")
    ):
        return -10
    names_of = f"{block.element.get('class') or ''} {block.element.get('itemprop') or ''}" if block.element is not None else ""
    points = {"p": 1.0 if block.bold else 0.0, "h1": 3.0, "h2": 1.5, "h3": 1.0, "h4": 0.5}.get(block.kind, 0.0)
    points += 1.5 if _TITLE_CLASS.search(names_of) and not _NOT_TITLE_CLASS.search(names_of) else 0.0
    points += 3.0 if "headline" in (block.element.get("itemprop") or "" if block.element is not None else "") else 0.0
    points += _agreement(plain, parts)
    if at > first + _AHEAD:
        points -= 4.0
    elif not any(h.lines[0] > heading.lines[-1] and h.lines[0] < first and _rank(h.block) >= _rank(block) for h in all_of):
        points += 1.5
    points -= min(2.0, 0.08 * max(0, first - heading.lines[-1] - 1))
    points -= 1.5 if block.kind == "p" and _SENTENCE.search(heading.text) else 0.0
    points -= 1.0 if block.zone in ("header", "aside", "hidden", "related") else 0.0
    points -= 3.0 if block.letters < 4 and len(heading.text) < 8 else 0.0
    points -= 2.0 if block.links > 0.8 * len(block.text) and at > first else 0.0
    return points


def _rank(block: Block) -> int:
    """Headings before lines that only look like one, and among headings the greater ones."""
    return 7 - int(block.kind[1]) if block.kind[0] == "h" and block.kind[1:].isdigit() else 0


def _site_lines(page: Page, parts: list[str], first: int) -> set[str]:
    """The pieces of the head's titles that the page shows as its own name: far above the text, or beside a notice of rights."""
    top = {squeezed(b.text.split("\t")[0]) for b in page.blocks[: max(0, min(6, first - 3))] if not b.kind.startswith("h")}
    rights = [squeezed(b.text) for b in page.blocks if "©" in b.text]
    return {p for p in parts if p in top or any(len(p) >= 8 and p in r for r in rights)}


def _agreement(plain: str, parts: list[str]) -> float:
    """What the head's titles say of a heading: the same, the beginning of it, a part of it."""
    best = 0.0
    for part in parts:
        if part == plain:
            best = max(best, 5.0)
        elif (len(part) >= 12 and plain.startswith(part.rstrip("…"))) or (len(plain) >= 12 and plain in part):
            best = max(best, 4.0)
        elif len(part) >= 25 and part in plain:
            best = max(best, 3.0)
    return best


def _from_head(page: Page, names: set[str], parts: list[str]) -> Title | None:
    """The title that the head alone gives, less the name of the site."""
    for evidence, text in (
        *(("JSON-LD headline", h) for h in _headlines(page)),
        ("og:title", page.meta("og:title", "twitter:title")),
        ("title element", page.head_title),
        ("dc.title", page.meta("dc.title", "dcterms.title")),
    ):
        if text and (kept := without_site(text, names)) and squeezed(kept) not in names:
            return Title(kept, evidence)
    return None


def _pieces(page: Page) -> list[str]:
    """The head's title and its pieces as they are written."""
    text = page.head_title or ""
    return [text, *_SEPARATOR.split(text), *text.split(": ", 1)[:1]]


def without_site(text: str, names: Collection[str]) -> str | None:
    """A head's title less the site's name: the known name, else the shorter end piece; None when nothing else is left."""
    before, colon, after = text.partition(": ")
    if colon and squeezed(before) in names:
        text = after
    pieces = [p.strip() for p in _SEPARATOR.split(text) if p and p.strip()]
    kept = [p for p in pieces if squeezed(p) not in names and not is_section(p)]
    if not kept:
        return None
    if len(kept) == len(pieces) > 1:
        # which piece is the site's cannot be told by name: the title is the long one
        longest = max(kept, key=len)
        return one_line(longest) if len(longest) >= 2 * min(map(len, kept)) or len(kept) > 2 else one_line(text)
    if len(kept) == 1:
        return one_line(kept[0])
    first, last = text.find(kept[0]), text.rfind(kept[-1]) + len(kept[-1])
    return one_line(text[first:last])


def lines_showing(blocks: Sequence[Block], text: str, first: int) -> tuple[int, ...]:
    """The run of lines near the body's beginning that together are this title."""
    wanted = squeezed(text)
    for start in range(max(0, first - 12), min(len(blocks), first + _AHEAD + 1)):
        joined = ""
        for end in range(start, min(len(blocks), start + 8)):
            joined += squeezed(blocks[end].text)
            if joined == wanted:
                return tuple(range(start, end + 1))
            if not wanted.startswith(joined):
                break
    return ()


def repeated(lines: Sequence[str], title: str) -> set[int]:
    """Which of a text's first lines show its title again, also when they break it over several."""
    wanted = squeezed(title)
    for start in range(min(len(lines), 4)):
        joined = ""
        for end in range(start, len(lines)):
            if len(lines[end]) > 2 * len(title) + 40:
                break
            joined += squeezed(lines[end])
            if joined and (
                joined == wanted or (len(joined) >= 12 and len(joined) >= 0.6 * len(wanted) and wanted.endswith(joined))
            ):
                return set(range(start, end + 1))
            if not wanted.startswith(joined):
                break
    return set()


def _completed(title: Title, page: Page, body: Sequence[int]) -> Title:
    """A title that the site cut off, as the page has it in full."""
    if not _CUT.search(title.text):
        return title
    candidates = [page.blocks[i].text for i in body[:6]] + [t for t in (page.meta("og:title"), page.head_title) if t]
    whole = completed(title.text, candidates)
    if whole is None:
        return title
    lines = tuple(sorted({*title.lines, *(i for i in body[:6] if page.blocks[i].text == whole)}))
    return Title(whole, f"{title.evidence}, completed from the page", lines)


def completed(cut: str, candidates: Sequence[str]) -> str | None:
    """The first candidate that goes on where a title ending in an ellipsis breaks off."""
    stub = squeezed(_CUT.sub("", cut))
    if not _CUT.search(cut) or len(stub) < 8:
        return None
    return next(
        (one_line(c) for c in candidates if len(c) <= LONGEST and squeezed(c).startswith(stub) and not _CUT.search(c)), None
    )


def _first_line(page: Page, body: Sequence[int]) -> Title | None:
    """The first line of the body, when it stands alone and is no sentence."""
    if len(body) < 2:
        return None
    block = page.blocks[body[0]]
    if (
        not (page.blocks[body[1]].joined and body[1] == body[0] + 1)
        and "\t" not in block.text
        and 8 <= len(block.text) <= 200
        and not block.text.rstrip().endswith((".", ":", ";", ","))
        and block.kind != "li"
    ):
        return Title(block.text, "first line", (body[0],))
    return None
