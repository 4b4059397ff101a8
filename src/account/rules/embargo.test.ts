import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { embargoState, londonInstant, type ParsedEmbargo, parseEmbargo } from './embargo.ts';

function read(text: string): ParsedEmbargo {
  const reading = parseEmbargo(text);
  assert.ok(reading !== null && 'found' in reading, JSON.stringify(reading));
  return reading.found;
}

describe('an embargo', () => {
  it('blocks at 00:00 and allows at 00:01', () => {
    const { instant, warnings } = read('\n\nUNDER EMBARGO UNTIL 00.01 ON WEDNESDAY 8 MARCH 2023\n');
    assert.equal(instant, '2023-03-08T00:01:00Z');
    assert.deepEqual(warnings, []);
    assert.equal(embargoState(instant, '2023-03-08T00:00:00Z'), 'embargoed');
    assert.equal(embargoState(instant, '2023-03-08T00:00:59.999Z'), 'embargoed');
    assert.equal(embargoState(instant, '2023-03-08T00:01:00Z'), 'lifted');
    assert.equal(embargoState(null, '2023-03-08T00:00:00Z'), 'lifted');
  });

  it('is local time in summer', () => {
    const { instant } = read('Under embargo until 00:01 on Tuesday 4 July 2023');
    assert.equal(instant, '2023-07-03T23:01:00Z');
    assert.equal(embargoState(instant, '2023-07-04T00:00:00+01:00'), 'embargoed');
    assert.equal(embargoState(instant, '2023-07-04T00:01:00+01:00'), 'lifted');
  });

  it('reads the other ways of writing a time', () => {
    for (const words of ['0001hrs on 8 March 2023', '00:01 8th March 2023', '12.01am on Wednesday, 8 March 2023', '00.01 hours on the 8th of March 2023']) {
      assert.equal(read(`EMBARGOED UNTIL ${words}`).instant, '2023-03-08T00:01:00Z', words);
    }
    assert.equal(read('embargoed until 9am on 8 March 2023').time, '09:00');
    assert.equal(read('embargoed until noon on 8 March 2023').time, '12:00');
    const midnight = read('embargoed until midnight on 8 March 2023');
    assert.equal(midnight.instant, '2023-03-09T00:00:00Z');
    assert.match(midnight.warnings[0] ?? '', /either end of a day/);
  });

  it('warns where the weekday is not that of the date', () => {
    assert.match(read('UNDER EMBARGO UNTIL 00.01 ON THURSDAY 8 MARCH 2023').warnings[0] ?? '', /says Thursday, but that date is a Wednesday/);
  });

  it('takes the later instant where the clocks make a time doubtful', () => {
    const twice = londonInstant('2023-10-29', '01:30');
    assert.equal(twice.instant, '2023-10-29T01:30:00Z', 'the second 01:30, in winter time');
    assert.match(twice.warnings[0] ?? '', /comes twice/);
    const never = londonInstant('2023-03-26', '01:30');
    assert.equal(never.instant, '2023-03-26T01:30:00Z', '02:30 in summer time');
    assert.match(never.warnings[0] ?? '', /there is no 01:30: 02:30 is taken/);
  });

  it('gives a problem and no date where it cannot be read', () => {
    for (const text of ['UNDER EMBARGO UNTIL 00.01 ON 30 FEBRUARY 2023', 'under embargo until 25.00 on 8 March 2023', 'Under embargo until further notice']) {
      const reading = parseEmbargo(text);
      assert.ok(reading !== null && 'problem' in reading, text);
      assert.match(text.slice(reading.start, reading.end), /embargo until/i);
    }
    assert.equal(parseEmbargo('UNDER EMBARGO\n\nSummary'), null);
  });
});

it('no local minute is released before any instant that it may mean', () => {
  fc.assert(
    fc.property(fc.constantFrom('2023-03-26', '2023-10-29', '2024-06-01', '2024-12-31'), fc.nat(1439), (date, minute) => {
      const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
      const instant = Date.parse(londonInstant(date, time).instant);
      // Whatever the clock's offset, the words mean that time in winter time or in summer time.
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
      for (const offset of ['Z', '+01:00']) {
        const meant = Date.parse(`${date}T${time}:00${offset}`);
        if (clock.format(meant) === time) assert.ok(instant >= meant);
      }
    }),
  );
});
