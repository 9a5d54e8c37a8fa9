"""What is known of a host from its other pages: an explicit input, kept and grown by the archive."""

from __future__ import annotations

import functools
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from communique.extraction.words import folded, squeezed
from communique.ids import short_id, text_digest
from communique.model import Extraction, Furniture

ENOUGH = 3  # pages that must share a line before it tells anything
SHARE = 0.2  # ... and the share of the host's pages
LINE = 80  # code points; a longer line is never furniture for being frequent
FIRST_STEP = 10  # pages; the steps at which statistics are taken are 10, 30, 100, 300, 1,000 ...
WINDOW = 100  # pages before a step that are counted
PAGE_LINES = 1_000  # of one page that are counted
BY_HOST = "on many pages of the host"  # why such a line is furniture
_INPUT = " host:"  # how the statistics are named in `made_by`, at its end
_TRIMMED = (BY_HOST, "tail phrase", "no words", "after ")  # why lines of a body were cut from its ends


@functools.lru_cache(maxsize=16384)
def normal_line(line: str) -> str:
    """A line as it is counted: folded, without figures and punctuation. Empty when nothing is left."""
    return folded(line)


@dataclass(frozen=True, slots=True)
class HostLines:
    """On how many distinct pages of a host each line stands.

    `lines` maps normal lines (`normal_line`) to numbers of pages; `documents` is the number of pages counted.
    """

    lines: Mapping[str, int] = field(default_factory=dict)
    documents: int = 0

    def common(self, line: str, share: float = SHARE) -> bool:
        """Whether so many pages have this line that it is the site's, not a statement's."""
        if self.documents < ENOUGH:
            return False
        return self.lines.get(normal_line(line), 0) >= max(ENOUGH, share * self.documents)

    def telling(self) -> HostLines:
        """The same without the lines that tell nothing: what is kept."""
        least = max(ENOUGH, SHARE * self.documents)
        return HostLines({line: times for line, times in sorted(self.lines.items()) if times >= least}, self.documents)

    def digest(self) -> str:
        """The digest that stands in `made_by`: of all that these statistics can tell."""
        told = self.telling()
        return text_digest(json.dumps([told.documents, dict(told.lines)], ensure_ascii=False))


def count_lines(pages: Iterable[str]) -> HostLines:
    """The statistics of some pages, each given as its whole text."""
    totals: dict[str, int] = {}
    documents = 0
    for text in pages:
        documents += 1
        for line in _lines(text):
            totals[line] = totals.get(line, 0) + 1
    return HostLines(totals, documents)


def _lines(text: str) -> set[str]:
    """The lines of a page that are counted, as they are counted."""
    short = dict.fromkeys(line for line in text.split("\n") if len(line) < LINE)
    return {normal for line in list(short)[:PAGE_LINES] if (normal := normal_line(line))}


# --- how they grow -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """The statistics of one host while its pages come in, in their order.

    They are taken in steps, so that one page more changes nothing: at 10, 30, 100, 300 ... pages, from the last hundred
    before the step and what was counted before. A text or a title that came before is not counted again: the lines of one
    statement that stands at several addresses must not pass for those of the site.
    """

    pages: int = 0
    documents: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)  # of this step: titles and texts, shortened

    def take(self, found: Extraction) -> HostLines | None:
        """Count one more page; the new statistics when it completes a step."""
        self.pages += 1
        step = _step(self.pages)
        if step - self.pages < WINDOW:
            self._count(found)
        if self.pages < step:
            return None
        self.seen = []
        self.counts = {line: times for line, times in self.counts.items() if times >= ENOUGH}
        return HostLines(self.counts, self.documents).telling()

    def _count(self, found: Extraction) -> None:
        names = {short_id(squeezed(word)) for word in (found.title or found.text, found.text)}
        if not names.isdisjoint(self.seen):
            return
        self.seen += sorted(names)
        self.documents += 1
        for line in _lines(found.page_text):
            self.counts[line] = self.counts.get(line, 0) + 1


def _step(pages: int) -> int:
    """The next step, counted from one page to the last before it."""
    step, triple = FIRST_STEP, True
    while step < pages:
        step, triple = (step * 3, False) if triple else (step // 3 * 10, True)
    return step


def concerned(page_text: str, furniture: Sequence[Furniture], changed: Collection[str]) -> bool:
    """Whether a page could read otherwise when other lines are known to be the host's.

    Args:
        page_text, furniture: the page as it was read.
        changed: the normal lines of which something else is known now.
    """
    if not changed:
        return False
    ends = iter(sorted(span for span in furniture if not span.reason.startswith(_TRIMMED)))
    span, at = next(ends, None), 0
    for line in page_text.split("\n"):
        while span is not None and span.end <= at:
            span = next(ends, None)
        outside = span is not None and span.start <= at < span.end
        if not outside and len(" ".join(line.split())) < LINE and normal_line(line) in changed:
            return True
        at += len(line) + 1
    return False


def changed_lines(before: HostLines, after: HostLines) -> set[str]:
    """The normal lines that one of two statistics knows to be the host's, and the other does not."""
    return before.telling().lines.keys() ^ after.telling().lines.keys()


def input_of(made_by: str) -> str:
    """The digest of the statistics that an Extraction was made with; empty where there were none."""
    return made_by.partition(_INPUT)[2]


def made_with(made_by: str, host: HostLines) -> str:
    """`made_by` with these statistics for an input in place of others."""
    plain = made_by.partition(_INPUT)[0]
    return f"{plain}{_INPUT}{host.digest()}" if host.telling().lines else plain
