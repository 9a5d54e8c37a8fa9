"""Checking a profile: its fields, what its saved example page gives against what it gave when a person looked at it, and how many
items its saved listing pages give against what is expected."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from communique import extraction, issuers, sources
from communique.errors import disk_error
from communique.flows.guard import guarded
from communique.flows.work import Reading, read
from communique.ids import text_digest
from communique.issuers import Profile
from communique.model import Extraction, Fault, Source
from communique.settings import Settings

_SUFFIX = ".expected.json"
_WORDS = 8  # of the text's beginning and end
_DIGEST = "text_digest"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, one sentence each: what is wrong, what is only not known, and what was written."""

    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    wrote: Path | None = None


def check(profile: Profile, *, write: bool = False) -> Checked:
    """Fields of a profile, its listing pages counted, and its page read anew and compared with the expectation beside it.

    With `write`, what the page gives now becomes the expectation; what it changed is named as a remark.

    Raises:
        HoldingsError: the expectation cannot be written.
    """
    wrong, remarks = [*issuers.problems(profile), *_listings(profile)], issuers.remarks(profile)
    page = issuers.page_file(profile)
    if page is None or not page.is_file():
        return Checked(tuple(wrong), tuple(remarks))
    found = _read(page, profile)
    if isinstance(found, str):
        return Checked((*wrong, found), tuple(remarks))
    expectation = _expectation(profile, page)
    differing = _compared(expectation, found)
    if write:
        try:
            expectation.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        except OSError as error:
            raise disk_error(f"issuers: {expectation}", error, "Save the profile where you may write.") from error
        return Checked(tuple(wrong), (*remarks, *differing), expectation)
    if not expectation.exists():
        unwritten = f'page: what it should give is not written yet ("communique issuers check {profile.id} --write" does)'
        return Checked(tuple(wrong), (*remarks, unwritten))
    return Checked((*wrong, *differing), tuple(remarks))


def _listings(profile: Profile) -> list[str]:
    """The series whose saved listing page gives fewer items than expected, or none."""
    found = []
    for number, series in enumerate(profile.series):
        page = issuers.folder_of(profile) / series.page if series.page else None
        if page is None or not page.is_file():
            continue
        where, least = f"series[{number}].page: {page.name}", series.expected_at_least or 1
        items = _items(page, profile, series.listing)
        if isinstance(items, str):
            found.append(f"{where} {items}")
        elif items < least:
            found.append(f"{where} has {items} items (expected at least {least}) of {series.listing}; mend selectors.items")
    return found


def _items(page: Path, profile: Profile, listing: str) -> int | str:
    """How many items a saved listing page gives; else why it gives none."""
    item = next(iter(sources.from_paths([page], settings=Settings())), None)
    if not isinstance(item, Source):
        return item.why if isinstance(item, Fault) else "holds no page"
    outcome = guarded(lambda source: len(extraction.listing_items(source, profile, listing)), item)
    return outcome.value if outcome.value is not None else f"cannot be read: {outcome.why}"


def _expectation(profile: Profile, page: Path) -> Path:
    """The file beside the profile that says what the page gives."""
    return issuers.folder_of(profile) / f"{page.name}{_SUFFIX}"


def _read(page: Path, profile: Profile) -> dict[str, Any] | str:
    """What the page gives, in the fields of an expectation; else why it gives nothing."""
    item = next(iter(sources.from_paths([page], settings=Settings())), None)
    if not isinstance(item, Source):
        return f"page: {page.name} {item.why if isinstance(item, Fault) else 'holds no page'}"
    outcome = guarded(read, Reading(replace(item, record=None), profile, Settings()))
    if outcome.value is None:
        return f"page: {page.name} cannot be read: {outcome.why}"
    return _fields(outcome.value)


def _fields(found: Extraction) -> dict[str, Any]:
    words = found.text.split()
    return {
        "page_type": found.page_type,
        "title": found.title,
        "date": found.date.value if found.date else None,
        "lang": found.lang,
        "issuer": found.issuer,
        "kind": found.kind,
        "words": len(words),
        "first": " ".join(words[:_WORDS]),
        "last": " ".join(words[-_WORDS:]),
        _DIGEST: text_digest(found.text),
    }


def _compared(expectation: Path, found: dict[str, Any]) -> list[str]:
    """The fields in which a page gives something else than before; none where there is no expectation yet."""
    if not expectation.exists():
        return []
    try:
        expected = json.loads(expectation.read_text("utf-8"))
    except (OSError, ValueError) as error:
        return [f'page: {expectation.name} cannot be read ({error}); write it anew with "issuers check --write"']
    if not isinstance(expected, dict):
        return [f'page: {expectation.name} is no JSON object; write it anew with "issuers check --write"']
    differing = [name for name in found if name != _DIGEST and expected.get(name) != found[name]]
    if not differing and expected.get(_DIGEST) != found[_DIGEST]:
        differing = [_DIGEST]
    return [f"page: {name} was {expected.get(name)!r}, is {found[name]!r}" for name in differing]
