"""A statement's values: what its current version says, and over that what people decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique import names
from communique.issuers import Issuers
from communique.query import date_bounds

EDITABLE = ("title", "date", "issuer", "kind", "lang")


@dataclass(frozen=True, slots=True)
class Standing:
    """The decisions on one statement that stand: those not undone."""

    values: Mapping[str, str | None]
    tags: tuple[str, ...]
    withdrawn: dict[str, Any] | None
    links: tuple[tuple[str, str, str], ...]  # other statement, kind, by whom
    corrections: tuple[Mapping[Any, Any], ...] = ()  # the decisions that correct claims, in order


def standing(decisions: Sequence[Mapping[Any, Any]]) -> Standing:
    """Replay decisions in their order."""
    undone = {d["undoes"] for d in decisions if d["action"] == "undo"}
    values: dict[str, str | None] = {}
    tags: set[str] = set()
    withdrawn: dict[str, Any] | None = None
    links: dict[tuple[str, str], str] = {}
    corrections: list[Mapping[Any, Any]] = []
    for one in decisions:
        if one["id"] in undone:
            continue
        said = one["values"]
        if one["action"] == "edit":
            values.update(said)
        elif one["action"] == "tag":
            tags.add(said["tag"])
        elif one["action"] == "untag":
            tags.discard(said["tag"])
        elif one["action"] == "withdraw":
            withdrawn = {"at": one["at"], "by": one["by"], "reason": said["reason"]}
        elif one["action"] == "link":
            links[said["to"], said["kind"]] = one["by"]
        elif one["action"] == "correct":
            corrections.append(one)
    linked = tuple((to, kind, by) for (to, kind), by in links.items())
    return Standing(values, tuple(sorted(tags)), withdrawn, linked, tuple(corrections))


@dataclass(frozen=True, slots=True)
class Composer:
    """Makes the row of a statement."""

    issuers: Issuers
    keep_page_text: bool = True

    def compose(
        self, capture: Mapping[Any, Any], version: Mapping[Any, Any], decided: Sequence[Mapping[Any, Any]]
    ) -> dict[str, Any]:
        """The row of `statements` for a current version, the capture it is named by, and all decisions on it."""
        stands = standing(decided)
        values = {name: stands.values.get(name, version[name]) for name in EDITABLE}
        name, country = self.body(values["issuer"], values["lang"], version["country"])
        low, high = date_bounds(values["date"]) if values["date"] else (None, None)
        return {
            "id": capture["statement"],
            "key": capture["key"],
            "url": capture["url"],
            "dataset": capture["dataset"],
            "original_id": capture["original_id"],
            "version": version["id"],
            **values,
            "date_low": low,
            "date_high": high,
            "issuer_name": name,
            "country": country,
            "number": version["number"],
            "tags": list(stands.tags),
            "withdrawn": stands.withdrawn,
        }

    def body(self, issuer: str | None, lang: str | None, country: str | None) -> tuple[str | None, str | None]:
        """Name and code of an issuer: from its profile, else the name as given and what it or the data set says."""
        if issuer is None:
            return None, names.country_code(country) if country else None
        profile = self.issuers.by_id.get(issuer)
        if profile is None:
            return issuer, (names.country_code(country) if country else None) or names.country_code(issuer)
        named = profile.names.get(lang or "") or profile.names.get("en") or next(iter(profile.names.values()), ())
        return (named[0] if named else issuer), profile.code
