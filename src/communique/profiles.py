"""Issuer profiles: one YAML file says who an issuer is, where it publishes and how its pages are read.

Fields: `id names code body hosts languages date_order series selectors checked page`. Only `id` must be there; what is
not known is left out, and `remarks` names it. An entry of `hosts` is a host without `www.`, or a host and the beginning
of a path (`un.int/comoros`) where one host serves several issuers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from communique.errors import ProfileError
from communique.ids import digest, host_of
from communique.model import KINDS
from communique.text import one_line
from communique.yaml_lines import Node, read

BODIES = ("ministry", "presidency", "organisation", "mission", "government", "parliament")
DATE_ORDERS = ("dmy", "mdy", "ymd")
SELECTORS = ("title", "date", "text", "remove", "kind", "number", "lang", "section", "items")
NEVER = "never"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[^\s?#]*[^\s?#/])?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Series:
    """One stream of one kind by one issuer: where to find its items."""

    listing: str  # URL of the page that lists them
    kind: str | None = None  # one of model.KINDS; None when the listing mixes them
    lang: str | None = None
    expected_at_least: int | None = None  # items on the listing; fewer means that something broke
    page: str | None = None  # the saved listing page, relative to the profile's folder


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one issuer. Nothing in it is guessed: an absent fact is None or empty."""

    id: str
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # language -> full names, the first is shown
    code: str | None = None  # ISO 3166 alpha-3 of the country, or the id of an organisation
    body: str | None = None  # one of BODIES
    hosts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    date_order: str | None = None  # of dates in figures on its pages, one of DATE_ORDERS
    series: tuple[Series, ...] = ()
    selectors: Mapping[str, str] = field(default_factory=dict)  # one of SELECTORS -> CSS selector
    checked: str = NEVER  # the day the profile was last compared with the live site
    page: str | None = None  # a saved example page, relative to the profile's folder
    origin: str = ""  # the file it was read from

    @property
    def name(self) -> str:
        """The name to show: the first English one, else the first of all, else the id."""
        names = self.names.get("en") or next(iter(self.names.values()), ())
        return names[0] if names else self.id

    @property
    def digest(self) -> str:
        """SHA-256 of what extraction may read of it, for `made_by`; checking dates and expected counts do not change it."""
        streams = [[s.listing, s.kind, s.lang] for s in self.series]
        read_by_extraction = [self.id, dict(self.names), self.code, self.body, self.hosts, self.languages, self.date_order]
        content = json.dumps([*read_by_extraction, streams, dict(self.selectors)], ensure_ascii=False, sort_keys=True)
        return digest(content.encode("utf-8", "surrogatepass"))


def parse_profile(text: str, where: str) -> Profile:
    """The profile that a YAML text describes; `where` names the file in messages and becomes `origin`.

    Raises:
        ProfileError: naming the line and the field: not YAML, a field unknown or given twice, a value of the wrong shape.
    """
    fields = read(text, where).fields("a profile", _FIELDS)
    if "id" not in fields:
        raise ProfileError(f'{where}: field "id" is missing', 'Give it one, such as "az-mfa".')
    given = {name: node for name, node in fields.items() if not node.empty or name == "id"}
    values: dict[str, Any] = {name: given[name].choice(_CHOICES[name]) for name in given.keys() & _CHOICES.keys()}
    values |= {name: given[name].string() for name in given.keys() & {"code", "page"}}
    values |= {name: given[name].strings() for name in given.keys() & {"hosts", "languages"}}
    if "names" in given:
        values["names"] = {lang: node.strings() for lang, node in given["names"].fields("names").items()}
    if "selectors" in given:
        values["selectors"] = {name: node.string() for name, node in given["selectors"].fields("selectors", SELECTORS).items()}
    if "series" in given:
        values["series"] = tuple(_series(node) for node in given["series"].items())
    return Profile(**values, origin=where)


_FIELDS = ("id", "names", "code", "body", "hosts", "languages", "date_order", "series", "selectors", "checked", "page")
_CHOICES: dict[str, tuple[str, ...] | re.Pattern[str]] = {
    "id": _ID,
    "body": BODIES,
    "date_order": DATE_ORDERS,
    "checked": re.compile(rf"{NEVER}|{_DAY.pattern}"),
}


def _series(node: Node) -> Series:
    fields = node.fields("a series", ("listing", "kind", "lang", "expected_at_least", "page"))
    if "listing" not in fields:
        raise node.error('"listing" is missing', "Give the URL of the page that lists the items.")
    given = {name: value for name, value in fields.items() if not value.empty}
    return Series(
        listing=fields["listing"].string(),
        kind=given["kind"].choice(KINDS) if "kind" in given else None,
        lang=given["lang"].string() if "lang" in given else None,
        expected_at_least=given["expected_at_least"].count() if "expected_at_least" in given else None,
        page=given["page"].string() if "page" in given else None,
    )


