/**
 * The file that a person opened, the table taken from it, and what is under way. Kept while the
 * page is open, whichever room is looked at. A file that cannot be taken leaves the one before.
 */
import { createStore } from 'zustand/vanilla';
import { columnsOf } from '../bytes/columns.ts';
import { loadEncodings } from '../encodings/index.ts';
import { type OpenedTable, setOpenedTable } from '../encodings/openedTable.ts';
import { configModelOf, statedBy } from '../files/configModel.ts';
import { firstLayers, type ModelDescription } from '../files/families/description.ts';
import type { GuessKind } from '../files/families/family.ts';
import { ggufDescribed } from '../files/families/gguf.ts';
import { type Described, describedBy } from '../files/families/index.ts';
import { ggufModelOf, type StatedModel } from '../files/ggufModel.ts';
import { sorted } from '../files/given.ts';
import {
  describedByGuess,
  type Guess,
  type GuessedValue,
  guessedAgain,
  guessOf,
  headsFor,
} from '../files/guess.ts';
import { hubAddress, hubFileNamed, hubModel, hubText } from '../files/hub.ts';
import { huggingFace } from '../files/huggingFace.ts';
import { cutTo, mostTokens, readIds } from '../files/ids.ts';
import {
  type LanguageModelFile,
  languageModelOf,
  type QueryKeyWeights,
} from '../files/languageModel.ts';
import type { PositionTable } from '../files/positionTable.ts';
import { prepared } from '../files/preparation.ts';
import { Refusal, refusal } from '../files/refusal.ts';
import { mostHeader } from '../files/safetensors.ts';
import { joinedSource, openShards } from '../files/shards.ts';
import { fileSource, type Source } from '../files/source.ts';
import { matrixOf, type TensorInfo } from '../files/stored.ts';
import type { Tensors } from '../files/tensors.ts';
import {
  openApart,
  type TokenizerApart,
  type TokenizerQuestion,
} from '../files/tokenizer/apart.ts';
import { mostBytes } from '../files/tokenizer/limits.ts';
import type { Encoded } from '../files/tokenizer/tokenizer.ts';
import { asksForPositions } from '../state/address.ts';
import { changes, fitTogether, problemOf, workable } from '../state/fitted.ts';
import { asTrained } from '../state/model.ts';
import type { OpenedLook } from '../state/openedFile.ts';
import { mostLookedAt } from '../state/openedFile.ts';
import { type FilePlace, openedModel, setOpenedModel } from '../state/openedModel.ts';
import type { Look } from '../state/page.ts';
import { merged, type SpecPatch } from '../state/patch.ts';
import type { Spec } from '../state/spec.ts';
import { versionOf } from '../state/specKey.ts';
import { change, put, specStore } from '../state/store.ts';
import { fileAsTrained } from '../state/surgery.ts';
import { notify, viewStore } from '../state/view.ts';
import { visit } from '../state/visit.ts';
import type { Localized } from '../text/locale.ts';
import type { Notice } from '../text/notice.ts';
import { localized } from '../text/t.ts';
import { headersApart, startFileThread } from './fileThread.ts';
import { inputOf, type ModelInput, takes } from './modelInput.ts';
import { answers, askAgain } from './shown.ts';

export interface Opened {
  /** Another for each file that was opened, whatever it is called. */
  readonly id: number;
  readonly file: Tensors;
  /** The file's name on disk, or the model's on the Hub. */
  readonly name: string;
  readonly from: 'disk' | 'hub';
  /** Its layers, to be looked at one by one; null for a file without any that is known. */
  readonly checkpoint: Checkpoint | null;
  /** What the file says of its model; null where it says nothing. */
  readonly model: StatedModel | null;
  /** Where its bytes lie. */
  readonly places: readonly FilePlace[];
  /** The text of its index, where it is in several files and has one. */
  readonly index: string | null;
  /** The model in it, and how it is read, as its configuration says; null where none that is run. */
  readonly described: Described | null;
}

