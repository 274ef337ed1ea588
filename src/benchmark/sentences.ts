/** What the trained encoder is timed on: from 3 to about 60 tokens, plain English. */
export const sentences: readonly string[] = [
  'good morning all',
  'dog bites man',
  'the cat chased the mouse',
  'The quick brown fox jumps over the lazy dog.',
  'Without its positions a sentence is a bag of words, and nobody knows who bit whom.',
  'She put the letter back into the drawer, locked it, and went down to the kitchen, where the others were still talking about the weather.',
  'When the first train of the morning left the small station by the lake, the old man who had waited all night on the wooden bench folded his newspaper, picked up his suitcase, and walked slowly home through the snow without once looking back at the empty platform.',
];
