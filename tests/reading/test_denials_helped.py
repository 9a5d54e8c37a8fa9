"""What helps denials and refusals helps only sentences in which a word speaks for them."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources

import pytest

from communique.reading.encoder import Encoder
from communique.reading.network import load


@pytest.fixture(scope="module")
def eager() -> Encoder:
    """The packaged network, helped so much that whatever is helped is a denial."""
    network = load(resources.files("communique.resources").joinpath("reading/model"))
    return Encoder(replace(network, settings=dict(network.settings) | {"act_bias": {"DENY": 99.0}}))


@pytest.mark.parametrize(
    ("sentence", "helped"),
    [
        ("These allegations are unfounded.", True),
        ("We do not have troops there.", True),
        ("We don’t have troops there.", True),
        ("Karvelia rejected it.", True),
        ("No.", True),
        ("Okay.", False),
        ("They went to the northern lakes.", False),  # `no` and `nor` must stand alone
        ("It is a thermometer with an engine.", False),
    ],
)
def test_denials_are_helped_only_where_a_word_speaks_for_one(eager: Encoder, sentence: str, helped: bool) -> None:
    (read,) = eager.read(sentence, [(0, len(sentence))], "en", [], []).sentences
    assert (read.act == "DENY") is helped


def test_other_languages_are_not_helped(eager: Encoder) -> None:
    sentence = "Okay, no."
    (read,) = eager.read(sentence, [(0, len(sentence))], "fr", [], []).sentences
    assert read.act != "DENY"
