/** Terms of reference as pages show them, and the receipt that somebody has read them. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import type { Tx } from '../../register/index.ts';
import { defineAction, defineRead } from '../define.ts';
import { chosen } from '../inputs.ts';
import { roleIds } from '../roles.ts';

const inOrder = <T extends { readonly role: string }>(rows: readonly T[]): T[] => {
  const place = new Map<string, number>(roleIds.map((role, at) => [role, at]));
  return [...rows].sort((a, b) => (place.get(a.role) ?? 99) - (place.get(b.role) ?? 99));
};

const wordsOf = async (tx: Tx, termsId: string) =>
  inOrder(await tx.selectFrom('termsRole').select(['role', 'means', 'brings']).where('termsId', '=', termsId).execute());

/** The version in force: the last one published. Null before the first. */
export const latest = (tx: Tx) =>
  tx
    .selectFrom('terms')
    .select(['id', 'number', 'title', 'purpose', 'objectives', 'text', 'effectiveOn', 'publishedAt'])
    .where('publishedAt', 'is not', null)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();

/** The version in force, what it says to each role, and when who asks has read it: null until then. */
export const currentTerms = defineRead({
  name: 'terms.current',
  title: 'Read the terms of reference',
  allowed: 'terms.read',
  input: z.object({}),
  async answer(tx, _input, { who }) {
    const terms = await latest(tx);
    if (!terms) return null;
    const receipt =
      who.personId === null
        ? undefined
        : await tx.selectFrom('termsReceipt').select('readAt').where('termsId', '=', terms.id).where('personId', '=', who.personId).executeTakeFirst();
    return { ...terms, roles: await wordsOf(tx, terms.id), readAt: receipt?.readAt ?? null };
  },
});

/** Every version that was published. */
export const termsVersions = defineRead({
  name: 'terms.versions',
  title: 'See every version of the terms of reference',
  allowed: 'terms.read',
  input: z.object({}),
  answer: (tx) =>
    tx
      .selectFrom('terms')
      .select(['id', 'number', 'title', 'effectiveOn', 'publishedAt'])
      .where('publishedAt', 'is not', null)
      .orderBy('number', 'desc')
      .execute(),
});

const NONE = ['not-found', 'no-such-terms', 'There are no such terms of reference', { advice: 'The list has every version.' }] as const;

/** A published version by its number. */
export const termsVersion = defineRead({
  name: 'terms.version',
  title: 'Read a version of the terms of reference',
  allowed: 'terms.read',
  input: z.object({ number: z.coerce.number().int().min(1).max(100_000) }),
  async answer(tx, { number }) {
    const terms = await tx.selectFrom('terms').selectAll().where('number', '=', number).where('publishedAt', 'is not', null).executeTakeFirst();
    if (!terms) throw new HeadwaterError(...NONE);
    return { ...terms, roles: await wordsOf(tx, terms.id) };
  },
});

/** The draft, or null. */
export const draftOfTerms = defineRead({
  name: 'terms.draft-read',
  title: 'See the draft of the terms of reference',
  allowed: 'terms.publish',
  input: z.object({}),
  async answer(tx) {
    const terms = await tx.selectFrom('terms').selectAll().where('publishedAt', 'is', null).executeTakeFirst();
    return terms ? { ...terms, roles: await wordsOf(tx, terms.id) } : null;
  },
});

/** A person says that they have read the version in force. Once: a second time changes nothing. */
export const acknowledgeTerms = defineAction({
  name: 'terms.acknowledge',
  title: 'Say that you have read the terms of reference',
  allowed: 'terms.acknowledge',
  input: z.object({ id: chosen('a version') }),
  async effect(tx, { id }, { who, at }) {
    const terms = await latest(tx);
    if (terms?.id !== id) {
      throw new HeadwaterError('conflict', 'newer-terms', 'There is a newer version of the terms of reference', { advice: 'Read that one.' });
    }
    if (who.personId === null || who.organisationId === null) {
      throw new HeadwaterError('forbidden', 'not-a-person', 'Only somebody who has signed in for an organisation can say that they have read them');
    }
    await tx
      .insertInto('termsReceipt')
      .values({ termsId: id, personId: who.personId, organisationId: who.organisationId, roles: [...who.roles], readAt: at })
      .onConflict((conflict) => conflict.columns(['termsId', 'personId']).doNothing())
      .execute();
    return { id, number: terms.number };
  },
  audit: (_input, { id, number }) => ({ subject: { type: 'terms', id }, details: { number } }),
});
