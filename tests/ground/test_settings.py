"""Protects settings: flag over environment over file, every bad value named with its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import HoldingsError
from communique.settings import Settings, archive_path, deciding_user, load_settings

PLACES = [
    ("the flag comes first", "flag.archive", {"COMMUNIQUE_ARCHIVE": "env.archive"}, "flag.archive"),
    ("then the environment", None, {"COMMUNIQUE_ARCHIVE": "env.archive"}, "env.archive"),
    ("an empty variable is none", None, {"COMMUNIQUE_ARCHIVE": ""}, "communique.archive"),
    ("then the current folder", None, {}, "communique.archive"),
]


@pytest.mark.parametrize(("flag", "environ", "place"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
def test_the_archive_is_where_it_was_said_last(flag: str | None, environ: dict[str, str], place: str) -> None:
    assert archive_path(flag, environ) == Path(place)


USERS = [
    ("--by comes first", "flag", {"COMMUNIQUE_USER": "env"}, "file", "flag"),
    ("then the environment", None, {"COMMUNIQUE_USER": "env"}, "file", "env"),
    ("then archive.toml", None, {}, "file", "file"),
]


@pytest.mark.parametrize(("by", "environ", "file", "user"), [case[1:] for case in USERS], ids=[case[0] for case in USERS])
def test_who_decides_is_whom_was_named_last(by: str | None, environ: dict[str, str], file: str, user: str) -> None:
    assert deciding_user(by, Settings(user=file), environ) == user


def test_at_last_the_login_name_decides() -> None:
    assert deciding_user(None, Settings(), {})


def test_archive_toml_sets_what_it_may_set(tmp_path: Path) -> None:
    text = 'format = 1\n[settings]\nuser = "desk"\nworkers = 3\nmax_warc = 5000\nmax_item = 9\nmax_page = 1\nocr = true\nocr_lang = "fr"\n'
    (tmp_path / "archive.toml").write_text(text)
    found = load_settings(tmp_path)
    assert (found.user, found.workers, found.max_warc, found.max_item) == ("desk", 3, 5000, 9)
    assert (found.ocr, found.ocr_lang) == (True, "fr")
    assert found.max_page == Settings().max_page
    assert found.worker_count() == 3


def test_without_a_file_the_given_settings_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMMUNIQUE_READER")
    assert load_settings(tmp_path, Settings(workers=2)) == Settings(workers=2)
    assert Settings().worker_count() >= 1


BAD = [
    ("not TOML", "settings = [", "not valid TOML"),
    ("not UTF-8", b"\xff\xfe", "not valid TOML"),
    ("a word for a number", '[settings]\nworkers = "two"', "settings.workers is 'two', expected int"),
    ("a truth for a number", "[settings]\nmax_item = true", "settings.max_item is True, expected int"),
    ("a number for a truth", "[settings]\nocr = 1", "settings.ocr is 1, expected bool"),
    ("a number for a word", "[settings]\nuser = 7", "settings.user is 7, expected str"),
    ("no workers at all", "[settings]\nworkers = -1", "settings.workers is -1"),
    ("settings that are no table", "settings = 7", "settings is 7"),
]


@pytest.mark.parametrize(("text", "why"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_bad_setting_is_named_with_its_file(tmp_path: Path, text: str | bytes, why: str) -> None:
    (tmp_path / "archive.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(HoldingsError, match=why) as raised:
        load_settings(tmp_path)
    assert str(tmp_path / "archive.toml") in str(raised.value)
    assert raised.value.todo
