"""The frame in every language that is read: names in their inflected forms, whose words a source's are, who speaks in a turn."""

from __future__ import annotations

import pytest
from framing import holder, speakers

from communique.reading.actors import gazetteer
from communique.reading.frame import frame
from communique.reading.lexicon import languages, lexicon
from communique.reading.readers import EXPERIMENTAL
from communique.text import sentences

ISSUERS = {
    "ru": "МИД России",
    "uk": "МЗС України",
    "es": "Ministerio de Relaciones Exteriores de Chile",
    "fr": "Ministère des Affaires étrangères, France",
    "ar": "وزارة الخارجية الأردنية",
    "fa": "وزارت امور خارجه ایران",
    "tr": "Dışişleri Bakanlığı, Türkiye",
    "az": "Azərbaycan Respublikası Xarici İşlər Nazirliyi",
    "zh": "中华人民共和国外交部",
}
NAMES = {
    "ru": ("с Арменией, в США, для Турции, армянская сторона, ООН", ["ARM", "USA", "TUR", "ARM", "UN"]),
    "uk": ("у Польщі, з Туреччиною, вірменська сторона, росія, у США", ["POL", "TUR", "ARM", "RUS", "USA"]),
    "es": ("los Estados Unidos, el gobierno peruano, las Naciones Unidas, EE. UU.", ["USA", "PER", "UN", "USA"]),
    "fr": ("l'Ukraine, les États-Unis, la partie russe, la Côte d’Ivoire", ["UKR", "USA", "RUS", "CIV"]),
    "ar": ("والولايات المتحدة وإسرائيل للسودان بالعراق السعودية", ["USA", "ISR", "SDN", "IRQ", "SAU"]),
    "fa": ("ترکیه، آمریکایی‌ها، عربستان سعودی، سازمان ملل", ["TUR", "USA", "SAU", "UN"]),
    "tr": ("Türkiye'nin, ABD'nin, Yunanistan’a, Azerbaycan'da, Birleşmiş Milletler", ["TUR", "USA", "GRC", "AZE", "UN"]),
    "az": ("Ermənistanın, Rusiyaya, ABŞ-ın, erməni tərəfi, Türkiyədən", ["ARM", "RUS", "USA", "ARM", "TUR"]),
    "zh": ("中方反对，美国，俄罗斯外交部，联合国安理会，沙特", ["CHN", "USA", "RUS", "UNSC", "SAU"]),
}
HOLDERS = [
    ("ru", "[Мы] отвергаем это.", "ISSUER"),
    ("ru", "[Министерство] заявляет о поддержке.", "ISSUER"),
    ("ru", "[Официальный представитель Министерства] отметил это.", "ISSUER"),
    ("ru", "[Наша страна] выступает против.", "ISSUER"),
    ("ru", "[армянская сторона] утверждает обратное.", "ARM"),
    ("ru", "[Турция и Иран] заявили об этом.", ("TUR", "IRN")),
    ("ru", "[международное сообщество] осудило это.", "international community"),
    ("uk", "[Міністерство закордонних справ] засуджує це.", "ISSUER"),
    ("uk", "[Наша держава] виступає проти.", "ISSUER"),
    ("uk", "[польська сторона] заявила про це.", "POL"),
    ("uk", "[речник МЗС України] сказав це.", "ISSUER"),
    ("es", "[El Gobierno de Chile] rechaza esto.", "ISSUER"),
    ("es", "[La Cancillería] expresa su rechazo.", "ISSUER"),
    ("es", "[el gobierno peruano] declaró que no.", "PER"),
    ("es", "[Perú y Bolivia] declararon que no.", ("PER", "BOL")),
    ("fr", "[Notre pays] condamne cela.", "ISSUER"),
    ("fr", "[la porte-parole] a déclaré que non.", "ISSUER"),
    ("fr", "[le gouvernement italien] a déclaré que non.", "ITA"),
    ("fr", "[L'Italie et l'Espagne] ont déclaré que non.", ("ITA", "ESP")),
    ("ar", "أدانت [وزارة الخارجية] ذلك.", "ISSUER"),
    ("ar", "[بلادنا] ترفض ذلك.", "ISSUER"),
    ("ar", "قال [الجانب المصري] ذلك.", "EGY"),
    ("fa", "[سخنگوی وزارت امور خارجه] گفت.", "ISSUER"),
    ("fa", "[ما] این را رد می‌کنیم.", "ISSUER"),
    ("fa", "[دولت ترکیه] اعلام کرد.", "TUR"),
    ("tr", "[Bakanlığımız] bunu reddediyor.", "ISSUER"),
    ("tr", "[Yunan makamlarının] iddiaları asılsızdır.", "GRC"),
    ("tr", "[Yunanistan ve Mısır] bunu açıkladı.", ("GRC", "EGY")),
    ("az", "[Azərbaycan tərəfi] bunu rədd edir.", "ISSUER"),
    ("az", "[Ölkəmiz] bunu rədd edir.", "ISSUER"),
    ("az", "[gürcü tərəfi] bunu iddia edir.", "GEO"),
    ("zh", "[中方]坚决反对。", "ISSUER"),
    ("zh", "[外交部发言人]表示反对。", "ISSUER"),
    ("zh", "[日本政府]声称如此。", "JPN"),
    ("zh", "[日本和韩国]声称如此。", ("JPN", "KOR")),
]
TURNS = {
    "en": ("Ministry of Foreign Affairs of Karvelia", "Question: Why?\nPress Secretary Ana Tor: We reject this."),
    "ru": ("МИД России", "Вопрос: Почему?\nОфициальный представитель МИД России Анна Тор: Мы отвергаем это."),
    "uk": ("МЗС України", "Запитання: Чому?\nРечник Андрій Тор: Ми відкидаємо це."),
    "es": ("Ministerio de Relaciones Exteriores de Chile", "PERIODISTA.- ¿Por qué?\nMinistra Ana Tor: Es así."),
    "fr": ("Ministère des Affaires étrangères, France", "Q : Pourquoi ?\nR : C'est ainsi."),
    "ar": ("وزارة الخارجية الأردنية", "سؤال: لماذا؟\nالناطق الرسمي: نرفض ذلك."),
    "fa": ("وزارت امور خارجه ایران", "خبرنگار: چرا؟\nسخنگو: ما این را رد می‌کنیم."),
    "tr": ("Dışişleri Bakanlığı, Türkiye", "GAZETECİ: Neden?\nSözcü Ana Tor: Bunu reddediyoruz."),
    "az": ("Azərbaycan Xarici İşlər Nazirliyi", "Sual: Niyə?\nMətbuat katibi Ana Tor: Biz bunu rədd edirik."),
    "zh": ("中华人民共和国外交部", "法新社记者：为什么？\n发言人：中方反对。"),
}
SENTENCES = {
    "ru": "Г-н Тор прибыл в г. Минск 5 мая 2023 г. для переговоров. Стороны согласились.",
    "uk": "Зустріч відбулася 5 травня 2023 р. у м. Київ. Сторони погодилися.",
    "es": "El Sr. Tor llegó ayer. Las partes acordaron.",
    "fr": "M. Tor est arrivé hier. Les parties sont convenues.",
    "ar": "وصل الوزير أمس. هل وافق الطرفان؟",
    "fa": "وزیر دیروز وارد شد. آیا طرفین موافقت کردند؟",
    "tr": "Sn. Tor dün geldi. Taraflar anlaştı.",
    "az": "Cənab Tor dünən gəldi. Tərəflər razılaşdı.",
    "zh": "部长昨天抵达。双方同意了吗？",
}


