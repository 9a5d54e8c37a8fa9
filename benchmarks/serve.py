"""How fast an archive is served: pages and API under load from another process.

    python benchmarks/serve.py ARCHIVE [--make 200000] [--seconds 20] [--users 10] [--workers 2]

`--make` first builds the archive: so many seeded texts of 450 words, unread, and 220 statements with claims, 20 of them with more than 60.
Starts `communique serve` on the archive and measures from this process: the search page with some users who wait a second
between requests; statement pages one after the other; the API's search as fast as some connections can ask, with the memory
of the server before, in between and after. Prints one line a measure. Words of the queries are taken from the archive's own titles.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

import communique
from texts import jsonl, spoken

LONG = "Statement of claims"
_SERVE = "from communique.access.cli import main; main()"


class Server:
    """The server, as a process of its own."""

    def __init__(self, archive: Path, workers: int) -> None:
        words = ["--archive", str(archive), "serve", "--port", "0", "--workers", str(workers)]
        self.process = subprocess.Popen([sys.executable, "-c", _SERVE, *words], stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        address = urlsplit(self.process.stdout.readline().decode().strip())
        self.host, self.port = str(address.hostname), int(address.port or 0)

    def connection(self) -> http.client.HTTPConnection:
        """A connection to it."""
        return http.client.HTTPConnection(self.host, self.port, timeout=60)

    def memory(self) -> float:
        """Resident memory of it and its children, MB (Linux)."""
        ids = [self.process.pid]
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == self.process.pid:
                ids.append(int(stat.parent.name))
        pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in ids)
        return pages * 4096 / 1e6

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(30)


def get(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes, float]:
    """Status, body and seconds of one request."""
    began = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    return answer.status, body, time.perf_counter() - began


def ask(server: Server, paths: list[str], users: int, seconds: float, pause: float) -> tuple[list[float], int]:
    """Times of requests by several users at once, and how many failed."""
    times: list[float] = []
    failed = [0]
    end = time.monotonic() + seconds

    def user(number: int) -> None:
        choose, connection = random.Random(number), server.connection()
        time.sleep(pause * number / max(1, users))
        while time.monotonic() < end:
            try:
                status, _, taken = get(connection, choose.choice(paths))
                failed[0] += status != 200
                times.append(taken)
            except (OSError, http.client.HTTPException):
                failed[0] += 1
                connection = server.connection()
            time.sleep(pause)

    threads = [threading.Thread(target=user, args=(n,)) for n in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, failed[0]


def make(archive: Path, count: int) -> None:
    """An archive of statements with claims, and of so many unread texts."""
    taken, rows = communique.open(archive, create=True), archive.with_suffix(".jsonl")
    with rows.open("w", encoding="utf-8") as out:
        for number, text in enumerate([*spoken(200, 15), *spoken(20, 45, seed=8)]):
            row = {"id": f"spoken/{number}", "title": f"{LONG if number >= 200 else 'Short statement'} {number}", "text": text}
            out.write(json.dumps(row | {"date": "2024-05-04", "issuer": "Ministry 7", "lang": "en"}) + "\n")
    taken.add(rows)
    print(f"claims of one long statement: {len(taken.claims_of(taken.search(LONG).hits[0].version))}")
    jsonl(rows, count)
    began = time.monotonic()
    items = taken.add(rows, read=False).items
    print(f"{items} texts in: {items / (time.monotonic() - began):.0f}/s")
    rows.unlink()


def told(times: list[float], failed: int) -> str:
    """A line of numbers."""
    ordered = sorted(times)
    p50, p95 = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    return f"p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, {len(times)} requests, {failed} failed"


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--make", type=int)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    if asked.make:
        make(asked.archive, asked.make)
    server = Server(asked.archive, 1)
    try:
        _, body, _ = get(server.connection(), "/api/v1/statements?limit=200")
        items = json.loads(body)["items"]
        titles = [one["title"] for one in items if one.get("title")]
        queries = [" ".join(title.split()[at : at + 2]) for title in titles for at in (0, 3) if title.split()[at : at + 2]]
        print("search page:", told(*ask(server, [f"/search?q={quote(q)}" for q in queries], asked.users, asked.seconds, 1.0)))
        pages = [f"/statements/{one['statement']}" for one in items]
        print("statement page, one user:", told(*ask(server, pages, 1, asked.seconds / 2, 0.0)))
        found = json.loads(get(server.connection(), f"/api/v1/search?q={quote(LONG)}&limit=20")[1])["items"]
        pages = [f"/statements/{one['statement']}" for one in found if one["title"].startswith(LONG)]
        if pages:
            marked = get(server.connection(), pages[0])[1].count(b'class="claim')
            print(f"statement page with claims ({marked} marked):", told(*ask(server, pages, 1, asked.seconds / 2, 0.0)))
        print("claims page, one user:", told(*ask(server, ["/claims", "/claims?layer=reported"], 1, asked.seconds / 4, 0.0)))
        print("first page, one user:", told(*ask(server, ["/"], 1, asked.seconds / 4, 0.0)))
        weight = sum(
            len(get(server.connection(), path)[1])
            for path in ("/", "/static/communique.css", "/static/communique.js", "/static/icon.svg")
        )
        print(f"first page weight: {weight / 1000:.0f} kB")
    finally:
        server.stop()
    server = Server(asked.archive, asked.workers)
    try:
        api = [f"/api/v1/search?q={quote(q)}" for q in queries]
        ask(server, api, asked.users, 3, 0.0)
        memory, times, failed = [server.memory()], [], 0
        for _ in range(4):
            more, lost = ask(server, api, asked.users, asked.seconds / 4, 0.0)
            times, failed = times + more, failed + lost
            memory.append(server.memory())
        rate = len(times) / asked.seconds
        print(f"API search, {asked.workers} workers, {asked.users} connections: {rate:.0f} requests/s, {told(times, failed)}")
        print("memory, MB:", ", ".join(f"{one:.0f}" for one in memory))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
