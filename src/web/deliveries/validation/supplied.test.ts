import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SuppliedDelivery } from '../../../access/validation/index.ts';
import type { DeliveryEntry } from '../../../warehouse/index.ts';
import { suppliedList } from './supplied.ts';

const row = (n: number, change: Partial<SuppliedDelivery> = {}): SuppliedDelivery => ({
  id: `d${n}`,
  dataset: 'street',
  fileName: `file-${n}.csv`,
  open: 0,
  unanswered: 0,
  signedOn: null,
  ...change,
});
const rows = Array.from({ length: 60 }, (_, at) => row(60 - at));
const list = (given: readonly SuppliedDelivery[], query = '', entries: readonly Partial<DeliveryEntry>[] = []) =>
  // Only these fields of an entry are looked at.
  suppliedList(given, entries as DeliveryEntry[], new URLSearchParams(query), (dataset) => `Title of ${dataset}`);
const ids = (shown: ReturnType<typeof list>): string[] => shown.rows.map((each) => each.id);

describe('what an organisation supplied', () => {
  test('a query that waits for an answer comes first, however old its delivery is; the others stay newest first', () => {
    const shown = list([...rows, row(0, { open: 1, unanswered: 1 })]);
    assert.deepEqual(ids(shown).slice(0, 3), ['d0', 'd60', 'd59']);
  });

  test('fifty stand on a page, and the links keep what is shown', () => {
    const first = list(rows, 'show=unsigned');
    assert.deepEqual([first.rows.length, first.found, first.previous, first.next], [50, 60, null, '/deliveries/supplied?show=unsigned&page=2']);
    assert.deepEqual(ids(list(rows, 'show=unsigned&page=2')).slice(-1), ['d1']);
    for (const query of ['page=0', 'page=-3', 'page=x', 'show=nothing']) assert.equal(list(rows, query).page, 1, query);
    assert.equal(list(rows, 'page=99').page, 2);
  });

  test('what is out of use waits for no sign-off, and says that it is out of use', () => {
    const entries = [{ id: 'd1', state: 'superseded', from: '2025-01', to: '2025-01' }] as const;
    const given = [row(2), row(1), row(3, { signedOn: '2025-02-01' })];
    assert.deepEqual(ids(list(given, 'show=unsigned', entries)), ['d2']);
    assert.deepEqual(ids(list(given, 'show=signed', entries)), ['d3']);
    assert.equal(list(given, '', entries).rows.find((each) => each.id === 'd1')?.state?.text, 'Superseded');
  });
});
