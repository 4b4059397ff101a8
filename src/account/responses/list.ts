/** The responses of the policing body that somebody works for, and the reports that still need one. */
import { z } from 'zod';
import { civilDay, defineRead, within } from '../../access/index.ts';
import { type DeadlineState, deadlineState, statutoryLastDay } from '../rules/index.ts';
import { standingOf } from './distribute.ts';
import { latest } from './versions.ts';
import { type ResponseState, stateWords } from './deeds.ts';

export interface ResponseRow {
  /** Null where the response has not been opened. */
  readonly id: string | null;
  readonly inspectionId: string;
  readonly slug: string;
  readonly title: string;
  readonly publishedOn: string;
  readonly state: ResponseState | 'not-started';
  readonly words: string;
  readonly deadline: DeadlineState;
  /** Published and sent to everybody, with evidence. Null while it is not published. */
  readonly complete: boolean | null;
}

export const listResponses = defineRead({
  name: 'response.list',
  title: 'See responses',
  allowed: 'response.read',
  input: z.object({}),
  async answer(tx, _input, setting): Promise<ResponseRow[]> {
    const own = setting.who.organisationId;
    if (own === null) return [];
    const body = await tx.selectFrom('organisation').select('force').where('id', '=', own).executeTakeFirst();
    const responses = await tx
      .selectFrom('response as r')
      .select(['r.id', 'r.inspectionId', 'r.state', 'r.publishedAt'])
      .where(within(setting, { organisation: 'r.organisation_id' }))
      .execute();
    const inspections = await tx
      .selectFrom('inspection')
      .select(['id', 'slug', 'title', 'publishedOn', 'scope', 'forces', 'responseNeeded', 'organisationId'])
      .orderBy('publishedOn', 'desc')
      .orderBy('title')
      .execute();
    const rows: ResponseRow[] = [];
    for (const report of inspections) {
      const held = responses.find((one) => one.inspectionId === report.id);
      const about = report.scope === 'all' || report.organisationId === own || (typeof body?.force === 'string' && report.forces.includes(body.force));
      if (held === undefined && !(report.responseNeeded && about)) continue;
      const first = held?.publishedAt ?? null;
      let complete: boolean | null = null;
      if (held !== undefined && first !== null) {
        const version = await latest(tx, held.id, 'published');
        complete = version !== undefined && (await standingOf(tx, held.id, version.number)).standing.complete;
      }
      rows.push({
        id: held?.id ?? null,
        inspectionId: report.id,
        slug: report.slug,
        title: report.title,
        publishedOn: report.publishedOn,
        state: held?.state ?? 'not-started',
        words: held === undefined ? 'Not started' : stateWords(held.state, first !== null),
        deadline: deadlineState(statutoryLastDay(report.publishedOn), setting.at, first === null ? null : civilDay(first)),
        complete,
      });
    }
    return rows;
  },
});
