"""Protects: the stated date comes from evidence, by a ladder; what the text merely speaks of is not its date."""

from __future__ import annotations

import pytest

from communique.extraction.dates import Given, Line, find


def below(*lines: str) -> list[Line]:
    """Lines below a title."""
    return [Line(text, "below the title") for text in lines]


@pytest.mark.parametrize(
    ("given", "value", "source"),
    [
        pytest.param(
            Given(asserted="2020-10-05", lines=below("6 October 2020")),
            "2020-10-05",
            "asserted",
            id="what the user says outranks all",
        ),
        pytest.param(Given(column="2009"), "2009", "column", id="a year in a column"),
        pytest.param(Given(column="2017-09-29T13:10:08-04:00"), "2017-09-29", "column", id="the day as written, in its own zone"),
        pytest.param(
            Given(profile="Published 5 October 2020", lines=below("7 October 2020")),
            "2020-10-05",
            "profile",
            id="the profile's selector",
        ),
        pytest.param(
            Given(structured=[("datePublished", "2020-10-05")], url="https://a.example/2020/10/07/x"),
            "2020-10-05",
            "structured",
            id="structured before the address",
        ),
        pytest.param(
            Given(structured=[("article:published_time", "2021-11-05")], lines=[Line("Ostrin, 5 October 2020", "last lines")]),
            "2020-10-05",
            "dateline",
            id="a stamp of another year gives way to the dateline",
        ),
        pytest.param(
            Given(structured=[("datePublished", "2020-10-06")], lines=[Line("5 October 2020", "last lines")]),
            "2020-10-06",
            "structured",
            id="a stamp of the next day does not",
        ),
        pytest.param(
            Given(structured=[("dcterms.date", "2020-10-01")], lines=below("5 October 2020")),
            "2020-10-05",
            "dateline",
            id="beside the title before a vague stamp",
        ),
        pytest.param(
            Given(lines=below("No: 312/20, 5 October 2020, Press Release")),
            "2020-10-05",
            "dateline",
            id="among number and section",
        ),
        pytest.param(
            Given(
                lines=[
                    Line(
                        "OSTRIN, October 5, 2020 — The Ministry of Foreign Affairs has learned with concern of the events.",
                        "first lines",
                    )
                ]
            ),
            "2020-10-05",
            "dateline",
            id="dateline at the head of a paragraph",
        ),
        pytest.param(
            Given(
                lines=[
                    Line("Ostrin, 17.08.2020 - Speech by the Minister at the conference, Belsar, 18 August 2020", "first lines")
                ]
            ),
            "2020-08-17",
            "dateline",
            id="two dates, the dateline's counts",
        ),
        pytest.param(
            Given(lines=[Line("Statement of 5 October 2020", "title")]), "2020-10-05", "title", id="only the title has it"
        ),
        pytest.param(Given(url="https://a.example/news/2020/10/05/item.html"), "2020-10-05", "url", id="address"),
        pytest.param(
            Given(url="https://a.example/Presse2020/201005_x.html"), None, "", id="six figures of an address are no date"
        ),
        pytest.param(
            Given(lines=below("Last updated: 5 October 2020")),
            "2020-10-05",
            "dateline",
            id="an update date when there is no other",
        ),
        pytest.param(
            Given(lines=below("Published: 3 October 2020", "Updated: 5 October 2020")),
            "2020-10-03",
            "dateline",
            id="published before updated",
        ),
        pytest.param(
            Given(lines=below("18 Safar 1442 corresponding to 5 October 2020")),
            "2020-10-05",
            "dateline",
            id="the civil date of two",
        ),
        pytest.param(
            Given(lines=[*below("03/06/2024"), Line("25/06/2024", "after the text")]),
            "2024-06-03",
            "dateline",
            id="another date of the page settles the order",
        ),
        pytest.param(Given(lines=below("03/06/2024"), order="mdy"), "2024-03-06", "dateline", id="the profile settles the order"),
    ],
)
def test_the_ladder_finds_the_stated_date(given: Given, value: str | None, source: str) -> None:
    date, reason = find(given)
    assert (date.value if date else None) == value
    if date:
        assert date.source == source
        assert date.evidence
    else:
        assert reason


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param(Given(body="The aggression of September 27 was planned."), "September 27", id="an event's day"),
        pytest.param(
            Given(
                lines=[Line("On 5 October 2020 the Minister received the ambassador of Vesmar in Ostrin.", "first lines")],
                body="On 5 October 2020 the Minister",
            ),
            "5 October 2020",
            id="a date inside a sentence",
        ),
        pytest.param(Given(lines=below("Event date: 5 October 2020")), "no date", id="the label says event"),
        pytest.param(
            Given(lines=[Line("Last updated: 5 October 2020", "after the text")]), "no date", id="an update stamp in the foot"
        ),
        pytest.param(Given(column="soon"), "'soon'", id="a column that is no date"),
        pytest.param(
            Given(column="2099-01-01", captured="2020-10-05T00:00:00Z"), "after the capture", id="later than the capture"
        ),
        pytest.param(Given(lines=below("5 October 2099")), "in the future", id="later than today"),
        pytest.param(Given(), "no date stands on it", id="nothing"),
    ],
)
def test_an_undated_text_stays_undated_and_says_why(given: Given, reason: str) -> None:
    date, why = find(given)
    assert date is None
    assert reason in why


