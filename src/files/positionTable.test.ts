import { describe, expect, it } from 'vitest';
import { positionTables, rowsOf } from './positionTable.ts';

const tablesOf = (shapes: Readonly<Record<string, readonly number[]>>) =>
  positionTables(Object.entries(shapes).map(([name, shape]) => ({ name, dtype: 'F32', shape })));

describe('the position table is recognised', () => {
  it.each([
    ['bert.embeddings.position_embeddings.weight', [512, 768], 'BERT', 0, null],
    ['embeddings.position_embeddings.weight', [512, 384], 'BERT', 0, null],
    ['distilbert.embeddings.position_embeddings.weight', [512, 768], 'BERT', 0, null],
    ['embeddings.position_embeddings.weight', [514, 768], 'RoBERTa', 2, null],
    ['roberta.embeddings.position_embeddings.weight', [514, 768], 'RoBERTa', 2, null],
    ['roberta.embeddings.position_embeddings.weight', [512, 768], 'RoBERTa', 2, null],
    // Too short for rows that are no positions.
    ['roberta.embeddings.position_embeddings.weight', [2, 8], 'RoBERTa', 0, null],
    ['mpnet.embeddings.position_embeddings.weight', [514, 768], 'MPNet', 2, null],
    ['electra.embeddings.position_embeddings.weight', [512, 128], 'ELECTRA', 0, null],
    ['deberta.embeddings.position_embeddings.weight', [512, 768], 'DeBERTa', 0, null],
    ['wpe.weight', [1024, 768], 'GPT-2', 0, null],
    ['transformer.wpe.weight', [1024, 768], 'GPT-2', 0, null],
    ['vit.embeddings.position_embeddings', [1, 197, 768], 'ViT', 1, 14],
    ['embeddings.position_embeddings', [1, 198, 192], 'ViT', 2, 14],
    ['pos_embed', [1, 1370, 384], 'ViT', 1, 37],
    ['vision_model.embeddings.position_embedding.weight', [50, 768], 'CLIP', 1, 7],
    ['vision_model.embeddings.position_embedding.weight', [729, 1152], 'CLIP', 0, 27],
    ['text_model.embeddings.position_embedding.weight', [77, 512], 'CLIP', 0, null],
    ['model.decoder.embed_positions.weight', [2050, 768], 'OPT', 2, null],
  ])('%s %j: %s', (name, shape, family, firstRow, side) => {
    const [rows, columns] = shape.slice(-2);
    expect(tablesOf({ [name]: shape })).toEqual([{ name, family, rows, columns, firstRow, side }]);
  });

  it('both of them in Whisper, neither with an offset', () => {
    const names = ['encoder', 'decoder'].map((part) => `model.${part}.embed_positions.weight`);
    const [encoder = '', decoder = ''] = names;
    const tables = tablesOf({ [encoder]: [1500, 384], [decoder]: [448, 384] });
    expect(tables.map(({ name, family, firstRow }) => [name, family, firstRow])).toEqual([
      [encoder, 'Whisper', 0],
      [decoder, 'Whisper', 0],
    ]);
  });

  it('in neither another name nor another shape', () => {
    expect(
      tablesOf({
        'model.embed_tokens.weight': [32_000, 4096],
        'bert.embeddings.position_ids': [1, 512],
        'wpe.weight': [1024],
        'xwpe.weight': [4, 4],
      }),
    ).toEqual([]);
  });
});

it('says where position 0 is', () => {
  const said = (name: string, shape: readonly number[]) => {
    const [table] = tablesOf({ [name]: shape });
    return table ? rowsOf(table).en : '';
  };
  expect(said('wpe.weight', [1024, 768])).toBe(
    'As in GPT-2: 1,024 rows of 768 channels; row 0 is position 0.',
  );
  expect(said('embeddings.position_embeddings.weight', [514, 768])).toContain(
    'Position 0 is row 2',
  );
  expect(said('pos_embed', [1, 197, 768])).toContain('14 × 14 patches');
});
