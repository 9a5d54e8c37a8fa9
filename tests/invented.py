"""Material for tests: pages and rows of two invented states, and the command line as a function."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from pytest import MonkeyPatch

SENTENCES = (
    "The Ministry of Foreign Affairs of Karvelia strongly condemns the shelling of the village of Osten.",
    "According to the Karvelian side, the fire came from positions held by the armed forces of Tamrania.",
    "Tamrania rejects these baseless allegations and calls for an independent investigation.",
    "The Assembly of the Lake States urges both parties to exercise restraint and to return to negotiations.",
    "We express our deepest condolences to the families of the victims.",
    "The presence of mercenaries in the conflict zone poses a threat to the security of the whole region.",
)


def copied(archive: Path, to: Path) -> Path:
    """A copy of an archive that others read meanwhile: SQLite's files of open connections come and go, and are left out."""
    return Path(shutil.copytree(archive, to, ignore=shutil.ignore_patterns("*.sqlite-wal", "*.sqlite-shm")))


def page(
    title: str = "Statement on the shelling of Osten",
    paragraphs: Sequence[str] = SENTENCES,
    *,
    date: str = "14 March 2024",
    url: str | None = None,
    lang: str = "en",
    furniture: str = "Search in archive",
) -> bytes:
    """A saved page of an invented ministry."""
    canonical = f'<link rel="canonical" href="{escape(url)}">' if url else ""
    body = "\n".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>{canonical}</head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<main><article><h1>{escape(title)}</h1><time datetime="{date}">{date}</time>
{body}
</article></main>
<footer>{escape(furniture)}</footer></body></html>
""".encode()


def rows(count: int, *, start: int = 0, **columns: str) -> bytes:
    """JSONL rows with ids, titles, dates and texts that differ in every row."""
    lines = []
    for number in range(start, start + count):
        row = {
            "id": f"row-{number}",
            "title": f"Statement number {number} of the Karvelian ministry",
            "date": f"2024-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            "text": f"Item {number}. {SENTENCES[number % len(SENTENCES)]} {SENTENCES[(number + 1) % len(SENTENCES)]}",
            **columns,
        }
        lines.append(json.dumps(row))
    return ("\n".join(lines) + "\n").encode()


def warc(*records: tuple[Mapping[str, str], bytes]) -> bytes:
    """A web archive, uncompressed: header fields and block of each record; WARC-Record-ID is filled in."""
    out = []
    for number, (fields, block) in enumerate(records):
        head = {
            "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
            **fields,
            "Content-Length": str(len(block)),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        out.append(b"WARC/1.1\r\n" + lines.encode("utf-8", "surrogateescape") + b"\r\n" + block + b"\r\n\r\n")
    return b"".join(out)


def response(
    url: str, date: str, body: bytes, *, status: str = "200 OK", media_type: str = "text/html; charset=utf-8", **more: str
):
    """A WARC response record for `warc`."""
    extra = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in more.items())
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{extra}Content-Length: {len(body)}\r\n\r\n"
    fields = {
        "WARC-Type": "response",
        "WARC-Target-URI": url,
        "WARC-Date": date,
        "Content-Type": "application/http; msgtype=response",
    }
    return fields, head.encode() + body


@dataclass(frozen=True)
class Ran:
    """What a run of the command line left."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def records(self) -> list[dict[str, Any]]:
        """Standard output as JSON, one object a line."""
        return [json.loads(line) for line in self.out.split(b"\n") if line]

    @property
    def record(self) -> dict[str, Any]:
        """The one record."""
        (one,) = self.records
        return one


_MAIN = "from communique.access.cli import main; main()"


class Cli:
    """The command line: in this process, or in one of its own."""

    def __init__(self, archive: Path) -> None:
        self.archive = archive

    def __call__(self, *words: object, archive: Path | bool | None = None, stdin: bytes = b"", code: int | None = 0) -> Ran:
        """Run in this process; the exit code must be `code` unless that is None. Without an archive where that is False."""
        from communique.access.cli.app import run

        out, err = io.BytesIO(), io.BytesIO()
        streams = {
            "stdin": io.TextIOWrapper(io.BytesIO(stdin), "utf-8"),
            "stdout": io.TextIOWrapper(out, "utf-8"),
            "stderr": io.TextIOWrapper(err, "utf-8", write_through=True),
        }
        with MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", self._words(words, archive))
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            try:
                run()
                found: object = 0
            except SystemExit as end:
                found = end.code or 0
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
        ran = Ran(int(found) if isinstance(found, int) else 1, out.getvalue(), err.getvalue().decode("utf-8"))
        if code is not None:
            assert ran.code == code, f"exit {ran.code}: {ran.err}\n{ran.out.decode('utf-8', 'replace')}"
        return ran

    def process(self, *words: object, archive: Path | bool | None = None, **more: Any) -> subprocess.Popen[bytes]:
        """Start a process of its own."""
        command = [sys.executable, "-c", _MAIN, *self._words(words, archive)[1:]]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, **{**pipes, **more})

    def apart(
        self, *words: object, archive: Path | bool | None = None, stdin: bytes = b"", code: int | None = 0, **more: Any
    ) -> Ran:
        """Run in a process of its own, to the end."""
        with self.process(*words, archive=archive, stdin=subprocess.PIPE, **more) as process:
            out, err = process.communicate(stdin, timeout=120)
        ran = Ran(process.returncode, out, err.decode("utf-8", "replace"))
        if code is not None:
            assert ran.code == code, f"exit {ran.code}: {ran.err}"
        return ran

    def _words(self, words: Iterable[object], archive: Path | bool | None) -> list[str]:
        flag = [] if archive is False else ["--archive", str(archive or self.archive)]
        return ["communique", *flag, *(os.fspath(w) if isinstance(w, Path) else str(w) for w in words)]
