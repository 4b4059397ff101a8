/** The first administrator, made by whoever runs the command on the machine. Everybody else is invited by an administrator. */
import { z } from 'zod';
import { badField, insertKept } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { defineAction } from '../define.ts';
import { words } from '../inputs.ts';
import { withoutFactor } from './helping.ts';
import { createInvitation } from './invitations.ts';

/**
 * A person with the role of administrator in an organisation of that name, both made where they are not there, and the token of a link to join. Done again
 * for somebody who is there, it gives a new link: the way back in when every administrator is locked out.
 */
export const bootstrapAdministrator = defineAction({
  name: 'administrator.create',
  title: 'Make an administrator',
  allowed: 'operator.run',
  secret: true,
  input: z.object({
    name: words('the person’s name', 200),
    email: z.email('Enter an e-mail address, like name@example.org').max(254),
    organisation: words('the organisation’s name', 200),
    /** Also takes away a second factor that they have lost, and ends their sessions. */
    forgetFactor: z.boolean().default(false),
  }),
  async effect(tx, { name, email, organisation, forgetFactor }, setting) {
    const held = await tx
      .selectFrom('person')
      .select(['id', 'status'])
      .where((row) => row.fn('lower', ['email']), '=', email.toLowerCase())
      .executeTakeFirst();
    if (held !== undefined && held.status !== 'active') throw badField('email', 'That person is suspended or has left. Use another e-mail address');
    const body = await tx.selectFrom('organisation').select(['id', 'closedOn']).where('name', '=', organisation).executeTakeFirst();
    if (body !== undefined && body.closedOn !== null) throw badField('organisation', 'That organisation is closed. Name another');
    const organisationId =
      body?.id ??
      (await insertKept(
        tx,
        'organisation',
        {
          name: organisation,
          shortName: organisation.slice(0, 60),
          type: 'hub',
          parentId: null,
          force: null,
          area: null,
          closedOn: null,
          closedReason: null,
          createdBy: null,
          updatedBy: null,
        },
        setting,
      ));
    const personId = held?.id ?? (await insertKept(tx, 'person', { name, email, phone: null, post: null, createdBy: null, updatedBy: null }, setting));
    const member = await tx
      .selectFrom('membership')
      .select(['id', 'roles', 'toOn'])
      .where('personId', '=', personId)
      .where('organisationId', '=', organisationId)
      .where('toOn', 'is', null)
      .executeTakeFirst();
    if (member === undefined)
      await insertKept(
        tx,
        'membership',
        { personId, organisationId, roles: ['administrator'], fromOn: civilDay(setting.at), toOn: null, createdBy: null, updatedBy: null },
        setting,
      );
    else if (!member.roles.includes('administrator')) {
      await tx
        .updateTable('membership')
        .set((row) => ({ roles: [...member.roles, 'administrator'], version: row('version', '+', 1), updatedAt: setting.at }))
        .where('id', '=', member.id)
        .execute();
    }
    if (forgetFactor) await withoutFactor(tx, personId, setting.at);
    return {
      personId,
      organisationId,
      token: await createInvitation(tx, personId, held === undefined ? 'join' : 'reset', setting.who, setting.at),
      known: held !== undefined,
    };
  },
  audit: ({ forgetFactor }, { personId, known }) => ({ subject: { type: 'person', id: personId }, details: { known, forgetFactor } }),
});
