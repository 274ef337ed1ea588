/** Opens a file of the person's own and shows its table of positions; takes a dropped file too. */

import { useEffect } from 'react';
import { useStore } from 'zustand';
import { lookAtTaken, openedStore, openFromDisk } from '../../../show/opened.ts';
import { useShown } from '../../hooks/stores.ts';
import { useWords } from '../../hooks/useWords.ts';
import { Attention } from './Attention.tsx';
import { takeDropped } from './dropped.ts';
import { Facts } from './Facts.tsx';
import { Look } from './Look.tsx';
import { ModelFacts } from './ModelFacts.tsx';
import { OpenForm } from './OpenForm.tsx';
import { Problems } from './Problems.tsx';
import { Progress } from './Progress.tsx';
import './opened.css';

export function OpenedTable() {
  const words = useWords();
  const opened = useStore(openedStore, (own) => own.opened);
  const taken = useStore(openedStore, (own) => own.taken);
  const look = useStore(openedStore, (own) => own.look);
  const device = useShown((now) => now.device);
  useEffect(() => {
    if (taken && !look && device) void lookAtTaken();
  }, [taken, look, device]);

  useEffect(() => takeDropped(openFromDisk), []);
  return (
    <section className="own" aria-labelledby="own-title">
      <h2 id="own-title">{words('own.title')}</h2>
      <p className="own-what">{words('own.what')}</p>
      <OpenForm />
      <Progress />
      <Problems at="files" />
      {opened && <Facts opened={opened} taken={taken} />}
      {opened?.model && <ModelFacts model={opened.model} file={opened.file} />}
      {look && <Look look={look} />}
      {opened?.checkpoint && (
        // Its choices belong to one file.
        <Attention key={opened.id} opened={opened} checkpoint={opened.checkpoint} />
      )}
    </section>
  );
}
