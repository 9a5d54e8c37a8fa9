"""Protects: every page of the invented world is read as its expectation file says, and the measured floors hold."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from importlib import resources
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("COMMUNIQUE_TEST_DATA", ROOT.parent / "shared" / "data"))
WORLD = Path(str(resources.files("communique.resources").joinpath("world")))


def _benchmark() -> ModuleType:
    """benchmarks/extract.py as a module."""
    spec = importlib.util.spec_from_file_location("benchmark_extract", ROOT / "benchmarks" / "extract.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


bench = _benchmark()


@pytest.fixture(scope="module")
def floors() -> dict[str, float]:
    """The floors of extraction."""
    return dict(json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))["extract"])


def above(measures: object, floors: dict[str, float]) -> None:
    """No measure of a set lies below its floor; what was wrong is shown."""
    low = {name: measures.value(name) for name in measures.total if measures.value(name) < floors.get(name, 0) - 1e-9}  # type: ignore[attr-defined]
    assert not low, "\n".join(e for e in measures.errors if any(e.startswith(name) for name in low))  # type: ignore[attr-defined]


def test_the_invented_world_is_read_as_expected(floors: dict[str, float]) -> None:
    measures = bench.Measures()
    bench.measure_world(measures, WORLD)
    above(measures, floors)


def test_written_sets_have_floors(floors: dict[str, float]) -> None:
    measures = bench.Measures()
    bench.measure_world(measures, WORLD)
    assert {name for name in measures.total if name not in floors} == set()


@pytest.mark.parametrize("name", ["seed", "official", "whitehouse", "soft_redirect"])
def test_real_pages_are_read_at_least_as_well_as_before(name: str, floors: dict[str, float]) -> None:
    if not (DATA / "corpora").is_dir():
        pytest.skip(f"{DATA} is not there; COMMUNIQUE_TEST_DATA names another folder")
    measures = bench.Measures()
    getattr(bench, f"measure_{name}")(measures, DATA if name == "seed" else DATA / "corpora")
    above(measures, floors)
