/** The tasks that there are, by the files that declare them. */
import type { RaceConfig } from '../state/race.ts';
import type { ToldTask } from './defineTask.ts';

const files = import.meta.glob<ToldTask>('./tasks/*.task.ts', { eager: true, import: 'default' });

export const tasks: readonly ToldTask[] = Object.values(files);

export function taskNamed(name: RaceConfig['task']): ToldTask {
  const task = tasks.find((each) => each.name === name);
  if (!task) throw new Error(`tasks: no file ${name}.task.ts`);
  return task;
}