def problems(profile: Profile) -> list[str]:
    """What is wrong with a profile, one sentence each, the field named first; empty when nothing is."""
    found = [] if profile.names else ["names: there is none"]
    found += [f"names.{lang}: not a BCP-47 language" for lang in profile.names if not _LANG.fullmatch(lang)]
    found += _code_problems(profile.code, profile.body)
    if not profile.hosts:
        found.append("hosts: there is none, so no page is recognised as its own")
    found += [f"hosts: {h!r} is not a host in lower case without scheme and www." for h in profile.hosts if not _is_host(h)]
    found += [f"languages: {lang!r} is not a BCP-47 language" for lang in profile.languages if not _LANG.fullmatch(lang)]
    for number, series in enumerate(profile.series):
        found += [f"series[{number}].{problem}" for problem in _series_problems(series, profile)]
    return found


def remarks(profile: Profile) -> list[str]:
    """What a profile does not say and a person may fill in, one sentence each, the field named first."""
    found = [] if profile.code else ["code: neither a country (ISO 3166 alpha-3) nor an organisation is named"]
    if profile.body is None:
        found.append(f"body: not said (one of {', '.join(BODIES)})")
    page = page_file(profile)
    if page is None:
        found.append("page: no saved example page")
    elif not page.is_file():
        found.append(f"page: {profile.page} is not there")
    missing = ((n, s.page) for n, s in enumerate(profile.series) if s.page and not (folder_of(profile) / s.page).is_file())
    found += [f"series[{number}].page: {name} is not there" for number, name in missing]
    if profile.checked == NEVER:
        found.append("checked: never compared with the live site")
    return found


def folder_of(profile: Profile) -> Path:
    """The folder that a profile's file lies in; a bare file name is one of the packaged profiles."""
    origin = Path(profile.origin)
    bare = not origin.is_absolute() and len(origin.parts) < 2
    return Path(str(resources.files("communique.resources") / "issuers")) if bare else origin.parent


def page_file(profile: Profile) -> Path | None:
    """Where the saved example page lies; None when the profile names none."""
    return folder_of(profile) / profile.page if profile.page else None


def _is_host(entry: str) -> bool:
    return bool(_HOST.fullmatch(entry)) and not entry.startswith("www.")


def _code_problems(code: str | None, body: str | None) -> list[str]:
    from communique.names import country_code, organisation_code

    if code is None or body == "organisation" or country_code(code) == code or organisation_code(code) == code:
        return []  # an organisation may have any id, a country only its own
    return [f"code: {code!r} is neither an ISO 3166 alpha-3 code nor an organisation in resources/names"]


def _series_problems(series: Series, profile: Profile) -> list[str]:
    found = []
    host = host_of(series.listing)
    if not re.match(r"https?://", series.listing) or not host:
        found.append(f"listing: {series.listing!r} is not a web address")
    elif not any(host == h or host.endswith("." + h) for h in (entry.split("/", 1)[0] for entry in profile.hosts)):
        found.append(f"listing: its host {host} is not among hosts")
    if series.lang is not None and not _LANG.fullmatch(series.lang):
        found.append(f"lang: {series.lang!r} is not a BCP-47 language")
    return found


def draft(url: str) -> str:
    """A profile to be completed, as YAML, from the address of a listing page; what the address does not say is left empty.

    Raises:
        ProfileError: when the address has no host.
    """
    from communique.names import country_of_host

    host = host_of(url)
    if not host or not re.match(r"https?://", url):
        raise ProfileError(f"issuers: {url!r} is not a web address", "Give the whole URL of the page that lists the statements.")
    code, alpha2 = country_of_host(host)
    labels = [label for label in host.split(".")[:-1] if not _HOLLOW.fullmatch(label)] or host.split(".")[:1]
    stem = "-".join(filter(None, [alpha2, re.sub(r"[^a-z0-9]+", "-", labels[0]).strip("-")])) or "issuer"
    quoted = json.dumps(url, ensure_ascii=False)
    return "\n".join(
        [
            f"# Drafted from {one_line(url)}; fill in what is empty, delete what does not apply.",
            f"id: {stem}",
            "names:  # language: full names as the issuer writes them, such as  en: [Ministry of Foreign Affairs of ...]",
            f"code: {code or ''}  # ISO 3166 alpha-3 of the country, or the id of an organisation",
            f"body:  # {', '.join(BODIES)}",
            f"hosts: [{json.dumps(host, ensure_ascii=False)}]",
            "languages: []  # the first is the one written first, such as [en, fr]",
            f"date_order:  # of dates in figures: {', '.join(DATE_ORDERS)}",
            "series:",
            f"  - listing: {quoted}",
            f"    kind:  # {', '.join(KINDS)}",
            "    lang:",
            "    expected_at_least:  # items on the listing page",
            "    page:  # the listing page, saved beside this file",
            "selectors: {}  # CSS, only where the generic path fails: " + ", ".join(SELECTORS),
            "checked: never",
            "page:  # a saved example page beside this file",
            "",
        ]
    )


_HOLLOW = re.compile(r"www|en|fr|ru|gov|gob|gouv|gub|go|govt|gv|gc|com|org|int|net|web")  # labels that name nobody
