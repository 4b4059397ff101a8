/** Jobs: work that the service does by the clock, or that an action leaves to be done after it. */
export { enqueue, type JobData } from './enqueue.ts';
export { type JobStanding, outcomeOf, standings } from './look.ts';
export { installQueue } from './queue.ts';
export { type JobDefinition, type JobRun, occurrences, startWorkers, type WorkerOptions, type Workers } from './workers.ts';
