"""Protects a withdrawal: the statement is gone from every view and export, its bytes stay, and an undo brings all of it back."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import communique
from communique.settings import Settings
from invented import SENTENCES, Cli, page, response, rows, warc

Write = Callable[[str, bytes | str], Path]
URL = "https://mfa.karvelia.example/secret"
WORD = "xylophone"


@pytest.fixture
def secret(archive: communique.Archive, write: Write) -> str:
    """A statement with a word that stands nowhere else, edited once, tagged, beside others."""
    archive.add(write("rows.jsonl", rows(3)))
    archive.add(write("a.html", page("On instruments", (f"The ministry has a {WORD}.", *SENTENCES), url=URL)))
    archive.add(write("b.html", page("On instruments", (f"The ministry has a {WORD} and a drum.", *SENTENCES), url=URL)))
    one = archive.show(URL).id
    archive.tag([one], "band")
    archive.edit(one, {"title": f"On the {WORD}"})
    archive.withdraw(one, "published by mistake", by="Ana")
    return one


def _nowhere(data: bytes | str) -> bool:
    return WORD.encode() not in (data.encode() if isinstance(data, str) else data)


def test_only_statement_url_and_withdrawal_are_shown(secret: str, cli: Cli) -> None:
    for words in (["show", secret], ["history", secret], ["show", URL], ["show", secret, "--at", "2030"]):
        if words[-1] == "2030":
            continue
        shown = cli(*words, "--json").record
        assert set(shown) == {"statement", "url", "withdrawn"}
        assert (shown["statement"], shown["url"]) == (secret, URL)
        assert set(shown["withdrawn"]) == {"at", "by", "reason"}
        assert (shown["withdrawn"]["by"], shown["withdrawn"]["reason"]) == ("Ana", "published by mistake")
        ran = cli(*words)
        assert "withdrawn" in ran.text
        assert "published by mistake" in ran.text
        assert _nowhere(ran.out)


def test_a_capture_of_it_leads_to_the_withdrawal(secret: str, archive: communique.Archive) -> None:
    for capture in archive.captures(secret)[secret]:
        assert archive.show(capture.id).withdrawn
        with pytest.raises(communique.NotFound, match="withdrawn"):
            archive.version(capture.id)
    assert archive.versions(secret)[secret] == []


def test_no_search_list_filter_or_count_finds_it(secret: str, archive: communique.Archive, cli: Cli) -> None:
    assert archive.search(WORD).total == 0
    assert archive.search("instruments", tag="band").total == 0
    assert archive.search("tag:band").total == 0
    assert archive.search("", facets=True).facets.get("tag", {}) == {}
    assert list(archive.every(communique.Filters(tag=("band",)))) == []
    counts = archive.status()
    assert (counts["statements"], counts["versions"], counts["captures"], counts["withdrawn"]) == (3, 3, 3, 1)
    assert counts["changes"] == {"new": 3}
    listed = cli("list", "--json")
    assert _nowhere(listed.out)
    (stub,) = [record for record in listed.records if record["statement"] == secret]
    assert set(stub) == {"statement", "url", "withdrawn"}
    assert "(withdrawn)" in cli("list").text
    assert cli("list", "--lang", "en", "--json").text.count("withdrawn") == 0
    assert _nowhere(cli("list").out)


@pytest.mark.parametrize("what", ["statements", "versions", "captures", "changes"])
@pytest.mark.parametrize("format_", ["jsonl", "csv", "parquet"])
def test_no_export_has_its_words(what: str, format_: str, secret: str, cli: Cli, tmp_path: Path) -> None:
    cli("export", format_, "--what", what, "-o", tmp_path / "out")
    data = (tmp_path / "out").read_bytes()
    if format_ == "parquet":
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(tmp_path / "out").to_pylist()
        assert _nowhere(json.dumps(table))
        records = table
    elif format_ == "csv":
        records = list(csv.DictReader(io.StringIO(data.decode())))
    else:
        records = [json.loads(line) for line in data.splitlines()]
    assert _nowhere(data)
    stubs = [record for record in records if record["statement"] == secret]
    assert len(stubs) == (0 if what == "changes" else 1)
    for stub in stubs:
        assert {name for name, value in stub.items() if value} == {"statement", "url", "withdrawn"}


def test_its_records_are_left_out_of_a_warc_export_with_all_that_speaks_of_them(
    secret: str, cli: Cli, write: Write, tmp_path: Path
) -> None:
    request = {
        "WARC-Type": "request",
        "WARC-Target-URI": "https://mfa.karvelia.example/crawled",
        "WARC-Date": "2024-03-14T12:00:00Z",
        "WARC-Concurrent-To": "<urn:uuid:00000000-0000-4000-8000-000000000000>",
        "Content-Type": "application/http",
    }
    hidden = page("Crawled", (f"A {WORD} in a crawl.", *SENTENCES))
    crawl = warc(
        response("https://mfa.karvelia.example/crawled", "2024-03-14T12:00:00Z", hidden),
        (request, b"GET /crawled HTTP/1.1\r\nX-Secret: xylophone\r\n\r\n"),
        response("https://mfa.karvelia.example/other", "2024-03-14T12:00:05Z", page("Other")),
    )
    cli("add", write("crawl.warc", crawl))
    cli("withdraw", "https://mfa.karvelia.example/crawled", "--reason", "as well")
    cli("export", "warc", "-o", tmp_path / "out.warc.gz")
    plain = gzip.decompress((tmp_path / "out.warc.gz").read_bytes())
    assert _nowhere(plain)
    assert URL.encode() not in plain
    assert b"/crawled" not in plain
    assert plain.count(b"WARC-Type: response") == 1
    assert plain.count(b"WARC-Type: resource") == 3
    assert b"rows.jsonl" in plain


def test_the_same_payload_of_another_statement_stays_whole_in_a_warc_export(
    archive: communique.Archive, write: Write, tmp_path: Path
) -> None:
    file = write("a.html", page())
    archive.add(file, url=URL)
    archive.add(file, url="https://mfa.karvelia.example/public")
    archive.withdraw(URL, "this address only")
    (tmp_path / "out.warc.gz").write_bytes(b"".join(archive.records()))
    plain = gzip.decompress((tmp_path / "out.warc.gz").read_bytes())
    assert b"/secret" not in plain
    assert plain.count(page()) == 1
    again = communique.open(tmp_path / "again.archive", create=True, settings=Settings(workers=1))
    again.add(tmp_path / "out.warc.gz")
    (one,) = again.every()
    assert one.url == "https://mfa.karvelia.example/public"
    assert one.text == archive.show("https://mfa.karvelia.example/public").text


def test_adding_it_again_stays_hidden_until_the_withdrawal_is_undone(secret: str, cli: Cli, write: Write) -> None:
    again = cli("add", write("c.html", page("On instruments", (f"A {WORD} once more.", *SENTENCES), url=URL)), "--json")
    (record,) = again.records
    assert record["withdrawn"]["reason"] == "published by mistake"
    assert _nowhere(again.out)
    assert _nowhere(again.err)
    assert _nowhere(cli("add", "a.html").out)
    assert cli("search", WORD, "--json").records[0]["total"] == 0
    assert set(cli("show", secret, "--json").record) == {"statement", "url", "withdrawn"}
    cli("withdraw", secret, "--undo")
    shown = cli("show", secret, "--json").record
    assert shown["title"] == f"On the {WORD}"
    assert shown["tags"] == ["band"]
    assert len(shown["versions"]) == 3
    assert "once more" in shown["text"]
    found = cli("search", WORD, "--json").records
    assert found[0]["total"] == 1
    assert cli("search", "tag:band", "--json").records[0]["total"] == 1
    assert cli("verify").code == 0


def test_its_bytes_are_verified_copied_and_rebuilt(secret: str, archive: communique.Archive, tmp_path: Path) -> None:
    copied = communique.open(archive.copy(tmp_path / "copy.archive"))
    archive.rebuild()
    for one in (archive, copied):
        assert one.show(secret).withdrawn
        assert one.search(WORD).total == 0
        assert list(one.verify()) == []
        one.undo(secret, "withdraw")
        assert WORD in one.show(secret).text
        assert {hit.version for hit in one.search(WORD)} <= {v.id for v in one.versions(secret)[secret]}
        assert one.search(WORD).total == 1


def test_a_damaged_original_of_a_withdrawn_statement_is_still_found(secret: str, archive: communique.Archive) -> None:
    capture = archive.captures(secret)[secret][0]
    file = archive.folder / "originals" / capture.warc
    data = bytearray(file.read_bytes())
    data[capture.offset + capture.length // 2] ^= 0xFF
    file.write_bytes(bytes(data))
    assert any(capture.id in fault.why for fault in archive.verify())


def test_copies_of_its_text_elsewhere_are_other_statements(archive: communique.Archive, write: Write) -> None:
    archive.add(write("a.html", page(url=URL)))
    archive.add(write("b.html", page(url="https://mfa.karvelia.example/copy", furniture="Other site")))
    assert [hit.copies for hit in archive.search("Osten")] in [
        ((archive.show(URL).id,),),
        [(archive.show("https://mfa.karvelia.example/copy").id,)],
        [(archive.show(URL).id,)],
    ]
    archive.withdraw(URL, "one of them")
    (hit,) = archive.search("Osten")
    assert (hit.statement.url, hit.copies) == ("https://mfa.karvelia.example/copy", ())
    assert archive.search("Osten").total == 1
