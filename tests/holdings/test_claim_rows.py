"""Protects what a claim is: which sentences and attributions are claims, whose they are, and that people's corrections find them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.holdings import claim_rows
from communique.holdings.claim_rows import Due
from communique.holdings.correcting import correction
from communique.ids import text_digest
from communique.model import Attribution, Reading, ReadSentence

TEXT = "We deny that Tamrania says that we fired. We demand an answer. Statement of the day"


def due(text: str = TEXT, version: str = "v1") -> Due:
    return Due(version, 1, "s1", text, text_digest(text), None, None, "en", "Karvelia", "XKV")


def attribution(id_: str, words: str, content: str, **more: Any) -> Attribution:
    def span(part: str) -> tuple[int, int]:
        return TEXT.index(part), TEXT.index(part) + len(part)

    base = Attribution(id_, 1, None, span(words), (span(content),), "ISSUER", None, ("ISSUER",), "DENY", (), "-", None, (), 0.5)
    return replace(base, **more)


DENIAL = attribution("a1", "deny", "Tamrania says that we fired", responds_to=("a2",))
INNER = attribution("a2", "says", "we fired", holder="XTM", chain=("ISSUER", "XTM"), act="STATE", parent="a1")
SENTENCES = (
    ReadSentence(1, 0, 41, "DENY"),
    ReadSentence(2, 42, 62, "DEMAND"),
    ReadSentence(3, 63, len(TEXT), "STATE", kind="heading"),
)


def rows(
    *attributions: Attribution, sentences: tuple[ReadSentence, ...] = SENTENCES, at: Due | None = None
) -> list[dict[str, Any]]:
    at = at or due()
    found = Reading("en", "Karvelia", at.text_digest, "plain/1", sentences, attributions)
    return claim_rows.claim_rows(at, found, "reading/1")


def decided(row: dict[str, Any], **said: Any) -> dict[str, Any]:
    empty = {"holder": None, "act": None, "stance": None, "targets": None, "not_a_claim": False}
    return {"id": "d1", "values": correction(row, **{**empty, **said})}


def test_a_sentence_is_a_claim_unless_an_attribution_to_the_issuer_with_its_act_stands_in_it() -> None:
    assert [(row["quote"], row["cue"] is None) for row in rows(DENIAL, INNER)] == [
        ("Tamrania says that we fired", False),
        ("we fired", False),
        ("We demand an answer.", True),
    ]
    other_act = replace(DENIAL, act="REJECT")
    assert [row["act"] for row in rows(other_act, INNER) if row["cue"] is None] == ["DENY", "DEMAND"]


@pytest.mark.parametrize(
    "sentence",
    [
        ReadSentence(1, 0, 41, None),
        ReadSentence(1, 0, 41, "STATE", speaker="Journalist"),
        ReadSentence(1, 0, 41, "STATE", kind="signature"),
    ],
    ids=["not read", "another speaker", "a signature"],
)
def test_no_claim_of_the_issuers_is_made_of_what_it_does_not_say(sentence: ReadSentence) -> None:
    assert rows(sentences=(sentence,)) == []


@pytest.mark.parametrize(
    ("chain", "own"),
    [
        (["ISSUER"], True),
        ([["ISSUER", "XTM"]], True),
        (["ISSUER", "XTM"], False),
        (["ISSUER", None], False),
        (["ISSUER", ["ISSUER", "XTM"]], False),
    ],
    ids=["the issuer", "jointly", "another", "nobody known", "not told alone"],
)
def test_a_claim_is_own_where_the_issuer_stands_in_a_chain_of_one(chain: list[Any], own: bool) -> None:
    assert claim_rows.own(chain) is own


def test_in_a_joint_claim_only_the_issuers_part_is_its_own() -> None:
    joint = replace(DENIAL, holder=("ISSUER", "XTM"), chain=(("ISSUER", "XTM"),))
    (row, *_) = rows(joint)
    assert {(one["actor"], one["own"]) for one in claim_rows.actor_rows(row)} == {("ISSUER", True), ("XTM", False)}


def test_ids_are_made_of_version_and_spans_and_of_nothing_else() -> None:
    first = [row["id"] for row in rows(DENIAL, INNER)]
    again = [row["id"] for row in rows(replace(DENIAL, act="REJECT", stance="0", confidence=0.1), INNER) if row["cue"]]
    assert again == first[:2]
    assert not set(first) & {row["id"] for row in rows(DENIAL, INNER, at=due(version="v2"))}
    assert len(set(first)) == len(first)


def test_a_corrected_holder_changes_the_chains_below_it_and_undoing_brings_them_back() -> None:
    found = rows(DENIAL, INNER)
    before = [dict(row) for row in found]
    assert claim_rows.correct(found, TEXT, text_digest(TEXT), [decided(found[0], holder="ALS", act="reject")]) == []
    assert [row["chain"] for row in found[:2]] == [["ISSUER", "ALS"], ["ISSUER", "ALS", "XTM"]]
    assert [row["own"] for row in found[:2]] == [False, False]
    assert found[0]["act"] == "REJECT"
    claim_rows.correct(found, TEXT, text_digest(TEXT), [])
    assert found == before


@pytest.mark.parametrize(
    ("holder", "chain", "own"),
    [("ALS", ["ISSUER", "Journalist", "ALS"], False), ("ISSUER", ["ISSUER"], True)],
    ids=["another", "the issuer after all"],
)
def test_a_corrected_holder_keeps_the_speaker_before_it(holder: str, chain: list[str], own: bool) -> None:
    asked = replace(INNER, parent=None, chain=("ISSUER", "Journalist", "XTM"))
    (row,) = rows(asked, sentences=())
    claim_rows.correct([row], TEXT, text_digest(TEXT), [decided(row, holder=holder)])
    assert (row["chain"], row["own"]) == (chain, own)


def test_a_correction_finds_its_claim_in_another_text_by_the_words() -> None:
    (demand,) = (row for row in rows() if row["act"] == "DEMAND")
    ruling = decided(demand, act="ASK")
    moved = f"New. We demand an answer. {TEXT}"
    start = moved.rindex("We demand")
    sentences = (ReadSentence(1, 5, 25, "DEMAND"), ReadSentence(2, start, start + 20, "DEMAND"))
    found = rows(sentences=sentences, at=due(moved, "v2"))
    assert claim_rows.correct(found, moved, text_digest(moved), [ruling]) == []
    assert [row["act"] for row in found] == ["DEMAND", "ASK"]  # the one with the same neighbours
    gone = "We ask for nothing."
    assert claim_rows.correct(rows(sentences=(), at=due(gone)), gone, text_digest(gone), [ruling]) == ["d1"]


@given(st.lists(st.sampled_from(["We demand peace.", "Tamrania fired.", "Nobody knows."]), max_size=8), st.integers(0, 8))
def test_each_claim_of_a_text_is_carried_to_the_same_words_and_to_no_other(parts: list[str], cut: int) -> None:
    def read(some: list[str], version: str) -> tuple[list[dict[str, Any]], str]:
        text, spans = "", []
        for part in some:
            spans.append(ReadSentence(len(spans) + 1, len(text), len(text) + len(part), "STATE"))
            text += part + " "
        return rows(sentences=tuple(spans), at=due(text, version)), text

    before, _ = read(parts, "v1")
    after, text = read(parts[:cut] + parts[cut + 1 :], "v2")
    found = claim_rows.carried(before, after, text)
    words = {row["id"]: row["quote"] for row in (*before, *after)}
    assert all(words[new] == words[old] for new, old in found.items())
    assert len(set(found.values())) == len(found)
    assert len(found) == len(after)
