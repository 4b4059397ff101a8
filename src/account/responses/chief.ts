/** The chief officer's comments, section 55(4): invited by the policing body by a date, written by the force, seen by the body once sent. */
import { z } from 'zod';
import { civilDay, defineAction, finishTask, openTask } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { badField, changeKept, insertKept, type Setting, type Subject, type Tx } from '../../register/index.ts';
import { formatDate, isCivilDate, statutoryLastDay } from '../rules/index.ts';
import { auditOf, type Changed, changeDraft, subjectOf } from './draft.ts';
import { forceOf } from './gather.ts';
import { at } from './open.ts';
import { prose } from './text.ts';

const day = (missing: string) => z.string({ error: missing }).refine(isCivilDate, { message: missing });

const taskKey = (responseId: string, replyBy: string): string => `chief-comment:${responseId}:${replyBy}`;

export const inviteChief = defineAction({
  name: 'response.invite',
  title: 'Invite the chief officer to comment',
  allowed: 'response.draft',
  input: z.object({
    ...at,
    replyBy: day('Enter the date by which the chief officer is asked to comment'),
    /** Said again where the date is too late for the statute. */
    lateKnown: z.boolean().default(false),
  }),
  subject: subjectOf,
  async effect(tx, { id, version, replyBy, lateKnown }, setting): Promise<Changed> {
    const today = civilDay(setting.at);
    return changeDraft(tx, { id, version }, {}, setting, 'invited', async () => {
      const response = await tx
        .selectFrom('response as r')
        .innerJoin('inspection as i', 'i.id', 'r.inspectionId')
        .select(['r.inspectionId', 'r.organisationId', 'r.publishedAt', 'i.title', 'i.publishedOn', 'i.embargoAt'])
        .where('r.id', '=', id)
        .executeTakeFirstOrThrow();
      if (response.publishedOn > today || (response.embargoAt !== null && response.embargoAt > setting.at)) {
        throw new HeadwaterError('refused', 'embargoed', 'The report is not published yet, so the force cannot be shown it here.', {
          advice: 'Invite the chief officer once it is published.',
        });
      }
      if (replyBy < today) throw badField('replyBy', 'The date for comments must be today or later');
      const last = statutoryLastDay(response.publishedOn);
      // After a first publication there is no statutory day left to miss.
      if (replyBy > last && response.publishedAt === null && !lateKnown) {
        throw badField(
          'lateKnown',
          `${formatDate(replyBy)} is after ${formatDate(last)}, the last day on which the response can be published in time. Tick that you know, or choose an earlier date`,
        );
      }
      const held = await tx.selectFrom('chiefComment').selectAll().where('responseId', '=', id).executeTakeFirst();
      const body = await tx.selectFrom('organisation').select(['id', 'force', 'name']).where('id', '=', response.organisationId).executeTakeFirstOrThrow();
      const force = await forceOf(tx, body);
      if (force === undefined) {
        throw new HeadwaterError('refused', 'no-force', 'Your organisation has no force here, so nobody can be invited.', {
          advice: 'Ask the administrator to add the force, and to give it and your organisation the same force in the register of organisations.',
        });
      }
      if (held === undefined) {
        await insertKept(tx, 'chiefComment', invitation(id, force.id, response.organisationId, response.inspectionId, today, replyBy), setting);
      } else {
        await changeKept(tx, 'chiefComment', held.id, held.version, { replyBy, notReceivedOn: null, closedOn: null }, setting);
        if (held.replyBy !== replyBy) await finishTask(tx, taskKey(id, held.replyBy), setting.at);
      }
      await openTask(
        tx,
        {
          kind: 'chief-comment',
          key: taskKey(id, replyBy),
          title: `Comment on ‘${response.title}’ for ${body.name}`,
          href: `/account/comments/${id}`,
          subjectType: 'chiefComment',
          subjectId: id,
          organisationId: force.id,
          role: 'chief-officer',
          dueOn: replyBy,
        },
        setting.at,
      );
      return ['replyBy'];
    });
  },
  audit: auditOf,
});

const invitation = (responseId: string, organisationId: string, bodyId: string, inspectionId: string, invitedOn: string, replyBy: string) => ({
  responseId,
  organisationId,
  bodyId,
  inspectionId,
  invitedOn,
  replyBy,
  receivedOn: null,
  notReceivedOn: null,
  closedOn: null,
});

