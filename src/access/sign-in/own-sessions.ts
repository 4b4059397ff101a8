/** A person’s own sessions: what is open, ending them, acting for another organisation. */
import { HeadwaterError } from '../../errors.ts';
import { appendAudit, type Register, type Who } from '../../register/index.ts';
import { hashOfToken, IDLE_MINUTES, type Session, startSession } from './sessions.ts';
import { asSystem } from './system.ts';

export interface OpenSession {
  /** Start of the hash: enough to name it on a form, not enough to be it. */
  readonly ref: string;
  readonly agent: string;
  readonly method: Session['method'];
  readonly secondFactor: boolean;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly present: boolean;
}

const refOf = (id: Buffer): string => id.subarray(0, 12).toString('base64url');

/** Those that have not ended or run out, the newest first. */
export function openSessions(register: Register, session: Session): Promise<readonly OpenSession[]> {
  return asSystem(register, async (tx, at) => {
    const rows = await tx
      .selectFrom('session')
      .select(['id', 'agent', 'method', 'secondFactor', 'createdAt', 'seenAt'])
      .where('personId', '=', session.who.personId)
      .where('endedAt', 'is', null)
      .where('expiresAt', '>', at)
      .where('seenAt', '>', new Date(at.getTime() - IDLE_MINUTES * 60_000))
      .orderBy('createdAt', 'desc')
      .execute();
    return rows.map(({ id, ...row }) => ({ ...row, ref: refOf(id), present: id.equals(session.id) }));
  });
}

/** Ends the session itself. */
export const signOut = (register: Register, session: Session): Promise<void> =>
  asSystem(register, async (tx, at) => {
    await tx.updateTable('session').set({ endedAt: at }).where('id', '=', session.id).where('endedAt', 'is', null).execute();
    await appendAudit(tx, { at, who: session.who, action: 'session.end', outcome: 'done', details: { ended: 1 } });
  });

/** `all` ends this session too; `others` all but this one; else the one that `ref` names. Gives how many ended. */
export function endSessions(register: Register, session: Session, which: 'all' | 'others' | { readonly ref: string }): Promise<number> {
  return asSystem(register, async (tx, at) => {
    const open = await tx.selectFrom('session').select('id').where('personId', '=', session.who.personId).where('endedAt', 'is', null).execute();
    const ids = open.map((row) => row.id).filter((id) => (typeof which === 'string' ? which === 'all' || !id.equals(session.id) : refOf(id) === which.ref));
    if (ids.length > 0) await tx.updateTable('session').set({ endedAt: at }).where('id', 'in', ids).execute();
    await appendAudit(tx, { at, who: session.who, action: 'session.end', outcome: 'done', details: { ended: ids.length } });
    return ids.length;
  });
}

/**
 * Goes on as another of the person’s memberships, under a new token; the old one is over. The 12 hours go on from where they were. Gives the token and the
 * organisation’s name. @throws HeadwaterError `no-such-membership`
 */
export async function switchMembership(register: Register, session: Session, membershipId: string): Promise<{ token: string; organisation: string }> {
  const wanted = session.memberships.find((each) => each.id === membershipId);
  if (wanted === undefined) {
    throw new HeadwaterError('bad-input', 'no-such-membership', 'You have no role in that organisation', {
      advice: 'Choose one of the organisations on the list.',
    });
  }
  return asSystem(register, async (tx, at) => {
    const held = await tx.selectFrom('session').selectAll().where('id', '=', session.id).where('endedAt', 'is', null).forUpdate().executeTakeFirst();
    if (held === undefined) throw new HeadwaterError('unknown-person', 'sign-in-first', 'You have been signed out', { advice: 'Sign in again.' });
    const { personId, method, secondFactor, agent } = held;
    const token = await startSession(tx, { personId, membershipId, method, secondFactor, agent }, at);
    await tx.updateTable('session').set({ createdAt: held.createdAt, expiresAt: held.expiresAt }).where('id', '=', hashOfToken(token)).execute();
    await tx.updateTable('session').set({ endedAt: at }).where('id', '=', session.id).execute();
    const who: Who = { ...session.who, organisationId: wanted.organisationId, organisationName: wanted.organisation, roles: wanted.roles };
    await appendAudit(tx, { at, who, action: 'session.switch', outcome: 'done', subject: { type: 'organisation', id: wanted.organisationId } });
    return { token, organisation: wanted.organisation };
  });
}
