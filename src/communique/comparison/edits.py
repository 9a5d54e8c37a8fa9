"""The difference of two texts: steps, similarity, moved paragraphs, kind of edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from communique.comparison.align import (
    Block,
    Gap,
    Lines,
    Tokens,
    align_lines,
    align_words,
    common_ends,
    moved_lines,
    tokens,
)
from communique.comparison.kinds import WHITE_SPACE, Verdict, heaviest, judge, quoted
from communique.comparison.opcodes import steps
from communique.comparison.spelling import Known, dictionary
from communique.comparison.tokens import count_words
from communique.model import Edit, Move, Opcode, StatedDate

_EXAMPLES = 5  # changes quoted in the notes of an edit of substance


class Dated(Protocol):
    """What `classify` reads of a version."""

    @property
    def title(self) -> str | None: ...
    @property
    def text(self) -> str: ...
    @property
    def date(self) -> StatedDate | None: ...
    @property
    def lang(self) -> str | None: ...


def diff(a: str, b: str, lang: str | None = None) -> Edit:
    """How text `a` becomes text `b`, word by word.

    Opcodes are in code points and spell both texts: what is equal, deleted and replaced, in order, is `a`; what is equal,
    inserted and replaced is `b`. Paragraphs that stand elsewhere are also in `moved`, and their words count as kept.
    `similarity` is twice the words kept over the words of both (1.0 when neither has any). `lang` (BCP-47) chooses the
    dictionary that tells a slip of spelling from another word; without it the texts do. Never raises.
    """
    if a == b:
        return Edit("same", 1.0, (Opcode("equal", 0, len(a), 0, len(b)),) if a else ())
    left, right = Lines(a), Lines(b)
    pairs, gaps = align_lines(left.lines, right.lines)
    moved = moved_lines(left.lines, right.lines, gaps)
    blocks = [left.block(i, right, j) for i, j in pairs]
    ids: dict[str, int] = {}
    for gap in gaps:
        blocks += _inside(a, b, left, right, gap, moved, ids)
    opcodes = steps(a, b, sorted(blocks))
    verdict = _verdict(left, right, gaps, dictionary(b, lang))
    moves = tuple(
        Move(left.starts[i], left.starts[i] + len(left.lines[i]), right.starts[j], right.starts[j] + len(right.lines[j]))
        for i, j in moved
    )
    return Edit(verdict.edit, _similarity(a, b, opcodes, moves), opcodes, moves, _notes(verdict, a, b, opcodes, moves))


def classify(before: Dated, after: Dated) -> Edit:
    """The edit from one version to the next: steps of the text, the kind of title, stated date and text together.

    A stated date that moved while the text did not is of substance: it is a fact of the statement, not of the page.
    """
    edit = diff(before.text, after.text, after.lang or before.lang)
    verdicts = [Verdict(edit.edit, edit.notes)]
    if (before.title or "") != (after.title or ""):
        title = diff(before.title or "", after.title or "", after.lang or before.lang)
        note = f"title: {quoted(before.title or 'none')} -> {quoted(after.title or 'none')}"
        verdicts.insert(0, Verdict(title.edit, (note,)))
    old, new = (version.date.value if version.date else None for version in (before, after))
    if old != new:
        verdicts.insert(0, Verdict("substantive", (f"date: {old or 'none'} -> {new or 'none'}",)))
    whole = heaviest(verdicts)
    return Edit(whole.edit, edit.similarity, edit.opcodes, edit.moved, whole.notes)


def _inside(
    a: str, b: str, left: Lines, right: Lines, gap: Gap, moved: Sequence[tuple[int, int]], ids: dict[str, int]
) -> list[Block]:
    """What the two sides of a gap share, word by word."""
    if gap.a0 == gap.a1 or gap.b0 == gap.b1:
        return []
    here, there = left.span(gap.a0, gap.a1), right.span(gap.b0, gap.b1)
    head, tail = common_ends(a, b, here, there)
    x: Tokens = tokens(left, a, (here[0] + head, here[1] - tail), sorted(i for i, _ in moved), ids)
    y: Tokens = tokens(right, b, (there[0] + head, there[1] - tail), sorted(j for _, j in moved), ids)
    ends = Block(here[0], there[0], head), Block(here[1] - tail, there[1] - tail, tail)
    return [ends[0], *align_words(x, y), ends[1]]


def _verdict(left: Lines, right: Lines, gaps: Sequence[Gap], known: Known) -> Verdict:
    """The kind of the whole; without gaps only newlines at the end differ."""
    if not gaps:
        return heaviest([WHITE_SPACE])
    return heaviest([judge(left.lines, right.lines, gap, known) for gap in gaps])


def _similarity(a: str, b: str, opcodes: Sequence[Opcode], moved: Sequence[Move]) -> float:
    gone = sum(count_words(a[o.a0 : o.a1]) for o in opcodes if o.op != "equal")
    come = sum(count_words(b[o.b0 : o.b1]) for o in opcodes if o.op != "equal")
    kept = sum(count_words(a[o.a0 : o.a1]) for o in opcodes if o.op == "equal")
    elsewhere = min(gone, come, sum(count_words(a[m.a0 : m.a1]) for m in moved))
    words = 2 * kept + gone + come
    return 2 * (kept + elsewhere) / words if words else 1.0


def _notes(verdict: Verdict, a: str, b: str, opcodes: Sequence[Opcode], moved: Sequence[Move]) -> tuple[str, ...]:
    """What was seen: moved paragraphs, of an edit of substance its first changes, then what the kinds were judged by."""
    notes = [f"{len(moved)} paragraph{'s' if len(moved) > 1 else ''} moved"] if moved else []
    if verdict.edit == "substantive":
        moved_from, moved_to = {m.a0 for m in moved}, {m.b0 for m in moved}
        changes = [o for o in opcodes if o.op != "equal" and not (o.a0 in moved_from or o.b0 in moved_to)]
        quotes = [(a[o.a0 : o.a1], b[o.b0 : o.b1]) for o in changes]
        quotes = [(old, new) for old, new in quotes if old.split() != new.split()]
        notes += [_example(old, new) for old, new in quotes[:_EXAMPLES]]
        if len(quotes) > _EXAMPLES:
            notes.append(f"and {len(quotes) - _EXAMPLES} more changes")
    return (*notes, *verdict.notes)


def _example(old: str, new: str) -> str:
    if not new.strip():
        return f'removed: "{quoted(old)}"'
    return f'"{quoted(old)}" -> "{quoted(new)}"' if old.strip() else f'added: "{quoted(new)}"'
