"""Batches of windows and the losses of one step."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from examples import Example, Relation
from model import BACK, Net
from torch import Tensor
from torch.nn import functional as F

from communique.reading.network import ACTS, Vectors

ACT_WEIGHTS = {"DENY": 3.0, "REJECT": 3.0, "THREATEN": 3.5, "COMMIT": 1.3, "SUPPORT": 1.2, "ACCUSE": 1.2, "ASK": 1.5}
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


def cut(example: Example, rng: random.Random, low: int, high: int) -> Iterator[Window]:
    """The example in windows of random budgets."""
    begin, n = 0, len(example.sentences)
    while begin < n:
        budget, end = rng.randint(low, high), begin + 1
        while end < n and Window(example, begin, end + 1).pieces[1] - Window(example, begin, end + 1).pieces[0] <= budget:
            end += 1
        if Window(example, begin, end).words[1] > Window(example, begin, end).words[0]:
            yield Window(example, begin, end)
        begin = end


def epoch(examples: list[Example], rng: random.Random, low: int, high: int, most: int) -> list[list[Window]]:
    """Batches of windows of like length, in random order."""
    every = [w for e in examples for w in cut(e, rng, low, high)]
    rng.shuffle(every)
    out: list[list[Window]] = []
    for at in range(0, len(every), 160):
        some = sorted(every[at : at + 160], key=lambda w: w.pieces[1] - w.pieces[0])
        held: list[Window] = []
        for w in some:
            if held and (w.pieces[1] - w.pieces[0]) * (len(held) + 1) > most:
                out.append(held)
                held = []
            held.append(w)
        out.append(held)
    rng.shuffle(out)
    return out


def _goes_on(text: str, words: int) -> bool:
    opened = sum(text.count(m) for m in "“«„「『")
    return (
        words < _SHORT or text.rstrip()[-1:] in ":：" or text.count('"') % 2 == 1 or opened > sum(text.count(m) for m in "”»」』")
    )


class Step:
    """The losses of a batch."""

    def __init__(self, net: Net, vectors: Vectors, rng: random.Random, mask_share: float) -> None:
        self.net, self.vectors, self.rng, self.mask_share = net, vectors, rng, mask_share

    def __call__(self, batch: list[Window]) -> dict[str, Tensor]:
        longest = max(w.pieces[1] - w.pieces[0] for w in batch)
        x, flags = np.zeros((len(batch), longest, 384), np.float32), np.zeros((len(batch), longest, 3), np.float32)
        mask = np.zeros((len(batch), longest), bool)
        for at, w in enumerate(batch):
            (b, e), (wb, we) = w.pieces, w.words
            rows = self.vectors(w.example.pieces[b:e])
            rows[np.random.default_rng(self.rng.getrandbits(32)).random(e - b) < self.mask_share] = 0
            x[at, : e - b], mask[at, : e - b] = rows, True
            flags[at, : e - b] = np.repeat(w.example.flags[wb:we], np.diff(w.example.first[wb : we + 1]), axis=0)
        forked, top, logits = self.net.encode(torch.tensor(x), torch.tensor(flags), torch.tensor(mask))
        logits = logits.float()
        losses = self._tokens(batch, logits)
        losses |= self._sentences(batch, top, logits)
        losses |= self._cues(batch, forked, logits)
        return losses

    def _tokens(self, batch: list[Window], logits: Tensor) -> dict[str, Tensor]:
        at_row, at_col, cue, first, last, named = [], [], [], [], [], []
        for row, w in enumerate(batch):
            b, e = w.words
            base = w.pieces[0]
            tags, ends, target = np.zeros(e - b, int), np.zeros((2, e - b)), np.full(e - b, 0 if w.example.aimed else -100)
            for r in w.example.relations:
                if w.begin <= r.sentence < w.end:
                    s, t = r.cue[0] - b, r.cue[1] - b
                    tags[s:t] = 2
                    tags[s] = 1
                    ends[0, s] = ends[1, t - 1] = 1
            for s, t in w.example.named:
                if b <= s and t <= e:
                    target[s - b : t - b] = 2
                    target[s - b] = 1
            at_row += [row] * (e - b)
            at_col += (w.example.first[b:e] - base).tolist()
            cue.append(tags)
            first.append(ends[0])
            last.append(ends[1])
            named.append(target)
        picked = logits[torch.tensor(at_row), torch.tensor(at_col)]
        ends_ = torch.tensor(np.stack([np.concatenate(first), np.concatenate(last)], 1), dtype=torch.float32)
        return {
            "cue": F.cross_entropy(picked[:, :3], torch.tensor(np.concatenate(cue)), weight=torch.tensor([1.0, 2.0, 2.0])),
            "cue_ends": F.binary_cross_entropy_with_logits(picked[:, 3:5], ends_, pos_weight=torch.tensor([3.0, 3.0])),
            "named": F.cross_entropy(picked[:, 5:8], torch.tensor(np.concatenate(named)), weight=torch.tensor([1.0, 2.0, 2.0])),
        }

    def _sentences(self, batch: list[Window], top: Tensor, logits: Tensor) -> dict[str, Tensor]:
        pooled, before, after, acts, keys, pair_s, pair_m, pair_d, pair_y = [], [], [], [], [], [], [], [], []
        for row, w in enumerate(batch):
            base, homes = w.pieces[0], {}
            for number in range(w.begin, w.end):
                b, e = w.example.sentences[number]
                if e <= b:
                    continue
                cols = torch.tensor(w.example.first[b:e] - base)
                states = top[row, cols]
                share = torch.softmax(logits[row, cols, 8], 0)
                pooled.append(torch.cat([(states * share[:, None]).sum(0), states.amax(0)]))
                homes[number] = len(acts)
                acts.append(w.example.acts[number])
                before.append(homes.get(number - 1, -1))
                after.append(-1)
                if before[-1] >= 0:
                    after[before[-1]] = len(acts) - 1
            for b, e, of in w.example.mentions:
                home = next((n for n in homes if w.example.sentences[n][0] <= b < w.example.sentences[n][1]), None)
                if home is None:
                    continue
                keys.append(top[row, torch.tensor(w.example.first[b:e] - base)].mean(0))
                for later in range(home, home + BACK + 1):
                    if later in homes:
                        pair_s.append(homes[later])
                        pair_m.append(len(keys) - 1)
                        pair_d.append(later - home)
                        pair_y.append(float(later in of))
        z = self.net.sentences(torch.stack(pooled), torch.tensor(before), torch.tensor(after)).float()
        out = {
            "act": F.cross_entropy(
                self.net.act(self.net.head_drop(z)).float(), torch.tensor(acts), weight=WEIGHTS, label_smoothing=0.05
            )
        }
        if keys:
            k = torch.stack(keys).float()
            s, m, d = torch.tensor(pair_s), torch.tensor(pair_m), torch.tensor(pair_d)
            score = (self.net.whom(z).float()[s] * self.net.mention(k).float()[m]).sum(-1) / 11.3
            score = score + self.net.mention_bias(k).float()[m, 0] + self.net.whom_bias(z).float()[s, d]
            out["whom"] = F.binary_cross_entropy_with_logits(score, torch.tensor(pair_y), pos_weight=torch.tensor(2.0))
        return out

    def _marks(self, w: Window, row: int, logits: Tensor) -> Iterator[tuple[int, tuple[int, int], Relation | None]]:
        """Cues to train the branch on: the gold ones, marked as found or a little wrong, and false ones that are found now."""
        b, e = w.words
        picked = logits[row, torch.tensor(w.example.first[b:e] - w.pieces[0])].detach()
        tags = (picked[:, :3] + torch.tensor([-1.0, 0.0, 0.0])).argmax(-1).tolist()
        found: list[tuple[int, int]] = []
        for at, tag in enumerate(tags, b):
            if tag == 1 or (tag == 2 and not (found and found[-1][1] == at)):
                found.append((at, at + 1))
            elif tag == 2:
                found[-1] = (found[-1][0], at + 1)
        gold = [r for r in w.example.relations if w.begin <= r.sentence < w.end]
        for r in gold:
            like = next((f for f in found if f[0] < r.cue[1] and r.cue[0] < f[1]), None)
            cue = r.cue
            s, t = w.example.sentences[r.sentence]
            if like and self.rng.random() < 0.5:
                cue = (max(like[0], s), min(like[1], t))
            elif self.rng.random() < 0.25:
                cue = (max(s, r.cue[0] + self.rng.choice((-1, 0, 1))), min(t, r.cue[1] + self.rng.choice((-1, 0, 1))))
            yield r.sentence, cue if cue[0] < cue[1] else r.cue, r
        for f in found:
            if not any(f[0] < r.cue[1] and r.cue[0] < f[1] for r in gold):
                home = next(n for n in range(w.begin, w.end) if w.example.sentences[n][0] <= f[0] < w.example.sentences[n][1])
                yield home, (f[0], min(f[1], w.example.sentences[home][1])), None

    def _cues(self, batch: list[Window], forked: Tensor, logits: Tensor) -> dict[str, Tensor]:
        rows: list[tuple[int, Window, int, int, tuple[int, int], Relation | None]] = []
        marks = [(row, w, *mark) for row, w in enumerate(batch) for mark in self._marks(w, row, logits)]
        false = [mark for mark in marks if mark[4] is None]
        false = self.rng.sample(false, min(len(false), 4))
        for row, w, home, cue, r in [mark for mark in marks if mark[4] is not None] + false:
            last = home
            b, e = w.example.sentences[home]
            if _goes_on(w.example.text[w.example.starts[b] : w.example.ends[e - 1]], e - b):
                while (
                    last + 1 < w.end
                    and last < home + 3
                    and w.example.first[w.example.sentences[last + 1][1]] <= w.example.first[e] + 120
                ):
                    last += 1
            rows.append((row, w, b, w.example.sentences[last][1], cue, r))
        if not rows:
            return {}
        longest = max(int(w.example.first[e] - w.example.first[b]) for _, w, b, e, _, _ in rows)
        n = len(rows)
        marked, heads, mask = torch.zeros(n, longest), torch.zeros(n, longest), torch.zeros(n, longest, dtype=torch.bool)
        tags = torch.full((n, longest), -1)
        points = torch.full((n, 6), -1)
        aimed = torch.zeros(n, longest)
        act, stance, issuer, valid = torch.full((n,), -1), torch.full((n,), -1), torch.full((n,), -1.0), torch.zeros(n)
        states = []
        for at, (row, w, b, e, cue, r) in enumerate(rows):
            f = w.example.first
            base, size = f[b], int(f[e] - f[b])
            states.append(F.pad(forked[row, f[b] - w.pieces[0] : f[e] - w.pieces[0]], (0, 0, 0, longest - size)))
            mask[at, :size] = True
            marked[at, f[cue[0]] - base : f[cue[1]] - base] = 1
            cols = torch.tensor(f[b:e] - base)
            heads[at, cols] = 1
            if r is None:
                continue
            valid[at] = 1
            line = np.zeros(e - b, int)
            groups = [([r.source] if r.source else [], 1), (r.content, 3), ([r.cue], 5)]
            for spans, tag in groups:
                inside = [(max(s, b), min(t, e)) for s, t in spans if s < e and t > b]
                for s, t in inside:
                    line[s - b : t - b] = tag + 1
                    line[s - b] = tag
                if inside:
                    points[at, tag - 1] = int(f[min(s for s, _ in inside)] - base)
                    points[at, tag] = int(f[max(t for _, t in inside) - 1] - base)
            if not r.source:
                points[at, 0] = points[at, 1] = longest
            tags[at, cols] = torch.tensor(line)
            for s, t in r.targets:
                if b <= s and t <= e:
                    aimed[at, f[s] - base : f[t] - base] = 1
            act[at], stance[at], issuer[at] = r.act, r.stance, r.issuer
        out_tags, out_points, null, labels = self.net.cues(torch.stack(states), marked, mask, heads)
        hide = (heads - 1) * 1e4
        losses = (
            {"tags": F.cross_entropy(out_tags[..., :7].reshape(-1, 7), tags.reshape(-1), ignore_index=-1)}
            if bool((tags >= 0).any())
            else {}
        )
        losses["valid"] = F.binary_cross_entropy_with_logits(labels[:, 14], valid)
        real = valid > 0
        if bool(real.any()):
            point_loss = []
            for which in range(6):
                scores = out_points[..., which] + hide
                if which < 2:
                    scores = torch.cat([scores, null], 1)
                point_loss.append(F.cross_entropy(scores, points[:, which], ignore_index=-1))
            losses["points"] = torch.stack(point_loss).nan_to_num().mean()
            losses["act2"] = F.cross_entropy(labels[real, :10], act[real], weight=WEIGHTS.sqrt())
            losses["stance"] = F.cross_entropy(labels[real, 10:13], stance[real], weight=torch.tensor([1.0, 1.5, 1.3]))
            losses["issuer"] = F.binary_cross_entropy_with_logits(labels[real, 13], issuer[real])
            word = heads.bool() & real[:, None]
            losses["aimed"] = F.binary_cross_entropy_with_logits(
                out_tags[..., 7][word], aimed[word], pos_weight=torch.tensor(2.0)
            )
        return losses
