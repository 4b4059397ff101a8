import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { daysBetween, plusDays } from '../days.ts';
import { BANK_HOLIDAYS, isWeekend, isWorkingDay, longGaps, standingOf, suggestedDays } from './schedule.ts';

const RHYTHM = { weeksLeast: 6, weeksMost: 8 };

/** Easter Sunday (anonymous Gregorian algorithm; Meeus, Astronomical Algorithms, chapter 8). */
function easter(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return `${year}-${String(Math.floor(n / 31)).padStart(2, '0')}-${String((n % 31) + 1).padStart(2, '0')}`;
}

/** The days that the Banking and Financial Dealings Act 1971 and custom give, worked out; proclaimed ones are added by hand. */
function rule(year: number): string[] {
  const mondayFrom = (day: string): string => (new Date(`${day}T12:00:00Z`).getUTCDay() === 1 ? day : mondayFrom(plusDays(day, 1)));
  const taken = new Set<string>();
  const moved = (day: string): string => {
    let at = day;
    while (isWeekend(at) || taken.has(at)) at = plusDays(at, 1);
    taken.add(at);
    return at;
  };
  const sunday = easter(year);
  return [
    moved(`${year}-01-01`),
    plusDays(sunday, -2),
    plusDays(sunday, 1),
    mondayFrom(`${year}-05-01`),
    mondayFrom(`${year}-05-25`),
    mondayFrom(`${year}-08-25`),
    moved(`${year}-12-25`),
    moved(`${year}-12-26`),
    ...(year === 2023 ? ['2023-05-08'] : []),
  ].sort();
}

test('the bank holidays are those that the rule gives', () => {
  assert.deepEqual(
    BANK_HOLIDAYS.map((each) => each.on),
    [2023, 2024, 2025, 2026, 2027].flatMap(rule),
  );
});

describe('a delivery group that meets every 6 to 8 weeks', () => {
  const on = (today: string, held = ['2026-01-12'], planned: string[] = []) => standingOf({ held, planned }, RHYTHM, today);

  test('9 weeks without a meeting is overdue, and the last day of the eighth is not', () => {
    assert.equal(on('2026-03-09').state, 'in-time');
    assert.equal(on('2026-03-09').dueBy, '2026-03-09');
    assert.equal(on('2026-03-10').state, 'overdue');
    assert.deepEqual(on('2026-03-16'), { state: 'overdue', last: '2026-01-12', next: null, dueBy: '2026-03-09', weeksSince: 9 });
    assert.equal(on('2026-03-16', ['2026-01-12'], ['2026-03-20']).state, 'overdue', 'a plan does not undo that it is late');
  });

  test('a plan that is too late is said before it is', () => {
    assert.equal(on('2026-02-02', ['2026-01-12'], ['2026-03-16']).state, 'late-plan');
    assert.equal(on('2026-02-02', ['2026-01-12'], ['2026-03-09']).state, 'in-time');
    assert.equal(on('2026-02-02', [], []).state, 'never');
    assert.equal(on('2026-03-16', ['2026-01-12'], ['2026-03-01']).next, null, 'a meeting that nobody recorded is no meeting');
  });

  test('gaps in the past stay visible', () => {
    assert.deepEqual(longGaps(['2026-03-16', '2026-01-12', '2026-04-27'], RHYTHM), [{ from: '2026-01-12', to: '2026-03-16', days: 63 }]);
  });

  test('suggested days are working days within the tolerance, the usual weekday first', () => {
    // Easter Monday 2026 is 6 April, eight weeks after 9 February.
    assert.deepEqual(suggestedDays('2026-02-09', RHYTHM, '2026-02-10', 2), ['2026-03-23', '2026-03-30']);
    assert.ok(!suggestedDays('2026-02-09', RHYTHM, '2026-02-10', 60).includes('2026-04-06'));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_700 }),
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 6 }),
        (from, ahead, least, more) => {
          const last = plusDays('2023-01-02', from);
          const today = plusDays(last, ahead);
          const rhythm = { weeksLeast: least, weeksMost: least + more };
          const days = suggestedDays(last, rhythm, today);
          assert.ok(days.length > 0);
          const end = plusDays(last, 7 * rhythm.weeksMost);
          for (const day of days) {
            assert.ok(day > today && isWorkingDay(day), day);
            if (more > 0 && end > plusDays(today, 5)) assert.ok(day <= end, `${day} is after ${end}`);
            if (daysBetween(last, today) < 7 * least) assert.ok(daysBetween(last, day) >= 7 * least, `${day} is too soon`);
          }
        },
      ),
    );
  });
});
