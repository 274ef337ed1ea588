"""Tiny encoders with random weights of a seed, and what the transformers library computes of them in float64.

python scripts/encoders.py FOLDER, with torch and transformers 5.24: writes FOLDER/FAMILY/{config.json,
model.safetensors, expected.json}. What lies in src/files/families/golden was made by it.
"""
import json
import math
import pathlib
import sys
import tempfile

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModel, WhisperFeatureExtractor

COMMON = {"attn_implementation": "eager"}
# One head of 64 channels would be the guess: here are three, of eight.
BERT = {
    "vocab_size": 24,
    "hidden_size": 24,
    "num_attention_heads": 3,
    "num_hidden_layers": 2,
    "intermediate_size": 28,
    "max_position_embeddings": 16,
    "type_vocab_size": 2,
    "hidden_act": "gelu",
    "layer_norm_eps": 1e-12,
}
# What a configuration may say otherwise of the same weights.
CHANGES = [{}, {"is_decoder": True}, {"hidden_act": "relu", "layer_norm_eps": 0.001}]
FAMILIES = {
    "bert": (BERT, CHANGES),
    "roberta": (
        {
            **BERT,
            "max_position_embeddings": 18,
            "type_vocab_size": 1,
            "layer_norm_eps": 1e-5,
            "pad_token_id": 1,
        },
        [{}, {"pad_token_id": 0}],
    ),
    "electra": ({**BERT, "embedding_size": 12}, [{}]),
    "distilbert": (
        {
            "vocab_size": 24,
            "dim": 24,
            "n_heads": 3,
            "n_layers": 2,
            "hidden_dim": 28,
            "max_position_embeddings": 16,
            "activation": "gelu",
        },
        [{}],
    ),
    # Of the ten language models the one whose weights are used again.
    "gpt2": (None, [{"scale_attn_by_inverse_layer_idx": True}]),
}
IDS = [5, 17, 2, 9, 9, 21, 3, 12, 6]


def rounded(tensor):
    return [[[float(f"{x:.9g}") for x in row] for row in rows] for rows in tensor.tolist()]


def expected(config, weights):
    model = AutoModel.from_config(config, **COMMON).double().eval()
    missing = model.load_state_dict({k: v.double() for k, v in weights.items()}, strict=False)
    assert not [name for name in missing.missing_keys if "pooler" not in name], missing
    with torch.no_grad():
        out = model(torch.tensor([IDS]), output_attentions=True, use_cache=False)
    return {
        "attention": [rounded(layer[0]) for layer in out.attentions],
        "hidden": rounded(out.last_hidden_state)[0],
    }


def draw(model):
    torch.manual_seed(13)
    named = [(name, p) for name, p in model.named_parameters() if "pooler" not in name]
    for name, p in named:
        one = 1 if p.ndim == 1 and name.endswith("weight") else 0
        # Large enough that heads differ and that a wrong position shows.
        p.data = one + 0.3 * torch.randn(p.shape)
    return named


def drawn(config):
    named = draw(AutoModel.from_config(config, **COMMON))
    return {name: p.data.contiguous() for name, p in named}


def saved(model):
    """Under the names that files have, which are not always those of the library's own modules."""
    with tempfile.TemporaryDirectory() as there:
        model.save_pretrained(there)
        return load_file(pathlib.Path(there) / "model.safetensors")


def write(family, fields, weights, body):
    folder = pathlib.Path(sys.argv[1]) / family
    folder.mkdir(parents=True, exist_ok=True)
    save_file(weights, folder / "model.safetensors")
    text = json.dumps({"model_type": family, **fields}, indent=2)
    (folder / "config.json").write_text(text + "\n")
    (folder / "expected.json").write_text(json.dumps(body, separators=(",", ":")) + "\n")


def attended(model, given, **more):
    with torch.no_grad():
        out = model(given, output_attentions=True, **more)
    return {
        "attention": [rounded(layer[0]) for layer in out.attentions],
        "hidden": rounded(out.last_hidden_state)[0],
    }


