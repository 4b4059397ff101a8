/** Do intervals of 95 % hold the truth 95 times in 100? Simulated with fixed seeds; the Monte Carlo error of 2,000 runs is half a point, and three of them are allowed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Draws, draws } from '../random/index.ts';
import {
  directlyStandardisedRate,
  directlyStandardisedRateOfRepeats,
  empiricalBayesGamma,
  inequalityIndices,
  mantelHaenszelOddsRatio,
  mantelHaenszelRateRatio,
  mantelHaenszelRiskRatio,
  meanInterval,
  oddsRatioFisher,
  oddsRatioMidP,
  oddsRatioWald,
  type OpenInterval,
  proportionDifference,
  proportionDifferenceAgrestiCaffo,
  proportionDifferenceScore,
  rateDifference,
  rateRatioMidP,
  rateRatioScore,
  ratioExact,
  ratioLogWald,
  riskRatioScore,
} from './index.ts';

const RUNS = 2000;

function poisson(random: Draws, mean: number): number {
  let n = -1;
  for (let time = 0; time <= mean; n++) time -= Math.log1p(-random.uniform());
  return n;
}

function binomial(random: Draws, n: number, p: number): number {
  let x = 0;
  for (let i = 0; i < n; i++) if (random.uniform() < p) x++;
  return x;
}

const holds = ({ lower, upper }: Pick<OpenInterval, 'lower' | 'upper'>, truth: number): boolean => lower <= truth && (upper === null || truth <= upper);

/** `act` gives, for each method, whether its interval held the truth this time; null where there was nothing to tell. */
function coverage(seed: number, act: (random: Draws) => Record<string, boolean | null>, runs = RUNS): Record<string, number> {
  const random = draws(seed);
  const held = new Map<string, [held: number, of: number]>();
  for (let run = 0; run < runs; run++) {
    for (const [name, hit] of Object.entries(act(random))) {
      const so = held.get(name) ?? [0, 0];
      if (hit !== null) held.set(name, [so[0] + (hit ? 1 : 0), so[1] + 1]);
    }
  }
  return Object.fromEntries([...held].map(([name, [hits, of]]) => [name, hits / of]));
}

const close = (name: string, share: number | undefined, from = 0.935, to = 0.965): void => {
  assert.ok(share !== undefined && share >= from && share <= to, `${name}: ${(100 * (share ?? 0)).toFixed(1)} % of intervals hold the truth`);
};

test('two groups: risks', () => {
  const [n1, n2, p1, p2] = [70, 110, 0.32, 0.2];
  const found = coverage(11, (random) => {
    const groups = [binomial(random, n1, p1), n1, binomial(random, n2, p2), n2] as const;
    const odds = (p1 / (1 - p1)) * ((1 - p2) / p2);
    return {
      koopman: holds(riskRatioScore(...groups), p1 / p2),
      logWald: holds(ratioLogWald(...groups, { of: 'risk' }), p1 / p2),
      newcombe: holds(proportionDifference(...groups), p1 - p2),
      agrestiCaffo: holds(proportionDifferenceAgrestiCaffo(...groups), p1 - p2),
      miettinenNurminen: holds(proportionDifferenceScore(...groups), p1 - p2),
      woolf: holds(oddsRatioWald(...groups), odds),
      oddsMidP: holds(oddsRatioMidP(...groups), odds),
      fisher: holds(oddsRatioFisher(...groups), odds),
    };
  });
  for (const name of ['koopman', 'logWald', 'newcombe', 'agrestiCaffo', 'miettinenNurminen', 'woolf']) close(name, found[name]);
  close('oddsMidP', found.oddsMidP, 0.94, 0.97);
  close('fisher', found.fisher, 0.95, 0.985);
});

test('two groups: rates with few events', () => {
  const found = coverage(12, (random) => {
    const [t1, t2] = [900, 1500];
    const groups = [poisson(random, 7.2), t1, poisson(random, 9), t2] as const;
    const none = groups[0] + groups[2] === 0;
    const truth = 7.2 / t1 / (9 / t2);
    return {
      midP: none ? null : holds(rateRatioMidP(...groups), truth),
      score: none ? null : holds(rateRatioScore(...groups), truth),
      exact: none ? null : holds(ratioExact(...groups), truth),
      difference: holds(rateDifference(...groups, { per: 1 }), 7.2 / t1 - 9 / t2),
    };
  });
  close('midP', found.midP, 0.94, 0.975);
  close('score', found.score, 0.94, 0.972);
  close('exact', found.exact, 0.955, 0.99);
  assert.ok((found.midP ?? 1) < (found.exact ?? 0));
  close('difference', found.difference, 0.94, 0.975);
});

