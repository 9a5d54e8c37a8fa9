"""Protects a run from one bad item: a crash, an endless page or an error costs that item only, and it becomes a fault."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import communique
from communique.flows import work, workers
from communique.flows.workers import Workers
from communique.settings import Settings
from invented import SENTENCES, Cli, page, rows

Write = Callable[[str, bytes | str], Path]

SITE = """
import os, sys, time
if os.path.basename(sys.argv[0]) == "-m" or "communique.flows.worker" in " ".join(sys.orig_argv):
    from communique.flows import work
    real = work.read
    def read(item):
        if b"KILLER" in item.source.data:
            os._exit(3)
        if b"SLEEPER" in item.source.data:
            time.sleep(60)
        if b"RAISER" in item.source.data:
            raise LookupError("no such thing")
        return real(item)
    work.read = read
"""


@pytest.fixture
def bad_readers(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Worker processes in which some pages kill, block or fail the reader."""
    write("site/sitecustomize.py", SITE)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))


@pytest.fixture
def two(tmp_path: Path) -> communique.Archive:
    """An empty archive read by two processes."""
    return communique.open(tmp_path / "a.archive", create=True, settings=Settings(workers=2))


def _pages(write: Write, *bad: str) -> list[Path]:
    good = [write(f"good{n:02}.html", page(f"Statement {n}", (f"Number {n}.", *SENTENCES))) for n in range(12)]
    return [*good[:5], *(write(f"{word}.html", page(word, (word, *SENTENCES))) for word in bad), *good[5:]]


def test_an_item_that_kills_its_process_costs_nothing_else(bad_readers: None, two: communique.Archive, write: Write) -> None:
    files = _pages(write, "KILLER", "RAISER")
    counts = two.add(files)
    assert counts.changes == {"new": 12}
    assert counts.faults == 2
    killer, raiser = two.faults()
    assert (killer.path, killer.what) == (str(files[5]), "extract")
    assert "ended the process" in killer.why
    assert "faults --retry" in killer.todo
    assert raiser.why == "LookupError: no such thing"
    assert "Traceback" in (raiser.traceback or "")
    assert list(two.verify()) == []
    assert two.status()["captures"] == 14  # the originals of both are kept


def test_an_item_without_end_is_stopped(
    bad_readers: None, two: communique.Archive, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "ITEM_SECONDS", 8.0)
    counts = two.add(_pages(write, "SLEEPER"))
    assert counts.changes == {"new": 12}
    (fault,) = two.faults()
    assert "took longer than 8 seconds" in fault.why


