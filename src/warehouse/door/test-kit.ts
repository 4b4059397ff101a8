/** Small fixtures for the door's own tests: invented rows in the publishers' layouts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { splitText } from './records.ts';
import type { StagedBatch, StagedDelivery, StageOptions } from './stage.ts';
import { stage } from './stage.ts';

export const STREET = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';
export const STOP =
  'Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,Removal of more than just outer clothing';

const id = (n: number): string => n.toString(16).padStart(64, '0');

/** A street row; fields given replace those of a good robbery in Norfolk. */
export function streetRow(
  n: number,
  change: Partial<Record<'id' | 'month' | 'force' | 'lon' | 'lat' | 'location' | 'lsoa' | 'type' | 'outcome', string>> = {},
): string {
  const row = {
    id: id(n),
    month: '2024-03',
    force: 'Norfolk Constabulary',
    lon: '1.2974',
    lat: '52.6309',
    location: 'On or near Elm Row',
    lsoa: 'E01026800',
    type: 'Robbery',
    outcome: 'Under investigation',
    ...change,
  };
  return [row.id, row.month, row.force, row.force, row.lon, row.lat, row.location, row.lsoa, 'Norwich 001A', row.type, row.outcome, ''].join(',');
}

export function stopRow(
  change: Partial<Record<'type' | 'date' | 'lat' | 'lon' | 'sex' | 'age' | 'self' | 'officer' | 'power' | 'object' | 'outcome' | 'linked', string>> = {},
): string {
  const row = {
    type: 'Person search',
    date: '2024-01-15T12:30:00+00:00',
    lat: '52.63',
    lon: '1.29',
    sex: 'Male',
    age: '18-24',
    self: 'White - Irish',
    officer: 'White',
    power: 'Misuse of Drugs Act 1971 (section 23)',
    object: 'Controlled drugs',
    outcome: 'Arrest',
    linked: 'True',
    ...change,
  };
  return [
    row.type,
    row.date,
    'False',
    '',
    row.lat,
    row.lon,
    row.sex,
    row.age,
    row.self,
    row.officer,
    row.power,
    row.object,
    row.outcome,
    row.linked,
    'False',
  ].join(',');
}

export interface Kit {
  readonly folder: string;
  /** Writes a file into the folder and gives its path. */
  file(name: string, content: string | Uint8Array): string;
  /** Stages with the test's own work folder, secret and clock. */
  stage(dataset: string, inputs: string | readonly string[], more?: Partial<StageOptions>): Promise<StagedBatch>;
  /** Stages one file that must be accepted. */
  deliver(dataset: string, input: string, more?: Partial<StageOptions>): Promise<StagedDelivery>;
  /** Rows of the last staged database. */
  rows(sql: string): Promise<unknown[][]>;
  close(): void;
}

export function kit(): Kit {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-door-'));
  let batches = 0;
  let last = '';
  const self: Kit = {
    folder,
    file(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    async stage(dataset, inputs, more = {}) {
      const workDir = mkdtempSync(join(folder, `work-${batches++}-`));
      const list = typeof inputs === 'string' ? [inputs] : inputs;
      const batch = await stage({
        workDir,
        secret: 'not a secret',
        dataset,
        inputs: list,
        nextNumber: 1,
        now: new Date('2026-11-21T12:00:00Z'),
        memoryLimit: '400MB',
        ...more,
      });
      last = batch.database;
      return batch;
    },
    async deliver(dataset, input, more = {}) {
      const batch = await self.stage(dataset, input, more);
      const [delivery] = batch.deliveries;
      if (!delivery) throw batch.refused[0]?.error ?? new Error('nothing was delivered');
      return delivery;
    },
    async rows(sql) {
      const instance = await DuckDBInstance.create(last, { access_mode: 'READ_ONLY' });
      const connection = await instance.connect();
      const reader = await connection.runAndReadAll(sql);
      const rows = reader.getRowsJson();
      connection.closeSync();
      instance.closeSync();
      return rows;
    },
    close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return self;
}

/** Rows of a quarantine file below its header. */
export async function quarantineOf(delivery: StagedDelivery): Promise<string[][]> {
  if (delivery.quarantinePath === null) return [];
  const text = gunzipSync(await readFile(delivery.quarantinePath)).toString('utf8');
  return splitText(text)
    .slice(1)
    .map((record) => [...record.fields]);
}

export const note = (delivery: StagedDelivery, field: string, rule: string): number =>
  delivery.warnings.find((one) => one.field === field && one.rule === rule)?.count ?? 0;
