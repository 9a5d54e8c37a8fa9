"""What is known of a host from its other pages: an explicit input, kept and grown by the archive."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from communique.extraction.words import folded
from communique.ids import text_digest

ENOUGH = 3  # pages that must share a line before it tells anything
SHARE = 0.2  # ... and the share of the host's pages


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

    def common(self, line: str) -> bool:
        """Whether so many pages have this line that it is the site's, not a statement's."""
        if self.documents < ENOUGH:
            return False
        return self.lines.get(normal_line(line), 0) >= max(ENOUGH, SHARE * self.documents)

    def digest(self) -> str:
        """The digest that stands in `made_by`."""
        return text_digest(json.dumps([self.documents, dict(sorted(self.lines.items()))], ensure_ascii=False))


def count_lines(pages: Iterable[str]) -> HostLines:
    """The statistics of some pages, each given as its whole text."""
    totals: dict[str, int] = {}
    documents = 0
    for text in pages:
        documents += 1
        for line in {normal_line(line) for line in text.split("\n")}:
            if line:
                totals[line] = totals.get(line, 0) + 1
    return HostLines(totals, documents)
