import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LESSONS, RECORD, REPORT, RESPONSE, SUMMARY } from './fixtures.ts';
import { proposeFromText, readable } from './propose.ts';
import { assertPlaces } from './testing.ts';

describe('a report', () => {
  const proposal = proposeFromText(REPORT);
  const { fields } = proposal;

  it('gives its head: title, inspectorate, embargo in local time, and a publication date that is marked as unsure', () => {
    assert.equal(proposal.kind, 'report');
    assert.equal(fields.title?.value, 'An inspection of how forces deal with knives near schools');
    assert.deepEqual(fields.inspectorates?.value, ['hmicfrs']);
    assert.equal(fields.embargo?.value, '2023-07-03T23:01:00Z');
    assert.deepEqual([fields.published?.value, fields.published?.sure], ['2023-07-04', 'unsure']);
    assert.match(proposal.notes.join(), /publication date is taken from the embargo/);
  });

  it('takes the summary up to the next heading of the contents, without page marks', () => {
    assert.equal(
      fields.summary?.value,
      'We found that some patrols weren’t planned with head teachers. As a result, we have recommended that the Home Office should publish guidance.\n\nOther patrols were.',
    );
    assert.equal(readable(proposal, fields.summary ?? assert.fail()), fields.summary?.value);
  });

  it('invents nothing', () => {
    for (const key of ['scope', 'link', 'localDeadline', 'grade', 'publicationType', 'version', 'force'] as const) assert.equal(fields[key], null, key);
    assert.deepEqual([proposal.response, proposal.statedRecommendations, proposal.blank], [null, null, []]);
  });

  it('gives each item with its own number, owner, due date and words', () => {
    assert.deepEqual(
      proposal.items.map((item) => [item.kind, item.number, item.owner?.owner ?? null, item.due?.date ?? null]),
      [
        ['recommendation', '1', 'home-office', '2024-09-30'],
        ['recommendation', '2', 'own-force', '2024-09-30'],
        ['recommendation', null, 'own-force', '2022-06-30'],
        ['area-for-improvement', '1', 'own-force', null],
        ['cause-of-concern', null, 'own-force', null],
      ],
    );
    assert.equal(
      proposal.items[1]?.text,
      'By 30 September 2024, chief constables should make sure their officers:\n\n- know the schools of their area; and\n- can use [the “safe route” form](#).',
    );
  });

  it('knows an earlier recommendation that is repeated from one that is only quoted', () => {
    const repeated = proposal.items[2];
    assert.equal(repeated?.text, 'By June 2022, all police forces should ensure that journeys to school are recorded.');
    assert.deepEqual(repeated?.repeats, { report: 'Safe ways to school', published: 'May 2021' });
    assert.equal(repeated?.due?.approximate, true);
    assert.match(repeated?.due?.because ?? '', /no day: 30 June 2022, its last day, is proposed/);
    assert.deepEqual(
      proposal.mentions.map((one) => one.text),
      ['Our 2020 report made the following recommendation: “Immediately, police forces should appoint a lead for schools.”'],
    );
  });

  it('keeps every place in the source', () => assertPlaces(proposal));
});

describe('a page about a report', () => {
  const proposal = proposeFromText(SUMMARY);

  it('has findings and no items, and a month is no date', () => {
    assert.equal(proposal.kind, 'summary');
    assert.equal(proposal.fields.title?.value, 'An Inspection of Knives near Schools');
    assert.deepEqual(proposal.fields.inspectorates?.value, ['hmicfrs']);
    assert.equal(proposal.fields.summary?.value, 'Access to the inspection.');
    assert.deepEqual(
      proposal.findings.map((one) => one.text),
      ['Some patrols weren’t planned.', 'Others were.'],
    );
    assert.deepEqual(proposal.items, []);
    assert.equal(proposal.fields.published, null);
    assert.match(proposal.notes.join(), /says July 2023 and no day/);
    assertPlaces(proposal);
  });
});

