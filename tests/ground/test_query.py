"""Protects filters and dates: a range matches by overlap, a bad date or kind is refused by name, a country answers to its names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import UsageError
from communique.query import Filters, check_date, check_words, date_bounds, filters_of, moment_of

BOUNDS = [
    ("2024-03-14", (20240314, 20240314)),
    ("2024-03", (20240301, 20240331)),
    ("2024", (20240101, 20241231)),
    ("2024-03-14T06:40:00Z", (20240314, 20240314)),
]


@pytest.mark.parametrize(("date", "bounds"), BOUNDS, ids=[case[0] for case in BOUNDS])
def test_a_date_is_a_range_of_days(date: str, bounds: tuple[int, int]) -> None:
    assert date_bounds(date) == bounds


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_a_day_lies_in_its_month_and_year(day: object, length: int) -> None:
    whole = str(day)
    low, high = date_bounds(whole[:length])
    assert low <= date_bounds(whole)[0] <= high


BAD_DATES = [
    "",
    "24-03-14",
    "2024-3-14",
    "2024-13",
    "2024-02-30",
    "2024-03-14T00:00:00Z",
    "14.03.2024",
    "2024-03-",
    "２０２４",
    "0000",
]


@pytest.mark.parametrize("date", BAD_DATES)
def test_what_is_no_date_is_refused_by_name(date: str) -> None:
    with pytest.raises(UsageError, match="is no date") as raised:
        check_date(date)
    assert repr(date) in str(raised.value)
    assert "YYYY-MM-DD" in raised.value.todo


@pytest.mark.parametrize("date", [None, "2024", "2024-02", "2024-02-29"])
def test_a_real_date_or_none_is_taken(date: str | None) -> None:
    check_date(date)


def test_filters_take_a_word_or_several() -> None:
    found = filters_of(issuer="xkv-mfa", lang=["en", "ru"], kind="briefing", tag=(), since="2024", until=None)
    assert found == Filters(issuer=("xkv-mfa",), lang=("en", "ru"), kind=("briefing",), since="2024")
    assert found
    assert not filters_of()


@pytest.mark.parametrize(("name", "code"), [("France", "FRA"), ("fra", "FRA"), ("xkv", "XKV"), ("UN", "UN")])
def test_a_country_answers_to_code_and_name(name: str, code: str) -> None:
    assert filters_of(country=name).country == (code,)


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="'leaflet' is no kind") as raised:
        filters_of(kind=["briefing", "leaflet"])
    assert "press-release" in raised.value.todo


@pytest.mark.parametrize("name", ["155", " western europe ", "Europe de l’Ouest", "Западная Европа", "西欧"])
def test_a_region_is_named_by_its_number_or_a_name_in_any_language(name: str) -> None:
    assert filters_of(region=name).region == ("155",)


def test_an_unknown_region_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match=r"'Atlantis' is no region.*Western Europe \(155\)"):
        filters_of(region="Atlantis")


MOMENTS = [
    ("2024-03-14", "2024-03-14T23:59:59Z"),
    ("2024-03-14T06:40:00Z", "2024-03-14T06:40:00Z"),
    ("2024-03-14T06:40:00+04:00", "2024-03-14T02:40:00Z"),
    ("20240314064000", "2024-03-14T06:40:00Z"),
]


@pytest.mark.parametrize(("at", "moment"), MOMENTS, ids=[case[0] for case in MOMENTS])
def test_a_day_means_its_end(at: str, moment: str) -> None:
    assert moment_of(at) == moment


def test_what_is_no_time_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="--at: 'noon' is no time"):
        moment_of("noon")


def test_words_that_cannot_be_stored_are_refused() -> None:
    check_words("tag", None, "мост", "👩‍👩‍👧")
    with pytest.raises(UsageError, match=r"tag: 'caf\\udce9' is not valid Unicode"):
        check_words("tag", "fine", "caf\udce9")
