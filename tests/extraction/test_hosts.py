"""Protects: line statistics of a host are taken in steps, from distinct statements, and tell which pages they concern."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extraction import HostLines, Tally, changed_lines, concerned, extract_bytes, input_of, made_with
from communique.extraction.furniture import trim
from communique.model import Extraction, Furniture

SITE = HostLines({"hotline": 9, "news of the day": 9}, 9)


def statement(number: int, *lines: str) -> Extraction:
    title, text = f"Title {chr(97 + number % 26) * (number // 26 + 1)}", f"Text {chr(97 + number % 26) * (number // 26 + 2)}"
    return Extraction(text, title, page_text="\n".join((title, text, *lines)))


def grown(pages: list[Extraction]) -> list[tuple[int, HostLines]]:
    """The steps that these pages complete: after how many pages, and what is known then."""
    tally, found = Tally(), []
    for number, page in enumerate(pages, 1):
        if (step := tally.take(page)) is not None:
            found.append((number, step))
    return found


def test_steps_are_few_and_further_and_further_apart() -> None:
    steps = grown([statement(n, "Hotline") for n in range(1_200)])
    assert [number for number, _ in steps] == [10, 30, 100, 300, 1_000]
    assert [lines.documents for _, lines in steps] == [10, 30, 100, 200, 300]
    assert all(lines.common("HOTLINE!") and not lines.common("Title a") for _, lines in steps)


def test_a_new_template_is_learned_and_the_old_one_not_forgotten() -> None:
    *_, (_, last) = grown([statement(n, "Old hotline" if n < 500 else "New hotline") for n in range(1_000)])
    assert last.common("Old hotline")
    assert last.common("New hotline")


def test_a_text_or_a_title_that_comes_again_is_counted_once() -> None:
    ((_, step),) = grown([statement(n) for n in range(5)] + [statement(7, "Done at Osten")] * 5)
    assert step.documents == 6
    assert not step.common("Done at Osten")


def test_what_is_kept_between_steps_does_not_grow_with_the_lines_of_the_archive() -> None:
    tally = Tally()
    for number in range(300):
        tally.take(statement(number, *(f"line {chr(97 + k % 26) * (number + 1)}" for k in range(20))))
    assert tally.counts == {}
    assert tally.seen == []


def test_long_lines_are_not_counted() -> None:
    ((_, step),) = grown([statement(n, "word " * 20) for n in range(10)])
    assert not step.lines


CONCERNED = [
    ("a line of the text", "Title\nText\nHotline", (), True),
    ("a line outside the main text", "Title\nText\nHotline", (Furniture(11, 18, "footer"),), False),
    ("a line that was cut from the end", "Title\nText\nHotline", (Furniture(11, 18, "tail phrase"),), True),
    ("a line cut for being the host's", "Title\nText\nHotline", (Furniture(11, 18, "on many pages of the host"),), True),
    ("a line after a button", "Text\nHotline", (Furniture(5, 12, "after tail phrase"),), True),
    ("no such line", "Title\nText\nPress service", (), False),
    ("inside a line", "Title\nThe hotline is open", (), False),
    ("a line behind two others", "Menu\nHotline\nText\nHotline", (Furniture(0, 12, "navigation"),), True),
]


@pytest.mark.parametrize(("_name", "page", "furniture", "expected"), CONCERNED, ids=[one[0] for one in CONCERNED])
def test_a_page_is_read_again_only_for_lines_that_matter(
    _name: str, page: str, furniture: tuple[Furniture, ...], expected: bool
) -> None:
    assert concerned(page, furniture, {"hotline"}) is expected
    assert not concerned(page, furniture, set())


LINE = st.sampled_from(["Hotline", "News of the day", "Print", "A sentence of the statement.", "Osten", "* * *", "Follow us"])


@given(st.lists(LINE, min_size=1, max_size=8))
def test_pages_that_are_not_concerned_read_the_same(lines: list[str]) -> None:
    body = "".join(
        f"<p>{line}</p>" for line in ("The ministry of Karvelia has taken note of the letter, and will answer it.", *lines)
    )
    page = f"<html><body><h1>On the letter</h1>{body}</body></html>".encode()
    before, after = extract_bytes(page), extract_bytes(page, host=SITE)
    if not concerned(before.page_text, before.furniture, changed_lines(HostLines(), SITE)):
        assert (after.text, after.furniture, after.date) == (before.text, before.furniture, before.date)
        assert made_with(before.made_by, SITE) == after.made_by
    if not concerned(after.page_text, after.furniture, changed_lines(SITE, HostLines())):
        assert (after.text, after.furniture) == (before.text, before.furniture)


def test_made_by_names_the_statistics_only_when_they_tell_something() -> None:
    page = b"<html><body><h1>T</h1><p>The ministry has taken note of the letter.</p></body></html>"
    plain = extract_bytes(page).made_by
    assert extract_bytes(page, host=HostLines({"x": 1}, 9)).made_by == plain
    named = extract_bytes(page, host=SITE).made_by
    assert input_of(named) == SITE.digest() == SITE.telling().digest()
    assert made_with(plain, SITE) == named
    assert made_with(named, HostLines()) == plain


FREQUENT = HostLines({"press service": 9, "ladies and gentlemen": 3, "thank you": 9, "osten march": 9}, 10)
KEPT = [
    ("in the middle", ["Title of it.", "Press service", "A sentence.", "Another sentence."], 4),
    ("a form of address", ["Ladies and gentlemen", "A sentence."], 2),
    ("a sentence", ["A sentence.", "Thank you."], 2),
    ("a date", ["A sentence.", "Osten, 14 March 2024"], 2),
    ("before a line of its own", ["A sentence.", "Press service", "Dana Orlik"], 3),
]


@pytest.mark.parametrize(("_name", "lines", "count"), KEPT, ids=[one[0] for one in KEPT])
def test_what_is_frequent_and_yet_the_statements(_name: str, lines: list[str], count: int) -> None:
    first, last, _ = trim(lines, FREQUENT)
    assert last - first == count


def test_what_only_the_site_says_falls_at_both_ends() -> None:
    first, last, why = trim(["Press service", "A sentence.", "Press service"], FREQUENT)
    assert (first, last) == (1, 2)
    assert set(why.values()) == {"on many pages of the host"}
