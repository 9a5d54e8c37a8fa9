"""Checks the built world: every expected text stands in its file, and counts what there is.

python tools/world/verify.py [FOLDER]     also needs pypdfium2
"""

import email
import email.policy
import json
import re
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2
from build import DEFAULT
from warcio.archiveiterator import ArchiveIterator

BLOCKS = {
    "p", "div", "td", "th", "tr", "li", "h1", "h2", "h3", "h4", "br", "blockquote", "table", "ul", "hr",
    "title", "option", "button", "label", "input", "footer",
}  # fmt: skip


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.parts.append("\n" if tag in BLOCKS else "")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append("\n" if tag in BLOCKS else "")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def squeeze(text: str) -> str:
    """Single spaces only, none at a line end."""
    return " ".join(text.split())


def page_text(data: bytes) -> str:
    """All text of an HTML page."""
    found = re.search(rb'charset="?([\w-]+)', data)
    parser = _Text()
    parser.feed(data.decode(found[1].decode() if found else "utf-8"))
    return squeeze("".join(parser.parts))


def _file_text(path: Path) -> str:
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        pages = [page.get_textpage().get_text_range() for page in document]
        lines = [line for text in pages for line in text.split("\r\n")[2:]]  # below the head and the page number
        return squeeze(re.sub("[-\ufffe]\n?", "", "\n".join(lines)))
    if path.suffix == ".mhtml":
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        part = next(p for p in message.walk() if p.get_content_type() == "text/html")
        return page_text(bytes(part.get_payload(decode=True)))
    return page_text(path.read_bytes())


def _captures(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted((folder / "warc").glob("*.gz")):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type == "response":
                    at = "".join(c for c in record.rec_headers["WARC-Date"] if c.isdigit())
                    found[f"{path.name[:-8]}@{at}"] = page_text(record.content_stream().read())
    return found


def problems(folder: Path, counts: Counter[str]) -> list[str]:
    """What is wrong with the built world, in words."""
    out: list[str] = []
    captures = _captures(folder)
    for path in sorted((folder / "expected").rglob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        name = str(path.relative_to(folder / "expected"))[:-5]
        counts[record["page_type"]] += 1
        if record["text"] is None:
            continue
        counts["lang " + record["lang"]] += 1
        if name.startswith("warc/"):
            text = captures.get(f"{name.split('/')[1]}@{name.rpartition('@')[2]}", "")
            text = text or "revisit " + squeeze(record["text"])
        else:
            text = _file_text(folder / name)
        out += _compare(name, record, text)
    return out


def _compare(name: str, record: dict[str, Any], text: str) -> list[str]:
    lines = record["text"].split("\n")
    if name.endswith(".pdf"):
        lines = [line.replace("-", "") for line in lines]
    missing = [line[:60] for line in lines if squeeze(line) not in text]
    out = [f"{name}: not in the file: {line}" for line in missing]
    if squeeze(record["title"]) not in text and not text.startswith("revisit"):
        out.append(f"{name}: title is not in the file")
    out += [f"{name}: furniture in text: {line}" for line in record["not_in_text"] if line in record["text"]]
    return out


def main() -> int:
    """Print counts and problems."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    counts: Counter[str] = Counter()
    wrong = problems(folder, counts)
    for name, count in sorted(counts.items()):
        print(f"{count:5} {name}")
    print(f"{sum(p.stat().st_size for p in folder.rglob('*') if p.is_file()):,} bytes")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
