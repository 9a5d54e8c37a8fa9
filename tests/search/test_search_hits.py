"""Protects hits: the sentence that answers best, its exact place, and what of it is highlighted."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_samples import Small, entry

from communique.model import Hit
from communique.query import Filters


def marked(hit: Hit) -> str:
    """The quote with its highlights in brackets."""
    text = hit.statement.text if hit.part == "text" else hit.statement.title or ""
    assert hit.quote == text[hit.start : hit.end]
    shown, at = "", hit.start
    for start, end in hit.highlights:
        assert at <= start < end <= hit.end
        shown += f"{text[at:start]}[{text[start:end]}]"
        at = end
    return shown + text[at : hit.end]


TEXT = (
    "The Ministry held a briefing on 2 March. The convoy left Osten at dawn; the dam was closed.\n"
    "Karvelia denies the presence of mercenaries. “The civilian population was warned”, it said, "
    "and the convoy with the dam stood still.\n"
    "The U.N. took up S/RES/822 on cease-fires. Mercenaries!"
)


@pytest.mark.parametrize(
    ("query", "quote"),
    [
        pytest.param("mercenaries", "Karvelia denies the presence of [mercenaries].", id="the earliest of equals"),
        pytest.param("mercenary", "Karvelia denies the presence of [mercenaries].", id="another form of the word"),
        pytest.param("osten dam", "The convoy left [Osten] at dawn; the [dam] was closed.", id="the sentence with most words"),
        pytest.param(
            "dam dam closed ministry", "The convoy left Osten at dawn; the [dam] was [closed].", id="distinct words count"
        ),
        pytest.param(
            '"civilian population"',
            "“The [civilian population] was warned”, it said, and the convoy with the dam stood still.",
            id="phrase",
        ),
        pytest.param(
            'convoy osten dawn "dam stood"',
            "“The civilian population was warned”, it said, and the [convoy] with the [dam stood] still.",
            id="the sentence with the phrase before one with more words",
        ),
        pytest.param(
            '"convoy dam"~3',
            "“The civilian population was warned”, it said, and the [convoy] with the [dam] stood still.",
            id="phrase with slop",
        ),
        pytest.param("merc*", "Karvelia denies the presence of [mercenaries].", id="beginning"),
        pytest.param("Kervelia~1", "[Karvelia] denies the presence of mercenaries.", id="spelling"),
        pytest.param("UN", "The [U.N]. took up S/RES/822 on cease-fires.", id="abbreviation"),
        pytest.param("s/res/822", "The U.N. took up [S/RES/822] on cease-fires.", id="symbol"),
        pytest.param("s/res/8*", "The U.N. took up [S/RES/822] on cease-fires.", id="beginning of a symbol"),
        pytest.param("822", "The U.N. took up S/RES/[822] on cease-fires.", id="part of a symbol"),
        pytest.param("ceasefire", "The U.N. took up S/RES/822 on [cease-fires].", id="written together"),
        pytest.param("cease-fire", "The U.N. took up S/RES/822 on [cease-fires].", id="written with a hyphen"),
        pytest.param(
            "mercenaries AND NOT elephants", "Karvelia denies the presence of [mercenaries].", id="what is excluded is not shown"
        ),
        pytest.param("mercenaries issuer:xkv-mfa", "Karvelia denies the presence of [mercenaries].", id="filters are not shown"),
        pytest.param("", "The Ministry held a briefing on 2 March.", id="only filters: the first sentence"),
        pytest.param("-elephants", "The Ministry held a briefing on 2 March.", id="only an exclusion"),
        pytest.param("title:dispute", "On the [dispute]", id="in the title"),
        pytest.param("dispute", "On the [dispute]", id="only in the title"),
        pytest.param("dispute mercenaries", "Karvelia denies the presence of [mercenaries].", id="the text before the title"),
        pytest.param('"the dispute" mercenaries', "On [the dispute]", id="a phrase of the title before words of the text"),
        pytest.param(
            '"mercenaries civilian population"~9',
            "Karvelia denies the presence of [mercenaries]. “The [civilian] [population] was warned”, it said, "
            "and the convoy with the dam stood still.",
            id="a phrase over two sentences shows both",
        ),
    ],
)
def test_a_hit_shows(tmp_path: Path, query: str, quote: str) -> None:
    hits = Small(tmp_path, [entry("v", TEXT, "On the dispute")]).ask(query)
    assert [marked(hit) for hit in hits] == [quote]


@pytest.mark.parametrize(
    ("lang", "text", "query", "quote"),
    [
        ("ru", "Сегодня тихо. Наёмники были отправлены в район.", "наемник", "[Наёмники] были отправлены в район."),
        ("tr", "Bugün sakin. IŞIK yandı ve İstanbul'da görüldü.", "ışık istanbul", "[IŞIK] yandı ve [İstanbul]'da görüldü."),
        ("az", "Bu gün sakitdir. Nazirliyin bəyanatı yayıldı.", "nazirliyinin beyanat", "[Nazirliyin] [bəyanatı] yayıldı."),
        ("zh", "今天很安静。外交部发言人回答问题。", "发言人", "外交部[发言人]回答问题。"),
        ("zh", "今天很安静。外交部发言人回答问题。", "题", "外交部发言人回答问[题]。"),
        ("th", "การประชุม สุดยอด", "ประชุม", "การ[ประชุม] สุดยอด"),
        ("th", "นายการ ณ การประชุมสุดยอด", "การประชุมสุดยอดผู้นำ", "นายการ ณ [การประชุมสุดยอด]"),
        ("ko", "오늘은 조용하다. 대한민국은 답했다.", "대한민국", "[대한민국]은 답했다."),
        ("ar", "اليوم هادئ. قالت الوزارةُ إنّ المدينة آمنة.", "وزارة", "قالت [الوزارةُ] إنّ المدينة آمنة."),
        ("fa", "امروز آرام است. ما می‌خواهیم بماند.", "ميخواهيم", "ما [می‌خواهیم] بماند."),
        ("hy", "Այսօր հանգիստ է։ Ինչպե՞ս արձագանքեց նախարարությունը։", "ինչպես", "[Ինչպե՞ս] արձագանքեց նախարարությունը։"),
        ("he", 'שקט היום. צה"ל השיב באש.', 'צה"ל', '[צה"ל] השיב באש.'),
        ("vi", "Hôm nay yên tĩnh. Bộ Ngoại giao tuyên bố.", "ngoại giao", "Bộ [Ngoại] [giao] tuyên bố."),
        ("hi", "आज शांति है। मंत्रालय ने कहा।", "मंत्रालय", "[मंत्रालय] ने कहा।"),
        ("fr", "C'est calme. L'État a réagi aux déclarations.", "etat declaration", "L'[État] a réagi aux [déclarations]."),
        (None, "Quiet. Internationally nothing moved.", "international", "[Internationally] nothing moved."),
    ],
)
def test_words_are_found_and_shown_in_many_languages(tmp_path: Path, lang: str | None, text: str, query: str, quote: str) -> None:
    archive = Small(tmp_path, [entry("v", text, lang=lang), entry("other", "Nothing of the kind stands here.", lang="en")])
    assert [marked(hit) for hit in archive.ask(query)] == [quote]
    assert [marked(hit) for hit in archive.ask(query, lang=lang)] == [quote]


def test_quoted_words_are_exact(tmp_path: Path) -> None:
    archive = Small(tmp_path, [entry("v1", "The convoys left."), entry("v2", "The convoy left.")])
    assert archive.found('"convoy"') == ["v2"]
    assert set(archive.found("convoy")) == {"v1", "v2"}


def test_what_one_language_cuts_short_is_no_stem_of_another(tmp_path: Path) -> None:
    archive = Small(
        tmp_path,
        [
            entry("police", "The police treated and counted them."),
            entry("policy", "The policy of a country is a treaty."),
            entry("tr", "Ülkenin politikası country policy treaty.", lang="tr"),
        ],
    )
    for word in ("policy", "country", "treaty"):
        assert set(archive.found(word)) == {"policy", "tr"}


def test_copies_of_a_text_fold_and_the_page_is_filled(tmp_path: Path) -> None:
    same = [entry(f"c{n}", "The dam, the dam, the dam.", issuer=f"i{n}") for n in range(5)]
    archive = Small(tmp_path, [*same, entry("v1", "The dam and the river."), entry("v2", "The dam and the convoy of the day.")])
    hits = archive.ask("dam", limit=2)
    assert hits.total == 7
    assert len(hits) == 2
    assert len(hits.hits[0].copies) == 4
    assert {hits.hits[0].statement.id, *hits.hits[0].copies} == {f"s-c{n}" for n in range(5)}
    assert [hit.version for hit in archive.ask("dam", limit=2, cursor=hits.next)] == ["v2"]


def test_what_the_archive_does_not_show_is_passed_over(tmp_path: Path) -> None:
    archive = Small(tmp_path, [entry(f"v{n}", "The dam " + "and more " * n) for n in range(9)])
    archive.entries = archive.entries[::2]
    assert archive.found("dam", limit=4) == ["v0", "v2", "v4", "v6"]


def test_words_of_most_statements_only_break_ties(tmp_path: Path) -> None:
    fillers = [entry(f"f{n}", f"The and of the {n}.") for n in range(1100)]
    archive = Small(tmp_path, [*fillers, entry("v", "The and of the day. Mercenaries came.")])
    assert marked(archive.ask("the and of mercenaries").hits[0]) == "[Mercenaries] came."


def test_small_words_only_break_ties_in_any_archive(tmp_path: Path) -> None:
    texts = [
        entry("v", "Les uns des autres. La mission arrive. Elle a vu des traces des tirs.", lang="fr"),
        entry("e", "Mission."),
    ]
    hit = Small(tmp_path, texts).ask("la mission des traces").hits[0]
    assert marked(hit) == "[La] [mission] arrive."
    assert [p.quote for p in hit.more] == ["Elle a vu des traces des tirs."]


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        pytest.param("第一座桥和第二座桥。", '"桥"', "第一座[桥]和第二座[桥]。", id="one Chinese letter, not its neighbour"),
        pytest.param("นั่น การประชุมสุดยอด", "การประชุมสุดยอดผู้นำ", "นั่น [การประชุมสุดยอด]", id="most of a Thai run"),
        pytest.param("นายกรัฐมนตรีการประ ประชุมการ", "การประชุมสุดยอดผู้นำ", "นายกรัฐมนตรี[การประ] [ประชุม]การ", id="only what stands so"),
        pytest.param("ผู้นํากล่าว", "ผู้นำ", "[ผู้นํา]กล่าว", id="a vowel typed as two signs"),
    ],
)
def test_runs_without_spaces_are_marked_letter_by_letter(tmp_path: Path, text: str, query: str, shown: str) -> None:
    assert marked(Small(tmp_path, [entry("v", text, lang="th" if "ก" in text else "zh")]).ask(query).hits[0]) == shown


def test_a_text_without_line_ends_or_sentences_still_has_a_short_quote(tmp_path: Path) -> None:
    archive = Small(tmp_path, [entry("v", "word " * 3000 + "convoy " + "word " * 3000), entry("empty", "", "Only a title")])
    hit = archive.ask("convoy").hits[0]
    assert "[convoy]" in marked(hit)
    assert len(hit.quote) <= 800
    assert marked(archive.ask("title").hits[0]) == "Only a [title]"
    assert marked(archive.ask("", Filters(), sort="date", limit=5).hits[-1]) in ("Only a title", archive.ask("").hits[0].quote)


WORDS = [
    "the",
    "convoy",
    "convoys",
    "dam.",
    "U.N.",
    "S/RES/822",
    "cease-fire",
    "外交部。",
    "Наёмники",
    "\n",
    "“quoted",
    "words”.",
    "Mr.",
    "ไทย",
    "대한민국은",
]
ASKED = [
    "convoy",
    "dam",
    "UN",
    '"the convoy"',
    '"convoy dam"~3',
    "conv*",
    "cesae-fire~2",
    "外交",
    "наемник",
    "ไทย",
    "대한민국",
    "s/res/822",
    "-dam convoy",
    "title:dam",
    "words",
]


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.lists(st.sampled_from(ASKED), min_size=1, max_size=4).map(" ".join),
)
def test_highlights_always_lie_in_the_quote_and_the_quote_in_the_text(text: str, query: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Small(Path(folder) / "index", [entry("v", text, text[:30].replace("\n", " "), lang=None)])
        for hit in archive.ask(query):
            shown = marked(hit)
            assert "[" in shown or query.startswith("-")
        archive.index.close()
