"""Protects the ledger: own and reported claims are told apart in every view, count and export; nothing is silently left out."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import communique
from communique.acts import ACTS, cameo, plover
from communique.ids import text_digest
from communique.settings import Settings
from invented import Cli, page
from plain_reader import PlainReader

Write = Callable[[str, bytes | str], Path]
PROFILE = """id: {id}
names: {{en: [Ministry of Foreign Affairs of {state}]}}
code: {code}
body: ministry
hosts: [{host}]
languages: [en, uk]
checked: never
"""
# Each side reports what the other says; the reader of the tests knows states only by their words.
SAID = {
    "https://mfa.karvelia.example/1": (
        "3 March 2024",
        ("We condemn the shelling of Osten by Tamrania.", "Tamrania claims that its army was elsewhere on that day."),
    ),
    "https://mfa.tamrania.example/1": (
        "4 April 2024",
        ("We condemn the words of Karvelia.", "Karvelia accuses that Tamrania shelled Osten again.", "We demand an answer."),
    ),
}


@pytest.fixture
def ledger(cli: Cli, write: Write, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """An archive of two ministries' statements, read."""
    monkeypatch.delenv("COMMUNIQUE_READER")
    monkeypatch.setattr("communique.reading.readers._encoder", PlainReader)
    monkeypatch.setattr("communique.reading.readers.EXPERIMENTAL", frozenset({"uk"}))
    archive = communique.open(cli.archive, create=True)
    (cli.archive / "issuers").mkdir()
    for id_, state, code in (("xkv-mfa", "Karvelia", "XKV"), ("xtm-mfa", "Tamrania", "XTM")):
        text = PROFILE.format(id=id_, state=state, code=code, host=f"mfa.{state.lower()}.example")
        (cli.archive / f"issuers/{id_}.yaml").write_text(text)
    del archive
    for number, (url, (date, paragraphs)) in enumerate(SAID.items()):
        write(f"{number}.html", page(f"Statement {number}", paragraphs, date=date, url=url))
        cli("add", f"{number}.html")
    return cli


