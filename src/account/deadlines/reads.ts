import { z } from 'zod';
import { defineRead } from '../../access/index.ts';
import { type CalendarEvent, calendar } from '../rules/index.ts';
import { DEADLINE_KINDS, type Deadline, gatherDeadlines, seenBy } from './gather.ts';

/** Every deadline that somebody may see, first due first. */
export const listDeadlines = defineRead({
  name: 'deadline.list',
  title: 'See deadlines',
  allowed: 'deadline.read',
  shared: 'colleagues',
  input: z.object({}),
  answer: async (tx, _input, { at, who }): Promise<Deadline[]> => seenBy(who, await gatherDeadlines(tx, at)),
});

/** Days before a deadline at which a calendar reminds its owner. */
const ALARM_DAYS = 7;

/**
 * The same as a calendar file. A calendar leaves this service and is kept elsewhere, so nothing under embargo is in it, not even for whoever filed the report.
 */
export const deadlineCalendar = defineRead({
  name: 'deadline.calendar',
  title: 'Take deadlines into a calendar',
  allowed: 'deadline.read',
  // Where the service is reached, for the links in the calendar.
  input: z.object({ origin: z.string().max(300), own: z.boolean().default(false) }),
  async answer(tx, { origin, own }, { at, who }): Promise<string> {
    const shown = seenBy(who, await gatherDeadlines(tx, at)).filter((each) => !each.embargoed && (!own || each.organisationId === who.organisationId));
    return calendar(
      shown.map((each) => eventOf(each, origin)),
      { name: own ? `Headwater: deadlines of ${who.organisationName ?? 'my organisation'}` : 'Headwater: deadlines', now: at },
    );
  },
  audit: (_input, text) => ({ subject: { type: 'calendar', id: 'deadlines' }, details: { events: text.split('BEGIN:VEVENT').length - 1 } }),
});

function eventOf(deadline: Deadline, origin: string): CalendarEvent {
  const path = deadline.itemId === null ? `/account/inspections/${encodeURIComponent(deadline.slug)}` : `/account/recommendations/${deadline.itemId}`;
  return {
    uid: `${deadline.kind}-${deadline.id}@headwater`,
    on: deadline.state.lastDay,
    title: deadline.met ? `Done: ${deadline.title}` : deadline.title,
    description: `${DEADLINE_KINDS[deadline.kind]}. ${deadline.organisation}. ${deadline.state.words}.`,
    url: `${origin}${path}`,
    sequence: deadline.version,
    ...(deadline.met || deadline.external ? {} : { alarmDays: ALARM_DAYS }),
  };
}
