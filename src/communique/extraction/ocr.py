"""Pages without a text layer, read by the program tesseract where the system has it: rendered here, its hOCR taken back."""

from __future__ import annotations

import functools
import math
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from communique.extraction.words import lines as data_lines
from communique.text import one_line

DPI = 200  # at which pages are rendered
TIMEOUT = 90.0  # seconds for one page
_POINTS = 72 / DPI
_MOST_PIXELS = 40_000_000  # of one rendered page; A4 has 4 million
_UNSURE = 30  # of 100: a line of which tesseract is less sure is a picture taken for letters
_NUMBER = re.compile(r"(bbox|x_size|x_wconf) (-?[\d.]+(?: -?[\d.]+)*)")
_INSTALL = "tesseract is not installed (Debian: apt-get install tesseract-ocr)"
_LANGUAGE = re.compile(r"[A-Za-z][A-Za-z0-9_/-]*")


@dataclass(frozen=True, slots=True)
class Reader:
    """The program, and the languages it is to read."""

    program: str
    version: str
    languages: tuple[str, ...]  # names of its data

    def __str__(self) -> str:
        return f"tesseract {self.version}, {'+'.join(self.languages)}"

    @property
    def made_by(self) -> str:
        """Its words in `made_by`."""
        return f"ocr:tesseract/{self.version}:{'+'.join(self.languages)}:{DPI}dpi"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that was read: its text, its box and the size of its letters, points from the page's top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


def reader(wanted: Sequence[str] = ()) -> Reader | str:
    """The program for these languages (BCP-47, or names of its data), all that it has when none is named; else why not."""
    program = shutil.which("tesseract")
    if program is None:
        return _INSTALL
    version, installed = _installed(program)
    if not installed:
        return f"{program} has no languages (Debian: apt-get install tesseract-ocr-eng)"
    if not wanted:
        return Reader(program, version, tuple(installed))
    names = [name for lang in wanted for name in _names().get(lang.split("-")[0].lower(), (lang,))]
    there = tuple(dict.fromkeys(name for name in names if name in installed))
    if not there:
        return f"tesseract lacks {', '.join(names)} (Debian: apt-get install tesseract-ocr-{names[0].replace('_', '-')})"
    return Reader(program, version, there)


@functools.cache
def _installed(program: str) -> tuple[str, list[str]]:
    """Version and languages of the program; `osd` and `equ` are no languages."""
    version = re.search(r"tesseract v?(\S+)", _said(program, "--version"))
    names = [line.strip() for line in _said(program, "--list-langs").split("\n")[1:]]
    known = sorted(name for name in names if _LANGUAGE.fullmatch(name) and name not in ("osd", "equ"))
    return version.group(1) if version else "of unknown version", known


def _said(program: str, option: str) -> str:
    try:
        done = subprocess.run([program, option], capture_output=True, timeout=TIMEOUT, stdin=subprocess.DEVNULL, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout or done.stderr).decode("utf-8", "replace")


@functools.cache
def _names() -> dict[str, tuple[str, ...]]:
    rows = (line.split("\t") for line in data_lines("tesseract.tsv"))
    return {lang: tuple(names.split()) for lang, names in rows}


def read_pages(document: Any, numbers: Sequence[int], with_: Reader) -> tuple[dict[int, list[Line]], str]:
    """The lines of some pages of a PDF (pypdfium2's), and what is to be said of the reading; pages that failed are left out."""
    found: dict[int, list[Line]] = {}
    failed: dict[str, list[str]] = {}
    for number in numbers:
        page = document[number]
        read = read_page(page, with_)
        page.close()
        if isinstance(read, str):
            failed.setdefault(read, []).append(str(number + 1))
        else:
            found[number] = read
    notes = [f"page {', '.join(pages)} not read: {why}" for why, pages in failed.items()]
    return found, "; ".join((f"ocr: {with_}", *notes))


def read_page(page: Any, with_: Reader) -> list[Line] | str:
    """The lines of one page of a PDF (pypdfium2's), in reading order; else why it could not be read."""
    image = _rendered(page)
    command = [with_.program, "stdin", "stdout", "-l", "+".join(with_.languages), "--dpi", str(DPI)]
    try:
        done = subprocess.run(
            [*command, "-c", "tessedit_create_hocr=1"],
            input=image,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # worker processes share the cores already
        )
    except subprocess.TimeoutExpired:
        return f"tesseract took more than {TIMEOUT:.0f} s"
    except OSError as error:
        return f"tesseract cannot be run: {error.strerror}"
    if done.returncode:
        return f"tesseract failed: {one_line(done.stderr.decode('utf-8', 'replace'))[-200:]}"
    return list(_lines(done.stdout))


def _rendered(page: Any) -> bytes:
    """A page as a grey picture in the PGM format, which needs no library."""
    width, height = page.get_size()
    scale = min(DPI / 72, math.sqrt(_MOST_PIXELS / max(width * height, 1)))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        data, columns, stride = bytes(bitmap.buffer), bitmap.width, bitmap.stride
        if stride != columns:
            data = b"".join(data[at : at + columns] for at in range(0, stride * bitmap.height, stride))
        return b"P5 %d %d 255\n" % (columns, bitmap.height) + data
    finally:
        bitmap.close()


def _lines(hocr: bytes) -> Iterator[Line]:
    from lxml import etree

    root = etree.fromstring(hocr, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    for element in root.iter("{*}span") if root is not None else ():
        if element.get("class") == "ocrx_word" or not (element.get("class") or "").startswith("ocr_"):
            continue
        words = [("".join(word.itertext()), _numbers(word)) for word in element if word.get("class") == "ocrx_word"]
        text = one_line(" ".join(text for text, _ in words))
        sure = [numbers.get("x_wconf", [0.0])[0] for _, numbers in words]
        numbers = _numbers(element)
        if not text or sum(sure) < _UNSURE * len(sure) or len(numbers.get("bbox", ())) != 4:
            continue
        left, top, right, bottom = (value * _POINTS for value in numbers["bbox"])
        size = numbers["x_size"][0] * _POINTS if "x_size" in numbers else bottom - top
        yield Line(text, left, top, right, bottom, size)


def _numbers(element: Any) -> dict[str, list[float]]:
    """The numbers in an hOCR title attribute: `bbox 1 2 3 4; x_size 30`."""
    return {name: [float(number) for number in numbers.split()] for name, numbers in _NUMBER.findall(element.get("title") or "")}
