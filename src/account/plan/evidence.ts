/** Evidence: a document, or a figure by its permanent address. Whoever cites a figure gives the address alone; what it says is asked by the service. */
import { z } from 'zod';
import { asService, defineAction } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { enqueue } from '../../register/jobs/index.ts';
import { badField, changeKept, insertKept, type Setting, type Tx } from '../../register/index.ts';
import { questionOfAddress } from '../../warehouse/index.ts';
import { requiredFile, storeDocument } from '../documents/index.ts';
import { optionalDate, optionalNumber, recordId, requiredText, versionNumber } from '../fields.ts';
import { planned } from '../items/index.ts';
import { ownOrganisation } from '../inspections/index.ts';
import { civilDay } from '../rules/index.ts';
import { heldFigure, wholeOf } from './cells.ts';
import { claimReached } from './milestones.ts';
import { evidenceSubject, targetSubject } from './who.ts';

/** The job that asks figures which nobody has asked yet, or not of this snapshot (src/service/jobs). */
export const RECHECK_JOB = 'evidence.recheck';

const target = {
  itemId: recordId,
  milestoneId: z
    .union([z.literal(''), recordId])
    .nullish()
    .transform((id) => (id === '' || id === undefined ? null : id)),
  title: requiredText('The title', 300, 'Enter what the evidence shows'),
  /** Given where it shows that the milestone is reached. */
  reachedOn: optionalDate('The date on which the milestone was reached'),
};

interface Target {
  readonly itemId: string;
  readonly milestoneId: string | null;
  readonly title: string;
  readonly reachedOn: string | null;
}

/** The milestone is one of the item's and still holds. Gives its measure. */
async function checkTarget(tx: Tx, { itemId, milestoneId, reachedOn }: Target): Promise<{ readonly measure: string | null }> {
  if (milestoneId === null) {
    if (reachedOn !== null) throw badField('milestoneId', 'Choose the milestone that was reached');
    return { measure: null };
  }
  const milestone = await tx.selectFrom('milestone').select(['itemId', 'measure', 'withdrawnOn']).where('id', '=', milestoneId).executeTakeFirst();
  if (milestone === undefined || milestone.itemId !== itemId || milestone.withdrawnOn !== null)
    throw badField('milestoneId', 'Choose a milestone from the list');
  return { measure: milestone.measure };
}

async function file(tx: Tx, given: Target, values: Partial<EvidenceValues>, setting: Setting): Promise<string> {
  const { itemId, milestoneId, title, reachedOn } = given;
  const id = await insertKept(
    tx,
    'evidence',
    {
      ...BLANK,
      ...values,
      kind: values.documentId === undefined ? 'figure' : 'document',
      itemId,
      milestoneId,
      title,
      organisationId: ownOrganisation(setting.who),
    },
    setting,
  );
  await planned(tx, itemId, setting.at);
  if (milestoneId !== null && reachedOn !== null) await claimReached(tx, milestoneId, reachedOn, setting);
  return id;
}

interface EvidenceValues {
  documentId: string;
  figureAddress: string;
  value: number | null;
}

const BLANK = {
  documentId: null,
  figureAddress: null,
  figureSnapshot: null,
  figureCells: null,
  value: null,
  checkedAt: null,
  checkedSnapshot: null,
  checkCells: null,
  checkState: null,
  checkNote: null,
  withdrawnOn: null,
  withdrawnReason: null,
};

export const addDocumentEvidence = defineAction({
  name: 'evidence.add-document',
  title: 'Add a document as evidence',
  allowed: 'evidence.add',
  input: z.object({ ...target, value: optionalNumber('The value'), file: requiredFile('Choose a file') }),
  subject: (tx, input, setting) => targetSubject(tx, input, setting),
  async effect(tx, { file: content, value, ...given }, setting) {
    const { measure } = await checkTarget(tx, given);
    if (value !== null && measure === null) throw badField('value', 'A value is for a milestone that has a measure: choose one, or leave it out');
    const documentId = await storeDocument(tx, content, 'file', setting);
    const id = await file(tx, given, { documentId, value }, setting);
    return { id, itemId: given.itemId, documentId };
  },
  audit: ({ itemId }, { id, documentId }) => ({ subject: { type: 'evidence', id, version: 1 }, details: { itemId, documentId } }),
});

