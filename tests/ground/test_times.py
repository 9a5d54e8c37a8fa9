"""Protects recorded times: read in the forms that files use, kept in one form, never invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.times import day_of, now, parse_time, rfc3339

FORMS = [
    ("RFC 3339", "2024-03-14T06:40:00Z", "2024-03-14T06:40:00Z"),
    ("small letters", "2024-03-14t06:40:00z", "2024-03-14T06:40:00Z"),
    ("with an offset", "2024-03-14T06:40:00+04:00", "2024-03-14T02:40:00Z"),
    ("with an offset without colon", "2024-03-14 06:40:00 +0400", "2024-03-14T02:40:00Z"),
    ("without a zone", "2024-03-14 06:40:00", "2024-03-14T06:40:00Z"),
    ("without seconds", "2024-03-14T06:40Z", "2024-03-14T06:40:00Z"),
    ("with a fraction", "2024-03-14T06:40:00.25Z", "2024-03-14T06:40:00.250000Z"),
    ("a day", "2024-03-14", "2024-03-14T00:00:00Z"),
    ("14 digits", "20240314064000", "2024-03-14T06:40:00Z"),
    ("an HTTP date", "Thu, 14 Mar 2024 06:40:00 GMT", "2024-03-14T06:40:00Z"),
    ("a mail date", "Thu, 14 Mar 2024 10:40:00 +0400", "2024-03-14T06:40:00Z"),
    ("no day of that number", "2024-02-30", None),
    ("no hour of that number", "2024-03-14T25:00:00Z", None),
    ("14 digits that are no time", "20241399000000", None),
    ("a number", "1710398400", None),
    ("words", "yesterday", None),
    ("nothing", "", None),
    ("None", None, None),
]


@pytest.mark.parametrize(("text", "time"), [case[1:] for case in FORMS], ids=[case[0] for case in FORMS])
def test_a_recorded_time_is_read(text: str | None, time: str | None) -> None:
    assert parse_time(text) == time


@given(
    st.datetimes(
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=4)), timezone(-timedelta(hours=9, minutes=30))]),
        min_value=datetime(1000, 1, 2),
        max_value=datetime(9999, 12, 30),
    )
)
def test_writing_and_reading_gives_the_same_moment(moment: datetime) -> None:
    text = rfc3339(moment)
    assert parse_time(text) == text
    assert datetime.fromisoformat(text) == moment


@given(st.text())
def test_any_text_is_a_time_or_none(text: str) -> None:
    found = parse_time(text)
    assert found is None or parse_time(found) == found


def test_the_present_has_microseconds_and_a_day() -> None:
    moment = now()
    assert parse_time(moment) == moment
    assert len(moment) == 27
    assert day_of(moment) == moment.split("T")[0]
