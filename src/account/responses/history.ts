/** The versions of a response, and one of them. */
import { z } from 'zod';
import { defineRead } from '../../access/index.ts';
import { type ResponseContent, responseContent } from './content.ts';
import { DEEDS, isDeed } from './deeds.ts';
import { subjectOf } from './draft.ts';
import { notThere } from './gather.ts';

export interface VersionRow {
  readonly number: number;
  readonly words: string;
  readonly note: string;
  readonly by: string;
  readonly at: Date;
  readonly hash: string;
  readonly published: boolean;
  /** Its words are those of the version before. */
  readonly same: boolean;
}

export const listVersions = defineRead({
  name: 'response.versions',
  title: 'See the versions of a response',
  allowed: 'response.read',
  input: z.object({ id: z.uuid() }),
  subject: subjectOf,
  async answer(tx, { id }): Promise<VersionRow[]> {
    const rows = await tx
      .selectFrom('responseVersion as v')
      .leftJoin('person as p', 'p.id', 'v.personId')
      .select(['v.number', 'v.deed', 'v.note', 'v.at', 'v.hash', 'v.published', 'p.name'])
      .where('v.responseId', '=', id)
      .orderBy('v.number')
      .execute();
    return rows.map((row, at) => ({
      number: row.number,
      words: isDeed(row.deed) ? DEEDS[row.deed] : row.deed,
      note: row.note,
      by: row.name ?? 'somebody who has left',
      at: row.at,
      hash: row.hash.toString('hex'),
      published: row.published,
      same: at > 0 && rows[at - 1]?.hash.equals(row.hash) === true,
    }));
  },
});

export const readVersion = defineRead({
  name: 'response.version',
  title: 'See a version of a response',
  allowed: 'response.read',
  input: z.object({ id: z.uuid(), number: z.number().int().min(1).max(1_000_000) }),
  subject: subjectOf,
  async answer(tx, { id, number }): Promise<ResponseContent> {
    const row = await tx.selectFrom('responseVersion').select('content').where('responseId', '=', id).where('number', '=', number).executeTakeFirst();
    if (row === undefined) throw notThere();
    return responseContent.parse(row.content);
  },
});
