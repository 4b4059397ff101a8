import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readAccountability, readPublished } from '../../src/account/responses/index.ts';
import { PUBLIC } from '../../src/register/index.ts';
import { county } from './county.ts';
import { missingFrom, rebuild, type ResponseFields } from './rebuild.ts';

const SOURCES = join(import.meta.dirname, '../../../shared/domain/sources');
const skip = existsSync(SOURCES) ? false : 'the published responses are not here';

/** The source whose name begins so, with line ends as typed. */
function source(begins: string): string {
  const name = readdirSync(SOURCES).find((one) => one.startsWith(begins));
  assert.ok(name, `no source ${begins}`);
  return readFileSync(join(SOURCES, name), 'utf8').replaceAll('\r\n', '\n').replaceAll('\f', '\n');
}

/** What stands between two marks; the test fails where a mark is not there. */
function between(text: string, from: string, to: string | null): string {
  const start = text.indexOf(from);
  assert.ok(start >= 0, `no “${from}”`);
  const rest = text.slice(start + from.length);
  const end = to === null ? rest.length : rest.indexOf(to);
  assert.ok(end >= 0, `no “${to}” after “${from}”`);
  return rest.slice(0, end).trim();
}

const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

function norfolk2023(): ResponseFields {
  const text = source('002');
  const chief = between(text, 'CHIEF CONSTABLE RESPONSE TO REPORT AND ANY RECOMMENDATIONS:', 'PCC RESPONSE TO REPORT');
  const body = paragraphsOf(between(text, 'PCC RESPONSE TO REPORT AND ANY RECOMMENDATIONS:', 'For Office Use Only'));
  const recommended = between(text, 'the same numbering contained within the report itself:', 'CHIEF CONSTABLE RESPONSE');
  const three = between(recommended, 'Recommendation 3', 'Recommendation 4');
  const four = between(recommended, 'Recommendation 4', null);
  return {
    layout: 'norfolk',
    report: {
      title: between(text, 'Inspection Title:', '\n'),
      publishedOn: '2023-03-08',
      kind: between(text, 'Publication Types:', '\n'),
      link: between(text, 'Link to Report:', '\n\n').replaceAll(/\s+/g, ''),
    },
    items: [
      { number: '3', text: three, dueOn: '2024-03-31', chief: between(chief, three, 'Recommendation 4'), action: body[2] ?? '' },
      { number: '4', text: four, dueOn: '2024-03-31', chief: between(chief, four, null), action: body[3] ?? '' },
    ],
    keyFindings: between(text, 'KEY FINDINGS:', 'Recommendations:'),
    officeTitle: 'Police and Crime Commissioner',
    officeHolder: '',
    chiefOfficer: '',
    initialResponse: '',
    chiefGeneral: between(chief, '', 'Recommendation 3'),
    comments: body.slice(0, 2).join('\n\n'),
    opinion: '',
    replyBy: '2023-04-12',
    publishOn: '2023-04-26',
    sentTo: ['inspectors', 'chief-constable', 'police-and-crime-panel', 'website'],
  };
}

function norfolkJoint(): ResponseFields {
  const text = source('003');
  const body = between(text, 'PCC response to report and any Recommendations/Areas For Improvement', 'For Office Use Only:');
  const opinion = between(body, 'outside Norfolk.', 'That said');
  const lessons = between(body, 'the report identifies the following lessons learned:', 'I will raise these lessons')
    .split('\n')
    .filter((line) => line.trim() !== '');
  assert.equal(lessons.length, 4);
  return {
    layout: 'norfolk',
    report: {
      title: between(text, 'Inspection Title:\n\n', '\n'),
      publishedOn: '2024-11-20',
      kind: between(text, 'Publication Types:\n\n', '\n'),
      inspectorates: ['ofsted', 'cqc', 'hmicfrs', 'hmi-probation'],
      localDeadline: '2025-01-15',
    },
    items: lessons.map((lesson) => ({ kind: 'lesson' as const, number: /^(\d+)\./.exec(lesson)?.[1] ?? '', text: lesson.replace(/^\d+\.\s*/, '') })),
    keyFindings: between(text, 'Key Findings', '\nRecommendations'),
    officeTitle: 'Police and Crime Commissioner',
    officeHolder: '',
    chiefOfficer: '',
    initialResponse: '',
    chiefGeneral: '',
    comments: body.replace(opinion, '').replace('outside Norfolk. \n', 'outside Norfolk.\n'),
    opinion,
    replyBy: '2024-12-20',
    publishOn: '2025-01-10',
    sentTo: ['chief-constable', 'police-and-crime-panel', 'monitoring-portal', 'website'],
  };
}

