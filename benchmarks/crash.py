"""Kill `communique add` with SIGKILL again and again while 2,000 documents come in, then look whether anything is lost or torn.

    python benchmarks/crash.py [--kills 25] [--documents 2000] [--seed 7] [--keep FOLDER]

Documents are 1,700 rows of a data set and 300 pages, all made here. After each kill the same command is started again, the last
one is left alone. Then each document must be there exactly once, `verify` clean, every WARC a row of whole records, and each
item that was acknowledged (a JSON line on stdout) must have been in the catalog when the next run began. Exit 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from communique.holdings import walk

PLACES = ("Osten", "Halvet", "Kelorrin", "Belsar", "Sivarun", "Tolmere", "Vesmar", "Lennmark")
VERBS = ("condemns", "denies", "rejects", "demands", "supports", "regrets", "announces", "recalls")
COMMAND = (sys.executable, "-c", "from communique.access.cli import main; main()")


def text(chance: random.Random, number: int) -> list[str]:
    """A few paragraphs that no other document has."""
    paragraphs = []
    for part in range(chance.randint(3, 9)):
        words = [
            f"{chance.choice(PLACES)} {chance.choice(VERBS)} point {chance.randint(1, 999)}" for _ in range(chance.randint(4, 12))
        ]
        paragraphs.append(f"Document {number}, paragraph {part}: the ministry of Karvelia says that {', that '.join(words)}.")
    return paragraphs


def material(folder: Path, documents: int, chance: random.Random) -> list[Path]:
    """A data set and a folder of pages."""
    pages = documents * 3 // 20
    (folder / "pages").mkdir(parents=True)
    with (folder / "rows.jsonl").open("w") as out:
        for number in range(documents - pages):
            row = {
                "id": f"row-{number}",
                "title": f"Statement {number}",
                "date": "2024-03-14",
                "text": "\n".join(text(chance, number)),
            }
            out.write(json.dumps(row) + "\n")
    for number in range(documents - pages, documents):
        body = "".join(f"<p>{one}</p>" for one in text(chance, number))
        head = (
            f'<head><title>Statement {number}</title><link rel="canonical" href="https://mfa.karvelia.example/{number}"></head>'
        )
        page = f"<html lang=en>{head}<body><main><h1>Statement {number}</h1><p>14 March 2024</p>{body}</main></body></html>"
        (folder / f"pages/{number}.html").write_text(page)
    return [folder / "rows.jsonl", folder / "pages"]


class Run:
    """One run of `add`, its acknowledgements collected as they come."""

    def __init__(self, archive: Path, files: list[Path]) -> None:
        words = [*COMMAND, "--archive", str(archive), "add", "--json", *map(str, files)]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.acknowledged: set[str] = set()
        self.first: float | None = None
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith(b"\n"):
                self.first = self.first or time.monotonic()
                self.acknowledged.add(json.loads(line).get("statement") or "")

    def end(self, after: float | None) -> bool:
        """Kill it after so many seconds, or let it end. Whether it was killed."""
        try:
            self.process.wait(after)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self.reader.join()
        return self.process.returncode == -signal.SIGKILL


def known(archive: Path) -> set[str]:
    """The statements of the catalog, read with nothing but SQLite."""
    if not (archive / "catalog.sqlite").exists():
        return set()
    catalog = sqlite3.connect(archive / "catalog.sqlite")
    try:
        return {row[0] for row in catalog.execute("SELECT id FROM statements")}
    except sqlite3.OperationalError:  # killed before the tables were made
        return set()
    finally:
        catalog.close()


def torn(archive: Path) -> int:
    """WARC files that are not a row of whole records from their first byte to their last."""
    count = 0
    for file in archive.glob("originals/*/*.warc.gz"):
        end = 0
        for placed in walk(file, file.name):
            end = placed.end
        count += end != file.stat().st_size
    return count


def crash(folder: Path, kills: int, documents: int, seed: int) -> int:
    """The whole experiment; returns how many things went wrong."""
    chance = random.Random(seed)
    files, archive = material(folder, documents, chance), folder / "a.archive"
    begun = time.monotonic()
    Run(folder / "b.archive", files).end(None)
    alone = time.monotonic() - begun
    print(f"{documents} documents without a crash: {alone:.1f} s", flush=True)
    lost = done = left_torn = steps = 0
    begun = time.monotonic()
    while done < kills:
        run = Run(archive, files)
        grown = run.end(chance.uniform(0.4, max(1.0, alone * 0.9)))
        steps += 1
        if not grown and steps > kills * 3:
            break
        done += grown
        left_torn += torn(archive)
        lost += len(run.acknowledged - {""} - known(archive))
        if not grown and done < kills:  # everything is in: begin anew, or later kills would hit nothing
            shutil.rmtree(archive)
    run = Run(archive, files)
    run.end(None)
    seconds = time.monotonic() - begun
    verify = subprocess.run([*COMMAND, "--archive", str(archive), "verify"], capture_output=True, text=True, check=False)
    catalog = sqlite3.connect(archive / "catalog.sqlite")
    statements, distinct, captures = catalog.execute(
        "SELECT (SELECT count(*) FROM statements), (SELECT count(DISTINCT key) FROM statements), (SELECT count(*) FROM captures)"
    ).fetchone()
    catalog.close()
    wrong = {
        "documents missing": documents - distinct,
        "documents twice": statements - distinct + max(0, captures - documents),
        "acknowledged and lost": lost,
        "torn WARC files at the end": torn(archive),
        "damages found by verify": 0 if verify.returncode == 0 else max(1, len(verify.stderr.splitlines()) - 1),
        "last run failed": int(run.process.returncode != 0),
    }
    print(f"killed {done} times in {seconds:.0f} s ({left_torn} times a torn WARC was left behind)")
    for name, number in wrong.items():
        print(f"  {name:28} {number}")
    if verify.returncode:
        print(verify.stderr[:2000])
    return sum(wrong.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="a new folder for material and archive; else a temporary one")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary) / "crash"
        folder.mkdir(parents=True)
        sys.exit(bool(crash(folder, asked.kills, asked.documents, asked.seed)))


if __name__ == "__main__":
    main()
