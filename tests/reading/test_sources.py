"""Sources in languages whose verbs carry their subject: what is no source, whose words a verb's form makes them."""

from __future__ import annotations

import pytest
from framing import holder

from communique.reading.actors import gazetteer
from communique.reading.frame import frame
from communique.reading.holders import Holders
from communique.reading.reader import Relation
from communique.reading.sources import cleaned
from communique.reading.targets import named

RU, UK = "МИД Перу", "МЗС Перу"


def relation(text: str, cue: str, source: str | None, issuer: float = 0.3) -> Relation:
    at = text.index(cue)
    start = text.index(source) if source is not None else 0
    span = (start, start + len(source)) if source is not None else None
    return Relation((at, at + len(cue)), 0, span, ((at + len(cue), len(text)),), "STATE", "0", issuer)


@pytest.mark.parametrize(
    ("lang", "text", "cue", "source", "left"),
    [
        ("uk", "У черговий раз закликаю Чилі до діалогу.", "закликаю", "У", None),
        ("uk", "Вранці говорив з міністром Чилі.", "говорив", "Вранці", None),
        ("uk", "Хочу повторити це пілотам.", "повторити", "Хочу", None),
        ("uk", "**Дякую за все.", "Дякую", "**", None),
        ("uk", "А в нас бажання перемогти.", "бажання", "А в нас", "нас"),
        ("ru", "В ООН заявили, что это не так.", "заявили", "В ООН", "ООН"),
        ("ru", "О высылке перуанского дипломата сообщаем следующее.", "сообщаем", "перуанского", None),
        ("ru", "Чилийская сторона считает иначе.", "считает", "Чилийская сторона", "Чилийская сторона"),
        ("ru", "Мы считаем иначе.", "считаем", "Мы", "Мы"),
        ("es", "A Chile le pedimos que espere.", "pedimos", "A Chile", None),
        ("tr", "Şili'yi diyaloğa davet ediyoruz.", "davet ediyoruz", "Şili'yi", None),
        ("tr", "Şili bunu reddetti.", "reddetti", "Şili", "Şili"),
    ],
)
def test_words_that_are_no_holder_are_no_source(lang: str, text: str, cue: str, source: str, left: str | None) -> None:
    found = cleaned(frame(text, issuer=RU, lang=lang), [relation(text, cue, source)])[0].source
    assert (text[slice(*found)] if found else None) == left


def test_a_verb_that_was_marked_as_the_source_belongs_to_the_cue() -> None:
    text = "Хочу повторити це пілотам."
    one = cleaned(frame(text, issuer=UK, lang="uk"), [relation(text, "повторити", "Хочу")])[0]
    assert (one.source, text[slice(*one.cue)]) == (None, "Хочу повторити")


@pytest.mark.parametrize(
    ("lang", "text", "cue"),
    [
        ("uk", "Дякуємо Чилі за підтримку.", "Дякуємо"),
        ("uk", "Закликаю Чилі до діалогу.", "Закликаю"),
        ("ru", "Благодарим чилийских коллег за предложение.", "Благодарим"),
        ("ru", "Хочу поблагодарить делегацию Чили за работу.", "Хочу поблагодарить"),
        ("ru", "Рад приветствовать вас в Лиме.", "Рад приветствовать"),
    ],
)
def test_a_verb_in_the_first_person_is_the_issuers_however_unsure_the_reader_is(lang: str, text: str, cue: str) -> None:
    framed = frame(text, issuer=RU, lang=lang)
    assert Holders(framed, [relation(text, cue, None, 0.3)]).resolve()[0].who == "ISSUER"


@pytest.mark.parametrize(
    ("lang", "marked", "who"),
    [
        ("uk", "Не для того, щоб [нам] сказали «дякую».", None),
        ("ru", "[Нам] сказали, что выборы пройдут осенью.", None),
        ("ru", "[Никто] не говорил этого.", None),
        ("uk", "[жодного громадянина Чилі] не питали.", None),
        ("uk", "Для [всіх, хто] хоче допомогти.", None),
        ("uk", "Повторимо [чилійським льотчикам, які] не думають.", "CHL"),
        ("ru", "«Соседи мира не хотят. [Мы] хотим жить».", "?"),
        ("ru", "[Главы государств] условились продолжать работу.", "ISSUER"),
        ("ru", "Президент Чили прибыл. [Главы государств] условились продолжать работу.", ("ISSUER", "CHL")),
        ("uk", "[Наші представники] ведуть перемовини.", "ISSUER"),
    ],
)
def test_whose_words_they_are(lang: str, marked: str, who: str | tuple[str, ...] | None) -> None:
    likely = 0.1 if who == "?" else 0.5
    assert holder(marked, RU if lang == "ru" else UK, lang, likely=likely).who == (None if who == "?" else who)


def test_he_who_told_us_is_not_the_issuer() -> None:
    text = "Відбулася розмова з президентом Кайсом Тором. Він запевнив нас у підтримці."
    framed = frame(text, issuer="Президент Перу", lang="uk")
    at = text.index("запевнив")
    one = Relation((at, at + 12), 1, (at - 4, at - 1), ((at + 13, len(text)),), "COMMIT", "+", 0.8)
    assert Holders(framed, [one]).resolve()[0].who == "Кайсом Тором"


@pytest.mark.parametrize(
    ("lang", "text", "codes"),
    [
        (
            "ru",
            "с Вьетнамом, в Иране, Китая, с Кубой, Парагваю, Нигерии, Новой Зеландии, исландский народ",
            "VNM IRN CHN CUB PRY NGA NZL ISL",
        ),
        ("uk", "з В'єтнамом, у Нігерії, Молдові, Гвінею, ісландська сторона", "VNM NGA MDA GIN ISL"),
    ],
)
def test_states_whose_names_look_as_if_they_had_an_ending(lang: str, text: str, codes: str) -> None:
    assert [one.code for one in gazetteer(lang).mentions(text)] == codes.split()


@pytest.mark.parametrize(("issuer", "code"), [("МИД Новой Зеландии", "NZL"), ("МИД Китая", "CHN"), ("МИД Парагвая", "PRY")])
def test_an_issuers_state_is_known_by_its_genitive(issuer: str, code: str) -> None:
    assert frame("Текст.", issuer=issuer, lang="ru").issuer.code == code


def test_a_target_is_no_adjective_alone() -> None:
    text = "Закликаю міжнародну спільноту діяти."
    framed = frame(text, issuer=UK, lang="uk")
    at = text.index("міжнародну")
    assert named(framed, [(at, at + len("міжнародну"))], None, 0) == ("міжнародну спільноту",)
