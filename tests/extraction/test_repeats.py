"""Protects: a page of teasers is a listing, be they three or six and whatever their markup; a statement with parts is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from communique.extraction import extract_bytes

ITEMS = [
    (
        "Statement on the shelling of Osten",
        "14 March 2024",
        "The Ministry strongly condemns the shelling of the village of Osten.",
    ),
    (
        "Minister receives the ambassador",
        "12 March 2024",
        "The parties discussed cooperation in the field of energy and transport.",
    ),
    ("Comment on the remarks of the spokesperson", "10 March 2024", "The press secretary said that the claims are baseless."),
    (
        "Meeting of the joint commission",
        "8 March 2024",
        "The sides exchanged views on the return of prisoners and on the border.",
    ),
    ("Telephone conversation with the Secretary", "5 March 2024", "The interlocutors exchanged views on regional security."),
    (
        "Visit to the Halvet bridge",
        "2 March 2024",
        "The Minister met with residents, who told him of the damage that the floods had done.",
    ),
]
Item = Callable[[str, str, str], str]
TEASERS: dict[str, Item] = {
    "a heading that is a link": lambda t, d, x: f"<div class=i><h3><a href=/1>{t}</a></h3><span>{d}</span><p>{x}</p></div>",
    "a heading and read more": lambda t, d, x: f"<div class=i><h3>{t}</h3><p>{x}</p><a href=/1>Read more</a></div>",
    "all of it a link": lambda t, d, x: f"<a href=/1 class=card><div>{d}</div><h4>{t}</h4><p>{x}</p></a>",
    "bold, and more in the line": lambda t, d, x: f"<p><b>{t}</b><br>{x} <a href=/1>more...</a></p>",
    "title and text in paragraphs": lambda t, d, x: f"<p>{d} <a href=/1>{t}</a></p><p>{x}</p>",
    "a table each": lambda t, d, x: f"<table><tr><td>{d}</td><td><a href=/1>{t}</a><br>{x}</td></tr></table>",
    "an item of a list": lambda t, d, x: f"<li><a href=/1>{t}</a> - {x}</li>",
    "an article": lambda t, d, x: f"<article><h2><a href=/1>{t}</a></h2><time>{d}</time><div><p>{x}</p></div></article>",
    "no link at all": lambda t, d, x: f"<div class=i onclick='go(1)'><h3>{t}</h3><span>{d}</span><p>{x}</p></div>",
    "more in Arabic": lambda t, d, x: f"<div><h3>{t}</h3><p>{x[:40]}...</p><a href=/1>المزيد</a></div>",
    "a picture that is a link": lambda t, d, x: f"<div><a href=/1><img src=x.jpg></a><h3>{t}</h3><p>{x[:40]}...</p></div>",
}


def page(content: str, title: str = "News") -> bytes:
    return f"""<html><head><title>{title} | Ministry</title></head><body><nav><a href=/>Home</a> <a href=/news>News</a></nav>
<div id=c><h1>{title}</h1>{content}<div class=pager><a href=?p=1>1</a> <a href=?p=2>2</a></div></div>
<footer>© 2024 Ministry</footer></body></html>""".encode()


@pytest.mark.parametrize("count", [3, 4, 6])
@pytest.mark.parametrize("longer", [1, 4])
@pytest.mark.parametrize("item", [pytest.param(item, id=name) for name, item in TEASERS.items()])
def test_teasers_are_a_listing(item: Item, longer: int, count: int) -> None:
    found = extract_bytes(page("".join(item(title, date, text * longer) for title, date, text in ITEMS[:count])))
    assert found.page_type == "listing"
    assert found.reason


LONG = " ".join(text for _, _, text in ITEMS)
STATEMENTS = {
    "parts under headings": "".join(f"<h3>{t}</h3><p>{LONG}</p>" for t, _, _ in ITEMS),
    "a chronology": "".join(f"<p>{d}: {x}</p>" for _, d, x in ITEMS),
    "a link in each paragraph": "".join(f"<p>{x} See <a href=/1>the treaty of Ostrin</a> on that. {x}</p>" for _, _, x in ITEMS),
    "notes at the ends": "".join(f"<p>{x} <a href=#n1>[1]</a></p>" for _, _, x in ITEMS),
    "other statements below": f"<div class=t><p>{LONG}</p><p>{LONG}</p></div>"
    + "".join(f"<div class=card><h3><a href=/1>{t}</a></h3><p>{d}</p></div>" for t, d, _ in ITEMS[:3]),
    "documents at the end": f"<p>{LONG}</p><p>{LONG}</p><ul>"
    + "".join(f"<li><a href=/1>{t}</a></li>" for t, _, _ in ITEMS[:3])
    + "</ul>",
    "speakers": "".join(f"<div class=turn><h4>{t}</h4><p>{LONG}</p></div>" for t, _, _ in ITEMS[:4]),
}


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in STATEMENTS.items()])
def test_a_statement_in_parts_is_a_statement(content: str) -> None:
    assert extract_bytes(page(content, "Statement of the Ministry")).page_type == "statement"


def test_a_title_that_stands_at_the_head_again_and_again_is_taken_out_each_time() -> None:
    title = "Statement on the shelling of Osten"
    found = extract_bytes(page(f"<h2>{title}</h2><p><b>{title}</b></p><p>{title}</p><p>{LONG}</p><p>{LONG}</p>", title))
    assert found.title == title
    assert found.text.startswith("The Ministry strongly condemns")
