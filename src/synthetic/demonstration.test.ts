/** The demonstration as a user meets it: delivered through the door, and its planted truths found again by figures. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { HeadwaterError } from '../errors.ts';
import { ask, type Clearance, type DimensionId, type Figure, makeSlice, openWarehouse, type Slice, type Warehouse } from '../warehouse/index.ts';
import type { DeliverResult } from '../warehouse/store/index.ts';
import { loadDemonstration } from './demonstration.ts';
import {
  DEPRIVATION_STEP,
  DIVERSION,
  ETHNICITY_RECORDING_FALL,
  FIND_RATE,
  LINK_BLANK,
  LOST_MONTH,
  ROBBERY_RISE,
  SECTION_60,
  SUMMER_PEAK,
  WEEKEND_NIGHTS,
  monthOf,
} from './truths.ts';

const END = '2026-09';
const NOW = new Date('2026-11-21T12:00:00Z');
let home: string;
let result: DeliverResult | null;
let warehouse: Warehouse;

before(async () => {
  home = mkdtempSync(join(tmpdir(), 'headwater-demonstration-'));
  result = await loadDemonstration(home, { now: NOW });
  warehouse = await openWarehouse(home);
});
after(async () => {
  await warehouse?.close();
  rmSync(home, { recursive: true, force: true });
});

interface Wanted {
  readonly by?: readonly DimensionId[];
  readonly where?: Slice['where'];
  readonly from?: string | null;
  readonly to?: string | null;
  readonly clearance?: Clearance;
}

const figure = ({ by = [], where = {}, from = null, to = null, clearance = 'analyst' }: Wanted, measure: string): Promise<Figure> =>
  ask(warehouse, { measure, by, slice: makeSlice(from, to, where), clearance });
const valueAt = (of: Figure, ...key: string[]): number => of.cells.find((cell) => cell.key.join() === key.join())?.value ?? Number.NaN;
const near = (found: number, planted: number, tolerance: number, what = '') =>
  assert.ok(Math.abs(found - planted) <= tolerance, `${what} found ${found}, planted ${planted}`);

describe('loading the demonstration', () => {
  test('every file is accepted under its contract, in one commit, and every row is accounted for', () => {
    assert.ok(result?.snapshot);
    assert.equal(warehouse.manifest().sequence, 1);
    assert.equal(result.delivered.length, 9 + 36 + 36);
    assert.deepEqual(result.refused, []);
    for (const { fileName, counts, fictional, quarantined, review } of result.delivered) {
      assert.equal(counts.read, counts.accepted + counts.quarantined + counts.repeats, fileName);
      assert.deepEqual(quarantined, [], fileName);
      assert.deepEqual(review, [], fileName);
      assert.ok(fictional, fileName);
    }
  });

  test('a home that holds it is left as it is', async () => {
    assert.equal(await loadDemonstration(home, { now: NOW }), null);
    assert.equal(warehouse.manifest().sequence, 1);
  });

  test('it is not mixed with real data', async () => {
    const other = mkdtempSync(join(tmpdir(), 'headwater-real-'));
    try {
      const manifest: { deliveries: Array<{ fictional: boolean }> } = JSON.parse(readFileSync(join(home, 'manifest.json'), 'utf8'));
      manifest.deliveries = manifest.deliveries.map((delivery, i) => (i === 0 ? { ...delivery, fictional: false } : delivery));
      writeFileSync(join(other, 'manifest.json'), JSON.stringify(manifest));
      await assert.rejects(loadDemonstration(other, { now: NOW }), (error) => error instanceof HeadwaterError && error.code === 'demonstration-real-data');
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });

  test('figures say that it is fictional', async () => {
    const { sources } = await figure({}, 'offence-rate');
    assert.ok(sources.length >= 2);
    assert.ok(sources.every((source) => source.fictional));
  });

  test('protected figures of large groups stand near the exact ones', async () => {
    for (const by of [['district'], ['decile'], ['crime-type']] as const) {
      const exact = await figure({ by }, 'recorded-offences');
      const shown = await figure({ by, clearance: 'partner' }, 'recorded-offences');
      for (const cell of exact.cells)
        if ((cell.value ?? 0) > 1000) near(valueAt(shown, ...cell.key), cell.value ?? 0, 0.1 * (cell.value ?? 0), cell.key.join());
    }
  });
});

describe('figures find the truths that were planted', () => {
  test('robbery rises in Ostmouth', async () => {
    const robberies = await figure(
      { by: ['district'], where: { district: [ROBBERY_RISE.district] }, from: monthOf(END, ROBBERY_RISE.monthsBack), to: END },
      'offences-change',
    );
    const robbery = await figure({ by: ['month'], where: { district: [ROBBERY_RISE.district] } }, 'robbery');
    const mean = (after: boolean) => {
      const cells = robbery.cells.filter((cell) => cell.key[0] !== undefined && cell.key[0] >= monthOf(END, ROBBERY_RISE.monthsBack) === after);
      return cells.reduce((sum, cell) => sum + (cell.value ?? 0), 0) / (after ? ROBBERY_RISE.monthsBack + 1 : 35 - ROBBERY_RISE.monthsBack);
    };
    near(mean(true) / mean(false), ROBBERY_RISE.factor, 0.5);
    // All offences together hardly move: the rise is in one crime type.
    near(robberies.total.value ?? 1, 0, 0.12);
  });

  test('rates fall with each tenth of deprivation', async () => {
    // Of burglary, which town centres hardly draw.
    const rates = await figure({ by: ['decile'], where: { 'crime-type': ['burglary'] } }, 'offence-rate');
    near(valueAt(rates, '2') / valueAt(rates, '9'), DEPRIVATION_STEP ** -7, 0.25 * DEPRIVATION_STEP ** -7);
  });

  test('anti-social behaviour peaks in summer', async () => {
    const monthly = await figure({ by: ['month'] }, 'asb-incidents');
    const mean = (month: string) => {
      const cells = monthly.cells.filter((cell) => cell.key[0]?.endsWith(month));
      return cells.reduce((sum, cell) => sum + (cell.value ?? 0), 0) / cells.length;
    };
    const height = SUMMER_PEAK['Anti-social behaviour'] ?? 0;
    near(mean('-07') / mean('-01'), (1 + height) / (1 - height), 0.2);
  });

  test('the lost month of a district is nothing, and is spoken of', async () => {
    const monthly = await figure({ by: ['month'], where: { district: [LOST_MONTH.district] } }, 'street-records');
    assert.equal(valueAt(monthly, monthOf(END, LOST_MONTH.monthsBack)) || 0, 0);
    assert.ok(valueAt(monthly, monthOf(END, LOST_MONTH.monthsBack - 1)) > 150);
    const notes = warehouse.manifest().snapshots.at(-1)?.files.street?.notes.join(' ') ?? '';
    assert.match(notes, /Fennshaw in January 2025/);
  });

  test('diversion begins in Harrowmere', async () => {
    const where = { district: [DIVERSION.district] };
    const share = async (from: string | null, to: string | null) =>
      valueAt(
        await figure({ by: ['outcome-group'], where: { ...where, 'crime-type': ['violence-and-sexual-offences'] }, from, to }, 'outcome-share'),
        'diversion',
      ) || 0;
    assert.equal(await share(null, monthOf(END, DIVERSION.monthsBack + 1)), 0);
    near(await share(monthOf(END, DIVERSION.monthsBack), END), DIVERSION.share, 0.012);
  });

  test('find rates by object, and how many links are blank', async () => {
    const rates = await figure({ by: ['object'] }, 'find-rate');
    for (const [code, label] of [
      ['controlled-drugs', 'Controlled drugs'],
      ['offensive-weapons', 'Offensive weapons'],
      ['stolen-goods', 'Stolen goods'],
    ] as const) {
      near(valueAt(rates, code), FIND_RATE[label] ?? 0, 0.03, label);
    }
    near(rates.unknowns.find((each) => each.dimension === 'linked')?.share ?? 0, LINK_BLANK, 0.015);
  });

  test('section 60 stands apart', async () => {
    const planted = SECTION_60.reduce((sum, operation) => sum + operation.stops, 0);
    const stops = await figure({ by: ['month'] }, 'section-60-stops');
    assert.equal(stops.total.value, planted);
    assert.equal(stops.cells.filter((cell) => (cell.value ?? 0) > 0).length, SECTION_60.length);
    assert.ok(((await figure({}, 'section-60-find-rate')).total.value ?? 1) < 0.08);
    assert.ok(((await figure({}, 'find-rate')).total.value ?? 0) > 0.18);
  });

  test('Skelderby stops recording self-defined ethnicity', async () => {
    const share = async (from: string | null, to: string | null) =>
      (await figure({ where: { district: [ETHNICITY_RECORDING_FALL.district] }, from, to }, 'ethnicity-self-unknown')).total.value ?? 0;
    // Searches of vehicles alone have no person to describe: somewhat more than was planted.
    near(await share(null, monthOf(END, ETHNICITY_RECORDING_FALL.monthsBack + 1)), ETHNICITY_RECORDING_FALL.before, 0.06);
    near(await share(monthOf(END, ETHNICITY_RECORDING_FALL.monthsBack), END), ETHNICITY_RECORDING_FALL.after, 0.07);
  });

  test('the city is searched on weekend nights, by local time', async () => {
    const stops = await figure({ by: ['weekday', 'hour'], where: { district: [WEEKEND_NIGHTS.district] } }, 'stops');
    const night = stops.cells.filter(({ key: [day, hour] }) => {
      const late = Number(hour) >= WEEKEND_NIGHTS.fromHour;
      const early = Number(hour) <= WEEKEND_NIGHTS.toHour;
      return (late && (day === 'friday' || day === 'saturday')) || (early && (day === 'saturday' || day === 'sunday'));
    });
    const share = night.reduce((sum, cell) => sum + (cell.value ?? 0), 0) / (stops.total.value ?? 1);
    // The planted share, and those of the other stops that fall there by chance (14 of 168 hours) .
    assert.ok(share > WEEKEND_NIGHTS.share && share < WEEKEND_NIGHTS.share + 0.12, String(share));
  });
});
