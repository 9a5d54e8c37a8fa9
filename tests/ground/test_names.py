"""Protects the names of countries and organisations: one code whatever the language, no name preferred, none mistaken."""

from __future__ import annotations

import json
import runpy
from importlib import resources
from pathlib import Path

import pytest

from communique import names

BUILD = Path(__file__).resolve().parents[2] / "tools/names/build.py"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("AZ", "AZE"),
        ("az", "AZE"),
        ("AZE", "AZE"),
        ("aze", "AZE"),
        ("UK", "GBR"),
        ("XK", "XKX"),
        ("XKV", "XKV"),
        ("Azerbaijan", "AZE"),
        ("  the republic of AZERBAIJAN ", "AZE"),
        ("Azərbaycan", "AZE"),
        ("Азербайджан", "AZE"),
        ("Հայաստան", "ARM"),
        ("Республика Армения", "ARM"),
        ("أرمينيا", "ARM"),
        ("ایران", "IRN"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Türkiye", "TUR"),
        ("TÜRKİYE", "TUR"),
        ("Turkey", "TUR"),
        ("ТУРЦИЯ", "TUR"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Saint Kitts and Nevis", "KNA"),
        ("Bosnia and Herzegovina", "BIH"),
        ("Bosnia & Herzegovina", "BIH"),
        ("U.S.", "USA"),
        ("United States of America", "USA"),
        ("США", "USA"),
        ("中国", "CHN"),
        ("ประเทศไทย", "THA"),
        ("भारत", "IND"),
        ("Georgia", "GEO"),
        ("საქართველო", "GEO"),
        ("Niger", "NER"),
        ("Nga", "RUS"),
        ("nga", "NGA"),
        ("Aze", "AZE"),
        ("Congo", "COG"),
        ("DR Congo", "COD"),
        ("Guinea-Bissau", "GNB"),
        ("Kosovo", "XKX"),
        ("Soviet Union", "SUN"),
        ("Holy See", "VAT"),
    ],
)  # fmt: skip
def test_a_country_has_one_code_in_every_language(name: str, code: str) -> None:
    assert names.country_code(name) == code


@pytest.mark.parametrize("name", ["", None, "  ", "Karvelia", "xkv", "EU", "OSCE", "Baku ", "12", "the", "ARMEN", "\u0301", "टग"])
def test_what_is_no_country_has_no_code(name: str | None) -> None:
    assert names.country_code(name) is None


def test_names_stand_side_by_side_in_many_languages() -> None:
    side_by_side = names.country_names("ARM")
    assert len(side_by_side) >= 25
    assert (side_by_side["en"], side_by_side["hy"], side_by_side["az"]) == ("Armenia", "Հայաստան", "Ermənistan")
    assert names.country_names("XKV") == {}


def test_every_shown_name_leads_back_to_its_own_country_or_to_none() -> None:
    wrong = []
    unknown = set()
    for code in names._data()["names"]:
        for lang, name in names.country_names(code).items():
            found = names.country_code(name)
            if found is None:
                unknown.add((lang, name))
            elif found != code:
                wrong.append((code, lang, name, found))
    assert wrong == []
    assert unknown == set()


@pytest.mark.parametrize(
    ("code", "number", "name"), [("AZE", "145", "Western Asia"), ("KEN", "014", "Eastern Africa"), ("FJI", "054", "Melanesia")]
)
def test_a_country_lies_in_a_region_of_the_united_nations(code: str, number: str, name: str) -> None:
    assert names.region_of(code) == number
    assert names.region_names(number)["en"] == name


def test_every_country_in_force_has_a_region() -> None:
    without = {code for code in names._data()["names"] if names.region_of(code) is None}
    assert without == {"ASC", "ATA", "CPT", "CSK", "DDR", "DGA", "SCG", "SUN", "TAA", "YMD", "YUG"}
    assert names.region_of("XKV") is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("OSCE", "OSCE"),
        ("osce", "OSCE"),
        ("ОБСЕ", "OSCE"),
        ("Organization for Security and Cooperation in Europe", "OSCE"),
        ("the United Nations", "UN"),
        ("U.N.", "UN"),
        ("Security Council", "UNSC"),
        ("Conseil de sécurité", "UNSC"),
        ("European Commission", "EU"),
        ("AU", "AU"),
        ("الجامعة العربية", "LAS"),
        ("Минская группа ОБСЕ", "OSCE-MG"),
        ("Azerbaijan", None),
        ("", None),
        (None, None),
    ],
)
def test_an_organisation_has_one_id_in_every_language(name: str | None, code: str | None) -> None:
    assert names.organisation_code(name) == code


def test_no_organisation_takes_the_code_or_the_name_of_a_country() -> None:
    data = names._data()
    assert set(data["organisations"]).isdisjoint(data["names"])
    assert set(data["organisation_index"]).isdisjoint(data["index"])
    assert names.actor_code("Armenia") == "ARM"
    assert names.actor_code("NATO") == "NATO"
    assert names.organisation_names("OSCE")["en"][0] == "Organization for Security and Co-operation in Europe"


@pytest.mark.parametrize(
    ("host", "expected"),
    [("mfa.gov.az", ("AZE", "az")), ("gov.uk", ("GBR", "uk")), ("nato.int", (None, None)), ("x", (None, None))],
)
def test_the_last_label_of_a_host_may_name_a_country(host: str, expected: tuple[str | None, str | None]) -> None:
    assert names.country_of_host(host) == expected


def test_regenerating_the_names_changes_nothing() -> None:
    babel = pytest.importorskip("babel.core")
    text = resources.files("communique.resources").joinpath("names/names.json").read_text("utf-8")
    if f"CLDR {babel.get_cldr_version()} " not in json.loads(text)["about"]:
        pytest.skip("names.json was generated from another version of the CLDR than the babel installed here has")
    assert runpy.run_path(str(BUILD))["render"]() == text


def test_a_name_with_another_in_brackets_stands_alone_too() -> None:
    assert {"Myanmar (Burma)", "Myanmar", "Burma"} <= set(names.country_forms("MMR", "en"))
