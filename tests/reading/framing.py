"""Help for the tests of the frame: one source in brackets, read by the rules alone."""

from __future__ import annotations

from communique.reading.frame import frame
from communique.reading.holders import Holder, Holders
from communique.reading.reader import Relation


def holder(marked: str, issuer: str, lang: str = "en", *, likely: float = 0.5, title: str | None = None) -> Holder:
    """The holder of the source that stands in brackets; `likely` is how far the reader takes it for the issuer."""
    start = marked.index("[")
    end = marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    framed = frame(text, issuer=issuer, lang=lang, title=title)
    number = max(n for n, (a, _) in enumerate(framed.sentences) if a <= start)
    source = (start, end) if end > start else None
    relation = Relation((end, end + 3), number, source, ((end + 3, len(text)),), "STATE", "0", likely)
    return Holders(framed, [relation]).resolve()[0]


def speakers(text: str, issuer: str, lang: str = "en", title: str | None = None) -> list[tuple[str | None, bool]]:
    """Of each sentence the shown speaker, and whether its words are the issuer's."""
    framed = frame(text, issuer=issuer, lang=lang, title=title)
    return [(one.shown if one else None, one.own if one else True) for one in framed.speakers]
