/**
 * What the metadata of a GGUF file says of its model: its sizes, and the positions of each layer as
 * schemes of the registry, whether or not the page can run the model. What a key does not say is taken
 * as llama.cpp takes it.
 */
import { type LayerDescription, noPositions, type Positional } from './families/description.ts';
import type { GgufMetadata } from './gguf.ts';
import type { Tensors } from './tensors.ts';

export type LayerPositions = Pick<LayerDescription, 'positions' | 'window'>;

export interface StatedModel {
  /** As its converter names it: `llama`, `qwen2` … */
  readonly architecture: string;
  readonly name: string | null;
  /** dModel; like all numbers here, 0 where it is not said. */
  readonly width: number;
  readonly heads: number;
  /** Heads of keys and values. */
  readonly keyHeads: number;
  readonly headDim: number;
  /** Tokens that it knows. */
  readonly vocabulary: number;
  /** The longest text that it is made for, in tokens. */
  readonly trained: number;
  /** Whether it is known which channels of a head this architecture pairs. */
  readonly pairingKnown: boolean;
  readonly layers: readonly LayerPositions[];
}

/** More than any model has. */
const mostLayers = 1024;
/** In channels; several times that of any. */
const widestHead = 2 ** 13;

/**
 * Of architectures whose files turn neighbouring channels. For some of them the converter reorders
 * the rows of W_q and W_k, so that their safetensors turn halves. As llama.cpp has it in
 * `llama_model_rope_type`.
 */
const interleaved = new Set(
  (
    'llama llada llama4 deci baichuan starcoder internlm2 minicpm xverse command-r cohere2 olmo ' +
    'arctic deepseek deepseek2 plm chatglm glm4 granite granitemoe granitehybrid chameleon bailingmoe ' +
    'neo-bert smollm3 arcee ernie4_5 ernie4_5-moe mistral3'
  ).split(' '),
);
/** Of those whose files turn channels that are half the rotary width apart. */
const halves = new Set(
  (
    'falcon falcon-h1 grok dbrx jina-bert-v3 modern-bert nomic-bert nomic-bert-moe stablelm bitnet ' +
    'qwen qwen2 dream qwen2moe qwen3 qwen3moe llada-moe olmo2 olmoe phi2 phi3 phimoe plamo plamo2 gemma ' +
    'gemma2 gemma3 gemma3n gemma-embedding starcoder2 openelm gptneox codeshell orion nemotron exaone ' +
    'exaone4 minicpm3 bailingmoe2 dots1 hunyuan-moe hunyuan-dense gpt-oss lfm2 smallthinker seed_oss ' +
    'glm4moe apertus qwen3next'
  ).split(' '),
);
/** Of those that turn nothing. */
const withoutRope: Readonly<Record<string, Positional>> = {
  gpt2: { scheme: 'learned', params: {} },
  bert: { scheme: 'learned', params: {} },
  bloom: { scheme: 'alibi', params: {} },
  mpt: { scheme: 'alibi', params: {} },
  refact: { scheme: 'alibi', params: {} },
  jais: { scheme: 'alibi', params: {} },
  'jina-bert-v2': { scheme: 'alibi', params: { form: 'symmetric' } },
};

/** Of how many layers in a row the last sees everything, where the file does not say it. */
const patterns: Readonly<Record<string, number>> = {
  gemma2: 2,
  gemma3: 6,
  gemma3n: 5,
  cohere2: 4,
  exaone4: 4,
  'gpt-oss': 2,
};
/** In these every fourth layer has no positions. */
const skipsFourth = new Set(['smollm3', 'llama4']);
/** In these a layer without a window has none. */
const turnsUnderWindow = new Set(['cohere2', 'exaone4']);

/**
 * Reads at most a few kilobytes: the factors by which a file divides its frequencies.
 *
 * @returns null for a file that names no architecture
 */
export async function ggufModelOf(
  file: Tensors,
  signal?: AbortSignal,
): Promise<StatedModel | null> {
  const architecture = file.metadata.get('general.architecture');
  if (typeof architecture !== 'string') return null;
  const own = numbersOf(file.metadata, architecture);
  const name = file.metadata.get('general.name');
  const [width, heads] = [own('embedding_length'), own('attention.head_count')];
  const headDim = own('attention.key_length') || (heads > 0 ? Math.floor(width / heads) : 0);
  const tokens = file.metadata.get('tokenizer.ggml.tokens');
  const main = await positionsOf(file, architecture, headDim, signal);
  return {
    architecture,
    name: typeof name === 'string' ? name : null,
    width,
    heads,
    keyHeads: own('attention.head_count_kv') || heads,
    headDim,
    vocabulary: own('vocab_size') || lengthOf(tokens),
    trained: own('context_length'),
    pairingKnown: interleaved.has(architecture) || halves.has(architecture),
    layers: layersOf(file.metadata, architecture, main),
  };
}

