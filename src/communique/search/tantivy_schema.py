"""The tantivy index: its fields, and how a version becomes a document. Only the tantivy modules import tantivy."""

from __future__ import annotations

import hashlib
from itertools import product
from typing import Any

import tantivy

from communique.ids import ID_LENGTH
from communique.search.analysis import Analysed

FORMAT = 5  # of the index: fields, analysis tables; another number means rebuild
OLDER, SEVERAL, VAGUE, UNKNOWN = "older", "several", "vague", "unknown"  # version, versions, date without a day, language
SEPARATOR = "\x1f"
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"  # of an id (base32)
_PAIRS = tuple(map("".join, product(_LETTERS, repeat=2)))
_DIGITS = str.maketrans(_LETTERS, "0123456789abcdefghijklmnopqrstuv")
_HASH_BITS = 41  # of the sort key; the days above them

Schema = Any  # tantivy has no public types of its own for mypy


def schema() -> Schema:
    """The fields. Texts are not stored: the catalog has them."""
    made = tantivy.SchemaBuilder()
    made.add_text_field("version", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_bytes_field("kept", stored=True)  # digest of the text, current
    for name in ("words", "title"):
        made.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("exact", "title_exact"):
        made.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    made.add_text_field("flags", tokenizer_name="raw", index_option="basic")  # what sets a version apart: OLDER ...
    for name in ("issuer", "country", "kind", "lang", "tag", "year", "act"):
        made.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    made.add_text_field("claims", tokenizer_name="raw", index_option="basic")
    for name in ("sort", "group"):
        made.add_integer_field(name, indexed=True, fast=True)
    for name in ("since", "until", "shown"):  # shown: the id as a number, and whether it is current
        made.add_integer_field(name, fast=True)
    return made.build()


def document(entry: Analysed, of: Schema) -> Any:
    """One version as a document."""
    values: dict[str, Any] = {
        "version": entry.version,
        "kept": SEPARATOR.join((entry.text_digest, "1" if entry.current else "")).encode("utf-8"),
        "words": entry.words,
        "exact": entry.exact,
        "title": entry.title,
        "title_exact": entry.title_exact,
        "sort": sort_key(entry.since, entry.version),
    }
    if (as_number := packed(entry.version)) is not None:
        values["shown"] = as_number << 1 | entry.current
    apart = (OLDER, not entry.current), (SEVERAL, not entry.alone), (VAGUE, entry.since != entry.until), (UNKNOWN, not entry.lang)
    values["flags"] = [flag for flag, is_set in apart if is_set]
    values.update((name, value) for name in ("issuer", "country", "kind", "lang") if (value := getattr(entry, name)))
    if not (entry.alone and entry.current):
        values["group"] = number(entry.statement, 63)
    for name, several in (("tag", entry.tags), ("claims", entry.claims), ("act", entry.act)):
        if several:
            values[name] = list(several)
    if entry.date and entry.since is not None and entry.until is not None:
        values["year"], values["since"], values["until"] = entry.date[:4], entry.since, entry.until
    return tantivy.Document.from_dict(values, of)


def sort_key(since: int | None, version: str) -> int:
    """Orders by day, then arbitrarily but always the same; what is undated comes below every day.

    Months count 32 days and years 13 months, so that the key grows with the day and leaves room for 41 bits of hash.
    """
    day = 0 if since is None else (since // 10000 * 13 + since // 100 % 100) * 32 + since % 100
    return day << _HASH_BITS | number(version, _HASH_BITS)


def packed(an_id: str) -> int | None:
    """An id of twelve base32 letters as a number of 60 bits, a column of which is read at once; None for any other id."""
    if len(an_id) != ID_LENGTH or not set(an_id).issubset(_LETTERS):
        return None
    return int(an_id.translate(_DIGITS), 32)


def unpacked(n: int) -> str:
    """The id of a number that `packed` made."""
    p = _PAIRS
    return f"{p[n >> 50]}{p[n >> 40 & 1023]}{p[n >> 30 & 1023]}{p[n >> 20 & 1023]}{p[n >> 10 & 1023]}{p[n & 1023]}"


FIRST_DATED = 1 << _HASH_BITS  # the smallest key of what is dated


def number(text: str, bits: int) -> int:
    """A number that stands for an id."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> (64 - bits)
