/** Jointly funded posts: the list, and one post. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { organisationList } from '../../../access/organisations/index.ts';
import { addPost, changePost, postList } from '../../../access/posts/index.ts';
import { seatChoices } from '../../../access/seats/index.ts';
import { HeadwaterError } from '../../../errors.ts';
import type { WebContext } from '../../context.ts';
import { type FormBody, text } from '../../forms/body.ts';
import { dateFields, dateIn, dateValues } from '../../forms/dates.ts';
import { formPage } from '../../forms/form-page.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { partOf } from '../id.ts';

/** As many funders as a form has lines for. */
const LINES = [1, 2, 3, 4, 5];

const fieldsOf = (body: FormBody) => ({
  title: text(body, 'title'),
  hostId: text(body, 'hostId'),
  personId: text(body, 'personId'),
  fromOn: dateIn(body, 'fromOn'),
  toOn: dateIn(body, 'toOn'),
  shares: LINES.map((line) => ({ funderId: text(body, `funder-${line}`), percent: text(body, `percent-${line}`) })).filter(
    ({ funderId, percent }) => funderId !== '' || percent !== '',
  ),
});

const sharesValues = (shares: readonly { readonly funderId: string; readonly percent: number }[]): Record<string, string> =>
  Object.fromEntries(
    LINES.flatMap((line) => [
      [`funder-${line}`, shares[line - 1]?.funderId ?? ''],
      [`percent-${line}`, String(shares[line - 1]?.percent ?? '')],
    ]),
  );

const fields = {
  ...dateFields('fromOn', 'toOn'),
  shares: 'funder-1',
  ...Object.fromEntries(
    LINES.flatMap((line) => [
      [`shares.${line - 1}.funderId`, `funder-${line}`],
      [`shares.${line - 1}.percent`, `percent-${line}`],
    ]),
  ),
};

export function registerPosts(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.posts, guard('partnership.read'), async (request, reply) => {
    const { posts, today } = await context.acts().read(postList, {}, request.who);
    const over = (post: { toOn: string | null }): boolean => post.toOn !== null && post.toOn < today;
    return context.page(request, reply, 'partnership/posts/list.njk', {
      title: 'Jointly funded posts',
      breadcrumbs: [{ text: 'Organisations', href: urls.organisations }],
      posts: posts.filter((post) => !over(post)),
      past: posts.filter(over),
    });
  });

  const choices = async (request: FastifyRequest) => {
    const acts = context.acts();
    const organisations = (await acts.read(organisationList, {}, request.who))
      .filter((each) => each.closedOn === null)
      .map((each) => ({ value: each.id, text: each.name }));
    const people = new Map((await acts.read(seatChoices, {}, request.who)).map((each) => [each.personId, `${each.person}, ${each.organisation}`]));
    return {
      breadcrumbs: [
        { text: 'Organisations', href: urls.organisations },
        { text: 'Jointly funded posts', href: urls.posts },
      ],
      organisations: [{ value: '', text: 'Choose one' }, ...organisations],
      people: [{ value: '', text: 'Nobody: it is vacant' }, ...[...people].map(([value, name]) => ({ value, text: name }))],
      lines: LINES,
      back: urls.posts,
    };
  };

  formPage<{ id: string }>(app, context, {
    pattern: patterns.postNew,
    access: 'organisation.edit',
    view: 'partnership/posts/edit.njk',
    load: async (request) => ({
      ...(await choices(request)),
      title: 'Add a post',
      values: { title: '', hostId: '', personId: '', ...dateValues('fromOn', null), ...dateValues('toOn', null), ...sharesValues([]) },
    }),
    action: addPost,
    input: fieldsOf,
    fields,
    next: () => ({ href: urls.posts, done: 'The post was added.' }),
  });

  formPage<{ id: string }>(app, context, {
    pattern: patterns.postEdit,
    access: 'organisation.edit',
    view: 'partnership/posts/edit.njk',
    async load(request) {
      const { posts } = await context.acts().read(postList, {}, request.who);
      const post = posts.find((each) => each.id === partOf(request));
      if (!post) throw new HeadwaterError('not-found', 'no-such-post', 'There is no such post', { advice: 'Go back to the list of posts.' });
      const { title, hostId, personId, fromOn, toOn, shares, version } = post;
      return {
        ...(await choices(request)),
        title: `Change: ${title}`,
        version,
        values: { title, hostId, personId: personId ?? '', ...dateValues('fromOn', fromOn), ...dateValues('toOn', toOn), ...sharesValues(shares) },
      };
    },
    action: changePost,
    input: (body, request, version) => ({ id: partOf(request), version, ...fieldsOf(body) }),
    fields,
    next: () => ({ href: urls.posts, done: 'The post was changed.' }),
  });
}
