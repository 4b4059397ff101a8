/**
 * Sessions: a random token in the cookie, its hash in the database. They end after 30 minutes without a request, after 12 hours whatever happens,
 * when the person signs out, here or everywhere, when their last role has ended, and when a role of theirs needs the second factor that they came in without.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { lookUp, type Register, SERVICE, transaction, type Tx, type Via, type Who } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { needsSecondFactor } from './factor-policy.ts';

export const IDLE_MINUTES = 30;
export const ABSOLUTE_HOURS = 12;
/** `seen_at` is written at most this often. */
const SEEN_EVERY_MS = 60_000;
const TOKEN_BYTES = 32;

export interface MembershipView {
  readonly id: string;
  readonly organisationId: string;
  readonly organisation: string;
  readonly roles: readonly string[];
}

export interface Session {
  readonly who: Who;
  /** Hash of the token: the row's key. */
  readonly id: Buffer;
  readonly membershipId: string | null;
  /** Every membership that holds today, for the organisation switcher. */
  readonly memberships: readonly MembershipView[];
  readonly method: 'password' | 'oidc' | 'demonstration';
  readonly secondFactor: boolean;
  /** Until it ends by itself, unless something is done. */
  readonly secondsLeft: number;
}

export type Found = { readonly session: Session } | { readonly expired: { readonly personId: string } } | null;

export interface NewSession {
  readonly personId: string;
  readonly membershipId: string | null;
  readonly method: Session['method'];
  readonly secondFactor: boolean;
  readonly agent: string;
}

export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Starts a session in `tx`, which has the system's reach. Gives the token for the cookie; it is not kept. */
export async function startSession(tx: Tx, session: NewSession, at: Date): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await tx
    .insertInto('session')
    .values({
      ...session,
      id: hashOfToken(token),
      agent: session.agent.slice(0, 200),
      createdAt: at,
      seenAt: at,
      expiresAt: new Date(at.getTime() + ABSOLUTE_HOURS * 3_600_000),
    })
    .execute();
  return token;
}

interface Row {
  readonly personId: string;
  readonly name: string;
  readonly status: string;
  readonly membershipId: string | null;
  readonly method: Session['method'];
  readonly secondFactor: boolean;
  readonly seenAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly memberships: readonly (MembershipView & { readonly fromOn: string; readonly toOn: string | null })[];
}

/** Who is behind a cookie's token. An expired session still tells whose it was, so that a form that was typed meanwhile can be kept for them. */
export async function findSession(register: Register, token: string, via: Via, touches = true): Promise<Found> {
  if (!/^[\w-]{43}$/.test(token)) return null;
  const id = hashOfToken(token);
  const at = register.now();
  const row = await lookUp(register.db, sql<Row>`select * from find_session(${id})`);
  if (row === undefined || row.endedAt !== null || row.status !== 'active') return null;
  const idleEnd = new Date(row.seenAt.getTime() + IDLE_MINUTES * 60_000);
  if (at >= row.expiresAt || at >= idleEnd) return { expired: { personId: row.personId } };
  const memberships = liveMemberships(row.memberships, at);
  if (memberships.length === 0) return null;
  // A role that needs a second factor may have come, or begun, since they signed in without one.
  const weak = !row.secondFactor && row.method !== 'demonstration' && needsSecondFactor(memberships.flatMap((each) => each.roles));
  if (weak) return { expired: { personId: row.personId } };
  const present = memberships.find((each) => each.id === row.membershipId) ?? memberships[0];
  if (touches && at.getTime() - row.seenAt.getTime() > SEEN_EVERY_MS) await touch(register, id, at);
  return {
    session: {
      id,
      who: whoOf(row.personId, row.name, present, via),
      membershipId: present?.id ?? null,
      memberships,
      method: row.method,
      secondFactor: row.secondFactor,
      secondsLeft: Math.floor((Math.min(row.expiresAt.getTime(), touches ? at.getTime() + IDLE_MINUTES * 60_000 : idleEnd.getTime()) - at.getTime()) / 1000),
    },
  };
}

export function liveMemberships(all: Row['memberships'], at: Date): MembershipView[] {
  const today = civilDay(at);
  return all
    .filter((each) => each.fromOn <= today && (each.toOn === null || each.toOn >= today))
    .map(({ id, organisationId, organisation, roles }) => ({ id, organisationId, organisation, roles }));
}

export const whoOf = (personId: string, name: string, membership: MembershipView | undefined, via: Via): Who => ({
  kind: 'person',
  personId,
  name,
  organisationId: membership?.organisationId ?? null,
  organisationName: membership?.organisation ?? null,
  roles: membership?.roles ?? [],
  via,
});

const touch = (register: Register, id: Buffer, at: Date): Promise<unknown> =>
  transaction(register.db, { reach: 'system', who: SERVICE, at }, (tx) => tx.updateTable('session').set({ seenAt: at }).where('id', '=', id).execute());

/** The token that a form of this session carries. Made from the cookie's secret, so a page elsewhere cannot know it. */
export const formToken = (token: string): string => createHmac('sha256', token).update('form').digest('base64url');

export function isFormToken(token: string, given: string): boolean {
  const wanted = Buffer.from(formToken(token));
  const found = Buffer.from(given);
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}
