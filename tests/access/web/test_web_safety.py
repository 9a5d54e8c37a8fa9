"""Protects the server: hosts, sizes, methods, headers, tokens, forged decisions, hostile pages; each attack is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import communique
from communique.access.web.gate import Guesses
from communique.access.web.originals import harmless
from communique.access.web.serving import Serving, digest_of, is_token, new_token, serving
from invented import Cli, page

Opened = Callable[..., TestClient]
Csrf = Callable[[TestClient], str]
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "localhost.evil.example", "", "127.0.0.1@evil.example",
     "127.0.0.1 evil", "10.0.0.1", "[::2]", "localhost:8000:1", "user@localhost"],
)  # fmt: skip
def test_a_host_that_is_not_ours_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/status", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9", "127.0.0.1:80", "[::1]:8000"])
def test_the_names_of_this_machine_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/status", headers={"Host": host}).status_code == 200


def test_a_server_for_others_answers_to_addresses_and_to_the_names_it_was_given() -> None:
    how = serving("0.0.0.0", "sha256:x", ("Archive.Example",))
    assert how.addresses
    assert "archive.example" in how.hosts
    assert "0.0.0.0" not in how.hosts


@pytest.mark.parametrize(
    "path", ["/nowhere", "/static/communique.css", "/api/v1/status", "/api/v1/nowhere", "/api/v1/search?limit=x"]
)
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


def test_no_other_origin_is_invited(client: TestClient) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    response = client.options("/api/v1/search", headers=asked)
    assert response.status_code == 405
    assert not [name for name in response.headers if name.startswith("access-control")]


def test_a_page_has_no_inline_script_or_style(client: TestClient) -> None:
    text = client.get("/nowhere").text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=\"/static/)", text)


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/communique.css/../../app.py", "/static//etc/passwd",
     "/static/%00", "/captures/..%2f..%2farchive.toml/original", "/captures/%2e%2e/replay", "/statements/../../archive.toml",
     "/api/v1/captures/..%2f..%2foriginals/original"],
)  # fmt: skip
def test_no_path_of_a_request_reaches_the_disk(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "format =" not in response.text
    assert "root:" not in response.text


@pytest.mark.parametrize(
    "word",
    ["' OR 1=1 --", "x'; DROP TABLE statements; --", '"', "%", "_" * 12, "a\x00b", "\u202e\ud7ff", "*", "(((((", "title:(", "date:[", "^^",
     "AND OR NOT", "\\", "a" * 2000, "🙂" * 500, "x~99", "issuer:'", "{{7*7}}", "NOT NOT NOT x"],
)  # fmt: skip
def test_words_of_a_query_are_only_words(client: TestClient, word: str) -> None:
    response = client.get("/api/v1/search", params={"q": word, "limit": 2})
    assert response.status_code == 200, response.text
    for path in ("statements", "search", "export"):
        response = client.get(f"/api/v1/{path}", params={"issuer": word[:300], "tag": word[:300]})
        assert response.status_code == 200
    assert client.get("/api/v1/status").json()["items"][0]["statements"] > 50


def test_an_id_is_only_an_id(client: TestClient) -> None:
    for word in ("' OR '1'='1", "a' --", "%25", "é", "a%00", "http:"):
        assert client.get(f"/api/v1/statements/{word}").status_code in (404, 409)


# --- size and pace ---------------------------------------------------------------------------------------------------


def test_a_large_body_is_refused_whether_it_says_so_or_not(client: TestClient) -> None:
    path = "/api/v1/statements/aaaaaaaaaaaa/decisions"
    assert client.post(path, content=b"x" * 300_000, headers=JSON).status_code == 413

    def pieces():
        for _ in range(100):
            yield b"x" * 10_000

    assert client.post(path, content=pieces(), headers=JSON).status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e3", "x", "99999999999"])
def test_a_length_that_is_none_is_refused(client: TestClient, length: str) -> None:
    headers = {**JSON, "Content-Length": length}
    assert client.post("/login", headers=headers).status_code == 413


def test_a_long_query_string_is_refused(client: TestClient) -> None:
    assert client.get("/api/v1/search?q=" + "x" * 9000).status_code == 400


def test_forms_are_only_read_as_forms(desk: TestClient) -> None:
    assert desk.post("/login", content=b"{}", headers=JSON).status_code == 415
    many = "&".join(f"a{n}=1" for n in range(200))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert desk.post("/login", content=many, headers=form).status_code == 400
    assert desk.post("/login", content="a=%ff%fe", headers=form).status_code in (303, 400, 403)


# --- decisions -------------------------------------------------------------------------------------------------------


def decided(
    client: TestClient, statement: str, headers: dict[str, str], said: str = '{"action":"tag","values":{"tag":"x"}}'
) -> int:
    return client.post(f"/api/v1/statements/{statement}/decisions", content=said, headers={**JSON, **headers}).status_code


def test_a_decision_needs_the_word_of_a_form_of_ours(desk: TestClient, csrf: Csrf) -> None:
    one = desk.get("/api/v1/statements?limit=1").json()["items"][0]["statement"]
    word = csrf(desk)
    assert decided(desk, one, {}) == 403
    assert decided(desk, one, {"X-CSRF-Token": "0" * 64}) == 403
    assert decided(desk, one, {"X-CSRF-Token": word, "Origin": "https://evil.example"}) == 403
    assert decided(desk, one, {"X-CSRF-Token": word, "Sec-Fetch-Site": "cross-site"}) == 403
    assert decided(desk, one, {"X-CSRF-Token": word, "Origin": "null"}) == 403
    assert desk.get(f"/api/v1/statements/{one}/decisions").json()["total"] == 0
    assert decided(desk, one, {"X-CSRF-Token": word, "Origin": "http://127.0.0.1:8000"}) == 201
    assert desk.get(f"/api/v1/statements/{one}").json()["tags"] == ["x"]


def test_the_word_of_one_session_is_not_that_of_another(desk: TestClient, csrf: Csrf) -> None:
    word = csrf(desk)
    desk.cookies.clear()
    csrf(desk)
    one = desk.get("/api/v1/statements?limit=1").json()["items"][0]["statement"]
    assert decided(desk, one, {"X-CSRF-Token": word}) == 403


def test_a_session_that_we_did_not_sign_is_none(desk: TestClient, csrf: Csrf) -> None:
    word = csrf(desk)
    session = desk.cookies["communique"]
    desk.cookies.clear()
    one = desk.get("/api/v1/statements?limit=1").json()["items"][0]["statement"]
    for forged in (session.replace("as.", "in."), session[:-1] + "0", "in.1.x.", "...."):
        assert decided(desk, one, {"X-CSRF-Token": word, "Cookie": f"communique={forged}"}) in (400, 403)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ('{"action":"edit","values":{"date":"2024-99"}}', 400),
        ('{"action":"edit","values":{"colour":"red"}}', 400),
        ('{"action":"edit","values":{}}', 400),
        ('{"action":"tag","values":{}}', 400),
        ('{"action":"tag","values":{"tag":" "}}', 400),
        ('{"action":"link","values":{"to":"zzzzzzzzzzzz","kind":"translation"}}', 404),
        ('{"action":"link","values":{"to":"x","kind":"rumour"}}', 400),
        ('{"action":"undo","values":{"action":"edit"}}', 409),
        ('{"action":"destroy","values":{}}', 422),
        ('{"action":"tag","values":{"tag":"x"},"admin":true}', 422),
        ("{", 422),
        ("", 422),
    ],
)
def test_a_decision_that_cannot_be_taken_is_refused(desk: TestClient, csrf: Csrf, said: str, status: int) -> None:
    one = desk.get("/api/v1/statements?limit=1").json()["items"][0]["statement"]
    assert decided(desk, one, {"X-CSRF-Token": csrf(desk)}, said) == status


# --- the token -------------------------------------------------------------------------------------------------------


@pytest.fixture
def token() -> tuple[str, str]:
    return new_token()


def test_without_the_token_nobody_sees_anything(opened: Opened, built_world: Path, token: tuple[str, str]) -> None:
    client = opened(built_world, Serving(token=token[1]))
    for path in ("/api/v1/status", "/api/v1/search?q=x", "/api/v1/openapi.json", "/api/v1/nowhere"):
        response = client.get(path)
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"
    for path in ("/", "/search", "/statements/x", "/nowhere"):
        response = client.get(path, follow_redirects=False)
        assert (response.status_code, response.headers["location"]) == (303, "/login")
    assert client.get("/login").status_code == 200


def test_the_token_opens_the_api_and_decides(opened: Opened, world_archive: Path, token: tuple[str, str]) -> None:
    client = opened(world_archive, Serving(token=token[1]))
    bearer = {"Authorization": f"Bearer {token[0]}"}
    one = client.get("/api/v1/statements?limit=1", headers=bearer).json()["items"][0]["statement"]
    assert decided(client, one, bearer) == 201
    assert client.get("/api/v1/status", headers={"Authorization": f"Bearer {token[0]}x"}).status_code == 401
    assert client.get("/api/v1/status", headers={"Authorization": f"Basic {token[0]}"}).status_code == 401


def test_the_token_opens_the_pages_until_one_leaves(opened: Opened, built_world: Path, token: tuple[str, str]) -> None:
    client = opened(built_world, Serving(token=token[1]))
    word = re.search(r'name="csrf" value="(\w+)"', client.get("/login").text)[1]
    assert client.post("/login", data={"token": "guess", "csrf": word}).status_code == 401
    assert client.post("/login", data={"token": token[0]}).status_code == 403  # not from our form
    entered = client.post("/login", data={"token": token[0], "csrf": word}, follow_redirects=False)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert client.get("/api/v1/status").status_code == 200
    again = re.search(r'name="csrf" content="(\w+)"', client.get("/nowhere").text)[1]
    assert client.post("/logout", data={"csrf": again}, follow_redirects=False).status_code == 303
    assert client.get("/api/v1/status").status_code == 401


def test_a_session_from_before_the_token_does_not_open_the_door(
    opened: Opened, built_world: Path, token: tuple[str, str]
) -> None:
    secret = b"s" * 32
    session = {}
    client = opened(built_world, Serving(secret=secret))
    client.get("/nowhere")
    session["Cookie"] = f"communique={client.cookies['communique']}"
    guarded = opened(built_world, Serving(secret=secret, token=token[1]))
    assert guarded.get("/api/v1/status", headers=session).status_code == 401


def test_guessing_the_token_is_stopped(opened: Opened, built_world: Path, token: tuple[str, str]) -> None:
    client = opened(built_world, Serving(token=token[1]))
    wrong = {"Authorization": "Bearer guess"}
    told = [client.get("/api/v1/status", headers=wrong).status_code for _ in range(12)]
    assert told == [401] * 9 + [429] * 3 or told == [401] * 10 + [429] * 2
    assert client.get("/api/v1/status", headers={"Authorization": f"Bearer {token[0]}"}).status_code == 429


def test_guesses_are_forgotten_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("communique.access.web.gate.time.monotonic", lambda: now[0])
    guesses = Guesses(2)
    guesses.wrong()
    guesses.wrong()
    assert guesses.too_many()
    now[0] += 61
    assert not guesses.too_many()


def test_only_the_digest_of_a_token_is_kept(cli: Cli, write: Callable[[str, bytes | str], Path]) -> None:
    cli("add", write("a.html", page()))
    archive = communique.open(cli.archive)
    token, digest = new_token()
    archive.set_token(digest)
    archive.set_token(digest)
    kept = (cli.archive / "archive.toml").read_text("utf-8")
    assert token not in kept
    assert kept.count("token = ") == 1
    again = communique.open(cli.archive)
    assert again.settings.token == digest == digest_of(token)
    assert is_token(token, digest)
    assert not is_token("", digest)
    assert again.status()["statements"] == 1


def test_an_address_that_others_reach_needs_a_token(cli: Cli, write: Callable[[str, bytes | str], Path]) -> None:
    cli("add", write("a.html", page()))
    for host in ("0.0.0.0", "192.0.2.1", "::", "example.org"):
        assert "--token" in cli("serve", "--host", host, "--port", 0, code=2).err


# --- hostile texts ---------------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<a href='javascript:alert(1)'>x</a><a href='https://evil.example/'>y</a>",
    "<iframe src='https://evil.example/'></iframe><object data=x></object><embed src=x>",
    "<form action='https://evil.example/'><input name=a><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'><base href='https://evil.example/'>",
    "<style>body{background:url(https://evil.example/)}</style><p style='position:fixed'>x</p>",
    "<link rel=stylesheet href=https://evil.example/><video src=https://evil.example/ autoplay></video>",
    "<math><mtext></form><form><mglyph><svg><mtext><textarea><path id='</textarea><img onerror=alert(1) src=1>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<div id=main class=skip><p>words</p></div>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_saved_page_is_made_harmless(hostile: str) -> None:
    left = harmless(f"<html><body>{hostile}<p>The ministry rejects the claim.</p></body></html>")
    assert "The ministry rejects the claim." in left or "<textarea>" in hostile  # an open one swallows what follows
    tags = re.findall(r"<[^>]*>", left)
    assert not [
        t
        for t in tags
        if re.search(
            r"(?i)\s(on\w+|style|src|href|action|id|class|srcdoc|data)\s*=|<(script|style|iframe|img|form|input|meta|base|link|svg|math|object|embed|video|a\b)",
            t,
        )
    ]


def test_a_saved_page_is_shown_under_a_policy_that_forbids_it_everything(
    opened: Opened, cli: Cli, write: Callable[[str, bytes | str], Path]
) -> None:
    data = page().replace(b"<main>", b"<script>alert(1)</script><img src=https://evil.example/><main>")
    added = cli("add", write("a.html", data), "--json").record
    client = opened(cli.archive)
    response = client.get(f"/captures/{added['version']}/replay")
    assert response.status_code == 200
    policy = response.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "allow" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "alert" not in response.text
    assert "evil.example" not in response.text
    assert "condemns the shelling" in response.text
