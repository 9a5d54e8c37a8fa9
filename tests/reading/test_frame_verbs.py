"""Spanish, French, Arabic and Persian: subjects that verbs carry, possessives of the clause, names that are common words too."""

from __future__ import annotations

import pytest
from framing import holder, speakers

from communique.reading.actors import gazetteer
from communique.reading.frame import frame
from communique.reading.holders import Holders
from communique.reading.reader import Relation

FIJI = {
    "es": "Ministerio de Relaciones Exteriores de Fiyi",
    "fr": "Ministère des Affaires étrangères des Fidji",
    "ar": "وزارة خارجية فيجي",
    "fa": "وزارت امور خارجه فیجی",
}


def found(text: str, lang: str, *relations: Relation) -> list[object]:
    return [one.who for one in Holders(frame(text, issuer=FIJI[lang], lang=lang), relations).resolve()]


def relation(text: str, cue: str, content: str, source: str | None = None, **more: object) -> Relation:
    at, said = text.index(cue), text.index(content)
    whose = (text.index(source), text.index(source) + len(source)) if source else None
    fields: dict[str, object] = {"act": "DEMAND", "stance": "+", "issuer": 0.1} | more
    return Relation((at, at + len(cue)), 0, whose, ((said, said + len(content)),), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lang", "text", "cue", "content"),
    [
        ("es", "Instamos a Samoa a esperar.", "Instamos", "a Samoa a esperar"),
        ("es", "Quisiera dar las gracias a Samoa.", "Quisiera dar las gracias", "a Samoa"),
        ("ar", "ونطالب ساموا بالانتظار.", "ونطالب", "ساموا بالانتظار"),
        ("ar", "وسنواصل دعم ساموا.", "وسنواصل", "دعم ساموا"),
        ("fa", "از ساموا می‌خواهیم صبر کند.", "می‌خواهیم", "صبر کند"),
    ],
)
def test_a_verb_carries_the_first_person(lang: str, text: str, cue: str, content: str) -> None:
    assert found(text, lang, relation(text, cue, content)) == ["ISSUER"]


@pytest.mark.parametrize(
    ("lang", "text", "cue", "content"),
    [
        ("es", "Los reclamos de que falta agua.", "reclamos", "de que falta agua"),
        ("es", "Se afirma que falta agua.", "Se afirma", "que falta agua"),
        ("ar", "وأعلن أن الماء قليل.", "وأعلن", "أن الماء قليل"),
        ("fa", "تصمیم به انتظار.", "تصمیم", "به انتظار"),
    ],
)
def test_other_words_do_not(lang: str, text: str, cue: str, content: str) -> None:
    assert found(text, lang, relation(text, cue, content)) == [None]


def test_a_quoted_first_person_is_who_is_quoted() -> None:
    text = "El Gobierno de Samoa declaró: «Rechazamos la oferta»."
    outer = relation(text, "declaró", "Rechazamos la oferta", "El Gobierno de Samoa")
    assert found(text, "es", outer, relation(text, "Rechazamos", "la oferta", parent=0)) == ["WSM", "WSM"]


@pytest.mark.parametrize(
    ("lang", "text", "cue", "content", "source", "inner"),
    [
        ("es", "Samoa reitera su compromiso de esperar.", "reitera", "su compromiso de esperar", "su", "compromiso"),
        ("fr", "Les Samoa réitèrent leur volonté d'attendre.", "réitèrent", "leur volonté d'attendre", "leur", "volonté"),
        ("ar", "قالت ساموا إن بلاده ستنتظر.", "قالت", "إن بلاده ستنتظر", "بلاده", "ستنتظر"),
        ("fa", "ساموا بر تعهد خود به صلح تأکید کرد.", "تأکید کرد", "بر تعهد خود به صلح", "خود", "تعهد"),
    ],
)
def test_possessives_of_the_clause(lang: str, text: str, cue: str, content: str, source: str, inner: str) -> None:
    name = {"es": "Samoa", "fr": "Les Samoa", "ar": "ساموا", "fa": "ساموا"}[lang]
    outer = relation(text, cue, content, name)
    assert found(text, lang, outer, relation(text, inner, text[-6:-1], source, parent=0)) == ["WSM", "WSM"]


