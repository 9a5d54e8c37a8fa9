"""Protects: the language is told by script first, then by statistics restricted to languages that statements come in."""

from __future__ import annotations

import pytest
from ministry_texts import TEXTS, Text

from communique.extraction import extract_bytes
from communique.extraction.language import CANDIDATES, FIRST, _restricted, detect, model, normal_tag, stretches
from communique.extraction.ngrams import Samples

TITLES = [
    ("az", "Azərbaycanın xarici işlər naziri ilə görüş"),
    ("tr", "Dışişleri Bakanının Ankara'daki açıklaması"),
    ("ru", "О телефонном разговоре министра"),
    ("uk", "Телефонна розмова Президента України"),
    ("en", "Statement by the spokesperson on the events"),
    ("fr", "Déclaration du ministre des Affaires étrangères"),
    ("es", "Comunicado sobre los hechos ocurridos ayer"),
    ("hy", "Արտգործնախարարի հայտարարությունը"),
    ("ar", "بيان صادر عن وزارة الخارجية"),
    ("fa", "بیانیه وزارت امور خارجه درباره حوادث اخیر"),
    ("zh", "外交部发言人答记者问"),
    ("ja", "外務大臣の記者会見"),
    ("ko", "외교부 대변인 성명"),
    ("el", "Δήλωση του Υπουργού"),
    ("th", "แถลงการณ์"),
    ("ta", "அறிக்கை"),
    ("si", "ප්‍රකාශය"),
    ("my", "ထုတ်ပြန်ချက်"),
    ("am", "መግለጫ"),
    ("km", "សេចក្តីថ្លែងការណ៍"),
]


@pytest.mark.parametrize("text", [pytest.param(t, id=t.lang) for t in TEXTS])
def test_the_language_of_a_body_is_told(text: Text) -> None:
    lang, evidence = detect("\n".join(text.paragraphs))
    assert lang == text.lang
    assert evidence


@pytest.mark.parametrize(("lang", "title"), TITLES)
def test_the_language_of_a_title_is_told(lang: str, title: str) -> None:
    assert detect(title)[0] == lang


@pytest.mark.parametrize("text", ["", "12.04.2024", "— — —", "!!!"])
def test_a_text_without_letters_has_no_language_and_says_so(text: str) -> None:
    lang, reason = detect(text)
    assert lang is None
    assert "letters" in reason


def test_the_issuers_languages_are_the_only_candidates_of_their_script() -> None:
    assert detect("Nota informativa", ("pt", "en"))[0] in ("pt", "en")
    assert detect("Министр выступил с заявлением и ответил на вопросы журналистов", ("az", "en"))[0] == "ru"


def test_what_the_page_says_of_itself_decides_between_languages_that_are_confused() -> None:
    text = "Predsednik republike primio je ambasadora i razgovarao o saradnji dveju zemalja."
    assert detect(text, hint="sr")[0] == "sr"
    assert detect("The President received the ambassador of Vesmar in Ostrin.", hint="sr")[0] == "en"


@pytest.mark.parametrize(
    ("tag", "normal"), [("EN", "en"), ("en_US", "en"), ("no", "nb"), ("iw", "he"), ("English", None), ("", None), (None, None)]
)
def test_tags_are_brought_to_their_one_form(tag: str | None, normal: str | None) -> None:
    assert normal_tag(tag) == normal


def test_a_text_in_two_languages_says_which_paragraphs_are_in_the_other() -> None:
    german, italian = TEXTS[0], TEXTS[1]
    text = "\n".join((*german.paragraphs, *german.paragraphs, *italian.paragraphs, *italian.paragraphs))
    (first, second) = stretches(text, "de")
    assert (first.lang, second.lang) == ("de", "it")
    assert text[first.start : first.end] == "\n".join(german.paragraphs * 2)
    assert text[second.start : second.end] == "\n".join(italian.paragraphs * 2)
    assert stretches("\n".join(german.paragraphs * 3), "de") == ()
    assert stretches(german.paragraphs[0], "de") == ()


def test_a_quotation_in_another_language_in_the_middle_is_a_stretch_of_its_own() -> None:
    german, russian = TEXTS[0].paragraphs, next(one.paragraphs for one in TEXTS if one.lang == "uk")
    text = "\n".join((*german, *russian, "А.", *german))
    assert [one.lang for one in stretches(text, "de")] == ["de", "uk", "de"]
    found = extract_bytes(f"<html><body><h1>Zu Osten</h1><p>{'</p><p>'.join(text.split(chr(10)))}</p></body></html>".encode())
    assert [one.lang for one in found.langs] == ["de", "uk", "de"]
    assert [found.text[one.start : one.end].split("\n")[0] for one in found.langs] == [german[0], russian[0], german[0]]


ODD = [
    "",
    "ab",
    "12 04",
    "LOUD AND ONLY LOUD",
    f"{'LOUD ' * 60}and then not",
    "e\u0301te\u0301 fini",
    "Straße " * 90,
    "İstanbul'da " * 60,
]


@pytest.mark.parametrize("script", CANDIDATES)
def test_many_samples_at_once_are_told_as_one_by_one(script: str) -> None:
    asked = _restricted(CANDIDATES[script])
    samples = [paragraph for text in TEXTS for paragraph in (*text.paragraphs, "\n".join(text.paragraphs))] + ODD
    together = Samples(samples, FIRST, model)
    for sample in samples:
        for size in (FIRST, len(sample)):
            label, sure = asked.classify(sample[:size])
            told, as_sure = together.classify(asked, sample, size)
            assert (told, as_sure) == (label, pytest.approx(sure, abs=1e-3)), sample[:size]


def test_a_sample_without_features_is_told_as_py3langid_tells_it() -> None:
    asked = _restricted(CANDIDATES["Latin"])
    assert Samples(["\u4e00"], FIRST, model).classify(asked, "\u4e00", 1)[0] == asked.classify("\u4e00")[0]


def test_few_sets_of_languages_are_remembered_whatever_texts_say() -> None:
    assert _restricted.cache_info().maxsize is not None


def test_a_text_whose_script_tells_its_language_is_not_asked_of_statistics(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> None:
        raise AssertionError("loaded for nothing")

    monkeypatch.setattr("communique.extraction.language.model", never)
    first, second = "Արտգործնախարարի հայտարարությունը ", "Δήλωση του Υπουργού των Εξωτερικών "
    assert [one.lang for one in stretches(f"{first * 20}\n{second * 20}", "hy")] == ["hy", "el"]
