"""Writes the trained network as the package reads it: two int8 ONNX graphs, the numpy heads, settings.

    python training/export.py RUN/net.pt MODEL_DIR

MODEL_DIR holds pieces.tsv and embedding.npz already (vocabulary.py). Matrices are quantised per output channel, activations
when they occur; the heads are fp16. The graphs are written node by node, so that nothing depends on an exporter.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from measure import SETTINGS, head_arrays
from model import BRANCH, EPSILON, LABELS, POINTERS, TOKEN, WIDTH, Layer, Net, load_net
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

OPSET = 20


class Graph:
    """Nodes and weights, gathered in order."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self.heads: list[str] = []
        self._count = 0

    def const(self, value: np.ndarray) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, op: str, *inputs: str, out: str | None = None, outputs: int = 1, **attributes: Any) -> Any:
        self._count += 1
        names = [out] if out else [f"t{self._count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(op, list(inputs), names, name=f"n{self._count}", **attributes))
        return names[0] if outputs == 1 else names

    def linear(self, x: str, weight: torch.Tensor, bias: torch.Tensor, head: bool = False, out: str | None = None) -> str:
        product = self.add("MatMul", x, self.const(weight.detach().float().numpy().T))
        if head:
            self.heads.append(self.nodes[-1].name)
        return str(self.add("Add", product, self.const(bias.detach().float().numpy()), out=out))

    def norm(self, x: str, module: torch.nn.LayerNorm) -> str:
        weight, bias = (self.const(p.detach().float().numpy()) for p in (module.weight, module.bias))
        return str(self.add("LayerNormalization", x, weight, bias, axis=-1, epsilon=EPSILON))

    def layer(self, x: str, module: Layer, hidden: str, out: str | None = None) -> str:
        weight, bias = module.qkv.weight.detach().clone(), module.qkv.bias.detach().clone()
        weight[:WIDTH] /= 32**0.5
        bias[:WIDTH] /= 32**0.5
        qkv = self.add("Reshape", self.linear(x, weight, bias), self.const(np.array([0, 0, 3, 12, 32])))
        apart = self.add("Transpose", qkv, perm=[2, 0, 3, 1, 4])
        q, k, v = (
            self.add("Squeeze", part, self.const(np.array([0])))
            for part in self.add("Split", apart, outputs=3, num_outputs=3, axis=0)
        )
        fit = self.add("Add", self.add("MatMul", q, self.add("Transpose", k, perm=[0, 1, 3, 2])), hidden)
        seen = self.add("Transpose", self.add("MatMul", self.add("Softmax", fit, axis=-1), v), perm=[0, 2, 1, 3])
        flat = self.add("Reshape", seen, self.const(np.array([0, 0, WIDTH])))
        x = self.norm(self.add("Add", x, self.linear(flat, module.out.weight, module.out.bias)), module.norm1)
        inner = self.add("Gelu", self.linear(x, module.up.weight, module.up.bias))
        total = self.add("Add", x, self.linear(inner, module.down.weight, module.down.bias))
        weight_, bias_ = (self.const(p.detach().float().numpy()) for p in (module.norm2.weight, module.norm2.bias))
        return str(self.add("LayerNormalization", total, weight_, bias_, out=out, axis=-1, epsilon=EPSILON))

    def hidden(self, mask: str) -> str:
        """What the mask adds to the fits: 0 where a piece stands, else -10,000; (B, 1, 1, L)."""
        absent = self.add("Mul", self.add("Sub", mask, self.const(np.float32(1))), self.const(np.float32(10_000)))
        return str(self.add("Unsqueeze", absent, self.const(np.array([1, 2]))))

    def model(self, inputs: dict[str, int | None], outputs: dict[str, list[Any]]) -> onnx.ModelProto:
        take = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["b", "l"] + ([w] if w else [])) for n, w in inputs.items()]
        give = [helper.make_tensor_value_info(n, TensorProto.FLOAT, shape) for n, shape in outputs.items()]
        graph = helper.make_graph(self.nodes, "communique", take, give, self.weights)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9, producer_name="communique")


