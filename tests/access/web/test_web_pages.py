"""Protects the pages: what stands on them, that hostile words stay words, that links to words survive edits, that they need no script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

import communique
from communique.access.web import charts, cite, differences, show
from communique.access.web.originals import harmless
from communique.access.web.show import Stretch
from communique.archive import diff
from communique.model import Mark, Statement
from invented import SENTENCES, Cli, page

Opened = Callable[..., TestClient]
Csrf = Callable[[TestClient], str]
Write = Callable[[str, bytes | str], Path]
VOID = {"meta", "link", "input", "br", "img", "hr"}


def words(html: str) -> str:
    """The text of a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def edited(folder: Path) -> tuple[communique.Statement, communique.Change]:
    change, one = communique.open(folder).latest_edits(1)[0]
    return one, change


def every_page(folder: Path) -> list[str]:
    one, change = edited(folder)
    return [
        "/", "/search", "/search?q=convoy", "/search?q=%22", f"/statements/{one.id}", f"/statements/{one.id}?q=convoy",
        f"/statements/{one.id}?version={change.from_version}", f"/statements/{one.id}/versions", "/issuers", "/status", "/nowhere",
        *(f"/statements/{one.id}/versions?view={view}" for view in ("side", "inline", "changes")),
    ]  # fmt: skip


def test_every_page_is_well_formed_and_asks_for_nothing_from_elsewhere(client: TestClient, built_world: Path) -> None:
    for path in every_page(built_world):
        text = client.get(path).text
        opened: list[str] = []
        for closing, name, rest in re.findall(r"<(/?)([a-z][a-z0-9]*)((?:\"[^\"]*\"|[^\">])*)>", text):
            if closing:
                assert opened.pop() == name, path
            elif name not in VOID and not rest.rstrip().endswith("/"):
                opened.append(name)
        assert opened == []
        assert text.count("<h1") == 1, path
        assert 'lang="en"' in text[:60]
        loaded = re.findall(r"<(?:script|link|img|iframe|source)[^>]*?(?:src|href)=\"([^\"]+)\"", text)
        assert [one for one in loaded if not one.startswith("/")] == []
        assert not re.search(r"\sstyle=|\son[a-z]+=", text)
        ids = re.findall(r"\sid=\"([^\"]+)\"", text)
        assert len(ids) == len(set(ids)), path
        assert set(re.findall(r"<label[^>]*\sfor=\"([^\"]+)\"", text)) <= set(ids)


def test_the_first_page_says_what_is_in_the_archive(client: TestClient) -> None:
    text = words(client.get("/").text)
    for said in ("60 official statements", "11 Mar 2024 – 21 Jun 2024", "10 languages", "Latest statements", "Latest edits"):
        assert said in text
    assert client.get("/").text.count('<rect class="bar"') == 4


def test_an_empty_archive_has_pages_too(opened: Opened, archive: communique.Archive) -> None:
    client = opened(archive.folder)
    for path in ("/", "/search?q=x", "/issuers", "/status"):
        assert client.get(path).status_code == 200, path
    assert "Nothing answers" in client.get("/search?q=x").text


def test_a_search_shows_sentences_with_their_words_marked(client: TestClient) -> None:
    text = client.get("/search", params={"q": "convoy AND bridge"}).text
    assert '<mark class="hit">convoy</mark>' in text
    assert "Export all" in text
    assert re.search(r'href="/statements/\w+\?q=convoy\+AND\+bridge&amp;span=\d+-\d+#words"', text)


def test_a_hit_opens_at_its_sentence(client: TestClient) -> None:
    text = client.get("/search", params={"q": "convoy AND bridge"}).text
    link = unescape(re.search(r'href="(/statements/\w+\?q=[^"]+span=[^"]+)"', text)[1])
    opened = client.get(link).text
    pointed = "".join(
        re.findall(
            r'<mark class="words"(?: id="words")?>((?:(?!</?mark).|<mark class="hit"[^>]*>|</mark>(?=.*</mark>))*)', opened
        )
    )
    assert 'id="words"' in opened
    assert 'id="hit-1"' in opened
    assert pointed


