/** The answers of a class, kept by the teacher's browser; and the student's own ticket and name. */
import { createStore } from 'zustand/vanilla';
import { type QuestionPlace, ticketFor } from '../../lessons/answer.ts';
import {
  type Collection,
  without as leftOut,
  type Received,
  receive,
} from '../../lessons/collecting.ts';

const storedAs = 'whereabouts.class';
const secretStoredAs = 'whereabouts.ticket';

function stored(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}

function store(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Refused, or full: it is kept as long as the page is open.
  }
}

/** What another version of the page may have stored, as far as it is answers. */
function readCollection(value: unknown): Collection {
  const texts = (each: unknown) =>
    Object.entries(Object(each)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
  return Object.fromEntries(
    Object.entries(Object(value)).map(([name, each]) => [name, Object.fromEntries(texts(each))]),
  );
}

interface Class {
  readonly collection: Collection;
  /** What became of the text that was taken in last, and what is left of it to be looked at. */
  readonly received: Received | null;
  readonly left: string;
}

export const classStore = createStore<Class>(() => ({
  collection: readCollection(stored(storedAs)),
  received: null,
  left: '',
}));

classStore.subscribe(({ collection }) => store(storedAs, collection));

/** Takes the answers of a text in; what cannot be read of it is left. */
export function take(place: QuestionPlace, text: string): void {
  const received = receive(classStore.getState().collection, place, text);
  const whole = received.broken.length === 0 && !isNothing(received);
  classStore.setState({ collection: received.collection, received, left: whole ? '' : text });
}

/** Another question: what was said of the one before is over. */
export const forgetReceived = (): void => classStore.setState({ received: null, left: '' });

export const isNothing = ({
  taken,
  changed,
  again,
  elsewhere,
  broken,
  without,
}: Received): boolean => taken + changed + again + elsewhere.length + broken.length + without === 0;

/** Takes one answer out. */
export function takeOut(place: QuestionPlace, ticket: string): void {
  classStore.setState(({ collection }) => ({ collection: leftOut(collection, place, ticket) }));
}

/** The answers to a question as they are, to be put back. */
export function replaceAnswers(name: string, answers: Collection[string]): void {
  classStore.setState(({ collection }) => ({ collection: { ...collection, [name]: answers } }));
}

/** This device's ticket for a question: it tells answers apart, and says nothing of who gave them. */
export function ownTicket(place: QuestionPlace): string {
  const before = stored(secretStoredAs);
  const secret =
    typeof before === 'number' ? before : (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
  store(secretStoredAs, secret);
  return ticketFor(place, secret);
}
