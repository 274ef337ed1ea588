/**
 * How weights lie in the blocks of a file, as WGSL that decodes four of them: value = scale × level +
 * offset, the same for a part of a block. Says what `bytes/blocks.ts` says, where they are multiplied.
 */

export interface BlockFormat {
  /** Of one block. */
  readonly bytes: number;
  /** Parts of a block that share scale and offset, and values of each. */
  readonly parts: number;
  readonly values: number;
  /** An expression for scale and offset of a part, of the byte `at` of its block and `part`. */
  readonly scale: string;
  /** Statements that return levels 4k…4k + 3 of a part. */
  readonly levels: string;
}

const plain = { parts: 1, values: 4, scale: 'vec2<f32>(1.0, 0.0)' };
/** Each of four bytes of a word, from a bit of theirs on; of their own bits those that the mask has, at most 7. */
const bytesOf = (word: string, from: string, mask: number) =>
  `fourOf((${word}) >> u32(${from}), vec4<u32>(${[0, 8, 16, 24].map((shift) => `${mask << shift}u`).join(', ')}))`;
/** 32 codes of four bits: the first 16 in the low halves of 16 bytes. */
const nibbles = (codes: number) =>
  `let codes = ${bytesOf(`wordAt(at + ${codes} + 4 * (k % 4))`, '4 * (k / 4)', 15)};`;
/** The fifth bits of 32 codes, in a word. */
const fifths = (at: number) =>
  `let fifth = vec4<f32>(vec4<i32>(vec4<u32>(wordAt(at + ${at}) >> u32(4 * k)) & vec4<u32>(1u, 2u, 4u, 8u))) * vec4<f32>(1.0, 0.5, 0.25, 0.125);`;
/** 32 values; scale, in some an offset, in some fifth bits, then codes. */
const small = (bytes: number, offset: boolean, levels: string): BlockFormat => ({
  bytes,
  parts: 1,
  values: 32,
  scale: offset ? 'vec2<f32>(halfAt(at), halfAt(at + 2))' : 'vec2<f32>(halfAt(at), 0.0)',
  levels,
});

/** The 16 levels of IQ4. */
const uneven =
  'vec4<f32>(unevenLevels[u32(codes.x)], unevenLevels[u32(codes.y)], unevenLevels[u32(codes.z)], unevenLevels[u32(codes.w)])';

/** By the names that the files give them. */
export const blockFormats: Readonly<Record<string, BlockFormat>> = {
  F32: {
    ...plain,
    bytes: 16,
    levels:
      'return vec4<f32>(bitcast<f32>(wordAt(at)), bitcast<f32>(wordAt(at + 4)), bitcast<f32>(wordAt(at + 8)), bitcast<f32>(wordAt(at + 12)));',
  },
  F16: {
    ...plain,
    bytes: 8,
    levels: 'return vec4<f32>(unpack2x16float(wordAt(at)), unpack2x16float(wordAt(at + 4)));',
  },
  BF16: {
    ...plain,
    bytes: 8,
    levels: `
      let words = vec2<u32>(wordAt(at), wordAt(at + 4));
      return bitcast<vec4<f32>>(vec4<u32>(words.x << 16u, words.x & 0xffff0000u, words.y << 16u, words.y & 0xffff0000u));`,
  },
  Q4_0: small(18, false, `${nibbles(2)} return codes - 8.0;`),
  Q4_1: small(20, true, `${nibbles(4)} return codes;`),
  Q5_0: small(22, false, `${nibbles(6)} ${fifths(2)} return codes + 16.0 * fifth - 16.0;`),
  Q5_1: small(24, true, `${nibbles(8)} ${fifths(4)} return codes + 16.0 * fifth;`),
  Q8_0: small(34, false, 'return signedAt(at + 2 + 4 * k);'),
  IQ4_NL: small(18, false, `${nibbles(2)} return ${uneven};`),
  Q2_K: {
    bytes: 84,
    parts: 16,
    values: 16,
    scale:
      'vec2<f32>(halfAt(at + 80) * f32(byteAt(at + part) & 15u), -(halfAt(at + 82) * f32(byteAt(at + part) >> 4u)))',
    levels: `return ${bytesOf('wordAt(at + 16 + 32 * (part / 8) + 16 * (part % 2) + 4 * k)', '2 * ((part / 2) % 4)', 3)};`,
  },
  Q3_K: {
    bytes: 110,
    parts: 16,
    values: 16,
    scale: `vec2<f32>(halfAt(at + 108) * f32(i32(
        ((byteAt(at + 96 + part % 8) >> u32(4 * (part / 8))) & 15u)
        | (((byteAt(at + 104 + part % 4) >> u32(2 * (part / 4))) & 3u) << 4u)) - 32), 0.0)`,
    levels: `
      let codes = ${bytesOf('wordAt(at + 32 + 32 * (part / 8) + 16 * (part % 2) + 4 * k)', '2 * ((part / 2) % 4)', 3)};
      let third = ${bytesOf('wordAt(at + 16 * (part % 2) + 4 * k)', 'part / 2', 1)};
      return codes + 4.0 * third - 4.0;`,
  },
  Q4_K: {
    bytes: 144,
    parts: 8,
    values: 32,
    scale: 'sixBits(at, part)',
    levels: `return ${bytesOf('wordAt(at + 16 + 32 * (part / 2) + 4 * k)', '4 * (part % 2)', 15)};`,
  },
  Q5_K: {
    bytes: 176,
    parts: 8,
    values: 32,
    scale: 'sixBits(at, part)',
    levels: `
      let codes = ${bytesOf('wordAt(at + 48 + 32 * (part / 2) + 4 * k)', '4 * (part % 2)', 15)};
      return codes + 16.0 * ${bytesOf('wordAt(at + 16 + 4 * k)', 'part', 1)};`,
  },
  Q6_K: {
    bytes: 210,
    parts: 16,
    values: 16,
    scale: 'vec2<f32>(halfAt(at + 208) * signedByteAt(at + 192 + part), 0.0)',
    levels: `
      let run = part / 2;
      let inside = 16 * (part % 2) + 4 * k;
      let lows = ${bytesOf('wordAt(at + 64 * (run / 4) + 32 * (run % 2) + inside)', '4 * ((run / 2) % 2)', 15)};
      return lows + 16.0 * ${bytesOf('wordAt(at + 128 + 32 * (run / 4) + inside)', '2 * (run % 4)', 3)} - 32.0;`,
  },
  IQ4_XS: {
    bytes: 136,
    parts: 8,
    values: 32,
    scale: `vec2<f32>(halfAt(at) * f32(i32(
        ((byteAt(at + 4 + part / 2) >> u32(4 * (part % 2))) & 15u)
        | (((wordAt(at) >> u32(16 + 2 * part)) & 3u) << 4u)) - 32), 0.0)`,
    levels: `
      let codes = ${bytesOf('wordAt(at + 8 + 16 * part + 4 * (k % 4))', '4 * (k / 4)', 15)};
      return ${uneven};`,
  },
};

