import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { plainText } from './plain.ts';
import { document, paragraphs } from './index.ts';

const shape = (text: string) =>
  paragraphs(text).map((block) =>
    block.kind === 'paragraph'
      ? block.runs.map((each) => each.text).join('')
      : block.items.map((item) => [item.mark === 'number' ? item.number : item.mark, item.runs.map((each) => each.text).join('')]),
  );

test('blank lines part paragraphs, and lists keep their own numbers', () => {
  assert.deepEqual(shape('One\nline more.\r\n\r\n\r\nTwo.\n\n- a\n- b goes\n  on\n\n3. third\n4) fourth\nAfter'), [
    'One\nline more.',
    'Two.',
    [
      ['bullet', 'a'],
      ['bullet', 'b goes on'],
    ],
    [
      [3, 'third'],
      [4, 'fourth After'],
    ],
  ]);
  assert.deepEqual(shape(''), []);
  assert.deepEqual(shape('  \n\t\n'), []);
});

test('a list may have blank lines between its items', () => {
  assert.deepEqual(shape('- a\n\n- b\n\nc'), [
    [
      ['bullet', 'a'],
      ['bullet', 'b'],
    ],
    'c',
  ]);
});

test('a hyphen, a year or a price at the start of a sentence is no list', () => {
  assert.deepEqual(shape('-5 degrees'), ['-5 degrees']);
  assert.deepEqual(shape('2023.5 is a number'), ['2023.5 is a number']);
  assert.deepEqual(shape('12345. is too long for a number of an item'), ['12345. is too long for a number of an item']);
});

test('no word is lost', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '-', '1', '.', '\n', '\n\n', '•') });
  fc.assert(
    fc.property(line, (text) => {
      const doc = document('T', { organisation: '', subject: '', date: null, marking: null }, paragraphs(text));
      const letters = (each: string) => each.replace(/[^ab]/g, '');
      assert.equal(letters(plainText(doc)), letters(text));
    }),
  );
});
