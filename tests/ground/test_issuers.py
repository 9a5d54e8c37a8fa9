"""Protects the catalogue of issuers: a page is given to the right body or to none, profiles are read strictly."""

from __future__ import annotations

import pickle
import runpy
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from communique.errors import NotFound, ProfileError
from communique.issuers import (
    Issuers,
    Profile,
    Series,
    as_json,
    draft,
    folder_of,
    from_json,
    load,
    page_file,
    parse_profile,
    problems,
    remarks,
)

ROOT = Path(__file__).resolve().parents[2]
PRESS_ROOMS = ROOT.parent / "shared/data/press_rooms.csv"
WHOLE = """
id: xkv-mfa
names:
  en: [Ministry of Foreign Affairs of Karvelia, Karvelian Foreign Ministry]
  no: Utenriksdepartementet i Karvelia
code: XKV
body: ministry
hosts: [mfa.karvelia.example, karvelia.example/foreign]
languages: [en, "no"]
date_order: dmy
series:
  - listing: https://mfa.karvelia.example/en/press
    kind: press-release
    lang: en
    expected_at_least: 5
selectors: {title: "h1.headline"}
checked: 2024-05-01
page: xkv-mfa.html
"""


def test_a_profile_is_read_whole() -> None:
    assert parse_profile(WHOLE, "xkv-mfa.yaml") == Profile(
        id="xkv-mfa",
        names={
            "en": ("Ministry of Foreign Affairs of Karvelia", "Karvelian Foreign Ministry"),
            "no": ("Utenriksdepartementet i Karvelia",),
        },
        code="XKV",
        body="ministry",
        hosts=("mfa.karvelia.example", "karvelia.example/foreign"),
        languages=("en", "no"),
        date_order="dmy",
        series=(Series("https://mfa.karvelia.example/en/press", "press-release", "en", 5),),
        selectors={"title": "h1.headline"},
        checked="2024-05-01",
        page="xkv-mfa.html",
        origin="xkv-mfa.yaml",
    )


def test_what_a_profile_does_not_say_is_unknown() -> None:
    bare = parse_profile("id: xtm-court\nnames:\ncode:\nseries:\nhosts: ~\n", "x.yaml")
    assert bare == Profile(id="xtm-court", origin="x.yaml")
    assert bare.name == "xtm-court"


@pytest.mark.parametrize(
    ("text", "line", "field", "what"),
    [
        ("", "", "", "empty"),
        ("- id: a", "line 1", "", "fields"),
        ("names: {en: [A]}", "", "id", "missing"),
        ("id: a\nurl: b", "line 2", "url", "no such field"),
        ("id: a\n\nid: b", "line 3", "id", "twice"),
        ("id: A B", "line 1", "id", "does not look like"),
        ("id:", "line 1", "id", "text"),
        ("id: a\nbody: kingdom", "line 2", "body", "not one of ministry"),
        ("id: a\ndate_order: myd", "line 2", "date_order", "not one of"),
        ("id: a\nchecked: yesterday", "line 2", "checked", "never"),
        ("id: a\nnames:\n  en: [A, {b: c}]", "line 3", "names.en[1]", "text"),
        ("id: a\nnames: [A]", "line 2", "names", "fields"),
        ("id: a\nseries:\n  - kind: speech", "line 3", "series[0]", "listing"),
        ("id: a\nseries:\n  - listing: http://x.example\n    kind: rumour", "line 4", "series[0].kind", "not one of"),
        (
            "id: a\nseries:\n  - listing: http://x.example\n    expected_at_least: few",
            "line 4",
            "series[0].expected_at_least",
            "number",
        ),
        ("id: a\nselectors: {headline: h1}", "line 2", "selectors.headline", "no such field"),
        ("id: a\nnames: {en: [A}\nx: y", "line 2", "", "YAML"),
        ("id: a\n\tcode: b", "line 2", "", "YAML"),
        ('id: "a\x00b"', "", "", "YAML"),
        ("id: &a [*a]", "line 1", "id", "text"),
    ],
)
def test_a_profile_that_is_not_valid_names_file_line_and_field(text: str, line: str, field: str, what: str) -> None:
    with pytest.raises(ProfileError) as caught:
        parse_profile(text, "mine.yaml")
    message = str(caught.value)
    assert message.startswith("mine.yaml:")
    assert line in message
    assert f'"{field}"' in message if field else True
    assert what in message
    assert "\n" not in message


def test_the_digest_follows_what_extraction_reads_and_nothing_else() -> None:
    profile = parse_profile(WHOLE, "a.yaml")
    assert replace(profile, checked="2025-01-01", origin="b.yaml", page=None).digest == profile.digest
    assert replace(profile, date_order="mdy").digest != profile.digest
    assert replace(profile, selectors={"title": "h2"}).digest != profile.digest


