"""Reads what the invented world is written in: statements, sites, labels."""

import datetime as dt
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as it is written in ``statements/ISSUER/SLUG.md``; ``extra`` holds the options of its page."""

    issuer: str
    slug: str
    lang: str
    kind: str
    url: str
    date: dt.date | None
    title_lines: tuple[str, ...]
    shown: str | None
    body: str
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.issuer}/{self.slug}"

    @property
    def title(self) -> str:
        return " ".join(self.title_lines)

    @property
    def where(self) -> str:
        return str(self.extra.get("where", "page"))

    def body_at(self, version: int) -> str:
        """The body after the silent edits up to ``version``."""
        body = self.body
        for edit in self.extra.get("edits", []):
            if edit["in"] <= version:
                if edit["from"] not in body:
                    raise ValueError(f"{self.id}: the words to edit are not in the body: {edit['from']!r}")
                body = body.replace(edit["from"], edit["to"])
        return body


@dataclass(frozen=True, slots=True)
class World:
    """Everything that was read."""

    statements: dict[str, Statement]
    sites: dict[str, Any]
    labels: dict[str, Any]
    pages: list[dict[str, Any]]
    warcs: list[dict[str, Any]]


def load() -> World:
    """Read the whole world from the folder of this file."""
    paths = sorted((HERE / "statements").glob("*/*.md"))
    statements = [_statement(path) for path in paths]
    return World(
        {s.id: s for s in statements},
        load_yaml("sites.yaml"),
        load_yaml("labels.yaml"),
        load_yaml("extra_pages.yaml"),
        load_yaml("warc.yaml"),
    )


def load_yaml(name: str) -> Any:
    """One YAML file beside this one."""
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def _statement(path: Path) -> Statement:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    facts = yaml.safe_load(head)
    return Statement(
        issuer=path.parent.name,
        slug=path.stem,
        lang=facts.pop("lang"),
        kind=facts.pop("kind"),
        url=facts.pop("url"),
        date=facts.pop("date"),
        title_lines=tuple(facts.pop("title").split(" // ")),
        shown=facts.pop("shown", None),
        body=body.strip(),
        extra=facts,
    )


def number_from(text: str, low: int, high: int) -> int:
    """A number that looks accidental and never changes."""
    return low + zlib.crc32(text.encode()) % (high - low)
