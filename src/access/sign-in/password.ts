/** The first step of a local account: e-mail and password. An unknown e-mail gets the same words after the same work as a wrong password. */
import { appendAudit, type Register } from '../../register/index.ts';
import { hashPassword, isDated, NOBODYS, verifyPassword } from './scrypt.ts';
import { arriving, asSystem } from './system.ts';
import { accountKey, giveBack, takeAddress, takeTry, type Try } from './tries.ts';

/** `until`: no more tries before then. `of` says whether the account or the address is paused. */
export type Refused =
  | { readonly refused: 'wrong'; readonly until: Date | null }
  | { readonly refused: 'paused'; readonly of: 'account' | 'address'; readonly until: Date };
export type PasswordAnswer = { readonly personId: string } | Refused;

interface Given {
  readonly email: string;
  readonly password: string;
  readonly address: string;
}

interface Begun {
  readonly found: { readonly id: string; readonly status: string; readonly passwordHash: string | null } | undefined;
  readonly tried: Extract<Try, { may: true }>;
}

/** @throws HeadwaterError `sign-in-busy` */
export async function checkPassword(register: Register, { email, password, address }: Given): Promise<PasswordAnswer> {
  const key = accountKey(email);
  const begun = await asSystem(register, async (tx, at): Promise<Begun | Refused> => {
    const addressUntil = await takeAddress(tx, address, at);
    if (addressUntil !== null) return { refused: 'paused', of: 'address', until: addressUntil };
    const tried = await takeTry(tx, key, at);
    const found = await tx
      .selectFrom('person as p')
      .leftJoin('credential as c', 'c.personId', 'p.id')
      .select(['p.id', 'p.status', 'c.passwordHash'])
      .where((row) => row.fn('lower', ['p.email']), '=', email.trim().toLowerCase())
      .executeTakeFirst();
    if (tried.may) return { found, tried };
    await appendAudit(tx, { at, who: arriving(found?.id ?? null), action: 'sign-in.password', outcome: 'refused', details: { reason: 'paused' } });
    return { refused: 'paused', of: 'account', until: tried.until };
  });
  if ('refused' in begun) return begun;

  const { found, tried } = begun;
  const held = found?.passwordHash ?? null;
  const right = (await verifyPassword(password, held ?? NOBODYS)) && held !== null && found?.status === 'active';
  const anew = right && isDated(held) ? await hashPassword(password) : null;

  return asSystem(register, async (tx, at): Promise<PasswordAnswer> => {
    const personId = found?.id ?? null;
    const who = arriving(personId);
    if (!right || personId === null) {
      const paused = tried.pausedUntil !== null;
      const subject = personId === null ? {} : { subject: { type: 'person', id: personId } };
      await appendAudit(tx, {
        at,
        who,
        action: paused ? 'sign-in.pause' : 'sign-in.password',
        outcome: 'refused',
        ...subject,
        details: { known: personId !== null, tries: tried.tries },
      });
      return { refused: 'wrong', until: tried.pausedUntil };
    }
    await giveBack(tx, key, address);
    // Only if it is still the one that was checked: somebody may have changed it this instant.
    if (anew !== null)
      await tx.updateTable('credential').set({ passwordHash: anew }).where('personId', '=', personId).where('passwordHash', '=', held).execute();
    return { personId };
  });
}