/** A model whose layers are looked at one by one: an encoder, or one without its configuration. */
export interface Checkpoint {
  readonly model: LanguageModelFile;
  /** Null where its configuration says all of it. */
  readonly guess: Guess | null;
}

export interface Taken {
  readonly tensor: TensorInfo;
  /** Null for a tensor whose name says nothing. */
  readonly recognised: PositionTable | null;
  /** The first row and channels of the tensor that are used. */
  readonly table: OpenedTable;
}

interface Work {
  /** What is being opened or read. */
  readonly name: string;
  /** Null until there is an answer. */
  readonly source: Source | null;
  readonly controller: AbortController;
}

/** Tokens that were put into the file, and the layer that is looked at. */
export interface Attended {
  readonly ids: readonly number[];
  readonly labels: readonly string[];
  /** 0…layers − 1, of a model that was taken to be this one. */
  readonly at: number;
  readonly description: ModelDescription;
  /** What goes into that layer, [token, width]. */
  readonly stream: Float32Array;
  readonly weights: QueryKeyWeights;
  /** How the line was cut; null where all of it is here. */
  readonly cut: Cut | null;
}

export interface Cut {
  /** Tokens of the whole line. */
  readonly count: number;
  readonly kept: number;
  /** Of the kept ones those that close the line; none where nothing does. */
  readonly closing: readonly string[];
}

interface OpenTokenizer {
  readonly name: string;
  readonly tokenizer: TokenizerApart;
  /** The file whose tokens it is taken to make; null before one is open. */
  readonly of: Opened['id'] | null;
}

/** Why a file was not taken, or what else is to be said of it. */
export interface Problem {
  /** Where it is said: with the files, or with the tokens. */
  readonly at: 'files' | 'tokens';
  /** Of several files the one that it is about. */
  readonly name: string | null;
  readonly text: Localized;
}

interface Own {
  readonly opened: Opened | null;
  readonly taken: Taken | null;
  /** Of the table taken; null until it is worked out. */
  readonly look: OpenedLook | null;
  readonly tokenizer: OpenTokenizer | null;
  /** One that was open with another file: it stays at hand, but is not used. */
  readonly aside: OpenTokenizer | null;
  /** What is typed as tokens. */
  readonly typed: string;
  /** Of the file that is open; null until it is asked for. */
  readonly asked: Asking | null;
  /** What came of the last time that it was. */
  readonly attended: Attended | null;
  /** What a model is given that reads no text; null where it reads text. */
  readonly input: ModelInput | null;
  readonly work: Work | null;
  readonly problems: readonly Problem[];
}

export const openedStore = createStore<Own>(() => ({
  opened: null,
  taken: null,
  look: null,
  tokenizer: null,
  aside: null,
  typed: '',
  asked: null,
  attended: null,
  input: null,
  work: null,
  problems: [],
}));

/** As many positions as the page shows, and no more values than make 64 MiB. */
const mostRows = 4096;
const mostRead = 2 ** 24;
/** The widest dModel of the page. */
export const mostColumns = 1024;

/** Of what is not read so many are named. */
const mostOthers = 5;

/** A file of tensors, a tokenizer.json, or both; each that cannot be taken is named. */
export function openFromDisk(files: readonly File[]): Promise<void> {
  const [only, ...more] = files;
  const stem = openedModel()?.description.stem;
  if (only && stem && more.length === 0 && takes(stem, only)) return giveInput(only);
  const { tensors, shards, index, tokenizer, config, preparation, others } = sorted(files);
  const [first] = files;
  if (!first) return Promise.resolve();
  const named = (file: File) => (files.length > 1 ? file.name : null);
  return underway((tensors ?? tokenizer ?? first).name, 'files', async (work) => {
    // The tensors first: the tokenizer then belongs to them.
    if (tensors) {
      await orSaid(work, named(tensors), async () =>
        opening(
          shards.map((file) => fileSource(file, file.name)),
          {
            name: tensors.name,
            from: 'disk',
            places: shards.map((file) => ({ name: file.name, blob: file })),
            index: index && (await textIn(index, mostHeader)),
          },
          {
            config: config && (await textIn(config)),
            preparation: async () => preparation && (await textIn(preparation)),
          },
          work,
        ),
      );
    }
    if (tokenizer) {
      await orSaid(work, named(tokenizer), () => openingTokenizer(tokenizer, work));
    }
    if (others.length > 0) {
      const some = others.slice(0, mostOthers).map(({ name }) => name);
      const names = [...some, ...(others.length > some.length ? ['…'] : [])].join(', ');
      say(work, { at: 'files', name: null, text: localized('own.others', { names }) });
    }
    if (tensors) await runOpened(work);
  });
}

