"""Protects: pages of the big press-room systems with their typical junk - nothing of the template comes in, no line of the text is lost."""

from __future__ import annotations

import pytest
from press_room_pages import CASES, Case

from communique.extraction import extract_bytes
from communique.extraction.dates import is_update
from communique.extraction.furniture import contacts, is_aside, is_phrase
from communique.extraction.issuer import in_text

CAPTURED = "2024-06-30T00:00:00Z"


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name) for c in CASES])
def test_a_page_of_a_press_room_gives_its_statement_and_nothing_else(case: Case) -> None:
    found = extract_bytes(case.html.encode(), captured=CAPTURED)
    assert (found.page_type, found.title) == ("statement", case.title)
    assert (found.date.value if found.date else None) == case.date
    dateline = found.date.evidence if found.date else ""
    assert [line for line in found.text.split("\n") if line != dateline] == list(case.lines)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Tiempo de lectura: 2 minutos", id="reading time"),
        pytest.param("4 min read", id="reading time before"),
        pytest.param("Escucha este artículo", id="listen"),
        pytest.param("Hochauflösendes Bild (jpeg, 1MB)", id="larger picture"),
        pytest.param("Читайте также: Карвелия закрыла пролив", id="read also"),
    ],
)
def test_a_word_of_the_site_to_its_reader_is_told_wherever_it_stands(line: str) -> None:
    assert is_aside(line)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Listen to this: the strait is closed.", id="a sentence that begins so"),
        pytest.param("Reading time and again of sanctions, we object.", id="no figure"),
        pytest.param("See also the treaty of 1931.", id="a reference of the text"),
        pytest.param("Wenn Sie dieses Land verlassen, melden Sie sich.", id="another condition"),
    ],
)
def test_a_sentence_is_no_word_of_the_site(line: str) -> None:
    assert not is_aside(line)


def test_an_official_number_alone_is_no_button() -> None:
    assert not is_phrase("№ 118/24")
    assert is_phrase("* * *")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("Mise à jour : mars 2024", True, id="month"),
        pytest.param("Last updated: 14 March 2024, 18:20", True, id="day and time"),
        pytest.param("Ostrin, 14 March 2024", False, id="a dateline"),
        pytest.param("The list of 14 March 2024 was updated by the committee in its last session.", False, id="a sentence"),
    ],
)
def test_a_line_that_tells_the_last_update_is_told_from_a_dateline(line: str, told: bool) -> None:
    assert is_update(line) is told


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Both will meet on 3 April 2024 in Lennmark.", id="en"),
        pytest.param("سيجتمع الجانبان في ٣ أبريل ٢٠٢٤ في لينمارك.", id="ar"),
        pytest.param("双方将于2024年4月3日在伦马克举行正式会晤。", id="zh"),
    ],
)
def test_a_short_sentence_about_a_meeting_is_no_dateline(line: str) -> None:
    page = f"<html><body><h1>Joint statement on the strait of Orvel</h1><p>{line}</p><p>{line[:-1]}!</p></body></html>"
    found = extract_bytes(page.encode(), captured=CAPTURED)
    assert found.date is None
    assert found.unknown["date"]


def test_the_day_of_the_visit_in_the_head_of_a_site_is_not_the_date() -> None:
    page = """<html><body><header>Mon, 24 June 2024 <a href="/">Foreign Office</a></header><main><h1>Joint statement on the strait</h1>
    <p>Karvelia and Tamrania reaffirm the treaty on the strait of Orvel, which gives free passage to all.</p></main></body></html>"""
    assert extract_bytes(page.encode(), captured=CAPTURED).date is None


