"""Protects what was learnt on real files: counts of what the shared corpora give. Nothing of them is copied here."""

from __future__ import annotations

from pathlib import Path

import pytest
from sources_material import take

from communique.model import Companion, Fault, Source

DATA = Path(__file__).resolve().parents[3] / "shared/data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared corpora are not here")

WARCS = [
    ("example.warc", 2, 4, 0),
    ("example.warc.gz", 2, 4, 0),
    ("example.arc", 1, 1, 0),
    ("example.arc.gz", 1, 1, 0),
    ("example-bad.warc.gz.bad", 3, 3, 0),
    ("example-bad-non-chunked.warc.gz", 2, 4, 0),
    ("example-trunc.warc", 1, 3, 2),
    ("example-wrong-chunks.warc.gz", 1, 1, 1),
    ("example-space-in-url.arc", 0, 1, 1),
    ("bad.arc", 1, 0, 3),
    ("example-wget-bad-target-uri.warc.gz", 1, 5, 0),
    ("post-test.warc.gz", 3, 3, 0),
]


@pytest.mark.parametrize(("name", "captures", "companions", "faults"), WARCS, ids=[case[0] for case in WARCS])
def test_web_archives(name: str, captures: int, companions: int, faults: int) -> None:
    items = take(DATA / "corpora/warc" / name)
    assert [sum(isinstance(item, kind) for item in items) for kind in (Source, Companion, Fault)] == [
        captures,
        companions,
        faults,
    ]
    assert all(name in item.path for item in items)


@pytest.mark.parametrize(
    ("name", "rows"), [("thaigov_600.jsonl", 600), ("zh_reports.jsonl", 20), ("travel_versions_uk_us.jsonl", 701)]
)
def test_data_sets(name: str, rows: int) -> None:
    items = take(DATA / "corpora" / name)
    assert [type(item) for item in items] == [Source] * rows


def test_a_data_set_whose_text_has_another_name_is_named_once_and_read_with_map() -> None:
    path = DATA / "corpora/uk_en_pairs.jsonl"
    (fault,) = take(path)
    assert isinstance(fault, Fault)
    assert "title_en, uk, en" in fault.why
    assert len(take(path, mapping={"en": "text", "title_en": "title"})) == 65


def test_saved_pages_say_their_urls() -> None:
    items = take(DATA / "corpora/official_html")
    assert sum(item.url is not None for item in items if isinstance(item, Source)) == 10
    assert len(items) == 14
