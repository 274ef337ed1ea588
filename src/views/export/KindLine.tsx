/** One kind of file: what it is, how large, and the buttons that save or copy it; or why it cannot be made. */
import { type ReactNode, useState } from 'react';
import { type About, type Export, Refused } from '../../export/export.ts';
import { exported, fileName } from '../../export/exports.ts';
import { contextOf } from '../../export/taken.ts';
import { copiedFile } from '../../show/clipboard.ts';
import { bytesText } from '../../text/bytes.ts';
import { said } from '../../text/t.ts';
import { useView } from '../hooks/stores.ts';
import { useWords } from '../hooks/useWords.ts';
import { saveFile } from './saveFile.ts';

/** What there is, before a quantity and a look are chosen. */
export type Here = Omit<About, 'quantity' | 'look'>;

/** What a clipboard takes of a file: a picture, or its text. */
function clipboardType({ mediaType }: Export): string | null {
  if (mediaType === 'image/png') return mediaType;
  return /^text\/|json|svg|bibtex/.test(mediaType) ? 'text/plain' : null;
}

export function KindLine({ of, about }: { readonly of: Export; readonly about: About }) {
  const words = useWords();
  const locale = useView((view) => view.locale);
  const [making, setMaking] = useState(false);
  /** What came of it. */
  const [told, setTold] = useState<string | null>(null);
  const reason = of.refuses?.(about);
  const name = fileName(of, about);
  const type = clipboardType(of);
  const label = words(`export.name.${of.id}`);
  const act = async (work: (file: Promise<Blob>) => Promise<string | null>) => {
    setMaking(true);
    setTold(null);
    const file = exported(of, contextOf(about));
    try {
      const outcome = await work(file);
      // The clipboard says only that it was refused, not why.
      await file;
      setTold(outcome);
    } catch (error) {
      setTold(
        error instanceof Refused
          ? said(error.reason, locale)
          : words('export.failed', {
              message: error instanceof Error ? error.message : String(error),
            }),
      );
    }
    setMaking(false);
  };
  const save = () =>
    act(async (file) => {
      saveFile(await file, name);
      return null;
    });
  const copy = () =>
    act(async (file) => {
      const made = file.then((blob) => new Blob([blob], { type: type ?? '' }));
      const well = await copiedFile(made, type ?? '');
      return words(well ? 'export.copied' : 'export.notCopied');
    });
  return (
    <Line
      id={of.id}
      name={label}
      says={words(`export.says.${of.id}`)}
      size={of.bytes && words('export.size', { size: bytesText(locale, of.bytes(about)) })}
      told={reason ? said(reason, locale) : told}
    >
      {type && (
        <button
          type="button"
          className="tool"
          disabled={making || Boolean(reason)}
          aria-label={words('export.copy.as', { name: label })}
          onClick={() => void copy()}
        >
          {words('export.copy')}
        </button>
      )}
      <button
        type="button"
        className="tool"
        disabled={making || Boolean(reason)}
        title={name}
        aria-label={words('export.save.as', { name })}
        onClick={() => void save()}
      >
        {words(making ? 'export.making' : 'export.save')}
      </button>
    </Line>
  );
}

interface LineProps {
  readonly id: string;
  readonly name: string;
  readonly says: string;
  readonly size?: string | undefined;
  readonly told: string | null;
  readonly children: ReactNode;
}

export function Line({ id, name, says, size, told, children }: LineProps) {
  return (
    <div className="take-away-line" data-export={id}>
      <span className="take-away-name">{name}</span>
      <span className="take-away-says">
        {says} {size && <span className="take-away-size">{size}</span>}
      </span>
      <span className="take-away-acts">{children}</span>
      <p className="take-away-told" role="status">
        {told}
      </p>
    </div>
  );
}

/** All that `read` knows, with shapes. */
export function QuantityOptions({
  here,
  prefix = '',
}: {
  readonly here: Here;
  /** Of the values, where there are others beside them. */
  readonly prefix?: string;
}) {
  return here.quantities.map(({ name, shape }) => (
    <option key={name} value={`${prefix}${name}`}>
      {`${name} [${shape.join(', ')}]`}
    </option>
  ));
}
