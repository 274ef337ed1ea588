/** The only file that joins stores, compute and views. */
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource-variable/inter/wght.css';
import '@fontsource/source-serif-4/latin-600.css';
import './views/style.css';
import './views/prerendered.css';
import type { Pipeline } from './compute/pipeline.ts';
import { prepareCompute } from './compute/start.ts';
import { loadEncodings } from './encodings/index.ts';
import { Missing } from './encodings/missing.ts';
import { provideScript } from './script.ts';
import { dressIn } from './show/dress.ts';
import { makeRace, provideRace } from './show/makeRace.ts';
import { themeNames } from './show/mapColours.ts';
import { followView, paint } from './show/pictures.ts';
import { followCross, readout } from './show/readout.ts';
import { allAnswered, provideActions, shownStore } from './show/shown.ts';
import { asksForNothing, readAddress } from './state/address.ts';
import { problemOf } from './state/fitted.ts';
import { type Frame, maxErrorOf, type Problem } from './state/frame.ts';
import { followLink } from './state/link.ts';
import { asTrained } from './state/model.ts';
import { notesIn } from './state/notes.ts';
import { defaultPage, lookOf, type Page, readPage, roomOf } from './state/page.ts';
import { patched } from './state/patch.ts';
import { startPresenting } from './state/presenting.ts';
import { defaultSpec, type Spec, sameSpec } from './state/spec.ts';
import { Stopped } from './state/stopped.ts';
import { continuing, freeze, replace, showSpec, sideOf, specStore } from './state/store.ts';
import { schemesIn } from './state/url.ts';
import { notify, tellAdjusted, viewStore } from './state/view.ts';
import { type Locale, preferredLocale } from './text/locale.ts';
import { loadLocale, said, setLongStrings } from './text/t.ts';
import { turn } from './threads/pause.ts';
import { App } from './views/App.tsx';
import { fetchTypesetter } from './views/parts/tex.tsx';
import { roomNamed } from './views/rooms.ts';

// A query that tfjs could not have read; see public/early.js.
const broken = document.documentElement.dataset.query;
const search = broken ?? globalThis.location.search;
/** Of which presentation this window has the notes; null where it is the page itself. */
const notesHere = notesIn(globalThis.location.hash);
let page: Page = defaultPage;
let allHere = false;
let places: typeof import('./lessons/place.ts') | null = null;

// What is read first is typeset and set in its own type from the first paint on, where it is at hand.
void fetchTypesetter();
document.fonts.load('600 1rem "Source Serif 4"').catch(() => {
  // It is asked for again where it is used, and another serves until then.
});

/** The link's own schemes, language and lesson. */
const opened = notesHere === null ? open() : showNotes(notesHere);
/** What computes and paints: all parts are asked for at once, before the schemes not yet needed. */
const code = opened.then(({ gpu }) =>
  Promise.all([prepareCompute(gpu), import('./paint/gpu.ts'), import('./paint/memory.ts')]),
);
const others = code
  .catch(() => null)
  .then(() => loadEncodings())
  .then(settleHidden);

function open(): Promise<Page> {
  return Promise.all([
    loadEncodings(schemesIn(search)),
    loadLocale(localeFor(readPage(search).page)),
    loadLessonIn(search),
    // What the browser has to do comes between reading this code and the page's own.
    turn(),
  ]).then(openPage);
}

/** In place of all else: this is never done, and so nothing is computed. */
async function showNotes(id: string): Promise<never> {
  const [{ Notes }] = await Promise.all([
    import('./views/present/Notes.tsx'),
    loadLocale(localeFor(defaultPage)),
  ]);
  viewStore.setState({ locale: localeFor(defaultPage) });
  dress();
  app.render(
    <StrictMode>
      <Notes id={id} />
    </StrictMode>,
  );
  return new Promise(() => {});
}