def test_what_failed_stays_a_fault_until_it_is_retried_or_dismissed(
    bad_readers: None, two: communique.Archive, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = _pages(write, "RAISER")
    two.add(files)
    again = two.add(files)
    assert again.changes == {"same": 12, "failed": 1}
    assert len(two.faults()) == 1
    assert two.retry().faults == 1
    assert len(two.faults()) == 1  # the same one
    monkeypatch.undo()
    assert two.retry().changes == {"new": 1}
    assert two.faults() == []
    assert [fault.id for fault in two.faults(every=True)] == [1]
    assert two.search("RAISER").total == 1
    assert list(two.verify()) == []


def test_an_item_that_would_kill_the_next_run_as_well_becomes_a_fault_there(
    bad_readers: None, tmp_path: Path, write: Write
) -> None:
    """A single page is read in the parent; when it takes the whole program down, the originals have it, the catalog not."""
    one = communique.open(tmp_path / "a.archive", create=True, settings=Settings(workers=1))
    with pytest.MonkeyPatch.context() as patch:

        def stop(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(work.extraction, "extract", stop)
        with pytest.raises(KeyboardInterrupt):
            one.add(write("KILLER.html", page("KILLER", ("KILLER", *SENTENCES))))
    assert one.status()["captures"] == 0
    counts = one.add(write("good.html", page()))
    assert counts.changes == {"new": 1}
    (fault,) = one.faults()
    assert "ended the process" in fault.why
    assert list(one.verify()) == []


def test_faults_of_files_are_retried_from_the_files(two: communique.Archive, write: Write) -> None:
    bad = write("rows.jsonl", rows(3) + b"not JSON\n[]\n")
    write("empty.html", b"")
    counts = two.add([bad, bad.with_name("empty.html")], dataset="notes", mapping={"title": "title"})
    assert counts.faults == 3
    assert {f.path.rpartition("/")[2] for f in two.faults()} == {"rows.jsonl:4", "rows.jsonl:5", "empty.html"}
    write("rows.jsonl", rows(5))
    write("empty.html", page())
    found = two.retry()
    assert found.faults == 0
    assert found.changes["new"] == 3
    assert {s.dataset for s in two.every() if s.dataset} == {"notes"}  # what was said then is said again
    assert two.faults() == []


def test_what_came_in_on_standard_input_is_not_retried_from_it(cli: Cli) -> None:
    cli("add", "-", stdin=rows(1) + b"not JSON\n", code=1)
    ran = cli("faults", "--retry")
    assert "nothing to add" in ran.err
    assert len(cli("faults", "--json").records) == 1


def test_faults_are_dismissed_one_by_one_or_all(two: communique.Archive, write: Write) -> None:
    two.add(write("rows.jsonl", rows(1) + b"x\ny\nz\n"))
    assert [fault.id for fault in two.faults()] == [1, 2, 3]
    assert two.dismiss(2) == 1
    assert [fault.id for fault in two.faults()] == [1, 3]
    with pytest.raises(communique.NotFound, match="no open fault 2"):
        two.dismiss(2)
    assert two.dismiss() == 2
    assert two.faults() == []
    assert len(two.faults(every=True)) == 3


def test_a_text_that_cannot_be_indexed_is_a_fault_and_tried_again(
    archive: communique.Archive, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from communique import search

    real = search.analyse
    with monkeypatch.context() as patch:

        def analyse(entry):
            if "RAISER" in entry.title:
                raise LookupError("no such word")
            return real(entry)

        patch.setattr(search, "analyse", analyse)
        archive.add(_pages(write, "RAISER"))
        (fault,) = archive.faults()
        assert (fault.what, fault.why) == ("index", "LookupError: no such word")
        assert archive.search("RAISER").total == 0
        assert any(one.what == "index" for one in archive.verify())
    archive.retry()
    assert archive.faults() == []
    assert archive.search("RAISER").total == 1
    assert list(archive.verify()) == []


def test_a_newer_extractor_makes_no_change(archive: communique.Archive, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    url = "https://mfa.karvelia.example/news/1"
    archive.add(write("a.html", page(url=url)))
    (one,) = archive.every()
    real = work.extraction.extract

    def newer(*args, **named):
        found = real(*args, **named)
        return replace(found, text=found.text.replace("Osten", "OSTEN"), made_by="extract/2")

    monkeypatch.setattr(work.extraction, "extract", newer)
    archive.add(write("b.html", page(url=url, furniture="Another counter")))
    (now,) = archive.every()
    assert now.id == one.id
    assert now.version == one.version
    assert "OSTEN" in now.text
    assert [c.change for c in archive.changes(now.id)[now.id]] == ["new"]
    assert len(archive.versions(now.id)[now.id]) == 1
    assert {c.made_by for c in archive.captures(now.id)[now.id]} == {"extract/2"}
    archive.add(write("c.html", page(url=url, paragraphs=(*SENTENCES, "It adds a paragraph."))))
    assert [c.change for c in archive.changes(now.id)[now.id]] == ["new", "edited"]
    assert [hit.version for hit in archive.search('"it adds"')] == [archive.show(now.id).version]
    assert list(archive.verify()) == []


def test_an_older_capture_that_cannot_be_read_anew_keeps_its_text(
    archive: communique.Archive, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    url = "https://mfa.karvelia.example/news/1"
    archive.add(write("a.html", page(url=url)))
    real = work.extraction.extract

    def newer(source, **named):
        if b"corrects itself" not in source.data:
            raise LookupError("no such thing")
        return replace(real(source, **named), made_by="extract/2")

    monkeypatch.setattr(work.extraction, "extract", newer)
    archive.add(write("b.html", page(url=url, paragraphs=("The ministry corrects itself.", *SENTENCES[:3]))))
    (one,) = archive.every()
    assert len(archive.versions(one.id)[one.id]) == 2
    (fault,) = archive.faults()
    assert fault.why == "LookupError: no such thing"
    assert list(archive.verify()) == []


# --- the processes alone -------------------------------------------------------------------------------------------


def _double(number: int) -> int:
    return number * 2


def test_results_come_in_the_order_of_the_items() -> None:
    with Workers(2) as crew:
        assert [o.value for o in crew.submit(abs, list(range(-50, 0)), 3).results()] == list(range(50, 0, -1))
        assert [o.value for o in crew.submit(abs, [-1], 3).results()] == [1]
    assert threading.active_count() < 20


@pytest.mark.parametrize("least", [0, 8])
def test_one_process_does_it_in_the_parent_unless_it_must_not(least: int) -> None:
    with Workers(1) as crew:
        found = list(crew.submit(json.loads, ["1", "x", "[2]"], 2, least=least).results())
        assert bool(crew._threads) == (least == 0)
    assert [outcome.value for outcome in found] == [1, None, [2]]
    assert (found[1].why or "").startswith("JSONDecodeError")


def test_what_cannot_be_sent_to_a_process_is_an_error_not_a_wait() -> None:
    with Workers(2) as crew, pytest.raises((AttributeError, TypeError, Exception)):
        list(crew.submit(lambda n: n, list(range(20)), 2).results())


def test_a_version_that_vanished_and_came_back_before_the_index_knew_is_found(
    archive: communique.Archive, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from communique.flows import session

    def row(day: str, text: str) -> Path:
        return write("rows.jsonl", json.dumps({"id": "s1", "title": "On Osten", "captured": day, "text": text}))

    archive.add(row("2024-03-02", SENTENCES[0]))
    real = work.extraction.extract

    def newer(source, **named):
        found = real(source, **named)
        early = source.captured == "2024-03-01T00:00:00Z"
        return replace(found, text=found.text.upper() if early else found.text, made_by="extract/2")

    with monkeypatch.context() as patch:
        patch.setattr(session, "drain", lambda *_: None)
        patch.setattr(session, "drain_rest", lambda *_: None)
        archive.add(row("2024-03-01", SENTENCES[0]))
        patch.setattr(work.extraction, "extract", newer)
        archive.add(row("2024-03-03", SENTENCES[2]))
    archive.retry()
    (one,) = archive.every()
    assert len(archive.versions(one.id)[one.id]) == 3
    assert list(archive.verify()) == []
    assert archive.search("shelling").total == 1
