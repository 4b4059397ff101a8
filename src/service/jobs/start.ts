/** Starts the jobs of a server, and puts the figures' in when a new snapshot appears. */
import { RECHECK_JOB } from '../../account/plan/index.ts';
import { SERVICE, transaction } from '../../register/index.ts';
import { enqueue, startWorkers, type WorkerOptions, type Workers } from '../../register/jobs/index.ts';
import { definitionsOf, type JobSetting } from './doing.ts';
import { JOBS } from './list.ts';

/** One `stat` of the manifest each. */
const LOOK_MS = 10_000;

export async function startJobs(setting: JobSetting, options: WorkerOptions = {}): Promise<Workers> {
  const workers = await startWorkers(setting.acting.register, definitionsOf(JOBS, setting), options);
  const watch = watchSnapshots(setting, options.log);
  return {
    async stop() {
      watch.end();
      await workers.stop();
    },
  };
}

/** The one that is there at the start counts as new: it may have come while no server ran, and asking twice changes nothing. */
function watchSnapshots({ acting: { register }, warehouse }: JobSetting, log: (line: string) => void = () => undefined): { end(): void } {
  let seen: string | null = null;
  let busy = false;
  const look = async (): Promise<void> => {
    if (busy || warehouse === null) return;
    busy = true;
    try {
      const { current } = warehouse.manifest();
      if (current === seen) return;
      await transaction(register.db, { reach: 'system', who: SERVICE, at: register.now() }, (tx) => enqueue(tx, RECHECK_JOB));
      seen = current;
    } catch (error) {
      log(`The figures of a new snapshot could not be put in for checking yet: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();
  void look();
  return { end: () => clearInterval(timer) };
}
