"""Protects: no payload stops a run; what cannot be read gives an empty text and says why."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from communique.extraction import extract, extract_bytes
from communique.model import Source
from communique.settings import Settings

SENTENCE = "The Ministry of Foreign Affairs rejects these claims firmly and calls for restraint."
GARBAGE = bytes((n * 73 + n // 7) % 256 for n in range(4_000))


@pytest.mark.parametrize(
    ("data", "media_type", "page_type", "reason"),
    [
        pytest.param(b"", "text/html", "other", "no text", id="empty page"),
        pytest.param(b"", "text/plain", "other", "empty", id="empty text file"),
        pytest.param(b"", "application/pdf", "other", "empty", id="empty PDF"),
        pytest.param(b" \n\t ", "text/html", "other", "no text", id="white space"),
        pytest.param(b"<html><body></body></html>", "text/html", "other", "no text", id="empty body"),
        pytest.param(b"<!-- nothing -->", "text/html", "other", "no text", id="only a comment"),
        pytest.param(GARBAGE, "text/html", "other", "binary data", id="garbage named .html"),
        pytest.param(b'{"title": "x", "items": [1, 2]}', "text/html", "other", "JSON", id="JSON named .html"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(200), "text/html", "other", "an image", id="image named .html"),
        pytest.param(b"PK\x03\x04" + bytes(200), "text/html", "other", "a ZIP file", id="ZIP named .html"),
        pytest.param(b"%PDF-1.4 but no more", "application/pdf", "other", "corrupt", id="corrupt PDF"),
        pytest.param(b"no PDF at all", "application/pdf", "other", "corrupt", id="no PDF"),
        pytest.param(b"From: a\r\n\r\nhello", "multipart/related", "other", "holds no page", id="MHTML without a page"),
        pytest.param(
            b"<html><title>Sign in</title><form>User <input name=u>Password <input type=password><button>Log in</button></form>",
            "text/html",
            "other",
            "log-in",
            id="log-in page",
        ),
        pytest.param(
            b"<html><title>404 Not Found</title><h1>Not Found</h1><p>The requested URL was not found on this server.</p>",
            "text/html",
            "error",
            "404",
            id="error page",
        ),
        pytest.param(
            "<html><title>МИД</title><h1>Страница не найдена</h1><p>Вернуться на главную</p>".encode(),
            "text/html",
            "error",
            "не найдена",
            id="Russian error page",
        ),
        pytest.param(
            b"<html><title>Just a moment...</title><p>Checking your browser before accessing the site.</p>",
            "text/html",
            "error",
            "challenge",
            id="challenge page",
        ),
    ],
)
def test_what_is_no_statement_says_what_it_is(data: bytes, media_type: str, page_type: str, reason: str) -> None:
    found = extract_bytes(data, media_type=media_type)
    assert found.page_type == page_type
    assert reason in (found.reason or "")
    if not found.text:
        assert found.unknown["text"]


def test_an_error_page_by_its_status_is_refused_whatever_it_says() -> None:
    found = extract(Source("x", f"<html><h1>Statement</h1><p>{SENTENCE * 5}</p>".encode(), "text/html", status=503))
    assert (found.page_type, found.reason) == ("error", "HTTP status 503")


def test_a_page_larger_than_the_limit_is_not_parsed() -> None:
    found = extract(Source("x", b"<html><body>" + b"<p>text of a page</p>" * 500, "text/html"), settings=Settings(max_page=5_000))
    assert found.text == ""
    assert "too large" in found.unknown["text"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(f"<html><h1>Sta\x00tement</h1><p>{SENTENCE}\x00</p>".encode(), id="NUL bytes"),
        pytest.param(f"<html><h1>Statement</h1><p>{SENTENCE} \ud800</p>".encode("utf-8", "surrogatepass"), id="lone surrogate"),
        pytest.param(f"<html><h1>Statement</h1><p>{SENTENCE}</p>".encode("utf-16"), id="utf-16"),
        pytest.param(f"<html/><h1>Statement</h1><p>{SENTENCE}</p>".encode(), id="html that closes itself"),
        pytest.param(f"<h1>Statement<p>{SENTENCE}<p {'x ' * 60_000}>".encode(), id="sixty thousand attributes"),
        pytest.param(
            f"<html><h1>Statement</h1><p>{SENTENCE}</p><img src='data:image/png;base64,{'A' * 200_000}'>".encode(),
            id="embedded image",
        ),
        pytest.param(f"<html><h1>Statement</h1><p>{SENTENCE}</p><p>{'<' * 20_000}".encode(), id="nothing but opening brackets"),
    ],
)
def test_a_broken_page_still_gives_its_text(data: bytes) -> None:
    found = extract_bytes(data)
    assert SENTENCE in found.text
    assert found.title == "Statement"


@pytest.mark.parametrize("tag", ["div", "b", "span", "table><tr><td", "ul><li", "blockquote", "font"])
def test_fifty_thousand_nested_elements_neither_crash_nor_lose_the_text(tag: str) -> None:
    """In a process of its own: what is feared is a crash of the libraries below, which no except clause catches."""
    code = f"""
        from communique.extraction import extract_bytes
        found = extract_bytes(b"<html><h1>Statement</h1>" + b"<{tag}>" * 50_000 + {SENTENCE.encode()!r})
        assert {SENTENCE!r} in found.page_text, found.page_text[-200:]
        assert "deep" in found.evidence["text"], found.evidence
    """
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr[-500:]


def test_a_page_nested_a_few_hundred_deep_is_read_as_any_other() -> None:
    page = f"<html><h1>Statement</h1>{'<div>' * 400}<p>{SENTENCE}</p>{'</div>' * 400}"
    assert extract_bytes(page.encode()).text == SENTENCE


def test_text_given_as_a_page_without_any_tag_is_read() -> None:
    found = extract_bytes(SENTENCE.encode(), media_type="text/html")
    assert found.text == SENTENCE
