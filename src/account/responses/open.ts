/** Opening a response, and writing its texts and positions. */
import { z } from 'zod';
import { HeadwaterError } from '../../errors.ts';
import { defineAction } from '../../access/index.ts';
import { badField, insertKept } from '../../register/index.ts';
import { isOwn } from '../rules/index.ts';
import { auditOf, type Changed, changeDraft, subjectOf } from './draft.ts';
import { forceOf, gather } from './gather.ts';
import { line, prose } from './text.ts';
import { chiefTitleOf, officeTitleOf } from './titles.ts';
import { addVersion } from './versions.ts';

const MANY = 50_000;
/** The response, and the version of it that the form showed. */
export const at = { id: z.uuid(), version: z.number().int().min(0).max(MANY) };

export const openResponse = defineAction({
  name: 'response.open',
  title: 'Open a response',
  allowed: 'response.draft',
  input: z.object({ inspectionId: z.uuid() }),
  async effect(tx, { inspectionId }, setting) {
    const { organisationId } = setting.who;
    if (organisationId === null) throw new HeadwaterError('refused', 'no-organisation', 'A response is an organisation’s, and you act for none.');
    const inspection = await tx
      .selectFrom('inspection')
      .select(['id', 'slug', 'summary', 'responseNeeded', 'noResponseReason'])
      .where('id', '=', inspectionId)
      .executeTakeFirst();
    if (inspection === undefined) throw badField('inspectionId', 'There is no such report, or it is not one that you may see');
    if (!inspection.responseNeeded) {
      throw new HeadwaterError(
        'refused',
        'no-response-needed',
        `The register says that no response is needed: ${inspection.noResponseReason ?? 'no reason is given'}.`,
        {
          advice: 'If that is wrong, change it on the inspection’s page first.',
        },
      );
    }
    const body = await tx.selectFrom('organisation').select(['id', 'type', 'name', 'force']).where('id', '=', organisationId).executeTakeFirstOrThrow();
    if (body.type !== 'policing-body')
      throw new HeadwaterError('refused', 'not-a-policing-body', 'Section 55 asks local policing bodies for a response, and your organisation is not one.');
    const there = await tx
      .selectFrom('response')
      .select('id')
      .where('inspectionId', '=', inspectionId)
      .where('organisationId', '=', organisationId)
      .executeTakeFirst();
    if (there !== undefined)
      throw new HeadwaterError('conflict', 'response-open', 'Somebody has opened this response already.', { advice: 'Find it in the list of responses.' });
    const id = await insertKept(
      tx,
      'response',
      {
        inspectionId,
        organisationId,
        // The report's summary on file is where the body's account of it starts from; the source itself is not touched.
        keyFindings: inspection.summary,
        officeTitle: officeTitleOf(body.name),
        chiefTitle: chiefTitleOf((await forceOf(tx, body))?.name ?? ''),
        submittedBy: null,
        submittedAt: null,
        approvedBy: null,
        approvedAt: null,
        publishedAt: null,
        publishedBy: null,
        publishedHash: null,
        publishedPath: null,
      },
      setting,
    );
    const { content } = await gather(tx, id);
    await addVersion(tx, { responseId: id, organisationId, state: 'draft', deed: 'opened', content }, setting);
    return { id, version: 1, fields: [] as string[] };
  },
  audit: auditOf,
});

/** Texts of the response that are written on a page of their own: the column, and what its page calls it. */
export const SECTIONS = {
  'key-findings': { column: 'keyFindings', title: 'Key findings of the report' },
  'initial-response': { column: 'initialResponse', title: 'Initial response' },
  comments: { column: 'comments', title: 'Overall comments' },
  opinion: { column: 'opinion', title: 'Opinion of the report' },
  'chief-reply': { column: 'chiefReply', title: 'Reply to the chief officer’s comments' },
} as const;
export type Section = keyof typeof SECTIONS;
export const sectionIds = Object.keys(SECTIONS) as [Section, ...Section[]];
export const isSection = (text: string): text is Section => Object.hasOwn(SECTIONS, text);

export const writeSection = defineAction({
  name: 'response.write',
  title: 'Write part of a response',
  allowed: 'response.draft',
  input: z.object({ ...at, section: z.enum(sectionIds), text: prose('The text') }),
  subject: subjectOf,
  effect: (tx, { id, version, section, text }, setting): Promise<Changed> => changeDraft(tx, { id, version }, { [SECTIONS[section].column]: text }, setting),
  audit: auditOf,
});

export const describeResponse = defineAction({
  name: 'response.describe',
  title: 'Choose a response’s layout and names',
  allowed: 'response.draft',
  input: z.object({
    ...at,
    layout: z.enum(['norfolk', 'staffordshire'], { error: 'Choose a layout' }),
    officeTitle: line('The title of the office holder').refine((text) => text !== '', { message: 'Enter the title of the office holder' }),
    officeHolder: line('The name of the office holder'),
    chiefTitle: line('The title of the chief officer').refine((text) => text !== '', { message: 'Enter the title of the chief officer' }),
    chiefOfficer: line('The name of the chief officer'),
  }),
  subject: subjectOf,
  effect: (tx, { id, version, ...changes }, setting): Promise<Changed> => changeDraft(tx, { id, version }, changes, setting),
  audit: auditOf,
});

export const setPosition = defineAction({
  name: 'response.position',
  title: 'Answer a recommendation',
  allowed: 'response.draft',
  input: z.object({
    ...at,
    itemId: z.uuid(),
    position: z.enum(['accepted', 'partly', 'not-accepted']).nullable(),
    action: prose('The action'),
    noActionReason: prose('The reason'),
  }),
  subject: subjectOf,
  async effect(tx, { id, version, itemId, ...answer }, setting): Promise<Changed> {
    return changeDraft(tx, { id, version }, {}, setting, 'saved', async () => {
      const item = await tx
        .selectFrom('inspectionItem as i')
        .innerJoin('response as r', 'r.inspectionId', 'i.inspectionId')
        .select(['i.id', 'i.owner', 'i.number'])
        .where('i.id', '=', itemId)
        .where('r.id', '=', id)
        .executeTakeFirst();
      if (item === undefined) throw badField('itemId', 'That is not an item of this report');
      if (!isOwn(item.owner)) throw badField('position', 'This one is for another to answer: it is shown in the response, and needs no position');
      const held = await tx.selectFrom('responseItem').selectAll().where('responseId', '=', id).where('itemId', '=', itemId).executeTakeFirst();
      const before = held ?? { position: null, action: '', noActionReason: '' };
      const names = (['position', 'action', 'noActionReason'] as const).filter((name) => before[name] !== answer[name]);
      if (names.length === 0) return [];
      await tx
        .insertInto('responseItem')
        .values({ responseId: id, itemId, ...answer })
        .onConflict((conflict) => conflict.columns(['responseId', 'itemId']).doUpdateSet(answer))
        .execute();
      return names.map((name) => `${name} of item ${item.number}`);
    });
  },
  audit: auditOf,
});
