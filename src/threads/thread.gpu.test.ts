/** In a browser, because only there is such a thread. */
import { expect, it } from 'vitest';
import { Died, Late, startThread } from './thread.ts';

const script = (text: string) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));

it('answers one question after another', async () => {
  const twice = startThread<number, number>(
    script('onmessage = ({ data }) => postMessage(2 * data)'),
  );
  expect(await twice.ask(3, 60_000)).toBe(6);
  expect(await twice.ask(4, 60_000)).toBe(8);
  twice.stop();
});

it('work without an end is late, and is ended', async () => {
  const endless = startThread<string, string>(script('onmessage = () => { for (;;); }'));
  await expect(endless.ask('anything', 50)).rejects.toBeInstanceOf(Late);
  endless.stop();
});

it('a script that cannot be had, or fails, is told', async () => {
  const none = startThread<string, string>(script('import "./nothing.js"'));
  await expect(none.ask('anything', 60_000)).rejects.toBeInstanceOf(Died);
  const broken = startThread<string, string>(script('onmessage = () => { throw new Error("x") }'));
  await expect(broken.ask('anything', 60_000)).rejects.toThrow('x');
  none.stop();
  broken.stop();
});
