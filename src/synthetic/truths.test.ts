/** The planted truths, read back from the files themselves (those asked of the warehouse are in demonstration.test.ts). */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { areaInt } from '../reference/index.ts';
import { makeCounty } from './county.ts';
import { SEED, countyFiles } from './generate.ts';
import type { TextFile } from './geography-files.ts';
import {
  DEPRIVATION_STEP,
  DIVERSION,
  ETHNICITY_RECORDING_FALL,
  FIND_RATE,
  LINK_BLANK,
  LOST_MONTH,
  MISSING,
  ROBBERY_RISE,
  SECTION_60,
  VOLUME,
  lastPublishedMonth,
  monthOf,
} from './truths.ts';

const END = '2026-09';
const files = [...countyFiles(SEED, END, 36)];
const county = makeCounty(SEED);
const districtOf = new Map(county.lsoas.map((lsoa) => [lsoa.code, county.districts[lsoa.district]?.code]));

/** The rows of a dataset as objects. No value in the police files holds a comma. */
function rows(dataset: TextFile['dataset']): Array<Readonly<Record<string, string>>> {
  return files
    .filter((file) => file.dataset === dataset)
    .flatMap((file) => {
      const [header = '', ...lines] = file.text.trimEnd().split('\n');
      const names = header.split(',');
      return lines.map((line) => {
        const values = line.split(',');
        assert.equal(values.length, names.length, line);
        return Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));
      });
    });
}

const street = rows('street');
const stops = rows('stop');
const share = <T>(items: readonly T[], test: (item: T) => boolean) => items.filter(test).length / items.length;
const near = (found: number, planted: number, tolerance: number) => assert.ok(Math.abs(found - planted) <= tolerance, `found ${found}, planted ${planted}`);

describe('the files of Varrowshire', () => {
  test('are the same bytes for the same seed and end, and another county for another seed', () => {
    const digest = (list: readonly TextFile[]) =>
      createHash('sha256')
        .update(list.map((file) => `${file.path}\n${file.text}`).join('\n'))
        .digest('hex');
    assert.equal(digest([...countyFiles(SEED, END, 36)]), digest(files));
    assert.notEqual(digest([...countyFiles(SEED + 1, END, 36)]), digest(files));
  });

  test('an event of a month does not move when months are added before it', () => {
    const short = [...countyFiles(SEED, END, 2)].filter((file) => file.dataset === 'street');
    for (const file of short) assert.equal(file.text, files.find((other) => other.path === file.path)?.text);
  });

  test('end at the month that would be published now', () => {
    assert.equal(lastPublishedMonth(new Date('2026-11-21T12:00:00Z')), '2026-09');
    assert.equal(lastPublishedMonth(new Date('2027-01-05T00:00:00Z')), '2026-11');
    assert.ok(files.some((file) => file.path.endsWith('2026-09-varrowshire-street.csv')) && !files.some((file) => file.path.includes('2026-10')));
  });

  test('have the promised volume, missing places and rows that repeat', () => {
    near(street.length / 36, VOLUME.street, 0.03 * VOLUME.street);
    near(stops.length / 36, VOLUME.stops, 0.05 * VOLUME.stops);
    near(
      share(street, (row) => row.Location === 'No Location'),
      MISSING.streetLocation,
      0.002,
    );
    near(
      share(stops, (row) => row.Latitude === ''),
      MISSING.stopLocation,
      0.01,
    );
    const asb = street.filter((row) => row['Crime type'] === 'Anti-social behaviour');
    assert.ok(asb.every((row) => row['Crime ID'] === '' && row['Last outcome category'] === ''));
    assert.ok(new Set(asb.map((row) => JSON.stringify(row))).size < asb.length);
    const ids = street.map((row) => row['Crime ID']).filter((id) => id !== '');
    assert.ok(new Set(ids).size < ids.length && ids.every((id) => /^[0-9a-f]{64}$/.test(id ?? '')));
  });

  test('use codes that no real area has', () => {
    for (const lsoa of county.lsoas) assert.ok((areaInt(lsoa.code) ?? 0) >= 200_000_000, lsoa.code);
  });

  test('keep each stop in its own month, by UTC and by local time', () => {
    const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit' });
    for (const file of files.filter(({ dataset }) => dataset === 'stop')) {
      const month = file.path.slice(file.path.lastIndexOf('/') + 1).slice(0, 7);
      for (const line of file.text.trimEnd().split('\n').slice(1)) {
        const date = line.split(',')[1] ?? '';
        assert.equal(date.slice(0, 7), month);
        assert.equal(london.format(new Date(date)), month, date);
      }
    }
  });
});

