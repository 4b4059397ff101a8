/** Deadlines: a list, a month, a file for a calendar, and an address that a calendar can follow. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type Deadline,
  deadlineCalendar,
  isMonth,
  listDeadlines,
  makeFeed,
  monthView,
  readFeed,
  revokeFeed,
  whoseFeed,
} from '../../../account/deadlines/index.ts';
import { civilDay } from '../../../account/rules/index.ts';
import { HeadwaterError } from '../../../errors.ts';
import type { WebContext } from '../../context.ts';
import { say } from '../../done.ts';
import { originOf } from '../../figure/origin.ts';
import { queryOf } from '../../figure/question.ts';
import { guard } from '../../guard.ts';
import { patterns, urls } from '../../urls.ts';
import { day } from '../../words.ts';
import { options, param } from '../shared.ts';
import { deadlineHref, deadlineRow } from './view.ts';

export function registerDeadlines(app: FastifyInstance, context: WebContext): void {
  app.get(patterns.deadlines, guard('deadline.read'), async (request, reply) => {
    const query = queryOf(request.url);
    const today = civilDay(context.acts().register.now());
    const all = await context.acts().read(listDeadlines, {}, request.who);
    const whose = query.get('whose') ?? '';
    const shown = whose === 'own' ? all.filter((each) => each.organisationId === request.who.organisationId) : all;
    const asked = query.get('month') ?? '';
    const month = monthView(isMonth(asked) ? asked : today.slice(0, 7));
    const open = shown.filter((each) => !each.met).map(deadlineRow);
    const monthHref = (id: string): string => `${urls.deadlines(new URLSearchParams({ month: id, ...(whose === '' ? {} : { whose }) }))}#month`;
    return context.page(request, reply, 'account/deadlines/view.njk', {
      title: 'Deadlines',
      all: all.length,
      whose: options(
        [
          ['', 'Everybody’s'],
          ['own', `Those of ${request.who.organisationName ?? 'my organisation'}`],
        ],
        whose,
      ),
      asked,
      late: open.filter((row) => row.state === 'overdue'),
      ahead: open.filter((row) => row.state !== 'overdue' && row.state !== 'tracked'),
      tracked: open.filter((row) => row.state === 'tracked'),
      met: shown
        .filter((each) => each.met)
        .reverse()
        .map(deadlineRow),
      month: { ...month, previousHref: monthHref(month.previous), nextHref: monthHref(month.next), todayHref: monthHref(today.slice(0, 7)) },
      weeks: month.weeks.map((week) =>
        week.map((cell) => ({ ...cell, today: cell.date === today, label: cell.date === null ? '' : day(cell.date), events: eventsOn(shown, cell.date) })),
      ),
      busy: shown.some((each) => each.state.lastDay.startsWith(month.id)),
      fileHref: urls.deadlinesFile(whose === 'own' ? 'whose=own' : undefined),
    });
  });

  app.get(patterns.deadlinesFile, guard('deadline.read'), async (request, reply) => {
    const own = queryOf(request.url).get('whose') === 'own';
    const text = await context.acts().read(deadlineCalendar, { origin: originOf(request), own }, request.who);
    return sendCalendar(reply.header('content-disposition', 'attachment; filename="deadlines.ics"'), text);
  });

  app.get(patterns.calendarFeed, guard('own.account'), async (request, reply) => feedPage(context, request, reply, null));

  // The address is told on this answer alone and kept nowhere, so this is not a form that is answered twice.
  app.post(patterns.calendarFeed, guard('own.account'), async (request, reply) => {
    const { token } = await context.acts().act(makeFeed, {}, request.who);
    return feedPage(context, request, reply, `${originOf(request)}${urls.calendar(token)}`);
  });

  app.post(patterns.calendarFeedEnd, guard('own.account'), async (request, reply) => {
    await context.acts().act(revokeFeed, {}, request.who);
    return say(reply, 'The address is ended. A calendar that still asks for it gets nothing.').redirect(urls.calendarFeed, 303);
  });

  // Whoever holds the address is let in: that is what it is for.
  app.get(patterns.calendar, guard('public.read'), async (request, reply) => {
    const token = param(request, 'token').replace(/\.ics$/, '');
    const who = context.acting === null ? null : await whoseFeed(context.acting.register, token);
    if (who === null)
      throw new HeadwaterError('not-found', 'no-such-calendar', 'There is no such calendar', { advice: 'Make a new address on the page of deadlines.' });
    return sendCalendar(reply.header('x-robots-tag', 'noindex'), await context.acts().read(deadlineCalendar, { origin: originOf(request) }, who));
  });
}

const sendCalendar = (reply: FastifyReply, text: string): FastifyReply =>
  reply.type('text/calendar; charset=utf-8').header('cache-control', 'private, no-store').send(text);

const eventsOn = (deadlines: readonly Deadline[], date: string | null) =>
  date === null
    ? []
    : deadlines
        .filter((each) => each.state.lastDay === date)
        .map((each) => ({
          href: deadlineHref(each),
          title: each.short,
          report: each.report,
          mark: each.met ? 'hw-month--met' : !each.external && each.state.state === 'overdue' ? 'hw-month--overdue' : '',
          words: each.external && !each.met ? 'Tracked' : each.state.words,
        }));

async function feedPage(context: WebContext, request: FastifyRequest, reply: FastifyReply, address: string | null): Promise<FastifyReply> {
  const feed = await context.acts().read(readFeed, {}, request.who);
  return context.page(request, reply, 'account/deadlines/feed.njk', {
    title: 'Deadlines in your own calendar',
    breadcrumbs: [
      { text: 'Account', href: urls.account },
      { text: 'Deadlines', href: urls.deadlines() },
    ],
    address,
    feed: feed === null ? null : { organisation: feed.organisation, createdAt: feed.createdAt.toISOString(), usedAt: feed.usedAt?.toISOString() ?? null },
  });
}
