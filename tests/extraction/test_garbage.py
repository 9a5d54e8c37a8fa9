"""Protects real text from being called garbage, in every language and case, and names what no one can read."""

from __future__ import annotations

import pytest
from ministry_texts import TEXTS, Text

from communique.extraction.garbage import is_garbage

ENGLISH = (
    "The Ministry of Foreign Affairs of Karvelia rejects the claim that its patrol opened fire near the Osten bridge. "
    "We call on the Tamranian side to publish the report of the observers without delay. "
) * 3


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.lang)
def test_a_statement_is_no_garbage(text: Text) -> None:
    whole = " ".join((text.title, text.written, *text.paragraphs, *text.other)) * 2
    assert not is_garbage(whole)
    assert not is_garbage(whole.upper())
    assert not is_garbage("\n".join(whole.split(" ")))


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"{n}.{n % 7} {n * 31 % 977:,} ({n % 13}%)" for n in range(200)),
        " ".join(f"A/RES/{n}/L.{n % 50} S/PV.{n * 3}" for n in range(60)) + ENGLISH,
        "UN OSCE MFA EU NATO PRC DPRK UNHCR " * 8 + ENGLISH,
        "https://mfa.karvelia.example/en/news_list.asp?id=17 " * 3 + ENGLISH,
        "7KH 0LQ",
        "",
    ],
    ids=["figures", "document numbers", "acronyms", "addresses", "too little to tell", "nothing"],
)
def test_what_only_looks_odd_is_no_garbage(text: str) -> None:
    assert not is_garbage(text)


RUSSIAN = "Министерство иностранных дел Республики Карвелия отвергает эти обвинения и требует независимого расследования. " * 3
GARBAGE = [
    ("glyph numbers for letters", "".join(chr(ord(c) - 29) if c.isalpha() else c for c in ENGLISH)),
    (
        "glyph numbers for letters and spaces",
        "".join(chr(ord(c) - 29) if c >= "a" else chr(3) if c == " " else c for c in ENGLISH),
    ),
    ("private use", "".join(chr(0xF000 + ord(c)) if c.isalpha() else c for c in ENGLISH)),
    ("no mapping", "".join("\ufffd" if c.isalpha() else c for c in ENGLISH)),
    ("control characters", "".join(chr(ord(c) % 8 + 14) if c.isalpha() else c for c in ENGLISH)),
    ("one code page taken for another", RUSSIAN.encode("cp1251").decode("latin-1")),
    ("signs for letters", "".join("!#$%&()*+<=>?@[]^_{|}~"[ord(c) % 22] if c.isalpha() else c for c in ENGLISH)),
]


@pytest.mark.parametrize("text", [case[1] for case in GARBAGE], ids=[case[0] for case in GARBAGE])
def test_what_nobody_can_read_is_garbage(text: str) -> None:
    assert is_garbage(text)
