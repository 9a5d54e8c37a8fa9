"""Languages whose verbs and nouns carry `we`, whose names are shortened, and the lines by which statements begin and end."""

from __future__ import annotations

from typing import ClassVar

import pytest
from framing import holder

import communique
from communique.reading.frame import frame
from communique.reading.holders import Holders
from communique.reading.reader import Marked, Relation, SentenceMark, Span
from communique.reading.targets import carried, named

CHILE = "Ministry of Foreign Affairs of Chile"


def told(text: str, lang: str, *parts: tuple[str | None, str, str, str, str, int | None], likely: float = 0.1) -> list[object]:
    """The holders of relations: source, cue, content, act, stance, parent."""
    framed = frame(text, issuer=CHILE, lang=lang)

    def span(words: str) -> Span:
        start = text.index(words)
        return start, start + len(words)

    relations = [
        Relation(span(cue), 0, span(source) if source else None, (span(content),), act, stance, likely, parent=parent)
        for source, cue, content, act, stance, parent in parts
    ]
    return [one.who for one in Holders(framed, relations).resolve()]


@pytest.mark.parametrize(
    ("lang", "cue"),
    [
        ("tr", "kesin bir dille reddediyoruz"),
        ("tr", "büyük bir üzüntüyle öğrendik"),
        ("tr", "ifade etmek isterim"),
        ("tr", "kararlıyız"),
        ("tr", "çağrımızı"),
        ("az", "qəti şəkildə rədd edirik"),
        ("az", "demişdim"),
        ("az", "təşəkkürümüzü"),
        ("az", "hazırıq"),
    ],
)
def test_an_ending_that_says_we_makes_the_words_the_issuers(lang: str, cue: str) -> None:
    assert told(f"Bunu {cue}.", lang, (None, cue, "Bunu", "STATE", "0", None)) == ["ISSUER"]


@pytest.mark.parametrize(
    ("lang", "cue"), [("tr", "yardım"), ("tr", "bildirdi"), ("tr", "durum"), ("az", "yardım"), ("az", "deyib")]
)
def test_other_endings_leave_the_holder_open(lang: str, cue: str) -> None:
    assert told(f"Bunu {cue}.", lang, (None, cue, "Bunu", "STATE", "0", None)) == [None]


def test_who_is_called_to_something_is_not_who_calls() -> None:
    text = "Estonya'yı diyaloğa davet ediyoruz."
    assert told(text, "tr", ("Estonya'yı", "davet ediyoruz", "Estonya'yı diyaloğa", "DEMAND", "+", None)) == ["ISSUER"]


def test_nobody_calls_the_own_claim_groundless() -> None:
    text = "Estonya'nın iddiaları asılsızdır."
    outer = ("Estonya'nın", "asılsızdır", "Estonya'nın iddiaları", "DENY", "-", None)
    inner = ("Estonya'nın", "iddiaları", "Estonya'nın", "ACCUSE", "-", 0)
    assert told(text, "tr", outer, inner) == ["ISSUER", "EST"]
    joined = "冰方的说法毫无根据。"
    assert told(joined, "zh", ("冰方", "毫无根据", "冰方的说法", "REJECT", "-", None)) == ["ISSUER"]


def test_an_ending_of_a_target_says_that_it_is_the_issuers() -> None:
    text = "Estonya, büyükelçiliğimizi suçladı. Onlar."
    framed = frame(text, issuer=CHILE, lang="tr")
    span = (text.index("büyük"), text.index(" suç"))
    other = Holders(framed, [Relation((10, 12), 0, (0, 7), ((9, 10),), "ACCUSE", "-", 0.1)]).resolve()[0]
    assert (named(framed, [span], other, 0), named(framed, [span], None, 0)) == (("CHL",), ())


@pytest.mark.parametrize("words", ["我们也", "我们将继续", "我代表国务院", "我谨代表政府"])
def test_chinese_pronouns_with_an_adverb_are_pronouns(words: str) -> None:
    expected = None if words.endswith("继续") else "ISSUER"
    found = holder(f"[{words}]表示反对。", CHILE, "zh", likely=0.1).who
    assert found == (expected or words)


