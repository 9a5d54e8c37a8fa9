"""Protects text itself: what is stored of it, its scripts, and where its sentences end."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.text import clean, one_line, paragraphs, script_of, scripts, sentences


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        pytest.param("a\r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne", id="every break is one"),
        pytest.param("e\u0301", "é", id="composed"),
        pytest.param("a\x00b\x07c\ufeffd\u200be", "abcde", id="no control characters"),
        pytest.param("a\ud800b", "a\ufffdb", id="lone surrogates are marked"),
        pytest.param("a\tb", "a\tb", id="tabs stay"),
        pytest.param("می\u200cخواهیم", "می\u200cخواهیم", id="joiners of words stay"),
    ],
)
def test_a_text_is_stored_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
def test_cleaning_twice_changes_nothing_and_can_be_encoded(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


def test_lines_and_paragraphs_fold_their_space() -> None:
    assert one_line("  a \t b\nc\u00a0 d ") == "a b c d"
    assert paragraphs(" a  b \n\n\n c \r\n") == "a b\nc"


def test_letters_have_scripts() -> None:
    assert scripts("Мир peace 平和 123!") == {"Cyrillic": 3, "Latin": 5, "Han": 2}
    assert script_of("1") is None
    assert script_of("।") is None


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("[One.] [Two!] [Three?] [Four…] [Five]", id="marks"),
        pytest.param("[One]\n[two.]\n\n  [three]  ", id="a newline always ends"),
        pytest.param("[“One.”] [“Two?” he asked.] [(Three.)] [Four]", id="quotes and brackets close with the sentence"),
        pytest.param("[“Are you sure?” asked the press.] [“Yes!”]", id="a question inside a sentence"),
        pytest.param("[The U.N. Security Council met.] [It will meet again.]", id="letters with points"),
        pytest.param("[It was adopted by the U.N.] [The text follows.]", id="... at the end of a sentence"),
        pytest.param("[Mr. Smith, Dr. J. R. Brown and Gen. Osten spoke.] [H.E. Lennmark did not.]", id="titles and initials"),
        pytest.param("[It gave Rs. 50 million.] [That was all.]", id="a sum"),
        pytest.param("[See No. 5, Art. 12 and para. IV of it.] [He said no.] [That was all.]", id="abbreviations before numbers"),
        pytest.param("[Food, water, etc. were sent.] [Medicine, tents, etc.] [The rest follows.]", id="etc."),
        pytest.param("[At 5 p.m. Karvelian time it began.] [At 9 p.m.] [The guns fell silent.]", id="times of day"),
        pytest.param("[It began on September 27.] [Armed groups fled.] [It cost 3.5 million.]", id="numbers end sentences"),
        pytest.param("[2. The parties agree.]\n[3. They sign.]", id="numbers of a list"),
        pytest.param("[Am 27. September begann es.] [Im 20. Jahrhundert auch.]", id="German dates"),
        pytest.param("[Die Truppen, z.B. Panzer, zogen ab.] [Das war alles.]", id="German abbreviation"),
        pytest.param("[В 2020 г. Карвелия заявила протест.] [Это случилось в 1999 г.] [Он уехал.]", id="Russian year"),
        pytest.param("[Ущерб 5 млн. долл. США.] [Школа им. А. С. Ленмарка и т. д. закрыта.]", id="Russian abbreviations"),
        pytest.param("[Le 2 mars, M. Dupont et Mme. Lenoir ont parlé.] [C’est tout.]", id="French titles"),
        pytest.param("[Τι συνέβη;] [Κανείς δεν ξέρει.]", id="Greek question mark"),
        pytest.param("[One; Two is not Greek.]", id="a semicolon ends nothing"),
        pytest.param("[外交部说。][“好！”][然后呢？][2020年]", id="Chinese needs no space"),
        pytest.param("[क्या हुआ?] [कोई नहीं जानता।] [अंत।]", id="Hindi"),
        pytest.param("[ماذا حدث؟] [لا أحد يعلم.] [انتهى]", id="Arabic"),
        pytest.param("[کیا ہوا؟] [کوئی نہیں جانتا۔] [ختم]", id="Urdu"),
        pytest.param("[Ի՞նչ եղավ։] [Ոչ ոք չգիտի։]", id="Armenian"),
        pytest.param("[They left the region.][The convoy stayed.]", id="a missing space"),
        pytest.param("[See mfa.example.org/text.html, Node.Js and a.B.]", id="addresses and file names"),
        pytest.param("[Wait... what?] [Wait...] [What?]", id="three points"),
        pytest.param("", id="nothing"),
        pytest.param(" \n ", id="only space"),
        pytest.param("[...] [?!]", id="only marks"),
    ],
)
def test_sentences_end(marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    assert [text[a:b] for a, b in sentences(text)] == [piece.split("]")[0] for piece in marked.split("[")[1:]]


def test_lines_without_marks_are_cut_at_spaces() -> None:
    english = list(sentences("word " * 2000))
    assert max(b - a for a, b in english) <= 800
    assert min(b - a for a, b in english) >= 200
    clauses = "the convoy left the village early, " * 40
    assert all(clauses[b - 1] == "," for _, b in sentences(clauses))
    thai = "การประชุมสุดยอด " * 100
    assert max(b - a for a, b in sentences(thai)) <= 400
    assert max(b - a for a, b in sentences("x" * 5000)) <= 800


@given(st.text(st.sampled_from('Ab. !?\n"”(2;外。น ก…г') | st.characters(), max_size=200))
def test_sentences_are_in_order_stripped_and_leave_out_only_space(text: str) -> None:
    at, left = 0, ""
    for start, end in sentences(text):
        assert at <= start < end
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        left += text[at:start]
        at = end
    assert not (left + text[at:]).strip()
