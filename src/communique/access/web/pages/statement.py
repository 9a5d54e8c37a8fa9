"""A statement: its text as published, where it came from, its versions, how to cite it, what belongs with it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from communique.access.web import cite, claimed, differences
from communique.access.web.api.looking import shown
from communique.access.web.asked import Id, TheArchive
from communique.access.web.deciding import decide
from communique.access.web.forms import Decided
from communique.access.web.pages.words import Permalink, Place, place_of
from communique.access.web.render import page
from communique.access.web.show import Stretch, paragraphs
from communique.acts import ACTS
from communique.archive import Archive, diff
from communique.errors import NotFound
from communique.model import KINDS, Capture, Statement, Version

router = APIRouter()
Words = Annotated[str | None, Query(max_length=2000)]
View = Literal["side", "inline", "changes"]
_PAGES = ("text/html", "application/xhtml+xml", "multipart/related")
_UNKNOWN = "unknown"  # what is typed into a field of which nobody knows the value


class Step(NamedTuple):
    """A capture in the history: what it showed."""

    capture: Capture
    change: str
    edit: str | None
    page: bool  # whether the saved page can be looked at


@router.get("/statements/{id}")
def statement(
    request: Request,
    archive: TheArchive,
    id: Id,
    q: Words = None,
    version: Annotated[str | None, Query(max_length=12)] = None,
    at: Annotated[str | None, Query(max_length=40)] = None,
    span: Annotated[str | None, Query(pattern=r"^\d{1,9}-\d{1,9}$")] = None,
    claims: Literal["all", "own", "reported", "off"] = "all",
    exact: Words = None,
    prefix: Words = None,
    suffix: Words = None,
) -> Response:
    """The page of a statement, or of one of its versions; some of its words may be pointed at."""
    one = shown(archive, version or id, at)
    versions = archive.versions(one.id)[one.id]
    asked = Permalink(span, exact, prefix or "", suffix or "")
    place = place_of(asked, versions, one.version)
    now = next(v for v in versions if v.id == (place.version if place else one.version))
    hits = archive.places(q or "", now)
    stretches = [Stretch(a, b, "hit", f"hit-{n}") for n, (a, b) in enumerate(hits, 1)]
    known = archive.claims_of(now.id)
    stretches = [*claimed.marks(known, claims), *stretches]
    if place and place.version == now.id:
        stretches.append(Stretch(place.start, place.end, "words", "words"))
    captures = archive.captures(one.id)[one.id]
    values = {
        "one": one,
        "q": q or "",
        "version": now,
        "title": one.title if now.current else now.title,
        "paragraphs": paragraphs(now.text, now.marks, stretches),
        "hits": len(hits),
        "versions": versions,
        "lost": asked.wanted and place is None,
        "moved_back": bool(place and not now.current and asked.exact),
        "permalink": _permalink(one, place, versions),
        "captures": [c for c in captures if c.version == now.id],
        "steps": steps(archive, one, captures),
        "related": related(archive, one),
        "told": [claimed.told(claim) for claim in known],
        "layer": claims,
        "acts": [act for act in ACTS if any(claim.act == act for claim in known)],
        "cited": cited(one, captures),
        "formats": cite.FORMATS,
        "decisions": archive.decisions(one.id),
        "undoable": undoable(archive, one),
        "kinds": KINDS,
        "pages": _PAGES,
    }
    return page(request, "statement.html", values)


@router.get("/statements/{id}/versions")
def versions(
    request: Request,
    archive: TheArchive,
    id: Id,
    a: Annotated[str | None, Query(max_length=12)] = None,
    b: Annotated[str | None, Query(max_length=12)] = None,
    view: View = "side",
) -> Response:
    """The versions of a statement, and the words in which two of them differ."""
    one = shown(archive, id)
    every = archive.versions(one.id)[one.id]
    captures = archive.captures(one.id)[one.id]
    first, second = _chosen(every, a, b)
    found = diff(first.text, second.text)
    values = {
        "one": one,
        "versions": every,
        "steps": steps(archive, one, captures),
        "first": first,
        "second": second,
        "found": found,
        "rows": differences.rows(first.text, second.text, found),
        "titles": differences.rows(first.title or "", second.title or "", diff(first.title or "", second.title or "")),
        "view": view,
        "seen": {c.version: c.captured or c.accessioned for c in reversed(captures) if c.version},
    }
    return page(request, "versions.html", values)


@router.get("/statements/{id}/similar")
def similar(request: Request, archive: TheArchive, id: Id) -> Response:
    """Statements with the same characteristic words: a page of its own, since finding them takes longer than all the rest."""
    one = shown(archive, id)
    return page(request, "similar.html", {"one": one, "similar": [hit.statement for hit in archive.similar(one.id)]})


@router.get("/statements/{id}/cite")
def citation(archive: TheArchive, id: Id, format: Literal["bibtex", "csl", "ris"] = "bibtex") -> Response:
    """A citation to download."""
    one = shown(archive, id)
    _, suffix, media_type = cite.FORMATS[format]
    text = cite.formatted(cite.Cited(one, cited_capture(archive.captures(one.id)[one.id], one)), format)
    headers = {"Content-Disposition": f'attachment; filename="{one.id}.{suffix}"'}
    return Response(text.encode("utf-8", "replace"), 200, headers, f"{media_type}; charset=utf-8")


@router.post("/statements/{id}/decisions")
def decisions(archive: TheArchive, id: Id, said: Decided) -> Response:
    """Take a decision that a form says, and go back to the page."""
    action, note, by = said.pop("action", ""), said.pop("note", "").strip() or None, said.pop("by", "").strip() or None
    values: dict[str, str | None] = {name: value.strip() for name, value in said.items() if value.strip()}
    one = archive.show(id)
    if action == "edit":
        values = {
            name: None if value == _UNKNOWN else value for name, value in values.items() if value != getattr(one, name, None)
        }
    if action == "undo":
        values = {"action": values.get("undone")}
    decide(archive, one.id, action, values, note, by)
    return RedirectResponse(f"/statements/{one.id}", 303)


def steps(archive: Archive, one: Statement, captures: list[Capture] | Any) -> list[Step]:
    """The history of a statement, in the order of its captures."""
    changes = {change.capture: change for change in archive.changes(one.id)[one.id]}
    made = []
    for capture in captures:
        change = changes.get(capture.id)
        what = change.change if change else ("same" if capture.version else capture.outcome)
        made.append(Step(capture, what, change.edit if change else None, capture.media_type in _PAGES))
    return made


def related(archive: Archive, one: Statement) -> dict[str, list[tuple[Statement, str]]]:
    """The statements that belong with it, by kind of link, each with the evidence."""
    links = archive.links(one)
    others = archive.titles(*{link.b if link.a == one.id else link.a for link in links})
    found: dict[str, list[tuple[Statement, str]]] = {}
    for link in links:
        other = others.get(link.b if link.a == one.id else link.a)
        group = found.setdefault(link.kind, [])
        if other and all(other.id != known.id for known, _ in group):
            group.append((other, link.evidence))
    return {kind: group for kind, group in found.items() if group}


def undoable(archive: Archive, one: Statement) -> list[str]:
    """The actions of which a decision stands that may be undone."""
    taken = archive.decisions(one.id)
    undone = {decision.undoes for decision in taken}
    return sorted({d.action for d in taken if d.id not in undone and d.action != "undo"})


def cited(one: Statement, captures: Any) -> dict[str, str]:
    """The citation in every form."""
    said = cite.Cited(one, cited_capture(captures, one))
    return {"plain": cite.plain(said)} | {name: cite.formatted(said, name) for name in cite.FORMATS}


def cited_capture(captures: Any, one: Statement) -> str | None:
    """When the version was last taken from its source."""
    return max((c.captured for c in captures if c.version == one.version and c.captured), default=None)


def _permalink(one: Statement, place: Place | None, versions: Any) -> str | None:
    if place is None:
        return None
    text = next(v.text for v in versions if v.id == place.version)
    return place.address(one.id, text)


def _chosen(every: Any, a: str | None, b: str | None) -> tuple[Version, Version]:
    """The two versions to compare: those asked for, else the last two."""
    by_id = {version.id: version for version in every}
    second = by_id.get(b or "") if b else every[-1]
    first = by_id.get(a or "") if a else every[max(0, len(every) - 2)]
    if first is None or second is None:
        raise NotFound(f"{a if first is None else b}: no version of this statement", "Choose from the list of its versions.")
    return first, second
