/** When each dataset's next period is due, from its contract. */
import type { Schedule } from './provenance.ts';

export function schedules(): ReadonlyMap<string, Schedule> {
  return new Map();
}
