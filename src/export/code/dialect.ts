/**
 * One text in four libraries. Lines are written in NumPy, of which a small part is used: functions as
 * `np.name(…)` and what Python itself has. Each library has its own names for them.
 *
 * For lines that can be read everywhere: indices are made of `np.arange`; a scalar bound goes to
 * `np.clip`; the root or the logarithm of a plain number is `math`'s.
 */

export type Dialect = 'numpy' | 'pytorch' | 'tensorflow' | 'jax';

/** The values of a call as they stand in the text, translated already. */
interface Given {
  readonly values: readonly string[];
  readonly named: ReadonlyMap<string, string>;
}

type Call = (given: Given) => string;

/** How a library says a function or a constant; without a word, as `prefix` and NumPy's own name. */
interface Library {
  readonly prefix: string;
  readonly constants: Readonly<Record<string, string>>;
  readonly calls: Readonly<Record<string, Call>>;
}

const joined = (values: readonly (string | undefined)[]) =>
  values.filter((value) => value !== undefined).join(', ');

/** The same values under another name, with some of their names changed. */
const as =
  (name: string, names: Readonly<Record<string, string>> = {}): Call =>
  ({ values, named }) =>
    `${name}(${joined([
      ...values,
      ...Array.from(named, ([key, value]) => `${names[key] ?? key}=${value}`),
    ])})`;

const dim = { axis: 'dim', keepdims: 'keepdim' };

const isLiteral = (text: string | undefined) => /^\(?-?[\d.]+(e[-+]?\d+)?\)?$/.test(text ?? '');

/** Among all of an axis: `x[idx]`, `x[:, idx]`. */
const taken: Call = ({ values: [x, rows], named }) =>
  `${x}[${':, '.repeat(Number(named.get('axis') ?? 0))}${rows}]`;

const asType =
  (cast: (x: string, type: 'int' | 'float') => string): Call =>
  ({ values: [x = ''], named }) =>
    cast(x, named.get('dtype') === 'int' ? 'int' : 'float');

const pytorch: Library = {
  prefix: 'torch.',
  constants: { pi: 'torch.pi', inf: 'torch.inf', e: 'math.e' },
  calls: {
    arctan2: as('torch.atan2'),
    array: as('torch.tensor'),
    asarray: asType((x, type) => `torch.as_tensor(${x}, dtype=torch.${type}64)`),
    clip: as('torch.clamp'),
    concatenate: as('torch.cat', dim),
    cumsum: as('torch.cumsum', dim),
    flip: ({ values: [x], named }) => `torch.flip(${x}, dims=(${named.get('axis')},))`,
    logaddexp: ({ values: [, x] }) => `torch.nn.functional.softplus(${x})`,
    max: as('torch.amax', dim),
    mean: as('torch.mean', dim),
    stack: as('torch.stack', dim),
    sum: as('torch.sum', dim),
    take: taken,
    take_along_axis: as('torch.take_along_dim', dim),
    transpose: ({ values: [x, order] }) =>
      order ? `torch.permute(${x}, ${order})` : `torch.t(${x})`,
  },
};

const double = 'dtype=tf.float64';
const whole = (x: string | undefined) => `tf.cast(${x}, tf.int32)`;

