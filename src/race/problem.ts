/** Why a race cannot be run as it is set. */
import type { RaceConfig } from '../state/race.ts';
import { raceProblem } from '../state/raceConfig.ts';
import { type Asked, configOf } from '../state/raceRun.ts';
import type { Localized } from '../text/locale.ts';
import { localized } from '../text/t.ts';
import { charactersOf } from './characters.ts';
import { questionNamed, racedIn } from './questions.ts';

/** The first reason that there is, or null: sizes that a scheme refuses, a text with nothing to learn. */
export function problemOfRace(config: RaceConfig): Localized | null {
  for (const racer of config.racers) {
    const reason = raceProblem(racer, config);
    if (reason) return reason;
  }
  return config.task === 'text' ? problemOfText(config) : null;
}

/** Why the question of a race cannot be asked of its first racer. */
export function problemOfQuestion(now: Asked): Localized | null {
  const question = questionNamed(now.settings.question);
  const [racer] = configOf(now).racers;
  if (!question || !racer) return null;
  const { least = 0 } = question;
  if (!question.suits(racer)) return localized('race.question.unsuited');
  if (now.settings.length < least) return localized('race.question.short', { least });
  return problemOfRace(racedIn(now));
}

function problemOfText({ text, length }: RaceConfig): Localized | null {
  const { ids } = charactersOf(text);
  const least = length + 1;
  if (ids.length < least) {
    return localized('race.problem.short', { count: ids.length, least, length });
  }
  return new Set(ids).size === 1 ? localized('race.problem.one') : null;
}
