import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figureCsv } from './csv.ts';
import { FIGURE } from './figure.fixture.ts';
import { figureText, number } from './text.ts';

const REFUSED = { ...FIGURE, refusal: { code: 'break', reason: 'Recording changed in 2020.', instead: 'Ask for either side of it.' } };

test('each state of a cell is written as what it is, the unknown is a row and the total comes last', () => {
  const table = figureText(FIGURE).split('\n').slice(2, 9);
  assert.deepEqual(table, [
    'Sex                     per 1,000  95 % interval     of     out of',
    '----------------------  ---------  -------------  -----  ---------',
    'Female                       1.23   1.10 to 1.40  1,235  1,000,000',
    '=Male                         [c]                   [c]        [c]',
    'Other                         [c]                   [c]        [c]',
    'Not recorded (unknown)        [z]                    40',
    '----------------------  ---------  -------------  -----  ---------',
  ]);
});

test('what must be known travels with the numbers', () => {
  const text = figureText(FIGURE);
  for (const part of ['Unknown: 1.3 % of the whole has no known sex.', 'Caveat: Residents are not visitors.', 'Stale: Newer', 'Coverage: Varrowshire: no', 's3', 'stop-rate 1.0.0', FIGURE.address]) {
    assert.ok(text.includes(part), part);
  }
});

test('a refusal takes the place of the numbers', () => {
  const text = figureText(REFUSED);
  assert.match(text, /Refused: Recording changed in 2020\.\nInstead: Ask for either side of it\./);
  assert.doesNotMatch(text, /1\.23/);
  assert.equal(figureCsv(REFUSED).split('\r\n').length, 1);
});

test('numbers are written in the unit of the measure', () => {
  assert.equal(number(12345, 'count'), '12,345');
  assert.equal(number(0.1234, 'share'), '12.3 %');
  assert.equal(number(0.1, 'change'), '+10.0 %');
  assert.equal(number(-0.1, 'change'), '-10.0 %');
});

test('the CSV has a line a cell, with the mark apart from the number, and no formula', () => {
  const [head, ...lines] = figureCsv(FIGURE).split('\r\n');
  assert.equal(head?.split(',').slice(0, 8).join(), 'sex,sex-label,value,lower,upper,numerator,denominator,mark');
  assert.equal(lines.length, 4);
  assert.ok(lines[0]?.startsWith('female,Female,1.234,1.1,1.4,1235,1000000,,'));
  assert.ok(lines[1]?.startsWith("male,'=Male,,,,,,[c],"));
  assert.ok(lines[3]?.startsWith('not-recorded,Not recorded,,,,40,,[z],'));
  for (const line of lines) assert.ok(line.endsWith(FIGURE.address));
});
