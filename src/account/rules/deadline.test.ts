import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDays, civilDay, daysBetween, formatDate, isCivilDate, weekday } from './dates.ts';
import { deadlineState, localDeadline, statutoryLastDay } from './deadline.ts';

const anyDate = fc.integer({ min: 0, max: 80_000 }).map((days) => addDays('1990-01-01', days));

describe('the deadline of section 55', () => {
  it('counts 56 days that begin with the day of publication', () => {
    assert.equal(statutoryLastDay('2023-03-08'), '2023-05-02');
    assert.equal(statutoryLastDay('2024-11-20'), '2025-01-14');
    assert.equal(statutoryLastDay('2024-01-05'), '2024-02-29', 'into a leap day');
    assert.equal(statutoryLastDay('2023-01-05'), '2023-03-01', 'over a February of 28 days');
  });

  it('warns that a local record of 15 January 2025 is one day late in law', () => {
    const found = localDeadline('2024-11-20', '2025-01-15');
    assert.equal(found.relation, 'later');
    assert.equal(found.days, 1);
    assert.match(found.warning ?? '', /^15 January 2025 is one day late in law: .*the last day is 14 January 2025/);
    assert.match(localDeadline('2024-11-20', '2025-01-24').warning ?? '', /10 days late in law/);
  });

  it('says nothing against an earlier or equal local date', () => {
    assert.deepEqual(localDeadline('2024-11-20', '2025-01-14'), {
      relation: 'same',
      days: 0,
      words: 'The local record has the same date as the statute.',
      warning: null,
    });
    const earlier = localDeadline('2024-11-20', '2025-01-12');
    assert.equal(earlier.warning, null);
    assert.match(earlier.words, /two days earlier than the last day in law, 14 January 2025/);
  });

  it('is always the 56th day, the same weekday as the day before publication, whatever clocks and leap years do', () => {
    fc.assert(
      fc.property(anyDate, (published) => {
        const last = statutoryLastDay(published);
        let day = published;
        for (let count = 1; count < 56; count += 1) day = next(day);
        assert.equal(last, day);
        assert.equal(weekday(last), weekday(addDays(published, -1)));
        assert.equal(daysBetween(published, last), 55);
      }),
    );
  });

  it('puts any local date on the one side or the other, by the days between', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -400, max: 400 }), (published, apart) => {
        const found = localDeadline(published, addDays(statutoryLastDay(published), apart));
        assert.equal(found.days, Math.abs(apart));
        assert.equal(found.warning !== null, apart > 0);
      }),
    );
  });
});

/** The next civil day, worked out by the calendar's own rules and not by the library under test. */
function next(date: string): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  const [d, m, y] = day < length ? [day + 1, month, year] : month < 12 ? [1, month + 1, year] : [1, 1, year + 1];
  return `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

describe('the state of a deadline', () => {
  it('counts civil days in Europe/London', () => {
    assert.equal(deadlineState('2023-05-02', '2023-04-20T12:00:00Z').words, '12 days left');
    assert.equal(deadlineState('2023-05-02', '2023-05-01T12:00:00Z').words, '1 day left');
    assert.equal(deadlineState('2023-05-02', '2023-05-01T22:59:59Z').words, '1 day left', 'a minute before midnight in summer time');
    assert.equal(deadlineState('2023-05-02', '2023-05-01T23:00:00Z').words, 'Due today', 'midnight in London is 23:00 UTC in summer');
    assert.equal(deadlineState('2025-01-14', '2025-01-14T23:59:59Z').state, 'today');
    assert.equal(deadlineState('2025-01-14', '2025-01-15T00:00:00Z').words, 'Overdue by 1 day');
    assert.equal(deadlineState('2025-01-14', new Date('2025-01-20T09:00:00Z')).overdueBy, 6);
  });

  it('tells what is soon, met and met late', () => {
    assert.equal(deadlineState('2025-01-14', '2024-12-30T09:00:00Z').state, 'open');
    assert.equal(deadlineState('2025-01-14', '2024-12-31T09:00:00Z').state, 'soon');
    assert.equal(deadlineState('2025-01-14', '2026-01-01T00:00:00Z', '2025-01-14').words, 'Done on 14 January 2025, in time');
    const late = deadlineState('2025-01-14', '2026-01-01T00:00:00Z', '2025-01-15');
    assert.deepEqual([late.state, late.overdueBy, late.words], ['met-late', 1, 'Done on 15 January 2025, 1 day late']);
  });

  it('never loses or gains a day at a clock change', () => {
    fc.assert(
      fc.property(fc.constantFrom('2023-03-26', '2023-10-29', '2024-03-31', '2024-10-27'), fc.integer({ min: -2880, max: 2880 }), (change, minutes) => {
        const now = new Date(Date.parse(`${change}T01:00:00Z`) + minutes * 60_000);
        const { daysLeft, overdueBy } = deadlineState(change, now);
        assert.equal(addDays(civilDay(now), daysLeft), change);
        assert.equal(overdueBy, Math.max(0, -daysLeft));
        assert.equal(new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(now), civilDay(now), "the day is the platform's own");
      }),
    );
  });
});

describe('civil dates', () => {
  it('knows what stands in the calendar', () => {
    for (const date of ['2024-02-29', '2000-02-29', '2023-12-31']) assert.ok(isCivilDate(date), date);
    for (const date of ['2023-02-29', '1900-02-29', '2023-04-31', '2023-13-01', '2023-00-10', '2023-1-1', '0000-01-01', '', '2023-02-29T00:00']) {
      assert.ok(!isCivilDate(date), date);
    }
  });

  it('writes a date as it is read, and refuses what is none', () => {
    assert.equal(formatDate('2024-03-31'), '31 March 2024');
    assert.throws(() => formatDate('2024-02-30'), { code: 'date-not-real' });
    assert.throws(() => civilDay('yesterday'), { code: 'instant-not-real' });
    assert.throws(() => civilDay(new Date(Number.NaN)), { code: 'instant-not-real' });
  });
});
