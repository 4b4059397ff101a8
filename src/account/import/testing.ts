/** What must hold of every proposal, for its tests. */
import assert from 'node:assert/strict';
import type { Passage, Proposal } from './types.ts';

/** Every passage of a proposal, wherever it hangs. */
function* passages(value: unknown): Generator<Passage> {
  if (typeof value !== 'object' || value === null) return;
  if ('start' in value && 'end' in value && 'text' in value) yield value as Passage; // the three make one
  for (const inner of Object.values(value)) yield* passages(inner);
}

/** Each passage's words are the source's own at its place. */
export function assertPlaces(proposal: Proposal): void {
  for (const { text, start, end } of passages({ ...proposal, source: null })) {
    assert.equal(text, proposal.source.slice(start, end));
    assert.ok(start < end, `an empty passage at ${start}`);
    assert.equal(text, text.trim());
  }
}
