/** The demonstration's records found again by their names, for a later step. */
import { z } from 'zod';
import { defineRead } from '../access/index.ts';
import { type Acting, OPERATOR } from '../register/index.ts';
import { ORGANISATIONS, PEOPLE } from './people.ts';
import { REPORTS } from './reports.ts';

export interface Ids {
  readonly organisations: Readonly<Record<string, string>>;
  readonly people: Readonly<Record<string, string>>;
  /** Recommendation 4 of the report of 2023. */
  readonly item: string | null;
  readonly milestones: readonly string[];
}

export const demonstrationIds = defineRead({
  name: 'demonstration.ids',
  title: 'Find the records of the demonstration',
  allowed: 'operator.run',
  input: z.object({}),
  async answer(tx): Promise<Ids | null> {
    const partnership = await tx.selectFrom('partnership').select('demonstration').executeTakeFirst();
    if (partnership?.demonstration !== true) return null;
    const organisations = await tx.selectFrom('organisation').select(['id', 'name']).execute();
    const people = await tx.selectFrom('person').select(['id', 'name']).where('fictional', '=', true).execute();
    const text = REPORTS.flatMap((report) => report.items).find((item) => item.key === 'syv-4')?.text ?? '';
    const item = await tx.selectFrom('inspectionItem').select('id').where('text', '=', text).executeTakeFirst();
    const milestones = item === undefined ? [] : await tx.selectFrom('milestone').select('title').where('itemId', '=', item.id).execute();
    const byName = (plans: readonly { readonly key: string; readonly name: string }[], rows: readonly { readonly id: string; readonly name: string }[]) =>
      Object.fromEntries(plans.flatMap((plan) => rows.filter((row) => row.name === plan.name).map((row) => [plan.key, row.id])));
    return {
      organisations: byName(ORGANISATIONS, organisations),
      people: byName(PEOPLE, people),
      item: item?.id ?? null,
      milestones: milestones.map((milestone) => milestone.title),
    };
  },
});

export const idsOf = (acting: Acting): Promise<Ids | null> => acting.read(demonstrationIds, {}, OPERATOR);
