"""Protects the archive's own names.yaml: claims and filters know its states and organisations, a copy has it, a bad one is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import communique
from communique.errors import UsageError
from communique.settings import Settings
from invented import page
from plain_reader import PlainReader

Write = Callable[[str, bytes | str], Path]
URL = "https://mfa.karvelia.example/1"
TEXT = (
    "We condemn the shelling of Osten by Tamrania.",
    "Tamrania claims that its army was elsewhere on that day.",
    "The Lake Council says that both sides have to talk.",
)
PROFILE = """id: xkv-mfa
names: {en: [Ministry of Foreign Affairs of Karvelia]}
code: XKV
body: ministry
hosts: [mfa.karvelia.example]
languages: [en]
checked: never
"""
NAMES = """countries:
  XKV: {en: {names: [Karvelia], demonyms: [Karvelian]}}
  XTM: {en: {names: [Tamrania], demonyms: [Tamranian], capital: Belsar}, fr: {names: [Tamranie]}}
organisations:
  LAKE: {en: [Lake Council]}
"""
REPORTED = {("XTM", "its army was elsewhere on that day"), ("LAKE", "both sides have to talk")}


def opened(folder: Path, names: str | None = NAMES) -> communique.Archive:
    """An archive with one statement and, if it is to have any, these names."""
    settings = Settings(workers=1, user="archivist", reader=PlainReader())
    archive = communique.open(folder, create=True, settings=settings)
    (folder / "issuers").mkdir(exist_ok=True)
    (folder / "issuers/xkv-mfa.yaml").write_text(PROFILE)
    if names is not None:
        (folder / "names.yaml").write_text(names)
    return archive


@pytest.fixture
def named(tmp_path: Path, write: Write) -> communique.Archive:
    archive = opened(tmp_path / "a.archive")
    archive.add(write("a.html", page(paragraphs=TEXT, url=URL)), issuer="xkv-mfa")
    return archive


def reported(archive: communique.Archive) -> set[tuple[object, str]]:
    return {(one.holder, one.quote) for one in archive.claims(own=False)}


def test_what_a_state_or_organisation_of_the_archive_is_said_to_say_is_its_own(named: communique.Archive) -> None:
    assert reported(named) == REPORTED
    assert [one.targets for one in named.claims(act="accuse")] == [("XTM",)]
    assert list(named.verify()) == []


@pytest.mark.parametrize("word", ["XTM", "Tamrania", "tamrania", "Tamranie", "LAKE", "Lake Council", "the Lake Council"])
def test_a_holder_is_found_by_code_and_by_any_name(named: communique.Archive, word: str) -> None:
    assert named.claims(holder=word, own=False).total == 1
    assert named.search(f'holder:"{word}" AND layer:reported').total == 1


def test_a_target_is_found_by_name_and_a_correction_takes_names(named: communique.Archive) -> None:
    assert named.claims(target="Tamranie").total == 1
    (one,) = named.claims(holder="LAKE")
    named.correct(one.id, holder="Tamrania", targets=["Karvelia", "the Council of Nobody"])
    corrected = named.claim(one.id)
    assert (corrected.holder, corrected.targets) == ("XTM", ("XKV", "the Council of Nobody"))


def test_names_that_come_later_hold_when_it_is_read_anew_and_made_by_says_so(tmp_path: Path, write: Write) -> None:
    archive = opened(tmp_path / "a.archive", names=None)
    archive.add(write("a.html", page(paragraphs=TEXT, url=URL)), issuer="xkv-mfa")
    assert not reported(archive) & REPORTED
    before = {one.made_by for one in archive.claims()}
    later = opened(archive.folder)
    later.rebuild(claims_only=True)
    assert reported(later) == REPORTED
    assert before.isdisjoint({one.made_by for one in later.claims()})
    whole = opened(archive.folder)
    whole.rebuild()
    assert reported(whole) == REPORTED


def test_a_copy_has_the_names(named: communique.Archive, tmp_path: Path) -> None:
    named.copy(tmp_path / "b.archive")
    assert (tmp_path / "b.archive/names.yaml").read_text() == NAMES
    copied = communique.open(tmp_path / "b.archive")
    assert copied.claims(holder="Tamrania", own=False).total == 1
    assert list(copied.verify()) == []


def test_a_bad_file_stops_the_work_before_it_begins_and_says_what_to_do(tmp_path: Path, write: Write) -> None:
    archive = opened(tmp_path / "a.archive", names="countries: {Tamrania: {en: {names: [Tamrania]}}}")
    with pytest.raises(UsageError, match=r"names\.yaml: line 1: .*is no code of a state\. Write its ISO 3166 alpha-3"):
        archive.add(write("a.html", page(paragraphs=TEXT, url=URL)))
    mended = opened(tmp_path / "a.archive")
    assert mended.add(write("a.html", page(paragraphs=TEXT, url=URL)), issuer="xkv-mfa").changes == {"new": 1}
    assert reported(mended) == REPORTED
