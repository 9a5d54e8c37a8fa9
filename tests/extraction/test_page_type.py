"""Protects: home pages, listings and the like are not taken for statements, and statements are not refused."""

from __future__ import annotations

import pytest

from communique.extraction import extract_bytes

ITEM = "https://president.tamrania.example/en/article/address-on-the-communique"
LINKS = "".join(
    f"<li><a href='/en/article/{n}'>President Aldovan receives the ambassador number {n} of Vesmar</a></li>" for n in range(8)
)
TEXT = "<p>The President rejects these claims firmly and calls on both sides to return to the talks without delay.</p>" * 3


def kind(html: str, url: str | None = None) -> tuple[str, str | None]:
    """The type of a page and the reason."""
    found = extract_bytes(f"<html>{html}</html>".encode(), url=url)
    return found.page_type, found.reason


def test_the_home_page_under_an_items_address_is_seen_by_its_canonical_link() -> None:
    found = kind(f"<link rel=canonical href='https://president.tamrania.example/en/'><body>{TEXT}<ul>{LINKS}</ul>", ITEM)
    assert found == ("other", "the home page answers under this address: its canonical link is the site's root")


def test_the_home_page_is_seen_by_its_title_and_its_links() -> None:
    page = f"<title>President of Tamrania</title><body><a href='/en'>President of Tamrania</a><h2>Welcome</h2><ul>{LINKS}</ul>"
    page_type, reason = kind(page, ITEM)
    assert page_type == "other"
    assert "home page" in (reason or "")


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<h1>On the bridge</h1>{TEXT}<h2>Latest news</h2><ul>{LINKS}</ul>", id="latest news below"),
        pytest.param(f"<ul>{LINKS}</ul><h1>On the bridge</h1>{TEXT}", id="a menu of titles above"),
        pytest.param(
            "<h1>Condolences</h1><p>The President expressed his condolences to the King of Tolmere.</p>", id="one sentence"
        ),
        pytest.param(
            f"<h1>Page not found in the archive of Vesmar</h1>{TEXT * 9}", id="a title that sounds like an error over a long text"
        ),
        pytest.param(
            f"<title>Sign in to the protocol</title><h1>On the bridge</h1>{TEXT * 3}<form><input type=password></form>",
            id="a password field beside a text",
        ),
        pytest.param(
            f"<h1>Documents</h1>{TEXT}<ul><li><a href=a.pdf>The full text of the agreement on the bridge of Halvet</a></li>"
            "<li><a href=b.pdf>The annex to the agreement on the bridge of Halvet</a></li></ul>",
            id="links to documents at the end",
        ),
    ],
)
def test_a_statement_with_other_things_around_it_is_a_statement(html: str) -> None:
    assert kind(html) == ("statement", None)


@pytest.mark.parametrize(
    ("html", "page_type"),
    [
        pytest.param(f"<h1>News</h1><ul>{LINKS}</ul>", "listing", id="list of links"),
        pytest.param(
            "<h1>Reports</h1><p><a href=1.pdf>The annual report of the mission to the Assembly of the Lake States</a></p>" * 6,
            "listing",
            id="link page",
        ),
        pytest.param("<h1>On the dam</h1><p>14 March 2024</p><p> </p>", "other", id="an empty body below a date"),
        pytest.param("<h1>On the dam</h1><p>Osten, 14 March 2024</p><img src=a.jpg>", "other", id="a picture of a statement"),
        pytest.param("<h1>Accès refusé</h1><p>Access denied.</p>", "error", id="access denied"),
        pytest.param("<title>Ошибка 404</title><p>Страница не существует.</p>", "error", id="Russian 404"),
        pytest.param("<h1>Səhifə tapılmadı</h1>", "error", id="Azerbaijani 404"),
        pytest.param("<h1>الصفحة غير موجودة</h1><p>عذرا</p>", "error", id="Arabic 404"),
        pytest.param("<p>Please enable JavaScript and cookies to continue</p>", "error", id="challenge"),
    ],
)
def test_a_page_that_is_none_is_refused(html: str, page_type: str) -> None:
    assert kind(html)[0] == page_type


def test_the_best_text_of_a_refused_page_is_kept() -> None:
    found = extract_bytes(f"<html><title>404 Not Found</title><h1>Not Found</h1>{TEXT[:120]}</html>".encode())
    assert found.page_type == "error"
    assert found.text
