"""Protects: text files, Markdown, rows of data sets and MHTML are read by their own rules; a form that lies is found out."""

from __future__ import annotations

import pytest

from communique.errors import ProfileError
from communique.extraction import extract, extract_bytes
from communique.extraction.sniff import form, media_type
from communique.model import Asserted, Extraction, Row, Source
from communique.profiles import Profile

BODY = "The Ministry of Foreign Affairs rejects these claims.\n\nIt calls on both sides to return to the talks."


def text_file(text: str, kind: str = "text/plain", **more: object) -> Extraction:
    """A text file, read."""
    return extract(Source("a.txt", text.encode(), kind, **more))  # type: ignore[arg-type]


def row(**fields: str) -> Extraction:
    """A row of a data set, read."""
    return extract(Source("rows.jsonl:1", b"{}", "application/json", row=Row("rows", "1", fields)))


# --- text files ---------------------------------------------------------------------------------------------------


def test_the_first_line_is_the_title_when_it_stands_alone() -> None:
    found = text_file(f"Statement on the bridge\n\n{BODY}\n\nSearch in archive")
    assert found.title == "Statement on the bridge"
    assert found.text == BODY.replace("\n\n", "\n")
    assert [(found.page_text[a:b], r) for a, b, r in found.furniture] == [("Search in archive", "tail phrase")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Statement on the bridge\nThe Ministry rejects these claims.", id="no empty line after it"),
        pytest.param("Only one line of text", id="nothing after it"),
        pytest.param("word " * 100 + "\n\n" + BODY, id="too long"),
        pytest.param("1. The first demand\n\n2. The second demand", id="a list item"),
    ],
)
def test_otherwise_a_text_file_has_no_title(text: str) -> None:
    found = text_file(text)
    assert found.title is None
    assert found.unknown["title"]
    assert found.text.split("\n")[0].split()[0] == text.split()[0]


def test_lines_broken_to_a_width_are_joined_and_lists_and_turns_are_not() -> None:
    wrapped = "\n".join(
        [
            "Statement",
            "",
            "The Ministry of Foreign Affairs of Karvelia has taken note of the",
            "statement made yesterday in Belsar and rejects the claim that our",
            "observers closed the bridge to the convoy on that day.",
            "",
            "It demands:",
            "1. an apology for the words that were said",
            "2. a list of the persons who were there",
            "",
            "Question: What comes next, and who will come to Lennmark for",
            "the talks?",
            "Answer: We shall see.",
        ]
    )
    assert text_file(wrapped).text.split("\n") == [
        "The Ministry of Foreign Affairs of Karvelia has taken note of the statement made yesterday in Belsar and rejects the claim that our "
        "observers closed the bridge to the convoy on that day.",
        "It demands:",
        "1. an apology for the words that were said",
        "2. a list of the persons who were there",
        "Question: What comes next, and who will come to Lennmark for the talks?",
        "Answer: We shall see.",
    ]


def test_short_lines_of_whole_sentences_stay_paragraphs() -> None:
    assert text_file("Title\n\nFirst sentence.\nSecond sentence.\nThird sentence.\nFourth sentence.").text.count("\n") == 3


def test_markdown_loses_its_signs_and_keeps_its_marks() -> None:
    found = text_file(
        "# Entry requirements\n\nThis is **for people** with a [passport](https://a.example).\n\n## Visas\n\n- one visa\n\n> quoted",
        "text/markdown",
    )
    assert found.title == "Entry requirements"
    assert found.text == "This is for people with a passport.\nVisas\n- one visa\nquoted"
    assert [(m.kind, found.text[m.start : m.end]) for m in found.marks] == [
        ("heading", "Visas"),
        ("list", "- one visa"),
        ("quote", "quoted"),
    ]


def test_what_the_user_asserts_of_a_file_counts() -> None:
    found = text_file(f"Statement\n\n{BODY}", asserted=Asserted(issuer="xkv-mfa", date="2020-10-05"))
    assert found.issuer == "xkv-mfa"
    assert found.date is not None
    assert (found.date.value, found.date.source, found.evidence["issuer"]) == ("2020-10-05", "asserted", "asserted")


# --- rows -----------------------------------------------------------------------------------------------------------


def test_the_columns_of_a_row_are_evidence() -> None:
    found = row(text=BODY, title="On the bridge", date="2009", lang="en", issuer="XKV")
    assert (found.title, found.lang, found.issuer, found.page_type) == ("On the bridge", "en", "XKV", "statement")
    assert found.date is not None
    assert (found.date.value, found.date.precision, found.date.source) == ("2009", "year", "column")
    assert {found.evidence[name] for name in ("title", "lang", "issuer")} == {"column"}


