"""Protects the index on the disk: who may write, what readers see, what is said when it is missing or damaged."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from search_samples import EVERYTHING, Small, entry, texts_of

from communique import search
from communique.errors import ArchiveBusy, SearchError, UsageError
from communique.query import Filters

CONVOY = entry("v1", "The convoy left.", date="2020-01-01", tags=("aid",))
DAM = entry("v2", "The dam broke.", lang="ru", issuer="ALS", country=None, kind="note")


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path / "index", [CONVOY, DAM])


def test_a_missing_index_is_an_error_that_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match="communique rebuild"):
        search.open_index(tmp_path / "none", create=False, writable=False)


def test_a_new_index_says_that_it_is_new(tmp_path: Path) -> None:
    with search.open_index(tmp_path / "index", create=True, writable=True) as index:
        assert index.created
        index.commit()
    with search.open_index(tmp_path / "index", create=True, writable=True) as index:
        assert not index.created


def _cut(folder: Path) -> None:
    for file in folder.glob("*.idx"):
        file.write_bytes(file.read_bytes()[:-20])


def _lose(folder: Path) -> None:
    next(folder.glob("*.store")).unlink()


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda f: (f / "meta.json").write_text("{"), id="meta cut"),
        pytest.param(lambda f: (f / "meta.json").write_text("{}"), id="meta empty"),
        pytest.param(lambda f: (f / "meta.json").write_bytes(b"\xff\x00"), id="meta garbage"),
        pytest.param(lambda f: (f / "meta.json").unlink(), id="meta gone"),
        pytest.param(lambda f: (f / "communique.json").unlink(), id="format gone"),
        pytest.param(lambda f: (f / "communique.json").write_text('{"format": 0}'), id="other format"),
        pytest.param(lambda f: (f / "communique.json").write_text("[]"), id="format garbage"),
        pytest.param(_lose, id="a segment's file gone"),
        pytest.param(_cut, id="postings cut"),
    ],
)
def test_a_damaged_index_is_an_error_that_names_the_remedy(small: Small, harm: Callable[[Path], object]) -> None:
    small.index.close()
    harm(small.folder)

    def use() -> None:
        index = search.open_index(small.folder, create=False, writable=False)
        index.search("convoy", EVERYTHING, texts=texts_of(small.entries), facets=True)
        list(index.contents())

    with pytest.raises(SearchError, match="communique rebuild"):
        use()


@pytest.mark.parametrize("kind", ["idx", "pos", "term", "store", "fast", "fieldnorm"])
def test_flipped_bytes_give_an_answer_or_the_one_error(small: Small, tmp_path: Path, kind: str) -> None:
    small.index.close()
    for at in range(0, 60, 7):
        copy = shutil.copytree(small.folder, tmp_path / f"copy{at}")
        for file in copy.glob(f"*.{kind}"):
            data = bytearray(file.read_bytes())
            data[at % len(data)] ^= 0xA5
            file.write_bytes(data)
        try:
            index = search.open_index(copy, create=False, writable=False)
            for query in ("convoy", '"the dam"', "dam*", "-dam"):
                index.search(query, Filters(since="2019"), texts=texts_of(small.entries), sort="date", facets=True)
            list(index.contents())
        except SearchError as error:
            assert "communique rebuild" in str(error)  # noqa: PT017 - no error is right too


def test_a_second_writer_is_refused_and_readers_are_not(small: Small) -> None:
    with pytest.raises(ArchiveBusy, match="another process writes"):
        search.open_index(small.folder, create=False, writable=True)
    search.open_index(small.folder, create=False, writable=False).close()


def test_the_lock_is_given_back(small: Small) -> None:
    small.index.close()
    small.index.close()
    search.open_index(small.folder, create=False, writable=True).close()


def test_a_reader_cannot_write(small: Small) -> None:
    reader = search.open_index(small.folder, create=False, writable=False)
    with pytest.raises(SearchError, match="opened to be read"):
        reader.apply([])


def test_readers_see_what_another_process_commits(small: Small) -> None:
    reader = search.open_index(small.folder, create=False, writable=False)
    small.index.close()
    code = (
        "import sys; from pathlib import Path; from communique import search; from communique.model import Entry\n"
        "with search.open_index(Path(sys.argv[1]), create=False, writable=True) as index:\n"
        "    e = Entry('v3', 's-v3', '', 'A second convoy.', 'd', 'en', None, None, None, (), None, True, True)\n"
        "    index.apply([search.analyse(e)], ['v2']); index.commit()\n"
    )
    assert reader.find("convoy", Filters()).total == 1
    subprocess.run([sys.executable, "-c", code, str(small.folder)], check=True)
    assert reader.find("convoy", Filters()).total == 2
    assert sorted(v for v, _, _ in reader.contents()) == ["v1", "v3"]


def test_what_is_not_committed_is_not_seen(small: Small) -> None:
    small.index.apply([search.analyse(entry("v3", "A convoy."))])
    assert small.index.find("convoy", Filters()).total == 1
    small.index.commit()
    assert small.index.find("convoy", Filters()).total == 2


def test_documents_are_replaced_by_version(small: Small) -> None:
    changed = entry("v1", "The train left.", current=False, alone=False)
    small.index.apply([search.analyse(entry("v1", "Nothing.")), search.analyse(changed)], ["v2", "unknown"])
    small.index.commit()
    assert list(small.index.contents()) == [("v1", changed.text_digest, False)]
    assert small.index.find("convoy OR nothing", Filters()).total == 0
    assert small.index.find("train", Filters()).total == 1


def test_an_index_is_cleared(small: Small) -> None:
    small.index.clear()
    small.index.apply([search.analyse(DAM)])
    small.index.commit()
    assert list(small.index.contents()) == [("v2", DAM.text_digest, True)]


def test_contents_gives_every_document_of_a_large_index(tmp_path: Path) -> None:
    many = [entry(f"v{n}", f"Text {n}.", date=None if n % 3 else "2020-01-01") for n in range(11_000)]
    archive = Small(tmp_path, many)
    assert sorted(archive.index.contents()) == sorted((e.version, e.text_digest, True) for e in many)


def test_an_empty_index_answers(tmp_path: Path) -> None:
    hits = Small(tmp_path, []).ask("anything -at all", facets=True)
    assert (hits.total, list(hits), hits.next) == (0, [], None)
    assert all(not counts for counts in hits.facets.values())


def test_the_index_keeps_no_text(small: Small) -> None:
    small.index.close()
    stored = b"".join(f.read_bytes() for f in small.folder.glob("*.store"))
    assert b"convoy" not in stored


@pytest.mark.parametrize(
    ("filters", "versions"),
    [
        (Filters(issuer=("als",)), ["v2"]),
        (Filters(issuer=("nobody",)), []),
        (Filters(country=("xkv", "XTM")), ["v1"]),
        (Filters(lang=("RU",)), ["v2"]),
        (Filters(kind=("note", "statement")), ["v1", "v2"]),
        (Filters(tag=("AID",)), ["v1"]),
        (Filters(since="2019"), ["v1"]),
        (Filters(since="2020-01-01", until="2020-01-01"), ["v1"]),
        (Filters(since="2020-01-02"), []),
        (Filters(until="2019-12"), []),
    ],
)
def test_filters_narrow_and_undated_statements_answer_no_date(small: Small, filters: Filters, versions: list[str]) -> None:
    assert sorted(small.found("", filters)) == versions


def test_values_that_no_statement_has_are_said(small: Small) -> None:
    assert [note.column for note in small.ask("the issuer:nobody country:Karvelia").notes] == [12, 27]
    assert small.ask("convoy country:xkv issuer:xkv*").total == 1
    assert small.ask("kind:(note OR statement) -tag:aid").total == 1


@pytest.mark.parametrize(
    "how",
    [{"sort": "size"}, {"limit": 0}, {"cursor": "?"}, {"cursor": "W10"}, {"cursor": "WyJhIiwgImIiLCAiYyJd"}, {"cursor": "é"}],
)
def test_wrong_usage_is_said(small: Small, how: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="search"):
        small.ask("convoy", **how)


def test_wrong_dates_are_said(small: Small) -> None:
    with pytest.raises(UsageError, match="no date"):
        small.ask("convoy", Filters(since="soon"))


def test_a_cursor_belongs_to_its_query(small: Small) -> None:
    cursor = small.ask("the", limit=1).next
    assert cursor
    assert small.ask("the", limit=1, cursor=cursor).notes == ()
    with pytest.raises(UsageError, match="another query"):
        small.ask("dam", limit=1, cursor=cursor)


def test_a_changed_archive_between_pages_is_said(small: Small) -> None:
    cursor = small.ask("the", limit=1).next
    small.index.apply([search.analyse(entry("v3", "The third."))])
    small.index.commit()
    assert "changed since" in small.ask("the", limit=1, cursor=cursor).notes[0].message


def test_a_copied_index_is_an_index(small: Small, tmp_path: Path) -> None:
    small.index.close()
    shutil.copytree(small.folder, tmp_path / "copy")
    assert json.loads((tmp_path / "copy" / "communique.json").read_text())["format"] > 0
    assert search.open_index(tmp_path / "copy", create=False, writable=False).find("dam", Filters()).total == 1


HARD = {
    "ten thousand characters": "karvelia denies " * 625,
    "twenty thousand characters": "x" * 20_000,
    "five hundred clauses": " OR ".join(f"convoy{n}" for n in range(500)),
    "five hundred ands": " AND ".join(f"convoy{n}" for n in range(500)),
    "five hundred exclusions": " ".join(f"-convoy{n}" for n in range(500)),
    "five hundred beginnings": " ".join(f"convoy{n}*" for n in range(500)),
    "five hundred spellings": " ".join(f"convoy{n}~2" for n in range(500)),
    "five hundred phrases": " ".join(f'"the convoy{n}"' for n in range(500)),
    "a phrase of a thousand words": '"' + "the convoy " * 500 + '"~5',
    "only stop words": "the of and to in",
    "only operators": "AND OR NOT AND",
    "only punctuation": "?! ... --- ***",
    "lone quotes": '" “ «',
    "right to left": "قالت الوزارة \u202bإن المدينة\u202c آمنة",
    "emoji": "🕊️ 👩‍👩‍👧‍👦 🇺🇳",
    "control characters": "\x00con\x07voy\x1b[31m",
    "lone surrogates": "\ud800 convoy \udfff",
    "deep parentheses": "(" * 3000 + "convoy" + ")" * 3000,
    "deep exclusions": "-(" * 3000 + "convoy",
    "regular expressions": ".* [a-z]+ (?i)convoy \\d{3}",
    "engine syntax": "words:convoy exact:/.*/ +convoy &&! {a TO b} convoy^-1 convoy~0.8",
    "wildcards": "* ? *convoy c* c?nvoy",
    "combining marks": "c" + "\u0301" * 500,
    "one letter beginnings": "c* t* d*",
    "a very long word": "convoy" * 1000,
    "marks of suffixes": "a~" * 4000,
    "a page in quotes": '"' + "the convoy left " * 400 + '"',
    "five hundred dates": " ".join(f"date:{1900 + n // 12}-{n % 12 + 1:02d}" for n in range(500)),
    "nested choices": "(" * 35 + "convoy" + "".join(f" OR the{n}) AND dam{n}" for n in range(35)),
    "Hebrew quotation marks": 'צה"ל ' * 1500,
    "Chinese run": "外交部发言人" * 200,
}


@pytest.mark.parametrize("query", HARD.values(), ids=HARD.keys())
@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_any_query_has_an_answer(small: Small, query: str, sort: str) -> None:
    for all_words in (False, True):
        hits = small.ask(query, facets=True, sort=sort, all_words=all_words)
        assert hits.total >= len(hits)
        assert hits.total or hits.notes or all_words or " convoy " not in query
        for note in hits.notes:
            note.message.encode()
