/** Varrowshire in a temporary home, delivered through the door, for tests of figures. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDemonstration } from '../../src/synthetic/index.ts';
import { ask, type Clearance, type DimensionId, type Figure, openWarehouse, parseSlice, type Question, type Warehouse } from '../../src/warehouse/index.ts';

export const END = '2026-09';
export const NOW = new Date('2026-11-21T12:00:00Z');

export interface County {
  readonly dir: string;
  readonly warehouse: Warehouse;
  close(): Promise<void>;
}

/** `months` of the county, ending in {@link END}. Nothing is cached, so every question is put afresh. */
export async function openCounty(months: number): Promise<County> {
  const dir = join(mkdtempSync(join(tmpdir(), 'headwater-figures-')), 'home');
  await loadDemonstration(dir, { end: END, months, now: NOW });
  const warehouse = await openWarehouse(dir, { cached: 0, now: () => NOW });
  return {
    dir,
    warehouse,
    async close() {
      await warehouse.close();
      rmSync(join(dir, '..'), { recursive: true, force: true });
    },
  };
}

export function question(measure: string, by: readonly DimensionId[], slice = '', clearance: Clearance = 'analyst'): Question {
  return { measure, by, slice: parseSlice(slice), clearance };
}

export function figureOf(county: County, measure: string, by: readonly DimensionId[], slice = '', clearance: Clearance = 'analyst'): Promise<Figure> {
  return ask(county.warehouse, question(measure, by, slice, clearance));
}

export function valueAt(figure: Figure, ...key: string[]): number | null | undefined {
  return figure.cells.find((cell) => cell.key.join() === key.join())?.value;
}