def test_a_short_row_is_a_statement() -> None:
    found = row(text="Agreed.")
    assert (found.page_type, found.text) == ("statement", "Agreed.")


def test_a_column_that_is_no_date_is_quoted() -> None:
    found = row(text=BODY, date="next week")
    assert found.date is None
    assert "'next week'" in found.unknown["date"]


def test_a_row_without_a_date_column_is_dated_by_its_dateline() -> None:
    found = row(text=f"Ostrin, 5 October 2020\n{BODY}")
    assert found.date is not None
    assert (found.date.value, found.date.source) == ("2020-10-05", "dateline")


def test_a_language_column_that_is_no_tag_is_passed_over_and_quoted() -> None:
    found = row(text=BODY, lang="English language")
    assert found.lang == "en"
    assert "English language" in found.evidence["lang"]


def test_a_title_cut_by_the_site_is_completed_and_leaves_the_text() -> None:
    found = row(
        title="“Dream Bridge” project opens in the valley of…",
        text=f"“Dream Bridge” project opens in the valley of…\n\n“Dream Bridge” project opens in the valley of Merrow\n\n{BODY}",
    )
    assert found.title == "“Dream Bridge” project opens in the valley of Merrow"
    assert found.text == BODY.replace("\n\n", "\n")


def test_a_row_without_text_says_so() -> None:
    assert row(text="  ").unknown["text"] == "the text column is empty"


# --- MHTML and selectors --------------------------------------------------------------------------------------------

MHTML = (
    "From: <Saved by Browser>\r\nSnapshot-Content-Location: https://mfa.karvelia.example/en/1\r\nSubject: x\r\nDate: Tue, 5 Mar 2024 10:00:00 GMT\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html\r\n'
    "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://mfa.karvelia.example/en/1\r\n\r\n"
    "<html><meta charset=3Dutf-8><h1>On the bridge</h1><p class=3Ddate>5 March 2024</p><p>The Ministry of Foreign Affairs =E2=80=93 again =E2=80=93 reje=\r\ncts these claims.</p>"
    "\r\n--B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--B--\r\n"
)


def test_the_root_of_an_mhtml_file_is_the_page() -> None:
    found = extract_bytes(MHTML.encode())
    assert found.title == "On the bridge"
    assert "Affairs – again – rejects these claims." in found.text
    assert found.date is not None
    assert found.date.value == "2024-03-05"


def test_the_date_of_an_mhtml_file_bounds_the_stated_date() -> None:
    assert extract_bytes(MHTML.replace("<p class=3Ddate>5 March", "<p class=3Ddate>9 March").encode()).date is None


PAGE = (
    b'<html lang="en"><meta charset=utf-8><div id=t>Title by selector</div><i id=d>03/06/2024</i><div id=x><p>First line of the statement.</p>'
    b"<p class=junk>Not this line.</p><p>Last line of the statement.</p></div><p>A long paragraph of something else that the generic path would take, with many words.</p></html>"
)


def test_a_profiles_selectors_lead() -> None:
    profile = Profile(
        "xtm", languages=("en",), date_order="dmy", selectors={"title": "#t", "date": "#d", "text": "#x", "remove": ".junk"}
    )
    found = extract(Source("a.html", PAGE, "text/html"), profile=profile)
    assert found.title == "Title by selector"
    assert found.text == "First line of the statement.\nLast line of the statement."
    assert found.date is not None
    assert (found.date.value, found.date.source) == ("2024-06-03", "profile")


def test_a_selector_that_is_not_css_names_the_profile() -> None:
    with pytest.raises(ProfileError, match=r"xtm: selectors.title"):
        extract(Source("a.html", PAGE, "text/html"), profile=Profile("xtm", selectors={"title": "p[["}))


# --- what a file is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        (b"%PDF-1.7", "text/html", "pdf"),
        (b"<html>", "application/octet-stream", "html"),
        (b"plain words", "text/html", "html"),
        (b"plain words", "text/plain", "text"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "text/html", "html"),
        ("<html>".encode("utf-16"), "text/html", "html"),
        (b"{}", "text/html", "JSON"),
        (MHTML.encode(), "text/html", "mhtml"),
        (b"\xff\xd8\xff\xe0", "text/html", "an image"),
        (b"# heading", "text/markdown", "text"),
    ],
)
def test_the_form_is_told_from_the_bytes_when_the_type_lies(data: bytes, declared: str, expected: str) -> None:
    assert form(Source("x", data, declared)) == expected


def test_bytes_without_a_type_are_sniffed() -> None:
    assert media_type(b"<p>hello") == "text/html"
    assert media_type(b"hello") == "text/plain"
    assert media_type(b'[{"a": 1}]') == "application/json"
