"""Batches of windows and the losses of one step."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from examples import Example, Relation
from model import BACK, HOLDER_BACK, Net
from torch import Tensor
from torch.nn import functional as F

from communique.reading.network import ACTS, Vectors

ACT_WEIGHTS = {"DENY": 2.0, "REJECT": 2.0, "THREATEN": 2.5, "COMMIT": 1.3, "SUPPORT": 1.2, "ACCUSE": 1.2, "ASK": 1.5}
WEIGHTS = torch.tensor([ACT_WEIGHTS.get(act, 1.0) for act in ACTS])
_SHORT = 9


@dataclass(slots=True)
class Window:
    """Sentences [begin, end) of an example."""

    example: Example
    begin: int
    end: int

    @property
    def words(self) -> tuple[int, int]:
        return self.example.sentences[self.begin][0], self.example.sentences[self.end - 1][1]

    @property
    def pieces(self) -> tuple[int, int]:
        b, e = self.words
        return int(self.example.first[b]), int(self.example.first[e])


def cut(example: Example, budget: int) -> Iterator[Window]:
    """The example in windows of at most so many pieces; a longer sentence is one by itself."""
    begin, n = 0, len(example.sentences)
    while begin < n:
        end = begin + 1
        while end < n and Window(example, begin, end + 1).pieces[1] - Window(example, begin, end + 1).pieces[0] <= budget:
            end += 1
        if Window(example, begin, end).words[1] > Window(example, begin, end).words[0]:
            yield Window(example, begin, end)
        begin = end


def epoch(examples: list[Example], rng: random.Random, most: int) -> list[list[Example]]:
    """Batches of whole statements of about `most` pieces, in random order."""
    every = list(examples)
    rng.shuffle(every)
    out: list[list[Example]] = []
    held: list[Example] = []
    for e in every:
        if held and sum(len(x.pieces) for x in held) + len(e.pieces) > most:
            out.append(held)
            held = []
        held.append(e)
    return [*out, held]


def _goes_on(text: str, words: int) -> bool:
    opened = sum(text.count(m) for m in "“«„「『")
    return (
        words < _SHORT or text.rstrip()[-1:] in ":：" or text.count('"') % 2 == 1 or opened > sum(text.count(m) for m in "”»」』")
    )


class Step:
    """The losses of a batch: windows are encoded apart, sentences, mentions and cues see the whole statement."""

    def __init__(self, net: Net, vectors: Vectors, rng: random.Random, mask_share: float, low: int = 40, high: int = 130) -> None:
        self.net, self.vectors, self.rng, self.mask_share = net, vectors, rng, mask_share
        self.low, self.high = low, high

    def __call__(self, batch: list[Example]) -> dict[str, Tensor]:
        budget = self.rng.randint(self.low, self.high)
        cuts = [list(cut(example, budget)) for example in batch]
        forked, top, logits = self._encode([w for some in cuts for w in some], [len(some) for some in cuts])
        losses = self._tokens(batch, logits)
        z = self._sentences(batch, top, logits, losses)
        self._whom(batch, top, z, losses)
        self._cues(batch, forked, top, logits, losses)
        return losses

    def _encode(self, windows: list[Window], counts: list[int]) -> tuple[list[Tensor], list[Tensor], list[Tensor]]:
        """States at the fork and at the top, and scores, of the pieces of each statement."""
        sizes = [w.pieces[1] - w.pieces[0] for w in windows]
        x, flags = np.zeros((len(windows), max(sizes), 384), np.float32), np.zeros((len(windows), max(sizes), 3), np.float32)
        mask = np.zeros((len(windows), max(sizes)), bool)
        for at, (w, size) in enumerate(zip(windows, sizes)):
            (b, e), (wb, we) = w.pieces, w.words
            rows = self.vectors(w.example.pieces[b:e])
            rows[np.random.default_rng(self.rng.getrandbits(32)).random(size) < self.mask_share] = 0
            x[at, :size], mask[at, :size] = rows, True
            flags[at, :size] = np.repeat(w.example.flags[wb:we], np.diff(w.example.first[wb : we + 1]), axis=0)
        out = self.net.encode(torch.tensor(x), torch.tensor(flags), torch.tensor(mask))
        per = [n for at, n in zip(np.cumsum([0, *counts]), counts) for n in [sum(sizes[at : at + n])]]
        flat = [part[torch.tensor(mask)].split(per) for part in out]
        return list(flat[0]), list(flat[1]), [part.float() for part in flat[2]]

    def _tokens(self, batch: list[Example], logits: list[Tensor]) -> dict[str, Tensor]:
        cue, ends, named = [], [], []
        for example in batch:
            words = len(example.starts)
            tags, edge, target = np.zeros(words, int), np.zeros((words, 2)), np.full(words, 0 if example.aimed else -100)
            for r in example.relations:
                s, t = r.cue
                tags[s:t] = 2
                tags[s] = 1
                edge[s, 0] = edge[t - 1, 1] = 1
            for s, t in example.named:
                target[s:t] = 2
                target[s] = 1
            cue.append(tags)
            ends.append(edge)
            named.append(target)
        picked = torch.cat([scores[torch.tensor(e.first[:-1])] for e, scores in zip(batch, logits)])
        edges = torch.tensor(np.concatenate(ends), dtype=torch.float32)
        weight = torch.tensor([1.0, 2.0, 2.0])
        out = {
            "cue": F.cross_entropy(picked[:, :3], torch.tensor(np.concatenate(cue)), weight=weight),
            "cue_ends": F.binary_cross_entropy_with_logits(picked[:, 3:5], edges, pos_weight=torch.tensor([3.0, 3.0])),
        }
        if any(example.aimed for example in batch):
            out["named"] = F.cross_entropy(picked[:, 5:8], torch.tensor(np.concatenate(named)), weight=weight)
        return out

    def _sentences(
        self, batch: list[Example], top: list[Tensor], logits: list[Tensor], losses: dict[str, Tensor]
    ) -> list[Tensor]:
        """The vectors of the sentences of each statement, one row for each, also for those without a word."""
        pooled, lengths, acts = [], [], []
        for example, states, scores in zip(batch, top, logits):
            full = [(s, act) for s, act in zip(example.sentences, example.acts) if s[1] > s[0]]
            for (b, e), act in full:
                cols = torch.tensor(example.first[b:e])
                share = torch.softmax(scores[cols, 8], 0)
                pooled.append(torch.cat([(states[cols] * share[:, None]).sum(0), states[cols].amax(0)]))
                acts.append(act)
            lengths.append(len(full))
        z = self.net.sentences(torch.stack(pooled), lengths)
        said = self.net.act(self.net.head_drop(z)).float()
        losses["act"] = F.cross_entropy(said, torch.tensor(acts), weight=WEIGHTS, label_smoothing=0.05)
        return list(z.split(lengths))

    def _whom(self, batch: list[Example], top: list[Tensor], z: list[Tensor], losses: dict[str, Tensor]) -> None:
        scores, right = [], []
        for example, states, sentences in zip(batch, top, z):
            numbers = [n for n, (b, e) in enumerate(example.sentences) if e > b]
            place = {n: at for at, n in enumerate(numbers)}
            pairs, keys = [], []
            for b, e, of in example.mentions:
                home = next((n for n in numbers if example.sentences[n][0] <= b < example.sentences[n][1]), None)
                if home is None:
                    continue
                keys.append(states[torch.tensor(example.first[b:e])].mean(0))
                for later in range(home, home + BACK + 1):
                    if later in place:
                        pairs.append((place[later], len(keys) - 1, place[later] - place[home]))
                        right.append(float(later in of))
            if not pairs:
                continue
            k, (s, m, d) = torch.stack(keys), torch.tensor(pairs).T
            d = d.clamp(max=BACK)
            score = (self.net.whom(sentences).float()[s] * self.net.mention(k).float()[m]).sum(-1) / 11.3
            scores.append(score + self.net.mention_bias(k).float()[m, 0] + self.net.whom_bias(sentences).float()[s, d])
        if scores:
            losses["whom"] = F.binary_cross_entropy_with_logits(
                torch.cat(scores), torch.tensor(right), pos_weight=torch.tensor(2.0)
            )

    def _marks(self, example: Example, logits: Tensor) -> Iterator[tuple[int, tuple[int, int], Relation | None]]:
        """Cues to train the branch on: the gold ones, marked as found or a little wrong, and false ones that are found now."""
        picked = logits[torch.tensor(example.first[:-1])].detach()
        tags = (picked[:, :3] + torch.tensor([-1.0, 0.0, 0.0])).argmax(-1).tolist()
        found: list[tuple[int, int]] = []
        begins = {b for b, _ in example.sentences}
        for at, tag in enumerate(tags):
            if tag == 1 or (tag == 2 and (at in begins or not (found and found[-1][1] == at))):
                found.append((at, at + 1))
            elif tag == 2:
                found[-1] = (found[-1][0], at + 1)
        for r in example.relations:
            like = next((f for f in found if f[0] < r.cue[1] and r.cue[0] < f[1]), None)
            cue = r.cue
            s, t = example.sentences[r.sentence]
            if like and self.rng.random() < 0.5:
                cue = (max(like[0], s), min(like[1], t))
            elif self.rng.random() < 0.25:
                cue = (max(s, r.cue[0] + self.rng.choice((-1, 0, 1))), min(t, r.cue[1] + self.rng.choice((-1, 0, 1))))
            yield r.sentence, cue if cue[0] < cue[1] else r.cue, r
        false = [f for f in found if not any(f[0] < r.cue[1] and r.cue[0] < f[1] for r in example.relations)]
        for f in self.rng.sample(false, min(len(false), 3)):
            home = next(n for n, (b, e) in enumerate(example.sentences) if b <= f[0] < e)
            yield home, f, None

    def _row(self, example: Example, home: int) -> tuple[int, int]:
        """Words of a cue's sentence, and of those behind it where the speech may go on."""
        b, e = example.sentences[home]
        last = home
        if _goes_on(example.text[example.starts[b] : example.ends[e - 1]], e - b):
            while (
                last + 1 < len(example.sentences)
                and last < home + 3
                and example.first[example.sentences[last + 1][1]] <= example.first[e] + 120
            ):
                last += 1
        return b, example.sentences[last][1]

    def _cues(
        self, batch: list[Example], forked: list[Tensor], top: list[Tensor], logits: list[Tensor], losses: dict[str, Tensor]
    ) -> None:
        rows = [
            (at, *self._row(example, home), cue, r)
            for at, example in enumerate(batch)
            for home, cue, r in self._marks(example, logits[at])
        ]
        if not rows:
            return
        longest = max(int(batch[at].first[e] - batch[at].first[b]) for at, b, e, _, _ in rows)
        n = len(rows)
        marked, heads, mask = torch.zeros(n, longest), torch.zeros(n, longest), torch.zeros(n, longest, dtype=torch.bool)
        tags, points = torch.full((n, longest), -1), torch.full((n, 6), -1)
        aimed = torch.zeros(n, longest)
        states = []
        for row, (at, b, e, cue, r) in enumerate(rows):
            f = batch[at].first
            base, size = f[b], int(f[e] - f[b])
            states.append(F.pad(forked[at][f[b] : f[e]], (0, 0, 0, longest - size)))
            mask[row, :size] = True
            marked[row, f[cue[0]] - base : f[cue[1]] - base] = 1
            cols = torch.tensor(f[b:e] - base)
            heads[row, cols] = 1
            if r is None:
                continue
            line, points[row] = self._spans(r, f, b, e, longest)
            tags[row, cols] = torch.tensor(line)
            for s, t in r.targets:
                if b <= s and t <= e:
                    aimed[row, f[s] - base : f[t] - base] = 1
        out = self.net.cues(torch.stack(states), marked, mask, heads)
        self._spans_lost(out, tags, points, aimed, heads, [r is not None for *_, r in rows], losses)
        self._labels_lost(out[3], [r for *_, r in rows], losses)
        self._holders_lost(out[3], rows, batch, top, losses)

    def _spans(self, r: Relation, f: np.ndarray, b: int, e: int, longest: int) -> tuple[np.ndarray, Tensor]:
        line, points = np.zeros(e - b, int), torch.full((6,), -1)
        for spans, tag in (([r.source] if r.source else [], 1), (r.content, 3), ([r.cue], 5)):
            inside = [(max(s, b), min(t, e)) for s, t in spans if s < e and t > b]
            for s, t in inside:
                line[s - b : t - b] = tag + 1
                line[s - b] = tag
            if inside:
                points[tag - 1] = int(f[min(s for s, _ in inside)] - f[b])
                points[tag] = int(f[max(t for _, t in inside) - 1] - f[b])
        if not r.source:
            points[0] = points[1] = longest
        return line, points

    def _spans_lost(
        self, out: Any, tags: Tensor, points: Tensor, aimed: Tensor, heads: Tensor, real: list[bool], losses: dict[str, Tensor]
    ) -> None:
        out_tags, out_points, null, labels = out
        valid = torch.tensor(real)
        losses["valid"] = F.binary_cross_entropy_with_logits(labels[:, 14], valid.float())
        if not any(real):
            return
        losses["tags"] = F.cross_entropy(out_tags[..., :7].reshape(-1, 7), tags.reshape(-1), ignore_index=-1)
        hide = (heads - 1) * 1e4
        lost = []
        for which in range(6):
            scores = out_points[..., which] + hide
            if which < 2:
                scores = torch.cat([scores, null], 1)
            lost.append(F.cross_entropy(scores, points[:, which], ignore_index=-1))
        losses["points"] = torch.stack(lost).nan_to_num().mean()
        word = heads.bool() & valid[:, None]
        losses["aimed"] = F.binary_cross_entropy_with_logits(out_tags[..., 7][word], aimed[word], pos_weight=torch.tensor(2.0))

    def _labels_lost(self, labels: Tensor, relations: list[Relation | None], losses: dict[str, Tensor]) -> None:
        places = torch.tensor([row for row, r in enumerate(relations) if r is not None], dtype=torch.long)
        real = [r for r in relations if r is not None]
        if not real:
            return
        said = labels[places]
        losses["act2"] = F.cross_entropy(said[:, :10], torch.tensor([r.act for r in real]), weight=WEIGHTS.sqrt())
        losses["stance"] = F.cross_entropy(
            said[:, 10:13], torch.tensor([r.stance for r in real]), weight=torch.tensor([1.0, 1.5, 1.3])
        )
        losses["issuer"] = F.binary_cross_entropy_with_logits(said[:, 13], torch.tensor([float(r.issuer) for r in real]))

    def _holders_lost(
        self, labels: Tensor, rows: list[Any], batch: list[Example], top: list[Tensor], losses: dict[str, Tensor]
    ) -> None:
        """Which of the names and sources before a cue, or in its sentence, the holder is; none of them where he has no name."""
        lost = []
        keys = [
            self.net.holder(torch.stack([states[torch.tensor(e.first[s:t])].mean(0) for s, t, _ in e.holders])).float()
            if e.holders
            else None
            for e, states in zip(batch, top)
        ]
        for row, (at, _, _, cue, r) in enumerate(rows):
            if r is None or r.issuer:
                continue
            example, known = batch[at], keys[at]
            scores, right = labels[row, 15:16], [0]
            if known is not None:
                begins = [b for b, _ in example.sentences]
                spans = np.array([(s, t) for s, t, _ in example.holders])
                back = r.sentence - (np.searchsorted(begins, spans[:, 0], "right") - 1)
                near = (spans[:, 0] < example.sentences[r.sentence][1]) & (back <= HOLDER_BACK)
                places = np.flatnonzero(near & ~((spans[:, 0] < cue[1]) & (cue[0] < spans[:, 1])))
                fits = known[torch.tensor(places)] @ labels[row, 16:] / 11.3
                scores = torch.cat([scores, fits + self.net.holder_back[torch.tensor(np.maximum(back[places], 0))]])
                right = [at for at, p in enumerate(places, 1) if example.holders[p][2] & r.who] or right
            lost.append(-torch.logsumexp(torch.log_softmax(scores, 0)[right], 0))
        if lost:
            losses["holder"] = torch.stack(lost).mean()
