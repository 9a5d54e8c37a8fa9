"""Protects a run from what people really have on their disks: each bad file is named with what to do, and the rest goes on."""

from __future__ import annotations

import gzip
import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import communique
from invented import SENTENCES, Cli, page, response, rows, warc

Write = Callable[[str, bytes | str], Path]


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _pdf(*, text: str | None = None, password: str | None = None) -> bytes:
    """A PDF of one page."""
    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer, encrypt=password)
    drawn.drawString(72, 720, text) if text else drawn.rect(72, 72, 200, 200, fill=1)
    drawn.save()
    return buffer.getvalue()


def _crawl() -> bytes:
    first = response("https://x.example/1", "2024-03-14T12:00:00Z", page("The first of the crawl"))
    return warc(first, response("https://x.example/2", "2024-03-14T12:00:01Z", page("The second of the crawl")))


def _flipped(data: bytes) -> bytes:
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 0xFF]) + data[len(data) // 2 + 1 :]


DEEP = b"<html><body>" + b"<div>" * 50_000 + "".join(f"<p>{s}</p>" for s in SENTENCES).encode() + b"</div>" * 50_000

# name of the file, its bytes, exit code, words of each message, how many statements come of it
FILES: list[tuple[str, str, Callable[[], bytes], int, list[str], int]] = [
    ("an empty file", "bad.html", lambda: b"", 1, ["bad.html: is empty. Fetch or save it anew"], 0),
    ("a file of nothing but space", "bad.txt", lambda: b" \n\t\n", 0, ["bad.txt: refused: the file has no text"], 0),
    (
        "binary garbage with an honest name",
        "bad.html",
        lambda: random.Random(1).randbytes(50_000),
        1,
        ["bad.html: its name ends in .html, but it holds binary data"],
        0,
    ),
    (
        "a page of 60 MB",
        "bad.html",
        lambda: page(paragraphs=SENTENCES * 100_000),
        0,
        ["bad.html: refused: the page is too large (60 MB"],
        0,
    ),
    ("a page nested 50,000 deep", "bad.html", lambda: DEEP, 0, [], 1),
    ("a gzip bomb", "bad.html.gz", lambda: gzip.compress(b"<p>" + b" " * 300_000_000, 9), 1, ["bad.html.gz: ", "a gzip bomb"], 0),
    (
        "a zip bomb",
        "bad.zip",
        lambda: _zip({"bomb.html": b"<p>" + b" " * 300_000_000}),
        1,
        ["bad.zip!bomb.html: has more than the 256000000 bytes allowed"],
        0,
    ),
    (
        "zip members that lead out",
        "bad.zip",
        lambda: _zip({"../../evil.html": page(), "/abs.html": page(), "in.html": page("Inside")}),
        1,
        ["bad.zip!../../evil.html: the member's name leads out", "bad.zip!/abs.html"],
        1,
    ),
    ("a zip that is none", "bad.zip", lambda: b"PK\x03\x04" + b"\0" * 200, 1, ["bad.zip: the ZIP archive is damaged"], 0),
    ("a WARC that breaks off", "bad.warc", lambda: _crawl()[:-200], 1, ["bad.warc@", "the file breaks off"], 1),
    (
        "a gzipped WARC that breaks off",
        "bad.warc.gz",
        lambda: gzip.compress(_crawl())[:-100],
        1,
        ["bad.warc.gz@0: the gzip data break off"],
        0,
    ),
    (
        "a corrupt WARC",
        "bad.warc.gz",
        lambda: b"".join([gzip.compress(_crawl()), _flipped(gzip.compress(_crawl()))]),
        1,
        ["bad.warc.gz@", "damaged"],
        2,
    ),
    (
        "an encrypted PDF",
        "bad.pdf",
        lambda: _pdf(text="Secret words of the ministry.", password="x"),
        0,
        ["bad.pdf: refused: encrypted"],
        0,
    ),
    (
        "a corrupt PDF",
        "bad.pdf",
        lambda: b"%PDF-1.7\n" + random.Random(2).randbytes(2000),
        0,
        ["bad.pdf: refused: corrupt: not a readable PDF"],
        0,
    ),
    ("a PDF without text", "bad.pdf", _pdf, 0, ["bad.pdf: refused: "], 0),
    (
        "JSONL with broken lines",
        "bad.jsonl",
        lambda: rows(2) + b'{no\n["list"]\n{"id": "x"}\n' + rows(1, start=9),
        1,
        ["bad.jsonl:3: not valid JSON", "bad.jsonl:4: a JSON value", "bad.jsonl:5: no column of text among: id"],
        3,
    ),
    (
        "CSV without a text column",
        "bad.csv",
        lambda: b"headline,published\nOn Osten,2024-03-14\n",
        1,
        ["bad.csv: no column of text among: headline, published", "--map text=COLUMN"],
        0,
    ),
    ("an encoding that nobody knows", "bad.html", lambda: page().replace(b"utf-8", b"x-karvelian-7"), 0, [], 1),
    (
        "two encodings in one page",
        "bad.html",
        lambda: page("Le village d’Osten").replace(b"village of Osten", "village d’Osten, Ost\u00e9n".encode("cp1252")),
        0,
        [],
        1,
    ),
    ("NUL bytes in a page", "bad.html", lambda: page("On O\0sten").replace(b"ministry", b"mini\0stry"), 0, [], 1),
    ("NUL characters in a row", "bad.jsonl", lambda: rows(1).replace(b"Item", b"It\\u0000em"), 0, [], 1),
    (
        "lone surrogates in a row",
        "bad.jsonl",
        lambda: rows(1, issuer="K\ud800").replace(b"Statement", b"\\udfff Statement"),
        0,
        [],
        1,
    ),
    ("UTF-16", "bad.jsonl", lambda: rows(1).decode().encode("utf-16"), 0, [], 1),
    ("a picture", "bad.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), 1, ["bad.png: "], 0),
]


@pytest.mark.parametrize(("name", "data", "code", "said", "made"), [f[1:] for f in FILES], ids=[f[0] for f in FILES])
def test_a_bad_file_is_named_and_the_rest_goes_on(
    name: str, data: Callable[[], bytes], code: int, said: list[str], made: int, cli: Cli, write: Write
) -> None:
    before, after = write("1.html", page("Before the bad one")), write("2.html", page("After the bad one"))
    bad = write(name, data())
    communique.open(cli.archive, create=True)
    (cli.archive / "archive.toml").write_text("format = 1\n[settings]\nworkers = 1\n")
    ran = cli("add", before, bad, after, "--json", code=code)
    for words in said:
        assert words in ran.err, ran.err
    assert "Traceback" not in ran.err
    archive = communique.open(cli.archive)
    assert archive.status()["statements"] == 2 + made
    titles = {s.title for s in archive.every()}
    assert {"Before the bad one", "After the bad one"} <= titles
    errors = [r for r in ran.records if "error" in r]
    assert bool(errors) == (code == 1)
    assert all(r["path"] and r["error"] and "todo" in r for r in errors)
    assert len(archive.faults()) == len(errors)
    refused = [r for r in ran.records if r.get("change") == "refused"]
    assert len(refused) == (code == 0 and bool(said))
    assert all(set(r) >= {"path", "url", "change", "page_type", "reason", "digest"} for r in refused)
    assert list(archive.verify()) == []
    if refused:  # kept all the same
        (capture,) = [c for c in archive._holdings.views.every_capture() if c["outcome"] == "refused"]
        assert archive.original(capture["id"]) == bad.read_bytes()


NAMES = [
    ("a newline", "two\nlines.html"),
    ("a control character", "bell\x07.html"),
    ("an escape sequence", "\x1b[31mred.html"),
    ("a right-to-left override", "\u202eexe.html"),
    ("HTML", "<script>alert(1)</script>.html".replace("/", "")),
    ("markup of rich", "[bold]x[/bold].html".replace("/", "")),
    ("a tab", "a\tb.html"),
    ("a line separator", "a\u2028b.html"),
    ("an emoji", "👩‍👩‍👧.html"),
    ("a leading dash", "-rf.html"),
    ("a percent sign", "100%s.html"),
]


@pytest.mark.parametrize("name", [n[1] for n in NAMES], ids=[n[0] for n in NAMES])
def test_a_file_of_any_name_is_taken_and_its_name_is_printed_harmlessly(name: str, cli: Cli, write: Write) -> None:
    write(f"in/{name}", page(url="https://mfa.karvelia.example/1"))
    write(f"bad/{name}", b"")
    ran = cli("add", "in", "bad", "--json", code=1)
    assert sorted(r.get("change", "error") for r in ran.records) == ["error", "new"]
    assert all(32 <= ord(c) != 127 for line in ran.err.splitlines() for c in line)
    assert not set("\u202e\u2028\x1b\x07") & set(ran.err)
    shown = cli("show", "https://mfa.karvelia.example/1")
    assert not set("\u202e\u2028\x1b\x07") & set(shown.text)
    (capture,) = cli("show", "https://mfa.karvelia.example/1", "--json").record["captures"]
    assert capture["path"]
    cli("rebuild")
    assert cli("show", "https://mfa.karvelia.example/1", "--json").record["captures"] == [capture]
    assert cli("verify").code == 0


def test_a_file_name_that_is_no_unicode_is_taken(cli: Cli, write: Write, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with open(os.fsencode(tmp_path / "in") + b"/caf\xe9.html", "wb") as out:  # noqa: PTH123 - a path of bytes
        out.write(page())
    ran = cli("add", "in", "--json")
    assert ran.record["change"] == "new"
    assert cli("export", "jsonl").records
    assert cli("verify").code == 0


def test_words_that_are_no_unicode_are_refused(cli: Cli, write: Write) -> None:
    file = write("a.html", page())
    for words in (["--issuer", "caf\udce9"], ["--url", "https://x.example/\udcff"], ["--dataset", "\udcff"]):
        assert "is not valid Unicode" in cli("add", file, *words, code=2).err


TITLES = [
    ("markup", "<b>Osten</b> & <script>alert(1)</script>"),
    ("markup of rich", "[red]Osten[/red] [link=x]"),
    ("an override", "Osten \u202egnol\u202c oot"),
    ("line breaks", "Osten\nand\r\nBelsar"),
    ("control characters", "Osten\x1b]0;title\x07 now"),
    ("very long", "Osten " * 3000),
    ("right to left", "بيان حول قصف قرية أوستن"),
]


@pytest.mark.parametrize("title", [t[1] for t in TITLES], ids=[t[0] for t in TITLES])
def test_any_title_is_printed_harmlessly(title: str, cli: Cli, write: Write) -> None:
    import json

    row = {"id": "s1", "title": title, "text": f"{title} {SENTENCES[0]}", "date": "2024-03-14"}
    cli(
        "add",
        write("rows.jsonl", json.dumps(row)),
        "--issuer",
        title.replace("\n", " ").replace("\r", " ").replace("\x1b", "").replace("\x07", ""),
    )
    cli("tag", "s1", "a[b]c")
    for words in (
        ["list"],
        ["show", "s1"],
        ["history", "s1"],
        ["search", "Karvelia"],
        ["search", "Karvelia", "--facets"],
        ["status"],
        ["faults"],
    ):
        ran = cli(*words)
        text = ran.text.replace(cli("show", "s1", "--json").record["text"], "") if words[0] == "show" else ran.text
        assert not set("\u202e\u202c\x1b\x07\r") & set(text + ran.err), words
    one = cli("show", "s1", "--json").record
    assert "\n" not in one["title"]
    (hit,) = cli("search", "Karvelia", "--json").records[1:]
    source = one["text"] if hit["in"] == "text" else one["title"]
    assert hit["quote"] == source[hit["start"] : hit["end"]]
    assert cli("verify").code == 0


def test_a_file_that_vanishes_or_cannot_be_read_while_others_are_added(cli: Cli, write: Write, tmp_path: Path) -> None:
    for number in range(5):
        write(f"in/{number}.html", page(f"Statement {number}"))
    (tmp_path / "in/2.html").unlink()
    (tmp_path / "in/2.html").symlink_to(tmp_path / "gone.html")
    os.mkfifo(tmp_path / "in/3x.html")
    ran = cli("add", "in", "missing.html", "nothing*.html", "--json", code=1)
    assert "in/2.html: is a link to something that does not exist" in ran.err
    assert "in/3x.html: is a named pipe, not a file" in ran.err
    assert "missing.html: does not exist. Check the name" in ran.err
    assert "nothing*.html: nothing matches this pattern" in ran.err
    assert sum(r.get("change") == "new" for r in ran.records) == 4


def test_a_file_that_vanishes_between_listing_and_reading(
    archive: communique.Archive, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from communique.sources import intake

    files = [write(f"in/{number}.html", page(f"Statement {number}")) for number in range(4)]
    real = intake._file

    def late(found, *rest):
        if found.path == str(files[2]):
            files[2].unlink()
        return real(found, *rest)

    monkeypatch.setattr(intake, "_file", late)
    archive.add(files[0].parent)
    assert archive.status()["statements"] == 3
    (fault,) = archive.faults()
    assert (fault.path, fault.why) == (str(files[2]), "was gone when it was to be read")


def test_a_url_for_several_files_is_refused_before_anything_is_taken(cli: Cli, write: Write) -> None:
    write("in/1.html", page())
    write("in/2.html", page())
    for paths in (["in"], ["in/1.html", "in/2.html"]):
        ran = cli("add", *paths, "--url", "https://x.example/", code=2)
        assert "--url names one page" in ran.err
    assert cli("list", "--json").records == []


def test_records_of_a_crawl_with_odd_headers_are_taken(cli: Cli, write: Write) -> None:
    odd = response(
        "https://x.example/\udcff\udcfe", "2024-03-14T12:00:00Z", page("Odd address"), media_type="text/html; charset=\xff"
    )
    no_date = response("https://x.example/3", "", page("No date"))
    latin = response("https://x.example/r\u00e9sum\u00e9 x", "2024-03-14T12:00:02Z", page("Accents"), Location="\u00e9")
    ran = cli("add", write("odd.warc", warc(odd, no_date, latin)), "--json")
    assert [r["change"] for r in ran.records] == ["new"] * 3
    assert cli("verify").code == 0
    before = cli("export", "jsonl").out
    cli("rebuild")
    assert cli("export", "jsonl").out == before
    assert cli("verify").code == 0
