/** A server of another process, for a test that kills it: the job's action is done and committed, and the job is not. */
import { remindOfAgreements } from '../../access/agreements/index.ts';
import { connect } from '../../register/index.ts';
import { startWorkers } from '../../register/jobs/index.ts';
import { actingOn } from '../index.ts';
import { actOnce, definitionsOf, type ServiceJob } from './doing.ts';

const register = await connect(JSON.parse(process.argv[2] ?? '') as { ownerUrl: string; appUrl: string });
const job: ServiceJob = {
  name: remindOfAgreements.name,
  title: '',
  words: '',
  schedule: null,
  async run(setting, run) {
    await actOnce(setting, run, remindOfAgreements);
    process.stdout.write('committed\n');
    return new Promise<never>(() => {});
  },
};
await startWorkers(register, definitionsOf([job], { acting: actingOn(register), warehouse: null, homeDir: '' }), {
  every: { poll: 0.5, clock: 1, supervise: 1 },
  clock: false,
});
