/** Who pays for a post (requirement R169). Pure. */

export interface FunderShare {
  readonly funderId: string;
  readonly percent: number;
}

/** What is wrong with the shares of a post, as the user reads it; null where nothing is. */
export function sharesFault(shares: readonly FunderShare[]): string | null {
  if (shares.length === 0) return 'Say who pays for it';
  if (new Set(shares.map((share) => share.funderId)).size < shares.length) return 'Each organisation may be named once';
  const sum = shares.reduce((total, share) => total + share.percent, 0);
  return sum === 100 ? null : `The shares must add up to 100%: they add up to ${sum}%`;
}
