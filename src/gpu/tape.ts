/**
 * What waits to be run on the GPU, in order, and how it gets there: in pieces short enough that
 * everyone else who needs the GPU gets a turn, that a newer picture can overtake an older one, and
 * that a person can stop it. Knows how long things take, and nothing of what they compute.
 */
import { finished } from './finished.ts';

export interface Step {
  /** Of the program; one that runs for the first time begins with a small piece. */
  readonly name: string;
  /** About how many steps of a loop all of it is. */
  readonly work: number;
  /** How many parts it can be run in: workgroups, or rows of pixels. */
  readonly parts: number;
  /** Encodes some of the parts; once for each submission. */
  encode(commands: Commands, from: number, count: number): void;
  /** Run also where its section is given up: what was uploaded may be kept. */
  readonly always?: boolean;
}

/** What is submitted together. */
export interface Commands {
  /** Outside any pass. */
  encoder(): GPUCommandEncoder;
  /** The compute pass that is open. */
  compute(): GPUComputePassEncoder;
}

/** Steps that are given up together. */
export interface Section {
  /** Asked between pieces; from then on its steps are skipped. */
  isOver(remainingMs: number): boolean;
  dropped: boolean;
}

interface Recorded extends Step {
  readonly section: Section | null;
}

/** How long a piece should take: where the processor has other things to do it takes a few times that. */
export const pieceMs = 15;
/** What takes longer is waited for, so that what is drawn next doesn't hold up the page. */
const waitMs = 8;
/** Work per millisecond of a program that has not been timed: that of a slow processor. */
const firstRate = 10_000;
/** From one piece to the next, the most that a rate may rise. */
const mostRise = 4;

export interface Pace {
  /** As much work in all goes at once and is never waited for: any GPU has it done in a moment. */
  readonly lightWork?: number;
  readonly clock?: () => number;
}

export class Tape {
  #steps: Recorded[] = [];
  #playing: Promise<void> | null = null;
  /** False again at once when all is submitted, before `#playing` tells. */
  #isPlaying = false;
  #section: Section | null = null;
  /** Parts of the first step that have been run. */
  #done = 0;
  readonly #rates = new Map<string, number>();
  readonly #lightWork: number;
  readonly #clock: () => number;

  constructor(
    private readonly device: GPUDevice,
    { lightWork = 2 ** 20, clock = () => performance.now() }: Pace = {},
  ) {
    this.#lightWork = lightWork;
    this.#clock = clock;
  }

  get empty(): boolean {
    return this.#steps.length === 0;
  }

  add(step: Step): void {
    this.#steps.push({ ...step, section: this.#section });
  }

  /** Records what `work` asks for as one section. */
  section<T>(isOver: Section['isOver'], work: () => T): { readonly made: T; readonly of: Section } {
    const of = { isOver, dropped: false };
    const before = this.#section;
    this.#section = of;
    try {
      return { made: work(), of };
    } finally {
      this.#section = before;
    }
  }

  /**
   * Resolves when everything recorded is with the GPU, and all that takes long is done. What is light
   * is submitted before this returns.
   */
  async play(): Promise<void> {
    while (!this.empty) {
      if (!this.#isPlaying) this.#playing = this.#play();
      await this.#playing;
    }
  }

  async #play(): Promise<void> {
    this.#isPlaying = true;
    try {
      const light = this.#steps.reduce((sum, { work }) => sum + work, 0) <= this.#lightWork;
      while (!this.empty) {
        if (!light) this.#giveUp();
        const piece = this.#submit(light);
        if (light || piece.ms < waitMs) continue;
        const since = this.#clock();
        await finished(this.device);
        this.#learn(piece, this.#clock() - since);
      }
    } finally {
      this.#isPlaying = false;
    }
  }

  #giveUp(): void {
    const of = this.#steps[0]?.section;
    if (!of) return;
    if (!of.dropped) {
      const own = this.#steps.filter(({ section }) => section === of);
      of.dropped = of.isOver(own.reduce((sum, step) => sum + this.#msOf(step), 0));
    }
    if (!of.dropped) return;
    this.#done = 0;
    this.#steps = this.#steps.filter(({ section, always }) => section !== of || always);
  }

  #msOf({ name, work }: Step): number {
    return work / (this.#rates.get(name) ?? firstRate);
  }

  /** Encodes as much as a piece may hold, and submits it. */
  #submit(all: boolean): Piece {
    const piece: Piece = { ms: 0, names: new Set(), work: 0 };
    const { commands, submit } = this.#commands();
    for (let step = this.#steps[0]; step; step = this.#steps[0]) {
      const left = step.parts - this.#done;
      const each = this.#msOf(step) / step.parts;
      const fitting = all || each === 0 ? left : Math.floor((pieceMs - piece.ms) / each);
      if (fitting < left && piece.ms > 0) break;
      const count = Math.min(Math.max(fitting, 1), left);
      step.encode(commands, this.#done, count);
      piece.ms += count * each;
      piece.work += (step.work * count) / step.parts;
      if (step.work > 0) piece.names.add(step.name);
      this.#done += count;
      if (this.#done < step.parts) break;
      this.#steps.shift();
      this.#done = 0;
    }
    submit();
    return piece;
  }

  #commands() {
    const encoder = this.device.createCommandEncoder();
    let pass: GPUComputePassEncoder | null = null;
    const outside = () => {
      pass?.end();
      pass = null;
      return encoder;
    };
    const commands: Commands = {
      encoder: outside,
      compute: () => (pass ??= encoder.beginComputePass()),
    };
    return { commands, submit: () => this.device.queue.submit([outside().finish()]) };
  }

  /**
   * A piece of one program says how fast it is; one of several that took too long, that all of them
   * are slower than was thought, until each is alone in a piece.
   */
  #learn({ names, work, ms: expected }: Piece, ms: number): void {
    for (const name of names) {
      const before = this.#rates.get(name) ?? firstRate;
      if (names.size === 1) {
        this.#rates.set(name, Math.min(work / Math.max(ms, 0.1), mostRise * before));
      } else if (ms > expected) {
        this.#rates.set(name, (before * expected) / ms);
      }
    }
  }
}

interface Piece {
  /** About how long it takes. */
  ms: number;
  readonly names: Set<string>;
  work: number;
}