def test_a_profile_survives_json_and_pickle() -> None:
    profile = parse_profile(WHOLE, "xkv-mfa.yaml")
    assert from_json(as_json(profile)) == profile
    assert pickle.loads(pickle.dumps(profile)) == profile


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"names": {}}, "names: there is none"),
        ({"names": {"English": ("A",)}}, "names.English: not a BCP-47 language"),
        ({"code": "KARV"}, "code: 'KARV' is neither"),
        ({"hosts": ()}, "hosts: there is none"),
        ({"hosts": ("https://mfa.karvelia.example",)}, "hosts: 'https://mfa.karvelia.example' is not a host"),
        ({"hosts": ("www.mfa.karvelia.example",)}, "hosts: 'www.mfa.karvelia.example' is not a host"),
        ({"hosts": ("example",)}, "hosts: 'example' is not a host"),
        ({"hosts": ("other.example",)}, "series[0].listing: its host mfa.karvelia.example is not among hosts"),
        (
            {"series": (Series("ftp://mfa.karvelia.example/"),)},
            "series[0].listing: 'ftp://mfa.karvelia.example/' is not a web address",
        ),
        ({"languages": ("english",)}, "languages: 'english' is not a BCP-47 language"),
    ],
    ids=str,
)
def test_check_says_what_is_to_be_mended(change: dict[str, object], problem: str) -> None:
    profile = parse_profile(WHOLE, "xkv-mfa.yaml")
    assert problems(profile) == []
    assert any(found.startswith(problem) for found in problems(replace(profile, **change)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "remark"),
    [
        ({"code": None}, "code: neither"),
        ({"body": None}, "body: not said"),
        ({"page": None}, "page: no saved example page"),
        ({"page": "other.html"}, "page: other.html is not there"),
        ({"checked": "never"}, "checked: never compared"),
    ],
    ids=str,
)
def test_what_is_only_not_known_is_remarked_and_no_problem(tmp_path: Path, change: dict[str, object], remark: str) -> None:
    (tmp_path / "xkv-mfa.html").write_text("<p>page</p>", encoding="utf-8")
    whole = parse_profile(WHOLE, str(tmp_path / "xkv-mfa.yaml"))
    assert remarks(whole) == []
    lacking = replace(whole, **change)  # type: ignore[arg-type]
    assert problems(lacking) == []
    assert [found.startswith(remark) for found in remarks(lacking)] == [True]


def test_a_page_lies_beside_its_profile(tmp_path: Path) -> None:
    profile = parse_profile(WHOLE, str(tmp_path / "xkv-mfa.yaml"))
    assert page_file(profile) == tmp_path / "xkv-mfa.html"
    assert page_file(replace(profile, page=None)) is None
    assert folder_of(replace(profile, origin="xkv-mfa.yaml")).joinpath("compiled.json").is_file()


def test_an_organisation_may_have_an_id_of_its_own() -> None:
    als = Profile("als", {"en": ("Assembly of the Lakes",)}, code="ALS", body="organisation", hosts=("als.example",))
    assert not any(problem.startswith("code") for problem in problems(als))


SHARED = Issuers(
    [
        Profile("xkv-mfa", {"en": ("Ministry of Foreign Affairs of Karvelia",)}, "XKV", hosts=("mfa.karvelia.example",)),
        Profile("xkv-un", {"en": ("Mission of Karvelia",)}, "XKV", hosts=("missions.example/karvelia",)),
        Profile(
            "xtm-un", {"en": ("Mission of Tamrania",)}, "XTM", hosts=("missions.example/tamrania", "tamrania-mission.example")
        ),
        Profile("xtm-gov", {"en": ("Government of Tamrania",), "tr": ("TAMRANYA HÜKÛMETİ",)}, "XTM", hosts=("gov.tm",)),
        Profile("xtm-all", {"en": ("Tamrania",)}, "XTM", hosts=("tamrania.example",)),
        Profile("xtm-press", {"en": ("Press Office",)}, "XTM", hosts=("press.tamrania.example",)),
        Profile("xtm-press-2", {"en": ("press  office",)}, "XTM", hosts=("press.tamrania.example",)),
        Profile("xkv-idn", {"en": ("Карвелия",)}, "XKV", hosts=("xn--80aebeku0a8b.example",)),
    ]
)


@pytest.mark.parametrize(
    ("url", "issuer"),
    [
        ("https://mfa.karvelia.example/en/1", "xkv-mfa"),
        ("https://www.MFA.karvelia.example.:8443/", "xkv-mfa"),
        ("https://ru.mfa.karvelia.example/", "xkv-mfa"),
        ("https://notmfa.karvelia.example/", None),
        ("https://karvelia.example/", None),
        ("https://missions.example/karvelia/statements?x=/tamrania", "xkv-un"),
        ("https://missions.example/Tamrania", "xtm-un"),
        ("https://missions.example/tamraniaburg", None),
        ("https://missions.example/", None),
        ("https://gov.tm/news", "xtm-gov"),
        ("https://court.gov.tm/news", None),
        ("https://a.tamrania.example/", "xtm-all"),
        ("https://press.tamrania.example/", "xtm-all"),
        ("https://карвелия.example/", None),
        ("https://localhost/", None),
        ("not a url", None),
        ("", None),
        (None, None),
    ],
)
def test_a_page_is_given_to_the_body_of_its_address_or_to_none(url: str | None, issuer: str | None) -> None:
    found = SHARED.for_url(url)
    assert (found.id if found else None) == issuer