def test_a_date_one_day_after_the_capture_is_taken_two_days_after_is_not() -> None:
    assert find(Given(column="2020-10-06", captured="2020-10-05T23:00:00Z"))[0] is not None
    assert find(Given(column="2020-10-07", captured="2020-10-05T23:00:00Z"))[0] is None


def test_a_partial_date_keeps_its_precision() -> None:
    date, _ = find(Given(column="2009"))
    assert date is not None
    assert (date.value, date.precision) == ("2009", "year")


def test_contradicting_dates_are_kept_as_alternatives() -> None:
    date, _ = find(
        Given(structured=[("datePublished", "2021-11-05")], lines=below("5 October 2020"), url="https://a.example/2020/11/12/x")
    )
    assert date is not None
    assert date.value == "2020-10-05"
    assert {(a.value, a.source) for a in date.alternatives} == {("2021-11-05", "structured"), ("2020-11-12", "url")}


def test_an_ambiguous_date_keeps_both_readings_and_loses_precision() -> None:
    date, _ = find(Given(lines=below("12/10/2020"), lang="en"))
    assert date is not None
    assert (date.value, date.precision) == ("2020", "year")
    assert {a.value for a in date.alternatives} == {"2020-10-12", "2020-12-10"}


def test_the_address_settles_an_ambiguous_date() -> None:
    date, _ = find(Given(lines=below("12/10/2020"), lang="en", url="https://a.example/2020/10/12/x"))
    assert date is not None
    assert date.value == "2020-10-12"


SHORT = [
    ("the capture's year", Given(lines=below("27.09.20"), captured="2020-10-02T00:00:00Z"), "2020-09-27", ()),
    ("a year in the text", Given(lines=below("27.09.20, 18:30"), body="The agreement of 2020 stands."), "2020-09-27", ()),
    (
        "a year in the address",
        Given(lines=below("Ostrin, 27/09/20"), url="https://a.example/2020/x", lang="fr"),
        "2020-09-27",
        (),
    ),
    ("the last century", Given(lines=below("27.09.94"), body="The accord of 1994 stands."), "1994-09-27", ()),
    ("the year first", Given(lines=below("20.09.27"), body="In 2020 the parties met.", lang="hu"), "2020-09-27", ()),
    ("the profile's order", Given(lines=below("20-09-27"), body="In 2020 and 2027.", order="ymd"), "2020-09-27", ()),
    (
        "two readings of one year",
        Given(lines=below("10/12/20"), body="In 2020 the parties met.", lang="en"),
        "2020",
        ("2020-10-12", "2020-12-10"),
    ),
    ("a full date beats it", Given(lines=below("No 27.09.20", "5 October 2020"), body="In 2020."), "2020-10-05", ()),
]


@pytest.mark.parametrize(("given", "value", "others"), [case[1:] for case in SHORT], ids=[case[0] for case in SHORT])
def test_a_year_of_two_figures_is_read_where_something_says_which_it_is(
    given: Given, value: str, others: tuple[str, ...]
) -> None:
    found, reason = find(given)
    assert found is not None, reason
    assert found.value == value
    assert tuple(a.value for a in found.alternatives) == others


UNSETTLED = [
    ("nothing says which", Given(lines=below("27.09.20"))),
    ("another year", Given(lines=below("27.09.20"), body="The accord of 1994 stands.")),
    ("two centuries", Given(lines=below("27.09.20"), body="From 1920 to 2020.")),
    ("two years", Given(lines=below("20.09.21"), body="In 2020 and 2021.", lang="hu")),
]


@pytest.mark.parametrize("given", [case[1] for case in UNSETTLED], ids=[case[0] for case in UNSETTLED])
def test_a_year_of_two_figures_that_nothing_settles_is_not_guessed(given: Given) -> None:
    found, reason = find(given)
    assert found is None
    assert "has a year of two figures" in reason


@pytest.mark.parametrize("line", ["Version 2.10.20 of the form", "Tel. 10-12-20", "The ratio was 12/10/20 in all."])
def test_figures_that_are_no_dates_are_not_taken_for_one(line: str) -> None:
    assert find(Given(lines=below(line), body=f"{line} In 2020 the parties met again and spoke of many things."))[0] is None