def test_a_heading_above_the_text_wins_where_the_head_names_a_part_of_the_site_that_is_not_shown() -> None:
    page = """<html lang="ko"><head><title>상세보기|보도자료외교부</title></head><body><h3>보도자료</h3><h2>오르벨 해협 상황 관련 대변인 성명</h2>
    <dl><dt>부서</dt><dd>대변인실</dd><dt>작성일</dt><dd>2024-03-14</dd></dl><div><p>정부는 오르벨 해협의 봉쇄에 깊은 우려를 표명한다.</p>
    <p>정부는 관련국들이 대화를 통해 문제를 해결할 것을 촉구한다.</p></div></body></html>"""
    found = extract_bytes(page.encode(), captured=CAPTURED)
    assert (found.title, found.date.value if found.date else None) == ("오르벨 해협 상황 관련 대변인 성명", "2024-03-14")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("| 1,024 view", True, id="views"),
        pytest.param("Μέγεθος γραμματοσειράς A A A", True, id="letters"),
        pytest.param("来源：外交部网站　【字体：大 中 小】打印", True, id="source and letters"),
        pytest.param("In view of the above, we object", False, id="a sentence"),
    ],
)
def test_lines_of_buttons_are_told_from_words(line: str, told: bool) -> None:
    assert is_phrase(line) is told


def test_the_name_of_an_issuer_ends_before_the_verb_of_an_arabic_headline() -> None:
    named, _ = in_text([("title", "وزارة الخارجية الكارفيلية تدين الهجوم على الميناء")], [], "ar")
    assert named == "وزارة الخارجية الكارفيلية"


def test_a_table_in_a_figure_stays_and_the_words_beside_a_picture_go() -> None:
    page = """<html><body><h1>Aid to the harbour of Ostrin</h1><div>
    <p>The Ministry of Karvelia has sent aid to the harbour of Ostrin, which the storm destroyed.</p>
    <figure><table><tr><td>Blankets</td><td>1,200</td></tr><tr><td>Tents</td><td>300</td></tr></table></figure>
    <div class="media"><img src="a.jpg"><span>The harbour after the storm.</span></div>
    <p>A second convoy leaves tomorrow and will reach the harbour on Friday.</p></div></body></html>"""
    lines = extract_bytes(page.encode()).text.split("\n")
    assert "Blankets\t1,200" in lines
    assert "The harbour after the storm." not in lines


def test_an_element_named_after_media_that_holds_the_text_is_the_text() -> None:
    body = "".join(f"<p>Sentence {n} of the statement says what the Ministry of Karvelia holds.</p>" for n in range(8))
    page = f'<html><body><h1>On the strait of Orvel</h1><div class="media-wrap"><img src="a.jpg">{body}</div></body></html>'
    assert len(extract_bytes(page.encode()).text.split("\n")) == 8


_TEXT = """<p>Karvelia and Tamrania agreed to open the strait of Orvel to all merchant ships without delay.</p>
<p>The Ministry welcomes the decision of both governments and thanks the Assembly.</p>"""


def test_a_heading_by_its_role_is_a_heading() -> None:
    page = f"""<html><head><title>Agreement on the strait</title></head><body><div><div role="heading" aria-level="1">Agreement on the strait</div>
    <div>Marta Brand</div><span>Published 14/03/2024</span></div><div>{_TEXT}</div></body></html>"""
    found = extract_bytes(page.encode(), captured=CAPTURED)
    assert (found.title, found.date.value if found.date else None) == ("Agreement on the strait", "2024-03-14")


def test_a_text_that_begins_with_a_subheading_keeps_it() -> None:
    page = f"<html><body><main><h1>Briefing on the strait</h1><div><h3>The agreement of Lennmark</h3>{_TEXT}<h3>More</h3></div></main></body></html>"
    assert extract_bytes(page.encode()).text.startswith("The agreement of Lennmark\nKarvelia and Tamrania")


def test_the_day_of_an_event_beside_its_term_is_not_the_date_of_the_text() -> None:
    page = f"""<html><body><main><h1>Conference on the strait</h1><dl><dt>When</dt><dd>12 May 2024, 10:00 - 13:00</dd></dl>{_TEXT}
    <p>Accreditation closes on 8 May 2024.</p></main></body></html>"""
    assert extract_bytes(page.encode(), captured=CAPTURED).date is None


