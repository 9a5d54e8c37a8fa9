"""The catalogue of issuers: the packaged profiles, and the archive's own over them.

The packaged ones are YAML files in resources/issuers; `tools/issuers/compile.py` writes them into one JSON file, because
parsing hundreds of YAML files would take longer than everything else at start.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from communique.errors import NotFound, ProfileError
from communique.ids import host_of
from communique.names import fold
from communique.profiles import (
    BODIES,
    DATE_ORDERS,
    SELECTORS,
    Profile,
    Series,
    draft,
    folder_of,
    page_file,
    parse_profile,
    problems,
    remarks,
)

__all__ = [
    "BODIES",
    "DATE_ORDERS",
    "SELECTORS",
    "Issuers",
    "Profile",
    "Series",
    "as_json",
    "draft",
    "folder_of",
    "from_json",
    "load",
    "page_file",
    "parse_profile",
    "problems",
    "remarks",
]

# Names under which many bodies of a country are registered: the address of one of them says nothing about the others.
_REGISTRY = re.compile(r"(gov|gob|gouv|gub|go|govt|gv|gc|mil|com|co|org|net|int|edu|ac)\.[a-z]{2}")


class Issuers:
    """Profiles by id, host and name. Later profiles replace earlier ones of the same id; their hosts and names come first."""

    def __init__(self, *layers: Iterable[Profile]) -> None:
        self._layers = [{profile.id: profile for profile in layer} for layer in layers]
        self.by_id: dict[str, Profile] = {}
        for layer in self._layers:
            self.by_id |= layer
        self._hosts: dict[str, list[tuple[str, int, Profile]]] = {}
        self._names: dict[str, list[tuple[int, Profile]]] | None = None
        for rank, profile in self._ranked():
            for entry in profile.hosts:
                host, _, path = entry.lower().partition("/")
                self._hosts.setdefault(host, []).append(("/" + path.rstrip("/") if path else "", rank, profile))

    def _ranked(self) -> Iterator[tuple[int, Profile]]:
        """Every profile that counts, with the number of its layer."""
        for rank, layer in enumerate(self._layers):
            yield from ((rank, profile) for name, profile in layer.items() if self.by_id[name] is profile)

    def __len__(self) -> int:
        return len(self.by_id)

    def all(self) -> Iterator[Profile]:
        """Every profile, by id."""
        return iter(sorted(self.by_id.values(), key=lambda profile: profile.id))

    def get(self, name_or_id: str) -> Profile:
        """The profile of that id or name.

        Raises:
            NotFound: when there is none; near ids are named.
        """
        profile = self.named(name_or_id)
        if profile is None:
            near = sorted(i for i in self.by_id if fold(name_or_id)[:4] and fold(name_or_id)[:4] in i.replace("-", " "))[:5]
            hint = f"Perhaps {', '.join(near)}; " if near else ""
            raise NotFound(f"issuers: there is no profile {name_or_id!r}", f'{hint}"communique issuers list" lists all.')
        return profile

    def for_url(self, url: str | None) -> Profile | None:
        """The profile of the page at that address: longest host, then longest path; None when none or two answer."""
        host = host_of(url)
        if not url or not host:
            return None
        path = url.split("://", 1)[-1].partition("/")[2]
        return self.for_host(host, "/" + re.split(r"[?#]", path, maxsplit=1)[0])

    def for_host(self, host: str | None, path: str = "") -> Profile | None:
        """The profile of a host by its longest suffix (`www.` ignored), told apart by `path` where several share the host.

        `gov.xx` and the like stand for themselves only. Two equally good profiles are none, unless one is the archive's own.
        """
        labels = _ascii(host or "").split(".")
        for start in range(len(labels) - 1):
            name = ".".join(labels[start:])
            if start and _REGISTRY.fullmatch(name):
                continue
            profile = _best(self._hosts.get(name, ()), path.lower())
            if profile is not None:
                return profile
        return None

    def named(self, name_or_id: str | None) -> Profile | None:
        """The profile whose id, or one of whose full names, is this (folded); None when none or two answer."""
        if not name_or_id:
            return None
        if name_or_id in self.by_id:
            return self.by_id[name_or_id]
        if self._names is None:
            self._names = self._by_name()
        found = self._names.get(fold(name_or_id), [])
        best = [profile for rank, profile in found if rank == max(r for r, _ in found)]
        return best[0] if len(best) == 1 else None

    def _by_name(self) -> dict[str, list[tuple[int, Profile]]]:
        index: dict[str, list[tuple[int, Profile]]] = {}
        for rank, profile in self._ranked():
            for name in {fold(profile.id), *(fold(n) for names in profile.names.values() for n in names)} - {""}:
                index.setdefault(name, []).append((rank, profile))
        return index


def _ascii(host: str) -> str:
    """A host as it is compared: lower case, no `www.`, no closing dot, international names in their ASCII form."""
    host = host.strip().lower().rstrip(".").removeprefix("www.")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _best(entries: Iterable[tuple[str, int, Profile]], path: str) -> Profile | None:
    """The profile with the longest matching path, the archive's own before the packaged; None when two are equal."""
    fits = [(len(start), rank, p) for start, rank, p in entries if f"{path}/".startswith(start + "/")]
    top = max(((length, rank) for length, rank, _ in fits), default=None)
    best = {p.id: p for length, rank, p in fits if (length, rank) == top}
    return next(iter(best.values())) if len(best) == 1 else None


def load(own: Path | None = None) -> Issuers:
    """The packaged profiles, and over them those in the folder `own` (`*.yaml`), if it exists.

    Raises:
        ProfileError: when a profile in `own` is not valid, or two files there have the same id.
    """
    if own is None or not own.is_dir():
        return _packaged()
    mine: dict[str, Profile] = {}
    for file in sorted(own.glob("*.yaml")):
        profile = _from_file(file)
        if profile.id in mine:
            other = mine[profile.id].origin
            raise ProfileError(f"{file}: id {profile.id!r} is also that of {other}", "Give one of them another id.")
        mine[profile.id] = profile
    return Issuers(_packaged().by_id.values(), mine.values()) if mine else _packaged()


def _from_file(file: Path) -> Profile:
    try:
        return parse_profile(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"{file}: cannot be read: {error}", "Save it as UTF-8 text that you may read.") from error


@functools.cache
def _packaged() -> Issuers:
    """Every packaged profile, from the compiled file."""
    text = resources.files("communique.resources").joinpath("issuers/compiled.json").read_text("utf-8")
    return Issuers(from_json(item) for item in json.loads(text)["profiles"])


def as_json(profile: Profile) -> dict[str, Any]:
    """A profile as plain JSON, empty fields left out; `origin` without its folder."""
    series = [{k: getattr(s, k) for k in Series.__slots__ if getattr(s, k) is not None} for s in profile.series]
    record = {name: getattr(profile, name) for name in Profile.__slots__}
    record |= {"names": {k: list(v) for k, v in profile.names.items()}, "series": series, "selectors": dict(profile.selectors)}
    record |= {"hosts": list(profile.hosts), "languages": list(profile.languages), "origin": Path(profile.origin).name}
    return {name: value for name, value in record.items() if value}


def from_json(record: dict[str, Any]) -> Profile:
    """The profile that `as_json` wrote."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}
    values["names"] = {lang: tuple(names) for lang, names in record.get("names", {}).items()}
    values["series"] = tuple(Series(**series) for series in record.get("series", ()))
    return Profile(**values)
