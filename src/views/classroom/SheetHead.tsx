/** The head of a sheet: whose it is, what it is about, and the way to the live page. */
import type { ReactNode } from 'react';
import { useWords } from '../hooks/useWords.ts';
import { Qr } from '../parts/Qr.tsx';

/** A longer address nobody types from paper. */
const mostTyped = 90;

interface HeadProps {
  readonly title: string;
  readonly says: ReactNode;
  readonly link: string;
}

export function SheetHead({ title, says, link }: HeadProps) {
  const words = useWords();
  return (
    <header className="sheet-head">
      <div>
        <p className="sheet-name">
          {words('sheet.name')} <i /> {words('sheet.date')} <i className="short" />
        </p>
        <h1>{title}</h1>
        <p>{says}</p>
      </div>
      <figure className={link.length > mostTyped ? 'code-only' : ''}>
        <Qr link={link} label={words('sheet.qr')} />
      </figure>
    </header>
  );
}
