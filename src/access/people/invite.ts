/** People: invited, changed, suspended, ended. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { badField, changeKept, insertKept, type Tx } from '../../register/index.ts';
import { asService } from '../as-service.ts';
import { civilDay } from '../civil-day.ts';
import { laterOf } from '../days.ts';
import { defineAction } from '../define.ts';
import { chosen, maybeWords, version, words } from '../inputs.ts';
import { administratorsBesides } from './administrators.ts';
import { checkOrganisation, membershipFields, ordered } from './membership.ts';

const fields = {
  name: words('the person’s name', 200),
  email: z
    .string('Enter an email address')
    .trim()
    .min(1, 'Enter an email address')
    .max(254, 'The email address must be 254 characters or fewer')
    .refine((text) => text === '' || z.email().safeParse(text).success, 'Enter an email address in the correct format, like name@example.org'),
  phone: maybeWords('the telephone number', 60),
  post: maybeWords('the post', 200),
};

async function checkEmail(tx: Tx, email: string, but: string | null): Promise<void> {
  const held = await tx
    .selectFrom('person')
    .select(['id', 'name', 'status'])
    .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .executeTakeFirst();
  if (!held || held.id === but) return;
  throw badField(
    'email',
    held.status === 'left'
      ? `${held.name}, who has left, has this email address: open their record and bring them back`
      : `${held.name} has this email address already: give them another membership instead`,
  );
}

/** The person and their first membership. The link with which they join is made apart, on their page, so that it is never kept. */
export const invitePerson = defineAction({
  name: 'person.invite',
  title: 'Invite a person',
  allowed: 'person.manage',
  input: ordered(z.object({ ...fields, ...membershipFields })),
  async effect(tx, { name, email, phone, post, ...membership }, setting) {
    await checkEmail(tx, email, null);
    await checkOrganisation(tx, membership.organisationId);
    const id = await insertKept(tx, 'person', { name, email, phone, post }, setting);
    await insertKept(tx, 'membership', { personId: id, ...membership }, setting);
    return { id, name };
  },
  audit: ({ organisationId, roles }, { id }) => ({ subject: { type: 'person', id, version: 1 }, details: { organisation: organisationId, roles } }),
});

export const changePerson = defineAction({
  name: 'person.change',
  title: 'Change a person’s details',
  allowed: 'person.manage',
  input: z.object({ id: chosen('a person'), version, ...fields }),
  async effect(tx, { id, version: shown, ...input }, setting) {
    await checkEmail(tx, input.email, id);
    return { id, ...(await changeKept(tx, 'person', id, shown, input, setting)) };
  },
  audit: (_input, { id, version: now, fields: changed }) => ({ subject: { type: 'person', id, version: now }, details: { changed } }),
});

/** Nothing that somebody who may not come in any more holds opens a door: sessions, access tokens, unused invitations, the address of a calendar. */
async function shutOut(tx: Tx, personId: string, at: Date): Promise<void> {
  await asService(tx, async () => {
    await tx.updateTable('session').set({ endedAt: at }).where('personId', '=', personId).where('endedAt', 'is', null).execute();
    await tx.updateTable('accessToken').set({ revokedAt: at }).where('personId', '=', personId).where('revokedAt', 'is', null).execute();
    await tx.updateTable('calendarFeed').set({ revokedAt: at }).where('personId', '=', personId).where('revokedAt', 'is', null).execute();
    await tx.updateTable('invitation').set({ usedAt: at }).where('personId', '=', personId).where('usedAt', 'is', null).execute();
  });
}

const lastOne = (): HeadwaterError =>
  new HeadwaterError('refused', 'last-administrator', 'They are the last administrator: without one, nobody could invite people or give roles', {
    advice: 'Give another person the role of administrator first. Nothing was changed.',
  });

/**
 * Suspends somebody (they can be brought back), ends them (they have left: every membership ends today), or brings them back. What they did and held
 * stays on record.
 */
export const setPersonStatus = defineAction({
  name: 'person.status',
  title: 'Suspend a person, end their access or bring them back',
  allowed: 'person.manage',
  input: z.object({ id: chosen('a person'), version, status: z.enum(['active', 'suspended', 'left'], 'Choose what is to happen') }),
  async effect(tx, { id, version: shown, status }, setting) {
    const today = civilDay(setting.at);
    if (status !== 'active' && !(await administratorsBesides(tx, { personId: id }, today))) throw lastOne();
    const changed = await changeKept(tx, 'person', id, shown, { status }, setting);
    if (status !== 'active') await shutOut(tx, id, setting.at);
    let ended = 0;
    if (status === 'left') {
      const open = await tx
        .selectFrom('membership')
        .select(['id', 'version', 'fromOn'])
        .where('personId', '=', id)
        .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>', today)]))
        .execute();
      for (const each of open) await changeKept(tx, 'membership', each.id, each.version, { toOn: laterOf(each.fromOn, today) }, setting);
      ended = open.length;
    }
    return { id, status, ended, ...changed };
  },
  audit: (_input, { id, status, ended, version: now, fields: changed }) => ({
    subject: { type: 'person', id, version: now },
    details: { status, ended, changed },
  }),
});
