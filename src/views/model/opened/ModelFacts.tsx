/** What a file says of its model: sizes, kinds of weights, and the positions of its layers. */

import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { loadEncodings } from '../../../encodings/index.ts';
import type { StatedModel } from '../../../files/ggufModel.ts';
import type { Tensors } from '../../../files/tensors.ts';
import { enterWith, openedStore } from '../../../show/opened.ts';
import { type LayersAlike, layersAlike, useOfPositions } from '../../../state/modelPositions.ts';
import { defaultSpec, paramsOf, schemeOf } from '../../../state/spec.ts';
import { valueWords } from '../../../state/valueWords.ts';
import type { Locale } from '../../../text/locale.ts';
import { cut } from '../../../text/notice.ts';
import { said } from '../../../text/t.ts';
import { useView } from '../../hooks/stores.ts';
import { useWords } from '../../hooks/useWords.ts';

interface Props {
  readonly model: StatedModel;
  readonly file: Tensors;
}

export function ModelFacts({ model, file }: Props) {
  const words = useWords();
  const tokenizer = useStore(openedStore, (own) => own.tokenizer);
  const { architecture, name, width, heads, keyHeads, headDim, vocabulary, trained, layers } =
    model;
  const rows: readonly (readonly [string, string])[] = [
    [words('own.model.architecture'), architecture],
    [
      words('own.model.size'),
      words('own.model.sizes', { layers: layers.length, width, heads, headDim, keyHeads }),
    ],
    ...(vocabulary > 0
      ? [[words('own.model.vocabulary'), words('own.model.tokens', { count: vocabulary })] as const]
      : []),
    ...(trained > 0
      ? [[words('own.model.trained'), words('own.model.positions', { count: trained })] as const]
      : []),
    [words('own.model.weights'), kindsText(file)],
    ...(tokenizer ? [[words('own.model.tokenizer'), tokenizer.tokenizer.kind] as const] : []),
  ];
  return (
    <section className="own-model" aria-label={words('own.model')}>
      <h3>{name ?? architecture}</h3>
      <dl>
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Positions model={model} />
    </section>
  );
}

/** How many tensors are of which kind, the commonest first. */
function kindsText({ tensors }: Tensors): string {
  const counts = new Map<string, number>();
  for (const { dtype } of tensors) counts.set(dtype, (counts.get(dtype) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([dtype, count]) => `${dtype} × ${count}`)
    .join(', ');
}

function Positions({ model }: Pick<Props, 'model'>) {
  const words = useWords();
  const kinds = layersAlike(model.layers);
  const here = useLoaded(kinds.map(({ positions }) => positions.scheme));
  if (!here) return null;
  const [rotary] = kinds.filter(({ positions }) => positions.scheme === 'rope');
  return (
    <>
      <h3>{words('own.model.where')}</h3>
      <ul className="own-kinds">
        {kinds.map((kind) => (
          <Kind key={kind.numbers[0]} kind={kind} model={model} />
        ))}
      </ul>
      {rotary && !model.pairingKnown && <p>{words('own.model.pairing.unknown')}</p>}
      {rotary?.positions.params['pairing'] === 'interleaved' && (
        <p className="soft">{words('own.model.pairing.reordered')}</p>
      )}
    </>
  );
}

/** Whether the schemes are here; they are fetched. */
function useLoaded(schemes: readonly string[]): boolean {
  const [loaded, setLoaded] = useState('');
  const wanted = schemes.join();
  useEffect(() => {
    void loadEncodings(wanted.split(',')).then(() => setLoaded(wanted));
  }, [wanted]);
  return loaded === wanted;
}

function Kind({ kind, model }: { readonly kind: LayersAlike; readonly model: StatedModel }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const { positions, window, numbers } = kind;
  const all = model.layers.length;
  const { patch, says } = useOfPositions(positions, model);
  const scheme = said(schemeOf({ ...defaultSpec, encoding: positions.scheme }).text.name, locale);
  // Its own table is below, among the tensors.
  const shown = patch && positions.scheme !== 'learned' && positions.scheme !== 'none';
  return (
    <li>
      <span className="soft">
        {numbers.length === all
          ? words('own.model.layers.all', { count: all })
          : words('own.model.layers.some', {
              count: numbers.length,
              all,
              numbers: rangesText(numbers),
            })}
      </span>{' '}
      <b>{scheme}</b> {paramsText(kind, locale)}{' '}
      {window > 0 && words('own.model.window', { count: window })}
      {says.map((each) => (
        <span key={each.en} className="own-says">
          {said(each, locale)}
        </span>
      ))}
      {shown && (
        <button type="button" className="tool own-button" onClick={() => enterWith(patch)}>
          {words('own.show')}
        </button>
      )}
    </li>
  );
}

/** The parameters that are said, as the page's controls write them. */
function paramsText({ positions: { scheme, params } }: LayersAlike, locale: Locale): string {
  return paramsOf(scheme)
    .flatMap((param) => {
      const value = params[param.name];
      if (value === undefined) return [];
      return [`${said(param.label, locale)} ${cut(valueWords(param, value, locale))}`];
    })
    .join(' · ');
}

/** More would be no help to anyone. */
const mostRanges = 4;

/** 1–3, 5–7 … */
function rangesText(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  const text = ranges
    .slice(0, mostRanges)
    .map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`))
    .join(', ');
  return ranges.length > mostRanges ? `${text} …` : text;
}
