/** Jobs: what the service does by the clock (docs/operations.md). */
import type { AnyAction, AnyRead } from '../../register/index.ts';
import { jobOutcome, listJobs, runJob } from './actions.ts';

export { jobOutcome, type JobView, listJobs, runJob } from './actions.ts';
export type { JobSetting } from './doing.ts';
export { JOBS } from './list.ts';
export { startJobs } from './start.ts';

export const jobActions: readonly AnyAction[] = [runJob];
export const jobReads: readonly AnyRead[] = [listJobs, jobOutcome];
