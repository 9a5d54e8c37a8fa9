"""Protects: a page's date is looked for beside its title and at the ends of its text, in whatever markup it stands."""

from __future__ import annotations

import pytest

from communique.extraction import extract_bytes
from communique.model import Extraction

TEXT = (
    "<p>The Ministry of Foreign Affairs rejects the claims made by the other side yesterday in Belsar, the capital.</p>"
    "<p>It calls on both sides to return to the talks without delay and without conditions of any kind.</p>"
)


def page(before: str = "", between: str = "", after: str = "", head: str = "") -> Extraction:
    """A page with something before and below its title and after its text."""
    html = f"<html><head>{head}</head><body><div id=a><div id=top>{before}<h1>Statement on the talks</h1></div>{between}<div>{TEXT}</div>{after}</div></body></html>"
    return extract_bytes(html.encode(), captured="2021-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("parts", "source"),
    [
        pytest.param({"between": "<p>5 October 2020</p>"}, "dateline", id="a line of its own"),
        pytest.param(
            {"between": "<div class=day>05</div><div class=month>Oct</div><div class=year>2020</div>"},
            "dateline",
            id="the sheet of a calendar",
        ),
        pytest.param({"between": "<dl><dt>Date:</dt><dd>5 October 2020</dd></dl>"}, "dateline", id="its label in a line before"),
        pytest.param(
            {"between": "<time datetime='2020-10-05T10:00'>long ago</time>"}, "structured", id="a time element that shows no date"
        ),
        pytest.param({"between": "<p>Monday, 5 October 2020 14:30 | Views: 1 204</p>"}, "dateline", id="beside a counter"),
        pytest.param({"before": "<p class=date>5 October 2020</p>"}, "dateline", id="above the title"),
        pytest.param({"after": "<p>Ostrin, 5 October 2020</p>"}, "dateline", id="below the text"),
        pytest.param(
            {"head": "<meta property='article:published_time' content='2020-10-05T23:30:00+04:00'>"}, "structured", id="metadata"
        ),
        pytest.param(
            {
                "head": '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2020-10-05"}]}</script>'
            },
            "structured",
            id="JSON-LD",
        ),
    ],
)
def test_the_date_is_found(parts: dict[str, str], source: str) -> None:
    found = page(**parts)
    assert found.date is not None
    assert (found.date.value, found.date.source) == ("2020-10-05", source)
    assert found.title == "Statement on the talks"


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"between": "<p>Event date:</p><p>5 October 2020</p>"}, id="an event's"),
        pytest.param(
            {"after": "<aside><time datetime='2020-10-05'>5 October 2020</time> Another item</aside>"}, id="another item's"
        ),
        pytest.param({"head": "<meta property='article:modified_time' content='2020-10-05'>"}, id="a modification's"),
        pytest.param({"before": "<p class=today>5 October 2020</p>"}, id="the day of the visit"),
        pytest.param({"between": "<p>5 October 2021</p>"}, id="after the capture"),
        pytest.param({"between": "<img alt='5 October 2020' src=date.png>"}, id="in an image"),
    ],
)
def test_no_other_date_is_taken(parts: dict[str, str]) -> None:
    found = page(**parts)
    assert found.date is None
    assert found.unknown["date"]


def test_a_date_beside_a_counter_leaves_the_text() -> None:
    assert "Views" not in page(between="<p>Monday, 5 October 2020 14:30 | Views: 1 204</p>").text


def test_two_dates_that_contradict_are_both_kept() -> None:
    found = page(between="<p>5 October 2020</p>", head="<meta property='article:published_time' content='2020-03-01'>")
    assert found.date is not None
    assert found.date.value == "2020-10-05"
    assert [(a.value, a.source) for a in found.date.alternatives] == [("2020-03-01", "structured")]


def test_of_two_dates_at_the_end_the_last_one_counts() -> None:
    after = "<p>Law on Aliens, 3 May 2019</p><p>Ostrin, 5 October 2020</p>"
    html = f"<html><body><main><h1>Statement on the talks</h1>{TEXT}{after}</main></body></html>"
    found = extract_bytes(html.encode(), captured="2021-01-01T00:00:00Z")
    assert found.date is not None
    assert found.date.value == "2020-10-05"