/** The largest config.json that is read, in bytes; those of models have a few thousand. */
const mostConfig = 2 ** 20;

const preparationName = 'preprocessor_config.json';

async function textIn(file: File, most = mostConfig): Promise<string> {
  return new TextDecoder().decode(await file.slice(0, most).arrayBuffer());
}

/** Goes on with the next file where this one is refused. */
async function orSaid(work: Work, name: string | null, doing: () => Promise<void>): Promise<void> {
  try {
    await doing();
  } catch (error) {
    if (!(error instanceof Refusal) || work.controller.signal.aborted) throw error;
    say(work, { at: 'files', name, text: error.text });
  }
}

async function openingTokenizer(file: File, work: Work): Promise<void> {
  const { signal } = work.controller;
  if (file.size > mostBytes) {
    throw refusal('files.tokenizer.large', { bytes: file.size, most: mostBytes });
  }
  if (isCurrent(work)) openedStore.setState({ work: { ...work, name: file.name, source: null } });
  await takingTokenizer({ kind: 'tokenizer', file }, file.name, signal);
}

/** In place of the one that is open. */
async function takingTokenizer(
  question: TokenizerQuestion,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const tokenizer = await openApart(question, startFileThread, signal);
  if (signal.aborted) {
    tokenizer.stop();
    return;
  }
  const { tokenizer: before, aside, opened } = openedStore.getState();
  for (const other of [before, aside]) other?.tokenizer.stop();
  openedStore.setState({ tokenizer: { name, tokenizer, of: opened?.id ?? null }, aside: null });
}

/** Tokens are typed as ids again. */
export function closeTokenizer(): void {
  const { tokenizer } = openedStore.getState();
  tokenizer?.tokenizer.stop();
  openedStore.setState({ tokenizer: null });
}

/** Uses the tokenizer of the file before with the one that is open. */
export function takeTokenizerUp(): void {
  const { aside, opened } = openedStore.getState();
  if (aside && opened) {
    openedStore.setState({ tokenizer: { ...aside, of: opened.id }, aside: null });
  }
}

/** @param asked  `owner/name`, or with the path of one of its files, or the address of either */
export function openFromHub(asked: string): Promise<void> {
  return underway(asked, 'files', async (work) => {
    const { signal } = work.controller;
    const named = hubFileNamed(asked);
    // What carries its own configuration and tokenizer has none beside it that is its own.
    const alone = named.file !== undefined && !named.file.endsWith('.safetensors');
    const beside = (file: string, most: number) =>
      alone ? null : hubText({ ...named, file }, most, { signal });
    const texts = {
      config: await beside('config.json', mostConfig),
      preparation: async () => beside(preparationName, mostConfig),
    };
    const { files, sources, index } = await hubModel(named, { signal });
    const places = files.map((file, i) => ({
      name: sources[i]?.name ?? '',
      address: hubAddress(file),
      hosts: huggingFace.hosts,
    }));
    const name = [named.model, ...(named.file ? [named.file] : [])].join('/');
    await opening(sources, { name, from: 'hub', places, index }, texts, work);
    const known = openedStore.getState().opened?.described;
    const tokenizer = known && (await beside('tokenizer.json', mostBytes));
    if (tokenizer) {
      const question = { kind: 'tokenizer', file: new Blob([tokenizer]) } as const;
      await orSaid(work, 'tokenizer.json', () =>
        takingTokenizer(question, 'tokenizer.json', signal),
      );
    }
    await runOpened(work);
  });
}