function staffordshire(): ResponseFields {
  const text = source('004');
  const summary = between(text, 'Summary of inspection', 'Grade').replaceAll(/<[^>]*>/g, '\n');
  const overall = between(text, "Police Crime and Commissioner's overall comments", null);
  const [first = '', second = '', third = ''] = overall.split(/(?<=\.) (?=[A-Z])/);
  assert.match(third, /^The PFCC is also/);
  const recommended = between(text, 'Recommendations', 'Areas for improvement').replaceAll(/<[^>]*>/g, '\n');
  return {
    layout: 'staffordshire',
    report: { title: between(text, 'Title of inspection\t', '\n'), publishedOn: '2023-03-08', kind: 'thematic', grade: null },
    items: [
      { number: '3', text: between(recommended, 'Recommendation 3', 'Recommendation 4'), dueOn: '2024-03-31', action: first },
      { number: '4', text: between(recommended, 'Recommendation 4', null), dueOn: '2024-03-31', action: second },
    ],
    keyFindings: summary,
    officeTitle: 'Police and Crime Commissioner',
    officeHolder: between(text, 'Police and Crime Commissioner\t', '\n'),
    chiefOfficer: between(text, 'Chief Constable\t', '\n'),
    initialResponse: between(text, "Police Crime and Commissioner's initial response", "Chief Constable's response"),
    chiefGeneral: between(text, "Chief Constable's response", "Police Crime and Commissioner's overall comments"),
    comments: third,
    opinion: '',
    replyBy: '2023-04-12',
    publishOn: '2023-04-28',
    sentTo: ['website'],
  };
}

const INVENTED: ResponseFields = {
  layout: 'staffordshire',
  report: {
    title: 'How three agencies respond to children who carry knives',
    publishedOn: '2024-11-20',
    kind: 'joint-targeted',
    inspectorates: ['ofsted', 'hmicfrs'],
    localDeadline: '2025-01-15',
    grade: 'Requires improvement',
    link: 'https://inspectorate.example/knives',
  },
  items: [
    { number: '2', text: 'The Home Office should publish the measure.', owner: 'home-office' },
    {
      number: '3a',
      text: 'By 30 June 2025, chief constables should train officers in referrals.',
      dueOn: '2025-06-30',
      chief: 'We have begun.\n\n- Custody first\n- Then response teams',
      action: 'I shall ask each quarter how many have been trained.',
    },
    { kind: 'area-for-improvement', number: '1', text: 'The force should record ethnicity.', chief: 'Agreed.', action: 'A dip sample is made each month.' },
    { kind: 'lesson', number: '1', text: 'Referrals do not say why they are made.' },
  ],
  keyFindings: 'Six areas were visited.\n\n1. Strategy\n2. Work with children\n\nChildren carry knives because they are afraid.',
  officeTitle: 'Police, Fire and Crime Commissioner',
  officeHolder: 'Corin Westhaven',
  chiefOfficer: 'Marl Fenwick-Stone',
  initialResponse: 'The alliance was set up in 2021.',
  chiefGeneral: 'The force welcomes the report.\n\nIt has read it twice.',
  comments: 'I hold the force to account in public.',
  opinion: 'It is a pity that the report makes so few recommendations.',
  replyBy: '2024-12-20',
  publishOn: '2025-01-10',
  sentTo: ['chief-constable', 'police-and-crime-panel', 'monitoring-portal', 'website'],
};

describe('a published response can be rebuilt field by field', () => {
  const cases: readonly (readonly [string, () => ResponseFields, string, string, string | false])[] = [
    ['invented', () => INVENTED, 'Varrowshire Police, Fire and Crime Commissioner', 'Varrowshire Constabulary', false],
    ['Norfolk, serious youth violence', norfolk2023, 'Norfolk Police and Crime Commissioner', 'Norfolk Constabulary', skip],
    ['Norfolk, joint inspection', norfolkJoint, 'Norfolk Police and Crime Commissioner', 'Norfolk Constabulary', skip],
    ['Staffordshire', staffordshire, 'Staffordshire Police and Crime Commissioner', 'Staffordshire Police', skip],
  ];
  for (const [name, fields, body, force, skipped] of cases) {
    test(name, { skip: skipped }, async () => {
      const given = fields();
      const c = await county(`${given.report.publishedOn}T09:00:00Z`, body, force);
      try {
        const path = await rebuild(c, given);
        assert.deepEqual(await missingFrom(c, path, given), []);
        const shown = await c.acting.read(readPublished, { path }, PUBLIC);
        assert.deepEqual(
          shown.content.items.map((item) => item.number),
          given.items.map((item) => item.number),
          'the report’s numbers are kept',
        );
        assert.equal(shown.content.layout, given.layout);
        assert.equal(
          shown.sent.every((step) => step.done),
          true,
        );
        const due = given.report.publishedOn === '2024-11-20' ? '2025-01-14' : '2023-05-02';
        assert.equal(shown.content.deadline.statutory, due, 'the period begins with the day of publication');
        const own = given.items.filter((item) => item.owner !== 'home-office').length;
        assert.equal((await c.acting.read(readAccountability, {}, PUBLIC)).counts.owned, own);
      } finally {
        await c.remove();
      }
    });
  }

  test('what is not there is found to be missing', async () => {
    const c = await county(`${INVENTED.report.publishedOn}T09:00:00Z`);
    try {
      const path = await rebuild(c, INVENTED);
      const missing = await missingFrom(c, path, { ...INVENTED, comments: 'Words that nobody wrote.' });
      assert.equal(missing.length, 6);
    } finally {
      await c.remove();
    }
  });
});
