"""Protects the kind of an edit: what is of substance is never called minor, and what only rolls is never called news."""

from __future__ import annotations

import pytest

from communique.comparison import diff

BODY = (
    "The Ministry of Foreign Affairs of Karvelia strongly condemns the shelling of the town of Vesmar on 3 May.\n"
    "According to the information received, 12 civilians were wounded and the hospital was damaged.\n"
    "We call on Tamrania to respect the ceasefire that the parties agreed in Lennmark."
)
RU = (
    "Министерство иностранных дел Карвелии решительно осуждает обстрел города Весмар 3 мая.\n"
    "По полученным данным, ранены 12 мирных жителей, повреждено здание больницы."
)


def edited(old: str, new: str, text: str = BODY) -> tuple[str, str]:
    """A text, and the text with one stretch replaced."""
    assert old in text
    return text, text.replace(old, new, 1)


def after(line: str, other: str, text: str = BODY) -> tuple[str, str]:
    """A text with a line after it, and with another line there."""
    return f"{text}\n{line}".rstrip("\n"), f"{text}\n{other}".rstrip("\n")


SUBSTANTIVE = {
    "a word left out": edited("strongly ", ""),
    "a word softened": edited("condemns", "regrets"),
    "a date inside a sentence": edited("3 May", "4 May"),
    "a date inside a sentence that begins like an update line": after(
        "Updated talks open on 3 May.", "Updated talks open on 4 May."
    ),
    "a number": edited("12 civilians", "13 civilians"),
    "a number by one digit": edited("12 civilians", "120 civilians"),
    "a percentage": ("Turnout was 5% in the valley.", "Turnout was 5 in the valley."),
    "a decimal point": ("Losses of 1.5 million.", "Losses of 15 million."),
    "not": edited("was damaged", "was not damaged"),
    "could not for could now": ("The envoy could now attend.", "The envoy could not attend."),
    "a near name": ("The delegation of Iran left.", "The delegation of Iraq left."),
    "another near name": ("The embassy of Austria closed.", "The embassy of Australia closed."),
    "a name renamed": ("The talks in Kiev ended.", "The talks in Kyiv ended."),
    "two real words one letter apart": ("The county was attacked.", "The country was attacked."),
    "two real words with letters swapped": ("It is an unclear programme.", "It is a nuclear programme."),
    "a number of things": ("The attack was condemned.", "The attacks was condemned."),
    "a tense": edited("was damaged", "is damaged"),
    "a sentence added": after("", "The ambassador was recalled."),
    "a sentence removed": after("The ambassador was recalled.", ""),
    "paragraphs in another order": (BODY, "\n".join(BODY.split("\n")[::-1])),
    "a word moved": ("He said only that it failed.", "He only said that it failed."),
    "a statement's own date line": after("3 May 2024", "5 May 2024"),
    "a counter inside a sentence": ("The film had 12 views in Vesmar.", "The film had 13 views in Vesmar."),
    "an update line and a word": (f"Updated: 3 May 2024\n{BODY}", f"Updated: 4 May 2024\n{BODY}".replace("strongly ", "")),
    "an update line that tells something": after("", "Update: the ministry withdraws the second paragraph."),
    "the words of a link": ("See [our note](https://a.example/1).", "See [their note](https://a.example/1)."),
    "a telephone number": ("Call +41 22 555 01.", "Call +41 22 555 02."),
    "German subjunctive": ("Das Abkommen wurde unterzeichnet.", "Das Abkommen würde unterzeichnet."),
    "German verbs that differ in an umlaut": (
        "Er forderte den Dialog mit der Regierung.",
        "Er förderte den Dialog mit der Regierung.",
    ),
    "French accents that are tenses": ("La Karvélie accuse la Tamranie.", "La Karvélie accusé la Tamranie."),
    "Spanish accents that are tenses": ("El ministro de la paz termino la visita.", "El ministro de la paz terminó la visita."),
    "Turkish negation": ("Anlaşma uygulandı.", "Anlaşma uygulanmadı."),
    "Azerbaijani negation": ("Razılaşma icra olunur.", "Razılaşma icra olunmur."),
    "Persian negation": ("وزارت این گزارش را تأیید می‌کند.", "وزارت این گزارش را تأیید نمی‌کند."),
    "Russian negation": edited("осуждает", "не осуждает", RU),
    "Russian negation written together": ("Это законное требование.", "Это незаконное требование."),
    "Russian number": edited("12 мирных", "21 мирных", RU),
    "Arabic root letters": ("قُتل مدني في الهجوم", "قاتل مدني في الهجوم"),
    "Arabic word": ("تدين الوزارة بشدة الهجوم على المدينة", "تدين الوزارة الهجوم على المدينة"),
    "Chinese word": ("外交部发言人对此表示强烈谴责。", "外交部发言人对此表示谴责。"),
    "Japanese negation": ("政府はこの主張を認める。", "政府はこの主張を認めない。"),
    "Thai word": ("กระทรวงประณามการโจมตีอย่างรุนแรง", "กระทรวงประณามการโจมตี"),
    "Armenian word": ("Նախարարությունը խստորեն դատապարտում է հարձակումը։", "Նախարարությունը դատապարտում է հարձակումը։"),
    "Georgian word": ("სამინისტრო მკაცრად გმობს თავდასხმას.", "სამინისტრო გმობს თავდასხმას."),
    "Hindi word": ("मंत्रालय हमले की कड़ी निंदा करता है।", "मंत्रालय हमले की निंदा करता है।"),
    "Vietnamese tones": ("Bộ bán hàng cho họ.", "Bộ bạn hàng cho họ."),
    "everything": (BODY, RU),
    "all of it removed": (BODY, ""),
    "all of it new": ("", BODY),
}
MINOR = {
    "a typing error mended": ("The goverment recieved the note.", "The government received the note."),
    "a typing error made": edited("hospital", "hosptial"),
    "two slips in a long word": ("The Comittee adopted the recomendations.", "The Committee adopted the recommendations."),
    "a letter of a name": ("Azerbajan and the OSCE met in the capital.", "Azerbaijan and the OSCE met in the capital."),
    "a full stop": edited("Lennmark.", "Lennmark"),
    "a comma": edited("Lennmark.", "Lennmark,"),
    "quotation marks": ('He called it "a mistake".', "He called it “a mistake”."),
    "an apostrophe": ("The parties' envoys didn't meet.", "The parties’ envoys didn’t meet."),
    "a dash": ("The talks - the third round - ended.", "The talks – the third round – ended."),
    "capitals": edited("Ministry of Foreign Affairs", "MINISTRY OF FOREIGN AFFAIRS"),
    "a space": edited("strongly condemns", "strongly  condemns"),
    "a no-break space": edited("3 May", "3\u00a0May"),
    "empty lines": (BODY, BODY.replace("\n", "\n\n")),
    "a line break inside a paragraph": edited("strongly condemns", "strongly\ncondemns"),
    "a newline at the end": (BODY, BODY + "\n"),
    "Windows line ends": (BODY, BODY.replace("\n", "\r\n")),
    "words written together": edited("ceasefire", "cease-fire"),
    "words written apart": ("An air strike hit Vesmar.", "An airstrike hit Vesmar."),
    "a word written twice": edited("of the town", "of the the town"),
    "British and American": ("The defence programme of the centre honours it.", "The defense program of the center honors it."),
    "grouped digits": ("1,200,000 people fled.", "1 200 000 people fled."),
    "other digits": ("١٢ جريحا في المدينة", "12 جريحا في المدينة"),
    "an accent": ("The Republic of Turkiye and the EU met.", "The Republic of Türkiye and the EU met."),
    "French misspelling": ("Le gouvernment de la Karvélie proteste.", "Le gouvernement de la Karvélie proteste."),
    "German misspelling": (
        "Die Regirung hat das Abkommen mit der EU begrüßt.",
        "Die Regierung hat das Abkommen mit der EU begrüßt.",
    ),
    "Russian misspelling": ("Призидент и правительство не согласны на это.", "Президент и правительство не согласны на это."),
    "Russian yo": ("Приём прошёл в столице.", "Прием прошел в столице."),
    "Arabic vowel points": ("تُدين الوزارة الهجوم", "تدين الوزارة الهجوم"),
    "Persian letter forms": ("وزارت امور خارجه كشور", "وزارت امور خارجه کشور"),
    "Persian joiner": ("وزارت می‌گوید", "وزارت میگوید"),
    "full-width forms": ("共１２人。", "共12人。"),
    "Chinese punctuation": ("外交部表示，强烈谴责。", "外交部表示,强烈谴责."),
    "markup and a comma": ("The **Ministry** said so.", "The Ministry, said so."),
    "an update line and a typing error": (
        f"Updated: 3 May 2024\n{BODY}",
        f"Updated: 4 May 2024\n{BODY}".replace("hospital", "hosptial"),
    ),
}
MARKUP = {
    "a link target": ("See [our note](https://a.example/1).", "See [our note](https://a.example/2)."),
    "a relative link target": ("See [our note](/a/1).", 'See [our note](/b/2 "Note").'),
    "a link added": ("See our note.", "See [our note](https://a.example/1)."),
    "a link removed": ("See [our note](https://a.example/1).", "See our note."),
    "a bare address": ("Livestream: https://a.example/live1", "Livestream: https://a.example/live2"),
    "bold": edited("strongly condemns", "**strongly condemns**"),
    "italics to bold": ("It is *final*.", "It is __final__."),
    "a heading": (BODY, "# " + BODY),
    "a heading of another level": (f"## Statement\n\n{BODY}", f"### Statement ###\n\n{BODY}"),
    "bullets": ("We ask for\n- talks\n- access", "We ask for\n* talks\n* access"),
    "list made of lines": ("We ask for\ntalks\naccess", "We ask for\n\n- talks\n- access"),
    "a quotation": (BODY, "> " + BODY.replace("\n", "\n> ")),
    "an image": ("![map](https://a.example/m1.png) The map.", "![map](https://a.example/m2.png) The map."),
    "a tag": ("It is <b>final</b>.", "It is final."),
    "a table": ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n| :-- | --: |\n| 1 | 2 |"),
    "a link and empty lines": ("See [it](https://a.example/1).\nEnd of it.", "See [it](https://a.example/2).\n\nEnd of it."),
    "an update line and a link": (
        "Updated: 3 May 2024\nSee [it](https://a.example/1).",
        "Updated: 4 May 2024\nSee [it](https://a.example/2).",
    ),
}
ROLLING = {
    "update line": after("Last updated: 3 May 2024", "Last updated: 5 May 2024"),
    "update line added": after("", "Updated: 5 May 2024"),
    "update line removed": after("Page last modified on 3 May 2024 at 14:30 GMT", ""),
    "update line before the text": (f"Last updated 3 May 2024\n\n{BODY}", f"Last updated 5 May 2024\n\n{BODY}"),
    "update line elsewhere": (f"Last updated: 3 May 2024\n{BODY}", f"{BODY}\nLast updated: 5 May 2024"),
    "label and date on two lines": after("Still current at:\n5 May 2024", "Still current at:\n6 May 2024"),
    "view counter": after("Views: 1,234", "Views: 1,250"),
    "view counter, number first": after("1 234 views", "1 250 views"),
    "view counter on two lines": after("1234\nviews", "1250\nviews"),
    "view counter with a picture": after("👁 1234", "👁 1250"),
    "counters between bars": after("Read: 531 | Comments (2) | Shares: 12", "Read: 540 | Comments (3) | Shares: 12"),
    "counter beside the place": after("Vesmar, 3 May 2024. Views: 12", "Vesmar, 3 May 2024. Views: 1300"),
    "date of update in brackets": edited("Lennmark.", "Lennmark. (Updated 3 May 2024)"),
    "print date": after("Printed on 3 May 2024, 14:22:01", "Printed on 4 May 2024, 09:01:59"),
    "page generated": after("Page generated: 2024-05-03T14:22:01Z", "Page generated: 2024-05-04T09:00:00Z"),
    "bare time stamp": after("03.05.2024 14:30", "04.05.2024 09:15"),
    "update line and empty line": after("Updated: 3 May 2024", "\nUpdated: 4 May 2024"),
    "field of a record": ('{\n"update_date": "2024-05-03T14:06:39+00:00"\n}', '{\n"update_date": "2024-05-04T14:06:39+00:00"\n}'),
    "French": after("Mis à jour le 1er mai 2024 à 10h30", "Mis à jour le 2 mai 2024 à 9h05"),
    "Spanish": after("Última actualización: 3 de mayo de 2024", "Última actualización: 4 de mayo de 2024"),
    "Portuguese": after("Atualizado em 03/05/2024 14h30", "Atualizado em 04/05/2024 9h00"),
    "Italian": after("Ultimo aggiornamento: 3 maggio 2024", "Ultimo aggiornamento: 4 maggio 2024"),
    "German": after("Zuletzt aktualisiert am 3. Mai 2024 um 14:30 Uhr", "Zuletzt aktualisiert am 4. Mai 2024 um 9:00 Uhr"),
    "Polish": after("Ostatnia aktualizacja: 3 maja 2024 r. godz. 10:00", "Ostatnia aktualizacja: 4 maja 2024 r. godz. 11:00"),
    "Russian update": after("Обновлено 03.05.2024 в 14:30", "Обновлено 04.05.2024 в 15:30", RU),
    "Russian counter": after("Просмотров: 531", "Просмотров: 1 532", RU),
    "Ukrainian": after("Останнє оновлення: 3 травня 2024 року", "Останнє оновлення: 4 травня 2024 року"),
    "Turkish": after("Son güncelleme: 3 Mayıs 2024 Cuma 14:30", "Son güncelleme: 4 Mayıs 2024 Cumartesi 10:30"),
    "Azerbaijani": after("Baxış sayı: 531", "Baxış sayı: 777"),
    "Armenian": after("Թարմացվել է՝ 3 մայիսի 2024", "Թարմացվել է՝ 4 մայիսի 2024"),
    "Georgian": after("ბოლო განახლება: 3 მაისი, 2024", "ბოლო განახლება: 4 მაისი, 2024"),
    "Greek": after("Τελευταία ενημέρωση: 3 Μαΐου 2024", "Τελευταία ενημέρωση: 4 Μαΐου 2024"),
    "Hebrew": after("עודכן לאחרונה: 3 במאי 2024", "עודכן לאחרונה: 4 במאי 2024"),
    "Arabic update": after("آخر تحديث: ٣ مايو ٢٠٢٤", "آخر تحديث: ٤ مايو ٢٠٢٤"),
    "Arabic counter": after("عدد المشاهدات: 120", "عدد المشاهدات: 340"),
    "Persian update": after("آخرین به‌روزرسانی: ۱۲ تیر ۱۴۰۳", "آخرین به‌روزرسانی: ۱۳ تیر ۱۴۰۳"),
    "Persian counter": after("تعداد بازدید: ۱۲۰", "تعداد بازدید: ۱۳۰"),
    "Hindi": after("अंतिम अद्यतन: 3 मई 2024", "अंतिम अद्यतन: 4 मई 2024"),
    "Thai update": after("ปรับปรุงล่าสุด 5 มีนาคม 2567 เวลา 10.30 น.", "ปรับปรุงล่าสุด 6 มีนาคม 2567 เวลา 11.30 น."),
    "Thai counter": after("จำนวนผู้เข้าชม 1,234 ครั้ง", "จำนวนผู้เข้าชม 1,300 ครั้ง"),
    "Vietnamese": after("Cập nhật lúc 14:30 ngày 3 tháng 5 năm 2024", "Cập nhật lúc 9:30 ngày 4 tháng 5 năm 2024"),
    "Indonesian": after("Terakhir diperbarui: 3 Mei 2024 pukul 10.00 WIB", "Terakhir diperbarui: 4 Mei 2024 pukul 10.00 WIB"),
    "Chinese update": after("更新时间：2024年5月3日 14:30", "更新时间：2024年5月4日 09:30"),
    "Chinese counter": after("浏览次数：123次", "浏览次数：456次"),
    "Japanese": after("最終更新日：令和6年5月3日", "最終更新日：令和6年5月4日"),
    "Korean": after("최종수정일: 2024년 5월 3일 조회수 1,234", "최종수정일: 2024년 5월 4일 조회수 1,300"),
}
CASES = [(kind, name, pair) for kind in ("SUBSTANTIVE", "MINOR", "MARKUP", "ROLLING") for name, pair in globals()[kind].items()]


