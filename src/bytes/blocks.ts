/**
 * Weights packed into blocks, as GGUF has them: a few bits per value, and per block (or per part of
 * it) a scale and often a minimum. Each block is decoded as ggml does it: value = scale × level −
 * minimum, rounded to float32 once.
 * Source: ggml's block layouts (ggml-common.h); the values of `golden/gguf_blocks.json`.
 */
import { halfOf } from './half.ts';

export interface Block {
  /** Of one block. */
  readonly bytes: number;
  readonly values: number;
  /** Writes the values of the block that begins at byte `at` to `out`, from index `to` on. */
  decode(view: DataView, at: number, out: Float32Array, to: number): void;
}

/** The 16 levels of IQ4: closer together near 0, where most weights are. */
const uneven = Float32Array.from([
  -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113,
]);

const blocks = new Map<string, Block>([
  ['Q4_0', small({ levels: counted(-8, 16) })],
  ['Q4_1', small({ levels: counted(0, 16), minimum: true })],
  ['Q5_0', small({ levels: counted(-16, 32), fifth: true })],
  ['Q5_1', small({ levels: counted(0, 32), minimum: true, fifth: true })],
  ['Q8_0', { bytes: 34, values: 32, decode: decodeQ8 }],
  ['Q2_K', { bytes: 84, values: 256, decode: decodeQ2K }],
  ['Q3_K', { bytes: 110, values: 256, decode: decodeQ3K }],
  ['Q4_K', { bytes: 144, values: 256, decode: decodeQ4K }],
  ['Q5_K', { bytes: 176, values: 256, decode: decodeQ5K }],
  ['Q6_K', { bytes: 210, values: 256, decode: decodeQ6K }],
  ['IQ4_NL', small({ levels: uneven })],
  ['IQ4_XS', { bytes: 136, values: 256, decode: decodeIQ4XS }],
]);

/** Null for a kind that is not packed, or not known. */
export function blockOf(name: string): Block | null {
  return blocks.get(name) ?? null;
}

function counted(from: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => from + i);
}

const half = (view: DataView, at: number) => halfOf(view.getUint16(at, true));

interface Small {
  /** By code: 16 of them, or 32 with a fifth bit. */
  readonly levels: Float32Array;
  /** A second float16, which is added. */
  readonly minimum?: true;
  /** Four bytes of fifth bits. */
  readonly fifth?: true;
}

/** 32 values: scale, minimum, fifth bits, then 16 bytes with the first 16 codes in their low halves. */
function small({ levels, minimum, fifth }: Small): Block {
  const head = minimum ? 4 : 2;
  const codes = fifth ? head + 4 : head;
  return {
    bytes: codes + 16,
    values: 32,
    decode(view, at, out, to) {
      const scale = half(view, at);
      const high = fifth ? view.getUint32(at + head, true) : 0;
      for (let i = 0; i < 16; i++) {
        const byte = view.getUint8(at + codes + i);
        out[to + i] = scale * (levels[(byte & 15) | (((high >>> i) & 1) << 4)] ?? 0);
        out[to + i + 16] = scale * (levels[(byte >> 4) | (((high >>> (i + 16)) & 1) << 4)] ?? 0);
      }
      if (!minimum) return;
      // Scale × level has at most 16 significant bits, so this sum is the only rounding.
      const least = half(view, at + 2);
      for (let i = to; i < to + 32; i++) out[i] = (out[i] ?? 0) + least;
    },
  };
}

function decodeQ8(view: DataView, at: number, out: Float32Array, to: number): void {
  const scale = half(view, at);
  for (let i = 0; i < 32; i++) out[to + i] = view.getInt8(at + 2 + i) * scale;
}

/** 16 parts of 16 values, each with a scale and a minimum of 4 bits. */
function decodeQ2K(view: DataView, at: number, out: Float32Array, to: number): void {
  const [scale, least] = [half(view, at + 80), half(view, at + 82)];
  for (let part = 0; part < 16; part++) {
    const packed = view.getUint8(at + part);
    const [own, minimum] = [scale * (packed & 15), least * (packed >> 4)];
    const codes = at + 16 + 32 * (part >> 3) + 16 * (part & 1);
    const shift = 2 * ((part >> 1) & 3);
    for (let i = 0; i < 16; i++) {
      out[to + 16 * part + i] = own * ((view.getUint8(codes + i) >> shift) & 3) - minimum;
    }
  }
}