/** The lesson that an address opens; null where it opens none. */
function loadLessonIn(address: string): Promise<unknown> | null {
  const { room, lesson, level } = readPage(address).page;
  if (room !== 'lessons') return null;
  if (places) return places.lessonToLoad({ room, lesson, level })?.catch(() => null) ?? null;
  return (
    lessonPlaces()
      .then((here) => here.lessonToLoad({ room, lesson, level }))
      // The room asks for its parts again, and says what cannot be had.
      .catch(() => null)
  );
}

async function lessonPlaces() {
  places ??= await import('./lessons/place.ts');
  return places;
}

function localeFor({ lang }: Page): Locale {
  return lang === 'auto' ? preferredLocale(navigator.languages) : lang;
}

/** Reads the link, dresses the page and draws it; nothing is computed yet. */
function openPage(): Page {
  const { page: given, spec, elsewhere, notices } = readAddress(search, localeFor);
  page = given;
  specStore.setState({
    spec,
    side: sideOf(given),
    elsewhere: elsewhere ? { plate: { spec: elsewhere, past: [], future: [] } } : {},
  });
  viewStore.setState({
    locale: localeFor(given),
    theme: given.theme === 'auto' ? preferredTheme() : given.theme,
    ...lookOf(given),
    screen: given.screen,
    locked: given.locked,
    // What `hide` names is known when all schemes are here.
    notices: [...notices.spec, ...notices.page.filter(({ field }) => field !== 'hide')],
  });
  if (given.locked) freeze(specStore, true);
  if (given.present) startPresenting(specStore, viewStore);
  setLongStrings(given.strings === 'long');
  dress();
  const link = followLink(specStore, viewStore, globalThis.window, {
    page: () => page,
    spoken: localeFor,
    prepare: (address) =>
      loadLessonIn(address)?.then(() => {}) ?? (allHere ? null : loadEncodings(schemesIn(address))),
    notify: (more) => notify(viewStore, more),
  });
  tellAdjusted(specStore, viewStore);
  // What an address that asks for nothing is met with differs from reader to reader.
  const met = asksForNothing(search) && spec.text !== defaultSpec.text;
  if (broken !== undefined || met) link.rewrite();
  viewStore.subscribe((view, before) => {
    const { locale, theme, present, screen } = view;
    const kept = ['locale', 'theme', 'present', 'screen'] as const;
    if (kept.every((name) => view[name] === before[name])) return;
    page = { ...page, present, screen };
    // What the browser prefers stays so until something else is chosen.
    if (locale !== before.locale) page = { ...page, lang: locale };
    // The theme that presenting switches to was not chosen.
    if (theme !== before.theme && present === before.present) page = { ...page, theme };
    // First, while nothing has changed: browsers lay out a page that has before its address.
    link.rewrite();
    dress();
  });
  render();
  followCross();
  followView();
  return given;
}

/** With all schemes here: what `hide` names, of the parameters of any. */
function settleHidden(): void {
  allHere = true;
  const { page: read, notices } = readPage(search);
  page = { ...page, hide: read.hide };
  notify(
    viewStore,
    notices.filter(({ field }) => field === 'hide'),
  );
  render();
}

