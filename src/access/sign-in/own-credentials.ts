/** A person’s own password and second factor, changed by themselves while signed in. Each asks for the password again where there is one. */
import { HeadwaterError } from '../../errors.ts';
import { appendAudit, badField, type Register } from '../../register/index.ts';
import { needsSecondFactor } from './factor-policy.ts';
import { checkNewPassword, setPassword } from './invitations.ts';
import { type Key, keepFactor, renewRecoveryCodes } from './second-factor.ts';
import { hashPassword, verifyPassword } from './scrypt.ts';
import type { Session } from './sessions.ts';
import { asSystem } from './system.ts';
import { codeKey, takeTry } from './tries.ts';
import { stepOfCode } from './totp.ts';

export interface Credentials {
  readonly email: string;
  readonly hasPassword: boolean;
  readonly passwordSetAt: Date | null;
  readonly factorSince: Date | null;
  readonly recoveryLeft: number;
  /** A role of theirs asks for it, so it cannot be taken away. */
  readonly factorNeeded: boolean;
  /** The organisation’s own sign-in is linked. */
  readonly linked: boolean;
}

const ofPerson = (session: Session): string => {
  if (session.who.personId === null) throw new HeadwaterError('unknown-person', 'sign-in-first', 'You need to sign in');
  if (session.method !== 'demonstration') return session.who.personId;
  throw new HeadwaterError('refused', 'demonstration', 'People of the demonstration have no password to keep', { advice: 'Everybody can sign in as them.' });
};

export function credentialsOf(register: Register, session: Session): Promise<Credentials> {
  return asSystem(register, async (tx) => {
    const personId = session.who.personId;
    const held = await tx.selectFrom('credential').selectAll().where('personId', '=', personId).executeTakeFirst();
    const linked = await tx.selectFrom('identity').select('issuer').where('personId', '=', personId).executeTakeFirst();
    const person = await tx.selectFrom('person').select('email').where('id', '=', personId).executeTakeFirst();
    return {
      email: person?.email ?? '',
      hasPassword: (held?.passwordHash ?? null) !== null,
      passwordSetAt: held?.passwordSetAt ?? null,
      factorSince: held?.totpConfirmedAt ?? null,
      recoveryLeft: held?.recoveryHashes.length ?? 0,
      factorNeeded: needsSecondFactor(session.memberships.flatMap((each) => each.roles)),
      linked: linked !== undefined,
    };
  });
}

/** Who has no password here proves that it is them by having signed in so lately. */
const LATELY_MS = 10 * 60_000;

/** @throws InputError on `present`, HeadwaterError `paused`, `sign-in-again` */
async function confirmSelf(register: Register, session: Session, personId: string, present: string): Promise<void> {
  const held = await asSystem(register, async (tx, at) => {
    const tried = await takeTry(tx, codeKey(personId), at);
    if (!tried.may)
      throw new HeadwaterError('too-often', 'paused', 'There were too many wrong tries. Nothing was changed', { advice: 'Wait, and try again later.' });
    const hash = (await tx.selectFrom('credential').select('passwordHash').where('personId', '=', personId).executeTakeFirst())?.passwordHash ?? null;
    if (hash !== null) return hash;
    const began = await tx.selectFrom('session').select('createdAt').where('id', '=', session.id).executeTakeFirst();
    if (began === undefined || at.getTime() - began.createdAt.getTime() > LATELY_MS)
      throw new HeadwaterError('refused', 'sign-in-again', 'Sign in again first: you signed in some time ago, and there is no password to ask you for', {
        advice: 'Sign out, sign in, and come back here within 10 minutes. Nothing was changed.',
      });
    return null;
  });
  if (held !== null && !(await verifyPassword(present, held)))
    throw badField('present', present === '' ? 'Enter your present password' : 'That is not your present password');
  await asSystem(register, (tx) => tx.deleteFrom('signInTry').where('key', '=', codeKey(personId)).execute());
}

/** Every other session ends. @throws InputError on `present`, `password`, `again` */
export async function changePassword(
  register: Register,
  session: Session,
  given: { readonly present: string; readonly password: string; readonly again: string },
): Promise<void> {
  const personId = ofPerson(session);
  const owner = await asSystem(register, (tx) => tx.selectFrom('person').select(['name', 'email']).where('id', '=', personId).executeTakeFirstOrThrow());
  checkNewPassword(given.password, given.again, owner);
  await confirmSelf(register, session, personId, given.present);
  if (given.password === given.present) throw badField('password', 'Choose a password that is not your present one');
  const hash = await hashPassword(given.password);
  await asSystem(register, async (tx, at) => {
    await setPassword(tx, personId, hash, at);
    await tx.updateTable('session').set({ endedAt: at }).where('personId', '=', personId).where('id', '!=', session.id).where('endedAt', 'is', null).execute();
    await appendAudit(tx, { at, who: session.who, action: 'password.change', outcome: 'done', subject: { type: 'person', id: personId } });
  });
}

/** Keeps a new app in place of the one that was there. Gives the recovery codes. @throws InputError on `present`, `code` */
export async function changeFactor(
  register: Register,
  key: Key,
  session: Session,
  given: { readonly secret: Uint8Array; readonly code: string; readonly present: string },
): Promise<readonly string[]> {
  const personId = ofPerson(session);
  const step = stepOfCode(given.secret, given.code, register.now());
  if (step === null) throw badField('code', 'That is not the code that the app shows now. Check that your phone’s clock is right');
  await confirmSelf(register, session, personId, given.present);
  return asSystem(register, async (tx, at) => keepFactor(tx, key, personId, given.secret, step, at));
}

/** @throws InputError on `present`, HeadwaterError `factor-needed` */
export async function removeFactor(register: Register, session: Session, present: string): Promise<void> {
  const personId = ofPerson(session);
  if (needsSecondFactor(session.memberships.flatMap((each) => each.roles))) {
    throw new HeadwaterError('refused', 'factor-needed', 'Your role needs a second factor', { advice: 'Set up another app instead.' });
  }
  await confirmSelf(register, session, personId, present);
  await asSystem(register, async (tx, at) => {
    await tx
      .updateTable('credential')
      .set({ totpSecret: null, totpConfirmedAt: null, totpLastStep: null, recoveryHashes: [] })
      .where('personId', '=', personId)
      .execute();
    await appendAudit(tx, { at, who: session.who, action: 'factor.remove', outcome: 'done', subject: { type: 'person', id: personId } });
  });
}

/** @throws InputError on `present` */
export async function changeRecoveryCodes(register: Register, key: Key, session: Session, present: string): Promise<readonly string[]> {
  const personId = ofPerson(session);
  await confirmSelf(register, session, personId, present);
  return asSystem(register, async (tx, at) => {
    const codes = await renewRecoveryCodes(tx, key, personId);
    await appendAudit(tx, { at, who: session.who, action: 'factor.codes', outcome: 'done', subject: { type: 'person', id: personId } });
    return codes;
  });
}
