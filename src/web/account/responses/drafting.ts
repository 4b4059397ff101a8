/** Forms of a draft, one thing a page: opening it, names and layout, its texts, an item's answer, the invitation to the chief officer. */
import type { FastifyInstance } from 'fastify';
import {
  describeResponse,
  findResponse,
  inviteChief,
  isSection,
  LAYOUTS,
  type OneResponse,
  openResponse,
  recordNone,
  type Section,
  SECTIONS,
  setPosition,
  writeSection,
} from '../../../account/responses/index.ts';
import { civilDay } from '../../../access/index.ts';
import { formatDate, parseCivilDate, statutoryLastDay, STANCE_WORDS, STANCES } from '../../../account/rules/index.ts';
import type { WebContext } from '../../context.ts';
import { badField } from '../../../register/index.ts';
import { dateParts, text } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { patterns, urls } from '../../urls.ts';
import { crumbs, noResponse, param, responseOf, responsesCrumbs } from './load.ts';
import { itemView } from './tasks.ts';

interface Saved {
  readonly id: string;
}

const back = (done: string) => (result: Saved) => ({ href: urls.response(result.id), done });

const HINTS: Readonly<Record<Section, string>> = {
  'key-findings': 'What the report is about and what it found. It began as the summary on file; the report’s own text is not changed by it.',
  'initial-response': 'What is done already, in the policing body’s own words.',
  comments: 'The comments that section 55(5A) asks for. They are published.',
  opinion: 'What the policing body thinks of the report itself. It is shown apart from what the report says, and is published.',
  'chief-reply': 'A reply to the comments of the chief officer, if there is one. It is published.',
};

const textOfSection = (one: OneResponse, section: Section): string =>
  ({
    'key-findings': one.content.keyFindings,
    'initial-response': one.content.initialResponse,
    comments: one.content.comments,
    opinion: one.content.opinion,
    'chief-reply': one.content.chief.reply,
  })[section];

