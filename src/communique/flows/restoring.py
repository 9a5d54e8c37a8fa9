"""Records of another archive of ours: what it knew of how they came in is known here, too, so that they have the same ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from communique import sources
from communique.errors import SourceError
from communique.holdings import Accession
from communique.model import Asserted, Companion, Fault, Source

Item = Source | Companion | Fault


def restored(items: Iterable[Item]) -> Iterator[Item]:
    """Items of web archives with the accession that stands before them; all others as they are.

    An exported WARC, or the originals of another archive, hold a metadata record before the records it speaks of
    (`holdings.warc.Accession`). It is not copied: each archive writes its own.
    """
    said: Accession | None = None
    container = ""
    for item in items:
        record = item.record if not isinstance(item, Fault) else None
        if record is None or item.path.rpartition("@")[0] != container:
            said, container = None, item.path.rpartition("@")[0]
        if isinstance(item, Companion) and (found := Accession.read(item.record)):
            said = found
        elif isinstance(item, Source) and record is not None and said is not None:
            yield _as_it_came(item, said)
        else:
            yield item


def _as_it_came(item: Source, said: Accession) -> Source | Fault:
    """The source as the other archive had it; what the user says now outranks what was said then."""
    now, then = item.asserted, said.asserted
    asserted = Asserted(now.issuer or then.issuer, now.url or then.url, now.date or then.date, now.ocr or then.ocr)
    if said.media_type is None:  # it had come from a web archive there, and says everything itself
        url = asserted.url or item.url
        return replace(item, asserted=asserted, url=url, url_evidence="asserted" if asserted.url else item.url_evidence)
    record = item.record
    if record is None or (record.type == "revisit" and said.dataset is not None):
        todo = 'Add what "communique export warc" of that archive gives.'
        return Fault(item.path, "read", "a row that only refers to another record", todo, item.url)
    try:
        source = sources.again(
            record,
            path=item.path,
            media_type=said.media_type,
            url=asserted.url or said.url,
            url_evidence="asserted" if now.url else said.url_evidence,
            captured=said.captured,
            asserted=asserted,
            dataset=said.dataset,
            mapping=said.mapping,
            note=said.note,
        )
    except SourceError as error:
        return Fault(item.path, "read", error.message, error.todo, item.url)
    return replace(source, record=record, restored=True)
