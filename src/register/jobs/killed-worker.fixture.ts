/** A worker of another process, for a test that kills it: says that it has begun, and goes on for ever. */
import { connect } from '../open.ts';
import { startWorkers } from './index.ts';

const register = await connect(JSON.parse(process.argv[2] ?? '') as { ownerUrl: string; appUrl: string });
const slow = {
  name: 'slow',
  title: 'Slow',
  schedule: null,
  run: ({ id, attempt }: { id: string; attempt: number }) => {
    process.stdout.write(`begun ${id} ${attempt}\n`);
    return new Promise<never>(() => {});
  },
};
await startWorkers(register, [slow], { every: { poll: 0.5, clock: 1, supervise: 1 } });
