import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Message, notesAddress, notesIn, readMessage, type StepNotes } from './notes.ts';

const notes: StepNotes = {
  lesson: 'Clocks',
  step: 2,
  steps: 7,
  title: 'Two hands',
  says: ['Each pair of channels is a hand.'],
  ask: 'Which turns faster?',
  next: 'The base',
  aims: ['Say what the base changes.'],
  mistakes: [],
};
const now = { kind: 'now', locale: 'zh-CN', dark: true, shown: 'RoPE', notes } as const;
const messages: readonly Message[] = [
  now,
  { ...now, notes: null },
  { kind: 'ended' },
  { kind: 'hello' },
  { kind: 'turn', by: 1 },
  { kind: 'turn', by: -1 },
];

describe('what the windows say to each other', () => {
  it('is understood as it was said, also after it was copied', () => {
    for (const message of messages) {
      expect(readMessage(structuredClone(message))).toEqual(message);
    }
  });

  it('is of one presentation, which the address names', () => {
    expect(notesIn(notesAddress('k3x').replace('./', ''))).toBe('k3x');
    expect(notesIn('')).toBeNull();
    expect(notesIn('#plate')).toBeNull();
  });

  it('is passed over where it makes no sense', () => {
    for (const nonsense of [
      null,
      'hello',
      { kind: 'turn', by: 2 },
      { ...now, locale: 'xx' },
      { ...now, notes: undefined },
      { ...now, notes: { ...notes, step: 8 } },
      { ...now, notes: { ...notes, says: [1] } },
    ]) {
      expect(readMessage(nonsense)).toBeNull();
    }
  });

  it('never throws, and what is read can be read again', () => {
    const broken = fc
      .tuple(fc.constantFrom(...messages), fc.string(), fc.anything())
      .map(([message, name, value]) => ({ ...message, [name]: value }));
    const parts = fc.constantFrom(...Object.keys(notes), 'locale', 'dark', 'shown', 'by', 'kind');
    const wrong = fc
      .tuple(parts, fc.anything())
      .map(([name, value]) => ({ ...now, [name]: value, notes: { ...notes, [name]: value } }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), broken, wrong), (said) => {
        const read = readMessage(said);
        expect(read === null || readMessage(read)).toEqual(read ?? true);
      }),
    );
  });
});