/**
 * What the formats are written in: bytes of `words`, whatever even place of a word they begin at. Four
 * numbers are told apart by masks and multiplied down by a power of two, which is exact: a software
 * adapter shifts four lanes by amounts of their own one after another.
 */
export const bytesWgsl = (aligned: boolean) => /* wgsl */ `
  const unevenLevels = array<f32, 16>(-127.0, -104.0, -83.0, -65.0, -49.0, -35.0, -22.0, -10.0,
      1.0, 13.0, 25.0, 38.0, 53.0, 69.0, 89.0, 113.0);
  const ofBytes = vec4<f32>(1.0, 0x1p-8, 0x1p-16, 0x1p-24);
  fn wordAt(at : i32) -> u32 {
    ${
      aligned
        ? 'return u32(words[at >> 2u]);'
        : `let low = u32(words[at >> 2u]);
    let high = u32(words[(at >> 2u) + 1]);
    return select(low, (low >> 16u) | (high << 16u), (at & 2) != 0);`
    }
  }
  fn fourOf(word : u32, masks : vec4<u32>) -> vec4<f32> {
    return vec4<f32>(vec4<i32>(vec4<u32>(word) & masks)) * ofBytes;
  }
  fn byteAt(at : i32) -> u32 { return (u32(words[at >> 2u]) >> u32(8 * (at & 3))) & 255u; }
  fn signedByteAt(at : i32) -> f32 { return f32(i32(byteAt(at) << 24u) >> 24u); }
  // A half never lies in two words.
  fn halfAt(at : i32) -> f32 { return unpack2x16float(u32(words[at >> 2u]) >> u32(8 * (at & 3))).x; }
  fn signedAt(at : i32) -> vec4<f32> {
    // The last of them has the sign of the word; the others are raised by 128 to have none.
    let masks = vec4<u32>(0xffu, 0xff00u, 0xff0000u, 0xff000000u);
    return fourOf(wordAt(at) ^ 0x808080u, masks) - vec4<f32>(128.0, 128.0, 128.0, 0.0);
  }
  // Scale and minimum of part 0…7, 6 bits each, out of 12 bytes.
  fn sixBits(at : i32, part : i32) -> vec2<f32> {
    var pair = vec2<u32>(byteAt(at + 4 + part % 4) & 63u, byteAt(at + 8 + part % 4) & 63u);
    if (part >= 4) {
      let lows = byteAt(at + 8 + part);
      pair = vec2<u32>(
        (lows & 15u) | ((byteAt(at + part) >> 2u) & 48u),
        (lows >> 4u) | ((byteAt(at + 4 + part) >> 2u) & 48u));
    }
    return vec2<f32>(halfAt(at) * f32(pair.x), -(halfAt(at + 2) * f32(pair.y)));
  }`;
