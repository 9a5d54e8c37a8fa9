"""What an extractor should find in each file of the world, written as JSON beside nothing but the sources."""

import unicodedata
from typing import Any

from markup import parse, to_text
from pages import Day, page_url, related
from pdfs import BULLET
from warcs import day_of, find_page

from sources import Statement, World

Record = dict[str, Any]


def for_statement(world: World, s: Statement, version: int = 0, as_of: Day = None) -> Record:
    """The facts and the text of one statement, in a page as it stood on the day ``as_of``."""
    text = to_text(parse(s.body_at(version)), BULLET if s.where == "pdf" else "")
    record: Record = {
        "page_type": "statement",
        "title": _spaced(s.title),
        "date": s.date.isoformat() if s.date else None,
        "date_source": "dateline" if s.date else None,
        "lang": s.lang,
        "issuer": s.issuer,
        "kind": s.kind,
        "number": _number(s),
        "url": _url_in_file(s),
        "original_url": s.url,
        "dateline": s.shown,
        "optional_lines": _optional_lines(s, version),
        "text": _spaced(unicodedata.normalize("NFC", text)),
        "not_in_text": _furniture(world, s, as_of),
    }
    for key in ("date_reason", "date_note", "translation_of", "same_text_as"):
        if key in s.extra:
            record[key] = s.extra[key]
    if "listing_date" in s.extra:
        record["listing_date"] = s.extra["listing_date"].isoformat()
    return record


def for_page(world: World, spec: Record) -> Record:
    """The facts of a page that is no statement."""
    kinds = {"listing": "listing", "error": "error", "home": "other"}
    url = page_url(world, spec)
    known = spec.get("saved_from") or spec.get("canonical") or spec.get("where") == "warc"
    return {
        "page_type": kinds[spec["page"]],
        "title": None,
        "date": None,
        "lang": spec["lang"],
        "issuer": spec["issuer"],
        "url": url if known else None,
        "original_url": url,
        "text": None,
    }


def for_capture(world: World, r: Record) -> Record:
    """The facts of one record of a WARC file."""
    record = _capture(world, r)
    record["captured"] = r["at"]
    record["status"] = r.get("status", 200)
    for key in ("version", "change", "edit", "refers_to"):
        if key in r:
            record[key] = r[key]
    return record


def _capture(world: World, r: Record) -> Record:
    if name := r.get("statement") or r.get("revisit"):
        s = world.statements[name]
        return for_statement(world, s, r["version"], day_of({"at": r.get("refers_to", r["at"])})) | {"url": s.url}
    if "missing" in r:
        s = world.statements[r["missing"]]
        return _nothing("error", s.url, s.lang, s.issuer)
    if "home_for" in r:
        s = world.statements[r["home_for"]]
        return _nothing("other", s.url, s.lang, s.issuer)
    if "page" in r:
        return for_page(world, find_page(world, r["page"]))
    if "redirect" in r:
        return _nothing("other", r["redirect"], None, None) | {"redirect_to": r["to"]}
    return _nothing("other", r["robots"], None, None)


def capture_name(world: World, r: Record) -> str:
    """``slug@time``, the name of a record's expectation."""
    owner = r.get("statement") or r.get("revisit") or r.get("missing") or r.get("home_for") or r.get("page")
    slug = owner.split("/")[1] if owner else ("redirect" if "redirect" in r else "robots")
    return slug + "@" + "".join(c for c in r["at"] if c.isdigit())


def _nothing(page_type: str, url: str, lang: str | None, issuer: str | None) -> Record:
    return {"page_type": page_type, "title": None, "date": None, "lang": lang, "issuer": issuer, "url": url, "text": None}


def _url_in_file(s: Statement) -> str | None:
    known = any(s.extra.get(key) for key in ("saved_from", "canonical", "singlefile", "mhtml"))
    return s.url if known and s.where != "pdf" else None


def _number(s: Statement) -> str | None:
    if "number" not in s.extra:
        return None
    return str(s.extra["number"]).split(" ")[-1]


def _optional_lines(s: Statement, version: int) -> list[str]:
    lines = [s.shown, s.extra.get("subtitle"), s.extra.get("check_note")]
    if not s.extra.get("number_in_title"):
        lines.append(s.extra.get("number"))
    if updated := s.extra.get("updated"):
        lines.append(updated[min(version, len(updated) - 1)])
    return [_spaced(line) for line in lines if line]


def _spaced(text: str) -> str:
    """No-break spaces, which French pages set before colons and inside quotation marks, as the spaces that they are."""
    return text.replace("\u00a0", " ")


def _furniture(world: World, s: Statement, as_of: Day) -> list[str]:
    """Lines of the page that must not stand in the text; titles that are ordinary words of the text are left out."""
    if s.where == "pdf":
        return [s.extra["running_head"]]
    labels, site = world.labels[s.lang], world.sites[s.issuer]
    lines = [labels["archive"], labels["print"], labels["back"], labels["all"], site["address"][s.lang]]
    lines += [item["title"] for item in related(world, s.issuer, s.lang, s.id, as_of)]
    return [_spaced(line) for line in lines if line not in s.body]