def encoder(net: Net) -> tuple[onnx.ModelProto, list[str]]:
    g = Graph()
    length = g.add("Gather", g.add("Shape", "vectors"), g.const(np.array([1])), axis=0)
    places = g.add("Slice", g.const(net.positions.detach().numpy()[:256]), g.const(np.array([0])), length, g.const(np.array([0])))
    hidden = g.hidden("mask")
    x = g.norm(g.add("Add", "vectors", places), net.norm)
    for number, layer in enumerate(net.layers):
        if number == net.frozen:
            x = g.add("Add", x, g.add("MatMul", "flags", g.const(net.flags.detach().numpy())))
            g.heads.append(g.nodes[-2].name)
        last = number == len(net.layers) - 1
        x = g.layer(x, layer, hidden, out="forked" if number == net.fork - 1 else "top" if last else None)
    g.linear(x, net.token.weight, net.token.bias, head=True, out="words")
    return g.model(
        {"vectors": WIDTH, "flags": 3, "mask": None},
        {"forked": ["b", "l", WIDTH], "top": ["b", "l", WIDTH], "words": ["b", "l", TOKEN]},
    ), g.heads


def branch(net: Net) -> tuple[onnx.ModelProto, list[str]]:
    g = Graph()
    hidden = g.hidden("mask")
    last_axis = g.const(np.array([2]))
    x = g.add("Add", "states", g.add("Mul", g.add("Unsqueeze", "marked", last_axis), g.const(net.marker.detach().numpy())))
    for layer in net.branch:
        x = g.layer(x, layer, hidden)
    tags = g.linear(x, net.tags.weight, net.tags.bias, head=True, out="tags")
    g.linear(x, net.points.weight, net.points.bias, head=True, out="points")
    first = g.add("Slice", tags, g.const(np.array([0])), g.const(np.array([7])), g.const(np.array([2])))
    share = g.add("Softmax", first, axis=-1)

    def part(low: int) -> str:
        two = g.add("Slice", share, g.const(np.array([low])), g.const(np.array([low + 2])), g.const(np.array([2])))
        return str(g.add("Mul", g.add("ReduceSum", two, g.const(np.array([2])), keepdims=0), "heads"))

    def pool(weight: str) -> str:
        above = g.add("Squeeze", g.add("MatMul", g.add("Unsqueeze", weight, g.const(np.array([1]))), x), g.const(np.array([1])))
        total = g.add("Add", g.add("ReduceSum", weight, g.const(np.array([1])), keepdims=1), g.const(np.float32(0.1)))
        return str(g.add("Div", above, total))

    cue = pool(g.add("Mul", "marked", "heads"))
    absent = g.add(
        "Mul", g.add("Sub", g.add("Unsqueeze", "heads", last_axis), g.const(np.float32(1))), g.const(np.float32(10_000))
    )
    most = g.add("ReduceMax", g.add("Add", x, absent), g.const(np.array([1])), keepdims=0)
    mixed = g.add("Concat", cue, pool(part(1)), pool(part(3)), most, axis=-1)
    mixed = g.add("Gelu", g.linear(mixed, net.mix.weight, net.mix.bias, head=True))
    g.linear(cue, net.null.weight, net.null.bias, head=True, out="null")
    g.linear(mixed, net.labels.weight, net.labels.bias, head=True, out="labels")
    return g.model(
        {"states": WIDTH, "marked": None, "mask": None, "heads": None},
        {"tags": ["b", "l", BRANCH], "points": ["b", "l", POINTERS], "null": ["b", 1], "labels": ["b", LABELS]},
    ), g.heads


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("net", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--float", action="store_true", help="no quantisation (to compare)")
    args = parser.parse_args()
    net = load_net(args.net)
    args.model.mkdir(parents=True, exist_ok=True)
    for name, (model, heads) in (("encoder", encoder(net)), ("branch", branch(net))):
        onnx.checker.check_model(model)
        if args.float:
            onnx.save(model, args.model / f"{name}.onnx")
            continue
        with tempfile.TemporaryDirectory() as folder:
            onnx.save(model, Path(folder) / "float.onnx")
            quantize_dynamic(
                Path(folder) / "float.onnx", args.model / f"{name}.onnx", per_channel=True, weight_type=QuantType.QInt8,
                op_types_to_quantize=["MatMul"], nodes_to_exclude=heads, extra_options={"MatMulConstBOnly": True},
            )  # fmt: skip
    np.savez_compressed(args.model / "heads.npz", **{k: v.astype(np.float16) for k, v in head_arrays(net).items()})
    (args.model / "model.json").write_text(json.dumps(SETTINGS, indent=1) + "\n", "utf-8")
    for path in sorted(args.model.iterdir()):
        print(f"{path.stat().st_size / 1e6:7.2f} MB {path.name}")


if __name__ == "__main__":
    main()
