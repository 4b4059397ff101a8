/** A calendar's address for one person: it cannot be guessed, its hash alone is kept, and it ends when they say so, or when they no longer act for that organisation. */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { defineAction, defineRead, liveMemberships, type MembershipView, whoOf } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { lookUp, type Register, SERVICE, transaction, type Who } from '../../register/index.ts';
import { ownOrganisation } from '../inspections/index.ts';

const TOKEN_BYTES = 32;
const USED_EVERY_MS = 3_600_000;
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

function personOf(who: Who): string {
  if (who.personId !== null) return who.personId;
  throw new HeadwaterError('forbidden', 'no-person', 'Only a person can have a calendar of their own', { advice: 'Sign in.' });
}

/** Makes a new address and ends the old one. Its token is in the answer and nowhere else. */
export const makeFeed = defineAction({
  name: 'calendar-feed.make',
  title: 'Make an address for your calendar',
  allowed: 'own.account',
  secret: true,
  input: z.object({}),
  async effect(tx, _input, { who, at }) {
    const personId = personOf(who);
    await tx.updateTable('calendarFeed').set({ revokedAt: at }).where('personId', '=', personId).where('revokedAt', 'is', null).execute();
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const { id } = await tx
      .insertInto('calendarFeed')
      .values({ hash: hashOf(token), personId, organisationId: ownOrganisation(who), createdAt: at, usedAt: null, revokedAt: null })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { id, token };
  },
  audit: (_input, { id }) => ({ subject: { type: 'calendarFeed', id } }),
});

export const revokeFeed = defineAction({
  name: 'calendar-feed.revoke',
  title: 'End the address of your calendar',
  allowed: 'own.account',
  input: z.object({}),
  async effect(tx, _input, { who, at }) {
    const ended = await tx
      .updateTable('calendarFeed')
      .set({ revokedAt: at })
      .where('personId', '=', personOf(who))
      .where('revokedAt', 'is', null)
      .returning('id')
      .execute();
    return { ended: ended.map((row) => row.id) };
  },
  audit: (_input, { ended }) => ({ subject: { type: 'calendarFeed', id: ended[0] ?? 'none' } }),
});

export interface FeedView {
  readonly createdAt: Date;
  readonly usedAt: Date | null;
  readonly organisation: string;
}

export const readFeed = defineRead({
  name: 'calendar-feed.read',
  title: 'See whether your calendar has an address',
  allowed: 'own.account',
  input: z.object({}),
  async answer(tx, _input, { who }): Promise<FeedView | null> {
    const row = await tx
      .selectFrom('calendarFeed as f')
      .innerJoin('organisation as o', 'o.id', 'f.organisationId')
      .select(['f.createdAt', 'f.usedAt', 'o.name as organisation'])
      .where('f.personId', '=', personOf(who))
      .where('f.revokedAt', 'is', null)
      .executeTakeFirst();
    return row ?? null;
  },
});

interface Row {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly status: string;
  readonly organisationId: string;
  readonly memberships: readonly (MembershipView & { readonly fromOn: string; readonly toOn: string | null })[];
}

/** Who is behind an address, with the roles that they have today in the organisation it was made for; null where it is none, was ended, or they left. */
export async function whoseFeed(register: Register, token: string): Promise<Who | null> {
  if (!/^[\w-]{43}$/.test(token)) return null;
  const at = register.now();
  const row = await lookUp(register.db, sql<Row>`select * from find_feed(${hashOf(token)})`);
  if (row === undefined || row.status !== 'active') return null;
  const membership = liveMemberships(row.memberships, at).find((each) => each.organisationId === row.organisationId);
  if (membership === undefined) return null;
  const before = new Date(at.getTime() - USED_EVERY_MS);
  await transaction(register.db, { reach: 'system', who: SERVICE, at }, (tx) =>
    tx
      .updateTable('calendarFeed')
      .set({ usedAt: at })
      .where('id', '=', row.id)
      .where((each) => each.or([each('usedAt', 'is', null), each('usedAt', '<', before)]))
      .execute(),
  );
  return whoOf(row.personId, row.name, membership, 'page');
}
