/**
 * Question in, figure out. The only way from a page, an export or the shell to the warehouse.
 *
 * plan (pure) -> counts (one statement for all questions) -> roll-up -> gate -> figure
 */
import { HeadwaterError } from '../../errors.ts';
import type { Session } from '../engine/index.ts';
import { assemble } from './assemble.ts';
import { withComplement } from './complement.ts';
import { type Context, editionsIn, type FileFacts } from './context.ts';
import type { CountQuery, CountTable } from './counts.ts';
import { answerCounts } from './answer-counts.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import type { FactDataset } from './dimensions.ts';
import { findMeasure, makePlan, type Plan } from './plan.ts';
import { type Schedule, sourcesOf, stalenessOf } from './provenance.ts';
import { mixedEditions, movedUnknowns, outsideDefinition, unfairChange } from './refusals.ts';
import { findResidents, type Residents } from './residents.ts';
import { rollUp, withWhole } from './rollup.ts';
import { makeSlice } from './slice.ts';
import type { Caveat, DimensionId, Figure, Question, Refusal, SourceNote } from './types.ts';
import { DATASET_TITLES } from './words.ts';
import { monthText } from '../../reference/index.ts';

export interface Prepared {
  readonly question: Question;
  readonly plan: Plan;
  readonly facts: FileFacts;
  readonly coverage: Coverage;
  readonly editions: ReadonlySet<2011 | 2021>;
  readonly residents: Residents | null;
  readonly refusal: Refusal | null;
  readonly context: Context;
}

const EDITION_BOUND: ReadonlySet<DimensionId> = new Set(['lsoa', 'lsoa21', 'ward', 'decile']);

function noData(dataset: FactDataset): HeadwaterError {
  return new HeadwaterError('not-found', 'dataset-absent', `No data of the kind “${DATASET_TITLES[dataset]}” have been delivered yet.`, {
    advice: `Deliver some: headwater deliver ${dataset} FILE...`,
  });
}

/** Everything about a question but its counts. */
export async function prepare(session: Session, context: Context, question: Question): Promise<Prepared> {
  const { dataset } = findMeasure(question.measure);
  if (session.alias(dataset) === undefined) throw noData(dataset);
  const facts = await context.facts(dataset);
  const plan = makePlan(question, (dimension) => context.values(dimension), facts);
  const asked = plan.window === null ? plan.slice : makeSlice(monthText(plan.window.from - 12), plan.slice.to, plan.slice.where);
  const coverage = coverageOf(facts, plan.main.conditions, asked);
  const used = [...plan.by.map((each) => each.id), ...(Object.keys(plan.slice.where) as DimensionId[])];
  const placed = used.some((id) => EDITION_BOUND.has(id));
  const editions = placed
    ? editionsIn(await context.vintages(dataset), new Set(coverage.forces), coverage.months[0] ?? null, coverage.months.at(-1) ?? null)
    : new Set<2011 | 2021>();
  let refusal = outsideDefinition(plan) ?? mixedEditions(plan, editions) ?? unfairChange(plan, coverage);
  let residents: Residents | null = null;
  if (plan.measure.form === 'rate' && !refusal) {
    try {
      residents = await findResidents(session, context, plan, editions, coverage.forces);
    } catch (error) {
      refusal = asRefusal(error);
    }
  }
  return { question, plan, facts, coverage, editions, residents, refusal, context };
}

/** A refusal thrown below becomes the figure's own; anything else is an error. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof HeadwaterError && error.kind === 'refused') return { code: error.code, reason: error.message, instead: error.advice ?? '' };
  throw error;
}

/** The counts that a prepared question needs, in the order that {@link finish} takes them. */
export function countsOf(prepared: Prepared): CountQuery[] {
  if (prepared.refusal) return [];
  return prepared.plan.whole ? [prepared.plan.main, prepared.plan.whole] : [prepared.plan.main];
}

