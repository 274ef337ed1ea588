/** The attention of one of the file's layers on the person's tokens, one head at a time. */

import { type FormEvent, useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { readIds } from '../../../files/ids.ts';
import {
  type Attended,
  attend,
  attendTo,
  type Checkpoint,
  type Cut,
  closeTokenizer,
  fitted,
  type Opened,
  openedStore,
  runAllLayers,
  takeTokenizerUp,
} from '../../../show/opened.ts';
import { answers } from '../../../show/shown.ts';
import { useShown } from '../../hooks/stores.ts';
import { useWords } from '../../hooks/useWords.ts';
import { AttentionMap } from '../../parts/AttentionMap.tsx';
import { Select } from '../../parts/Select.tsx';
import { Problems } from './Problems.tsx';
import { Taken } from './Taken.tsx';

/** As much of a text as is read, in UTF-16 units. */
const longestText = 4000;

interface Props {
  readonly opened: Opened;
  readonly checkpoint: Checkpoint;
}

export function Attention({ opened, checkpoint }: Props) {
  const words = useWords();
  const asked = useStore(openedStore, (own) => own.asked);
  const attended = useStore(openedStore, (own) => own.attended);
  const { description } = checkpoint.model;
  // Whoever comes back to the room finds the layer that is shown.
  const [at, setAt] = useState(asked?.at ?? 0);
  const [head, setHead] = useState(0);
  const shown = Math.min(head, description.heads - 1);
  return (
    <section className="own-attention" aria-labelledby="own-attention-title">
      <h3 id="own-attention-title">{words('own.attend')}</h3>
      <Taken checkpoint={checkpoint} />
      <p>
        {words('own.attend.what')} {description.causal && words('own.attend.causal')}
      </p>
      <Tokens opened={opened} checkpoint={checkpoint} at={at} />
      <p className="own-heads">
        <Count
          name="layer"
          label={words('own.attend.layer')}
          value={at}
          values={Array.from(description.layers.keys())}
          change={(layer) => {
            setAt(layer);
            if (asked) void attend({ ...asked, at: layer });
          }}
        />
        <Count
          name="head"
          label={words('own.attend.head')}
          value={shown + 1}
          values={Array.from({ length: description.heads }, (_, i) => i + 1)}
          change={(number) => setHead(number - 1)}
        />
      </p>
      {attended && <Weights attended={attended} head={shown} />}
      <p>
        <button
          type="button"
          className="tool own-button"
          data-own="all"
          // It is shown where the room begins.
          onClick={() => void runAllLayers().then(() => scrollTo({ top: 0 }))}
        >
          {words('own.attend.all')}
        </button>{' '}
        <span className="soft">{words('own.attend.all.says')}</span>
      </p>
    </section>
  );
}

interface TokensProps extends Props {
  readonly at: number;
}

function Tokens({ opened, checkpoint, at }: TokensProps) {
  const words = useWords();
  const id = useId();
  const open = useStore(openedStore, (own) => own.tokenizer);
  const text = useStore(openedStore, (own) => own.typed);
  const [problem, setProblem] = useState('');
  const go = (event: FormEvent) => {
    event.preventDefault();
    const long = text.length > longestText;
    const only = long ? words('own.attend.long', { count: longestText }) : '';
    if (open) {
      setProblem(only);
      void attendTo(text.slice(0, longestText), { at });
      return;
    }
    const read = readIds(text.slice(0, longestText));
    if ('bad' in read) setProblem(words('own.attend.bad', { text: read.bad.slice(0, 40) }));
    else if (read.ids.length === 0) setProblem(words('own.attend.empty'));
    else {
      setProblem(only);
      void attend({ ...fitted(read, opened), at });
    }
  };
  return (
    <>
      <form className="own-tokens" onSubmit={go}>
        <label htmlFor={id}>{words(open ? 'own.attend.text' : 'own.attend.ids')}</label>
        <input
          id={id}
          type="text"
          autoComplete="off"
          value={text}
          data-own="ids"
          aria-describedby={`${id}how`}
          onChange={(event) => openedStore.setState({ typed: event.target.value })}
        />
        <button type="submit" className="tool own-button">
          {words('own.attend.go')}
        </button>
        {open && (
          <button type="button" className="tool" onClick={closeTokenizer}>
            {words('own.tokenizer.drop')}
          </button>
        )}
        <span id={`${id}how`} className="soft">
          {open ? words('own.tokenizer', { name: open.name }) : words('own.attend.how')}
        </span>
        <span className="own-problem" role="status">
          {problem}
        </span>
      </form>
      <Problems at="tokens" />
      <Whose checkpoint={checkpoint} />
    </>
  );
}

/** A vocabulary may be padded to a round number of rows, and not by more. */
const mostPadding = 1024;

/** Whether the tokenizer is this file's: ids of another stand for other tokens. */
function Whose({ checkpoint }: Pick<Props, 'checkpoint'>) {
  const words = useWords();
  const { family, vocabulary } = checkpoint.model.description;
  const open = useStore(openedStore, (own) => own.tokenizer);
  const aside = useStore(openedStore, (own) => own.aside);
  const { kind, size } = open?.tokenizer ?? { kind: null, size: vocabulary };
  const fits = size <= vocabulary && vocabulary - size <= mostPadding;
  return (
    <div role="status" data-own="whose">
      {aside && (
        <p>
          {words('own.tokenizer.aside', { name: aside.name })}{' '}
          <button type="button" className="tool own-button" onClick={takeTokenizerUp}>
            {words('own.tokenizer.again')}
          </button>
        </p>
      )}
      {!fits && <p className="own-warning">{words('own.tokenizer.size', { size, vocabulary })}</p>}
      {kind === 'WordPiece' && family === 'gpt2' && (
        <p className="own-warning">{words('own.tokenizer.kind')}</p>
      )}
    </div>
  );
}

interface CountProps {
  readonly name: 'layer' | 'head';
  readonly label: string;
  readonly value: number;
  readonly values: readonly number[];
  readonly change: (value: number) => void;
}

function Count({ name, label, value, values, change }: CountProps) {
  return (
    <label className="choice">
      <span className="choice-label">{label}</span>
      <Select data-own={name} value={value} values={values} says={String} choose={change} />
    </label>
  );
}

interface WeightsProps {
  readonly attended: Attended;
  readonly head: number;
}

/** Numbers, and the head that they are of: they stay until those of another are here. */
interface HeadWeights {
  readonly attended: Attended;
  readonly head: number;
  readonly data: Float32Array;
}

function Weights({ attended, head }: WeightsProps) {
  const [shown, setShown] = useState<HeadWeights | null>(null);
  const device = useShown((now) => now.device);
  useEffect(() => {
    // Of a guess with fewer heads, on its way.
    if (!device || head >= attended.description.heads) return;
    let overtaken = false;
    const { at: layer, description, stream, weights } = attended;
    void answers.attendOpened({ description, layer, stream, weights, head }).then((data) => {
      if (data && !overtaken) setShown({ attended, head, data });
    });
    return () => {
      overtaken = true;
    };
  }, [attended, head, device]);
  if (!shown) return null;
  const { labels, at, cut } = shown.attended;
  return (
    <>
      {cut && <CutLine cut={cut} />}
      <AttentionMap labels={labels} layer={at} head={shown.head} data={shown.data} />
    </>
  );
}

/** Says beside the tokens that there were more of them. */
function CutLine({ cut: { count, kept, closing } }: { readonly cut: Cut }) {
  const words = useWords();
  const first = kept - closing.length;
  return (
    <p data-own="cut">
      {closing.length === 0
        ? words('own.attend.cut', { count, kept })
        : words('own.attend.cut.closed', { count, first, closing: closing.join(' ') })}
    </p>
  );
}
