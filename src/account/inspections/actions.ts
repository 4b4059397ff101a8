/** Putting a report on file, and changing what is filed. */
import { z } from 'zod';
import { defineAction } from '../../access/index.ts';
import { changeKept, insertKept, type Setting, type Tx } from '../../register/index.ts';
import { recordId, versionNumber } from '../fields.ts';
import { bodiesOf } from './bodies.ts';
import { inspectionFields, type InspectionValues } from './input.ts';
import { checkNeed, fitResponseTask, takeBackTasks } from './need.ts';
import { ownOrganisation } from './own.ts';
import { freeSlug } from './slug.ts';

/** Puts a report on file; for its form, and for an import that was confirmed. */
export async function fileReport(tx: Tx, values: InspectionValues, setting: Setting): Promise<{ id: string; slug: string }> {
  const organisationId = ownOrganisation(setting.who);
  const bodies = await bodiesOf(tx);
  checkNeed(values, bodies.forceCode);
  const slug = await freeSlug(tx, values.title, values.publishedOn);
  const id = await insertKept(tx, 'inspection', { ...values, slug, organisationId }, setting);
  await fitResponseTask(tx, { id, slug, ...values, organisationId }, bodies, setting.at);
  return { id, slug };
}

export const addInspection = defineAction({
  name: 'inspection.add',
  title: 'Put a report on file',
  allowed: 'inspection.edit',
  input: inspectionFields,
  async effect(tx, { values, warnings }, setting) {
    return { ...(await fileReport(tx, values, setting)), warnings: [...warnings] };
  },
  audit: (_input, { id }) => ({ subject: { type: 'inspection', id, version: 1 } }),
});

export const editInspection = defineAction({
  name: 'inspection.edit',
  title: 'Change a report on file',
  allowed: 'inspection.edit',
  input: z.object({ id: recordId, version: versionNumber, fields: inspectionFields }),
  subject: (tx, { id }) => tx.selectFrom('inspection').select('organisationId').where('id', '=', id).executeTakeFirst(),
  async effect(tx, { id, version, fields: { values, warnings } }, setting) {
    const bodies = await bodiesOf(tx);
    checkNeed(values, bodies.forceCode);
    const changed = await changeKept(tx, 'inspection', id, version, values, setting);
    // The address stays as it was: it may have been sent to somebody.
    const { slug, organisationId } = await tx.selectFrom('inspection').select(['slug', 'organisationId']).where('id', '=', id).executeTakeFirstOrThrow();
    const report = { id, slug, ...values, organisationId };
    await takeBackTasks(tx, report, setting.at);
    await fitResponseTask(tx, report, bodies, setting.at);
    return { id, slug, ...changed, warnings: [...warnings] };
  },
  audit: (_input, { id, version, fields }) => ({ subject: { type: 'inspection', id, version }, details: { changed: fields } }),
});
