import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type DateParts, type DatePart, parseCivilDate } from './date-input.ts';
import { addDays, formatDate } from './dates.ts';

const typed = (day: string, month: string, year: string): DateParts => ({ day, month, year });

function refused(input: DateParts | string, error: string, parts: DatePart[]): void {
  const parsed = parseCivilDate(input, 'The due date');
  assert.ok(!parsed.ok, JSON.stringify(parsed));
  assert.equal(parsed.error, error);
  assert.deepEqual(parsed.parts, parts);
}

describe('a date in three boxes', () => {
  it('takes numbers, names and short names of months', () => {
    for (const [day, month, year] of [
      ['31', '3', '2024'],
      [' 31 ', '03', '2024'],
      ['31', 'March', '2024'],
      ['31', 'mar', '2024'],
    ] as const) {
      assert.deepEqual(parseCivilDate(typed(day, month, year)), { ok: true, date: '2024-03-31' });
    }
    assert.deepEqual(parseCivilDate(typed('1', 'Sept', '2024')), { ok: true, date: '2024-09-01' });
  });

  it('says which part is missing or wrong', () => {
    refused(typed('30', '2', '2024'), 'The due date must be a real date', ['day']);
    refused(typed('29', '2', '2023'), 'The due date must be a real date', ['day']);
    refused(typed('1', '', '2024'), 'The due date must include a month', ['month']);
    refused(typed('', '3', ''), 'The due date must include a day and year', ['day', 'year']);
    refused(typed('1', '13', '2024'), 'The due date must be a real date', ['month']);
    refused(typed('x', 'y', 'zzzz'), 'The due date must be a real date', ['day', 'month', 'year']);
    refused(typed('1', '3', '24'), 'The due date: the year must have 4 numbers, such as 2024', ['year']);
    refused(typed('1', '3', '0024'), 'The due date must be between 1900 and 2199', ['year']);
  });

  it('tells a blank date, which may be allowed, from a wrong one', () => {
    const parsed = parseCivilDate(typed('', ' ', ''), 'The due date');
    assert.deepEqual(parsed, { ok: false, blank: true, error: 'Enter the due date', parts: ['day', 'month', 'year'] });
    assert.equal(parseCivilDate('').ok, false);
  });
});

describe('a date in one text', () => {
  it('takes ISO only, so that 1/2/2024 is not guessed at', () => {
    assert.deepEqual(parseCivilDate('2024-02-29'), { ok: true, date: '2024-02-29' });
    refused('1/2/2024', 'The due date must be a date such as 2024-03-31', ['day', 'month', 'year']);
    refused('2024-02-30', 'The due date must be a real date', ['day']);
    refused('24-02-01', 'The due date must be a date such as 2024-03-31', ['day', 'month', 'year']);
  });
});

it('any day typed as it is written is read as that day', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100_000 }).map((days) => addDays('1900-01-01', days)),
      (date) => {
        const [day = '', month = '', year = ''] = formatDate(date).split(' ');
        assert.deepEqual(parseCivilDate({ day, month, year }), { ok: true, date });
        assert.deepEqual(parseCivilDate(date), { ok: true, date });
      },
    ),
  );
});

it('any text in the boxes is answered, never thrown at', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (day, month, year) => {
      const parsed = parseCivilDate({ day, month, year }, 'The due date');
      assert.ok(parsed.ok || (parsed.error.length > 0 && parsed.parts.length > 0));
    }),
  );
});
