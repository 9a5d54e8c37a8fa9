"""Protects: issuer, kind and number are read from the statement's own head, and a body that is only spoken of is not its issuer."""

from __future__ import annotations

import pytest

from communique.extraction.issuer import in_text, of
from communique.extraction.kind import kind, number
from communique.profiles import Profile

MFA = Profile("xkv-mfa", names={"en": ("Ministry of Foreign Affairs of the Republic of Karvelia", "MFA of Karvelia")})


@pytest.mark.parametrize(
    ("lang", "title", "issuer"),
    [
        (
            "en",
            "Statement of the Press Service Department of the Ministry of Foreign Affairs of the Republic of Karvelia",
            "Ministry of Foreign Affairs of the Republic of Karvelia",
        ),
        ("en", "Commentary by the MFA of Karvelia on the report", "MFA of Karvelia"),
        ("en", "On the meeting with the Ministry of Foreign Affairs of Tamrania", None),
        (
            "ru",
            "Заявление Министерства иностранных дел Республики Карвелия о ситуации",
            "Министерства иностранных дел Республики Карвелия",
        ),
        (
            "fr",
            "Communiqué du Ministère des Affaires étrangères de la République de Karvélie",
            "Ministère des Affaires étrangères de la République de Karvélie",
        ),
        (
            "es",
            "Comunicado del Ministerio de Relaciones Exteriores de Karvelia",
            "Ministerio de Relaciones Exteriores de Karvelia",
        ),
        (
            "az",
            "Karveliya Respublikasının Xarici İşlər Nazirliyinin bəyanatı",
            "Karveliya Respublikasının Xarici İşlər Nazirliyinin",
        ),
        ("tr", "Karvelya Dışişleri Bakanlığının Açıklaması", "Karvelya Dışişleri Bakanlığının"),
        ("uk", "Заява Міністерства закордонних справ України", "Міністерства закордонних справ України"),
        ("zh", "卡维利亚外交部发言人声明", "卡维利亚外交部"),
        ("en", "The bridge is open again", None),
    ],
)
def test_the_issuer_is_read_from_the_title(lang: str, title: str, issuer: str | None) -> None:
    found, words = in_text([("title", title)], (), lang)
    assert found == issuer
    assert words


def test_a_body_named_in_the_text_is_its_issuer_only_when_the_line_is_its_name() -> None:
    name = "Ministry of Foreign Affairs of the Republic of Karvelia"
    assert in_text([("last line", name)], (), "en")[0] == name
    assert in_text([("first line", f"Yesterday the {name} received a note.")], (), "en")[0] is None


def test_the_site_says_whose_it_is_when_the_text_does_not() -> None:
    found, words = in_text([("title", "The bridge is open")], ("© 2024 Ministry of Foreign Affairs of Karvelia",), "en")
    assert found == "Ministry of Foreign Affairs of Karvelia"
    assert "site" in words


def test_what_is_asserted_outranks_column_and_profile_and_text() -> None:
    title = [("title", "Statement of the Ministry of Defence of Vesmar")]
    assert of(asserted="XYZ", profile=MFA, column="c", heads=title, sites=(), lang="en") == ("XYZ", "asserted")
    assert of(asserted="mfa of karvelia", profile=MFA, column=None, heads=(), sites=(), lang="en") == ("xkv-mfa", "asserted")
    assert of(asserted=None, profile=MFA, column="Some name", heads=(), sites=(), lang="en") == ("Some name", "column")
    assert of(asserted=None, profile=MFA, column=None, heads=title, sites=(), lang="en") == ("xkv-mfa", "profile xkv-mfa")


@pytest.mark.parametrize(
    ("lang", "title", "expected"),
    [
        ("en", "Statement by the Foreign Ministry", "statement"),
        ("en", "Statement on the telephone conversation with the King", "statement"),
        ("en", "Telephone conversation with the King", "readout"),
        ("en", "Press release No. 5", "press-release"),
        ("en", "Briefing by the Spokesperson", "briefing"),
        ("en", "Remarks by the Minister", "speech"),
        ("en", "Interview of the Minister with the daily", "interview"),
        ("en", "Commentary of the Press Department", "commentary"),
        ("en", "Lennmark Communiqué", "communique"),
        ("en", "Note verbale", "note"),
        ("en", "The bridge is open", None),
        ("en", "Statement by the Representative at the 5th meeting of the Council", "speech"),
        ("fr", "Communiqué de presse", "press-release"),
        ("fr", "Déclaration du Ministre", "statement"),
        ("ru", "Заявление МИД", "statement"),
        ("ru", "Комментарий официального представителя", "commentary"),
        ("ru", "О телефонном разговоре министра", "readout"),
        ("ru", "Брифинг представителя", "briefing"),
        ("az", "Xarici İşlər Nazirliyinin bəyanatı", "statement"),
        ("az", "Mətbuat xidmətinin şərhi", "commentary"),
        ("tr", "Basın Açıklaması", "statement"),
        ("tr", "Bakan ile telefonda görüştü", "readout"),
        ("ar", "بيان صحفي", "press-release"),
        ("ar", "بيان بشأن الأحداث", "statement"),
        ("fa", "نشست خبری سخنگو", "briefing"),
        ("zh", "外交部发言人例行记者会", "briefing"),
        ("zh", "联合公报", "communique"),
        ("de", "Rede des Ministers", "speech"),
        ("de", "Pressemitteilung", "press-release"),
        ("es", "Discurso del Presidente", "speech"),
        ("uk", "Заява МЗС", "statement"),
        ("hy", "ԱԳՆ հայտարարությունը", "statement"),
    ],
)
def test_the_kind_is_read_from_the_title(lang: str, title: str, expected: str | None) -> None:
    assert kind([("title", title)], lang)[0] == expected


def test_the_section_says_the_kind_when_the_title_does_not() -> None:
    assert kind([("title", "The bridge is open"), ("section", "Press releases")], "en") == (
        "press-release",
        "section: press releases",
    )


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("No: 312/20", "312/20"),
        ("No: 18/24, Statement on the bridge", "18/24"),
        ("№ 55/24", "55/24"),
        ("№26/24, şərh", "26/24"),
        ("رقم: 18/24", "18/24"),
        ("Press Release No. 41-2024", "41-2024"),
        ("No. 7", "7"),
        ("Resolution No. 1325 of the Council says", None),
        ("No one was hurt", None),
        ("No: 2024", None),
        ("Information note No. 5 of the observers in the valley", None),
    ],
)
def test_the_official_number_is_read(line: str, value: str | None) -> None:
    assert number([line])[0] == value
