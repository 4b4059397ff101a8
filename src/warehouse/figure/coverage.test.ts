import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeList, itemByCode, monthInt } from '../../reference/index.ts';
import { coverageOf, monthRuns } from './coverage.ts';
import type { FileFacts } from './context.ts';
import { stalenessOf } from './provenance.ts';
import { parseSlice } from './slice.ts';

const force = (code: string) => itemByCode('force', code)?.id as number;
const month = (text: string) => monthInt(text) as number;

function facts(held: Record<string, Record<string, number>>): FileFacts {
  const coverage = new Map(Object.entries(held).map(([code, months]) => [force(code), new Map(Object.entries(months).map(([text, n]) => [month(text), n]))]));
  const months = [...coverage.values()].flatMap((each) => [...each.keys()]);
  return { coverage, from: Math.min(...months), to: Math.max(...months) };
}

const essex = { '2019-12': 1500, '2020-01': 1400, '2020-02': 1450, '2020-03': 1500, '2020-04': 20 };

describe('coverage', () => {
  it('names the forces in a total and how many are not', () => {
    const [note] = coverageOf(facts({ essex, norfolk: essex }), [], parseSlice('')).notes;
    assert.match(note ?? '', /2 forces: Essex Police and Norfolk Constabulary\. The other 41 of the 43/);
  });

  it('names the months that a force did not supply', () => {
    const found = coverageOf(facts({ essex, norfolk: { '2019-12': 900, '2020-04': 900 } }), [], parseSlice('from=2019-12&to=2020-04'));
    assert.ok(found.notes.some((note) => note.includes('No data from Norfolk Constabulary for January 2020 to March 2020')));
  });

  it('calls a month of under half the usual records incomplete, not a fall', () => {
    const [caveat] = coverageOf(facts({ essex }), [], parseSlice('')).caveats;
    assert.equal(caveat?.code, 'incomplete-month');
    assert.match(caveat?.text ?? '', /Essex Police: April 2020 holds less than half/);
    assert.deepEqual(coverageOf(facts({ essex }), [], parseSlice('to=2020-03')).caveats, []);
  });

  it('flags whether a total holds British Transport Police, and only a total of several forces', () => {
    const flags = (held: Record<string, Record<string, number>>, ...only: string[]) =>
      coverageOf(facts(held), only.length > 0 ? [{ column: 'force', ids: only.map(force) }] : [], parseSlice('to=2020-03')).caveats;
    const usual = { '2019-12': 1500, '2020-01': 1400, '2020-02': 1450, '2020-03': 1500 };
    const all43 = Object.fromEntries(
      codeList('force')
        .items.filter((item) => item.areaCode && !item.fictional)
        .map((item) => [item.code, usual]),
    );
    const [with44] = flags({ ...all43, btp: usual });
    assert.equal(with44?.code, 'btp-included');
    assert.match(with44?.text ?? '', /43 territorial forces and British Transport Police, 44 forces in all.*differ/);
    const [without] = flags({ ...all43, btp: usual }, ...Object.keys(all43));
    assert.equal(without?.code, 'btp-left-out');
    assert.match(without?.text ?? '', /43 territorial forces, without British Transport Police/);
    assert.equal(flags(all43)[0]?.code, 'btp-not-held');
    assert.deepEqual(flags({ essex: usual, btp: usual }, 'essex'), [], 'one force is no total');
    assert.deepEqual(flags({ essex: usual, norfolk: usual }), [], 'two forces are no total of England and Wales');
    assert.deepEqual(flags({ btp: usual }), [], 'nothing else is in it');
    assert.deepEqual(flags({ varrowshire: usual }), []);
  });

  it('joins months into runs', () => {
    assert.equal(monthRuns([month('2020-03'), month('2020-01'), month('2020-02'), month('2020-07')]), 'January 2020 to March 2020 and July 2020');
  });
});

describe('staleness', () => {
  const schedule = { dataset: 'street', title: 'Street-level crime', frequency: 'monthly', lagDays: 60 } as const;

  it('is stale from the day after newer data were due, and not before', () => {
    assert.equal(stalenessOf(schedule, '2019-02', new Date('2019-05-30T00:00:00Z')), null);
    const found = stalenessOf(schedule, '2019-02', new Date('2019-05-31T00:00:00Z'));
    assert.equal(found?.since, '2019-05-30');
    assert.match(found?.text ?? '', /stale since 30 May 2019/);
  });

  it('does not guess for data without a rhythm', () => {
    assert.equal(stalenessOf({ ...schedule, frequency: 'irregular' }, '2019-02', new Date('2030-01-01')), null);
    assert.equal(stalenessOf(schedule, null, new Date('2030-01-01')), null);
  });

  it('reads years, as of school or financial years', () => {
    assert.equal(stalenessOf({ ...schedule, frequency: 'yearly', lagDays: 0 }, '2016', new Date('2017-12-30T00:00:00Z')), null);
    assert.ok(stalenessOf({ ...schedule, frequency: 'yearly', lagDays: 0 }, '2016', new Date('2018-01-02T00:00:00Z')));
  });
});
