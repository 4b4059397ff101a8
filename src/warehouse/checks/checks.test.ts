/** The checks on files that came in through the door: an outlier and parts that do not make their total, put in on purpose, are both found. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { monthInt, monthText } from '../../reference/index.ts';
import { checkDelivery, openHome, openWarehouse, type Warehouse } from '../index.ts';
import { deliverMany } from '../store/index.ts';

const HEADER = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';
const LSOA = 'E01026500';

describe('checks of deliveries', () => {
  let dir: string;
  let warehouse: Warehouse;

  const write = (name: string, lines: readonly string[]): string => {
    const path = join(dir, 'files', name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, [...lines, ''].join('\n'));
    return path;
  };
  let id = 0;
  const rows = (month: string, type: string, n: number): string[] =>
    Array.from({ length: n }, () => {
      id += 1;
      return `${id.toString(16).padStart(64, '0')},${month},Norfolk Constabulary,Norfolk Constabulary,1.2,52.6,On or near Mill Lane,${LSOA},Broadland 001A,${type},Local resolution,`;
    });
  const months = Array.from({ length: 14 }, (_, step) => monthText((monthInt('2023-01') ?? 0) + step));
  const checkOf = async (fileName: string) => {
    const delivery = warehouse.manifest().deliveries.find((each) => each.fileName === fileName);
    assert.ok(delivery, fileName);
    const { checks } = await checkDelivery(warehouse, delivery.id);
    return (check: string) => checks.find((each) => each.id === check);
  };

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'headwater-checks-'));
    const home = openHome(join(dir, 'home'), { create: true });
    const street = months.map((month, step) =>
      write(`${month}-norfolk-street.csv`, [
        HEADER,
        ...rows(month, 'Burglary', 60 + (step % 5)),
        // The outlier: the last month has four times the robberies of any other.
        ...rows(month, 'Robbery', step === 13 ? 120 : 28 + (step % 4)),
      ]),
    );
    const counts = (month: string, burglary: number, robbery: number): string =>
      write(`norfolk/${month}.csv`, [
        'lsoa_code,lsoa_name,borough,category,year,month,crime_count',
        `${LSOA},Broadland 001A,Broadland,Burglary,${month.slice(0, 4)},${Number(month.slice(5))},${burglary}`,
        `${LSOA},Broadland 001A,Broadland,Robbery,${month.slice(0, 4)},${Number(month.slice(5))},${robbery}`,
      ]);
    await deliverMany(home, [
      { dataset: 'street', inputs: street },
      // January adds up; February lacks five burglaries.
      { dataset: 'lsoa-month-counts', inputs: [counts('2023-01', 60, 28), counts('2023-02', 56, 29)] },
      {
        dataset: 'exclusions',
        inputs: [
          write('clean_la_exclusions_data.csv', [
            [
              'year,la_name,school_type',
              ...['perm', 'fixed'].map((kind) =>
                'physical_pupils physical_adult verbal_pupil verbal_adult bullying racist_abuse sexual_misconduct drug_alcohol damage theft persistent_disruptive other'
                  .split(' ')
                  .map((reason) => `${kind}_${reason}`)
                  .join(),
              ),
            ].join(),
            ...[
              ['Total', 400],
              ['State-funded primary', 100],
              ['State-funded secondary', 300],
            ].map(([type, n]) => `201617,Northam,${type},${Array.from({ length: 24 }, (_, at) => (at === 0 && type === 'Total' ? 600 : n)).join()}`),
          ]),
        ],
      },
    ]);
    warehouse = await openWarehouse(home);
  });
  after(async () => {
    await warehouse?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('finds the injected outlier in its month, and nothing in the month before', async () => {
    const outlier = (await checkOf('2024-02-norfolk-street.csv'))('outlier');
    assert.deepEqual(
      outlier?.findings.map((each) => each.code),
      ['outlier:norfolk:2024-02:all', 'outlier:norfolk:2024-02:robbery'],
    );
    assert.equal((await checkOf('2024-01-norfolk-street.csv'))('outlier')?.state, 'clear');
    assert.equal((await checkOf('2023-01-norfolk-street.csv'))('outlier')?.state, 'not-tested');
  });

  it('finds the parts that are not equal to their total, from either file, and not those that are', async () => {
    for (const file of ['2023-02.csv', '2023-02-norfolk-street.csv']) {
      const parts = (await checkOf(file))('parts');
      assert.match(parts?.findings[0]?.words ?? '', /Norfolk Constabulary, February 2023: the counts by LSOA do not add up .*\(Burglary\)/, file);
      assert.deepEqual(
        parts?.findings[0]?.cells.map((cell) => cell.told),
        ['55', '60; 60'],
      );
    }
    assert.equal((await checkOf('2023-01.csv'))('parts')?.state, 'clear');
    assert.equal((await checkOf('2023-03-norfolk-street.csv'))('parts')?.state, 'not-tested');
  });

  it('finds a file’s own total that its parts do not make', async () => {
    const parts = (await checkOf('clean_la_exclusions_data.csv'))('parts');
    assert.deepEqual(
      parts?.findings.map((each) => each.cells.map((cell) => cell.told)),
      [['600', '400']],
    );
    assert.match(parts?.findings[0]?.words ?? '', /Northam, permanent, physical pupils/);
  });

  it('says that there is no such delivery', async () => {
    await assert.rejects(checkDelivery(warehouse, 'nothing'), /no such delivery/);
  });
});
