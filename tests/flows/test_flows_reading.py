"""Protects the reading queue: everything that enters is read once, own and reported stay apart, what people correct stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import communique
from communique.flows import reading
from communique.settings import Settings
from invented import page, rows
from plain_reader import PlainReader

Write = Callable[[str, bytes | str], Path]
URL = "https://mfa.karvelia.example/1"
TEXT = (
    "We condemn the shelling of Osten by Tamrania.",
    "Tamrania claims that its army was elsewhere on that day.",
    "The Ministry denies that Tamrania claims that Karvelia fired first.",
)
KARVELIA = "xkv-mfa"
PROFILE = """id: xkv-mfa
names: {en: [Ministry of Foreign Affairs of Karvelia]}
code: XKV
body: ministry
hosts: [mfa.karvelia.example]
languages: [en]
checked: never
"""


def opened(folder: Path, **more: Any) -> communique.Archive:
    settings = Settings(workers=1, user="archivist", reader=PlainReader(dies_of="xylophone"))
    archive = communique.open(folder, create=True, settings=replace(settings, **more))
    (folder / "issuers").mkdir(exist_ok=True)
    (folder / "issuers/xkv-mfa.yaml").write_text(PROFILE)
    return archive


@pytest.fixture
def reader(tmp_path: Path) -> communique.Archive:
    """An archive whose reader is that of the tests."""
    return opened(tmp_path / "a.archive")


def added(archive: communique.Archive, write: Write, *paragraphs: str, name: str = "a.html", url: str = URL) -> str:
    archive.add(write(name, page(paragraphs=paragraphs or TEXT, url=url)), issuer=KARVELIA)
    return archive.show(url).id


def told(archive: communique.Archive, **asked: Any) -> dict[str, tuple[Any, ...]]:
    return {one.quote: (one.own, one.chain, one.holder, one.act) for one in archive.claims(**asked)}


def test_what_is_added_is_read_and_every_quote_is_its_text(reader: communique.Archive, write: Write) -> None:
    one = added(reader, write)
    found = list(reader.claims())
    text = reader.show(one).text
    assert found
    assert all(text[claim.start : claim.end] == claim.quote for claim in found)
    assert all(claim.made_by.startswith("reading/1 plain/1 ") for claim in found)
    assert reader.show(one).unread is None
    assert list(reader.verify()) == []


def test_a_sentence_of_the_issuer_is_its_own_claim_and_reported_words_are_not(reader: communique.Archive, write: Write) -> None:
    added(reader, write)
    claims = told(reader)
    assert claims["We condemn the shelling of Osten by Tamrania."] == (True, ("ISSUER",), "XKV", "ACCUSE")
    own, chain, holder, _ = claims["its army was elsewhere on that day"]
    assert (own, chain[0], len(chain), holder) == (False, "ISSUER", 2, chain[1])
    assert holder not in ("XKV", None)


def test_an_attribution_to_the_issuer_takes_the_place_of_its_sentence(reader: communique.Archive, write: Write) -> None:
    added(reader, write)
    denial = list(reader.claims(act="deny"))
    assert [(one.own, one.cue is not None) for one in denial] == [(True, True)]
    inner = [one for one in reader.claims() if one.parent == denial[0].id]
    assert [one.quote for one in inner] == ["Karvelia fired first"]
    assert denial[0].responds_to == (inner[0].id,)


def test_without_read_it_waits_and_the_next_add_goes_on(reader: communique.Archive, write: Write) -> None:
    reader.add(write("a.html", page(paragraphs=TEXT, url=URL)), read=False)
    assert reader.claims().total == 0
    assert reader.claims().not_read == {"waiting to be read": 1}
    assert reader.show(URL).unread == "waiting to be read"
    assert reader.search("condemn").total == 1
    reader.add(write("r.jsonl", rows(1)))
    assert reader.claims().not_read == {}
    assert reader.claims().total > 3


def test_a_language_without_reader_says_so(reader: communique.Archive, write: Write) -> None:
    reader.add(
        write("t.html", page("แถลงการณ์", ["ประชาชนไทยรักสันติภาพ และเราขอเรียกร้องให้ยุติความรุนแรงโดยทันที"] * 3, url=URL, lang="th"))
    )
    assert reader.show(URL).unread == "no reader for th"
    assert reader.status()["not_read"] == {"no reader for th": 1}
    assert reader.claims().not_read == {"no reader for th": 1}


def test_a_text_that_cannot_be_read_is_a_fault_and_the_others_are_read(reader: communique.Archive, write: Write) -> None:
    added(reader, write, *TEXT, "The ministry has a xylophone.")
    added(reader, write, name="b.html", url=f"{URL}2")
    (fault,) = reader.faults()
    assert (fault.what, "xylophone" in fault.why) == ("reading", True)
    assert reader.show(URL).unread.startswith("reading failed")
    assert {one.statement for one in reader.claims()} == {reader.show(f"{URL}2").id}
    mended = opened(reader.folder, reader=PlainReader())
    mended.retry()
    assert mended.faults() == []
    assert len({one.statement for one in mended.claims()}) == 2


def test_a_stop_leaves_the_rest_in_the_queue(reader: communique.Archive, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BATCH", 2)
    reader.add(write("r.jsonl", rows(6)), read=False)

    def stop(done: int, total: int | None) -> None:
        assert total == 6
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reader.read_waiting(stop)
    assert reader.claims().not_read == {"waiting to be read": 4}
    assert reader.read_waiting() == 4
    assert reader.claims().not_read == {}


def test_worker_processes_read_the_same(reader: communique.Archive, write: Write, tmp_path: Path) -> None:
    file = write("r.jsonl", rows(40))
    reader.add(file)
    other = opened(tmp_path / "b.archive", workers=2)
    other.add(file)
    assert list(other.claims()) == list(reader.claims())


@pytest.mark.parametrize("claims_only", [True, False], ids=["claims", "everything"])
def test_a_rebuild_ends_with_the_same_claims(claims_only: bool, reader: communique.Archive, write: Write) -> None:
    added(reader, write)
    added(reader, write, *TEXT, "We demand an answer.", name="b.html")
    reader.add(write("r.jsonl", rows(3)))
    first = next(one for one in reader.claims(own=False) if one.current)
    reader.correct(first.id, act="ACCUSE", by="ada")
    before = list(reader.claims(older=True))
    reader.rebuild(claims_only=claims_only)
    assert list(reader.claims(older=True)) == before
    assert list(reader.verify()) == []


def test_a_changed_version_is_read_anew_and_its_claims_know_what_they_were(reader: communique.Archive, write: Write) -> None:
    added(reader, write)
    old = {one.quote: one.id for one in reader.claims()}
    added(reader, write, "A new first sentence stands here now.", *TEXT[:2], name="b.html")
    new = {one.quote: one for one in reader.claims()}
    assert new["We condemn the shelling of Osten by Tamrania."].was == old["We condemn the shelling of Osten by Tamrania."]
    assert new["A new first sentence stands here now."].was is None
    assert all(one.current for one in new.values())
    assert {one.id for one in reader.claims(older=True) if not one.current} == set(old.values())


def test_a_correction_is_carried_to_the_next_version_and_can_be_undone(reader: communique.Archive, write: Write) -> None:
    added(reader, write)
    quote = "its army was elsewhere on that day"
    one = next(claim for claim in reader.claims() if claim.quote == quote)
    decided = reader.correct(one.id, holder="ISSUER", act="deny", stance="-", targets=["Tamrania"], note="seen", by="ada")
    own, chain, holder, act = told(reader)[quote]
    assert (own, chain, holder, act) == (True, ("ISSUER",), "XKV", "DENY")
    added(reader, write, "A new first sentence stands here now.", *TEXT, name="b.html")
    carried = next(claim for claim in reader.claims() if claim.quote == quote)
    assert (carried.id != one.id, carried.corrected, carried.act, carried.was) == (True, decided.id, "DENY", one.id)
    assert reader.faults() == []
    reader.uncorrect(carried.id, by="ada")
    assert told(reader)[quote][0] is False
    assert next(claim for claim in reader.claims() if claim.quote == quote).corrected is None


def test_the_claims_within_a_corrected_one_follow_its_holder(reader: communique.Archive, write: Write) -> None:
    added(reader, write)
    denial = next(iter(reader.claims(act="DENY")))
    reader.correct(denial.id, holder="XTM")
    inner = next(one for one in reader.claims() if one.parent == denial.id)
    assert inner.chain[:2] == ("ISSUER", "XTM")
    assert reader.claims(act="DENY", own=True).total == 0


def test_a_correction_that_cannot_be_carried_is_a_fault_and_never_silent(reader: communique.Archive, write: Write) -> None:
    added(reader, write)
    one = next(claim for claim in reader.claims() if claim.quote.startswith("We condemn"))
    decided = reader.correct(one.id, not_a_claim=True)
    assert "We condemn the shelling of Osten by Tamrania." not in told(reader)
    added(reader, write, *TEXT[1:], name="b.html")
    (fault,) = reader.faults()
    assert (fault.what, decided.id in fault.why) == ("correction", True)


def test_an_edit_of_the_issuer_has_the_statement_read_anew(reader: communique.Archive, write: Write) -> None:
    one = added(reader, write)
    assert {claim.holder for claim in reader.claims(own=True)} == {"XKV"}
    reader.edit(one, {"issuer": "Ministry of Foreign Affairs of Tamrania"})
    assert {claim.holder for claim in reader.claims(own=True)} == {"Ministry of Foreign Affairs of Tamrania"}
    reader.undo(one, "edit")
    assert {claim.holder for claim in reader.claims(own=True)} == {"XKV"}


def test_an_edit_of_the_language_has_the_statement_read_anew(reader: communique.Archive, write: Write) -> None:
    one = added(reader, write)
    reader.edit(one, {"lang": "th"})
    assert (reader.claims().total, reader.show(one).unread) == (0, "no reader for th")


def test_a_withdrawn_statement_has_no_claims_until_that_is_undone(reader: communique.Archive, write: Write) -> None:
    one = added(reader, write)
    total = reader.claims().total
    reader.withdraw(one, "a mistake")
    assert (reader.claims().total, list(reader.every_claim()), reader.claims(counts=["act"]).counts) == (0, [], {"act": {}})
    assert (reader.status()["own_claims"], reader.status()["reported_claims"]) == (0, 0)
    assert reader.claims().not_read == {}
    reader.undo(one, "withdraw")
    assert reader.claims().total == total


def test_verify_names_the_claim_whose_words_do_not_stand_there(reader: communique.Archive, write: Write) -> None:
    import sqlite3

    added(reader, write)
    one = next(iter(reader.claims()))
    with sqlite3.connect(reader.folder / "catalog.sqlite") as connection:
        connection.execute("UPDATE claims SET start = start + 1 WHERE id = ?", (one.id,))
    assert [(fault.path, fault.what) for fault in reader.verify()] == [(f"claim {one.id}", "anchor")]


def test_a_copy_has_the_claims(reader: communique.Archive, write: Write, tmp_path: Path) -> None:
    added(reader, write)
    copy = communique.open(reader.copy(tmp_path / "copy.archive"))
    assert list(copy.claims()) == list(reader.claims())


def test_a_reader_that_there_is_not_is_an_error_once_and_not_a_fault_of_each_text(
    reader: communique.Archive, write: Write
) -> None:
    reader.add(write("r.jsonl", rows(3)), read=False)
    with pytest.raises(communique.UsageError, match="no reader 'oracle'"):
        opened(reader.folder, reader="oracle").read_waiting()
    assert (reader.faults(), reader.claims().not_read) == ([], {"waiting to be read": 3})


def test_while_another_process_writes_reading_is_left_to_it(reader: communique.Archive, write: Write) -> None:
    reader.add(write("r.jsonl", rows(1)), read=False)
    with reader._holdings.locked("test"):
        with pytest.raises(communique.ArchiveBusy):
            reader.read_waiting()
        reader.tag(["row-0"], "seen")  # a decision needs no lock, and does not wait for the reader
    assert reader.claims().not_read == {"waiting to be read": 1}


def test_an_old_catalog_has_its_versions_wait_for_the_reader(reader: communique.Archive, write: Write) -> None:
    import sqlite3

    added(reader, write)
    before = list(reader.claims())
    with sqlite3.connect(reader.folder / "catalog.sqlite") as connection:
        for table in ("claim_actors", "claims", "readings"):
            connection.execute(f"DROP TABLE {table}")
        later = ("unread", "older", "noted", "statement")
        dropped = (f"versions_{name}" for name in later)
        for index in (*dropped, "statements_newest", "statements_withdrawn", "statements_issuer", "changes_later"):
            connection.execute(f"DROP INDEX {index}")
        connection.execute("CREATE INDEX versions_statement ON versions (statement)")
        connection.execute("CREATE INDEX statements_issuer ON statements (issuer)")
        connection.execute("CREATE INDEX statements_date ON statements (date_low, id)")
        connection.execute("ALTER TABLE versions DROP COLUMN unread")
        connection.execute("ALTER TABLE versions DROP COLUMN read_note")
        connection.execute("UPDATE alembic_version SET version_num = '0002'")
    migrated = opened(reader.folder)
    assert migrated.claims().not_read == {"waiting to be read": 1}
    migrated.read_waiting()
    assert list(migrated.claims()) == before


# --- claims in search ----------------------------------------------------------------------------------------------


def test_claim_fields_answer_once_a_text_is_read(reader: communique.Archive, write: Write) -> None:
    reader.add(write("a.html", page(paragraphs=TEXT, url=URL)), issuer=KARVELIA, read=False)
    assert reader.search("act:accuse").total == 0
    assert reader.read_waiting() == 1
    hit = next(iter(reader.search("act:accuse holder:xkv-mfa")))
    assert hit.quote == "We condemn the shelling of Osten by Tamrania."
    assert reader.search("act:accuse", facets=True).facets["act"]["ACCUSE"] == 1
    assert reader.status()["waiting_for_index"] == 0


@pytest.mark.parametrize("again", ["claims", "everything", "nothing"])
def test_what_is_reported_of_an_actor_answers_only_where_reports_are_asked_for(
    again: str, reader: communique.Archive, write: Write
) -> None:
    added(reader, write, "Iceland claims that its army was elsewhere on that day.", "We demand an answer.")
    if again != "nothing":
        reader.rebuild(claims_only=again == "claims")
    (reported,) = reader.claims(holder="ISL")
    assert (reported.own, reported.holder) == (False, "ISL")
    for query in ("holder:ISL", "holder:Iceland", "holder:ISL layer:own", "actor:ISL", "holder:ISL act:state"):
        assert reader.search(query).total == 0, query
    for query in ("holder:ISL layer:reported", "holder:iceland layer:any", "actor:ISL act:state layer:reported"):
        (hit,) = reader.search(query)
        assert hit.quote == "Iceland claims that its army was elsewhere on that day."
    assert reader.search("holder:XKV act:demand").total == 1
    assert reader.search("holder:XKV layer:reported").total == 0


def test_a_corrected_claim_answers_as_corrected(reader: communique.Archive, write: Write) -> None:
    added(reader, write)
    one = next(claim for claim in reader.claims() if claim.quote.startswith("We condemn"))
    reader.correct(one.id, act="reject", targets=["ISL"])
    assert reader.search("act:accuse").total == 0
    assert [hit.quote for hit in reader.search("act:reject target:Iceland")] == [one.quote]
    reader.correct(one.id, not_a_claim=True)
    assert reader.search("target:ISL").total == 0
    reader.uncorrect(one.id)
    reader.uncorrect(one.id)
    assert reader.search("act:accuse").total == 1


def test_claims_of_an_older_version_answer_as_its_text_does(reader: communique.Archive, write: Write) -> None:
    added(reader, write)
    added(reader, write, "A new first sentence stands here now.", *TEXT[1:], name="b.html")
    (hit,) = reader.search("act:accuse")
    assert (hit.current, hit.quote) == (False, "We condemn the shelling of Osten by Tamrania.")


def test_reading_makes_a_version_due_once_and_only_where_it_has_claims(
    reader: communique.Archive, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int]] = []
    outbox = type(reader._holdings.outbox)
    real = outbox.tick

    def tick(self: Any, taken: Any) -> None:
        told.extend(taken)
        real(self, taken)

    reader.add(write("a.html", page(paragraphs=TEXT, url=URL)), issuer=KARVELIA, read=False)
    thai = ["ประชาชนไทยรักสันติภาพ และเราขอเรียกร้องให้ยุติความรุนแรงโดยทันที"] * 3
    reader.add(write("t.html", page("แถลงการณ์", thai, url=f"{URL}2", lang="th")), read=False)
    monkeypatch.setattr(outbox, "tick", tick)
    assert reader.read_waiting() == 2
    assert told == [(reader.show(URL).version, 1)]


def test_experimental_claims_that_are_switched_off_are_not_indexed(tmp_path: Path, write: Write) -> None:
    found = []
    for experimental in (True, False):
        archive = opened(tmp_path / f"{experimental}.archive", experimental=experimental)
        text = ["Міністерство заявляє, що переговори завершено успішно і сторони домовилися про перемир’я."] * 3
        archive.add(write("u.html", page("Заява", text, url=URL, lang="uk")))
        found.append(archive.search("layer:any").total)
    assert found == [1, 0]
