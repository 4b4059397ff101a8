import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { monthInt, monthText } from '../../src/reference/index.ts';
import { truths } from '../../src/synthetic/index.ts';
import { openEngine } from '../../src/warehouse/engine/index.ts';
import { END, figureOf, openCounty, valueAt } from './county.ts';

const { ETHNICITY_RECORDING_FALL, FIND_RATE, ROBBERY_RISE, SECTION_60, STOP_RATIO } = truths;
const county = await openCounty(36);
after(() => county.close());
const monthsBack = (n: number) => monthText((monthInt(END) as number) - n);
const manifest = county.warehouse.manifest();

describe('figures find what was planted in Varrowshire', () => {
  it('reconcile to the row with what was delivered', async () => {
    for (const [dataset, measure] of [
      ['street', 'street-records'],
      ['stop', 'stops'],
    ] as const) {
      const accepted = manifest.deliveries.filter((each) => each.dataset === dataset).reduce((sum, each) => sum + each.counts.accepted, 0);
      assert.equal((await figureOf(county, measure, [])).total.value, accepted);
      const { cells } = await figureOf(county, measure, ['month']);
      assert.equal(
        cells.reduce((sum, cell) => sum + (cell.value ?? 0), 0),
        accepted,
      );
    }
  });

  it('answer as the rows do, counted apart from the pipeline', async () => {
    const engine = await openEngine(county.warehouse.home);
    try {
      const rows = await engine.with(undefined, (session) =>
        session.run(`SELECT age_band::DOUBLE AS a, sex::DOUBLE AS s, count(*)::DOUBLE AS n FROM ${session.alias('stop')}stop WHERE type <> 3 GROUP BY ALL`),
      );
      const sum = rows.numbers('n').reduce((all, each) => all + each, 0);
      const figure = await figureOf(county, 'ethnicity-self-unknown', []);
      assert.equal(figure.total.denominator, sum);
    } finally {
      await engine.close();
    }
  });

  it('the rise of robbery in one district', async () => {
    const slice = `district=${ROBBERY_RISE.district}`;
    const before = (
      await figureOf(county, 'robbery', [], `${slice}&from=${monthsBack(ROBBERY_RISE.monthsBack + 12)}&to=${monthsBack(ROBBERY_RISE.monthsBack + 1)}`)
    ).total;
    const since = (await figureOf(county, 'robbery', [], `${slice}&from=${monthsBack(ROBBERY_RISE.monthsBack)}`)).total;
    const ratio = (since.value ?? 0) / (before.value ?? 1) / ((ROBBERY_RISE.monthsBack + 1) / 12);
    assert.ok(Math.abs(ratio - ROBBERY_RISE.factor) < 0.6, `rose ${ratio.toFixed(2)} times`);
    const change = await figureOf(county, 'offences-change', [], `${slice}&crime-type=robbery&from=${monthsBack(11)}&to=${END}`, 'partner');
    assert.ok((change.total.lower ?? 0) > 0.5, 'the interval of the change is clear of nothing');
  });

  it('the fall of ethnicity recording, and refuses a change by ethnicity across it', async () => {
    const { district, monthsBack: from, before, after: since } = ETHNICITY_RECORDING_FALL;
    const early = await figureOf(county, 'ethnicity-self-unknown', [], `district=${district}&to=${monthsBack(from + 1)}`);
    const late = await figureOf(county, 'ethnicity-self-unknown', [], `district=${district}&from=${monthsBack(from)}`);
    assert.ok(Math.abs((early.total.value ?? 0) - before) < 0.05, `${early.total.value}`);
    assert.ok(Math.abs((late.total.value ?? 0) - since) < 0.06, `${late.total.value}`);
    const change = await figureOf(
      county,
      'stops-change',
      ['ethnicity-group'],
      `district=${district}&from=${monthsBack(from)}&to=${monthsBack(from - 11)}`,
      'partner',
    );
    assert.equal(change.refusal?.code, 'unknown-share-moved');
    assert.deepEqual(change.cells, []);
  });

  it('find rates by object, with section 60 apart', async () => {
    const figure = await figureOf(county, 'find-rate', ['object']);
    const drugs = figure.cells.find((cell) => cell.key[0] === 'controlled-drugs');
    const planted = FIND_RATE['Controlled drugs'] ?? 0;
    assert.ok((drugs?.lower ?? 1) < planted && planted < (drugs?.upper ?? 0), `${drugs?.lower} to ${drugs?.upper}`);
    const stops = SECTION_60.reduce((sum, each) => sum + each.stops, 0);
    assert.equal((await figureOf(county, 'section-60-stops', [])).total.value, stops);
    assert.ok(((await figureOf(county, 'section-60-find-rate', [])).total.value ?? 1) < 0.08);
    assert.equal((await figureOf(county, 'find-rate', [], 'power=section-60')).refusal?.code, 'outside-definition');
    assert.ok(figure.unknowns.some((each) => each.dimension === 'linked' && (each.share ?? 0) > 0.15));
    assert.ok(figure.caveats.some((each) => each.code === 'find-bounds'));
  });

  it('the ratio of search rates between groups, with unknown shown as a group without a rate', async () => {
    const figure = await figureOf(county, 'stop-rate', ['ethnicity-group']);
    // Stops gather where more Black residents live, so the county's crude ratio is above the one planted within each area.
    const ratio = (valueAt(figure, 'black') ?? 0) / (valueAt(figure, 'white') ?? 1);
    const planted = STOP_RATIO.black ?? 0;
    assert.ok(ratio > planted * 0.85 && ratio < planted * 2, `${ratio}`);
    const unknown = figure.cells.at(-1);
    assert.equal(unknown?.key[0], 'not-recorded');
    assert.equal(unknown?.state, 'na');
    assert.ok((unknown?.numerator ?? 0) > 0);
  });

  it('crime falls with each tenth of deprivation', async () => {
    const rates = (await figureOf(county, 'offence-rate', ['decile'], '', 'partner')).cells.filter((cell) => cell.key[0] !== 'unknown' && cell.value !== null);
    assert.ok((rates[0]?.value ?? 0) > 1.8 * (rates.at(-1)?.value ?? 0));
  });

  it('names what is late, where it is from and that it is fictional', async () => {
    const figure = await figureOf(county, 'recorded-offences', [], '', 'public');
    assert.deepEqual(figure.staleness, []);
    assert.equal(figure.sources[0]?.fictional, true);
    assert.match(figure.address, /^\/figure\/recorded-offences\?snapshot=s1$/);
  });
});
