/** Panels, meetings and their papers. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { can, civilDay } from '../../../access/index.ts';
import { caseChoices } from '../../../access/cases/index.ts';
import { listPanels, readMeeting, readPanel, readPapers, readParticipation } from '../../../access/meetings/index.ts';
import { askMany, describeData } from '../../../warehouse/index.ts';
import type { WebContext } from '../../context.ts';
import { originOf } from '../../figure/origin.ts';
import { guard } from '../../guard.ts';
import { headlineGroups, headlineView } from '../../home/headlines.ts';
import { patterns, urls } from '../../urls.ts';
import { day, span } from '../../words.ts';
import { ownSharing } from '../sharing/view.ts';
import { CRUMB } from './around.ts';
import { registerMeetingForms } from './meeting-forms.ts';
import { registerOutcomeForms } from './outcome-forms.ts';
import { registerPanelForms } from './panel-forms.ts';
import { actionView, attendanceView, decisionView, meetingTag, rhythmWords, standingTag, standingWords } from './view.ts';

interface ById {
  readonly Params: { readonly id: string };
}

const CRUMBS = [CRUMB];

export function registerMeetings(app: FastifyInstance, context: WebContext): void {
  const today = (): string => civilDay(context.acts().register.now());

  app.get(patterns.meetings, guard('meeting.read'), async (request, reply) => {
    const panels = await context.acts().read(listPanels, {}, request.who);
    return context.page(request, reply, 'partnership/meetings/list.njk', {
      title: 'Panels and meetings',
      panels: panels.map((panel) => ({
        ...panel,
        href: urls.panel(panel.id),
        tag: standingTag(panel),
        rhythm: rhythmWords(panel),
        words: standingWords(panel),
      })),
    });
  });

  app.get(patterns.participation, guard('meeting.read'), async (request, reply) => {
    const partners = await context.acts().read(readParticipation, {}, request.who);
    return context.page(request, reply, 'partnership/meetings/participation.njk', { title: 'How each partner takes part', breadcrumbs: CRUMBS, partners });
  });

  app.get<ById>(patterns.panel, guard('meeting.read'), async (request, reply) => {
    const { panel, meetings } = await context.acts().read(readPanel, { id: request.params.id }, request.who);
    const choices = can(request.who, 'case.refer') ? await context.acts().read(caseChoices, {}, request.who) : null;
    return context.page(request, reply, 'partnership/meetings/panel.njk', {
      title: panel.name,
      breadcrumbs: CRUMBS,
      panel,
      mayBring: choices?.panels.some((each) => each.id === panel.id) ?? false,
      standing: standingTag(panel),
      rhythm: rhythmWords(panel),
      words: standingWords(panel),
      gaps: panel.gaps.map((gap) => `${day(gap.from)} to ${day(gap.to)}: ${gap.days} days`),
      meetings: meetings.map((each) => ({ ...each, href: urls.meeting(each.id), tag: meetingTag(each.state, each.onDay, today()) })),
    });
  });

  app.get<ById>(patterns.meeting, guard('meeting.read'), async (request, reply) => {
    const acts = context.acts();
    const { who } = request;
    const page = await acts.read(readMeeting, { id: request.params.id }, who);
    // Whoever may complete any action may complete this one; others only what is theirs.
    const any = acts.policy.reach(who, 'action.complete') === 'partnership';
    const actions = page.actions.map((each) => ({
      ...actionView(each, today()),
      toComplete: each.doneOn === null && (any || each.organisationId === who.organisationId),
      sharing: ownSharing(each, who.organisationId, can(who, 'sharing.restrict')),
    }));
    return context.page(request, reply, 'partnership/meetings/one.njk', {
      title: `${page.meeting.panel}, ${day(page.meeting.onDay)}`,
      breadcrumbs: [...CRUMBS, { text: page.meeting.panel, href: urls.panel(page.meeting.panelId) }],
      meeting: page.meeting,
      // What is still to come is refused when it is recorded.
      ahead: page.meeting.onDay > today(),
      tag: meetingTag(page.meeting.state, page.meeting.onDay, today()),
      attendance: attendanceView(page),
      decisions: page.decisions.map(decisionView),
      actions,
      changes: actions.some((each) => each.toComplete || each.sharing.link !== null),
    });
  });

  app.get<ById>(patterns.meetingPapers, guard('meeting.read'), async (request, reply) => {
    const page = await context.acts().read(readMeeting, { id: request.params.id }, request.who);
    const papers = await context.acts().read(readPapers, { id: request.params.id }, request.who);
    return context.page(request, reply, 'partnership/meetings/papers.njk', {
      title: `Papers: ${page.meeting.panel}, ${day(page.meeting.onDay)}`,
      breadcrumbs: [...CRUMBS, { text: `${page.meeting.panel}, ${day(page.meeting.onDay)}`, href: urls.meeting(page.meeting.id) }],
      meeting: page.meeting,
      wide: true,
      previous: papers.previous,
      openActions: papers.openActions.map((each) => actionView(each, today())),
      deadlines: papers.deadlines.map((each) => ({ ...each, late: each.on < today() })),
      made: context.acts().register.now().toISOString(),
      data: await dataToday(context, request),
    });
  });

  registerPanelForms(app, context);
  registerMeetingForms(app, context);
  registerOutcomeForms(app, context);
}

/** The headline figures and how fresh the data are, of one snapshot, which the page names. */
async function dataToday(context: WebContext, request: FastifyRequest) {
  const state = await describeData(context.warehouse);
  const groups = headlineGroups(state);
  const questions = groups.flatMap((group) => group.questions.flatMap((each) => each.questions));
  const figures = questions.length > 0 ? await askMany(context.warehouse, questions) : [];
  let at = 0;
  return {
    snapshot: state.snapshot,
    datasets: state.datasets.map((each) => ({ title: each.title, period: span(each.from, each.to) || 'No period', stale: each.staleness?.text ?? null })),
    groups: groups.map((group) => ({
      title: group.title,
      period: span(group.questions[0]?.questions[0]?.slice.from ?? null, group.questions[0]?.questions[0]?.slice.to ?? null),
      cards: group.questions.flatMap(({ questions: mine }) => {
        const own = figures.slice(at, at + mine.length);
        at += mine.length;
        return headlineView(own, originOf(request)) ?? [];
      }),
    })),
  };
}
