/** The NumPy script as a notebook, with a figure and a check against the page's own numbers. */
import { writeFloat32 } from '../../bytes/float32.ts';
import { pyLines, pyText } from '../../encodings/numpy.ts';
import type { Spec } from '../../state/spec.ts';
import type { Locale } from '../../text/locale.ts';
import { t } from '../../text/t.ts';
import '../../text/later.ts';
import { results, type Section, sectionsOf } from './script.ts';

/** Numbers of the page by name: of each array the first ones. */
export type Shown = Partial<Readonly<Record<(typeof results)[number], Float32Array>>>;

/** Of an array more numbers are not put into the check. */
export const mostShown = 2 ** 15;

/** @param heading  what it is of, the link last */
export function notebookOf(
  spec: Spec,
  shown: Shown,
  heading: readonly string[],
  locale: Locale,
): string {
  const [first = '', ...says] = heading;
  const parts = sectionsOf(spec, 'numpy');
  const cells = [
    markdown(`# ${first}`, '', ...says.flatMap((line) => [linked(line), ''])),
    ...parts.flatMap(({ title, lines }: Section) => [markdown(`## ${title}`), code(lines)]),
    markdown(`## ${t(locale, 'code.figure')}`),
    code(figureLines(spec)),
    markdown(`## ${t(locale, 'code.check')}`, '', t(locale, 'code.check.says')),
    code(checkLines(spec, shown)),
  ];
  const notebook = {
    cells: cells.map((cell, i) => ({ id: `cell-${i + 1}`, ...cell })),
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

const sourceOf = (text: string) => text.split(/(?<=\n)/);
const markdown = (...lines: readonly string[]) => ({
  cell_type: 'markdown',
  metadata: {},
  source: sourceOf(lines.join('\n').trimEnd()),
});
const code = (lines: string) => ({
  cell_type: 'code',
  execution_count: null,
  metadata: {},
  outputs: [],
  source: sourceOf(lines),
});

const linked = (line: string) => (URL.canParse(line) ? `<${line}>` : line);

function figureLines({ head }: Spec): string {
  return pyLines(
    'import matplotlib.pyplot as plt',
    '',
    "maps = {'positions': positions, 'similarity': similarity,",
    `        ${pyText(`weights, head ${head}`)}: weights[head]}`,
    'figure, axes = plt.subplots(1, 3, figsize=(13, 4), layout="constrained")',
    'for axis, (name, values) in zip(axes, maps.items()):',
    '    finite = np.where(np.isfinite(values), values, np.nan)',
    '    signed = np.nanmin(finite) < 0',
    '    most = np.nanmax(np.abs(finite))',
    "    image = axis.imshow(finite, cmap='RdBu_r' if signed else 'viridis', aspect='auto',",
    "                        interpolation='nearest', vmin=-most if signed else 0, vmax=most or 1)",
    '    axis.set_title(name)',
    '    figure.colorbar(image, ax=axis)',
    'plt.show()',
  );
}

function checkLines({ precision }: Spec, shown: Shown): string {
  const stored = results.flatMap((name) => {
    const values = shown[name];
    return values ? [`    '${name}': '${writeFloat32(values.slice(0, mostShown))}',`] : [];
  });
  return pyLines(
    'import base64',
    '',
    'page = {',
    ...stored,
    '}',
    'for name, text in page.items():',
    "    shown = np.frombuffer(base64.b64decode(text), dtype='<f4').astype(float)",
    '    own = globals()[name].ravel()[: shown.size]',
    '    same = (own == shown) | (np.isnan(own) & np.isnan(shown))  # also what is infinite',
    '    with np.errstate(invalid="ignore"):',
    '        apart = np.abs(own - shown) / np.maximum(1, np.abs(shown))',
    '    largest = np.max(np.where(same, 0, apart))',
    '    print(f"{name}: {largest:.1e}")',
    // A GPU's number may lie on the other side of halfway between two steps.
    precision === 'float32'
      ? '    assert largest < 1e-5'
      : `    assert largest < 0.1  # held as ${precision}, which a GPU may round the other way`,
  );
}
