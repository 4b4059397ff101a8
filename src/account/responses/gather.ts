/** What a response consists of now, from the tables: its content as a document would say it, and its draft as the rules look at it. */
import { HeadwaterError } from '../../errors.ts';
import type { Tx } from '../../register/index.ts';
import { kindWords } from '../inspections/index.ts';
import { type Gap, inspectorate, responseGaps, statutoryLastDay } from '../rules/index.ts';
import { areaOf } from './titles.ts';
import { itemByCode } from '../../reference/index.ts';
import type { ContentItem, ResponseContent } from './content.ts';

export interface Gathered {
  readonly content: ResponseContent;
  readonly gaps: readonly Gap[];
  readonly items: readonly (ContentItem & { readonly id: string })[];
}

export const notThere = (): HeadwaterError =>
  new HeadwaterError('not-found', 'no-such-record', 'There is no such response, or it is not one that you may see', { advice: 'Go back to the list.' });

/** @throws HeadwaterError `no-such-record` */
export async function gather(tx: Tx, id: string): Promise<Gathered> {
  const response = await tx.selectFrom('response').selectAll().where('id', '=', id).executeTakeFirst();
  if (response === undefined) throw notThere();
  const inspection = await tx.selectFrom('inspection').selectAll().where('id', '=', response.inspectionId).executeTakeFirst();
  if (inspection === undefined) throw notThere();
  const body = await tx
    .selectFrom('organisation')
    .select(['id', 'name', 'force', 'outside'])
    .where('id', '=', response.organisationId)
    .executeTakeFirstOrThrow();
  const force = await forceOf(tx, body);
  const items = await itemsOf(tx, id, inspection.id);
  const chief = await tx.selectFrom('chiefComment').selectAll().where('responseId', '=', id).executeTakeFirst();
  // What the chief officer has not sent is theirs alone.
  const sent = chief !== undefined && chief.receivedOn !== null ? await chiefTexts(tx, id) : new Map<string, string>();
  const withChief = items.map((item) => ({ ...item, chief: sent.get(item.id) ?? '' }));
  const statutory = statutoryLastDay(inspection.publishedOn);
  const content: ResponseContent = {
    format: 1,
    layout: response.layout,
    body: { name: body.name, officeTitle: response.officeTitle, officeHolder: response.officeHolder },
    force: { name: force?.name ?? '', area: areaOf(force?.name ?? body.name), chiefTitle: response.chiefTitle, chiefOfficer: response.chiefOfficer },
    report: {
      slug: inspection.slug,
      title: inspection.title,
      inspectorates: inspection.inspectorates.map((code) => inspectorate(code)?.label ?? code),
      kind: kindWords(inspection.kind),
      publishedOn: inspection.publishedOn,
      forces: await forcesWords(tx, inspection.scope, inspection.forces),
      link: inspection.link,
      grade: inspection.grade,
    },
    deadline: { statutory, local: inspection.localDeadline },
    keyFindings: response.keyFindings,
    items: withChief.map(({ id: _id, ...item }) => item),
    initialResponse: response.initialResponse,
    chief: {
      invitedOn: chief?.invitedOn ?? null,
      replyBy: chief?.replyBy ?? null,
      receivedOn: chief?.receivedOn ?? null,
      notReceivedOn: chief?.notReceivedOn ?? null,
      general: chief !== undefined && chief.receivedOn !== null ? chief.general : '',
      reply: response.chiefReply,
    },
    comments: response.comments,
    opinion: response.opinion,
  };
  const said = [content.chief.general, ...withChief.map((item) => item.chief)].filter((text) => text.trim() !== '').join('\n');
  const gaps = responseGaps(
    {
      comments: content.comments,
      invitedOn: content.chief.invitedOn,
      commentsBy: content.chief.replyBy,
      chiefComments: said,
      notReceivedOn: content.chief.notReceivedOn,
      positions: withChief.map((item) => ({ itemId: item.id, stance: item.position, action: item.action, noActionReason: item.noActionReason })),
    },
    withChief.map((item) => ({ ...item, number: item.number === '' ? null : item.number })),
    statutory,
  );
  // A body elsewhere has published its response itself: what that one lacks is a fact about it, not something to be mended here.
  return { content, gaps: body.outside ? gaps.map((gap) => ({ ...gap, required: false })) : gaps, items: withChief };
}

async function itemsOf(tx: Tx, responseId: string, inspectionId: string): Promise<(Omit<ContentItem, 'chief'> & { id: string })[]> {
  return tx
    .selectFrom('inspectionItem as i')
    .leftJoin('responseItem as r', (join) => join.onRef('r.itemId', '=', 'i.id').on('r.responseId', '=', responseId))
    .select(['i.id', 'i.kind', 'i.number', 'i.text', 'i.owner', 'i.ownerName', 'i.dueOn', 'r.position'])
    .select((eb) => [eb.fn.coalesce('r.action', eb.val('')).as('action'), eb.fn.coalesce('r.noActionReason', eb.val('')).as('noActionReason')])
    .where('i.inspectionId', '=', inspectionId)
    .orderBy('i.position')
    .orderBy('i.id')
    .execute();
}

async function chiefTexts(tx: Tx, responseId: string): Promise<Map<string, string>> {
  const rows = await tx.selectFrom('chiefCommentItem').select(['itemId', 'text']).where('responseId', '=', responseId).execute();
  return new Map(rows.map((row) => [row.itemId, row.text]));
}

/** The force that a policing body answers for: the police organisation of the same force. */
export async function forceOf(tx: Tx, body: { readonly id: string; readonly force: string | null }): Promise<{ id: string; name: string } | undefined> {
  if (body.force === null) return undefined;
  return tx
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where('force', '=', body.force)
    .where('type', '=', 'police')
    .where('id', '!=', body.id)
    .orderBy('createdAt')
    .executeTakeFirst();
}

async function forcesWords(tx: Tx, scope: 'one' | 'several' | 'all', codes: readonly string[]): Promise<string> {
  if (scope === 'all' || codes.length === 0) return 'All local forces in England and Wales';
  const named = await tx
    .selectFrom('organisation')
    .select(['force', 'name'])
    .where('type', '=', 'police')
    .where('force', 'in', [...codes])
    .execute();
  return codes.map((code) => named.find((one) => one.force === code)?.name ?? itemByCode('force', code)?.label ?? code).join(', ');
}
