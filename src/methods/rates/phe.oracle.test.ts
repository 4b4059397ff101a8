/** Everything that PHEindicatormethods 2.1.0 was asked, asked again here: its golden results, and every pair of input and expected output of its own test suite. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MethodError } from '../error.ts';
import { near } from '../testing/near.ts';
import { oraclesAbsent, readOracle, readOracleText } from '../testing/oracles.ts';
import {
  byar,
  directlyStandardisedRate,
  directlyStandardisedRateOfRepeats,
  effectivePopulation,
  expectedEvents,
  exactPoisson,
  type FunnelPosition,
  funnelCurve,
  funnelOfProportions,
  funnelOfRates,
  funnelOfRatios,
  funnelOfStandardisedRates,
  funnelProportionLimits,
  indirectlyStandardisedRate,
  indirectlyStandardisedRatio,
  inequalityIndices,
  meanInterval,
  proportion,
  quantileGroups,
  rateInterval,
  standardErrorsFromLimits,
  wilson,
} from './index.ts';

type Row = Readonly<Record<string, string>>;
const skip = oraclesAbsent('phe/extracted/test_DSR_results.csv') || oraclesAbsent('phe/phe_golden.json');

function table(name: string): Row[] {
  const rows = readOracleText(`phe/extracted/${name}`)
    .trim()
    .split('\n')
    .map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''));
  const [head = [], ...body] = rows;
  return body.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i] ?? ''])));
}

const num = (row: Row | undefined, column: string): number => {
  const text = row?.[column];
  assert.ok(text !== undefined && text !== '', `a number in ${column}`);
  return Number(text);
};
const column = (rows: readonly Row[], name: string): number[] => rows.map((row) => num(row, name));
/** Of bands: a blank is nobody, as the package reads it. */
const filled = (rows: readonly Row[], name: string): number[] => rows.map((row) => Number(row[name] || 0));
const groups = (rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> => Map.groupBy(rows, key);
const same = (actual: number | null, expected: unknown, tolerance: number, what: string): void => {
  if (expected === '' || expected === null || expected === undefined) assert.equal(actual, null, what);
  else near(actual ?? Number.NaN, Number(expected), tolerance, what);
};

test('counts: Byar and Wilson, 95 and 99.8 %', { skip }, () => {
  for (const row of table('test_BW.csv')) {
    const level = Number.parseFloat(row.confidence ?? '') / 100;
    const found = row.method === 'Wilson' ? wilson(num(row, 'x'), num(row, 'n'), level) : byar(num(row, 'x'), level);
    same(found.upper, row.upperclcl ?? row.uppercl, 1e-10, `${row.method} ${row.x}`);
    // Where Byar's cube would be of a negative number the package has no limit, and here it is 0.
    same(found.lower, row.lowercl === '' ? 0 : row.lowercl, 1e-10, `${row.method} ${row.x}`);
  }
});

test('proportions and rates, single and summed by area', { skip }, () => {
  const compare = (
    rows: readonly Row[],
    act: (x: number, n: number, level: number, per: number) => { value: number; lower: number; upper: number },
  ): number => {
    let checked = 0;
    for (const row of rows) {
      if (row.Numerator === '' || row.Denominator === '') continue;
      const per = num(row, 'multiplier');
      const at = (level: number) => act(num(row, 'Numerator'), num(row, 'Denominator'), level, per);
      same(at(0.95).value, row.value, 1e-10, `${row.Area} value`);
      for (const [level, lower, upper] of [
        [0.95, row.lower95_0cl ?? row.lowercl, row.upper95_0cl ?? row.uppercl],
        [0.998, row.lower99_8cl, row.upper99_8cl],
      ] as const) {
        if (!lower || !upper) continue;
        same(at(level).lower, lower, 1e-10, `${row.Area} lower ${level}`);
        same(at(level).upper, upper, 1e-10, `${row.Area} upper ${level}`);
        checked++;
      }
    }
    return checked;
  };
  let checked = 0;
  for (const name of ['test_Prop.csv', 'test_Prop_g.csv', 'test_Prop_g_results.csv', 'test_Prop_g_results_no_CI.csv'])
    checked += compare(table(name), (x, n, level, per) => proportion(x, n, { level, per }));
  for (const name of ['test_Rate.csv', 'test_Rate_g.csv', 'test_Rate_g_results.csv'])
    checked += compare(table(name), (x, n, level, per) => rateInterval(x, n, { level, per }));
  assert.ok(checked > 60, `${checked} compared`);
});

/** A bands table of several areas, with the bands of one summed where the expected results say so. */
const bands = (rows: readonly Row[], standard: string): [number[], number[], number[]] => [filled(rows, 'count'), column(rows, 'pop'), column(rows, standard)];

function checkDsr(
  row: Row,
  rate: (per: number, level: number) => { value: number | null; lower: number | null; upper: number | null },
  tolerance: number,
): void {
  const per = row.statistic?.includes('per 10000') && !row.statistic.includes('100000') ? 10_000 : 100_000;
  same(rate(per, 0.95).value, row.value, tolerance, `${row.area}`);
  same(rate(per, 0.95).lower, row.lower95_0cl, tolerance, `${row.area} lower`);
  same(rate(per, 0.95).upper, row.upper95_0cl, tolerance, `${row.area} upper`);
  // The sheet's 99.8 % limits of testdata_1976 are told for ten times as many people as its other columns.
  const wide = row.area === 'testdata_1976' ? per * 10 : per;
  same(rate(wide, 0.998).lower, row.lower99_8cl, tolerance, `${row.area} lower 99.8`);
  same(rate(wide, 0.998).upper, row.upper99_8cl, tolerance, `${row.area} upper 99.8`);
}

test('directly standardised rates; none under 10 events', { skip }, () => {
  const inputs = groups(table('test_multiarea_esp.csv'), (row) => row.area ?? '');
  const results = table('test_DSR_results.csv');
  const esp = JSON.parse(readOracleText('phe/extracted/esp2013.json')) as number[];
  const repeats = groups(table('test_DSR_nonind.csv'), (row) => row.area ?? '');
  let checked = 0;
  for (const row of results) {
    const area = row.area ?? '';
    if (area === 'testdata_1976') {
      const rows = table('test_DSR_1976.csv');
      checkDsr(row, (per, level) => directlyStandardisedRate(...bands(rows, 'esp1976'), { per, level }), 1e-10);
    } else if (area.includes('nonind')) {
      const rows = [...groups(repeats.get(area) ?? [], (band) => band.ageband ?? '').values()];
      const told = rows.map((band) => {
        const persons: number[] = [];
        for (const line of band) persons[num(line, 'freq') - 1] = Number(line.persons);
        return { population: num(band[0], 'pop'), standard: num(band[0], 'esp2013'), persons: Array.from(persons, (n) => n ?? 0) };
      });
      // The sheet has 8 decimals.
      checkDsr(row, (per, level) => directlyStandardisedRateOfRepeats(told, { per, level }), 1e-10);
    } else {
      const rows = inputs.get(area) ?? [];
      assert.deepEqual(column(rows, 'esp2013'), esp);
      checkDsr(row, (per, level) => directlyStandardisedRate(...bands(rows, 'esp2013'), { per, level }), 1e-10);
    }
    checked++;
  }
  assert.equal(checked, 12);
  const golden = readOracle('phe/phe_golden.json') as { dsr: { output: Row[] } };
  for (const row of golden.dsr.output)
    checkDsr(row, (per, level) => directlyStandardisedRate(...bands(inputs.get(row.area ?? '') ?? [], 'esp2013'), { per, level }), 1e-10);
});

test('what the package refuses, of bad bands', { skip }, () => {
  const refused = (act: () => unknown): void =>
    assert.throws(act, (error) => error instanceof MethodError && /counts?|events|populations|standard/.test(error.argument));
  for (const name of ['test_err1.csv', 'test_err3.csv', 'test_err4.csv']) refused(() => directlyStandardisedRate(...bands(table(name), 'stdpop')));
  refused(() => directlyStandardisedRate(...bands(table('test_err2_esp.csv'), 'esp2013')));
  for (const name of ['test_err2.csv']) {
    const rows = table(name);
    refused(() =>
      directlyStandardisedRate(column(rows, 'count'), column(rows, 'pop'), column(table('test_multiarea_esp.csv'), 'esp2013').slice(0, rows.length)),
    );
  }
});

test('indirectly standardised ratios and rates', { skip }, () => {
  const inputs = groups(table('test_multiarea.csv'), (row) => row.area ?? '');
  const reference = table('test_ISR_refdata.csv');
  const own = groups(table('test_ISR_ownref.csv'), (row) => row.area ?? '');
  const given = { events: column(reference, 'refcount'), populations: column(reference, 'refpop') };
  const check = (row: Row, populations: number[], used: typeof given): void => {
    const observed = num(row, 'observed');
    const per = Number(/(?:per|x) (\d+)/.exec(row.statistic ?? '')?.[1]);
    const at = (level: number) =>
      row.statistic?.includes('ratio')
        ? indirectlyStandardisedRatio(observed, expectedEvents(populations, used), { per, level })
        : indirectlyStandardisedRate(observed, populations, used, { per, level });
    const found = at(0.95);
    same(found.expected, row.expected, 1e-10, 'expected');
    same(found.value, row.value, 1e-10, 'value');
    same(found.lower, row.lower95_0cl ?? row.lowercl, 1e-10, 'lower');
    same(found.upper, row.upper95_0cl ?? row.uppercl, 1e-10, 'upper');
    assert.equal(found.method, row.method === 'Exact' ? 'exact' : 'byar');
    if (row.ref_rate) same('referenceRate' in found ? Number(found.referenceRate) : null, row.ref_rate, 1e-10, 'reference rate');
    if (!row.lower99_8cl) return;
    same(at(0.998).lower, row.lower99_8cl, 1e-10, 'lower 99.8');
    same(at(0.998).upper, row.upper99_8cl, 1e-10, 'upper 99.8');
  };
  for (const row of table('test_ISR_results.csv')) {
    // Rows of Area1 and Area2 leave out the band where a reference count is missing (its input is not among the sheets): their expected is given, and used.
    if (row.area?.startsWith('Area')) {
      const observed = num(row, 'observed');
      const per = Number(/(?:per|x) (\d+)/.exec(row.statistic ?? '')?.[1]);
      const scale = row.ref_rate ? num(row, 'ref_rate') : per;
      const found = indirectlyStandardisedRatio(observed, num(row, 'expected'), { per: scale });
      same(found.value, row.value, 1e-10, 'value');
      same(found.lower, row.lower95_0cl, 1e-10, 'lower');
      same(found.upper, row.upper95_0cl, 1e-10, 'upper');
    } else check(row, column(inputs.get(row.area ?? '') ?? [], 'pop'), given);
  }
  const golden = readOracle('phe/phe_golden.json') as { isratio: { output: Row[]; output_refvalue100: Row[] }; israte: { output: Row[] } };
  for (const row of [...golden.isratio.output, ...golden.isratio.output_refvalue100, ...golden.israte.output]) {
    const rows = own.get(row.area ?? '') ?? [];
    check(row, filled(rows, 'pop'), { events: filled(rows, 'refcount'), populations: column(rows, 'refpop') });
  }
  for (const row of table('test_ISR_lookup.csv')) {
    const rows = inputs.get(row.area ?? '') ?? [];
    assert.equal(
      filled(rows, 'count').reduce((a, b) => a + b, 0),
      num(row, 'total_count'),
    );
  }
});

test('means', { skip }, () => {
  const golden = readOracle('phe/phe_golden.json') as { mean: { output: Row[] } };
  for (const [rows, results] of [
    [table('test_Mean.csv'), table('test_Mean_results.csv')],
    [table('test_Mean_Grp.csv'), golden.mean.output],
  ] as const) {
    for (const row of results) {
      const values = column(row.area === 'No grouping' ? rows : rows.filter((each) => each.area === row.area), 'values');
      const [narrow, wide] = [meanInterval(values), meanInterval(values, 0.998)];
      assert.equal(narrow.count, num(row, 'value_count'));
      for (const [actual, expected] of [
        [narrow.sum, row.value_sum],
        [narrow.standardDeviation, row.stdev],
        [narrow.value, row.value],
        [narrow.lower, row.lower95_0cl],
        [narrow.upper, row.upper95_0cl],
        [wide.lower, row.lower99_8cl],
        [wide.upper, row.upper99_8cl],
      ] as const)
        same(actual, expected, 1e-10, `mean of ${row.area}`);
    }
  }
});

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
      const n = num(row, 'Population');
      for (const [limit, level] of [
        ['2s', 0.95],
        ['3s', 0.998],
      ] as const) {
        const { lower, upper } = funnelProportionLimits(num(row, 'baseline') / 100, n, level);
        assert.ok(Math.abs(lower * 100 - num(row, `lower_${limit}_limit`)) < tolerance, `${name} ${n}`);
        assert.ok(Math.abs(upper * 100 - num(row, `upper_${limit}_limit`)) < tolerance, `${name} ${n}`);
      }
    }
  }
  // The package halves its way to v = expected / (expected + events + 1) and stops within 6e-8: here the limits are exact.
  const close = (found: number, printed: number, events: number, what: string): void => {
    const v = (expected: number): number => expected / (expected + events + 1);
    assert.ok(Math.abs(v(found) - v(printed)) < 6.2e-8, `${what}: ${found} is not ${printed}`);
  };
  for (const row of table('test_funnel_ratio_outputs.csv')) {
    const events = num(row, 'Observed_events');
    for (const [limit, level] of [
      ['2s', 0.95],
      ['3s', 0.998],
    ] as const) {
      const [point] = funnelCurve([events], { level });
      assert.ok(point?.upper);
      close(point.lower.population, num(row, `lower_${limit}_exp_events`), events, 'lower');
      close(point.upper.population, num(row, `upper_${limit}_exp_events`), events, 'upper');
      // Of their two columns one tells the ratio less one, the other the ratio out of 100.
      close(events / (num(row, `lower_${limit}_count`) + 1), point.lower.population, events, 'count');
      close(events / (num(row, `upper_${limit}_isr`) / 100), point.upper.population, events, 'isr');
    }
  }
  for (const name of ['test_funnel_rate_funnels.csv', 'test_funnel_rate_funnels_2.csv', 'test_funnel_rate_funnels_3.csv']) {
    for (const row of table(name)) {
      const events = num(row, 'Events');
      const baseline = num(row, 'baseline') / 1e5;
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
          close(found.population * baseline, num(row, `${side}_${limit}_population_1_year`) * 3 * baseline, events, `${name} ${side} population`);
          close((events / found.value) * baseline * 1e5, (events / num(row, `${side}_${limit}_limit`)) * baseline * 1e5, events, `${name} ${side} limit`);
        }
      }
    }
  }
});

