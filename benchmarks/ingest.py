"""How fast things come in: pages against trafilatura alone in the same run, and a data set of texts.

    python benchmarks/ingest.py pages [--data FOLDER_OF_HTML] [--count 300]
    python benchmarks/ingest.py rows [--data FILE.jsonl] [--count 100000]

Without `--data`, seeded texts are made (benchmarks/texts.py). Prints one table; memory is the peak of the whole process group.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import resource
import tempfile
import time
from pathlib import Path

import communique
from communique.settings import Settings
from texts import jsonl, page, texts

FLOOR_PAGES = 0.7  # of trafilatura alone
FLOOR_ROWS = 700  # documents a second on two cores
FLOOR_MEMORY = 800  # MB


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("pages", "rows"))
    parser.add_argument("--data", type=Path)
    parser.add_argument("--count", type=int)
    parser.add_argument("--workers", type=int)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(f"{platform.machine()} {platform.python_version()} {time.strftime('%Y-%m-%d')}")
        (pages if given.what == "pages" else rows)(Path(folder), given.data, given.count, given.workers)


def pages(folder: Path, data: Path | None, count: int | None, workers: int | None) -> None:
    """HTML pages end to end on one core, against `trafilatura.extract` alone on the same bytes, in turn."""
    import trafilatura

    source = data or _made_pages(folder / "pages", count or 300)
    originals = sorted(p for p in source.rglob("*.html"))[: count or None]
    print(f"{len(originals)} pages, {_digest(originals)}; each taken several times where they are fewer than 300")
    files = _copies(originals, folder / "copies", 300)
    blobs = [f.read_bytes() for f in files]
    trafilatura.extract(blobs[0], favor_precision=True)
    ratios = []
    for run in range(3):
        started = time.process_time()
        for blob in blobs:
            trafilatura.extract(blob, favor_precision=True)
        alone = time.process_time() - started
        archive = communique.open(folder / f"{run}.archive", create=True, settings=Settings(workers=workers or 1))
        started = time.process_time()
        archive.add(files, read=False)
        whole = time.process_time() - started
        ratios.append(alone / whole)
        print(f"trafilatura alone {len(files) / alone:.1f}, end to end {len(files) / whole:.1f} pages/s: {ratios[-1]:.2f}")
    print(f"median ratio {sorted(ratios)[1]:.2f} (floor {FLOOR_PAGES})")


def rows(folder: Path, data: Path | None, count: int | None, workers: int | None) -> None:
    """A data set through catalog and index."""
    source = data or folder / "rows.jsonl"
    if data is None:
        jsonl(source, count or 100_000)
    print(f"{_digest([source])}")
    archive = communique.open(folder / "rows.archive", create=True, settings=Settings(workers=workers or 0))
    started = time.monotonic()
    counts = archive.add(source, read=False)
    took = time.monotonic() - started
    own, children = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    size = sum(f.stat().st_size for f in (folder / "rows.archive").rglob("*") if f.is_file())
    print(f"{counts.items} rows in {took:.1f} s: {counts.items / took:.0f} documents/s (floor {FLOOR_ROWS})")
    print(f"peak memory: parent {own:.0f} MB, largest worker {children:.0f} MB (floor {FLOOR_MEMORY} together)")
    print(f"archive {size / counts.items / 1000:.2f} kB a document")


def _copies(originals: list[Path], folder: Path, least: int) -> list[Path]:
    """At least so many files: copies with another comment at the end and without their address, each a statement."""
    folder.mkdir()
    files = []
    for number in range(-(-least // len(originals)) * len(originals)):
        page_ = originals[number % len(originals)].read_bytes().replace(b'rel="canonical"', b'rel="x-canonical"')
        files.append(folder / f"{number}.html")
        files[-1].write_bytes(page_ + f"<!-- {number} -->".encode())
    return files


def _made_pages(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number, text in enumerate(texts(count)):
        (folder / f"{number}.html").write_text(page(text, number), "utf-8")
    return folder


def _digest(files: list[Path]) -> str:
    hashed = hashlib.sha256()
    for file in files:
        hashed.update(file.read_bytes())
    return f"sha256:{hashed.hexdigest()[:16]}"


if __name__ == "__main__":
    main()
