/** Which parameters of RoPE cannot work together, in the reader's language. */

import { counted } from '../text/counted.ts';
import type { Localized } from '../text/locale.ts';
import type { Dims } from './encoding.ts';
import type { RopeParams, Scaling } from './rope-params.ts';
import { factorList, piecesOf, rotaryWidth, yarnRamp } from './rope-scaling.ts';
import { largestNormal } from './seeded.ts';

/** @returns the first reason, or null. A fraction in which no pair turns is allowed: it is NoPE. */
export function checkRope(values: RopeParams, dims: Dims): Localized | null {
  return oddWidth(values, dims) ?? refusals[values.scaling]?.(values, dims) ?? null;
}

function oddWidth(values: RopeParams, { dModel, nHeads, dHead }: Dims): Localized | null {
  if (dHead % 2 !== 0) {
    return {
      en: `RoPE turns channels in pairs, so the width of a head must be even; dimension ${dModel} over ${counted(nHeads, 'head')} gives ${dHead}.`,
      'zh-CN': `RoPE 成对地旋转通道，所以每个头的宽度必须是偶数；维度 ${dModel} 分给 ${nHeads} 个头，每头为 ${dHead}。`,
    };
  }
  const width = rotaryWidth(values, { dHead });
  if (width % 2 !== 0 || width > dHead) {
    return {
      en: `The rotary width must be even and at most the width of a head, ${dHead}; it is ${width}.`,
      'zh-CN': `旋转宽度必须是偶数，且不超过每个头的宽度 ${dHead}；现在是 ${width}。`,
    };
  }
  return null;
}

type Refusal = (values: RopeParams, dims: Dims) => Localized | null;

const refusals: Partial<Record<Scaling, Refusal>> = {
  ntk: tooNarrow,
  'dynamic-ntk': tooNarrow,
  yarn: badRamp,
  'ntk-by-parts': ({ betaFast, betaSlow }) =>
    betaFast <= betaSlow
      ? {
          en: `Fast pairs must make more turns than slow pairs; fast is ${betaFast}, slow is ${betaSlow}.`,
          'zh-CN': `高频圈数必须大于低频圈数；现在分别是 ${betaFast} 和 ${betaSlow}。`,
        }
      : null,
  longrope: (values, dims) =>
    badList('shortFactors', values, dims) ?? badList('longFactors', values, dims),
  learned: tooSpread,
  llama3: ({ lowFreqFactor, highFreqFactor }) =>
    highFreqFactor <= lowFreqFactor
      ? {
          en: `The high-frequency factor must be greater than the low-frequency factor; they are ${highFreqFactor} and ${lowFreqFactor}.`,
          'zh-CN': `高频因子必须大于低频因子；现在分别是 ${highFreqFactor} 和 ${lowFreqFactor}。`,
        }
      : null,
};

/** Turns per position up to which float64 tells the angle at position 2²⁰ to a millionth. */
const mostTurns = 1024;

/** By the largest α that any seed can draw. The fastest pair turns one rad per position before. */
function tooSpread({ spread }: RopeParams): Localized | null {
  const most = Math.log(2 * Math.PI * mostTurns) / largestNormal;
  if (spread <= most) return null;
  const allowed = Math.floor(100 * most) / 100;
  return {
    en: `With a spread of ${spread}, some seeds would turn a pair more than ${mostTurns} times per position, too fast for exact angles at far positions; the spread can be at most ${allowed}.`,
    'zh-CN': `离散度为 ${spread} 时，某些种子会让一对通道每走一步就转 ${mostTurns} 圈以上，快得无法准确算出远处的角度；离散度最大为 ${allowed}。`,
  };
}

function tooNarrow(values: RopeParams, dims: Dims): Localized | null {
  const width = rotaryWidth(values, dims);
  if (width >= 4) return null;
  return {
    en: `NTK scaling raises the factor to the power r/(r−2), so the rotary width r must be at least 4; it is ${width}.`,
    'zh-CN': `NTK 扩展把倍数升到 r/(r−2) 次方，所以旋转宽度 r 至少是 4；现在是 ${width}。`,
  };
}

function badRamp(values: RopeParams, dims: Dims): Localized | null {
  const { betaFast, betaSlow, base, originalLength } = values;
  if (betaFast < betaSlow) {
    return {
      en: `Fast pairs cannot make fewer turns than slow pairs; fast is ${betaFast}, slow is ${betaSlow}.`,
      'zh-CN': `高频圈数不能小于低频圈数；现在分别是 ${betaFast} 和 ${betaSlow}。`,
    };
  }
  const { low, high } = yarnRamp(values, rotaryWidth(values, dims));
  if (low <= high) return null;
  const [from, to] = [Number(low.toPrecision(4)), Number(high.toPrecision(4))];
  return {
    en: `With base ${base} and original length ${originalLength}, YaRN’s ramp would end at pair ${to}, before it begins at ${from}.`,
    'zh-CN': `底数为 ${base}、原始长度为 ${originalLength} 时，YaRN 的斜坡从第 ${from} 对开始，却在第 ${to} 对就结束：终点落在起点之前。`,
  };
}

const listNames = {
  shortFactors: { en: 'short', 'zh-CN': '短' },
  longFactors: { en: 'long', 'zh-CN': '长' },
};

function badList(name: keyof typeof listNames, values: RopeParams, dims: Dims): Localized | null {
  const factors = factorList(values[name]);
  const pairs = rotaryWidth(values, dims) / 2;
  const which = listNames[name];
  const wrong = factors.findIndex((factor) => !(factor > 0 && factor < Number.POSITIVE_INFINITY));
  if (wrong >= 0) {
    const piece = piecesOf(values[name])[wrong];
    return {
      en: `Number ${wrong + 1} of the ${which.en} factors, “${piece}”, is not a number above 0.`,
      'zh-CN': `${which['zh-CN']}文本因子的第 ${wrong + 1} 个“${piece}”不是大于 0 的数。`,
    };
  }
  if (factors.length === 1 || factors.length === pairs) return null;
  return {
    en: `The ${which.en} factors must be one number, or one for each of the ${pairs} pairs that turn; there are ${factors.length}.`,
    'zh-CN': `${which['zh-CN']}文本因子应是一个数，或每对旋转的通道各一个，共 ${pairs} 个；现在有 ${factors.length} 个。`,
  };
}
