/** The link with which somebody joins, or chooses a new password. It is shown to who makes it, once, and passed on by them. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { defineAction } from '../define.ts';
import { chosen } from '../inputs.ts';
import { createInvitation } from '../sign-in/index.ts';

export const makeLink = defineAction({
  name: 'person.link',
  title: 'Make a link to join or to choose a new password',
  allowed: 'person.manage',
  secret: true,
  input: z.object({ id: chosen('a person'), purpose: z.enum(['join', 'reset'], 'Choose what the link is for') }),
  async effect(tx, { id, purpose }, { who, at }) {
    const person = await tx.selectFrom('person').select(['name', 'status']).where('id', '=', id).executeTakeFirst();
    if (!person) throw new HeadwaterError('not-found', 'no-such-person', 'There is no such person', { advice: 'Go back to the list.' });
    if (person.status !== 'active') {
      throw new HeadwaterError('refused', 'not-active', `${person.name} is suspended or has left`, { advice: 'Bring them back first.' });
    }
    return { id, purpose, token: await createInvitation(tx, id, purpose, who, at) };
  },
  audit: ({ purpose }, { id }) => ({ subject: { type: 'person', id }, details: { purpose } }),
});
