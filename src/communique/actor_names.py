"""Names of states and organisations that an archive adds to those that every archive knows: names.yaml in its folder."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from communique import yaml_lines
from communique.errors import ProfileError, UsageError
from communique.ids import short_id
from communique.names import actor_code, country_code, fold
from communique.yaml_lines import Node

COUNTRY, ORGANISATION = "country", "organisation"
_ENGLISH = "en"
_PARTS = ("countries", "organisations", "places")  # places are for people to read: no claim is theirs
_FIELDS = ("names", "demonyms", "capital")
_LANG = re.compile(r"[a-z]{2,3}")
_ID = re.compile(r"[A-Z][A-Za-z0-9-]{1,19}")
_TODO = "Mend the file, or move it away to do without."


@dataclass(frozen=True, slots=True)
class ActorName:
    """One name of an actor in texts of a language."""

    form: str  # as written; `*` at the end of a stem
    lang: str
    code: str
    kind: str  # country, organisation
    adjective: bool = False  # a demonym, or a capital


@dataclass(frozen=True, slots=True)
class ActorNames:
    """Names in the order of the file. They are equal when their digests are, since readers ask for them with every phrase."""

    entries: tuple[ActorName, ...] = field(default=(), compare=False)
    digest: str = ""  # empty: no names

    def of(self, lang: str | None) -> ActorNames:
        """The names for texts of a language: its own, then the English ones."""
        return _of(self, (lang or _ENGLISH).split("-")[0]) if self.entries else self

    def code(self, name_or_code: str | None) -> str | None:
        """The code of an actor by its code or one of its names; None when unknown, or when two share the name."""
        word = (name_or_code or "").strip()
        if not self.entries or not word:
            return None
        found = _index(self)
        return word if word in found[0] else found[1].get(fold(word)) or found[1].get(fold(word).removeprefix("the "))


NO_NAMES = ActorNames()


def load(file: Path) -> ActorNames:
    """The names of an archive's own file; none where there is no file.

    Raises:
        UsageError: the file is not of that form.
    """
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return NO_NAMES
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read: {error}", "Save it as UTF-8 text that you may read.") from error
    try:
        root = yaml_lines.read(text, str(file), _TODO)
        return _bundle(tuple(dict.fromkeys(_entries(root.fields("countries or organisations", _PARTS)))))
    except ProfileError as error:
        raise UsageError(error.message, error.todo) from error


def _bundle(entries: tuple[ActorName, ...]) -> ActorNames:
    words = (f"{one.lang} {one.code} {one.kind} {one.adjective} {one.form}" for one in entries)
    return ActorNames(entries, short_id(*words)) if entries else NO_NAMES


def _entries(parts: Mapping[str, Node]) -> Iterator[ActorName]:
    if "countries" in parts:
        for code, node in parts["countries"].fields("codes").items():
            if country_code(code) != code:
                raise node.error(f"{code!r} is no code of a state", "Write its ISO 3166 alpha-3, or one of XAA to XZZ.")
            for lang, said in _languages(node):
                yield from _of_country(code, lang, said.fields("names, demonyms, capital", _FIELDS))
    if "organisations" in parts:
        for code, node in parts["organisations"].fields("ids").items():
            other = actor_code(code)
            if not _ID.fullmatch(code) or other not in (None, code):
                what = f"{code!r} is no id" + (f", it means {other}" if other else "")
                raise node.error(what, "Write an id of your own: a capital, then letters, digits and -.")
            for lang, said in _languages(node):
                yield from (ActorName(form.strip(), lang, code, ORGANISATION) for form in said.strings())


def _languages(node: Node) -> Iterator[tuple[str, Node]]:
    for lang, said in node.fields("languages").items():
        if not _LANG.fullmatch(lang):
            raise said.error(f"{lang!r} is no language", "Write its code, such as en, ru, zh.")
        yield lang, said


def _of_country(code: str, lang: str, said: Mapping[str, Node]) -> Iterator[ActorName]:
    for part, node in said.items():
        yield from (ActorName(form.strip(), lang, code, COUNTRY, part != "names") for form in node.strings())


@functools.lru_cache(maxsize=64)
def _of(known: ActorNames, lang: str) -> ActorNames:
    return _bundle(tuple(one for wanted in dict.fromkeys((lang, _ENGLISH)) for one in known.entries if one.lang == wanted))


@functools.lru_cache(maxsize=64)
def _index(known: ActorNames) -> tuple[frozenset[str], Mapping[str, str]]:
    """The codes, and the codes of folded names that only one actor has."""
    codes: dict[str, set[str]] = {}
    for one in known.entries:
        if not one.adjective:
            codes.setdefault(fold(one.form), set()).add(one.code)
    return frozenset(one.code for one in known.entries), {form: min(those) for form, those in codes.items() if len(those) == 1}
