"""One row of a data set: its JSON bytes, and its columns under our names."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from typing import Any

from communique.errors import SourceError, UsageError
from communique.model import Row, Source
from communique.sources.feed import Intake
from communique.sources.lists import columns
from communique.sources.naming import shown
from communique.times import parse_time

MEDIA_TYPE = "application/json"
_BOM = b"\xef\xbb\xbf"
_UNSTORABLE = re.compile("[\ud800-\udfff\0]")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S|urn:\S", re.I)
_DAMAGE = 0.01  # share of characters that were no UTF-8, beyond which a row is refused
_NAMED = 12  # columns that a message lists
# Numbers stay as they are written; control characters inside strings are let pass; NaN is what pandas writes for nothing.
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=lambda _: None, strict=False)
_Plan = tuple[tuple[str, tuple[str, ...]], ...]


def row(data: bytes, dataset: str, mapping: Mapping[str, str] | None = None) -> Row:
    """The row that these JSON bytes are: pure, so that the kept bytes give the same row again.

    Args:
        data: one JSON object, UTF-8.
        dataset: the name of the data set.
        mapping: column of the file -> our name; a name that is mapped is taken from nowhere else.

    Raises:
        SourceError: not a JSON object, no text, or text that is none.
    """
    return _row(data, dataset, tuple((mapping or {}).items()))


def source(data: bytes, path: str, dataset: str, intake: Intake, note: str | None = None) -> Source:
    """The source of one row; its URL and time from the columns.

    Raises:
        SourceError: as `row`.
    """
    found = _row(data, dataset, intake.mapping)
    said = found.fields.get("url", "").strip()
    column = said if _ABSOLUTE.match(said) else None
    asserted = intake.asserted
    return Source(
        path=path,
        data=data,
        media_type=MEDIA_TYPE,
        url=asserted.url or column,
        url_evidence="asserted" if asserted.url else "column" if column else None,
        captured=parse_time(found.fields.get("captured")),
        row=found,
        asserted=asserted,
        note=note,
    )


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Refuse names that are none of ours.

    Raises:
        UsageError: naming the wrong name and all right ones.
    """
    for theirs, ours in mapping.items():
        if ours not in columns():
            names = ", ".join(columns())
            raise UsageError(
                f"--map {shown(ours)}={shown(theirs)}: {shown(ours)!r} is no column of ours", f"Use one of: {names}."
            )


def _row(data: bytes, dataset: str, mapping: tuple[tuple[str, str], ...]) -> Row:
    found = _object(data)
    fields: dict[str, str] = {}
    for ours, theirs in _plan(tuple(found), mapping):
        for name in theirs:
            value = _string(found[name])
            if value is not None:
                fields[ours] = value
                break
    if "text" not in fields:
        raise _without_text(found, mapping)
    original = fields.pop("id", None)
    return Row(dataset, original, fields, dict(mapping))


def _object(data: bytes) -> dict[str, Any]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        if text.count("\ufffd") > max(3, _DAMAGE * len(text)):
            raise SourceError(f"not UTF-8 (byte {error.start + 1})", "Convert the file: iconv -f ENCODING -t UTF-8") from None
    if data.startswith(_BOM):
        text = text[1:]
    try:
        found = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise SourceError(
            f"not valid JSON: {error.msg.removesuffix(' at')} at character {error.pos + 1}", "Mend the line."
        ) from None
    except RecursionError:
        raise SourceError("not usable JSON: nested too deeply", "Mend the line.") from None
    if not isinstance(found, dict):
        raise SourceError("a JSON value, but not an object with named columns", "Write one object a line.")
    return found


def _string(value: Any) -> str | None:
    """A value as text; None when it is empty or has parts."""
    if isinstance(value, str):
        return _storable(value) if value and not value.isspace() else None
    if isinstance(value, bool):
        return "true" if value else "false"
    return None


def _storable(value: str) -> str:
    """Without what no data base takes: NUL and lone surrogates, which JSON can escape, become U+FFFD."""
    if "\0" in value:
        return _UNSTORABLE.sub("\ufffd", value)
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return _UNSTORABLE.sub("\ufffd", value)
    return value


def _without_text(found: Mapping[str, Any], mapping: tuple[tuple[str, str], ...]) -> SourceError:
    plan = dict(_plan(tuple(found), mapping)).get("text", ())
    for name in plan:
        if isinstance(found[name], list | dict):
            kind = "a list" if isinstance(found[name], list) else "an object"
            return SourceError(f"column {shown(name)} is {kind}, not text", "Name another column: --map text=COLUMN")
    if plan:
        return SourceError(f"column {shown(plan[0])} is empty: a row needs text", "Leave the row out, or fill it.")
    listed = ", ".join(shown(name)[:40] for name in list(found)[:_NAMED]) + (" ..." if len(found) > _NAMED else "")
    wanted = next((theirs for theirs, ours in mapping if ours == "text"), None)
    if wanted is not None:
        return SourceError(f"no column {shown(wanted)}, which --map says is the text, among: {listed or 'none'}", "Check --map.")
    why = f"no column of text among: {listed or 'none'}"
    return SourceError(why, "Name the column that holds the text: --map text=COLUMN")


@functools.lru_cache(maxsize=1024)
def _plan(names: tuple[str, ...], mapping: tuple[tuple[str, str], ...]) -> _Plan:
    """Our name -> the columns that may fill it, in order of preference, for a row with these columns."""
    folded = {_folded(name): name for name in reversed(names)}
    mapped: dict[str, list[str]] = {}
    for theirs, ours in mapping:
        name = theirs if theirs in names else folded.get(_folded(theirs))
        mapped.setdefault(ours, []).extend([name] if name is not None else [])
    taken = {name for chosen in mapped.values() for name in chosen}
    plan = []
    for ours, usual in columns().items():
        if ours in mapped:
            theirs_ = tuple(mapped[ours])
        else:
            theirs_ = tuple(folded[name] for name in usual if name in folded and folded[name] not in taken)
        if theirs_:
            plan.append((ours, theirs_))
    return tuple(plan)


def _folded(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().lower())