export function registerDrafting(app: FastifyInstance, context: WebContext): void {
  formPage<Saved>(app, context, {
    pattern: patterns.responseStart,
    access: 'response.draft',
    view: 'account/responses/start.njk',
    async load(request) {
      const found = await context.acts().read(findResponse, { slug: param(request, 'slug') }, request.who);
      if (found === null) throw noResponse();
      return {
        title: 'Open a response',
        breadcrumbs: responsesCrumbs(),
        values: { inspectionId: found.inspectionId },
        report: found,
        lastDay: statutoryLastDay(found.publishedOn),
      };
    },
    action: openResponse,
    input: (body) => ({ inspectionId: text(body, 'inspectionId') }),
    next: back('The response is open: do the tasks in any order'),
  });

  formPage<Saved>(app, context, {
    pattern: patterns.responseNames,
    access: 'response.draft',
    view: 'account/responses/names.njk',
    async load(request) {
      const one = await responseOf(context, request);
      const { layout, body, force } = one.content;
      return {
        title: 'Layout and names',
        breadcrumbs: crumbs(one),
        version: one.version,
        values: { layout, officeTitle: body.officeTitle, officeHolder: body.officeHolder, chiefTitle: force.chiefTitle, chiefOfficer: force.chiefOfficer },
        held: {
          layout: LAYOUTS[layout],
          officeTitle: body.officeTitle,
          officeHolder: body.officeHolder || 'Nothing',
          chiefTitle: force.chiefTitle,
          chiefOfficer: force.chiefOfficer || 'Nothing',
        },
        one,
        layouts: Object.entries(LAYOUTS).map(([value, words]) => ({ value, text: words, href: urls.responsePreview(one.id, value) })),
      };
    },
    action: describeResponse,
    input: (body, request, version) => ({
      id: param(request, 'id'),
      version,
      layout: text(body, 'layout'),
      officeTitle: text(body, 'officeTitle'),
      officeHolder: text(body, 'officeHolder'),
      chiefTitle: text(body, 'chiefTitle'),
      chiefOfficer: text(body, 'chiefOfficer'),
    }),
    next: back('Layout and names were saved'),
  });

  formPage<Saved>(app, context, {
    pattern: patterns.responseSection,
    access: 'response.draft',
    view: 'account/responses/write.njk',
    async load(request) {
      const section = sectionOf(param(request, 'section'));
      const one = await responseOf(context, request);
      return {
        title: SECTIONS[section].title,
        breadcrumbs: crumbs(one),
        version: one.version,
        values: { text: textOfSection(one, section) },
        one,
        hint: HINTS[section],
        section,
        labels: { [SECTIONS[section].column]: SECTIONS[section].title },
      };
    },
    action: writeSection,
    input: (body, request, version) => ({ id: param(request, 'id'), version, section: sectionOf(param(request, 'section')), text: text(body, 'text') }),
    next: (result, request) => ({ href: urls.response(result.id), done: `${SECTIONS[sectionOf(param(request, 'section'))].title}: saved` }),
  });

  formPage<Saved>(app, context, {
    pattern: patterns.responseItem,
    access: 'response.draft',
    view: 'account/responses/item.njk',
    async load(request) {
      const one = await responseOf(context, request);
      const item = one.items.find((each) => each.id === param(request, 'item'));
      if (item === undefined) throw noResponse();
      return {
        title: itemView(item).name,
        breadcrumbs: crumbs(one),
        version: one.version,
        values: { position: item.position ?? '', action: item.action, noActionReason: item.noActionReason },
        held: {
          position: item.position === null ? 'None' : STANCE_WORDS[item.position],
          action: item.action || 'Nothing',
          noActionReason: item.noActionReason || 'Nothing',
        },
        one,
        item,
        stances: STANCES.map((value) => ({ value, text: STANCE_WORDS[value] })),
      };
    },
    action: setPosition,
    input: (body, request, version) => ({
      id: param(request, 'id'),
      version,
      itemId: param(request, 'item'),
      position: text(body, 'position') || null,
      action: text(body, 'action'),
      noActionReason: text(body, 'noActionReason'),
    }),
    next: back('The answer was saved'),
  });

  formPage<Saved>(app, context, {
    pattern: patterns.responseInvite,
    access: 'response.draft',
    view: 'account/responses/invite.njk',
    async load(request) {
      const one = await responseOf(context, request);
      const [year = '', month = '', date = ''] = (one.content.chief.replyBy ?? '').split('-');
      return {
        title: 'Invite the chief officer to comment',
        breadcrumbs: crumbs(one),
        version: one.version,
        values: { 'replyBy-day': date.replace(/^0/, ''), 'replyBy-month': month.replace(/^0/, ''), 'replyBy-year': year },
        one,
        lastDay: statutoryLastDay(one.content.report.publishedOn),
      };
    },
    action: inviteChief,
    input: (body, request, version) => {
      const date = parseCivilDate(dateParts(body, 'replyBy'), 'The date for comments');
      if (!date.ok) throw badField('replyBy-day', date.error);
      return { id: param(request, 'id'), version, replyBy: date.date, lateKnown: text(body, 'lateKnown') === 'yes' };
    },
    fields: { replyBy: 'replyBy-day' },
    next: back('The chief officer is invited: it is on their list of work'),
  });

  formPage<Saved>(app, context, {
    pattern: patterns.responseNone,
    access: 'response.draft',
    view: 'account/responses/none.njk',
    async load(request) {
      const one = await responseOf(context, request);
      const cannot = noneCannot(one, civilDay(context.acts().register.now()));
      return { title: 'Record that no comments came', breadcrumbs: crumbs(one), version: one.version, values: {}, one, cannot };
    },
    action: recordNone,
    input: (_body, request, version) => ({ id: param(request, 'id'), version }),
    next: back('That no comments came is recorded'),
  });
}

/** Why it cannot be recorded that no comments came, and where to go instead; null where it can. */
function noneCannot(one: OneResponse, today: string): { readonly words: string; readonly link: string; readonly href: string } | null {
  const { replyBy, receivedOn, notReceivedOn } = one.content.chief;
  const toResponse = { link: 'Back to the response', href: urls.response(one.id) };
  if (one.state !== 'draft') return { words: 'The response is no draft, so nothing is recorded in it now.', ...toResponse };
  if (replyBy === null)
    return { words: 'The chief officer has not been invited yet.', link: 'Invite them to comment', href: urls.responsePage(one.id, 'invite') };
  if (receivedOn !== null) {
    return { words: `Comments came on ${formatDate(receivedOn)}.`, link: 'See the comments', href: urls.responsePage(one.id, 'comments') };
  }
  if (notReceivedOn !== null) return { words: `It was recorded on ${formatDate(notReceivedOn)} that none came.`, ...toResponse };
  if (today > replyBy) return null;
  return {
    words: `The chief officer has until the end of ${formatDate(replyBy)}. From the day after, it can be recorded that no comments came.`,
    ...toResponse,
  };
}

function sectionOf(name: string): Section {
  if (isSection(name)) return name;
  throw noResponse();
}
