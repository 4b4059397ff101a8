/** Posts of the partnership: who hosts them, who pays, until when (requirement R169). */
import { z } from 'zod';
import { badField, changeKept, insertKept, type Tx } from '../../register/index.ts';
import { civilDay } from '../civil-day.ts';
import { dayWords, daysBetween } from '../days.ts';
import { defineAction, defineRead } from '../define.ts';
import type { Finding, HealthSource } from '../health.ts';
import { chosen, civilDate, inOrder, maybeChosen, maybeDate, version, words } from '../inputs.ts';
import { isLive, type Dated } from '../live.ts';
import { sharesFault } from './shares.ts';

const fields = {
  title: words('what the post is', 200),
  hostId: chosen('who hosts it'),
  personId: maybeChosen('who holds it'),
  fromOn: civilDate('the first day'),
  toOn: maybeDate('the last day'),
  shares: z.array(
    z.object({
      funderId: chosen('who pays'),
      percent: z.coerce
        .number('Enter the share as a number')
        .int('Enter the share as a whole number')
        .min(1, 'A share is at least 1%')
        .max(100, 'A share is at most 100%'),
    }),
  ),
};
const IN_ORDER = { path: ['toOn'], message: 'The last day must be the same as or after the first day' };

type Fields = z.output<z.ZodObject<typeof fields>>;

async function check(tx: Tx, { hostId, shares }: Fields): Promise<void> {
  const fault = sharesFault(shares);
  if (fault !== null) throw badField('shares', fault);
  const open = await tx.selectFrom('organisation').select('id').where('closedOn', 'is', null).execute();
  const ids = new Set(open.map((row) => row.id));
  if (!ids.has(hostId)) throw badField('hostId', 'Choose an organisation that is open');
}

const asText = (shares: Fields['shares']): string =>
  shares
    .map((share) => `${share.funderId} ${share.percent}`)
    .sort()
    .join();

async function keepShares(tx: Tx, postId: string, shares: Fields['shares']): Promise<void> {
  await tx.deleteFrom('postShare').where('postId', '=', postId).execute();
  await tx
    .insertInto('postShare')
    .values(shares.map((share) => ({ postId, ...share })))
    .execute();
}

export const addPost = defineAction({
  name: 'post.add',
  title: 'Add a post of the partnership',
  allowed: 'organisation.edit',
  input: z.object(fields).refine(inOrder, IN_ORDER),
  async effect(tx, input, setting) {
    await check(tx, input);
    const { shares, ...post } = input;
    const id = await insertKept(tx, 'post', post, setting);
    await keepShares(tx, id, shares);
    return { id };
  },
  audit: ({ hostId }, { id }) => ({ subject: { type: 'post', id, version: 1 }, details: { host: hostId } }),
});

export const changePost = defineAction({
  name: 'post.change',
  title: 'Change a post of the partnership',
  allowed: 'organisation.edit',
  input: z.object({ id: chosen('a post'), version, ...fields }).refine(inOrder, IN_ORDER),
  async effect(tx, { id, version: shown, ...input }, setting) {
    await check(tx, input);
    const { shares, ...post } = input;
    const changed = await changeKept(tx, 'post', id, shown, post, setting);
    const held = await tx.selectFrom('postShare').select(['funderId', 'percent']).where('postId', '=', id).execute();
    if (asText(held) === asText(shares)) return { id, ...changed };
    await keepShares(tx, id, shares);
    // A change of the shares alone is a change of the post: whoever has it open is told.
    const next = shown + 1;
    if (changed.version === shown)
      await tx.updateTable('post').set({ version: next, updatedAt: setting.at, updatedBy: setting.who.personId }).where('id', '=', id).execute();
    return { id, version: next, fields: [...changed.fields, 'shares'] };
  },
  audit: (_input, { id, version: now, fields: changed }) => ({ subject: { type: 'post', id, version: now }, details: { changed } }),
});

/** Every post with its shares; by title. */
export const postList = defineRead({
  name: 'post.list',
  title: 'See the partnership’s posts',
  allowed: 'partnership.read',
  input: z.object({}),
  async answer(tx, _input, { at }) {
    const posts = await tx
      .selectFrom('post as p')
      .innerJoin('organisation as h', 'h.id', 'p.hostId')
      .leftJoin('person as holder', 'holder.id', 'p.personId')
      .select(['p.id', 'p.version', 'p.title', 'p.hostId', 'h.name as host', 'p.personId', 'holder.name as holder', 'p.fromOn', 'p.toOn'])
      .orderBy('p.title')
      .execute();
    const shares = await tx
      .selectFrom('postShare as s')
      .innerJoin('organisation as f', 'f.id', 's.funderId')
      .select(['s.postId', 's.funderId', 'f.name as funder', 's.percent'])
      .orderBy('s.percent', 'desc')
      .orderBy('f.name')
      .execute();
    const by = Map.groupBy(shares, (share) => share.postId);
    return { today: civilDay(at), posts: posts.map((post) => ({ ...post, shares: by.get(post.id) ?? [] })) };
  },
});

/** Money for a post takes longer to find than a name for a contact. */
const SOON = 90;

interface PostRow extends Dated {
  readonly title: string;
  readonly hostId: string;
  readonly personId: string | null;
}

/** Pure. */
export const postFindings = (posts: readonly PostRow[], today: string): Finding[] =>
  posts
    .filter((post) => isLive(post, today))
    .flatMap((post): Finding[] => {
      const about = { organisationId: post.hostId, link: { page: 'posts' } } as const;
      return [
        ...(post.personId === null ? [{ severity: 'gap' as const, text: `${post.title}: nobody holds the post`, ...about }] : []),
        ...(post.toOn !== null && daysBetween(today, post.toOn) <= SOON
          ? [{ severity: 'soon' as const, text: `${post.title}: the money ends on ${dayWords(post.toOn)}`, advice: 'Agree who pays from then.', ...about }]
          : []),
      ];
    });

export const postSource: HealthSource = {
  subject: 'posts',
  title: 'Jointly funded posts',
  clear: 'No post is vacant or about to end.',
  findings: async (tx, today) =>
    postFindings(await tx.selectFrom('post').select(['title', 'hostId', 'personId', 'fromOn', 'toOn']).orderBy('title').execute(), today),
};

export const postActions = [addPost, changePost];
export const postReads = [postList];
