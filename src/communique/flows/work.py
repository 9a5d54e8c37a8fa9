"""What worker processes do: the pure functions, and what they need beside the item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from communique import extraction, ids, mail, reading, search
from communique.actor_names import NO_NAMES, ActorNames
from communique.extraction import HostLines
from communique.issuers import Issuers, Profile
from communique.model import Entry, Extraction, Source
from communique.model import Reading as Read
from communique.search import Analysed
from communique.settings import Settings

if TYPE_CHECKING:
    from communique.reading import Reader


@dataclass(frozen=True, slots=True)
class Reading:
    """One source and all that its extraction depends on."""

    source: Source
    profile: Profile | None
    settings: Settings
    host: HostLines | None = None


@dataclass(frozen=True, slots=True)
class ToRead:
    """One text and all that its reading depends on."""

    text: str
    issuer: str | None  # its name
    country: str | None  # code of the issuer's state or organisation
    lang: str | None
    title: str | None
    date: str | None
    reader: object | None = None
    actors: ActorNames = NO_NAMES  # that the archive adds, for this language


def profile_of(source: Source, known: Issuers) -> Profile | None:
    """The issuer's profile: as asserted, as the data set says, by the host of the URL, by that of a message's sender."""
    named = source.asserted.issuer or (source.row.fields.get("issuer") if source.row else None)
    if named:
        return known.named(named)
    if source.url and ids.host_of(source.url):
        return known.for_url(source.url)
    return known.for_host(mail.sender_host(mail.fields(source.data))) if source.media_type == mail.MEDIA_TYPE else None


def read(item: Reading) -> Extraction:
    """Bytes to text and facts."""
    return extraction.extract(item.source, profile=item.profile, host=item.host, settings=item.settings)


def analyse(entry: Entry) -> Analysed:
    """A version to the tokens that the index takes."""
    return search.analyse(entry)


def read_claims(item: ToRead) -> Read:
    """A text to its claims."""
    reader = cast("str | Reader | None", item.reader)
    return reading.read(item.text, item.issuer, item.lang, item.title, item.date, reader, item.country, item.actors)
