/** What a job is given to work with. Its changes are actions of the service, each done once however often the job is tried. */
import { HeadwaterError } from '../../errors.ts';
import { type Acting, type AnyAction, SERVICE } from '../../register/index.ts';
import type { JobDefinition, JobRun } from '../../register/jobs/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';

export interface JobSetting {
  readonly acting: Acting;
  /** Null where there is no data home to ask figures of. */
  readonly warehouse: Warehouse | null;
  /** Folder of the data home: what is kept outside the database. */
  readonly homeDir: string;
}

export interface ServiceJob extends Omit<JobDefinition, 'run'> {
  /** What it does, for a list. */
  readonly words: string;
  readonly run: (setting: JobSetting, run: JobRun) => Promise<unknown>;
}

/** One action of the service. A try that was killed after it gets the first try's answer. @param input plain JSON */
export const actOnce = <A extends AnyAction>({ acting }: JobSetting, { id }: JobRun, action: A, input: unknown = {}) =>
  acting.act(action, input, SERVICE, { key: `job:${id}:${action.name}` });

/** A job that is one action without input. */
export const actionJob = (action: AnyAction, schedule: string, words: string): ServiceJob => ({
  name: action.name,
  title: action.title,
  schedule,
  words,
  run: (setting, run) => actOnce(setting, run, action),
});

export function warehouseOf({ warehouse }: JobSetting): Warehouse {
  if (warehouse !== null) return warehouse;
  throw new HeadwaterError('busy', 'no-warehouse', 'There is no data home here to ask figures of.', { advice: 'Run it where the server runs.' });
}

export const definitionsOf = (jobs: readonly ServiceJob[], setting: JobSetting): JobDefinition[] =>
  jobs.map((job) => ({ name: job.name, title: job.title, schedule: job.schedule, run: (run) => job.run(setting, run) }));