/**
 * Makes the model that was opened the one that is shown, as it was trained; one that was open before
 * is closed.
 */
async function runOpened(work: Work): Promise<void> {
  // Its positions may be of any scheme.
  await loadEncodings();
  const { opened } = openedStore.getState();
  // A file that was refused leaves the one before.
  if (work.controller.signal.aborted || !opened || opened.id === running) return;
  // Layers that are looked at one by one are not all read for that.
  await enterModel(opened, opened.checkpoint ? null : opened.described, work);
}

/** All layers of the model that is looked at layer by layer: every head at once, and surgery on positions. */
export function runAllLayers(): Promise<void> {
  const { opened, typed, tokenizer } = openedStore.getState();
  const { guess, model } = opened?.checkpoint ?? {};
  if (!opened || !model) throw new Error('opened: no checkpoint to run');
  return underway(opened.name, 'files', async (work) => {
    await loadEncodings();
    const described = guess ? describedByGuess(guess) : opened.described;
    openedStore.setState({ opened: { ...opened, checkpoint: null }, attended: null, asked: null });
    await enterModel(opened, described, work);
    if (typed !== '' && (tokenizer || !('bad' in readIds(typed)))) {
      change(specStore, { text: typed });
    }
  });
}

/** The first layers alone of a model that there is no room for. */
export function runFirstLayers(count: number): void {
  const model = openedModel();
  if (!model) throw new Error('opened: no model to run the first layers of');
  setOpenedModel({ ...model, description: firstLayers(model.description, count) });
  const { spec } = specStore.getState();
  put(specStore, { ...fileAsTrained(spec, model.description), head: 1, layer: 1 });
  askAgain();
}

/** Gives a model that reads no text something else: of a file, or what is computed here. */
export function giveInput(file: File | null): Promise<void> {
  const model = openedModel();
  if (!model) throw new Error('opened: no model to give anything to');
  return underway(file?.name ?? '', 'files', async (work) => {
    const { description } = model;
    const input = await inputOf(description, file);
    if (work.controller.signal.aborted) return;
    openedStore.setState({ input });
    setOpenedModel({ ...model, seen: input.seen });
    askAgain();
  });
}

async function enterModel(opened: Opened, described: Described | null, work: Work): Promise<void> {
  running = opened.id;
  const { tokenizer } = openedStore.getState();
  const { name, places } = opened;
  const input = described?.description.stem ? await inputOf(described.description, null) : null;
  if (described && input) await takeWholeTable(opened, described, work);
  if (work.controller.signal.aborted) return;
  openedStore.setState({ input });
  const first = openedModel() === null;
  setOpenedModel(described && { ...described, name, places, ...(input && { seen: input.seen }) });
  void answers.settleModel();
  if (viewStore.getState().room !== 'model') return;
  const { spec } = specStore.getState();
  if (described) {
    const { table, trained: most } = described.description;
    // Where its table is shorter than the line of the other rooms, the page would speak of missing rows.
    const length = table && most ? Math.min(spec.length, most) : spec.length;
    const here = { ...spec, length, head: 1, layer: 1 };
    // A link that was waiting for its file.
    const asked = first && spec.model === 'file' && asksForPositions(location.search);
    const found = asked
      ? workable({ ...spec, length })
      : { spec: fileAsTrained(here, described.description), notices: [] };
    const known = tokenizer !== null || !('bad' in readIds(spec.text));
    put(specStore, known ? found.spec : { ...found.spec, text: firstIds });
    notify(viewStore, found.notices);
    askAgain();
  } else showEncoder();
}

/** Its table of positions, the row of the class token with the others. */
async function takeWholeTable(
  { file, name }: Opened,
  described: Described,
  { controller: { signal } }: Work,
): Promise<void> {
  const { table, embeddingWidth: columns } = described.description;
  if (!table) return;
  const rows = table.rows - table.first;
  const data = await languageModelOf(file, described).readTable(0, rows, signal);
  setOpenedTable({ name: `${described.names.table} (${name})`, rows, columns, data });
}

