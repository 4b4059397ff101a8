/**
 * Terms of reference: drafted, published, never changed afterwards (requirement R007). What they mean for each role, and what each role brings, is part of
 * the version. A new version starts from the one before.
 */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { changeKept, insertKept, type Tx } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { defineAction } from '../define.ts';
import { chosen, civilDate, maybeWords, version, words } from '../inputs.ts';
import { liveOn } from '../live-rows.ts';
import { roleIds, roleTitle } from '../roles.ts';

const fields = {
  title: words('a title', 200),
  purpose: words('what the partnership is for, in one sentence', 500),
  objectives: words('the objectives', 10_000),
  text: words('the terms of reference', 50_000),
  effectiveOn: civilDate('the day from which they hold'),
};

/** @throws HeadwaterError `terms-published`, `no-such-record` */
async function draftOnly(tx: Tx, id: string): Promise<{ number: number }> {
  const row = await tx.selectFrom('terms').select(['number', 'publishedAt']).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new HeadwaterError('not-found', 'no-such-record', 'There are no such terms of reference', { advice: 'Go back to the list.' });
  if (row.publishedAt === null) return row;
  throw new HeadwaterError(
    'refused',
    'terms-published',
    `Version ${row.number} is published, and people have been asked to read it, so it can no longer be changed`,
    {
      advice: 'Start a new version: it begins with the text of this one.',
    },
  );
}

/** A new version, one at a time, with what each role had in the version before. */
export const draftTerms = defineAction({
  name: 'terms.draft',
  title: 'Start a new version of the terms of reference',
  allowed: 'terms.publish',
  input: z.object(fields),
  async effect(tx, input, setting) {
    const last = await tx.selectFrom('terms').select(['id', 'number', 'publishedAt']).orderBy('number', 'desc').forUpdate().executeTakeFirst();
    if (last && last.publishedAt === null) {
      throw new HeadwaterError('conflict', 'draft-there', `Version ${last.number} is a draft already`, { advice: 'Change and publish that one first.' });
    }
    const number = (last?.number ?? 0) + 1;
    const id = await insertKept(tx, 'terms', { number, ...input, publishedAt: null }, setting);
    if (last) {
      const roles = await tx.selectFrom('termsRole').select(['role', 'means', 'brings']).where('termsId', '=', last.id).execute();
      if (roles.length > 0)
        await tx
          .insertInto('termsRole')
          .values(roles.map((role) => ({ termsId: id, ...role })))
          .execute();
    }
    return { id, number };
  },
  audit: (_input, { id, number }) => ({ subject: { type: 'terms', id, version: 1 }, details: { number } }),
});

export const changeTerms = defineAction({
  name: 'terms.change',
  title: 'Change a draft of the terms of reference',
  allowed: 'terms.publish',
  input: z.object({ id: chosen('a version'), version, ...fields }),
  async effect(tx, { id, version: shown, ...input }, setting) {
    const { number } = await draftOnly(tx, id);
    return { id, number, ...(await changeKept(tx, 'terms', id, shown, input, setting)) };
  },
  audit: (_input, { id, version: now, fields: changed }) => ({ subject: { type: 'terms', id, version: now }, details: { changed } }),
});

/** What a draft means for one role and what that role brings; both empty takes the role out. */
export const setTermsRole = defineAction({
  name: 'terms.role',
  title: 'Say what the terms of reference mean for a role',
  allowed: 'terms.publish',
  input: z
    .object({
      id: chosen('a version'),
      role: z.enum(roleIds as [string, ...string[]], 'Choose a role'),
      means: maybeWords('what this means for the role', 2000),
      brings: maybeWords('what the role brings', 2000),
    })
    .refine(({ means, brings }) => means !== null || brings === null, { path: ['means'], message: 'Enter what this means for the role' })
    .refine(({ means, brings }) => brings !== null || means === null, { path: ['brings'], message: 'Enter what the role brings' }),
  async effect(tx, { id, role, means, brings }) {
    const { number } = await draftOnly(tx, id);
    await tx.deleteFrom('termsRole').where('termsId', '=', id).where('role', '=', role).execute();
    if (means !== null && brings !== null) await tx.insertInto('termsRole').values({ termsId: id, role, means, brings }).execute();
    return { id, number };
  },
  audit: ({ role }, { id }) => ({ subject: { type: 'terms', id }, details: { role } }),
});

/** Roles that somebody holds today and that a version says nothing to. */
export async function rolesWithoutWords(tx: Tx, termsId: string, today: string): Promise<string[]> {
  const said = new Set((await tx.selectFrom('termsRole').select('role').where('termsId', '=', termsId).execute()).map((row) => row.role));
  const rows = await tx
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.id', 'm.personId')
    .select('m.roles')
    .where('p.status', '=', 'active')
    .where(liveOn('m', today))
    .execute();
  const held = new Set(rows.flatMap((row) => row.roles));
  return roleIds.filter((role) => held.has(role) && !said.has(role));
}

/** Publishes a draft: everybody is asked to read it, and it is never changed again. */
export const publishTerms = defineAction({
  name: 'terms.publish',
  title: 'Publish the terms of reference',
  allowed: 'terms.publish',
  input: z.object({ id: chosen('a version'), version }),
  async effect(tx, { id, version: shown }, setting) {
    const { number } = await draftOnly(tx, id);
    const silent = await rolesWithoutWords(tx, id, civilDay(setting.at));
    if (silent.length > 0) {
      throw new HeadwaterError(
        'refused',
        'roles-without-words',
        `They say nothing yet to ${silent.length === 1 ? 'a role' : `${silent.length} roles`} that people hold`,
        {
          advice: `Say what they mean for: ${silent.map(roleTitle).join(', ')}.`,
        },
      );
    }
    return { id, number, ...(await changeKept(tx, 'terms', id, shown, { publishedAt: setting.at }, setting)) };
  },
  audit: (_input, { id, number, version: now, fields: changed }) => ({ subject: { type: 'terms', id, version: now }, details: { number, changed } }),
});
