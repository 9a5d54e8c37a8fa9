"""The encoder reader: one small network that marks acts, cues, sources, contents and targets."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from communique.model import Span
from communique.reading.decoding import (
    Floats,
    Run,
    log_odds,
    log_softmax,
    parents,
    pointed,
    runs,
    sigmoid,
    strongest,
    tag_paths,
)
from communique.reading.lexicon import lexicon
from communique.reading.network import ACTS, BACK, HOLDER_BACK, STANCES, WIDTH, Network, gelu, linear, load, recurrent
from communique.reading.reader import Marked, Relation, SentenceMark
from communique.reading.windows import Passage, batches, passages, windows

_CELLS = 3000  # pieces in a batch, padding included
_SHORT = 9  # words: a cue's sentence that is shorter may have its content in the next, as one with a colon or an open quotation
_FOLLOWING = 120  # pieces of following sentences at most
_HELPED = "en"
_DENYING = frozenset({"DENY", "REJECT"})
_WHOLE = 5  # shorter words must stand alone
_POSSIBLE = 0.02  # a chance that is worth telling
_SOURCE, _CONTENT, _CUE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class _Found:
    """An attribution in words of a passage."""

    cue: Run
    source: Run | None
    content: tuple[Run, ...]
    unit: int
    labels: Floats
    targets: tuple[Run, ...]
    valid: float


@functools.cache
def _denying() -> re.Pattern[str]:
    """Words that a denial or a refusal has: the list of the lexicon, the longer ones also as beginnings, and `n't`."""
    known = lexicon(_HELPED)
    words = sorted(known.words["denying"]) if known else []
    ends = [re.escape(word) + (r"\b" if len(word) < _WHOLE else "") for word in words]
    return re.compile(r"n[’']t\b|\b(?:" + "|".join(ends) + ")")


class Encoder:
    """Reads with a Network. The same text and spans give the same marks on one machine."""

    def __init__(self, network: Network | None = None) -> None:
        """With the model that the package brings, or another.

        Raises:
            CommuniqueError: when a file of the packaged model is missing.
        """
        self._net = network or load(resources.files("communique.resources").joinpath("reading/model"))
        self._set: dict[str, Any] = dict(self._net.settings)
        self.name = f"encoder {self._set['version']} {self._net.digest[:19]}"
        self.languages = frozenset(self._set["languages"])
        self._threads = ThreadpoolController()
        self._bias = np.array([self._set["act_bias"].get(act, 0.0) for act in ACTS], np.float32)
        self._plain = np.where([act in _DENYING for act in ACTS], np.float32(0), self._bias)

    def read(
        self,
        text: str,
        sentences: Sequence[Span],
        lang: str | None,
        issuer_spans: Sequence[Span],
        actor_spans: Sequence[tuple[int, int, str]],
    ) -> Marked:
        """The marks of a text. One network reads all its languages; what helps rare acts was chosen on English, and is for it."""
        helped = (lang or _HELPED).split("-")[0] == _HELPED
        bias = np.stack(
            [self._help(text[start:end]) if helped else np.zeros_like(self._bias) for start, end in sentences] or [self._bias]
        )
        marks = [SentenceMark(start, end, "STATE", 0.0, ()) for start, end in sentences]
        relations: list[Relation] = []
        with self._threads.limit(limits=1):  # else numpy's matrices keep a second core busy for nothing
            for passage in passages(self._net.pieces, text, sentences, issuer_spans, actor_spans):
                self._passage(text, passage, marks, relations, bias)
        return Marked(tuple(marks), tuple(relations))

    def _help(self, sentence: str) -> Floats:
        """What is added to each act of a sentence; denials and refusals are helped only where a word speaks for them."""
        return self._bias if _denying().search(sentence.lower()) else self._plain

    def _passage(self, text: str, passage: Passage, marks: list[SentenceMark], relations: list[Relation], bias: Floats) -> None:
        forked, top, scores = self._encode(passage, int(self._set["window"]))
        self._acts(passage, top, scores, marks, bias)
        found = self._relations(text, passage, forked, scores)
        above = parents([one.cue for one in found], [one.content for one in found])
        like = self._holders(text, passage, top, found)
        held = len(relations)
        relations += [
            self._relation(passage, one, None if up is None else held + up, same) for one, up, same in zip(found, above, like)
        ]

    def _relation(self, passage: Passage, one: _Found, parent: int | None, like: Sequence[tuple[Run, float]]) -> Relation:
        def span(run: Run) -> Span:
            return int(passage.starts[run[0]]), int(passage.ends[run[1] - 1])

        stance = one.labels[10:13] + np.array(self._set["stance_bias"], np.float32)
        return Relation(
            cue=span(one.cue),
            sentence=passage.sentences[one.unit],
            source=None if one.source is None else span(one.source),
            content=tuple(span(run) for run in one.content),
            act=ACTS[int(one.labels[:10].argmax())],
            stance=STANCES[int(stance.argmax())],
            issuer=round(float(sigmoid(one.labels[13] + np.float32(self._set["issuer_bias"]))), 4),
            parent=parent,
            targets=tuple(span(run) for run in one.targets),
            confidence=round(one.valid, 4),
            like=tuple((span(run), round(chance, 4)) for run, chance in like),
        )

    def _holders(self, text: str, passage: Passage, top: Floats, found: Sequence[_Found]) -> list[list[tuple[Run, float]]]:
        """The names and sources, before a cue or in its sentence, that each holder may be the same as, and how likely."""
        called = set(_flagged(passage.flags))
        called |= {s for one in found if (s := one.source) and (s[1] - s[0] > 1 or text[passage.starts[s[0]]].isupper())}
        names = sorted(called)
        if not names:
            return [[]] * len(found)
        states, groups = top[passage.first[:-1]], _grouped(passage)
        keys = linear(self._net.heads, "holder", np.stack([states[s:e].mean(0) for s, e in names]))
        places = np.array(names)
        begins = [b for _, b, _ in groups]
        homes = np.searchsorted(begins, places[:, 0], "right") - 1
        out: list[list[tuple[Run, float]]] = []
        for one in found:
            here = int(np.searchsorted(begins, one.cue[0], "right") - 1)
            back = here - homes
            near = np.flatnonzero(
                (back >= 0) & (back <= HOLDER_BACK) & ~((places[:, 0] < one.cue[1]) & (one.cue[0] < places[:, 1]))
            )
            fits = keys[near] @ one.labels[16:] / np.float32(11.3) + self._net.heads["holder_back"][back[near]]
            odds = np.exp(log_softmax(np.concatenate([one.labels[15:16], fits])))
            out.append([(names[place], float(chance)) for place, chance in zip(near, odds[1:]) if chance > _POSSIBLE])
        return out

    # --- the encoder over windows -------------------------------------------------------------------------------

    def _encode(self, passage: Passage, budget: int) -> tuple[Floats, Floats, Floats]:
        """States of the pieces at the fork and at the top, and the scores of the words."""
        cut = [(*passage.pieces(a, b - 1), a) for a, b in windows(passage, budget)]
        forked, top = np.zeros((2, len(passage.ids), WIDTH), np.float32)
        scores = np.zeros((len(passage.ids), 10), np.float32)
        flags = np.repeat(passage.flags, np.diff(passage.first), axis=0)
        vectors = self._net.vectors(passage.ids)
        for rows in batches([e - s for s, e, _ in cut], _CELLS):
            longest = max(cut[row][1] - cut[row][0] for row in rows)
            x = np.zeros((len(rows), longest, WIDTH), np.float32)
            f = np.zeros((len(rows), longest, 3), np.float32)
            mask = np.zeros((len(rows), longest), bool)
            for at, row in enumerate(rows):
                s, e, _ = cut[row]
                x[at, : e - s], f[at, : e - s], mask[at, : e - s] = vectors[s:e], flags[s:e], True
            low, high, words = self._net.encode(x, f, mask)
            for at, row in enumerate(rows):
                s, e, _ = cut[row]
                forked[s:e], top[s:e], scores[s:e] = low[at, : e - s], high[at, : e - s], words[at, : e - s]
        return forked, top, scores[passage.first[:-1]]

    # --- sentences ----------------------------------------------------------------------------------------------

    def _acts(self, passage: Passage, top: Floats, scores: Floats, marks: list[SentenceMark], bias: Floats) -> None:
        states = top[passage.first[:-1]]
        groups = _grouped(passage)
        pooled = np.stack([_pool(states[b:e], scores[b:e, 8]) for _, b, e in groups])
        z = gelu(linear(self._net.heads, "sentence", pooled))
        z = z + recurrent(self._net.heads, "context", z)
        chances = np.exp(log_softmax(linear(self._net.heads, "act", z) + bias[[number for number, _, _ in groups]]))
        targets = self._targets(passage, states, scores, groups, z)
        for place, (number, _, _) in enumerate(groups):
            best = int(chances[place].argmax())
            mark = replace(marks[number], act=ACTS[best], probability=round(float(chances[place, best]), 4))
            marks[number] = replace(mark, targets=targets[place] if ACTS[best] != "STATE" else ())

    def _targets(self, passage: Passage, states: Floats, scores: Floats, groups: Any, z: Floats) -> list[tuple[Span, ...]]:
        """Whom each sentence is about: names in it by tag, mentions in it and before it by their fit with the sentence."""
        logs = log_softmax(scores[:, 5:8])
        logs[:, 0] -= self._set["target_bias"]
        named: list[Run] = []
        paths = tag_paths(*_padded([logs[b:e] for _, b, e in groups]))
        for (_, b, _), path in zip(groups, paths):
            named += [(b + s, b + e) for s, e in runs(path, 0)]
        mentions = sorted(set(named) | set(_flagged(passage.flags)))
        homes = np.searchsorted([b for _, b, _ in groups], [s for s, _ in mentions], "right") - 1
        whom, bias = linear(self._net.heads, "whom", z), linear(self._net.heads, "whom_bias", z)
        sums = np.stack([states[s:e].mean(0) for s, e in mentions]) if mentions else np.zeros((0, WIDTH), np.float32)
        keys, own = linear(self._net.heads, "mention", sums), linear(self._net.heads, "mention_bias", sums)
        chosen: list[list[Run]] = [[] for _ in groups]
        tagged = set(named)
        for place, (run, home) in enumerate(zip(mentions, homes)):
            for later in range(home, min(home + BACK, len(groups) - 1) + 1):
                score = whom[later] @ keys[place] / np.float32(11.3) + own[place, 0] + bias[later, later - home]
                limit = self._set["target_near"] if later == home else self._set["target_far"]
                if (later == home and run in tagged and score > self._set["target_tagged"]) or score > limit:
                    chosen[later].append(run)
        return [tuple((int(passage.starts[s]), int(passage.ends[e - 1])) for s, e in one) for one in chosen]

    # --- attributions -------------------------------------------------------------------------------------------

    def _relations(self, text: str, passage: Passage, forked: Floats, scores: Floats) -> list[_Found]:
        cues = self._cues(passage, scores)
        rows = [_row(text, passage, unit) for unit, _ in cues]
        out: list[_Found] = []
        for batch in batches([e - s for s, e in rows], _CELLS):
            longest = max(rows[row][1] - rows[row][0] for row in batch)
            x = np.zeros((len(batch), longest, WIDTH), np.float32)
            marked, heads = np.zeros((2, len(batch), longest), np.float32)
            mask = np.zeros((len(batch), longest), bool)
            for at, row in enumerate(batch):
                s, e = rows[row]
                x[at, : e - s], mask[at, : e - s] = forked[s:e], True
                cue = cues[row][1]
                marked[at, passage.first[cue[0]] - s : passage.first[cue[1]] - s] = 1
                heads[at, passage.first[:-1][(passage.first[:-1] >= s) & (passage.first[:-1] < e)] - s] = 1
            tags, points, null, labels = self._net.cues(x, marked, mask, heads)
            keep = [np.flatnonzero(heads[at]) for at in range(len(batch))]
            parts = [
                _Row(tags[at][keep[at]], points[at][keep[at]], null[at], labels[at], *cues[row], home=passage.units[cues[row][0]])
                for at, row in enumerate(batch)
            ]
            out += self._found(parts)
        return _distinct(sorted(out, key=lambda one: (one.cue, -one.valid)))

    def _cues(self, passage: Passage, scores: Floats) -> list[tuple[int, Run]]:
        """Unit and words of every cue, by tags and by how likely words begin and end one."""
        logs = log_softmax(scores[:, :3])
        logs[:, 0] -= self._set["cue_bias"]
        weight = np.float32(self._set["cue_points"])
        logs[:, 1] += weight * np.clip(scores[:, 3], -4, 4)
        leave = np.zeros_like(logs)
        leave[:, 1:] = weight * np.clip(scores[:, 4:5], -4, 4)
        found: list[tuple[int, Run]] = []
        paths = tag_paths(*_padded([logs[b:e] for b, e in passage.units], [leave[b:e] for b, e in passage.units]))
        for unit, path in enumerate(paths):
            b = passage.units[unit][0]
            found += [(unit, (b + s, b + e)) for s, e in runs(path, 0)]
        return found

    def _found(self, rows: Sequence[_Row]) -> list[_Found]:
        """Sources, contents and the cue itself anew, for cues that hold as such."""
        weight = np.float32(self._set["branch_points"])
        scores, leaves = [], []
        for row in rows:
            logs = log_softmax(row.tags[:, :7])
            logs[:, 0] -= self._set["span_bias"]
            logs[:, 1:3] += self._set["source_bias"]
            leave = np.zeros_like(logs)
            for kind in range(3):
                null = row.null if kind == _SOURCE else None
                logs[:, 1 + 2 * kind] += weight * log_odds(row.points[:, 2 * kind], null)
                leave[:, 1 + 2 * kind : 3 + 2 * kind] = (weight * log_odds(row.points[:, 2 * kind + 1], null))[:, None]
            scores.append(logs)
            leaves.append(leave)
        paths = tag_paths(*_padded(scores, leaves))
        return [one for row, path, logs in zip(rows, paths, scores) if (one := self._one(row, path, logs))]

    def _one(self, row: _Row, path: NDArray[np.int64], logs: Floats) -> _Found | None:
        valid = float(sigmoid(row.labels[14]))
        issuer = float(sigmoid(row.labels[13]))
        if valid < self._set["valid_issuer"] * issuer + self._set["valid_other"] * (1 - issuer):
            return None
        at = row.home[0]
        marked = (row.cue[0] - at, row.cue[1] - at)
        cue = next((r for r in runs(path, _CUE) if r[0] < marked[1] and marked[0] < r[1]), marked)
        cue = (cue[0], min(cue[1], row.home[1] - at))
        content = [r for r in runs(path, _CONTENT) if not (r[0] < cue[1] and cue[0] < r[1])]
        if not content:
            last = pointed(row.points[:, 2], row.points[:, 3], cue)
            if last is None:
                return None
            content = [last]
        odds = logs[:, 1:3].max(1) - logs[:, 0]
        source = strongest([r for r in runs(path, _SOURCE) if not (r[0] < cue[1] and cue[0] < r[1])], odds)
        aimed = np.flatnonzero(row.tags[:, 7] > self._set["relation_target"])
        return _Found(
            cue=(at + cue[0], at + cue[1]),
            source=None if source is None else (at + source[0], at + source[1]),
            content=tuple((at + s, at + e) for s, e in content),
            unit=row.unit,
            labels=row.labels,
            targets=tuple((at + s, at + e) for s, e in _together(aimed)),
            valid=valid,
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """What the branch says of one cue, by words."""

    tags: Floats
    points: Floats
    null: Floats
    labels: Floats
    unit: int
    cue: Run
    home: Run  # words of its unit; the row begins with the first of them


def _row(text: str, passage: Passage, unit: int) -> tuple[int, int]:
    """The pieces that may hold source and content: the cue's unit, and those behind it where the speech may go on."""
    last = unit
    begin, end = passage.units[unit]
    words = text[passage.starts[begin] : passage.ends[end - 1]]
    announced = words[-1] in ":：" or _unclosed(words)
    if not announced and end - begin >= _SHORT:
        return passage.pieces(unit)
    limit = passage.pieces(unit)[1] + _FOLLOWING
    while last + 1 < len(passage.units) and last < unit + 3 and passage.pieces(last + 1)[1] <= limit:
        begin, end = passage.units[last]
        if not announced and "\n" in text[passage.ends[end - 1] : passage.starts[end]]:
            break  # a heading says nothing about the paragraph below it
        last += 1
    return passage.pieces(unit, last)


