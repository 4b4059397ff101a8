/** What the forms of panels and meetings have in common: how their record is loaded, and what stands around them. */
import type { FastifyRequest } from 'fastify';
import { type MeetingPage, type PanelRow, readMeeting, readPanel } from '../../../access/meetings/index.ts';
import type { WebContext } from '../../context.ts';
import { urls } from '../../urls.ts';
import { day } from '../../words.ts';
import { partOf } from '../id.ts';

export const CRUMB = { text: 'Meetings', href: urls.meetings };

export const ofPanel = (context: WebContext) => ({
  access: 'meeting.edit' as const,
  load: async (request: FastifyRequest): Promise<PanelRow> => (await context.acts().read(readPanel, { id: partOf(request) }, request.who)).panel,
  around: ({ id, name, version }: PanelRow) => ({
    caption: name,
    cancel: urls.panel(id),
    version,
    breadcrumbs: [CRUMB, { text: name, href: urls.panel(id) }],
  }),
});

export const ofMeeting = (context: WebContext) => ({
  access: 'meeting.edit' as const,
  load: (request: FastifyRequest): Promise<MeetingPage> => context.acts().read(readMeeting, { id: partOf(request) }, request.who),
  around: ({ meeting }: MeetingPage) => {
    const caption = `${meeting.panel}, ${day(meeting.onDay)}`;
    return { caption, cancel: urls.meeting(meeting.id), version: meeting.version, breadcrumbs: [CRUMB, { text: caption, href: urls.meeting(meeting.id) }] };
  },
});
