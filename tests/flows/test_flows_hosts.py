"""Protects: what the pages of a host have in common is learned as they come in, in steps, and is the same however they come."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import communique
from communique.flows import rereading
from communique.settings import Settings
from invented import SENTENCES

Write = Callable[[str, bytes | str], Path]
HOST = "https://mfa.karvelia.example"
TAIL = "Consular hotline of the ministry"


def bare(number: int, *, tail: Sequence[str] = (TAIL,), title: str = "", url: str = "", text: Sequence[str] = ()) -> bytes:
    """A page whose template says something at the end of the body itself, where no markup tells it from the text."""
    title = title or f"Statement number {number} of {number * 7} on the crossing at Osten {chr(97 + number % 26) * 3}"
    body = text or (
        f"In its note {number} the ministry speaks of crossing {chr(97 + number % 26) * 4}.",
        *SENTENCES[number % 4 :],
    )
    lines = "\n".join(f"<p>{one}</p>" for one in (*body, *tail))
    address = url or f"{HOST}/news/{number}"
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="canonical" href="{address}"></head><body><h1>{title}</h1><p>14 March 2024</p>
{lines}</body></html>""".encode()


def texts(archive: communique.Archive) -> dict[str, str]:
    return {one.url or "": one.text for one in archive.every()}


def everything(archive: communique.Archive) -> list[Any]:
    """All that is derived, without the times at which it came in."""
    catalog = sqlite3.connect(archive.folder / "catalog.sqlite")
    queries = (
        "select id, content, title, text, furniture, made_by from versions order by id",
        "select id, version, outcome, made_by from captures order by id",
        "select capture, change, edit from changes order by capture",
        "select host, pages, documents, lines, of, counts, seen, former from hosts order by host",
    )
    found = [catalog.execute(query).fetchall() for query in queries]
    catalog.close()
    return found


@pytest.fixture
def pages(write: Write) -> list[Path]:
    return [write(f"pages/{n:03}.html", bare(n)) for n in range(32)]


def test_what_many_pages_end_with_is_no_statement_and_older_pages_lose_it_too(
    archive: communique.Archive, pages: list[Path]
) -> None:
    archive.add(pages[:9])
    assert all(text.endswith(TAIL) for text in texts(archive).values())
    archive.add(pages[9:12])
    assert len(texts(archive)) == 12
    assert not any(TAIL in text for text in texts(archive).values())
    assert archive.search(f'"{TAIL}"').total == 0
    assert {c.change for one in archive.every() for c in archive.changes(one.id)[one.id]} == {"new"}
    assert not list(archive.verify())


def test_a_rebuild_gives_what_adding_gave_every_time(archive: communique.Archive, pages: list[Path]) -> None:
    archive.add(pages)
    once = everything(archive)
    archive.rebuild()
    again = everything(archive)
    assert again == once
    (archive.folder / "catalog.sqlite").unlink()
    archive.rebuild()
    assert everything(archive) == once


def test_it_does_not_matter_how_many_come_at_once_or_who_reads_them(
    archive: communique.Archive, pages: list[Path], tmp_path: Path
) -> None:
    for page in pages:
        archive.add(page)
    other = communique.open(tmp_path / "b.archive", create=True, settings=Settings(workers=2, user="archivist", group_records=40))
    other.add(pages)
    assert everything(other) == everything(archive)


def test_one_page_more_changes_nothing_of_the_others(archive: communique.Archive, pages: list[Path]) -> None:
    archive.add(pages[:12])
    before = {row[0]: row for row in everything(archive)[0]}
    archive.add(pages[12:20])
    after = {row[0]: row for row in everything(archive)[0]}
    assert {id_: after[id_] for id_ in before} == before
    assert len({row[5] for row in after.values()}) == 1
    assert " host:sha256:" in next(iter(after.values()))[5]


def test_what_one_statement_alone_says_is_not_the_sites(archive: communique.Archive, write: Write, pages: list[Path]) -> None:
    line = "Done at Osten on behalf of the ministry"
    archive.add(pages[:6])
    archive.add([write(f"copies/{n}.html", bare(99, tail=(line, TAIL), url=f"{HOST}/print?id={n}")) for n in range(8)])
    copies = [text for url, text in texts(archive).items() if "print" in url]
    assert len(copies) == 8
    assert all(text.endswith(line) for text in copies)


@pytest.mark.parametrize(
    "closing",
    [
        "We thank you for your attention.",
        "Osten, 14 March 2024",
        "Ladies and gentlemen,",
        "The ministry will answer in due course!",
    ],
)
def test_a_sentence_an_address_or_a_date_is_kept_however_frequent(
    archive: communique.Archive, write: Write, closing: str
) -> None:
    archive.add([write(f"{n}.html", bare(n, tail=(closing, TAIL))) for n in range(12)])
    assert all(text.endswith(closing) for text in texts(archive).values())


def test_other_hosts_learn_nothing_from_it(archive: communique.Archive, write: Write, pages: list[Path]) -> None:
    archive.add(pages[:12])
    url = "https://president.karvelia.example/1"
    archive.add(write("other.html", bare(3, url=url)))
    assert texts(archive)[url].endswith(TAIL)


def test_a_later_capture_is_compared_by_what_is_known_then(archive: communique.Archive, write: Write, pages: list[Path]) -> None:
    archive.add(pages[:9])
    archive.add(pages[9:12])
    archive.add(write("later.html", bare(2, tail=("Consular hotline of the ministry", "Search in archive"))))
    one = archive.show(f"{HOST}/news/2")
    assert [c.change for c in archive.changes(one.id)[one.id]] == ["new"]
    assert len(archive.captures(one.id)[one.id]) == 2


def test_what_a_crash_left_to_read_again_is_read_by_the_next_session(
    archive: communique.Archive, pages: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(rereading, "_read_again", crash)
        with pytest.raises(KeyboardInterrupt):
            archive.add(pages[:12])
    assert any(TAIL in text for text in texts(archive).values())
    archive.add(pages[12:13])
    assert not any(TAIL in text for text in texts(archive).values())
    assert not list(archive.verify())


def test_what_is_kept_of_a_host_can_be_read_with_any_tool(archive: communique.Archive, pages: list[Path]) -> None:
    archive.add(pages)
    host, seen, _, lines, of, *_ = everything(archive)[3][0]
    assert (host, seen, of) == ("mfa.karvelia.example", 32, 30)
    assert json.loads(lines)[TAIL.lower()] == 30
