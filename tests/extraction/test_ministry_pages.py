"""Protects: titles, dates, bodies and furniture of pages as ministries have them, in many languages and content systems."""

from __future__ import annotations

import dataclasses

import pytest
from ministry_pages import TEMPLATES, build
from ministry_texts import TEXTS, Text

from communique.extraction import extract_bytes
from communique.model import Extraction

CAPTURED = "2024-06-30T00:00:00Z"
# Every template with every third language, shifted, so that each language meets several: each pair takes a few milliseconds.
PAIRS = [
    pytest.param(template, text, id=f"{text.lang}-{template}")
    for n, text in enumerate(TEXTS)
    for m, template in enumerate(TEMPLATES)
    if (n + m) % 3 == 0 or n % 5 == 0
]


def read(template: str, text: Text) -> Extraction:
    """The page of a template, read."""
    return extract_bytes(build(template, text), captured=CAPTURED)


def body(found: Extraction, text: Text) -> list[str]:
    """The lines of the text without its dateline, which may stand in it."""
    return [line for line in found.text.split("\n") if line != text.written]


def test_the_pages_are_many_and_of_many_languages() -> None:
    assert len(PAIRS) >= 80
    assert len({text.lang for text in TEXTS}) >= 15


@pytest.mark.parametrize(("template", "text"), PAIRS)
def test_a_dated_page_is_read_whole(template: str, text: Text) -> None:
    found = read(template, text)
    assert found.page_type == "statement"
    assert found.title == text.title
    assert found.date is not None
    assert (found.date.value, found.date.precision) == (text.date, "day")
    assert found.lang == text.lang
    assert body(found, text) == list(text.paragraphs)


@pytest.mark.parametrize(("template", "text"), PAIRS[::2])
def test_an_undated_page_stays_undated_whatever_stands_around_it(template: str, text: Text) -> None:
    page = build(template, dataclasses.replace(text, written="")).decode()
    page = page.replace("</body>", '<div class="updated">Last updated: 24.06.2024</div></body>')
    page = page.replace("<body", '<body data-built="2024-06-24"', 1)
    found = extract_bytes(page.encode(), captured=CAPTURED)
    assert found.date is None
    assert found.unknown["date"]
    assert found.text.split("\n") == list(text.paragraphs)


@pytest.mark.parametrize(("template", "text"), PAIRS[1::3])
def test_a_statement_of_one_paragraph_is_still_a_statement(template: str, text: Text) -> None:
    found = read(template, dataclasses.replace(text, paragraphs=text.paragraphs[2:]))
    assert (found.page_type, found.title) == ("statement", text.title)
    assert body(found, text) == [text.paragraphs[2]]


@pytest.mark.parametrize(("template", "text"), PAIRS[2::4])
def test_a_dateline_at_the_head_of_a_paragraph_is_the_date_and_stays(template: str, text: Text) -> None:
    first = f"Ostrin, {text.written} – {text.paragraphs[0]}"
    found = read(template, dataclasses.replace(text, written="", paragraphs=(first, *text.paragraphs[1:])))
    assert found.date is not None
    assert found.date.value == text.date
    assert found.text.startswith("Ostrin, ")


@pytest.mark.parametrize("text", [pytest.param(t, id=t.lang) for t in TEXTS])
@pytest.mark.parametrize("shape", ["list", "table", "teasers", "cards"])
def test_a_listing_is_refused(shape: str, text: Text) -> None:
    found = extract_bytes(_listing(shape, text).encode(), captured=CAPTURED)
    assert found.page_type == "listing"
    assert found.reason


def _listing(shape: str, text: Text) -> str:
    """A page that lists eight items."""
    items = [(f"{text.title} ({n})", text.paragraphs[n % 3][: 120 + n] + " …") for n in range(8)]
    rows = {
        "list": "".join(f"<li><span>{text.written}</span> <a href='/{n}'>{t}</a></li>" for n, (t, _) in enumerate(items)),
        "table": "".join(f"<tr><td>{text.written}</td><td><a href='/{n}'>{t}</a></td></tr>" for n, (t, _) in enumerate(items)),
        "teasers": "".join(
            f"<div><i>{text.written}</i><h3><a href='/{n}'>{t}</a></h3><p>{p}</p></div>" for n, (t, p) in enumerate(items)
        ),
        "cards": "".join(f"<article><a href='/{n}'><h2>{t}</h2><p>{p}</p></a></article>" for n, (t, p) in enumerate(items)),
    }[shape]
    frame = {"list": "ul", "table": "table"}.get(shape, "div")
    return (
        f"<html><head><meta charset=utf-8><title>{text.section} | {text.site}</title></head><body><nav><a href=/>{text.home}</a></nav>"
        f"<main><h1>{text.section}</h1><{frame}>{rows}</{frame}></main><footer>© {text.site}</footer></body></html>"
    )