const tensorflow: Library = {
  prefix: 'tf.',
  constants: { pi: 'math.pi', inf: 'math.inf', nan: 'math.nan', e: 'math.e' },
  calls: {
    arange: ({ values }) => `tf.range(${joined([...values, double])})`,
    arctan2: as('tf.math.atan2'),
    array: ({ values }) => `tf.constant(${joined([...values, double])})`,
    asarray: asType((x, type) => `tf.cast(${x}, tf.${type === 'int' ? 'int32' : 'float64'})`),
    ceil: as('tf.math.ceil'),
    clip: ({ values: [x, low, high] }) => {
      if (high === 'None') return `tf.maximum(${x}, ${low})`;
      if (low === 'None') return `tf.minimum(${x}, ${high})`;
      return `tf.clip_by_value(${x}, ${low}, ${high})`;
    },
    concatenate: ({ values, named }) =>
      `tf.concat(${joined([...values, `axis=${named.get('axis') ?? 0}`])})`,
    expm1: as('tf.math.expm1'),
    eye: ({ values }) => `tf.eye(${joined([...values, double])})`,
    flip: ({ values: [x], named }) => `tf.reverse(${x}, axis=[${named.get('axis')}])`,
    full: ({ values: [shape, x] }) => `tf.fill(${shape}, tf.constant(${x}, ${double}))`,
    log: as('tf.math.log'),
    log1p: as('tf.math.log1p'),
    logaddexp: ({ values: [, x] }) => `tf.nn.softplus(${x})`,
    max: as('tf.reduce_max'),
    mean: as('tf.reduce_mean'),
    ones: ({ values }) => `tf.ones(${joined([...values, double])})`,
    sum: as('tf.reduce_sum'),
    take: ({ values: [x, rows], named }) =>
      `tf.gather(${x}, ${whole(rows)}, axis=${named.get('axis') ?? 0})`,
    take_along_axis: ({ values: [x, rows], named }) =>
      `tf.experimental.numpy.take_along_axis(${x}, ${whole(rows)}, axis=${named.get('axis')})`,
    where: ({ values: [condition, yes, no] }) =>
      `tf.where(${condition}, ${isLiteral(yes) && isLiteral(no) ? `tf.constant(${yes}, ${double})` : yes}, ${no})`,
    zeros: ({ values }) => `tf.zeros(${joined([...values, double])})`,
  },
};

const jax: Library = {
  prefix: 'jnp.',
  constants: {},
  calls: { logaddexp: ({ values: [, x] }) => `jax.nn.softplus(${x})` },
};

const libraries: Readonly<Record<Exclude<Dialect, 'numpy'>, Library>> = {
  pytorch,
  tensorflow,
  jax,
};

/** The lines in another library. */
export function inDialect(lines: string, dialect: Dialect): string {
  return dialect === 'numpy' ? lines : translated(lines, libraries[dialect]);
}

/** A string, a comment, or a name of NumPy's. */
const word = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|#[^\n]*|(?<![\w.])np\.(?<name>\w+)/;

function translated(text: string, library: Library): string {
  let said = '';
  let rest = text;
  for (let next = word.exec(rest); next; next = word.exec(rest)) {
    const [found] = next;
    said += rest.slice(0, next.index);
    rest = rest.slice(next.index + found.length);
    const name = next.groups?.name;
    if (name === undefined) {
      said += found;
    } else if (rest.startsWith('(')) {
      const end = closing(rest);
      const say = library.calls[name] ?? as(`${library.prefix}${name}`);
      said += say(given(rest.slice(1, end), library));
      rest = rest.slice(end + 1);
    } else {
      said += library.constants[name] ?? `${library.prefix}${name}`;
    }
  }
  return said + rest;
}

function given(text: string, library: Library): Given {
  const [values, named]: [string[], Map<string, string>] = [[], new Map()];
  for (const piece of pieces(text)) {
    const [, name, rest = ''] = /^(\w+)=(?!=)(.*)$/s.exec(piece) ?? [];
    if (name === undefined) values.push(translated(piece, library));
    else named.set(name, translated(rest, library));
  }
  return { values, named };
}

/** Text parted at its outermost commas. */
function pieces(text: string): readonly string[] {
  const found: string[] = [];
  let from = 0;
  for (const { at, letter, depth } of outside(text)) {
    if (letter !== ',' || depth > 0) continue;
    found.push(text.slice(from, at).trim());
    from = at + 1;
  }
  return [...found, text.slice(from).trim()].filter((piece) => piece !== '');
}

/** Where the bracket that a text begins with is closed. */
function closing(text: string): number {
  for (const { at, letter, depth } of outside(text)) {
    if (letter === ')' && depth === 0) return at;
  }
  throw new Error(`code: a bracket is not closed in ${text}`);
}

/** The letters of a text that are not in a string, with how many brackets are open behind each. */
function* outside(text: string) {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (quote !== '') {
      if (letter === '\\') at++;
      else if (letter === quote) quote = '';
      continue;
    }
    if (letter === '"' || letter === "'") quote = letter;
    if ('([{'.includes(letter)) depth++;
    if (')]}'.includes(letter)) depth--;
    yield { at, letter, depth };
  }
}
