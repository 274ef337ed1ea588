/**
 * The page's words in English: the typed source of every key and every `{hole}`. What a scheme
 * says about itself stands in the scheme's own file, not here.
 */
export const en = {
  'field.encoding': 'Encoding',
  'field.length': 'Positions',
  'field.start': 'First position',
  'field.dim': 'Model dimension',
  'field.heads': 'Heads',
  'field.head': 'Head shown',
  'field.text': 'Text',
  'field.tokens': 'Tokens',
  'field.weights': 'Weights',
  'field.seed': 'Seed',
  'field.mask': 'Mask',
  'field.similarity': 'Similarity',

  'option.tokens.words': 'words',
  'option.tokens.characters': 'characters',
  'option.tokens.bytes': 'bytes',
  'option.weights.random': 'random',
  'option.weights.identity': 'identity',
  'option.mask.none': 'none',
  'option.mask.causal': 'causal',
  'option.similarity.dot': 'dot product',
  'option.similarity.cosine': 'cosine',

  'page.lang': 'Language',
  'page.theme': 'Theme',
  'page.embed': 'Without controls',
  'page.hide': 'Hidden controls',
  'page.gpu': 'GPU',
  'page.strings': 'Text length',
  'page.auto': 'automatic',
  'page.lang.en': 'English',
  'page.lang.zh-CN': '中文',
  'page.theme.light': 'paper',
  'page.theme.dark': 'night',
  'page.theme.projector': 'projector',
  'page.gpu.off': 'off',
  'page.strings.plain': 'as written',
  'page.strings.long': 'long (for testing)',

  'unit.positions': '{count} positions',
  'unit.channels': '{count} channels',
  'unit.heads': '{count} heads',
  'unit.tokens': '{count} tokens',
  'unit.radians': '{value} rad',
  'unit.milliseconds': '{value} ms',
  'unit.megabytes': '{value} MB',

  'line.exact': 'Each of the {count} tokens of the text has one position.',
  'line.cut': 'The first {length} of the {count} tokens of the text are shown.',
  'line.repeated': 'The {count} tokens of the text repeat to fill {length} positions.',
  'line.empty': 'The text holds no tokens; all {length} positions are empty.',

  'notice.unknown': 'The link’s “{field}” ({value}) has no meaning here and is left out.',
  'notice.broken': 'The link’s “{field}” is damaged ({value}); {used} is used instead.',
  'notice.invalid':
    'The link’s “{field}” cannot be {value} (allowed: {allowed}); {used} is used instead.',
  'notice.rounded': 'The link’s “{field}” must be a whole number; {value} became {used}.',
  'notice.repeated': 'The link gives “{field}” more than once; {used} is used and {value} is not.',
  'notice.adjusted': '“{field}” was changed from {value} to {used}. {reason}',
  'notice.shortened': 'The text is too long for a link; the link holds only its beginning.',
  'notice.nothing': 'nothing',
  'notice.default': 'its default',

  'reason.heads': 'The dimension {dim} must divide evenly among the heads.',
  'reason.head': 'The highest head is {heads}.',
  'reason.start': 'With {length} positions, the first can be at most {limit}.',
} as const satisfies Record<string, string>;

export type TextKey = keyof typeof en;
