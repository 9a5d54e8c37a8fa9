"""Protects: what the JSON contract promises of every Extraction, on any page."""

from __future__ import annotations

import pickle
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ministry_pages import TEMPLATES, build
from ministry_texts import TEXTS

from communique.extraction import EXTRACTOR, HostLines, count_lines, extract, extract_bytes
from communique.model import KINDS, Extraction, Source
from communique.profiles import Profile

FACTS = ("title", "date", "lang", "issuer", "kind", "number")


def unaccounted(found: Extraction) -> list[str]:
    """Lines of the page that are neither text, title, dateline nor furniture."""

    def squeeze(line: str) -> str:
        return "".join(line.split())

    text, title = squeeze(found.text), squeeze(found.title or "")
    dateline = squeeze(found.date.evidence) if found.date else ""
    at, missing = 0, []
    for line in found.page_text.split("\n"):
        first, last = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        inside = any(start <= first and last <= end for start, end, _ in found.furniture)
        plain = squeeze(line)
        if plain and not inside and plain not in text and plain not in title and plain != dateline:
            missing.append(line)
        at += len(line) + 1
    return missing


def promises(found: Extraction) -> None:
    """What holds of every Extraction."""
    assert found.text == unicodedata.normalize("NFC", found.text)
    assert "\n\n" not in found.text
    assert found.text == found.text.strip()
    assert found.made_by.startswith(EXTRACTOR)
    assert found.page_text_digest.startswith("sha256:")
    assert found.kind is None or found.kind in KINDS
    assert (found.reason is None) == (found.page_type == "statement")
    for name in FACTS:
        known = getattr(found, name) is not None
        assert known != (name in found.unknown), name
        if known and name in ("title", "lang", "issuer", "kind"):
            assert found.evidence[name]
    assert ("text" in found.unknown) == (not found.text)
    for mark in found.marks:
        assert 0 <= mark.start < mark.end <= len(found.text)
    for start, end, reason in found.furniture:
        assert 0 <= start < end <= len(found.page_text)
        assert reason
    assert unaccounted(found) == []
    if found.title:
        assert found.text.split("\n")[0] != found.title


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("text", [pytest.param(t, id=t.lang) for t in TEXTS[::4]])
def test_every_page_keeps_the_promises(template: str, text: object) -> None:
    promises(extract_bytes(build(template, text)))  # type: ignore[arg-type]


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div class=nav>",
                "</div>",
                "<br>",
                "<td>",
                "<tr>",
                "<table>",
                "<b>",
                "</b>",
                "<h1>",
                "</h1>",
                "<ul><li>",
                "</ul>",
                "The Ministry rejects these claims firmly.",
                "5 October 2020",
                "Print",
                "é\u0301\u200b",
                "<a href=x>All news</a>",
                "\x00",
                "&#xD800;",
                "<!--",
                "<pre>a\nb",
            ]
        ),
        max_size=40,
    )
)
@settings(max_examples=60, deadline=None)
def test_no_mixture_of_tags_breaks_the_promises(pieces: list[str]) -> None:
    promises(extract_bytes("".join(pieces).encode("utf-8", "replace"), media_type="text/html"))


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_bytes_whatever_raise(data: bytes) -> None:
    for media_type in ("text/html", "text/plain", "multipart/related", None):
        promises(extract_bytes(data, media_type=media_type))


def test_the_same_bytes_give_the_same_result() -> None:
    page = build("portal", TEXTS[0])
    assert extract_bytes(page) == extract_bytes(page)


def test_everything_goes_through_pickle() -> None:
    found = extract(
        Source("a.html", build("blog", TEXTS[0]), "text/html"), host=HostLines({"x": 3}, 9), profile=Profile("xkv-mfa")
    )
    assert pickle.loads(pickle.dumps(found)) == found
    assert pickle.loads(pickle.dumps(HostLines({"x": 3}, 9))) == HostLines({"x": 3}, 9)


def test_what_an_extraction_was_made_by_names_every_input() -> None:
    page = Source("a.html", build("blog", TEXTS[0]), "text/html")
    plain = extract(page).made_by
    assert "trafilatura/" in plain
    with_host = extract(page, host=HostLines({"x": 3}, 9)).made_by
    with_profile = extract(page, profile=Profile("xkv-mfa", languages=("de",))).made_by
    other_profile = extract(page, profile=Profile("xkv-mfa", languages=("en",))).made_by
    assert len({plain, with_host, with_profile, other_profile}) == 4


def test_lines_that_many_pages_of_a_host_share_are_furniture() -> None:
    line = "Hotline of the consular service"
    page = build("bare", TEXTS[0]).decode().replace("</body>", f"<p>{line}</p></body>").encode()
    assert line in extract_bytes(page).text
    host = count_lines([f"{line}\nText {n} of this page" for n in range(9)])
    found = extract_bytes(page, host=host)
    assert line not in found.text
    assert any("host" in reason and found.page_text[a:b] == line for a, b, reason in found.furniture)


def test_a_line_on_two_pages_of_a_host_tells_nothing_yet() -> None:
    assert not count_lines(["same line", "same line"]).common("same line")
    assert count_lines(["same line 1", "same line 2", "Same line!"]).common("SAME LINE")