test('positions on a funnel', { skip }, () => {
  const proportions = table('test_funnel_inputs.csv');
  const shares = funnelOfProportions(column(proportions, 'numerator'), column(proportions, 'denominator'), { per: 100 });
  proportions.forEach((row, i) => {
    assert.equal(shares.places[i]?.position, WORDS[row.significance ?? ''], row.Area);
  });
  const ratios = table('test_funnel_ratio_inputs.csv');
  funnelOfRatios(column(ratios, 'obs'), column(ratios, 'expected')).places.forEach((place, i) => {
    assert.equal(place.position, WORDS[ratios[i]?.significance ?? ''], `ratio ${i}`);
  });
  const rates = table('test_funnel_rate_inputs.csv');
  const events = column(rates, 'count');
  const crude = funnelOfRates(events, column(rates, 'pop'));
  const some = rates.filter((row) => num(row, 'count') > 0);
  const crudeOfSome = funnelOfRates(column(some, 'count'), column(some, 'pop'));
  const standardised = funnelOfStandardisedRates(
    events,
    rates.map((row) => Number(row.rate_dsr)),
  );
  rates.forEach((row, i) => {
    same(crude.places[i]?.value ?? null, row.rate_crude_per_100000, 1e-9, 'crude rate');
    assert.equal(crude.places[i]?.position, WORDS[row.crude_per_100000_with_0 ?? '']);
    assert.equal(crude.places[i]?.position, WORDS[row.crude_per_100_with_0 ?? '']);
    if (num(row, 'count') > 0) {
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
    same(effectivePopulation(num(row, 'ev'), num(row, 'rate')) / 3, row.denominator_derived, 1e-9, 'population');
    same(effectivePopulation(num(row, 'ev'), num(row, 'rate')) / 5, row.denominator_derived_crude_with_denom, 1e-9, 'population');
  }
});

test('quantile groups', { skip }, () => {
  const sizes: Readonly<Record<string, number>> = { Quartile: 4, Septile: 7, Decile: 10 };
  for (const name of ['test_quantiles_g.csv', 'test_quantiles_ug.csv']) {
    const key = (row: Row): string =>
      row.GroupSet === 'None' ? 'all' : [row.Test, row.QuantileNm, row.IndSexRef, row.GroupSet === 'IndSexReg' ? row.ParentCode : '', row.Polarity].join();
    let checked = 0;
    for (const [group, rows] of groups(table(name), key)) {
      const known = rows.filter((row) => row.Value !== '');
      const count = sizes[rows[0]?.QuantileNm ?? ''] ?? 0;
      const highestFirst = group === 'all' || rows[0]?.Polarity === 'TRUE';
      if (known.length < count) {
        assert.ok(rows.every((row) => row.QuantileInGrp === ''));
        assert.throws(() => quantileGroups(column(known, 'Value'), count, { highestFirst }), MethodError);
        continue;
      }
      const found = quantileGroups(column(known, 'Value'), count, { highestFirst });
      known.forEach((row, i) => {
        assert.equal(found[i], num(row, 'QuantileInGrp'), `${group} ${row.Value}`);
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
    for (const [what, rows] of groups(table(`SII_${name}.csv`), (row) => `${row.TestDescription}|${row.Area}`)) {
      const expected = rows[0];
      if (!expected?.sii) continue;
      const scale = scales[num(expected, 'ValueType')] ?? 'value';
      const errors = column(rows, 'StandardError');
      const description = expected.TestDescription ?? '';
      const options = {
        scale,
        transform: description.includes('transform'),
        per: /multiplier \(x -?100\)/.test(description) ? 100 : 1,
        reverse: description.includes('negative multiplier') || description.includes('x -100'),
      };
      const found = inequalityIndices(column(rows, 'Value'), errors, column(rows, 'Population'), options);
      same(found.slope.value, expected.sii, 1e-9, what);
      if (expected.rii) same(found.relative?.value ?? null, expected.rii, 1e-9, what);
      if (expected.Intercept) same(found.intercept, expected.Intercept, 1e-9, what);
      // The package takes 1.96 for z, hence 2e-5.
      if (scale !== 'proportion') {
        const made = standardErrorsFromLimits(column(rows, 'LowerCL'), column(rows, 'UpperCL'), scale);
        rows.forEach((row, i) => {
          near(made[i] ?? 0, num(row, 'StandardError'), 2e-5, what);
        });
      }
      checked++;
      // The column says 95 where the description says 98.
      const level = / 98% c/i.test(description) && !description.includes('95%') ? 0.98 : Number(/\d+/.exec(expected.Confidence ?? '')?.[0]) / 100;
      if (!expected.sii_lowercl_1 || name === 'test_grouped') continue;
      // Both sides are simulated: 2.5 % of the interval's width, and the analytic interval is compared with them too. With a transform the package's
      // limits of the slope (not of the ratio) are up to 3.5 % further out than those of the fitted ends themselves.
      const slack = options.transform ? 0.045 : 0.025;
      const limits = inequalityIndices(column(rows, 'Value'), errors, column(rows, 'Population'), { ...options, level, seed: 20, repetitions: 20_000 });
      const exact = inequalityIndices(column(rows, 'Value'), errors, column(rows, 'Population'), { ...options, level });
      const width = num(expected, 'sii_uppercl_1') - num(expected, 'sii_lowercl_1');
      for (const [actual, printed, of] of [
        [limits.slope.lower, expected.sii_lowercl_1, width],
        [limits.slope.upper, expected.sii_uppercl_1, width],
        [exact.slope.lower, expected.sii_lowercl_1, width],
        [exact.slope.upper, expected.sii_uppercl_1, width],
      ] as const)
        assert.ok(Math.abs(actual - Number(printed)) < slack * of, `${what}: ${actual} is not ${printed}`);
      if (expected.rii_lowercl_1) {
        for (const relative of [limits.relative, exact.relative]) {
          near(relative?.lower ?? 0, num(expected, 'rii_lowercl_1'), 0.004, what);
          near(relative?.upper ?? 0, num(expected, 'rii_uppercl_1'), 0.004, what);
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
  const found = inequalityIndices(column(life, 'LifeExp'), column(life, 'SE'), column(life, 'Pop'));
  assert.ok(found.slope.lower > 5 && found.slope.lower < found.slope.value, 'men of the most deprived tenth live years less');
  const obese = table('prevalence_data.csv').filter((row) => row.Period === '607' && row.SchoolYear === '6');
  const shares = inequalityIndices(
    column(obese, 'Rate').map((rate) => rate / 100),
    column(obese, 'SE').map((error) => error / 100),
    column(obese, 'Measured'),
    { scale: 'proportion', per: 100 },
  );
  assert.ok(shares.slope.upper < 0 && (shares.relative?.upper ?? 1) < 1);
  for (const period of groups(table('DSR_data.csv'), (row) => row.Period ?? '').values()) {
    const errors = standardErrorsFromLimits(column(period, 'lowercl'), column(period, 'uppercl'), 'rate');
    const slope = inequalityIndices(column(period, 'value'), errors, column(period, 'total_pop'), { scale: 'rate', transform: true }).slope;
    assert.ok(slope.lower <= slope.value && slope.value <= slope.upper);
  }
});

test('exact limits of a count stand in both the funnel and the interval', { skip }, () => {
  const golden = readOracle('phe/phe_golden.json') as { exact_poisson: { x: number; lower95: number; upper95: number; lower998: number; upper998: number }[] };
  for (const row of golden.exact_poisson) {
    near(exactPoisson(row.x).lower, row.lower95, 1e-12);
    near(exactPoisson(row.x, 0.998).upper, row.upper998, 1e-12);
  }
});
