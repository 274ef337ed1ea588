import { expect, it } from 'vitest';
import { embedCode } from './embedCode.ts';

it('is an iframe whose address and title are written as HTML wants them', () => {
  const code = embedCode(
    'https://example.org/?text=a%22b&embed=1',
    'Whereabouts: "own" <formula>',
    {
      width: 800,
      height: 500,
    },
  );
  expect(code).toContain('<iframe src="https://example.org/?text=a%22b&amp;embed=1"');
  expect(code).toContain(
    'title="Whereabouts: &quot;own&quot; &lt;formula>" width="800" height="500"',
  );
  expect(code).toMatch(/<\/iframe>$/);
});
