/** The four-fifths rule of the US Uniform Guidelines. */
import { confidence, count, positive } from '../check.ts';
import { MethodError } from '../error.ts';
import { EXACT_BELOW, LEVEL, ratioLogWald } from '../rates/index.ts';

export interface Selection {
  readonly name: string;
  /** People who were selected: who got the *favourable* outcome. */
  readonly selected: number;
  /** People who were considered. */
  readonly considered: number;
}

export interface ImpactRatio {
  readonly name: string;
  /** Selected out of considered, 0 to 1. */
  readonly rate: number;
  /** Its rate over the highest group's, 0 to 1. */
  readonly ratio: number;
  /** 95 % (or `level`) log-Wald limits of that ratio of two risks; null for the highest group and where nobody was selected. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  /** False when the rate is under four fifths of the highest. */
  readonly passes: boolean;
  /** Under ten selected or not selected, in this group or in the highest: too few for the rule to mean much. */
  readonly small: boolean;
  /** Under 2 % of all considered: the Guidelines ask for no finding on such a group. */
  readonly underTwoPercent: boolean;
}

export interface FourFifths {
  /** Name of the group with the highest rate (the first of them, where several share it). */
  readonly highest: string;
  readonly groups: readonly ImpactRatio[];
  /** True when every group passes. */
  readonly passes: boolean;
}

/**
 * Four-fifths rule: a group's selection rate under four fifths of the highest group's is taken as evidence of adverse impact. Exactly four fifths passes; it is
 * decided in whole numbers, so that rounding does not.
 *
 * @param groups two or more
 * @throws MethodError `too-few`, `no-information` (nobody selected at all), `more-events-than-people`, `not-whole`, `negative`, `not-positive`, `too-large` (over 30 million considered), `not-a-number`
 * @source Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D) and .15(A)(2)(a); Questions and Answers 10-12, 44 FR 11998
 */
export function fourFifths(groups: readonly Selection[], options: { readonly level?: number } = {}): FourFifths {
  const level = confidence('level', options.level ?? LEVEL);
  if (groups.length < 2) throw new MethodError('too-few', 'groups', 'two or more groups are needed to compare any');
  groups.forEach(({ selected, considered }, i) => {
    count(`groups[${i}].selected`, selected);
    positive(`groups[${i}].considered`, count(`groups[${i}].considered`, considered));
    if (selected > considered)
      throw new MethodError('more-events-than-people', `groups[${i}].selected`, `${selected} is more than the ${considered} who were considered`);
    if (considered > 3e7)
      throw new MethodError('too-large', `groups[${i}].considered`, 'is more than 30 million, beyond which the rule is not decided exactly');
  });
  const best = groups.reduce((high, group) => (group.selected * high.considered > high.selected * group.considered ? group : high));
  if (best.selected === 0) throw new MethodError('no-information', 'groups', 'nobody was selected in any group');
  const everybody = groups.reduce((sum, { considered }) => sum + considered, 0);
  const thin = ({ selected, considered }: Selection): boolean => selected < EXACT_BELOW || considered - selected < EXACT_BELOW;
  const found = groups.map((group): ImpactRatio => {
    const { name, selected, considered } = group;
    const interval = group === best || selected === 0 ? null : ratioLogWald(selected, considered, best.selected, best.considered, { of: 'risk', level });
    return {
      name,
      rate: selected / considered,
      ratio: group === best ? 1 : (selected * best.considered) / (best.selected * considered),
      interval: interval === null ? null : { lower: interval.lower, upper: interval.upper },
      passes: 5 * selected * best.considered >= 4 * best.selected * considered,
      small: thin(group) || thin(best),
      underTwoPercent: 50 * considered < everybody,
    };
  });
  return { highest: best.name, groups: found, passes: found.every(({ passes }) => passes) };
}