def layers(records: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    return Counter((one["own"], one["issuer"], json.dumps(one["chain"])) for one in records)


def test_a_claim_has_the_fields_of_the_contract_and_its_words(ledger: Cli) -> None:
    for one in ledger("claims", "--json").records:
        assert {
            "claim", "statement", "version", "date", "issuer", "chain", "holder", "act", "targets", "stance", "own", "quote",
            "start", "end", "source", "cue", "content", "made_by", "plover", "cameo", "experimental",
        } <= set(one)  # fmt: skip
        text = ledger("show", one["statement"], "--json").record["text"]
        assert text[one["start"] : one["end"]] == one["quote"]


def test_own_are_only_claims_of_a_chain_with_the_issuer_alone(ledger: Cli) -> None:
    found = ledger("claims", "--json").records
    assert {one["own"] for one in found} == {True, False}
    for one in found:
        assert one["own"] == (one["chain"] == ["ISSUER"])
        assert not one["own"] or one["holder"] == {"xkv-mfa": "XKV", "xtm-mfa": "XTM"}[one["issuer"]]


def test_a_holder_gives_both_layers_marked_and_flags_choose_one(ledger: Cli) -> None:
    ledger(
        "correct",
        next(c["claim"] for c in ledger("claims", "--reported", "--json").records if "army" in c["quote"]),
        "--holder",
        "XTM",
    )
    both = ledger("claims", "--holder", "XTM", "--json").records
    own = ledger("claims", "--holder", "XTM", "--own", "--json").records
    reported = ledger("claims", "--holder", "xtm-mfa", "--reported", "--json").records
    assert {one["issuer"] for one in own} == {"xtm-mfa"}
    assert {one["issuer"] for one in reported} == {"xkv-mfa"}
    assert sorted(one["claim"] for one in both) == sorted(one["claim"] for one in [*own, *reported])
    assert all(one["own"] for one in own)
    assert not any(one["own"] for one in reported)


def test_a_table_says_according_to_whom(ledger: Cli) -> None:
    reported = [line for line in ledger("claims").text.splitlines() if "its army was elsewhere" in line]
    assert ["according to XKV" in line for line in reported].count(True) == 1  # the other is the issuer's own sentence
    assert "own claims and" in ledger("claims", "--limit", "1").err
    assert "; 1 shown; more: --cursor" in ledger("claims", "--limit", "1").err


@pytest.mark.parametrize("what", ["act", "holder", "target", "month"])
def test_a_count_is_of_one_layer(what: str, ledger: Cli) -> None:
    own, reported = (ledger("claims", "--counts", what, flag, "--json").record for flag in ("--own", "--reported"))
    plain = ledger("claims", "--counts", what, "--json").record
    assert plain == own
    assert (own["layer"], reported["layer"]) == ("own", "reported")
    if what != "target":
        assert sum(own["counts"][what].values()) == len(ledger("claims", "--own", "--json").records)
        assert sum(reported["counts"][what].values()) == len(ledger("claims", "--reported", "--json").records)


def test_a_count_by_holder_never_gives_an_actor_what_others_report_of_it(ledger: Cli) -> None:
    own = ledger("claims", "--counts", "holder", "--json").record["counts"]["holder"]
    assert set(own) == {"XKV", "XTM"}
    reported = ledger("claims", "--counts", "holder", "--reported", "--json").record["counts"]["holder"]
    assert reported
    assert all(" according to " in name for name in reported)


def test_a_count_for_one_holder_counts_its_own_claims(ledger: Cli) -> None:
    own = ledger("claims", "--holder", "XTM", "--own", "--json").records
    counted = ledger("claims", "--holder", "XTM", "--counts", "act", "--json").record["counts"]["act"]
    assert sum(counted.values()) == len(own)


def test_months_are_a_chart_on_a_terminal(ledger: Cli) -> None:
    ledger("edit", "https://mfa.tamrania.example/1", "--date", "2024-05-04")
    lines = {line.split()[0]: line for line in ledger("claims", "--counts", "month").text.splitlines()}
    assert lines["own"] == "own claims by month"
    assert "█" in lines["2024-03"]
    assert lines["2024-04"].endswith(" 0")  # a month without claims is no gap in time
    assert "█" in lines["2024-05"]


def test_a_count_tells_what_was_heard_through_others(ledger: Cli, write: Write) -> None:
    text = ("Tamrania claims that Iceland claims that the army left.", "Tamrania says that the army left again.")
    write("c.html", page("Who says it", text, url="https://mfa.karvelia.example/c"))
    ledger("add", "c.html")
    asked = ("claims", "--reported", "--issuer", "xkv-mfa", "--counts", "holder", "--json")
    counts = ledger(*asked).record["counts"]["holder"]
    assert counts["ISL according to … according to XKV"] == 1
    assert "ISL according to XKV" not in counts


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("shelling", ["We condemn the shelling of Osten by Tamrania."]),
        ("SHELLING osten", ["We condemn the shelling of Osten by Tamrania."]),
        ('"condemn the shelling"', ["We condemn the shelling of Osten by Tamrania."]),
        ('"shelling the condemn"', []),
        ("shell", []),
        ("100%", []),
    ],
    ids=["word", "all words, folded", "phrase", "phrase in another order", "no part of a word", "a wildcard of SQL"],
)
def test_words_must_all_stand_in_the_claim(query: str, found: list[str], ledger: Cli) -> None:
    assert [one["quote"] for one in ledger("claims", query, "--json").records] == found


def test_filters_narrow_by_statement_and_claim(ledger: Cli) -> None:
    assert {one["issuer"] for one in ledger("claims", "--issuer", "xkv-mfa", "--json").records} == {"xkv-mfa"}
    assert {one["date"] for one in ledger("claims", "--since", "2024-04", "--json").records} == {"2024-04-04"}
    assert {one["act"] for one in ledger("claims", "--act", "demand", "--json").records} == {"DEMAND"}
    assert ledger("claims", "--region", "Western Asia", "--json").records == []  # an invented state lies in no region
    assert "is no region" in ledger("claims", "--region", "Atlantis", code=2).err
    assert "at most 100 may be" in ledger("claims", " ".join(f"w{n}" for n in range(101)), code=2).err
    assert ledger("claims", "said " * 2000, "--json").records == []  # each word counts once
    assert "Acts are STATE" in ledger("claims", "--act", "SHOUT", code=2).err
    assert all(
        "XTM" in one["targets"] or "Tamrania" in one["targets"]
        for one in ledger("claims", "--target", "Tamrania", "--json").records
    )


def test_pages_go_on_where_the_last_ended(ledger: Cli) -> None:
    whole = [one["claim"] for one in ledger("claims", "--json").records]
    walked: list[str] = []
    cursor: list[str] = []
    while True:
        ran = ledger("claims", "--limit", "2", *cursor, "--json")
        walked += [one["claim"] for one in ran.records]
        if "--cursor" not in ran.err:
            break
        cursor = ["--cursor", ran.err.partition("--cursor ")[2].split()[0]]
    assert walked == whole
    assert len(set(walked)) == len(walked)
    assert "no cursor" in ledger("claims", "--cursor", "x", code=2).err


