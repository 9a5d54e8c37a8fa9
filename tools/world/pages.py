"""Renders the pages of the invented sites, and the forms in which a reader saves them."""

import datetime as dt
import html
import json
import quopri
from typing import Any

import jinja2
from markup import Style, parse, to_html

from sources import HERE, Statement, World, number_from

Day = dt.date | None
LAST_DAY = dt.date(2024, 6, 27)  # the headlines called "extra" are of the days before

STYLES = {
    "table.html": Style("b", "i"),
    "columns.html": Style("b", "i"),
    "presidency.html": Style(),
    "modern.html": Style(),
    "rows.html": Style("b", "em", "span"),
    "mission.html": Style("b", "i", "mso"),
    "assembly.html": Style(),
}


def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(HERE / "templates")
    return jinja2.Environment(loader=loader, trim_blocks=True, undefined=jinja2.StrictUndefined)


def statement_page(world: World, s: Statement, version: int = 0, saved: str = "", as_of: Day = None) -> bytes:
    """The bytes of a statement's page, as it stood on the day ``as_of`` (None: when all of the world was published)."""
    template = _template(world.sites[s.issuer], s)
    style = STYLES[template]
    style = Style(style.bold, style.em, s.extra.get("para", style.para), s.extra.get("wrap", False))
    updated = s.extra.get("updated", [])
    views = number_from(s.id, 240, 9800) + version * 137
    context = _common(world, s.issuer, s.lang, "statement", saved) | {
        "url": s.url,
        "title_html": "<br>\n".join(html.escape(line, quote=False) for line in s.title_lines),
        "head_title": html.escape(s.title),
        "title_repeat": s.extra.get("title_repeat", False),
        "shown": s.shown,
        "date_at": s.extra.get("date_at", "top"),
        "number": None if s.extra.get("number_in_title") else s.extra.get("number"),
        "subtitle": s.extra.get("subtitle"),
        "updated": updated[min(version, len(updated) - 1)] if updated else None,
        "body": to_html(parse(s.body_at(version)), style),
        "item": s.url.rpartition("=")[2],
        "views": f"{views:,}".replace(",", " "),
        "views_raw": views,
        "canonical": s.url if s.extra.get("canonical") else None,
        "jsonld": _jsonld(world, s),
        "meta_published": s.extra.get("meta_published"),
        "alternates": _alternates(world, s),
        "related": related(world, s.issuer, s.lang, s.id, as_of),
    }
    return _render(template, context, s.extra.get("encoding", "utf-8"))


def _template(site: dict[str, Any], s: Statement) -> str:
    """The site's template, or the one it had before it was redesigned."""
    old = "redesigned" in site and s.date is not None and _listing_date(s) < site["redesigned"]
    return str(site["old_template"] if old else site["template"])


def other_page(world: World, spec: dict[str, Any], saved: str = "", nonce: str = "", as_of: Day = None) -> bytes:
    """The bytes of a page that is no statement: a listing, the home page, an error."""
    issuer, lang = spec["issuer"], spec["lang"]
    labels = world.labels[lang]
    context = _common(world, issuer, lang, spec["page"], saved) | {
        "url": page_url(world, spec),
        "head_title": labels["notfound"] if spec["page"] == "error" else labels["statements"],
        "canonical": page_url(world, spec) if spec.get("canonical") else None,
        "jsonld": None,
        "meta_published": None,
        "alternates": [],
        "items": listed(world, issuer, lang, as_of),
        "related": related(world, issuer, lang, "", as_of),
        "nonce": nonce,
    }
    return _render(world.sites[issuer]["template"], context, "utf-8")


def page_url(world: World, spec: dict[str, Any]) -> str:
    """Where a page that is no statement stands."""
    return str(spec.get("url") or world.sites[spec["issuer"]]["listing"].format(lang=spec["lang"]))


def _common(world: World, issuer: str, lang: str, page: str, saved: str) -> dict[str, Any]:
    site = world.sites[issuer]
    return {
        "page": page,
        "lang": lang,
        "site": site,
        "L": world.labels[lang],
        "saved": saved,
        "site_name": site["names"][lang],
        "site_short": site["short"][lang],
        "address": site["address"][lang],
    }


def _render(template: str, context: dict[str, Any], encoding: str) -> bytes:
    text = _environment().get_template(template).render(context | {"encoding": encoding})
    return (text + "\n").encode(encoding)


