"""Protects identity: the same page, row and bytes have the same id today, tomorrow, on another machine and in another archive."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique import ids

NORMAL_FORMS = [
    ("scheme and host are folded", "HTTPS://MFA.Karvelia.Example/News/1", "https://mfa.karvelia.example/News/1"),
    ("the default port is dropped", "http://mfa.karvelia.example:80/a", "http://mfa.karvelia.example/a"),
    ("another port stays", "http://mfa.karvelia.example:8080/a", "http://mfa.karvelia.example:8080/a"),
    ("the port of the other scheme stays", "http://mfa.karvelia.example:443/a", "http://mfa.karvelia.example:443/a"),
    ("the fragment is dropped", "https://mfa.karvelia.example/a#top", "https://mfa.karvelia.example/a"),
    ("an empty path becomes a slash", "https://mfa.karvelia.example", "https://mfa.karvelia.example/"),
    ("tracking parameters are dropped", "https://x.example/a?utm_source=t&id=7&fbclid=q", "https://x.example/a?id=7"),
    ("a query of nothing but tracking goes", "https://x.example/a?gclid=1", "https://x.example/a"),
    ("other parameters keep their order", "https://x.example/?b=2&a=1", "https://x.example/?b=2&a=1"),
    ("an empty parameter stays", "https://x.example/?id=&a=1", "https://x.example/?id=&a=1"),
    ("space around is dropped", "  https://x.example/a\n", "https://x.example/a"),
    ("space inside is encoded", "https://x.example/a b", "https://x.example/a%20b"),
    ("letters beyond ASCII are encoded", "https://x.example/я?q=я", "https://x.example/%D1%8F?q=%D1%8F"),
    ("an encoded path is not encoded twice", "https://x.example/%D1%8F", "https://x.example/%D1%8F"),
    ("an international host gets its ASCII form", "https://МИД.example/", "https://xn--d1ahl.example/"),
    ("a closing dot of the host goes", "https://x.example./a", "https://x.example/a"),
    ("user and password are dropped", "https://u:p@x.example/a", "https://x.example/a"),
    ("an address of IPv6 keeps its brackets", "http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
    ("www stays: it may be another site", "https://www.x.example/", "https://www.x.example/"),
    ("what is no URL stays as it is", "press release 7", "press%20release%207"),
]


@pytest.mark.parametrize(("url", "normal"), [case[1:] for case in NORMAL_FORMS], ids=[case[0] for case in NORMAL_FORMS])
def test_a_url_has_one_normal_form(url: str, normal: str) -> None:
    assert ids.normalise_url(url) == normal


def _url(scheme: str, host: str, path: str, query: str) -> str:
    return f"{scheme}://{host}/{path}?{query}#x"


hosts = st.one_of(
    st.text(max_size=10), st.sampled_from(["Mfa.Karvelia.example", "x.example:443", "мид.example", "[::1]:80", "u:p@h"])
)
urls = st.builds(_url, st.sampled_from(["http", "HTTPS", "ftp", "x"]), hosts, st.text(max_size=10), st.text(max_size=10))
surrogates = st.text(alphabet=st.characters(categories=["Cs", "Lu", "Zs", "Cc"]), max_size=10)


@given(st.one_of(urls, st.text(), surrogates, st.builds(_url, st.just("http"), st.just("x.example"), surrogates, surrogates)))
def test_the_normal_form_of_a_normal_form_is_itself(url: str) -> None:
    normal = ids.normalise_url(url)
    assert ids.normalise_url(normal) == normal
    ids.host_of(url)


@given(st.text(st.sampled_from("abc/?&=%я #"), max_size=20))
def test_the_normal_form_of_a_web_address_is_ascii_without_space(tail: str) -> None:
    assert re.fullmatch(r"https://x\.example/[!-~]*", ids.normalise_url(f"https://x.example/{tail}"))


GOLDEN = [
    ("page", ids.statement_id("https://mfa.karvelia.example/news/1"), "hlpcpfajn4sx"),
    ("row", ids.statement_id("row:notes/kn-1"), "ybh3urtfuxra"),
    ("bytes", ids.statement_id("bytes:" + ids.digest(b"x")), "47pdz4yqvoek"),
    ("capture", ids.capture_id("https://mfa.karvelia.example/news/1", "2024-03-14T12:00:00Z", ids.digest(b"x")), "tdjmjw2lwkcv"),
    ("capture without time", ids.capture_id("row:notes/kn-1", None, ids.digest(b"x")), "ey6k3upjc3i6"),
]


@pytest.mark.parametrize(("found", "golden"), [case[1:] for case in GOLDEN], ids=[case[0] for case in GOLDEN])
def test_ids_never_change(found: str, golden: str) -> None:
    assert found == golden


KEYS = [
    ("a page by its URL", {"url": "HTTP://X.example"}, "http://x.example/"),
    ("a file without URL by its bytes", {}, "bytes:sha256:00"),
    ("a row by data set and id", {"dataset": "un/debates", "original_id": "7"}, "row:un%2Fdebates/7"),
    ("a row without id by its bytes", {"dataset": "d"}, "row:d/sha256:00"),
    ("a row's URL is not its key", {"dataset": "d", "original_id": "7", "url": "https://x.example/"}, "row:d/7"),
]


@pytest.mark.parametrize(("said", "key"), [case[1:] for case in KEYS], ids=[case[0] for case in KEYS])
def test_a_statement_has_one_key(said: dict[str, str], key: str) -> None:
    values = {"url": None, "dataset": None, "original_id": None, **said}
    assert ids.statement_key(**values, payload="sha256:00") == key


@given(st.text(), st.text(), st.text(), st.text())
def test_data_set_and_original_id_cannot_be_mistaken_for_each_other(a: str, b: str, c: str, d: str) -> None:
    def key(dataset: str, original: str) -> str:
        return ids.statement_key(url=None, dataset=dataset, original_id=original, payload="p")

    if (a, b or "p") != (c, d or "p"):
        assert key(a, b) != key(c, d)


@given(st.text(alphabet=st.characters(categories=["Cs", "L", "P"])))
def test_any_text_has_a_digest(text: str) -> None:
    assert re.fullmatch("sha256:[0-9a-f]{64}", ids.text_digest(text))


def test_title_date_and_text_together_make_a_version() -> None:
    one = ids.version_digest("Title", "2024-03-14", "Text")
    assert one != ids.version_digest("Title", "2024-03-15", "Text")
    assert one != ids.version_digest(None, "2024-03-14", "Text")
    assert ids.version_digest(None, None, "Text") == ids.version_digest("", "", "Text")
