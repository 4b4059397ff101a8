/** Every job. Their hours are between 02:00 and 05:00 in London, which a change of clocks neither takes away nor gives twice. */
import { remindOfAgreements } from '../../access/agreements/index.ts';
import { verifyChain } from '../../access/audit/index.ts';
import { remindOfHealth } from '../../access/index.ts';
import { purgeRecords } from '../../access/retention/index.ts';
import { remindOfDeadlines } from '../../account/deadlines/index.ts';
import { RECHECK_JOB, recheckFigures } from '../../account/plan/index.ts';
import { readSeals, sealAudit, SERVICE, transaction } from '../../register/index.ts';
import { actionJob, type ServiceJob, warehouseOf } from './doing.ts';

export const JOBS: readonly ServiceJob[] = [
  {
    name: 'audit.seal',
    title: 'Seal the audit log',
    schedule: '7 * * * *',
    words: 'Writes the end of the log down in the data home, outside the database',
    run({ acting: { register }, homeDir }) {
      const at = register.now();
      return transaction(register.db, { reach: 'system', who: SERVICE, at, readOnly: true }, async (tx) => ({ event: await sealAudit(tx, homeDir, at) }));
    },
  },
  {
    name: verifyChain.name,
    title: verifyChain.title,
    schedule: '40 3 * * *',
    words: 'Computes every event’s hash again, and holds the log against its seals',
    // Under no key: another try has other seals, and may be done again.
    run: ({ acting, homeDir }) => acting.act(verifyChain, { seals: [...readSeals(homeDir)] }, SERVICE),
  },
  actionJob(remindOfDeadlines, '10 5 * * *', 'Opens the tasks of what falls due, and those that waited for the end of an embargo'),
  actionJob(remindOfAgreements, '20 5 * * *', 'Opens the tasks of agreements that are to be reviewed or that run out'),
  actionJob(remindOfHealth, '30 5 * * *', 'Opens the tasks of contacts, seats and terms that are missing or end soon, and settles those that are mended'),
  actionJob(purgeRecords, '20 3 * * *', 'Deletes ended sessions, used links and kept answers; what a person must decide waits on the retention page'),
  {
    name: RECHECK_JOB,
    title: 'Ask the figures that are cited as evidence again',
    schedule: '30 4 * * *',
    words: 'After each new snapshot, when one is cited by a program, and once a day',
    run: (setting) => recheckFigures(setting.acting, warehouseOf(setting)),
  },
];
