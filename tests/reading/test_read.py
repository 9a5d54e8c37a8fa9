"""Protects `read`: a text is read as it is, its offsets are its own, and what cannot be read says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import communique
from communique.ids import text_digest
from communique.reading.reader import Marked
from invented import Cli, page
from plain_reader import PlainReader

Write = Callable[[str, bytes | str], Path]
TEXT = (
    "We condemn the shelling of Osten.\nTamrania claims that its army was elsewhere.  The Ministry denies that it fired first.\n"
)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line reads with the reader of the tests."""
    monkeypatch.delenv("COMMUNIQUE_READER")
    monkeypatch.setattr("communique.reading.readers._encoder", PlainReader)


def test_a_reader_of_ones_own_reads_through_the_door() -> None:
    found = communique.read(TEXT, issuer="XKV", lang="en", reader=PlainReader())
    assert (found.reader, found.lang, found.text_digest) == ("plain/1", "en", text_digest(TEXT))
    assert next(TEXT[s.start : s.end] for s in found.sentences) == "We condemn the shelling of Osten."
    assert [one.act for one in found.sentences] == ["ACCUSE", "STATE", "STATE"]
    assert next([TEXT[a:b] for a, b in one.content] for one in found.attributions) == ["its army was elsewhere"]


def test_the_language_is_told_from_the_text_where_it_is_not_given() -> None:
    assert communique.read(TEXT * 3, reader=PlainReader()).lang == "en"


def test_an_unknown_issuer_is_accepted_as_a_free_name() -> None:
    assert communique.read(TEXT, issuer="Council of the Northern Shore", lang="en", reader=PlainReader()).issuer == (
        "Council of the Northern Shore"
    )


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "word " * 20_000, ("We condemn this. " * 12 + "\n") * 10_000, "ALL CAPITALS! «„“\"'»", "﻿with a mark\r\n"],
    ids=["empty", "only breaks", "one long sentence", "two megabytes", "capitals and quotes", "byte order mark"],
)
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    found = communique.read(text, lang="en", reader=PlainReader())
    assert all(0 <= one.start < one.end <= len(text) for one in found.sentences)


def test_a_language_without_reader_is_said_and_its_sentences_have_no_act(plain: None, cli: Cli, write: Write) -> None:
    write("a.txt", "ประชาชนไทยรักสันติภาพ และเราขอเรียกร้องให้ยุติความรุนแรง")
    ran = cli("read", "a.txt", "--json", archive=False)
    document, *rest = ran.records
    assert (document["reader"], document["lang"]) == (None, "th")
    assert "no reader for th" in ran.err
    assert {one["act"] for one in rest} == {None}


