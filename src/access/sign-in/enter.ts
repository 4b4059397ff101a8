/** After the first step: straight in, or on to the second factor, or to setting one up. */
import { HeadwaterError } from '../../errors.ts';
import { appendAudit, type Register, type Tx } from '../../register/index.ts';
import { needsSecondFactor } from './factor-policy.ts';
import { startFlow } from './flows.ts';
import { hashOfToken, liveMemberships, type MembershipView, type Session, startSession } from './sessions.ts';
import { arriving, asSystem } from './system.ts';

/** The browser that somebody arrives in. */
export interface Arrival {
  /** Its `User-Agent`, for the person’s own list of sessions. */
  readonly agent: string;
  readonly address: string;
  /** Token of the session that it held until now; it ends. */
  readonly held: string | null;
}

export interface FirstStep {
  readonly personId: string;
  readonly method: 'password' | 'oidc';
  /** The provider says that it has asked for a second factor itself. */
  readonly secondFactor: boolean;
  /** Local path to go to when signed in. */
  readonly next: string;
}

export type NextStep = { readonly step: 'in'; readonly token: string; readonly next: string } | { readonly step: 'code' | 'set-up'; readonly flow: string };

/** @throws HeadwaterError `no-membership` */
export function afterFirst(register: Register, first: FirstStep, arrival: Arrival): Promise<NextStep> {
  return asSystem(register, async (tx, at): Promise<NextStep> => {
    const memberships = await membershipsOf(tx, first.personId, at);
    const held = await tx.selectFrom('credential').select('totpConfirmedAt').where('personId', '=', first.personId).executeTakeFirst();
    const hasFactor = (held?.totpConfirmedAt ?? null) !== null;
    const needs = needsSecondFactor(memberships.flatMap((each) => each.roles));
    if (first.secondFactor || (!hasFactor && !needs)) {
      const token = await enter(tx, { ...first, memberships }, arrival, at);
      return { step: 'in', token, next: first.next };
    }
    const { personId, method, next } = first;
    return { step: hasFactor ? 'code' : 'set-up', flow: await startFlow(tx, 'factor', { personId, method, next }, at) };
  });
}

/** Memberships that hold today. @throws HeadwaterError `no-membership` */
export async function membershipsOf(tx: Tx, personId: string, at: Date): Promise<readonly MembershipView[]> {
  const rows = await tx
    .selectFrom('membership as m')
    .innerJoin('organisation as o', 'o.id', 'm.organisationId')
    .innerJoin('person as p', 'p.id', 'm.personId')
    .select(['m.id', 'm.organisationId', 'o.name as organisation', 'm.roles', 'm.fromOn', 'm.toOn', 'o.closedOn'])
    .where('m.personId', '=', personId)
    .where('p.status', '=', 'active')
    .orderBy('o.name')
    .orderBy('m.id')
    .execute();
  const live = liveMemberships(
    rows.filter((row) => row.closedOn === null || row.closedOn > at.toISOString().slice(0, 10)),
    at,
  );
  if (live.length > 0) return live;
  throw new HeadwaterError('forbidden', 'no-membership', 'Your access to this service has ended, or has not begun yet', {
    advice: 'Ask the administrator of your partnership to give you a role in your organisation.',
  });
}

export interface Entering {
  readonly personId: string;
  readonly method: Session['method'];
  readonly secondFactor: boolean;
  readonly memberships: readonly MembershipView[];
}

/** A session with a new token; the one that the browser held is over, so that nobody can have planted it. Gives the token. */
export async function enter(tx: Tx, entering: Entering, arrival: Arrival, at: Date): Promise<string> {
  const { personId, method, secondFactor, memberships } = entering;
  if (arrival.held !== null) await endOne(tx, hashOfToken(arrival.held), at);
  const last = await tx
    .selectFrom('session')
    .select('membershipId')
    .where('personId', '=', personId)
    .where('membershipId', 'is not', null)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  const membership = memberships.find((each) => each.id === last?.membershipId) ?? memberships[0];
  const token = await startSession(tx, { personId, membershipId: membership?.id ?? null, method, secondFactor, agent: arrival.agent }, at);
  const who = { ...arriving(personId), organisationId: membership?.organisationId ?? null, roles: membership?.roles ?? [] };
  await appendAudit(tx, { at, who, action: 'session.start', outcome: 'done', subject: { type: 'person', id: personId }, details: { method, secondFactor } });
  return token;
}

const endOne = (tx: Tx, id: Buffer, at: Date): Promise<unknown> =>
  tx.updateTable('session').set({ endedAt: at }).where('id', '=', id).where('endedAt', 'is', null).execute();
