/** Everything that PHEindicatormethods 2.1.0 was asked of places side by side: funnels, quantiles and inequality, from its own test suite. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MethodError } from '../error.ts';
import { near } from '../testing/near.ts';
import { oraclesAbsent, readOracle } from '../testing/oracles.ts';
import { cellNumber, columnNumbers, readOracleSheet, type SheetRow } from '../testing/sheet.ts';
import {
  effectivePopulation,
  type FunnelPosition,
  funnelCurve,
  funnelOfProportions,
  funnelOfRates,
  funnelOfRatios,
  funnelOfStandardisedRates,
  funnelProportionLimits,
  inequalityIndices,
  quantileGroups,
  standardErrorsFromLimits,
} from './index.ts';

const skip = oraclesAbsent('phe/extracted/test_DSR_results.csv') || oraclesAbsent('phe/phe_golden.json');
const table = (name: string): SheetRow[] => readOracleSheet(`phe/extracted/${name}`);
const same = (actual: number | null, expected: unknown, tolerance: number, what: string): void => {
  if (expected === '' || expected === null || expected === undefined) assert.equal(actual, null, what);
  else near(actual ?? Number.NaN, Number(expected), tolerance, what);
};

const WORDS: Readonly<Record<string, FunnelPosition>> = {
  'High (0.001)': 'far-high',
  'High (0.025)': 'high',
  'Not significant': 'inside',
  'Low (0.025)': 'low',
  'Low (0.001)': 'far-low',
};

test('funnel lines', { skip }, () => {
  for (const [name, tolerance] of [
    // The first sheet was typed with 6 decimals.
    ['test_funnel_outputs.csv', 1e-6],
    ['test_funnel_outputs_axis_variation.csv', 1e-8],
  ] as const) {
    for (const row of table(name)) {
      const n = cellNumber(row, 'Population');
      for (const [limit, level] of [
        ['2s', 0.95],
        ['3s', 0.998],
      ] as const) {
        const { lower, upper } = funnelProportionLimits(cellNumber(row, 'baseline') / 100, n, level);
        assert.ok(Math.abs(lower * 100 - cellNumber(row, `lower_${limit}_limit`)) < tolerance, `${name} ${n}`);
        assert.ok(Math.abs(upper * 100 - cellNumber(row, `upper_${limit}_limit`)) < tolerance, `${name} ${n}`);
      }
    }
  }
  // The package halves its way to v = expected / (expected + events + 1) and stops within 6e-8: here the limits are exact.
  const close = (found: number, printed: number, events: number, what: string): void => {
    const v = (expected: number): number => expected / (expected + events + 1);
    assert.ok(Math.abs(v(found) - v(printed)) < 6.2e-8, `${what}: ${found} is not ${printed}`);
  };
  for (const row of table('test_funnel_ratio_outputs.csv')) {
    const events = cellNumber(row, 'Observed_events');
    for (const [limit, level] of [
      ['2s', 0.95],
      ['3s', 0.998],
    ] as const) {
      const [point] = funnelCurve([events], { level });
      assert.ok(point?.upper);
      close(point.lower.population, cellNumber(row, `lower_${limit}_exp_events`), events, 'lower');
      close(point.upper.population, cellNumber(row, `upper_${limit}_exp_events`), events, 'upper');
      // Of their two columns one tells the ratio less one, the other the ratio out of 100.
      close(events / (cellNumber(row, `lower_${limit}_count`) + 1), point.lower.population, events, 'count');
      close(events / (cellNumber(row, `upper_${limit}_isr`) / 100), point.upper.population, events, 'isr');
    }
  }
  for (const name of ['test_funnel_rate_funnels.csv', 'test_funnel_rate_funnels_2.csv', 'test_funnel_rate_funnels_3.csv']) {
    for (const row of table(name)) {
      const events = cellNumber(row, 'Events');
      const baseline = cellNumber(row, 'baseline') / 1e5;
      for (const [limit, level] of [
        ['2s', 0.95],
        ['3s', 0.998],
      ] as const) {
        const [point] = funnelCurve([events], { level, baseline, per: 1e5 });
        assert.ok(point?.upper);
        for (const side of ['lower', 'upper'] as const) {
          const found = point[side];
          assert.ok(found);
          // Their populations are those of one of three years.
          close(found.population * baseline, cellNumber(row, `${side}_${limit}_population_1_year`) * 3 * baseline, events, `${name} ${side} population`);
          close(
            (events / found.value) * baseline * 1e5,
            (events / cellNumber(row, `${side}_${limit}_limit`)) * baseline * 1e5,
            events,
            `${name} ${side} limit`,
          );
        }
      }
    }
  }
});

test('positions on a funnel', { skip }, () => {
  const proportions = table('test_funnel_inputs.csv');
  const shares = funnelOfProportions(columnNumbers(proportions, 'numerator'), columnNumbers(proportions, 'denominator'), { per: 100 });
  proportions.forEach((row, i) => {
    assert.equal(shares.places[i]?.position, WORDS[row.significance ?? ''], row.Area);
  });
  const ratios = table('test_funnel_ratio_inputs.csv');
  funnelOfRatios(columnNumbers(ratios, 'obs'), columnNumbers(ratios, 'expected')).places.forEach((place, i) => {
    assert.equal(place.position, WORDS[ratios[i]?.significance ?? ''], `ratio ${i}`);
  });
  const rates = table('test_funnel_rate_inputs.csv');
  const events = columnNumbers(rates, 'count');
  const crude = funnelOfRates(events, columnNumbers(rates, 'pop'));
  const some = rates.filter((row) => cellNumber(row, 'count') > 0);
  const crudeOfSome = funnelOfRates(columnNumbers(some, 'count'), columnNumbers(some, 'pop'));
  const standardised = funnelOfStandardisedRates(
    events,
    rates.map((row) => Number(row.rate_dsr)),
  );
  rates.forEach((row, i) => {
    same(crude.places[i]?.value ?? null, row.rate_crude_per_100000, 1e-9, 'crude rate');
    assert.equal(crude.places[i]?.position, WORDS[row.crude_per_100000_with_0 ?? '']);
    assert.equal(crude.places[i]?.position, WORDS[row.crude_per_100_with_0 ?? '']);
    if (cellNumber(row, 'count') > 0) {
      assert.equal(crudeOfSome.places[i]?.position, WORDS[row.crude_per_100000_without_0 ?? '']);
      assert.equal(crudeOfSome.places[i]?.position, WORDS[row.crude_per_100_without_0 ?? '']);
      for (const name of ['dsr_per_100000_with_0', 'dsr_per_100_with_0', 'dsr_per_100000_without_0', 'dsr_per_100_without_0'])
        assert.equal(standardised.places[i]?.position, WORDS[row[name] ?? ''], name);
    } else assert.equal(standardised.places[i], null, row.dsr_per_100000_with_0);
  });
  for (const row of table('test_funnel_rate_funnels_input.csv')) {
    // Three years of data in one column, five in the other.
    // One row is asked with its events taken away.
    if (row.denominator_derived === '') continue;
    same(effectivePopulation(cellNumber(row, 'ev'), cellNumber(row, 'rate')) / 3, row.denominator_derived, 1e-9, 'population');
    same(effectivePopulation(cellNumber(row, 'ev'), cellNumber(row, 'rate')) / 5, row.denominator_derived_crude_with_denom, 1e-9, 'population');
  }
});

test('quantile groups', { skip }, () => {
  const sizes: Readonly<Record<string, number>> = { Quartile: 4, Septile: 7, Decile: 10 };
  for (const name of ['test_quantiles_g.csv', 'test_quantiles_ug.csv']) {
    const key = (row: SheetRow): string =>
      row.GroupSet === 'None' ? 'all' : [row.Test, row.QuantileNm, row.IndSexRef, row.GroupSet === 'IndSexReg' ? row.ParentCode : '', row.Polarity].join();
    let checked = 0;
    for (const [group, rows] of Map.groupBy(table(name), key)) {
      const known = rows.filter((row) => row.Value !== '');
      const count = sizes[rows[0]?.QuantileNm ?? ''] ?? 0;
      const highestFirst = group === 'all' || rows[0]?.Polarity === 'TRUE';
      if (known.length < count) {
        assert.ok(rows.every((row) => row.QuantileInGrp === ''));
        assert.throws(() => quantileGroups(columnNumbers(known, 'Value'), count, { highestFirst }), MethodError);
        continue;
      }
      const found = quantileGroups(columnNumbers(known, 'Value'), count, { highestFirst });
      known.forEach((row, i) => {
        assert.equal(found[i], cellNumber(row, 'QuantileInGrp'), `${group} ${row.Value}`);
        checked++;
      });
    }
    assert.ok(checked > 900, `${checked} compared`);
  }
});

test('slope and relative index of inequality', { skip }, () => {
  const scales = ['value', 'rate', 'proportion'] as const;
  let checked = 0;
  let simulated = 0;
  for (const name of ['test_grouped', 'test_data']) {
    for (const [what, rows] of Map.groupBy(table(`SII_${name}.csv`), (row) => `${row.TestDescription}|${row.Area}`)) {
      const expected = rows[0];
      if (!expected?.sii) continue;
      const scale = scales[cellNumber(expected, 'ValueType')] ?? 'value';
      const errors = columnNumbers(rows, 'StandardError');
      const description = expected.TestDescription ?? '';
      const options = {
        scale,
        transform: description.includes('transform'),
        per: /multiplier \(x -?100\)/.test(description) ? 100 : 1,
        reverse: description.includes('negative multiplier') || description.includes('x -100'),
      };
      const found = inequalityIndices(columnNumbers(rows, 'Value'), errors, columnNumbers(rows, 'Population'), options);
      same(found.slope.value, expected.sii, 1e-9, what);
      if (expected.rii) same(found.relative?.value ?? null, expected.rii, 1e-9, what);
      if (expected.Intercept) same(found.intercept, expected.Intercept, 1e-9, what);
      // The package takes 1.96 for z, hence 2e-5.
      if (scale !== 'proportion') {
        const made = standardErrorsFromLimits(columnNumbers(rows, 'LowerCL'), columnNumbers(rows, 'UpperCL'), scale);
        rows.forEach((row, i) => {
          near(made[i] ?? 0, cellNumber(row, 'StandardError'), 2e-5, what);
        });
      }
      checked++;
      // The column says 95 where the description says 98.
      const level = / 98% c/i.test(description) && !description.includes('95%') ? 0.98 : Number(/\d+/.exec(expected.Confidence ?? '')?.[0]) / 100;
      if (!expected.sii_lowercl_1 || name === 'test_grouped') continue;
      // Both sides are simulated: 3 % of the interval's width, and the analytic interval is compared with them too. With a transform the package's
      // limits of the slope (not of the ratio) are up to 3.5 % further out than those of the fitted ends themselves.
      const slack = options.transform ? 0.045 : 0.03;
      const limits = inequalityIndices(columnNumbers(rows, 'Value'), errors, columnNumbers(rows, 'Population'), {
        ...options,
        level,
        seed: 20,
        repetitions: 20_000,
      });
      const exact = inequalityIndices(columnNumbers(rows, 'Value'), errors, columnNumbers(rows, 'Population'), { ...options, level });
      const width = cellNumber(expected, 'sii_uppercl_1') - cellNumber(expected, 'sii_lowercl_1');
      for (const [actual, printed, of] of [
        [limits.slope.lower, expected.sii_lowercl_1, width],
        [limits.slope.upper, expected.sii_uppercl_1, width],
        [exact.slope.lower, expected.sii_lowercl_1, width],
        [exact.slope.upper, expected.sii_uppercl_1, width],
      ] as const)
        assert.ok(Math.abs(actual - Number(printed)) < slack * of, `${what}: ${actual} is not ${printed}`);
      if (expected.rii_lowercl_1) {
        for (const relative of [limits.relative, exact.relative]) {
          near(relative?.lower ?? 0, cellNumber(expected, 'rii_lowercl_1'), 0.004, what);
          near(relative?.upper ?? 0, cellNumber(expected, 'rii_uppercl_1'), 0.004, what);
        }
      }
      simulated++;
    }
  }
  assert.ok(checked >= 40 && simulated >= 15, `${checked} and ${simulated} compared`);
  const golden = readOracle('phe/phe_golden.json') as {
    sii_core_check: Record<string, { intercept: number; slope: number; rii: number }>;
    sii_normal: { input: Record<string, string | number>[] };
  };
  for (const [area, expected] of Object.entries(golden.sii_core_check)) {
    const rows = golden.sii_normal.input.filter((row) => row.Area === area);
    const pick = (name: string) => rows.map((row) => Number(row[name]));
    const found = inequalityIndices(pick('Value'), pick('StandardError'), pick('Population'));
    near(found.slope.value, expected.slope, 1e-9);
    near(found.intercept, expected.intercept, 1e-9);
    near(found.relative?.value ?? 0, expected.rii, 1e-9);
  }
});

test('inequality of the sample data that come with the package', { skip }, () => {
  const life = table('LE_data.csv').filter((row) => row.Sex === '1' && row.GeoCode === 'E06000001');
  const found = inequalityIndices(columnNumbers(life, 'LifeExp'), columnNumbers(life, 'SE'), columnNumbers(life, 'Pop'));
  assert.ok(found.slope.lower > 5 && found.slope.lower < found.slope.value, 'men of the most deprived tenth live years less');
  const obese = table('prevalence_data.csv').filter((row) => row.Period === '607' && row.SchoolYear === '6');
  const shares = inequalityIndices(
    columnNumbers(obese, 'Rate').map((rate) => rate / 100),
    columnNumbers(obese, 'SE').map((error) => error / 100),
    columnNumbers(obese, 'Measured'),
    { scale: 'proportion', per: 100 },
  );
  assert.ok(shares.slope.upper < 0 && (shares.relative?.upper ?? 1) < 1);
  for (const period of Map.groupBy(table('DSR_data.csv'), (row) => row.Period ?? '').values()) {
    const errors = standardErrorsFromLimits(columnNumbers(period, 'lowercl'), columnNumbers(period, 'uppercl'), 'rate');
    const slope = inequalityIndices(columnNumbers(period, 'value'), errors, columnNumbers(period, 'total_pop'), { scale: 'rate', transform: true }).slope;
    assert.ok(slope.lower <= slope.value && slope.value <= slope.upper);
  }
});
