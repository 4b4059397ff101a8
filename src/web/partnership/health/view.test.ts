import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../../access/index.ts';
import { healthView } from './view.ts';

const finding = (severity: Finding['severity']): Finding => ({ severity, text: severity, link: { page: 'organisation', id: 'a b' } });
const subject = (...findings: Finding[]) => ({ subject: 's', title: 'S', clear: 'All is well.', findings });

test('the summary counts in words, and notes are no fault', () => {
  assert.equal(healthView([subject(finding('note'))], () => true).summary, 'Nothing is missing, over or about to end.');
  assert.equal(healthView([subject(finding('gap'))], () => true).summary, '1 thing is missing or over.');
  assert.equal(
    healthView([subject(finding('gap'), finding('gap')), subject(finding('soon'))], () => true).summary,
    '2 things are missing or over, 1 more needs attention.',
  );
  assert.equal(healthView([subject(finding('soon'))], () => true).summary, 'Nothing is missing, and 1 thing needs attention.');
});

test('each finding has its severity in words and leads to the page that mends it', () => {
  const [first] = healthView([subject(finding('soon'))], () => true).subjects[0]?.findings ?? [];
  assert.deepEqual([first?.mark.text, first?.href], ['Needs attention', '/partnership/organisations/a%20b']);
});

test('nobody is led to a page that would be refused', () => {
  const receipts: Finding = { severity: 'soon', text: 'x', link: { page: 'receipts' } };
  const href = (...keys: string[]) => healthView([subject(receipts)], (key) => keys.includes(key)).subjects[0]?.findings[0]?.href;
  assert.deepEqual([href('terms.receipts', 'terms.read'), href('terms.read'), href()], ['/partnership/terms/receipts', '/partnership/terms', null]);
});
