"""Protects trust in `verify`: every kind of damage is found and named, half copies say what is missing, and no repair loses a byte."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import communique
from communique.errors import ArchiveTooNew, HoldingsError, NotFound
from communique.settings import Settings
from invented import Cli, page, rows

Write = Callable[[str, bytes | str], Path]
URL = "https://mfa.karvelia.example/news/1"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of several WARC files with ten rows and a page of two versions, a tag on it."""
    folder = tmp_path_factory.mktemp("made")
    archive = communique.open(folder / "a.archive", create=True, settings=Settings(workers=1, max_warc=2500, reader="none"))
    (folder / "rows.jsonl").write_bytes(rows(10))
    (folder / "a.html").write_bytes(page(url=URL))
    (folder / "b.html").write_bytes(
        page(paragraphs=("The ministry corrects itself on Osten.", "It regrets an error of fact."), url=URL)
    )
    for name in ("rows.jsonl", "a.html", "b.html"):
        archive.add(folder / name)
    archive.tag([URL], "merrow")
    assert list(archive.verify()) == []
    assert len(_warcs(archive)) >= 3
    return archive.folder


@pytest.fixture
def filled(made: Path, tmp_path: Path) -> communique.Archive:
    """A copy of it that may be damaged."""
    shutil.copytree(made, tmp_path / "a.archive")
    return communique.open(tmp_path / "a.archive", settings=Settings(workers=1))


def _sql(archive: communique.Archive, statement: str) -> None:
    catalog = sqlite3.connect(archive.folder / "catalog.sqlite")
    assert catalog.execute(statement).rowcount != 0
    catalog.commit()
    catalog.close()


def _warcs(archive: communique.Archive) -> list[Path]:
    return sorted((archive.folder / "originals").glob("*/*.warc.gz"))


