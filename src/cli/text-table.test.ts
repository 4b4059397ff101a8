import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textTable } from './text-table.ts';

const COLUMNS = [
  { title: 'area', align: 'left' },
  { title: 'stops', align: 'right' },
] as const;

test('columns line up, numbers on the right, without spaces at the ends of lines', () => {
  const text = textTable(COLUMNS, [['Norfolk', '12,345'], ['Ynys Môn', '5'], null, ['All', '[c]']]);
  assert.equal(text, ['area       stops', '--------  ------', 'Norfolk   12,345', 'Ynys Môn       5', '--------  ------', 'All          [c]'].join('\n'));
});

test('an accent written as two characters takes the room of one', () => {
  const [, , first, second] = textTable(COLUMNS, [
    ['Mo\u0302n', '1'],
    ['Môn', '2'],
  ]).split('\n');
  assert.equal(first?.normalize('NFC').length, second?.length);
});

test('a label cannot steer the terminal', () => {
  assert.ok(!textTable(COLUMNS, [['\u001b[31mred\nline', '1']]).includes('\u001b'));
  assert.equal(textTable(COLUMNS, [['a\nb', '1']]).split('\n').length, 3);
});
