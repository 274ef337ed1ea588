/** Puts a trained racer under the plate and every other room: its weights, its sizes, a sequence of its task. */
import { drawSequence } from '../race/drawSequence.ts';
import { folded } from '../race/moved.ts';
import { racedIn } from '../race/questions.ts';
import { loadWinner, type Winner, winnerNamed } from '../race/recorded/winners.ts';
import { taskNamed } from '../race/tasks.ts';
import type { RaceConfig, Racer } from '../state/race.ts';
import { holdRaced } from '../state/raced.ts';
import { defaultParams, type Spec, withParams } from '../state/spec.ts';
import { specStore } from '../state/store.ts';
import { viewStore } from '../state/view.ts';
import { visit } from '../state/visit.ts';
import { type KnownRun, weightsOf } from './race.ts';

/** What a Spec has to be like for a racer to answer in it as it was trained. */
type Around = Pick<Winner, 'depth' | 'dim' | 'heads' | 'causal' | 'text'>;

/** One that comes with the page. */
export async function putWinner(name: string): Promise<void> {
  const winner = await winnerNamed(name);
  await loadWinner(name);
  put(name, winner, winner);
}

/** One of a run of this page; false where what it has learned is not at hand any more. */
export async function putRacer(run: KnownRun, place: number): Promise<boolean> {
  const config = racedIn(run);
  const racer = config.racers[place];
  const kept = (await weightsOf(run))?.[place];
  if (!racer || !kept) return false;
  const learned = folded(kept);
  const { depth, dim, heads } = config;
  const symbols = taskNamed(config.task).symbols(config);
  const name = `run-${run.id}.${place + 1}-step-${learned.step}`;
  const text = sequenceOf(config, symbols);
  holdRaced({ name, racer, depth, dim, heads, symbols, text, learned });
  put(name, racer, { ...config, text });
  return true;
}

/** A sequence as a text of which each character is a token. */
function sequenceOf(config: RaceConfig, symbols: readonly string[]): string {
  const { tokens } = drawSequence(config, config.length, 1);
  return tokens.map((id) => symbols[id] ?? '').join('');
}

function put(
  name: string,
  { encoding, params }: Racer,
  { depth, dim, heads, causal, text }: Around,
): void {
  const asked: Partial<Spec> = {
    model: 'seeded',
    weights: 'raced',
    racer: name,
    encoding,
    params: withParams(encoding, defaultParams(encoding), params),
    dim,
    heads,
    head: 1,
    depth,
    layer: depth,
    length: [...text].length,
    start: 0,
    text,
    tokens: 'characters',
    mask: causal ? 'causal' : 'none',
    fusion: 'add',
    fused: 'first',
    layerPattern: 'every',
    gain: 1,
    temperature: 1,
    queryScale: 'none',
    precision: 'float32',
  };
  visit(specStore, viewStore, { room: 'attend' }, (spec) => ({ ...spec, ...asked }));
}
