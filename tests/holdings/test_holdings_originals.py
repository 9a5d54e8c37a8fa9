"""Protects the first promise, no text without its original: WARC files that only grow, their CDXJ, and the manifest's chain."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import HoldingsError
from communique.holdings import originals as module
from communique.holdings.layout import Layout
from communique.holdings.manifest import Line, Manifest, chained, prefix_digests
from communique.holdings.originals import Originals, cdxj_line, surt
from communique.holdings.warc import Accession, Placed, make, read_at, walk

Clock = Callable[[str], None]


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path / "a.archive")
    layout.originals.mkdir(parents=True)
    return layout


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the day on which originals are written."""

    def at(day: str) -> None:
        monkeypatch.setattr(module, "now", lambda: f"{day}T12:00:00.000000Z")

    at("2024-03-14")
    return at


def _record(text: str, url: str = "https://mfa.karvelia.example/1"):
    return make("resource", text.encode(), "text/html", "2024-03-14T12:00:00Z", uri=url)


def _lines(layout: Layout, name: str) -> list[tuple[str, dict[str, str]]]:
    text = (layout.originals / name.replace(".warc.gz", ".cdxj")).read_text("utf-8")
    return [(line.split(" ", 2)[0], json.loads(line.split(" ", 2)[2])) for line in text.splitlines()]


def test_every_file_begins_with_who_wrote_it_and_every_record_stands_where_it_is_said(layout: Layout, clock: Clock) -> None:
    originals = Originals(layout, 10**9)
    placed = [originals.append(_record(f"page {n}"), Accession("a.html")) for n in range(3)]
    originals.close()
    (name,) = originals.files()
    assert name == "2024/20240314-0001.warc.gz"
    assert [p.record.type for p in walk(layout.originals / name, name)] == ["warcinfo", "metadata", *["resource"] * 3]
    for number, one in enumerate(placed):
        assert originals.read(one.warc, one.offset).block == f"page {number}".encode()
        assert originals.accession(one.warc, one.accession) == Accession("a.html")


def test_how_something_came_in_is_written_once_for_all_that_came_so(layout: Layout, clock: Clock) -> None:
    originals = Originals(layout, 10**9)
    said = [Accession("a.jsonl"), Accession("a.jsonl"), Accession("b.jsonl"), Accession("a.jsonl")]
    places = [originals.append(_record(str(n)), one).accession for n, one in enumerate(said)]
    originals.close()
    assert places[0] == places[1]
    assert len(set(places)) == 3


def test_a_full_file_is_closed_and_the_next_one_begun(layout: Layout, clock: Clock) -> None:
    originals = Originals(layout, 2500)
    urls = [f"https://mfa.karvelia.example/{n}" for n in range(9, 0, -1)]
    placed = [originals.append(_record("x" * 200, url), Accession("a")) for url in urls]
    originals.close()
    assert originals.files() == [f"2024/20240314-000{n}.warc.gz" for n in range(1, len(originals.files()) + 1)]
    assert len(originals.files()) > 1
    for name in originals.files()[:-1]:
        assert (layout.originals / name).stat().st_size >= 2500
    for one in placed:  # each file says anew how its records came in
        assert originals.accession(one.warc, one.accession) == Accession("a")
    lines = list(Manifest(layout).lines())
    assert [line.file for line in lines if line.closed] == originals.files()[:-1]
    assert not lines[-1].closed


def test_a_new_day_begins_a_new_file_and_closes_the_one_before(layout: Layout, clock: Clock) -> None:
    first = Originals(layout, 10**9)
    first.append(_record("one"))
    first.close()
    clock("2024-03-15")
    second = Originals(layout, 10**9)
    second.append(_record("two"))
    clock("2025-01-01")
    second.append(_record("three"))
    second.close()
    names = ["2024/20240314-0001.warc.gz", "2024/20240315-0001.warc.gz", "2025/20250101-0001.warc.gz"]
    assert second.files() == names
    told = [(line.file, line.closed) for line in Manifest(layout).lines()]
    assert told == [(names[0], False), (names[0], True), (names[1], True), (names[2], False)]


def test_the_same_day_goes_on_in_the_same_file(layout: Layout, clock: Clock) -> None:
    for text in ("one", "two"):
        session = Originals(layout, 10**9)
        session.append(_record(text))
        session.close()
    assert len(session.files()) == 1
    sizes = [line.size for line in Manifest(layout).lines()]
    assert sizes == sorted(set(sizes))
    assert sizes[-1] == (layout.originals / session.files()[0]).stat().st_size