def _flip(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 0x55
    file.write_bytes(bytes(data))


def _cdxj(archive: communique.Archive) -> Path:
    return _warcs(archive)[0].with_name(_warcs(archive)[0].name.replace(".warc.gz", ".cdxj"))


def _second_manifest_line(archive: communique.Archive, change: Callable[[str], str]) -> None:
    file = archive.folder / "originals/manifest.txt"
    lines = file.read_text().splitlines(keepends=True)
    lines[1] = change(lines[1])
    file.write_text("".join(lines))


DAMAGES = [
    ("a byte of a WARC", lambda a: _flip(_warcs(a)[1], _warcs(a)[1].stat().st_size // 2), "original", "is missing or torn"),
    ("a byte of a WARC that no capture needs", lambda a: _flip(_warcs(a)[0], 30), "manifest", "are not those of line"),
    ("a WARC gone", lambda a: _warcs(a)[0].unlink(), "manifest", "the file is missing"),
    ("a WARC cut", lambda a: _warcs(a)[0].write_bytes(_warcs(a)[0].read_bytes()[:900]), "manifest", "are not those of line"),
    ("a line of the manifest gone", lambda a: _second_manifest_line(a, lambda line: ""), "manifest", "line 2 does not follow"),
    (
        "a digest in the manifest",
        lambda a: _second_manifest_line(a, lambda line: line.replace("a", "b")),
        "manifest",
        "line 2 does not follow",
    ),
    (
        "a line of the manifest that is none",
        lambda a: _second_manifest_line(a, lambda line: "x\n"),
        "manifest",
        "line 2 is damaged",
    ),
    ("a CDXJ gone", lambda a: _cdxj(a).unlink(), "cdxj", "missing"),
    ("a CDXJ cut", lambda a: _cdxj(a).write_text("\n".join(_cdxj(a).read_text().split("\n")[:1]) + "\n"), "cdxj", "have no line"),
    ("a line of a CDXJ that is none", lambda a: _cdxj(a).write_text("x\n"), "cdxj", "damaged"),
    (
        "a text in the catalog",
        lambda a: _sql(a, "UPDATE versions SET text = text || '!'"),
        "anchor",
        "its text is not the text of its digest",
    ),
    ("a title in the catalog", lambda a: _sql(a, "UPDATE versions SET title = 'Forged'"), "catalog", "title, date and text"),
    (
        "a value of a statement",
        lambda a: _sql(a, "UPDATE statements SET date = '1999-01-01'"),
        "catalog",
        "not those of its current version",
    ),
    ("a tag that nobody gave", lambda a: _sql(a, "UPDATE statements SET tags = '[\"forged\"]'"), "catalog", "decisions on it"),
    (
        "a withdrawal that nobody decided",
        lambda a: _sql(a, 'UPDATE statements SET withdrawn = \'{"at": "", "by": "", "reason": ""}\''),
        "catalog",
        "decisions on it",
    ),
    (
        "a mark outside its text",
        lambda a: _sql(a, "UPDATE versions SET marks = '[[0, 99999, \"bold\"]]'"),
        "anchor",
        "outside its text",
    ),
    (
        "a digest in the catalog",
        lambda a: _sql(a, "UPDATE captures SET digest = 'sha256:00'"),
        "original",
        "are not those of its digest",
    ),
    (
        "a capture dropped from the catalog",
        lambda a: _sql(a, "DELETE FROM versions WHERE NOT current"),
        "index",
        "not in the catalog",
    ),
    ("the catalog no database any more", lambda a: _flip(a.folder / "catalog.sqlite", 5000), None, ""),
    ("the index gone", lambda a: shutil.rmtree(a.folder / "derived"), "index", "missing"),
    ("a file of the index gone", lambda a: (a.folder / "derived/index/meta.json").unlink(), "index", ""),
    (
        "a decision taken out of the file",
        lambda a: (a.folder / "decisions.jsonl").write_text(""),
        "decisions",
        "0 decisions in the file, 1 in the catalog",
    ),
    (
        "a decision put into the file",
        lambda a: (a.folder / "decisions.jsonl").write_text((a.folder / "decisions.jsonl").read_text() * 2),
        "decisions",
        "2 decisions in the file, 1",
    ),
]


@pytest.mark.parametrize(("damage", "what", "why"), [d[1:] for d in DAMAGES if d[2]], ids=[d[0] for d in DAMAGES if d[2]])
def test_damage_is_found_and_named(
    damage: Callable[[communique.Archive], object], what: str, why: str, filled: communique.Archive, cli: Cli
) -> None:
    damage(filled)
    found = list(communique.open(filled.folder).verify())
    assert any(fault.what == what and why in fault.why for fault in found), found
    assert all(fault.path and fault.todo for fault in found)
    ran = cli("verify", "--json", code=1)
    assert [(r["path"], r["why"]) for r in ran.records] == [(fault.path, fault.why) for fault in found]
    assert all(fault.path in ran.err for fault in found)
    assert f"{len(found)} damages found" in ran.err


CURED = [
    "a CDXJ gone",
    "a CDXJ cut",
    "a line of a CDXJ that is none",
    "a text in the catalog",
    "a title in the catalog",
    "a value of a statement",
    "a tag that nobody gave",
    "a withdrawal that nobody decided",
    "a mark outside its text",
    "a digest in the catalog",
    "a capture dropped from the catalog",
    "the catalog no database any more",
    "the index gone",
    "a file of the index gone",
]


@pytest.mark.parametrize("name", CURED)
def test_a_rebuild_cures_what_is_derived(name: str, filled: communique.Archive, cli: Cli) -> None:
    before = cli("export", "jsonl").out
    next(d[1] for d in DAMAGES if d[0] == name)(filled)
    cli("rebuild")
    assert cli("export", "jsonl").out == before
    assert cli("verify").code == 0


def test_a_rebuild_never_cuts_what_follows_a_damaged_record(filled: communique.Archive, cli: Cli) -> None:
    file = _warcs(filled)[0]
    captures = [c for s in filled.every() for c in filled.captures(s.id)[s.id] if c.warc.endswith(file.name)]
    hit = sorted(captures, key=lambda c: c.offset)[1]
    sizes = [f.stat().st_size for f in _warcs(filled)]
    _flip(file, hit.offset + hit.length // 2)
    for catalog in filled.folder.glob("catalog.sqlite*"):
        catalog.unlink()
    ran = cli("rebuild", code=1)
    assert f"originals/{file.parent.name}/{file.name}" in ran.err
    assert "are no whole record" in ran.err
    assert [f.stat().st_size for f in _warcs(filled)] == sizes
    again = communique.open(filled.folder)
    assert again.status()["statements"] == 10  # of eleven
    (fault,) = again.faults()
    assert f"{hit.length} bytes at {hit.offset}" in fault.why
    restored = bytearray(file.read_bytes())
    restored[hit.offset + hit.length // 2] ^= 0x55
    file.write_bytes(bytes(restored))
    cli("rebuild")
    assert communique.open(filled.folder).status()["statements"] == 11


def test_a_new_run_never_cuts_what_the_catalog_knows(filled: communique.Archive, write: Write) -> None:
    file = _warcs(filled)[-1]
    size = file.stat().st_size
    _flip(file, size // 2)
    communique.open(filled.folder).add(write("new.html", page("Something new")))
    assert file.stat().st_size >= size
    assert any(fault.what in ("original", "manifest") for fault in filled.verify())


def test_a_rebuild_keeps_what_the_manifest_vouches_for_at_the_end_of_a_file(filled: communique.Archive, cli: Cli) -> None:
    file = _warcs(filled)[-1]
    size = file.stat().st_size
    _flip(file, size - 12)
    cli("rebuild", code=None)
    assert file.stat().st_size == size


def test_torn_bytes_at_the_end_are_cut_and_reported(filled: communique.Archive, write: Write) -> None:
    file = _warcs(filled)[-1]
    whole = file.read_bytes()
    file.write_bytes(whole + gzip.compress(b"half a record")[:-6])
    again = communique.open(filled.folder)
    again.add(write("new.html", page("Something new")))
    assert file.read_bytes().startswith(whole)
    assert list(again.verify()) == []
    (fault,) = again.faults()
    assert "of a torn record were cut off after a crash" in fault.why
    assert file.name in fault.path


HALF_COPIES = [
    ("a WARC missing", lambda f: next(f.glob("originals/*/*.warc.gz")).unlink(), "0 bytes, the catalog knows"),
    ("a WARC cut", lambda f: _cut(next(f.glob("originals/*/*.warc.gz"))), "the catalog knows"),
]


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])


@pytest.mark.parametrize(("damage", "why"), [h[1:] for h in HALF_COPIES], ids=[h[0] for h in HALF_COPIES])
def test_a_half_copied_archive_can_be_read_and_says_what_is_missing_before_it_is_written(
    damage: Callable[[Path], object], why: str, filled: communique.Archive, cli: Cli, write: Write, tmp_path: Path
) -> None:
    damage(filled.folder)
    assert cli("search", "Osten", "--json").records[0]["total"] > 0
    assert cli("list", "--json").records
    ran = cli("add", write("new.html", page("Something new")), code=1)
    assert why in ran.err
    assert "Restore the file from a copy" in ran.err
    assert "half a copy" in ran.err
    assert cli("verify", code=1)
    for words in (["export", "warc", "-o", tmp_path / "out"], ["copy", tmp_path / "copy.archive"]):
        failed = cli(*words, code=1)
        assert ".warc.gz" in failed.err
        assert not (tmp_path / "out").exists()
        assert not (tmp_path / "copy.archive").exists()
    cli("rebuild", code=1)  # goes on with what is there, and says what is lost
    (fault,) = cli("faults", "--json").records
    assert "the manifest knows" in fault["why"]
    assert "restore the file from a copy" in fault["todo"].lower()
    cli("add", write("new.html", page("Something new")))


def test_without_its_originals_an_archive_is_half_a_copy(filled: communique.Archive, cli: Cli) -> None:
    shutil.rmtree(filled.folder / "originals")
    for words in (["list"], ["verify"], ["rebuild"], ["add", "a.html"]):
        ran = cli(*words, code=1)
        assert "originals/ is missing (half a copy?). Copy the whole folder again" in ran.err
    (filled.folder / "catalog.sqlite").unlink()
    assert "originals/ is missing" in cli("list", code=1).err


def test_without_its_settings_an_archive_is_opened_with_the_usual_ones(filled: communique.Archive, cli: Cli) -> None:
    (filled.folder / "archive.toml").unlink()
    assert len(cli("list", "--json").records) == 11


@pytest.mark.parametrize("lost", ["gone", "empty", "cut", "no database"])
def test_a_lost_catalog_is_rebuilt(lost: str, filled: communique.Archive, cli: Cli) -> None:
    before = cli("export", "jsonl").out
    catalog = filled.folder / "catalog.sqlite"
    for side in filled.folder.glob("catalog.sqlite-*"):
        side.unlink()
    if lost == "gone":
        catalog.unlink()
    else:
        catalog.write_bytes({"empty": b"", "cut": catalog.read_bytes()[:9000], "no database": b"<html>" * 999}[lost])
    for words in (["list"], ["search", "Osten"], ["status"], ["add", "a.html"], ["tag", "x", "y"]):
        ran = cli(*words, code=1)
        assert str(catalog) in ran.err or "catalog.sqlite is" in ran.err
        assert "communique rebuild" in ran.err
        assert "Traceback" not in ran.err
    cli("rebuild")
    assert cli("export", "jsonl").out == before
    assert cli("verify").code == 0


def test_a_database_of_somebody_else_is_named(filled: communique.Archive, cli: Cli) -> None:
    for file in filled.folder.glob("catalog.sqlite*"):
        file.unlink()
    other = sqlite3.connect(filled.folder / "catalog.sqlite")
    other.execute("CREATE TABLE notes (text)")
    other.close()
    assert "catalog.sqlite: not a catalog of Communiqué" in cli("list", code=1).err


def test_a_catalog_of_a_newer_program_is_left_alone(filled: communique.Archive, cli: Cli) -> None:
    _sql(filled, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ArchiveTooNew, match=r"of version 9999, this program knows \d{4}\. Install a newer communique"):
        communique.open(filled.folder).status()
    assert "Install a newer communique" in cli("list", code=1).err


TOML = [
    ("of a newer format", "format = 2", "of format 2, this program knows 1"),
    ("of no format", "x = 1", "says no format"),
    ("not TOML", "format = ", "not valid TOML"),
    ("empty", "", "says no format"),
]


@pytest.mark.parametrize(("text", "why"), [t[1:] for t in TOML], ids=[t[0] for t in TOML])
def test_settings_that_cannot_be_trusted_stop_every_verb(text: str, why: str, filled: communique.Archive, cli: Cli) -> None:
    (filled.folder / "archive.toml").write_text(text)
    assert why in cli("list", code=1).err
    assert why in cli("add", "a.html", code=1).err


def test_what_is_no_archive_is_not_made_one(tmp_path: Path, cli: Cli, write: Write) -> None:
    write("folder/notes.txt", "mine")
    assert "not empty, and not an archive" in cli("add", "folder/notes.txt", archive=tmp_path / "folder", code=1).err
    assert (
        "a file, not the folder of an archive"
        in cli("add", "folder/notes.txt", archive=tmp_path / "folder/notes.txt", code=1).err
    )
    with pytest.raises(NotFound, match="no archive here"):
        communique.open(tmp_path / "missing")
    with pytest.raises(HoldingsError):
        communique.open(tmp_path / "folder", create=True)
    assert sorted(f.name for f in (tmp_path / "folder").iterdir()) == ["notes.txt"]


def test_a_deleted_index_comes_back_by_itself(filled: communique.Archive, cli: Cli) -> None:
    shutil.rmtree(filled.folder / "derived")
    assert cli("search", "Osten", "--json").records[0]["total"] > 0
    assert cli("verify").code == 0


def test_an_interrupted_rebuild_leaves_the_old_archive_usable(
    filled: communique.Archive, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    from communique.flows import rebuild

    before = cli("export", "jsonl").out
    for point in ("replay", "_carry_faults", "drain"):
        with monkeypatch.context() as patch:

            def stop(*_: object, **__: object) -> None:
                raise KeyboardInterrupt

            patch.setattr(rebuild, point, stop)
            with pytest.raises(KeyboardInterrupt):
                communique.open(filled.folder).rebuild()
        assert cli("export", "jsonl").out == before
        assert cli("search", "Osten", "--json").records[0]["total"] > 0
        assert cli("verify").code == 0
    cli("rebuild")
    assert cli("export", "jsonl").out == before
    assert not list(filled.folder.glob("*.new")) + list((filled.folder / "derived").glob("*.new"))


def test_a_rebuild_keeps_when_the_archive_was_verified_as_long_as_the_old_catalog_can_be_read(
    filled: communique.Archive, cli: Cli
) -> None:
    def verified() -> dict | None:
        return cli("status", "--json").record["last_verify"]

    told = verified()
    assert told is not None
    cli("rebuild")
    assert verified() == told
    _sql(filled, "UPDATE meta SET value = '{' WHERE key = 'last_verify'")
    cli("rebuild")
    assert verified() is None
    cli("rebuild")
    assert verified() is None
    cli("verify")
    assert verified() is not None
    (filled.folder / "catalog.sqlite").unlink()
    cli("rebuild")
    assert verified() is None


def test_a_damaged_manifest_is_told_with_every_run_and_hides_nothing(filled: communique.Archive, cli: Cli, write: Write) -> None:
    _second_manifest_line(filled, lambda line: "x\n")
    ran = cli("add", write("new.html", page("Something new")), code=1)
    assert "manifest.txt: line 2 is damaged. Restore manifest.txt from a copy" in ran.err
    assert cli("search", "title:something", "--json").records[0]["total"] == 1


@pytest.mark.parametrize("done", [0, 1], ids=["before the old catalog goes", "after the old catalog went"])
def test_a_rebuild_stopped_in_its_last_step_loses_nothing(
    done: int, filled: communique.Archive, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    from communique.flows import rebuild

    before = cli("export", "jsonl").out
    real = rebuild._remove
    with monkeypatch.context() as patch:

        def stop(catalog: Path) -> None:
            if catalog.name == "catalog.sqlite":
                if done:
                    real(catalog)
                raise KeyboardInterrupt
            real(catalog)

        patch.setattr(rebuild, "_remove", stop)
        with pytest.raises(KeyboardInterrupt):
            communique.open(filled.folder).rebuild()
    if done:
        assert "communique rebuild" in cli("list", code=1).err
        cli("rebuild")
    assert cli("export", "jsonl").out == before
    assert cli("search", "Osten", "--json").records[0]["total"] > 0
    assert cli("verify").code == 0
