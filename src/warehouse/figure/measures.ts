/**
 * The measures: what is counted, over what, in which unit, and what must be said about it. Data, not code: the pipeline knows five forms.
 *
 * count   records that match
 * rate    count per 1,000 residents
 * share   records that match `part` among those that match
 * mix     share of each value of a dimension among all values (outcomes)
 * change  count against the same months a year before
 */
import type { Measure } from './define-measure.ts';
import { CRIME_MEASURES } from './measures-crime.ts';
import { STOP_MEASURES } from './measures-stop.ts';

export type { Condition, Measure } from './define-measure.ts';

const MEASURES: readonly Measure[] = [...CRIME_MEASURES, ...STOP_MEASURES];

const byId = new Map(MEASURES.map((measure) => [measure.id, measure]));

export function measures(): readonly Measure[] {
  return MEASURES;
}

export function measure(id: string): Measure | undefined {
  return byId.get(id);
}
