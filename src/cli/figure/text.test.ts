import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIGURE } from './figure.fixture.ts';
import { figureText } from './text.ts';

const REFUSED = { ...FIGURE, refusal: { code: 'break', reason: 'Recording changed in 2020.', instead: 'Ask for either side of it.' } };

test('each state of a cell is written as what it is, the unknown is a row and the total comes last', () => {
  const table = figureText(FIGURE).split('\n').slice(2, 9);
  assert.deepEqual(table, [
    'Sex                     per 1,000  95% interval  numerator  denominator',
    '----------------------  ---------  ------------  ---------  -----------',
    'Female                       1.23  1.10 to 1.40      1,235    1,000,000',
    '=Male                         [c]                      [c]          [c]',
    'Other                         [c]                      [c]          [c]',
    'Not recorded (unknown)        [z]                       40',
    '----------------------  ---------  ------------  ---------  -----------',
  ]);
});

test('what must be known travels with the numbers', () => {
  const text = figureText(FIGURE);
  for (const part of [
    'Unknown: 1.3% of the whole has no known sex.',
    'Caveat: Residents are not visitors.',
    'Stale: Newer',
    'Coverage: Varrowshire: no',
    's3',
    'stop-rate 1.0.0',
    FIGURE.address,
  ]) {
    assert.ok(text.includes(part), part);
  }
});

test('a refusal takes the place of the numbers', () => {
  const text = figureText(REFUSED);
  assert.match(text, /Refused: Recording changed in 2020\.\nInstead: Ask for either side of it\./);
  assert.doesNotMatch(text, /1\.23/);
});
