/**
 * Links to join and to choose a new password: a random token in the address, its hash in the database, good once. There is no e-mail server: whoever
 * makes one is shown it and passes it on.
 */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { appendAudit, badField, type Register, type Tx, type Who } from '../../register/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { asService } from '../as-service.ts';
import { weakness } from './password-rules.ts';
import { hashPassword } from './scrypt.ts';
import { hashOfToken } from './sessions.ts';
import { arriving, asSystem } from './system.ts';
import { endPauses } from './tries.ts';

export type Purpose = 'join' | 'reset';

const HOURS: Readonly<Record<Purpose, number>> = { join: 7 * 24, reset: 1 };

/**
 * A link’s token for `/join/TOKEN`, in the transaction of the action that gives it; an older link for the same purpose is good no longer. The action has
 * decided that `who` may. The token is a secret: its action has `secret: true`, so that its answer is not kept.
 */
export async function createInvitation(tx: Tx, personId: string, purpose: Purpose, who: Pick<Who, 'personId'>, at: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await asService(tx, async () => {
    await tx
      .updateTable('invitation')
      .set({ expiresAt: at })
      .where('personId', '=', personId)
      .where('purpose', '=', purpose)
      .where('usedAt', 'is', null)
      .where('expiresAt', '>', at)
      .execute();
    await tx
      .insertInto('invitation')
      .values({
        id: hashOfToken(token),
        personId,
        purpose,
        createdBy: who.personId,
        expiresAt: new Date(at.getTime() + HOURS[purpose] * 3_600_000),
        usedAt: null,
      })
      .execute();
  });
  return token;
}

export interface Invited {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly purpose: Purpose;
}

const gone = (): HeadwaterError =>
  new HeadwaterError('gone', 'link-ended', 'This link has been used, has run out, or was replaced by a newer one', {
    advice: 'A link to join is good for seven days and one to choose a new password for an hour, once. Ask the administrator of your partnership for another.',
  });

async function invited(tx: Tx, token: string, at: Date, lock = false): Promise<Invited> {
  const query = tx
    .selectFrom('invitation as i')
    .innerJoin('person as p', 'p.id', 'i.personId')
    .select(['i.personId', 'i.purpose', 'p.name', 'p.email'])
    .where('i.id', '=', hashOfToken(token))
    .where('i.usedAt', 'is', null)
    .where('i.expiresAt', '>', at)
    .where('p.status', '=', 'active');
  const row = await (lock ? query.forUpdate('i') : query).executeTakeFirst();
  if (row === undefined) throw gone();
  return row;
}

/** Whose link it is. @throws HeadwaterError `link-ended` */
export const findInvitation = (register: Register, token: string): Promise<Invited> => asSystem(register, (tx, at) => invited(tx, token, at));

/**
 * Keeps the password that was chosen. Every session of the person ends, and every pause. They sign in with it then, second factor and all.
 * @throws InputError for the password, HeadwaterError `link-ended`
 */
export async function usePasswordLink(register: Register, token: string, password: string, again: string): Promise<Invited> {
  const person = await findInvitation(register, token);
  checkNewPassword(password, again, person);
  const hash = await hashPassword(password);
  return asSystem(register, async (tx, at) => {
    const found = await invited(tx, token, at, true);
    await tx.updateTable('invitation').set({ usedAt: at }).where('id', '=', hashOfToken(token)).execute();
    await setPassword(tx, found.personId, hash, at);
    await tx.updateTable('session').set({ endedAt: at }).where('personId', '=', found.personId).where('endedAt', 'is', null).execute();
    await endPauses(tx, found.personId, found.email);
    await appendAudit(tx, {
      at,
      who: arriving(found.personId),
      action: 'link.use',
      outcome: 'done',
      subject: { type: 'person', id: found.personId },
      details: { purpose: found.purpose },
    });
    return found;
  });
}

/** @throws InputError on `password` or `again` */
export function checkNewPassword(password: string, again: string, owner: { readonly name: string; readonly email: string }): void {
  const weak = password === '' ? 'Enter a password' : weakness(password, owner);
  if (weak !== null) throw badField('password', weak);
  if (password !== again) throw badField('again', 'The two passwords are not the same');
}

export async function setPassword(tx: Tx, personId: string, passwordHash: string, at: Date): Promise<void> {
  await tx
    .insertInto('credential')
    .values({ personId, passwordHash, passwordSetAt: at, totpSecret: null, totpConfirmedAt: null, totpLastStep: null })
    .onConflict((conflict) => conflict.column('personId').doUpdateSet({ passwordHash, passwordSetAt: at }))
    .execute();
  // Whoever got half-way with the old password does not get the rest of the way, least of all to setting up an app of their own.
  await tx.deleteFrom('signInFlow').where('kind', '=', 'factor').where(sql`data ->> 'personId'`, '=', personId).execute();
}