function caveatsOf(prepared: Prepared): Caveat[] {
  const out: Caveat[] = [...prepared.coverage.caveats];
  const { plan, residents, editions, context } = prepared;
  if (residents) {
    out.push({
      code: 'population-edition',
      text: `Residents: ${EDITIONS[residents.edition] ?? residents.edition}. The rate is for the whole period of the slice, not a yearly one.`,
    });
  }
  if (plan.by.some((each) => each.id === 'decile')) {
    out.push({
      code: 'imd-edition',
      text: editions.has(2011)
        ? 'Deciles: English Indices of Deprivation 2019 and Welsh Index 2019, which do not compare with each other.'
        : 'Deciles: English Indices of Deprivation 2025. Wales has no index on 2021 areas here.',
    });
  }
  if (editions.has(2011) && plan.by.some((each) => each.id === 'lsoa21' || each.id === 'ward')) {
    out.push({
      code: 'lsoa-converted',
      text: '2011 LSOAs were converted to 2021 where the area was unchanged or merged. Records in areas that were split or redrawn are shown as not located.',
    });
  }
  if (plan.by.some((each) => each.id === 'district' || each.id === 'csp') && context.frame) {
    out.push({
      code: 'recorded-by',
      text: 'Records are placed by their map point. A force also records offences outside its own area; those are shown under the area they were placed in.',
    });
  }
  return out;
}

const EDITIONS: Readonly<Record<string, string>> = { 'mid-2020': 'ONS mid-2020 estimates', 'census-2021': 'Census 2021' };

export interface Setting {
  readonly schedules: ReadonlyMap<string, Schedule>;
  readonly now: () => Date;
}

/** @param tables answers to {@link countsOf}, in its order */
export async function finish(
  session: Pick<Session, 'manifest' | 'snapshot'>,
  prepared: Prepared,
  tables: readonly CountTable[],
  setting: Setting,
): Promise<Figure> {
  const { plan, question } = prepared;
  const { dataset } = plan.measure;
  const [main, whole] = tables;
  let rollup = main ? rollUp(plan, main) : { rows: new Map(), total: { key: [], part: ZERO, whole: ZERO, aside: ZERO } };
  if (whole) rollup = withWhole(rollup, whole);
  const refusal = prepared.refusal ?? movedUnknowns(plan, rollup);
  const schedule = setting.schedules.get(dataset);
  const late = schedule ? stalenessOf(schedule, prepared.coverage.latest === null ? null : monthText(prepared.coverage.latest), setting.now()) : null;
  const figure = assemble(plan, rollup, {
    clearance: question.clearance,
    snapshot: { id: session.snapshot.id, at: session.snapshot.at },
    context: prepared.context,
    coverage: prepared.coverage,
    residents: prepared.residents,
    staleness: late ? [late] : [],
    sources: [...sourcesOf(session, dataset, prepared.coverage.forces), ...populationSources(session, prepared.residents)],
    caveats: caveatsOf(prepared),
    refusal,
  });
  return withComplement(plan, rollup, figure);
}

/** Only the population that the rate was worked out with. */
function populationSources(session: Pick<Session, 'manifest' | 'snapshot'>, residents: Residents | null): SourceNote[] {
  if (residents === null) return [];
  return [...sourcesOf(session, 'population'), ...sourcesOf(session, 'population-ethnicity')].filter((each) => each.edition === residents.edition);
}

const ZERO = Object.freeze({ exact: 0, perturbed: 0, variance: 0 });

/** Several questions of one snapshot from one statement. */
export async function answer(session: Session, context: Context, questions: readonly Question[], setting: Setting): Promise<Figure[]> {
  const prepared = await Promise.all(questions.map((question) => prepare(session, context, question)));
  const queries = prepared.map(countsOf);
  const tables = await answerCounts(session, context, queries.flat());
  let at = 0;
  return Promise.all(
    prepared.map((each, index) => {
      const mine = tables.slice(at, at + (queries[index] as CountQuery[]).length);
      at += mine.length;
      return finish(session, each, mine, setting);
    }),
  );
}
