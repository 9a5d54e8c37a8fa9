"""Protects e-mail messages: subject, body and sending date as evidence, the one attachment of an empty message, honest refusals."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_contract import promises

from communique import issuers
from communique.extraction import extract, extract_bytes
from communique.flows.pure import extract as extract_known
from communique.model import Asserted, Extraction, Source

SENTENCE = "The Ministry of Foreign Affairs of Karvelia rejects the claim that its patrol opened fire near the Osten bridge."
SECOND = "We call on the Tamranian side to publish the report of the observers without delay."
KARVELIA = issuers.parse_profile("id: xkv-mfa\nhosts: [mfa.karvelia.example]\nlanguages: [en]\nselectors: {text: h1}\n", "x.yaml")
DATE = "Fri, 15 Mar 2024 00:30:00 +0400"


def message(
    body: str | None = f"{SENTENCE}\n\n{SECOND}\n", page: str | None = None, *, subject: str | None = "Statement on the Osten bridge",
    date: str | None = DATE, sender: str = "Press Service <press@mfa.karvelia.example>", files: tuple[tuple[str, bytes, str], ...] = (),
) -> bytes:  # fmt: skip
    """A message; `files` are (name, data, media type)."""
    made = EmailMessage()
    made["From"], made["To"] = sender, "desk@paper.example"
    if subject is not None:
        made["Subject"] = subject
    if date is not None:
        made["Date"] = date
    if body is not None:
        made.set_content(body)
    if page is not None:
        (made.add_alternative if body is not None else made.set_content)(page, subtype="html")
    for name, data, media_type in files:
        main, _, sub = media_type.partition("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def read(data: bytes, profile: issuers.Profile | None = None, **said: str) -> Extraction:
    return extract(Source("a.eml", data, "message/rfc822", asserted=Asserted(**said)), profile=profile)


def test_a_message_is_a_statement_with_its_subject_as_title() -> None:
    found = extract_bytes(message())
    assert (found.title, found.evidence["title"]) == ("Statement on the Osten bridge", "mail header Subject")
    assert found.text == f"{SENTENCE}\n{SECOND}"
    assert found.page_type == "statement"
    assert found.lang == "en"
    assert "title" not in found.unknown


def test_the_day_it_was_sent_is_its_date_where_the_text_has_none() -> None:
    found = read(message())
    assert found.date is not None
    assert (found.date.value, found.date.source, found.date.evidence) == ("2024-03-15", "mail header", f"Date: {DATE}")
    assert "date" not in found.unknown


def test_a_date_in_the_text_comes_before_the_day_it_was_sent() -> None:
    found = read(message(f"12 March 2024\n\n{SENTENCE}\n\n{SECOND}"))
    assert found.date is not None
    assert (found.date.value, found.date.source) == ("2024-03-12", "dateline")
    assert [(other.value, other.source) for other in found.date.alternatives] == [("2024-03-15", "mail header")]
    asserted = read(message(), date="2024-01-01")
    assert asserted.date is not None
    assert (asserted.date.value, asserted.date.alternatives) == ("2024-01-01", ())


@pytest.mark.parametrize("date", [None, "soon", "Fri, 99 Mar 2024"])
def test_without_a_date_anywhere_it_is_unknown(date: str | None) -> None:
    data = message(date=None)
    found = read(data if date is None else b"Date: " + date.encode() + b"\n" + data)
    assert found.date is None
    assert found.unknown["date"]


def test_a_message_sent_after_it_was_captured_has_no_date_from_its_header() -> None:
    found = extract(Source("a.eml", message(), "message/rfc822", captured="2023-01-01T00:00:00Z"))
    assert found.date is None
    assert "after the capture" in found.unknown["date"]


SENDERS = [
    (
        "of the issuer's host",
        "Press <press@mfa.karvelia.example>",
        "mail header From: press@mfa.karvelia.example (profile xkv-mfa)",
    ),
    ("of another", "press@mail.example", None),
    ("with the host only in its name", "press@mfa.karvelia.example <x@mail.example>", None),
]


@pytest.mark.parametrize(("sender", "evidence"), [case[1:] for case in SENDERS], ids=[case[0] for case in SENDERS])
def test_the_sender_tells_the_issuer_only_by_a_host_of_a_profile(
    sender: str, evidence: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuers, "load", lambda own=None: issuers.Issuers([KARVELIA]))
    found = extract_known(message(sender=sender))
    assert found.evidence.get("issuer") == evidence
    assert (found.issuer == "xkv-mfa") is (evidence is not None)
    assert SENTENCE in found.text  # selectors are for pages


def test_what_is_asserted_outranks_the_sender() -> None:
    found = read(message(), KARVELIA, issuer="als")
    assert (found.issuer, found.evidence["issuer"]) == ("als", "asserted")


SUBJECTS = [
    ("plain", "Statement", "Statement"),
    ("answered and forwarded", "Re: FW: Statement: on Osten", "Statement: on Osten"),
    ("in other languages", "AW: Отв: Заявление", "Заявление"),
    ("encoded", "Erklärung über die Brücke – 我们", "Erklärung über die Brücke – 我们"),
    ("like an item of a list", "1. Statement", "1. Statement"),
    ("very long", "Statement " * 40, ("Statement " * 40).strip()),
]


@pytest.mark.parametrize(("subject", "title"), [case[1:] for case in SUBJECTS], ids=[case[0] for case in SUBJECTS])
def test_subjects(subject: str, title: str) -> None:
    found = read(message(subject=subject))
    assert found.title == title
    assert found.text == f"{SENTENCE}\n{SECOND}"


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Subject: Заявление".encode(), "Заявление"),
        ("Subject: Erkl\xe4rung".encode("latin-1"), "Erklärung"),
        (b"Subject: =?utf-8?q?Erkl=C3=A4?=\n =?utf-8?b?cnVuZw==?=", "Erklärung"),
        (b"Subject: =?nonsense?q?abc?=", "=?nonsense?q?abc?="),
        (b"Subject: Statement on\n the bridge", "Statement on the bridge"),
        (b"X-Nothing: x", "First line"),
    ],
    ids=["raw UTF-8", "raw Latin-1", "folded encoded words", "unknown charset", "folded", "no subject"],
)
def test_subjects_as_mail_programs_really_write_them(raw: bytes, title: str) -> None:
    head = b"From: a@b.example\nTo: c\nDate: Fri, 15 Mar 2024 00:30:00 +0400\n" + raw + b"\n"
    found = read(head + f"\nFirst line\n\n{SENTENCE}\n".encode())
    assert found.title == title


def test_a_title_that_the_body_repeats_stands_once() -> None:
    assert read(message(f"STATEMENT ON THE OSTEN BRIDGE\n\n{SENTENCE}\n\n{SECOND}")).text == f"{SENTENCE}\n{SECOND}"
    page = f"<h1>Statement on the Osten bridge</h1><p>{SENTENCE}</p><p>{SECOND}</p>"
    assert read(message(None, page)).text == f"{SENTENCE}\n{SECOND}"


def test_the_html_part_is_read_where_the_plain_one_says_little() -> None:
    page = f"<html><body><h1>Osten: what happened</h1><p>{SENTENCE}</p><p>{SECOND} <b>Now.</b></p></body></html>"
    found = read(message("Your program cannot show this.", page))
    assert found.title == "Statement on the Osten bridge"
    assert found.text == f"Osten: what happened\n{SENTENCE}\n{SECOND} Now."
    marks = [(mark.kind, found.text[mark.start : mark.end]) for mark in found.marks]
    assert ("heading", "Osten: what happened") in marks
    assert ("bold", "Now.") in marks
    assert read(message(page=page)).text == f"{SENTENCE}\n{SECOND}"


def test_a_signature_is_furniture() -> None:
    found = read(message(f"{SENTENCE}\n\n{SECOND}\n\n-- \nPress service\n+00 12 34\n"))
    assert found.text == f"{SENTENCE}\n{SECOND}"
    assert [(found.page_text[s:e], why) for s, e, why in found.furniture] == [("-- \nPress service\n+00 12 34", "signature")]


@pytest.mark.parametrize(
    ("delsp", "body", "text"),
    [
        ("", "We reject \nthe claim.\n\nWe ask \nfor a report.\n", "We reject the claim.\nWe ask for a report."),
        ("; delsp=yes", "我们反对 \n这一说法。\n", "我们反对这一说法。"),
        ("", "We object.\nWe ask why.\n", "We object.\nWe ask why."),
        ("", "> They \n> said.\nWe answer.\n", "> They said.\nWe answer."),
    ],
    ids=["soft breaks", "soft breaks of scripts without spaces", "hard breaks", "quotations"],
)
def test_flowed_text_is_put_together(delsp: str, body: str, text: str) -> None:
    head = f"From: a@b.example\nTo: c\nSubject: Note\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8; format=flowed{delsp}\n"
    assert read(f"{head}\n{body}".encode()).text == text


def pdf() -> bytes:
    import io

    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(72, 760, "On the Osten bridge")
    canvas.setFont("Helvetica", 11)
    for n, line in enumerate(("The Ministry rejects the claim", "that its patrol opened fire.")):
        canvas.drawString(72, 720 - 14 * n, line)
    canvas.save()
    return out.getvalue()


def test_an_empty_message_is_its_only_attachment_with_text() -> None:
    files = (
        ("statement.pdf", pdf(), "application/octet-stream"),
        ("logo.png", b"\x89PNG\r\n", "image/png"),
        ("a.zip", b"PK\5\6", "application/zip"),
    )
    found = read(message("\n", files=files, subject="Our statement"))
    assert found.title == "Our statement"
    assert found.text == "On the Osten bridge\nThe Ministry rejects the claim that its patrol opened fire."
    assert found.evidence["text"] == "attachment statement.pdf (application/pdf); the message has no text of its own"
    assert found.pages == ((0, 1),)
    assert found.date is not None
    assert found.date.source == "mail header"


def test_the_body_wins_over_attachments() -> None:
    assert read(message(files=(("statement.pdf", pdf(), "application/pdf"),))).text == f"{SENTENCE}\n{SECOND}"


page = f"<html><body><h1>On the bridge</h1><p>{SENTENCE}</p></body></html>".encode()
TEXTLESS = [
    ("no words", message("\n"), "the message has no text"),
    ("a picture", message("\n", files=(("a.gif", b"GIF89a", "image/gif"),)), "the message has no text"),
    ("a file of another kind", message("\n", files=(("a.zip", b"PK\5\6", "application/zip"),)), "the message has no text, and none of its 1 attach"),
    ("two to choose from", message("\n", files=(("a.pdf", pdf(), "application/pdf"), ("b.html", page, "text/html"))),
     "the message has no text of its own but 2 attachments that have: a.pdf (application/pdf), b.html (text/html)"),
    ("encrypted", b"From: a@b.example\nTo: c\nSubject: x\nMIME-Version: 1.0\nContent-Type: application/pkcs7-mime\n\nAAAA", "encrypted: only"),
    ("nothing", b"", "the message has no text"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "why"), [case[1:] for case in TEXTLESS], ids=[case[0] for case in TEXTLESS])
def test_a_message_without_text_says_why(data: bytes, why: str) -> None:
    found = read(data)
    assert (found.text, found.page_type) == ("", "other")
    assert found.unknown["text"].startswith(why)


def test_a_page_saved_as_mhtml_is_no_message_whatever_it_was_served_as() -> None:
    data = (
        b"From: <Saved by Blink>\r\nSubject: Note\r\nDate: Tue, 5 Mar 2024 09:11:12 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n' + page + b"\r\n--b--\r\n"
    )
    found = read(data)
    assert found.title == "On the bridge"
    assert found.evidence["title"] != "mail header Subject"


SCRAPS = [
    b"From: a@b.example\n", b"To: c\n", b"Subject: =?utf-8?b?4oKs?= \xff\n", b"Date: Fri, 15 Mar 2024 00:30:00 +0400\n", b"\n", b"MIME-Version: 1.0\n",
    b"Content-Type: multipart/mixed; boundary=part\n", b"Content-Type: text/html; charset=nonsense\n", b"Content-Type: text/plain; format=flowed\n",
    b"Content-Transfer-Encoding: base64\n", b"--part\n", b"--part--\n", b"Content-Disposition: attachment; filename=a.pdf\n", b"%PDF-1.4\n", b"-- \nPress\n",
    b"We object to all of it, \n", "Мы возражаем.\n".encode("cp1251"), b"<p>We <b>object</b></p>\n", b"PK\x03\x04word/document.xml\n", b"\x00",
]  # fmt: skip


@given(st.lists(st.sampled_from(SCRAPS), max_size=24))
@settings(max_examples=120)
def test_no_mixture_of_lines_breaks_what_is_promised(lines: list[bytes]) -> None:
    promises(extract_bytes(b"From: a@b.example\nSubject: Osten\n" + b"".join(lines), media_type="message/rfc822"))
