"""Builds the invented world into src/communique/resources/world: pages, PDF, data, WARC and what to expect of each.

    python tools/world/build.py [FOLDER]      build into FOLDER (default: the package's resources)
    python tools/world/build.py --check       build into a temporary folder and compare with the package

Needs jinja2, pyyaml, reportlab and warcio. Running it twice changes no byte.
"""

import argparse
import datetime as dt
import gzip
import json
import shutil
import sys
import tempfile
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import expectations
import pages
import pdfs
import warcs

from sources import Statement, World, load, load_yaml

DEFAULT = Path(__file__).parents[2] / "src" / "communique" / "resources" / "world"
BUILT = ("pages", "pdf", "data", "warc", "expected")


def build(folder: Path) -> None:
    """Write the built parts of the world into a folder; what stood in them before is removed."""
    for name in BUILT:
        shutil.rmtree(folder / name, ignore_errors=True)
    world = load()
    for s in world.statements.values():
        _write_statement(world, s, folder)
    for spec in world.pages:
        _write_page(world, spec, folder)
    _write_data(folder)
    warcs.write(world, folder / "warc")
    _expect_captures(world, folder)


def _write_statement(world: World, s: Statement, folder: Path) -> None:
    if s.where == "pdf":
        name = f"pdf/{s.issuer}-{s.slug}.pdf"
        _write(folder / name, pdfs.pdf(s, world.sites[s.issuer]["names"][s.lang]))
        _expect(folder, name, expectations.for_statement(world, s))
    if s.where == "page":
        name = f"pages/{s.issuer}/{s.slug}.html"
        day = s.extra["singlefile"].date() if "singlefile" in s.extra else None
        _write(folder / name, pages.statement_page(world, s, saved=_saved(s), as_of=day))
        _expect(folder, name, expectations.for_statement(world, s, as_of=day) | _captured(s))
    if "mhtml" in s.extra:
        _write_mhtml(world, s, folder)


def _write_mhtml(world: World, s: Statement, folder: Path) -> None:
    version = max(len(s.extra.get("updated", [])) - 1, 0)
    name = f"pages/{s.issuer}/{s.slug}.mhtml"
    (folder / f"pages/{s.issuer}/{s.slug}.html").unlink(missing_ok=True)
    (folder / f"expected/pages/{s.issuer}/{s.slug}.html.json").unlink(missing_ok=True)
    when = parsedate_to_datetime(s.extra["mhtml"])
    page = pages.statement_page(world, s, version, as_of=when.date())
    _write(folder / name, pages.mhtml(page, s, s.extra["mhtml"]))
    captured = {"captured": f"{when:%Y-%m-%dT%H:%M:%SZ}"}
    _expect(folder, name, expectations.for_statement(world, s, version, when.date()) | captured)


def _saved(s: Statement) -> str:
    if "singlefile" in s.extra:
        return pages.singlefile(s.url, s.extra["singlefile"])
    return pages.saved_from(s.url) if s.extra.get("saved_from") else ""


def _captured(s: Statement) -> dict[str, str]:
    when = s.extra.get("singlefile")
    return {"captured": f"{when:%Y-%m-%dT%H:%M:%SZ}"} if isinstance(when, dt.datetime) else {}


def _write_page(world: World, spec: dict[str, Any], folder: Path) -> None:
    if spec.get("where") == "warc":
        return
    name = f"pages/{spec['issuer']}/{spec['slug']}.html"
    saved = pages.saved_from(pages.page_url(world, spec)) if spec.get("saved_from") else ""
    _write(folder / name, pages.other_page(world, spec, saved))
    _expect(folder, name, expectations.for_page(world, spec))


def _write_data(folder: Path) -> None:
    rows = load_yaml("data/lake-states-notes.yaml")
    lines = [json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows]
    _write(folder / "data/lake-states-notes.jsonl", "".join(lines).encode())


def _expect_captures(world: World, folder: Path) -> None:
    for spec in world.warcs:
        stem = spec["file"].removesuffix(".warc.gz")
        for record in spec["records"]:
            name = f"warc/{stem}/{expectations.capture_name(world, record)}"
            _expect(folder, name, expectations.for_capture(world, record))


def _expect(folder: Path, name: str, record: dict[str, Any]) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    _write(folder / "expected" / f"{name}.json", text.encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def differences(one: Path, two: Path) -> list[str]:
    """Names of built files that differ; WARC files are compared unpacked, for zlib versions pack differently."""
    names = {str(p.relative_to(root)) for root in (one, two) for part in BUILT for p in _files(root / part)}
    return sorted(name for name in names if _content(one / name) != _content(two / name))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _content(path: Path) -> bytes | None:
    if not path.is_file():
        return None
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def main() -> int:
    """Build, or check what was built."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--check", action="store_true", help="compare FOLDER with a fresh build; change nothing")
    options = parser.parse_args()
    if not options.check:
        build(options.folder)
        return 0
    with tempfile.TemporaryDirectory() as fresh:
        build(Path(fresh))
        wrong = differences(options.folder, Path(fresh))
    for name in wrong:
        print(f"{name}: differs from what tools/world builds; run python tools/world/build.py", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