def test_a_session_that_writes_nothing_leaves_no_trace(layout: Layout, clock: Clock) -> None:
    session = Originals(layout, 10**9)
    session.sync()
    session.close()
    assert session.files() == []
    assert not layout.manifest.exists()


def test_the_lines_of_a_cdxj_point_at_their_records_and_are_sorted_once_it_is_closed(layout: Layout, clock: Clock) -> None:
    originals = Originals(layout, 10**9)
    for number in (3, 1, 2):
        originals.append(_record(str(number), f"https://www.MFA.Karvelia.example/{number}?A=1"), Accession("a"))
    originals.close()
    (name,) = originals.files()
    assert [key for key, _ in _lines(layout, name)] == [f"example,karvelia,mfa)/{n}?a=1" for n in (3, 1, 2)]
    clock("2024-03-15")
    originals.append(_record("4"))
    originals.close()
    assert [key for key, _ in _lines(layout, name)] == [f"example,karvelia,mfa)/{n}?a=1" for n in (1, 2, 3)]
    for _, facts in _lines(layout, name):
        record = read_at(layout.originals / name, int(facts["offset"]))
        assert record.header("WARC-Target-URI") == facts["url"]
        assert record.header("WARC-Payload-Digest") == facts["digest"]
        assert facts["mime"] == "text/html"
        assert facts["filename"] == "20240314-0001.warc.gz"
        data = (layout.originals / name).read_bytes()[int(facts["offset"]) : int(facts["offset"]) + int(facts["length"])]
        assert data.startswith(b"\x1f\x8b")
    assert originals.listed(name) == {(int(f["offset"]), int(f["length"])) for _, f in _lines(layout, name)}