function preferredTheme(): 'light' | 'dark' {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function dress(): void {
  const { theme, locale, present } = viewStore.getState();
  dressIn(themeNames[theme], locale);
  document.documentElement.toggleAttribute('data-present', present);
}

const root = document.getElementById('root');
if (!root) throw new Error('main: index.html has no #root');
const app = createRoot(root);

/** In pieces, between which the reader's first click is heard. */
function render(): void {
  startTransition(() => {
    app.render(
      <StrictMode>
        <App page={page} />
      </StrictMode>,
    );
  });
}

/** Shows a frame and paints what of it is on the page; in a turn of its own where it took long. */
async function show(frame: Frame, tookLong: boolean): Promise<void> {
  const { painter, problem } = shownStore.getState();
  if (!painter) return;
  painter.forget();
  shownStore.setState({
    frame,
    settled: false,
    ...(problem?.kind === 'too-large' || problem?.kind === 'missing' ? { problem: null } : {}),
  });
  if (tookLong) await turn();
  if (shownStore.getState().frame === frame) paint();
}

/** All that computes and paints comes after the first paint of the page around it. */
async function startCompute(): Promise<Pipeline> {
  const [start, { gpuPainter }, { memoryPainter }] = await code;
  return start({
    show,
    device(device) {
      shownStore.getState().painter?.stop();
      const painter = device && (device.gpu ? gpuPainter(device.gpu.device) : memoryPainter());
      // A fallback says in the header why it computes.
      const problem = device?.fallback ? null : shownStore.getState().problem;
      shownStore.setState({ device, painter, problem, frame: null, settled: false });
    },
    computing: (computing) => shownStore.setState({ computing }),
    settled: () => shownStore.setState({ settled: true }),
    checked: (check) => shownStore.setState({ check }),
    model: (model) => shownStore.setState({ model }),
    problem: (problem) => shownStore.setState({ problem }),
    instead({ spec, notices }) {
      replace(specStore, spec);
      notify(viewStore, notices);
    },
  });
}

const pipeline = opened.then(startCompute);
const ready = pipeline.then(async (running) => {
  provideActions({
    ...running,
    stop: () => stopAt(running),
    again: () => ask(running, specStore.getState().spec),
  });
  specStore.subscribe(({ spec, gesture }, before) => {
    if (returning || gesture?.name === continuing) return;
    const isWhole = before.gesture?.name === continuing;
    if (isWhole || !sameSpec(spec, before.spec)) ask(running, spec);
  });
  viewStore.subscribe((view, before) => {
    if (roomOf(view) !== roomOf(before) || view.terms !== before.terms)
      ask(running, specStore.getState().spec);
  });
  await compute(running, specStore.getState().spec).catch(report);
  await others;
});

void ready.then(async () => {
  const [{ followCanonical }, { followInstalled }, { openGiven, takeGiven }] = await Promise.all([
    import('./views/canonical.ts'),
    import('./offline/installed.ts'),
    import('./views/model/opened/givenFiles.ts'),
  ]);
  followCanonical();
  followInstalled(openGiven);
  if (!page.embed) takeGiven();
});

// Not in development, where what is kept would hide what is new; a single file is kept as it is.
if (import.meta.env.PROD && import.meta.env.MODE !== 'single') {
  void ready.then(async () => {
    const { keepPage } = await import('./offline/keepPage.ts');
    await keepPage((newer) => shownStore.setState({ newer }));
  });
}

/** A combination that cannot work keeps the last good picture; its control says why. */
async function compute(running: Pipeline, spec: Spec): Promise<void> {
  if (problemOf(spec) !== null) return;
  shownStore.setState({ stopped: false });
  // What is not looked at is not computed.
  const view = viewStore.getState();
  const { asks } = roomNamed(roomOf(view));
  const tokens = spec.model === 'file' ? await tokensFor(spec.text) : null;
  await running.request(spec, { terms: view.terms, ...asks?.(spec), tokens });
}

/** A text as the model that is open takes it; null without its tokenizer. */
async function tokensFor(text: string) {
  return (await import('./show/opened.ts')).tokensOf(text);
}

/** Whether the Spec goes back to the picture that is there: nothing is to be computed. */
let returning = false;

/** Back to what is shown; where nothing else is shown, all stays as it is until it is asked for. */
function stopAt(running: Pipeline): void {
  if (!running.stop()) return;
  const { spec } = specStore.getState();
  const shown = shownStore.getState().frame?.spec;
  // The trained encoder's frames have sizes of their own.
  if (!shown || spec.model !== 'seeded' || sameSpec(shown, spec)) {
    shownStore.setState({ stopped: true });
    return;
  }
  returning = true;
  replace(specStore, shown);
  returning = false;
}

function ask(running: Pipeline, spec: Spec): void {
  compute(running, spec).catch(report);
}

/** Says on the page why there is no new picture. */
function report(error: unknown): void {
  if (error instanceof Stopped) return;
  const problem: Problem =
    error instanceof Missing
      ? { kind: 'missing', reason: error.reason }
      : { kind: 'gpu-error', message: error instanceof Error ? error.message : String(error) };
  shownStore.setState({ problem });
}

/** Whether all that follows a picture has been done. */
function isResting(): boolean {
  const { frame, computing, check } = shownStore.getState();
  const { restsOn } = readout.getState();
  return !computing && check !== null && frame === restsOn && allAnswered();
}

let current: Pipeline | null = null;
void pipeline.then((running) => {
  current = running;
});

provideRace(async (config, from) => {
  await loadEncodings();
  const { startRace } = await import('./compute/race/race.ts');
  return startRace(config, from);
});

provideScript({
  ready,
  device() {
    if (!current) return null;
    const { backend, adapter, fallback, tensorBytesLimit } = current.device();
    const { check } = shownStore.getState();
    const maxError = check && maxErrorOf(check);
    const limits = { tensorBytes: tensorBytesLimit, length: current.largestLength() };
    return { backend, adapter, fallback, limits, maxError };
  },
  spec: () => specStore.getState().spec,
  async apply(patch) {
    const running = await pipeline;
    await ready;
    const next = patched(specStore.getState().spec, patch);
    const most = running.largestLength();
    if (next.length > most) {
      throw new RangeError(
        `length: ${next.length} does not fit on this device; it takes 1…${most}`,
      );
    }
    showSpec(specStore, next);
    await compute(running, next);
    await shownStore.getState().painter?.painted();
    return next;
  },
  async lessons() {
    const { loadLessons } = await import('./lessons/lessons.ts');
    const { locale } = viewStore.getState();
    return (await loadLessons()).map(({ id, title }) => ({ id, title: said(title, locale) }));
  },
  async lesson(id, step) {
    const running = await pipeline;
    await ready;
    const { goTo, lessonAsked, placeNow } = await lessonPlaces();
    if (id === undefined && step === undefined) return placeNow(viewStore);
    const asked = await lessonAsked(id ?? viewStore.getState().lesson, step ?? 1);
    goTo(specStore, viewStore, asked.lesson, asked.step);
    await compute(running, specStore.getState().spec);
    await shownStore.getState().painter?.painted();
    return placeNow(viewStore);
  },
  async permute(order) {
    await ready;
    return (await pipeline).permute(order);
  },
  async open(given) {
    const running = await pipeline;
    await ready;
    const { openAsked } = await import('./views/model/opened/givenFiles.ts');
    const about = await openAsked(given);
    await compute(running, specStore.getState().spec);
    await shownStore.getState().painter?.painted();
    return about;
  },
  async read(name) {
    await ready;
    return (await pipeline).read(name);
  },
  async export(...asked) {
    await ready;
    return (await import('./views/export/TakeAway.tsx')).exportAsked(...asked);
  },
  memory: () => current && { ...current.memory(), resting: isResting() },
  stats() {
    const counts = shownStore.getState().painter?.counts;
    const stats = current?.stats();
    return {
      runs: stats?.runs ?? 0,
      dispatches: (stats?.dispatches ?? 0) + (counts?.dispatches ?? 0),
      draws: counts?.draws ?? 0,
      bytesRead: (stats?.bytesRead ?? 0) + (counts?.bytesRead ?? 0),
    };
  },
  async race(given) {
    await ready;
    const [{ raceConfigOf }, { problemOfRace }] = await Promise.all([
      import('./state/raceConfig.ts'),
      import('./race/problem.ts'),
    ]);
    const config = raceConfigOf(given);
    const problem = problemOfRace(config);
    if (problem) throw new RangeError(`race: ${problem.en}`);
    return makeRace(config);
  },
  async bench(options) {
    await ready;
    // It moves a slider.
    freeze(specStore, false);
    const [running, { runBenchmark }, { modelParts }] = await Promise.all([
      pipeline,
      import('./benchmark/benchmark.ts'),
      import('./compute/graphRival.ts'),
    ]);
    return runBenchmark(options, {
      request: (spec) => running.request(spec),
      pass: (spec, kind) => running.timedPass(spec, kind),
      stats: () => running.stats(),
      device: () => running.device().gpu?.device ?? null,
      model: modelParts(running, asTrained(specStore.getState().spec)),
    });
  },
});
