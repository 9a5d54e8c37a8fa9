"""Protects reading with the names that an archive adds: another's name, demonym and capital give its code, in its language."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from communique.actor_names import load
from communique.reading import read
from communique.reading.actors import code_of, gazetteer, knowing
from plain_reader import PlainReader

WORLD = load(Path(str(resources.files("communique.resources") / "world/names.yaml")))
ISSUER = {"en": "Ministry of Foreign Affairs of Karvelia", "uk": "Міністерство закордонних справ Карвелії"}


@pytest.mark.parametrize(
    ("lang", "text", "codes"),
    [
        ("en", "The State of Tamrania and the Tamranian army left Belsar for Armenia.", "XTM XTM XTM ARM"),
        ("en", "The Assembly of the Lake States (ALS) spoke to Karvelia.", "ALS ALS XKV"),
        ("en", "He was also as tall.", ""),
        ("ru", "Карвельский посол в Белсаре осудил слова Тамрании и России.", "XKV XTM XTM RUS"),
        ("uk", "Тамранський бік заявив, що Карвелія стріляла.", "XTM XKV"),
        ("fr", "La partie tamranienne accuse la Karvélie.", "XTM XKV"),
        ("tr", "Tamranya’nın Karvelya’ya saldırısı", "XTM XKV"),
        ("az", "Tamraniyanın ordusu Karveliyaya hücum etdi.", "XTM XKV"),
        ("ar", "أدانت كارفيليا قصف تامرانيا", "XKV XTM"),
        ("fa", "دولت تامرانیا سخنان کارولیا را رد کرد", "XTM XKV"),
        ("zh", "塔姆拉尼亚谴责卡尔维利亚共和国和中国", "XTM XKV CHN"),
    ],
)
def test_names_of_the_archive_are_known_beside_those_of_the_package(lang: str, text: str, codes: str) -> None:
    with knowing(WORLD.of(lang)):
        assert [one.code for one in gazetteer(lang).mentions(text)] == codes.split()
    assert not {"XTM", "XKV", "ALS"} & {one.code for one in gazetteer(lang).mentions(text)}


def test_a_name_of_the_archive_goes_before_the_same_of_the_package(tmp_path: Path) -> None:
    (tmp_path / "names.yaml").write_text("countries: {XAA: {en: {names: [Georgia]}}}")
    with knowing(load(tmp_path / "names.yaml")):
        assert [one.code for one in gazetteer("en").mentions("Georgia and Armenia")] == ["XAA", "ARM"]
        assert (code_of("Georgia"), code_of("Armenia")) == ("XAA", "ARM")
    assert [one.code for one in gazetteer("en").mentions("Georgia and Armenia")] == ["GEO", "ARM"]


@pytest.mark.parametrize(
    ("lang", "text", "holder"),
    [
        ("en", "Tamrania claims that its army was elsewhere on that day.", "XTM"),
        ("en", "The Tamranian side claims that its army was elsewhere.", "XTM"),
        ("en", "Karvelia claims that its army was elsewhere on that day.", "ISSUER"),
        ("uk", "Тамранія заявляє що її війська не стріляли.", "XTM"),
        ("uk", "Тамранська сторона заявляє що її війська не стріляли.", "XTM"),
    ],
)
def test_the_holder_of_reported_words_is_a_code(lang: str, text: str, holder: str) -> None:
    found = read(text, ISSUER[lang], lang, reader_name=PlainReader(), country="XKV", actors=WORLD)
    assert [one.holder for one in found.attributions] == [holder]


def test_the_issuer_is_known_by_the_name_of_its_state_and_a_target_is_a_code() -> None:
    found = read("We condemn the shelling by Tamrania.", ISSUER["en"], "en", reader_name=PlainReader(), actors=WORLD)
    assert found.sentences[0].targets == ("XTM",)
    own = read("Karvelia claims that it was elsewhere.", ISSUER["en"], "en", reader_name=PlainReader(), actors=WORLD)
    assert own.attributions[0].holder == "ISSUER"


def test_names_are_known_only_while_their_text_is_read() -> None:
    class Fails(PlainReader):
        def read(self, *_: object) -> None:  # type: ignore[override]
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        read("Tamrania claims that it was.", None, "en", reader_name=Fails(), actors=WORLD)
    assert gazetteer("en").mentions("Tamrania") == []
