"""The page of the JSON contract: the records as the code gives them, each field with its words from fields.yaml."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import yaml
from markdown import code, page, table

from communique import model
from communique.access import records
from communique.issuers import Profile

WORDS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "fields.yaml").read_text("utf-8"))


def filled(kind: Any, **values: Any) -> Any:
    """A noun with something in every field, so that a record shows all of its own."""
    hints = typing.get_type_hints(kind)
    names = hints if hasattr(kind, "_fields") else kind.__dataclass_fields__
    return kind(**{name: values[name] if name in values else _some(hints[name]) for name in names})


def _some(hint: Any) -> Any:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _some(next(one for one in inner if one is not type(None)))
    if origin is typing.Literal:
        return inner[0]
    if is_dataclass(hint) or hasattr(hint, "_fields"):
        return filled(hint)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {}
    if origin is tuple:
        listed = inner[-1] is Ellipsis and (is_dataclass(inner[0]) or hasattr(inner[0], "_fields"))
        return (_some(inner[0]),) if listed else ()
    if isinstance(origin, type):
        return ()
    return {int: 1, float: 1.0, bool: True}.get(hint, "x")


def samples() -> dict[str, Callable[[], dict[str, Any]]]:
    """Name of a record -> the record of a filled noun."""
    new = {"withdrawn": None, "change": "new"}
    return {
        "add": lambda: records.added(filled(model.Added, **new)),
        "add: refused": lambda: records.added(filled(model.Added, **{**new, "change": "refused"})),
        "add: failed": lambda: records.added(filled(model.Fault)),
        "add: withdrawn": lambda: records.added(filled(model.Added)),
        "statement": lambda: records.statement(filled(model.Statement, withdrawn=None)),
        "statement: withdrawn": lambda: records.statement(filled(model.Statement)),
        "version": lambda: records.version(filled(model.Version)),
        "capture": lambda: records.capture(filled(model.Capture)),
        "change": lambda: records.change(filled(model.Change)),
        "decision": lambda: records.decision(filled(model.Decision)),
        "link": lambda: records.link(filled(model.Link)),
        "search": lambda: records.results(filled(model.Hits, notes=(model.Note(1, "x"),), over_time={"2020": 1})),
        "suggestion": lambda: records.suggestion(filled(model.Suggestion)),
        "hit": lambda: records.hit(filled(model.Hit)),
        "extract": lambda: records.extraction(filled(model.Extraction)),
        "date": lambda: records.stated_date(filled(model.StatedDate)) or {},
        "diff": lambda: records.edit(filled(model.Edit)),
        "claim": lambda: records.claim(filled(model.Claim)),
        "claims: counts": lambda: records.claim_counts(filled(model.Claims), "own"),
        "read: document": lambda: records.document(filled(model.Reading), "x"),
        "read: sentence": lambda: records.sentence(filled(model.ReadSentence)),
        "read: attribution": lambda: records.attribution(filled(model.Attribution)),
        "fault": lambda: records.fault(filled(model.Fault)),
        "profile": lambda: records.profile(filled(Profile)),
    }


def names(record: Mapping[str, Any], words: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Names of all fields; `a.b` inside an object, `a[].b` inside a list of objects; not inside a record of its own."""
    for name, value in record.items():
        path = f"{prefix}{name}"
        yield path
        own = "record" in str((words.get(path) or [""])[0])
        if isinstance(value, Mapping) and value and not own:
            yield from names(value, words, f"{path}.")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping) and not own:
            yield from names(value[0], words, f"{path}[].")


def gaps() -> list[str]:
    """Fields without words, and words without a field."""
    found: list[str] = []
    for name, sample in samples().items():
        words = WORDS.get(name, {}).get("fields", {})
        given = set(names(sample(), words))
        found += [f"{name}: field {field} is not described" for field in sorted(given - set(words))]
        found += [f"{name}: there is no field {field}" for field in sorted(set(words) - given)]
    return found


def render() -> str:
    """docs/reference/json.md."""
    return page("The JSON contract", WORDS["about"], *(_section(name, spec) for name, spec in WORDS.items() if name != "about"))


def _section(name: str, spec: Mapping[str, Any]) -> str:
    rows = [(code(field), words[0], words[1]) for field, words in spec["fields"].items()]
    return f"## {name}\n\n{spec['about'].strip()}\n\n{table(('field', 'is', ''), rows)}"
