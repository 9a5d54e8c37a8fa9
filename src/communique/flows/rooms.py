"""What every flow works with: the rooms of one archive, and the way from a capture back to its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from communique import sources
from communique.actor_names import NO_NAMES, ActorNames
from communique.extraction import HostLines
from communique.flows.work import Reading, profile_of
from communique.holdings import Accession, Holdings, revisited
from communique.issuers import Issuers, Profile
from communique.model import Source, WarcRecord
from communique.settings import ANY_LANGUAGE, Settings


@dataclass(frozen=True, slots=True)
class Rooms:
    """One archive's holdings, its issuers and settings, the names of actors that it adds."""

    holdings: Holdings
    issuers: Issuers
    settings: Settings
    actors: ActorNames = NO_NAMES

    def reading(self, source: Source, host: HostLines | None = None) -> Reading:
        """What a worker is given: the source without its record, the profile that goes with it, what is known of its host."""
        settings, scans = replace(self.settings, reader=None), source.asserted.ocr
        if scans:  # said when it was added
            settings = replace(settings, ocr=True, ocr_lang=None if scans == ANY_LANGUAGE else scans)
        return Reading(replace(source, record=None), self.profile(source), settings, host)

    def profile(self, source: Source) -> Profile | None:
        """The issuer's profile."""
        return profile_of(source, self.issuers)

    def source(self, row: Mapping[Any, Any], connection: Connection) -> Source:
        """The source of a capture as it was when it came in, from the originals alone.

        Raises:
            HoldingsError: the record, or the one it refers to, is not there.
        """
        originals = self.holdings.originals
        record = originals.read(row["warc"], row["offset"])
        target = revisited(connection, originals, record) if record.type == "revisit" else None
        accession = originals.accession(row["warc"], row["accession"])
        return source_of(record, accession, decode(target) if target is not None else None)


def decode(record: WarcRecord) -> bytes:
    """The payload of a kept record, its HTTP encodings undone."""
    return source_of(record, Accession("")).data


def source_of(record: WarcRecord, accession: Accession, data: bytes | None = None) -> Source:
    """The source that a record was made from; `data` is the payload that a revisit refers to."""
    return sources.again(
        record,
        path=accession.path,
        media_type=accession.media_type,
        url=accession.url,
        url_evidence=accession.url_evidence,
        captured=accession.captured,
        asserted=accession.asserted,
        dataset=accession.dataset,
        mapping=accession.mapping,
        note=accession.note,
        data=data,
    )