def test_what_is_not_read_is_counted_on_stderr_and_in_every_view(ledger: Cli, write: Write) -> None:
    write(
        "th.html",
        page("แถลง", ["ประชาชนไทยรักสันติภาพ และเราขอเรียกร้องให้ยุติความรุนแรงโดยทันที"] * 3, url="https://a.example/th", lang="th"),
    )
    ledger("add", "th.html")
    write("w.html", page("Waiting", ["We demand peace for all people of the region today."], url="https://a.example/w"))
    ledger("add", "w.html", "--no-read")
    for words in (("claims",), ("list",)):
        err = ledger(*words, "--json").err
        assert "no reader for th" in err
        assert "waiting to be read" in err
    assert "not read: no reader for th" in ledger("show", "https://a.example/th").text
    assert ledger("show", "https://a.example/w", "--json").record["unread"] == "waiting to be read"
    status = ledger("status", "--json").record
    assert (status["waiting_for_reader"], status["not_read"]) == (1, {"no reader for th": 1})
    ledger("rebuild", "--claims")
    assert ledger("status", "--json").record["waiting_for_reader"] == 0


def test_experimental_languages_are_marked_and_can_be_switched_off(ledger: Cli, write: Write) -> None:
    text = [
        "Тамранія заявляє, що її армія була в іншому місці того дня.",
        "Ми вимагаємо відповіді від усіх сторін цього конфлікту.",
    ]
    write("uk.html", page("Заява", text * 2, url="https://mfa.karvelia.example/uk", lang="uk"))
    ledger("add", "uk.html")
    found = ledger("claims", "--lang", "uk", "--json").records
    assert found
    assert ledger("search", "act:state", "--lang", "uk", "--json").records[0]["total"] == 1
    assert all(one["experimental"] for one in found)
    assert not any(one["experimental"] for one in ledger("claims", "--lang", "en", "--json").records)
    for lang, marked in (("uk", "true"), ("en", "false")):
        rows = csv.DictReader(io.StringIO(ledger("export", "dna", "--lang", lang).text))
        assert {row["experimental"] for row in rows} == {marked}
    toml = ledger.archive / "archive.toml"
    toml.write_text(toml.read_text() + "experimental = false\n")
    ran = ledger("claims", "--lang", "uk", "--json")
    assert ran.records == []
    assert "switched off" in ran.err
    assert "switched off" in ledger("show", "https://mfa.karvelia.example/uk").text
    assert "switched off" in ledger("list").err
    assert ledger("search", "act:state", "--lang", "uk", "--json").records[0]["total"] == 0
    toml.write_text(toml.read_text().replace("experimental = false\n", ""))
    assert ledger("search", "act:state", "--lang", "uk", "--json").records[0]["total"] == 1
    assert ledger("show", "https://mfa.karvelia.example/uk", "--json").record["unread"] is None


@pytest.mark.parametrize("format_", ["jsonl", "csv", "parquet"])
def test_an_export_of_claims_is_what_the_ledger_lists(format_: str, ledger: Cli, tmp_path: Path) -> None:
    listed = {one["claim"]: one["own"] for one in ledger("claims", "--json").records}
    ledger("export", format_, "--what", "claims", "-o", tmp_path / "out")
    data = (tmp_path / "out").read_bytes()
    if format_ == "jsonl":
        given = {one["claim"]: one["own"] for one in map(json.loads, data.splitlines())}
    elif format_ == "csv":
        given = {one["claim"]: one["own"] == "true" for one in csv.DictReader(io.StringIO(data.decode()))}
    else:
        import pyarrow.parquet

        given = {one["claim"]: one["own"] == "true" for one in pyarrow.parquet.read_table(tmp_path / "out").to_pylist()}
    assert given == listed
    own = ledger("export", "jsonl", "--what", "claims", "--own").records
    assert {one["claim"] for one in own} == {claim for claim, is_own in listed.items() if is_own}


def test_annotations_have_both_selectors_and_they_agree_with_the_text(ledger: Cli) -> None:
    found = ledger("export", "annotations").records
    assert len(found) == len(ledger("claims", "--json").records)
    for one in found:
        claim = one["body"][-1]["value"]
        text = ledger("show", claim["statement"], "--json").record["text"]
        position, quote = one["target"]["selector"]
        assert (position["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"])
        assert text[position["end"] :].startswith(quote["suffix"])


