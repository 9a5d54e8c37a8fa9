"""Protects: the title is the statement's own, never the site's or a section's, whole, and not repeated at the head of the text."""

from __future__ import annotations

import pytest

from communique.extraction import extract_bytes
from communique.extraction.title import completed, repeated, without_site

BODY = (
    "<p>The Ministry of Foreign Affairs of Karvelia has taken note of the statement made yesterday in Belsar.</p>"
    "<p>We reject the claim that our observers closed the bridge. The record of the day shows the opposite.</p>"
)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        pytest.param(
            "<title>On the bridge | MFA of Karvelia</title>",
            f"<h1>On the bridge</h1>{BODY}",
            "On the bridge",
            id="h1 and head agree",
        ),
        pytest.param(
            "<title>MFA of Karvelia</title>",
            f"<h1>MFA of Karvelia</h1><h2>On the bridge</h2>{BODY}",
            "On the bridge",
            id="h1 is the site's name",
        ),
        pytest.param(
            "<title>On the bridge - MFA</title>",
            f"<h1>Press releases</h1><h2>On the bridge</h2>{BODY}",
            "On the bridge",
            id="h1 names a section",
        ),
        pytest.param(
            "<title>MFA of Karvelia</title>",
            f"<div class=ttl><b>On the bridge</b></div>{BODY}",
            "On the bridge",
            id="no heading, a line of class title",
        ),
        pytest.param(
            "<title>MFA of Karvelia</title>",
            f"<p align=center><b>On the bridge</b></p>{BODY}",
            "On the bridge",
            id="no heading, a bold line",
        ),
        pytest.param(
            "<title>MFA of Karvelia: On the bridge at Halvet</title>",
            BODY,
            "On the bridge at Halvet",
            id="only the head has it, after the site's name",
        ),
        pytest.param(
            "<title>Statement on MEDI-24 and COVID-19 measures | MFA</title>",
            BODY,
            "Statement on MEDI-24 and COVID-19 measures",
            id="hyphens are no separators",
        ),
        pytest.param(
            '<title>MFA</title><meta property="og:title" content="On the bridge at Halvet">',
            BODY,
            "On the bridge at Halvet",
            id="og:title",
        ),
        pytest.param(
            "<title>x</title>", f"<h1>On the bridge<br>at Halvet</h1>{BODY}", "On the bridge at Halvet", id="broken over lines"
        ),
        pytest.param("<title>x</title>", f"<h1>  On\n the &nbsp; bridge </h1>{BODY}", "On the bridge", id="white space folded"),
        pytest.param(
            "<title>x</title>",
            f"<nav><h2>Menu</h2></nav><h1>On the bridge</h1>{BODY}<h2>Latest news</h2>",
            "On the bridge",
            id="headings of menus do not count",
        ),
        pytest.param(
            "<title>On the bridge at Halvet and its…</title>",
            f"<h1>On the bridge at Halvet and its…</h1><p>On the bridge at Halvet and its closure in March</p>{BODY}",
            "On the bridge at Halvet and its closure in March",
            id="cut by the site, completed from the text",
        ),
        pytest.param(
            "<title>Statement | MFA</title>", f"<h1>Statement</h1>{BODY}", "Statement", id="a title that only says what it is"
        ),
        pytest.param("", BODY, None, id="no title anywhere"),
    ],
)
def test_the_title_is_found(head: str, body: str, title: str | None) -> None:
    found = extract_bytes(f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode())
    assert found.title == title
    assert found.text.startswith("The Ministry of Foreign Affairs")


@pytest.mark.parametrize(
    ("lines", "title", "again"),
    [
        (["On the bridge", "We say"], "On the bridge", {0}),
        (["ON THE BRIDGE.", "We say"], "On the bridge", {0}),
        (["On the", "bridge", "We say"], "On the bridge", {0, 1}),
        (["5 May 2020", "On the bridge", "We say"], "On the bridge", {1}),
        (["On the bridge at Halvet we say"], "On the bridge", set()),
        (["closure of the bridge at Halvet", "We"], "Government-News-Closure of the bridge at Halvet", {0}),
        ([], "On the bridge", set()),
    ],
)
def test_a_title_repeated_at_the_head_is_seen(lines: list[str], title: str, again: set[int]) -> None:
    assert repeated(lines, title) == again


@pytest.mark.parametrize(
    ("text", "names", "kept"),
    [
        ("On the bridge | MFA", {"mfa"}, "On the bridge"),
        ("MFA » News » On the bridge", {"mfa"}, "On the bridge"),
        ("On the bridge - part 2 - MFA", {"mfa"}, "On the bridge - part 2"),
        ("MFA", {"mfa"}, None),
        ("News | MFA", {"mfa"}, None),
        ("COVID-19 and the ministry", set(), "COVID-19 and the ministry"),
    ],
)
def test_the_site_is_taken_off_the_heads_title(text: str, names: set[str], kept: str | None) -> None:
    assert without_site(text, names) == kept


def test_a_title_is_completed_only_by_a_line_that_goes_on_where_it_breaks_off() -> None:
    assert (
        completed("The renovation of railway…", ["Another line", "The renovation of railway stations"])
        == "The renovation of railway stations"
    )
    assert completed("The renovation of railway…", ["The renovation of roads"]) is None
    assert completed("The renovation of railways", ["The renovation of railways and roads"]) is None
