/** What a measure is, and the parts that the measures of both datasets are made of. */
import { codeList, itemByCode } from '../../reference/index.ts';
import type { BaseColumn, FactDataset } from './dimensions.ts';
import type { Caveat, DimensionId } from './types.ts';

/** A condition on one fact column: its id is (or, with `not`, is not) one of these. */
export interface Condition {
  readonly column: BaseColumn;
  readonly ids: readonly number[];
  readonly not?: boolean;
}

export type MeasureForm = 'count' | 'rate' | 'share' | 'mix' | 'change';

export interface Measure {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly definition: string;
  readonly unit: string;
  readonly form: MeasureForm;
  readonly dataset: FactDataset;
  readonly numerator: string;
  readonly denominator: string | null;
  readonly base: readonly Condition[];
  /** Form `share`: which of the base records count. */
  readonly part?: readonly Condition[];
  /** Form `mix`: the dimensions that can be shared out, the first being the default. */
  readonly mix?: readonly DimensionId[];
  /** Form `share`: the dimension whose unknown values are left out of the base and reported beside it. */
  readonly unknownOf?: DimensionId;
  /** Dimensions that the form cannot take. */
  readonly without: readonly DimensionId[];
  /** Fixed by the definition: a filter on it is refused with this reason. */
  readonly fixed?: { readonly dimensions: readonly DimensionId[]; readonly reason: string; readonly instead: string };
  readonly caveats: readonly Caveat[];
  /** Id of the working definition in force (R064). */
  readonly definitionId: string;
  readonly basis: string;
}
export function ids(list: Parameters<typeof codeList>[0], ...codes: string[]): number[] {
  return codes.map((code) => {
    const item = itemByCode(list, code);
    if (!item) throw new Error(`reference/${list}.json has no ${code}`);
    return item.id;
  });
}

export const groupIds = (list: Parameters<typeof codeList>[0], ...groups: string[]) =>
  codeList(list)
    .items.filter((item) => groups.includes(item.group ?? ''))
    .map((item) => item.id);

export const unknownIds = (list: Parameters<typeof codeList>[0]) =>
  codeList(list)
    .items.filter((item) => item.unknown)
    .map((item) => item.id);

export const SNAP: Caveat = {
  code: 'snap-points',
  text: 'Locations are map points that stand for a nearby street, not the place itself. An LSOA at the edge of a street may hold its neighbour’s records.',
};
export const RESIDENTS: Caveat = {
  code: 'resident-base',
  text: 'Rates use the people who live in an area. Where many visit or commute, such as city centres, they overstate the risk to residents.',
};

const OPEN_CRIME = 'police.uk street-level categories';
const OPEN_STOP = 'police.uk stop and search records';
const OFFENCE_BASIS = 'By the month that the source gives for the record.';
const STOP_BASIS = 'Searches by the local date on which they took place.';

type Draft = Omit<Measure, 'version' | 'without' | 'denominator' | 'definitionId' | 'basis'> &
  Partial<Pick<Measure, 'version' | 'without' | 'denominator' | 'definitionId' | 'basis'>>;

export function define(draft: Draft): Measure {
  const crime = draft.dataset !== 'stop';
  return Object.freeze({
    version: '1',
    without: [],
    denominator: null,
    definitionId: crime ? OPEN_CRIME : OPEN_STOP,
    basis: crime ? OFFENCE_BASIS : STOP_BASIS,
    ...draft,
  });
}
