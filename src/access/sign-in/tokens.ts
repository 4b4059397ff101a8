/**
 * Access tokens: a program asks in a person’s name, for one of their organisations, under /api only. The register holds a hash; the token is shown once. It
 * may do no more than the person may at that moment, and nothing when they may not.
 */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { badField, lookUp, type Register, type Who } from '../../register/index.ts';
import { defineAction, defineRead } from '../define.ts';
import { chosen, words } from '../inputs.ts';
import { within } from '../within.ts';
import { can } from '../policy.ts';
import { liveMemberships, whoOf } from './sessions.ts';
import { asSystem } from './system.ts';

const PREFIX = 'hw_';
const MOST_DAYS = 365;
const MOST_TOKENS = 20;
/** `used_at` is written at most this often. */
const USED_EVERY_MS = 60_000;

export const newAccessToken = (): string => `${PREFIX}${randomBytes(32).toString('base64url')}`;
export const hashOfAccessToken = (token: string): string => createHash('sha256').update(token).digest('hex');
const isToken = (text: string): boolean => /^hw_[\w-]{43}$/.test(text);

/** The token is made where it is shown and comes here as its hash, so that it is in no log and no kept answer. */
export const createToken = defineAction({
  name: 'token.create',
  title: 'Make an access token',
  allowed: 'token.manage',
  input: z.object({
    title: words('what the token is for', 100),
    days: z.coerce.number('Choose how long it is good').int().min(1, 'Choose how long it is good').max(MOST_DAYS, 'A token is good for a year at most'),
    membershipId: chosen('the organisation it acts for'),
    hash: z.string().regex(/^[0-9a-f]{64}$/, 'The token’s hash must be SHA-256 in hexadecimal'),
  }),
  async effect(tx, { title, days, membershipId, hash }, setting) {
    // One that got into other hands would make others, and go on after it was taken away.
    if (setting.who.via === 'api')
      throw new HeadwaterError('forbidden', 'token-by-token', 'An access token is made on the page, by who has signed in', {
        advice: 'Open “Access tokens” under your name.',
      });
    const personId = setting.who.personId ?? '';
    const membership = await tx.selectFrom('membership').selectAll().where('id', '=', membershipId).where('personId', '=', personId).executeTakeFirst();
    if (membership === undefined || liveMemberships([{ ...membership, organisation: '' }], setting.at).length === 0)
      throw badField('membershipId', 'You have no role in that organisation');
    if (!can({ ...setting.who, roles: membership.roles }, 'token.manage'))
      throw badField('membershipId', 'Your roles in that organisation do not include access tokens');
    const { n } = await tx
      .selectFrom('accessToken')
      .select((row) => row.fn.countAll<number>().as('n'))
      .where(within(setting, { person: 'person_id' }))
      .where('revokedAt', 'is', null)
      .where('expiresAt', '>', setting.at)
      .executeTakeFirstOrThrow();
    if (n >= MOST_TOKENS) throw badField('title', `You have ${MOST_TOKENS} tokens already: take one away first`);
    const expiresAt = new Date(setting.at.getTime() + days * 86_400_000);
    const { id } = await tx
      .insertInto('accessToken')
      .values({ hash: Buffer.from(hash, 'hex'), personId, membershipId, title, createdAt: setting.at, expiresAt, usedAt: null, revokedAt: null })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { id, title, expiresAt: expiresAt.toISOString() };
  },
  audit: (_input, { id, expiresAt }) => ({ subject: { type: 'accessToken', id }, details: { expiresAt } }),
});

export const revokeToken = defineAction({
  name: 'token.revoke',
  title: 'Take an access token away',
  allowed: 'token.manage',
  input: z.object({ id: chosen('a token') }),
  subject: (tx, { id }) => tx.selectFrom('accessToken').select('personId').where('id', '=', id).executeTakeFirst(),
  async effect(tx, { id }, { at }) {
    await tx.updateTable('accessToken').set({ revokedAt: at }).where('id', '=', id).where('revokedAt', 'is', null).execute();
    return { id };
  },
  audit: ({ id }) => ({ subject: { type: 'accessToken', id } }),
});

export const listTokens = defineRead({
  name: 'token.list',
  title: 'See your access tokens',
  allowed: 'token.manage',
  input: z.object({}),
  answer: (tx, _input, setting) =>
    tx
      .selectFrom('accessToken as t')
      .innerJoin('membership as m', 'm.id', 't.membershipId')
      .innerJoin('organisation as o', 'o.id', 'm.organisationId')
      .select(['t.id', 't.title', 'o.name as organisation', 't.createdAt', 't.expiresAt', 't.usedAt'])
      .where(within(setting, { person: 't.person_id' }))
      .where('t.revokedAt', 'is', null)
      .where('t.expiresAt', '>', setting.at)
      .orderBy('t.createdAt', 'desc')
      .execute(),
});

interface Row {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly status: string;
  readonly membershipId: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly usedAt: Date | null;
  readonly memberships: Parameters<typeof liveMemberships>[0];
}

/** Who asks with a token; null where it is none, has run out or was taken away, or the person has left or may keep none any more. */
export async function findToken(register: Register, token: string): Promise<{ readonly id: string; readonly who: Who } | null> {
  if (!isToken(token)) return null;
  const at = register.now();
  const row = await lookUp(register.db, sql<Row>`select * from find_token(${Buffer.from(hashOfAccessToken(token), 'hex')})`);
  if (row === undefined || row.revokedAt !== null || row.expiresAt <= at || row.status !== 'active') return null;
  const membership = liveMemberships(row.memberships, at).find((each) => each.id === row.membershipId);
  if (membership === undefined) return null;
  const who = whoOf(row.personId, row.name, membership, 'api');
  if (!can(who, 'token.manage')) return null;
  if (row.usedAt === null || at.getTime() - row.usedAt.getTime() > USED_EVERY_MS) {
    await asSystem(register, (tx) => tx.updateTable('accessToken').set({ usedAt: at }).where('id', '=', row.id).execute());
  }
  return { id: row.id, who };
}
