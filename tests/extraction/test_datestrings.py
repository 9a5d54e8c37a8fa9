"""Protects: written dates are read in every language and calendar, and an ambiguous one is never decided by luck."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extraction import calendars
from communique.extraction.datestrings import find, parse, yearless

READ = [
    ("en", "5 October 2020", "2020-10-05"),
    ("en", "October 5th, 2020", "2020-10-05"),
    ("en", "Monday, Oct. 5, 2020", "2020-10-05"),
    ("en", "the 5th of October 2020", "2020-10-05"),
    ("en", "5-Oct-2020", "2020-10-05"),
    ("en", "2020-10-05T09:30:00Z", "2020-10-05"),
    ("de", "5. Oktober 2020", "2020-10-05"),
    ("de", "Wien, 05.10.2020", "2020-10-05"),
    ("de", "1. Jänner 2021", "2021-01-01"),
    ("de", "3. März 2021", "2021-03-03"),
    ("fr", "le 1er octobre 2020", "2020-10-01"),
    ("fr", "jeudi 5 février 2021", "2021-02-05"),
    ("fr", "05/10/2020", "2020-10-05"),
    ("es", "5 de octubre de 2020", "2020-10-05"),
    ("es", "martes, 5 de enero del 2021", "2021-01-05"),
    ("es", "5/10/2020", "2020-10-05"),
    ("pt", "1º de outubro de 2020", "2020-10-01"),
    ("it", "5 ottobre 2020", "2020-10-05"),
    ("ca", "5 d’octubre de 2020", "2020-10-05"),
    ("ru", "5 октября 2020 г.", "2020-10-05"),
    ("ru", "5-го мая 2021 года", "2021-05-05"),
    ("ru", "05.10.2020 14:30", "2020-10-05"),
    ("uk", "5 жовтня 2020 року", "2020-10-05"),
    ("be", "5 кастрычніка 2020 г.", "2020-10-05"),
    ("bg", "5 октомври 2020 г.", "2020-10-05"),
    ("sr", "5. октобар 2020.", "2020-10-05"),
    ("hr", "5. listopada 2020.", "2020-10-05"),
    ("pl", "5 listopada 2020 r.", "2020-11-05"),
    ("cs", "5. října 2020", "2020-10-05"),
    ("sk", "5. októbra 2020", "2020-10-05"),
    ("sl", "5. oktober 2020", "2020-10-05"),
    ("hu", "2020. október 5.", "2020-10-05"),
    ("ro", "5 octombrie 2020", "2020-10-05"),
    ("el", "5 Οκτωβρίου 2020", "2020-10-05"),
    ("sq", "5 tetor 2020", "2020-10-05"),
    ("lt", "2020 m. spalio 5 d.", "2020-10-05"),
    ("lv", "2020. gada 5. oktobris", "2020-10-05"),
    ("et", "5. oktoober 2020", "2020-10-05"),
    ("fi", "5. lokakuuta 2020", "2020-10-05"),
    ("sv", "den 5 oktober 2020", "2020-10-05"),
    ("nb", "5. oktober 2020", "2020-10-05"),
    ("nl", "5 oktober 2020", "2020-10-05"),
    ("tr", "5 Ekim 2020", "2020-10-05"),
    ("tr", "5 Ağustos 2020, Ankara", "2020-08-05"),
    ("az", "12 oktyabr 2020-ci il", "2020-10-12"),
    ("az", "12 oktyabr 2020", "2020-10-12"),
    ("uz", "2020-yil 5-oktabr", "2020-10-05"),
    ("kk", "2020 жылғы 5 қазан", "2020-10-05"),
    ("ky", "2020-жылдын 5-октябры", "2020-10-05"),
    ("mn", "2020 оны 10 дугаар сарын 5", "2020-10-05"),
    ("hy", "5 հոկտեմբերի 2020 թ.", "2020-10-05"),
    ("hy", "Հոկտեմբեր 5, 2020", "2020-10-05"),
    ("ka", "5 ოქტომბერი 2020", "2020-10-05"),
    ("he", "5 באוקטובר 2020", "2020-10-05"),
    ("ar", "5 أكتوبر 2020", "2020-10-05"),
    ("ar", "٥ أكتوبر ٢٠٢٠", "2020-10-05"),
    ("ar", "5 تشرين الأول 2020", "2020-10-05"),
    ("ar", "12 كانون الثاني/يناير 2021", "2021-01-12"),
    ("ar", "18 صفر 1442هـ الموافق 5 أكتوبر 2020م", "2020-10-05"),
    ("fa", "۱۴ مهر ۱۳۹۹", "2020-10-05"),
    ("fa", "۱۳۹۹/۰۷/۱۴", "2020-10-05"),
    ("fa", "۵ اکتبر ۲۰۲۰", "2020-10-05"),
    ("ur", "5 اکتوبر 2020", "2020-10-05"),
    ("hi", "5 अक्टूबर 2020", "2020-10-05"),
    ("hi", "१५ अगस्त २०२०", "2020-08-15"),
    ("bn", "৫ অক্টোবর ২০২০", "2020-10-05"),
    ("si", "2020 ඔක්තෝබර් 05", "2020-10-05"),
    ("th", "วันจันทร์ที่ 15 สิงหาคม 2565", "2022-08-15"),
    ("th", "15 ส.ค. 2565", "2022-08-15"),
    ("th", "15/08/2565", "2022-08-15"),
    ("vi", "ngày 5 tháng 10 năm 2020", "2020-10-05"),
    ("id", "5 Oktober 2020", "2020-10-05"),
    ("id", "5 Agustus 2020", "2020-08-05"),
    ("zh", "2020年10月5日", "2020-10-05"),
    ("zh", "二〇二〇年十月二十五日", "2020-10-25"),
    ("zh", "民國109年10月5日", "2020-10-05"),
    ("ja", "令和2年10月5日", "2020-10-05"),
    ("ja", "令和元年5月1日", "2019-05-01"),
    ("ja", "平成31年4月30日（火曜日）", "2019-04-30"),
    ("ko", "2020년 10월 5일", "2020-10-05"),
    ("ko", "2020. 10. 5.", "2020-10-05"),
    ("sw", "5 Oktoba 2020", "2020-10-05"),
]


@pytest.mark.parametrize(("lang", "text", "value"), [pytest.param(*row, id=f"{row[0]}: {row[1]}") for row in READ])
def test_a_written_date_is_read(lang: str, text: str, value: str) -> None:
    found = [f for f in find(text, lang) if not f.inferred] or find(text, lang)
    assert [f.value for f in found[:1]] == [value]


def test_dates_of_at_least_twenty_languages_are_in_the_table() -> None:
    assert len({row[0] for row in READ}) >= 40
    assert len(READ) >= 60


@pytest.mark.parametrize(
    ("text", "lang", "order", "value", "others"),
    [
        pytest.param("12/10/2020", "en", None, "2020", ("2020-10-12", "2020-12-10"), id="English slashes say nothing"),
        pytest.param("12-10-2020", None, None, "2020", ("2020-10-12", "2020-12-10"), id="hyphens without a language"),
        pytest.param("12/10/2020", "en", "dmy", "2020-10-12", (), id="the profile says day first"),
        pytest.param("12/10/2020", "en", "mdy", "2020-12-10", (), id="the profile says month first"),
        pytest.param("13/10/2020", "en", None, "2020-10-13", (), id="a day over twelve decides"),
        pytest.param("05/05/2020", "en", None, "2020-05-05", (), id="both readings agree"),
        pytest.param("12/10/2020", "fr", None, "2020-10-12", (), id="French writes the day first"),
        pytest.param("12.10.2020", None, None, "2020-10-12", (), id="full stops go with the day first"),
        pytest.param("5 listopada 2020", None, None, "2020", ("2020-10-05", "2020-11-05"), id="a month name of two languages"),
        pytest.param("5 listopada 2020", "hr", None, "2020-10-05", (), id="... told by the language"),
    ],
)
def test_two_readings_stay_two(text: str, lang: str | None, order: str | None, value: str, others: tuple[str, ...]) -> None:
    (found,) = find(text, lang, order)  # type: ignore[arg-type]
    assert (found.value, found.others) == (value, others)
    assert found.precision == ("year" if others else "day")


@pytest.mark.parametrize(
    "text",
    [
        "September 27",
        "A/RES/75/2020",
        "tel. 2020 1234",
        "31 February 2020",
        "32.10.2020",
        "in 2020 we said",
        "room 1945",
        "12.10",
        "v. 2020.1",
        "may 2020 people",
    ],
)
def test_what_is_no_day_is_not_read_as_one(text: str) -> None:
    assert [f.value for f in find(text) if f.precision == "day"] == []


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [("October 2020", "2020-10", "month"), ("октябрь 2020 г.", "2020-10", "month"), ("2020年10月", "2020-10", "month")],
)
def test_a_month_is_a_month(text: str, value: str, precision: str) -> None:
    assert [(f.value, f.precision) for f in find(text)] == [(value, precision)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2009", ("2009", "year")),
        ("2009-07", ("2009-07", "month")),
        ("2009-07-03", ("2009-07-03", "day")),
        ("2017-09-29T13:10:08-04:00", ("2017-09-29", "day")),
        ("20200315", ("2020-03-15", "day")),
        ("20200315121500", ("2020-03-15", "day")),
        ("Tue, 03 Mar 2020 10:00:00 GMT", ("2020-03-03", "day")),
        ("soon", None),
        ("", None),
        ("2020-13-45", None),
        ("1 May 2020 - 3 May 2020", None),
        ("0000-00-00", None),
    ],
)
def test_a_field_holds_one_date_or_none(value: str, expected: tuple[str, str] | None) -> None:
    found = parse(value)
    assert ((found.value, found.precision) if found else None) == expected


def test_a_lunar_date_is_marked_as_inferred() -> None:
    (found,) = find("18 صفر 1442هـ", "ar")
    assert (found.value, found.inferred) == ("2020-10-05", True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("since September 27 this year", "September 27"),
        ("27 сентября началась", "27 сентября"),
        ("on the 5 of them may come", None),
        ("nothing", None),
    ],
)
def test_days_without_a_year_are_named(text: str, words: str | None) -> None:
    assert yearless(text) == words


@given(st.dates(min_value=date(1925, 1, 1), max_value=date(2090, 12, 31)))
def test_every_persian_day_is_one_gregorian_day(day: date) -> None:
    year = day.year - 621
    before = calendars.persian(year, 1, 1)
    assert before is not None
    first = date.fromisoformat(before)
    if first > day:
        year -= 1
        first = date.fromisoformat(calendars.persian(year, 1, 1) or "")
    offset = (day - first).days
    month, number = (offset // 31 + 1, offset % 31 + 1) if offset < 186 else ((offset - 186) // 30 + 7, (offset - 186) % 30 + 1)
    assert calendars.persian(year, month, number) == day.isoformat()


def test_islamic_months_follow_each_other_without_a_gap() -> None:
    for year in range(1366, 1500):
        ends = [max(n for n in (29, 30) if calendars.islamic(year, month, n)) for month in range(1, 13)]
        days = [date.fromisoformat(calendars.islamic(year, month, 1) or "") for month in range(1, 13)]
        assert all(b - a == timedelta(n) for a, b, n in zip(days, days[1:], ends, strict=False))
        assert date.fromisoformat(calendars.islamic(year + 1, 1, 1) or "") == days[-1] + timedelta(ends[-1])


@pytest.mark.parametrize(("tool", "package"), [("months.py", "babel"), ("hijri.py", "hijridate")])
def test_regenerating_the_tables_changes_nothing(tool: str, package: str) -> None:
    pytest.importorskip(package, reason=f"{package} is a development dependency")
    script = Path(__file__).resolve().parents[2] / "tools" / tool
    assert subprocess.run([sys.executable, str(script), "--check"], check=False).returncode == 0
