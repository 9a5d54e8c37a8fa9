"""Protects: what people decided survives a better reading of the page; what cannot be carried over is a fault, never lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import communique
from communique import anchor
from communique.flows.carrying import Anchored, carry
from communique.model import Fault
from communique.settings import Settings
from invented import SENTENCES, page

Write = Callable[[str, bytes | str], Path]
HOST = "https://mfa.karvelia.example"
READ_AS_NOTHING = 'id: xkv-mfa\nnames:\n  en: [Ministry]\nhosts: [mfa.karvelia.example]\nselectors:\n  remove: "h1, p"\n'
READ_BETTER = 'id: xkv-mfa\nnames:\n  en: [Ministry]\nhosts: [mfa.karvelia.example]\nselectors:\n  remove: "p:nth-of-type(2)"\n  date: "time"\n'


@pytest.fixture
def two(archive: communique.Archive, write: Write) -> tuple[str, str]:
    """Two statements; the second is of a host that a profile can make unreadable."""
    archive.add(write("a.html", page(url="https://als.example/1")))
    other = page("On the dam", ("The Kelorrin dam was closed in April by Karvelia.", *SENTENCES[2:]), url=f"{HOST}/2")
    archive.add(write("b.html", other))
    return archive.show("https://als.example/1").id, archive.show(f"{HOST}/2").id


def again(archive: communique.Archive, profile: str | None = None) -> communique.Archive:
    """The archive rebuilt, with another profile of the ministry."""
    file = archive.folder / "issuers" / "xkv-mfa.yaml"
    file.parent.mkdir(exist_ok=True)
    if profile:
        file.write_text(profile, "utf-8")
    else:
        file.unlink()
    fresh = communique.open(archive.folder, settings=Settings(workers=1, user="archivist"))
    fresh.rebuild()
    return communique.open(archive.folder, settings=Settings(workers=1, user="archivist"))


def decision_faults(archive: communique.Archive) -> list[Fault]:
    return [fault for fault in archive.faults() if fault.what == "decision"]


def test_values_tags_and_links_are_carried_to_a_text_that_reads_better(archive: communique.Archive, two: tuple[str, str]) -> None:
    first, second = two
    archive.edit(second, {"title": "On the Kelorrin dam", "date": None}, by="Ana")
    archive.tag([second], "dam")
    archive.link(first, second, "translation")
    before = archive.show(second).text
    fresh = again(archive, READ_BETTER)
    shown = fresh.show(second)
    assert shown.text != before
    assert (shown.title, shown.date, shown.tags) == ("On the Kelorrin dam", None, ("dam",))
    assert [link.b for link in fresh.links(fresh.show(first)) if link.kind == "translation"] == [second]
    assert [change.change for change in fresh.changes(second)[second]] == ["new"]
    assert not fresh.faults()


DECISIONS = [
    ("an edit", lambda a, s, t: a.edit(t, {"title": "Mine"}, by="Ana"), "edit (title Mine) by Ana"),
    ("a tag", lambda a, s, t: a.tag([t], "dam", by="Ana")[0], "tag (tag dam) by Ana"),
    ("a link from it", lambda a, s, t: a.link(t, s, "translation", by="Ana"), "link (kind translation, to "),
    ("a link to it", lambda a, s, t: a.link(s, t, "translation", by="Ana"), "link (kind translation, to "),
    ("a withdrawal", lambda a, s, t: a.withdraw(t, "double", by="Ana"), "withdraw (reason double) by Ana"),
]


@pytest.mark.parametrize(("decide", "why"), [case[1:] for case in DECISIONS], ids=[case[0] for case in DECISIONS])
def test_a_decision_on_what_is_now_refused_is_a_fault_that_says_what_to_do(
    decide: Callable[..., communique.Decision], why: str, archive: communique.Archive, two: tuple[str, str]
) -> None:
    first, second = two
    taken = decide(archive, first, second)
    fresh = again(archive, READ_AS_NOTHING)
    (fault,) = decision_faults(fresh)
    assert fault.path == f"decisions.jsonl {taken.id}"
    assert why in fault.why
    assert f"{second} is no statement as it is read now (" in fault.why
    assert "mend the issuer's profile" in fault.todo
    assert [s.id for s in fresh.every()] == [first]
    assert not list(fresh.verify())
    whole = again(fresh)
    assert not decision_faults(whole)
    assert [d.id for d in whole.decisions(taken.statement)] == [taken.id]


def test_decisions_that_were_undone_are_missed_by_nobody(archive: communique.Archive, two: tuple[str, str]) -> None:
    archive.tag([two[1]], "dam")
    archive.undo(two[1], "tag")
    assert not decision_faults(again(archive, READ_AS_NOTHING))


def test_a_dismissed_fault_stays_dismissed(archive: communique.Archive, two: tuple[str, str], write: Write) -> None:
    archive.tag([two[1]], "dam")
    fresh = again(archive, READ_AS_NOTHING)
    fresh.dismiss()
    fresh.add(write("c.html", page("Another", SENTENCES[1:], url="https://als.example/2")))
    assert not decision_faults(fresh)


def test_originals_that_are_lost_make_a_fault_of_each_decision_on_them(archive: communique.Archive, two: tuple[str, str]) -> None:
    archive.edit(two[0], {"kind": "note"})
    for file in (archive.folder / "originals").glob("*/*"):
        file.unlink()
    (archive.folder / "originals" / "manifest.txt").unlink()
    archive.rebuild()
    (fault,) = decision_faults(archive)
    assert f"{two[0]} is not in the archive" in fault.why
    assert "restore originals/ from a copy" in fault.todo


def test_a_statement_that_a_later_capture_shows_to_be_none_leaves_nothing_behind(
    archive: communique.Archive, two: tuple[str, str], write: Write
) -> None:
    """The older capture is read again with the profile as it is now; both are refused."""
    archive.tag([two[1]], "dam")
    folder = archive.folder / "issuers"
    folder.mkdir()
    (folder / "xkv-mfa.yaml").write_text(READ_AS_NOTHING, "utf-8")
    fresh = communique.open(archive.folder, settings=Settings(workers=1, user="archivist"))
    fresh.add(write("later.html", page("On the dam", ("The Kelorrin dam is open again.", *SENTENCES[2:]), url=f"{HOST}/2")))
    assert [s.id for s in fresh.every()] == [two[0]]
    assert f"{two[1]} is no statement as it is read now" in decision_faults(fresh)[0].why
    assert fresh.search("Kelorrin").total == 0
    assert not list(fresh.verify())


# --- anchors -------------------------------------------------------------------------------------------------------

TEXT = "Karvelia claims that the dam was closed. Tamrania rejects it. The dam was closed in April."


def _of(words: str, text: str = TEXT) -> Anchored:
    start = text.index(words)
    return Anchored("d1", anchor.make(text, start, start + len(words)))


def test_words_are_found_again_where_they_stand_now() -> None:
    better = "Osten, 3 May\n" + TEXT.replace("rejects it", "rejects this")
    (found,) = carry([_of("the dam was closed")], better, "v1")
    assert isinstance(found, Anchored)
    assert anchor.resolve(found.anchor, better) == (better.index("the dam"), better.index("the dam") + 18)


def test_an_anchor_in_the_same_text_is_the_same() -> None:
    one = _of("Tamrania")
    assert list(carry([one], TEXT, "v1")) == [one]


LOST = [
    ("words that are gone", _of("Tamrania rejects it"), "Karvelia claims something.", "no longer stand"),
    ("words that stand twice", _of("dam", "....dam"), "dam_____dam", "stand in several places"),
]


@pytest.mark.parametrize(("one", "text", "why"), [case[1:] for case in LOST], ids=[case[0] for case in LOST])
def test_words_that_cannot_be_found_for_sure_are_a_fault(one: Anchored, text: str, why: str) -> None:
    (found,) = carry([one], text, "v1")
    assert isinstance(found, Fault)
    assert (found.path, found.what) == ("decisions.jsonl d1", "decision")
    assert why in found.why
    assert "decide anew" in found.todo


@given(st.text(min_size=1, max_size=30), st.text(max_size=30), st.data())
def test_every_anchor_is_carried_or_named(text: str, before: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (found,) = carry([Anchored("d1", anchor.make(text, start, end))], before + text, "v1")
    if isinstance(found, Anchored):
        assert (before + text)[found.anchor.start : found.anchor.end] == text[start:end]
    else:
        assert text[start:end] in found.why or len(text[start:end]) > 60