test('standardised rates, of single events and of repeated ones', () => {
  const populations = [4000, 5000, 3000, 1000];
  const standard = [30, 35, 25, 10];
  const rates = [0.002, 0.003, 0.006, 0.012];
  const weighted = rates.reduce((sum, rate, i) => sum + rate * (standard[i] ?? 0), 0) / 100;
  const found = coverage(13, (random) => {
    const single = directlyStandardisedRate(
      rates.map((rate, i) => poisson(random, rate * (populations[i] ?? 0))),
      populations,
      standard,
      { per: 1 },
    );
    // Half of the people have one event, half three: two on average.
    const persons = rates.map((rate, i) => {
      const all = poisson(random, (rate * (populations[i] ?? 0)) / 2);
      const three = binomial(random, all, 0.5);
      return [all - three, 0, three];
    });
    const repeats = directlyStandardisedRateOfRepeats(
      persons.map((each, i) => ({ population: populations[i] ?? 0, standard: standard[i] ?? 0, persons: each })),
      { per: 1 },
    );
    const naive = directlyStandardisedRate(
      persons.map(([one = 0, , three = 0]) => one + 3 * three),
      populations,
      standard,
      { per: 1 },
    );
    const told = ({ lower, upper }: typeof single): boolean | null => (lower === null ? null : holds({ lower, upper }, weighted));
    return { single: told(single), repeats: told(repeats), naive: told(naive) };
  });
  close('dobson', found.single);
  close('repeats', found.repeats, 0.93, 0.965);
  assert.ok((found.naive ?? 1) < 0.85, `taken for single events they would not hold: ${found.naive}`);
});

test('pooled ratios', () => {
  const strata = [
    [60, 90, 0.1],
    [40, 40, 0.25],
    [80, 120, 0.15],
    [30, 70, 0.4],
  ] as const;
  const ratio = 1.5;
  const found = coverage(14, (random) => {
    const rates = strata.map(([n1, n2, p]) => ({ a: poisson(random, n1 * p * ratio), n1, b: poisson(random, n2 * p), n2 }));
    const risks = strata.map(([n1, n2, p]) => ({ a: binomial(random, n1, p * ratio), n1, b: binomial(random, n2, p), n2 }));
    const odds = strata.map(([n1, n2, p]) => ({ a: binomial(random, n1, (ratio * p) / (1 - p + ratio * p)), n1, b: binomial(random, n2, p), n2 }));
    const pooled = mantelHaenszelOddsRatio(odds);
    return {
      rates: holds(mantelHaenszelRateRatio(rates), ratio),
      risks: holds(mantelHaenszelRiskRatio(risks), ratio),
      odds: holds(pooled, ratio),
      // Of tests of what is true, one in twenty rejects.
      heterogeneity: (pooled.heterogeneity?.pValue ?? 1) > 0.05,
    };
  });
  for (const [name, share] of Object.entries(found)) close(name, share);
});

test('means, inequality and shrunk rates', () => {
  const found = coverage(
    15,
    (random) => {
      const sizes = [300, 400, 350, 500, 450];
      const total = sizes.reduce((a, b) => a + b, 0);
      let below = 0;
      const values = sizes.map((size) => {
        below += size;
        return 20 - 6 * ((below - size / 2) / total) + 0.8 * random.normal();
      });
      const inequality = inequalityIndices(
        values,
        sizes.map(() => 0.8),
        sizes,
      );
      return {
        mean: holds(meanInterval(Array.from({ length: 6 }, () => 3 + 2 * random.normal())), 3),
        slope: holds(inequality.slope, -6),
        relative: inequality.relative && holds(inequality.relative, 14 / 20),
      };
    },
    RUNS,
  );
  for (const [name, share] of Object.entries(found)) close(name, share);
});

test('of sixty places with rates of their own, 95 in 100 shrunk intervals hold them, and shrinking halves the error', () => {
  const random = draws(16);
  let [held, of, crude, shrunk] = [0, 0, 0, 0];
  for (let run = 0; run < 20; run++) {
    const places = Array.from({ length: 60 }, () => {
      // Gamma with shape 4 and mean 0.01, as a sum of exponentials.
      const rate = Array.from({ length: 4 }, () => -Math.log1p(-random.uniform()) * 0.0025).reduce((a, b) => a + b, 0);
      const n = 100 + Math.floor(900 * random.uniform());
      return { rate, n, x: poisson(random, rate * n) };
    });
    const found = empiricalBayesGamma(
      places.map(({ x }) => x),
      places.map(({ n }) => n),
      { per: 1 },
    );
    places.forEach(({ rate }, i) => {
      if ((found.lower[i] ?? 1) <= rate && rate <= (found.upper[i] ?? 0)) held++;
      of++;
      crude += ((found.crude[i] ?? 0) - rate) ** 2;
      shrunk += ((found.shrunk[i] ?? 0) - rate) ** 2;
    });
  }
  // A little under 95: the gamma is taken as known.
  close('gamma-Poisson', held / of, 0.92, 0.96);
  assert.ok(shrunk < crude * 0.75, `${shrunk / crude}`);
});
