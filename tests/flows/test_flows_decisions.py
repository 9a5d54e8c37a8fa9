"""Protects what people decided: durable before anything else, in its order, above the machine, undone only by a further decision."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import communique
from communique.errors import DecisionError, HoldingsError, UsageError
from invented import SENTENCES, page, rows

Write = Callable[[str, bytes | str], Path]
URL = "https://mfa.karvelia.example/news/1"


@pytest.fixture
def one(archive: communique.Archive, write: Write) -> str:
    """The id of a statement about Osten, with a neighbour."""
    archive.add(write("a.html", page(url=URL)))
    archive.add(write("b.html", page("On the dam", ("The Kelorrin dam was closed by Karvelia in April.", SENTENCES[2]))))
    return archive.show(URL).id


def _lines(archive: communique.Archive) -> list[dict[str, object]]:
    return [json.loads(line) for line in (archive.folder / "decisions.jsonl").read_text().splitlines()]


def _catalog(archive: communique.Archive, *statements: str) -> list[tuple[object, ...]]:
    """Run SQL on the catalog as another tool would."""
    catalog = sqlite3.connect(archive.folder / "catalog.sqlite")
    found: list[tuple[object, ...]] = []
    for statement in statements:
        found = catalog.execute(statement).fetchall()
    catalog.commit()
    catalog.close()
    return found


def test_a_decision_is_a_line_with_who_when_and_what(archive: communique.Archive, one: str) -> None:
    decision = archive.edit(one, {"title": "Über Osten – مهم", "date": None}, note="as the ministry says", by="Ana")
    (line,) = _lines(archive)
    assert line["id"] == decision.id
    assert (line["by"], line["action"], line["statement"], line["note"]) == ("Ana", "edit", one, "as the ministry says")
    assert line["values"] == {"title": "Über Osten – مهم", "date": None}
    assert str(line["at"]).endswith("Z")
    assert archive.decisions(one) == [decision]
    shown = archive.show(one)
    assert (shown.title, shown.date) == ("Über Osten – مهم", None)
    assert archive.search("title:Über").total == 1
    assert archive.search("Osten", since="2024-03-14", until="2024-03-14").total == 0


def test_a_decision_outranks_extraction_also_after_a_new_capture(archive: communique.Archive, one: str, write: Write) -> None:
    archive.edit(one, {"title": "Decided", "issuer": "xkv-mfa"})
    archive.add(write("c.html", page("Another title of the page", (*SENTENCES, "One more paragraph."), url=URL)))
    shown = archive.show(one)
    assert (shown.title, shown.issuer) == ("Decided", "xkv-mfa")
    assert shown.text.endswith("One more paragraph.")
    assert [v.title for v in archive.versions(one)[one]] == ["Statement on the shelling of Osten", "Another title of the page"]
    assert [hit.statement.title for hit in archive.search("title:decided")] == ["Decided"]
    archive.rebuild()
    assert archive.show(one).title == "Decided"
    archive.undo(one, "edit")
    assert archive.show(one).title == "Another title of the page"


def test_decisions_of_one_value_stand_in_their_order_and_are_undone_from_the_last(archive: communique.Archive, one: str) -> None:
    original = archive.show(one).title
    for title in ("First", "Second", "Third"):
        archive.edit(one, {"title": title})
    archive.edit(one, {"date": "2024"})
    archive.undo(one, "edit")  # the date
    assert (archive.show(one).title, archive.show(one).date) == ("Third", "2024-03-14")
    for left in ("Second", "First", original):
        archive.undo(one, "edit")
        assert archive.show(one).title == left
    with pytest.raises(DecisionError, match=f"undo: statement {one} has no edit to undo"):
        archive.undo(one, "edit")
    assert [line["action"] for line in _lines(archive)] == ["edit"] * 4 + ["undo"] * 4
    assert all(line["undoes"] for line in _lines(archive)[4:])


def test_an_undo_cannot_be_undone(archive: communique.Archive, one: str) -> None:
    archive.tag([one], "merrow")
    archive.undo(one, "tag")
    with pytest.raises(UsageError, match="a decision of the kind 'undo' cannot be undone"):
        archive.undo(one, "undo")
    archive.tag([one], "merrow")
    assert archive.show(one).tags == ("merrow",)


def test_tags_go_on_and_off_several_statements_at_once(archive: communique.Archive, one: str) -> None:
    both = [s.id for s in archive.every()]
    assert len(archive.tag([*both, one], " merrow valley ")) == 2  # one named twice is tagged once
    archive.tag([one], "dam")
    assert archive.show(one).tags == ("dam", "merrow valley")
    assert archive.search('tag:"merrow valley"').total == 2
    archive.tag([one], "merrow valley", remove=True)
    assert archive.show(one).tags == ("dam",)
    archive.undo(one, "untag")
    assert archive.show(one).tags == ("dam", "merrow valley")
    assert [s.id for s in archive.every(communique.Filters(tag=("dam",)))] == [one]


def test_links_of_a_person_stand_beside_those_of_evidence(archive: communique.Archive, one: str) -> None:
    (other,) = [s.id for s in archive.every() if s.id != one]
    archive.link(one, other, "translation", by="Ana")
    for statement in (one, other):
        (link,) = archive.links(archive.show(statement))
        assert (link.a, link.b, link.kind, link.evidence) == (one, other, "translation", "decided by Ana")
    archive.rebuild()
    assert len(archive.links(archive.show(one))) == 1
    archive.undo(one, "link")
    assert archive.links(archive.show(one)) == []


REFUSED = [
    ("no value", lambda a, i: a.edit(i, {}), "give at least one of title, date"),
    ("an unknown field", lambda a, i: a.edit(i, {"text": "x"}), "give at least one of title, date"),
    ("a bad date", lambda a, i: a.edit(i, {"date": "14 March"}), "'14 March' is no date"),
    ("a bad kind", lambda a, i: a.edit(i, {"kind": "leaflet"}), "'leaflet' is no kind"),
    ("words that are none", lambda a, i: a.edit(i, {"title": "caf\udce9"}), "not valid Unicode"),
    ("an empty tag", lambda a, i: a.tag([i], "  "), "an empty tag"),
    ("a link to itself", lambda a, i: a.link(i, i, "translation"), "both are the same"),
    ("a withdrawal without reason", lambda a, i: a.withdraw(i, " "), "give a reason"),
]


@pytest.mark.parametrize(("decide", "why"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_cannot_be_decided_is_refused_and_leaves_no_line(decide, why: str, archive: communique.Archive, one: str) -> None:
    with pytest.raises(UsageError, match=why):
        decide(archive, one)
    assert not (archive.folder / "decisions.jsonl").exists()


def test_one_statement_that_is_not_there_stops_the_others_before_anything_is_decided(
    archive: communique.Archive, one: str
) -> None:
    with pytest.raises(communique.NotFound, match="nowhere"):
        archive.tag([one, "nowhere"], "merrow")
    assert archive.show(one).tags == ()


def test_a_torn_last_line_is_cut_off_and_the_lines_before_stand(archive: communique.Archive, one: str) -> None:
    archive.tag([one], "kept")
    file = archive.folder / "decisions.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"id": "torn')
    again = communique.open(archive.folder)
    assert list(again.verify()) == []
    again.tag([one], "next")
    assert [line["values"] for line in _lines(again)] == [{"tag": "kept"}, {"tag": "next"}]
    assert again.show(one).tags == ("kept", "next")


def test_a_catalog_behind_the_file_catches_up(archive: communique.Archive, one: str, write: Write) -> None:
    archive.tag([one], "early")
    archive.edit(one, {"title": "Decided"})
    _catalog(archive, "DELETE FROM decisions WHERE action = 'edit'", "UPDATE statements SET title = 'old'")
    again = communique.open(archive.folder)
    assert any(fault.what == "decisions" and "rebuild" in fault.todo for fault in again.verify())
    again.add(write("nothing.txt", "A note of the ministry.\n\nIt has a text of its own, on the village of Osten."))
    assert again.show(one).title == "Decided"
    assert [f for f in again.verify() if "decisions" in f.what] == []


def test_a_decision_of_another_process_is_caught_up_by_the_next(archive: communique.Archive, one: str) -> None:
    archive.tag([one], "first")
    _catalog(archive, "DELETE FROM decisions")
    archive.tag([one], "second")
    assert archive.show(one).tags == ("first", "second")
    assert _catalog(archive, "SELECT seq, action FROM decisions ORDER BY seq") == [(1, "tag"), (2, "tag")]


def test_lines_that_were_removed_are_found_and_no_rebuild_forgets_them(archive: communique.Archive, one: str) -> None:
    archive.tag([one], "first")
    archive.tag([one], "second")
    file = archive.folder / "decisions.jsonl"
    whole = file.read_text()
    file.write_text(whole.splitlines(keepends=True)[1])
    (fault,) = archive.verify()
    assert fault.what == "decisions"
    assert "1 decisions in the file, 2 in the catalog" in fault.why
    assert "rebuild" not in fault.todo
    with pytest.raises(HoldingsError, match="1 decisions that the catalog knows are missing"):
        archive.rebuild()
    file.write_text(whole)
    archive.rebuild()
    assert archive.show(one).tags == ("first", "second")


@pytest.mark.parametrize("line", ["nonsense", "[]", '{"id": "x"}', '"text"'], ids=str)
def test_a_damaged_line_is_named(line: str, archive: communique.Archive, one: str) -> None:
    archive.tag([one], "first")
    file = archive.folder / "decisions.jsonl"
    file.write_text(file.read_text() + line + "\n")
    (fault,) = archive.verify()
    assert f"{file}: line 2" in fault.why
    with pytest.raises(HoldingsError, match="line 2"):
        archive.tag([one], "second")


def test_decisions_on_a_statement_that_is_not_there_yet_wait_for_it(
    archive: communique.Archive, one: str, write: Write, tmp_path: Path
) -> None:
    archive.edit(one, {"title": "Decided"})
    archive.tag([one], "merrow")
    other = communique.open(tmp_path / "other.archive", create=True)
    (tmp_path / "other.archive/decisions.jsonl").write_bytes((archive.folder / "decisions.jsonl").read_bytes())
    other.add(write("a.html", page(url=URL)))
    shown = other.show(one)
    assert (shown.title, shown.tags) == ("Decided", ("merrow",))
    assert other.search("tag:merrow").total == 1


DECIDE = """
import sys, communique
archive = communique.open(sys.argv[1])
for number in range(5):
    archive.tag([sys.argv[2]], f"{sys.argv[3]}-{number}", by=sys.argv[3])
