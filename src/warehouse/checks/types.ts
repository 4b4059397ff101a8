/** What the checks of a delivery against what is held say. Frozen plain data, in words: counts are guarded already. */

export interface CheckCell {
  readonly what: string;
  /** A count as {@link guardedWords} tells it, or a share. */
  readonly told: string;
}

export interface CheckFinding {
  /** The same for the same finding, so that a query can name it: `outlier:norfolk:2024-03:robbery`. */
  readonly code: string;
  readonly words: string;
  /** The numbers that led to it. */
  readonly cells: readonly CheckCell[];
}

export type CheckId = 'outlier' | 'peers' | 'parts' | 'gaps' | 'unknown' | 'repeats';

export interface Check {
  readonly id: CheckId;
  readonly title: string;
  /** What is held to be a finding, in words. */
  readonly rule: string;
  readonly state: 'found' | 'clear' | 'not-tested';
  /** What could not be tested, and why; empty where all was. */
  readonly untested: readonly string[];
  readonly findings: readonly CheckFinding[];
}

/** Records by month (as `reference/` numbers months) and kind id, of one force. */
export type CountsByMonth = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** A force, or another that supplies, with its words. */
export interface Supplier {
  readonly id: number;
  readonly code: string;
  readonly name: string;
}

/** The kinds of a dataset: crime types, powers. */
export interface Kind {
  readonly id: number;
  readonly code: string;
  readonly label: string;
}

/** `tested` says whether anything was: a check that nothing could be put to is not a clear one. */
export function checkOf(
  about: Pick<Check, 'id' | 'title' | 'rule'>,
  found: { readonly findings: readonly CheckFinding[]; readonly untested: readonly string[]; readonly tested: boolean },
): Check {
  const { findings, untested, tested } = found;
  return { ...about, findings, untested, state: findings.length > 0 ? 'found' : tested ? 'clear' : 'not-tested' };
}