def _jsonld(world: World, s: Statement) -> str | None:
    if not s.extra.get("jsonld"):
        return None
    publisher = {"@type": "GovernmentOrganization", "name": world.sites[s.issuer]["names"][s.lang]}
    facts = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": s.title, "inLanguage": s.lang}
    return json.dumps(facts | {"datePublished": s.extra["jsonld"], "publisher": publisher}, ensure_ascii=False)


def _alternates(world: World, s: Statement) -> list[dict[str, str]]:
    if not s.extra.get("hreflang"):
        return []
    tail = s.url.split("/press/")[1]
    group = [o for o in world.statements.values() if o.issuer == s.issuer and o.url.endswith("/press/" + tail)]
    return [{"lang": o.lang, "url": o.url} for o in group]


def listed(world: World, issuer: str, lang: str, as_of: Day = None) -> list[dict[str, str]]:
    """The items of an issuer's listing on a day, newest first."""
    site = world.sites[issuer]
    newer = _news(site["extra"][lang], lang, 901) if as_of is None or as_of > LAST_DAY else []
    older = _news(site.get("older", {}).get(lang, []), lang, 801)
    return newer + [_item(s) for s in _dated(world, issuer, lang, as_of)] + older


def _news(items: list[list[str]], lang: str, first: int) -> list[dict[str, str]]:
    """Other news of a site, of which only the headline exists."""
    return [
        {"short": day, "shown": day, "title": title, "href": f"/{lang}/news?n={n}"} for n, (day, title) in enumerate(items, first)
    ]


def related(world: World, issuer: str, lang: str, but: str, as_of: Day = None) -> list[dict[str, str]]:
    """The list of other news beside a page: five, the newest first, so many are younger than the page itself."""
    items = listed(world, issuer, lang, as_of)
    own = world.statements[but].title if but else ""
    return [item for item in items if item["title"] != own][:5]


def _dated(world: World, issuer: str, lang: str, as_of: Day) -> list[Statement]:
    day = as_of or dt.date.max
    found = [s for s in world.statements.values() if (s.issuer, s.lang) == (issuer, lang) and s.date]
    found = [s for s in found if _listing_date(s) <= day and ("removed" not in s.extra or day < s.extra["removed"])]
    return sorted((s for s in found if "same_text_as" not in s.extra), key=lambda s: (_listing_date(s), s.slug))[::-1]


def _listing_date(s: Statement) -> dt.date:
    day = s.extra.get("listing_date") or s.date
    if not isinstance(day, dt.date):
        raise TypeError(f"{s.id}: no date to list it by")
    return day


def _item(s: Statement) -> dict[str, str]:
    day = _listing_date(s)
    path = "/" + s.url.split("/", 3)[3]
    return {"short": f"{day:%d.%m.%Y}", "shown": s.shown or "", "title": s.title, "href": path}


def saved_from(url: str) -> str:
    """The comment a browser writes: its number is the length of the address."""
    return f"<!-- saved from url=({len(url):04d}){url} -->\n"


def singlefile(url: str, when: dt.datetime) -> str:
    """The comment that the SingleFile extension writes."""
    day = when.strftime("%a %b %d %Y %H:%M:%S")
    head = "<!--\n Page saved with SingleFile \n"
    return f"{head} url: {url} \n saved date: {day} GMT+0000 (Coordinated Universal Time)\n-->\n"


def mhtml(page: bytes, s: Statement, date: str) -> bytes:
    """A page as Chromium saves it into one MHTML file."""
    mark = f"----MultipartBoundary--{number_from(s.id, 10**9, 4 * 10**9)}W0rld----"
    host = "/".join(s.url.split("/")[:3])
    text = (
        f"From: <Saved by Blink>\nSnapshot-Content-Location: {s.url}\nSubject: {s.title}\nDate: {date}\n"
        f'MIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype="text/html";\n\tboundary="{mark}"\n\n\n'
        + _part(mark, "text/html", s.url, "quoted-printable")
        + quopri.encodestring(page).decode("ascii")
        + "\n"
        + _part(mark, "text/css", host + "/css/site.css", "8bit")
        + f"body {{ margin: 0; }}\n\n--{mark}--\n"
    )
    return text.replace("\n", "\r\n").encode("ascii")


def _part(mark: str, kind: str, where: str, coding: str) -> str:
    return f"--{mark}\nContent-Type: {kind}\nContent-Transfer-Encoding: {coding}\nContent-Location: {where}\n\n"
