import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type CalendarEvent, calendar } from './calendar.ts';
import { addDays } from './dates.ts';
import { portalRows } from './portal.ts';

const NOW = '2024-11-20T09:00:00Z';
const event: CalendarEvent = { uid: 'deadline-7@varrowshire.example', on: '2025-01-14', title: 'Response due', sequence: 0 };

/** A reader of RFC 5545, written from the standard: unfolds, splits into components, unescapes TEXT. */
function parse(text: string): { feed: Map<string, string>; events: Map<string, string>[] } {
  assert.ok(text.endsWith('\r\n'));
  const physical = text.slice(0, -2).split('\r\n');
  for (const line of physical) {
    assert.ok(Buffer.byteLength(line) <= 75, `a line of ${Buffer.byteLength(line)} octets`);
    assert.ok(!/[\r\n]/.test(line), 'a bare line end');
    assert.ok(line.isWellFormed(), 'folded within a character');
  }
  const logical: string[] = [];
  for (const line of physical) {
    if (line.startsWith(' ')) logical[logical.length - 1] += line.slice(1);
    else logical.push(line);
  }
  const feed = new Map<string, string>();
  const events: Map<string, string>[] = [];
  const stack: string[] = [];
  for (const line of logical) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1)];
    if (name === 'BEGIN') {
      stack.push(value);
      if (value === 'VEVENT') events.push(new Map());
    } else if (name === 'END') assert.equal(stack.pop(), value);
    else {
      const of = stack.at(-1) === 'VCALENDAR' ? feed : events.at(-1);
      of?.set(
        stack.at(-1) === 'VALARM' ? `ALARM-${name}` : name,
        value.replaceAll(/\\([\\;,nN])/g, (_, char: string) => (char.toLowerCase() === 'n' ? '\n' : char)),
      );
    }
  }
  assert.deepEqual(stack, []);
  return { feed, events };
}

describe('the calendar feed', () => {
  it('is an all-day event a deadline', () => {
    const { feed, events } = parse(calendar([event], { name: 'Deadlines', now: NOW }));
    assert.equal(feed.get('VERSION'), '2.0');
    assert.deepEqual(Object.fromEntries(events[0] ?? []), {
      UID: 'deadline-7@varrowshire.example',
      DTSTAMP: '20241120T090000Z',
      SEQUENCE: '0',
      'DTSTART;VALUE=DATE': '20250114',
      'DTEND;VALUE=DATE': '20250115',
      SUMMARY: 'Response due',
      TRANSP: 'TRANSPARENT',
      STATUS: 'CONFIRMED',
    });
  });

  it('reminds at 09:00, so many days before', () => {
    const alarm = (alarmDays: number): string | undefined =>
      parse(calendar([{ ...event, alarmDays }], { name: 'x', now: NOW })).events[0]?.get('ALARM-TRIGGER');
    assert.deepEqual([0, 1, 2, 7].map(alarm), ['PT9H', '-PT15H', '-P1DT15H', '-P6DT15H']);
  });

  it('keeps the id, and tells the sequence and a cancellation', () => {
    const changed = parse(calendar([{ ...event, sequence: 3, on: '2025-01-13', cancelled: true }], { name: 'x', now: NOW })).events[0];
    assert.deepEqual([changed?.get('UID'), changed?.get('SEQUENCE'), changed?.get('STATUS')], [event.uid, '3', 'CANCELLED']);
  });

  it('folds a line at 75 octets, between characters', () => {
    const title = '£'.repeat(100);
    const text = calendar([{ ...event, title }], { name: 'x', now: NOW });
    assert.ok(text.includes(`SUMMARY:${'£'.repeat(33)}\r\n ${'£'.repeat(37)}\r\n ${'£'.repeat(30)}\r\n`));
    assert.equal(parse(text).events[0]?.get('SUMMARY'), title);
  });

  it('cannot be broken by what people typed', () => {
    const nasty = 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:y';
    const { events } = parse(calendar([{ ...event, title: nasty, url: `https://example.org/\r\nATTENDEE:z` }], { name: nasty, now: NOW }));
    assert.equal(events.length, 1);
    assert.equal(events[0]?.get('SUMMARY'), nasty.replaceAll('\r\n', '\n'));
    assert.equal(events[0]?.get('URL'), 'https://example.org/ATTENDEE:z');
  });

  it('reads back what was put in, in any script', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what RFC 5545 does not allow in TEXT
    const clean = (text: string): string => text.replaceAll(/\r\n?/g, '\n').replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
    const words = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200, size: 'max' }),
      fc.array(fc.constantFrom(',', ';', '\\', '\n', 'é', '👮🏽', 'n', ':'), { maxLength: 90, size: 'max' }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(words, words, fc.nat(20_000)), { maxLength: 5 }), (all) => {
        const events = all.map(([title, description, days], at) => ({
          uid: `${at}@x.example`,
          on: addDays('2000-01-01', days),
          title,
          description,
          sequence: at,
        }));
        const read = parse(calendar(events, { name: 'Deadlines', now: NOW })).events;
        assert.deepEqual(
          read.map((one) => [one.get('SUMMARY'), one.get('DESCRIPTION'), one.get('DTSTART;VALUE=DATE')]),
          events.map((one) => [clean(one.title), clean(one.description), one.on.replaceAll('-', '')]),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('the export for the monitoring portal', () => {
  it('has one text a column, and no column that is taken for confirmed', () => {
    const { columns, rows } = portalRows([
      {
        report: 'Knife carrying',
        inspectorates: ['hmicfrs', 'ofsted', 'unlisted'],
        number: '3',
        kind: 'recommendation',
        level: null,
        text: 'By 31 March 2024, chief constables should train officers.',
        owner: 'Own force',
        due: '2024-03-31',
        status: 'at-risk',
        closureRoute: 'chief-constable-sign-off',
        closedOn: null,
        evidence: ['Training record', 'Audit'],
      },
    ]);
    assert.deepEqual(
      columns.map((one) => one.key),
      ['report', 'inspectorate', 'number', 'kind', 'level', 'text', 'owner', 'due', 'status', 'closureRoute', 'closedOn', 'evidence'],
    );
    assert.ok(columns.every((one) => !one.confirmed && one.note.startsWith('Not confirmed')));
    assert.deepEqual(rows, [
      [
        'Knife carrying',
        'HMICFRS; Ofsted; unlisted',
        '3',
        'Recommendation',
        null,
        'By 31 March 2024, chief constables should train officers.',
        'Own force',
        '2024-03-31',
        'At risk',
        "Chief constable's sign-off",
        null,
        'Training record; Audit',
      ],
    ]);
  });
});