export const recordNone = defineAction({
  name: 'response.none-received',
  title: 'Record that no comments came',
  allowed: 'response.draft',
  input: z.object(at),
  subject: subjectOf,
  async effect(tx, { id, version }, setting): Promise<Changed> {
    const today = civilDay(setting.at);
    return changeDraft(tx, { id, version }, {}, setting, 'none-received', async () => {
      const held = await tx.selectFrom('chiefComment').selectAll().where('responseId', '=', id).forUpdate().executeTakeFirst();
      if (held === undefined)
        throw new HeadwaterError('refused', 'not-invited', 'The chief officer has not been invited to comment yet.', { advice: 'Invite them first.' });
      if (held.receivedOn !== null) throw new HeadwaterError('conflict', 'comments-there', `Comments came on ${formatDate(held.receivedOn)}.`);
      if (today <= held.replyBy) {
        throw new HeadwaterError('refused', 'too-early', `The chief officer has until the end of ${formatDate(held.replyBy)}.`, {
          advice: 'That no comments came can be recorded from the day after.',
        });
      }
      if (held.notReceivedOn !== null) return [];
      await changeKept(tx, 'chiefComment', held.id, held.version, { notReceivedOn: today }, setting);
      return ['notReceivedOn'];
    });
  },
  audit: auditOf,
});

/** The force's comments to their writer, and the body's to the body: one row that both may see, each as their own. */
export async function commentSubject(tx: Tx, { id }: { readonly id: string }, { who }: Pick<Setting, 'who'>): Promise<Subject | undefined> {
  const row = await tx.selectFrom('chiefComment').select(['organisationId', 'bodyId']).where('responseId', '=', id).executeTakeFirst();
  return row && { organisationId: who.organisationId === row.bodyId ? row.bodyId : row.organisationId };
}

export const saveComments = defineAction({
  name: 'chief-comment.save',
  title: 'Write the chief officer’s comments',
  allowed: 'chief-comment.write',
  input: z.object({
    ...at,
    general: prose('The comments'),
    items: z.array(z.object({ itemId: z.uuid(), text: prose('The comment') })).max(500),
    /** Sent to the policing body, or kept as the force's own draft. */
    send: z.boolean(),
  }),
  async subject(tx, { id }) {
    // The force alone writes them.
    const row = await tx.selectFrom('chiefComment').select('organisationId').where('responseId', '=', id).executeTakeFirst();
    return row && { organisationId: row.organisationId };
  },
  async effect(tx, { id, version, general, items, send }, setting) {
    const held = await tx.selectFrom('chiefComment').selectAll().where('responseId', '=', id).forUpdate().executeTakeFirstOrThrow();
    if (held.closedOn !== null) {
      throw new HeadwaterError('conflict', 'comments-closed', `The response was published on ${formatDate(held.closedOn)}, with your comments as they were.`, {
        advice: 'If they have to be corrected, ask the policing body to open a correction and to invite you again.',
      });
    }
    if (held.receivedOn !== null && !send)
      throw new HeadwaterError('refused', 'comments-sent', 'These comments have been sent, so a change to them is sent too.', {
        advice: 'Choose to send them.',
      });
    const known = await tx.selectFrom('inspectionItem').select(['id', 'number']).where('inspectionId', '=', held.inspectionId).execute();
    if (items.some((item) => !known.some((one) => one.id === item.itemId))) throw badField('items', 'One of these is not an item of this report');
    if (send && general === '' && items.every((item) => item.text === '')) throw badField('general', 'Enter your comments');
    const before = await tx.selectFrom('chiefCommentItem').select(['itemId', 'text']).where('responseId', '=', id).execute();
    const changed = items.filter((item) => (before.find((one) => one.itemId === item.itemId)?.text ?? '') !== item.text);
    const receivedOn = send ? (held.receivedOn ?? civilDay(setting.at)) : held.receivedOn;
    const own = await changeKept(tx, 'chiefComment', held.id, version, { general, ...(send ? { receivedOn, notReceivedOn: null } : {}) }, setting);
    for (const { itemId, text } of changed) {
      await tx
        .insertInto('chiefCommentItem')
        .values({ responseId: id, itemId, text })
        .onConflict((conflict) => conflict.columns(['responseId', 'itemId']).doUpdateSet({ text }))
        .execute();
    }
    const bumped = own.fields.length === 0 && changed.length > 0;
    if (bumped) await bump(tx, id, version + 1, setting);
    if (send) await finishTask(tx, taskKey(id, held.replyBy), setting.at);
    const fields = [...own.fields, ...changed.map((item) => `comment on item ${known.find((one) => one.id === item.itemId)?.number ?? ''}`)];
    return { id, commentId: held.id, version: bumped ? version + 1 : own.version, fields, sent: send };
  },
  audit: (_input, { commentId, version, fields, sent }) => ({ subject: { type: 'chiefComment', id: commentId, version }, details: { changed: fields, sent } }),
});

const bump = (tx: Tx, id: string, version: number, { at: now, who }: Setting) =>
  tx.updateTable('chiefComment').set({ version, updatedAt: now, updatedBy: who.personId }).where('responseId', '=', id).execute();
