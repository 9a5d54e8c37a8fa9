"""From blocks that two texts share to steps that a person can read: crumbs between two changes are joined to them, and a
change that could stand in several places is put where a paragraph, a sentence or a word begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from communique.comparison.align import Block
from communique.comparison.tokens import count_words
from communique.model import Opcode

_CRUMB = 3  # words; an equal stretch of at most so many between two longer changes belongs to them
_ENOUGH = 200  # code points; a change longer than that has words enough
_SLIDE = 2000  # code points; how far a change is moved to a better place at most


def steps(a: str, b: str, blocks: Iterable[Block]) -> tuple[Opcode, ...]:
    """The opcodes of two texts: they follow each other without hole, spell both texts, and no two neighbours are alike."""
    whole = list(_joined(blocks))
    whole = _without_crumbs(a, b, whole)
    whole = _slid(a, b, whole)
    return tuple(_opcodes(whole, len(a), len(b)))


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, those that touch in both texts made one."""
    last: Block | None = None
    for block in blocks:
        if not block.size:
            continue
        if last and last.a0 + last.size == block.a0 and last.b0 + last.size == block.b0:
            last = Block(last.a0, last.b0, last.size + block.size)
            continue
        if last:
            yield last
        last = block
    if last:
        yield last


def _opcodes(blocks: Sequence[Block], a_end: int, b_end: int) -> Iterator[Opcode]:
    i = j = 0
    for a0, b0, size in [*blocks, Block(a_end, b_end, 0)]:
        if a0 > i and b0 > j:
            yield Opcode("replace", i, a0, j, b0)
        elif a0 > i:
            yield Opcode("delete", i, a0, j, j)
        elif b0 > j:
            yield Opcode("insert", i, i, j, b0)
        if size:
            yield Opcode("equal", a0, a0 + size, b0, b0 + size)
        i, j = a0 + size, b0 + size


def _without_crumbs(a: str, b: str, blocks: list[Block]) -> list[Block]:
    """The blocks without those that only space out two changes: marks and spaces, or few words between long changes."""
    kept: list[Block] = []
    for number, block in enumerate(blocks):
        i, j = (kept[-1].a0 + kept[-1].size, kept[-1].b0 + kept[-1].size) if kept else (0, 0)
        following = blocks[number + 1] if number + 1 < len(blocks) else Block(len(a), len(b), 0)
        before = (a[i : block.a0], b[j : block.b0])
        after = (a[block.a0 + block.size : following.a0], b[block.b0 + block.size : following.b0])
        if not (any(before) and any(after) and _is_crumb(a[block.a0 : block.a0 + block.size], before, after)):
            kept.append(block)
    return kept


def _is_crumb(text: str, before: tuple[str, str], after: tuple[str, str]) -> bool:
    if "\n" in text or len(text) > 80:
        return False
    words = count_words(text)
    if not words:
        return True
    if words > _CRUMB:
        return False
    changed = [max(count_words(side[:_ENOUGH]) for side in change) for change in (before, after)]
    return words <= min(changed) and 3 * words <= sum(changed)


def _slid(a: str, b: str, blocks: list[Block]) -> list[Block]:
    """The blocks, pure insertions and deletions between them moved to the best place."""
    moved: list[Block] = []
    for block in blocks:
        if not moved:
            moved.append(block)
            continue
        left, right = moved[-1], block
        a_gap, b_gap = right.a0 - left.a0 - left.size, right.b0 - left.b0 - left.size
        if a_gap and b_gap:
            moved.append(block)
            continue
        text, start, size = (b, left.b0 + left.size, b_gap) if b_gap else (a, left.a0 + left.size, a_gap)
        by = _best_shift(text, start, size, left.size, right.size)
        moved[-1] = Block(left.a0, left.b0, left.size + by)
        moved.append(Block(right.a0 + by, right.b0 + by, right.size - by))
    return [block for block in moved if block.size]


def _best_shift(text: str, start: int, size: int, left: int, right: int) -> int:
    """How far `text[start:start + size]` is moved, so that the texts stay the same and it begins and ends best."""
    end, low = start + size, 0
    while -low < min(left, _SLIDE) and text[start + low - 1] == text[end + low - 1]:
        low -= 1
    high = 0
    while high < min(right, _SLIDE) and text[start + high] == text[end + high]:
        high += 1
    if low == high:
        return 0
    return max(range(low, high + 1), key=lambda by: (_edge(text, start + by) + _edge(text, end + by), -abs(by)))


def _edge(text: str, at: int) -> int:
    """How good a place is for a change to begin or end."""
    if at in (0, len(text)):
        return 6
    before, after = text[at - 1], text[at]
    if before == "\n":
        return 5
    if after == "\n":
        return 4
    if before.isspace() and text[max(0, at - 2)] in ".!?…。！？؟։।":
        return 3
    if before.isspace():
        return 2
    return 1 if after.isspace() or not (before.isalnum() and after.isalnum()) else 0
