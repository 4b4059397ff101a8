import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../testing/near.ts';
import { oraclesAbsent, readOracle, readOracleText } from '../testing/oracles.ts';
import { fitStopped } from './testing/as207.ts';
import { fitFellegiSunter } from './fellegi-sunter.ts';
import { countPatterns } from './patterns.ts';
import { epiWeights, patternWeights } from './weights.ts';

const FIELDS = ['fname_c1', 'fname_c2', 'lname_c1', 'lname_c2', 'by', 'bm', 'bd'] as const;
type Field = (typeof FIELDS)[number];

interface Reference {
  readonly pairs: readonly { readonly id1: number; readonly id2: number; readonly is_match: number }[];
  readonly patterns: readonly (Record<Field, number> & { readonly n: number; readonly matches: number })[];
  readonly em_weights: { readonly Wdata: readonly number[] };
  readonly emClassify_threshold0: readonly Cell[];
  readonly epiWeights: readonly number[];
  readonly 'epiClassify_0.54': readonly Cell[];
  readonly textbook_em: {
    readonly fields: readonly Field[];
    readonly m: readonly number[];
    readonly u: readonly number[];
    readonly lambda: number;
    readonly loglik: number;
    readonly posterior_by_pattern: readonly number[];
  };
}

interface Cell {
  readonly pred: string;
  readonly true: string;
  readonly Freq: number;
}

const table = (text: string): Record<string, string>[] => {
  const [head = '', ...lines] = text.trim().split('\n');
  const cells = (line: string): string[] => line.split(',').map((cell) => cell.replaceAll('"', '').trim());
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, i) => [cells(head)[i] ?? '', cell])));
};

const near6 = (actual: number | undefined, expected: number | undefined, what: string): void =>
  assert.ok(Math.abs((actual ?? Number.NaN) - (expected ?? Number.NaN)) < 1e-6, `${what}: ${actual}, not ${expected}`);

function rlData(): { readonly reference: Reference; readonly vectors: Uint8Array; readonly frequencies: number[] } {
  const reference = readOracle('linkage/rldata500_fs_em.json') as Reference;
  const rows = new Map(table(readOracleText('linkage/RLdata500.csv')).map((row) => [Number(row['row']), row]));
  // As the reference has it: a missing value disagrees.
  const vectors = Uint8Array.from(
    reference.pairs.flatMap(({ id1, id2 }) =>
      FIELDS.map((field) => (rows.get(id1)?.[field] !== '' && rows.get(id1)?.[field] === rows.get(id2)?.[field] ? 1 : 0)),
    ),
  );
  const frequencies = FIELDS.map((field) => 1 / new Set([...rows.values()].map((row) => row[field])).size);
  return { reference, vectors, frequencies };
}

const skip = oraclesAbsent('linkage/rldata500_fs_em.json');

test('the agreement patterns of RLdata500 and the pairs that have them', { skip }, () => {
  const { reference, vectors } = rlData();
  const found = countPatterns(
    vectors,
    FIELDS.map(() => 2),
  );
  assert.equal(found.counts.length, 24);
  for (const pattern of reference.patterns) {
    const row = FIELDS.map((field) => pattern[field]).join();
    const at = Array.from(found.counts.keys()).find((i) => found.vectors.subarray(i * 7, i * 7 + 7).join() === row) ?? -1;
    assert.equal(found.counts[at], pattern.n, row);
  }
});

test('textbook EM on RLdata500 from the stated start: 24 patterns', { skip }, () => {
  const { reference } = rlData();
  const { fields, ...expected } = reference.textbook_em;
  const vectors = Uint8Array.from(reference.patterns.flatMap((pattern) => fields.map((field) => pattern[field])));
  const patterns = { levels: fields.map(() => 2), vectors, counts: Float64Array.from(reference.patterns, ({ n }) => n) };
  const fit = fitFellegiSunter(patterns, { start: { lambda: 0.1, m: 0.9, u: 0.1 } });
  near6(fit.lambda, expected.lambda, 'lambda');
  fields.forEach((field, f) => {
    near6(fit.m[f]?.[1], expected.m[f], `m ${field}`);
    near6(fit.u[f]?.[1], expected.u[f], `u ${field}`);
  });
  near(fit.logLikelihood, expected.loglik, 1e-8);
  const { posterior } = patternWeights(patterns, fit);
  expected.posterior_by_pattern.forEach((p, i) => {
    near6(posterior[i], p, `posterior ${i}`);
  });
});

