"""Measures extraction against labelled pages and prints a table: what was reached, and on which set (by digest).

    python benchmarks/extract.py [--data DIR] [--only world,official,...] [--errors] [--json]

The invented world ships with the package. `--data DIR` names a folder with `corpora/` (official_html, whitehouse_html,
soft_redirect, *.jsonl as described in its MANIFEST) and `seed.txt`; sets that are not there are left out.
Floors stand in tests/floors.json under "extract".
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any

from communique.errors import ProfileError
from communique.extraction import extract, extract_bytes
from communique.extraction.page import parse
from communique.extraction.sniff import media_type
from communique.model import Asserted, Extraction, Row, Source
from communique.profiles import Profile, parse_profile


@dataclass
class Measures:
    """Counts by name: how many were right, of how many; and what was wrong."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    sets: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, right: bool | float, detail: str = "", weight: float = 1) -> None:
        self.total[name] += weight  # type: ignore[assignment]
        self.right[name] += float(right) * weight  # type: ignore[assignment]
        if float(right) < 0.98:
            self.errors.append(f"{name}: {detail}")

    def value(self, name: str) -> float:
        return self.right[name] / self.total[name] if self.total[name] else 0.0


def digest_of(files: Iterable[Path]) -> str:
    """One digest for a set of files."""
    whole = hashlib.sha256()
    for file in sorted(files):
        whole.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:12]


def words(text: str) -> list[str]:
    """The words of a text; in scripts without spaces each character is one."""
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W_]+", text.casefold())


