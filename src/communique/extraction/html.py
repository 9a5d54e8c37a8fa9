"""An HTML page into an Extraction: page, body, furniture, title, date, issuer, kind, language, type, in this order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.extraction import body as bodies
from communique.extraction import dates, datestrings, facts, furniture, page_type, places, selectors
from communique.extraction import title as titles
from communique.extraction.compose import compose
from communique.extraction.datestrings import find as find_dates
from communique.extraction.decode import decode
from communique.extraction.hosts import HostLines
from communique.extraction.kind import names_a_kind
from communique.extraction.language import detect, normal_tag
from communique.extraction.page import Page, parse
from communique.extraction.words import squeezed
from communique.ids import text_digest
from communique.model import Extraction, Furniture, Source, StatedDate

if TYPE_CHECKING:
    from communique.issuers import Profile

_CRUMB = re.compile(r"\s*[/»›>|→]\s*")
_SUBHEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_HEAD = 8  # lines among which the first sentence stands
_BEHIND = 6  # lines behind the body that may go on with what it ends with
_SPOKEN = 20  # weight of a sentence: what stands above the first may be a button
_BACK = re.compile(r"^[\W\d]*$")


@dataclass(slots=True)
class _Parts:
    """The lines of a page by what they are."""

    page: Page
    body: list[int]
    title: titles.Title | None
    reasons: dict[int, str]  # furniture that was cut from the body's ends


def extract(source: Source, profile: Profile | None, host: HostLines, made_by: str) -> Extraction:
    """The statement on an HTML page."""
    page = parse(source.data, facts.content_type(source))
    if not page.blocks:
        return facts.nothing("the page has no text", made_by, encoding=page.encoding, damaged=page.damaged)
    url = source.url or page.saved_from or page.canonical
    selected = _selected(source, profile)
    parts = _parts(page, profile, host, selected)
    composed = compose(page.blocks, parts.body)
    lang, lang_evidence = _language(page, composed.text, parts.title, profile, selected)
    date, date_reason, dateline = _date(source, parts, url, profile, selected, composed.text, lang)
    kind_of, reason = page_type.judge(page, parts.body, parts.title.text if parts.title else None, url, source.status)
    result = facts.Facts(
        text=composed.text,
        marks=composed.marks,
        title=parts.title.text if parts.title else None,
        title_evidence=parts.title.evidence if parts.title else "no heading, and no title in its head",
        date=date,
        date_reason=date_reason,
        lang=lang,
        lang_evidence=lang_evidence,
        section=selected.values.get("section") or _section(page, parts.title.text if parts.title else None),
        sites=_sites(page, parts.title.text if parts.title else None),
        kind=selected.values.get("kind"),
        number=selected.values.get("number"),
        notes=page.notes,
        near_title=places.near_title(parts.page, parts.title),
    )
    found = facts.assemble(result, source, profile, made_by)
    return replace(
        found,
        page_type=kind_of,
        reason=reason,
        furniture=_furniture(parts, dateline),
        page_text=page.text,
        page_text_digest=text_digest(page.text),
        encoding=page.encoding,
        damaged=page.damaged,
    )


def _selected(source: Source, profile: Profile | None) -> selectors.Selected:
    if profile is None or not profile.selectors:
        return selectors.Selected()
    wanted = {name: css for name, css in profile.selectors.items() if name != "items"}
    return selectors.select(decode(source.data, facts.content_type(source)).text, wanted, profile.id)


def _parts(page: Page, profile: Profile | None, host: HostLines, selected: selectors.Selected) -> _Parts:
    """Body, title and the furniture cut from the body's ends."""
    found = bodies.find(page, selected.text).lines
    removed = {squeezed(line) for text in selected.removed for line in text.split("\n") if squeezed(line)}
    found = [i for i in found if squeezed(page.blocks[i].text) not in removed]
    names = [n for each in profile.names.values() for n in each] if profile else []
    title = titles.Title(selected.values["title"], "profile") if "title" in selected.values else titles.find(page, found, names)
    if title is not None and not title.lines:
        title = replace(title, lines=titles.lines_showing(page.blocks, title.text, found[0] if found else 0))
    found = _headed(page, found, title)
    found = _without_title(page, found, title)
    first, last, cut = furniture.trim([page.blocks[i].text for i in found], host)
    reasons = {found[n]: why for n, why in cut.items()}
    kept = [i for i in found[first:last] if not _is_button(page, i)]
    reasons.update({i: "tail phrase" for i in found[first:last] if _is_button(page, i)})
    reasons.update({i: "date and counter" for i in kept[:3] + kept[-2:] if dates.is_stamp(page.blocks[i].text)})
    reasons.update({i: "picture credit" for i in kept if furniture.is_credit(page.blocks[i].text)})
    reasons.update({i: "aside of the site" for i in kept if furniture.is_aside(page.blocks[i].text)})
    reasons.update({i: "date of an update" for i in kept[:3] + kept[-3:] if dates.is_update(page.blocks[i].text)})
    asked = _contacts(page, kept)
    reasons.update({i: "press contact" for i in kept if i >= asked})
    spoken = next((n for n, i in enumerate(kept[:_HEAD]) if i not in reasons and bodies.weight(page.blocks[i]) > _SPOKEN), 0)
    reasons.update({i: "tail phrase" for i in kept[:spoken] if furniture.tail_reason(page.blocks[i].text)})
    return _Parts(page, [i for i in kept if i not in reasons], title, reasons)


