"""Anchors: offsets into a stored text that prove themselves (W3C Web Annotation selectors plus the text's digest)."""

from __future__ import annotations

from dataclasses import dataclass

from communique.errors import AnchorError
from communique.ids import text_digest

CONTEXT = 32  # code points of prefix and suffix


@dataclass(frozen=True, slots=True)
class Anchor:
    """TextPositionSelector (start, end) + TextQuoteSelector (exact, prefix, suffix) + digest of the text."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    digest: str


def make(text: str, start: int, end: int, digest: str | None = None) -> Anchor:
    """An anchor for `text[start:end]`; `digest` is that of the text, where it is known.

    Raises:
        AnchorError: when the span does not lie in the text.
    """
    if not 0 <= start <= end <= len(text):
        raise AnchorError(f"anchor: span [{start}, {end}) lies outside a text of {len(text)} characters")
    prefix, suffix = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Anchor(start, end, text[start:end], prefix, suffix, digest or text_digest(text))


def resolve(anchor: Anchor, text: str) -> tuple[int, int]:
    """The span in the very text that the anchor was made for.

    Raises:
        AnchorError: when the text is another one, or the words do not stand there.
    """
    if text_digest(text) != anchor.digest:
        raise AnchorError(f"anchor: the text at [{anchor.start}, {anchor.end}) is not the one the anchor was made for")
    if text[anchor.start : anchor.end] != anchor.exact:
        raise AnchorError(f"anchor: the words at [{anchor.start}, {anchor.end}) are not {anchor.exact!r}")
    return anchor.start, anchor.end


def carry(anchor: Anchor, text: str) -> Anchor | None:
    """The anchor in another text: where the same words stand, by context first; None unless one place is best."""
    if not anchor.exact:
        return None
    places, at = [], text.find(anchor.exact)
    while at >= 0:
        places.append(at)
        at = text.find(anchor.exact, at + 1)
    if not places:
        return None
    scored = sorted(((_context(anchor, text, p), -abs(p - anchor.start), p) for p in places), reverse=True)
    if len(scored) > 1 and scored[0][:2] == scored[1][:2]:
        return None
    return make(text, scored[0][2], scored[0][2] + len(anchor.exact))


def _context(anchor: Anchor, text: str, place: int) -> int:
    """How many characters of prefix and suffix agree at that place."""
    before, after = text[max(0, place - CONTEXT) : place], text[place + len(anchor.exact) :][:CONTEXT]
    left = next((i for i, (x, y) in enumerate(zip(reversed(before), reversed(anchor.prefix))) if x != y), None)
    right = next((i for i, (x, y) in enumerate(zip(after, anchor.suffix)) if x != y), None)
    shortest = min(len(before), len(anchor.prefix))
    return (shortest if left is None else left) + (min(len(after), len(anchor.suffix)) if right is None else right)