# Three rows of patches and two columns; pixels are bytes, [row][column][channel].
VIT = {
    "hidden_size": 24,
    "num_attention_heads": 3,
    "num_hidden_layers": 2,
    "intermediate_size": 28,
    "hidden_act": "gelu",
    "layer_norm_eps": 1e-12,
    "image_size": [12, 8],
    "patch_size": 4,
    "num_channels": 3,
    "qkv_bias": True,
}


def vit():
    model = AutoModel.from_config(AutoConfig.for_model("vit", **VIT), **COMMON).eval()
    draw(model)
    height, width = VIT["image_size"]
    pixels = torch.randint(256, (height, width, 3))
    given = ((pixels.double() / 255 - 0.5) / 0.5).permute(2, 0, 1)[None]
    weights = {k: w for k, w in saved(model).items() if "pooler" not in k}
    case = attended(model.double(), given)
    write("vit", VIT, weights, {"pixels": pixels.flatten().tolist(), "cases": [case]})


WHISPER = {
    "d_model": 24,
    "encoder_layers": 2,
    "encoder_attention_heads": 3,
    "encoder_ffn_dim": 28,
    "activation_function": "gelu",
    "num_mel_bins": 6,
    "max_source_positions": 8,
    "scale_embedding": False,
}


def whisper():
    rest = {"decoder_layers": 1, "decoder_attention_heads": 1, "vocab_size": 3, "pad_token_id": 0}
    model = AutoModel.from_config(AutoConfig.for_model("whisper", **WHISPER, **rest), **COMMON)
    draw(model.eval())
    frames = 2 * WHISPER["max_source_positions"]
    mel = torch.randn(frames, WHISPER["num_mel_bins"], dtype=torch.float64)
    weights = {k: w for k, w in saved(model).items() if "encoder." in k}
    case = attended(model.double().encoder, mel.T[None])
    write("whisper", WHISPER, weights, {"frames": rounded(mel[None])[0], "cases": [case]})


def log_mel():
    """Of a tone that rises from 200 Hz by 20 kHz a second, 0.2 s at 16 kHz."""
    times = [i / 16000 for i in range(3200)]
    sound = [0.5 * math.sin(2 * math.pi * (200 * t + 10000 * t * t)) for t in times]
    # No padding to 30 seconds, which is as quiet as nothing.
    made = WhisperFeatureExtractor()(sound, sampling_rate=16000, padding="longest")
    rows = torch.tensor(made.input_features[0]).T
    body = [[float(f"{x:.7g}") for x in row] for row in rows.tolist()]
    path = pathlib.Path(sys.argv[1]) / "logMel.json"
    path.write_text(json.dumps(body, separators=(",", ":")) + "\n")


root = pathlib.Path(__file__).parent.parent / "src/golden/checkpoints"
for family, (fields, changes) in FAMILIES.items():
    folder = pathlib.Path(sys.argv[1]) / family
    folder.mkdir(parents=True, exist_ok=True)
    if fields is None:
        known = json.loads((root / family / "config.json").read_text())
        stored = load_file(root / family / "model.safetensors")
        weights = {name.removeprefix("transformer."): w for name, w in stored.items()}
        config = AutoConfig.for_model(**known)
    else:
        config = AutoConfig.for_model(family, **fields)
        weights = drawn(config)
        prefix = f"{family}."
        save_file({prefix + k: v for k, v in weights.items()}, folder / "model.safetensors")
        text = json.dumps({"model_type": family, **fields}, indent=2)
        (folder / "config.json").write_text(text + "\n")
    cases = []
    for change in changes:
        changed = AutoConfig.for_model(**{**config.to_dict(), **change})
        cases.append({"changes": change, **expected(changed, weights)})
    body = json.dumps({"ids": IDS, "cases": cases}, separators=(",", ":"))
    (folder / "expected.json").write_text(body + "\n")

vit()
whisper()
log_mel()
