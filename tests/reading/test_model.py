"""Protects the model that the package brings: its size, that it reads, and that it reads the same twice."""

from __future__ import annotations

from importlib import resources

import pytest

from communique import text as words_of
from communique.reading.encoder import Encoder

FOLDER = resources.files("communique.resources").joinpath("reading/model")
TEXT = (
    "We strongly reject Tamrania's claims that our troops crossed the demarcation line. "
    "The Foreign Minister of Lennmark said that the talks would resume in May. We call on Tamrania to return to the table."
)
ACTORS = [(TEXT.find(name), TEXT.find(name) + len(name), "country") for name in ("Tamrania", "Lennmark")]


@pytest.fixture(scope="module")
def reader() -> Encoder:
    return Encoder()


def test_the_model_takes_at_most_forty_megabytes() -> None:
    assert sum(len(path.read_bytes()) for path in FOLDER.iterdir() if path.is_file()) <= 40_000_000


def test_a_rejected_claim_is_nested_and_disputed(reader: Encoder) -> None:
    marked = reader.read(TEXT, list(words_of.sentences(TEXT)), "en", [], ACTORS)
    outer, inner = marked.relations[:2]
    assert marked.sentences[0].act in ("DENY", "REJECT")
    assert TEXT[slice(*outer.cue)] == "strongly reject"
    assert (TEXT[slice(*inner.cue)], inner.parent, inner.stance) == ("claims", 0, "-")
    assert inner.issuer < 0.5 < outer.issuer


def test_a_demand_is_the_issuers_and_reported_speech_is_not(reader: Encoder) -> None:
    marked = reader.read(TEXT, list(words_of.sentences(TEXT)), "en", [], ACTORS)
    by_cue = {TEXT[slice(*r.cue)]: r for r in marked.relations}
    assert marked.sentences[2].act == "DEMAND"
    assert by_cue["said"].issuer < 0.5 < by_cue["call on"].issuer
    assert TEXT[slice(*by_cue["said"].content[0])] == "that the talks would resume in May"


def test_the_same_text_is_read_the_same_twice(reader: Encoder) -> None:
    spans = list(words_of.sentences(TEXT))
    assert reader.read(TEXT, spans, "en", [], []) == Encoder().read(TEXT, spans, "en", [], [])


def test_the_name_holds_version_and_digest(reader: Encoder) -> None:
    assert reader.name.startswith("encoder ")
    assert "sha256:" in reader.name
    assert "en" in reader.languages
