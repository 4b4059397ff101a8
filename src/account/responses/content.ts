/**
 * The content of a response: everything that its document says and nothing else, so that what is approved, published and hashed is one thing. Names of
 * those who drafted it, notes and reasons are not in it.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';

const item = z.object({
  kind: z.enum(['recommendation', 'area-for-improvement', 'cause-of-concern', 'lesson']),
  /** The report's own number. */
  number: z.string(),
  text: z.string(),
  owner: z.enum(['own-force', 'policing-body', 'home-office', 'other']),
  ownerName: z.string(),
  dueOn: z.string().nullable(),
  /** The policing body's position; null where it gives none. */
  position: z.enum(['accepted', 'partly', 'not-accepted']).nullable(),
  action: z.string(),
  noActionReason: z.string(),
  /** The chief officer's comment on this item. */
  chief: z.string(),
});

export const responseContent = z.object({
  format: z.literal(1),
  layout: z.enum(['norfolk', 'staffordshire']),
  /** Titles are those of the place: Police and Crime Commissioner, Mayor; Chief Constable, Commissioner. */
  body: z.object({ name: z.string(), officeTitle: z.string(), officeHolder: z.string() }),
  force: z.object({ name: z.string(), area: z.string(), chiefTitle: z.string(), chiefOfficer: z.string() }),
  report: z.object({
    slug: z.string(),
    title: z.string(),
    inspectorates: z.array(z.string()),
    kind: z.string(),
    /** Civil date. */
    publishedOn: z.string(),
    /** The forces that the report is about, in words. */
    forces: z.string(),
    link: z.string().nullable(),
    grade: z.string().nullable(),
  }),
  deadline: z.object({ statutory: z.string(), local: z.string().nullable() }),
  keyFindings: z.string(),
  items: z.array(item),
  initialResponse: z.string(),
  chief: z.object({
    invitedOn: z.string().nullable(),
    replyBy: z.string().nullable(),
    receivedOn: z.string().nullable(),
    notReceivedOn: z.string().nullable(),
    general: z.string(),
    /** The policing body's reply to the comments. */
    reply: z.string(),
  }),
  comments: z.string(),
  /** The policing body's opinion of the report, apart from the report's own words. */
  opinion: z.string(),
});

export type ResponseContent = z.output<typeof responseContent>;
export type ContentItem = ResponseContent['items'][number];

/**
 * JSON with the names of every object in order and no spaces (the parts of RFC 8785 that text, whole numbers and null need), so that the same content
 * is the same bytes whatever a database did with it in between.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`);
  return `{${parts.join(',')}}`;
}

/** SHA-256 of the canonical content in UTF-8. */
export const hashOf = (content: ResponseContent): Buffer => createHash('sha256').update(canonical(content), 'utf8').digest();
