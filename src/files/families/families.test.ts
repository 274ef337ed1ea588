/** What configurations say, as the transformers library writes them today and wrote them before. */
import { describe, expect, it } from 'vitest';
import type { Refusal } from '../refusal.ts';
import { describedBy } from './index.ts';

const checkpoints = import.meta.glob<string>('../../golden/checkpoints/*/config.json', {
  eager: true,
  query: '?raw',
  import: 'default',
});

function textOf(family: string): string {
  return checkpoints[`../../golden/checkpoints/${family}/config.json`] ?? '';
}

function golden(family: string) {
  return describedBy(textOf(family)).description;
}

function changed(family: string, changes: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...JSON.parse(textOf(family)), ...changes });
}

function refusalOf(text: string): Refusal {
  try {
    describedBy(text);
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('not refused');
}

describe('what the ten families say of themselves', () => {
  it('every checkpoint is of a family that is run', () => {
    expect(Object.keys(checkpoints)).toHaveLength(10);
    for (const text of Object.values(checkpoints)) {
      const { description } = describedBy(text);
      const { model_type: type, vocab_size: vocabulary } = JSON.parse(text);
      expect([description.family, description.vocabulary]).toEqual([type, vocabulary]);
      expect(description.layers.every(({ scale }) => scale > 0)).toBe(true);
    }
  });

  it('LLaMA: heads that share keys, and the scaling of Llama 3', () => {
    const { heads, keyHeads, headDim, layers } = golden('llama');
    expect({ heads, keyHeads, headDim }).toEqual({ heads: 4, keyHeads: 2, headDim: 12 });
    expect(layers[2]?.positions).toEqual({
      scheme: 'rope',
      params: {
        base: 500000,
        pairing: 'half',
        scaling: 'llama3',
        factor: 8,
        originalLength: 32,
        lowFreqFactor: 1,
        highFreqFactor: 4,
      },
    });
  });

  it('Mistral: a window in every layer', () => {
    expect(golden('mistral').layers.map(({ window }) => window)).toEqual([5, 5, 5]);
    const none = describedBy(changed('mistral', { sliding_window: null })).description;
    expect(none.layers.map(({ window }) => window)).toEqual([0, 0, 0]);
  });

  it('Qwen: the window is off until a switch says that it is on', () => {
    expect(golden('qwen2').layers.map(({ window }) => window)).toEqual([0, 0, 0]);
    const on = {
      use_sliding_window: true,
      sliding_window: 7,
      max_window_layers: 1,
      layer_types: null,
    };
    const { layers } = describedBy(changed('qwen2', on)).description;
    expect(layers.map(({ window }) => window)).toEqual([0, 7, 7]);
  });

  it('SmolLM3: every fourth layer has no positions', () => {
    const schemes = golden('smollm3').layers.map(({ positions }) => positions.scheme);
    expect(schemes).toEqual(['rope', 'rope', 'rope', 'none']);
  });

  it('Gemma 3: layers with a window have a base of their own', () => {
    const { layers, embeddingScale } = golden('gemma3_text');
    expect(embeddingScale).toBe(Math.sqrt(48));
    expect(layers.map(({ window }) => window)).toEqual([6, 6, 0]);
    expect(layers.map(({ positions }) => positions.params['base'])).toEqual([1e4, 1e4, 1e6]);
    expect(layers[2]?.positions.params).toMatchObject({ scaling: 'linear', factor: 8 });
  });

  it('Gemma 3 in the words of its first configurations', () => {
    const older = {
      rope_parameters: null,
      rope_theta: 1e6,
      rope_local_base_freq: 1e4,
      rope_scaling: { factor: 8, rope_type: 'linear' },
      layer_types: null,
      sliding_window_pattern: 3,
    };
    const { layers } = describedBy(changed('gemma3_text', older)).description;
    expect(layers).toEqual(golden('gemma3_text').layers);
  });

  it('GPT-NeoX: half of each head turns, attention and feed-forward side by side', () => {
    const { parallel, layers } = golden('gpt_neox');
    expect(parallel).toBe(true);
    expect(layers[0]?.positions.params).toMatchObject({ rotaryDim: 6, base: 10000 });
    const older = { rope_parameters: null, rotary_pct: 0.5, rotary_emb_base: 10000 };
    expect(describedBy(changed('gpt_neox', older)).description.layers).toEqual(layers);
  });

  it('Phi-3: two lists of factors, one for each pair', () => {
    expect(golden('phi3').layers[0]?.positions.params).toMatchObject({
      scaling: 'longrope',
      factor: 4,
      originalLength: 32,
      shortFactors: '1, 1.1, 1.2, 1.3, 1.4, 1.5',
      longFactors: '2, 2.5, 3, 3.5, 4, 5',
    });
  });

  it('GPT-2: scores divided by the number of the layer where it says so', () => {
    const { layers } = describedBy(
      changed('gpt2', { scale_attn_by_inverse_layer_idx: true }),
    ).description;
    const root = Math.sqrt(12);
    expect(layers.map(({ scale }) => scale)).toEqual([1 / root, 1 / root / 2, 1 / root / 3]);
  });

  it('rotation in the words of older configurations is the same', () => {
    const older = {
      rope_parameters: null,
      rope_theta: 1e6,
      rope_scaling: { type: 'yarn', factor: 4, original_max_position_embeddings: 32 },
    };
    const { layers } = describedBy(changed('qwen2', older)).description;
    expect(layers).toEqual(golden('qwen2').layers);
  });
});

describe('what encoders say of themselves', () => {
  const encoder = {
    vocab_size: 30_522,
    hidden_size: 384,
    num_hidden_layers: 6,
    num_attention_heads: 12,
    intermediate_size: 1536,
    max_position_embeddings: 512,
  };
  const described = (type: string, more = {}) =>
    describedBy(JSON.stringify({ model_type: type, ...encoder, ...more })).description;

  it('all-MiniLM: 12 heads at width 384', () => {
    const { heads, headDim, norms, output, causal } = described('bert');
    expect({ heads, headDim, norms, output, causal }).toEqual({
      heads: 12,
      headDim: 32,
      norms: 'after',
      output: 'none',
      causal: false,
    });
    expect(described('bert', { is_decoder: true }).causal).toBe(true);
    expect(described('bert', { hidden_act: 'gelu_new' }).activation).toBe('gelu-tanh');
  });

  it('RoBERTa and its kin: positions begin after the row of the padding', () => {
    const rows = { max_position_embeddings: 514, layer_norm_eps: 1e-5 };
    for (const type of ['roberta', 'xlm-roberta', 'camembert']) {
      expect(described(type, rows)).toMatchObject({ family: type, trained: 512 });
      expect(described(type, { ...rows, pad_token_id: 0 }).table).toEqual({ rows: 514, first: 1 });
    }
    expect(described('roberta', rows).norm.epsilon).toBe(1e-5);
  });

  it('ELECTRA: embeddings of a width of their own', () => {
    expect(described('electra', { embedding_size: 128 }).embeddingWidth).toBe(128);
  });

  it('DistilBERT: the same under other names, without segments', () => {
    const own = { dim: 48, n_heads: 4, n_layers: 2, hidden_dim: 96, activation: 'relu' };
    const { heads, inner, segments, activation } = described('distilbert', own);
    expect({ heads, inner, segments, activation }).toEqual({
      heads: 4,
      inner: 96,
      segments: false,
      activation: 'relu',
    });
  });

  it('ViT: a row of its table for each patch and one for the class', () => {
    const { vocabulary, table, norms, stem } = described('vit', {
      image_size: 224,
      patch_size: 16,
    });
    expect({ vocabulary, table, norms }).toEqual({
      vocabulary: 197,
      table: { rows: 197, first: 0 },
      norms: 'before',
    });
    expect(stem).toMatchObject({ kind: 'patches', rows: 14, columns: 14 });
  });

  it('Whisper: the sizes of its encoder, keys without a bias', () => {
    const own = {
      d_model: 384,
      encoder_layers: 4,
      encoder_attention_heads: 6,
      encoder_ffn_dim: 1536,
    };
    const { heads, headDim, trained, biases, stem } = described('whisper', own);
    expect({ heads, headDim, trained, key: biases.key }).toEqual({
      heads: 6,
      headDim: 64,
      trained: 1500,
      key: false,
    });
    expect(stem?.convolutions.map(({ stride }) => stride)).toEqual([1, 2]);
  });

  it.each([
    ['vit', { image_size: 225 }],
    ['vit', { image_size: 'large' }],
    ['vit', { image_size: 2 ** 20, patch_size: 1 }],
    ['vit', { num_channels: 1 }],
    ['bert', { position_embedding_type: 'relative_key' }],
    ['bert', { hidden_act: 'quick_gelu' }],
    ['bert', { num_attention_heads: 7 }],
    ['roberta', { pad_token_id: 600 }],
    ['roberta', { pad_token_id: -1 }],
  ])('%s with %o is refused by name', (type, more) => {
    const refusal = refusalOf(JSON.stringify({ model_type: type, ...encoder, ...more }));
    expect(refusal.key).toBe('files.config.value');
  });

  it.each(['layoutlm', 'tapas', 'nystromformer', 'roberta-prelayernorm', 'longformer'])(
    '%s is none of them',
    (type) => {
      expect(refusalOf(JSON.stringify({ model_type: type, ...encoder })).key).toBe('files.family');
    },
  );
});

describe('what cannot be run is named', () => {
  it.each([
    ['', 'files.config.json'],
    ['[]', 'files.config.json'],
    ['{}', 'files.config.missing'],
    [JSON.stringify({ model_type: 'mamba' }), 'files.family'],
    [JSON.stringify({ model_type: '__proto__' }), 'files.family'],
    [changed('llama', { hidden_size: undefined }), 'files.config.missing'],
    [changed('llama', { hidden_size: -3 }), 'files.config.value'],
    [changed('llama', { num_hidden_layers: 1e9 }), 'files.config.value'],
    [changed('llama', { num_key_value_heads: 3 }), 'files.config.value'],
    [changed('llama', { hidden_act: 'xielu' }), 'files.config.value'],
    [changed('llama', { rope_parameters: { rope_type: 'new' } }), 'files.config.value'],
    [changed('qwen3', { layer_types: ['chunked_attention'] }), 'files.config.value'],
    [changed('gemma3_text', { attn_logit_softcapping: 50 }), 'files.config.value'],
    [changed('phi3', { rope_parameters: { rope_type: 'longrope' } }), 'files.config.value'],
  ])('%.60s', (text, key) => {
    expect(refusalOf(text).key).toBe(key);
  });
});
