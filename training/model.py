"""The network in PyTorch: encoder layers of the base, a branch for each cue, and heads."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

HEADS = 12
WIDTH = 384
EPSILON = 1e-12
FLAGS = 3
TOKEN = 10  # cue O B I, cue start, cue end; target O B I; attention of the sentence; (spare) actor
SENTENCE = 256
BRANCH = 8  # O, source B I, content B I, cue B I; target
POINTERS = 6  # first and last word of source, content, cue
POINTER = 128
LABELS = 16 + POINTER  # act 10, stance 3, issuer, valid, no holder named before, whom the holder is like
BACK = 4  # a target may stand so many sentences back
HOLDER_BACK = 8  # and the name of a holder


class Dropped(nn.Module):
    """Dropout from a pool of masks, each used at a random place: drawing new ones costs a processor a twentieth of the training."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        self.pool = (torch.rand(1 << 23) >= share).to(torch.bfloat16) / (1 - share)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        if x.numel() >= len(self.pool):
            return F.dropout(x, self.share)
        at = int(torch.randint(0, len(self.pool) - x.numel(), (1,)))
        return x * self.pool[at : at + x.numel()].view(x.shape).to(x.dtype)


class Layer(nn.Module):
    """One layer of BERT (post-norm)."""

    def __init__(self, inner: int = 1536, drop: float = 0.0) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.up = nn.Linear(WIDTH, inner)
        self.down = nn.Linear(inner, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.drop = Dropped(drop) if drop else nn.Identity()

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        fit = (q * (WIDTH // HEADS) ** -0.5) @ k.transpose(-1, -2) + mask  # written out: on a processor twice as fast to train
        seen = torch.softmax(fit, -1).to(v.dtype) @ v
        x = self.norm1(x + self.drop(self.out(seen.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))

    def fill(self, base: dict[str, Any], number: int) -> None:
        """Weights of a layer of the base."""
        get = lambda name: torch.tensor(np.asarray(base[f"l{number}.{name}"]))  # noqa: E731
        with torch.no_grad():
            self.qkv.weight.copy_(torch.cat([get("q.w"), get("k.w"), get("v.w")]))
            self.qkv.bias.copy_(torch.cat([get("q.b"), get("k.b"), get("v.b")]))
            for module, name in ((self.out, "ao"), (self.norm1, "aln"), (self.up, "fi"), (self.down, "fo"), (self.norm2, "oln")):
                module.weight.copy_(get(f"{name}.w"))
                module.bias.copy_(get(f"{name}.b"))


class Net(nn.Module):
    """Window -> hidden states and word logits; cue -> source, content, labels; sentence -> act, targets."""

    def __init__(self, layers: int = 6, fork: int = 4, frozen: int = 2, drop: float = 0.0) -> None:
        super().__init__()
        self.fork, self.frozen = fork, frozen
        self.positions = nn.Parameter(torch.zeros(512, WIDTH), requires_grad=False)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.flags = nn.Parameter(torch.zeros(FLAGS, WIDTH))
        self.layers = nn.ModuleList(Layer(drop=drop) for _ in range(layers))
        self.branch = nn.ModuleList(Layer(drop=drop) for _ in range(layers - fork))
        self.marker = nn.Parameter(torch.randn(WIDTH) * 0.1)
        self.token = nn.Linear(WIDTH, TOKEN)
        self.sentence = nn.Linear(2 * WIDTH, SENTENCE)
        self.context = nn.GRU(SENTENCE, SENTENCE // 2, batch_first=True, bidirectional=True)
        self.act = nn.Linear(SENTENCE, 10)
        self.whom = nn.Linear(SENTENCE, 128)
        self.mention = nn.Linear(WIDTH, 128)
        self.whom_bias = nn.Linear(SENTENCE, BACK + 1)
        self.mention_bias = nn.Linear(WIDTH, 1)
        self.holder = nn.Linear(WIDTH, POINTER)
        self.holder_back = nn.Parameter(torch.zeros(HOLDER_BACK + 1))
        self.tags = nn.Linear(WIDTH, BRANCH)
        self.points = nn.Linear(WIDTH, POINTERS)
        self.null = nn.Linear(WIDTH, 1)
        self.mix = nn.Linear(4 * WIDTH, SENTENCE)
        self.labels = nn.Linear(SENTENCE, LABELS)
        self.head_drop = nn.Dropout(0.15)

    def fill(self, base: dict[str, Any]) -> None:
        """Weights of the base; the branch starts as a copy of the upper layers."""
        with torch.no_grad():
            self.positions.copy_(torch.tensor(base["emb.pos"] + base["emb.type"][:WIDTH][None]))
            self.norm.weight.copy_(torch.tensor(base["emb.ln.w"]))
            self.norm.bias.copy_(torch.tensor(base["emb.ln.b"]))
        for number, layer in enumerate(self.layers):
            layer.fill(base, number)
        for number, _ in enumerate(self.branch):
            self.branch[number] = copy.deepcopy(self.layers[self.fork + number])

    def encode(self, vectors: Tensor, flags: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(B, L, 384) piece vectors, (B, L, 3), (B, L) bool -> states at the fork, states at the top, word logits."""
        allow = (mask[:, None, None, :].float() - 1) * 1e4
        with torch.no_grad():
            x = self.norm(vectors + self.positions[: vectors.shape[1]])
            for layer in self.layers[: self.frozen]:
                x = layer(x, allow)
        x = x + flags @ self.flags
        for layer in self.layers[self.frozen : self.fork]:
            x = layer(x, allow)
        forked = x
        for layer in self.layers[self.fork :]:
            x = layer(x, allow)
        return forked, x, self.token(self.head_drop(x))

    def sentences(self, pooled: Tensor, lengths: list[int]) -> Tensor:
        """(S, 768) pooled states of the sentences of texts with so many sentences, one text after another -> (S, 256)."""
        z = F.gelu(self.sentence(self.head_drop(pooled))).float()
        rows = nn.utils.rnn.pad_sequence(list(z.split(lengths)), batch_first=True)
        packed = nn.utils.rnn.pack_padded_sequence(rows, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
        with torch.autocast("cpu", enabled=False):
            out, _ = self.context(packed)
        out, _ = nn.utils.rnn.pad_packed_sequence(out, batch_first=True)
        return z + torch.cat([row[:n] for row, n in zip(out, lengths)])

    def cues(self, states: Tensor, marked: Tensor, mask: Tensor, heads: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """States at the fork of a cue's sentence, its cue marked, first pieces in `heads` -> tags, pointers, null, labels."""
        x = states + marked[..., None] * self.marker
        allow = (mask[:, None, None, :].float() - 1) * 1e4
        for layer in self.branch:
            x = layer(x, allow)
        y = self.head_drop(x)
        tags, points = self.tags(y).float(), self.points(y).float()
        share = torch.softmax(tags[..., :7], -1) * heads[..., None]
        source, content = share[..., 1] + share[..., 2], share[..., 3] + share[..., 4]
        pool = lambda w: (x * w[..., None]).sum(1) / (w.sum(1, keepdim=True) + 0.1)  # noqa: E731
        cue = pool(marked * heads)
        top = (x + (heads[..., None] - 1) * 1e4).amax(1)
        mixed = F.gelu(self.mix(self.head_drop(torch.cat([cue, pool(source), pool(content), top], -1))))
        return tags, points, self.null(cue).float(), self.labels(mixed).float()


def load_net(path: Path) -> Net:
    """The network of a run."""
    state = torch.load(path)
    layers, branch = (len({k.split(".")[1] for k in state if k.startswith(f"{name}.")}) for name in ("layers", "branch"))
    net = Net(layers, layers - branch)
    net.load_state_dict(state)
    return net.eval()
