"""What worker processes do: the pure functions, and what they need beside the item."""

from __future__ import annotations

from dataclasses import dataclass

from communique import extraction, search
from communique.issuers import Profile
from communique.model import Entry, Extraction, Source
from communique.search import Analysed
from communique.settings import Settings


@dataclass(frozen=True, slots=True)
class Reading:
    """One source and all that its extraction depends on."""

    source: Source
    profile: Profile | None
    settings: Settings


def read(item: Reading) -> Extraction:
    """Bytes to text and facts."""
    return extraction.extract(item.source, profile=item.profile, settings=item.settings)


def analyse(entry: Entry) -> Analysed:
    """A version to the tokens that the index takes."""
    return search.analyse(entry)