test("RecordLinkage's EM weights of 3,465 pairs: at the point where it stopped, and at the maximum that it was climbing", { skip }, () => {
  const { reference, vectors, frequencies } = rlData();
  const patterns = countPatterns(
    vectors,
    FIELDS.map(() => 2),
  );
  const counts = new Float64Array(128);
  patterns.counts.forEach((n, i) => {
    counts[Number.parseInt(patterns.vectors.subarray(7 * i, 7 * i + 7).join(''), 2)] = n;
  });
  // The package's own start (m 0.97, u the frequency of values, matches a tenth of the root of the pairs) and tolerance (1e-5 pairs).
  const stopped = fitStopped(counts, { lambda: 0.1 / Math.sqrt(3465), m: FIELDS.map(() => 0.97), u: frequencies }, 1e-5);
  assert.equal(stopped.rounds, 45);
  const there = patternWeights(patterns, stopped).weights;
  const fit = fitFellegiSunter(patterns);
  const { weights } = patternWeights(patterns, fit);
  const table = { N0: 0, N1: 0, L0: 0, L1: 0 };
  reference.em_weights.Wdata.forEach((expected, i) => {
    const pattern = patterns.patternOf[i] ?? -1;
    near6(there[pattern], expected, `weight of pair ${i}`);
    const weight = weights[pattern] ?? Number.NaN;
    table[`${weight >= 0 ? 'L' : 'N'}${reference.pairs[i]?.is_match === 1 ? 1 : 0}`]++;
    // Two patterns have a second forename that agrees, which never happens among non-matches: at the maximum u is 0 and the weight is bounded by convention.
    if (patterns.vectors[pattern * 7 + 1] === 0) assert.ok(Math.abs(weight - expected) < 0.007, `${weight} ${expected}`);
    else assert.ok(weight > 24 && expected > 24);
  });
  for (const { pred, true: truth, Freq } of reference.emClassify_threshold0) {
    if (pred !== 'P') assert.equal(table[`${pred}${truth}` as keyof typeof table], Freq);
  }
  assert.deepEqual(table, { N0: 3339, N1: 1, L0: 76, L1: 49 });
  // Going on from where the package stopped leads to the same maximum, a little higher up.
  const held = fitFellegiSunter(patterns, { start: stopped, hold: ['lambda', 'm', 'u'] });
  const on = fitFellegiSunter(patterns, { start: stopped });
  assert.ok(fit.logLikelihood > held.logLikelihood && fit.logLikelihood - held.logLikelihood < 0.01);
  near(on.logLikelihood, fit.logLikelihood, 1e-10);
});

test('EpiLink weights of 3,465 pairs and their classification at 0.54', { skip }, () => {
  const { reference, vectors, frequencies } = rlData();
  const weights = epiWeights(vectors, frequencies);
  const table = { N0: 0, N1: 0, L0: 0, L1: 0 };
  weights.forEach((weight, i) => {
    assert.ok(Math.abs(weight - (reference.epiWeights[i] ?? Number.NaN)) < 1e-12);
    table[`${weight >= 0.54 ? 'L' : 'N'}${reference.pairs[i]?.is_match === 1 ? 1 : 0}`]++;
  });
  assert.deepEqual(table, { N0: 3415, N1: 4, L0: 0, L1: 46 });
});

test("Splink's vectors with known parameters: 4,000 pairs of 3 fields", { skip: oraclesAbsent('linkage/known_params_comparison_vectors.csv') }, () => {
  interface Known {
    readonly pattern_counts: Readonly<Record<string, number>>;
    readonly true_posterior: Readonly<Record<string, number>>;
    readonly em_converged: {
      readonly lambda_: number;
      readonly m: number[];
      readonly u: number[];
      readonly loglik: number;
      readonly posterior: Readonly<Record<string, number>>;
    };
  }
  const known = readOracle('linkage/splink_known_params_em.json') as Known;
  const rows = table(readOracleText('linkage/known_params_comparison_vectors.csv'));
  const vectors = Uint8Array.from(rows.flatMap((row) => [1, 2, 3].map((f) => Number(row[`gamma_col_${f}`]))));
  const patterns = countPatterns(vectors, [2, 2, 2]);
  const fit = fitFellegiSunter(patterns);
  const { posterior } = patternWeights(patterns, fit);
  near6(fit.lambda, known.em_converged.lambda_, 'lambda');
  near6(fit.lambda, 0.5, 'lambda');
  [0.7, 0.9, 0.95].forEach((m, f) => {
    near6(fit.m[f]?.[1], m, 'm');
    near6(fit.m[f]?.[1], known.em_converged.m[f], 'm');
  });
  [0.1, 0.025, 0.2].forEach((u, f) => {
    near6(fit.u[f]?.[1], u, 'u');
    near6(fit.u[f]?.[1], known.em_converged.u[f], 'u');
  });
  near(fit.logLikelihood, known.em_converged.loglik, 1e-8);
  patterns.counts.forEach((n, i) => {
    const name = patterns.vectors.subarray(3 * i, 3 * i + 3).join('');
    assert.equal(n, known.pattern_counts[name]);
    near6(posterior[i], known.em_converged.posterior[name], name);
    near6(posterior[i], known.true_posterior[name], name);
  });
  // The file's own probabilities of every pair.
  rows.forEach((row, i) => {
    near6(posterior[patterns.patternOf[i] ?? -1], Number(row['true_match_probability_l']), `pair ${i}`);
  });
});
