"""Holds what the page opens for a model (stdin, JSON) against the transformers library's own code."""
import json
import math
import sys
import types
import warnings

import numpy as np

warnings.filterwarnings("ignore")

try:
    import torch
except ImportError:
    # The array functions that modeling_rope_utils uses, by NumPy.
    class Array(np.ndarray):
        def to(self, *_, dtype=None, **__):
            return self.astype(dtype) if dtype is not None else self

        def float(self):
            return self.astype(np.float64)

        def mean(self, *a, **k):
            return np.asarray(self).mean(*a, **k)

    def array(x):
        return np.asarray(x, dtype=np.float64).view(Array)

    torch = types.ModuleType("torch")
    torch.float = torch.float32 = np.float64
    torch.int64 = torch.long = np.int64
    torch.arange = lambda *a, dtype=None, **_: np.arange(*a).astype(dtype or np.int64).view(Array)
    torch.clamp = lambda x, low, high: np.clip(x, low, high).view(Array)
    torch.where = lambda c, a, b: np.where(c, a, b).view(Array)
    torch.tensor = lambda x, **_: array(x)
    torch.zeros = lambda *n, **_: array(np.zeros(n))
    torch.cat = lambda xs, dim=-1: np.concatenate(xs, axis=dim).view(Array)
    torch.Tensor = Array

from transformers.models.auto.configuration_auto import CONFIG_MAPPING  # noqa: E402
import transformers.modeling_rope_utils as rope_utils  # noqa: E402

if not hasattr(rope_utils, "torch"):
    rope_utils.torch = torch


def plain(config, layer_type, seq_len):
    """The library's rope type default, which its models compute themselves."""
    rope = rope_of(config, layer_type)
    dim = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    dim = getattr(config, "qk_rope_head_dim", None) or dim
    turned = int(dim * rope.get("partial_rotary_factor", 1.0))
    return 1.0 / rope["rope_theta"] ** (np.arange(0, turned, 2) / turned)


def rope_of(config, layer_type):
    rope = config.rope_parameters
    return rope[layer_type] if layer_type and layer_type in rope else rope


failed = 0
for model in json.loads(sys.stdin.read()):
    name = model["part"]
    mapped = [c for c in CONFIG_MAPPING.values() if c.__name__ == name]
    if not mapped:
        import transformers

        mapped = [getattr(transformers, name)]
    config = mapped[0]()
    if not getattr(config, "head_dim", None):
        # The page shows heads of 64 where the data has no width.
        config.head_dim = model["dHead"]
    layer_type = "full_attention" if "full_attention" in (getattr(config, "rope_parameters", None) or {}) else None
    worst = 0.0
    said = []
    if model["frequencies"]:
        kind = rope_of(config, layer_type).get("rope_type", "default")
        if kind == "default":
            wanted, factor = plain(config, layer_type, None), 1.0
        else:
            arguments = {"layer_type": layer_type} if layer_type else {}
            wanted, factor = rope_utils.ROPE_INIT_FUNCTIONS[kind](config, "cpu", **arguments)
        wanted = np.asarray(wanted, dtype=np.float64)
        ours = np.asarray(model["frequencies"], dtype=np.float64)
        ours = ours[: len(wanted)]
        worst = float(np.max(np.abs(ours - wanted) / np.maximum(wanted, 1e-12))) if len(ours) == len(wanted) else math.inf
        worst = max(worst, abs(model["factor"] - factor))
        said.append(f"{len(wanted)} frequencies, {kind}")
    if model["pattern"] == "three-of-four":
        layers = list(config.no_rope_layers)
        same = all(bool(on) == ((i + 1) % 4 != 0) for i, on in enumerate(layers))
        worst = worst if same else math.inf
        said.append(f"{len(layers)} layers, every fourth without")
    if model["buckets"]:
        same = (
            config.relative_attention_num_buckets == model["buckets"]["buckets"]
            and config.relative_attention_max_distance == model["buckets"]["maxDistance"]
        )
        worst = worst if same else math.inf
        said.append("buckets")
    if model["profiles"]:
        same = config.d_rel == model["profiles"]["width"] and config.rel_extent == model["profiles"]["extent"]
        worst = worst if same else math.inf
        said.append("profiles")
    ok = worst <= 1e-6
    failed += not ok
    print(f"{'ok  ' if ok else 'FAIL'} {name}: {', '.join(said)}; largest relative difference {worst:.1e}")
