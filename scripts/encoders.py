"""Tiny encoders with random weights of a seed, and what the transformers library computes of them in float64.

python scripts/encoders.py FOLDER, with torch and transformers 5.24: writes FOLDER/FAMILY/{config.json,
model.safetensors, expected.json}. What lies in src/files/families/golden was made by it.
"""
import json
import pathlib
import sys

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModel

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


def drawn(config):
    torch.manual_seed(13)
    model = AutoModel.from_config(config, **COMMON)
    named = [(name, p) for name, p in model.named_parameters() if "pooler" not in name]
    for name, p in named:
        one = 1 if p.ndim == 1 and name.endswith("weight") else 0
        # Large enough that heads differ and that a wrong position shows.
        p.data = one + 0.3 * torch.randn(p.shape)
    return {name: p.data.contiguous() for name, p in named}


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
