"""Protects: bytes become text by the encoding they are in, and text that lost characters is flagged."""

from __future__ import annotations

import pytest

from communique.extraction.decode import decode

RUSSIAN = "Министерство иностранных дел решительно отвергает эти обвинения."


@pytest.mark.parametrize(
    ("data", "declared", "encoding", "damaged"),
    [
        pytest.param(RUSSIAN.encode(), None, "utf-8", False, id="utf-8 without a declaration"),
        pytest.param(RUSSIAN.encode("cp1251"), "text/html; charset=windows-1251", "windows-1251", False, id="header names it"),
        pytest.param(
            b'<meta charset="windows-1251">' + RUSSIAN.encode("cp1251"), None, "windows-1251", False, id="meta names it"
        ),
        pytest.param((RUSSIAN * 4).encode("cp1251"), None, "cp1251", False, id="only the bytes tell"),
        pytest.param(RUSSIAN.encode(), "text/html; charset=windows-1251", "utf-8", False, id="valid utf-8 beats a wrong header"),
        pytest.param(RUSSIAN.encode("utf-16"), None, "utf-16-le", False, id="byte-order mark"),
        pytest.param(("<html>" + RUSSIAN).encode("utf-16-le"), None, "utf-16-le", False, id="utf-16 without a mark"),
        pytest.param((RUSSIAN + "\ufffd").encode(), None, "utf-8", True, id="damaged before it was saved"),
        pytest.param(RUSSIAN.encode() + "Ещё".encode("cp1251"), None, "utf-8", True, id="two encodings in one file"),
        pytest.param("Заявление \ud800".encode("utf-8", "surrogatepass"), None, "utf-8", True, id="lone surrogate"),
        pytest.param(RUSSIAN.encode().decode("cp1252", "replace").encode(), None, "utf-8", True, id="misread once and saved"),
        pytest.param(
            b"caf\xe9 d\xe9j\xe0", "text/html; charset=iso-8859-1", "windows-1252", False, id="latin-1 means windows-1252"
        ),
        pytest.param(b'<meta charset="x-nonsense">plain', None, "utf-8", False, id="an encoding that is none"),
        pytest.param(b"", None, "utf-8", False, id="no bytes"),
    ],
)
def test_the_encoding_is_found_and_loss_is_flagged(data: bytes, declared: str | None, encoding: str, damaged: bool) -> None:
    found = decode(data, declared)
    assert (found.encoding, found.damaged) == (encoding, damaged)


def test_a_page_with_one_accented_letter_in_latin_1_is_not_taken_for_broken_utf_8() -> None:
    assert decode(b"Le Pr\xe9sident a re\xe7u", "iso-8859-1").text == "Le Président a reçu"


def test_lone_surrogates_become_replacement_characters() -> None:
    assert decode("a\udc00b".encode("utf-8", "surrogatepass")).text == "a\ufffdb"
