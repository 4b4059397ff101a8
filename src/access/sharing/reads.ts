/** What is shared of what, and what is withheld now. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { defineRead } from '../define.ts';
import { ownerOf, sharedRecord, withheldType } from './actions.ts';
import { restrictionOf, type WithheldType } from './withheld.ts';

export interface WithheldLine {
  readonly id: string;
  readonly type: WithheldType;
  readonly recordId: string;
  /** The meeting or the recommendation that the record is of. */
  readonly pageId: string | null;
  /** Who withholds, and alone can share again. */
  readonly organisationId: string;
  readonly notice: string;
  readonly since: Date;
}

/** What is withheld now, of the records that somebody may see; newest first. */
export const listWithheld = defineRead({
  name: 'sharing.list',
  title: 'See what is withheld, by whom and why',
  allowed: 'sharing.read',
  input: z.object({}),
  answer: (tx): Promise<WithheldLine[]> =>
    tx
      .selectFrom('fieldRestriction as r')
      .leftJoin('milestone as w', 'w.id', 'r.recordId')
      .leftJoin('meetingAction as a', 'a.id', 'r.recordId')
      .leftJoin('evidence as e', 'e.id', 'r.recordId')
      .select(['r.id', 'r.recordType as type', 'r.recordId', 'r.organisationId', 'r.notice', 'r.createdAt as since'])
      .select((eb) => eb.fn.coalesce('w.itemId', 'a.meetingId', 'e.itemId').as('pageId'))
      .where('r.liftedAt', 'is', null)
      .where((eb) => eb.or([eb('w.id', 'is not', null), eb('a.id', 'is not', null), eb('e.id', 'is not', null)]))
      .orderBy('r.createdAt', 'desc')
      .execute(),
});

export interface SharedRecord {
  readonly id: string;
  readonly version: number;
  readonly pageId: string;
  readonly words: string;
  /** What others see; null where nothing is withheld. */
  readonly notice: string | null;
}

/** A record of the own organisation, before its words are withheld or shared again. */
export const readShared = defineRead({
  name: 'sharing.record',
  title: 'See whether words of a record are withheld',
  allowed: 'sharing.restrict',
  input: z.object({ type: withheldType, id: z.uuid() }),
  subject: ownerOf,
  async answer(tx, { type, id }): Promise<SharedRecord> {
    const found = await sharedRecord(tx, type, id);
    if (found === undefined) throw new HeadwaterError('not-found', 'no-such-record', 'There is no such record', { advice: 'Go back to the list.' });
    const held = await restrictionOf(tx, type, id);
    const { organisationId: _organisation, ...rest } = found;
    return { ...rest, words: held?.words ?? found.words, notice: held?.notice ?? null };
  },
});
