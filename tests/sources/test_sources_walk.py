"""Protects which files paths stand for: nothing named is passed over in silence, nothing blocks, the order is fixed."""

from __future__ import annotations

import io
import os
import socket
from pathlib import Path

import pytest
from sources_material import PAGE, PNG, kinds, one, only_fault, take, write

from communique import sources
from communique.model import Fault, Source
from communique.settings import Settings


def test_a_folder_is_taken_whole_sorted_files_before_folders(tmp_path: Path) -> None:
    for name in ("b.html", "a.html", "sub/c.html", "sub/deeper/d.txt", "alpha/z.html"):
        write(tmp_path / name, PAGE)
    found = [str(Path(item.path).relative_to(tmp_path)) for item in take(tmp_path)]
    assert found == ["a.html", "b.html", "alpha/z.html", "sub/c.html", "sub/deeper/d.txt"]


def test_clutter_parts_of_saved_pages_and_what_is_no_document_are_passed_over_in_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "page.html", PAGE)
    for name in ("page_files/ad.html", "page-Dateien/ad.html", ".hidden.html", ".git/x.html", "__MACOSX/page.html", "Thumbs.db"):
        write(tmp_path / name, PAGE)
    for name in ("style.css", "app.js", "photo.jpg", "font.woff2"):
        write(tmp_path / name, PNG)
    write(tmp_path / "picture without suffix", PNG)
    assert kinds(take(tmp_path)) == [("Source", "page.html")]


def test_a_folder_that_only_looks_like_parts_of_a_page_is_read(tmp_path: Path) -> None:
    write(tmp_path / "speeches_files/one.html", PAGE)
    assert kinds(take(tmp_path)) == [("Source", "one.html")]


def test_what_a_folder_holds_of_unknown_kind_is_said(tmp_path: Path) -> None:
    write(tmp_path / "a.html", PAGE)
    write(tmp_path / "notes.log", "one line\n")
    assert kinds(take(tmp_path)) == [("Source", "a.html"), ("Fault", "notes.log")]


def test_the_parts_of_a_page_named_beside_it_by_the_shell_are_passed_over(tmp_path: Path) -> None:
    page, parts = write(tmp_path / "page.html", PAGE), tmp_path / "page_files"
    write(parts / "ad.html", PAGE)
    assert kinds(take(page, parts)) == [("Source", "page.html")]
    assert kinds(take(parts)) == [("Source", "ad.html")]


def test_a_style_sheet_that_is_named_is_a_fault(tmp_path: Path) -> None:
    fault = only_fault(write(tmp_path / "style.css", "p { color: red }"))
    assert ".css" in fault.why


def test_patterns_are_expanded_and_sorted(tmp_path: Path) -> None:
    for name in ("b.html", "a.html", "c.txt", "sub/d.html"):
        write(tmp_path / name, PAGE)
    assert kinds(take(f"{tmp_path}/*.html")) == [("Source", "a.html"), ("Source", "b.html")]
    assert [Path(item.path).name for item in take(f"{tmp_path}/**/*.html")] == ["a.html", "b.html", "d.html"]


def test_a_file_whose_name_looks_like_a_pattern_is_taken(tmp_path: Path) -> None:
    assert one(write(tmp_path / "note [1].html", PAGE)).data == PAGE


@pytest.mark.parametrize(
    ("name", "why"),
    [("missing.html", "does not exist"), ("*.html", "nothing matches this pattern"), ("nul\0.html", "does not exist")],
    ids=["name", "pattern", "NUL"],
)
def test_what_is_not_there_is_a_fault(tmp_path: Path, name: str, why: str) -> None:
    fault = only_fault(f"{tmp_path}/{name}")
    assert fault.why == why
    assert fault.what == "read"
    assert fault.todo


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    assert "no document" in only_fault(tmp_path).why


def test_one_bad_name_does_not_stop_the_others(tmp_path: Path) -> None:
    good = write(tmp_path / "a.html", PAGE)
    assert [type(item) for item in take(tmp_path / "no", good, tmp_path / "nor")] == [Fault, Source, Fault]


