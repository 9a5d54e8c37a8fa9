"""The kind of an edit, judged gap by gap: the heaviest of all gaps is the kind of the whole.

same < rolling < markup < minor < substantive. What rolls is taken away first, then markup, then typography and spelling; what
still differs is of substance. `mass` is never given here: it needs the history of the host.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from communique.comparison.align import Gap, matching
from communique.comparison.markup import plain, targets
from communique.comparison.rolling import KINDS, Rest, without_rolling
from communique.comparison.spelling import Known, folded, same_word
from communique.comparison.tokens import SYMBOL, WORD
from communique.model import EditKind

ORDER: tuple[EditKind, ...] = ("same", "rolling", "markup", "minor", "mass", "substantive")
_FEW = 60  # words; a stretch in which more words differ is of substance, without looking at each
_NOTES = 12  # of one comparison
_SHOWN = 60  # code points of a quotation in a note
_READ = re.compile(rf"{WORD.pattern}|{SYMBOL.pattern}")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f'’,.](?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")


class Verdict(NamedTuple):
    """A kind, and what was seen."""

    edit: EditKind
    notes: tuple[str, ...] = ()


WHITE_SPACE = Verdict("same", ("white space",))  # counts where nothing else differs


def heaviest(verdicts: Sequence[Verdict]) -> Verdict:
    """The heaviest kind, with the notes of all, each once; white space alone is minor."""
    edit = max((v.edit for v in verdicts), key=ORDER.index)
    notes = list(dict.fromkeys(note for v in verdicts for note in v.notes))
    edit = "minor" if edit == "same" and notes else edit
    more = (f"and {len(notes) - _NOTES} more",) if len(notes) > _NOTES else ()
    return Verdict(edit, tuple(notes[:_NOTES]) + more)


def judge(a: Sequence[str], b: Sequence[str], gap: Gap, known: Known) -> Verdict:
    """The kind of one gap between two texts, given as all their lines."""
    before, after = "\n".join(a[gap.a0 : gap.a1]), "\n".join(b[gap.b0 : gap.b1])
    if _squeezed(before) == _squeezed(after):
        return WHITE_SPACE
    left, right = without_rolling(a, gap.a0, gap.a1), without_rolling(b, gap.b0, gap.b1)
    notes = _rolling_notes(left, right)
    before, after = "\n".join(left.lines), "\n".join(right.lines)
    if _squeezed(before) == _squeezed(after):
        return Verdict("rolling", notes)
    read_before, read_after = plain(before), plain(after)
    notes += _markup_notes(before, after, read_before, read_after)
    if _squeezed(read_before) == _squeezed(read_after):
        return Verdict("markup", notes)
    verdict = _words(read_before, read_after, known)
    return Verdict(verdict.edit, notes + verdict.notes)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def quoted(text: str) -> str:
    """A text on one line, short enough for a note."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN // 2]} ... {line[-_SHOWN // 3 :]}"


def _rolling_notes(left: Rest, right: Rest) -> tuple[str, ...]:
    gone = [part for part in left.rolled if part not in right.rolled]
    come = [part for part in right.rolled if part not in left.rolled]
    notes = []
    for kind, name in KINDS.items():
        olds = [quoted(text.strip(":;,|- ")) for of, text in gone if of == kind]
        news = [quoted(text.strip(":;,|- ")) for of, text in come if of == kind]
        notes += [f"{name}: {old} -> {new}" for old, new in zip(olds, news)]
        notes += [f"{name} removed: {old}" for old in olds[len(news) :]] + [f"{name} added: {new}" for new in news[len(olds) :]]
    return tuple(notes)


def _markup_notes(before: str, after: str, read_before: str, read_after: str) -> tuple[str, ...]:
    """What was seen of links and formatting, from two texts with and without their markup."""
    if read_before == before and read_after == after:
        return ()
    old, new = targets(before), targets(after)
    if old == new:
        return ("formatting",) if _dropped(before, read_before) != _dropped(after, read_after) else ()
    if len(old) == len(new):
        return tuple(f"link target: {quoted(x)} -> {quoted(y)}" for x, y in zip(old, new) if x != y)
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    return tuple(f"link removed: {quoted(x)}" for x in gone) + tuple(f"link added: {quoted(x)}" for x in come)


