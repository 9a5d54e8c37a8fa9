"""Protects what was reached: the right paragraph first in six languages, and an analysis that never changes unsaid."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from importlib import resources
from pathlib import Path
from types import ModuleType

import pytest

from communique.search.analysis import TITLE_COUNTS, analyser
from communique.search.tantivy_schema import FORMAT

ROOT = Path(__file__).parents[2]
FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["search"]
QUESTIONS = ROOT.parent / "shared" / "data" / "ir"
SAMPLES = {
    "en": "The U.N. adopted S/RES/822 on cease-fires; Armenia's F-35s, 1,000 and 3.5%",
    "ru": "Её международные обязательства выполнялись",
    "tr": "Türkiye'nin IŞIK bakanlığından",
    "az": "Azərbaycanın nazirliyinin bəyanatı",
    "ar": "قالت الوزارةُ إنّ المحادثات مستمرة",
    "fa": "می‌خواهیم کتاب‌ها را",
    "zh": "2020年外交部发言人",
    "th": "การประชุมสุดยอด",
    "ko": "대한민국은 답했다",
    "hi": "मंत्रालय ने आज़ाद कहा",
    "vi": "Bộ Ngoại giao tuyên bố",
    "el": "οι δηλώσεις του υπουργείου",
    "de": "die Erklärungen des Außenministeriums",
}


@pytest.fixture(scope="module")
def relevance() -> ModuleType:
    """benchmarks/relevance.py."""
    spec = importlib.util.spec_from_file_location("relevance", ROOT / "benchmarks" / "relevance.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lang", sorted(name.removeprefix("xquad ") for name in FLOORS if name.startswith("xquad ")))
def test_questions_find_their_paragraph(lang: str, relevance: ModuleType, tmp_path: Path) -> None:
    file = QUESTIONS / f"xquad_{lang}.json"
    if not file.exists():
        pytest.skip("../shared/data/ir is not here")
    data = json.loads(file.read_text("utf-8"))
    assert relevance.ndcg(data, tmp_path / "index", lang=lang) >= FLOORS[f"xquad {lang}"]


def test_analysis_does_not_change_under_indexes_that_exist() -> None:
    """When it must change: raise FORMAT (every index is then rebuilt) and pin the new digest here."""
    digest = hashlib.sha256()
    for name in ("folding.tsv", "languages.tsv"):
        digest.update(resources.files("communique.resources").joinpath(f"search/{name}").read_bytes())
    for lang, text in SAMPLES.items():
        digest.update("\n".join(analyser(lang).fields(text)).encode())
    digest.update(str(TITLE_COUNTS).encode())
    assert (FORMAT, digest.hexdigest()[:16]) == (5, "72bc8a218b0b787c")