def test_a_chinese_short_name_means_the_state_that_the_text_names() -> None:
    framed = frame("冰岛扣押渔船。我们敦促冰方释放船员。", issuer=CHILE, lang="zh")
    assert [m.code for m in framed.mentions] == ["ISL", "ISL"]
    assert [m.code for m in framed.named("冰方官员")] == ["ISL"]
    uzbek = frame("乌兹别克斯坦总统来访。乌方感谢。", issuer=CHILE, lang="zh")
    assert [m.code for m in uzbek.mentions] == ["UZB", "UZB"]
    assert [m.code for m in frame("东帝汶在东方。", issuer=CHILE, lang="zh").mentions] == ["TLS"]
    assert frame("挪方感谢。", issuer=CHILE, lang="zh").mentions == ()


def test_formulas_are_no_sentences() -> None:
    text = "No: 7, 3 Mayıs 2021, Çaylar Hk.\n\nBunu reddediyoruz.\n\nKamuoyuna saygıyla duyurulur."
    assert frame(text, issuer=CHILE, lang="tr").kinds == ("heading", "text", "signature")


def test_nothing_is_carried_over_another_name() -> None:
    targets: list[tuple[str, ...]] = [("ISL",), ()]
    for text, found in (("Wait.", [("ISL",), ("ISL",)]), ("Estonia waits.", targets)):
        framed = frame(f"Iceland must wait. {text}", issuer=CHILE, lang="en")
        assert carried(framed, ["DEMAND", "DEMAND"], targets) == found


class _Marks:
    """A reader that marks what it is told."""

    name = "marks/1"
    languages: ClassVar[frozenset[str]] = frozenset({"en", "tr"})

    def __init__(self, act: str, *relations: Relation) -> None:
        self.act, self.relations = act, relations

    def read(self, text: str, sentences: object, lang: str | None, issuer_spans: object, actor_spans: object) -> Marked:
        spans: list[Span] = list(sentences)  # type: ignore[call-overload]
        return Marked(tuple(SentenceMark(a, b, self.act, 1.0) for a, b in spans), self.relations)


@pytest.mark.parametrize(("stance", "act"), [("0", "STATE"), ("+", "DEMAND")])
def test_what_another_demands_is_only_reported(stance: str, act: str) -> None:
    text = "Iceland calls for calm."
    relation = Relation((8, 13), 0, (0, 7), ((14, 22),), "DEMAND", stance, 0.0)
    found = communique.read(text, issuer=CHILE, lang="en", reader=_Marks("DEMAND", relation))
    assert [one.act for one in found.sentences] == [act]


def test_a_label_is_no_cue() -> None:
    text = "Question: Why?\nAnswer: It is so."
    label, real = (
        Relation((0, 8), 0, None, ((10, 14),), "ASK", "0", 0.5),
        Relation((26, 28), 1, None, ((29, 31),), "STATE", "+", 0.9),
    )
    found = communique.read(text, issuer=CHILE, lang="en", reader=_Marks("STATE", label, real))
    assert [text[slice(*one.cue)] for one in found.attributions] == [text[26:28]]


def test_nothing_is_said_in_a_closing_formula() -> None:
    text = "Çaylar taştı.\n\nKamuoyuna saygıyla duyurulur."
    start = text.index("duyurulur")
    closing = Relation((start, start + 9), 1, None, ((15, 33),), "DEMAND", "+", 0.9)
    assert communique.read(text, issuer=CHILE, lang="tr", reader=_Marks("DEMAND", closing)).attributions == ()


def test_another_name_before_a_verb_that_says_we_does_not_speak() -> None:
    text = "Estoniya nazirinin hərəkətini pisləyirik."
    assert told(text, "az", ("Estoniya", "pisləyirik", "nazirinin hərəkətini", "REJECT", "-", None)) == ["ISSUER"]


@pytest.mark.parametrize(
    ("lang", "words", "who"),
    [
        ("zh", "国防部昨日", "ISSUER"),
        ("zh", "冰岛的", "ISL"),
        ("tr", "Sözcümüz", "ISSUER"),
        ("az", "Müdafiə Nazirliyi", "ISSUER"),
    ],
)
def test_bodies_of_the_issuer_and_words_behind_them(lang: str, words: str, who: str) -> None:
    assert holder(f"[{words}] 指出。", CHILE, lang, likely=0.1).who == who


def test_a_piece_of_a_chinese_name_is_no_target() -> None:
    framed = frame("洛登尼亚。", issuer=CHILE, lang="zh")
    assert (named(framed, [(0, 1)], None, 0), named(framed, [(0, 4)], None, 0)) == ((), ("洛登尼亚",))