describe('the truths that were planted', () => {
  test('robbery rises in one district from one month on', () => {
    const from = monthOf(END, ROBBERY_RISE.monthsBack);
    const robberies = street.filter((row) => row['Crime type'] === 'Robbery');
    const monthly = (there: boolean, after: boolean) =>
      robberies.filter(
        (row) => row['LSOA code'] !== '' && (districtOf.get(row['LSOA code'] ?? '') === ROBBERY_RISE.district) === there && (row.Month ?? '') >= from === after,
      ).length / (after ? ROBBERY_RISE.monthsBack + 1 : 35 - ROBBERY_RISE.monthsBack);
    near(monthly(true, true) / monthly(true, false), ROBBERY_RISE.factor, 0.5);
    near(monthly(false, true) / monthly(false, false), 1, 0.15);
  });

  test('one district has no street rows in one month', () => {
    const month = monthOf(END, LOST_MONTH.monthsBack);
    const there = street.filter((row) => districtOf.get(row['LSOA code'] ?? '') === LOST_MONTH.district);
    assert.equal(there.filter((row) => row.Month === month).length, 0);
    assert.equal(new Set(there.map((row) => row.Month)).size, 35);
  });

  test('crime gathers in deprived areas by the planted step', () => {
    // Burglary has next to no pull of town centres in it.
    const people = new Map(
      files
        .find((file) => file.dataset === 'population')
        ?.text.split('\n')
        .slice(1)
        .map((line) => [line.split(',')[1], Number(line.split(',')[2])]),
    );
    const rate = (deciles: readonly number[]) => {
      const areas = county.lsoas.filter((lsoa) => deciles.includes(lsoa.decile));
      const codes = new Set(areas.map((lsoa) => lsoa.code));
      return (
        street.filter((row) => row['Crime type'] === 'Burglary' && codes.has(row['LSOA code'] ?? '')).length /
        areas.reduce((sum, lsoa) => sum + (people.get(lsoa.code) ?? 0), 0)
      );
    };
    near(rate([1, 2]) / rate([9, 10]), DEPRIVATION_STEP ** -8, 0.2 * DEPRIVATION_STEP ** -8);
  });

  test('diversion begins in the city in its month, and nowhere else', () => {
    const diverted = street.filter((row) => row['Last outcome category'] === 'Further action is not in the public interest' && row['LSOA code'] !== '');
    assert.ok(diverted.length > 300);
    assert.ok(
      diverted.every((row) => districtOf.get(row['LSOA code'] ?? '') === DIVERSION.district && (row.Month ?? '') >= monthOf(END, DIVERSION.monthsBack)),
    );
  });

  test('find rates by object, among stops where the link is recorded', () => {
    const searches = stops.filter((row) => !row.Legislation?.includes('section 60'));
    near(
      share(searches, (row) => row['Outcome linked to object of search'] === ''),
      LINK_BLANK,
      0.01,
    );
    for (const [object, rate] of Object.entries(FIND_RATE)) {
      const known = searches.filter((row) => row['Object of search'] === object && row['Outcome linked to object of search'] !== '');
      near(
        share(known, (row) => row['Outcome linked to object of search'] === 'True'),
        rate,
        4 * Math.sqrt((rate * (1 - rate)) / known.length),
      );
    }
  });

  test('section 60 operations stand apart in number, month and find rate', () => {
    const section60 = stops.filter((row) => row.Legislation?.includes('section 60'));
    assert.equal(
      section60.length,
      SECTION_60.reduce((sum, operation) => sum + operation.stops, 0),
    );
    assert.deepEqual(
      [...new Set(section60.map((row) => row.Date?.slice(0, 7)))],
      SECTION_60.map((operation) => monthOf(END, operation.monthsBack)),
    );
    assert.ok(share(section60, (row) => row['Outcome linked to object of search'] === 'True') < 0.08);
  });

  test('one district stops recording self-defined ethnicity', () => {
    // Stops carry no area code: the point is looked up in the district's outline.
    const from = monthOf(END, ETHNICITY_RECORDING_FALL.monthsBack);
    const inside = nearDistrict(ETHNICITY_RECORDING_FALL.district);
    const persons = stops.filter((row) => row.Type !== 'Vehicle search' && row.Latitude !== '' && inside(Number(row.Longitude), Number(row.Latitude)));
    const unknown = (row: Readonly<Record<string, string>>) =>
      row['Self-defined ethnicity'] === '' || row['Self-defined ethnicity'] === 'Other ethnic group - Not stated';
    near(
      share(
        persons.filter((row) => (row.Date ?? '') < from),
        unknown,
      ),
      ETHNICITY_RECORDING_FALL.before,
      0.05,
    );
    near(
      share(
        persons.filter((row) => (row.Date ?? '') >= from),
        unknown,
      ),
      ETHNICITY_RECORDING_FALL.after,
      0.07,
    );
  });

  test('stops gather on weekend nights', () => {
    const nights = stops.filter((row) => {
      const date = new Date(row.Date ?? '');
      const night = new Date(date.getTime() - 4 * 3_600_000).getUTCDay();
      return (night === 5 || night === 6) && (date.getUTCHours() >= 20 || date.getUTCHours() < 4);
    });
    // 16 of 168 hours; without the plant a seventh of the stops would fall in them at most.
    assert.ok(nights.length / stops.length > 0.2, `${nights.length / stops.length}`);
  });
});

function nearDistrict(code: string): (longitude: number, latitude: number) => boolean {
  const boundary = files.find((file) => file.path.endsWith('boundaries_ltla24.geojson'))?.text ?? '{}';
  const parsed: { features: Array<{ properties: { ltla24_code: string }; geometry: { coordinates: number[][][][] } }> } = JSON.parse(boundary);
  const ring = parsed.features.find((feature) => feature.properties.ltla24_code === code)?.geometry.coordinates[0]?.[0] ?? [];
  return (x, y) => {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [ax = 0, ay = 0] = ring[i] ?? [];
      const [bx = 0, by = 0] = ring[j] ?? [];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  };
}
