/**
 * The positions of a model that was opened, as states of the page: which of its layers are alike, and
 * for each kind of them a Spec with exactly its scheme and parameters, with what had to give way.
 */
import { accepts } from '../encodings/params.ts';
import type { Positional } from '../files/families/description.ts';
import type { LayerPositions } from '../files/ggufModel.ts';
import { counted } from '../text/counted.ts';
import type { Localized } from '../text/locale.ts';
import { cut } from '../text/notice.ts';
import { problemOf } from './fitted.ts';
import type { SpecPatch } from './patch.ts';
import { defaultParams, defaultSpec, paramsOf } from './spec.ts';

/** Layers with the same positions and window. */
export interface LayersAlike extends LayerPositions {
  /** Counted from 1. */
  readonly numbers: readonly number[];
}

/** In the order in which each kind first comes. */
export function layersAlike(layers: readonly LayerPositions[]): readonly LayersAlike[] {
  const kinds = new Map<string, LayerPositions & { numbers: number[] }>();
  for (const [at, layer] of layers.entries()) {
    const key = JSON.stringify(layer);
    const kind = kinds.get(key) ?? { ...layer, numbers: [] };
    kind.numbers.push(at + 1);
    kinds.set(key, kind);
  }
  return [...kinds.values()];
}

interface Sizes {
  readonly heads: number;
  readonly headDim: number;
}

interface Use {
  /** Null where the page cannot show it. */
  readonly patch: SpecPatch | null;
  /** Why not, or what of it is shown otherwise. */
  readonly says: readonly Localized[];
}

/** The widest dModel and the most heads of the page. */
const [mostWidth, mostHeads] = [1024, 16];

/**
 * @param positions  its scheme must be loaded
 */
export function useOfPositions({ scheme, params }: Positional, sizes: Sizes): Use {
  const says: Localized[] = [];
  const given: Record<string, number | string | boolean> = {};
  for (const param of paramsOf(scheme)) {
    const value = params[param.name];
    if (value === undefined) continue;
    const fits: boolean = accepts(param, value);
    if (fits) given[param.name] = value;
    else if (param.kind === 'number' && typeof value === 'number') {
      const shown = Math.min(Math.max(value, param.min), param.max);
      given[param.name] = shown;
      says.push({
        en: `${param.label.en} is ${value}; the page goes from ${param.min} to ${param.max} and shows ${shown}.`,
        'zh-CN': `${param.label['zh-CN']}是 ${value}；本页的范围是 ${param.min} 到 ${param.max}，这里用 ${shown}。`,
      });
    } else {
      return {
        patch: null,
        says: [
          {
            en: `The page cannot show it: ${param.label.en} is ${cut(String(value))}.`,
            'zh-CN': `本页无法显示：${param.label['zh-CN']}是 ${cut(String(value))}。`,
          },
        ],
      };
    }
  }
  const patch = {
    encoding: scheme,
    params: { ...defaultParams(scheme), ...given },
    ...fittingSizes(scheme, sizes, says),
    head: 1,
  };
  const problem = problemOf({ ...defaultSpec, ...patch });
  return problem ? { patch: null, says: [problem] } : { patch, says };
}

/** As many heads as the page has room for; what turns or adds nothing by head needs no more than 4. */
function fittingSizes(scheme: string, { heads, headDim }: Sizes, says: Localized[]) {
  const byHead = scheme === 'alibi' || scheme === 't5';
  const width = byHead ? mostWidth / mostHeads : headDim || 64;
  const most = Math.min(byHead ? mostHeads : 4, Math.max(Math.floor(mostWidth / width), 1));
  const shown = Math.min(heads || most, most);
  if (byHead && heads > shown) {
    says.push({
      en: `It has ${heads} heads, each with a bias of its own; the page shows those of ${counted(shown, 'head')}.`,
      'zh-CN': `它有 ${heads} 个头，各有各的偏置；这里按 ${shown} 个头显示。`,
    });
  }
  return { dim: shown * width, heads: shown };
}
