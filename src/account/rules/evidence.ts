/** Evidence: what counts, and what has to be looked at again first. */

export interface Evidence {
  readonly id: string;
  /** What it shows: a milestone, a measure, or, when both are null, the item itself. */
  readonly milestoneId: string | null;
  readonly measureId: string | null;
  readonly title: string;
  readonly kind: 'document' | 'figure';
  /**
   * For a figure, what came of its last check against the current snapshot: the same cells, other cells, or no answer. A document has nothing to re-check.
   */
  readonly recheck: 'same' | 'changed' | 'failed' | null;
}

/** A figure that moved or no longer answers is not evidence until a person has looked at it again. */
export const counts = (evidence: Evidence): boolean => evidence.kind === 'document' || evidence.recheck === 'same';

/** Why a piece does not count, in words. */
export function doubt(evidence: Evidence): string {
  const why =
    evidence.recheck === 'changed'
      ? 'has changed since it was cited'
      : evidence.recheck === 'failed'
        ? 'could not be worked out again'
        : 'has not been worked out again';
  return `The figure '${evidence.title}' ${why}, so it needs checking and does not count as evidence.`;
}
