"""Protects analysis: which words a text has, where they stand, and which spellings meet. The same for documents and queries."""

from __future__ import annotations

import pickle
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_samples import Small, entry

from communique import search
from communique.search.analysis import _ASKED, Analyser, analyser
from communique.search.folding import LONGEST, fold
from communique.search.languages import Stemmer, language, languages
from communique.search.words import pattern, shape


@pytest.mark.parametrize(
    ("lang", "text", "words", "exact"),
    [
        pytest.param("en", "The convoys crossed.", "the convoy cross", "the convoys crossed", id="stems beside exact words"),
        pytest.param("en", "S/RES/822", "res 822 sres822", "s res 822", id="number of a resolution"),
        pytest.param("en", "the U.N.", "the un", "the u n", id="abbreviation with points"),
        pytest.param("en", "COVID-19", "covid 19 covid19", "covid 19", id="letters and digits"),
        pytest.param("en", "F-35s", "35s f35s", "f 35s", id="type of aircraft"),
        pytest.param("en", "cease-fires", "ceas fire ceasefir", "cease fires", id="hyphen"),
        pytest.param("en", "Armenia's", "armenia", "armenia s", id="possessive"),
        pytest.param("en", "1,000 and 1.000", "1 000 1000 and 1 000 1000", "1 000 and 1 000", id="grouped digits"),
        pytest.param("en", "3.5 or 3,5", "3 5 3.5 or 3 5 3.5", "3 5 or 3 5", id="decimal point"),
        pytest.param("en", "war,peace", "war peac", "war peace", id="a missing space"),
        pytest.param("en", "a/b/c/d/e/f/g/h", "", "a b c d e f g h", id="too many parts for a whole"),
        pytest.param(
            "en", "_emphasis_ and snake_case", "emphasi and snake case snakecas", "emphasis and snake case", id="underscores"
        ),
        pytest.param("en", "co\u00adoperation", "cooper", "cooperation", id="soft hyphen"),
        pytest.param("en", "ﬁrst ２０２０", "first 2020", "first 2020", id="compatibility forms"),
        pytest.param("en", "\u200fword\u200e", "word", "word", id="direction marks"),
        pytest.param("fr", "l'homme d’État", "homm lhomm etat detat", "l homme d etat", id="elision"),
        pytest.param("tr", "Türkiye'nin IŞIK", "turki- nin isik", "turkiye nin isik", id="Turkish suffix and dotless i"),
        pytest.param("az", "Azərbaycan XARİCİ", "azerb- xaric-", "azerbaycan xarici", id="Azerbaijani schwa and dotted i"),
        pytest.param("uk", "об'єкт обʼєкт", "об єкт обєкт- обєкт-", "об єкт обєкт", id="Ukrainian apostrophe"),
        pytest.param("ru", "Её ёлка NATO", "е елк nato", "ее елка nato", id="Russian yo, Latin words whole"),
        pytest.param("hy", "Ինչպե՞ս", "ինչպե-", "ինչպես", id="Armenian mark inside a word"),
        pytest.param("fa", "می‌خواهیم", "میخواه", "میخواهیم", id="zero width non-joiner"),
        pytest.param("ar", "مُحَمَّد كتاب", "محمد کتاب", "محمد کتاب", id="Arabic vowel signs and kaf"),
        pytest.param("hi", "हिन्दी", "हिंद", "हिंदी", id="vowel signs of Hindi stay, one nasal"),
        pytest.param("vi", "Cộng hòa", "cộng hòa", "cộng hòa", id="tone marks of Vietnamese stay"),
        pytest.param("fr", "Việt Nam", "viet nam", "viet nam", id="... in Vietnamese only"),
        pytest.param("zh", "外交部2020年", "外交 交部 2020 年", "外交 交部 部 2020 年", id="Chinese pairs, digits apart"),
        pytest.param("ja", "カナの書", "カナ ナの の書", "カナ ナの の書 書", id="Japanese pairs"),
        pytest.param("th", "ไทย", "ไท ทย", "ไท ทย ย", id="Thai pairs"),
        pytest.param("th", "นำ", "นํา", "นํา ํา", id="Thai vowel of two signs"),
        pytest.param("th", "น\u0e4d\u0e32", "นํา", "นํา ํา", id="... typed as two"),
        pytest.param("ko", "대한민국은", "대한 한민 민국 국은", "대한민국은", id="Korean pairs, whole words exact"),
        pytest.param("und", "internationally", "inter-", "internationally", id="unknown language: first letters"),
        pytest.param("en", "x" * 90, "x" * LONGEST, "x" * LONGEST, id="no word is endless"),
        pytest.param("en", "?! … 😀 — '", "", "", id="nothing"),
        pytest.param("en", "a\ud800b", "a b", "a b", id="lone surrogate"),
    ],
)
def test_a_text_has_words(lang: str, text: str, words: str, exact: str) -> None:
    assert analyser(lang).fields(text) == (words, exact)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("İSTANBUL", "istanbul"),
        ("IĞDIR", "ığdır"),
        ("Ə", "e"),
        ("ЁЖ", "еж"),
        ("Straße", "STRASSE"),
        ("Ὀδυσσεύς", "ΟΔΥΣΣΕΥΣ"),
        ("Łódź", "lodz"),
        ("كتابي", "کتابی"),
        ("أحمد", "احمد"),
        ("مدرسة", "مدرسه"),
        ("עִבְרִית", "עברית"),
        ("٢٠٢٠", "2020"),
        ("résumé", unicodedata.normalize("NFD", "RÉSUMÉ")),
        ("ガ", unicodedata.normalize("NFD", "ガ")),
    ],
)
def test_spellings_meet(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        pytest.param("ro", ("ştiinţă", "știință", "ȘTIINȚĂ", "stiinta"), id="Romanian comma, cedilla, neither"),
        pytest.param("ro", ("ministerului", "ministerul", "MINISTERULUI"), id="Romanian articles"),
        pytest.param("vi", ("hòa", "hoà", "HOÀ"), id="Vietnamese tone in its two places"),
        pytest.param("vi", ("thúy", "thuý"), id="the same of uy"),
        pytest.param("hi", ("हिंदी", "हिन्दी"), id="Hindi nasal in its two spellings"),
        pytest.param("hi", ("ज़मीन", "जमीन"), id="Hindi dot below"),
        pytest.param("hi", ("चाँद", "चांद"), id="Hindi candrabindu"),
        pytest.param("hi", ("मंत्रालय", "मंत्रालयों"), id="Hindi plural"),
        pytest.param("el", ("Υπουργός", "υπουργού", "ΥΠΟΥΡΓΟΣ"), id="Greek accents, endings, final sigma"),
        pytest.param("de", ("Häuser", "Haus"), id="German umlaut of the plural"),
        pytest.param("de", ("Außenministerium", "AUSSENMINISTERIUM", "Aussenministeriums"), id="German sharp s, compound"),
        pytest.param("de", ("Müller", "Mueller"), id="German umlaut written out"),
        pytest.param("th", ("๒๕๖๓", "2563"), id="Thai digits"),
    ],
)
def test_forms_of_a_word_have_one_stem(lang: str, forms: tuple[str, ...]) -> None:
    assert len({analyser(lang).fields(form)[0] for form in forms}) == 1


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        pytest.param("vi", "má", "mà", id="Vietnamese tones"),
        pytest.param("vi", "đa", "da", id="Vietnamese d with stroke"),
        pytest.param("hi", "की", "कि", id="Hindi vowel length, as it stands"),
    ],
)
def test_what_tells_words_apart_stays(lang: str, one: str, other: str) -> None:
    assert analyser(lang).fields(one)[1] != analyser(lang).fields(other)[1]


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_and_gives_one_token(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert not any(c.isspace() for c in folded)


@given(st.text(max_size=60), st.sampled_from(["en", "ru", "ar", "vi", "zh", "ko", "tr", "und"]))
def test_tokens_have_no_space_and_stand_where_they_say(text: str, lang: str) -> None:
    use = analyser(lang)
    for match in pattern().finditer(text):
        raw = match.group()
        tokens = use.tokens(raw)
        for start, end, token in (*tokens.exact, *tokens.words):
            assert 0 <= start < end <= len(raw)
            assert token
            assert not any(c.isspace() for c in token)
        for start, end, token in tokens.exact:
            assert use.fold(raw[start:end]) == token
    words, exact = use.fields(text)
    assert exact.split() == [t for raw in pattern().findall(text) for _, _, t in use.tokens(raw).exact]
    assert words.split() == [t for raw in pattern().findall(text) for _, _, t in use.tokens(raw).words]


@given(st.text(max_size=30))
def test_parts_of_a_raw_word_are_its_own_letters(text: str) -> None:
    for raw in pattern().findall(text):
        for part in shape(raw).parts:
            assert raw[part.start : part.end] == part.text


def test_the_table_of_languages_names_what_exists() -> None:
    for of in languages().values():
        assert of.method in ("snowball", "simplemma", "first", "none")
        assert (of.letters is not None) >= (of.method == "first")
        if of.method == "snowball":
            use = analyser(of.code)
            assert use.fold("x") == "x"


def test_languages_answer_by_their_primary_tag() -> None:
    assert language("pt-BR") is language("PT_pt") is language("pt")
    assert language("tlh") is language(None) is language("und")


@pytest.mark.parametrize("code", sorted(languages()))
def test_stems_keep_their_first_letter_where_the_table_says_so(code: str) -> None:
    of = languages()[code]
    if not of.keeps_start:
        pytest.skip("its stems may begin otherwise")
    for word in ("international", "the", "über", "éclair", "государство", "министерство", "πρόεδρος", "सरकार", "அரசு"):
        assert analyser(code).stem(word)[0] == analyser(code).fold(word)[0]


def test_analysis_is_plain_data() -> None:
    made = search.analyse(entry("v", "The convoys.", "On convoys", date="2020-02", tags=("a", "b")))
    assert pickle.loads(pickle.dumps(made)) == made
    assert (made.title, made.title_exact) == ("on convoy", "on convoys")
    assert made.words == "on convoy " * 3 + "the convoy"
    assert made.exact.split()[2] not in ("the", "convoys")
    assert (made.since, made.until) == (20200201, 20200231)
    assert search.analyse(entry("v", "")).since is None


def test_of_what_is_asked_few_words_are_remembered_and_of_what_is_indexed_many() -> None:
    use = Analyser(language("en"), Stemmer(language("en")))
    for n in range(_ASKED + 100):
        assert use.word(f"convoys{n}") == (f"convoys{n}", f"convoys{n}")
    use.fields("The convoys crossed.")
    assert use._asked.cache_info().currsize == _ASKED
    assert use._known == {}
    assert (
        use.fields("The convoys crossed.", many=True)
        == use.fields("The convoys crossed.")
        == ("the convoy cross", "the convoys crossed")
    )
    assert set(use._known) == {"The", "convoys", "crossed"}
    assert use.fields("x" * 5_000, many=True)[1] == "x" * LONGEST
    use.word("y" * 5_000)
    assert not [one for one in use._known if len(one) > 64]
    assert use._asked.cache_info().currsize == _ASKED


def test_a_very_long_word_is_searched_as_any_other(tmp_path: Path) -> None:
    archive = Small(tmp_path, [entry("v1", "x" * 300), entry("v2", "y")])
    assert archive.found("x" * 300) == ["v1"]
    assert archive.found("z" * 300) == []
