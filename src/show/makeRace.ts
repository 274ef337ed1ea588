/** What trains, handed in by main.tsx before any race is begun; the rest of the room comes when it is opened. */
import type { Race, RaceConfig } from '../state/race.ts';
import type { KeptRace } from '../state/raceWeights.ts';

type MakeRace = (config: RaceConfig, from?: KeptRace | null) => Promise<Race>;

let provide: (make: MakeRace) => void;
const provided = new Promise<MakeRace>((resolve) => {
  provide = resolve;
});

export const provideRace = (make: MakeRace): void => provide(make);

/** Rejects where what trains cannot be had, or refuses the configuration. */
export const makeRace: MakeRace = async (config, from) => (await provided)(config, from);