/** A number of the architecture's own by its key; of a list of one per layer the first. */
function numbersOf(metadata: GgufMetadata, architecture: string): (key: string) => number {
  return (key) => {
    const value = metadata.get(`${architecture}.${key}`);
    const [first]: readonly unknown[] = Array.isArray(value) ? value : [value];
    return typeof first === 'number' && Number.isFinite(first) && first > 0 ? first : 0;
  };
}

function lengthOf(list: unknown): number {
  if (Array.isArray(list)) return list.length;
  return typeof list === 'object' && list !== null && 'count' in list ? Number(list.count) : 0;
}

function layersOf(
  metadata: GgufMetadata,
  architecture: string,
  main: Positional,
): readonly LayerPositions[] {
  const own = numbersOf(metadata, architecture);
  const window = own('attention.sliding_window');
  const pattern = own('attention.sliding_window_pattern') || (patterns[architecture] ?? 0);
  const base = own('rope.freq_base_swa') || (architecture.startsWith('gemma3') ? 1e4 : 0);
  const near = base > 0 ? { ...main, params: { ...plain(main.params), base } } : main;
  return Array.from({ length: Math.min(own('block_count'), mostLayers) }, (_, layer) => {
    const slides = window > 0 && (pattern === 0 || (layer + 1) % pattern !== 0);
    const bare =
      (skipsFourth.has(architecture) && layer % 4 === 3) ||
      (turnsUnderWindow.has(architecture) && !slides);
    return {
      positions: bare ? noPositions : slides ? near : main,
      window: slides ? window : 0,
    };
  });
}

/** Without scaling: what is stretched for long texts is not what sees only a window. */
function plain(params: Positional['params']): Positional['params'] {
  const kept = ['pairing', 'rotaryDim'];
  return Object.fromEntries(Object.entries(params).filter(([name]) => kept.includes(name)));
}

async function positionsOf(
  file: Tensors,
  architecture: string,
  headDim: number,
  signal: AbortSignal | undefined,
): Promise<Positional> {
  const own = numbersOf(file.metadata, architecture);
  const other = withoutRope[architecture];
  if (other) return other;
  const buckets = own('attention.relative_buckets_count');
  if (buckets > 0) return { scheme: 't5', params: { buckets } };
  const turning = own('rope.dimension_count') || headDim;
  const known = interleaved.has(architecture) || halves.has(architecture);
  if (
    turning === 0 ||
    turning > widestHead ||
    (!known && own('rope.dimension_count') + own('rope.freq_base') === 0)
  ) {
    return noPositions;
  }
  const params = {
    base: own('rope.freq_base') || 1e4,
    pairing: interleaved.has(architecture) ? 'interleaved' : 'half',
    ...(turning < headDim && { rotaryDim: turning }),
  };
  const scaling =
    (await factorsIn(file, turning, own, signal)) ?? scalingIn(file.metadata, architecture);
  return { scheme: 'rope', params: { ...params, ...scaling } };
}

/** Factors by which each frequency is divided, which a file holds as a tensor: Llama 3, LongRoPE. */
async function factorsIn(
  file: Tensors,
  turning: number,
  own: (key: string) => number,
  signal: AbortSignal | undefined,
): Promise<Positional['params'] | null> {
  const list = async (name: string) => {
    const tensor = file.find(name);
    if (!tensor || tensor.shape.join() !== String(turning / 2)) return null;
    const values = await file.read(name, { signal });
    // As many digits as a float32 has.
    return Array.from(values, (value) => Number(value.toPrecision(9))).join(', ');
  };
  const [all, long, short] = [
    await list('rope_freqs.weight'),
    await list('rope_factors_long.weight'),
    await list('rope_factors_short.weight'),
  ];
  const attentionFactor = own('rope.scaling.attn_factor') || 1;
  const originalLength = own('rope.scaling.original_context_length') || own('context_length');
  if (long && short) {
    const params = { shortFactors: short, longFactors: long, attentionFactor };
    return { scaling: 'longrope', ...params, ...(originalLength > 0 && { originalLength }) };
  }
  if (!all) return null;
  return { scaling: 'longrope', shortFactors: all, longFactors: all, attentionFactor: 1 };
}

function scalingIn(metadata: GgufMetadata, architecture: string): Positional['params'] {
  const own = numbersOf(metadata, architecture);
  const type = metadata.get(`${architecture}.rope.scaling.type`) ?? 'linear';
  const factor = own('rope.scaling.factor') || own('rope.scale_linear') || 1;
  if (factor === 1 || (type !== 'linear' && type !== 'yarn')) return {};
  if (type === 'linear') return { scaling: 'linear', factor };
  const originalLength = own('rope.scaling.original_context_length') || own('context_length');
  const attention = own('rope.scaling.attn_factor');
  return {
    scaling: 'yarn',
    factor,
    ...(originalLength > 0 && { originalLength }),
    // There it multiplies what YaRN gives; here it is the whole.
    ...(attention > 0 && { attentionFactor: attention * (1 + 0.1 * Math.log(factor)) }),
  };
}
