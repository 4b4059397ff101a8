/** Everything that PHEindicatormethods 2.1.0 was asked of rates, asked again here: its golden results, and every pair of input and expected output of its own test suite. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MethodError } from '../error.ts';
import { near } from '../testing/near.ts';
import { oraclesAbsent, readOracle, readOracleText } from '../testing/oracles.ts';
import { cellNumber, columnNumbers, readOracleSheet, type SheetRow } from '../testing/sheet.ts';
import {
  byar,
  directlyStandardisedRate,
  directlyStandardisedRateOfRepeats,
  expectedEvents,
  exactPoisson,
  indirectlyStandardisedRate,
  indirectlyStandardisedRatio,
  meanInterval,
  proportion,
  rateInterval,
  wilson,
} from './index.ts';

const skip = oraclesAbsent('phe/extracted/test_DSR_results.csv') || oraclesAbsent('phe/phe_golden.json');
const table = (name: string): SheetRow[] => readOracleSheet(`phe/extracted/${name}`);
/** Of bands: a blank is nobody, as the package reads it. */
const filled = (rows: readonly SheetRow[], name: string): number[] => rows.map((row) => Number(row[name] || 0));
const same = (actual: number | null, expected: unknown, tolerance: number, what: string): void => {
  if (expected === '' || expected === null || expected === undefined) assert.equal(actual, null, what);
  else near(actual ?? Number.NaN, Number(expected), tolerance, what);
};

test('counts: Byar and Wilson, 95 and 99.8 %', { skip }, () => {
  for (const row of table('test_BW.csv')) {
    const level = Number.parseFloat(row.confidence ?? '') / 100;
    const found = row.method === 'Wilson' ? wilson(cellNumber(row, 'x'), cellNumber(row, 'n'), level) : byar(cellNumber(row, 'x'), level);
    same(found.upper, row.upperclcl ?? row.uppercl, 1e-10, `${row.method} ${row.x}`);
    // Where Byar's cube would be of a negative number the package has no limit, and here it is 0.
    same(found.lower, row.lowercl === '' ? 0 : row.lowercl, 1e-10, `${row.method} ${row.x}`);
  }
});

