"""Where two texts agree: paragraphs first (by equality), then words inside what is left. Linear in what is equal, bounded in
what is not: beyond `LIMIT` two stretches are aligned by the words that both have once, and what remains is taken as replaced.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from communique.comparison.tokens import TOKEN, count_words

LIMIT = 60_000_000  # cells of one alignment (one bit each)
_MOVABLE = 20  # code points; a shorter paragraph is not called moved (12 in scripts without spaces count as much)


class Block(NamedTuple):
    """A stretch that both texts have: `a[a0:a0 + size] == b[b0:b0 + size]`."""

    a0: int
    b0: int
    size: int


class Gap(NamedTuple):
    """Lines that are not the same in both, by number."""

    a0: int
    a1: int
    b0: int
    b1: int


class Lines:
    """A text in lines, without the newlines between them; `starts` are their places in the text."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where lines `first` to `last` (not included) stand, with the newline after the last where there is one."""
        end = self.starts[last]
        return self.starts[first], end - (last == len(self.lines) and last > first)

    def block(self, i: int, other: Lines, j: int) -> Block:
        """The block of an equal pair: the line, and the newline after it where both have one."""
        newline = i + 1 < len(self.lines) and j + 1 < len(other.lines)
        return Block(self.starts[i], other.starts[j], len(self.lines[i]) + newline)


def align_lines(a: Sequence[str], b: Sequence[str]) -> tuple[list[tuple[int, int]], list[Gap]]:
    """Pairs of equal lines in order, and the gaps between them."""
    ids: dict[str, int] = {}
    left = [ids.setdefault(line, len(ids)) for line in a]
    right = [ids.setdefault(line, len(ids)) for line in b]
    sizes = [len(line) for line in ids]
    pairs = _anchors(left, right, sizes)
    for gap in list(_gaps(pairs, len(a), len(b))):
        pairs += _repeated(left, right, gap, a, len(ids))
    pairs.sort()
    return pairs, list(_gaps(pairs, len(a), len(b)))


def _gaps(pairs: Sequence[tuple[int, int]], a_end: int, b_end: int) -> Iterator[Gap]:
    """What lies between the pairs."""
    i = j = 0
    for x, y in [*pairs, (a_end, b_end)]:
        if x > i or y > j:
            yield Gap(i, x, j, y)
        i, j = x + 1, y + 1


