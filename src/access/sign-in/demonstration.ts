/** Signing in as anybody of a demonstration, with one click. Only in a register that is one, and only as somebody invented. */
import { HeadwaterError } from '../../errors.ts';
import { appendAudit, type Register, type Tx } from '../../register/index.ts';
import { roleTitle } from '../roles.ts';
import { type Arrival, enter, membershipsOf } from './enter.ts';
import { liveMemberships } from './sessions.ts';
import { arriving, asSystem } from './system.ts';

export interface Guest {
  readonly personId: string;
  readonly name: string;
  readonly post: string | null;
  readonly roles: string;
}

export interface GuestGroup {
  readonly organisation: string;
  readonly people: readonly Guest[];
}

export const isDemonstration = async (tx: Tx): Promise<boolean> =>
  (await tx.selectFrom('partnership').select('demonstration').executeTakeFirst())?.demonstration === true;

/** Whom one may be, by organisation; null where this is no demonstration. */
export function guests(register: Register): Promise<readonly GuestGroup[] | null> {
  return asSystem(register, async (tx, at) => {
    if (!(await isDemonstration(tx))) return null;
    const rows = await tx
      .selectFrom('membership as m')
      .innerJoin('organisation as o', 'o.id', 'm.organisationId')
      .innerJoin('person as p', 'p.id', 'm.personId')
      .select(['p.id as personId', 'p.name', 'p.post', 'm.id', 'm.roles', 'm.organisationId', 'm.fromOn', 'm.toOn', 'o.name as organisation'])
      .where('p.fictional', '=', true)
      .where('p.status', '=', 'active')
      .where('o.closedOn', 'is', null)
      .orderBy('o.name')
      .orderBy('p.name')
      .execute();
    const groups = new Map<string, Guest[]>();
    for (const row of rows) {
      if (liveMemberships([row], at).length === 0) continue;
      const { personId, name, post } = row;
      groups.set(row.organisation, [...(groups.get(row.organisation) ?? []), { personId, name, post, roles: row.roles.map(roleTitle).join(', ') }]);
    }
    return [...groups].map(([organisation, people]) => ({ organisation, people }));
  });
}

/** Gives the session’s token. A refusal is on record. @throws HeadwaterError `not-a-demonstration` */
export async function enterAsGuest(register: Register, personId: string, arrival: Arrival): Promise<string> {
  const token = await asSystem(register, async (tx, at) => {
    const person = await tx
      .selectFrom('person')
      .select('id')
      .where('id', '=', personId)
      .where('fictional', '=', true)
      .where('status', '=', 'active')
      .executeTakeFirst();
    if (person !== undefined && (await isDemonstration(tx))) {
      return enter(tx, { personId, method: 'demonstration', secondFactor: false, memberships: await membershipsOf(tx, personId, at) }, arrival, at);
    }
    await appendAudit(tx, { at, who: arriving(null), action: 'session.start', outcome: 'refused', details: { method: 'demonstration' } });
    return null;
  });
  if (token !== null) return token;
  throw new HeadwaterError('forbidden', 'not-a-demonstration', 'Nobody can sign in without a password here: this is not a demonstration', {
    advice: 'Sign in with your e-mail address and password.',
  });
}