@pytest.mark.parametrize(("kind", "a", "b"), [pytest.param(k.lower(), *pair, id=f"{k.lower()}-{n}") for k, n, pair in CASES])
def test_an_edit_has_its_kind(kind: str, a: str, b: str) -> None:
    edit = diff(a, b)
    assert (edit.edit, edit.notes) == (kind, edit.notes)
    assert edit.notes


@pytest.mark.parametrize(("kind", "a", "b"), [pytest.param(k.lower(), *pair, id=f"{k.lower()}-{n}") for k, n, pair in CASES])
def test_an_edit_taken_back_is_of_the_same_kind(kind: str, a: str, b: str) -> None:
    assert diff(b, a).edit == kind


@pytest.mark.parametrize("text", ["", "a", BODY, RU, "\n", " "])
def test_equal_texts_are_the_same(text: str) -> None:
    edit = diff(text, text)
    assert (edit.edit, edit.similarity, edit.moved, edit.notes) == ("same", 1.0, (), ())


def test_mass_is_never_given() -> None:
    assert {diff(a, b).edit for _, _, (a, b) in CASES} == {"substantive", "minor", "markup", "rolling"}


def test_the_language_given_chooses_the_dictionary() -> None:
    a, b = "Regirung protestiert.", "Regierung protestiert."
    assert diff(a, b).edit == "substantive"
    assert diff(a, b, lang="de").edit == "minor"
    assert diff(a, b, lang="de-AT").edit == "minor"
    assert diff(a, b, lang="az").edit == "substantive"


