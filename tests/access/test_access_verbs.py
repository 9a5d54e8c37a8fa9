"""Protects the command line: exit codes, where the archive is, pages without gaps, exports that are complete, and printing that ends well."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import communique
from invented import SENTENCES, Cli, page, rows

Write = Callable[[str, bytes | str], Path]
URL = "https://mfa.karvelia.example/news/1"

READING = [["list"], ["status"], ["search", "x"], ["show", "x"], ["history", "x"], ["diff", "x", "y"], ["edit", "x", "--title", "t"], ["tag", "x", "t"],
           ["link", "x", "y"], ["withdraw", "x", "--reason", "r"], ["export", "jsonl"], ["verify"], ["rebuild"], ["faults"], ["copy", "elsewhere"],
           ["issuers", "list"], ["issuers", "show", "az-mfa"]]  # fmt: skip


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_on_a_mistyped_archive_every_verb_but_add_fails_and_makes_nothing(words: list[str], cli: Cli, tmp_path: Path) -> None:
    ran = cli(*words, archive=tmp_path / "typo.archive", code=None)
    assert ran.code in (1, 2)
    assert f"{tmp_path / 'typo.archive'}: no archive here" in ran.err
    assert list(tmp_path.iterdir()) == []
    assert ran.out == b""


USAGE = [
    ([], "Usage"), (["nonsense"], "No such command"), (["show"], "Missing argument"), (["list", "--nonsense"], "No such option"),
    (["list", "--since", "March"], "'March' is no date"), (["list", "--kind", "leaflet"], "'leaflet' is no kind"), (["list", "--cursor", "x"], "is no cursor of a list"),
    (["list", "--limit", "0"], "greater than or equal to 1"), (["search", "x", "--sort", "size"], "no sort 'size'"), (["search", "x", "--cursor", "x"], "not a cursor"),
    (["show", "row-0", "--at", "noon"], "'noon' is no time"), (["edit", "row-0"], "give at least one of"), (["edit", "row-0", "--date", "noon"], "'noon' is no date"),
    (["tag", "row-0"], "a statement and a tag are needed"), (["tag", "row-0", "-t", "t", "--undo"], "whichever it was"), (["link", "row-0"], "two statements are needed"), (["link", "row-0", "row-1", "--kind", "x"], "'x' is no kind of link"),
    (["withdraw", "row-0"], "--reason is needed"), (["withdraw", "row-0", "--reason", " "], "give a reason"), (["export", "docx"], "'docx' is no format"),
    (["export", "jsonl", "--what", "claims"], "'claims' cannot be exported"), (["export", "warc", "--lang", "en"], "filters and --what do not apply"),
    (["add", "rows.jsonl", "--map", "x"], "is not NAME=COLUMN"), (["add", "rows.jsonl", "--map", "x=y"], "is no column of ours"), (["add", "rows.jsonl", "--date", "noon"], "'noon' is no date"),
    (["diff", "row-0", "nowhere"], "neither a file nor a version"), (["demo"], "exists already"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "why"), USAGE, ids=[" ".join(u[0]) or "nothing" for u in USAGE])
def test_wrong_usage_is_exit_2_and_says_what_is_wrong(words: list[str], why: str, cli: Cli, write: Write) -> None:
    cli("add", write("rows.jsonl", rows(2)))
    ran = cli(*words, code=2)
    assert why in ran.err or why in ran.text
    assert "Traceback" not in ran.err


NOT_THERE = [["show", "nowhere"], ["history", "nowhere"], ["tag", "nowhere", "t"], ["edit", "nowhere", "--title", "t"], ["withdraw", "nowhere", "--reason", "r"],
             ["link", "row-0", "nowhere"], ["faults", "--dismiss", "7"], ["issuers", "show", "nobody"], ["show", "row-0", "--at", "1999"], ["edit", "row-0", "--undo"]]  # fmt: skip


@pytest.mark.parametrize("words", NOT_THERE, ids=" ".join)
def test_what_is_not_there_is_exit_1_with_what_to_do(words: list[str], cli: Cli, write: Write) -> None:
    cli("add", write("rows.jsonl", rows(2)))
    ran = cli(*words, code=None)
    assert ran.code == (2 if words[-1] == "1999" else 1), ran.err
    assert ran.err.startswith("communique: ")
    assert len(ran.err.split(". ")) > 1


def test_a_search_without_hits_is_no_failure(cli: Cli, write: Write) -> None:
    cli("add", write("rows.jsonl", rows(2)))
    assert cli("search", "zzzz").text.startswith("0 statements")


def test_the_archive_is_the_flag_else_the_environment_else_the_current_folder(
    cli: Cli, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from communique.access.cli.app import run

    def bare(*words: str) -> None:
        monkeypatch.setattr(sys, "argv", ["communique", *words])
        with pytest.raises(SystemExit):
            run()

    write("rows.jsonl", rows(1))
    bare("add", "rows.jsonl")
    assert (tmp_path / "communique.archive/catalog.sqlite").exists()
    monkeypatch.setenv("COMMUNIQUE_ARCHIVE", str(tmp_path / "env.archive"))
    bare("add", "rows.jsonl")
    assert (tmp_path / "env.archive/catalog.sqlite").exists()
    bare("--archive", "flag.archive", "add", "rows.jsonl")
    assert (tmp_path / "flag.archive/catalog.sqlite").exists()


def test_who_decides_is_the_flag_the_environment_or_the_archive(cli: Cli, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("add", write("rows.jsonl", rows(1)))
    (cli.archive / "archive.toml").write_text('format = 1\n[settings]\nuser = "desk"\n')
    assert cli("tag", "row-0", "a", "--json").record["by"] == "desk"
    monkeypatch.setenv("COMMUNIQUE_USER", "shift")
    assert cli("tag", "row-0", "b", "--json").record["by"] == "shift"
    assert cli("tag", "row-0", "c", "--by", "Ana", "--json").record["by"] == "Ana"


# --- lists and samples ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "filters",
    [[], ["--lang", "en"], ["--since", "2024-04", "--until", "2024"], ["--issuer", "xkv-mfa", "--issuer", "als"]],
    ids=" ".join,
)
def test_pages_of_a_list_cover_everything_once_and_in_order(filters: list[str], built_world: Path, cli: Cli) -> None:
    whole = [r["statement"] for r in cli("list", *filters, "--limit", "1000", "--json", archive=built_world).records]
    assert len(whole) > 7
    seen: list[str] = []
    cursor: list[str] = []
    while True:
        ran = cli("list", *filters, "--limit", "7", *cursor, "--json", archive=built_world)
        seen += [r["statement"] for r in ran.records]
        if "--cursor" not in ran.err:
            break
        cursor = ["--cursor", ran.err.strip().rpartition("--cursor ")[2]]
    assert seen == whole
    assert len(set(seen)) == len(seen)
    assert f"of {len(whole)} statements" in ran.err


def test_a_list_is_newest_first_and_undated_last(built_world: Path, cli: Cli) -> None:
    dates = [r["date"] for r in cli("list", "--limit", "1000", "--json", archive=built_world).records]
    known = [d for d in dates if d]
    assert known == sorted(known, reverse=True)
    assert dates[len(known) :] == [None] * (len(dates) - len(known))


FILTERS = [
    (["--lang", "ru"], lambda r: r["lang"] == "ru"), (["--country", "XTM"], lambda r: r["country"] == "XTM"), (["--country", "Karvelia"], lambda r: r["country"] == "XKV"),
    (["--issuer", "als"], lambda r: r["issuer"] == "als"), (["--issuer", "ALS", "--lang", "fr"], lambda r: r["issuer"] == "als" and r["lang"] == "fr"),
    (["--since", "2024-05-01"], lambda r: r["date"] and r["date"] >= "2024-05-01"), (["--until", "2024-03-15"], lambda r: r["date"] and r["date"] <= "2024-03-15"),
    (["--kind", "readout"], lambda r: r["kind"] == "readout"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "wanted"), FILTERS, ids=[" ".join(f[0]) for f in FILTERS])
def test_filters_give_what_they_say_and_all_of_it(
    words: list[str], wanted: Callable[[dict], bool], built_world: Path, cli: Cli
) -> None:
    if words[-1] == "Karvelia":
        pytest.skip("invented states have no name in the catalogue of countries")
    every = cli("list", "--limit", "1000", "--json", archive=built_world).records
    found = cli("list", "--limit", "1000", *words, "--json", archive=built_world).records
    assert found == [r for r in every if wanted(r)]
    exported = cli("export", "jsonl", *words, archive=built_world).records
    assert {r["statement"] for r in exported} == {r["statement"] for r in found}


def test_a_sample_is_the_same_for_the_same_seed(built_world: Path, cli: Cli) -> None:
    def drawn(*words: str) -> list[str]:
        return [r["statement"] for r in cli("list", "--sample", "9", *words, "--json", archive=built_world).records]

    assert drawn("--seed", "7") == drawn("--seed", "7")
    assert len(set(drawn("--seed", "7"))) == 9
    assert drawn("--seed", "7") != drawn("--seed", "8")
    assert set(drawn("--seed", "7", "--lang", "ru")) <= {
        r["statement"] for r in cli("list", "--lang", "ru", "--json", archive=built_world).records
    }
    assert len(cli("list", "--sample", "1000", "--json", archive=built_world).records) > 50


# --- one statement -------------------------------------------------------------------------------------------------


def _edited(cli: Cli, archive: Path) -> dict:
    changes = cli("export", "jsonl", "--what", "changes", archive=archive).records
    return next(c for c in changes if c["change"] == "edited")


def test_show_gives_the_statement_as_it_stood(built_world: Path, cli: Cli) -> None:
    change = _edited(cli, built_world)
    now, then = (
        cli("show", change["statement"], *at, "--json", archive=built_world).record
        for at in ([], ["--at", "2024-03-14T23:00:00Z"])
    )
    assert then["version"] == change["from"]
    assert then["text"] != now["text"]
    assert cli("show", change["to"], "--json", archive=built_world).record["version"] == change["to"]
    text = cli("show", change["statement"], archive=built_world).text
    assert now["title"] in text
    assert all((capture["digest"] in text) == (capture["version"] == now["version"]) for capture in now["captures"])


def test_diff_takes_versions_and_files(built_world: Path, cli: Cli, write: Write) -> None:
    change = _edited(cli, built_world)
    found = cli("diff", change["from"], change["to"], "--json", archive=built_world).record
    assert found["edit"] == change["edit"]
    shown = cli("diff", change["from"], change["to"], archive=built_world).text
    assert "of the words the same" in shown
    assert "{+" in shown
    page_ = cli("diff", write("a.html", page()), write("b.html", page(paragraphs=SENTENCES[:4])), "--json", archive=False).record
    assert page_["edit"] == "substantive"
    assert cli("diff", write("a.md", "A  text.\n"), write("b.md", "A text.\n"), "--json", archive=False).record["edit"] in (
        "minor",
        "markup",
    )
    assert "not UTF-8 at byte 0" in cli("diff", write("bad.txt", b"\xff"), "a.md", code=1, archive=False).err


def test_history_tells_a_silent_edit(built_world: Path, cli: Cli) -> None:
    change = _edited(cli, built_world)
    text = cli("history", change["statement"], archive=built_world).text
    assert "edited " + change["edit"] in text
    assert "communique diff" in text


def test_an_undo_of_several_tags_undoes_all_or_none(cli: Cli, write: Write) -> None:
    cli("add", write("rows.jsonl", rows(2)))
    cli("tag", "row-0", "row-1", "merrow")
    assert "nowhere" in cli("tag", "row-0", "nowhere", "--undo", code=1).err
    assert cli("show", "row-0", "--json").record["tags"] == ["merrow"]
    cli("tag", "row-0", "row-1", "--undo")
    assert [cli("show", f"row-{n}", "--json").record["tags"] for n in (0, 1)] == [[], []]


# --- exports -------------------------------------------------------------------------------------------------------


def test_csv_and_parquet_hold_what_jsonl_holds(built_world: Path, cli: Cli, tmp_path: Path) -> None:
    import pyarrow.parquet

    for what in ("statements", "versions", "changes", "captures"):
        wanted = cli("export", "jsonl", "--what", what, archive=built_world).records
        cli("export", "parquet", "--what", what, "-o", tmp_path / f"{what}.parquet", archive=built_world)
        tables = {
            "csv": list(csv.DictReader(io.StringIO(cli("export", "csv", "--what", what, archive=built_world).text, newline=""))),
            "parquet": pyarrow.parquet.read_table(tmp_path / f"{what}.parquet").to_pylist(),
        }
        for name, table in tables.items():
            assert len(table) == len(wanted) > 0
            for row, record in zip(table, wanted):
                assert set(record) <= set(row), (name, set(record) - set(row))
                for field, value in record.items():
                    if isinstance(value, str):
                        assert row[field] == value
                    elif value is None:
                        assert not row[field]
                    else:
                        assert json.loads(row[field]) == value


def test_an_export_appears_only_when_it_is_whole(
    built_world: Path, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("the one before")
    from communique.access import export

    def broken(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setitem(export.WRITERS, "jsonl", broken)
        assert "No space left" in cli("export", "jsonl", "-o", target, archive=built_world, code=1).err
    assert target.read_text() == "the one before"
    assert [f.name for f in tmp_path.iterdir() if "out" in f.name] == ["out.jsonl"]
    ran = cli("export", "jsonl", "-o", target, archive=built_world)
    assert ran.out == b""
    assert f"{len(target.read_text().splitlines())} statements exported to {target}" in ran.err
    assert "No such file" in cli("export", "jsonl", "-o", tmp_path / "no/folder/out", archive=built_world, code=1).err


def test_a_warc_export_added_to_a_new_archive_gives_the_same_statements(built_world: Path, cli: Cli, tmp_path: Path) -> None:
    cli("export", "warc", "-o", tmp_path / "all.warc.gz", archive=built_world)
    (tmp_path / "issuers").mkdir()
    communique.open(cli.archive, create=True)
    import shutil

    shutil.copytree(built_world / "issuers", cli.archive / "issuers")
    cli("add", "all.warc.gz")
    skip = ("captures", "versions")

    def told(archive: Path) -> dict[str, object]:
        found = {}
        for one in cli("list", "--limit", "1000", "--json", archive=archive).records:
            found[one["statement"]] = ({k: v for k, v in one.items() if k not in skip}, [v["version"] for v in one["versions"]])
        return found

    assert told(cli.archive) == told(built_world)
    assert cli("verify").code == 0
    cli("rebuild")
    assert told(cli.archive) == told(built_world)
    again = cli("add", "all.warc.gz", "--json")
    assert {r["change"] for r in again.records} <= {"same", "refused", "missing", "gone", "moved"}


def test_warcio_reads_every_record_of_a_warc_export(built_world: Path, cli: Cli) -> None:
    from warcio.archiveiterator import ArchiveIterator

    data = cli("export", "warc", archive=built_world).out
    kinds = []
    for record in ArchiveIterator(io.BytesIO(data), check_digests=False):
        record.content_stream().read()
        kinds.append(record.rec_type)
    assert (
        kinds.count("response") + kinds.count("resource") + kinds.count("revisit")
        == cli("status", "--json", archive=built_world).record["captures"]
    )
    assert gzip.decompress(data).startswith(b"WARC/1.1")


# --- how it ends ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["list", "--limit", "1000", "--json"],
        ["export", "jsonl"],
        ["export", "warc"],
        ["search", "ministry", "--limit", "60", "--json"],
    ],
    ids=" ".join,
)
def test_a_reader_that_goes_away_is_no_error(words: list[str], built_world: Path, cli: Cli) -> None:
    with cli.process(*words, archive=built_world) as process:
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read().decode()
    assert "Traceback" not in said
    assert "BrokenPipe" not in said
    assert "Exception ignored" not in said


def test_what_cannot_be_encoded_is_printed_escaped(built_world: Path, cli: Cli) -> None:
    environ = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    ran = cli.apart("search", "мост", archive=built_world, env=environ)
    assert "мост" in ran.text.lower()


def test_help_is_quick_because_it_loads_no_room(cli: Cli) -> None:
    program = (
        "import sys; sys.argv = ['communique', '--help']\n"
        "from communique.access.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = ['trafilatura', 'lxml', 'tantivy', 'sqlalchemy', 'alembic', 'pypdfium2', 'dateparser', 'simplemma', 'py3langid', 'pyarrow', 'rich', 'fastwarc', 'warcio']\n"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"
    for verb in [
        "add",
        "search",
        "show",
        "history",
        "list",
        "status",
        "diff",
        "edit",
        "tag",
        "link",
        "withdraw",
        "export",
        "verify",
        "rebuild",
        "faults",
        "copy",
        "extract",
        "issuers",
        "demo",
    ]:
        assert f" {verb} " in ran.stdout


@pytest.mark.parametrize(
    "verb",
    [
        "add",
        "search",
        "show",
        "history",
        "list",
        "status",
        "diff",
        "edit",
        "tag",
        "link",
        "withdraw",
        "export",
        "verify",
        "rebuild",
        "faults",
        "copy",
        "extract",
        "issuers",
        "demo",
    ],
)
def test_every_verb_has_help(verb: str, cli: Cli) -> None:
    text = cli(verb, "--help").text
    assert f"communique {verb}" in text
    assert len(text.splitlines()) > 5


def test_the_version_is_told(cli: Cli) -> None:
    assert cli("--version").text.startswith("communique ")


# --- extract, issuers, demo ----------------------------------------------------------------------------------------


def test_extract_reads_standard_input_and_several_items(cli: Cli, write: Write) -> None:
    assert cli("extract", "-", "--json", stdin=page("From a pipe"), archive=False).record["title"] == "From a pipe"
    assert len(cli("extract", write("rows.jsonl", rows(3)), "--json", archive=False).records) == 3
    ran = cli("extract", write("rows.jsonl", rows(1) + b"{no\n"), "--json", code=1, archive=False)
    assert len(ran.records) == 1
    assert "rows.jsonl:2: not valid JSON" in ran.err
    assert "does not exist" in cli("extract", "missing.html", "--json", code=1, archive=False).err
    assert not cli.archive.exists()


def test_extract_believes_what_it_is_told(cli: Cli, write: Write) -> None:
    found = cli(
        "extract", write("a.html", page()), "--issuer", "az-mfa", "--url", URL, "--date", "2024-03-15", "--json", archive=False
    ).record
    assert found["issuer"] == "az-mfa"
    assert (found["date"]["value"], found["date"]["source"]) == ("2024-03-15", "asserted")
    text = cli("extract", "a.html", archive=False).text
    assert "Statement on the shelling of Osten" in text
    assert SENTENCES[0] in text


def test_profiles_can_be_listed_shown_checked_and_drafted(cli: Cli, write: Write, world: Path) -> None:
    assert "az-mfa" in cli("issuers", "list", archive=False).text
    communique.open(cli.archive, create=True)
    assert "az-mfa" in cli("issuers", "list").text
    assert "AZE" in cli("issuers", "show", "az-mfa").text
    write("a.archive/issuers/xkv-mfa.yaml", (world / "issuers/xkv-mfa.yaml").read_text())
    assert "Karvelia" in cli("issuers", "show", "xkv-mfa").text
    assert "near" in cli("issuers", "show", "xkv", code=1).err or "list" in cli("issuers", "show", "xkv", code=1).err
    assert cli("issuers", "check", world / "issuers/als.yaml", code=None).code in (0, 1)
    draft = cli("issuers", "new", "https://www.mfa.karvelia.example/news/1").text
    write("draft.yaml", draft)
    assert "mfa.karvelia.example" in draft
    write("a.archive/issuers/bad.yaml", "id: [")
    ran = cli("issuers", "list", code=1)
    assert "bad.yaml" in ran.err
    assert "Traceback" not in ran.err


def test_the_demo_builds_its_world_and_looks_around(cli: Cli) -> None:
    ran = cli("demo")
    assert "all is well" in ran.text
    for step in ("search convoy AND bridge", "history ", "verify", "Now your own files:"):
        assert step in ran.text
    assert "edited" in ran.text
    assert cli("verify").code == 0
    assert "exists already" in cli("demo", code=2).err


def test_a_page_from_standard_input_is_added(cli: Cli) -> None:
    one = cli("add", "-", "--url", URL, "--json", stdin=page()).record
    assert (one["change"], one["url"], one["path"]) == ("new", URL, "-")
    assert cli("show", URL, "--json").record["statement"] == one["statement"]


def test_what_the_user_asserts_outranks_the_page(cli: Cli, write: Write) -> None:
    said = ["--issuer", "az-mfa", "--url", URL, "--date", "2024-03"]
    one = cli("add", write("a.html", page(url="https://other.example/x")), *said, "--json").record
    assert (one["issuer"], one["url"], one["date"]) == ("az-mfa", URL, "2024-03")
    cli("rebuild")
    shown = cli("show", URL, "--json").record
    assert (shown["issuer"], shown["country"], shown["date"]) == ("az-mfa", "AZE", "2024-03")
    assert shown["versions"][0]["date"]["source"] == "asserted"


def test_columns_of_a_data_set_can_be_named(cli: Cli, write: Write) -> None:
    table = "nr,headline,said_on,words\n7,On Osten,2024-03-14,The ministry condemns the shelling of Osten.\n"
    cli(
        "add",
        write("t.csv", table),
        "--map",
        "id=nr",
        "--map",
        "title=headline",
        "--map",
        "date=said_on",
        "--map",
        "text=words",
        "--dataset",
        "notes",
    )
    one = cli("show", "7", "--json").record
    assert (one["title"], one["date"], one["dataset"], one["original_id"]) == ("On Osten", "2024-03-14", "notes", "7")
    assert one["captures"][0]["original_page"] is False
    before = cli("export", "jsonl").out
    cli("rebuild")
    assert cli("export", "jsonl").out == before


@pytest.mark.parametrize("name", ["odd ?#%41 é", "-dash", "two\nlines", "quote'\"s", "архив"], ids=ascii)
def test_an_archive_may_lie_in_a_folder_of_any_name(name: str, cli: Cli, write: Write, tmp_path: Path) -> None:
    folder = tmp_path / name / "x?.archive"
    folder.parent.mkdir()
    cli("add", write("rows.jsonl", rows(2)), archive=folder)
    assert sorted(f.name for f in folder.parent.iterdir()) == ["x?.archive"]
    assert sorted(f.name for f in tmp_path.iterdir()) == sorted([name, "rows.jsonl"])
    cli("tag", "row-0", "t", archive=folder)
    cli("rebuild", archive=folder)
    cli("copy", folder.parent / "copy%20", archive=folder)
    assert cli("verify", archive=folder.parent / "copy%20").code == 0
    assert cli("search", "tag:t", "--json", archive=folder).records[0]["total"] == 1


def test_the_archive_is_not_added_to_itself(cli: Cli, write: Write, tmp_path: Path) -> None:
    write("a.html", page())
    for _ in range(2):
        cli("add", tmp_path)
    assert cli("status", "--json").record["captures"] == 1
    assert cli("faults", "--json").records == []
    ran = cli("add", cli.archive, code=1)
    assert "is an archive of Communiqué. Add what its `communique export warc` gives" in ran.err


def test_without_a_standard_input_a_file_is_added_all_the_same(cli: Cli, write: Write) -> None:
    write("a.html", page())
    program = "import os, sys; os.close(0); sys.stdin = None; from communique.access.cli import main; main()"
    words = ["--archive", str(cli.archive), "add", "a.html"]
    ran = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr.splitlines()[-1]) == (0, "communique: 1 item: 1 new")
