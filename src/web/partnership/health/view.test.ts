import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../../access/index.ts';
import { healthView } from './view.ts';

const finding = (severity: Finding['severity']): Finding => ({ severity, text: severity, link: { page: 'organisation', id: 'a b' } });
const subject = (...findings: Finding[]) => ({ subject: 's', title: 'S', clear: 'All is well.', findings });

test('the summary counts in words, and notes are no fault', () => {
  assert.equal(healthView([subject(finding('note'))], () => true).summary, 'There is nothing to put right, and nothing to look at soon.');
  assert.equal(healthView([subject(finding('gap'))], () => true).summary, 'There is 1 thing to put right.');
  assert.equal(
    healthView([subject(finding('gap'), finding('gap')), subject(finding('soon'))], () => true).summary,
    'There are 2 things to put right, and 1 to look at soon.',
  );
  assert.equal(healthView([subject(finding('soon'))], () => true).summary, 'There is nothing to put right, and 1 to look at soon.');
});

test('each finding has its severity in words and leads to the page that mends it', () => {
  const [first] = healthView([subject(finding('soon'))], () => true).subjects[0]?.findings ?? [];
  assert.deepEqual([first?.mark.text, first?.href], ['Look at soon', '/partnership/organisations/a%20b']);
});

test('nobody is led to a page that would be refused', () => {
  const receipts: Finding = { severity: 'soon', text: 'x', link: { page: 'receipts' } };
  const href = (...keys: string[]) => healthView([subject(receipts)], (key) => keys.includes(key)).subjects[0]?.findings[0]?.href;
  assert.deepEqual([href('terms.receipts', 'terms.read'), href('terms.read'), href()], ['/partnership/terms/receipts', '/partnership/terms', null]);
});

test('findings that are alike are one line with their names, each led to where it is mended; the count stays that of the findings', () => {
  const contact = (name: string): Finding => ({
    severity: 'gap',
    text: `${name} has none`,
    like: { many: 'organisations have none', name },
    link: { page: 'organisation', id: name },
  });
  const area = (name: string): Finding => ({ severity: 'soon', text: name, like: { many: 'areas lack one', name }, link: { page: 'coverage' } });
  const [view] = healthView(
    [subject(contact('a'), finding('gap'), contact('b'), area('x'), area('y'), { ...contact('c'), severity: 'soon' })],
    () => true,
  ).subjects;
  assert.deepEqual(
    view?.lines.map(({ text, href, names }) => [text, href, names.map((each) => [each.text, each.href])]),
    [
      [
        '2 organisations have none',
        null,
        [
          ['a', '/partnership/organisations/a'],
          ['b', '/partnership/organisations/b'],
        ],
      ],
      ['gap', '/partnership/organisations/a%20b', []],
      [
        '2 areas lack one',
        '/partnership/organisations/duty-holders',
        [
          ['x', null],
          ['y', null],
        ],
      ],
      ['c has none', '/partnership/organisations/c', []],
    ],
  );
  assert.equal(view?.gaps, 3);
});
