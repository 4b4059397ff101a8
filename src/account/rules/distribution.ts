/** To whom a response goes, and when that is complete: each step evidenced, not only ticked. */
import { formatDate } from './dates.ts';
import { DISTRIBUTION, type DistributionCode, type DistributionStep } from './reference.ts';

export interface DistributionRecord {
  readonly step: DistributionCode;
  /** Civil date. */
  readonly on: string | null;
  readonly by: string | null;
  /** An address, a reference or a document that shows it; null or blank is no evidence. */
  readonly evidence: string | null;
}

export interface StepStanding extends DistributionStep {
  readonly state: 'evidenced' | 'no-evidence' | 'open';
  readonly because: string;
}

export interface DistributionStanding {
  readonly complete: boolean;
  readonly done: number;
  readonly steps: readonly StepStanding[];
  /** Steps that section 55 itself requires and that are not yet evidenced. */
  readonly missingInLaw: readonly DistributionCode[];
}

/** @param done what is recorded; the last record of a step counts */
export function distributionState(done: readonly DistributionRecord[]): DistributionStanding {
  const steps = DISTRIBUTION.map((step): StepStanding => {
    const record = done.findLast((one) => one.step === step.code);
    if (record === undefined) return { ...step, state: 'open', because: 'Not done yet.' };
    const missing = [...(record.on === null ? ['a date'] : []), ...(blank(record.by) ? ['who did it'] : []), ...(blank(record.evidence) ? ['evidence'] : [])];
    if (missing.length > 0 || record.on === null)
      return { ...step, state: 'no-evidence', because: `Recorded without ${missing.join(', ')}, so it does not count.` };
    return { ...step, state: 'evidenced', because: `Done on ${formatDate(record.on)} by ${record.by}.` };
  });
  const missing = steps.filter((step) => step.state !== 'evidenced');
  return {
    complete: missing.length === 0,
    done: steps.length - missing.length,
    steps,
    missingInLaw: missing.filter((step) => step.statutory).map((step) => step.code),
  };
}

const blank = (text: string | null): boolean => text === null || text.trim() === '';