def _anchors(a: Sequence[int], b: Sequence[int], sizes: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of equal elements in order: the common head and tail, and between them what stands once in each (patience)."""
    head = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    most = min(len(a), len(b)) - head
    tail = next((i for i in range(most) if a[-1 - i] != b[-1 - i]), most)
    pairs = [(i, i) for i in range(head)]
    a_end, b_end = len(a) - tail, len(b) - tail
    once_a, once_b = Counter(a[head:a_end]), Counter(b[head:b_end])
    place = {x: j for j, x in enumerate(b[head:b_end], head) if once_b[x] == 1}
    common = [(i, place[x]) for i, x in enumerate(a[head:a_end], head) if once_a[x] == 1 and x in place]
    pairs += _increasing(common, [sizes[a[i]] for i, _ in common])
    return pairs + [(len(a) - i, len(b) - i) for i in range(tail, 0, -1)]


def _increasing(pairs: list[tuple[int, int]], weights: list[int]) -> list[tuple[int, int]]:
    """The heaviest run of pairs in which both places increase, so that the longer of two swapped paragraphs stays in place."""
    if all(x[1] < y[1] for x, y in pairwise(pairs)):
        return pairs
    order = sorted(j for _, j in pairs)
    best = [(0, -1)] * (len(pairs) + 1)  # a Fenwick tree over the places in b: weight of the best run up to there, its last pair
    before = []
    for number, ((_, j), weight) in enumerate(zip(pairs, weights)):
        slot = at = bisect.bisect_left(order, j) + 1
        top = (0, -1)
        while at > 0:
            top, at = max(top, best[at]), at & (at - 1)
        before.append(top[1])
        at = slot
        while at <= len(pairs):
            best[at], at = max(best[at], (top[0] + weight, number)), at + (at & -at)
    chosen, last = [], max(best)[1]
    while last >= 0:
        chosen.append(pairs[last])
        last = before[last]
    return chosen[::-1]


def _repeated(a: Sequence[int], b: Sequence[int], gap: Gap, lines: Sequence[str], fresh: int) -> list[tuple[int, int]]:
    """Pairs of equal long lines inside a gap that stand there more than once."""
    a0, a1, b0, b1 = gap
    shared = set(a[a0:a1]) & set(b[b0:b1])
    shared = {a[i] for i in range(a0, a1) if a[i] in shared and movable(lines[i])}
    if not shared or (a1 - a0) * (b1 - b0) > LIMIT:
        return []
    left = [x if x in shared else fresh + i for i, x in enumerate(a[a0:a1])]
    right = [x if x in shared else fresh + (a1 - a0) + i for i, x in enumerate(b[b0:b1])]
    return [(a0 + i + k, b0 + j + k) for i, j, size in matching(left, right) for k in range(size)]


def matching(a: Sequence[int], b: Sequence[int]) -> list[tuple[int, int, int]]:
    """The blocks of a longest common subsequence: (place in a, place in b, length)."""
    from rapidfuzz.distance import Indel

    return [(o.src_start, o.dest_start, o.src_end - o.src_start) for o in Indel.opcodes(a, b) if o.tag == "equal"]


def movable(line: str) -> bool:
    """Whether a line is long enough to be called a moved paragraph."""
    bare = line.strip()
    return len(bare) >= _MOVABLE or (len(bare) * 5 >= _MOVABLE * 3 and count_words(bare) >= len(bare) * 0.8)


def moved_lines(a: Sequence[str], b: Sequence[str], gaps: Sequence[Gap]) -> list[tuple[int, int]]:
    """Pairs of lines of different gaps, equal but for space at their ends: no order could keep them together."""
    waiting: dict[str, list[tuple[int, Gap]]] = {}
    for gap in gaps:
        for j in range(gap.b0, gap.b1):
            if movable(b[j]):
                waiting.setdefault(b[j].strip(), []).append((j, gap))
    found = []
    for gap in gaps:
        for i in range(gap.a0, gap.a1):
            places = waiting.get(a[i].strip(), [])
            place = next((place for place in places if place[1] is not gap), None)
            if place:
                places.remove(place)
                found.append((i, place[0]))
    return found


class Tokens:
    """The tokens of a stretch of a text: what they are, as numbers that two texts share, and where they stand."""

    def __init__(self, start: int) -> None:
        self.ids: list[int] = []
        self.starts = [start]  # one more than ids: where each begins, and where the last one ends

    def add(self, words: Sequence[str], ids: dict[str, int]) -> None:
        """The words that follow."""
        self.ids += [ids.setdefault(word, len(ids)) for word in words]
        self.starts += accumulate(map(len, words), initial=self.starts.pop())

    def add_apart(self, size: int, ids: dict[str, int]) -> None:
        """A stretch that equals nothing."""
        self.ids.append(ids.setdefault(f"\x00{len(ids)}", len(ids)))
        self.starts.append(self.starts[-1] + size)


def tokens(lines: Lines, text: str, span: tuple[int, int], apart: Sequence[int], ids: dict[str, int]) -> Tokens:
    """The tokens of `text[span]`; the lines in `apart` (numbers, in order) are one token each."""
    at, end = span
    found = Tokens(at)
    for number in [n for n in apart if at <= lines.starts[n] and lines.starts[n + 1] - 1 <= end]:
        found.add(TOKEN.findall(text, at, lines.starts[number]), ids)
        at = min(lines.starts[number + 1], end)
        found.add_apart(at - lines.starts[number], ids)
    found.add(TOKEN.findall(text, at, end), ids)
    return found


def common_ends(a: str, b: str, a_span: tuple[int, int], b_span: tuple[int, int]) -> tuple[int, int]:
    """How many code points two stretches share at their beginning and at their end, cut back to where a word begins."""
    x, y = a[slice(*a_span)], b[slice(*b_span)]
    most = min(len(x), len(y))
    head = bisect.bisect_left(range(1, most + 1), True, key=lambda n: x[:n] != y[:n])
    while head and head < max(len(x), len(y)) and not (x[head - 1].isspace() or y[head - 1].isspace()):
        head -= 1
    rest = most - head
    tail = bisect.bisect_left(range(1, rest + 1), True, key=lambda n: x[len(x) - n :] != y[len(y) - n :])
    while tail and not x[len(x) - tail].isspace():
        tail -= 1
    return head, tail


def align_words(a: Tokens, b: Tokens) -> Iterator[Block]:
    """The stretches that both have, token by token."""
    for i, j, size in _matching_within(a, b):
        yield Block(a.starts[i], b.starts[j], a.starts[i + size] - a.starts[i])


def _matching_within(a: Tokens, b: Tokens) -> Iterator[tuple[int, int, int]]:
    """A longest common subsequence where that is affordable; else anchored at the tokens that stand once in each."""
    if len(a.ids) * len(b.ids) <= LIMIT:
        yield from matching(a.ids, b.ids)
        return
    sizes = dict(zip(a.ids, (y - x for x, y in pairwise(a.starts))))
    pairs = _anchors(a.ids, b.ids, [sizes.get(i, 0) for i in range(max(*a.ids, *b.ids) + 1)])
    yield from ((i, j, 1) for i, j in pairs)
    for gap in _gaps(pairs, len(a.ids), len(b.ids)):
        if (gap.a1 - gap.a0) * (gap.b1 - gap.b0) <= LIMIT:
            inner = matching(a.ids[gap.a0 : gap.a1], b.ids[gap.b0 : gap.b1])
            yield from ((gap.a0 + i, gap.b0 + j, size) for i, j, size in inner)
