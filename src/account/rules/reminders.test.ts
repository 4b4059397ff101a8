import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDays } from './dates.ts';
import { reminderDue, remindersDue } from './reminders.ts';

const deadline = { id: 'response-7', title: 'Response to the report on knife carrying', lastDay: '2025-01-14', met: false };

/** Every reminder that a job sends when it runs on the days named. */
function run(days: readonly number[]): string[] {
  const sent = new Set<string>();
  for (const day of days) for (const one of remindersDue([deadline], addDays(deadline.lastDay, day), sent)) sent.add(one.key);
  return [...sent].map((key) => key.slice(key.lastIndexOf(':') + 1));
}

describe('reminders', () => {
  it('fall 28, 14, 7, 3 and 1 days before, on the day, the day after and then weekly', () => {
    const every = Array.from({ length: 70 }, (_, at) => at - 45);
    assert.deepEqual(run(every), ['28', '14', '7', '3', '1', '0', 'overdue-0', 'overdue-1', 'overdue-2', 'overdue-3']);
    assert.equal(reminderDue(deadline, '2024-12-16'), null);
    assert.deepEqual(reminderDue(deadline, '2024-12-17'), {
      key: 'response-7:2025-01-14:28',
      on: '2024-12-17',
      overdue: false,
      words: 'Response to the report on knife carrying: due on 14 January 2025, in 28 days.',
    });
    assert.match(reminderDue(deadline, '2025-01-14')?.words ?? '', /due today, 14 January 2025/);
    assert.deepEqual(reminderDue(deadline, '2025-01-21')?.on, '2025-01-15');
    assert.match(reminderDue(deadline, '2025-01-22')?.words ?? '', /overdue by 8 days/);
  });

  it('missed days bring the newest one only', () => {
    assert.deepEqual(run([-30, -2, 20]), ['3', 'overdue-2']);
  });

  it('stop when it is met, and begin anew when the day moves', () => {
    assert.equal(reminderDue({ ...deadline, met: true }, '2025-02-01'), null);
    assert.notEqual(reminderDue({ ...deadline, lastDay: '2025-01-13' }, '2025-01-13')?.key, reminderDue(deadline, '2025-01-14')?.key);
  });

  it('are sent once, however often a job runs', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 80, size: 'max' }), (days) => {
        const ordered = days.toSorted((a, b) => a - b);
        const once = run([...new Set(ordered)]);
        assert.deepEqual(run(ordered), once);
        assert.equal(new Set(once).size, once.length);
        for (const day of ordered) assert.ok((reminderDue(deadline, addDays(deadline.lastDay, day))?.on ?? '') <= addDays(deadline.lastDay, day));
      }),
    );
  });
});
