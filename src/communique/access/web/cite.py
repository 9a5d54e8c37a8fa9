"""How to cite a statement: in words, as BibTeX, CSL-JSON and RIS. What is unknown is left out, never made up."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from communique.access.web.show import date
from communique.model import Statement

FORMATS = {"bibtex": ("BibTeX", "bib", "application/x-bibtex"), "csl": ("CSL-JSON", "json", "application/json"),
           "ris": ("RIS", "ris", "application/x-research-info-systems")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation is made from."""

    statement: Statement
    captured: str | None  # when the page was taken from its source


def plain(one: Cited) -> str:
    """One sentence, as a footnote has it."""
    stated = one.statement
    parts = [
        stated.issuer_name or stated.issuer,
        f"“{stated.title}”" if stated.title else None,
        date(stated.date) if stated.date else "undated",
    ]
    parts.append(f"No. {stated.number}" if stated.number else None)
    parts.append(stated.url)
    parts.append(f"captured {date(one.captured[:10])}" if one.captured else None)
    parts.append(f"archived as {stated.id}, version {stated.version}")
    return ", ".join(part for part in parts if part) + "."


def bibtex(one: Cited) -> str:
    """An entry of the kind misc."""
    stated = one.statement
    fields = {
        "author": f"{{{_tex(stated.issuer_name or stated.issuer)}}}" if stated.issuer else None,
        "title": f"{{{_tex(stated.title)}}}" if stated.title else None,
        "year": stated.date[:4] if stated.date else None,
        "month": stated.date[5:7] if stated.date and len(stated.date) > 4 else None,
        "day": stated.date[8:10] if stated.date and len(stated.date) > 7 else None,
        "number": _tex(stated.number),
        "url": stated.url,
        "urldate": one.captured[:10] if one.captured else None,
        "langid": stated.lang,
        "note": f"Archived as {stated.id}, version {stated.version}",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{stated.id},\n" + ",\n".join(lines) + "\n}\n"


def csl(one: Cited) -> str:
    """A list of one item (CSL-JSON)."""
    stated = one.statement
    item: dict[str, object] = {"id": stated.id, "type": "document", "title": stated.title}
    item["author"] = [{"literal": stated.issuer_name or stated.issuer}] if stated.issuer else None
    item["issued"] = {"date-parts": [[int(p) for p in stated.date[:10].split("-")]]} if stated.date else None
    item["accessed"] = {"date-parts": [[int(p) for p in one.captured[:10].split("-")]]} if one.captured else None
    item |= {"number": stated.number, "URL": stated.url, "language": stated.lang, "genre": stated.kind}
    item["archive_location"] = f"{stated.id}, version {stated.version}"
    return json.dumps([{k: v for k, v in item.items() if v}], ensure_ascii=False, indent=2) + "\n"


def ris(one: Cited) -> str:
    """A record of the type GEN."""
    stated = one.statement
    fields = [
        ("TY", "GEN"),
        ("AU", stated.issuer_name or stated.issuer),
        ("TI", stated.title),
        ("PY", stated.date[:4] if stated.date else None),
        ("DA", stated.date.replace("-", "/") if stated.date else None),
        ("M1", stated.number),
        ("UR", stated.url),
        ("Y2", one.captured[:10].replace("-", "/") if one.captured else None),
        ("LA", stated.lang),
        ("AN", f"{stated.id}, version {stated.version}"),
    ]
    return "".join(f"{tag}  - {_line(value)}\n" for tag, value in fields if value) + "ER  - \n"


def formatted(one: Cited, format_: str) -> str:
    """In one of the formats of `FORMATS`."""
    return {"bibtex": bibtex, "csl": csl, "ris": ris}[format_](one)


def _tex(value: str | None) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", _line((value or "").replace("\\", "/")))


def _line(value: str) -> str:
    return " ".join(value.split())
