/** Submitting a draft, returning it, approving it. What is approved is the version that was submitted, and nobody approves their own words. */
import { z } from 'zod';
import { civilDay, defineAction, finishTask, openTask } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { changeKept, type Setting, type Tx } from '../../register/index.ts';
import type { Gap } from '../rules/index.ts';
import { hashOf } from './content.ts';
import { auditOf, type Changed, lockIn, subjectOf } from './draft.ts';
import { gather, type Gathered } from './gather.ts';
import { at } from './open.ts';
import { needed } from './text.ts';
import { addVersion, approvalFor, latest } from './versions.ts';

const approvalTask = (id: string, number: number): string => `approve:${id}:${number}`;

/** @throws HeadwaterError `response-gaps` */
export function refuseGaps(gaps: readonly Gap[]): void {
  const required = gaps.filter((gap) => gap.required);
  if (required.length === 0) return;
  throw new HeadwaterError('refused', 'response-gaps', 'The response is not complete, so it cannot go on', {
    advice: required.map((gap) => `${gap.words}.`).join(' '),
  });
}

export const submitResponse = defineAction({
  name: 'response.submit',
  title: 'Submit a response for approval',
  allowed: 'response.draft',
  input: z.object(at),
  subject: subjectOf,
  async effect(tx, { id, version }, setting): Promise<Changed> {
    const row = await lockIn(tx, id, 'draft');
    const changed = await changeKept(
      tx,
      'response',
      id,
      version,
      { state: 'review', submittedBy: setting.who.personId, submittedAt: setting.at, approvedBy: null, approvedAt: null, returnReason: '' },
      setting,
    );
    const { content, gaps } = await gather(tx, id);
    refuseGaps(gaps);
    const made = await addVersion(tx, { responseId: id, organisationId: row.organisationId, state: 'review', deed: 'submitted', content }, setting);
    await openTask(
      tx,
      {
        kind: 'response-approval',
        key: approvalTask(id, made.number),
        title: `Approve or return the response to ‘${content.report.title}’`,
        href: `/account/responses/${id}/review`,
        subjectType: 'response',
        subjectId: id,
        organisationId: row.organisationId,
        role: 'policing-body-lead',
        dueOn: row.publishedAt === null ? content.deadline.statutory : null,
      },
      setting.at,
    );
    return { id, version: changed.version, fields: ['state'] };
  },
  audit: auditOf,
});

export const returnResponse = defineAction({
  name: 'response.return',
  title: 'Return a response to its draft',
  allowed: 'response.approve',
  input: z.object({ ...at, reason: needed('Enter why it is returned') }),
  subject: subjectOf,
  async effect(tx, { id, version, reason }, setting): Promise<Changed> {
    const row = await lockIn(tx, id, 'review', 'approved');
    const changed = await changeKept(tx, 'response', id, version, { state: 'draft', returnReason: reason, approvedBy: null, approvedAt: null }, setting);
    const submitted = await latest(tx, id, 'submitted');
    const { content } = await gather(tx, id);
    await addVersion(tx, { responseId: id, organisationId: row.organisationId, state: 'draft', deed: 'returned', note: reason, content }, setting);
    if (submitted !== undefined) await finishTask(tx, approvalTask(id, submitted.number), setting.at);
    return { id, version: changed.version, fields: ['state'] };
  },
  audit: auditOf,
});

export const approveResponse = defineAction({
  name: 'response.approve',
  title: 'Approve a response',
  allowed: 'response.approve',
  input: z.object(at),
  subject: subjectOf,
  async effect(tx, { id, version }, setting): Promise<Changed> {
    const row = await lockIn(tx, id, 'review');
    const answer = await approvalFor(tx, id, setting.who.personId);
    // Forbidden, so that the attempt is on record.
    if (!answer.allowed)
      throw new HeadwaterError('forbidden', 'own-words', `Nobody approves their own words. ${answer.because}`, {
        advice: 'Ask a colleague who has written none of it.',
      });
    const changed = await changeKept(tx, 'response', id, version, { state: 'approved', approvedBy: setting.who.personId, approvedAt: setting.at }, setting);
    const submitted = await unchangedSince(tx, id, 'submitted');
    await addVersion(tx, { responseId: id, organisationId: row.organisationId, state: 'approved', deed: 'approved', content: submitted.content }, setting);
    await finishTask(tx, approvalTask(id, submitted.number), setting.at);
    return { id, version: changed.version, fields: ['state'] };
  },
  audit: auditOf,
});

/**
 * The version of a deed, where what it was made from is still the same: the report's items are the register's and the comments are the force's, and both
 * may move while a response waits. @throws HeadwaterError `moved-meanwhile`
 */
export async function unchangedSince(tx: Tx, id: string, deed: 'submitted' | 'approved', gathered?: Gathered) {
  const held = await latest(tx, id, deed);
  const now = gathered ?? (await gather(tx, id));
  if (held !== undefined && hashOf(now.content).equals(held.hash)) return held;
  throw new HeadwaterError(
    'conflict',
    'moved-meanwhile',
    `What this response is made from has changed since it was ${deed}: the report’s entry, or the chief officer’s comments`,
    {
      advice: 'Return it to the draft, look at the differences, and submit it again.',
    },
  );
}

export const today = (setting: Setting): string => civilDay(setting.at);