@pytest.mark.parametrize("damage", ["cut", "gone", "torn"])
def test_a_cdxj_is_made_anew_from_its_records(layout: Layout, clock: Clock, damage: str) -> None:
    originals = Originals(layout, 10**9)
    for number in (2, 1):
        originals.append(_record(str(number), f"https://x.example/{number}"), Accession("a"))
    originals.close()
    (name,) = originals.files()
    beside = layout.originals / name.replace(".warc.gz", ".cdxj")
    whole = beside.read_text()
    if damage == "gone":
        beside.unlink()
    else:
        beside.write_text(whole[: len(whole) // 2] + ("\n" if damage == "torn" else ""))
    if damage != "cut":
        with pytest.raises(HoldingsError, match="cdxj: (missing|damaged)"):
            originals.listed(name)
    originals.mend_cdxj(name)
    assert beside.read_text() == whole


@given(st.text(alphabet=st.characters(), max_size=30), st.sampled_from(["response", "resource", "revisit"]))
def test_any_target_makes_one_line_of_three_parts(url: str, kind: str) -> None:
    record = make(
        kind, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "text/html", "2024-03-14T12:00:00Z", uri=url or None
    )
    line = cdxj_line(Placed(record, "2024/a.warc.gz", 7, 9))
    assert re.fullmatch(r"[!-~]+ 20240314120000 \{.*\}\n", line, re.ASCII)
    assert line.isascii()
    assert json.loads(line.split(" ", 2)[2])["url"] == url


SURTS = [
    ("https://www.mfa.karvelia.example/News?id=1", "example,karvelia,mfa)/news?id=1"),
    ("http://x.example", "example,x)/"),
    ("urn:communique:bytes:sha256:00", "urn:communique:bytes:sha256:00"),
    ("", "-"),
    ("http://[::1", "http://[::1"),
]


@pytest.mark.parametrize(("url", "key"), SURTS, ids=[case[0] or "nothing" for case in SURTS])
def test_a_sort_key_turns_the_host_round(url: str, key: str) -> None:
    assert surt(url) == key


@pytest.mark.parametrize("kind", ["warcinfo", "metadata", "request", "conversion"])
def test_only_captures_stand_in_a_cdxj(kind: str) -> None:
    assert cdxj_line(Placed(make(kind, b"", "text/plain", "2024-03-14T12:00:00Z", uri="https://x.example/"), "a", 0, 1)) == ""


# --- the manifest --------------------------------------------------------------------------------------------------


def _manifest(layout: Layout) -> Manifest:
    """A manifest of three lines over two files."""
    (layout.originals / "2024").mkdir()
    (layout.originals / "2024/a.warc.gz").write_bytes(b"first second")
    (layout.originals / "2024/b.warc.gz").write_bytes(b"third")
    manifest = Manifest(layout)
    manifest.add("2024/a.warc.gz", 5, closed=False)
    manifest.add("2024/a.warc.gz", 12, closed=True)
    manifest.add("2024/b.warc.gz", 5, closed=False)
    return manifest


def test_each_line_vouches_for_all_bytes_and_all_lines_before(layout: Layout) -> None:
    manifest = _manifest(layout)
    lines = list(manifest.lines())
    assert [(line.number, line.size, line.closed) for line in lines] == [(1, 5, False), (2, 12, True), (3, 5, False)]
    assert lines[0].sha256 == hashlib.sha256(b"first").hexdigest()
    previous = ""
    for line, raw in zip(lines, layout.manifest.read_text().splitlines()):
        assert line.follows(previous)
        words, _, chain = raw.rpartition(" ")
        assert chain == hashlib.sha256(f"{previous} {words}".encode()).hexdigest()  # as the documentation says: by hand
        previous = chain
    assert manifest.covered() == {"2024/a.warc.gz": 12, "2024/b.warc.gz": 5}
    assert manifest.is_closed("2024/a.warc.gz")
    assert not manifest.is_closed("2024/b.warc.gz")


@given(st.data())
def test_no_line_can_be_changed_dropped_or_moved_unnoticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    layout = Layout(tmp_path_factory.mktemp("chain"))
    layout.originals.mkdir()
    lines = list(_manifest(layout).lines())
    forged: list[Line] = list(lines)
    what = data.draw(st.sampled_from(["drop", "swap", "size", "digest", "file", "time"]))
    at = data.draw(st.integers(0, 1))
    if what == "drop":
        del forged[at]
    elif what == "swap":
        forged[at], forged[at + 1] = forged[at + 1], forged[at]
    else:
        old = forged[at]
        change = {"size": {"size": 1}, "digest": {"sha256": "0" * 64}, "file": {"file": "x"}, "time": {"at": "1999"}}[what]
        forged[at] = Line(**{**{name: getattr(old, name) for name in Line.__slots__}, **change})
    previous, sound = "", True
    for line in forged:
        sound = sound and line.follows(previous)
        previous = line.chain
    assert not sound


def test_a_line_is_written_once(layout: Layout) -> None:
    manifest = _manifest(layout)
    before = layout.manifest.read_bytes()
    manifest.add("2024/b.warc.gz", 5, closed=False)
    assert layout.manifest.read_bytes() == before


def test_a_torn_last_line_is_cut_off_by_the_next(layout: Layout) -> None:
    manifest = _manifest(layout)
    whole = layout.manifest.read_bytes()
    layout.manifest.write_bytes(whole + b"4 2024-03-14T12:00:00Z open 9")
    assert len(list(manifest.lines())) == 3
    manifest.add("2024/b.warc.gz", 4, closed=False)
    assert layout.manifest.read_bytes().startswith(whole)
    assert [line.number for line in manifest.lines()] == [1, 2, 3, 4]
    assert list(manifest.lines())[-1].follows(list(manifest.lines())[-2].chain)


@pytest.mark.parametrize("line", ["nonsense", "4 t open x d f c", "٤ t open 5 d f c", "4 t half 5 d f c", ""], ids=repr)
def test_a_damaged_line_is_named_and_what_the_others_cover_is_known(layout: Layout, line: str) -> None:
    manifest = _manifest(layout)
    layout.manifest.write_text(layout.manifest.read_text() + line + "\n", "utf-8")
    with pytest.raises(HoldingsError, match=r"manifest\.txt: line 4 is damaged"):
        list(manifest.lines())
    assert manifest.covered() == {"2024/a.warc.gz": 12, "2024/b.warc.gz": 5}


def test_digests_of_beginnings_are_those_of_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"0123456789")
    found = list(prefix_digests(file, [0, 3, 3, 10, 11]))
    assert found == [*(hashlib.sha256(b"0123456789"[:n]).hexdigest() for n in (0, 3, 3, 10)), ""]


def test_a_chain_value_is_a_digest_over_the_one_before() -> None:
    assert chained("", "a") != chained("b", "a")