def test_every_experimental_language_has_a_lexicon_with_the_same_lists() -> None:
    assert EXPERIMENTAL | {"en"} <= languages()
    needed = {"first_singular", "first_plural", "second", "person", "plural", "thing", "relative", "own", "titles", "askers"}
    for lang in languages():
        known = lexicon(lang)
        assert known is not None
        assert needed <= set(known.words), lang
        assert known.bodies["any"], lang


@pytest.mark.parametrize("lang", NAMES)
def test_names_are_found_in_the_forms_in_which_they_stand(lang: str) -> None:
    text, codes = NAMES[lang]
    found = gazetteer(lang).mentions(text)
    assert [one.code for one in found] == codes
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@pytest.mark.parametrize(("lang", "marked", "who"), HOLDERS, ids=[f"{lang}: {text}" for lang, text, _ in HOLDERS])
def test_a_source_is_the_issuer_or_somebody_else(lang: str, marked: str, who: str | tuple[str, ...]) -> None:
    assert holder(marked, ISSUERS[lang], lang).who == who


@pytest.mark.parametrize("lang", TURNS)
def test_a_question_is_the_journalists_and_the_answer_the_issuers(lang: str) -> None:
    issuer, text = TURNS[lang]
    told = speakers(text, issuer, lang)
    assert told[0] == ("Journalist", False)
    assert told[-1] == (None, True)


@pytest.mark.parametrize("lang", SENTENCES)
def test_sentences_do_not_end_at_abbreviations(lang: str) -> None:
    text = SENTENCES[lang]
    assert [text[a:b] for a, b in sentences(text)] == [text[a:b] for a, b in frame(text, issuer=None, lang=lang).sentences]
    assert len(list(sentences(text))) == 2
