/**
 * Differences between two texts, word by word: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), section 4b, in linear space. Texts
 * that differ in more than {@link MOST_EDITS} words are shown as one text taken out and one put in, which is what a reader would make of them.
 */

export interface Change {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Above this, half of a shortest edit script is not looked for. Bounds the work to its square. */
export const MOST_EDITS = 2000;

const WORD = /\s+|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu;

/** The changes that turn `before` into `after`; joined, the same and removed ones are `before`, the same and added ones `after`. */
export function difference(before: string, after: string): readonly Change[] {
  const a = before.match(WORD) ?? [];
  const b = after.match(WORD) ?? [];
  const script: Change[] = [];
  compare(a, 0, a.length, b, 0, b.length, script);
  return tidy(script);
}

/** `after` again, from `before` and the changes. @throws RangeError when the changes are not of this text. */
export function applyChanges(before: string, changes: readonly Change[]): string {
  let at = 0;
  let after = '';
  for (const { kind, text } of changes) {
    if (kind !== 'added') {
      if (!before.startsWith(text, at)) throw new RangeError('These changes are not of this text');
      at += text.length;
    }
    if (kind !== 'removed') after += text;
  }
  if (at !== before.length) throw new RangeError('These changes are not of this text');
  return after;
}

function compare(a: readonly string[], a0: number, a1: number, b: readonly string[], b0: number, b1: number, script: Change[]): void {
  let [from, to, left, right] = [a0, b0, a1, b1];
  while (from < left && to < right && a[from] === b[to]) {
    from += 1;
    to += 1;
  }
  if (from > a0) script.push({ kind: 'same', text: a.slice(a0, from).join('') });
  while (left > from && right > to && a[left - 1] === b[right - 1]) {
    left -= 1;
    right -= 1;
  }
  const middle = from < left && to < right ? middleOf(a, from, left, b, to, right) : null;
  if (middle === null) {
    if (left > from) script.push({ kind: 'removed', text: a.slice(from, left).join('') });
    if (right > to) script.push({ kind: 'added', text: b.slice(to, right).join('') });
  } else {
    compare(a, from, middle[0], b, to, middle[1], script);
    compare(a, middle[0], left, b, middle[1], right, script);
  }
  if (left < a1) script.push({ kind: 'same', text: a.slice(left, a1).join('') });
}

/** A point on a shortest path, found from both ends at once; null where the way is longer than is looked for, or the whole is a replacement. */
function middleOf(a: readonly string[], a0: number, a1: number, b: readonly string[], b0: number, b1: number): readonly [number, number] | null {
  const n = a1 - a0;
  const m = b1 - b0;
  const delta = n - m;
  const odd = delta % 2 !== 0;
  const most = Math.min(Math.ceil((n + m) / 2), MOST_EDITS);
  const size = 2 * most + 2;
  const forward = new Int32Array(size + 1).fill(-1);
  const backward = new Int32Array(size + 1).fill(-1);
  const slot = (k: number): number => k + most + 1;
  forward[slot(1)] = 0;
  backward[slot(1)] = 0;
  const held = (row: Int32Array, k: number): number => row[slot(k)] ?? -1;
  for (let d = 0; d <= most; d += 1) {
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && held(forward, k - 1) < held(forward, k + 1)) ? held(forward, k + 1) : held(forward, k - 1) + 1;
      const start = x;
      while (x < n && x - k < m && x - k >= 0 && a[a0 + x] === b[b0 + x - k]) x += 1;
      forward[slot(k)] = x;
      const back = delta - k;
      if (odd && Math.abs(back) <= d - 1 && x + held(backward, back) >= n) return split(a0, b0, n, m, start, start - k);
    }
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && held(backward, k - 1) < held(backward, k + 1)) ? held(backward, k + 1) : held(backward, k - 1) + 1;
      while (x < n && x - k < m && x - k >= 0 && a[a1 - 1 - x] === b[b1 - 1 - (x - k)]) x += 1;
      backward[slot(k)] = x;
      const ahead = delta - k;
      if (!odd && Math.abs(ahead) <= d && x + held(forward, ahead) >= n) return split(a0, b0, n, m, n - x, m - (x - k));
    }
  }
  return null;
}

/** Null when the point is a corner, which would split nothing. */
function split(a0: number, b0: number, n: number, m: number, x: number, y: number): readonly [number, number] | null {
  return x < 0 || y < 0 || x > n || y > m || x + y === 0 || x + y === n + m ? null : [a0 + x, b0 + y];
}

/** Neighbours of one kind become one; a lone space between two changes is part of both, so that a changed phrase reads as one. */
function tidy(script: readonly Change[]): readonly Change[] {
  const out: Change[] = [];
  let removed = '';
  let added = '';
  const flush = (): void => {
    if (removed !== '') out.push({ kind: 'removed', text: removed });
    if (added !== '') out.push({ kind: 'added', text: added });
    removed = '';
    added = '';
  };
  let same = '';
  const settle = (changeFollows: boolean): void => {
    if (same === '') return;
    if (changeFollows && removed + added !== '' && same.trim() === '' && !same.includes('\n')) {
      removed += same;
      added += same;
    } else {
      flush();
      out.push({ kind: 'same', text: same });
    }
    same = '';
  };
  for (const change of script) {
    if (change.kind === 'same') same += change.text;
    else {
      settle(true);
      if (change.kind === 'removed') removed += change.text;
      else added += change.text;
    }
  }
  settle(false);
  flush();
  return out;
}
