/** One response as the policing body sees it: its content, what it lacks, who may approve it, what was published, and who it was sent to. */
import { z } from 'zod';
import { civilDay, defineRead } from '../../access/index.ts';
import {
  type ApprovalAnswer,
  type DeadlineState,
  deadlineState,
  type DistributionStanding,
  type Gap,
  type LocalComparison,
  localDeadline,
} from '../rules/index.ts';
import type { ContentItem, ResponseContent } from './content.ts';
import { type ResponseState, stateWords } from './deeds.ts';
import { standingOf } from './distribute.ts';
import { subjectOf } from './draft.ts';
import { gather, notThere } from './gather.ts';
import { approvalFor, latest } from './versions.ts';

export interface SentRow {
  readonly id: string;
  readonly number: number;
  readonly step: string;
  readonly doneOn: string;
  readonly evidence: string;
  readonly document: { readonly id: string; readonly name: string } | null;
  readonly by: string;
  readonly at: Date;
  readonly withdrawn: { readonly at: Date; readonly by: string; readonly reason: string } | null;
}

export interface OneResponse {
  readonly id: string;
  readonly version: number;
  readonly inspectionId: string;
  readonly state: ResponseState;
  readonly words: string;
  readonly content: ResponseContent;
  readonly items: readonly (ContentItem & { readonly id: string })[];
  readonly gaps: readonly Gap[];
  readonly deadline: DeadlineState;
  readonly local: LocalComparison | null;
  readonly returnReason: string;
  readonly correction: string;
  readonly approval: ApprovalAnswer;
  readonly submitted: { readonly by: string; readonly at: Date } | null;
  readonly approved: { readonly by: string; readonly at: Date } | null;
  /** What was approved last, to show what is different now. */
  readonly approvedContent: ResponseContent | null;
  readonly published: { readonly path: string; readonly at: Date; readonly number: number; readonly hash: string; readonly content: ResponseContent } | null;
  readonly distribution: DistributionStanding | null;
  /** Every record of sending, those of earlier versions and those taken back too. */
  readonly sent: readonly SentRow[];
  /** Documents of the organisation that a record can point to. */
  readonly documents: readonly { readonly id: string; readonly name: string }[];
}

export const readResponse = defineRead({
  name: 'response.read',
  title: 'See a response',
  allowed: 'response.read',
  input: z.object({ id: z.uuid() }),
  subject: subjectOf,
  async answer(tx, { id }, setting): Promise<OneResponse> {
    const row = await tx
      .selectFrom('response as r')
      .leftJoin('person as s', 's.id', 'r.submittedBy')
      .leftJoin('person as a', 'a.id', 'r.approvedBy')
      .selectAll('r')
      .select(['s.name as submitter', 'a.name as approver'])
      .where('r.id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw notThere();
    const gathered = await gather(tx, id);
    const { content, gaps, items } = gathered;
    const published = await latest(tx, id, 'published');
    const approved = await latest(tx, id, 'approved');
    const sent = await standingOf(tx, id, published?.number ?? 0);
    const documents = await tx
      .selectFrom('document')
      .select(['id', 'name'])
      .where('organisationId', '=', row.organisationId)
      .orderBy('createdAt', 'desc')
      .limit(100)
      .execute();
    return {
      id,
      version: row.version,
      inspectionId: row.inspectionId,
      state: row.state,
      words: stateWords(row.state, row.publishedAt !== null),
      content,
      items,
      gaps,
      deadline: deadlineState(content.deadline.statutory, setting.at, row.publishedAt === null ? null : civilDay(row.publishedAt)),
      local: content.deadline.local === null ? null : localDeadline(content.report.publishedOn, content.deadline.local),
      returnReason: row.returnReason,
      correction: row.correction,
      approval: await approvalFor(tx, id, setting.who.personId),
      submitted: row.submittedAt === null ? null : { by: row.submitter ?? GONE, at: row.submittedAt },
      approved: row.approvedAt === null ? null : { by: row.approver ?? GONE, at: row.approvedAt },
      approvedContent: approved?.content ?? null,
      published:
        published === undefined
          ? null
          : { path: published.path ?? '', at: published.at, number: published.number, hash: published.hash.toString('hex'), content: published.content },
      distribution: published === undefined ? null : sent.standing,
      sent: sent.rows.map(({ documentId, documentName, withdrawnAt, withdrawnBy, withdrawnReason, ...each }) => ({
        ...each,
        document: documentId === null ? null : { id: documentId, name: documentName ?? 'a document that was removed' },
        withdrawn: withdrawnAt === null ? null : { at: withdrawnAt, by: withdrawnBy, reason: withdrawnReason ?? '' },
      })),
      documents,
    };
  },
});

const GONE = 'somebody who has left';

/** The response of the organisation to a report, by the report's own address. */
export const findResponse = defineRead({
  name: 'response.find',
  title: 'Find the response to a report',
  allowed: 'response.read',
  input: z.object({ slug: z.string().max(200) }),
  async answer(
    tx,
    { slug },
    { who },
  ): Promise<{ readonly id: string | null; readonly inspectionId: string; readonly title: string; readonly publishedOn: string } | null> {
    const report = await tx.selectFrom('inspection').select(['id', 'title', 'publishedOn']).where('slug', '=', slug).executeTakeFirst();
    if (report === undefined || who.organisationId === null) return null;
    const row = await tx
      .selectFrom('response')
      .select('id')
      .where('inspectionId', '=', report.id)
      .where('organisationId', '=', who.organisationId)
      .executeTakeFirst();
    return { id: row?.id ?? null, inspectionId: report.id, title: report.title, publishedOn: report.publishedOn };
  },
});