test('proportions and rates, single and summed by area', { skip }, () => {
  const compare = (
    rows: readonly SheetRow[],
    act: (x: number, n: number, level: number, per: number) => { value: number; lower: number; upper: number },
  ): number => {
    let checked = 0;
    for (const row of rows) {
      if (row.Numerator === '' || row.Denominator === '') continue;
      const per = cellNumber(row, 'multiplier');
      const at = (level: number) => act(cellNumber(row, 'Numerator'), cellNumber(row, 'Denominator'), level, per);
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
const bands = (rows: readonly SheetRow[], standard: string): [number[], number[], number[]] => [
  filled(rows, 'count'),
  columnNumbers(rows, 'pop'),
  columnNumbers(rows, standard),
];

function checkDsr(
  row: SheetRow,
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
  const inputs = Map.groupBy(table('test_multiarea_esp.csv'), (row) => row.area ?? '');
  const results = table('test_DSR_results.csv');
  const esp = JSON.parse(readOracleText('phe/extracted/esp2013.json')) as number[];
  const repeats = Map.groupBy(table('test_DSR_nonind.csv'), (row) => row.area ?? '');
  let checked = 0;
  for (const row of results) {
    const area = row.area ?? '';
    if (area === 'testdata_1976') {
      const rows = table('test_DSR_1976.csv');
      checkDsr(row, (per, level) => directlyStandardisedRate(...bands(rows, 'esp1976'), { per, level }), 1e-10);
    } else if (area.includes('nonind')) {
      const rows = [...Map.groupBy(repeats.get(area) ?? [], (band) => band.ageband ?? '').values()];
      const told = rows.map((band) => {
        const persons: number[] = [];
        for (const line of band) persons[cellNumber(line, 'freq') - 1] = Number(line.persons);
        return { population: cellNumber(band[0], 'pop'), standard: cellNumber(band[0], 'esp2013'), persons: Array.from(persons, (n) => n ?? 0) };
      });
      // The sheet has 8 decimals.
      checkDsr(row, (per, level) => directlyStandardisedRateOfRepeats(told, { per, level }), 1e-10);
    } else {
      const rows = inputs.get(area) ?? [];
      assert.deepEqual(columnNumbers(rows, 'esp2013'), esp);
      checkDsr(row, (per, level) => directlyStandardisedRate(...bands(rows, 'esp2013'), { per, level }), 1e-10);
    }
    checked++;
  }
  assert.equal(checked, 12);
  const golden = readOracle('phe/phe_golden.json') as { dsr: { output: SheetRow[] } };
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
      directlyStandardisedRate(
        columnNumbers(rows, 'count'),
        columnNumbers(rows, 'pop'),
        columnNumbers(table('test_multiarea_esp.csv'), 'esp2013').slice(0, rows.length),
      ),
    );
  }
});

test('indirectly standardised ratios and rates', { skip }, () => {
  const inputs = Map.groupBy(table('test_multiarea.csv'), (row) => row.area ?? '');
  const reference = table('test_ISR_refdata.csv');
  const own = Map.groupBy(table('test_ISR_ownref.csv'), (row) => row.area ?? '');
  const given = { events: columnNumbers(reference, 'refcount'), populations: columnNumbers(reference, 'refpop') };
  const check = (row: SheetRow, populations: number[], used: typeof given): void => {
    const observed = cellNumber(row, 'observed');
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
      const observed = cellNumber(row, 'observed');
      const per = Number(/(?:per|x) (\d+)/.exec(row.statistic ?? '')?.[1]);
      const scale = row.ref_rate ? cellNumber(row, 'ref_rate') : per;
      const found = indirectlyStandardisedRatio(observed, cellNumber(row, 'expected'), { per: scale });
      same(found.value, row.value, 1e-10, 'value');
      same(found.lower, row.lower95_0cl, 1e-10, 'lower');
      same(found.upper, row.upper95_0cl, 1e-10, 'upper');
    } else check(row, columnNumbers(inputs.get(row.area ?? '') ?? [], 'pop'), given);
  }
  const golden = readOracle('phe/phe_golden.json') as { isratio: { output: SheetRow[]; output_refvalue100: SheetRow[] }; israte: { output: SheetRow[] } };
  for (const row of [...golden.isratio.output, ...golden.isratio.output_refvalue100, ...golden.israte.output]) {
    const rows = own.get(row.area ?? '') ?? [];
    check(row, filled(rows, 'pop'), { events: filled(rows, 'refcount'), populations: columnNumbers(rows, 'refpop') });
  }
  for (const row of table('test_ISR_lookup.csv')) {
    const rows = inputs.get(row.area ?? '') ?? [];
    assert.equal(
      filled(rows, 'count').reduce((a, b) => a + b, 0),
      cellNumber(row, 'total_count'),
    );
  }
});

test('means', { skip }, () => {
  const golden = readOracle('phe/phe_golden.json') as { mean: { output: SheetRow[] } };
  for (const [rows, results] of [
    [table('test_Mean.csv'), table('test_Mean_results.csv')],
    [table('test_Mean_Grp.csv'), golden.mean.output],
  ] as const) {
    for (const row of results) {
      const values = columnNumbers(row.area === 'No grouping' ? rows : rows.filter((each) => each.area === row.area), 'values');
      const [narrow, wide] = [meanInterval(values), meanInterval(values, 0.998)];
      assert.equal(narrow.count, cellNumber(row, 'value_count'));
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

test('exact limits of a count stand in both the funnel and the interval', { skip }, () => {
  const golden = readOracle('phe/phe_golden.json') as { exact_poisson: { x: number; lower95: number; upper95: number; lower998: number; upper998: number }[] };
  for (const row of golden.exact_poisson) {
    near(exactPoisson(row.x).lower, row.lower95, 1e-12);
    near(exactPoisson(row.x, 0.998).upper, row.upper998, 1e-12);
  }
});
