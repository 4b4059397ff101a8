import assert from 'node:assert/strict';
import test from 'node:test';
import { folded } from '../fixtures.ts';
import { renderDocx, renderOdt, textOf } from '../index.ts';
import { EMPTY, FULL, outline, row, section } from './fixtures.ts';
import { norfolkLayout, responseText, staffordshireLayout } from './index.ts';

const NORFOLK = [
  'Inspection title',
  'Published on',
  'Publication types',
  'Police forces',
  'Link to report',
  'Section 55 response deadline',
  'Key findings',
  'Recommendations',
  'Areas for improvement',
  'Chief Constable response to report and any recommendations',
  'PFCC response to report and any recommendations',
  'For office use only',
  'Version',
  'Police, Fire and Crime Commissioner',
  'Chief Constable',
  'Grade',
  'Chief Constable invited to comment by',
  'Chief Constable’s comments received on',
];
const STAFFORDSHIRE = [
  'Version',
  'Force',
  'Police, Fire and Crime Commissioner',
  'Chief Constable',
  'Title of inspection',
  'Inspectorate',
  'Summary of inspection',
  'Grade',
  'Recommendations',
  'Areas for improvement',
  'Police, Fire and Crime Commissioner’s initial response',
  'Chief Constable’s response',
  'Police, Fire and Crime Commissioner’s overall comments',
  'Record of publication',
  'Published on',
  'Publication types',
  'Police forces',
  'Link to report',
  'Section 55 response deadline',
  'Chief Constable invited to comment by',
  'Chief Constable’s comments received on',
];

test('both layouts have the same sections and rows whether much or nothing was entered', () => {
  for (const data of [FULL, EMPTY]) {
    assert.deepEqual(outline(norfolkLayout(data)), NORFOLK);
    assert.deepEqual(outline(staffordshireLayout(data)), STAFFORDSHIRE);
  }
});

test('what is empty is shown as empty, or said to be so', () => {
  const [norfolk, staffordshire] = [norfolkLayout(EMPTY), staffordshireLayout(EMPTY)];
  for (const doc of [norfolk, staffordshire])
    for (const key of ['Version', 'Grade', 'Link to report', 'Chief Constable', 'Chief Constable invited to comment by']) assert.equal(row(doc, key), '', key);
  for (const doc of [norfolk, staffordshire]) assert.ok(responseText(doc).includes('No distribution has been recorded.'));
  assert.equal(row(staffordshire, 'Recommendations'), 'There are no recommendations.');
  assert.equal(section(norfolk, 'Recommendations'), 'There are no recommendations.');
  assert.equal(section(norfolk, 'Areas for improvement'), 'There are no areas for improvement.');
  assert.equal(section(norfolk, 'Chief Constable response to report and any recommendations'), 'The Chief Constable has made no comments.');
  assert.equal(section(norfolk, 'PFCC response to report and any recommendations'), 'No response has been entered.');
  assert.equal(section(staffordshire, 'Police, Fire and Crime Commissioner’s overall comments'), 'Nothing has been entered.');
});

/** Every piece of text that somebody entered. */
function entered(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(entered) : [];
}

test('no word that was entered is dropped by either layout', () => {
  const codes = new Set([
    'recommendation',
    'lesson',
    'area-for-improvement',
    'accepted',
    'not-accepted',
    'partly-accepted',
    'OFFICIAL',
    FULL.report.link?.address,
    FULL.policingBody.organisation,
    FULL.force.name,
  ]);
  for (const doc of [norfolkLayout(FULL), staffordshireLayout(FULL)]) {
    const words = folded(responseText(doc));
    for (const text of entered(FULL)) if (!codes.has(text) && !/^\d{4}-/.test(text)) assert.ok(words.includes(folded(text)), `${doc.title}: ${text}`);
    for (const day of [
      '20 November 2024',
      '14 January 2025',
      '15 January 2025, which is after the last day',
      '10 December 2024',
      '8 December 2024',
      '10 January 2025',
    ])
      assert.ok(words.includes(day), day);
  }
});

test('items keep their own numbers, and each has its position with its action or its reason', () => {
  const said = section(norfolkLayout(FULL), 'PFCC response to report and any recommendations');
  assert.match(said, /^Violence is a priority\./);
  assert.match(said, /Recommendation 3\n\nPosition: Accepted\n\nAction taken or proposed: A course for all\.\n\nWe shall watch it\./);
  assert.match(said, /Recommendation 4b\n\nPosition: Not accepted\n\nWhy no action is taken: It is done already\./);
  assert.doesNotMatch(said, /Lesson 1/, 'a lesson asks for no position, and nothing is said on this one');
  assert.match(
    section(
      norfolkLayout({ ...FULL, recommendations: FULL.recommendations.map((each) => ({ ...each, position: null })) }),
      'PFCC response to report and any recommendations',
    ),
    /Recommendation 3\n\nPosition: not entered/,
  );
  assert.match(said, /Area for improvement 2\n\nPosition: Partly accepted/);
  assert.match(
    said,
    /Overall comments\n\nI shall hold the force to account\.\n\nThe PFCC’s own view of the report\n\nMore recommendations would have helped\.$/,
  );
  assert.match(section(norfolkLayout(FULL), 'Recommendations'), /Recommendation 2 \(Home Office, tracked only\)\n\nDefine the duty\.$/);
});

test('a reply to the chief officer’s comments follows them, and is left out where there is none', () => {
  const replied = { ...FULL, replyToChief: 'I thank the force.' };
  const reply = /The PFCC’s reply to these comments\n\nI thank the force\.$/;
  assert.match(section(norfolkLayout(replied), 'Chief Constable response to report and any recommendations'), reply);
  assert.match(section(staffordshireLayout(replied), 'Chief Constable’s response'), reply);
  assert.doesNotMatch(responseText(norfolkLayout(FULL)), /reply to these comments/);
});

test('a deadline of the local record stands beside the statutory one, and a late one is told', () => {
  assert.equal(
    row(norfolkLayout(FULL), 'Section 55 response deadline'),
    '14 January 2025\n\nDate in the local record: 15 January 2025, which is after the last day',
  );
  assert.equal(
    row(norfolkLayout({ ...FULL, localDeadline: '2025-01-13' }), 'Section 55 response deadline'),
    '14 January 2025\n\nDate in the local record: 13 January 2025',
  );
  assert.equal(row(staffordshireLayout({ ...FULL, localDeadline: '2025-01-14' }), 'Section 55 response deadline'), '14 January 2025');
});

test('the checklist says in words what is done', () => {
  for (const doc of [norfolkLayout(FULL), staffordshireLayout(FULL)]) {
    assert.match(
      responseText(doc),
      /✓ Done: Response forwarded to the Chief Constable \(10 January 2025\)\n☐ Not done: Response published on the website(?:\n|$)/,
    );
  }
});

test('the words read back from both files are those of the layout', async () => {
  for (const doc of [norfolkLayout(FULL), staffordshireLayout(FULL), norfolkLayout(EMPTY)]) {
    assert.equal(folded(await textOf(renderDocx(doc), 'docx')), folded(responseText(doc)));
    assert.equal(folded(await textOf(renderOdt(doc), 'odt')), folded(responseText(doc)));
  }
});
