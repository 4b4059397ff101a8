/** When each dataset's next period is due, from its contract. */
import { listContracts } from '../door/index.ts';
import type { Schedule } from './provenance.ts';

const FREQUENCY = { month: 'monthly', year: 'yearly', decade: 'irregular' } as const;

export function schedules(): ReadonlyMap<string, Schedule> {
  return new Map(
    listContracts().map(({ id, title, frequency }) => [
      id,
      { dataset: id, title, frequency: frequency === null ? 'irregular' : FREQUENCY[frequency.every], lagDays: frequency?.lagDays ?? 0 },
    ]),
  );
}
