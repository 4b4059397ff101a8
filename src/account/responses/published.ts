/** What the public reads: published versions and nothing else, each checked against its hash whenever it is shown. */
import { z } from 'zod';
import { civilDay, defineRead } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import type { Tx } from '../../register/index.ts';
import { daysBetween, DISTRIBUTION } from '../rules/index.ts';
import { hashOf, type ResponseContent, responseContent } from './content.ts';

export interface PublishedRow {
  readonly path: string;
  readonly title: string;
  readonly body: string;
  readonly reportPublishedOn: string;
  /** The first publication, and how many days after the statutory last day it was. */
  readonly publishedAt: Date;
  readonly lateBy: number;
  /** Rebuilt here as an example: its body is no member of this partnership, and published it itself. */
  readonly outside: boolean;
  /** How many times it was corrected since. */
  readonly corrections: number;
  readonly correctedAt: Date | null;
}

/** Under any reach, what is asked for is what is published: somebody who is signed in sees no more on a public page. */
const versionsOf = (tx: Tx) =>
  tx
    .selectFrom('responseVersion as v')
    .innerJoin('organisation as o', 'o.id', 'v.organisationId')
    .select(['v.responseId', 'v.number', 'v.path', 'v.content', 'v.hash', 'v.at', 'v.note', 'o.outside'])
    .where('v.published', '=', true)
    .orderBy('v.path')
    .orderBy('v.number');

const lateBy = (content: ResponseContent, at: Date): number => Math.max(0, daysBetween(content.deadline.statutory, civilDay(at)));

export interface PublishedResponse extends PublishedRow {
  readonly responseId: string;
  readonly content: ResponseContent;
}

/** The newest published version of every response, first published first. */
export async function allPublished(tx: Tx): Promise<PublishedResponse[]> {
  const rows = await versionsOf(tx).execute();
  const groups = Map.groupBy(rows, (row) => row.responseId);
  return [...groups.values()].flatMap((versions) => {
    const first = versions[0];
    const last = versions.at(-1);
    if (first === undefined || last === undefined) return [];
    const content = checked(last);
    return [
      {
        responseId: last.responseId,
        path: last.path ?? '',
        title: content.report.title,
        body: content.body.name,
        reportPublishedOn: content.report.publishedOn,
        publishedAt: first.at,
        lateBy: lateBy(content, first.at),
        corrections: versions.length - 1,
        correctedAt: versions.length > 1 ? last.at : null,
        content,
        outside: last.outside,
      },
    ];
  });
}

/** @throws HeadwaterError `proof-broken` where what is held is not what was published */
function checked(row: { readonly content: unknown; readonly hash: Buffer }): ResponseContent {
  const parsed = responseContent.safeParse(row.content);
  if (parsed.success && hashOf(parsed.data).equals(row.hash)) return parsed.data;
  throw new HeadwaterError('conflict', 'proof-broken', 'What is held here is no longer what was published, so it is not shown', {
    advice: 'Tell the policing body whose response it is. What was published can be restored from a backup.',
  });
}

export const listPublished = defineRead({
  name: 'published.list',
  title: 'See published responses',
  allowed: 'public.read',
  shared: 'everybody',
  input: z.object({}),
  async answer(tx): Promise<PublishedRow[]> {
    const all = await allPublished(tx);
    return all.map(({ responseId: _id, content: _content, ...row }) => row).sort((a, b) => (a.reportPublishedOn < b.reportPublishedOn ? 1 : -1));
  },
});

export interface PublishedVersion {
  /** 1 for the first publication, 2 for its first correction. */
  readonly edition: number;
  readonly at: Date;
  readonly hash: string;
  /** What the correction corrected; empty for the first. */
  readonly correction: string;
}

export interface PublishedOne {
  readonly path: string;
  readonly content: ResponseContent;
  readonly shown: PublishedVersion;
  readonly newest: boolean;
  readonly firstAt: Date;
  readonly lateBy: number;
  readonly outside: boolean;
  readonly versions: readonly PublishedVersion[];
  /** To whom it was sent, kept up to date; not part of what is hashed. */
  readonly sent: readonly { readonly label: string; readonly done: boolean; readonly on: string | null }[];
}

export const readPublished = defineRead({
  name: 'published.read',
  title: 'See a published response',
  allowed: 'public.read',
  input: z.object({ path: z.string().max(400), edition: z.number().int().min(1).max(10_000).nullable().default(null) }),
  async answer(tx, { path, edition }): Promise<PublishedOne> {
    const rows = await versionsOf(tx).where('v.path', '=', path).execute();
    const at = edition === null ? rows.length - 1 : edition - 1;
    const row = rows[at];
    const first = rows[0];
    if (row === undefined || first === undefined) {
      throw new HeadwaterError('not-found', 'no-such-response', 'There is no published response at this address', {
        advice: 'The list of published responses has all of them.',
      });
    }
    const content = checked(row);
    const versions = rows.map((one, index): PublishedVersion => ({ edition: index + 1, at: one.at, hash: one.hash.toString('hex'), correction: one.note }));
    const sent = await tx
      .selectFrom('distribution')
      .select(['step', 'doneOn'])
      .where('responseId', '=', row.responseId)
      .where('number', '=', row.number)
      .where('withdrawnAt', 'is', null)
      .execute();
    return {
      path,
      content,
      shown: { edition: at + 1, at: row.at, hash: row.hash.toString('hex'), correction: row.note },
      newest: at === rows.length - 1,
      firstAt: first.at,
      lateBy: lateBy(checked(first), first.at),
      outside: row.outside,
      versions,
      sent: DISTRIBUTION.map((step) => {
        const done = sent.find((one) => one.step === step.code);
        return { label: step.label, done: done !== undefined, on: done?.doneOn ?? null };
      }),
    };
  },
});
