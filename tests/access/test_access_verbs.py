"""Protects the command line: exit codes, where the archive is, what each verb says when something is wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from invented import Cli, rows

Write = Callable[[str, bytes | str], Path]


READING = [
    ["list"],
    ["status"],
    ["search", "x"],
    ["show", "x"],
    ["history", "x"],
    ["diff", "x", "y"],
    ["edit", "x", "--title", "t"],
    ["tag", "x", "t"],
    ["link", "x", "y"],
    ["withdraw", "x", "--reason", "r"],
    ["export", "jsonl"],
    ["verify"],
    ["rebuild"],
    ["faults"],
    ["copy", "elsewhere"],
    ["issuers", "list"],
    ["issuers", "show", "az-mfa"],
]


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_on_a_mistyped_archive_every_verb_but_add_fails_and_makes_nothing(words: list[str], cli: Cli, tmp_path: Path) -> None:
    ran = cli(*words, archive=tmp_path / "typo.archive", code=None)
    assert ran.code in (1, 2)
    assert f"{tmp_path / 'typo.archive'}: no archive here" in ran.err
    assert list(tmp_path.iterdir()) == []
    assert ran.out == b""


USAGE = [
    ([], "Usage"),
    (["nonsense"], "No such command"),
    (["show"], "Missing argument"),
    (["list", "--nonsense"], "No such option"),
    (["list", "--since", "March"], "'March' is no date"),
    (["list", "--kind", "leaflet"], "'leaflet' is no kind"),
    (["list", "--cursor", "x"], "is no cursor of a list"),
    (["list", "--limit", "0"], "greater than or equal to 1"),
    (["search", "x", "--sort", "size"], "no sort 'size'"),
    (["search", "x", "--cursor", "x"], "not a cursor"),
    (["show", "row-0", "--at", "noon"], "'noon' is no time"),
    (["edit", "row-0"], "give at least one of"),
    (["edit", "row-0", "--date", "noon"], "'noon' is no date"),
    (["tag", "row-0"], "a statement and a tag are needed"),
    (["tag", "row-0", "-t", "t", "--undo"], "whichever it was"),
    (["link", "row-0"], "two statements are needed"),
    (["link", "row-0", "row-1", "--kind", "x"], "'x' is no kind of link"),
    (["withdraw", "row-0"], "--reason is needed"),
    (["withdraw", "row-0", "--reason", " "], "give a reason"),
    (["export", "docx"], "'docx' is no format"),
    (["export", "jsonl", "--what", "words"], "'words' cannot be exported"),
    (["export", "warc", "--lang", "en"], "filters and --what do not apply"),
    (["add", "rows.jsonl", "--map", "x"], "is not NAME=COLUMN"),
    (["add", "rows.jsonl", "--map", "x=y"], "is no column of ours"),
    (["add", "rows.jsonl", "--date", "noon"], "'noon' is no date"),
    (["diff", "row-0", "nowhere"], "neither a file nor a version"),
    (["demo"], "exists already"),
]


@pytest.mark.parametrize(("words", "why"), USAGE, ids=[" ".join(u[0]) or "nothing" for u in USAGE])
def test_wrong_usage_is_exit_2_and_says_what_is_wrong(words: list[str], why: str, cli: Cli, write: Write) -> None:
    cli("add", write("rows.jsonl", rows(2)))
    ran = cli(*words, code=2)
    assert why in ran.err or why in ran.text
    assert "Traceback" not in ran.err


NOT_THERE = [
    ["show", "nowhere"],
    ["history", "nowhere"],
    ["tag", "nowhere", "t"],
    ["edit", "nowhere", "--title", "t"],
    ["withdraw", "nowhere", "--reason", "r"],
    ["link", "row-0", "nowhere"],
    ["faults", "--dismiss", "7"],
    ["issuers", "show", "nobody"],
    ["show", "row-0", "--at", "1999"],
    ["edit", "row-0", "--undo"],
]


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


def test_the_package_runs_as_a_module() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "communique", "--version"], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.startswith("communique ")
