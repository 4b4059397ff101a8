/** Recording to whom a published version was sent: each step with its day and its evidence, taken back only with a reason. */
import { z } from 'zod';
import { civilDay, defineAction, finishTask, openTask } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { badField, type Tx } from '../../register/index.ts';
import { DISTRIBUTION, type DistributionCode, distributionState, isCivilDate } from '../rules/index.ts';
import { subjectOf } from './draft.ts';
import { distributionTask } from './publish.ts';
import { needed } from './text.ts';
import { latest } from './versions.ts';

const step = z.enum(DISTRIBUTION.map((one) => one.code) as [DistributionCode, ...DistributionCode[]]);

/** The published version that is being distributed. @throws HeadwaterError `not-published` */
async function publishedOf(tx: Tx, id: string) {
  const held = await latest(tx, id, 'published');
  if (held !== undefined) return held;
  throw new HeadwaterError('conflict', 'not-published', 'The response is not published yet, so there is nothing to send', { advice: 'Publish it first.' });
}

export async function standingOf(tx: Tx, responseId: string, number: number) {
  const rows = await tx
    .selectFrom('distribution as d')
    .leftJoin('person as p', 'p.id', 'd.personId')
    .leftJoin('person as w', 'w.id', 'd.withdrawnBy')
    .leftJoin('document as f', 'f.id', 'd.documentId')
    .select(['d.id', 'd.number', 'd.step', 'd.doneOn', 'd.evidence', 'd.documentId', 'f.name as documentName', 'd.at', 'd.withdrawnAt', 'd.withdrawnReason'])
    .select((eb) => [
      eb.fn.coalesce('p.name', eb.val('somebody who has left')).as('by'),
      eb.fn.coalesce('w.name', eb.val('somebody who has left')).as('withdrawnBy'),
    ])
    .where('d.responseId', '=', responseId)
    .orderBy('d.at')
    .execute();
  const standing = distributionState(
    rows
      .filter((row) => row.number === number && row.withdrawnAt === null)
      .map((row) => ({ step: row.step as DistributionCode, on: row.doneOn, by: row.by, evidence: row.evidence })),
  );
  return { rows, standing };
}

export const recordStep = defineAction({
  name: 'response.distribute',
  title: 'Record that a response was sent',
  allowed: 'response.distribute',
  input: z.object({
    id: z.uuid(),
    step,
    doneOn: z.string({ error: 'Enter the date on which it was done' }).refine(isCivilDate, { message: 'Enter the date on which it was done' }),
    evidence: needed('Enter what shows it: an address, a reference, who acknowledged it'),
    documentId: z.uuid().nullable().default(null),
  }),
  subject: subjectOf,
  async effect(tx, { id, step: code, doneOn, evidence, documentId }, setting) {
    const response = await tx.selectFrom('response').select(['organisationId', 'inspectionId']).where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
    const version = await publishedOf(tx, id);
    if (doneOn > civilDay(setting.at)) throw badField('doneOn', 'The date must be today or in the past');
    if (doneOn < version.content.report.publishedOn) throw badField('doneOn', 'The date must not be before the report was published');
    if (documentId !== null) {
      const document = await tx
        .selectFrom('document')
        .select('id')
        .where('id', '=', documentId)
        .where('organisationId', '=', response.organisationId)
        .executeTakeFirst();
      if (document === undefined) throw badField('documentId', 'Choose a document of your own organisation');
    }
    const there = await tx
      .selectFrom('distribution')
      .select('id')
      .where('responseId', '=', id)
      .where('number', '=', version.number)
      .where('step', '=', code)
      .where('withdrawnAt', 'is', null)
      .executeTakeFirst();
    if (there !== undefined) {
      throw new HeadwaterError('conflict', 'step-recorded', 'This step is recorded already', {
        advice: 'If the record is wrong, take it back with a reason, then record it again.',
      });
    }
    await tx
      .insertInto('distribution')
      .values({
        responseId: id,
        number: version.number,
        step: code,
        doneOn,
        personId: setting.who.personId,
        evidence,
        documentId,
        at: setting.at,
        withdrawnAt: null,
        withdrawnBy: null,
        withdrawnReason: null,
      })
      .execute();
    const { rows, standing } = await standingOf(tx, id, version.number);
    if (standing.complete) {
      await finishTask(tx, distributionTask(id, version.number), setting.at);
      for (const row of rows.filter((one) => one.withdrawnAt !== null)) await finishTask(tx, distributionTask(id, version.number, row.id), setting.at);
    }
    return { id, step: code, number: version.number, complete: standing.complete };
  },
  audit: (_input, result) => ({
    subject: { type: 'response', id: result.id },
    details: { step: result.step, published: result.number, complete: result.complete },
  }),
});

export const takeBackStep = defineAction({
  name: 'response.take-back',
  title: 'Take back a record that a response was sent',
  allowed: 'response.distribute',
  input: z.object({ id: z.uuid(), step, reason: needed('Enter why it is taken back') }),
  subject: subjectOf,
  async effect(tx, { id, step: code, reason }, setting) {
    const response = await tx.selectFrom('response').select(['organisationId', 'inspectionId']).where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
    const version = await publishedOf(tx, id);
    const row = await tx
      .updateTable('distribution')
      .set({ withdrawnAt: setting.at, withdrawnBy: setting.who.personId, withdrawnReason: reason })
      .where('responseId', '=', id)
      .where('number', '=', version.number)
      .where('step', '=', code)
      .where('withdrawnAt', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) throw new HeadwaterError('conflict', 'step-open', 'This step is not recorded, so there is nothing to take back');
    await openTask(
      tx,
      {
        kind: 'response-distribution',
        key: distributionTask(id, version.number, row.id),
        title: `Record again who the response to ‘${version.content.report.title}’ was sent to`,
        href: `/account/responses/${id}/distribution`,
        subjectType: 'response',
        subjectId: id,
        organisationId: response.organisationId,
        role: 'policing-body-officer',
      },
      setting.at,
    );
    return { id, step: code, number: version.number };
  },
  audit: (_input, result) => ({ subject: { type: 'response', id: result.id }, details: { step: result.step, published: result.number, takenBack: true } }),
});