def test_agreement_of_a_reported_claim_is_the_reporters(ledger: Cli) -> None:
    rows = list(csv.DictReader(io.StringIO(ledger("export", "dna").text)))
    reported = [row for row in rows if row["layer"] == "reported"]
    assert len(rows) == len(ledger("claims", "--json").records)
    assert reported
    for row in reported:
        assert row["organization"] in ("XKV", "XTM")
        assert row["person"].endswith(f"according to {row['organization']}")
        assert row["agreement"] == ""  # the reporter takes no stance here
    assert {row["agreement"] for row in rows if row["layer"] == "own" and row["act"] == "DEMAND"} == {"1"}


def test_a_correction_stands_in_the_ledger_the_history_and_the_training_data(ledger: Cli) -> None:
    one = next(c for c in ledger("claims", "--reported", "--json").records if "its army" in c["quote"])
    decided = ledger("correct", one["claim"], "--act", "DENY", "--target", "XKV", "--stance", "-", "--by", "ada", "--json").record
    assert (decided["action"], decided["by"], decided["values"]["exact"]) == ("correct", "ada", one["quote"])
    now = next(c for c in ledger("claims", "--json").records if c["claim"] == one["claim"])
    assert (now["act"], now["targets"], now["stance"], now["corrected"]) == ("DENY", ["XKV"], "-", decided["decision"])
    assert "[corrected]" in ledger("claims").text
    (gold,) = ledger("export", "corrections").records
    assert {"text", "s", "a", "issuer", "lang"} <= set(gold)
    marked = [a for a in gold["a"] if a["corrected"]]
    assert [(a["act"], gold["text"][slice(*a["content"][0])]) for a in marked] == [("DENY", one["quote"])]
    row = next(r for r in csv.DictReader(io.StringIO(ledger("export", "dna").text)) if r["text"] == one["quote"])
    assert row["agreement"] == "0"
    ledger("correct", one["claim"], "--undo", "--by", "ada")
    assert next(c for c in ledger("claims", "--json").records if c["claim"] == one["claim"]) == one
    assert ledger("export", "corrections").records == []


def test_no_claim_is_shown_nowhere(ledger: Cli) -> None:
    one = ledger("claims", "--json").records[0]
    ledger("correct", one["claim"], "--not-a-claim")
    assert one["claim"] not in {c["claim"] for c in ledger("claims", "--json").records}
    assert one["claim"] not in {c["claim"] for c in ledger("export", "jsonl", "--what", "claims").records}
    ledger("correct", one["claim"], "--undo")
    assert one["claim"] in {c["claim"] for c in ledger("claims", "--json").records}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nothing to correct"),
        (("--act", "SHOUT"), "is no act"),
        (("--stance", "yes"), "is no stance"),
        (("--undo",), "has no correction to undo"),
    ],
    ids=["nothing", "no act", "no stance", "nothing to undo"],
)
def test_a_correction_that_says_nothing_is_refused(words: tuple[str, ...], said: str, ledger: Cli) -> None:
    one = ledger("claims", "--json").records[0]
    ran = ledger("correct", one["claim"], *words, code=None)
    assert ran.code != 0
    assert said in ran.err


def test_a_withdrawn_statement_has_no_words_in_any_export_of_claims(ledger: Cli) -> None:
    ledger("correct", ledger("claims", "shelling", "--json").record["claim"], "--act", "DEMAND")
    ledger("withdraw", "https://mfa.karvelia.example/1", "--reason", "a mistake")
    for words in (("claims", "--json"), ("export", "annotations"), ("export", "dna"), ("export", "corrections"),
                  ("export", "jsonl", "--what", "claims")):  # fmt: skip
        assert "shelling of Osten by Tamrania" not in ledger(*words).text


def test_every_act_has_a_line_in_the_table_of_codes() -> None:
    assert {act: (plover(act), cameo(act)) for act in ACTS}["DENY"] == (None, "016")
    assert (plover("DEMAND"), cameo("ACCUSE")) == ("REQUEST", "112")


def test_a_claim_for_python_has_the_fields_as_attributes(ledger: Cli) -> None:
    archive = communique.open(ledger.archive, settings=Settings(workers=1))
    for claim in archive.claims(holder="XKV", act="ACCUSE", own=True):
        text = archive.version(claim.version).text
        assert (claim.date, text[claim.start : claim.end]) == ("2024-03-03", claim.quote)
        assert archive.version(claim.version).text_digest == text_digest(text)
