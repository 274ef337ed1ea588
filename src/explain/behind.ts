/** Which parts of which stages a number was made from: rows, columns or cells. */
import type { StageName } from '../state/frame.ts';
import type { Spec } from '../state/spec.ts';

/** A cell of a stage; the column is a key or a channel. */
export interface StageCell {
  readonly stage: StageName;
  readonly row: number;
  readonly column: number;
}

/** A whole row where the column is null, a whole column where the row is, else one cell. */
export interface Part {
  readonly stage: StageName;
  readonly row: number | null;
  readonly column: number | null;
}

/** The stage whose rows the residual connection carries past the heads. */
export function carried(spec: Spec, hasTable: boolean): StageName {
  return hasTable && (spec.fusion === 'add' || spec.fusion === 'multiply') ? 'input' : 'tokens';
}

/** The stage that values are projected from. */
export function valueSource(spec: Spec, hasTable: boolean): StageName {
  return hasTable && spec.fusion !== 'query-key' ? 'input' : 'tokens';
}

/**
 * Of the stages shown only: W is none of them, and of the heads that W_o mixes one is.
 *
 * @param has  whether the scheme has a stage
 */
export function partsBehind(
  { stage, row, column }: StageCell,
  spec: Spec,
  has: (stage: StageName) => boolean,
): readonly Part[] {
  const hasTable = has('table');
  const rowOf = (name: StageName, place = row): Part => ({ stage: name, row: place, column: null });
  const cellOf = (name: StageName, place = column): Part => ({ stage: name, row, column: place });
  switch (stage) {
    case 'input':
      if (!hasTable) return [cellOf('tokens')];
      if (spec.fusion !== 'concat') return [cellOf('tokens'), cellOf('table')];
      return [column < spec.dim ? cellOf('tokens') : cellOf('table', column - spec.dim)];
    case 'query':
    case 'key':
      return [rowOf(hasTable ? 'input' : 'tokens')];
    case 'value':
      return [rowOf(valueSource(spec, hasTable))];
    case 'scores':
      return [rowOf('query'), rowOf('key', column)];
    case 'logits':
      return [
        rowOf('query'),
        rowOf('key', column),
        cellOf('scores'),
        ...(has('bias') ? [cellOf('bias')] : []),
      ];
    case 'weights':
      return [rowOf('logits')];
    case 'mixed':
      return [rowOf('weights'), { stage: 'value', row: null, column }];
    case 'attended':
      return [rowOf('mixed')];
    case 'residual':
      return [rowOf(carried(spec, hasTable)), rowOf('attended')];
    case 'output':
      return [rowOf('residual')];
    default:
      return [];
  }
}