def _headed(page: Page, found: list[int], title: titles.Title | None) -> list[int]:
    """The body from its title on: what stands above the title is no part of it, what introduces the text below it is."""
    if title is None or not title.lines or not found or title.lines[0] > found[0] + 12:
        return found
    top, bottom = title.lines[0], title.lines[-1]
    below = [i for i in found if i > top or bodies.weight(page.blocks[i]) > 20]
    first = next((i for i in below if i > bottom), None)
    if first is None or not below:
        return found
    lead = bodies.lead(page.blocks, bottom, first)
    return sorted({*below, *lead, *_subheadings(page, bottom, min([*lead, first]))})


def _subheadings(page: Page, title: int, first: int) -> list[int]:
    """Headings that stand right above the first line of the body in the same element: the text may begin with one."""
    found: list[int] = []
    frame = page.blocks[first].element.getparent() if page.blocks[first].element is not None else None
    for i in range(first - 1, title, -1):
        block = page.blocks[i]
        inside = block.kind in _SUBHEADINGS and block.zone is None and block.element.getparent() is frame
        if not inside or block.link_share > 0.3 or furniture.is_phrase(block.text) or _names_only(block.text):
            break
        found.append(i)
    return found


def _names_only(text: str) -> bool:
    """Whether a heading is that of a section, or says what kind of text this is, or when."""
    return titles.is_section(text) or names_a_kind(text) or bool(find_dates(text))


def _contacts(page: Page, kept: Sequence[int]) -> int:
    """The line from which the body only names whom the press may ask; numbers and addresses there may lie outside the body."""
    if not kept:
        return 0
    behind = range(kept[-1] + 1, min(len(page.blocks), kept[-1] + 1 + _BEHIND))
    ends = next((i for i in behind if page.blocks[i].kind in ("h1", *_SUBHEADINGS) or page.blocks[i].zone), behind.stop)
    first = furniture.contacts([b.text for b in page.blocks[kept[0] : max(ends, kept[-1] + 1)]])
    return kept[0] + first


def _is_button(page: Page, number: int) -> bool:
    """A link or label in the middle of the body that is a known button of sites."""
    block = page.blocks[number]
    return len(block.text) <= furniture.SHORT and block.link_share > 0.8 and furniture.is_phrase(block.text)


def _without_title(page: Page, found: Sequence[int], title: titles.Title | None) -> list[int]:
    """The body without the lines that show its title again at its head."""
    if title is None:
        return list(found)
    shown = set(title.lines)
    rest = [i for i in found if i not in shown]
    while again := titles.repeated([page.blocks[i].text for i in rest[:10]], title.text):
        rest = [i for n, i in enumerate(rest) if n not in again]
    return rest


def _language(
    page: Page, text: str, title: titles.Title | None, profile: Profile | None, selected: selectors.Selected
) -> tuple[str | None, str]:
    candidates = profile.languages if profile else ()
    sample = text if len(text) >= 40 else f"{title.text if title else ''}\n{text}"
    lang, evidence = detect(sample, candidates, normal_tag(page.lang))
    if lang is None and (tag := normal_tag(selected.values.get("lang") or page.lang)):
        return tag, f"lang attribute of the page ({evidence})"
    return lang, evidence


# --- date -----------------------------------------------------------------------------------------------------------


