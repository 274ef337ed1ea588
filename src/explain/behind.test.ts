import { describe, expect, it } from 'vitest';
import { type StageName, stageNames } from '../state/frame.ts';
import { defaultSpec } from '../state/spec.ts';
import { carried, partsBehind, valueSource } from './behind.ts';

const all = (_name: StageName) => true;
const bare = (name: StageName) => name !== 'table' && name !== 'bias';

describe('the parts that a number came from', () => {
  it('of a score are the row of the query and that of the key', () => {
    expect(partsBehind({ stage: 'scores', row: 3, column: 8 }, defaultSpec, bare)).toEqual([
      { stage: 'query', row: 3, column: null },
      { stage: 'key', row: 8, column: null },
    ]);
  });

  it('of a mixed value are a row of weights and a column of V', () => {
    expect(partsBehind({ stage: 'mixed', row: 3, column: 8 }, defaultSpec, bare)).toEqual([
      { stage: 'weights', row: 3, column: null },
      { stage: 'value', row: null, column: 8 },
    ]);
  });

  it('of an input are the same cell of X and of P; side by side, one of the two', () => {
    const at = (column: number, fusion: 'add' | 'concat', has = all) =>
      partsBehind({ stage: 'input', row: 3, column }, { ...defaultSpec, dim: 8, fusion }, has);
    expect(at(5, 'add')).toEqual([
      { stage: 'tokens', row: 3, column: 5 },
      { stage: 'table', row: 3, column: 5 },
    ]);
    expect(at(5, 'concat')).toEqual([{ stage: 'tokens', row: 3, column: 5 }]);
    expect(at(13, 'concat')).toEqual([{ stage: 'table', row: 3, column: 5 }]);
    expect(at(5, 'concat', bare)).toEqual([{ stage: 'tokens', row: 3, column: 5 }]);
  });

  it('never lie in a stage that the scheme does not have, nor in the stage itself', () => {
    for (const stage of stageNames) {
      if (!bare(stage)) continue;
      for (const part of partsBehind({ stage, row: 1, column: 2 }, defaultSpec, bare)) {
        expect(bare(part.stage)).toBe(true);
        expect(part.stage).not.toBe(stage);
      }
    }
  });

  it('carries the input past the heads, and the tokens where the two are not of one kind', () => {
    expect(carried({ ...defaultSpec, fusion: 'add' }, true)).toBe('input');
    expect(carried({ ...defaultSpec, fusion: 'concat' }, true)).toBe('tokens');
    expect(carried({ ...defaultSpec, fusion: 'add' }, false)).toBe('tokens');
    expect(valueSource({ ...defaultSpec, fusion: 'concat' }, true)).toBe('input');
    expect(valueSource({ ...defaultSpec, fusion: 'query-key' }, true)).toBe('tokens');
  });
});