/** The file whose model was made the one that is shown. */
let running: Opened['id'] | null = null;

/** A line for a model without a tokenizer, until another is typed. */
const firstIds = '1 2 3 4 5 6 7 8';

/** Closes the model that is run: its memory returns, and the encoder is shown again. */
export function closeModel(): void {
  const { tokenizer, aside } = openedStore.getState();
  for (const each of [tokenizer, aside]) each?.tokenizer.stop();
  openedStore.setState(openedStore.getInitialState());
  setOpenedModel(null);
  showEncoder();
  void answers.settleModel();
}

/** The page's own encoder in place of a model from a file. */
function showEncoder(): void {
  const { spec } = specStore.getState();
  if (spec.model !== 'file') return;
  put(specStore, asTrained({ ...spec, model: 'use-lite', head: 1, layer: 1 }));
}

/** Ids of the model that is run as people read them; the ids themselves without a tokenizer. */
export async function labelsOf(ids: readonly number[]): Promise<readonly string[]> {
  const { tokenizer, opened } = openedStore.getState();
  if (!tokenizer || tokenizer.of !== opened?.id) return ids.map(String);
  return tokenizer.tokenizer.labels(ids);
}

/** The text of ids in a row; the ids themselves without a tokenizer. */
export async function textOf(ids: readonly number[]): Promise<string> {
  const { tokenizer, opened } = openedStore.getState();
  if (!tokenizer || tokenizer.of !== opened?.id) return ids.map((id) => ` ${id}`).join('');
  return tokenizer.tokenizer.text(ids);
}

let lastLine: { readonly key: object; readonly text: string; readonly line: Encoded } | null = null;

/** A text in the tokens of the model that is run; null where it has no tokenizer. */
export async function tokensOf(text: string): Promise<Encoded | null> {
  const { tokenizer, opened } = openedStore.getState();
  if (!tokenizer || tokenizer.of !== opened?.id) return null;
  if (lastLine?.key === tokenizer && lastLine.text === text) return lastLine.line;
  const line = await tokenizer.tokenizer.encode(text);
  lastLine = { key: tokenizer, text, line };
  return line;
}

/** Takes another tensor of the file that is open. */
export function take(tensor: TensorInfo): Promise<void> {
  const { opened } = openedStore.getState();
  if (!opened) throw new Error(`opened: ${tensor.name} is taken before a file is open`);
  return underway(tensor.name, 'files', async (work) => {
    told(work, opened.file.source);
    shown(opened, await taking(opened, tensor, work));
  });
}

export function stop(): void {
  openedStore.getState().work?.controller.abort();
}

/** One at a time: what is under way ends when something else begins. */
async function underway(
  name: string,
  at: Problem['at'],
  doing: (work: Work) => Promise<void>,
): Promise<void> {
  stop();
  const work: Work = { name, source: null, controller: new AbortController() };
  // What was said of the files stays while tokens are looked at.
  openedStore.setState(({ problems }) => ({
    work,
    problems: at === 'files' ? [] : problems.filter((problem) => problem.at !== at),
  }));
  try {
    await doing(work);
  } catch (error) {
    if (work.controller.signal.aborted) return;
    if (!(error instanceof Refusal)) throw error;
    say(work, { at, name: null, text: error.text });
  } finally {
    if (isCurrent(work)) openedStore.setState({ work: null });
  }
}

function say(work: Work, problem: Problem): void {
  if (isCurrent(work))
    openedStore.setState(({ problems }) => ({ problems: [...problems, problem] }));
}

const isCurrent = (work: Work) => openedStore.getState().work?.controller === work.controller;

function told(work: Work, source: Source): void {
  if (isCurrent(work)) openedStore.setState({ work: { ...work, source } });
}

