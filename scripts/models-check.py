"""Holds what the page opens for a model (stdin, JSON) against the transformers library's own code."""
import importlib
import json
import math
import sys
import warnings

warnings.filterwarnings("ignore")

import torch  # noqa: E402
import transformers  # noqa: E402
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS  # noqa: E402
from transformers.models.inkling.modeling_inkling import InklingRelativeLogits  # noqa: E402
from transformers.models.t5.modeling_t5 import T5Attention  # noqa: E402


def configured(name, head_width):
    config = getattr(transformers, name)()
    if not getattr(config, "head_dim", None):
        # The page shows heads of 64 where the data has no width.
        config.head_dim = head_width
    return config


def module_of(config):
    return importlib.import_module(type(config).__module__.replace("configuration_", "modeling_"))


def classes(config, ending):
    for name, found in vars(module_of(config)).items():
        if name.endswith(ending) and "Vision" not in name:
            yield found


def frequencies(config):
    """Inverse frequencies and the factor on cos and sin, by the model's own class or the function it calls."""
    rope = config.rope_parameters
    layer = "full_attention" if "full_attention" in rope else None
    more = {"layer_type": layer} if layer else {}
    kind = (rope[layer] if layer else rope).get("rope_type", "default")
    if kind != "default":
        return kind, *ROPE_INIT_FUNCTIONS[kind](config, "cpu", **more)
    owner = next(c for c in classes(config, "RotaryEmbedding") if hasattr(c, "compute_default_rope_parameters"))
    return kind, *owner.compute_default_rope_parameters(config, **more)


def layers_with_positions(config):
    """What each attention layer of the model itself says, built without memory."""
    owner = next(c for c in classes(config, "Attention"))
    with torch.device("meta"):
        layers = [owner(config, i) for i in range(config.num_hidden_layers)]
    return [bool(layer.use_rope) for layer in layers]


def apart(ours, theirs):
    """Largest difference, relative where numbers are large."""
    ours = torch.tensor(ours, dtype=torch.float64)
    if ours.shape != theirs.shape:
        return math.inf
    theirs = theirs.double()
    return float(((ours - theirs).abs() / theirs.abs().clamp(min=1e-12)).nan_to_num().max())


failed = 0
for model in json.load(sys.stdin):
    config = configured(model["part"], model["dHead"])
    worst, said = 0.0, []
    if model["frequencies"]:
        kind, theirs, factor = frequencies(config)
        # Pairs that do not turn are no frequencies of the library's where only a part is turned.
        ours = model["frequencies"][: len(theirs)]
        worst = max(worst, apart(ours, theirs), abs(model["factor"] - factor))
        said.append(f"{len(theirs)} frequencies, {kind}")
    if model["pattern"] == "three-of-four":
        have = layers_with_positions(config)
        same = all(has == ((i + 1) % 4 != 0) for i, has in enumerate(have))
        worst = worst if same else math.inf
        said.append(f"{len(have)} layers, every fourth without")
    if model["buckets"]:
        ours = model["buckets"]
        count, far = config.relative_attention_num_buckets, config.relative_attention_max_distance
        theirs = T5Attention._relative_position_bucket(torch.arange(-300, 301), ours["bidirectional"], count, far)
        worst = max(worst, apart(ours["of"], theirs))
        said.append(f"buckets of {len(theirs)} offsets")
    if model["profiles"]:
        ours = torch.tensor(model["profiles"]["of"], dtype=torch.float32)
        width, extent = config.d_rel, config.rel_extent
        last = (ours.shape[1] - 1) // 2
        library = InklingRelativeLogits(width, extent)
        # Column `last` is distance 0, and those before it are farther and farther back.
        library.proj = torch.nn.Parameter(ours[:, : last + 1].flip(1)[:, :extent])
        alone = torch.eye(width)[None, None].expand(1, 2 * last + 1, width, width)
        keys = torch.arange(2 * last + 1)
        with torch.no_grad():
            theirs = library(alone, keys, keys)[0, :, last]
        worst = max(worst, apart(ours.tolist(), theirs))
        said.append(f"{width} profiles at {len(keys)} offsets")
    ok = worst <= 1e-6 and said
    failed += not ok
    print(f"{'ok  ' if ok else 'FAIL'} {model['part']}: {', '.join(said)}; largest relative difference {worst:.1e}")
print(f"transformers {transformers.__version__}, torch {torch.__version__}")
