/** What trains, handed in by main.tsx before any race is begun; the rest of the room comes when it is opened. */
import type { Race, RaceConfig } from '../state/race.ts';

type MakeRace = (config: RaceConfig) => Promise<Race>;

let provide: (make: MakeRace) => void;
const provided = new Promise<MakeRace>((resolve) => {
  provide = resolve;
});

export const provideRace = (make: MakeRace): void => provide(make);

/** Rejects where what trains cannot be had, or refuses the configuration. */
export async function makeRace(config: RaceConfig): Promise<Race> {
  return (await provided)(config);
}