/** What lies beside the tensors of a model; the second is asked for where the first says that it is needed. */
interface ModelTexts {
  readonly config: string | null;
  readonly preparation: () => Promise<string | null>;
}

async function opening(
  sources: readonly Source[],
  given: Pick<Opened, 'name' | 'from' | 'places' | 'index'>,
  { config, preparation }: ModelTexts,
  work: Work,
): Promise<void> {
  told(work, joinedSource(sources));
  const file = await openShards(sources, given.index, headersApart, work.controller.signal);
  opens += 1;
  const inFile = await ggufModelOf(file, work.controller.signal);
  const described = await preparedBy(preparation, await describedIn(file, config, work), work);
  const checkpoint = await checkpointIn(file, config, described, work);
  // What is looked at layer by layer is said there.
  const stated =
    checkpoint || !config
      ? null
      : described
        ? statedBy(described.description)
        : configModelOf(config);
  const model = inFile ?? stated;
  const opened: Opened = { ...given, id: opens, file, checkpoint, model, described };
  const [likeliest] = file.tables;
  const [only, ...others] = file.matrices;
  const tensor = likeliest ? file.find(likeliest.name) : others.length === 0 ? only : null;
  if (tensor) shown(opened, await taking(opened, tensor, work));
  else openedStore.setState({ taken: null, look: null, ...another(opened) });
  if (file.metadata.has('tokenizer.ggml.model')) {
    await orSaid(work, null, () => openingOwnTokenizer(opened, work));
  }
}

/** The language model in a file, and how it is read; null where it is none that is run. */
async function describedIn(
  file: Tensors,
  config: string | null,
  work: Work,
): Promise<Described | null> {
  return orNull(work, async () => {
    const described =
      config !== null
        ? describedBy(config)
        : file.format === 'gguf'
          ? await ggufDescribed(file, work.controller.signal)
          : null;
    // That its weights are there, and as large as it says.
    if (described) languageModelOf(file, described);
    return described;
  });
}

/** The same model, given what it sees or hears as its file says; as its family does where that is refused. */
async function preparedBy(
  preparation: ModelTexts['preparation'],
  described: Described | null,
  work: Work,
): Promise<Described | null> {
  if (!described?.description.stem) return described;
  const text = await preparation();
  if (text === null) return described;
  let found = described;
  await orSaid(work, preparationName, async () => {
    found = prepared(described, text);
  });
  return found;
}

/** Layers to be looked at one by one: of an encoder, or of a file that lacks its configuration. */
function checkpointIn(
  file: Tensors,
  config: string | null,
  described: Described | null,
  work: Work,
): Promise<Checkpoint | null> {
  return orNull(work, () => {
    if (described) {
      // What reads no text is run as a whole.
      if (described.description.stem) return null;
      const model = languageModelOf(file, described);
      return model.description.output === 'none' ? { model, guess: null } : null;
    }
    const guess = config === null ? guessOf(file) : null;
    return guess && { model: languageModelOf(file, describedByGuess(guess)), guess };
  });
}

/** Says why there is none. */
async function orNull<T>(work: Work, doing: () => Promise<T> | T): Promise<T | null> {
  try {
    return await doing();
  } catch (error) {
    if (!(error instanceof Refusal) || work.controller.signal.aborted) throw error;
    say(work, { at: 'files', name: null, text: error.text });
    return null;
  }
}

/** The one that the file carries. */
async function openingOwnTokenizer({ file, name }: Opened, work: Work): Promise<void> {
  const { signal } = work.controller;
  const bytes = await file.source.read(0, file.length, signal);
  const { size } = file.source;
  await takingTokenizer({ kind: 'ggufTokenizer', bytes, size }, name, signal);
}

let opens = 0;

/** What another file does not take over from the one before. */
function another(
  opened: Opened,
): Pick<Own, 'opened' | 'asked' | 'attended' | 'tokenizer' | 'aside'> {
  const { tokenizer, aside } = openedStore.getState();
  // One that was opened before any file may be this one's.
  const mine = tokenizer?.of === null;
  if (tokenizer && !mine) aside?.tokenizer.stop();
  return {
    opened,
    asked: null,
    attended: null,
    tokenizer: mine ? { ...tokenizer, of: opened.id } : null,
    aside: mine ? null : (tokenizer ?? aside),
  };
}