"""


def test_several_processes_decide_at_once_and_nothing_is_lost(archive: communique.Archive, one: str) -> None:
    who = ["ana", "ben", "cyn"]
    processes = [subprocess.Popen([sys.executable, "-c", DECIDE, str(archive.folder), one, name]) for name in who]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    wanted = {f"{name}-{number}" for name in who for number in range(5)}
    assert set(archive.show(one).tags) == wanted
    assert len(_lines(archive)) == 15
    assert archive.status()["waiting_for_index"] == 0
    assert list(archive.verify()) == []
    assert all(archive.search(f"tag:{tag}").total == 1 for tag in wanted)


def test_a_decision_follows_a_statement_whose_version_is_renamed(archive: communique.Archive, write: Write) -> None:
    row = {"id": "s1", "title": "On Osten", "text": SENTENCES[0]}
    archive.add(write("late/rows.jsonl", json.dumps({**row, "captured": "2024-03-09"})))
    (one,) = archive.every()
    archive.edit(one.id, {"title": "Decided"})
    archive.add(write("early/rows.jsonl", json.dumps({**row, "captured": "2024-03-01"})))
    assert archive.show(one.id).title == "Decided"
    assert list(archive.verify()) == []


def test_many_decisions_take_one_transaction(archive: communique.Archive, write: Write) -> None:
    archive.add(write("rows.jsonl", rows(300)))
    everyone = [s.id for s in archive.every()]
    archive.tag(everyone, "all")
    assert archive.search("tag:all").total == 300


def test_a_decision_stands_when_the_index_cannot_be_written(
    archive: communique.Archive, one: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from communique.errors import SearchError
    from communique.flows import queues

    def full(*_: object) -> None:
        raise SearchError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(queues, "_writable", full)
        archive.tag([one], "kept")
    assert archive.show(one).tags == ("kept",)
    assert any("not in the index yet" in note.message for note in archive.search("Osten").notes)
    archive.tag([one], "next")
    assert archive.search("tag:kept").total == 1
