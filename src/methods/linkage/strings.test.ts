import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MethodError } from '../error.ts';
import { damerauLevenshtein, editSimilarity, levenshtein, osaDistance } from './edit.ts';
import { jaro, jaroWinkler } from './jaro.ts';
import { agreementLevel, MISSING_LEVEL } from './level.ts';
import { normaliseName, soundex } from './normalise.ts';

const code = (wanted: string, argument?: string) => (error: unknown) =>
  error instanceof MethodError && error.code === wanted && (argument === undefined || error.argument === argument);
const close = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}, not ${expected}`);

test('names as jellyfish 0.8.9 compares them', () => {
  for (const [a, b, j, jw, lev, dl] of [
    ['MARTHA', 'MARHTA', 0.9444444444444445, 0.9611111111111111, 2, 1],
    ['DWAYNE', 'DUANE', 0.8222222222222223, 0.84, 2, 2],
    ['DIXON', 'DICKSONX', 0.7666666666666666, 0.8133333333333332, 4, 4],
    ['SHACKLEFORD', 'SHACKELFORD', 0.9696969696969697, 0.9818181818181818, 2, 1],
    ['MICHELLE', 'MICHAEL', 0.8690476190476191, 0.9214285714285715, 3, 3],
    ['ITMAN', 'SMITH', 0.4666666666666666, 0.4666666666666666, 5, 5],
  ] as const) {
    close(jaro(a, b), j);
    close(jaroWinkler(a, b), jw);
    assert.equal(levenshtein(a, b), lev);
    assert.equal(damerauLevenshtein(a, b), dl);
  }
});

test("Winkler's prefix counts above 0.7 only; other programs always count it", () => {
  // Three letters match in order: (3/7 + 3/6 + 1) / 3 is 0.643.
  close(jaro('PRADEEP', 'PRITAM'), (3 / 7 + 3 / 6 + 1) / 3);
  assert.equal(jaroWinkler('PRADEEP', 'PRITAM'), jaro('PRADEEP', 'PRITAM'));
  close(jaroWinkler('PRADEEP', 'PRITAM', { boostAbove: 0 }), 0.6428571428571429 + 0.2 * (1 - 0.6428571428571429));
  close(jaroWinkler('MARTHA', 'MARHTA', { prefixScale: 0 }), jaro('MARTHA', 'MARHTA'));
  assert.throws(() => jaroWinkler('a', 'b', { prefixScale: 0.3 }), code('out-of-range', 'prefixScale'));
});

test('two empty texts are equal, one empty text is like nothing, and a missing value is no evidence', () => {
  for (const similarity of [jaro, jaroWinkler, editSimilarity]) {
    assert.equal(similarity('', ''), 1);
    assert.equal(similarity('', 'Orla'), 0);
  }
  assert.equal(agreementLevel('', '', jaroWinkler, [0.9]), MISSING_LEVEL);
  assert.equal(agreementLevel(null, 'orla', jaroWinkler, [0.9]), MISSING_LEVEL);
  assert.equal(agreementLevel('orla', 'orla', jaroWinkler, [0.8, 0.9, 1]), 3);
  assert.equal(agreementLevel('martha', 'marhta', jaroWinkler, [0.8, 0.9, 1]), 2);
  assert.equal(agreementLevel('orla', 'bede', jaroWinkler, [0.8, 0.9, 1]), 0);
  assert.throws(() => agreementLevel('a', 'b', jaroWinkler, [0.9, 0.8]), code('out-of-range', 'thresholds[1]'));
  assert.throws(() => agreementLevel('a', 'b', jaroWinkler, []), code('too-few', 'thresholds'));
});

test('a letter outside the Basic Multilingual Plane is one letter', () => {
  assert.equal(levenshtein('𐐀𐐁', '𐐀'), 1);
  assert.equal(levenshtein('😀', '😁'), 1);
  close(jaro('a😀b', 'a😁b'), (2 / 3 + 2 / 3 + 1) / 3);
});

test('the three edit distances part on swaps: CA to ABC', () => {
  assert.equal(levenshtein('ca', 'abc'), 3);
  assert.equal(osaDistance('ca', 'abc'), 3);
  assert.equal(damerauLevenshtein('ca', 'abc'), 2);
  assert.equal(levenshtein('orla', 'olra'), 2);
  assert.equal(osaDistance('orla', 'olra'), 1);
  assert.equal(editSimilarity('orla', 'olra', 'osa'), 0.75);
  assert.equal(editSimilarity('orla', 'olra'), 0.5);
  assert.equal(editSimilarity('orla', 'olra', 'damerau-levenshtein'), 0.75);
});

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '😀'), maxLength: 9 });

test('similarities and distances are symmetric, bounded and 1 (or 0) for equal texts alone', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      for (const similarity of [jaro, jaroWinkler, editSimilarity]) {
        const s = similarity(a, b);
        assert.ok(s >= 0 && s <= 1);
        close(s, similarity(b, a));
        assert.equal(s === 1, a === b);
      }
      assert.ok(jaroWinkler(a, b) >= jaro(a, b));
      const [lev, osa, dl] = [levenshtein(a, b), osaDistance(a, b), damerauLevenshtein(a, b)];
      assert.ok(dl <= osa && osa <= lev);
      assert.equal(lev, levenshtein(b, a));
      assert.equal(dl, damerauLevenshtein(b, a));
      const [m, n] = [[...a].length, [...b].length];
      assert.ok(lev >= Math.abs(m - n) && lev <= Math.max(m, n));
      // The bare recursion, which shares nothing with the tables.
      const [left, right] = [[...a].slice(0, 5), [...b].slice(0, 5)];
      assert.equal(levenshtein(left.join(''), right.join('')), byRecursion(left, right));
    }),
    { seed: 1, numRuns: 300 },
  );
});

function byRecursion(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  return Math.min(byRecursion(a.slice(1), b) + 1, byRecursion(a, b.slice(1)) + 1, byRecursion(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1));
}

test('edit distances keep the triangle inequality', () => {
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      for (const distance of [levenshtein, damerauLevenshtein]) assert.ok(distance(a, c) <= distance(a, b) + distance(b, c));
    }),
    { seed: 2 },
  );
});

test('names in their normal form', () => {
  for (const [name, normal] of [
    ["  O'Brien ", 'obrien'],
    ['O’Brien', 'obrien'],
    ['Ní Dhúill-Varrow', 'ni dhuill varrow'],
    ['José', 'jose'],
    ['Jose\u0301', 'jose'],
    ['Łukasz Strauß', 'lukasz strauss'],
    ['Ægir Ødegård', 'aegir odegard'],
    ['İPEK', 'ipek'],
    ['ﬁnch', 'finch'],
    ['D. J.\tMarsh,  Jr', 'd j marsh jr'],
    ['Μαρία', 'μαρια'],
    ['李小龍', '李小龍'],
    ['---', ''],
  ] as const) {
    assert.equal(normaliseName(name), normal);
  }
  assert.equal(normaliseName('Ní Dhúill-Varrow', { spaces: false }), 'nidhuillvarrow');
  assert.equal(normaliseName('Dr Orla Marsh', { drop: ['dr', 'mr'] }), 'orla marsh');
  assert.throws(() => normaliseName(null as unknown as string), code('input', 'name'));
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (name) => {
      const once = normaliseName(name);
      assert.equal(normaliseName(once), once);
      assert.equal(normaliseName(name.normalize('NFD')), normaliseName(name.normalize('NFC')));
    }),
    { seed: 3, numRuns: 500 },
  );
});

test("Soundex as the US National Archives' examples have it", () => {
  for (const [name, coded] of [
    ['Robert', 'R163'],
    ['Rupert', 'R163'],
    ['Ashcraft', 'A261'],
    ['Tymczak', 'T522'],
    ['Pfister', 'P236'],
    ['Honeyman', 'H555'],
    ["O'Hara", 'O600'],
    ['Lee', 'L000'],
    ['李', ''],
  ] as const) {
    assert.equal(soundex(name), coded, name);
  }
});

test('texts that cannot be compared are refused', () => {
  for (const compare of [jaro, jaroWinkler, levenshtein, osaDistance, damerauLevenshtein]) {
    assert.throws(() => compare(7 as unknown as string, 'a'), code('input', 'a'));
    assert.throws(() => compare('a', undefined as unknown as string), code('input', 'b'));
  }
  assert.throws(() => jaro('x'.repeat(10_001), 'y'), code('too-large', 'a'));
  assert.throws(() => levenshtein('x', 'y'.repeat(30_000)), code('too-large', 'b'));
  assert.equal(levenshtein('x'.repeat(3000), 'x'.repeat(2999)), 1);
  assert.equal(jaro('x'.repeat(3000), 'y'), 0);
});