def test_a_text_file_is_read_as_it_is(plain: None, cli: Cli, write: Write) -> None:
    write("a.txt", b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    text = (Path("a.txt")).read_bytes().decode()
    document, *rest = cli("read", "a.txt", "--json", "--issuer", "XKV", "--lang", "en", archive=False).records
    assert document["text_digest"] == text_digest(text)
    assert "text" not in document
    attributions = [one for one in rest if one["type"] == "attribution"]
    assert [text[slice(*one["content"][0])] for one in attributions] == ["its army was elsewhere", "it fired first"]
    assert [text[slice(*one["cue"])] for one in attributions] == ["claims", "denies"]


def test_other_files_are_extracted_first_and_the_document_has_the_text(plain: None, cli: Cli, write: Write) -> None:
    write("a.html", page())
    document, *rest = cli("read", "a.html", "--json", archive=False).records
    assert text_digest(document["text"]) == document["text_digest"]
    sentences = [one for one in rest if one["type"] == "sentence"]
    assert any(document["text"][one["start"] : one["end"]].startswith("The Ministry of Foreign Affairs") for one in sentences)


def test_a_person_sees_sentences_with_their_acts_and_whose_words_stand_in_them(plain: None, cli: Cli, write: Write) -> None:
    write("a.txt", TEXT)
    shown = cli("read", "a.txt", "--lang", "en", "--issuer", "XKV", archive=False).text
    assert "ACCUSE   We condemn the shelling" in shown
    assert "XTM according to ISSUER" in shown or "Tamrania according to ISSUER" in shown


BRIEFING = """Question: Tamrania claims that Karvelia fired first. Karvelia claims that it was elsewhere.

Spokesperson: Tamrania claims that its army was elsewhere. The Ministry denies that Tamrania says that we fired.
"""


def test_what_a_journalist_tells_of_somebody_is_never_told_by_the_ministry() -> None:
    found = communique.read(BRIEFING, issuer="XKV", lang="en", reader=PlainReader())
    told = {BRIEFING[slice(*one.content[0])]: (one.chain, one.stance) for one in found.attributions}
    assert told["Karvelia fired first"] == (("ISSUER", "Journalist", "Tamrania"), "0")
    assert told["it was elsewhere"][0][:2] == ("ISSUER", "Journalist")  # the ministry's words as somebody else tells them
    assert told["its army was elsewhere"][0] == ("ISSUER", "Tamrania")
    assert told["we fired"] == (("ISSUER", "Tamrania"), "-")


def test_no_reader_wanted_is_not_a_language_without_reader() -> None:
    assert communique.read(TEXT, lang="en", reader="none").unread == "not read: no reader is wanted (reader none)"


def test_a_language_read_as_an_experiment_is_said_to_people(plain: None, cli: Cli, write: Write) -> None:
    write("a.txt", "Тамранія заявляє, що її армія була в іншому місці.")
    assert "experimental: uk" in cli("read", "a.txt", "--lang", "uk", archive=False).err


def test_no_reader_of_that_name_is_a_usage_error(cli: Cli, write: Write) -> None:
    write("a.txt", TEXT)
    assert "Readers are" in cli("read", "a.txt", "--reader", "oracle", archive=False, code=2).err


def test_a_file_that_is_not_utf8_is_named(cli: Cli, write: Write) -> None:
    write("a.txt", b"caf\xe9")
    assert "not UTF-8 at byte 3" in cli("read", "a.txt", archive=False, code=1).err


def test_a_text_that_names_its_issuer_is_read_as_the_issuers(plain: None, cli: Cli, write: Write) -> None:
    head = "Statement by the Ministry of Foreign Affairs of Iceland\n\n"
    path = write("a.txt", head + "Iceland claims that nothing happened. The Ministry denies that it fired first.\n")
    result = cli("read", str(path), "--json", archive=False)
    document = next(one for one in result.records if one["type"] == "document")
    assert "Iceland" in document["issuer"]
    assert "--issuer says otherwise" in result.err
    assert {one["holder"] for one in result.records if one["type"] == "attribution"} == {"ISSUER"}


def test_who_says_the_issuer_is_believed(plain: None, cli: Cli, write: Write) -> None:
    path = write("a.txt", "Statement by the Ministry of Foreign Affairs of Iceland\n\nIceland claims that nothing happened.\n")
    document = next(
        one for one in cli("read", str(path), "--issuer", "PRT", "--json", archive=False).records if one["type"] == "document"
    )
    assert document["issuer"] == "PRT"


class _Endorsing(PlainReader):
    """Says of every content that the issuer asserts it, or with `0` that it takes no side."""

    def __init__(self, stance: str) -> None:
        self.stance = stance

    def read(self, *known: Any) -> Marked:
        marked = super().read(*known)
        return replace(marked, relations=tuple(replace(one, stance=self.stance) for one in marked.relations))


def test_the_issuer_takes_no_side_where_a_guest_has_the_floor_and_always_in_its_own_words() -> None:
    text = (
        "Question: Portugal claims that it won. Is it so?\n"
        "Spokesperson Ana Tor: Portugal claims that it won. The Ministry denies that it fired."
    )
    found = communique.read(text, issuer="Ministry of Foreign Affairs of Iceland", lang="en", reader=_Endorsing("+"))
    assert [(one.holder, one.stance) for one in found.attributions] == [("PRT", "0"), ("PRT", "+"), ("ISSUER", "+")]
    found = communique.read(text, issuer="Ministry of Foreign Affairs of Iceland", lang="en", reader=_Endorsing("0"))
    assert [one.stance for one in found.attributions] == ["0", "0", "+"]