@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        ("xkv-mfa", "xkv-mfa"),
        ("XKV-MFA", "xkv-mfa"),
        ("ministry of  foreign affairs of KARVELIA", "xkv-mfa"),
        ("Tamranya Hukumeti", "xtm-gov"),
        ("Press Office", None),
        ("Ministry of Foreign Affairs", None),
        ("", None),
        (None, None),
    ],
)
def test_an_issuer_answers_to_its_id_and_its_full_names(name: str | None, issuer: str | None) -> None:
    found = SHARED.named(name)
    assert (found.id if found else None) == issuer


def test_an_unknown_issuer_is_an_error_that_says_where_to_look() -> None:
    with pytest.raises(NotFound, match=r'no profile \'xkv-mod\'.*xkv-idn, xkv-mfa, xkv-un.*"communique issuers list"'):
        SHARED.get("xkv-mod")


def test_the_archives_own_profiles_stand_over_the_packaged(tmp_path: Path) -> None:
    (tmp_path / "az.yaml").write_text("id: az-mfa\nnames: {en: [Mine]}\nhosts: [mine.example]\n", encoding="utf-8")
    (tmp_path / "am.yaml").write_text("id: own-am\nnames: {en: [Own]}\nhosts: [mfa.am]\n", encoding="utf-8")
    issuers = load(tmp_path)
    assert len(issuers) == len(load()) + 1
    assert issuers.by_id["az-mfa"].name == "Mine"
    assert issuers.for_host("mfa.gov.az") is None
    assert issuers.for_host("mine.example") is issuers.by_id["az-mfa"]
    assert issuers.for_host("mfa.am") is issuers.by_id["own-am"]
    assert load().by_id["az-mfa"].name != "Mine"
    assert load(tmp_path / "nowhere").by_id == load().by_id


def test_a_broken_profile_of_the_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: one\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("id: one\n", encoding="utf-8")
    with pytest.raises(ProfileError, match=r"b\.yaml: id 'one' is also that of .*a\.yaml"):
        load(tmp_path)
    (tmp_path / "b.yaml").write_bytes(b"id: \xff\xfe\n")
    with pytest.raises(ProfileError, match=r"b\.yaml: cannot be read"):
        load(tmp_path)


def test_a_drafted_profile_is_valid_and_says_only_what_the_address_says() -> None:
    drafted = parse_profile(draft("https://www.mfa.gov.az/en/news?a=1#b"), "draft")
    assert (drafted.id, drafted.code, drafted.hosts) == ("az-mfa", "AZE", ("mfa.gov.az",))
    assert (drafted.names, drafted.body, drafted.date_order, drafted.selectors) == ({}, None, None, {})
    assert drafted.series == (Series("https://www.mfa.gov.az/en/news?a=1#b"),)
    assert parse_profile(draft("http://[::1]:80/x"), "draft").code is None
    assert parse_profile(draft('https://als.example/a"b'), "draft").id == "als"
    with pytest.raises(ProfileError, match="not a web address"):
        draft("mfa.gov.az")


def test_every_packaged_profile_is_sound() -> None:
    issuers = load()
    found = {p.id: problems(p) for p in issuers.all()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert len(issuers) >= 220
    assert len({profile.code for profile in issuers.all()}) >= 175


def test_every_packaged_profile_answers_to_its_hosts_and_its_id() -> None:
    issuers = load()
    for profile in issuers.all():
        assert issuers.named(profile.id) is profile
        for series in profile.series:
            assert issuers.for_url(series.listing) is profile
        for entry in profile.hosts:
            assert issuers.for_url(f"https://{entry}/x") is profile


def test_compiling_the_profiles_changes_nothing() -> None:
    render = runpy.run_path(str(ROOT / "tools/issuers/compile.py"))["render"]
    assert render() == resources.files("communique.resources").joinpath("issuers/compiled.json").read_text("utf-8")


@pytest.mark.skipif(not PRESS_ROOMS.exists(), reason="the list of press rooms is not part of the project")
def test_generating_the_profiles_changes_nothing() -> None:
    module = runpy.run_path(str(ROOT / "tools/issuers/generate.py"))
    made = module["render"](PRESS_ROOMS)
    kept = {file.name: file.read_text("utf-8") for file in module["FOLDER"].glob("*.yaml")}
    assert made == {name: text for name, text in kept.items() if text.startswith(module["GENERATED"])}