def _dropped(text: str, read: str) -> Counter[str]:
    """The characters that are markup."""
    return Counter(_squeezed(text)) - Counter(_squeezed(read))


def _words(before: str, after: str, known: Known) -> Verdict:
    """minor when the words are the same but for spelling, else substantive."""
    old, new = _unlike(_read(before), _read(after))
    left, right = [folded(word) for word in old], [folded(word) for word in new]
    if left == right:
        return Verdict("minor", _typography(before, after, old, new))
    bags = Counter(left), Counter(right)
    if max((bags[0] - bags[1]).total(), (bags[1] - bags[0]).total()) > _FEW or len(left) * len(right) > 4_000_000:
        return Verdict("substantive")
    notes = []
    i = j = 0
    for x, y, size in [*matching(_numbered(left, right), _numbered(right, left)), (len(left), len(right), 0)]:
        if not _same_words(old[i:x], new[j:y], old[i - 1 : i], old[x : x + 1], known):
            return Verdict("substantive")
        if x > i or y > j:
            notes.append(f"spelling: {' '.join(old[i:x])} -> {' '.join(new[j:y])}")
        i, j = x + size, y + size
    return Verdict("minor", tuple(notes))


def _unlike(a: list[str], b: list[str]) -> tuple[list[str], list[str]]:
    """Two lists of words without the words that they begin and end with alike, but for one on each side."""
    most = min(len(a), len(b))
    head = next((i for i in range(most) if a[i] != b[i]), most)
    tail = next((i for i in range(most - head) if a[-1 - i] != b[-1 - i]), most - head)
    head, tail = max(head - 1, 0), max(tail - 1, 0)
    return a[head : len(a) - tail], b[head : len(b) - tail]


def _numbered(words: list[str], others: list[str]) -> list[int]:
    """Words as numbers that are the same for both lists in either order."""
    ids = {word: number for number, word in enumerate(sorted({*words, *others}))}
    return [ids[word] for word in words]


def _read(text: str) -> list[str]:
    """The words and saying symbols of a text; numbers without the marks that only group their digits."""
    return _READ.findall(_DECIMAL.sub(".", _THOUSANDS.sub("", text)))


def _same_words(old: list[str], new: list[str], before: list[str], after: list[str], known: Known) -> bool:
    """Whether a few words are the same few words, spelled, joined or doubled differently."""
    joined = folded("".join(old)), folded("".join(new))
    if joined[0] == joined[1] and not re.search(r"\d", joined[0]):
        return True
    if not old or not new:  # "the the": a word written twice
        word, beside = [folded(w) for w in old or new], [folded(w) for w in before + after]
        return not word or (len(word) == 1 and word[0] in beside and not word[0].isdigit() and len(word[0]) > 1)
    if len(old) != len(new):
        return same_word("".join(old), "".join(new), known) if max(len(old), len(new)) == 2 else False
    return all(same_word(x, y, known) for x, y in zip(old, new))


def _typography(before: str, after: str, old: list[str], new: list[str]) -> tuple[str, ...]:
    """What differs where the words are the same."""
    differ = [(x, y) for x, y in zip(old, new) if x != y]
    notes = [f"{'letter case' if x.casefold() == y.casefold() else 'letters'}: {x} -> {y}" for x, y in differ]
    marks = Counter(c for c in before if _mark(c)), Counter(c for c in after if _mark(c))
    if marks[0] != marks[1]:
        gone, come = "".join((marks[0] - marks[1]).elements()), "".join((marks[1] - marks[0]).elements())
        notes.append(f"punctuation: {quoted(gone) or 'none'} -> {quoted(come) or 'none'}")
    return tuple(notes) or ("punctuation",)


def _mark(char: str) -> bool:
    return not (char.isalnum() or char.isspace())