@pytest.mark.parametrize(
    ("pair", "note"),
    [
        (MINOR["a typing error made"], "spelling: hospital -> hosptial"),
        (MINOR["empty lines"], "white space"),
        (MINOR["a comma"], "punctuation: . -> ,"),
        (MINOR["Russian yo"], "letters: Приём -> Прием"),
        (MARKUP["a link target"], "link target: https://a.example/1 -> https://a.example/2"),
        (MARKUP["bold"], "formatting"),
        (MARKUP["a link added"], "link added: https://a.example/1"),
        (ROLLING["update line"], "update line: Last updated: 3 May 2024 -> Last updated: 5 May 2024"),
        (ROLLING["update line added"], "update line added: Updated: 5 May 2024"),
        (ROLLING["view counter"], "counter: Views: 1,234 -> Views: 1,250"),
        (ROLLING["print date"], "time stamp: Printed on 3 May 2024, 14:22:01 -> Printed on 4 May 2024, 09:01:59"),
        (SUBSTANTIVE["a word left out"], 'removed: "strongly"'),
        (SUBSTANTIVE["a number"], '"12" -> "13"'),
        (SUBSTANTIVE["a sentence added"], 'added: "The ambassador was recalled."'),
        (SUBSTANTIVE["paragraphs in another order"], "2 paragraphs moved"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_notes_say_what_was_seen(pair: tuple[str, str], note: str) -> None:
    assert note in diff(*pair).notes
