"""A Word document (ECMA-376, ISO/IEC 29500) as a package: its parts, unpacked within limits, and its styles."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from communique.errors import ExtractionError

MOST = 64_000_000  # bytes that all parts read may unpack to together; a thousand pages of text have about ten million
_WORD = ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
_OLE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OFF = ("0", "false", "off", "none")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph or run of that style is."""

    role: str | None = None  # title, heading, quote, list
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a document that hold text; elements are lxml's."""

    body: Any
    notes: dict[str, dict[str, Any]]  # `footnote`, `endnote` -> id -> its element
    margins: tuple[tuple[str, Any], ...]  # ("page header" or "page footer", its element)
    styles: dict[str, Style] = field(default_factory=dict)


def read(data: bytes) -> Package:
    """The package in some bytes.

    Raises:
        ExtractionError: it is encrypted, corrupt, of another kind, or unpacks to more than `MOST`.
    """
    if data.startswith(_OLE):
        locked = "encrypted: the document asks for a password"
        raise ExtractionError(locked if _LOCKED in data else "corrupt: an old Office file under the name of a new one")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _package(_Parts(archive))
    except _DAMAGED as error:
        raise ExtractionError(f"corrupt: not a readable Word document ({error})") from error
    except RuntimeError as error:  # zipfile's word for a member with a password
        raise ExtractionError(f"encrypted: {error}") from error


class _Parts:
    """The XML parts of a package, each parsed once."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.left = archive, MOST
        self.names = sorted(archive.namelist())

    def matching(self, pattern: str) -> Iterator[Any]:
        """The roots of the parts of such names, in order."""
        return (self.root(name) for name in self.names if re.fullmatch(pattern, name, re.I))

    def root(self, name: str) -> Any:
        """The root element of a part; entities are not resolved, nothing outside is fetched."""
        from lxml import etree

        with self.archive.open(name) as member:
            data = member.read(self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise ExtractionError(f"the document unpacks to more than the {MOST / 1e6:.0f} MB that are read")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise ExtractionError(f"corrupt: {name} is not well-formed ({error})") from error


def _package(parts: _Parts) -> Package:
    main = next(parts.matching(r"word/document\d*\.xml"), None)
    body = next((child for child in main if name_of(child) == "body"), None) if main is not None else None
    if body is None:
        raise ExtractionError("corrupt: a ZIP file without the text of a Word document")
    notes = {
        kind: {
            attribute(note, "id"): note for root in parts.matching(rf"word/{kind}s\d*\.xml") for note in root if _is_text(note)
        }
        for kind in ("footnote", "endnote")
    }
    margins = [(f"page {kind}", root) for kind in ("header", "footer") for root in parts.matching(rf"word/{kind}\d*\.xml")]
    return Package(body, notes, tuple(margins), _styles(next(parts.matching(r"word/styles\d*\.xml"), None)))


def _is_text(note: Any) -> bool:
    """Whether a footnote is one, and not the line above footnotes."""
    return name_of(note) in ("footnote", "endnote") and attribute(note, "type") in ("", "normal")


def name_of(element: Any) -> str:
    """The local name of an element of WordprocessingML; of any other, its name in braces; of no element, nothing."""
    if not isinstance(element.tag, str):  # an entity of a DTD, which is not resolved
        return ""
    namespace, _, name = element.tag[1:].partition("}")
    return name if namespace in _WORD else element.tag


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name; empty when there is none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: Any, *path: str) -> Any:
    """The first descendant along a path of local names; None when there is none."""
    for name in path:
        element = next((inner for inner in element if name_of(inner) == name), None) if element is not None else None
    return element


def is_on(properties: Any, name: str) -> bool | None:
    """Whether a toggle property is set, taken back, or (None) not mentioned."""
    found = child(properties, name)
    return None if found is None else attribute(found, "val") not in _OFF


def _styles(root: Any) -> dict[str, Style]:
    """Styles by id; their built-in names are English in every language of the program."""
    if root is None:
        return {}
    elements = {attribute(style, "styleId"): style for style in root if name_of(style) == "style"}
    found: dict[str, Style] = {}
    for id_ in elements:
        chain, at = list[Any](), id_
        while at in elements and len(chain) < 12:
            chain.append(elements[at])
            at = attribute(child(elements[at], "basedOn"), "val") if child(elements[at], "basedOn") is not None else ""
        role = next((role for style in chain if (role := _role(style))), None)
        bold = next((on for style in chain if (on := is_on(child(style, "rPr"), "b")) is not None), False)
        found[id_] = Style(role, bold)
    return found


def _role(style: Any) -> str | None:
    label = child(style, "name")
    name = attribute(label, "val").lower() if label is not None else ""
    if name == "title":
        return "title"
    if re.match(r"heading \d", name) or outlined(child(style, "pPr")):
        return "heading"
    if name in ("quote", "intense quote", "block text"):
        return "quote"
    return "list" if name.startswith("list ") or child(style, "pPr", "numPr") is not None else None


def outlined(properties: Any) -> bool:
    """Whether paragraph properties make a heading: an outline level from 0 to 8."""
    level = child(properties, "outlineLvl")
    return level is not None and attribute(level, "val") in tuple("012345678")
