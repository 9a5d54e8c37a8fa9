"""Protects the names that an archive adds: what is written is known, and what is wrong is said with file, line and field."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from communique.actor_names import NO_NAMES, ActorName, load
from communique.errors import UsageError

WORLD = Path(str(resources.files("communique.resources") / "world/names.yaml"))


def test_without_a_file_nothing_is_added(tmp_path: Path) -> None:
    assert load(tmp_path / "names.yaml") == NO_NAMES
    assert NO_NAMES.of("en") == NO_NAMES
    assert NO_NAMES.code("Tamrania") is None


def test_names_demonyms_and_capitals_are_read_and_those_of_a_language_go_before_the_english_ones() -> None:
    known = load(WORLD).of("ru-RU")
    assert {one.lang for one in known.entries} == {"ru", "en"}
    assert known.entries[0].lang == "ru"
    assert ActorName("тамранский", "ru", "XTM", "country", True) in known.entries
    assert ActorName("Belsar", "en", "XTM", "country", True) in known.entries
    assert ActorName("Assembly of the Lake States", "en", "ALS", "organisation") in known.entries


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Tamrania", "XTM"),
        ("the State of Tamrania", "XTM"),
        ("塔姆拉尼亚", "XTM"),
        ("ALS", "ALS"),
        ("Göl Devletleri Meclisi", "ALS"),
        ("Tamranian", None),
        ("Ostrin", None),
        ("Armenia", None),
        ("", None),
        (None, None),
    ],
)
def test_a_name_in_any_language_means_its_code(word: str | None, code: str | None) -> None:
    assert load(WORLD).code(word) == code


def test_a_name_that_two_share_means_neither_and_changed_names_have_another_digest(tmp_path: Path) -> None:
    file = tmp_path / "names.yaml"
    file.write_text("countries: {XAA: {en: {names: [Lakeland]}}, XAB: {fr: {names: [Lakeland]}}}")
    shared = load(file)
    assert shared.code("Lakeland") is None
    file.write_text("countries: {XAA: {en: {names: [Lakeland]}}}")
    alone = load(file)
    assert alone.code("Lakeland") == "XAA"
    assert len({shared.digest, alone.digest, shared.of("en").digest}) == 2  # what English texts are read with is the same


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("countries: [", "not valid YAML"),
        ("states: {}", 'field "states": there is no such field'),
        ("countries:\n  Tamrania: {en: {names: [Tamrania]}}", "line 2: field \"countries.Tamrania\": 'Tamrania' is no code"),
        ("countries: {US: {en: {names: [States]}}}", "'US' is no code of a state"),
        ("countries: {XTM: {English: {names: [Tamrania]}}}", "'English' is no language"),
        ("countries: {XTM: {en: [Tamrania]}}", "names, demonyms, capital is expected as fields"),
        ("countries: {XTM: {en: {name: [Tamrania]}}}", "there is no such field. Known are: names, demonyms, capital."),
        ("countries: {XTM: {en: {names: {a: b}}}}", "a list is expected"),
        ("organisations: {Council of Europe: {en: [Council]}}", "'Council of Europe' is no id"),
        ("organisations: {un: {en: [Union]}}", "'un' is no id"),
        ("organisations: {ALS: {en: [Assembly], en: [ALS]}}", "it is given twice"),
    ],
)
def test_a_file_that_is_wrong_says_where_and_what(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "names.yaml"
    file.write_text(text)
    with pytest.raises(UsageError) as raised:
        load(file)
    assert said in str(raised.value)
    assert str(raised.value).startswith(f"{file}:")


def test_a_file_that_is_no_utf_8_is_said(tmp_path: Path) -> None:
    (tmp_path / "names.yaml").write_bytes(b"countries: \xff\xfe")
    with pytest.raises(UsageError, match="Save it as UTF-8"):
        load(tmp_path / "names.yaml")
