"""Protects ids and history: a rebuild, another archive and another order of adding give the same statements and versions."""

from __future__ import annotations

import io
import itertools
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import communique
from communique.access.export import write as export
from communique.errors import HoldingsError
from communique.query import Filters
from communique.settings import Settings
from invented import SENTENCES, page, response, rows, warc

Write = Callable[[str, bytes | str], Path]
URL = "https://mfa.karvelia.example/news/1"


def _open(folder: Path) -> communique.Archive:
    return communique.open(folder, create=True, settings=Settings(workers=1, user="archivist"))


def _exported(archive: communique.Archive) -> bytes:
    out = io.BytesIO()
    export(archive, "jsonl", "statements", Filters(), None, out)
    export(archive, "jsonl", "changes", Filters(), None, out)
    return out.getvalue()


def _story(archive: communique.Archive) -> list[Any]:
    """What an archive says, without when and where things came in."""
    told = []
    for one in archive.every():
        versions = [
            (v.id, v.title, v.date.value if v.date else None, v.text, v.current) for v in archive.versions(one.id)[one.id]
        ]
        captures = [(c.id, c.version, c.captured, c.digest, c.outcome) for c in archive.captures(one.id)[one.id]]
        recorded = {capture[2] for capture in captures}
        changes = [
            (c.change, c.edit, c.from_version, c.to_version, c.at if c.at in recorded else None)
            for c in archive.changes(one.id)[one.id]
        ]
        told.append((one.id, one.version, one.title, one.date, one.text, one.lang, one.issuer, versions, captures, changes))
    return told


def _versions_of_a_row() -> list[bytes]:
    """Four captures of one row: a text, an edit, a revert, and the same again."""
    texts = [SENTENCES[0], SENTENCES[0] + " " + SENTENCES[2], SENTENCES[0], SENTENCES[0]]
    days = ["2024-03-01", "2024-03-02T10:00:00.5Z", "2024-03-02T10:00:00.75Z", "2024-03-09"]
    return [
        json.dumps({"id": "s1", "title": "On Osten", "date": "2024-03-01", "captured": day, "text": text}).encode() + b"\n"
        for day, text in zip(days, texts)
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5], ids=str)
def test_captures_added_in_any_order_tell_the_same_story(order: tuple[int, ...], write: Write, tmp_path: Path) -> None:
    parts = _versions_of_a_row()
    straight, mixed = _open(tmp_path / "straight"), _open(tmp_path / "mixed")
    straight.add(write("straight/rows.jsonl", b"".join(parts)))
    for number in order:
        mixed.add(write(f"{number}/rows.jsonl", parts[number]))
    assert _story(mixed) == _story(straight)
    (told,) = _story(straight)
    assert [change[0] for change in told[9]] == ["new", "edited", "edited"]
    assert not list(mixed.verify())


def test_rows_that_number_their_versions_are_told_in_their_numbers(write: Write, tmp_path: Path) -> None:
    archive = _open(tmp_path / "a")
    lines = [json.dumps({"id": "s1", "version": n, "text": f"{SENTENCES[n % 3]} Version {n}."}) for n in (10, 9, 2)]
    archive.add(write("rows.jsonl", "\n".join(lines)))
    (one,) = archive.every()
    assert one.text.endswith("Version 10.")
    assert [v.text[-2:] for v in archive.versions(one.id)[one.id]] == ["2.", "9.", "0."]
    assert [c.change for c in archive.changes(one.id)[one.id]] == ["new", "edited", "edited"]


