"""Protects Word documents: the text after all changes are accepted, structure as marks, and a reason where there is none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_contract import promises

from communique.extraction import docx_file, extract_bytes
from communique.model import Extraction

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLES = """
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My head"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
"""
SENTENCE = "The Ministry of Foreign Affairs of Karvelia rejects the claim that its patrol opened fire near the Osten bridge."


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(one if one.startswith("<") else run(one) for one in inside)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    made = ("".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in made) + "</w:tbl>"


def document(*blocks: str, namespace: str = W, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word document with these paragraphs and tables; other parts by name, each the inside of its root."""
    whole = {
        "word/document": f"<w:body>{''.join(blocks)}<w:sectPr/></w:body>",
        "word/styles": STYLES,
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("docProps/core.xml", '<c xmlns:d="d"><d:created>2019-01-01T00:00:00Z</d:created></c>')
        for name, inside in whole.items():
            spaces = f'xmlns:w="{namespace}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            archive.writestr(f"{name}.xml", f'<?xml version="1.0"?><w:root {spaces}>{inside}</w:root>')
    return out.getvalue()


def read(*blocks: str, **how: object) -> Extraction:
    return extract_bytes(document(*blocks, **how))  # type: ignore[arg-type]


def marked(found: Extraction) -> list[tuple[str, str]]:
    return [(mark.kind, found.text[mark.start : mark.end]) for mark in found.marks]


def test_a_statement_is_read_with_title_date_and_structure() -> None:
    found = read(
        paragraph("Statement on the Osten bridge", style="Titel"),
        paragraph("14 March 2024"),
        paragraph(SENTENCE),
        paragraph("What we ask", style="Mine"),
        paragraph("An inquiry", properties='<w:numPr><w:numId w:val="1"/></w:numPr>'),
        paragraph(
            "We will answer. ",
            run("Not today", "<w:b/>"),
            run(" and ", '<w:b w:val="0"/>'),
            run("never", '<w:rStyle w:val="Fett"/>'),
        ),
        paragraph("They said so.", style="Zitat"),
    )
    assert (found.title, found.evidence["title"]) == ("Statement on the Osten bridge", "paragraph of the style Title")
    assert found.date is not None
    assert (found.date.value, found.date.source) == ("2024-03-14", "dateline")
    assert found.lang == "en"
    assert found.page_type == "statement"
    assert found.text.split("\n") == [
        "14 March 2024", SENTENCE, "What we ask", "An inquiry", "We will answer. Not today and never", "They said so.",
    ]  # fmt: skip
    assert marked(found) == [
        ("heading", "What we ask"), ("list", "An inquiry"), ("bold", "Not today"), ("bold", "never"),
        ("quote", "They said so."),
    ]  # fmt: skip
    assert found.made_by.startswith("extract/")
    assert "lxml/" in found.made_by


def test_the_properties_of_the_file_are_no_stated_date() -> None:
    found = read(paragraph("Statement", style="Titel"), paragraph(SENTENCE))
    assert found.date is None
    assert found.unknown["date"]


TITLES = [
    ("the style", [paragraph("Letterhead"), paragraph("A", style="Titel"), paragraph("B", style="Titel")], "A B"),
    ("the first heading", [paragraph("Letterhead"), paragraph("On the bridge", style="Mine")], "On the bridge"),
    ("an outline level", [paragraph("On the bridge", properties='<w:outlineLvl w:val="0"/>')], "On the bridge"),
    ("the first bold line", [paragraph("Osten"), paragraph(run("On the bridge", "<w:b/>"))], "On the bridge"),
    ("not the letterhead in bold", [
        paragraph(run("Ministry of Foreign Affairs of the Republic of Karvelia", "<w:b/>")), paragraph(SENTENCE),
        paragraph(run("On the bridge", "<w:b/>")),
    ], "On the bridge"),
    ("not a date in bold", [paragraph(run("14 March 2024", "<w:b/>"))], None),
    ("not a bold word", [paragraph(run("Osten", "<w:b/>"), ": we object to all of it")], None),
]  # fmt: skip


@pytest.mark.parametrize(("blocks", "title"), [case[1:] for case in TITLES], ids=[case[0] for case in TITLES])
def test_the_title_is(blocks: list[str], title: str | None) -> None:
    found = read(*blocks, *[paragraph(SENTENCE)] * 3)
    assert found.title == title
    assert title is None or title not in found.text
    assert (found.evidence if title else found.unknown)["title"]


PIECES = [
    ("insertions stay, deletions go", "We <w:ins>{do }</w:ins><w:del><w:r><w:delText>not </w:delText></w:r></w:del>{agree}", "We do agree"),
    ("what was moved stands once", "<w:moveFrom>{gone }</w:moveFrom><w:moveTo>{here}</w:moveTo>", "here"),
    ("hidden text is not shown", "{Seen}<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>", "Seen"),
    ("field codes are no text", "{Page }<w:r><w:instrText>PAGE</w:instrText></w:r>{3}", "Page 3"),
    ("links keep their words", "<w:hyperlink>{the report}</w:hyperlink>", "the report"),
    ("a break inside is a space", "{The first line}<w:r><w:br/></w:r>{goes on}", "The first line goes on"),
    ("a break before a turn is one", "{Question: why?}<w:r><w:br/></w:r>{Answer: because}", "Question: why?\nAnswer: because"),
    ("a break in Chinese is nothing", "{我们反对}<w:r><w:br/></w:r>{这一说法}", "我们反对这一说法"),
    ("tabs are spaces", "{Osten}<w:r><w:tab/></w:r>{No. 7}", "Osten No. 7"),
    ("hyphens", "{cease}<w:r><w:noBreakHyphen/></w:r>{fire a}<w:r><w:softHyphen/></w:r>{greed}", "cease-fire agreed"),
    ("content controls", "<w:sdt><w:sdtPr><w:r><w:t>x</w:t></w:r></w:sdtPr><w:sdtContent>{filled in}</w:sdtContent></w:sdt>", "filled in"),
    ("one of two alternatives", "<mc:AlternateContent><mc:Choice>{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>", "new"),
    ("the base of ruby text", "<w:r><w:ruby><w:rt>{kana}</w:rt><w:rubyBase>{kanji}</w:rubyBase></w:ruby></w:r>", "kanji"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "text"), [case[1:] for case in PIECES], ids=[case[0] for case in PIECES])
def test_inside_a_paragraph(inside: str, text: str) -> None:
    runs = inside.replace("{", '<w:r><w:t xml:space="preserve">').replace("}", "</w:t></w:r>").replace("We <", f"{run('We ')}<")
    found = read(f"<w:p>{runs}</w:p>", paragraph(SENTENCE))
    assert found.text.removesuffix(f"\n{SENTENCE}") == text
    assert "x" not in found.page_text.replace(SENTENCE, "")


def test_a_paragraph_whose_end_was_deleted_goes_on() -> None:
    ended = "<w:rPr><w:del w:id='1'/></w:rPr>"
    assert read(paragraph("We do ", properties=ended), paragraph("agree."), paragraph(SENTENCE)).text.startswith("We do agree.\n")


def test_rows_of_a_table_are_lines_and_cells_with_paragraphs_are_paragraphs() -> None:
    found = read(
        paragraph(SENTENCE),
        table(("Region", "Villages"), ("Osten", "12")),
        table((paragraph("Left one") + paragraph("Left two"), paragraph("Right"))),
    )
    assert found.text.split("\n")[1:] == ["Region\tVillages", "Osten\t12", "Left one", "Left two", "Right"]


def test_notes_stand_at_the_end_with_the_number_of_their_reference() -> None:
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="5">{paragraph("Report of 2 May")}</w:footnote><w:footnote w:id="6">{paragraph("Never used")}</w:footnote>'
    )
    ends = {"word/footnotes": notes, "word/endnotes": f'<w:endnote w:id="5">{paragraph("See above")}</w:endnote>'}
    refer = '<w:r><w:footnoteReference w:id="5"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="5"/></w:r>'
    found = read(paragraph("They shelled Osten", refer, " and left", end, "."), paragraph(SENTENCE), parts=ends)
    assert found.text == f"They shelled Osten[1] and left[2].\n{SENTENCE}\n[1] Report of 2 May\n[2] See above"
    assert found.date is None


