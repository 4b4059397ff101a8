import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MethodError } from '../error.ts';
import { linkageMethods } from './methods.ts';

const named = (name: string) => linkageMethods.find((each) => each.name === name) ?? assert.fail(`no method ${name}`);
const refused = (name: string, input: object, code: string, argument: string): void =>
  assert.throws(
    () => named(name).call(input),
    (error) => error instanceof MethodError && error.code === code && error.argument === argument,
    `${name}: ${code} ${argument}`,
  );
const numbers = (value: unknown): number[] =>
  typeof value === 'number' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbers) : [];

test('every example runs, says all that its page tells, and gives no number that JSON has no word for', () => {
  for (const each of linkageMethods) {
    const result = each.call(each.example);
    assert.deepEqual(new Set(Object.keys(result)), new Set(Object.keys(each.returns)), each.name);
    assert.ok(numbers(result).every(Number.isFinite), each.name);
  }
});

test('the numbers that the readings quote', () => {
  const call = (name: string): Record<string, unknown> => named(name).call(named(name).example);
  assert.deepEqual(call('name-normal-form'), { normal: 'ni dhuill ovarrow' });
  assert.deepEqual(call('soundex'), { code: 'V600' });
  const bands = call('clerical-review-bands') as {
    links: { pairs: number };
    review: { pairs: number };
    nonLinks: { pairs: number };
    falseMatchShare: number;
    missedMatchRate: number;
  };
  assert.deepEqual([bands.links.pairs, bands.review.pairs, bands.nonLinks.pairs], [1787, 172, 2041]);
  assert.deepEqual([bands.falseMatchShare.toFixed(4), bands.missedMatchRate.toFixed(3)], ['0.0078', '0.047']);
  const { probability } = call('match-weight') as { probability: number };
  assert.equal(probability.toFixed(4), '0.9996');
  const quality = call('reviewed-linkage-quality') as { precision: { value: number }; recall: { value: number; lower: number } };
  assert.deepEqual([quality.precision.value.toFixed(2), quality.recall.value.toFixed(3), quality.recall.lower.toFixed(2)], ['0.97', '0.964', '0.93']);
  assert.deepEqual(
    (call('epilink-weights') as { weights: number[] }).weights.map((weight) => weight.toFixed(2)),
    ['0.99', '0.44', '0.74'],
  );
});

test('pairs and their counted patterns give the same fit', () => {
  const { patterns } = named('fellegi-sunter').example as { patterns: { levels: number[]; pairs: number }[] };
  const pairs = patterns.flatMap(({ levels, pairs: n }) => Array.from({ length: n }, () => levels));
  assert.deepEqual(named('fellegi-sunter').call({ levels: [2, 2, 2], pairs }), named('fellegi-sunter').call({ levels: [2, 2, 2], patterns }));
});

test('what the shell is given wrong is named as the shell names it', () => {
  const example = named('clerical-review-bands').example;
  refused('fellegi-sunter', { levels: [2, 2, 2] }, 'input', 'patterns');
  refused('fellegi-sunter', { levels: [2, 2], patterns: [{ levels: [0, 2], pairs: 1 }] }, 'out-of-range', 'patterns[0].levels[1]');
  refused('fellegi-sunter', { levels: [2, 2], patterns: [{ levels: [0], pairs: 1 }] }, 'shape', 'patterns[0].levels');
  refused('fellegi-sunter', { levels: [2, 2], pairs: [[0, 255]] }, 'out-of-range', 'pairs[0][1]');
  refused('linkage-quality', { ...example, patterns: [{ levels: [0, 0, 0], pairs: -1 }], falseMatches: undefined }, 'input', 'input');
  refused('clerical-review-bands', { ...example, patterns: [{ levels: [0, 0, 0], pairs: -1 }] }, 'negative', 'patterns[0].pairs');
  refused('match-weight', { ...named('match-weight').example, levels: [1, 1] }, 'shape', 'levels');
  refused('match-weight', { ...named('match-weight').example, levels: [1, 5, null] }, 'out-of-range', 'levels[1]');
  refused('match-weight', { ...named('match-weight').example, levels: [0, 1, null] }, 'inconsistent', 'frequencies[0].field');
  refused('keyed-pseudonym', { identifiers: ['a'], keyHex: 'zz' }, 'input', 'keyHex');
  refused('keyed-pseudonym', { identifiers: ['a'], keyHex: '00ff' }, 'too-few', 'key');
  refused('clk-similarity', { a: '!!', b: '' }, 'input', 'a');
  refused('clk-encoding', { fields: [{ value: 'a' }], keysHex: [] }, 'too-few', 'keysHex');
  refused('clk-encoding', { fields: [{ value: 'a' }], keysHex: [[]] }, 'too-few', 'keysHex[0]');
  refused('epilink-weights', { similarities: [[1]], frequencies: [0.1, 0.2] }, 'shape', 'similarities[0]');
});