export const addFigureEvidence = defineAction({
  name: 'evidence.add-figure',
  title: 'Cite a figure as evidence',
  allowed: 'evidence.add',
  input: z.object({ ...target, address: requiredText('The address', 4000, 'Enter the address of the figure') }),
  subject: (tx, input, setting) => targetSubject(tx, input, setting),
  async effect(tx, { address, ...given }, setting) {
    await checkTarget(tx, given);
    try {
      questionOfAddress(address);
    } catch (error) {
      if (error instanceof HeadwaterError) throw badField('address', [error.message.replace(/\.?$/, '.'), error.advice ?? ''].join(' ').trim());
      throw error;
    }
    // Until the service has asked the warehouse it counts as nothing. The page asks at once; for the API and the command a job does.
    const id = await file(tx, given, { figureAddress: address.trim() }, setting);
    await enqueue(tx, RECHECK_JOB);
    return { id, itemId: given.itemId };
  },
  audit: ({ itemId }, { id }) => ({ subject: { type: 'evidence', id, version: 1 }, details: { itemId } }),
});

/** Tasks to look again at a figure end with whatever settles it. */
export const settleTasks = (tx: Tx, id: string, at: Date): Promise<unknown> =>
  asService(tx, () =>
    tx.updateTable('task').set({ doneAt: at }).where('subjectType', '=', 'evidence').where('subjectId', '=', id).where('doneAt', 'is', null).execute(),
  );

/** A figure that moved counts again when a person has looked at it as it is now and says that it still shows what it was cited for. */
export const confirmEvidence = defineAction({
  name: 'evidence.confirm',
  title: 'Confirm a figure that has changed',
  allowed: 'evidence.add',
  input: z.object({ id: recordId, version: versionNumber, note: requiredText('The reason', 1000, 'Say why the figure still shows it') }),
  subject: (tx, { id }, setting) => evidenceSubject(tx, id, setting),
  async effect(tx, { id, version, note }, setting) {
    const piece = await tx
      .selectFrom('evidence')
      .select(['itemId', 'milestoneId', 'checkState', 'checkCells', 'checkedSnapshot'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const now = heldFigure.safeParse(piece.checkCells);
    if (piece.checkState !== 'changed' || !now.success) {
      throw new HeadwaterError('conflict', 'nothing-changed', 'There is no changed figure to confirm', {
        advice:
          piece.checkState === 'same'
            ? 'It is the same as when it was cited.'
            : 'A figure that gives no answer cannot be confirmed: cite another, or withdraw it.',
      });
    }
    const measured =
      piece.milestoneId === null
        ? null
        : ((await tx.selectFrom('milestone').select('measure').where('id', '=', piece.milestoneId).executeTakeFirst())?.measure ?? null);
    const changed = await changeKept(
      tx,
      'evidence',
      id,
      version,
      {
        figureCells: JSON.stringify(now.data),
        figureSnapshot: piece.checkedSnapshot,
        checkCells: null,
        checkState: 'same',
        checkNote: `Confirmed on ${civilDay(setting.at)}: ${note}`,
        value: measured === null ? null : wholeOf(now.data),
      },
      setting,
    );
    await settleTasks(tx, id, setting.at);
    return { id, itemId: piece.itemId, ...changed };
  },
  audit: (_input, { id, version, fields }) => ({ subject: { type: 'evidence', id, version }, details: { changed: fields } }),
});

export const withdrawEvidence = defineAction({
  name: 'evidence.withdraw',
  title: 'Withdraw evidence',
  allowed: 'evidence.add',
  input: z.object({ id: recordId, version: versionNumber, reason: requiredText('The reason', 2000, 'Say why it is withdrawn') }),
  subject: (tx, { id }, setting) => evidenceSubject(tx, id, setting),
  async effect(tx, { id, version, reason }, setting) {
    const { itemId } = await tx.selectFrom('evidence').select('itemId').where('id', '=', id).executeTakeFirstOrThrow();
    const changed = await changeKept(tx, 'evidence', id, version, { withdrawnOn: civilDay(setting.at), withdrawnReason: reason }, setting);
    await settleTasks(tx, id, setting.at);
    return { id, itemId, ...changed };
  },
  audit: (_input, { id, version, fields }) => ({ subject: { type: 'evidence', id, version }, details: { changed: fields } }),
});