def _date(
    source: Source,
    parts: _Parts,
    url: str | None,
    profile: Profile | None,
    selected: selectors.Selected,
    text: str,
    lang: str | None,
) -> tuple[StatedDate | None, str, int | None]:
    """The date, else the reason; and the line it was read from."""
    numbered = places.lines(parts.page, parts.body, parts.title)
    given = dates.Given(
        asserted=source.asserted.date,
        profile=selected.values.get("date"),
        structured=places.structured(parts.page, parts.body, parts.title),
        lines=[line for _, line in numbered],
        url=url,
        captured=source.captured,
        lang=lang,
        order=datestrings.order_of(profile),
        body=text,
    )
    date, reason = dates.find(given)
    if date is None:
        date, reason = _by_htmldate(parts, url, source.captured, numbered, lang, reason)
    where = next(
        (n for n, line in numbered if date and date.source == "dateline" and line.text.startswith(date.evidence[:60])), None
    )
    return date, reason, where


def _by_htmldate(
    parts: _Parts, url: str | None, captured: str | None, numbered: list[tuple[int, dates.Line]], lang: str | None, reason: str
) -> tuple[StatedDate | None, str]:
    """htmldate's date, only when the page shows that very date near its title in a line of its own; marked inferred."""
    near = [line.text for _, line in numbered if line.place in ("before the title", "below the title") and len(line.text) <= 80]
    shown = {f.value for text in near for f in find_dates(text, lang) if f.precision == "day"}
    if parts.page.tree is None or not shown:
        return None, reason
    from htmldate import find_date

    value = find_date(parts.page.tree, url=url, original_date=True, extensive_search=True)
    if value in shown and (not captured or value <= captured[:10]):
        return StatedDate(value, "day", "htmldate", value, inferred=True), ""
    return None, reason


# --- the rest -------------------------------------------------------------------------------------------------------


def _section(page: Page, title: str | None) -> str | None:
    """The last part of the breadcrumb that is neither the title itself nor the home page."""
    crumbs = [b.text for b in page.blocks if b.zone == "breadcrumb"]
    if not crumbs:
        paths = [b.text for b in page.blocks[:40] if b.zone is None and b.text.count("|") < 2]
        crumbs = [text for text in paths if len(parts := _CRUMB.split(text)) > 1 and titles.is_section(parts[0])][:1]
    parts = [part.strip() for crumb in crumbs for part in _CRUMB.split(crumb) if part.strip()]
    shown = squeezed(title or "")
    named = [p for p in parts if len(p) <= 60 and squeezed(p) and not shown.startswith(squeezed(p)) and not _BACK.match(p)]
    named = [p for p in named if titles.is_section(p) or not furniture.is_phrase(p)]
    return named[-1] if len(named) > 1 or (named and not titles.is_section(named[0])) else None


def _sites(page: Page, title: str | None) -> tuple[str, ...]:
    """Where the page names itself: its metadata, the end of its title, its first lines, its notice of rights."""
    shown = squeezed(title or "")
    pieces = [p for p in re.split(r"\s+[|»«–—·:-]+\s+", page.head_title or "") if not shown or squeezed(p) not in shown]
    said = [page.meta("og:site_name"), page.meta("application-name"), *pieces]
    said += [b.text for b in page.blocks[:8] if len(b.text) <= 120 and (not shown or squeezed(b.text) not in shown)]
    said += [b.text for b in page.blocks[-12:] if "©" in b.text]
    return tuple(dict.fromkeys(text for text in said if text))


def _furniture(parts: _Parts, dateline: int | None) -> tuple[Furniture, ...]:
    """Every line that is not text, title or dateline, with its reason; neighbours of one reason in one span."""
    page = parts.page
    kept = {*parts.body, *(parts.title.lines if parts.title else ()), *((dateline,) if dateline is not None else ())}
    if parts.title and squeezed("".join(page.blocks[i].text for i in parts.title.lines)) != squeezed(parts.title.text):
        kept -= set(parts.title.lines)  # the line says more than the title
        parts.reasons.update(dict.fromkeys(parts.title.lines, "title"))
    spans: list[Furniture] = []
    for number, block in enumerate(page.blocks):
        if number in kept:
            continue
        start = page.starts[number]
        reason = (
            parts.reasons.get(number)
            or block.zone
            or ("tail phrase" if furniture.is_phrase(block.text) else "outside the main text")
        )
        if spans and spans[-1].reason == reason and spans[-1].end == start - 1:
            spans[-1] = Furniture(spans[-1].start, start + len(block.text), reason)
        else:
            spans.append(Furniture(start, start + len(block.text), reason))
    return tuple(spans)