def test_facets_narrow_and_let_go(client: TestClient) -> None:
    text = client.get("/search", params={"q": "convoy"}).text
    narrower = unescape(re.search(r'href="(/search\?[^"]*country=XKV[^"]*)"', text)[1])
    narrowed = client.get(narrower).text
    assert "Drop all filters" in narrowed
    total = int(re.search(r'role="status">(\d+) statement', narrowed)[1])
    assert 0 < total < int(re.search(r'role="status">(\d+) statement', text)[1])
    back = unescape(re.search(r'<a href="(/search\?[^"]*)" class="chosen"', narrowed)[1])
    assert "country" not in parse_qs(urlsplit(back).query)


def test_what_was_understood_differently_is_said(client: TestClient) -> None:
    assert 'class="note"' in client.get("/search", params={"q": 'convoy AND "unclosed'}).text


@pytest.mark.parametrize("asked", ["since=2024-13", "cursor=x", "since=soon", "until=2024-xx"])
def test_a_search_that_cannot_be_asked_is_a_page_that_says_why(client: TestClient, asked: str) -> None:
    response = client.get(f"/search?q=convoy&{asked}")
    assert response.status_code == 200
    assert 'role="alert"' in response.text


def test_pages_of_hits_follow_each_other(client: TestClient) -> None:
    seen, path = [], "/search?q=convoy"
    while path:
        text = client.get(path).text
        seen += re.findall(r'<h2><a class="title" href="/statements/(\w+)', text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        path = unescape(following[1]) if following else ""
    assert len(seen) == len(set(seen)) > 10


def test_a_statement_shows_its_text_and_where_it_comes_from(client: TestClient, built_world: Path) -> None:
    archive = communique.open(built_world)
    one, _ = edited(built_world)
    text = client.get(f"/statements/{one.id}").text
    shown = words(text)
    for line in archive.show(one.id).text.split("\n"):
        assert " ".join(line.split()) in shown
    capture = archive.captures(one.id)[one.id][-1]
    for said in (capture.digest, capture.warc, f"/captures/{capture.id}/original", 'sandbox=""', one.id, "BibTeX", "Versions"):
        assert said in text


def test_an_older_version_says_that_it_is_one(client: TestClient, built_world: Path) -> None:
    one, change = edited(built_world)
    text = client.get(f"/statements/{one.id}?version={change.from_version}").text
    assert "An older version" in text


@pytest.mark.parametrize("view", ["side", "inline", "changes"])
def test_a_difference_marks_what_was_taken_out_and_put_in(client: TestClient, built_world: Path, view: str) -> None:
    one, change = edited(built_world)
    text = client.get(f"/statements/{one.id}/versions?a={change.from_version}&b={change.to_version}&view={view}").text
    assert "<del>" in text
    assert "<ins>" in text
    assert client.get(f"/statements/{one.id}/versions?a=zzzzzzzzzzzz").status_code == 404


TEXTS = st.text("ab\n &<é", max_size=40)


@given(TEXTS, TEXTS)
def test_the_rows_of_a_difference_spell_both_texts(a: str, b: str) -> None:
    rows = differences.rows(a, b, diff(a, b))

    def spelt(side: str) -> str:
        parts = "\n".join("".join(map(str, getattr(row, side))) for row in rows)
        return unescape(re.sub(r"</?(del|ins)>", "", parts)).replace("\n", "").replace(" ", "")

    assert spelt("left") == a.replace("\n", "").replace(" ", "")
    assert spelt("right") == b.replace("\n", "").replace(" ", "")


@given(st.text("ab <&\n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_marking_words_changes_no_word(text: str, spans: list[tuple[int, int]]) -> None:
    stretches = [Stretch(min(s), max(s), "hit", f"hit-{n}") for n, s in enumerate(spans)]
    shown = show.paragraphs(text, [Mark(0, 2, "bold")], stretches)
    lines = [unescape(re.sub(r"<[^>]+>", "", str(p.html))) for p in shown]
    assert lines == [line for line in text.split("\n") if line.strip()]
    every = "".join(str(p.html) for p in shown)
    assert len(re.findall(r"<mark", every)) == len(re.findall(r"</mark>", every))


# --- links to words --------------------------------------------------------------------------------------------------


def test_a_link_to_words_survives_an_edit_before_them(opened: Opened, cli: Cli, write: Write) -> None:
    url = "https://mfa.karvelia.example/en/1"
    cli("add", write("1/a.html", page(url=url)))
    added = cli("list", "--json").record
    client = opened(cli.archive)
    start = added["text"].index("Tamrania rejects")
    text = client.get(f"/statements/{added['statement']}?span={start}-{start + 16}").text
    link = unescape(re.search(r'id="permalink" readonly value="([^"]+)"', text)[1])
    cli("add", write("2/a.html", page(url=url, paragraphs=["A new opening sentence that is rather long.", *SENTENCES])))
    later = client.get(link).text
    assert re.search(r'<mark class="words" id="words">Tamrania rejects</mark>', later)
    assert "no longer stand" not in later
    cli("add", write("3/a.html", page(url=url, paragraphs=[s for s in SENTENCES if "rejects" not in s])))
    gone = client.get(link).text
    assert "no longer stand in the current version" in gone
    assert re.search(r'<mark class="words" id="words">Tamrania rejects</mark>', gone)
    lost = client.get(f"/statements/{added['statement']}?exact=never+said").text
    assert "stand in no version" in lost


@pytest.mark.parametrize(
    "asked", ["span=5-1", "span=0-99999999", "span=x", "exact=", "exact=a&prefix=b", "version=zzzzzzzzzzzz", "at=1999-01-01"]
)
def test_a_link_that_points_nowhere_is_no_failure(client: TestClient, built_world: Path, asked: str) -> None:
    one, _ = edited(built_world)
    assert client.get(f"/statements/{one.id}?{asked}").status_code in (200, 404, 422)


# --- hostile words ---------------------------------------------------------------------------------------------------

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}'


def test_hostile_words_stay_words_on_every_page(opened: Opened, cli: Cli, write: Write) -> None:
    row = {"id": HOSTILE, "title": f"Title {HOSTILE}", "text": f"Text {HOSTILE} end.\nMore.", "issuer": f"Body {HOSTILE}", "date": "2024-01-02",
           "lang": "en", "url": "javascript:alert(3)"}  # fmt: skip
    cli("add", write("r.jsonl", json.dumps(row)))
    one = cli("list", "--json").record["statement"]
    cli("tag", one, f"tag {HOSTILE}")
    cli("edit", one, "--issuer", f"Issuer {HOSTILE}", "--note", f"Note {HOSTILE}", "--by", f"By {HOSTILE}")
    client = opened(cli.archive)
    for path in ("/", "/search", f"/statements/{one}", f"/statements/{one}/versions", "/issuers", "/status"):
        for asked in (
            "",
            "?q=" + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
            "?name=%3Cscript%3Ealert(1)",
            "?exact=%3Cscript%3E&prefix=%22%3E",
        ):
            text = client.get(path + asked).text
            tags = re.findall(r"<[a-zA-Z][^>]*>", re.sub(r'"[^"]*"', '""', text))
            assert not [t for t in tags if re.search(r"onerror|alert|<img", t)], path
            assert "<script>" not in text
            assert "49" not in re.findall(r"onerror=alert\(2\)&gt;(..)", text)
            assert 'href="javascript' not in text
    client.post(f"/statements/{one}/decisions", data={"action": "withdraw", "reason": HOSTILE})
    assert "<script>" not in client.get(f"/statements/{one}").text


def test_a_hostile_page_is_text_in_its_frame() -> None:
    assert harmless("<p>a<script>b</script><b onclick=c>d</b></p>") == "<p>a<b>d</b></p>"


# --- decisions -------------------------------------------------------------------------------------------------------


def test_decisions_are_taken_and_undone_from_the_page(desk: TestClient, csrf: Csrf) -> None:
    one = desk.get("/api/v1/statements?limit=1").json()["items"][0]
    path, word = f"/statements/{one['statement']}", csrf(desk)

    def decide(**said: str) -> int:
        return desk.post(f"{path}/decisions", data={"csrf": word, **said}, follow_redirects=False).status_code

    assert decide(action="edit", date="2024-05-05", title=one["title"], kind="", note="the listing says so") == 303
    assert decide(action="tag", tag="checked") == 303
    told = desk.get(f"/api/v1{path}/decisions").json()["items"]
    assert [(d["action"], d["values"], d["by"]) for d in told] == [
        ("edit", {"date": "2024-05-05"}, "ada"),
        ("tag", {"tag": "checked"}, "ada"),
    ]
    text = words(desk.get(path).text)
    assert "5 May 2024" in text
    assert "decided by a person" in text
    assert decide(action="undo", undone="edit") == 303
    assert desk.get(f"/api/v1{path}").json()["date"] == one["date"]
    assert decide(action="edit", date="unknown") == 303
    assert desk.get(f"/api/v1{path}").json()["date"] is None
    assert decide(action="edit", date="soon") == 400
    assert decide(action="untag", tag="checked") == 303
    assert decide(action="withdraw", reason="under review") == 303
    gone = desk.get(path)
    assert gone.status_code == 410
    assert "under review" in gone.text
    assert one["title"] not in gone.text
    assert decide(action="undo", undone="withdraw") == 303
    assert desk.get(path).status_code == 200


def test_a_link_between_statements_shows_on_both(desk: TestClient, csrf: Csrf) -> None:
    a, b = (one["statement"] for one in desk.get("/api/v1/statements?limit=2").json()["items"])
    said = {"csrf": csrf(desk), "action": "link", "to": b, "kind": "translation"}
    assert desk.post(f"/statements/{a}/decisions", data=said, follow_redirects=False).status_code == 303
    assert "Translations" in desk.get(f"/statements/{a}").text
    assert "Translations" in desk.get(f"/statements/{b}").text


def test_a_form_without_its_word_decides_nothing(desk: TestClient) -> None:
    one = desk.get("/api/v1/statements?limit=1").json()["items"][0]["statement"]
    for said in ({}, {"csrf": "0" * 64}, {"csrf": ""}):
        assert desk.post(f"/statements/{one}/decisions", data={"action": "tag", "tag": "x", **said}).status_code == 403
    assert desk.get(f"/api/v1/statements/{one}").json()["tags"] == []


# --- citations -------------------------------------------------------------------------------------------------------

PLAIN = dict.fromkeys(Statement.__dataclass_fields__)


def cited(**values: str | None) -> cite.Cited:
    known = {**PLAIN, "id": "aaaaaaaaaaaa", "key": "k", "version": "bbbbbbbbbbbb", "text": "", "tags": (), **values}
    return cite.Cited(Statement(**known), "2024-04-20T12:00:00Z")  # type: ignore[arg-type]


def test_a_citation_says_what_is_known_and_nothing_else() -> None:
    bare = cite.plain(cite.Cited(cited().statement, None))
    assert bare == "undated, archived as aaaaaaaaaaaa, version bbbbbbbbbbbb."
    whole = cited(
        issuer="xkv-mfa", issuer_name="MFA of Karvelia", title="On 5% & {braces}_\\", date="2024-03", url="https://a.example/"
    )
    assert "Mar 2024" in cite.plain(whole)
    assert r"5\% \& \{braces\}\_/" in cite.bibtex(whole)
    assert "day" not in cite.bibtex(whole)
    assert json.loads(cite.csl(whole))[0]["issued"] == {"date-parts": [[2024, 3]]}
    assert cite.ris(cited(title="a\nER  - \nb")).count("\nER  -") == 1


@pytest.mark.parametrize("format_", list(cite.FORMATS))
def test_a_citation_can_be_downloaded(client: TestClient, built_world: Path, format_: str) -> None:
    one, _ = edited(built_world)
    response = client.get(f"/statements/{one.id}/cite?format={format_}")
    assert response.status_code == 200
    assert one.id in response.text
    assert response.headers["content-disposition"].startswith("attachment")


# --- charts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "names"),
    [
        ({}, []),
        ({"2024-01": 1}, ["2024-01"]),
        ({"2023-11": 1, "2024-02": 3}, ["2023-11", "2023-12", "2024-01", "2024-02"]),
        ({"2009": 1, "2010-02": 3}, ["2009", "2010"]),
        ({"2000-01": 1, "2010-02": 3}, [str(year) for year in range(2000, 2011)]),
    ],
    ids=["none", "one", "gap", "years known", "many"],
)
def test_time_is_spread_without_gaps(counts: dict[str, int], names: list[str]) -> None:
    bars = charts.spread(counts)
    assert [bar.name for bar in bars] == names
    assert sum(bar.number for bar in bars) == sum(counts.values())


def test_a_bar_says_its_number_and_leads_somewhere() -> None:
    drawn = str(charts.timeline({"2024-01": 1, "2024-02": 2}, lambda name: f"/search?since={name}&x"))
    assert 'aria-label="Feb 2024: 2 statements"' in drawn
    assert 'href="/search?since=2024-02&amp;x"' in drawn