def test_a_refused_possessive_is_not_who_refuses() -> None:
    text = "Fiyi rechaza su afirmación de que falta agua."
    outer = relation(text, "rechaza", "su afirmación de que falta agua", "Fiyi", act="REJECT", stance="-", issuer=0.9)
    assert found(text, "es", outer, relation(text, "afirmación", "de que falta agua", "su", parent=0)) == ["ISSUER", None]


def test_who_is_thanked_does_not_thank() -> None:
    text = "ويشكر ساموا على ذلك."
    thanks = relation(text, "ويشكر", "ساموا على ذلك", act="EXPRESS", like=(((6, 11), 0.9),))
    assert found(text, "ar", thanks) == [None]


def test_joined_actors() -> None:
    assert holder("شكر [رئيسي ساموا وجامايكا اللذين] ذلك.", FIJI["ar"], "ar").who == ("WSM", "JAM")
    assert holder("[Los presidentes de Samoa y Jamaica, que] lo dijeron.", FIJI["es"], "es").who == ("WSM", "JAM")
    assert holder("قال [رئيس وزراء ساموا] ذلك.", FIJI["ar"], "ar").who == "WSM"


def test_a_determiner_alone_is_nobody() -> None:
    assert holder("[Dichas] afirmaciones no bastan.", FIJI["es"], "es").who is None


@pytest.mark.parametrize(
    ("lang", "text", "codes"),
    [
        ("es", "La paz llega. En La Paz llueve.", ["BOL"]),
        ("fr", "Maurice Martin est venu. L'ambassadeur de Maurice aussi, et celui de la Dominique.", ["MUS", "DMA"]),
        ("fr", "Dominique Martin", []),
        ("ar", "الدعم المالي كبير، وقالت حكومة مالي", ["MLI"]),
        ("fa", "تأمین مالی. دولت مالی", ["MLI"]),
        ("es", "el ministro islandés y las autoridades mongolas", ["ISL", "MNG"]),
        ("fr", "le ministre néo-zélandais et les autorités fidjiennes", ["NZL", "FJI"]),
        ("ar", "السلطات الأيسلندية والوزير النيبالي", ["ISL", "NPL"]),
        ("fa", "مقامات ایسلندی، شورای امنیت، اتحادیه اروپا", ["ISL", "UNSC", "EU"]),
    ],
)
def test_names(lang: str, text: str, codes: list[str]) -> None:
    assert [m.code for m in gazetteer(lang).mentions(text)] == codes


@pytest.mark.parametrize(
    ("lang", "issuer"),
    [("fr", "Présidence des Fidji"), ("ar", "رئاسة جمهورية فيجي"), ("fa", "ریاست جمهوری فیجی"), ("es", "Presidencia de Fiyi")],
)
def test_presidencies(lang: str, issuer: str) -> None:
    assert frame("x", issuer=issuer, lang=lang).issuer.body == "presidency"


@pytest.mark.parametrize(("lang", "text"), [("ar", 'وأضاف الرئيس: "لن نقبل ذلك".'), ("fa", "رئیس جمهور افزود: «ما صبر می‌کنیم.»")])
def test_reported_speech_is_no_turn(lang: str, text: str) -> None:
    assert speakers(text, FIJI[lang], lang) == [(None, True)]


def test_arabic_marks_close_a_line() -> None:
    framed = frame("السيد الرئيس،\nهل هذا صحيح؟\nنعم.\nكم يوما؟\nهل انتهى؟", issuer=FIJI["ar"], lang="ar")
    assert framed.kinds == ("salutation", "text", "text", "text", "text")