async function taking({ file, name }: Opened, tensor: TensorInfo, work: Work): Promise<Taken> {
  const matrix = matrixOf(tensor.shape);
  if (!matrix) throw new Error(`opened: ${tensor.name} is no matrix`);
  const recognised = file.tables.find((each) => each.name === tensor.name) ?? null;
  const first = recognised?.firstRow ?? 0;
  const fitting = Math.max(Math.floor(mostRead / matrix.columns), 1);
  const rows = Math.min(matrix.rows - first, mostRows, fitting);
  const values = await file.read(tensor.name, {
    rows: [first, first + rows],
    signal: work.controller.signal,
  });
  const columns = Math.min(matrix.columns, mostColumns);
  const whole = tensor.name === name ? name : `${tensor.name} (${name})`;
  const data = columnsOf(values, matrix.columns, 0, columns);
  return { tensor, recognised, table: { name: whole, rows, columns, data } };
}

function shown(opened: Opened, taken: Taken): void {
  setOpenedTable(taken.table);
  const same = openedStore.getState().opened === opened;
  openedStore.setState({ taken, look: null, ...(same ? {} : another(opened)) });
  fitSpecs(taken.table);
  // The picture that is made of the table before it would be an old one.
  if (versionOf(specStore.getState().spec) > 0) askAgain();
}

/** What shows the table before this one shows this one, at its sizes; what changes is said. */
function fitSpecs(table: OpenedTable): void {
  const changed: Notice[] = [];
  const fit = (spec: Spec): Spec => {
    const problem = versionOf(spec) > 0 ? problemOf(spec) : null;
    if (!problem) return spec;
    const { dim, heads, head } = sizesOf(table);
    const found = workable(fitTogether({ ...spec, start: 0, dim, heads, head }).spec).spec;
    changed.push(...changes(spec, found, problem));
    return found;
  };
  specStore.setState(({ spec, elsewhere }) => ({
    spec: fit(spec),
    elsewhere: Object.fromEntries(
      Object.entries(elsewhere).map(([side, steps]) => [side, { ...steps, spec: fit(steps.spec) }]),
    ),
  }));
  notify(viewStore, changed);
}

/** Of the positions and the model, as far as they are looked at. */
function sizesOf({ rows, columns }: OpenedTable) {
  return {
    length: Math.min(rows, mostLookedAt),
    dim: columns,
    heads: Math.min(headsFor(columns), 16),
    head: 1,
  };
}

/** The tokens, and which layer is to be looked at. */
export type Asking = Pick<Attended, 'ids' | 'labels' | 'cut' | 'at'>;

/** Makes tokens of what is typed, by the tokenizer that is open, and attends with them. */
export function attendTo(text: string, asked: Pick<Asking, 'at'>): Promise<void> {
  const { tokenizer, opened } = openedStore.getState();
  if (!tokenizer || !opened) throw new Error('opened: no tokenizer to read a text with');
  return underway(tokenizer.name, 'tokens', async (work) => {
    const line = await tokenizer.tokenizer.encode(text, work.controller.signal);
    await attending({ ...fitted(line, opened), ...asked }, work);
  });
}

/** As many of the tokens as a map can show and the file has positions for. */
export function fitted(
  line: Encoded,
  { checkpoint }: Opened,
): Pick<Asking, 'ids' | 'labels' | 'cut'> {
  const table = checkpoint?.model.description.table;
  const most = Math.min(mostTokens, table ? table.rows - table.first : mostTokens);
  const { ids, labels, closing } = cutTo(line, most);
  const cut =
    ids.length < line.ids.length
      ? { count: line.ids.length, kept: ids.length, closing: labels.slice(ids.length - closing) }
      : null;
  return { ids, labels, cut };
}

