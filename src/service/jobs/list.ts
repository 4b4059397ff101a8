/** Every job. Their hours are between 02:00 and 05:00 in London, which a change of clocks neither takes away nor gives twice. */
import { remindOfAgreements } from '../../access/agreements/index.ts';
import { remindOfDeadlines } from '../../account/deadlines/index.ts';
import { recheckFigures } from '../../account/plan/index.ts';
import { actionJob, type ServiceJob, warehouseOf } from './doing.ts';

/** Put in when a new snapshot appears, too. */
export const RECHECK = 'evidence.recheck';

export const JOBS: readonly ServiceJob[] = [
  actionJob(remindOfDeadlines, '10 5 * * *', 'Opens the tasks of what falls due, and those that waited for the end of an embargo'),
  actionJob(remindOfAgreements, '20 5 * * *', 'Opens the tasks of agreements that are to be reviewed or that run out'),
  {
    name: RECHECK,
    title: 'Ask the figures that are cited as evidence again',
    schedule: '30 4 * * *',
    words: 'After each new snapshot, and once a day',
    run: (setting) => recheckFigures(setting.acting, warehouseOf(setting)),
  },
];
