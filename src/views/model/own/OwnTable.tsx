/** Opens a file of the person's own and shows its table of positions; takes a dropped file too. */
import { type DragEvent, useEffect } from 'react';
import { useStage } from '../../stage.ts';
import { useWords } from '../../words.ts';
import { Attention } from './Attention.tsx';
import { Facts } from './Facts.tsx';
import { Look } from './Look.tsx';
import { OpenForm } from './OpenForm.tsx';
import { lookAtTaken, openFromDisk, useOwn } from './opened.ts';
import { Problems } from './Problems.tsx';
import { Progress } from './Progress.tsx';
import './own.css';

export function OwnTable() {
  const words = useWords();
  const opened = useOwn((own) => own.opened);
  const taken = useOwn((own) => own.taken);
  const look = useOwn((own) => own.look);
  const device = useStage((now) => now.device);
  useEffect(() => {
    if (taken && !look && device) void lookAtTaken();
  }, [taken, look, device]);

  const over = (event: DragEvent) => {
    if (event.dataTransfer.types.includes('Files')) event.preventDefault();
  };
  const drop = (event: DragEvent) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void openFromDisk([...event.dataTransfer.files]);
  };
  return (
    <section className="own" aria-labelledby="own-title" onDragOver={over} onDrop={drop}>
      <h2 id="own-title">{words('own.title')}</h2>
      <p className="own-what">{words('own.what')}</p>
      <OpenForm />
      <Progress />
      <Problems at="files" />
      {opened && <Facts opened={opened} taken={taken} />}
      {look && <Look look={look} />}
      {opened?.checkpoint && (
        // Its choices belong to one file.
        <Attention key={opened.id} opened={opened} checkpoint={opened.checkpoint} />
      )}
    </section>
  );
}
