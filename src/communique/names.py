"""Names of countries and organisations: codes, names in many languages side by side, regions. It prefers no name of a place."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

_MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]")
_APART = re.compile(r"(?:(?![\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])[\W_])+")
_DOTTED = re.compile(r"\b(\w)\.(?=\w\b)")
_USER_ASSIGNED = re.compile(r"X[A-Z]{2}")


def fold(name: str) -> str:
    """A name as it is compared: case, accents, vowel points, punctuation and runs of space do not matter (`U.S.` is `US`)."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", name.replace("ı", "i"))).casefold()
    return unicodedata.normalize("NFC", _APART.sub(" ", _DOTTED.sub(r"\1", plain))).strip()


def country_code(name_or_code: str | None) -> str | None:
    """ISO 3166 alpha-3 of a country by alpha-2, alpha-3, or its name in any language of names.json; None when unknown.

    User-assigned codes (XAA to XZZ) pass as they are. A name that two countries share is unknown.
    """
    word = (name_or_code or "").strip()
    if _USER_ASSIGNED.fullmatch(word):
        return word
    by_name = _indexed("index", word)
    if by_name and word.istitle():
        return by_name  # `Nga` is Vietnamese for Russia, `NGA` and `nga` are Nigeria
    code = word.upper()
    return code if code in _data()["names"] else _data()["alpha2"].get(code, by_name)


def _indexed(index: str, name: str) -> str | None:
    """The code of a folded name in one of the indexes, with or without an English article."""
    folded = fold(name)
    found = _data()[index].get(folded) or _data()[index].get(folded.removeprefix("the "))
    return str(found) if found else None


def country_names(code: str) -> Mapping[str, str]:
    """Language -> the name of a country (alpha-3), all side by side; empty when the code is unknown."""
    names: Mapping[str, str] = _data()["names"].get(code, {})
    return names


def country_forms(code: str, lang: str) -> tuple[str, ...]:
    """All names of a country (alpha-3) in a language, formal and older ones too; empty when there are none."""
    first = country_names(code).get(lang)
    forms = ((first,) if first else ()) + tuple(_data()["more_names"].get(code, {}).get(lang, ()))
    return forms + tuple(
        head for form in forms if form.endswith(")") and (head := form.partition("(")[0].strip()) and head not in forms
    )


def countries() -> tuple[str, ...]:
    """The codes of all countries and areas."""
    return tuple(_data()["names"])


def organisations() -> tuple[str, ...]:
    """The ids of all organisations."""
    return tuple(_data()["organisations"])


@functools.cache
def demonyms(lang: str) -> Mapping[str, str]:
    """Words that stand for a state in a language's texts (capital, demonym; `*` at the end of a stem) -> alpha-3."""
    file = resources.files("communique.resources").joinpath(f"names/demonyms/{lang}.tsv")
    if not file.is_file():
        return {}
    rows = (line.split("\t") for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {word.strip(): code for code, *columns in rows for column in columns for word in column.split(",") if word.strip()}


@dataclass(frozen=True, slots=True)
class Leader:
    """A person in office by whom a state or an organisation speaks."""

    code: str  # alpha-3 or organisation id
    names: tuple[str, ...]  # spellings side by side
    surnames: tuple[str, ...]  # those that are unmistakable alone
    office: str
    since: int
    until: int | None  # None: still


@functools.cache
def leaders() -> tuple[Leader, ...]:
    """The people of resources/names/leaders.tsv."""
    text = resources.files("communique.resources").joinpath("names/leaders.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(
        Leader(code, _listed(full), _listed(surnames), office, int(since), int(until) if until else None)
        for code, full, surnames, office, since, until in rows
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(",") if word.strip())


def region_of(code: str) -> str | None:
    """The number of the UN M49 subregion of a country (alpha-3), such as `145`; None when it has none."""
    number = _data()["regions"].get(code)
    return str(number) if number else None


def region_names(number: str) -> Mapping[str, str]:
    """Language -> the name of a UN M49 subregion, such as `Western Asia`; empty when the number is unknown."""
    names: Mapping[str, str] = _data()["region_names"].get(number, {})
    return names


def region_numbers() -> tuple[str, ...]:
    """The numbers of all UN M49 subregions."""
    return tuple(_data()["region_names"])


def region_number(name_or_number: str) -> str | None:
    """The number of a UN M49 subregion by its number or by one of its names; None when unknown."""
    word = name_or_number.strip()
    if word in _data()["region_names"]:
        return word
    wanted = fold(word)
    return next((n for n, names in _data()["region_names"].items() if wanted in map(fold, names.values())), None)


def countries_of_region(number: str) -> tuple[str, ...]:
    """The codes (alpha-3) of the countries of a UN M49 subregion."""
    return tuple(code for code, region in _data()["regions"].items() if region == number)


def organisation_code(name_or_code: str | None) -> str | None:
    """The id of an organisation by its id or one of its names in resources/names/organisations.yaml; None when unknown."""
    word = (name_or_code or "").strip()
    return word if word in _data()["organisations"] else _indexed("organisation_index", word)


def organisation_names(code: str) -> Mapping[str, tuple[str, ...]]:
    """Language -> the names of an organisation, the full one first; empty when the id is unknown."""
    return {lang: tuple(names) for lang, names in _data()["organisations"].get(code, {}).items()}


def actor_code(name_or_code: str | None) -> str | None:
    """The code of a country or, failing that, of an organisation; None when unknown."""
    return country_code(name_or_code) or organisation_code(name_or_code)


def country_of_host(host: str) -> tuple[str | None, str | None]:
    """What the last label of a host says: alpha-3 and the label (`az`), or None twice where it is no country's."""
    label = host.rsplit(".", 1)[-1].lower()
    code = _data()["alpha2"].get(label.upper())
    return (code, label) if code else (None, None)


@functools.cache
def _data() -> dict[str, Any]:
    """names.json, read once."""
    text = resources.files("communique.resources").joinpath("names/names.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
