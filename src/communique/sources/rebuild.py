"""Sources made again from what an archive kept, without the files they came from."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace

from communique.model import Asserted, Source, WarcRecord
from communique.settings import Settings
from communique.sources import rows
from communique.sources.captures import UNKNOWN_TYPE, capture
from communique.sources.feed import Intake


def again(
    record: WarcRecord,
    *,
    path: str,
    media_type: str | None = None,
    url: str | None = None,
    url_evidence: str | None = None,
    captured: str | None = None,
    asserted: Asserted | None = None,
    dataset: str | None = None,
    mapping: Mapping[str, str] | None = None,
    note: str | None = None,
    data: bytes | None = None,
) -> Source:
    """The source that a kept record was made from: equal to what `from_paths` gave, but for the path.

    Args:
        record: the record as it is kept.
        path: as recorded at accession.
        media_type: as recorded at accession. None for a record that was copied from a web archive: then everything is
            read from the record, with the function that read it first.
        url, url_evidence, captured, note: as recorded for a file; not needed for rows and copied records.
        asserted: what the user had said.
        dataset, mapping: of a data-set row.
        data: the payload, where the record is a revisit that only refers to it. Without it, a revisit has no data,
            and one that is a row has no row either.

    Raises:
        SourceError: when a kept row is no row.
    """
    said = asserted or Asserted()
    if media_type is None:
        found, _ = capture(record, path, sys.maxsize - 1, said)
        source = found if isinstance(found, Source) else Source(path, record.block, UNKNOWN_TYPE, record=record, asserted=said)
        return source if data is None else replace(source, data=data)
    payload = data if data is not None else b"" if record.type == "revisit" else record.block
    if dataset is not None and payload:
        return rows.source(payload, path, dataset, Intake(Settings(), said, dataset, tuple((mapping or {}).items())), note)
    return Source(path, payload, media_type, url, url_evidence, captured, asserted=said, note=note)