def grams(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """Runs of words, as often as they occur."""
    all_words = words(text)
    return Counter(tuple(all_words[i : i + size]) for i in range(max(1, len(all_words) - size + 1)))


def f1(found: str, wanted: str) -> float:
    """4-gram F1 of two texts."""
    a, b = grams(found), grams(wanted)
    shared = sum((a & b).values())
    return 2 * shared / max(1, sum(a.values()) + sum(b.values()))


# --- the invented world and pages in its form ---------------------------------------------------------------------


def profiles(folder: Path) -> list[Profile]:
    """The profiles of a world."""
    found = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            found.append(parse_profile(file.read_text("utf-8"), str(file)))
        except ProfileError as error:
            print(f"left out: {error}", file=sys.stderr)
    return found


def expectations(folder: Path) -> Iterator[tuple[str, Source, dict[str, Any]]]:
    """Every file with an expectation: its name, its bytes, what to find."""
    for expected in sorted((folder / "expected").rglob("*.json")):
        wanted = json.loads(expected.read_text("utf-8"))
        name = str(expected.relative_to(folder / "expected")).removesuffix(".json")
        if name.startswith("warc/"):
            source = _captured(folder, name, wanted)
            if source is not None:
                yield name, source, wanted
            continue
        data = (folder / name).read_bytes()
        yield name, Source(name, data, media_type(data), wanted.get("url"), captured=wanted.get("captured")), wanted


def _captured(folder: Path, name: str, wanted: dict[str, Any]) -> Source | None:
    """The capture of a WARC that an expectation speaks of."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    file = folder / "warc" / (name.split("/")[1] + ".warc.gz")
    moment = name.rsplit("@", 1)[1]
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="all"):
            stamp = re.sub(r"\D", "", record.headers.get("WARC-Date"))[:14]
            kind = (record.http_headers.get("Content-Type") or "") if record.http_headers else ""
            if stamp == moment and wanted.get("url") == record.headers.get("WARC-Target-URI") and "text/html" in kind:
                return Source(
                    name,
                    record.reader.read(),
                    kind.partition(";")[0],
                    wanted["url"],
                    captured=record.headers.get("WARC-Date"),
                    status=record.http_headers.status_code,
                    http_headers=(("Content-Type", kind),),
                )
    return None


def judge(measures: Measures, prefix: str, name: str, found: Extraction, wanted: dict[str, Any]) -> None:
    """One page against its expectation."""

    def add(what: str, right: bool | float, detail: str) -> None:
        measures.add(f"{prefix} {what}", right, f"{name}: {detail}")

    wanted_type = wanted.get("page_type") or "statement"
    add("page type", found.page_type == wanted_type, f"{found.page_type} ({found.reason}) for {wanted_type}")
    if wanted_type != "statement":
        return
    add("title", found.title == wanted["title"], f"{found.title!r} for {wanted['title']!r} ({found.evidence.get('title')})")
    date = found.date.value if found.date else None
    add(
        "date",
        date == wanted["date"],
        f"{date} for {wanted['date']} ({found.date and (found.date.source, found.date.evidence)} {found.unknown.get('date')})",
    )
    add("language", found.lang == wanted["lang"], f"{found.lang} for {wanted['lang']}")
    add("issuer", found.issuer == wanted["issuer"], f"{found.issuer} for {wanted['issuer']}")
    add("kind", found.kind == wanted["kind"], f"{found.kind} for {wanted['kind']} ({found.evidence.get('kind')}; {found.title})")
    if "number" in wanted:
        add("number", found.number == wanted["number"], f"{found.number} for {wanted['number']} ({found.evidence.get('number')})")
    if wanted.get("text") is not None:
        optional = {" ".join(line.split()) for line in wanted.get("optional_lines", ())}
        lines = [line for line in found.text.split("\n") if " ".join(line.split()) not in optional]
        body = "\n".join(lines)
        score = f1(body, wanted["text"])
        wanted_lines = wanted["text"].split("\n")
        add(
            "body F1",
            score,
            f"{score:.3f} missing {_shown(set(wanted_lines) - set(lines))} more {_shown(set(lines) - set(wanted_lines))}",
        )
        add(
            "paragraphs",
            lines == wanted_lines,
            f"missing {_shown(set(wanted_lines) - set(lines))} more {_shown(set(lines) - set(wanted_lines))}",
        )
        left = [line for line in wanted.get("not_in_text", ()) if line in found.text.split("\n")]
        add("furniture kept out", not left, f"{left}")
    add("every line accounted for", not unaccounted(found), f"{unaccounted(found)[:3]}")


def _shown(lines: set[str]) -> list[str]:
    return [line[:70] for line in sorted(lines)][:4]


def unaccounted(found: Extraction) -> list[str]:
    """Lines of the whole page that are neither in the text, the title, a dateline nor in a furniture span."""

    def squeeze(line: str) -> str:
        return "".join(line.split())

    text = squeeze(found.text)
    shown = {squeeze(found.title or ""), squeeze(found.date.evidence if found.date else "")}
    covered = [False] * (len(found.page_text) + 1)
    for start, end, _ in found.furniture:
        covered[start:end] = [True] * (end - start)
    missing, at = [], 0
    for line in found.page_text.split("\n"):
        plain = squeeze(line)
        if plain and not covered[at] and plain not in text and plain not in shown and plain not in squeeze(found.title or ""):
            missing.append(line[:60])
        at += len(line) + 1
    return missing


def measure_world(measures: Measures, folder: Path, prefix: str = "world") -> None:
    """A folder in the form of the invented world."""
    known = profiles(folder / "issuers") if (folder / "issuers").is_dir() else []
    for name, source, wanted in expectations(folder):
        host = re.sub(r"^https?://([^/]+).*", r"\1", source.url or "")
        profile = next((p for p in known if host and host in p.hosts), None)
        told = profile or next((p for p in known if p.id == wanted.get("issuer")), None)
        found = extract(source if profile else replace(source, asserted=Asserted(issuer=wanted.get("issuer"))), profile=told)
        judge(measures, prefix, name, found, wanted)
        if wanted.get("page_type") == "statement":
            alone = extract(source)
            detail = f"{name}: {alone.issuer} for {wanted['issuer']} {alone.unknown.get('issuer')}"
            measures.add(f"{prefix} issuer named by the text alone", alone.issuer is not None, detail)
    measures.sets[prefix] = digest_of(f for f in folder.rglob("*") if f.is_file() and f.suffix not in (".py", ".pyc"))


# --- pages and texts that are not ours ----------------------------------------------------------------------------


def measure_official(measures: Measures, corpora: Path) -> None:
    """Phrases that belong to the text and phrases that do not; dates."""
    labels = [json.loads(line) for line in (corpora / "official_html.labels.jsonl").read_text("utf-8").strip().split("\n")]
    for label in labels:
        url = label["url"] if "://" in label["url"] else None
        found = extract_bytes((corpora / "official_html" / label["file"]).read_bytes(), url=url)
        whole = f"{found.title}\n{found.text}"
        for phrase in label["has"]:
            measures.add("official phrases found", phrase.strip() in whole, f"{label['file']}: {phrase!r}")
        for phrase in label["not"]:
            measures.add("official phrases kept out", phrase not in whole, f"{label['file']}: {phrase!r}")
        date = found.date.value if found.date else None
        measures.add("official date", date == label["date"], f"{label['file']}: {date} for {label['date']} {found.date}")
        measures.add("official every line accounted for", not unaccounted(found), f"{label['file']}: {unaccounted(found)[:3]}")
        measures.add("official page type", found.page_type == "statement", f"{label['file']}: {found.page_type} {found.reason}")
    measures.sets["official"] = digest_of((corpora / "official_html").iterdir())


_OWN_DATA = re.compile(rb"<meta[^>]*>|<script[^>]*ld\+json.*?</script>", re.I | re.S)


def measure_whitehouse(measures: Measures, corpora: Path) -> None:
    """Pages whose own metadata are the labels, taken away before reading."""
    for line in (corpora / "whitehouse_html.labels.jsonl").read_text("utf-8").strip().split("\n"):
        label = json.loads(line)
        data = (corpora / "whitehouse_html" / f"{label['id']}.html").read_bytes()
        data = re.sub(rb"<title>.*?</title>", b"", _OWN_DATA.sub(b"", data), flags=re.S)
        found = extract_bytes(b'<meta charset="utf-8">' + data)
        measures.add("whitehouse title", found.title == label["title"], f"{label['id']}: {found.title!r} for {label['title']!r}")
        date = found.date.value if found.date else None
        measures.add("whitehouse date", date == label["date"][:10], f"{label['id']}: {date} for {label['date']} {found.date}")
        measures.add("whitehouse page type", found.page_type == "statement", f"{label['id']}: {found.reason}")
        measures.add("whitehouse every line accounted for", not unaccounted(found), f"{label['id']}: {unaccounted(found)[:3]}")
    measures.sets["whitehouse"] = digest_of((corpora / "whitehouse_html").iterdir())


def measure_soft_redirect(measures: Measures, corpora: Path) -> None:
    """The home page answering under items' addresses."""
    for file in sorted((corpora / "soft_redirect").iterdir()):
        slug = file.stem.split("_", 1)[1]
        found = extract_bytes(file.read_bytes(), url=f"https://www.whitehouse.gov/briefings-statements/{slug}/")
        measures.add("home page refused", found.page_type != "statement", f"{file.name}: {found.page_type}")
    measures.sets["soft_redirect"] = digest_of((corpora / "soft_redirect").iterdir())


def rows(corpora: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of the data sets, one language each."""
    for file in sorted(corpora.glob("*.jsonl")):
        if "labels" in file.name or "align" in file.name:
            continue
        for line in file.read_text("utf-8").strip().split("\n"):
            row = json.loads(line)
            if file.stem == "uk_en_pairs":
                for lang in ("uk", "en"):
                    yield (
                        file.stem,
                        {
                            "id": f"{row['id']}-{lang}",
                            "lang": lang,
                            "text": row[lang],
                            "title": row[f"title_{lang}"],
                            "date": row["date"],
                        },
                    )
            elif row.get("text"):
                yield file.stem, row


def measure_rows(measures: Measures, corpora: Path) -> None:
    """The language of bodies and titles, told without their column; dates of columns; speed."""
    from communique.extraction.language import detect

    spent, count, size = 0.0, 0, 0
    for dataset, row in rows(corpora):
        fields = {k: str(v) for k, v in row.items() if k in ("title", "date", "text", "issuer") and v}
        source = Source("row", b"", "application/json", row=Row(dataset, str(row["id"]), fields))
        detect(row["text"])  # the model is loaded before the clock runs
        start = time.process_time()
        found = extract(source)
        spent, count, size = spent + time.process_time() - start, count + 1, size + len(row["text"])
        measures.add("language bodies", found.lang == row["lang"], f"{dataset} {row['id']}: {found.lang} for {row['lang']}")
        if row.get("title") and dataset not in ("ungdc_2009_2012_2015",):
            told = detect(row["title"])[0]
            measures.add(
                "language titles", told == row["lang"], f"{dataset} {row['id']}: {told} for {row['lang']}: {row['title']!r}"
            )
        if row.get("date"):
            date = found.date.value if found.date else None
            measures.add("column dates", date == str(row["date"])[:10], f"{dataset} {row['id']}: {date} for {row['date']}")
    if count:
        print(f"rows: {count}, {size / count:.0f} characters each, {1000 * spent / count:.3f} ms of CPU each", file=sys.stderr)
    measures.sets["rows"] = digest_of(f for f in corpora.glob("*.jsonl") if "labels" not in f.name)


def measure_seed(measures: Measures, data: Path) -> None:
    """The typical statement."""
    file = data / "seed.txt"
    found = extract_bytes(file.read_bytes(), media_type="text/plain")
    first = file.read_text("utf-8").split("\n", 1)[0]
    measures.add("seed title", found.title == first, str(found.title))
    measures.add("seed date unknown with reason", found.date is None and "September 27" in found.unknown["date"], str(found.date))
    tail = [found.page_text[a:b] for a, b, _ in found.furniture]
    measures.add("seed furniture", tail == ["Search in archive"] and "Search in archive" not in found.text, str(tail))
    measures.sets["seed"] = digest_of([file])


def measure_speed(measures: Measures, corpora: Path) -> None:
    """Pages a second of CPU, beside trafilatura's precision mode alone on the same pages."""
    import trafilatura

    files = sorted((corpora / "official_html").iterdir()) + sorted((corpora / "whitehouse_html").iterdir())
    pages = [file.read_bytes() for file in files]
    for data in pages[:3]:
        extract_bytes(data)
        trafilatura.extract(data, favor_precision=True)
    best = {"ours": float("inf"), "theirs": float("inf")}
    for _ in range(3):
        start = time.process_time()
        for data in pages:
            extract(Source("", data, "text/html", asserted=Asserted()))
        between = time.process_time()
        for data in pages:
            trafilatura.extract(data, favor_precision=True)
        best["ours"] = min(best["ours"], between - start)
        best["theirs"] = min(best["theirs"], time.process_time() - between)
    print(f"speed: {len(pages) / best['ours']:.1f} pages/s, trafilatura alone {len(pages) / best['theirs']:.1f}", file=sys.stderr)
    measures.total["speed against trafilatura"] = 1
    measures.right["speed against trafilatura"] = best["theirs"] / best["ours"]  # type: ignore[assignment]


def measure_agreement(measures: Measures, corpora: Path) -> None:
    """4-gram F1 of our body (with its title) to trafilatura's precision mode: how far the mending goes."""
    import trafilatura

    for folder in ("official_html", "whitehouse_html"):
        for file in sorted((corpora / folder).iterdir()):
            data = file.read_bytes()
            found = extract_bytes(data)
            theirs = trafilatura.extract(data, favor_precision=True, include_comments=False) or ""
            ours = (
                f"{found.title}\n{found.text}"
                if words(found.title or "")[:6] == words(theirs)[: len(words(found.title or "")[:6])]
                else found.text
            )
            score = f1(ours, theirs)
            measures.add("agreement with trafilatura", score, f"{file.name}: {score:.3f}")


def page_lines(data: bytes) -> str:
    """The lines of a page with what the walk says of them; for looking at errors."""
    return "\n".join(
        f"{n:4} {b.kind:10} {b.zone or '-':10} {b.links:4} {'+' if b.joined else ' '} {b.text[:110]}"
        for n, b in enumerate(parse(data).blocks)
    )


def main() -> int:
    """Runs the measures and prints them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with corpora/ and seed.txt")
    parser.add_argument("--more", type=Path, help="further pages in the form of the invented world")
    parser.add_argument(
        "--only",
        default="",
        help="sets, parted by commas: world more seed official whitehouse soft_redirect rows speed agreement",
    )
    parser.add_argument("--errors", action="store_true", help="print what was wrong")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--lines", type=Path, help="print the lines of a page and stop")
    options = parser.parse_args()
    if options.lines:
        print(page_lines(options.lines.read_bytes()))
        return 0
    only = set(filter(None, options.only.split(",")))
    measures = Measures()
    if not only or "world" in only:
        measure_world(measures, Path(str(resources.files("communique.resources").joinpath("world"))))
    if options.more and (not only or "more" in only):
        measure_world(measures, options.more, "more")
    if options.data:
        corpora = options.data / "corpora"
        for name, run, where in (
            ("seed", measure_seed, options.data),
            ("official", measure_official, corpora),
            ("whitehouse", measure_whitehouse, corpora),
            ("soft_redirect", measure_soft_redirect, corpora),
            ("rows", measure_rows, corpora),
            ("agreement", measure_agreement, corpora),
            ("speed", measure_speed, corpora),
        ):
            if not only or name in only:
                run(measures, where)
    if options.errors:
        print("\n".join(measures.errors))
    if options.json:
        print(json.dumps({name: round(measures.value(name), 4) for name in measures.total}))
        return 0
    for name in measures.total:
        print(f"{name:45} {measures.value(name):7.4f}   {measures.right[name]:g} of {measures.total[name]:g}")
    print("sets: " + ", ".join(f"{name} {digest}" for name, digest in measures.sets.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
