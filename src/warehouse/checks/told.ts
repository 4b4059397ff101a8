/**
 * Counts that are also cells of a figure, told outside one: rows without an outcome are the group “unknown” of that month. Told exactly, they would
 * undo its protection (docs/adr/0002-protection.md, "What remains"), so a small one is not told and the others are rounded. Pure.
 */
const SMALLEST = 10;
const STEP = 5;

/** To the nearest 5; null under 10, save for none. */
export function guarded(count: number): number | null {
  if (count === 0) return 0;
  return count < SMALLEST ? null : Math.round(count / STEP) * STEP;
}

const plain = new Intl.NumberFormat('en-GB');

/** `fewer than 10`, `1,235`. */
export function guardedWords(count: number): string {
  const told = guarded(count);
  return told === null ? `fewer than ${SMALLEST}` : plain.format(told);
}

/** A share to the nearest whole per cent; not told where what it is a share of, or its part, is small. */
export function guardedShare(part: number, whole: number): string {
  if (whole < SMALLEST || (part > 0 && part < SMALLEST)) return 'too few to tell';
  return `${Math.round((100 * part) / whole)} %`;
}
