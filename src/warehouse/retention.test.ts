import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Manifest } from './manifest.ts';
import { expired, RETENTION } from './retention.ts';

const DAY = 86_400_000;
const NOW = new Date('2026-11-21T12:00:00Z');

function manifest(dates: readonly string[]): Manifest {
  const snapshots = dates.map((at, i) => ({ id: `s${i + 1}`, at, files: {}, live: [] }));
  return { version: 1, sequence: dates.length, current: snapshots.at(-1)?.id ?? null, snapshots, deliveries: [] };
}

const daysAgo = (days: number): string => new Date(NOW.getTime() - days * DAY).toISOString();

test('nothing is removed from an empty home', () => {
  assert.deepEqual(expired(manifest([]), NOW), []);
});

test('the current snapshot is kept however old it is', () => {
  assert.deepEqual(expired(manifest([daysAgo(3000)]), NOW), []);
});

test('of the last 30 days the newest 50 are kept', () => {
  const dates = Array.from({ length: 60 }, (_, i) => daysAgo(20 - i / 4));
  // s1 to s10 are beyond 50; none of them is the last of its month.
  assert.deepEqual(expired(manifest(dates), NOW), ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10']);
});

test('of older months the last is kept, for 24 months', () => {
  const dates = [
    '2024-10-31T00:00:00Z',
    '2024-11-01T00:00:00Z',
    '2024-11-30T23:59:00Z',
    '2026-08-01T00:00:00Z',
    '2026-08-02T00:00:00Z',
    '2026-11-20T00:00:00Z',
  ];
  assert.deepEqual(expired(manifest(dates), NOW), ['s1', 's2', 's4']);
});

test('a clock that went back does not lose new snapshots', () => {
  assert.deepEqual(expired(manifest(['2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z', '2026-11-20T00:00:00Z']), NOW), []);
});

test('removing twice removes nothing more, and never the current one or one of the recent', () => {
  const dates = fc.array(fc.integer({ min: 0, max: 1500 }), { maxLength: 120 }).map((days) => days.sort((a, b) => b - a).map(daysAgo));
  fc.assert(
    fc.property(dates, (at) => {
      const before = manifest(at);
      const gone = new Set(expired(before, NOW));
      const after = { ...before, snapshots: before.snapshots.map((s) => (gone.has(s.id) ? { ...s, removed: NOW.toISOString() } : s)) };
      assert.deepEqual(expired(after, NOW), []);
      assert.ok(before.current === null || !gone.has(before.current));
      const recent = before.snapshots.filter((s) => Date.parse(s.at) >= NOW.getTime() - RETENTION.recentDays * DAY).slice(-RETENTION.recentCount);
      assert.ok(recent.every((s) => !gone.has(s.id)));
    }),
  );
});