@pytest.mark.parametrize("lost", ["nothing", "catalog", "catalog and index", "a broken catalog"])
def test_a_rebuild_exports_the_same_bytes(lost: str, world_archive: Path) -> None:
    archive = _open(world_archive)
    some = [one.id for one in archive.every()][:4]
    archive.edit(some[0], {"title": "Decided title", "date": None})
    archive.tag(some[:3], "merrow")
    archive.link(some[0], some[1], "translation")
    archive.withdraw(some[3], "test")
    before, counts = _exported(archive), archive.status()
    if lost != "nothing":
        for file in world_archive.glob("catalog.sqlite*"):
            file.unlink()
    if lost == "a broken catalog":
        (world_archive / "catalog.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    if lost == "catalog and index":
        shutil.rmtree(world_archive / "derived")
    again = _open(world_archive)
    if lost != "nothing":
        with pytest.raises(HoldingsError, match=r"communique rebuild"):
            again.status()
    assert again.rebuild() > 60
    assert _exported(again) == before
    assert again.status() == counts
    assert list(again.verify()) == []
    assert again.search("mercenaries").total > 0
    assert again.search("tag:merrow").total == 3


def test_another_archive_gives_the_same_ids(world_archive: Path, world: Path, tmp_path: Path) -> None:
    other = _open(tmp_path / "other")
    shutil.copytree(world / "issuers", tmp_path / "other/issuers")
    folders = [world / "data", world / "warc", world / "pdf", world / "pages"]  # the other way round
    for folder in folders:
        other.add(folder)
    assert _story(other) == _story(_open(world_archive))


def test_the_place_of_a_file_does_not_matter(write: Write, tmp_path: Path) -> None:
    one, two = _open(tmp_path / "one"), _open(tmp_path / "two")
    one.add(write("here/a.html", page()))
    two.add(write("there/b/c.htm", page()))
    assert [s.id for s in one.every()] == [s.id for s in two.every()]


def test_adding_twice_changes_nothing(world_archive: Path, world: Path) -> None:
    archive = _open(world_archive)
    before, counts = _exported(archive), archive.status()
    files = {f: f.read_bytes() for f in (world_archive / "originals").rglob("*") if f.is_file()}
    found = archive.add([world / "warc", world / "pages", world / "pdf", world / "data"])
    assert set(found.changes) <= {"same", "refused", "missing", "gone", "moved", "kept"}
    assert _exported(archive) == before
    assert archive.status() == counts
    assert {f: f.read_bytes() for f in (world_archive / "originals").rglob("*") if f.is_file()} == files


def test_the_same_bytes_twice_in_one_run_are_one_capture(write: Write, archive: communique.Archive) -> None:
    files = [write(f"{n}.html", page()) for n in range(3)]
    assert archive.add(files).changes == {"new": 1, "same": 2}
    assert archive.status()["captures"] == 1


def test_the_same_payload_at_another_url_is_a_revisit(write: Write, archive: communique.Archive) -> None:
    file = write("a.html", page())
    archive.add(file, url=URL)
    archive.add(file, url="https://mfa.karvelia.example/news/2")
    archive.add(file, url=URL + "#top")  # the same URL after all
    first, second = sorted(archive.every(), key=lambda s: s.url or "")
    assert first.text == second.text
    originals = b"".join(archive.records())
    assert archive.original(archive.captures(second.id)[second.id][0].id) == page()
    import gzip

    plain = gzip.decompress(originals)
    assert plain.count(b"WARC-Type: revisit") == 1
    assert plain.count(b"WARC-Refers-To-Target-URI: https://mfa.karvelia.example/news/1") == 1
    assert plain.count(page()) == 1
    assert [link.kind for link in archive.links(first)] == ["same_text"]
    assert list(archive.verify()) == []


def test_a_url_has_one_statement_whatever_form_it_is_written_in(write: Write, archive: communique.Archive) -> None:
    archive.add(write("a.html", page()), url="HTTPS://MFA.Karvelia.example:443/news/1?utm_source=mail#x")
    archive.add(write("b.html", page(paragraphs=SENTENCES[:3])), url=URL)
    (one,) = archive.every()
    assert len(archive.versions(one.id)[one.id]) == 2
    for word in (one.id, one.id[:5], one.id.upper(), URL, "https://mfa.karvelia.example/news/1#y"):
        assert archive.show(word).id == one.id


def test_any_capture_names_its_version(write: Write, tmp_path: Path) -> None:
    archive = _open(tmp_path / "a")
    archive.add(write("rows.jsonl", b"".join(_versions_of_a_row())))
    (one,) = archive.every()
    captures = archive.captures(one.id)[one.id]
    first, second = archive.versions(one.id)[one.id]
    assert [c.version for c in captures] == [first.id, second.id, first.id, first.id]
    for capture in captures:
        assert archive.show(capture.id).version == capture.version
        assert archive.version(capture.id[:8]).id == capture.version
    assert archive.show(one.id).version == first.id == captures[0].id


def test_a_version_gets_the_name_of_an_earlier_capture_that_comes_later(write: Write, tmp_path: Path) -> None:
    archive, parts = _open(tmp_path / "a"), _versions_of_a_row()
    archive.add(write("late/rows.jsonl", parts[3]))
    (one,) = archive.every()
    assert archive.search("Osten").hits[0].version == one.version
    archive.add(write("early/rows.jsonl", parts[0]))
    (now,) = archive.every()
    assert now.version != one.version
    assert now.version == archive.captures(one.id)[one.id][0].id
    assert archive.show(one.version or "").version == now.version  # the old name still answers
    assert [hit.version for hit in archive.search("Osten")] == [now.version]
    assert list(archive.verify()) == []


def test_what_stood_there_at_a_time_follows_recorded_times_only(write: Write, tmp_path: Path) -> None:
    archive = _open(tmp_path / "a")
    archive.add(write("rows.jsonl", b"".join(_versions_of_a_row())))
    (one,) = archive.every()
    first, second = archive.versions(one.id)[one.id]
    moments = {
        "2024-03-01": first.id,
        "2024-03-02T10:00:00Z": first.id,
        "2024-03-02T10:00:00.6Z": second.id,
        "2024-03-02": first.id,
        "2025-01-01": first.id,
    }
    assert {at: archive.show(one.id, at=at).version for at in moments} == moments
    with pytest.raises(communique.NotFound, match="no capture with a recorded time at or before 2024-02-29"):
        archive.show(one.id, at="2024-02-29")
    archive.add(write("undated.html", page()))
    (other,) = [s for s in archive.every() if s.id != one.id]
    with pytest.raises(communique.NotFound, match="no capture with a recorded time"):
        archive.show(other.id, at="2099-01-01")


def test_an_id_prefix_that_several_share_is_ambiguous_and_an_original_id_comes_before_it(
    write: Write, archive: communique.Archive
) -> None:
    archive.add(write("rows.jsonl", rows(60)))
    ids = sorted(one.id for one in archive.every())
    shared = next(a[0] for a, b in itertools.pairwise(ids) if a[0] == b[0])
    with pytest.raises(communique.NotFound, match="several answer to it") as raised:
        archive.show(shared)
    assert "more letters" in str(raised.value)
    prefix = ids[0][:4]
    other = json.dumps({"id": prefix, "text": SENTENCES[0]}).encode()
    archive.add(write("more.jsonl", other))
    assert archive.show(prefix).original_id == prefix


def test_a_data_set_is_named_by_its_file_or_by_the_user(write: Write, archive: communique.Archive) -> None:
    file = write("debates.jsonl", rows(1))
    for dataset in (None, "debates", "other"):
        archive.add(file, dataset=dataset)
    assert sorted(s.dataset or "" for s in archive.every()) == ["debates", "other"]
    with pytest.raises(communique.NotFound, match="several answer"):
        archive.show("row-0")


def test_a_file_without_url_is_its_bytes_so_changed_bytes_are_a_new_statement(write: Write, archive: communique.Archive) -> None:
    archive.add(write("a.html", page()))
    archive.add(write("a.html", page(paragraphs=SENTENCES[:4])))
    assert archive.status()["statements"] == 2


def test_a_web_archive_is_copied_record_by_record(write: Write, archive: communique.Archive) -> None:
    request = {
        "WARC-Type": "request",
        "WARC-Target-URI": URL,
        "WARC-Date": "2024-03-14T12:00:00Z",
        "WARC-Concurrent-To": "<urn:uuid:00000000-0000-4000-8000-000000000001>",
        "Content-Type": "application/http",
    }
    info = {"WARC-Type": "warcinfo", "WARC-Date": "2024-03-14T12:00:00Z", "Content-Type": "application/warc-fields"}
    data = warc(
        (info, b"software: other\r\n"),
        response(URL, "2024-03-14T12:00:00Z", page(), X_Odd="  kept \xe9"),
        (request, b"GET / HTTP/1.1\r\n\r\n"),
    )
    archive.add(write("crawl.warc", data))
    import gzip

    kept = gzip.decompress(b"".join(archive.records()))
    for part in data.split(b"WARC/1.1\r\n")[1:]:
        block = part.partition(b"\r\n\r\n")[2]
        assert block.strip() in kept
        for line in part.partition(b"\r\n\r\n")[0].split(b"\r\n"):
            assert line in kept
    (one,) = archive.every()
    (capture,) = archive.captures(one.id)[one.id]
    assert capture.captured == "2024-03-14T12:00:00Z"
    assert capture.accessioned > "2025"
    with sqlite3.connect(archive.folder / "catalog.sqlite") as catalog:
        known, size = catalog.execute("SELECT known, name FROM warcs").fetchone()
    catalog.close()
    assert known == (archive.folder / "originals" / size).stat().st_size  # companions at the end are accounted for, too


REVISITS = [
    ("by record id", {"WARC-Refers-To": "<urn:uuid:00000000-0000-4000-8000-000000000001>"}),
    ("by the digest both state", {"WARC-Payload-Digest": "sha1:BBBB"}),
    ("by address and date", {"WARC-Refers-To-Target-URI": URL, "WARC-Refers-To-Date": "2024-03-02T00:00:00Z"}),
]


@pytest.mark.parametrize("apart", [False, True], ids=["in one run", "in another run"])
@pytest.mark.parametrize("refers", [r[1] for r in REVISITS], ids=[r[0] for r in REVISITS])
def test_a_revisit_shows_the_bytes_that_it_refers_to(
    refers: dict[str, str], apart: bool, archive: communique.Archive, write: Write
) -> None:
    first, second = page(), page(paragraphs=SENTENCES[2:], furniture="Another page")
    whole = [
        response(URL, "2024-03-01T00:00:00Z", first, **{}),
        response(URL, "2024-03-02T00:00:00Z", second),
        ({"WARC-Type": "revisit", "WARC-Target-URI": URL, "WARC-Date": "2024-03-09T00:00:00Z", **refers}, b""),
    ]
    whole[0][0]["WARC-Payload-Digest"], whole[1][0]["WARC-Payload-Digest"] = "sha1:AAAA", "sha1:BBBB"
    if apart:
        archive.add(write("one.warc", warc(*whole[:2])))
    archive.add(write("two.warc", warc(*whole)))
    (one,) = archive.every()
    captures = archive.captures(one.id)[one.id]
    assert [c.digest for c in captures] == [captures[0].digest, captures[1].digest, captures[1].digest]
    assert archive.original(captures[2].id) == second
    assert [c.change for c in archive.changes(one.id)[one.id]] == ["new", "edited"]
    assert list(archive.verify()) == []
    before = _exported(archive)
    archive.rebuild()
    assert _exported(archive) == before


def test_a_revisit_of_something_that_is_not_here_is_refused_and_kept(archive: communique.Archive, write: Write) -> None:
    lonely = {
        "WARC-Type": "revisit",
        "WARC-Target-URI": URL,
        "WARC-Date": "2024-03-09T00:00:00Z",
        "WARC-Refers-To": "<urn:uuid:0>",
    }
    (found,) = archive.add(write("one.warc", warc((lonely, b"")))).changes
    assert found in ("refused", "kept")
    assert archive.status()["captures"] == 1
    assert list(archive.verify()) == []


def test_the_originals_of_another_archive_can_be_added(world_archive: Path, tmp_path: Path) -> None:
    here = _open(tmp_path / "here")
    shutil.copytree(world_archive / "issuers", tmp_path / "here/issuers")
    here = _open(tmp_path / "here")
    here.add(list((world_archive / "originals").glob("*/*.warc.gz")))
    assert _story(here) == _story(_open(world_archive))
    assert list(here.verify()) == []
    here.rebuild()
    assert _story(here) == _story(_open(world_archive))


def test_records_that_belong_to_no_capture_are_kept_with_what_came_with_them(archive: communique.Archive, write: Write) -> None:
    def metadata(number: int, **fields: str) -> tuple[dict[str, str], bytes]:
        head = {"WARC-Type": "metadata", "WARC-Date": "2024-03-14T12:00:00Z", "Content-Type": "application/warc-fields"}
        return {**head, **{name.replace("_", "-"): value for name, value in fields.items()}}, f"number: {number}\r\n".encode()

    stray = metadata(1, WARC_Concurrent_To="<urn:uuid:00000000-0000-4000-8000-00000000ffff>")
    data = warc(stray, metadata(2), response(URL, "2024-03-14T12:00:00Z", page()), metadata(3))
    for name in ("one.warc", "two.warc"):  # nothing of the second is new
        archive.add(write(name, data))
    import gzip

    kept = gzip.decompress(b"".join(archive.records()))
    assert [kept.count(f"number: {number}\r\n".encode()) for number in (1, 2, 3)] == [1, 1, 1]
    assert list(archive.verify()) == []


def test_a_row_of_two_data_sets_is_whole_in_an_export(archive: communique.Archive, write: Write, tmp_path: Path) -> None:
    file = write("rows.jsonl", rows(2))
    for dataset in ("one", "two"):
        archive.add(file, dataset=dataset)
    (tmp_path / "out.warc.gz").write_bytes(b"".join(archive.records()))
    other = _open(tmp_path / "other")
    assert other.add(tmp_path / "out.warc.gz").faults == 0
    assert _story(other) == _story(archive)
    third = _open(tmp_path / "third")
    third.add(list((archive.folder / "originals").glob("*/*.warc.gz")))
    assert {fault.why for fault in third.faults()} == {"a row that only refers to another record"}
    assert third.status()["statements"] == 2
