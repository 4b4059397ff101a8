/** Publishing an approved response, and opening a correction of a published one. Late is allowed, said, and never hidden. */
import { z } from 'zod';
import { defineAction, finishTask, openTask } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { changeKept, type Tx } from '../../register/index.ts';
import { responseKey } from '../inspections/index.ts';
import { daysBetween } from '../rules/index.ts';
import { hashOf } from './content.ts';
import { auditOf, type Changed, lockIn, subjectOf } from './draft.ts';
import { gather } from './gather.ts';
import { at } from './open.ts';
import { refuseGaps, today, unchangedSince } from './review.ts';
import { needed } from './text.ts';
import { addVersion } from './versions.ts';

export interface Published extends Changed {
  readonly path: string;
  /** Hex SHA-256 of the canonical content. */
  readonly hash: string;
  /** Days after the statutory last day, 0 when in time. */
  readonly lateBy: number;
  readonly number: number;
}

export const publishResponse = defineAction({
  name: 'response.publish',
  title: 'Publish a response',
  allowed: 'response.publish',
  input: z.object({ ...at, known: z.literal(true, { error: 'Tick that you have seen what becomes public' }) }),
  subject: subjectOf,
  async effect(tx, { id, version }, setting): Promise<Published> {
    const row = await lockIn(tx, id, 'approved');
    const inspection = await tx
      .selectFrom('inspection')
      .select(['slug', 'publishedOn', 'embargoAt', 'title'])
      .where('id', '=', row.inspectionId)
      .executeTakeFirstOrThrow();
    if (inspection.publishedOn > today(setting) || (inspection.embargoAt !== null && inspection.embargoAt > setting.at)) {
      throw new HeadwaterError('refused', 'embargoed', 'The report itself is not published yet, so nothing about it can be', {
        advice: 'Publish the response once the report is out.',
      });
    }
    const gathered = await gather(tx, id);
    refuseGaps(gathered.gaps);
    const { content } = await unchangedSince(tx, id, 'approved', gathered);
    const path = row.publishedPath ?? (await freePath(tx, id, inspection.slug, content.body.name));
    const hash = hashOf(content);
    const changed = await changeKept(
      tx,
      'response',
      id,
      version,
      {
        state: 'published',
        // The first publication is the one that the statute asks about; a correction has its own time in its version.
        publishedAt: row.publishedAt ?? setting.at,
        publishedBy: row.publishedBy ?? setting.who.personId,
        publishedHash: hash,
        publishedPath: path,
        correction: '',
      },
      setting,
    );
    const made = await addVersion(
      tx,
      { responseId: id, organisationId: row.organisationId, state: 'published', deed: 'published', note: row.correction, content, path },
      setting,
    );
    const chief = await tx.selectFrom('chiefComment').select(['id', 'version']).where('responseId', '=', id).executeTakeFirst();
    if (chief !== undefined) await changeKept(tx, 'chiefComment', chief.id, chief.version, { closedOn: today(setting) }, setting);
    // The task is one policing body's: what another publishes on the same report does not settle it.
    const task = await tx
      .selectFrom('task')
      .select('key')
      .where('key', '=', responseKey(row.inspectionId))
      .where('organisationId', '=', row.organisationId)
      .executeTakeFirst();
    if (task !== undefined) await finishTask(tx, task.key, setting.at);
    const { outside } = await tx.selectFrom('organisation').select('outside').where('id', '=', row.organisationId).executeTakeFirstOrThrow();
    // An example of a body elsewhere was published and sent by that body itself, at a time that is not known here.
    if (outside) return { id, version: changed.version, fields: ['state'], path, hash: hash.toString('hex'), lateBy: 0, number: made.number };
    await openTask(
      tx,
      {
        kind: 'response-distribution',
        key: distributionTask(id, made.number),
        title: `Record who the response to ‘${inspection.title}’ was sent to`,
        href: `/account/responses/${id}/distribution`,
        subjectType: 'response',
        subjectId: id,
        organisationId: row.organisationId,
        role: 'policing-body-officer',
      },
      setting.at,
    );
    const lateBy = row.publishedAt === null ? Math.max(0, daysBetween(content.deadline.statutory, today(setting))) : 0;
    return { id, version: changed.version, fields: ['state'], path, hash: hash.toString('hex'), lateBy, number: made.number };
  },
  audit: (input, result) => ({ ...auditOf(input, result), details: { changed: result.fields, path: result.path, hash: result.hash, lateBy: result.lateBy } }),
});

export const distributionTask = (id: string, number: number, again = ''): string => `distribute:${id}:${number}${again === '' ? '' : `:${again}`}`;

/** Letters, digits and hyphens. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f’']/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80) || 'body';

/** `/responses/REPORT/BODY`, with a number after it where another body of the same name was first. It is never given to another, nor changed. */
async function freePath(tx: Tx, id: string, slug: string, body: string): Promise<string> {
  const wanted = `/responses/${slug}/${slugOf(body)}`;
  const taken = await tx
    .selectFrom('responseVersion')
    .select('path')
    .where('published', '=', true)
    .where('responseId', '!=', id)
    .where('path', 'like', `/responses/${slug}/%`)
    .execute();
  const held = new Set(taken.map((row) => row.path));
  for (let n = 1; ; n += 1) {
    const path = n === 1 ? wanted : `${wanted}-${n}`;
    if (!held.has(path)) return path;
  }
}

export const correctResponse = defineAction({
  name: 'response.correct',
  title: 'Open a correction of a published response',
  allowed: 'response.draft',
  input: z.object({ ...at, reason: needed('Enter what has to be corrected: it is published with the correction') }),
  subject: subjectOf,
  async effect(tx, { id, version, reason }, setting): Promise<Changed> {
    const row = await lockIn(tx, id, 'published');
    const changed = await changeKept(tx, 'response', id, version, { state: 'draft', correction: reason, approvedBy: null, approvedAt: null }, setting);
    const { content } = await gather(tx, id);
    await addVersion(tx, { responseId: id, organisationId: row.organisationId, state: 'draft', deed: 'correction-opened', note: reason, content }, setting);
    return { id, version: changed.version, fields: ['state', 'correction'] };
  },
  audit: auditOf,
});
