/**
 * A scheme on whole arrays, as the lines of the scripts that reproduce a state: NumPy, of the small
 * part that `export/code/dialect.ts` can say in other libraries. Joined to a script in `export/code/`.
 */
import type { Localized } from '../text/locale.ts';
import { pyLines } from './numpy.ts';
import type { Pairing } from './rotation.ts';

/**
 * What is there already: n, start, d, heads, d_head, head (from 0), p (the positions, [n]), i and j
 * (index of query [n, 1] and key [n]), split(x) into heads, normal(stream, rows, columns, deviation):
 * seeded numbers as float32 holds them, or float64 with dtype=float; and stored(text, rows, columns).
 */
export interface Code {
  /** Leave `positions`, the position map, and what is named below. */
  readonly lines: string;
  /** Rotary: what turns q and k, [heads, n, d_head]. */
  readonly turn?: string;
  /** Rotary: an expression, the position map of the keys of `head`, where it is another. */
  readonly keyPositions?: string;
  /**
   * Leave `bias`, [heads, n, n]. Contextual: from x, the input of the block, [n, d]; q and k; and
   * products, q·k.
   */
  readonly bias?: string;
  /** An expression, added to weights @ v. */
  readonly values?: string;
  /** An expression that divides q·k; null for nothing. √d_head where it is not given. */
  readonly divisor?: string | null;
  /** Streams of `normal` whose numbers are not learned where weights are trained. */
  readonly fixed?: readonly string[];
  /**
   * Where weights are trained, in place of the same above: with numbers that start in another way than
   * `normal` draws them, as `normal(stream, rows, columns, start=…)` learns them.
   */
  readonly trained?: Pick<Code, 'lines' | 'turn'>;
  /** The same in PyTorch by calls of Hugging Face Transformers, where it has some. */
  readonly transformers?: Transformers;
}

/** In place of what stands above, in PyTorch; X, the token vectors, are there too. */
export interface Transformers extends Partial<Pick<Code, 'turn' | 'bias'>> {
  readonly imports: string;
  readonly lines: string;
}

/** Why there is no script. */
export interface NoCode {
  readonly without: Localized;
}

/** A bias that depends on the offset alone: each offset from the curve that the position map shows. */
export const fromCurve = 'bias = np.take(positions, j - i + n - 1, axis=1)';

/** The offsets key − query of the position map of such a scheme, [2n − 1]. */
export const offsetLine = 'offset = np.arange(-(n - 1), n)';

/**
 * From `angle`, [n, width / 2], to `positions` and what turns queries and keys.
 *
 * @param width  channels that turn, where that is not the whole head
 * @param gain   an expression, multiplies cos and sin
 */
export function rotaryLines(
  pairing: Pairing,
  { width, gain }: { readonly width?: string; readonly gain?: string } = {},
): string {
  const times = gain === undefined ? '' : `${gain} * `;
  return pyLines(
    `cos, sin = ${times}np.cos(angle), ${times}np.sin(angle)`,
    '',
    turningLines(pairing, width),
  );
}

/** The same from cos and sin, [n, width / 2]. */
function turningLines(pairing: Pairing, width?: string): string {
  const rest =
    width === undefined
      ? []
      : [
          `still = (n, (d_head - ${width}) // 2)  # these pairs do not turn`,
          'rest = joined(np.ones(still), np.zeros(still))',
          'positions = np.concatenate([positions, rest], axis=1)',
        ];
  return pyLines(...pairLines(pairing, width), '', 'positions = joined(cos, sin)', ...rest);
}

/**
 * What turns with cos and sin as a class of Transformers gives them, [1, n, width], each pair's twice.
 *
 * @param applied  whether that module has `apply_rotary_pos_emb`, for pairs in halves
 */
export function transformersTurning(
  pairing: Pairing,
  width: string | undefined,
  applied: boolean,
): Pick<Transformers, 'lines' | 'turn'> {
  const half = `${width ?? 'd_head'} // 2`;
  if (applied && pairing === 'half' && width === undefined) {
    return {
      lines: `positions = torch.cat([cos[0, :, : ${half}], sin[0, :, ${half} :]], dim=1)`,
      turn: 'q, k = (x[0] for x in apply_rotary_pos_emb(q[None], k[None], cos, sin))',
    };
  }
  return {
    lines: pyLines(
      `cos, sin = cos[0, :, : ${half}], sin[0, :, : ${half}]`,
      '',
      turningLines(pairing, width),
    ),
    turn: 'q, k = turned(q), turned(k)',
  };
}

function pairLines(pairing: Pairing, width: string | undefined): readonly string[] {
  const [first, second, join] =
    pairing === 'interleaved'
      ? ['0::2', '1::2', 'np.reshape(np.stack([a, b], axis=-1), (*a.shape[:-1], 2 * a.shape[-1]))']
      : [
          `: ${width ?? 'd_head'} // 2`,
          `${width ?? 'd_head'} // 2 :`,
          'np.concatenate([a, b], axis=-1)',
        ];
  const note =
    pairing === 'interleaved' ? 'channels 2i and 2i + 1' : 'halves: channels i and i + width / 2';
  const whole = [
    `    a, b = x[..., ${first}], x[..., ${second}]`,
    '    return joined(a * cos - b * sin, a * sin + b * cos)',
  ];
  const partial = [
    `    a, b = x[..., :${width}][..., ${first}], x[..., :${width}][..., ${second}]`,
    '    turning = joined(a * cos - b * sin, a * sin + b * cos)',
    `    return np.concatenate([turning, x[..., ${width}:]], axis=-1)`,
  ];
  return [
    `def joined(a, b):  # pairs are ${note}`,
    `    return ${join}`,
    '',
    'def turned(x):',
    ...(width === undefined ? whole : partial),
  ];
}
