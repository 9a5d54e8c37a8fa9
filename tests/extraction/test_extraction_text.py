"""Protects: no word of a statement is lost or torn at its markup; paragraphs, lists, tables, turns and marks come out as they stood."""

from __future__ import annotations

import pytest

from communique.extraction import extract_bytes
from communique.model import Extraction

REST = (
    "<p>The Ministry of Foreign Affairs of Karvelia has taken note of the statement made yesterday in Belsar by the other side.</p>"
    "<p>We reject the claim that our observers closed the bridge. The record of the day, which was published, shows the opposite.</p>"
)


def page(body: str) -> Extraction:
    """A page with this main part, read."""
    return extract_bytes(
        f"<html><head><meta charset=utf-8><title>On the bridge</title></head><body><nav><a href=/>Home</a></nav><main><h1>On the bridge</h1>{REST}{body}</main></body></html>".encode()
    )


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        pytest.param(
            "<p>It <b>firmly</b> rejects the <a href=x>so-called <i>report</i></a> of the <span>de</span>legation.</p>",
            ["It firmly rejects the so-called report of the delegation."],
            id="inline tags",
        ),
        pytest.param(
            "<p>A paragraph broken\n   over three\n lines of the source.</p>",
            ["A paragraph broken over three lines of the source."],
            id="source line breaks",
        ),
        pytest.param("<p>A single break<br>is a space here.</p>", ["A single break is a space here."], id="one br"),
        pytest.param(
            "<p>Two breaks part.<br><br>They make paragraphs.</p>", ["Two breaks part.", "They make paragraphs."], id="two br"
        ),
        pytest.param(
            "<p>Question: What now?<br>Answer: We wait.<br>Question: How long?</p>",
            ["Question: What now?", "Answer: We wait.", "Question: How long?"],
            id="turns",
        ),
        pytest.param(
            "<p>It demands:<br>1. an apology;<br>2. a list.</p>",
            ["It demands:", "1. an apology;", "2. a list."],
            id="a list by hand",
        ),
        pytest.param(
            "<ul><li>first demand of all;</li><li>second demand.</li></ul><p>An end.</p>",
            ["first demand of all;", "second demand.", "An end."],
            id="list",
        ),
        pytest.param(
            "<table><tr><th>Day</th><th>Event</th></tr><tr><td>1 May</td><td>Shelling</td></tr></table><p>An end.</p>",
            ["Day\tEvent", "1 May\tShelling", "An end."],
            id="table",
        ),
        pytest.param(
            "<blockquote><p>“We never said this,” she said.</p></blockquote><p>An end.</p>",
            ["“We never said this,” she said.", "An end."],
            id="quotation",
        ),
        pytest.param(
            "<p>With a note<sup>1</sup> in it.</p><p><sup>1</sup> The note itself.</p>",
            ["With a note1 in it.", "1 The note itself."],
            id="footnote",
        ),
        pytest.param("<h2>Background</h2><p>What came before.</p>", ["Background", "What came before."], id="heading"),
        pytest.param(
            "<p>Soft\u00adhyphens and zero\u200bwidth spaces go.</p>",
            ["Softhyphens and zerowidth spaces go."],
            id="invisible characters",
        ),
        pytest.param("<p>Re\u0301publique becomes one character.</p>", ["République becomes one character."], id="NFC"),
        pytest.param("<p>A&nbsp;no-break &amp; an &#8211; entity.</p>", ["A no-break & an – entity."], id="entities"),
        pytest.param(
            "<p>Edvar Lissane</p><p>Minister of Foreign Affairs</p>",
            ["Edvar Lissane", "Minister of Foreign Affairs"],
            id="signature",
        ),
        pytest.param(
            "<p>Last words.</p><script>var x = 1;</script><style>p {}</style><noscript>Enable it</noscript>",
            ["Last words."],
            id="scripts and styles",
        ),
        pytest.param("<p>Last words.</p><div style='display: none'>Hidden words of a menu</div>", ["Last words."], id="hidden"),
        pytest.param(
            "<div><p>Last words of it.</p><p><a href=1>Print</a> | <a href=2>Share</a></p></div>",
            ["Last words of it."],
            id="buttons",
        ),
    ],
)
def test_the_words_come_out_as_they_stood(markup: str, lines: list[str]) -> None:
    assert page(markup).text.split("\n")[2:] == lines


def test_what_was_set_apart_is_marked() -> None:
    found = page(
        "<h2>Background</h2><p>It <b>firmly</b> and <strong>finally</strong> rejects this.</p><ul><li>a <b>demand</b> of all</li></ul><blockquote>words of another</blockquote><p>The end.</p>"
    )
    assert [(m.kind, found.text[m.start : m.end]) for m in found.marks] == [
        ("heading", "Background"),
        ("bold", "firmly"),
        ("bold", "finally"),
        ("list", "a demand of all"),
        ("bold", "demand"),
        ("quote", "words of another"),
    ]


def test_lines_without_spaces_are_joined_without_one() -> None:
    html = "<html><meta charset=utf-8><h1>声明</h1><p>外交部对昨天发表的声明<br>表示坚决反对，并要求对方立即停止。</p><p>我们重申，双方应当回到谈判桌前来。</p></html>"
    assert extract_bytes(html.encode()).text.split("\n")[0] == "外交部对昨天发表的声明表示坚决反对，并要求对方立即停止。"


def test_a_menu_class_around_the_whole_page_does_not_hide_the_text() -> None:
    html = f"<html><body><div class='nav-page navigation'><h1>On the bridge</h1>{REST * 3}</div></body></html>"
    assert "We reject the claim" in extract_bytes(html.encode()).text


def test_the_introduction_between_title_and_text_belongs_to_the_text() -> None:
    lead = "After a meeting of several hours the delegations agreed to open the bridge for humanitarian convoys."
    html = f"<html><body><h1>On the bridge</h1><p class=article-teaser>{lead}</p><div class=article-content>{REST}</div></body></html>"
    assert extract_bytes(html.encode()).text.split("\n")[0] == lead
