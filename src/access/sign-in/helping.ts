/** What an administrator can do for somebody who cannot sign in; a link for a new password is `person.link`. */
import { sql } from 'kysely';
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import type { Tx } from '../../register/index.ts';
import { asService } from '../as-service.ts';
import { defineAction, defineRead } from '../define.ts';
import { chosen } from '../inputs.ts';
import { accountKey, codeKey, endPauses } from './tries.ts';

const input = z.object({ id: chosen('a person') });

async function personOf(tx: Tx, id: string): Promise<{ name: string; email: string }> {
  const person = await tx.selectFrom('person').select(['name', 'email']).where('id', '=', id).executeTakeFirst();
  if (person !== undefined) return person;
  throw new HeadwaterError('not-found', 'no-such-person', 'There is no such person', { advice: 'Go back to the list.' });
}

const about = { type: 'person' } as const;

/** How somebody signs in: no secret, no hash. */
export const personSignIn = defineRead({
  name: 'person.sign-in',
  title: 'See how a person signs in',
  allowed: 'person.manage',
  input,
  async answer(tx, { id }, { at }) {
    const person = await personOf(tx, id);
    return asService(tx, async () => {
      const held = await tx.selectFrom('credential').selectAll().where('personId', '=', id).executeTakeFirst();
      const linked = await tx.selectFrom('identity').select('linkedAt').where('personId', '=', id).executeTakeFirst();
      const last = await tx.selectFrom('session').select('createdAt').where('personId', '=', id).orderBy('createdAt', 'desc').limit(1).executeTakeFirst();
      const pause = await tx
        .selectFrom('signInTry')
        .select(sql<Date | null>`max(paused_until)`.as('until'))
        .where('key', 'in', [accountKey(person.email), codeKey(id)])
        .where('pausedUntil', '>', at)
        .executeTakeFirst();
      return {
        id,
        name: person.name,
        email: person.email,
        hasPassword: (held?.passwordHash ?? null) !== null,
        factorSince: held?.totpConfirmedAt?.toISOString() ?? null,
        linkedAt: linked?.linkedAt.toISOString() ?? null,
        lastSignIn: last?.createdAt.toISOString() ?? null,
        pausedUntil: pause?.until?.toISOString() ?? null,
      };
    });
  },
  audit: ({ id }) => ({ subject: { ...about, id } }),
});

export const unlockPerson = defineAction({
  name: 'person.unlock',
  title: 'End a person’s pause after wrong tries',
  allowed: 'person.manage',
  input,
  async effect(tx, { id }) {
    const { name, email } = await personOf(tx, id);
    await asService(tx, () => endPauses(tx, id, email));
    return { id, name };
  },
  audit: ({ id }) => ({ subject: { ...about, id } }),
});

/** Takes the app and the codes away. Sessions end too: whoever holds the lost phone may be in one. `tx` has the system’s reach. */
export async function withoutFactor(tx: Tx, personId: string, at: Date): Promise<void> {
  await tx
    .updateTable('credential')
    .set({ totpSecret: null, totpConfirmedAt: null, totpLastStep: null, recoveryHashes: [] })
    .where('personId', '=', personId)
    .execute();
  await tx.updateTable('session').set({ endedAt: at }).where('personId', '=', personId).where('endedAt', 'is', null).execute();
}

export const forgetFactor = defineAction({
  name: 'person.forget-factor',
  title: 'Take a person’s lost second factor away',
  allowed: 'person.manage',
  input,
  async effect(tx, { id }, { who, at }) {
    const { name } = await personOf(tx, id);
    if (id === who.personId)
      throw new HeadwaterError('refused', 'not-your-own', 'Another administrator must take your second factor away', {
        advice: 'Or set up another app under your own name.',
      });
    await asService(tx, () => withoutFactor(tx, id, at));
    return { id, name };
  },
  audit: ({ id }) => ({ subject: { ...about, id } }),
});
