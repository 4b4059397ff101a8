import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ask, EVERYTHING, openWarehouse, type Question } from '../src/warehouse/index.ts';
import { benchForces } from './home/geography.ts';
import { makeHome } from './make-home.ts';

const ROWS = 60_000;
const root = mkdtempSync(join(tmpdir(), 'headwater-bench-test-'));
const home = join(root, 'one');
const all = (measure: string, by: Question['by']): Question => ({ measure, by, slice: EVERYTHING, clearance: 'analyst' });

describe('the benchmark home', () => {
  before(() => makeHome({ dir: home, rows: ROWS, areas: 900 }));
  after(() => rmSync(root, { recursive: true, force: true }));

  test('shares 35,672 areas among 43 forces, one of them very large', () => {
    const forces = benchForces();
    assert.equal(forces.length, 43);
    assert.equal(
      forces.reduce((sum, force) => sum + force.areas, 0),
      35_672,
    );
    assert.ok(Math.max(...forces.map((force) => force.areas)) > 4000);
  });

  test('is a home like any other: figures answer from it, from atoms and from rows alike', async () => {
    const warehouse = await openWarehouse(home);
    try {
      for (const by of [[], ['force'], ['month'], ['crime-type'], ['outcome'], ['decile'], ['located']] as const) {
        const figure = await ask(warehouse, all('street-records', by));
        assert.equal(figure.refusal, null);
        assert.equal(figure.total.value, ROWS, by.join());
        if (by.length > 0)
          assert.equal(
            figure.cells.reduce((sum, cell) => sum + (cell.value ?? 0), 0),
            ROWS,
            by.join(),
          );
      }
      assert.equal((await ask(warehouse, all('stops', ['weekday', 'hour']))).total.value, ROWS / 10);
      const rate = await ask(warehouse, all('offence-rate', ['district']));
      assert.ok(rate.cells.filter((cell) => (cell.value ?? 0) > 0).length > 40);
    } finally {
      await warehouse.close();
    }
  });

  test('has the skew of the country and twelve years that peak in summer', async () => {
    const warehouse = await openWarehouse(home);
    try {
      const forces = await ask(warehouse, all('street-records', ['force']));
      const largest = Math.max(...forces.cells.map((cell) => cell.value ?? 0));
      assert.ok(largest > 0.1 * ROWS && largest < 0.25 * ROWS);
      const months = await ask(warehouse, all('street-records', ['month']));
      assert.equal(months.cells.length, 144);
      const of = (name: string) => months.cells.filter((cell) => cell.key[0]?.endsWith(name)).reduce((sum, cell) => sum + (cell.value ?? 0), 0);
      assert.ok(of('-07') > 1.1 * of('-01'));
    } finally {
      await warehouse.close();
    }
  });

  test('is the same for the same seed, and is not made twice', async () => {
    const other = join(root, 'two');
    await makeHome({ dir: other, rows: ROWS, areas: 900 });
    const coverage = (dir: string): unknown => JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')).snapshots[0].files.street.coverage;
    assert.deepEqual(coverage(other), coverage(home));
    assert.equal((await makeHome({ dir: home, rows: ROWS, areas: 900 })).made, false);
  });
});
