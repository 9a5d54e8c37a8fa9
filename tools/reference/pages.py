"""The pages that are read from the ground floor and the catalog: errors, settings, profiles, catalog, glossary, Python."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import source
import yaml
from markdown import code, page, table

import communique
from communique import acts, errors, model, profiles, settings
from communique.holdings import schema

HERE = Path(__file__).parent
COLUMNS: dict[str, Any] = yaml.safe_load((HERE / "catalog.yaml").read_text("utf-8"))
GLOSSARY: dict[str, Any] = yaml.safe_load((HERE / "glossary.yaml").read_text("utf-8"))
SETTINGS: dict[str, str] = yaml.safe_load((HERE / "settings.yaml").read_text("utf-8"))
VALUES = {  # what a word may be, where the code has a closed list
    "kind": model.KINDS,
    "change": get_args(model.ChangeKind),
    "edit": get_args(model.EditKind),
    "link": get_args(model.LinkKind),
    "page type": get_args(model.PageType),
    "body": profiles.BODIES,
    "act": acts.ACTS,
}


def errors_page() -> str:
    """docs/reference/errors.md."""
    title, _, tree = source.doc(errors).partition("\n")
    names = re.findall(r"^[│├└─ ]*(\w+) ", tree, re.M)
    rows = [(code(n), getattr(errors, n).exit_code, source.first_line(getattr(errors, n))) for n in names]
    about = "Every message says who, what happened where, and what to do. `.message` and `.todo` hold the two halves."
    return page("Errors", title, f"```\n{tree.strip()}\n```", about, table(("error", "exit code", ""), rows))


def settings_page() -> str:
    """docs/reference/settings.md."""
    in_file = settings._FROM_FILE
    rows = [
        (code(name), code(default), "yes" if name in in_file else "", comment)
        for name, _, default, comment in source.field_rows(settings.Settings)
    ]
    variables = [(code(settings.ARCHIVE_VARIABLE), SETTINGS["archive"]), (code(settings.USER_VARIABLE), SETTINGS["user"])]
    parts = (
        SETTINGS["about"],
        table(("setting", "default", "in archive.toml", ""), rows),
        "## Environment\n",
        table(("variable", ""), variables),
    )
    return page("Settings", *parts)


def settings_gaps() -> list[str]:
    """Settings without words."""
    return [f"settings: {n} is not described" for n, _, _, said in source.field_rows(settings.Settings) if not said]


def profiles_page() -> str:
    """docs/reference/profiles.md."""
    hidden = {"origin"}
    rows = [(code(n), code(k), said) for n, k, _, said in source.field_rows(profiles.Profile) if n not in hidden]
    series = [(code(n), code(k), said) for n, k, _, said in source.field_rows(profiles.Series)]
    lists = [("body", profiles.BODIES), ("date_order", profiles.DATE_ORDERS), ("selectors", profiles.SELECTORS)]
    return page(
        "Profiles of issuers",
        source.doc(profiles),
        table(("field", "is", ""), rows),
        "## series\n",
        table(("field", "is", ""), series),
        "## Closed lists\n",
        table(("field", "values"), [(code(n), " ".join(map(code, values))) for n, values in lists]),
    )


def catalog_page() -> str:
    """docs/reference/catalog.md."""
    parts = [COLUMNS["about"]]
    for found in schema.metadata.tables.values():
        words = COLUMNS.get(found.name, {})
        keys = {column.name for column in found.primary_key.columns}
        rows = [
            (code(c.name) + (" (key)" if c.name in keys else ""), str(c.type), words.get("columns", {}).get(c.name, ""))
            for c in found.columns
        ]
        parts += [f"## {found.name}\n", words.get("about", ""), table(("column", "type", ""), rows)]
    return page("The catalog", *parts)


def catalog_gaps() -> list[str]:
    """Tables and columns without words."""
    found: list[str] = []
    for table_ in schema.metadata.tables.values():
        words = COLUMNS.get(table_.name, {}).get("columns", {})
        columns = {column.name for column in table_.columns}
        found += [f"catalog: {table_.name}.{name} is not described" for name in sorted(columns - set(words))]
        found += [f"catalog: there is no {table_.name}.{name}" for name in sorted(set(words) - columns)]
    return found


def glossary_page() -> str:
    """docs/reference/glossary.md."""
    rows = [(f"**{word}**", words) for word, words in GLOSSARY["words"].items()]
    values = [
        (f"**{name}**", code(v), GLOSSARY["values"].get(name, {}).get(v, "")) for name, all_ in VALUES.items() for v in all_
    ]
    return page(
        "Glossary", GLOSSARY["about"], table(("word", "means"), rows), "## Values\n", table(("of", "value", "means"), values)
    )


def glossary_gaps() -> list[str]:
    """Values without words."""
    wanted = [(name, value) for name, all_ in VALUES.items() for value in all_]
    return [
        f"glossary: {name} {value} is not described" for name, value in wanted if value not in GLOSSARY["values"].get(name, {})
    ]


def python_page() -> str:
    """docs/reference/python.md."""
    names = list(communique.__all__)
    functions = [n for n in names if inspect.isfunction(getattr(communique, n))]
    classes = [n for n in names if inspect.isclass(getattr(communique, n))]
    nouns = [n for n in classes if hasattr(getattr(communique, n), "__dataclass_fields__")]
    raised = [n for n in classes if issubclass(getattr(communique, n), Exception)]
    return page(
        "Python",
        "`import communique`. These names are stable; modules below the package are not.",
        "## Functions\n",
        *(_function(f"communique.{n}", getattr(communique, n)) for n in functions),
        "## Archive\n",
        source.doc(communique.Archive),
        *(_function(name, member) for name, member in _methods(communique.Archive)),
        "## Nouns\n",
        "All are frozen. " + source.doc(model).partition("\n\n")[2],
        *(_noun(getattr(communique, n)) for n in nouns),
        "## Errors\n",
        f"{', '.join(map(code, raised))}; the whole tree: [errors.md](errors.md).",
    )


def _methods(kind: type) -> Iterator[tuple[str, Any]]:
    for name, member in vars(kind).items():
        if not name.startswith("_"):
            yield f"archive.{name}", getattr(member, "func", member)


def _function(name: str, function: Any) -> str:
    described = re.sub(r"\n*^(\w[\w ]*):$", r"\n\n*\1*\n", source.doc(function), flags=re.M)
    if not callable(function) or name == "archive.issuers":
        return f"### {name}\n\n{described}"
    signature = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(function)))
    signature = signature.replace("(self, ", "(").replace("(self)", "()")
    return f"### {name.rpartition('.')[2]}\n\n```python\n{_folded(name, signature)}\n```\n\n{_arguments(described)}"


def _folded(name: str, signature: str) -> str:
    """A signature on one line, or one argument a line."""
    if len(name + signature) <= 100:
        return name + signature
    inside, _, result = signature[1:].rpartition(")")
    depth, pieces = 0, [""]
    for char in inside:
        depth += (char in "[(") - (char in "])")
        if char == "," and not depth:
            pieces.append("")
        else:
            pieces[-1] += char
    return f"{name}(\n" + "".join(f"    {piece.strip()},\n" for piece in pieces) + f"){result}"


def _arguments(text: str) -> str:
    """Indented lines as a list."""
    return re.sub(r"^ {4}(?! )", "- ", text, flags=re.M)


def _noun(kind: type) -> str:
    rows = [(code(name), code(type_), said) for name, type_, _, said in source.field_rows(kind)]
    return f"### {kind.__name__}\n\n{source.first_line(kind)}\n\n{table(('field', 'type', ''), rows)}"