describe('a response', () => {
  const proposal = proposeFromText(RESPONSE, { force: 'Varrowshire' });
  const { fields, response } = proposal;

  it('gives every labelled field', () => {
    assert.equal(proposal.kind, 'response');
    assert.equal(fields.title?.value, 'HMICFRS – An inspection of how forces deal with knives near schools');
    assert.equal(fields.published?.value, '2023-07-04');
    assert.equal(fields.publicationType?.value, 'Research and Thematic inspection');
    assert.deepEqual([fields.scope?.value, fields.scope?.text], ['all', 'All local forces in England and Wales']);
    assert.deepEqual([fields.link?.value, fields.link?.sure], ['https://inspectorate.example/publications/knives-near-schools/', 'likely']);
    assert.equal(fields.keyFindings?.value, 'The inspection examined:\n\n- how forces work with schools\n- how forces work with councils');
    assertPlaces(proposal);
  });

  it('takes a recommendation in two places for one, and those of others as mentions', () => {
    assert.deepEqual(
      proposal.items.map((item) => [item.number, item.owner?.owner, item.due?.date, item.occurrences.length]),
      [['2', 'own-force', '2024-09-30', 2]],
    );
    assert.equal(proposal.statedRecommendations, 2);
    assert.match(proposal.notes.join(), /there are 2 recommendations, and the words of 1 are in it/);
    assert.ok(proposal.mentions.some((one) => one.text === 'The first recommendation is for the Home Office to progress.'));
  });

  it("keeps the chief officer's words apart, in general and to each recommendation", () => {
    assert.match(response?.chiefOfficerGeneral?.value ?? '', /^The report provides two recommendations\.[\s\S]*that are for it\.$/);
    assert.deepEqual(
      response?.answers.map((one) => [one.author, one.number, one.text]),
      [['chief-officer', '2', 'Every school has been visited. We do not accept this recommendation as far as nurseries go.']],
    );
    assert.equal(response?.policingBody?.value, 'I welcome the report.');
    assert.deepEqual([response?.initialResponse, response?.overallComments], [null, null]);
  });

  it('proposes the positions that sentences take, and to what', () => {
    assert.deepEqual(
      response?.stances.map((one) => [one.number, one.stance]),
      [
        [null, 'accepted'],
        ['2', 'not-accepted'],
      ],
    );
  });

  it('reads the ticks, and what is not ticked', () => {
    assert.deepEqual(
      response?.distribution.map((one) => [one.step, one.ticked]),
      [
        ['inspectors', true],
        ['chief-constable', true],
        ['police-and-crime-panel', false],
        ['website', true],
        ['secretary-of-state', true],
        [null, true],
      ],
    );
  });
});

describe('a response to a report without recommendations', () => {
  const proposal = proposeFromText(LESSONS);

  it('has the lessons, each with its number', () => {
    assert.deepEqual(
      proposal.items.map((item) => [item.kind, item.number, item.text, item.owner?.owner, item.owner?.sure]),
      [
        ['lesson', '1', 'Timely referrals. No routine process when\nchildren come into custody.', 'own-force', 'unsure'],
        ['lesson', '2', 'Referrals do not always say why.', 'own-force', 'unsure'],
        ['lesson', '3', 'Often a lack of management oversight.', 'own-force', 'unsure'],
      ],
    );
    assert.deepEqual(
      proposal.none.map((one) => one.kind),
      ['recommendation', 'area-for-improvement'],
    );
  });

  it('has labels above their values, four inspectorates, the local deadline, and no link where there is no address', () => {
    const { fields } = proposal;
    assert.equal(fields.title?.value, 'Children who carry knives: working together');
    assert.equal(fields.published?.value, '2024-11-20');
    assert.equal(fields.localDeadline?.value, '2025-01-15');
    assert.deepEqual(fields.inspectorates?.value, ['ofsted', 'cqc', 'hmicfrs', 'hmi-probation']);
    assert.equal(fields.link, null);
    assert.match(proposal.notes.join(), /link to the report has no address/);
    assertPlaces(proposal);
  });

  it('does not take lost marks for unticked ones', () => {
    assert.deepEqual(
      proposal.response?.distribution.map((one) => [one.step, one.ticked]),
      [
        ['chief-constable', null],
        ['monitoring-portal', null],
      ],
    );
    assert.equal(proposal.response?.chiefOfficer, null);
  });
});

describe('a record of inspection', () => {
  const proposal = proposeFromText(RECORD, { force: 'Ostermoor' });

  it('reads through HTML without keeping or losing any', () => {
    assert.equal(proposal.kind, 'record');
    assert.deepEqual(
      proposal.items.map((item) => [item.number, item.text, item.due?.date]),
      [
        ['2', 'By 30 September 2024, chief constables should make sure their officers know the schools of their area.', '2024-09-30'],
        ['3', 'By 31 October 2024, chief constables should count <b>all</b> patrols.', '2024-10-31'],
      ],
    );
    assert.equal(proposal.fields.summary?.value, 'In 2018 a strategy was published.\n\nThis inspection looks at:\n\n1. How forces work with schools');
    assert.deepEqual(proposal.fields.inspectorates?.value, ['hmicfrs']);
    assert.match(proposal.response?.chiefOfficer?.text ?? '', /<script>alert\(1\)<\/script> is text\.$/);
    assert.match(proposal.notes.join(), /holds HTML\. It is treated as text/);
    assertPlaces(proposal);
  });

  it('tells blank places from missing ones', () => {
    assert.deepEqual(proposal.blank, ['grade', 'version', 'areas-for-improvement']);
    assert.deepEqual([proposal.fields.grade, proposal.fields.localDeadline], [null, null]);
  });

  it('has names, the three parts of the response, and a position', () => {
    const { fields, response } = proposal;
    assert.deepEqual([fields.force?.value, fields.policingBody?.value, fields.chiefOfficer?.value], ['Ostermoor', 'Ada Quill', 'Ben Marrow']);
    assert.equal(response?.initialResponse?.value, 'Serious violence is a priority.');
    assert.equal(response?.overallComments?.value, 'Recommendation 3 of this report is understood.');
    assert.deepEqual(
      response?.stances.map((one) => [one.number, one.stance]),
      [['2', 'partly']],
    );
  });
});
