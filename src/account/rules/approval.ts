/** Nobody approves their own words. */

export interface VersionAuthor {
  readonly version: number;
  readonly author: string;
  /** The version was approved. */
  readonly approved: boolean;
}

export type ApprovalAnswer = { readonly allowed: true } | { readonly allowed: false; readonly because: string };

/**
 * Whether a person may approve the newest version: not if they wrote any version since the last approved one, for its words are in what is approved.
 * @param versions in any order
 */
export function mayApprove(person: string, versions: readonly VersionAuthor[]): ApprovalAnswer {
  const ordered = versions.toSorted((a, b) => a.version - b.version);
  const pending = ordered.slice(ordered.findLastIndex((one) => one.approved) + 1);
  if (pending.length === 0) return { allowed: false, because: 'There is nothing to approve: the newest version is approved already.' };
  const own = pending.findLast((one) => one.author === person);
  if (own !== undefined)
    return { allowed: false, because: `You wrote version ${own.version}. Somebody who wrote no version since the last approval has to approve it.` };
  return { allowed: true };
}
