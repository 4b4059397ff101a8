import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oraclesAbsent, readOracle } from '../testing/oracles.ts';
import { damerauLevenshtein, levenshtein } from './edit.ts';
import { jaro, jaroWinkler } from './jaro.ts';
import { soundex } from './normalise.ts';

interface Compared {
  readonly a: string;
  readonly b: string;
  readonly jaro: number;
  readonly jaro_winkler: number;
  readonly lev: number;
  readonly dl: number;
  readonly soundex_a: string;
  readonly soundex_b: string;
}

test('every pair of names as jellyfish compares it', { skip: oraclesAbsent('linkage/string_similarity_jellyfish.json') }, () => {
  const pairs = readOracle('linkage/string_similarity_jellyfish.json') as readonly Compared[];
  for (const { a, b, ...expected } of pairs) {
    assert.ok(Math.abs(jaro(a, b) - expected.jaro) < 1e-12, `jaro ${a} ${b}: ${jaro(a, b)}`);
    assert.ok(Math.abs(jaroWinkler(a, b) - expected.jaro_winkler) < 1e-12, `jaro-winkler ${a} ${b}: ${jaroWinkler(a, b)}`);
    assert.equal(levenshtein(a, b), expected.lev, `levenshtein ${a} ${b}`);
    assert.equal(damerauLevenshtein(a, b), expected.dl, `damerau-levenshtein ${a} ${b}`);
    assert.equal(soundex(a), expected.soundex_a, a);
    assert.equal(soundex(b), expected.soundex_b, b);
  }
  assert.equal(pairs.length, 30);
});