def test_a_page_that_asks_for_a_name_before_the_password_is_a_log_in_page() -> None:
    page = """<html><head><title>Sign in to your account</title></head><body><div>Sign in</div><div>Email or phone</div>
    <input type="email"><div>No account? Create one!</div></body></html>"""
    found = extract_bytes(page.encode())
    assert (found.page_type, (found.reason or "")[:13]) == ("other", "a log-in page")


def test_a_statement_with_a_newsletter_field_is_no_log_in_page() -> None:
    page = f"""<html><head><title>Sign in blood: statement on the strait</title></head><body><h1>Sign in blood: statement on the strait</h1>
    {_TEXT * 3}<form>Newsletter <input type="email"></form></body></html>"""
    assert extract_bytes(page.encode()).page_type == "statement"


@pytest.mark.parametrize("attributes", ['src="/date-2024-03-14.gif"', 'src="1.gif" alt="14 March 2024"'], ids=["name", "words"])
def test_a_date_that_only_a_picture_shows_stays_unknown_with_its_reason(attributes: str) -> None:
    page = f"<html><body><main><h1>Statement on the strait</h1><img {attributes}><div>{_TEXT}</div></main></body></html>"
    found = extract_bytes(page.encode(), captured=CAPTURED)
    assert found.date is None
    assert found.unknown["date"]


def test_a_page_in_two_languages_keeps_both_and_names_the_first() -> None:
    russian = "<p>***</p><p>Карвелия и Тамрания договорились открыть пролив Орвел для всех торговых судов без промедления.</p>"
    page = f"<html><body><main><h1>Joint statement on the strait</h1><div>{_TEXT}{_TEXT}{russian}</div></main></body></html>"
    found = extract_bytes(page.encode())
    assert found.lang == "en"
    assert found.text.endswith("без промедления.")


@pytest.mark.parametrize(
    ("lines", "begins"),
    [
        pytest.param(["The strait is closed.", "Contacts", "Nora Whitfield", "+32 2 295 81 53"], 1, id="name and telephone"),
        pytest.param(["The strait is closed.", "Pressekontakt:", "presse@x.example"], 1, id="address"),
        pytest.param(["The strait is closed.", "Contacts", "Both sides met again."], 3, id="a part of the text"),
        pytest.param(["Contacts", "presse@x.example"], 2, id="nothing but contacts"),
        pytest.param(["The strait is closed.", "Call 020 7008 3100"], 2, id="no heading"),
    ],
)
def test_the_part_that_names_press_contacts_is_told_from_the_text(lines: list[str], begins: int) -> None:
    assert contacts(lines) == begins


def test_press_contacts_leave_the_text_with_their_reason() -> None:
    page = f"""<html><body><main><h1>Statement on the strait</h1><div>{_TEXT}<h2>Contacts</h2><p>Media Relations Office<br>Global Affairs Karvelia
    <br>343-203-7700<br><a href="mailto:m@x.example">m@x.example</a></p></div></main></body></html>"""
    found = extract_bytes(page.encode())
    assert found.text.endswith("thanks the Assembly.")
    assert any("Media Relations Office" in found.page_text[start:end] for start, end, _ in found.furniture)


def test_a_heading_wins_over_an_abbreviation_in_the_head() -> None:
    page = f"<html><head><title>MFA</title></head><body><h1>News</h1><h3>Statement of the MFA on the strait of Orvel</h3><div>{_TEXT}</div></body></html>"
    assert extract_bytes(page.encode()).title == "Statement of the MFA on the strait of Orvel"


@pytest.mark.parametrize("kicker", ["1. März 2024", "Meerenge von Orvel"], ids=["a date", "a topic"])
def test_what_stands_before_a_title_in_an_element_of_its_own_is_no_part_of_it(kicker: str) -> None:
    page = f"""<html><head><title>Karvelien verurteilt die Schließung - Außenministerium</title></head><body>
    <h1><span>{kicker}</span> Karvelien verurteilt die Schließung</h1><div>{_TEXT}</div></body></html>"""
    assert extract_bytes(page.encode(), captured=CAPTURED).title == "Karvelien verurteilt die Schließung"
