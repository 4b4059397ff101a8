/** What the chief officer sees: the report's own items and the force's own comments. Nothing of the policing body's draft. */
import { z } from 'zod';
import { defineRead } from '../../access/index.ts';
import { inspectorate, type ItemKind, itemName, isOwn, statutoryLastDay } from '../rules/index.ts';
import { commentSubject } from './chief.ts';
import { notThere } from './gather.ts';

export interface CommentRow {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly replyBy: string;
  readonly receivedOn: string | null;
  readonly closedOn: string | null;
}

export const listComments = defineRead({
  name: 'chief-comment.list',
  title: 'See what the chief officer is asked to comment on',
  allowed: 'chief-comment.write',
  input: z.object({}),
  async answer(tx, _input, { who }): Promise<CommentRow[]> {
    return tx
      .selectFrom('chiefComment as c')
      .innerJoin('inspection as i', 'i.id', 'c.inspectionId')
      .innerJoin('organisation as o', 'o.id', 'c.bodyId')
      .select(['c.responseId as id', 'i.title', 'o.name as body', 'c.replyBy', 'c.receivedOn', 'c.closedOn'])
      .where('c.organisationId', '=', who.organisationId)
      .orderBy('c.replyBy', 'desc')
      .execute();
  },
});

export interface CommentForm {
  readonly id: string;
  readonly version: number;
  readonly body: string;
  readonly report: { readonly title: string; readonly publishedOn: string; readonly link: string | null; readonly inspectorates: readonly string[] };
  readonly invitedOn: string;
  readonly replyBy: string;
  readonly statutory: string;
  readonly receivedOn: string | null;
  readonly closedOn: string | null;
  readonly general: string;
  readonly items: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: ItemKind;
    readonly text: string;
    readonly own: boolean;
    readonly comment: string;
  }[];
}

export const readComments = defineRead({
  name: 'chief-comment.read',
  title: 'See the chief officer’s comments',
  allowed: 'chief-comment.read',
  input: z.object({ id: z.uuid() }),
  subject: commentSubject,
  async answer(tx, { id }, { who }): Promise<CommentForm> {
    const row = await tx
      .selectFrom('chiefComment as c')
      .innerJoin('inspection as i', 'i.id', 'c.inspectionId')
      .innerJoin('organisation as o', 'o.id', 'c.bodyId')
      .selectAll('c')
      .select(['i.title', 'i.publishedOn', 'i.link', 'i.inspectorates', 'o.name as body'])
      .where('c.responseId', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw notThere();
    // Until they are sent they are the force's own draft.
    const shown = row.receivedOn !== null || who.organisationId === row.organisationId;
    const items = await tx
      .selectFrom('inspectionItem as i')
      .leftJoin('chiefCommentItem as t', (join) => join.onRef('t.itemId', '=', 'i.id').on('t.responseId', '=', id))
      .select(['i.id', 'i.kind', 'i.number', 'i.text', 'i.owner', 't.text as comment'])
      .where('i.inspectionId', '=', row.inspectionId)
      .orderBy('i.position')
      .execute();
    return {
      id,
      version: row.version,
      body: row.body,
      report: {
        title: row.title,
        publishedOn: row.publishedOn,
        link: row.link,
        inspectorates: row.inspectorates.map((code) => inspectorate(code)?.label ?? code),
      },
      invitedOn: row.invitedOn,
      replyBy: row.replyBy,
      statutory: statutoryLastDay(row.publishedOn),
      receivedOn: row.receivedOn,
      closedOn: row.closedOn,
      general: shown ? row.general : '',
      items: items.map((item) => ({
        id: item.id,
        name: itemName({ kind: item.kind, number: item.number === '' ? null : item.number }),
        kind: item.kind,
        text: item.text,
        own: isOwn(item.owner),
        comment: shown ? (item.comment ?? '') : '',
      })),
    };
  },
});
