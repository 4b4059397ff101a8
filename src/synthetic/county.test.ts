import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { makeCounty } from './county.ts';
import { signedArea } from './mesh.ts';
import type { Point } from './mesh.ts';
import { CSPS, DISTRICTS, FORCE, WARD_NAMES } from './places.ts';

const county = makeCounty(7);
const areaOf = (rings: readonly (readonly Point[])[]) => rings.reduce((sum, ring) => sum + signedArea(ring), 0);
const edges = (rings: readonly (readonly Point[])[]) => rings.flatMap((ring) => ring.slice(1).map((point, i) => `${ring[i]} ${point}`));
const reversed = (edge: string) => edge.split(' ').reverse().join(' ');

describe('the shape of Varrowshire', () => {
  test('has 320 small areas in 8 districts and 6 partnerships, each in a ward of its own district', () => {
    assert.equal(county.lsoas.length, 320);
    assert.equal(county.districts.length, 8);
    assert.equal(new Set(county.districts.map((d) => d.csp)).size, Object.keys(CSPS).length);
    assert.equal(county.wards.length, WARD_NAMES.length);
    for (const lsoa of county.lsoas) assert.equal(county.wards[lsoa.ward]?.district, lsoa.district, lsoa.name);
    county.wards.forEach((ward, w) => {
      assert.ok(
        county.lsoas.some((lsoa) => lsoa.ward === w),
        `${ward.name} has no area`,
      );
    });
  });

  test('tiles without gap or overlap: every border is shared by two areas or lies on the coast', () => {
    const all = new Set<string>();
    for (const lsoa of county.lsoas) {
      for (const edge of edges(lsoa.outline)) {
        assert.ok(!all.has(edge), 'two areas lie on the same side of a border');
        all.add(edge);
      }
    }
    const coast = new Set(edges(county.outline));
    for (const edge of all) assert.ok(all.has(reversed(edge)) || coast.has(edge), 'a border with nothing beyond it');
    const whole = areaOf(county.outline);
    assert.ok(Math.abs(whole - county.lsoas.reduce((sum, lsoa) => sum + areaOf(lsoa.outline), 0)) < 1e-6 * whole);
  });

  test('districts are outlined by the very points of their areas, and hold the same ground', () => {
    county.districts.forEach((district, d) => {
      const own = county.lsoas.filter((lsoa) => lsoa.district === d);
      const borders = new Set(own.flatMap((lsoa) => edges(lsoa.outline)));
      for (const edge of edges(district.outline)) assert.ok(borders.has(edge), district.name);
      const sum = own.reduce((total, lsoa) => total + areaOf(lsoa.outline), 0);
      assert.ok(Math.abs(sum - areaOf(district.outline)) < 1e-6 * sum, district.name);
    });
  });

  test('an outline is one closed anticlockwise ring, with clockwise holes at most', () => {
    for (const { outline } of [...county.lsoas, ...county.districts, county]) {
      outline.forEach((ring, i) => {
        assert.deepEqual(ring[0], ring.at(-1));
        assert.equal(Math.sign(signedArea(ring)), i === 0 ? 1 : -1);
      });
    }
  });

  test('deprivation spans all tenths and gathers: neighbours resemble each other', () => {
    assert.equal(new Set(county.lsoas.map((lsoa) => lsoa.decile)).size, 10);
    assert.equal(new Set(county.lsoas.map((lsoa) => lsoa.rank)).size, county.lsoas.length);
    const differences = (pairs: ReadonlyArray<readonly [number, number]>) => pairs.reduce((sum, [a, b]) => sum + Math.abs(a - b), 0) / pairs.length;
    const cellOwner = new Map(county.lsoas.flatMap((lsoa, i) => lsoa.cells.map((cell) => [cell, i] as const)));
    const beside = county.lsoas.flatMap((lsoa, i) =>
      [...new Set(lsoa.cells.flatMap((cell) => county.mesh.neighbours[cell] ?? []).map((cell) => cellOwner.get(cell)))].flatMap(
        (other): Array<readonly [number, number]> => (other === undefined || other === i ? [] : [[lsoa.decile, county.lsoas[other]?.decile ?? 0]]),
      ),
    );
    const any = county.lsoas.map((lsoa, i): readonly [number, number] => [lsoa.decile, county.lsoas[(i * 131 + 17) % 320]?.decile ?? 0]);
    assert.ok(differences(beside) < 0.8 * differences(any), `${differences(beside)} beside, ${differences(any)} at random`);
  });

  test('is a function of the seed', () => {
    assert.deepEqual(JSON.stringify(makeCounty(7).lsoas), JSON.stringify(county.lsoas));
    assert.notDeepEqual(JSON.stringify(makeCounty(8).lsoas), JSON.stringify(county.lsoas));
  });
});

const lookups = join(import.meta.dirname, '../../../shared/data/geography');
test('no invented name is that of a real place', { skip: existsSync(lookups) ? false : 'the real lookups (../shared/data/geography) are not here' }, () => {
  const real = new Set<string>();
  for (const file of ['lookup_lsoa21_ward24_ltla24.csv', 'lookup_ltla24_csp24_pfa24.csv', 'lookup_lsoa11_ltla21.csv']) {
    for (const line of readFileSync(join(lookups, file), 'utf8').split(/\r?\n/))
      for (const value of line.split(',')) real.add(value.replaceAll('"', '').toLowerCase());
  }
  assert.ok(real.has('ladgate') && real.has('east lindsey'));
  const invented = [...DISTRICTS.map((d) => d.name), ...Object.values(CSPS), ...WARD_NAMES, FORCE.areaName, ...county.lsoas.map((lsoa) => lsoa.name)];
  assert.equal(new Set(WARD_NAMES).size, WARD_NAMES.length);
  for (const name of invented) assert.ok(!real.has(name.toLowerCase()), name);
});
