/** Points of contact: one at a time for an organisation and a subject, dated, with a deputy (requirement R006). */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { badField, changeKept, insertKept, type Tx } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { laterOf, plusDays } from '../days.ts';
import { defineAction, defineRead } from '../define.ts';
import { chosen, civilDate, inOrder, maybeChosen, maybeDate, version } from '../inputs.ts';
import { liveOn, notOverOn } from '../live-rows.ts';

/** What somebody is the contact for. Others may come; this is the one that every organisation has. */
const SUBJECT = 'partnership';

const dates = { fromOn: civilDate('the first day'), toOn: maybeDate('the last day') };
const IN_ORDER = { path: ['toOn'], message: 'The last day must be the same as or after the first day' };

/** Only somebody who is at the organisation, on the later of today and the first day. @throws InputError */
async function checkMember(tx: Tx, field: string, personId: string, organisationId: string, day: string): Promise<void> {
  const row = await tx
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.id', 'm.personId')
    .select('p.id')
    .where('m.personId', '=', personId)
    .where('m.organisationId', '=', organisationId)
    .where('p.status', '=', 'active')
    .where(liveOn('m', day))
    .executeTakeFirst();
  if (!row) throw badField(field, 'Choose somebody who is a member of the organisation on that day');
}

/** Names the point of contact; one who holds the place until then ends the day before. */
export const nameContact = defineAction({
  name: 'contact.name',
  title: 'Name a point of contact',
  allowed: 'contact.edit',
  input: z
    .object({ organisationId: chosen('the organisation'), personId: chosen('who it is'), deputyId: maybeChosen('the deputy'), ...dates })
    .refine(inOrder, IN_ORDER)
    .refine((input) => input.deputyId !== input.personId, { path: ['deputyId'], message: 'The deputy must be somebody else' }),
  subject: async (tx, { organisationId }) => {
    const row = await tx.selectFrom('organisation').select('id').where('id', '=', organisationId).executeTakeFirst();
    return row && { organisationId: row.id };
  },
  async effect(tx, input, setting) {
    const today = civilDay(setting.at);
    const day = laterOf(input.fromOn, today);
    const organisation = await tx
      .selectFrom('organisation')
      .select(['name', 'closedOn', 'outside'])
      .where('id', '=', input.organisationId)
      .forUpdate()
      .executeTakeFirst();
    if (!organisation || organisation.closedOn !== null || organisation.outside) {
      throw new HeadwaterError('refused', 'organisation-closed', `${organisation?.name ?? 'It'} is closed or no member, so it has no point of contact`, {
        advice: 'Reopen it first.',
      });
    }
    await checkMember(tx, 'personId', input.personId, input.organisationId, day);
    if (input.deputyId !== null) await checkMember(tx, 'deputyId', input.deputyId, input.organisationId, day);
    const held = await tx
      .selectFrom('contactPoint as c')
      .select(['c.id', 'c.version', 'c.fromOn'])
      .where('c.organisationId', '=', input.organisationId)
      .where('c.subject', '=', SUBJECT)
      .where(notOverOn('c', input.fromOn))
      .execute();
    for (const each of held) {
      if (each.fromOn >= input.fromOn)
        throw badField('fromOn', 'Somebody is named from that day or later already: change that entry, or choose a later first day');
      await changeKept(tx, 'contactPoint', each.id, each.version, { toOn: plusDays(input.fromOn, -1) }, setting);
    }
    return { organisationId: input.organisationId, id: await insertKept(tx, 'contactPoint', { ...input, subject: SUBJECT }, setting) };
  },
  audit: ({ organisationId, personId, deputyId }, { id }) => ({
    subject: { type: 'contactPoint', id, version: 1 },
    details: { organisation: organisationId, person: personId, deputy: deputyId },
  }),
});

/** Another deputy, or another last day. */
export const changeContact = defineAction({
  name: 'contact.change',
  title: 'Change a point of contact',
  allowed: 'contact.edit',
  input: z.object({ id: chosen('a point of contact'), version, deputyId: maybeChosen('the deputy'), toOn: dates.toOn }),
  subject: async (tx, { id }) => tx.selectFrom('contactPoint').select('organisationId').where('id', '=', id).executeTakeFirst(),
  async effect(tx, { id, version: shown, deputyId, toOn }, setting) {
    const today = civilDay(setting.at);
    const row = await tx
      .selectFrom('contactPoint')
      .select(['organisationId', 'personId', 'deputyId', 'fromOn', 'toOn'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    if (!inOrder({ fromOn: row.fromOn, toOn })) throw badField('toOn', IN_ORDER.message);
    if (deputyId === row.personId) throw badField('deputyId', 'The deputy must be somebody else');
    if (deputyId !== null && deputyId !== row.deputyId) await checkMember(tx, 'deputyId', deputyId, row.organisationId, laterOf(row.fromOn, today));
    const next = await tx
      .selectFrom('contactPoint')
      .select('fromOn')
      .where('organisationId', '=', row.organisationId)
      .where('subject', '=', SUBJECT)
      .where('fromOn', '>', row.fromOn)
      .orderBy('fromOn')
      .executeTakeFirst();
    if (next && (toOn === null || toOn >= next.fromOn)) throw badField('toOn', 'The next point of contact begins before that: choose an earlier last day');
    return { organisationId: row.organisationId, id, ...(await changeKept(tx, 'contactPoint', id, shown, { deputyId, toOn }, setting)) };
  },
  audit: (_input, { id, version: now, fields: changed }) => ({ subject: { type: 'contactPoint', id, version: now }, details: { changed } }),
});

/** Who may be named at an organisation today, and the entry that a form changes. */
export const contactChoices = defineRead({
  name: 'contact.choices',
  title: 'See who may be an organisation’s point of contact',
  allowed: 'contact.edit',
  input: z.object({ organisationId: chosen('the organisation'), contactId: z.uuid().optional() }),
  subject: async (tx, { organisationId }) => {
    const row = await tx.selectFrom('organisation').select('id').where('id', '=', organisationId).executeTakeFirst();
    return row && { organisationId: row.id };
  },
  async answer(tx, { organisationId, contactId }, { at }) {
    const organisation = await tx.selectFrom('organisation').select(['id', 'name', 'closedOn']).where('id', '=', organisationId).executeTakeFirstOrThrow();
    const members = await tx
      .selectFrom('membership as m')
      .innerJoin('person as p', 'p.id', 'm.personId')
      .select(['p.id', 'p.name', 'p.post'])
      .distinct()
      .where('m.organisationId', '=', organisationId)
      .where('p.status', '=', 'active')
      .where(notOverOn('m', civilDay(at)))
      .orderBy('p.name')
      .execute();
    const contact =
      contactId === undefined
        ? null
        : ((await tx
            .selectFrom('contactPoint as c')
            .innerJoin('person as p', 'p.id', 'c.personId')
            .select(['c.id', 'c.version', 'c.personId', 'p.name', 'c.deputyId', 'c.fromOn', 'c.toOn'])
            .where('c.id', '=', contactId)
            .where('c.organisationId', '=', organisationId)
            .executeTakeFirst()) ?? null);
    return { organisation, members, contact, today: civilDay(at) };
  },
});
