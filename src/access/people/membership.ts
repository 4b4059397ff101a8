/** What somebody is in an organisation, from when until when. It is never deleted: an end date keeps the record. */
import { z } from 'zod';
import { badField, changeKept, insertKept, type Tx } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { defineAction } from '../define.ts';
import { chosen, civilDate, inOrder, maybeDate, version } from '../inputs.ts';
import { roleIds } from '../roles.ts';
import { administratorsBesides } from './administrators.ts';

const roles = z
  .array(z.enum(roleIds as [string, ...string[]], 'Choose roles from the list'))
  .min(1, 'Choose at least one role')
  .transform((all) => [...new Set(all)]);

export const membershipFields = {
  organisationId: chosen('the organisation'),
  roles,
  fromOn: civilDate('the first day'),
  toOn: maybeDate('the last day'),
};

/** The last day is not before the first. */
export const ordered = <T extends z.ZodType<{ fromOn: string; toOn: string | null }>>(schema: T) =>
  schema.refine((value) => inOrder(value as { fromOn: string; toOn: string | null }), {
    path: ['toOn'],
    message: 'The last day must be the same as or after the first day',
  });

/** Holds the organisation until the transaction ends, so that it is not closed meanwhile. @throws InputError */
export async function checkOrganisation(tx: Tx, id: string): Promise<void> {
  const row = await tx.selectFrom('organisation').select(['name', 'closedOn', 'outside']).where('id', '=', id).forShare().executeTakeFirst();
  if (!row) throw badField('organisationId', 'Choose the organisation from the list');
  if (row.closedOn !== null) throw badField('organisationId', `${row.name} is closed: choose another, or reopen it first`);
  if (row.outside) throw badField('organisationId', `${row.name} is no member of this partnership: choose another`);
}

async function checkOverlap(
  tx: Tx,
  personId: string,
  organisationId: string,
  input: { fromOn: string; toOn: string | null },
  but: string | null,
): Promise<void> {
  const held = await tx
    .selectFrom('membership')
    .select(['id', 'fromOn', 'toOn'])
    .where('personId', '=', personId)
    .where('organisationId', '=', organisationId)
    .execute();
  const meets = held.some((each) => each.id !== but && (each.toOn === null || each.toOn >= input.fromOn) && (input.toOn === null || input.toOn >= each.fromOn));
  if (meets) throw badField('fromOn', 'They have a membership of this organisation in that time already: change the roles of that one');
}

export const giveMembership = defineAction({
  name: 'membership.give',
  title: 'Give a person a membership',
  allowed: 'person.manage',
  input: ordered(z.object({ personId: chosen('a person'), ...membershipFields })),
  async effect(tx, { personId, ...input }, setting) {
    await checkOrganisation(tx, input.organisationId);
    await checkOverlap(tx, personId, input.organisationId, input, null);
    return { personId, id: await insertKept(tx, 'membership', { personId, ...input }, setting) };
  },
  audit: ({ personId, organisationId, roles: given }, { id }) => ({
    subject: { type: 'membership', id, version: 1 },
    details: { person: personId, organisation: organisationId, roles: given },
  }),
});

/** Changes roles or dates; a last day of today ends it when the day is over, one of yesterday has ended it. */
export const changeMembership = defineAction({
  name: 'membership.change',
  title: 'Change or end a membership',
  allowed: 'person.manage',
  input: ordered(z.object({ id: chosen('a membership'), version, roles, fromOn: membershipFields.fromOn, toOn: membershipFields.toOn })),
  async effect(tx, { id, version: shown, ...input }, setting) {
    const today = civilDay(setting.at);
    const row = await tx.selectFrom('membership').select(['personId', 'organisationId']).where('id', '=', id).executeTakeFirst();
    const keeps = input.roles.includes('administrator') && input.fromOn <= today && (input.toOn === null || input.toOn > today);
    if (row && !keeps && !(await administratorsBesides(tx, { membershipId: id }, today)))
      throw badField('roles', 'They are the last administrator: give another person that role first');
    if (row) await checkOverlap(tx, row.personId, row.organisationId, input, id);
    return { id, personId: row?.personId ?? '', ...(await changeKept(tx, 'membership', id, shown, input, setting)) };
  },
  audit: (input, { id, version: now, fields: changed }) => ({ subject: { type: 'membership', id, version: now }, details: { changed, roles: input.roles } }),
});
