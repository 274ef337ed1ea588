/** Against the library whose files these are, on texts with signs of many kinds. */
import { expect, it } from 'vitest';
import golden from './golden/tokenizers.json';
import { tokenizerOf } from './tokenizer.ts';

it.each(golden.tokenizers.map(({ file, cases }) => [file.model.type, file, cases] as const))(
  '%s gives the ids that Hugging Face’s own library gives',
  (_, file, cases) => {
    const tokenizer = tokenizerOf(JSON.stringify(file));
    expect(cases.map(([text]) => tokenizer.encode(String(text)).ids)).toEqual(
      cases.map(([, ids]) => ids),
    );
  },
);