def _unclosed(sentence: str) -> bool:
    if sentence.count('"') % 2:
        return True
    opened = sum(sentence.count(mark) for mark in "“«「『")
    return opened > sum(sentence.count(mark) for mark in "”»」』")


def _grouped(passage: Passage) -> list[tuple[int, int, int]]:
    """Sentences of a passage: number, word range (units of one sentence together)."""
    out: list[tuple[int, int, int]] = []
    for (begin, end), number in zip(passage.units, passage.sentences):
        if out and out[-1][0] == number:
            out[-1] = (number, out[-1][1], end)
        else:
            out.append((number, begin, end))
    return out


def _pool(states: Floats, attention: Floats) -> Floats:
    """States of a sentence's words as one vector: by attention, and the greatest of each."""
    share = np.exp(attention - attention.max())
    return np.concatenate([(states * (share / share.sum())[:, None]).sum(0), states.max(0)])


def _padded(rows: Sequence[Floats], leaves: Sequence[Floats] | None = None) -> tuple[Floats, Floats, list[int]]:
    lengths = [len(row) for row in rows]
    shape = (len(rows), max(lengths, default=0), rows[0].shape[1] if rows else 3)
    scores, leave = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for at, row in enumerate(rows):
        scores[at, : len(row)] = row
        if leaves is not None:
            leave[at, : len(row)] = leaves[at]
    return scores, leave, lengths


def _flagged(flags: Floats) -> list[Run]:
    """Runs of words that name an actor."""
    return _together(np.flatnonzero(flags[:, 1:].any(1)))


def _together(places: NDArray[np.int64]) -> list[Run]:
    out: list[Run] = []
    for place in places.tolist():
        if out and out[-1][1] == place:
            out[-1] = (out[-1][0], place + 1)
        else:
            out.append((place, place + 1))
    return out


def _distinct(found: Sequence[_Found]) -> list[_Found]:
    """One attribution a cue: where cues overlap, the surer one."""
    out: list[_Found] = []
    for one in found:
        if out and one.cue[0] < out[-1].cue[1]:
            if one.valid > out[-1].valid:
                out[-1] = one
        else:
            out.append(one)
    return out
