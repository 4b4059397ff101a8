/**
 * Which earlier deliveries a new one replaces. A delivery covers partitions: one source's month of a dataset of facts, or one edition of
 * one layout of reference data. At most one live delivery covers a partition, so nothing is ever counted twice. Pure.
 */
import { HeadwaterError } from '../../errors.ts';
import type { FieldNote } from '../manifest.ts';

/** `covers` gives the rows of each partition, `norfolk 2018-10` or `lsoa-2021 2021`: the key is also the words for the user. */
export interface Covering {
  readonly id: string;
  readonly fileName: string;
  readonly dataset: string;
  readonly covers: ReadonlyMap<string, number>;
}

/** A file of the batch. `part`: replace only what overlaps of an earlier delivery that reaches further. */
export interface Fresh extends Covering {
  readonly part: boolean;
}

export interface Replacement {
  readonly earlier: string;
  /** Undefined: the whole of the earlier delivery. */
  readonly partitions?: readonly string[];
}

export interface Accepted {
  readonly id: string;
  readonly replaces: readonly Replacement[];
  readonly warnings: readonly FieldNote[];
}

export interface Verdict {
  readonly accepted: readonly Accepted[];
  readonly refused: readonly { readonly id: string; readonly error: HeadwaterError }[];
}

/** A file with less than this share of the rows that it replaces is taken, with a warning. */
const FEWER = 0.5;

/**
 * `live`: what is covered now. `fresh`: the files of one batch.
 * Refusals: `overlap-in-batch` (both files, for nothing says which is right) and `overlap` (the earlier delivery reaches further).
 */
export function supersede(live: readonly Covering[], fresh: readonly Fresh[]): Verdict {
  const refused = new Map<string, HeadwaterError>();
  for (const file of fresh) {
    const rival = fresh.find((other) => other !== file && other.dataset === file.dataset && overlap(file, other).length > 0);
    if (rival) refused.set(file.id, rivals(file, rival));
  }
  // Several files may together cover an earlier one; refusing one of them can leave it half covered, so look again until nothing changes.
  for (;;) {
    const standing = fresh.filter((file) => !refused.has(file.id));
    const verdicts = standing.map((file) => ({ file, ...replacements(file, live, standing) }));
    const conflicts = verdicts.filter((verdict) => verdict.conflict !== undefined);
    if (conflicts.length === 0) {
      return {
        accepted: verdicts.map(({ file, replaces }) => ({ id: file.id, replaces, warnings: fewerRows(file, replaces, live) })),
        refused: [...refused].map(([id, error]) => ({ id, error })),
      };
    }
    for (const { file, conflict } of conflicts) if (conflict) refused.set(file.id, conflict);
  }
}

function replacements(file: Fresh, live: readonly Covering[], batch: readonly Covering[]): { replaces: Replacement[]; conflict?: HeadwaterError } {
  const replaces: Replacement[] = [];
  for (const earlier of live) {
    const shared = earlier.dataset === file.dataset ? overlap(file, earlier) : [];
    if (shared.length === 0) continue;
    const whole = [...earlier.covers.keys()].every((partition) => batch.some((other) => other.dataset === earlier.dataset && other.covers.has(partition)));
    if (whole) replaces.push({ earlier: earlier.id });
    else if (file.part) replaces.push({ earlier: earlier.id, partitions: shared });
    else return { replaces, conflict: reachesFurther(file, earlier, shared) };
  }
  return { replaces };
}

function overlap(a: Covering, b: Covering): string[] {
  return [...b.covers.keys()].filter((partition) => a.covers.has(partition));
}

function fewerRows(file: Covering, replaces: readonly Replacement[], live: readonly Covering[]): FieldNote[] {
  let before = 0;
  let after = 0;
  for (const { earlier, partitions } of replaces) {
    const covers = live.find((delivery) => delivery.id === earlier)?.covers ?? new Map<string, number>();
    for (const partition of partitions ?? overlap(file, { ...file, covers })) {
      before += covers.get(partition) ?? 0;
      after += file.covers.get(partition) ?? 0;
    }
  }
  if (after >= before * FEWER) return [];
  const reason = `This file has ${after} rows where the delivery that it replaces had ${before}. Check that it is complete`;
  return [{ field: '(rows)', rule: 'fewer-than-replaced', reason, count: before - after }];
}

function rivals(file: Covering, rival: Covering): HeadwaterError {
  const what = listed(overlap(file, rival));
  return new HeadwaterError(
    'conflict',
    'overlap-in-batch',
    `${file.fileName} and ${rival.fileName} both hold ${what}, with different contents. Neither was taken.`,
    {
      advice: 'Deliver the one that is right, or deliver them one after the other: the later corrects the earlier.',
    },
  );
}

function reachesFurther(file: Covering, earlier: Covering, shared: readonly string[]): HeadwaterError {
  const more = listed([...earlier.covers.keys()].filter((partition) => !file.covers.has(partition)));
  return new HeadwaterError(
    'conflict',
    'overlap',
    `${file.fileName} holds ${listed(shared)}, which delivery ${earlier.id} (${earlier.fileName}) also holds together with ${more}.`,
    { advice: 'Deliver a file that covers all of the earlier one, or use --part to replace only what both hold.' },
  );
}

/** `a, b, c and 4 more`. */
function listed(partitions: readonly string[]): string {
  const sorted = [...partitions].sort();
  const rest = sorted.length - 3;
  return rest > 0 ? `${sorted.slice(0, 3).join(', ')} and ${rest} more` : sorted.join(', ');
}
