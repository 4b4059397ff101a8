/** Which duty holders each local government area has (requirement R111). Pure. */
import { listed } from './hierarchy.ts';
import { REQUIRED_HOLDERS, typeOf } from './types.ts';

export interface CoverageOrganisation {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** As typed; null for the whole of the partnership's area. */
  readonly area: string | null;
}

export interface AreaCoverage {
  readonly area: string;
  readonly holders: readonly { readonly title: string; readonly organisations: readonly CoverageOrganisation[] }[];
  /** Titles of required holders that the area lacks. */
  readonly missing: readonly string[];
}

/** The area's name where no organisation names one. */
export const WHOLE = 'The whole partnership';

/** Types whose areas are local government areas; a charity's neighbourhood is no area that must have a fire authority. */
const NAME_AREAS = new Set(['local-authority', 'community-safety-partnership', 'police', 'fire', 'youth-justice', 'probation']);

/**
 * The areas are those that local authorities and the other bodies of {@link NAME_AREAS} name; an organisation that names none covers them all. The local
 * policing body covers nothing here: it is no specified authority. `organisations` are those that are open and within the partnership.
 */
export function coverageOf(organisations: readonly CoverageOrganisation[]): AreaCoverage[] {
  const names = new Map<string, string>();
  for (const { area, type } of organisations) {
    if (NAME_AREAS.has(type)) for (const name of listed(area)) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  const areas = names.size > 0 ? [...names.values()].sort((a, b) => a.localeCompare(b, 'en-GB')) : [WHOLE];
  return areas.map((area) => {
    const here = organisations.filter((each) => typeOf(each.type).duty === 'specified' && serves(each, area));
    const holders = REQUIRED_HOLDERS.map(({ title, types }) => ({ title, organisations: here.filter((each) => types.some((type) => type === each.type)) }));
    return { area, holders, missing: holders.filter((holder) => holder.organisations.length === 0).map((holder) => holder.title) };
  });
}

function serves({ area }: CoverageOrganisation, name: string): boolean {
  const served = listed(area);
  return served.length === 0 || served.some((each) => each.toLowerCase() === name.toLowerCase());
}
