import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { applyChanges, type Change, difference } from './difference.ts';
import { fieldDifferences } from './versions.ts';

const side = (changes: readonly Change[], without: Change['kind']): string =>
  changes
    .filter((one) => one.kind !== without)
    .map((one) => one.text)
    .join('');

describe('differences between two texts', () => {
  it('are words, and a changed phrase is one change', () => {
    assert.deepEqual(difference('We will refresh the training material.', 'We will renew all training material.'), [
      { kind: 'same', text: 'We will ' },
      { kind: 'removed', text: 'refresh the' },
      { kind: 'added', text: 'renew all' },
      { kind: 'same', text: ' training material.' },
    ]);
  });

  it('are nothing, all, or one side', () => {
    assert.deepEqual(difference('', ''), []);
    assert.deepEqual(difference('same', 'same'), [{ kind: 'same', text: 'same' }]);
    assert.deepEqual(difference('', 'new'), [{ kind: 'added', text: 'new' }]);
    assert.deepEqual(difference('old', ''), [{ kind: 'removed', text: 'old' }]);
  });

  const words = fc
    .array(fc.constantFrom('a', 'b', 'c', 'due', 'é', '👮', ' ', '\n', '.', '<p>', '\u200f'), { maxLength: 60, size: 'max' })
    .map((parts) => parts.join(''));

  it('turn the one into the other, always', () => {
    fc.assert(
      fc.property(fc.oneof(words, fc.string({ unit: 'binary' })), fc.oneof(words, fc.string({ unit: 'binary' })), (before, after) => {
        const changes = difference(before, after);
        assert.equal(applyChanges(before, changes), after);
        assert.equal(side(changes, 'added'), before);
        assert.equal(side(changes, 'removed'), after);
        assert.ok(changes.every((one) => one.text !== ''));
        for (const [at, one] of changes.entries()) assert.notEqual(one.kind, changes[at + 1]?.kind, 'neighbours of one kind are one change');
      }),
      { numRuns: 1000 },
    );
  });

  it('are as few as can be', () => {
    const letters = fc.array(fc.constantFrom('!', '?', '%', '#'), { maxLength: 24, size: 'max' });
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const changes = difference(before.join(''), after.join(''));
        const edits = changes.reduce((sum, one) => sum + (one.kind === 'same' ? 0 : one.text.length), 0);
        assert.equal(edits, before.length + after.length - 2 * longestCommon(before, after));
      }),
      { numRuns: 1000 },
    );
  });

  it('of two long unlike texts are one taken out and one put in', () => {
    const before = Array.from({ length: 60_000 }, (_, at) => `b${at}`).join(' ');
    const after = Array.from({ length: 60_000 }, (_, at) => `a${at}`).join('\t');
    const changes = difference(before, after);
    assert.equal(applyChanges(before, changes), after);
    assert.deepEqual(
      changes.map((one) => one.kind),
      ['removed', 'added'],
    );
  });

  it('refuses changes of another text', () => {
    assert.throws(() => applyChanges('one', difference('two', 'three')), RangeError);
    assert.throws(() => applyChanges('one two', difference('one', 'one')), RangeError);
  });
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const left of a) {
    const next = [0];
    for (const [at, right] of b.entries()) next.push(left === right ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    row = next;
  }
  return row[b.length] ?? 0;
}

describe('differences between two versions', () => {
  it('are the fields that changed, added and dropped ones too', () => {
    const found = fieldDifferences(
      { comments: 'one two', gone: 'was', grade: null, same: 'x' },
      { same: 'x', comments: 'one three', fresh: 'is', absent: null },
    );
    assert.deepEqual(
      found.map((one) => [one.key, one.before, one.after]),
      [
        ['comments', 'one two', 'one three'],
        ['fresh', null, 'is'],
        ['gone', 'was', null],
      ],
    );
    assert.deepEqual(found[0]?.changes.at(-1), { kind: 'added', text: 'three' });
  });

  it('does not take an inherited name for a field', () => {
    assert.deepEqual(
      fieldDifferences({}, { constructor: 'x' }).map((one) => one.before),
      [null],
    );
  });
});