/** 16 parts of 16 values, each with a scale of 6 bits; the third bits of the codes lie in front. */
function decodeQ3K(view: DataView, at: number, out: Float32Array, to: number): void {
  const scale = half(view, at + 108);
  for (let part = 0; part < 16; part++) {
    const low = (view.getUint8(at + 96 + (part & 7)) >> (part < 8 ? 0 : 4)) & 15;
    const high = (view.getUint8(at + 104 + (part & 3)) >> (2 * (part >> 2))) & 3;
    const own = scale * ((low | (high << 4)) - 32);
    const codes = at + 32 + 32 * (part >> 3) + 16 * (part & 1);
    const thirds = at + 16 * (part & 1);
    const shift = 2 * ((part >> 1) & 3);
    for (let i = 0; i < 16; i++) {
      const third = (view.getUint8(thirds + i) >> (part >> 1)) & 1;
      const code = (view.getUint8(codes + i) >> shift) & 3;
      // The third bit says that 4 is not taken off.
      out[to + 16 * part + i] = own * (code - (third ? 0 : 4));
    }
  }
}

/** Scale and minimum of part 0…7, 6 bits each, out of the 12 bytes at `at`. */
function partOf(view: DataView, at: number, part: number): readonly [scale: number, least: number] {
  if (part < 4) return [view.getUint8(at + part) & 63, view.getUint8(at + part + 4) & 63];
  const lows = view.getUint8(at + part + 4);
  return [
    (lows & 15) | ((view.getUint8(at + part - 4) >> 2) & 48),
    (lows >> 4) | ((view.getUint8(at + part) >> 2) & 48),
  ];
}

/** 8 parts of 32 values; parts 2k and 2k + 1 share their bytes. */
function decodeQ4K(view: DataView, at: number, out: Float32Array, to: number): void {
  const [scale, least] = [half(view, at), half(view, at + 2)];
  for (let part = 0; part < 8; part++) {
    const [own, minimum] = partOf(view, at + 4, part);
    const codes = at + 16 + 32 * (part >> 1);
    const shift = 4 * (part & 1);
    for (let i = 0; i < 32; i++) {
      const code = (view.getUint8(codes + i) >> shift) & 15;
      out[to + 32 * part + i] = scale * own * code - least * minimum;
    }
  }
}

/** As Q4_K, with the fifth bits of all parts in 32 bytes of their own. */
function decodeQ5K(view: DataView, at: number, out: Float32Array, to: number): void {
  const [scale, least] = [half(view, at), half(view, at + 2)];
  for (let part = 0; part < 8; part++) {
    const [own, minimum] = partOf(view, at + 4, part);
    const codes = at + 48 + 32 * (part >> 1);
    const shift = 4 * (part & 1);
    for (let i = 0; i < 32; i++) {
      const fifth = (view.getUint8(at + 16 + i) >> part) & 1;
      const code = ((view.getUint8(codes + i) >> shift) & 15) | (fifth << 4);
      out[to + 32 * part + i] = scale * own * code - least * minimum;
    }
  }
}

/** 16 parts of 16 values, each with a signed scale of 8 bits; codes of 4 + 2 bits, less 32. */
function decodeQ6K(view: DataView, at: number, out: Float32Array, to: number): void {
  const scale = half(view, at + 208);
  for (let run = 0; run < 8; run++) {
    const lows = at + 64 * (run >> 2) + 32 * (run & 1);
    const highs = at + 128 + 32 * (run >> 2);
    for (let i = 0; i < 32; i++) {
      const low = (view.getUint8(lows + i) >> (4 * ((run >> 1) & 1))) & 15;
      const high = (view.getUint8(highs + i) >> (2 * (run & 3))) & 3;
      const own = scale * view.getInt8(at + 192 + 2 * run + (i >> 4));
      out[to + 32 * run + i] = own * ((low | (high << 4)) - 32);
    }
  }
}

/** 8 parts of 32 values, each with a scale of 6 bits; levels as IQ4_NL has them. */
function decodeIQ4XS(view: DataView, at: number, out: Float32Array, to: number): void {
  const scale = half(view, at);
  const highs = view.getUint16(at + 2, true);
  for (let part = 0; part < 8; part++) {
    const low = (view.getUint8(at + 4 + (part >> 1)) >> (4 * (part & 1))) & 15;
    const own = scale * ((low | (((highs >> (2 * part)) & 3) << 4)) - 32);
    for (let i = 0; i < 16; i++) {
      const byte = view.getUint8(at + 8 + 16 * part + i);
      out[to + 32 * part + i] = own * (uneven[byte & 15] ?? 0);
      out[to + 32 * part + i + 16] = own * (uneven[byte >> 4] ?? 0);
    }
  }
}