def test_a_link_back_up_is_named_and_ends(tmp_path: Path) -> None:
    write(tmp_path / "top/sub/a.html", PAGE)
    (tmp_path / "top/sub/loop").symlink_to(tmp_path / "top", target_is_directory=True)
    items = take(tmp_path / "top")
    assert kinds(items) == [("Source", "a.html"), ("Fault", "loop")]
    assert isinstance(items[1], Fault)
    assert "link back" in items[1].why


def test_a_folder_that_two_links_lead_to_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "real/a.html", PAGE)
    top = tmp_path / "top"
    top.mkdir()
    for name in ("one", "two"):
        (top / name).symlink_to(tmp_path / "real", target_is_directory=True)
    assert kinds(take(top)) == [("Source", "a.html")]


def test_a_link_to_nothing_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere")
    assert "link" in only_fault(tmp_path / "gone.html").why


def test_pipes_sockets_and_devices_are_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    monkeypatch.chdir(tmp_path)  # the path of a socket has to be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.html")
        items = take(tmp_path)
    assert kinds(items) == [("Fault", "pipe.html"), ("Fault", "socket.html")]
    assert "a device" in only_fault("/dev/null").why


def test_a_file_that_becomes_a_pipe_after_listing_does_not_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.sources.walk.special", lambda path, mode: None)
    os.mkfifo(tmp_path / "pipe.html")
    assert "a named pipe" in only_fault(tmp_path / "pipe.html").why


def test_a_file_that_vanishes_between_listing_and_reading_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path / "a.html", PAGE)
    write(tmp_path / "b.html", PAGE)
    items = sources.from_paths([tmp_path], settings=Settings())
    first = next(items)
    (tmp_path / "b.html").unlink()
    (second,) = items
    assert isinstance(first, Source)
    assert isinstance(second, Fault)
    assert "gone" in second.why


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (PermissionError(13, "Permission denied"), "cannot be opened: Permission denied"),
        (FileNotFoundError(2, "No such file or directory"), "was gone when it was to be read"),
        (OSError(24, "Too many open files"), "cannot be opened: Too many open files"),
    ],
    ids=["permissions", "vanished", "other"],
)
def test_a_file_that_cannot_be_opened_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, why: str
) -> None:
    path = write(tmp_path / "a.html", PAGE)

    def refuse(name: str, flags: int) -> int:
        raise error

    monkeypatch.setattr("communique.sources.intake.os.open", refuse)
    assert only_fault(path).why == why


def test_a_disk_that_fails_while_reading_is_a_fault() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    (item,) = sources.from_paths(["-"], settings=Settings(), stdin=Failing())
    assert isinstance(item, Fault)
    assert item.why == "cannot be read on: Input/output error"


def test_a_folder_that_may_not_be_listed_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert "cannot be listed: Permission denied" in take(tmp_path)[0].why  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "name", ["line\nbreak.html", "bell\x07.html", "\u202eevil.html", "карвелия.html"], ids=["newline", "bell", "rtl", "cyrillic"]
)
def test_odd_names_are_kept_verbatim(tmp_path: Path, name: str) -> None:
    source = one(write(tmp_path / name, PAGE))
    assert source.path == f"{tmp_path}/{name}"


def test_a_name_that_is_no_utf8_is_made_printable(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.html")).write_bytes(PAGE)
    source = one(tmp_path)
    assert source.path == f"{tmp_path}/caf\\xe9.html"
    source.path.encode("utf-8")


def test_messages_escape_what_would_change_the_line() -> None:
    assert sources.shown("a\nb\u202ec\x1b[31m\u200cفارسی") == "a\\nb\\u202ec\\x1b[31m\u200cفارسی"


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.html", PAGE)
    opened: list[str] = []
    real = os.open

    def noting(name: str, flags: int) -> int:
        opened.append(name)
        return real(name, flags)

    monkeypatch.setattr("communique.sources.intake.os.open", noting)
    items = sources.from_paths([tmp_path / "a.html"], settings=Settings())
    assert opened == []
    next(items)
    assert len(opened) == 1