def test_text_boxes_follow_their_paragraph_and_margins_are_furniture() -> None:
    box = f"<w:r><w:drawing><w:txbxContent>{paragraph('In the box')}</w:txbxContent></w:drawing></w:r>"
    margins = {
        "word/header1": paragraph("Ministry of Foreign Affairs of the Republic of Karvelia"),
        "word/footer1": paragraph("www.mfa.karvelia.example"),
        "word/footer2": paragraph("www.mfa.karvelia.example"),
    }
    found = read(paragraph("Beside the box", box), paragraph(SENTENCE), parts=margins)
    assert found.text == f"Beside the box\nIn the box\n{SENTENCE}"
    assert [(found.page_text[s:e], why) for s, e, why in found.furniture] == [
        ("Ministry of Foreign Affairs of the Republic of Karvelia", "page header"),
        ("www.mfa.karvelia.example", "page footer"),
    ]
    assert found.issuer == "Ministry of Foreign Affairs of the Republic of Karvelia"


def test_the_strict_form_of_the_standard_is_read_too() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert read(paragraph("On the bridge", style="Titel"), paragraph(SENTENCE), namespace=strict).title == "On the bridge"


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("_", "/") + ".xml", data)
    return out.getvalue()


WHOLE = document(paragraph(SENTENCE))
BOMB = (
    '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<w:r xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:r>'
)
BROKEN = [
    ("nothing", b"", "the file is empty"),
    ("cut off", WHOLE[:-300], "corrupt: not a readable Word document"),
    ("damaged inside", WHOLE.replace(WHOLE[200:230], bytes(30)), "corrupt"),
    ("no document in it", packed(word_other="<x/>"), "corrupt: a ZIP file without the text of a Word document"),
    ("no body in it", packed(word_document=f'<w:document xmlns:w="{W}"/>'), "corrupt: a ZIP file without the text"),
    ("not XML", packed(word_document="<w:p>"), "corrupt: word/document.xml is not well-formed"),
    ("with a password", b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted: the document asks for a password"),
    ("an old one", b"\xd0\xcf\x11\xe0" + bytes(600), "corrupt: an old Office file"),
    ("without words", document(paragraph(" "), paragraph("***")), "the document has no text"),
    ("entities that grow", packed(word_document=BOMB), "the document has no text"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "why"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_document_without_text_says_why(data: bytes, why: str) -> None:
    found = extract_bytes(data, media_type=WORD)
    assert (found.text, found.page_type) == ("", "other")
    assert found.unknown["text"].startswith(why)
    assert found.unknown["date"].startswith(why)


def test_a_document_that_unpacks_to_too_much_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_file, "MOST", 20_000)
    found = read(paragraph("very long " * 5_000))
    assert found.text == ""
    assert "unpacks to more than" in found.unknown["text"]


def test_the_same_document_gives_the_same_extraction() -> None:
    assert extract_bytes(WHOLE) == extract_bytes(WHOLE)


SCRAPS = [
    run("The Ministry rejects it. ", "<w:b/>"), run("e\u0301\u200b "), run("\u2028x"), run(" 14 March 2024"), run("我们反对"), run("- item"),
    "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>", "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>", run("Question: "),
]  # fmt: skip


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(SCRAPS), max_size=6), st.sampled_from(["", "Titel", "Mine", "Zitat"])), max_size=8
    )
)
@settings(max_examples=80)
def test_no_mixture_of_runs_breaks_what_is_promised(paragraphs: list[tuple[list[str], str]]) -> None:
    promises(read(*(paragraph(*runs, style=style) for runs, style in paragraphs), table(("a", "b"))))


@given(st.binary(max_size=200), st.integers(0, 600))
@settings(max_examples=60)
def test_no_damage_raises(scrap: bytes, at: int) -> None:
    promises(extract_bytes(WHOLE[:at] + scrap + WHOLE[at + len(scrap) :], media_type=WORD))