/** Reads the rows of the tokens, runs the layers before the one asked for, and reads its weights. */
export function attend(asking: Asking): Promise<void> {
  const { opened } = openedStore.getState();
  if (!opened) throw new Error('opened: no file to attend with');
  return underway(opened.name, 'tokens', (work) => attending(asking, work));
}

async function attending(asking: Asking, work: Work): Promise<void> {
  openedStore.setState({ asked: asking });
  try {
    await attendingTo(asking, work);
  } catch (error) {
    // What cannot be had is not asked for again.
    if (!work.controller.signal.aborted) {
      openedStore.setState(({ attended }) => ({ asked: attended }));
    }
    throw error;
  }
}

async function attendingTo(asking: Asking, work: Work): Promise<void> {
  const { opened, attended } = openedStore.getState();
  const model = opened?.checkpoint?.model;
  if (!model) throw new Error('opened: no checkpoint to attend with');
  const { ids, labels, cut, at } = asking;
  told({ ...work, name: opened.name }, opened.file.source);
  const { signal } = work.controller;
  const { description } = model;
  const [tokens, table, ends] = await Promise.all([
    model.readTokens(ids, signal),
    description.table ? model.readTable(0, ids.length, signal) : null,
    model.readEnds(signal),
  ]);
  let stream = await answers.embedOpened({ description, ends, tokens, table });
  for (let layer = 0; layer < at; layer++) {
    const weights = await model.readLayer(layer, signal);
    // The device was lost on the way: whoever looks on can ask again.
    if (!stream || signal.aborted) return;
    stream = await answers.runOpenedLayer({ description, layer, stream, weights });
  }
  const same = attended?.at === at ? attended.weights : null;
  const weights = same ?? (await model.readQueryKey(at, signal));
  if (!stream || signal.aborted) return;
  openedStore.setState({ attended: { ids, labels, cut, at, description, stream, weights } });
}

/** Takes the model to be another in what its file does not say, and attends anew where it has. */
export function guessAgain(kind: GuessKind | 'family', value: GuessedValue): Promise<void> {
  const { opened, asked } = openedStore.getState();
  const before = opened?.checkpoint?.guess;
  if (!before) throw new Error('opened: nothing is a guess');
  return underway(opened.name, 'tokens', async (work) => {
    const guess = guessedAgain(before, kind, value);
    const model = languageModelOf(opened.file, describedByGuess(guess));
    const again = { ...opened, checkpoint: { model, guess } };
    openedStore.setState({ opened: again });
    if (!asked) return;
    try {
      await attendingTo(asked, work);
    } catch (error) {
      // What is there is of the guess before, unless something else was asked for meanwhile.
      const now = openedStore.getState();
      if (now.opened === again && now.asked === asked) {
        openedStore.setState({ asked: null, attended: null });
      }
      throw error;
    }
  });
}

/** Works out what there is to see; nothing happens where the device is lost on the way. */
export async function lookAtTaken(): Promise<void> {
  const { taken } = openedStore.getState();
  if (!taken) return;
  const look = await answers.lookAtTable(taken.table);
  if (look && openedStore.getState().taken === taken) openedStore.setState({ look });
}

/** The table in the room of encodings, under the weights of the seed, as many rows as are looked at. */
export async function showInEncode(table: OpenedTable): Promise<void> {
  await loadEncodings();
  enterWith({
    encoding: 'learned',
    params: { table: 'own' },
    gain: 1,
    start: 0,
    ...sizesOf(table),
  });
}

/**
 * Goes to the room of encodings with positions that a file has, under the weights of the seed; with a
 * lens, where one is to be open there.
 */
export function enterWith(patch: SpecPatch, lens?: Look['lens']): void {
  const seeded = { model: 'seeded', order: 'forward', ...patch } as const;
  visit(
    specStore,
    viewStore,
    { room: 'encode', ...(lens && { lens }) },
    (spec) => fitTogether(merged(spec, seeded)).spec,
  );
}
