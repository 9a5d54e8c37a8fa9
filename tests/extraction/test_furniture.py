"""Protects: buttons and links of sites are told from statements, in many languages, and a sentence never falls."""

from __future__ import annotations

import pytest

from communique.extraction.furniture import is_credit, is_phrase, trim
from communique.extraction.words import lines as data

PHRASES = [
    ("en", "Search in archive"),
    ("en", "Print version"),
    ("en", "Back to the list"),
    ("en", "Share on Facebook"),
    ("en", "© 2004-2024 Ministry"),
    ("en", "A A A"),
    ("ru", "Поиск в архиве"),
    ("ru", "Версия для печати"),
    ("uk", "Версія для друку"),
    ("az", "Arxivdə axtar"),
    ("az", "Paylaş"),
    ("tr", "Yazdır"),
    ("tr", "Tüm Haberler"),
    ("hy", "Տպել"),
    ("ka", "გაზიარება"),
    ("fr", "Imprimer"),
    ("fr", "Retour en haut de page"),
    ("es", "Compartir en Facebook"),
    ("pt", "Voltar ao topo"),
    ("it", "Stampa"),
    ("de", "Zurück zur Übersicht"),
    ("de", "Seite drucken"),
    ("nl", "Afdrukken"),
    ("sv", "Skriv ut"),
    ("nb", "Tilbake"),
    ("da", "Udskriv"),
    ("fi", "Tulosta"),
    ("pl", "Drukuj"),
    ("cs", "Vytisknout"),
    ("hu", "Nyomtatás"),
    ("ro", "Înapoi"),
    ("bg", "Сподели"),
    ("el", "Εκτύπωση"),
    ("ar", "طباعة"),
    ("ar", "البحث في الأرشيف"),
    ("fa", "نسخه چاپی"),
    ("he", "הדפסה"),
    ("zh", "打印"),
    ("zh", "返回列表"),
    ("ja", "一覧へ戻る"),
    ("ko", "목록으로"),
    ("th", "พิมพ์"),
    ("vi", "Chia sẻ"),
    ("id", "Bagikan"),
    ("hi", "साझा करें"),
    ("bn", "শেয়ার করুন"),
    ("kk", "Басып шығару"),
    ("sw", "Chapisha"),
]


@pytest.mark.parametrize(("lang", "phrase"), PHRASES)
def test_a_button_is_known(lang: str, phrase: str) -> None:
    assert is_phrase(phrase)


def test_the_phrases_are_of_at_least_twenty_languages() -> None:
    assert len([line for line in data("tail_phrases.txt") if line.startswith("[")]) >= 40


@pytest.mark.parametrize(
    "sentence",
    [
        "Ladies and gentlemen,",
        "Print and sign.",
        "We will share the evidence with our partners.",
        "The search goes on.",
        "More than ever we need peace.",
        "Back in 2009 the parties agreed.",
        "Вернуться к переговорам - единственный путь.",
        "Edvar Lissane, Minister",
        "Ostrin, 5 October 2020",
        "No: 41/24",
        "Thank you.",
    ],
)
def test_words_of_a_statement_are_not(sentence: str) -> None:
    assert not is_phrase(sentence)


def test_the_end_of_a_text_loses_its_furniture_and_nothing_else() -> None:
    lines = ["First paragraph of the text.", "Second one.", "Edvar Lissane", "Print", "Search in archive"]
    first, last, reasons = trim(lines)
    assert lines[first:last] == ["First paragraph of the text.", "Second one.", "Edvar Lissane"]
    assert set(reasons) == {3, 4}


def test_the_middle_of_a_text_is_left_alone() -> None:
    lines = ["First paragraph of the text.", "Print", "A long last paragraph of the text, with a full stop at its end."]
    assert trim(lines)[:2] == (0, 3)


@pytest.mark.parametrize(
    "line",
    [
        "© dpa | Kay Nietfeld",
        "Foto: Galli/Malteser",
        "Photo: Press service",
        "Фото: пресс-служба",
        "صورة: وكالة الأنباء",
        "图：新华社",
    ],
)
def test_a_picture_credit_is_known(line: str) -> None:
    assert is_credit(line)


@pytest.mark.parametrize("line", ["Photographs of the mines were transmitted", "Image of a nation", "Bildung ist wichtig"])
def test_a_line_about_pictures_is_no_credit(line: str) -> None:
    assert not is_credit(line)
