"""Protects what stands around the code: links, licences, pinned versions, the Makefile, and that no machine is named."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MACHINE = re.compile(r"/(?:root|home|Users|work|opt)/\w+|index-url|find-links|pypi\.org|localhost:\d+")
CONSTRAINTS = (ROOT / "constraints.txt").read_text("utf-8")
PINNED = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in re.findall(r"^([\w.-]+)==(\S+)$", CONSTRAINTS, re.M)}


def _needed(extra: str) -> set[str]:
    """Everything that communique installs with an extra, by normalised name; needs packaging, which pytest brings."""
    from packaging.requirements import Requirement

    seen: dict[str, set[str]] = {}
    todo = [("communique", {extra, ""})]
    while todo:
        name, extras = todo.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if extras <= seen.get(key, set()):
            continue
        seen[key] = seen.get(key, set()) | extras
        for line in metadata.requires(name) or []:
            need = Requirement(line)
            if need.marker is None or any(need.marker.evaluate({"extra": one}) for one in extras):
                todo.append((need.name, {"", *need.extras}))
    return set(seen) - {"communique"}


def _links(page: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
    yield from re.findall(r"\]\(([^)\s]+)\)", text)


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for link in _links(page):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


def test_every_page_of_the_documentation_can_be_reached_from_its_index() -> None:
    reached, todo = set[Path](), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page.suffix == ".md" and page not in reached:
            reached.add(page)
            todo += [(page.parent / link.partition("#")[0]).resolve() for link in _links(page) if not link.startswith("http")]
    assert [str(page) for page in PAGES if page not in reached] == []


def test_decisions_are_dated_and_listed_with_their_date() -> None:
    folder = ROOT / "docs/decisions"
    index = (folder / "README.md").read_text("utf-8")
    for page in folder.glob("2*.md"):
        day = page.name[:10]
        assert f"\n{day}\n" in page.read_text("utf-8")
        assert re.search(rf"\| {day} \| \[[^]]+\]\({page.name}\)", index), page.name


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11) or sys.platform != "linux", reason="constraints.txt is for CPython 3.11 on Linux"
)
def test_everything_that_is_installed_has_its_exact_version_in_the_constraints() -> None:
    assert {name for name in _needed("dev") if name not in PINNED} == set()


def test_constraints_hold_versions_and_nothing_of_a_machine() -> None:
    lines = [line for line in CONSTRAINTS.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_a_base_installation_brings_nothing_that_only_development_needs() -> None:
    only = {"pytest", "mypy", "ruff", "hypothesis", "pyarrow", "reportlab", "pytest-xdist", "hijridate"}
    assert _needed("") & only == set()


def test_the_notice_names_every_package_that_a_base_installation_fetches() -> None:
    named = set(re.findall(r"^  ([\w.-]+) {2,}\S", (ROOT / "NOTICE").read_text("utf-8"), re.M))
    assert _needed("") - named == set()


def test_every_benchmark_has_its_line_in_the_measurements() -> None:
    page = (ROOT / "docs/explanation/measurements.md").read_text("utf-8")
    programs = [file for file in (ROOT / "benchmarks").glob("*.py") if "__main__" in file.read_text("utf-8")]
    assert [file.name for file in programs if f"benchmarks/{file.name}" not in page] == []


@pytest.mark.parametrize("script", ["run", "fresh", "constraints"])
def test_a_script_of_the_continuous_integration_can_be_run(script: str) -> None:
    file = ROOT / ".ci" / script
    assert file.stat().st_mode & 0o111
    assert "set -euo pipefail" in file.read_text("utf-8")
    subprocess.run(["bash", "-n", file], check=True)


def test_no_file_names_a_machine_or_an_index_of_packages() -> None:
    names = ["Makefile", "constraints.txt", "pyproject.toml", *(f".ci/{name}" for name in ("run", "fresh", "constraints"))]
    for file in [*(ROOT / name for name in names), *PAGES]:
        found = re.findall(
            r"/(?:root|home|Users|work|opt)/\w+|index-url|find-links|pypi\.org|localhost:\d+", file.read_text("utf-8")
        )
        assert found == [], file.name
