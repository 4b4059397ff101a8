/** The five real texts. They are not in the repository; `propose.test.ts` proves the same on fictional ones. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { proposeFromText } from './propose.ts';
import { assertPlaces } from './testing.ts';
import type { Proposal } from './types.ts';

const folder = join(import.meta.dirname, '../../../../shared/domain/sources');
const skip = existsSync(folder) ? false : 'the five source texts are not here (../shared/domain/sources)';

function propose(prefix: string, force?: string): Proposal {
  const name = readdirSync(folder).find((one) => one.startsWith(prefix)) ?? assert.fail(`no source ${prefix}`);
  const proposal = proposeFromText(readFileSync(join(folder, name)), force === undefined ? {} : { force });
  assertPlaces(proposal);
  return proposal;
}

const told = (proposal: Proposal): unknown =>
  proposal.items.map((item) => [item.kind, item.number, item.owner?.owner ?? null, item.due?.date ?? null, item.due?.approximate ?? null]);

describe('the five source texts', { skip }, () => {
  it('the report of March 2023: four recommendations and one of 2021 that it repeats', () => {
    const proposal = propose('000');
    assert.equal(proposal.kind, 'report');
    assert.deepEqual(told(proposal), [
      ['recommendation', '1', 'home-office', '2024-03-31', false],
      ['recommendation', '2', 'home-office', '2024-03-31', false],
      ['recommendation', '3', 'own-force', '2024-03-31', false],
      ['recommendation', null, 'own-force', '2022-03-31', true],
      ['recommendation', '4', 'own-force', '2024-03-31', false],
    ]);
    assert.deepEqual(proposal.items[3]?.repeats, { report: 'Police response to violence against women and girls', published: 'September 2021' });
    assert.match(proposal.items[3]?.text ?? '', /^By March 2022, all police forces .* accurately and consistently recorded\.$/);
    assert.equal(proposal.fields.title?.value, 'An inspection of how well the police tackle serious youth violence');
    assert.equal(proposal.fields.embargo?.value, '2023-03-08T00:01:00Z');
    assert.deepEqual([proposal.fields.published?.value, proposal.fields.published?.sure], ['2023-03-08', 'unsure']);
    assert.deepEqual(proposal.fields.inspectorates?.value, ['hmicfrs']);
    assert.match(proposal.fields.summary?.value ?? '', /^In 2018, the Home Office published[\s\S]*We think it should be\.$/);
    assert.equal(proposal.mentions.length, 1, 'the recommendation on rape victims is quoted, not made');
    assert.equal(proposal.response, null);
  });

  it('the page that sums it up: eight findings, no recommendation, no day of publication', () => {
    const proposal = propose('001');
    assert.equal(proposal.kind, 'summary');
    assert.deepEqual([proposal.items, proposal.findings.length, proposal.fields.published], [[], 8, null]);
    assert.equal(proposal.fields.title?.value, 'An Inspection of How Well the Police Tackle Serious Youth Violence');
  });

  it('the response of 2023: recommendations 3 and 4, those of the Home Office mentioned only', () => {
    const proposal = propose('002', 'Norfolk');
    const { fields, response } = proposal;
    assert.deepEqual(told(proposal), [
      ['recommendation', '3', 'own-force', '2024-03-31', false],
      ['recommendation', '4', 'own-force', '2024-03-31', false],
    ]);
    assert.deepEqual(
      proposal.items.map((item) => item.occurrences.length),
      [2, 2],
    );
    assert.equal(proposal.statedRecommendations, 4);
    assert.ok(proposal.mentions.some((one) => one.text === 'The first two recommendations relate to VRUs and are for the Home Office to progress.'));
    assert.deepEqual([fields.published?.value, fields.scope?.value, fields.publicationType?.value], ['2023-03-08', 'all', 'Research and Thematic inspection']);
    assert.match(fields.link?.value ?? '', /\/publications\/inspection-of-how-well-the-police-tackle-serious-youth-violence\/$/);
    assert.match(fields.keyFindings?.value ?? '', /^This thematic inspection[\s\S]*victim services\.$/);
    assert.match(response?.chiefOfficerGeneral?.value ?? '', /^This report entitled[\s\S]*by 31 March 2024\.$/);
    assert.deepEqual(
      response?.answers.map((one) => [one.author, one.number, one.text.slice(0, 24)]),
      [
        ['chief-officer', '3', 'All recorded crimes will'],
        ['chief-officer', '4', 'HMICFRS found that the f'],
      ],
    );
    assert.match(response?.policingBody?.value ?? '', /^As PCC Norfolk[\s\S]*racial proportionality\.$/);
    assert.deepEqual(
      response?.stances.map((one) => [one.author, one.number, one.stance]),
      [['chief-officer', null, 'accepted']],
    );
    assert.deepEqual(
      response?.distribution.map((one) => [one.step, one.ticked]),
      [
        ['inspectors', true],
        ['chief-constable', true],
        ['police-and-crime-panel', true],
        ['website', true],
      ],
    );
  });

  it('the response of 2024: no recommendation, four lessons, the local deadline as it stands', () => {
    const proposal = propose('003', 'Norfolk');
    assert.deepEqual(
      proposal.items.map((item) => [item.kind, item.number]),
      ['1', '2', '3', '4'].map((number) => ['lesson', number]),
    );
    assert.deepEqual(
      proposal.none.map((one) => one.kind),
      ['recommendation', 'area-for-improvement'],
    );
    assert.deepEqual([proposal.fields.published?.value, proposal.fields.localDeadline?.value], ['2024-11-20', '2025-01-15']);
    assert.deepEqual(proposal.fields.inspectorates?.value, ['ofsted', 'cqc', 'hmicfrs', 'hmi-probation']);
    assert.match(proposal.response?.policingBody?.value ?? '', /It is disappointing that no recommendations/);
    assert.deepEqual(
      proposal.response?.distribution.map((one) => [one.step, one.ticked]),
      [
        ['chief-constable', null],
        ['police-and-crime-panel', null],
        ['monitoring-portal', null],
        ['website', null],
      ],
    );
  });

  it('the record of 2023: recommendations 3 and 4 out of HTML, grade, version and areas blank', () => {
    const proposal = propose('004', 'Staffordshire');
    const { fields, response } = proposal;
    assert.equal(proposal.kind, 'record');
    assert.deepEqual(told(proposal), [
      ['recommendation', '3', 'own-force', '2024-03-31', false],
      ['recommendation', '4', 'own-force', '2024-03-31', false],
    ]);
    assert.deepEqual([...proposal.blank].sort(), ['areas-for-improvement', 'grade', 'version']);
    assert.equal(fields.force?.value, 'Staffordshire');
    assert.ok(fields.policingBody !== null && fields.chiefOfficer !== null);
    assert.ok(!/[<>]/.test(fields.summary?.value ?? '<'));
    assert.match(response?.initialResponse?.value ?? '', /^Serious Violence is acknowledged[\s\S]*education and community awareness initiatives\.$/);
    assert.match(response?.chiefOfficer?.value ?? '', /^Staffordshire Police recognise[\s\S]*tasking can address issues\.$/);
    assert.match(response?.overallComments?.value ?? '', /^Correct and effective use of Outcome 22[\s\S]*delivery plans\.$/);
  });
});
