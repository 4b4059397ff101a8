/** Closing an organisation: refused while anything of it is open, so that nothing is lost with it. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { changeKept } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { defineAction, defineRead } from '../define.ts';
import { chosen, version, words } from '../inputs.ts';
import { openMatters } from './matters.ts';

/** What keeps an organisation from being closed. */
export const organisationMatters = defineRead({
  name: 'organisation.matters',
  title: 'See what is open for an organisation',
  allowed: 'organisation.edit',
  input: z.object({ id: chosen('an organisation') }),
  answer: (tx, { id }, { at, who }) => openMatters(tx, id, civilDay(at), who),
});

export const closeOrganisation = defineAction({
  name: 'organisation.close',
  title: 'Close an organisation',
  allowed: 'organisation.edit',
  input: z.object({ id: chosen('an organisation'), version, reason: words('why it is closed', 1000) }),
  async effect(tx, { id, version: shown, reason }, setting) {
    const today = civilDay(setting.at);
    const row = await tx.selectFrom('organisation').select(['name', 'closedOn']).where('id', '=', id).forUpdate().executeTakeFirst();
    if (row && row.closedOn !== null)
      throw new HeadwaterError('conflict', 'closed-already', `${row.name} is closed already`, { advice: 'Nothing was changed.' });
    const open = await openMatters(tx, id, today, setting.who);
    if (open.length > 0) {
      throw new HeadwaterError(
        'refused',
        'organisation-has-open',
        `${row?.name ?? 'It'} cannot be closed yet: ${open.length === 1 ? 'one thing is' : `${open.length} things are`} open`,
        {
          advice: `Settle or hand over each of them first: ${open
            .slice(0, 10)
            .map((matter) => matter.text)
            .join('; ')}${open.length > 10 ? '; and others' : ''}. Nothing was changed.`,
        },
      );
    }
    return { id, name: row?.name ?? '', ...(await changeKept(tx, 'organisation', id, shown, { closedOn: today, closedReason: reason }, setting)) };
  },
  audit: (_input, { id, version: now, fields: changed }) => ({ subject: { type: 'organisation', id, version: now }, details: { changed } }),
});

export const reopenOrganisation = defineAction({
  name: 'organisation.reopen',
  title: 'Reopen an organisation',
  allowed: 'organisation.edit',
  input: z.object({ id: chosen('an organisation'), version }),
  async effect(tx, { id, version: shown }, setting) {
    const row = await tx
      .selectFrom('organisation as o')
      .leftJoin('organisation as above', 'above.id', 'o.parentId')
      .select(['o.name', 'above.name as parent', 'above.closedOn as parentClosed'])
      .where('o.id', '=', id)
      .executeTakeFirst();
    if (row && row.parentClosed !== null) {
      throw new HeadwaterError('refused', 'parent-closed', `${row.name} is under ${row.parent ?? 'an organisation'}, which is closed`, {
        advice: 'Reopen that first, or put this one under another.',
      });
    }
    return { id, name: row?.name ?? '', ...(await changeKept(tx, 'organisation', id, shown, { closedOn: null, closedReason: null }, setting)) };
  },
  audit: (_input, { id, version: now, fields: changed }) => ({ subject: { type: 'organisation', id, version: now }, details: { changed } }),
});
