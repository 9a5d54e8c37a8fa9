"""What is known of a language: pronouns, words of issuers, labels of turns."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from communique.names import fold

_FOLDER = "reading/frame"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists of resources/reading/frame/LANG.yaml, folded."""

    lang: str
    stems: str | None
    words: Mapping[str, frozenset[str]]
    bodies: Mapping[str, frozenset[str]]

    def has(self, name: str, word: str) -> bool:
        """Whether a folded word or phrase stands in that list."""
        return word in self.words.get(name, frozenset())

    def alone(self, body: str | None, word: str) -> bool:
        """Whether a folded phrase without article names an issuer of that kind when it stands alone."""
        return word in self.bodies.get("any", ()) or (body is not None and word in self.bodies.get(body, ()))


@functools.cache
def lexicon(lang: str | None) -> Lexicon | None:
    """The lexicon of a language; None where there is none."""
    base = (lang or "").split("-")[0].lower()
    file = resources.files("communique.resources").joinpath(f"{_FOLDER}/{base}.yaml")
    if not base.isalpha() or not file.is_file():
        return None
    loaded: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    stems, bodies = loaded.pop("stems", None), loaded.pop("bodies", {})
    return Lexicon(
        base,
        stems,
        {name: frozenset(fold(str(word)) for word in words) for name, words in loaded.items()},
        {name: frozenset(fold(str(word)) for word in words) for name, words in bodies.items()},
    )


@functools.cache
def languages() -> frozenset[str]:
    """The languages that have a lexicon."""
    folder = resources.files("communique.resources").joinpath(_FOLDER)
    return frozenset(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))
